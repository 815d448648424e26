//! What a run holds that can be evidence about a known item.

use crate::explain::Rows;
use crate::run::kept_of;
use crate::{Error, stages};
use bron_identity::{Listed, Seen};
use bron_model::{
    DocumentPart, DocumentRow, DocumentStatus, HitRow, OutcomeRow, PageMatch, PartialDate, PassageRow,
    PublicationId, PublicationRow, QueryRow, SourceId, TermId, canonical_address,
};
use bron_protocol::{Moved, Protocol};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The rows of a run, hits by the publication that they belong to in the end.
pub(super) struct Evidence {
    pub(super) queries: Vec<QueryRow>,
    pub(super) hits: Vec<HitRow>,
    documents: Vec<DocumentRow>,
    outcomes: Vec<OutcomeRow>,
    passages: Vec<PassageRow>,
    /// What of the run could say where a publication is gone, what became of a pair, and on which page it stands.
    pub(super) has: Has,
    pub(super) titles: BTreeMap<PublicationId, String>,
    pub(super) seen: Vec<Seen>,
    pub(super) moved: BTreeMap<SourceId, Vec<Moved>>,
}

/// How far the run has come.
#[derive(Clone, Copy)]
pub(super) struct Has {
    pub(super) documents: bool,
    pub(super) passages: bool,
    pub(super) outcomes: bool,
}

impl Evidence {
    pub(super) fn read(run: &Path, protocol: &Protocol) -> Result<Self, Error> {
        let files = Rows { run };
        let publications = files.publications()?;
        let kept_of = kept_of(&publications);
        let mut hits: Vec<HitRow> = files.of(stages::SEARCH, "hits.csv")?;
        for hit in &mut hits {
            if let Some(kept) = kept_of.get(&hit.publication) {
                hit.publication = kept.clone();
            }
        }
        let documents: Vec<DocumentRow> = files.of(stages::RETRIEVAL, "documents.csv")?;
        let mut outcomes: Vec<OutcomeRow> = files.of(stages::ELIGIBILITY, "outcomes.csv")?;
        outcomes.extend(files.of::<OutcomeRow>(stages::ELIGIBILITY, "other-routes.csv")?);
        let has = |stage: &str| run.join(stage).is_dir();
        Ok(Self {
            seen: seen_in(&publications, &hits, &documents),
            titles: publications.into_iter().map(|row| (row.publication, row.title)).collect(),
            queries: files.of(stages::SEARCH, "queries.csv")?,
            hits,
            documents,
            outcomes,
            passages: bron_synthesis::without_weak_signs(files.of(stages::EXTRACTION, "passages.csv")?),
            has: Has {
                documents: has(stages::RETRIEVAL),
                passages: has(stages::EXTRACTION),
                outcomes: has(stages::ELIGIBILITY),
            },
            moved: protocol.sources.iter().map(|source| (source.id.clone(), source.moved.clone())).collect(),
        })
    }

    /// Whether the page of every one of these publications answers 404 or 410, and no file of them could be had.
    pub(super) fn is_gone(&self, publications: &BTreeSet<&PublicationId>) -> bool {
        let mut pages = self
            .documents
            .iter()
            .filter(|row| publications.contains(&row.publication) && row.part != DocumentPart::Annex)
            .peekable();
        pages.peek().is_some()
            && publications.iter().all(|id| self.documents.iter().any(|row| row.publication == **id))
            && pages.all(|row| row.status == DocumentStatus::NotFound)
    }

    /// What became of the pair, with its route where that is not counted.
    pub(super) fn outcome_of(&self, publications: &BTreeSet<&PublicationId>, term: &TermId) -> String {
        let of_pair = |row: &&OutcomeRow| publications.contains(&row.publication) && row.term == *term;
        let told = self.outcomes.iter().filter(of_pair).map(|row| {
            if row.via.counts_in_table1() {
                row.outcome.to_string()
            } else {
                format!("{} ({})", row.outcome, row.via)
            }
        });
        told.collect::<Vec<_>>().join("; ")
    }

