//! Table 2 is what the codes of included passages add up to, and nothing else is written.

use crate::rows::{id, outcome, terms};
use bron_model::{
    CodeRow, Cross, DocumentId, Language, MadeBy, Outcome, OutcomeRow, PassageKind, PassageRow, Route, TermId,
};
use bron_protocol::{Category, Codebook, EarlierCross, Element};
use bron_synthesis::{Table2, check_table2, earlier_crosses, table2, table2_markdown};
use proptest::prelude::*;

fn codebook() -> Codebook {
    let element = |id: &str, category: &str| Element {
        id: id.to_owned(),
        category: category.to_owned(),
        label: format!("het | {id}"),
        label_en: format!("the {id}"),
        explanation: String::new(),
        cues: vec!["woord".to_owned()],
        not: Vec::new(),
        example: String::new(),
        counter_example: String::new(),
    };
    let category =
        |id: &str| Category { id: id.to_owned(), label: id.to_owned(), label_en: format!("{id} en") };
    Codebook {
        negations: Vec::new(),
        no_negations: Vec::new(),
        category: vec![category("a"), category("b")],
        element: vec![element("e02", "a"), element("e01", "b")],
    }
}

fn passage(term: &str, publication: &str, start: u32) -> PassageRow {
    PassageRow {
        publication: id(publication),
        term: TermId::new(term).unwrap(),
        document: DocumentId::new(&id(publication), 1),
        page: 2,
        start,
        end: start + 9,
        page_end: 2,
        label: "7".to_owned(),
        kind: PassageKind::Definition,
        variant: String::new(),
        pattern: String::new(),
        score: 80,
        second_hand_of: String::new(),
        quote: "een\nwoord".to_owned(),
    }
}

fn code(element: &str, passage: &PassageRow, from: u32, to: u32, cue: &str) -> CodeRow {
    CodeRow {
        publication: passage.publication.clone(),
        term: passage.term.clone(),
        document: passage.document.clone(),
        page: passage.page,
        start: passage.start,
        end: passage.end,
        element: element.to_owned(),
        cue: cue.to_owned(),
        cue_start: passage.start + from,
        cue_end: passage.start + to,
        rule: cue.to_owned(),
        made_by: MadeBy::Rule,
    }
}

