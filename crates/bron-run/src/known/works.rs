//! The list of known items, each publication once.

use crate::Error;
use bron_identity::{KnownWork, doi_of, isbn13};
use bron_model::{SourceId, TermId};
use bron_protocol::{KnownItem, KnownList, Place};
use bron_text::fold;
use std::collections::BTreeMap;

/// A publication that the list names, with the rows that name it.
#[derive(Debug, Clone)]
pub(super) struct Work<'a> {
    /// From 1, in the order of first rows.
    pub(super) number: u32,
    /// What it is recognised by, gathered from all its rows.
    pub(super) known: KnownWork,
    /// The year as the first row gives it.
    pub(super) year: String,
    /// The source at which it was found then, where a row gives one.
    pub(super) source: Option<SourceId>,
    pub(super) items: Vec<&'a KnownItem>,
}

impl Work<'_> {
    pub(super) fn has_title(&self) -> bool {
        !self.known.title.is_empty()
    }

    /// Whether the list names anything at all; a row may only say that there must have been one more.
    pub(super) fn is_named(&self) -> bool {
        self.has_title() || !self.known.authors.is_empty()
    }

    pub(super) fn terms(&self) -> Vec<&TermId> {
        self.items.iter().map(|item| &item.term).collect()
    }
}

/// The publications of a list. Rows with the same authors and year are one publication, unless they give two titles;
/// then rows without a title are one by themselves, since nobody says which they are. A row that names nothing is a
/// publication of its own. A DOI or ISBN that is none is refused.
pub(super) fn works_of(list: &KnownList) -> Result<Vec<Work<'_>>, Error> {
    let mut titles: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for item in &list.items {
        check_identifiers(list, item)?;
        let of_this = titles.entry(whose(item)).or_default();
        let title = folded(&item.title);
        if !title.is_empty() && !of_this.contains(&title) {
            of_this.push(title);
        }
    }
    let mut place: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    let mut works: Vec<Work<'_>> = Vec::new();
    for item in &list.items {
        let (authors, year) = whose(item);
        let titles = &titles[&(authors.clone(), year.clone())];
        let nameless = authors.is_empty() && item.title.is_empty();
        let title = match &titles[..] {
            _ if nameless => format!("line {}", item.line),
            [only] => only.clone(),
            _ => folded(&item.title),
        };
        let at = *place.entry((authors, year, title)).or_insert(works.len());
        if at == works.len() {
            let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
            let known =
                KnownWork { authors: item.authors.clone(), year: item.year_number(), ..KnownWork::default() };
            works.push(Work { number, known, year: item.year.clone(), source: None, items: Vec::new() });
        }
        works[at].take(item);
    }
    Ok(works)
}

impl<'a> Work<'a> {
    /// The first row that gives something is believed.
    fn take(&mut self, item: &'a KnownItem) {
        let known = &mut self.known;
        for (ours, theirs) in
            [(&mut known.title, &item.title), (&mut known.doi, &item.doi), (&mut known.isbn, &item.isbn)]
        {
            if ours.is_empty() {
                ours.clone_from(theirs);
            }
        }
        known.address = known.address.take().or_else(|| item.address.clone());
        self.source = self.source.take().or_else(|| item.source.clone());
        self.items.push(item);
    }
}

fn whose(item: &KnownItem) -> (String, String) {
    (folded(&item.authors), item.year.clone())
}

fn folded(text: &str) -> String {
    fold(text).text().trim().to_owned()
}

fn check_identifiers(list: &KnownList, item: &KnownItem) -> Result<(), Error> {
    let line = u32::try_from(item.line).unwrap_or(u32::MAX);
    let refuse = |problem: String, hint: &str| {
        let place = Place { file: list.path.clone(), line, column: 1 };
        Err(bron_protocol::Error::Refused { place, problem, hint: hint.to_owned() }.into())
    };
    if !item.doi.is_empty() && doi_of(&item.doi).is_none() {
        return refuse(
            format!("`{}` is no DOI", item.doi),
            "write it as `10.1234/abc`, or leave the cell empty",
        );
    }
    if !item.isbn.is_empty() && isbn13(&item.isbn).is_none() {
        let hint = "compare its digits with the book: the last one does not fit the others";
        return refuse(format!("`{}` is no ISBN", item.isbn), hint);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(line: u64, term: &str, authors: &str, year: &str, title: &str) -> KnownItem {
        KnownItem {
            line,
            term: TermId::new(term).unwrap(),
            authors: authors.to_owned(),
            year: year.to_owned(),
            page: String::new(),
            title: title.to_owned(),
            second_hand_of: String::new(),
            note: String::new(),
            address: None,
            doi: String::new(),
            isbn: String::new(),
            source: None,
        }
    }

    /// The number of the publication of each row, and the title that it has.
    fn check(rows: &[(&str, &str, &str)], expected: &[(u32, &str)]) {
        let items =
            rows.iter().zip(2..).map(|((authors, year, title), line)| item(line, "a", authors, year, title));
        let list = KnownList { path: "k.csv".to_owned(), items: items.collect() };
        let works = works_of(&list).unwrap();
        let mut found: Vec<(u64, u32, &str)> = works
            .iter()
            .flat_map(|work| {
                work.items.iter().map(|item| (item.line, work.number, work.known.title.as_str()))
            })
            .collect();
        found.sort_unstable();
        let found: Vec<(u32, &str)> = found.into_iter().map(|(_, number, title)| (number, title)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_same_authors_and_year_are_one_publication_whose_title_any_row_may_give() {
        check(
            &[("Wubs et al.", "2023", ""), ("Stam", "2023", ""), ("wubs et al.", "2023", "Holt")],
            &[(1, "Holt"), (2, ""), (1, "Holt")],
        );
        check(&[("LSA", "2023a", ""), ("LSA", "2023b", "")], &[(1, ""), (2, "")]);
    }

    #[test]
    fn two_titles_are_two_publications_and_a_row_without_one_is_a_third() {
        check(
            &[("Stam", "2023", "Holt"), ("Stam", "2023", "Berg"), ("Stam", "2023", "")],
            &[(1, "Holt"), (2, "Berg"), (3, "")],
        );
    }

    #[test]
    fn rows_that_name_nothing_are_not_one_publication() {
        check(&[("", "", ""), ("", "", "")], &[(1, ""), (2, "")]);
    }

    #[test]
    fn an_identifier_that_is_none_is_refused_with_its_line() {
        for (doi, isbn, expected) in [
            ("12/x", "", "`12/x` is no DOI at k.csv:2:1"),
            ("", "0306406153", "`0306406153` is no ISBN at k.csv:2:1"),
        ] {
            let row =
                KnownItem { doi: doi.to_owned(), isbn: isbn.to_owned(), ..item(2, "a", "Stam", "2023", "") };
            let list = KnownList { path: "k.csv".to_owned(), items: vec![row] };
            assert_eq!(works_of(&list).unwrap_err().to_string(), expected);
        }
    }
}
