use crate::rows::*;
use bron_model::{
    Criterion, DocumentKind, DocumentPart, DocumentRow, DocumentStatus, MadeBy, PageRow, PassageKind, Verdict,
};
use bron_screen::retrieved;

const STATUSES: [DocumentStatus; 8] = [
    DocumentStatus::NotFound,
    DocumentStatus::NotAccessible,
    DocumentStatus::NotRetrieved,
    DocumentStatus::NoTextLayer,
    DocumentStatus::PartlyWithoutText,
    DocumentStatus::Encrypted,
    DocumentStatus::Broken,
    DocumentStatus::NotRead,
];

/// A publication with a landing page and a main document of two pages; `on` is where the words stand.
fn two_documents(on_landing: &str, on_main: &str) -> Read {
    let landing = document(1, DocumentPart::Landing, DocumentStatus::Retrieved);
    let mut main = document(2, DocumentPart::Main, DocumentStatus::Retrieved);
    main.pages = 2;
    let mut read = Read::of(publication("Titel"), vec![landing.clone(), main.clone()]);
    read.pages = vec![page(&landing, 1, on_landing), page(&main, 1, "Voorwoord."), page(&main, 2, on_main)];
    read.occurrences =
        read.pages.iter().filter(|page| page.text.contains("community care")).map(of_term).collect();
    read
}

fn of_term(page: &PageRow) -> bron_model::OccurrenceRow {
    occurrence(page, "community care")
}

fn check(read: &Read, e1a: &str, e1b: &str, because: &str) {
    let (a, b) = (read.decision(Criterion::E1a), read.decision(Criterion::E1b));
    let said = (says(&a), says(&b), b.because.code.as_str());
    assert_eq!(said, (e1a.to_owned(), e1b.to_owned(), because));
    assert_eq!((a.rule.as_str(), b.rule.as_str()), ("E1a-occurrence", "E1b-passage"));
    assert_ne!(b.verdict, Verdict::Include, "a rule never settles E1b");
}

#[test]
fn a_term_that_stands_on_no_page_of_a_whole_text_is_out() {
    check(&two_documents("Niets.", "Niets."), "exclude", "unclear", "nothing-to-define");
}

#[test]
fn a_text_that_is_not_whole_never_proves_absence() {
    for status in STATUSES {
        for at in [0, 1] {
            let mut read = two_documents("Niets.", "Niets.");
            read.documents[at].status = status;
            check(&read, "unclear", "unclear", "text-incomplete");
            let row = read.decision(Criterion::E1a);
            assert_eq!(row.because.to_string(), format!("text-incomplete | status={status}"));
        }
    }
    let mut a_file_that_is_not_read = two_documents("Niets.", "Niets.");
    let mut annex = document(3, DocumentPart::Annex, DocumentStatus::Retrieved);
    annex.kind = DocumentKind::Other;
    a_file_that_is_not_read.documents.push(annex);
    check(&a_file_that_is_not_read, "unclear", "unclear", "text-incomplete");
    let mut a_page_is_missing = two_documents("Niets.", "Niets.");
    a_page_is_missing.pages.pop();
    check(&a_page_is_missing, "unclear", "unclear", "text-incomplete");
}

#[test]
fn without_any_document_nothing_is_known() {
    let read = Read::of(publication("Titel"), Vec::new());
    check(&read, "unclear", "unclear", "no-document");
    assert_eq!(read.decide(&[]).len(), 7);
}

#[test]
fn a_term_that_occurs_without_a_passage_is_proposed_out_in_a_whole_text_only() {
    let mut read = two_documents("Niets.", "Over community care spreken wij niet.");
    check(&read, "include", "unclear, exclude?", "no-passages");
    read.documents[1].status = DocumentStatus::PartlyWithoutText;
    check(&read, "include", "unclear", "text-incomplete");
}

#[test]
fn elements_alone_do_not_describe() {
    let mut read = two_documents("Niets.", "Bij community care hoort samenwerking.");
    read.passages =
        vec![passage(&read.pages[2], PassageKind::Element, 40, "community care hoort samenwerking")];
    check(&read, "include", "unclear, exclude?", "only-elements");
}

#[test]
fn a_definition_or_description_is_proposed_in_with_the_best_as_evidence() {
    let mut read =
        two_documents("Niets.", "De community care is zorg. Met community care wordt zorg bedoeld.");
    let weak = passage(&read.pages[2], PassageKind::Description, 40, "De community care is zorg.");
    let best = passage(&read.pages[2], PassageKind::Definition, 90, "Met community care wordt zorg bedoeld.");
    read.passages = vec![weak, best.clone()];
    check(&read, "include", "unclear, include?", "passages-found");
    let row = read.decision(Criterion::E1b);
    assert_eq!((row.document, row.page, row.quote), (Some(best.document), Some(2), best.quote));
    assert_eq!(row.because.to_string(), "passages-found | count=2 | pattern=nl-is");
}

