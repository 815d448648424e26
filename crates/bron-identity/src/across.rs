//! Are two records of two harvests one work, as far as titles tell?

use crate::keys::handle_key;
use crate::listed::{at_new_place, longest_first};
use crate::same_title::{TitleFacts, candidates};
use crate::title::{Title, words_of};
use bron_model::{PublicationRow, SourceId, canonical_address};
use bron_protocol::Moved;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Two records whose titles are alike. It is never enough to call them one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alike {
    /// The number of the first among those of the one harvest.
    pub a: usize,
    /// The number of the second among those of the other.
    pub b: usize,
    /// The titles and years.
    pub evidence: String,
}

/// Whether two titles may be those of one work of which we know more than the title: one is absent, or most words of the shorter
/// stand in the other, and they do not differ in a number that both give.
pub fn titles_go_together(one: &str, other: &str) -> bool {
    Title::new(one).goes_with(&Title::new(other))
}

/// The records of two harvests that have the same title but for articles, slips and a subtitle, where it is long enough for a
/// person to look. Titles that differ in a number ("Jaarverslag 2022", "Jaarverslag 2023") are never alike, whatever else is the same.
/// Sorted; swapping the two harvests swaps the numbers.
pub fn alike_titles(a: &[&PublicationRow], b: &[&PublicationRow]) -> Vec<Alike> {
    let facts: Vec<TitleFacts> = a.iter().chain(b).map(|row| facts_of(row)).collect();
    let all: Vec<usize> = (0..facts.len()).collect();
    let mut alike = Vec::new();
    for (one, other) in candidates(&facts, &all, Title::may_name) {
        let (first, second) = (one.min(other), one.max(other));
        if first >= a.len() || second < a.len() {
            continue;
        }
        let (ours, theirs) = (&facts[first].title, &facts[second].title);
        let same = ours.is_like(theirs)
            || ours.has_words_of(theirs)
            || (ours.has_numbers_of(theirs) && ours.is_subtitled(theirs));
        if same {
            let year = |facts: &TitleFacts| facts.year.map_or("?".to_owned(), |year| year.to_string());
            let evidence = format!(
                "`{}` ({}) and `{}` ({})",
                facts[first].listed_title,
                year(&facts[first]),
                facts[second].listed_title,
                year(&facts[second])
            );
            alike.push(Alike { a: first, b: second - a.len(), evidence });
        }
    }
    alike.sort();
    alike
}

/// What a publication's handle is compared by; `None` where it has none.
pub fn handle_key_of(row: &PublicationRow) -> Option<String> {
    let url = row.url.parse::<Url>().ok()?;
    (!row.handle.is_empty()).then(|| handle_key(&row.handle, &url))
}

/// The canonical address, at its new place where a source's `moved` says so.
pub fn address_now(url: &Url, moved: &BTreeMap<SourceId, Vec<Moved>>) -> String {
    at_new_place(canonical_address(url), &longest_first(moved))
}

fn facts_of(row: &PublicationRow) -> TitleFacts {
    TitleFacts {
        source: row.source.clone(),
        listed_title: row.title.clone(),
        title: Title::new(&row.title),
        year: row.not_after.map(bron_model::PartialDate::year),
        publisher: words_of(&row.publisher).join(" "),
        authors: TitleFacts::names_in(&row.authors),
        kinds: BTreeSet::new(),
        dois: BTreeSet::new(),
        isbns: BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_model::PublicationId;

    fn row(title: &str) -> PublicationRow {
        let (id, source) = (PublicationId::new("a-1").unwrap(), SourceId::new("a").unwrap());
        PublicationRow { title: title.to_owned(), ..PublicationRow::blank(id, source) }
    }

    fn check(one: &str, other: &str, expected: bool) {
        let (one, other) = (row(one), row(other));
        assert_eq!(
            alike_titles(&[&one], &[&other]).len(),
            usize::from(expected),
            "{} / {}",
            one.title,
            other.title
        );
        assert_eq!(alike_titles(&[&other], &[&one]).len(), usize::from(expected));
    }

    #[test]
    fn alike_titles_are_long_and_differ_in_no_number() {
        check("Ouder worden in zorgzame gemeenschappen", "Ouder worden in de zorgzame gemeenschappen", true);
        check("Wat werkt bij samenlevingsopbouw", "Wat werkt bij samenlevingsopbouw: een dossier", true);
        check("Jaarverslag 2022", "Jaarverslag 2023", false);
        check("Ouderen in kleine kernen 2022", "Ouderen in kleine kernen 2023", false);
        check("Zorgzame buurten", "De zorgzame buurten", true);
        check("Inleiding", "Inleiding", false);
        check("Ouder worden in zorgzame gemeenschappen", "Eenzaamheid onder jongeren in de stad", false);
    }

    #[test]
    fn a_rule_of_the_configuration_brings_an_old_address_to_its_new_place() {
        let rule = Moved { from: "https://a.nl/oud/".to_owned(), to: "https://a.nl/nieuw/".to_owned() };
        let moved = BTreeMap::from([(SourceId::new("a").unwrap(), vec![rule])]);
        let url = Url::parse("http://www.a.nl/oud/x/").unwrap();
        assert_eq!(address_now(&url, &moved), "https://a.nl/nieuw/x");
    }
}