/// Crosses with numbers, a row per element: `yes1 unknown0`.
fn cells(table: &Table2) -> Vec<String> {
    let row = |row: &bron_synthesis::Table2Row| {
        let cells: Vec<String> =
            row.cells.iter().map(|cell| format!("{}{}", cell.cross, cell.passages)).collect();
        format!("{} {}", row.element, cells.join(" "))
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn a_cross_is_yes_no_or_unknown_and_counts_passages_of_what_is_included() {
    let outcomes = [
        outcome("community-care", "p", Outcome::Included),
        outcome("community-care", "q", Outcome::Unclear),
        OutcomeRow { via: Route::Text, ..outcome("samenzorg", "p", Outcome::Included) },
    ];
    let passages = [
        passage("community-care", "p", 20),
        passage("community-care", "p", 0),
        passage("community-care", "q", 0),
        passage("samenzorg", "p", 0),
    ];
    let codes = [
        code("e01", &passages[0], 4, 9, "woord"),
        code("e01", &passages[1], 4, 9, "woord"),
        code("e01", &passages[1], 0, 9, "een\nwoord"),
        code("e02", &passages[2], 4, 9, "woord"),
        code("e02", &passages[3], 4, 9, "woord"),
    ];
    let (table, behind) = table2(&codebook(), &terms(), &[], &outcomes, &passages, &codes).unwrap();
    assert_eq!(cells(&table), ["e02 unknown0 no0", "e01 unknown0 yes2"]);
    let said: Vec<String> = behind
        .iter()
        .map(|row| format!("{} {} {} {} {}", row.term, row.element, row.publication, row.page, row.cue))
        .collect();
    assert_eq!(said, ["community-care e01 p p. 7 een woord | woord", "community-care e01 p p. 7 woord"]);
    let (header, rows) = table.records();
    assert_eq!(
        header.join(","),
        "element,category,label,samenzorg,community-care,samenzorg_passages,community-care_passages"
    );
    assert_eq!(rows[1], ["e01", "b", "het | e01", "unknown", "yes", "0", "2"]);
    assert_eq!(Table2::from_records(&header, &rows), Some(table));
    assert_eq!(Table2::from_records(&header[..6], &rows), None);
    assert_eq!(Table2::from_records(&header, &[vec!["e01".to_owned()]]), None);
}

fn refused(codes: &[CodeRow], expected: &str) {
    let outcomes = [outcome("community-care", "p", Outcome::Included)];
    let passages = [passage("community-care", "p", 0)];
    let error = table2(&codebook(), &terms(), &[], &outcomes, &passages, codes).unwrap_err();
    assert_eq!(error.to_string(), expected);
    assert!(error.hint().is_some());
}

#[test]
fn a_code_that_belongs_to_nothing_is_refused() {
    let here = passage("community-care", "p", 0);
    let place = "of `p`, `community-care`, page 2, offset";
    refused(
        &[code("e03", &here, 4, 9, "woord")],
        &format!("codes.csv: the code `e03` {place} 0: its element is not in the codebook"),
    );
    refused(
        &[code("e01", &passage("community-care", "p", 5), 4, 9, "woord")],
        &format!("codes.csv: the code `e01` {place} 5: there is no such passage"),
    );
    refused(
        &[code("e01", &here, 4, 10, "woord")],
        &format!("codes.csv: the code `e01` {place} 0: its cue is not inside the passage"),
    );
}

#[test]
fn a_table_that_does_not_add_up_is_refused() {
    let outcomes = [outcome("community-care", "p", Outcome::Included)];
    let passages = [passage("community-care", "p", 0)];
    let codes = [code("e01", &passages[0], 4, 9, "woord")];
    let (table, behind) = table2(&codebook(), &terms(), &[], &outcomes, &passages, &codes).unwrap();
    let refused = |change: &dyn Fn(&mut Table2), expected: &str| {
        let mut table = table.clone();
        change(&mut table);
        let error = check_table2(&table, &behind).unwrap_err().to_string();
        assert_eq!(error, expected);
    };
    refused(
        &|table| table.rows[1].cells[1].passages = 2,
        "table2.csv: `e01`, `community-care`: the table says yes with 2 passages, there are 1",
    );
    refused(
        &|table| table.rows[1].cells[1].cross = Cross::No,
        "table2.csv: `e01`, `community-care`: the table says no with 1 passages, there are 1",
    );
    refused(
        &|table| table.rows[0].cells[1].cross = Cross::Yes,
        "table2.csv: `e02`, `community-care`: the table says yes with 0 passages, there are 0",
    );
    refused(
        &|table| table.rows[0].cells[1].cross = Cross::Unknown,
        "table2.csv: column `community-care` is unknown for 1 of 2 elements, it must be all or none",
    );
    refused(
        &|table| table.rows[0].element = "e01".to_owned(),
        "table2.csv: `e01`, `community-care`: the table says no with 0 passages, there are 1",
    );
    refused(
        &|table| table.rows[1].cells.truncate(1),
        "table2.csv: `e01` has two rows, or not one cell for each term",
    );
    refused(
        &|table| table.rows.truncate(1),
        "table2-passages.csv: a passage stands behind `e01`, `community-care`, which is no cell of table2.csv",
    );
}

#[test]
fn the_earlier_table_stands_beside_and_differs_only_where_both_are_known() {
    let outcomes = [outcome("community-care", "p", Outcome::Included)];
    let passages = [passage("community-care", "p", 0)];
    let codes = [code("e01", &passages[0], 4, 9, "woord")];
    let codebook = codebook();
    let (table, _) = table2(&codebook, &terms(), &[], &outcomes, &passages, &codes).unwrap();
    let earlier = |element: &str, term: &str, cross| EarlierCross {
        element: element.to_owned(),
        term: TermId::new(term).unwrap(),
        cross,
    };
    let known = [
        earlier("e01", "community-care", Cross::No),
        earlier("e02", "community-care", Cross::No),
        earlier("e01", "samenzorg", Cross::Yes),
    ];
    let rows = earlier_crosses(&table, &known);
    let said: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {} {} {} {}", row.element, row.term, row.proposed, row.earlier, row.differs))
        .collect();
    assert_eq!(
        said,
        [
            "e02 samenzorg unknown unknown false",
            "e02 community-care no no false",
            "e01 samenzorg unknown yes false",
            "e01 community-care yes no true",
        ]
    );
    let text = table2_markdown(&table, &codebook, &terms(), &rows, Language::Nl);
    assert!(text.contains("| e01 het \\| e01 | ? / X | **X 1 / –** |"), "{text}");
    assert!(text.contains("| **a** | | |") && text.contains("Niemand heeft ze beoordeeld"), "{text}");
    assert!(
        text.contains("deels verloren") && text.contains("bekend zijn: 2; daarvan verschillend: 1."),
        "{text}"
    );
    let text = table2_markdown(&table, &codebook, &terms(), &[], Language::En);
    assert!(text.contains("| e01 the e01 | ? | X 1 |") && text.contains("Nobody has judged them"), "{text}");
    assert!(!text.contains("2024"), "nothing is said of a table that is not there: {text}");
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter_and_every_coded_passage_stands_behind_one_cross(
        places in proptest::collection::btree_set((0..2_usize, 0..3_usize, 0..3_u32), 0..12),
        coded in proptest::collection::vec((0..12_usize, 0..2_usize, 0..5_u32), 0..20),
        included in proptest::collection::vec(any::<bool>(), 6),
    ) {
        let (terms_of, publications) = (["samenzorg", "community-care"], ["p", "q", "r"]);
        let outcomes: Vec<OutcomeRow> = (0..6)
            .map(|at| {
                let outcome_of = if included[at] { Outcome::Included } else { Outcome::Unclear };
                outcome(terms_of[at / 3], publications[at % 3], outcome_of)
            })
            .collect();
        let passages: Vec<PassageRow> = places
            .iter()
            .map(|(term, publication, at)| passage(terms_of[*term], publications[*publication], at * 10))
            .collect();
        let codes: Vec<CodeRow> = coded
            .iter()
            .filter_map(|(of, element, from)| {
                Some(code(["e01", "e02"][*element], passages.get(*of)?, *from, from + 3, "oor"))
            })
            .collect();
        let (table, behind) = table2(&codebook(), &terms(), &[], &outcomes, &passages, &codes).unwrap();
        let (mut turned, mut last_first) = (passages.clone(), codes.clone());
        turned.reverse();
        last_first.reverse();
        let again = table2(&codebook(), &terms(), &[], &outcomes, &turned, &last_first).unwrap();
        prop_assert_eq!(&again, &(table.clone(), behind.clone()));
        let numbers: u64 = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.passages).sum();
        prop_assert_eq!(numbers, behind.len() as u64);
        let (header, rows) = table.records();
        prop_assert_eq!(Table2::from_records(&header, &rows), Some(table));
    }
}
