//! How is an element named so that the name still fits next month: short selectors of stable names.

use scraper::{ElementRef, Selector};

/// How many elements above one are looked at; nobody nests what matters deeper.
pub(super) const DEPTH: usize = 24;

/// Whether an id or class is a name that a person gave and that says what the thing is: no number or hash in it, and
/// no state of the moment (`active`, `odd`).
pub(super) fn is_stable(name: &str) -> bool {
    const STATES: &[&str] = &[
        "active", "current", "even", "first", "hidden", "last", "odd", "open", "selected", "sticky",
        "visible", "visited",
    ];
    let plain = name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'_');
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let of_state = STATES.contains(&name)
        || ["is-", "has-", "js-", "no-", "lang-", "dir-"].iter().any(|beginning| name.starts_with(beginning));
    plain && begins && (2..=48).contains(&name.len()) && !of_state && !name.split(['-', '_']).any(is_hash)
}

/// Letters that no person chose: no vowel in five or more, or capitals and small letters mixed (`bdVaJa`).
fn is_hash(part: &str) -> bool {
    let vowels = part.bytes().filter(|b| b"aeiouyAEIOUY".contains(b)).count();
    let humps =
        part.as_bytes().windows(2).filter(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
    let humps = humps.count();
    part.len() >= 5 && (vowels == 0 || humps > 1 && part.len() / (humps + 1) < 4)
}

/// Whether a class says how something looks, not what it is.
fn is_looks(class: &str) -> bool {
    const LOOKS: &[&str] = &[
        "block",
        "clearfix",
        "col",
        "column",
        "columns",
        "container",
        "content",
        "flex",
        "float-left",
        "font-bold",
        "grid",
        "inner",
        "left",
        "right",
        "row",
        "truncate",
        "w-full",
        "wrapper",
    ];
    LOOKS.contains(&class)
}

/// The stable classes, those that say what the thing is first; else in the order of the page.
pub(super) fn classes(element: ElementRef<'_>) -> Vec<&str> {
    let mut classes: Vec<&str> = element.value().classes().filter(|class| is_stable(class)).take(8).collect();
    classes.sort_by_key(|class| is_looks(class));
    classes
}

/// The element with one class (`li.result`) or its stable id (`#results`), best first; nothing where it has neither.
pub(super) fn own_names(element: ElementRef) -> Vec<String> {
    let tag = element.value().name();
    let id = element.value().id().filter(|id| is_stable(id)).map(|id| format!("#{id}"));
    let classes = classes(element);
    let named = classes.iter().filter(|class| !is_looks(class)).map(|class| format!("{tag}.{class}"));
    let looks = classes.iter().filter(|class| is_looks(class)).map(|class| format!("{tag}.{class}"));
    named.chain(id).chain(looks).collect()
}

/// Its own names, then ways to it from the nearest elements above that have a name (`ol.results > li`).
pub(super) fn names(element: ElementRef) -> Vec<String> {
    let mut names = own_names(element);
    let mut way = element.value().name().to_owned();
    for above in element.ancestors().filter_map(ElementRef::wrap).take(3) {
        let tag = above.value().name();
        let own = own_names(above);
        names.extend(own.iter().take(2).map(|name| format!("{name} > {way}")));
        if matches!(tag, "main" | "body") {
            names.push(format!("{tag} > {way}"));
        }
        if !own.is_empty() || matches!(tag, "main" | "body" | "html") {
            break;
        }
        way = format!("{tag} > {way}");
    }
    if names.is_empty() {
        // Nothing near has a name: the tags alone must do.
        let parent = element.parent().and_then(ElementRef::wrap);
        names.extend(parent.map(|parent| format!("{} > {}", parent.value().name(), element.value().name())));
    }
    names
}

/// A selector, where the name is one.
pub(super) fn parsed(name: &str) -> Option<Selector> {
    Selector::parse(name).ok()
}

/// The element itself and those above it, up to the body.
pub(super) fn with_above(element: ElementRef) -> impl Iterator<Item = ElementRef> {
    std::iter::once(element)
        .chain(element.ancestors().filter_map(ElementRef::wrap))
        .take_while(|element| !matches!(element.value().name(), "body" | "html"))
        .take(DEPTH)
}

/// Whether the element, or one around it, is of the frame that all pages share.
pub(super) fn is_in_frame(element: ElementRef) -> bool {
    with_above(element).any(|element| {
        let role = element.value().attr("role").unwrap_or_default();
        matches!(element.value().name(), "nav" | "footer" | "header" | "aside")
            || matches!(role, "navigation" | "banner" | "contentinfo" | "complementary")
    })
}

/// Whether the element lies in what the page calls its main part.
pub(super) fn is_in_main(element: ElementRef) -> bool {
    with_above(element)
        .any(|element| element.value().name() == "main" || element.value().attr("role") == Some("main"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    #[test]
    fn names_of_people_are_stable_and_those_of_machines_are_not() {
        for name in ["results", "views-row", "search-result__type", "mw-search-result", "searchResultItem"] {
            assert!(is_stable(name), "{name}");
        }
        for name in
            ["post-303", "css-1q2w", "sc-bdVaJa", "Card_xkqzt", "odd", "is-active", "a", "-x", "md:flex", ""]
        {
            assert!(!is_stable(name), "{name}");
        }
    }

    #[test]
    fn an_element_without_a_name_is_reached_from_one_that_has_one() {
        let page = Html::parse_document("<main><ol class='odd results'><li id=x9><p>a</p></li></ol></main>");
        let li = page.select(&parsed("li").unwrap()).next().unwrap();
        assert_eq!(names(li), ["ol.results > li"]);
        let p = page.select(&parsed("p").unwrap()).next().unwrap();
        assert_eq!(names(p), ["ol.results > li > p"]);
    }
}
