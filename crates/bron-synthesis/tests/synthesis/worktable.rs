use crate::rows::*;
use bron_model::{
    DocumentId, DocumentKind, DocumentPart, DocumentRow, DocumentStatus, Outcome, PassageKind, PassageRow,
    PublicationRow, SourceId,
};
use bron_synthesis::{without_weak_signs, worktable};

fn publication(not_before: &str, not_after: &str, as_listed: &str) -> PublicationRow {
    let date = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
    PublicationRow {
        hits: 1,
        best_rank: 1,
        title: "Titel".into(),
        authors: "A; B".into(),
        url: "https://movisie.nl/p".into(),
        date_as_listed: as_listed.into(),
        not_before: date(not_before),
        not_after: date(not_after),
        ..PublicationRow::blank(id("p"), SourceId::new("movisie").unwrap())
    }
}

fn document(kind: DocumentKind) -> DocumentRow {
    let blank = DocumentRow::blank(id("p"), DocumentId::new(&id("p"), 1), DocumentPart::Main);
    DocumentRow { status: DocumentStatus::Retrieved, kind, pages: 9, ..blank }
}

fn passage(term: &str, publication: &str, page: u32, page_end: u32, label: &str) -> PassageRow {
    PassageRow {
        publication: id(publication),
        term: term.parse().unwrap(),
        document: DocumentId::new(&id(publication), 1),
        page,
        start: 0,
        end: 5,
        page_end,
        label: label.into(),
        kind: PassageKind::Definition,
        variant: "community care".into(),
        pattern: "nl-is".into(),
        score: 90,
        second_hand_of: String::new(),
        quote: "woord".into(),
    }
}

fn check_year(not_before: &str, not_after: &str, as_listed: &str, expected: &str) {
    let outcomes = [outcome("community-care", "p", Outcome::Included)];
    let passages = [passage("community-care", "p", 1, 1, "")];
    let publications = [publication(not_before, not_after, as_listed)];
    let rows = worktable(&terms(), &publications, &[], &outcomes, &passages);
    assert_eq!(rows[0].year, expected, "{not_before} {not_after} {as_listed}");
}

#[test]
fn the_year_is_plain_when_the_interval_settles_it_and_in_brackets_when_it_is_only_listed() {
    check_year("2019-02", "2019-11-03", "3 november 2019", "2019");
    check_year("2018", "2019-11-03", "3 november 2019", "[2019]");
    check_year("", "2019", "2019", "[2019]");
    // The documents say that it cannot be the listed year.
    check_year("", "2005", "1 mei 2022", "z.d.");
    check_year("2019", "", "z.d.", "z.d.");
    check_year("", "", "", "z.d.");
}

fn check_page(kind: DocumentKind, page: u32, page_end: u32, label: &str, expected: &str) {
    let outcomes = [outcome("community-care", "p", Outcome::Included)];
    let passages = [passage("community-care", "p", page, page_end, label)];
    let rows = worktable(&terms(), &[publication("", "", "")], &[document(kind)], &outcomes, &passages);
    assert_eq!(rows[0].page, expected);
}

#[test]
fn the_page_is_the_printed_one_else_that_of_the_file() {
    check_page(DocumentKind::Pdf, 14, 14, "12", "p. 12");
    check_page(DocumentKind::Pdf, 14, 15, "12", "p. 12-13");
    check_page(DocumentKind::Pdf, 4, 5, "iv", "p. iv");
    check_page(DocumentKind::Pdf, 14, 14, "", "pdf p. 14");
    check_page(DocumentKind::Pdf, 14, 15, "", "pdf p. 14-15");
    check_page(DocumentKind::Html, 1, 1, "", "");
}

#[test]
fn only_included_pairs_are_listed_in_the_printed_order_of_terms() {
    let outcomes = [
        outcome("community-care", "p", Outcome::Included),
        outcome("samenzorg", "p", Outcome::Included),
        outcome("community-care", "q", Outcome::Unclear),
    ];
    let passages = [
        passage("community-care", "q", 1, 1, ""),
        passage("community-care", "p", 9, 9, ""),
        passage("community-care", "p", 2, 2, ""),
        passage("samenzorg", "p", 5, 5, ""),
    ];
    let rows =
        worktable(&terms(), &[publication("", "", "")], &[document(DocumentKind::Pdf)], &outcomes, &passages);
    let said: Vec<String> =
        rows.iter().map(|row| format!("{} {} {}", row.term, row.publication, row.page)).collect();
    assert_eq!(said, ["Samenzorg p pdf p. 5", "Community Care p pdf p. 2", "Community Care p pdf p. 9"]);
    assert_eq!((rows[0].authors.as_str(), rows[0].title.as_str()), ("A; B", "Titel"));
}

#[test]
fn weak_signs_stand_only_where_nothing_tells_more() {
    let scored = |term: &str, score: u8, kind: PassageKind| PassageRow {
        score,
        kind,
        ..passage(term, "p", u32::from(score), 1, "")
    };
    let passages = vec![
        scored("community-care", 12, PassageKind::Description),
        scored("community-care", 40, PassageKind::Description),
        scored("samenzorg", 39, PassageKind::Description),
        // Elements alone say nothing of what a term is.
        scored("samenzorg", 60, PassageKind::Element),
    ];
    let kept = without_weak_signs(passages);
    let said: Vec<String> = kept.iter().map(|row| format!("{} {}", row.term, row.score)).collect();
    assert_eq!(said, ["community-care 40", "samenzorg 39", "samenzorg 60"]);
}
