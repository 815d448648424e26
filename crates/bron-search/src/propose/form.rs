//! Which form of a page is the site's own search box, and which address does it make?

use super::naming::with_above;
use super::seen::Page;
use crate::page::text_of;
use scraper::ElementRef;
use url::Url;

/// A search box, as an address with `{text}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SearchBox {
    /// The address with `{text}` where the text goes.
    pub(super) template: String,
    /// How well the form looks like a search box; more is better.
    pub(super) score: i32,
    /// Where it was found and by what.
    pub(super) evidence: String,
}

/// What the forms of a page are.
#[derive(Debug, Clone, Default)]
pub(super) struct Forms {
    /// Boxes that can be asked, best first.
    pub(super) boxes: Vec<SearchBox>,
    /// Boxes that cannot, each with the reason.
    pub(super) problems: Vec<String>,
}

const NAMES: &[&str] = &[
    "keys",
    "keyword",
    "keywords",
    "q",
    "query",
    "s",
    "search",
    "search_api_fulltext",
    "searchterm",
    "searchtext",
    "searchword",
    "st",
    "term",
    "text",
    "trefwoord",
    "trefwoorden",
    "words",
    "zoek",
    "zoeken",
    "zoekterm",
    "zoekwoord",
];

/// Reads the forms of a page; `is_ours` says which hosts are the site's.
pub(super) fn forms(page: &Page, is_ours: &dyn Fn(&Url) -> bool) -> Forms {
    let mut found = Forms::default();
    for form in page.select("form") {
        let Some((field, score)) = text_field(form) else { continue };
        if score < 3 {
            continue;
        }
        let action = form.value().attr("action").unwrap_or_default();
        let Some(mut url) = page.join(action) else { continue };
        url.set_fragment(None);
        let name = field.value().attr("name").unwrap_or_default();
        if form.value().attr("method").is_some_and(|method| method.trim().eq_ignore_ascii_case("post")) {
            found.problems.push(format!(
                "the search form of {} sends `{name}` by POST to {url}, which a source in a file cannot do yet",
                page.at
            ));
            continue;
        }
        if !is_ours(&url) {
            found.problems.push(format!("the search form of {} leads to another site, {url}", page.at));
            continue;
        }
        let template = template(form, field, &url, page);
        let evidence = format!("the form of {} with the field `{name}`", page.at);
        if !found.boxes.iter().any(|other| other.template == template) {
            found.boxes.push(SearchBox { template, score, evidence });
        }
    }
    found.boxes.sort_by_key(|found| std::cmp::Reverse(found.score));
    found
}

/// The field to type in, with how well the form looks like a search box.
fn text_field(form: ElementRef) -> Option<(ElementRef, i32)> {
    let fields = select(form, "input[name], textarea[name]");
    let kind = |field: &ElementRef| field.value().attr("type").unwrap_or("text").to_ascii_lowercase();
    if fields.iter().any(|field| matches!(kind(field).as_str(), "password" | "email" | "file" | "tel")) {
        return None;
    }
    let typed: Vec<ElementRef> =
        fields.into_iter().filter(|field| matches!(kind(field).as_str(), "text" | "search" | "")).collect();
    let best = typed.iter().map(|field| (*field, field_score(*field))).max_by_key(|(_, score)| *score)?;
    let others = i32::try_from(typed.len()).unwrap_or(9) - 1;
    Some((best.0, best.1 + form_score(form) - others))
}

fn field_score(field: ElementRef) -> i32 {
    let attribute = |name: &str| field.value().attr(name).unwrap_or_default().to_lowercase();
    let name = attribute("name");
    let known = NAMES.contains(&name.as_str());
    let near = ["zoek", "search", "trefwoord", "query", "keyword"].iter().any(|word| name.contains(word));
    let said = format!("{} {} {}", attribute("placeholder"), attribute("aria-label"), attribute("title"));
    let mut score = if known || near { 3 } else { 0 };
    score += if attribute("type") == "search" { 3 } else { 0 };
    score += if holds_search_word(&said) { 2 } else { 0 };
    let other = ["mail", "naam", "user", "login", "postcode", "adres"].iter().any(|word| name.contains(word));
    if other { score - 10 } else { score }
}

