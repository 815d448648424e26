//! What stands around the rows: the number of results, and the words by which a site says that there is nothing.

use super::naming::{is_in_frame, names, parsed, with_above};
use super::rows::Compared;
use super::seen::Page;
use crate::page::{data_of, is_hidden, numbers, squeezed, text_of};
use regex::Regex;
use scraper::ElementRef;
use std::collections::BTreeSet;

/// Where the number of results stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Total {
    pub(super) selector: String,
    /// Only where the number is not the first in the element.
    pub(super) pattern: Option<String>,
    /// What was read on each page of a canary.
    pub(super) values: Vec<u64>,
}

/// Where, and in which words, the site says that there is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nothing {
    pub(super) selector: String,
    pub(super) words: String,
}

/// Elements whose number fits the rows of every page and is 0 or absent where there is nothing; at most three, those
/// with the greatest numbers first, for `1 - 20 of 76` holds smaller ones too. Where lists go on (`goes_on`), a number
/// that is nowhere more than the rows of its page counts those rows.
pub(super) fn totals(compared: &Compared, list: &str, row: &str, goes_on: bool) -> Vec<Total> {
    let Some(page) = compared.canaries.first() else { return Vec::new() };
    let rows: Vec<usize> =
        compared.canaries.iter().map(|page| compared.rows(page, list, row).len()).collect();
    let mut tried = BTreeSet::new();
    let mut found: Vec<(u64, usize, Total)> = Vec::new();
    for element in plain_elements(page, list, row) {
        if !tells_of_results(element) {
            continue;
        }
        for name in names(element) {
            if !tried.insert(name.clone()) {
                continue;
            }
            let more = |total: &Total| {
                !goes_on || total.values.iter().zip(&rows).any(|(value, rows)| *value > *rows as u64)
            };
            if let Some(total) = total(compared, &name, &rows).filter(more) {
                found.push((total.values.iter().copied().max().unwrap_or(0), found.len(), total));
            }
        }
    }
    found.sort_by_key(|(value, place, _)| (std::cmp::Reverse(*value), *place));
    found.into_iter().take(3).map(|(_, _, total)| total).collect()
}

/// Elements outside the rows with a short text that holds a digit, and no link.
fn plain_elements<'a>(page: &'a Page, list: &str, row: &str) -> Vec<ElementRef<'a>> {
    let rows: BTreeSet<_> =
        page.select(&format!("{list} {row}, {row}")).into_iter().map(|row| row.id()).collect();
    let fits = |element: &ElementRef| {
        let text = data_of(*element);
        let short = text.chars().count() <= 120 && text.bytes().any(|b| b.is_ascii_digit());
        let mut around = with_above(*element);
        let inside = around.any(|above| {
            matches!(above.value().name(), "a" | "option" | "select" | "label" | "button" | "footer" | "nav")
                || rows.contains(&above.id())
        });
        short && !inside && !is_hidden(*element)
    };
    let all = page
        .select("h1, h2, h3, h4, p, div, span, strong, b, em, small, li, td, dd, output, legend, caption");
    all.into_iter().filter(fits).take(200).collect()
}

/// Whether the element, its class or what is around it speaks of results.
fn tells_of_results(element: ElementRef) -> bool {
    const WORDS: &[&str] = &[
        "resulta",
        "result",
        "gevonden",
        "found",
        "treffer",
        "hits",
        "total",
        "totaal",
        "aantal",
        "count",
        "publicaties",
        "documenten",
        "items",
        "artikelen",
    ];
    let parent = element.parent().and_then(ElementRef::wrap);
    let around = parent.map(data_of).filter(|text| text.chars().count() <= 160).unwrap_or_default();
    let named =
        [element.value().attr("class"), element.value().attr("id")].map(Option::unwrap_or_default).concat();
    let said = format!("{} {around} {named}", data_of(element)).to_lowercase();
    WORDS.iter().any(|word| said.contains(word))
}

fn total(compared: &Compared, name: &str, rows: &[usize]) -> Option<Total> {
    let selector = parsed(name)?;
    let text = |page: &Page| page.html.select(&selector).next().map(data_of);
    let texts: Vec<String> = compared.canaries.iter().map(text).collect::<Option<_>>()?;
    let all: Vec<Vec<(std::ops::Range<usize>, u64)>> = texts.iter().map(|text| numbers(text)).collect();
    let first = all.first()?;
    let place = (0..first.len()).max_by_key(|place| first[*place].1)?;
    let values: Vec<u64> =
        all.iter().map(|numbers| numbers.get(place).map(|(_, value)| *value)).collect::<Option<_>>()?;
    let fits = values.iter().zip(rows).all(|(value, rows)| *value >= *rows as u64 && *value > 0);
    let of_nothing = compared.nothing.and_then(text).map(|text| numbers(&text));
    let none_there = of_nothing.is_none_or(|numbers| numbers.iter().all(|(_, value)| *value == 0));
    let differ = values.windows(2).any(|two| two[0] != two[1]);
    if !fits || !none_there || compared.nothing.is_none() && !differ {
        return None;
    }
    let pattern = if place == 0 { None } else { Some(pattern(&texts, &all, place)?) };
    Some(Total { selector: name.to_owned(), pattern, values })
}