    /// The pages of the passages of a term, weak signs only where there is nothing else, and how the page of the list lies to them.
    pub(super) fn pages_of(
        &self,
        publications: &BTreeSet<&PublicationId>,
        term: &TermId,
        listed: &str,
    ) -> (String, Option<PageMatch>) {
        let of_pair = |row: &&PassageRow| publications.contains(&row.publication) && row.term == *term;
        let passages: Vec<&PassageRow> = self.passages.iter().filter(of_pair).collect();
        let mut told: Vec<String> = Vec::new();
        for passage in &passages {
            let page = told_page(passage);
            if !told.contains(&page) {
                told.push(page);
            }
        }
        let matched = (self.has.passages && !listed.is_empty()).then(|| page_match(&passages, listed));
        (told.join("; "), matched)
    }
}

/// `p. 12`, with the page of the file where it differs; `pdf p. 14` where none is printed.
fn told_page(passage: &PassageRow) -> String {
    if passage.label.is_empty() {
        format!("pdf p. {}", passage.page)
    } else if passage.label == passage.page.to_string() {
        format!("p. {}", passage.label)
    } else {
        format!("p. {} (pdf p. {})", passage.label, passage.page)
    }
}

/// The list does not say whether its page is the printed one or that of the file: either is accepted.
fn page_match(passages: &[&PassageRow], listed: &str) -> PageMatch {
    let pages = numbers_in(listed);
    let holds = |number: u32| pages.iter().any(|(first, last)| (*first..=*last).contains(&number));
    let printed = |row: &&&PassageRow| row.label == listed || row.label.parse().is_ok_and(holds);
    let in_file =
        |row: &&&PassageRow| pages.iter().any(|(first, last)| row.page <= *last && row.page_end >= *first);
    let by_label = passages.iter().any(|row| printed(&row));
    let by_file = passages.iter().any(|row| !printed(&row) && in_file(&row));
    match (passages.is_empty(), by_label, by_file) {
        (true, _, _) => PageMatch::NoPassage,
        (_, true, true) => PageMatch::PrintedAndFile,
        (_, true, false) => PageMatch::Printed,
        (_, false, true) => PageMatch::File,
        (_, false, false) => PageMatch::Other,
    }
}

/// `11-14` and `9, 12` as ranges; what is no number is passed over.
fn numbers_in(text: &str) -> Vec<(u32, u32)> {
    let range = |part: &str| {
        let mut ends = part.split(['-', '–']).map(|end| end.trim().parse::<u32>().ok());
        let first = ends.next()??;
        match ends.next() {
            None => Some((first, first)),
            Some(last) => Some((first, last?)),
        }
    };
    text.split([',', ';']).filter_map(|part| range(part.trim())).collect()
}

fn seen_in(publications: &[PublicationRow], hits: &[HitRow], documents: &[DocumentRow]) -> Vec<Seen> {
    let mut by_id: BTreeMap<&PublicationId, Seen> =
        publications.iter().map(|row| (&row.publication, seen_of_row(row))).collect();
    for hit in hits {
        let Some(seen) = by_id.get_mut(&hit.publication) else { continue };
        add(&mut seen.titles, &hit.title);
        add(&mut seen.authors, &hit.authors_as_listed);
        add(&mut seen.addresses, &hit.url);
    }
    for document in documents.iter().filter(|row| row.part != DocumentPart::Annex) {
        let Some(seen) = by_id.get_mut(&document.publication) else { continue };
        add(&mut seen.titles, &document.title);
        // What the site itself says of the authors speaks for or against; what stands in a file may be a typist.
        let authors =
            if document.part == DocumentPart::Landing { &mut seen.authors } else { &mut seen.authors_read };
        add(authors, &document.authors);
        add(&mut seen.isbns, &document.isbn);
        add(&mut seen.addresses, &document.url);
    }
    by_id.into_values().collect()
}

