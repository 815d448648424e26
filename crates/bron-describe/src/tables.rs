//! All tables that a run can hold.

use crate::column::{Column, ColumnType, columns_of, meaning_of};
use crate::sharing::Sharing;
use crate::table::{ForeignKey, Table};
use bron_model::{
    CodeRow, ContributionRow, DecisionRow, DocumentRow, EarlierCrossRow, FlowRow, HitRow,
    KnownPublicationRow, KnownRow, LookupRow, MergeRow, OccurrenceRow, OutcomeRow, PageRow, PassageRow,
    PublicationRow, QueryRow, Table1Row, Table2PassageRow, ToJudgeRow, WorktableRow,
};
use bron_store::ResponseRow;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

const LISTED: &str = "1-search/publications.csv";
const RETRIEVED: &str = "3-retrieval/publications.csv";
const DOCUMENTS: &str = "3-retrieval/documents.csv";

/// Every table that a run can hold, in the order of its folders; a table stands behind those that it points to. Which of them
/// a run has depends on its pipeline: without a codebook there is no `4-extraction/codes.csv`, for example.
pub fn tables() -> Vec<Table> {
    let mut tables = vec![
        table::<ResponseRow>("archive/responses.csv", "The archive's table of contents", Sharing::Own)
            .key(&["file", "offset"]),
    ];
    tables.extend(of_search());
    tables.extend(of_texts());
    tables.extend(of_decisions());
    tables.extend(of_counts());
    tables.extend(of_known());
    tables
}

fn of_search() -> Vec<Table> {
    let query = ["source", "term", "text", "via"];
    vec![
        table::<QueryRow>("1-search/queries.csv", "What was typed where, and what came of it", Sharing::Own)
            .key(&query),
        table::<PublicationRow>(LISTED, "Every publication that was found, as listed", Sharing::Own)
            .key(&["publication"]),
        table::<HitRow>("1-search/hits.csv", "Every row of every result list", Sharing::Own)
            .key(&["source", "term", "text", "via", "rank"])
            .points(&query, "1-search/queries.csv", &query)
            .publication(LISTED),
        table::<MergeRow>("1-search/merges.csv", "Which records became one on what was listed", Sharing::Own)
            .key(&["merged"]),
        table::<DecisionRow>(
            "2-screening/decisions.csv",
            "Kind and date, as far as the listing tells",
            Sharing::Own,
        )
        .key(&["publication", "term", "criterion"])
        .publication(LISTED),
    ]
}

fn of_texts() -> Vec<Table> {
    vec![
        table::<PublicationRow>(RETRIEVED, "The publications that screening left, as read", Sharing::Own)
            .key(&["publication"])
            .publication(LISTED),
        table::<DocumentRow>(
            DOCUMENTS,
            "Each page and file of a publication, and whether it could be read",
            Sharing::Own,
        )
        .key(&["document"])
        .publication(RETRIEVED),
        table::<MergeRow>("3-retrieval/merges.csv", "Which records became one on their files", Sharing::Own)
            .key(&["merged"])
            .points(&["kept"], RETRIEVED, &["publication"]),
        table::<PageRow>("3-retrieval/pages.parquet", "The text of every page", Sharing::OthersTexts)
            .key(&["document", "page"])
            .publication(RETRIEVED)
            .document(),
        table::<OccurrenceRow>(
            "4-extraction/occurrences.csv",
            "Every place where a term stands",
            Sharing::Quotations,
        )
        .key(&["term", "document", "page", "start", "end"])
        .publication(RETRIEVED)
        .document(),
        table::<PassageRow>(
            "4-extraction/passages.csv",
            "What may define or describe a term",
            Sharing::Quotations,
        )
        .publication(RETRIEVED)
        .document(),
        table::<CodeRow>(
            "4-extraction/codes.csv",
            "Elements of the codebook that a passage may be about",
            Sharing::Quotations,
        )
        .publication(RETRIEVED)
        .document(),
    ]
}

fn of_decisions() -> Vec<Table> {
    let decision = ["publication", "term", "criterion"];
    let pair = ["publication", "term"];
    vec![
        table::<DecisionRow>(
            "5-eligibility/decisions.csv",
            "Every criterion on every publication and pair",
            Sharing::Quotations,
        )
        .key(&decision)
        .publication(LISTED)
        .document(),
        table::<DecisionRow>(
            "5-eligibility/rules.csv",
            "What the rules say by themselves, where people judged",
            Sharing::Quotations,
        )
        .key(&decision)
        .publication(LISTED)
        .document(),
        table::<OutcomeRow>(
            "5-eligibility/outcomes.csv",
            "What becomes of each pair that Table 1 counts",
            Sharing::Own,
        )
        .key(&pair)
        .publication(LISTED),
        table::<OutcomeRow>(
            "5-eligibility/other-routes.csv",
            "What becomes of pairs that Table 1 does not count",
            Sharing::Own,
        )
        .key(&["publication", "term", "via"])
        .publication(LISTED),
        table::<ToJudgeRow>(
            "5-eligibility/to-judge.csv",
            "What waits for a reviewer, most useful first",
            Sharing::Own,
        )
        .key(&decision)
        .publication(LISTED),
    ]
}

