//! Checks a source: one platform with its own settings, selectors and expressions that compile, addresses that fit.

use super::government;
use super::patterns::last_line;
use crate::config_file::{ConfigFile, Step, way};
use crate::error::{Error, did_you_mean, list, nearest};
use crate::files::is_inside;
use crate::{
    CatalogueSettings, FilesSettings, HtmlSettings, Interface, LandingSettings, Moved, OpenOverheidSettings,
    Platform, ProbeSettings, Robots, SearchUiRssSettings, SearchUiSettings, Source, WordPressSettings,
};
use bron_model::{Route, canonical_address};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use url::Url;

/// Refuses what a platform's module could not use.
pub(crate) fn source(file: &ConfigFile, source: &Source) -> Result<(), Error> {
    file.refuse_blank(way!["name"], &source.name, "the name")?;
    file.refuse_blank(way!["group"], &source.group, "the group")?;
    platform(file, source)?;
    addresses(file, source)?;
    tables_of(file, &[], source, source.html.as_ref(), source.wordpress.as_ref())?;
    if let (Some(_), Some(own)) = (source.platform, source.interfaces().first()) {
        government::tables(file, &[], source, own)?;
    }
    for (item, interface) in source.fallback.iter().enumerate() {
        fallback(file, item, source, interface)?;
    }
    if let Some(files) = &source.files {
        folder(file, files)?;
    }
    by_hand(file, source)?;
    permission(file, source)?;
    super::catalogue::catalogue(file, source)?;
    landing(file, &source.landing)?;
    probe(file, &source.probe)?;
    paths_and_moves(file, source)?;
    confidence(file, source)
}

/// The settings tables of an interface; `at` is where they stand.
fn tables_of(
    file: &ConfigFile,
    at: &[Step<'_>],
    source: &Source,
    html: Option<&HtmlSettings>,
    wordpress: Option<&WordPressSettings>,
) -> Result<(), Error> {
    let in_wordpress = wordpress.and_then(|settings| settings.html.as_ref());
    for (keys, html) in [(&["html"][..], html), (&["wordpress", "html"], in_wordpress)] {
        let Some(html) = html else { continue };
        let table: Vec<Step<'_>> = at.iter().copied().chain(keys.iter().map(|key| Step::Key(key))).collect();
        selectors(file, &table, html)?;
        search_address(file, &table, source, html)?;
    }
    Ok(())
}

/// Another way in: its own platform, with the settings of that one and no other.
fn fallback(file: &ConfigFile, item: usize, source: &Source, interface: &Interface) -> Result<(), Error> {
    let at = way!["fallback", item];
    let place = below(at, "platform");
    if source.platform.is_none() {
        let hint = "write `platform` above, or take the table away";
        return Err(file.refuse(&place, "`[[fallback]]` is there but no `platform`", hint));
    }
    let (name, needs_table) = match interface.platform {
        Platform::Wordpress => ("wordpress", false),
        Platform::Html => ("html", true),
        Platform::SearchUi => ("search-ui", false),
        Platform::SearchUiRss => ("search-ui-rss", false),
        Platform::OpenOverheid => ("open-overheid", false),
        Platform::Files => {
            let hint = "a folder is a source of its own: give it a file of its own";
            return Err(file.refuse(&place, "`files` is no fallback of a site", hint));
        }
    };
    let there = [
        ("wordpress", interface.wordpress.is_some()),
        ("html", interface.html.is_some()),
        ("files", interface.files.is_some()),
        ("search-ui", interface.search_ui.is_some()),
        ("search-ui-rss", interface.search_ui_rss.is_some()),
        ("open-overheid", interface.open_overheid.is_some()),
    ];
    if let Some((table, _)) = there.iter().find(|(table, is_there)| *is_there && *table != name) {
        return Err(file.refuse(
            &below(at, table),
            format!("`[fallback.{table}]` holds settings of another platform than `{name}`"),
            format!("take it away, or write `platform = \"{table}\"`"),
        ));
    }
    if needs_table && !there.contains(&(name, true)) {
        return Err(file.refuse(
            &place,
            format!("platform `{name}` has no settings"),
            format!("write a table `[fallback.{name}]` below this `[[fallback]]`"),
        ));
    }
    tables_of(file, at, source, interface.html.as_ref(), interface.wordpress.as_ref())?;
    government::tables(file, at, source, interface)
}

fn platform(file: &ConfigFile, source: &Source) -> Result<(), Error> {
    let Some(platform) = source.platform else { return without_platform(file, source) };
    if source.unknown.is_some() {
        return Err(file.refuse(
            way!["unknown"],
            "`unknown` says why it cannot be searched, and `platform` how it is",
            "take one of the two away",
        ));
    }
    let (name, needs_table) = match platform {
        Platform::Wordpress => ("wordpress", false),
        Platform::Html => ("html", true),
        Platform::Files => ("files", true),
        Platform::SearchUi => ("search-ui", false),
        Platform::SearchUiRss => ("search-ui-rss", false),
        Platform::OpenOverheid => ("open-overheid", false),
    };
    for table in tables(source) {
        if table != name {
            return Err(file.refuse(
                way![table],
                format!("`[{table}]` holds settings of another platform than `{name}`"),
                format!("take it away, or write `platform = \"{table}\"`"),
            ));
        }
    }
    if needs_table && !tables(source).contains(&name) {
        return Err(file.refuse(
            way!["platform"],
            format!("platform `{name}` has no settings"),
            format!("write a table `[{name}]`"),
        ));
    }
    if platform != Platform::Files && source.base.is_none() {
        return Err(file.refuse(
            way!["platform"],
            format!("platform `{name}` has no `base`"),
            "write `base = \"https://...\"`, the site's start address",
        ));
    }
    Ok(())
}

fn without_platform(file: &ConfigFile, source: &Source) -> Result<(), Error> {
    if let Some(table) = tables(source).first() {
        let hint = format!("write `platform = \"{table}\"`, or take the table away");
        return Err(file.refuse(way![*table], format!("`[{table}]` is there but no `platform`"), hint));
    }
    match &source.unknown {
        Some(why) => file.refuse_blank(way!["unknown"], why, "`unknown`"),
        None => Err(file.refuse(
            way!["id"],
            format!("source `{}` has neither `platform` nor `unknown`", source.id),
            "say how it is read, or say in `unknown` in one sentence why it cannot be searched yet",
        )),
    }
}

/// The settings tables that are there.
fn tables(source: &Source) -> Vec<&'static str> {
    let there = [
        ("wordpress", source.wordpress.is_some()),
        ("html", source.html.is_some()),
        ("files", source.files.is_some()),
        ("search-ui", source.search_ui.is_some()),
        ("search-ui-rss", source.search_ui_rss.is_some()),
        ("open-overheid", source.open_overheid.is_some()),
    ];
    there.into_iter().filter(|(_, is_there)| *is_there).map(|(table, _)| table).collect()
}