/// An expression by the word before the number, else by the word after it, that fits all texts.
fn pattern(texts: &[String], numbers: &[Vec<(std::ops::Range<usize>, u64)>], place: usize) -> Option<String> {
    let number = r"([0-9][0-9.,'\x{a0}\x{2009}\x{202f}]*)";
    let range = &numbers.first()?.get(place)?.0;
    let text = texts.first()?;
    let before = text[..range.start]
        .split_whitespace()
        .last()
        .map(|word| format!(r"{}\s*{number}", regex::escape(word)));
    let after = text[range.end..]
        .split_whitespace()
        .next()
        .map(|word| format!(r"{number}\s*{}", regex::escape(word)));
    [before, after].into_iter().flatten().find(|pattern| {
        let Ok(regex) = Regex::new(pattern) else { return false };
        texts.iter().zip(numbers).all(|(text, numbers)| {
            let captured = regex.captures(text).and_then(|found| found.get(1)).map(|found| found.start());
            captured.is_some() && captured == numbers.get(place).map(|(range, _)| range.start)
        })
    })
}

/// The shortest text of the page of nothing that stands on no other page and says that there is nothing; of elements
/// with the same text the innermost that has a name of its own.
pub(super) fn nothing(compared: &Compared) -> Option<Nothing> {
    let page = compared.nothing?;
    let others: BTreeSet<String> = compared.canaries.iter().flat_map(texts).collect();
    let mut best: Option<((usize, usize), Nothing)> = None;
    for element in page.select("h1, h2, h3, h4, p, div, span, strong, em, li, td, section, dd") {
        let text = text_of(element);
        let long = text.chars().count();
        if !(3..=300).contains(&long) || is_hidden(element) || is_outside(element) {
            continue;
        }
        let Some(words) = words_of_nothing(&text, &page.word) else { continue };
        if others.contains(&without(&text, &page.word))
            || others.iter().any(|other| other == &words.to_lowercase())
        {
            continue;
        }
        let fits = |name: &String| !compared.canaries.iter().any(|page| says(page, name, &words));
        let Some(selector) = names(element).into_iter().find(fits) else { continue };
        let cost = (long, selector.matches('>').count());
        if best.as_ref().is_none_or(|(least, _)| cost <= *least) {
            best = Some((cost, Nothing { selector, words }));
        }
    }
    best.map(|(_, nothing)| nothing)
}

fn is_outside(element: ElementRef) -> bool {
    is_in_frame(element)
        || with_above(element)
            .any(|above| matches!(above.value().name(), "option" | "select" | "button" | "script" | "a"))
}

fn texts(page: &Page) -> Vec<String> {
    let elements = page.select("h1, h2, h3, h4, p, div, span, strong, em, li, td, section, dd");
    elements
        .into_iter()
        .map(text_of)
        .filter(|text| text.len() <= 600)
        .map(|text| without(&text, &page.word))
        .collect()
}

/// The text in small letters without what was typed.
fn without(text: &str, word: &str) -> String {
    squeezed(&text.to_lowercase().replace(&word.to_lowercase(), " "))
}

fn says(page: &Page, name: &str, words: &str) -> bool {
    page.select(name)
        .into_iter()
        .any(|element| text_of(element).to_lowercase().contains(&words.to_lowercase()))
}

/// The part of a text that says that there is nothing, without what was typed; `None` where it says no such thing.
fn words_of_nothing(text: &str, word: &str) -> Option<String> {
    let lower = text.to_lowercase();
    // Where the length changes with the case, places in one text are no places in the other.
    if lower.len() != text.len() {
        return None;
    }
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, found) in lower.match_indices(&word.to_lowercase()) {
        pieces.push(text.get(from..at)?);
        from = at + found.len();
    }
    pieces.push(text.get(from..)?);
    let sentences = pieces.into_iter().flat_map(|piece| piece.split(['.', '!', '?', ';']));
    let marks = |c: char| !c.is_alphanumeric();
    let said = sentences.map(|sentence| sentence.trim_matches(marks)).find(|sentence| denies(sentence))?;
    (said.chars().count() >= 3).then(|| squeezed(said))
}

fn denies(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let not = ["geen", "niets", "niks", "no", "nothing", "none", "keine", "aucun", "0", "nul", "zero"];
    let not_found =
        words.windows(2).any(|two| matches!(two, ["niet", "gevonden"] | ["not", "found" | "match"]));
    let negated = words.iter().any(|word| not.contains(word));
    let about = [
        "resulta",
        "result",
        "gevonden",
        "found",
        "match",
        "treffer",
        "hits",
        "publicat",
        "document",
        "artikel",
        "item",
        "opgeleverd",
        "pagina",
        "ergebnis",
        "inhoud",
        "content",
    ];
    not_found || negated && about.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_nothing_are_without_what_was_typed() {
        for (text, expected) in [
            ("Geen resultaten gevonden.", Some("Geen resultaten gevonden")),
            ("0 resultaten voor ‘qxz’", Some("0 resultaten voor")),
            ("Helaas! Uw zoekopdracht naar qxz heeft niets opgeleverd.", Some("heeft niets opgeleverd")),
            ("Nothing was found for “QXZ”", Some("Nothing was found for")),
            ("There were no results matching the query.", Some("There were no results matching the query")),
            ("Zoeken naar qxz", None),
            ("10 resultaten", None),
            ("qxz", None),
            ("", None),
        ] {
            assert_eq!(words_of_nothing(text, "qxz").as_deref(), expected, "{text}");
        }
    }
}