fn of_counts() -> Vec<Table> {
    vec![
        table::<Table1Row>(
            "6-synthesis/table1.csv",
            "Table 1: the course of the data collection",
            Sharing::Own,
        )
        .key(&["term"]),
        table::<FlowRow>("6-synthesis/flow.csv", "The flow of publications, box by box", Sharing::Own)
            .key(&["source", "box_name", "reason", "unit"]),
        table::<WorktableRow>(
            "6-synthesis/worktable.csv",
            "The working table: the passages of what is included",
            Sharing::Quotations,
        )
        .publication(RETRIEVED)
        .document(),
        table::<ContributionRow>("6-synthesis/contribution.csv", "What each source adds", Sharing::Own)
            .key(&["source", "term"]),
        table2(),
        table::<Table2PassageRow>(
            "6-synthesis/table2-passages.csv",
            "The passages behind each cross of Table 2",
            Sharing::Quotations,
        )
        .publication(RETRIEVED)
        .document(),
        table::<EarlierCrossRow>(
            "6-synthesis/table2-2024.csv",
            "Table 2 beside that of the earlier review",
            Sharing::Own,
        )
        .key(&["element", "term"]),
    ]
}

fn of_known() -> Vec<Table> {
    vec![
        table::<KnownRow>(
            "known/known.csv",
            "What the run makes of each pair that an earlier review names",
            Sharing::Own,
        )
        .key(&["line"]),
        table::<KnownPublicationRow>("known/publications.csv", "The same, by publication", Sharing::Own)
            .key(&["work"]),
        table::<LookupRow>("known/lookups.csv", "Titles that were typed to test the boxes", Sharing::Own)
            .key(&["work", "source"]),
    ]
}

/// Table 2 has two columns for each term, which are known only when it is made.
fn table2() -> Table {
    let column = |name: &str, meaning: &str| Column {
        name: name.to_owned(),
        kind: ColumnType::Text,
        may_be_empty: false,
        meaning: meaning.to_owned(),
        pattern: None,
        values: Vec::new(),
    };
    Table {
        path: "6-synthesis/table2.csv",
        title: "Table 2: elements by terms, as cues propose them",
        meaning: "A row for each element of the codebook, in its order; whether it belongs to each of the terms, and how many \
                  passages say so."
            .to_owned(),
        columns: vec![
            column("element", "The id of the element."),
            column("category", "The category that it stands under."),
            column("label", "The element in words."),
        ],
        more_columns: Some(
            "Then for each term a column with its id (`yes`, `no`, `unknown`), and for each term a column with the number of \
             passages behind that cross.",
        ),
        primary_key: vec!["element"],
        foreign_keys: Vec::new(),
        sharing: Sharing::Own,
    }
}

fn table<R: JsonSchema + DeserializeOwned>(
    path: &'static str,
    title: &'static str,
    sharing: Sharing,
) -> Table {
    Table {
        path,
        title,
        meaning: meaning_of::<R>(),
        columns: columns_of::<R>(),
        more_columns: None,
        primary_key: Vec::new(),
        foreign_keys: Vec::new(),
        sharing,
    }
}

impl Table {
    fn key(mut self, columns: &[&'static str]) -> Self {
        self.primary_key = columns.to_vec();
        self
    }

    fn points(mut self, columns: &[&'static str], table: &'static str, theirs: &[&'static str]) -> Self {
        self.foreign_keys.push(ForeignKey { columns: columns.to_vec(), table, theirs: theirs.to_vec() });
        self
    }

    fn publication(self, table: &'static str) -> Self {
        self.points(&["publication"], table, &["publication"])
    }

    fn document(self) -> Self {
        self.points(&["document"], DOCUMENTS, &["document"])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_name_columns_that_are_there_and_tables_that_come_before() {
        let all = tables();
        for (at, table) in all.iter().enumerate() {
            let has = |table: &Table, name: &str| table.columns.iter().any(|column| column.name == name);
            for name in &table.primary_key {
                assert!(has(table, name), "{}: {name}", table.path);
            }
            for key in &table.foreign_keys {
                let other = all[..at].iter().find(|other| other.path == key.table);
                let other = other.unwrap_or_else(|| panic!("{} before {}", key.table, table.path));
                assert!(key.columns.iter().all(|name| has(table, name)), "{}: {key:?}", table.path);
                assert!(key.theirs.iter().all(|name| has(other, name)), "{}: {key:?}", table.path);
            }
        }
    }

    #[test]
    fn every_table_and_every_column_says_what_it_is() {
        for table in tables() {
            assert!(table.meaning.len() > 20, "{}", table.path);
            for column in &table.columns {
                assert!(column.meaning.len() > 2, "{}: {}", table.path, column.name);
                assert!(!column.meaning.contains('\n'), "{}: {}", table.path, column.meaning);
                assert!(!column.meaning.contains("[`"), "{}: {}", table.path, column.meaning);
            }
        }
    }
}