fn addresses(file: &ConfigFile, source: &Source) -> Result<(), Error> {
    if let Some(base) = &source.base {
        let plain = matches!(base.scheme(), "http" | "https")
            && base.host_str().is_some()
            && base.username().is_empty()
            && base.password().is_none();
        if !plain {
            let hint = "write an address that begins with `https://` or `http://` and has no user name in it";
            return Err(file.refuse(way!["base"], format!("`{base}` cannot be asked"), hint));
        }
    }
    for (item, host) in source.hosts.iter().enumerate() {
        if !is_host(host) {
            let hint = "write a host in small letters, without `https://` and without a path, such as `www.movisie.nl`";
            return Err(file.refuse(way!["hosts", item], format!("`{host}` is no host"), hint));
        }
    }
    match source.delay_seconds {
        Some(seconds) if !(0.0..=3600.0).contains(&seconds) => Err(file.refuse(
            way!["delay_seconds"],
            format!("`delay_seconds` cannot be {seconds}"),
            "write a number of seconds, at most 3600",
        )),
        _ => Ok(()),
    }
}

/// Whether it is a host as it stands in an address, with or without a port.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
    let letters =
        name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-');
    letters && !name.is_empty() && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

fn selectors(file: &ConfigFile, table: &[Step<'_>], html: &HtmlSettings) -> Result<(), Error> {
    for (key, text) in [("list", &html.list), ("row", &html.row), ("title", &html.title)] {
        selector(file, table, key, text)?;
    }
    for (key, text) in [
        ("link", &html.link),
        ("date", &html.date),
        ("kind", &html.kind),
        ("authors", &html.authors),
        ("next", &html.next),
        ("total", &html.total),
        ("none", &html.none),
        ("form", &html.form),
    ] {
        text.as_deref().map_or(Ok(()), |text| selector(file, table, key, text))?;
    }
    if let Some(expression) = &html.date_and_kind {
        let names = expression_groups(file, table, "date_and_kind", expression)?;
        if !names.iter().flatten().any(|name| name == "date" || name == "kind") {
            let hint = "write groups with a name: `(?<kind>[^|]+) \\| (?<date>[0-9-]+)`";
            return Err(file.refuse(
                &below(table, "date_and_kind"),
                "it has no group `kind` or `date`",
                hint,
            ));
        }
    }
    if let Some(expression) = &html.total_pattern {
        let names = expression_groups(file, table, "total_pattern", expression)?;
        if names.len() != 1 {
            let hint =
                "put round brackets around the number, and around nothing else (`(?:...)` does not count)";
            let problem = format!("`total_pattern` has {} groups, not one", names.len());
            return Err(file.refuse(&below(table, "total_pattern"), problem, hint));
        }
    }
    alone(file, table, html)
}

/// Keys that mean nothing without another.
fn alone(file: &ConfigFile, table: &[Step<'_>], html: &HtmlSettings) -> Result<(), Error> {
    for (key, there, with, with_there) in [
        ("total_pattern", html.total_pattern.is_some(), "total", html.total.is_some()),
        ("none_text", html.none_text.is_some(), "none", html.none.is_some()),
        ("date_and_kind", html.date_and_kind.is_some(), "date", html.date.is_some() || html.kind.is_some()),
    ] {
        if there && !with_there {
            let hint = format!("write `{with}`, the selector of the element that is meant");
            return Err(file.refuse(&below(table, key), format!("`{key}` stands without `{with}`"), hint));
        }
    }
    Ok(())
}

pub(super) fn below<'a>(table: &[Step<'a>], key: &'a str) -> Vec<Step<'a>> {
    table.iter().copied().chain([Step::Key(key)]).collect()
}

fn selector(file: &ConfigFile, table: &[Step<'_>], key: &str, text: &str) -> Result<(), Error> {
    match scraper::Selector::parse(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(file.refuse(
            &below(table, key),
            format!("`{text}` is no CSS selector: {error}"),
            "write it as in a style sheet: `ul.results > li`, `a[rel=next]`",
        )),
    }
}

/// The groups of an expression after the whole match, each with its name or without.
fn expression_groups(
    file: &ConfigFile,
    table: &[Step<'_>],
    key: &str,
    text: &str,
) -> Result<Vec<Option<String>>, Error> {
    match regex::Regex::new(text) {
        Ok(regex) => Ok(regex.capture_names().skip(1).map(|name| name.map(str::to_owned)).collect()),
        Err(error) => Err(file.refuse(
            &below(table, key),
            format!("`{key}` is no regular expression: {}", last_line(&error)),
            "write it in single quotes, so that `\\` stands for itself",
        )),
    }
}

fn search_address(
    file: &ConfigFile,
    table: &[Step<'_>],
    source: &Source,
    html: &HtmlSettings,
) -> Result<(), Error> {
    if html.search.is_empty() {
        return search_form(file, table, html);
    }
    let addresses = [
        ("search", Some(&html.search), &["{text}"][..]),
        ("page", html.page.as_ref(), &["{text}", "{page}"]),
    ];
    for (key, address, places) in addresses {
        let Some(address) = address else { continue };
        if let Some(missing) = places.iter().find(|place| !address.contains(**place)) {
            let hint = "`{text}` is where the words go, `{page}` where the number of the page goes";
            return Err(file.refuse(&below(table, key), format!("`{address}` has no `{missing}`"), hint));
        }
        let filled = address.replace("{text}", "x").replace("{page}", "1");
        let host = source.base.as_ref().and_then(|base| base.join(&filled).ok()).map(|url| host_of(&url));
        let allowed: BTreeSet<String> =
            source.base.iter().map(host_of).chain(source.hosts.iter().cloned()).collect();
        if !host.as_ref().is_some_and(|host| allowed.contains(host)) {
            let hint = "write an address on the host of `base`, or add its host to `hosts`";
            return Err(file.refuse(
                &below(table, key),
                format!("`{address}` leads to no host of this source"),
                hint,
            ));
        }
    }
    Ok(())
}

/// Without an address the form on the start page says where the text is sent.
fn search_form(file: &ConfigFile, table: &[Step<'_>], html: &HtmlSettings) -> Result<(), Error> {
    if html.form.is_none() {
        let hint = "write `search`, the address with `{text}` in it, or `form`, the selector of the search form at `base`";
        return Err(file.refuse(table, "it is not said where the text is sent", hint));
    }
    match &html.page {
        Some(page) if !page.contains("{page}") || !page.starts_with(['&', '?']) => {
            let hint =
                "with `form`, `page` is what is added to the address of the first page: `&page={page}`";
            Err(file.refuse(&below(table, "page"), format!("`{page}` cannot be added to an address"), hint))
        }
        _ => Ok(()),
    }
}

pub(super) fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn folder(file: &ConfigFile, files: &FilesSettings) -> Result<(), Error> {
    file.refuse_blank(way!["files", "folder"], &files.folder, "the folder")?;
    file.refuse_blank(way!["files", "list"], &files.list, "the list")?;
    match files.via {
        Route::Search | Route::Text => Err(file.refuse(
            way!["files", "via"],
            format!("a folder or list is never met by the route `{}`", files.via),
            "a search that a person typed is `hand-search`; what a person looked through is `browse`",
        )),
        _ => Ok(()),
    }
}

/// Selectors for saved pages; the address to type may be left out.
fn by_hand(file: &ConfigFile, source: &Source) -> Result<(), Error> {
    let Some(html) = &source.hand else { return Ok(()) };
    if source.platform == Some(Platform::Files) {
        let hint = "take it away: a folder has no search box in which a person could type";
        return Err(file.refuse(way!["hand"], "`[hand]` is there, but the source is a folder", hint));
    }
    selectors(file, way!["hand"], html)?;
    if html.search.is_empty() { Ok(()) } else { search_address(file, way!["hand"], source, html) }
}

/// Who opened what: all of it, or nothing.
fn permission(file: &ConfigFile, source: &Source) -> Result<(), Error> {
    let permission = match (source.robots, &source.permission) {
        (Robots::Obey, None) => return Ok(()),
        (Robots::Permission, Some(permission)) => permission,
        (Robots::Permission, None) => {
            let hint = "write a table `[permission]` with `who`, `when`, `letter` and `paths`, or `robots = \"obey\"`";
            return Err(file.refuse(way!["robots"], "it is not said who gave the permission", hint));
        }
        (Robots::Obey, Some(_)) => {
            let hint = "write `robots = \"permission\"` above, or take the table away";
            return Err(file.refuse(
                way!["permission"],
                "`[permission]` is there but robots.txt is obeyed",
                hint,
            ));
        }
    };
    if source.base.is_none() {
        let hint = "a permission is about a site: write `base`, or take the table away";
        return Err(file.refuse(way!["permission"], "`[permission]` of a source without `base`", hint));
    }
    file.refuse_blank(way!["permission", "who"], &permission.who, "who gave it")?;
    if !is_inside(&permission.letter) {
        let hint = "write the path from the study's folder, such as `permissions/movisie.pdf`";
        let problem = format!("`{}` is no path inside the study's folder", permission.letter);
        return Err(file.refuse(way!["permission", "letter"], problem, hint));
    }
    if permission.paths.is_empty() {
        let hint = "write the beginnings of the paths that the letter names, such as `[\"/zoeken\"]`";
        return Err(file.refuse(way!["permission", "paths"], "the permission opens no path", hint));
    }
    for (item, path) in permission.paths.iter().enumerate() {
        if !path.starts_with('/') || path.contains(['?', '#', '*', ' ']) {
            let hint =
                "write the beginning of the path as it stands in the address, after the host: `/zoeken`";
            let problem = format!("`{path}` is no beginning of a path");
            return Err(file.refuse(way!["permission", "paths", item], problem, hint));
        }
    }
    Ok(())
}

fn landing(file: &ConfigFile, landing: &LandingSettings) -> Result<(), Error> {
    for (key, text) in [
        ("files", &landing.files),
        ("file_forms", &landing.file_forms),
        ("kind", &landing.kind),
        ("date", &landing.date),
        ("authors", &landing.authors),
        ("main", &landing.main),
    ] {
        text.as_deref().map_or(Ok(()), |text| selector(file, way!["landing"], key, text))?;
    }
    Ok(())
}

/// A probe concludes from single words that stand in a fixed relation to each other.
fn probe(file: &ConfigFile, probe: &ProbeSettings) -> Result<(), Error> {
    file.refuse_blank(way!["probe", "canary"], &probe.canary, "the canary")?;
    for (key, word) in probe.single_words() {
        if word.is_empty() || !word.chars().all(char::is_alphanumeric) {
            let hint = "write one word, of letters and digits alone";
            return Err(file.refuse(way!["probe", key], format!("`{word}` is not one word"), hint));
        }
    }
    let at = probe.compound.find(&probe.inside);
    let is_inside = at.is_some_and(|at| at > 0 && at + probe.inside.len() < probe.compound.len());
    if !is_inside {
        let told = format!("`{}` does not stand inside `{}`", probe.inside, probe.compound);
        let hint = "write letters from the middle of the word in `compound`";
        return Err(file.refuse(way!["probe", "inside"], told, hint));
    }
    if !probe.compound.starts_with(&probe.beginning) || probe.beginning == probe.compound {
        let told = format!("`{}` does not begin with `{}`", probe.compound, probe.beginning);
        let hint = "write letters with which the word in `compound` begins";
        return Err(file.refuse(way!["probe", "beginning"], told, hint));
    }
    for (key, [one, other]) in [
        ("words", &probe.words),
        ("singular_plural", &probe.singular_plural),
        ("inflected", &probe.inflected),
        ("accents", &probe.accents),
        ("accented", &probe.accented),
    ] {
        if one == other {
            let hint = "write two that differ: the probe compares what each of them finds";
            return Err(file.refuse(way!["probe", key], format!("`{one}` stands there twice"), hint));
        }
    }
    if probe.result_pages == 0 {
        let hint = "write at least 1";
        return Err(file.refuse(way!["probe", "result_pages"], "nothing would be read", hint));
    }
    Ok(())
}

fn paths_and_moves(file: &ConfigFile, source: &Source) -> Result<(), Error> {
    for (path, kind) in &source.kinds_by_path {
        let way = way!["kinds_by_path", path];
        file.refuse_blank(way, kind, "the kind")?;
        if !path.starts_with('/') {
            let hint = format!("write `\"/{path}\"`: the beginning of the path, after the host");
            return Err(file.refuse(way, format!("`{path}` does not begin with a slash"), hint));
        }
    }
    for (item, Moved { from, to }) in source.moved.iter().enumerate() {
        for (key, address) in [("from", from), ("to", to)] {
            let canonical = Url::parse(address).map(|url| canonical_address(&url)).unwrap_or_default();
            if canonical.is_empty() || address.trim_end_matches('/') != canonical {
                let hint =
                    "addresses are compared as `https`, without `www.`, in small letters where the host is";
                let hint = if canonical.is_empty() {
                    hint.to_owned()
                } else {
                    format!("write `{canonical}/`: {hint}")
                };
                return Err(file.refuse(
                    way!["moved", item, key],
                    format!("`{address}` is not in canonical form"),
                    hint,
                ));
            }
        }
    }
    Ok(())
}

/// Every confidence must be of a key that there is, so that a typing error is no hidden evidence.
fn confidence(file: &ConfigFile, source: &Source) -> Result<(), Error> {
    let mut valid = valid_keys::<Source>("");
    valid.extend(valid_keys::<WordPressSettings>("wordpress."));
    valid.extend(valid_keys::<HtmlSettings>("html."));
    valid.extend(valid_keys::<FilesSettings>("files."));
    valid.extend(valid_keys::<HtmlSettings>("hand."));
    valid.extend(valid_keys::<LandingSettings>("landing."));
    valid.extend(valid_keys::<CatalogueSettings>("catalogue."));
    valid.extend(valid_keys::<ProbeSettings>("probe."));
    valid.extend(valid_keys::<HtmlSettings>("fallback.html."));
    for prefix in ["", "fallback."] {
        valid.extend(valid_keys::<SearchUiSettings>(&format!("{prefix}search-ui.")));
        valid.extend(valid_keys::<SearchUiRssSettings>(&format!("{prefix}search-ui-rss.")));
        valid.extend(valid_keys::<OpenOverheidSettings>(&format!("{prefix}open-overheid.")));
    }
    for (key, confidence) in &source.confidence {
        let way = way!["confidence", key];
        if !valid.contains(key) {
            let hint = format!("{}valid here: {}", did_you_mean(nearest(key, &valid)), list(&valid));
            return Err(file.refuse(way, format!("`{key}` is no key of a source"), hint));
        }
        file.refuse_blank(way, &confidence.evidence, "the evidence")?;
    }
    Ok(())
}

/// The keys of a type, as serde lists them when it refuses one.
fn valid_keys<T: DeserializeOwned>(prefix: &str) -> Vec<String> {
    let Err(error) = toml::from_str::<T>("\"?\" = 0") else { return Vec::new() };
    let keys = error.message().split('`').skip(1).step_by(2).filter(|key| *key != "?");
    keys.map(|key| format!("{prefix}{key}")).collect()
}
