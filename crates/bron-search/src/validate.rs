//! Can everything that a source's settings say be used?

use crate::Error;
use crate::html::Template;
use crate::page::{pattern, selector};
use crate::search_ui::address;
use bron_protocol::{HtmlSettings, Interface, Platform, Source, WordPressSettings};

/// Compiles every selector and pattern of the source and fills in its addresses. An empty list means that a
/// conversation can begin; of a source without a platform only what is there is checked.
pub fn validate(source: &Source) -> Vec<Error> {
    let mut check = Check { source, problems: Vec::new() };
    for (at, interface) in source.interfaces().iter().enumerate() {
        let table = if at == 0 { String::new() } else { format!("fallback[{}].", at - 1) };
        check.interface(&table, interface);
    }
    if source.platform.is_none() {
        check.tables("", source.html.as_ref(), source.wordpress.as_ref());
    }
    if let Some(settings) = &source.hand {
        check.selectors("hand", settings);
        if !settings.search.is_empty() {
            check.template("hand.search", &settings.search, &["{text}"]);
        }
    }
    let landing = &source.landing;
    for (key, value) in [
        ("landing.files", &landing.files),
        ("landing.file_forms", &landing.file_forms),
        ("landing.kind", &landing.kind),
        ("landing.date", &landing.date),
        ("landing.authors", &landing.authors),
        ("landing.main", &landing.main),
    ] {
        check.selector(key, value.as_deref());
    }
    check.problems
}

struct Check<'a> {
    source: &'a Source,
    problems: Vec<Error>,
}

impl Check<'_> {
    fn interface(&mut self, table: &str, interface: &Interface) {
        let (key, is_there, because) = match interface.platform {
            Platform::Wordpress => ("base", self.source.base.is_some(), "`platform = \"wordpress\"`"),
            Platform::Html => ("html", interface.html.is_some(), "`platform = \"html\"`"),
            Platform::Files => ("files", interface.files.is_some(), "`platform = \"files\"`"),
            Platform::SearchUi => ("base", self.source.base.is_some(), "`platform = \"search-ui\"`"),
            Platform::SearchUiRss => ("base", self.source.base.is_some(), "`platform = \"search-ui-rss\"`"),
            Platform::OpenOverheid => ("base", self.source.base.is_some(), "`platform = \"open-overheid\"`"),
        };
        let table_of_key = if key == "base" { "" } else { table };
        self.present(&format!("{table_of_key}{key}"), is_there, because);
        self.tables(table, interface.html.as_ref(), interface.wordpress.as_ref());
        let search = interface.search_ui.as_ref().map(|settings| ("search-ui.search", &settings.search));
        let feed = interface.search_ui_rss.as_ref().map(|settings| ("search-ui-rss.feed", &settings.feed));
        let api = interface.open_overheid.as_ref().map(|settings| ("open-overheid.api", &settings.api));
        for (key, value) in search.into_iter().chain(feed).chain(api) {
            self.problems.extend(address(self.source, &format!("{table}{key}"), value).err());
        }
    }

    fn tables(&mut self, table: &str, html: Option<&HtmlSettings>, wordpress: Option<&WordPressSettings>) {
        if let Some(settings) = html {
            self.html(&format!("{table}html"), settings);
        }
        if let Some(settings) = wordpress.and_then(|settings| settings.html.as_ref()) {
            self.html(&format!("{table}wordpress.html"), settings);
        }
    }

    fn html(&mut self, table: &str, settings: &HtmlSettings) {
        self.selectors(table, settings);
        let key = |name: &str| format!("{table}.{name}");
        self.selector(&key("form"), settings.form.as_deref());
        if settings.search.is_empty() && settings.form.is_some() {
            self.present("base", self.source.base.is_some(), "the search form stands on that page");
            let added = settings.page.as_deref().is_none_or(|page| page.contains("{page}"));
            self.present(&key("page"), added, "it has no place `{page}`");
        } else {
            self.template(&key("search"), &settings.search, &["{text}"]);
            if let Some(page) = &settings.page {
                self.template(&key("page"), page, &["{text}", "{page}"]);
            }
        }
    }

    /// What is read in a result page, wherever it came from.
    fn selectors(&mut self, table: &str, settings: &HtmlSettings) {
        let key = |name: &str| format!("{table}.{name}");
        let required = [("list", &settings.list), ("row", &settings.row), ("title", &settings.title)];
        for (name, value) in required {
            self.selector(&key(name), Some(value));
        }
        for (name, value) in [
            ("link", &settings.link),
            ("date", &settings.date),
            ("kind", &settings.kind),
            ("authors", &settings.authors),
            ("next", &settings.next),
            ("total", &settings.total),
            ("none", &settings.none),
        ] {
            self.selector(&key(name), value.as_deref());
        }
        self.pattern(&key("date_and_kind"), settings.date_and_kind.as_deref(), &["date", "kind"]);
        self.pattern(&key("total_pattern"), settings.total_pattern.as_deref(), &[]);
        let date_or_kind = settings.date.is_some() || settings.kind.is_some();
        self.present(
            &key("date"),
            settings.date_and_kind.is_none() || date_or_kind,
            "`date_and_kind` reads its text",
        );
        self.present(
            &key("none"),
            settings.none_text.is_none() || settings.none.is_some(),
            "`none_text` stands in it",
        );
        self.present(
            &key("total"),
            settings.total_pattern.is_none() || settings.total.is_some(),
            "`total_pattern` reads its text",
        );
    }

    fn present(&mut self, key: &str, is_there: bool, because: &str) {
        if !is_there {
            self.problems.push(Error::Missing {
                source_id: self.source.id.to_string(),
                key: key.to_owned(),
                because: because.to_owned(),
            });
        }
    }

    fn selector(&mut self, key: &str, value: Option<&str>) {
        let compiled = value.map(|value| selector(self.source.id.as_str(), key, value));
        self.problems.extend(compiled.and_then(Result::err));
    }

    fn pattern(&mut self, key: &str, value: Option<&str>, names: &[&str]) {
        let Some(value) = value else { return };
        let problem = match pattern(self.source.id.as_str(), key, value) {
            Err(error) => return self.problems.push(error),
            Ok(pattern) if names.is_empty() && pattern.captures_len() < 2 => "it has no group",
            Ok(pattern)
                if !names.is_empty()
                    && !names
                        .iter()
                        .any(|name| pattern.capture_names().flatten().any(|group| group == *name)) =>
            {
                "it has neither a group `date` nor a group `kind`"
            }
            Ok(_) => return,
        };
        self.problems.push(Error::Pattern {
            source_id: self.source.id.to_string(),
            key: key.to_owned(),
            value: value.to_owned(),
            problem: problem.to_owned(),
        });
    }

    fn template(&mut self, key: &str, value: &str, places: &[&str]) {
        let missing = places
            .iter()
            .find(|place| !value.contains(**place))
            .map(|place| format!("it has no place `{place}`"));
        let filled = || Template::new(value, self.source.base.as_ref(), "zorgzame buurten").at(1).err();
        if let Some(problem) = missing.or_else(filled) {
            self.problems.push(Error::Template {
                source_id: self.source.id.to_string(),
                key: key.to_owned(),
                value: value.to_owned(),
                problem,
            });
        }
    }
}
