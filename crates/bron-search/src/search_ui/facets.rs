//! Which values the site offers, and how many results each has.

use super::Filters;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many values are named where none fits.
const NEAREST: usize = 3;

/// The filters with the values as the site writes them. The error says which value it does not offer, with the nearest
/// that it does.
pub(super) fn exact(filters: &Filters, answer: &Value) -> Result<Filters, String> {
    filters.iter().map(|(field, wanted)| Ok((field.clone(), exact_values(field, wanted, answer)?))).collect()
}

fn exact_values(field: &str, wanted: &[String], answer: &Value) -> Result<Vec<String>, String> {
    let offered = offered(field, answer);
    if offered.is_empty() {
        return Err(format!("the site shows no values of `{field}`"));
    }
    let mut exact = Vec::new();
    for value in wanted {
        let fitting: Vec<&str> =
            offered.iter().map(|(value, _)| *value).filter(|other| plain(other) == plain(value)).collect();
        if fitting.is_empty() {
            return Err(format!(
                "the site has no `{field}` = `{value}` (nearest: {})",
                nearest(value, &offered)
            ));
        }
        exact.extend(fitting.into_iter().map(str::to_owned));
    }
    exact.sort();
    exact.dedup();
    Ok(exact)
}

/// The results with the one value that they are narrowed to: the list's total, where the site reports none.
pub(super) fn count_of(filters: &Filters, answer: &Value) -> Option<u64> {
    let mut filters = filters.iter();
    let (Some((field, values)), None) = (filters.next(), filters.next()) else { return None };
    let [value] = values.as_slice() else { return None };
    offered(field, answer).into_iter().find(|(other, _)| other == value)?.1
}

/// The values of a field with their numbers, in the site's order.
fn offered<'v>(field: &str, answer: &'v Value) -> Vec<(&'v str, Option<u64>)> {
    let places = [answer.get("facets"), answer.pointer("/rawResponse/facets")];
    let facet = places.into_iter().flatten().find_map(|facets| facets.get(field));
    let facet = facet.and_then(|facet| if facet.is_array() { facet.get(0) } else { Some(facet) });
    let data = facet.and_then(|facet| facet.get("data")).and_then(Value::as_array);
    let data = data.map(Vec::as_slice).unwrap_or_default();
    data.iter()
        .filter_map(|one| Some((one.get("value")?.as_str()?, one.get("count").and_then(crate::json::count))))
        .collect()
}

fn nearest(value: &str, offered: &[(&str, Option<u64>)]) -> String {
    let wanted = plain(value);
    let mut by_distance: Vec<(usize, &str)> = offered
        .iter()
        .map(|(other, _)| (strsim::damerau_levenshtein(&wanted, &plain(other)), *other))
        .collect();
    by_distance.sort_unstable();
    by_distance.dedup();
    let named: Vec<String> =
        by_distance.iter().take(NEAREST).map(|(_, other)| format!("`{other}`")).collect();
    named.join(", ")
}

/// Small letters, without accents and blanks.
fn plain(text: &str) -> String {
    let bare = text.nfd().filter(|c| !is_combining_mark(*c) && !c.is_whitespace());
    bare.flat_map(char::to_lowercase).collect()
}
