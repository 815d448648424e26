//! A search form, filled in and sent as a browser would.

use scraper::{ElementRef, Html, Selector};
use std::sync::LazyLock;
use url::Url;

static FIELDS: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("input[name], select[name], button[name]").expect("a constant"));
static OPTION: LazyLock<Selector> = LazyLock::new(|| Selector::parse("option").expect("a constant"));
static SUBMIT: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse("input[type=submit], input[type=image], button:not([type]), button[type=submit]")
        .expect("a constant")
});

/// The address that a browser asks for when `text` is typed into the form that `rule` selects (the first of them with a
/// field for text) and Enter is pressed: GET only; hidden fields, preset choices and the first button go along, in the
/// order of the page. The error says why there is none.
pub(crate) fn filled_in(html: &str, at: &Url, rule: &Selector, text: &str) -> Result<Url, String> {
    let page = Html::parse_document(html);
    let forms: Vec<ElementRef> = page.select(rule).collect();
    if forms.is_empty() {
        return Err("the search form is not found".to_owned());
    }
    let with_field = forms.iter().find_map(|form| Some((*form, text_field(*form)?)));
    let Some((form, field)) = with_field else {
        return Err("the search form has no field for text".to_owned());
    };
    let method = form.value().attr("method").unwrap_or("get");
    if !method.eq_ignore_ascii_case("get") {
        return Err(format!("the search form is sent by {}, not by GET", method.to_uppercase()));
    }
    let action = form.value().attr("action").unwrap_or_default().trim();
    let mut url = at.join(action).map_err(|problem| format!("the search form leads nowhere: {problem}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("the search form leads to `{}`, which is not the web", url.scheme()));
    }
    url.set_fragment(None);
    let button = form.select(&SUBMIT).next().map(|button| button.id());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for element in form.select(&FIELDS) {
        let name = element.value().attr("name").unwrap_or_default();
        if name.is_empty() || element.value().attr("disabled").is_some() {
            continue;
        }
        if element.id() == field.id() {
            query.append_pair(name, text);
        } else if let Some(value) = preset(element, button == Some(element.id())) {
            query.append_pair(name, &value);
        }
    }
    url.set_query(Some(&query.finish()));
    Ok(url)
}

/// The field for the text: the first of type `search`, else the first for plain text.
fn text_field(form: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let of_type = |wanted: &[&str]| {
        form.select(&FIELDS).find(|field| {
            field.value().name() == "input"
                && wanted.contains(&kind_of(*field).as_str())
                && field.value().attr("disabled").is_none()
        })
    };
    of_type(&["search"]).or_else(|| of_type(&["text", ""]))
}

fn kind_of(field: ElementRef) -> String {
    field.value().attr("type").unwrap_or_default().to_ascii_lowercase()
}

/// What the page itself would send for a field; `None` where it sends nothing.
fn preset(field: ElementRef, is_first_button: bool) -> Option<String> {
    let value = || field.value().attr("value").unwrap_or_default().to_owned();
    match (field.value().name(), kind_of(field).as_str()) {
        ("select", _) => {
            let mut options = field.select(&OPTION);
            let chosen = field.select(&OPTION).find(|option| option.value().attr("selected").is_some());
            let option = chosen.or_else(|| options.next())?;
            let words = || option.text().collect::<String>().trim().to_owned();
            Some(option.value().attr("value").map_or_else(words, str::to_owned))
        }
        ("button", _) | ("input", "submit") => is_first_button.then(value),
        ("input", "checkbox" | "radio") => {
            let on = || field.value().attr("value").unwrap_or("on").to_owned();
            field.value().attr("checked").is_some().then(on)
        }
        ("input", "image" | "button" | "reset" | "file") => None,
        _ => Some(value()),
    }
}