#[test]
fn weak_signs_alone_propose_neither_in_nor_out() {
    let mut read = two_documents("Niets.", "Community care schept rust.");
    let sign =
        |score| passage(&read.pages[2], PassageKind::Description, score, "Community care schept rust.");
    let (weak, telling) = (sign(39), sign(40));
    read.passages = vec![weak.clone()];
    check(&read, "include", "unclear", "only-weak-signs");
    read.passages = vec![weak, telling];
    check(&read, "include", "unclear, include?", "passages-found");
}

#[test]
fn weak_signs_add_up_and_too_few_of_the_weakest_keep_nothing() {
    let mut read = two_documents("Niets.", "Community care schept rust.");
    let sign = passage(&read.pages[2], PassageKind::Description, 12, "Community care schept rust.");
    read.passages = vec![sign.clone()];
    check(&read, "include", "unclear, exclude?", "no-passages");
    // 1 - 0.88 x 0.88
    read.passages = vec![sign.clone(), sign];
    check(&read, "include", "unclear", "only-weak-signs");
    let because = read.decision(Criterion::E1b).because.to_string();
    assert_eq!(because, "only-weak-signs | chance=23 | count=2 | pattern=nl-is");
}

#[test]
fn from_which_chance_a_sign_is_a_doubt_is_the_researchers() {
    let mut read = two_documents("Niets.", "Community care schept rust.");
    read.passages =
        vec![passage(&read.pages[2], PassageKind::Description, 12, "Community care schept rust.")];
    for (doubt, proposal) in [(12, None), (13, Some(Verdict::Exclude))] {
        let rows = read.decided_by(&in_doubt_from(doubt, &lexicons()), &[]);
        let row = rows.into_iter().find(|row| row.criterion == Criterion::E1b).unwrap();
        assert_eq!(row.proposal, proposal, "{doubt}");
    }
}

#[test]
fn a_definition_on_the_page_beside_a_document_is_a_reviewers() {
    let mut read = two_documents("Dit is community care.", "Over community care.");
    read.passages = vec![passage(&read.pages[0], PassageKind::Definition, 90, "Dit is community care.")];
    check(&read, "include", "unclear", "only-on-landing-page");
    // Evidence that the term occurs comes from the publication itself.
    assert_eq!(read.decision(Criterion::E1a).document, Some(read.documents[1].document.clone()));
}

#[test]
fn a_page_that_is_the_publication_defines() {
    let mut read = two_documents("Dit is community care.", "");
    read.documents.truncate(1);
    read.pages.truncate(1);
    read.passages = vec![passage(&read.pages[0], PassageKind::Definition, 90, "Dit is community care.")];
    check(&read, "include", "unclear, include?", "passages-found");
}

#[test]
fn what_is_out_at_screening_was_not_read_and_says_so() {
    let mut publication = publication("Titel");
    publication.kind_as_listed = "Nieuws".into();
    let screened = screener().screen_listed(&publication);
    let rows = Read::of(publication, Vec::new()).decide(&screened.iter().collect::<Vec<_>>());
    let said: Vec<String> =
        rows.iter().map(|row| format!("{} {} {}", row.criterion, says(row), row.because)).collect();
    assert_eq!(said[0], "I1 exclude kind-listed | kind=Nieuws");
    for (row, criterion) in said[3..].iter().zip(["E2", "E3", "E1a", "E1b"]) {
        assert_eq!(*row, format!("{criterion} unclear not-read | criterion=I1"));
    }
    assert!(rows.iter().all(|row| row.made_by == MadeBy::Rule));
}

#[test]
fn only_a_readable_text_of_the_publication_itself_is_retrieved() {
    let landing = document(1, DocumentPart::Landing, DocumentStatus::Retrieved);
    let main = |status| document(2, DocumentPart::Main, status);
    let check = |documents: &[DocumentRow], expected: bool| assert_eq!(retrieved(documents), expected);
    check(&[], false);
    check(std::slice::from_ref(&landing), true);
    check(&[landing.clone(), main(DocumentStatus::NotFound)], false);
    check(&[landing.clone(), main(DocumentStatus::NoTextLayer)], false);
    check(&[landing.clone(), main(DocumentStatus::PartlyWithoutText)], true);
    check(&[document(1, DocumentPart::Annex, DocumentStatus::Retrieved)], false);
}