/// A row's authors may come from a document; only hits say who was listed.
fn seen_of_row(row: &PublicationRow) -> Seen {
    let year = |date: Option<PartialDate>| date.map(PartialDate::year);
    let mut seen = Seen {
        publication: row.publication.clone(),
        titles: BTreeSet::new(),
        authors: BTreeSet::new(),
        authors_read: BTreeSet::new(),
        organisations: row.sources.split_whitespace().map(str::to_owned).collect(),
        not_before: year(row.not_before),
        not_after: year(row.not_after),
        dois: BTreeSet::new(),
        isbns: BTreeSet::new(),
        addresses: BTreeSet::new(),
    };
    add(&mut seen.titles, &row.title);
    add(&mut seen.authors_read, &row.authors);
    add(&mut seen.organisations, &row.publisher);
    add(&mut seen.dois, &row.doi);
    add(&mut seen.isbns, &row.isbn);
    add(&mut seen.addresses, &row.url);
    seen
}

/// A hit of a look-up, as it would be seen if it were a publication of the run.
pub(super) fn seen_in_list(listed: &Listed) -> Seen {
    let publication = PublicationId::from_address(&listed.source, &canonical_address(&listed.url));
    let mut seen = Seen {
        publication,
        titles: BTreeSet::new(),
        authors: BTreeSet::new(),
        authors_read: BTreeSet::new(),
        organisations: BTreeSet::from([listed.source.to_string()]),
        not_before: None,
        not_after: listed.listed_date.map(PartialDate::year),
        dois: BTreeSet::new(),
        isbns: BTreeSet::new(),
        addresses: BTreeSet::new(),
    };
    add(&mut seen.titles, &listed.title);
    add(&mut seen.authors, &listed.authors);
    add(&mut seen.organisations, &listed.publisher);
    add(&mut seen.dois, &listed.doi);
    add(&mut seen.isbns, &listed.isbn);
    add(&mut seen.addresses, listed.url.as_str());
    seen
}

fn add(texts: &mut BTreeSet<String>, text: &str) {
    if !text.trim().is_empty() {
        texts.insert(text.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_model::{DocumentId, PassageKind};

    fn passage(page: u32, page_end: u32, label: &str) -> PassageRow {
        let publication = PublicationId::new("a").unwrap();
        PassageRow {
            document: DocumentId::new(&publication, 1),
            publication,
            term: TermId::new("samenzorg").unwrap(),
            page,
            start: 0,
            end: 1,
            page_end,
            label: label.to_owned(),
            kind: PassageKind::Definition,
            variant: String::new(),
            pattern: String::new(),
            score: 0,
            second_hand_of: String::new(),
            quote: String::new(),
        }
    }

    #[test]
    fn the_printed_page_or_the_page_of_the_file_is_accepted() {
        let check = |listed: &str, passages: &[PassageRow], expected: PageMatch| {
            assert_eq!(page_match(&passages.iter().collect::<Vec<_>>(), listed), expected, "{listed}");
        };
        check("9", &[passage(11, 11, "9")], PageMatch::Printed);
        check("9", &[passage(9, 9, "9")], PageMatch::Printed);
        check("11", &[passage(11, 11, "9")], PageMatch::File);
        check("11", &[passage(10, 11, "")], PageMatch::File);
        check("9", &[passage(11, 11, "9"), passage(9, 9, "7")], PageMatch::PrintedAndFile);
        check("23-24", &[passage(30, 30, "24")], PageMatch::Printed);
        check("iv", &[passage(6, 6, "iv")], PageMatch::Printed);
        check("12", &[passage(11, 11, "9")], PageMatch::Other);
        check("12", &[], PageMatch::NoPassage);
    }

    #[test]
    fn pages_are_numbers_and_ranges() {
        assert_eq!(numbers_in("9, 11-14; 20–21"), [(9, 9), (11, 14), (20, 21)]);
        assert_eq!(numbers_in("iv, 3-x"), []);
    }
}
