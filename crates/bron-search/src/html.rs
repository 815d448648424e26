//! Any site whose result page can be read by selectors.

use crate::answer::{is_challenge, page_of, text_of};
use crate::listing::{Listing, Page, Row};
use crate::page::{ListPage, Next, Reading, Rules, selector};
use crate::probe::FieldFit;
use crate::{Error, form};
use bron_model::{Exchange, Query, QueryStatus, Request};
use bron_protocol::{HtmlSettings, Interface, Source};
use scraper::Selector;
use std::collections::BTreeSet;
use url::Url;

/// A conversation with a result page.
///
/// Where `next` is set it decides: without it on the page the list ends, and where it has no address of its own (a
/// button) the `page` template gives one. Without `next`, pages are asked by number until the reported total is read,
/// a page answers 404, is empty, or repeats what was read.
pub(crate) struct Html {
    rules: Rules,
    /// The search form that is still to be read off the start page.
    form: Option<FormRule>,
    page: Option<Template>,
    first_page: u32,
    cap: Option<u64>,
    has_next_rule: bool,
    /// Ask by number even where `next` says that there is none (defaults that may not fit the theme).
    until_the_end: bool,
    wanted: Option<Wanted>,
    visited: BTreeSet<Url>,
}

/// Which form to send, and with what.
struct FormRule {
    form: Selector,
    text: String,
    /// What is added to the address of the first page for a later one.
    page: Option<String>,
}

#[derive(Clone)]
struct Wanted {
    url: Url,
    by_number: bool,
}

/// An address with the text typed filled in.
pub(crate) struct Template {
    filled: String,
    base: Option<Url>,
}

impl Html {
    pub(crate) fn begin(source: &Source, interface: &Interface, query: &Query) -> Result<Self, Error> {
        let settings = interface.html.as_ref().ok_or_else(|| Error::Missing {
            source_id: source.id.to_string(),
            key: "html".to_owned(),
            because: "`platform = \"html\"`".to_owned(),
        })?;
        Self::with(source, "html", settings, query, false)
    }

    pub(crate) fn with(
        source: &Source,
        table: &str,
        settings: &HtmlSettings,
        query: &Query,
        until_the_end: bool,
    ) -> Result<Self, Error> {
        let template = |text: &String| Template::new(text, source.base.as_ref(), &query.text);
        let wrong = |problem| Error::Template {
            source_id: source.id.to_string(),
            key: format!("{table}.search"),
            value: settings.search.clone(),
            problem,
        };
        let (wanted, form) = match (&settings.form, &source.base) {
            (Some(form), Some(base)) if settings.search.is_empty() => {
                let rule = FormRule {
                    form: selector(source.id.as_str(), &format!("{table}.form"), form)?,
                    text: query.text.clone(),
                    page: settings.page.clone(),
                };
                (Wanted { url: base.clone(), by_number: false }, Some(rule))
            }
            _ => {
                let first = template(&settings.search).at(settings.first_page).map_err(wrong)?;
                (Wanted { url: first, by_number: false }, None)
            }
        };
        let page = settings.page.as_ref().filter(|_| form.is_none()).map(template);
        Ok(Self {
            rules: Rules::compile(source.id.as_str(), table, settings)?,
            form,
            page,
            first_page: settings.first_page,
            cap: settings.cap,
            has_next_rule: settings.next.is_some(),
            until_the_end,
            wanted: Some(wanted),
            visited: BTreeSet::new(),
        })
    }

    pub(crate) fn ask(&self) -> Option<Request> {
        self.wanted.as_ref().map(|wanted| Request::get(wanted.url.clone()))
    }

    pub(crate) fn hear(&mut self, exchange: &Exchange, listing: &mut Listing) {
        self.hear_with(exchange, listing, |_, _| {});
    }

    /// The request for the result page of that number, from 1; `None` where later pages are reached by a link alone.
    pub(crate) fn page_request(&self, number: u32) -> Option<Request> {
        let number = self.first_page.checked_add(number.checked_sub(1)?)?;
        Some(Request::get(self.page.as_ref()?.at(number).ok()?))
    }

    /// The rows of a result page; `None` where no list is recognised.
    pub(crate) fn rows_on(&self, exchange: &Exchange) -> Option<Vec<Row>> {
        let (answer, bytes) = page_of(exchange).ok()?;
        match self.rules.read(&text_of(answer, bytes), &exchange.request.url) {
            Reading::List(page) => Some(page.rows),
            Reading::None(_) | Reading::NotAList { empty_list: true, .. } => Some(Vec::new()),
            Reading::Contradiction(_) | Reading::NotAList { .. } => None,
        }
    }

    /// What each configured rule finds on a result page; nothing where there is no page.
    pub(crate) fn fit(&self, exchange: &Exchange) -> Vec<FieldFit> {
        let Ok((answer, bytes)) = page_of(exchange) else { return Vec::new() };
        self.rules.fit(&text_of(answer, bytes), &exchange.request.url)
    }

