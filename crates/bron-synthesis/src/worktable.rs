//! The working table: the passages of what is included.

use bron_model::{
    DocumentId, DocumentKind, DocumentRow, Outcome, OutcomeRow, PassageRow, PublicationId, PublicationRow,
    TermId, WorktableRow, Year,
};
use bron_protocol::Term;
use std::collections::{BTreeMap, BTreeSet};

/// What the table prints where no year is known.
const NO_DATE: &str = "z.d.";

/// Definitions, descriptions and elements of every included pair on a counted route, in the order of `terms`, then by
/// publication, document, page and place. A publication or document without a row has empty cells.
///
/// The year is plain where both ends of the publication's interval lie in it (`2019`), in brackets where it is only what
/// the site lists and the interval allows it (`[2019]`), and `z.d.` otherwise. The page is the printed one (`p. 12`, and
/// `p. 12-13` over two numbered pages), else that of the file (`pdf p. 14`), and empty where a document has no pages.
pub fn worktable(
    terms: &[Term],
    publications: &[PublicationRow],
    documents: &[DocumentRow],
    outcomes: &[OutcomeRow],
    passages: &[PassageRow],
) -> Vec<WorktableRow> {
    let included: BTreeSet<_> = outcomes
        .iter()
        .filter(|row| row.outcome == Outcome::Included && row.via.counts_in_table1())
        .map(|row| (&row.term, &row.publication))
        .collect();
    let publications: BTreeMap<&PublicationId, &PublicationRow> =
        publications.iter().map(|row| (&row.publication, row)).collect();
    let kinds: BTreeMap<&DocumentId, DocumentKind> =
        documents.iter().map(|row| (&row.document, row.kind)).collect();
    let mut rows = Vec::new();
    for term in terms {
        let mut of_term: Vec<&PassageRow> = passages
            .iter()
            .filter(|row| row.term == term.id && included.contains(&(&row.term, &row.publication)))
            .collect();
        of_term.sort_by_key(|row| (&row.publication, &row.document, row.page, row.start, row.end, row.kind));
        rows.extend(of_term.into_iter().map(|passage| {
            let publication = publications.get(&passage.publication).copied();
            row(&term.label, publication, kinds.get(&passage.document).copied(), passage)
        }));
    }
    rows
}

/// Leaves out the weak signs of pairs of which another passage tells that they define or describe: beside it they are only
/// noise, and they stay in `passages.csv`. A pair that is in on weak signs alone, which a reviewer saw, keeps them.
pub fn without_weak_signs(passages: Vec<PassageRow>) -> Vec<PassageRow> {
    let told: BTreeSet<(PublicationId, TermId)> = passages
        .iter()
        .filter(|row| row.tells() && row.kind.satisfies_e1())
        .map(|row| (row.publication.clone(), row.term.clone()))
        .collect();
    let is_told = |row: &PassageRow| told.contains(&(row.publication.clone(), row.term.clone()));
    passages.into_iter().filter(|row| row.tells() || !is_told(row)).collect()
}

fn row(
    label: &str,
    publication: Option<&PublicationRow>,
    kind: Option<DocumentKind>,
    passage: &PassageRow,
) -> WorktableRow {
    let text =
        |cell: fn(&PublicationRow) -> &String| publication.map(|row| cell(row).clone()).unwrap_or_default();
    WorktableRow {
        term: label.to_owned(),
        publication: passage.publication.clone(),
        authors: text(|row| &row.authors),
        year: publication.map_or_else(|| NO_DATE.to_owned(), year_of),
        title: text(|row| &row.title),
        url: text(|row| &row.url),
        page: page(passage, kind),
        kind: passage.kind,
        variant: passage.variant.clone(),
        second_hand_of: passage.second_hand_of.clone(),
        quote: passage.quote.clone(),
        document: passage.document.clone(),
    }
}

/// The year of a publication as tables print it: see [`worktable`].
pub fn year_of(publication: &PublicationRow) -> String {
    match publication.year() {
        Year::Known(year) => year.to_string(),
        Year::Listed(year) => format!("[{year}]"),
        Year::Unknown => NO_DATE.to_owned(),
    }
}

/// The page as it is printed in tables.
pub(crate) fn page(passage: &PassageRow, kind: Option<DocumentKind>) -> String {
    let more = passage.page_end.saturating_sub(passage.page);
    let label = passage.label.trim();
    if !label.is_empty() {
        return match label.parse::<u32>().ok().and_then(|first| first.checked_add(more)) {
            Some(last) if more > 0 => format!("p. {label}-{last}"),
            _ => format!("p. {label}"),
        };
    }
    match kind {
        Some(DocumentKind::Pdf) if more > 0 => format!("pdf p. {}-{}", passage.page, passage.page_end),
        Some(DocumentKind::Pdf) => format!("pdf p. {}", passage.page),
        _ => String::new(),
    }
}