fn form_score(form: ElementRef) -> i32 {
    let attribute = |name: &str| form.value().attr(name).unwrap_or_default().to_lowercase();
    let role = with_above(form).any(|element| element.value().attr("role") == Some("search"));
    let named = format!(
        "{} {} {} {}",
        attribute("action"),
        attribute("id"),
        attribute("class"),
        attribute("aria-label")
    );
    let mut said: String = select(form, "button, label, legend").into_iter().map(text_of).collect();
    for button in select(form, "input[type=submit]") {
        said.push_str(button.value().attr("value").unwrap_or_default());
    }
    let mut score = if role { 3 } else { 0 };
    score += if holds_search_word(&named) { 2 } else { 0 };
    score + i32::from(holds_search_word(&said.to_lowercase()))
}

fn holds_search_word(text: &str) -> bool {
    ["zoek", "search", "find", "vind"].iter().any(|word| text.contains(word))
}

/// The address that a browser would make: what is hidden, chosen or checked goes along, in the order of the form.
fn template(form: ElementRef, field: ElementRef, action: &Url, page: &Page) -> String {
    let mut pairs: Vec<(String, Option<String>)> = Vec::new();
    let mut pressed = false;
    for control in select(form, "input[name], select[name], textarea[name], button[name]") {
        let attribute = |name: &str| control.value().attr(name).unwrap_or_default();
        let name = attribute("name").to_owned();
        if name.is_empty()
            || control.value().attr("disabled").is_some()
            || is_token(&name, attribute("value"))
        {
            continue;
        }
        if control.id() == field.id() {
            pairs.push((name, None));
            continue;
        }
        let kind = if control.value().name() == "input" { attribute("type") } else { control.value().name() };
        let value = match kind.to_ascii_lowercase().as_str() {
            "hidden" => Some(attribute("value").to_owned()),
            "select" => chosen(control),
            "checkbox" | "radio" if control.value().attr("checked").is_some() => {
                Some(control.value().attr("value").unwrap_or("on").to_owned())
            }
            "submit" | "button"
                if !pressed && attribute("type") != "reset" && attribute("type") != "button" =>
            {
                pressed = true;
                Some(attribute("value").to_owned()).filter(|value| !value.is_empty())
            }
            "text" | "search" | "" => Some(attribute("value").to_owned()).filter(|value| !value.is_empty()),
            _ => None,
        };
        pairs.extend(value.map(|value| (name, Some(value))));
    }
    let is_media_wiki = super::signature::is_media_wiki(page);
    if is_media_wiki && !pairs.iter().any(|(name, _)| name == "fulltext") {
        // Without it MediaWiki goes to the page of that title, where there is one.
        pairs.push(("fulltext".to_owned(), Some("1".to_owned())));
    }
    let mut bare = action.clone();
    bare.set_query(None);
    format!("{bare}?{}", encoded(&pairs))
}

/// Names and values form-encoded; `{text}` where there is no value.
pub(super) fn encoded(pairs: &[(String, Option<String>)]) -> String {
    let one = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = |(name, value): &(String, Option<String>)| {
        format!("{}={}", one(name), value.as_deref().map_or_else(|| "{text}".to_owned(), one))
    };
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

fn chosen(select_element: ElementRef) -> Option<String> {
    let options = select(select_element, "option");
    let option =
        options.iter().find(|option| option.value().attr("selected").is_some()).or(options.first())?;
    Some(option.value().attr("value").map_or_else(|| text_of(*option), str::to_owned))
}

/// Values that hold for one visit only.
fn is_token(name: &str, value: &str) -> bool {
    let name = name.to_lowercase();
    let named = ["csrf", "form_build_id", "form_token", "nonce", "verificationtoken", "viewstate", "_token"]
        .iter()
        .any(|word| name.contains(word));
    named || value.len() > 200
}

fn select<'a>(element: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    super::naming::parsed(selector)
        .map(|parsed| element.select(&parsed).take(500).collect())
        .unwrap_or_default()
}
