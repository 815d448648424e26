//! The passages of the working table, each found again on its page.

use super::codebook::{of_element, of_kind, of_term};
use bron_model::{DocumentId, PageRow, PassageRow, PublicationId, TermId, WorktableRow};
use bron_run::Finished;
use std::collections::{BTreeMap, BTreeSet};

/// A passage with its place, and the ids of the codes that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// Where it stands; nothing where its words are on no page as they are: then it stands by itself.
    pub(super) place: Option<Place>,
    /// The page as it is printed in tables.
    pub(super) page: String,
    pub(super) quote: String,
    pub(super) second_hand_of: String,
    pub(super) codes: BTreeSet<String>,
}

/// A page and a stretch of it, in code points.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) document: DocumentId,
    pub(super) page: u32,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The passages of included publications, by publication.
pub(super) struct Passages<'a> {
    rows: BTreeMap<&'a PublicationId, Vec<&'a WorktableRow>>,
    read: BTreeMap<(&'a PublicationId, &'a str), Vec<&'a PassageRow>>,
    terms: BTreeMap<&'a str, &'a TermId>,
    elements: BTreeMap<(&'a TermId, &'a PublicationId, &'a str), BTreeSet<&'a str>>,
}

impl<'a> Passages<'a> {
    pub(super) fn of(finished: &'a Finished) -> Self {
        let mut rows: BTreeMap<&PublicationId, Vec<&WorktableRow>> = BTreeMap::new();
        for row in &finished.worktable {
            rows.entry(&row.publication).or_default().push(row);
        }
        let mut read: BTreeMap<(&PublicationId, &str), Vec<&PassageRow>> = BTreeMap::new();
        for row in finished.passages.iter().filter(|row| rows.contains_key(&row.publication)) {
            read.entry((&row.publication, &row.quote)).or_default().push(row);
        }
        let mut elements: BTreeMap<(&TermId, &PublicationId, &str), BTreeSet<&str>> = BTreeMap::new();
        for row in &finished.table2_passages {
            elements.entry((&row.term, &row.publication, &row.quote)).or_default().insert(&row.element);
        }
        let terms = finished.protocol.terms.iter().map(|term| (term.label.as_str(), &term.id)).collect();
        Self { rows, read, terms, elements }
    }

    /// The publications, in the order of their ids.
    pub(super) fn publications(&self) -> impl Iterator<Item = &'a PublicationId> {
        self.rows.keys().copied()
    }

    /// The passages of a publication with its pages: each stretch once, with all its codes, in the order of the pages.
    pub(super) fn on(&self, publication: &PublicationId, pages: &[PageRow]) -> Vec<Passage> {
        let mut found: Vec<Passage> = Vec::new();
        for row in self.rows.get(publication).map(Vec::as_slice).unwrap_or_default() {
            let term = self.terms.get(row.term.as_str()).copied();
            let codes = self.codes(row, term);
            let place = self.place(row, term, pages);
            let same = found.iter_mut().find(|one| one.place == place && one.quote == row.quote);
            match same {
                Some(same) => same.codes.extend(codes),
                None => found.push(Passage {
                    place,
                    page: row.page.clone(),
                    quote: row.quote.clone(),
                    second_hand_of: row.second_hand_of.clone(),
                    codes,
                }),
            }
        }
        // What was not found on a page stands behind what was.
        found.sort_by(|a, b| (a.place.is_none(), &a.place).cmp(&(b.place.is_none(), &b.place)));
        found
    }

    fn codes(&self, row: &WorktableRow, term: Option<&TermId>) -> BTreeSet<String> {
        let mut codes = BTreeSet::from([of_kind(row.kind)]);
        if let Some(term) = term {
            codes.insert(of_term(term));
            let elements = self.elements.get(&(term, &row.publication, row.quote.as_str()));
            codes.extend(elements.into_iter().flatten().map(|element| of_element(element)));
        }
        codes
    }

    /// Where the rules read the words; else where they stand first in the document.
    fn place(&self, row: &WorktableRow, term: Option<&TermId>, pages: &[PageRow]) -> Option<Place> {
        let read =
            self.read.get(&(&row.publication, row.quote.as_str())).map(Vec::as_slice).unwrap_or_default();
        let of_document = || read.iter().filter(|passage| passage.document == row.document);
        let same = of_document().find(|passage| Some(&passage.term) == term).or_else(|| of_document().next());
        if let Some(passage) = same {
            return Some(Place {
                document: row.document.clone(),
                page: passage.page,
                start: passage.start as usize,
                end: passage.end as usize,
            });
        }
        pages.iter().filter(|page| page.document == row.document && !row.quote.is_empty()).find_map(|page| {
            let start = page.text[..page.text.find(&row.quote)?].chars().count();
            let end = start + row.quote.chars().count();
            Some(Place { document: row.document.clone(), page: page.page, start, end })
        })
    }
}