    /// `adjust` may change each row before it is taken.
    pub(crate) fn hear_with(
        &mut self,
        exchange: &Exchange,
        listing: &mut Listing,
        adjust: impl Fn(&Listing, &mut Row),
    ) {
        let Some(wanted) = self.wanted.take() else { return };
        if let Some(rule) = self.form.take() {
            return self.hear_form(&rule, exchange, listing);
        }
        listing.set_cap(self.cap);
        self.visited.insert(wanted.url.clone());
        self.visited.insert(exchange.request.url.clone());
        let past_the_first = listing.pages() > 0;
        let number = listing.pages() + 1;
        let html = match page_of(exchange) {
            Ok((answer, bytes)) => text_of(answer, bytes),
            Err(no_page) if no_page.code == Some(404) && past_the_first && wanted.by_number => {
                return listing.end_whole();
            }
            Err(no_page) => {
                return listing.end_broken(no_page.status, format!("page {number}: {}", no_page.why));
            }
        };
        match self.rules.read(&html, &exchange.request.url) {
            Reading::List(page) => self.take(page, listing, adjust),
            Reading::None(_) if past_the_first => listing.end_whole(),
            Reading::None(reported) => {
                listing.report(reported);
                listing.end_none();
            }
            Reading::NotAList { empty_list: true, .. } if past_the_first && wanted.by_number => {
                listing.end_whole();
            }
            Reading::NotAList { .. } if is_challenge(&html) => {
                let why = format!("page {number}: the site asks for a proof that a person is asking");
                listing.end_broken(QueryStatus::Blocked, why);
            }
            Reading::Contradiction(why) | Reading::NotAList { why, .. } => {
                listing.end_broken(QueryStatus::Unreadable, format!("page {number}: {why}"));
            }
        }
    }

    /// The start page came: its search form says where the text is sent.
    fn hear_form(&mut self, rule: &FormRule, exchange: &Exchange, listing: &mut Listing) {
        let html = match page_of(exchange) {
            Ok((answer, bytes)) => text_of(answer, bytes),
            Err(no_page) => {
                return listing.end_broken(no_page.status, format!("start page: {}", no_page.why));
            }
        };
        match form::filled_in(&html, &exchange.request.url, &rule.form, &rule.text) {
            Ok(url) => {
                self.page = rule.page.as_ref().map(|added| Template::added(&url, added));
                self.wanted = Some(Wanted { url, by_number: false });
            }
            Err(_) if is_challenge(&html) => {
                let why = "start page: the site asks for a proof that a person is asking";
                listing.end_broken(QueryStatus::Blocked, why);
            }
            Err(why) => listing.end_broken(QueryStatus::Unreadable, format!("start page: {why}")),
        }
    }

    fn take(&mut self, page: ListPage, listing: &mut Listing, adjust: impl Fn(&Listing, &mut Row)) {
        listing.report(page.reported);
        let mut rows = page.rows;
        for row in &mut rows {
            adjust(listing, row);
        }
        let read = listing.rows_read() + rows.iter().filter(|row| row.url.is_some()).count() as u64;
        let all_read = listing.reported().is_some_and(|reported| read >= reported);
        let by_number = || {
            let number = self.first_page.saturating_add(listing.pages() + 1);
            let url = self.page.as_ref()?.at(number).ok()?;
            Some(Wanted { url, by_number: true })
        };
        let next = match &page.next {
            Next::At(url) => Some(Wanted { url: url.clone(), by_number: false }),
            Next::Somewhere => by_number(),
            Next::No if self.until_the_end || !self.has_next_rule => {
                if all_read {
                    None
                } else {
                    by_number()
                }
            }
            Next::No => None,
        };
        let lost = matches!(page.next, Next::Somewhere) && next.is_none();
        let next = next.filter(|next| {
            let back = self.visited.contains(&next.url);
            if back {
                listing.note("the next page is one that was read before: taken as the end");
            }
            !back
        });
        listing.take(Page { rows, more: next.is_some() || lost });
        if listing.has_ended() {
            return;
        }
        if lost {
            let why = format!("page {}: there is a next page, but its link has no address", listing.pages());
            return listing.end_broken(QueryStatus::Incomplete, why);
        }
        self.wanted = next;
    }
}

impl Template {
    /// `{text}` is filled in form-encoded; `base` is what a relative address starts from.
    pub(crate) fn new(template: &str, base: Option<&Url>, text: &str) -> Self {
        let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        Self { filled: template.replace("{text}", &encoded), base: base.cloned() }
    }

    /// The address of the first page with something added that holds `{page}`.
    fn added(first: &Url, added: &str) -> Self {
        let sign = if first.query().is_some() { '&' } else { '?' };
        Self { filled: format!("{first}{sign}{}", added.trim_start_matches(['&', '?'])), base: None }
    }

    /// With `{page}` filled in; the error says what is wrong with the address.
    pub(crate) fn at(&self, page: u32) -> Result<Url, String> {
        let text = self.filled.replace("{page}", &page.to_string());
        let url = match &self.base {
            Some(base) => base.join(&text),
            None => Url::parse(&text),
        };
        let url = url.map_err(|problem| problem.to_string())?;
        if matches!(url.scheme(), "http" | "https") {
            Ok(url)
        } else {
            Err(format!("`{}` is not the web", url.scheme()))
        }
    }
}
