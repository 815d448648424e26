//! Table 2: which elements belong to which terms, as cues propose it, with the passages behind each cross.

use crate::Error;
use crate::worktable::page;
use bron_model::{
    CodeRow, Cross, DocumentId, DocumentKind, DocumentRow, EarlierCrossRow, Outcome, OutcomeRow, PassageRow,
    PublicationId, Table2PassageRow, TermId,
};
use bron_protocol::{Codebook, EarlierCross, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Elements by terms. Every cross is a proposal that nobody has judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table2 {
    /// The terms: the columns, in the printed order.
    pub terms: Vec<TermId>,
    /// The elements, in the codebook's order.
    pub rows: Vec<Table2Row>,
}

/// An element and its cell for each term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table2Row {
    /// The id of the element.
    pub element: String,
    /// The label of its category.
    pub category: String,
    /// Its label.
    pub label: String,
    /// One for each term of the table.
    pub cells: Vec<Table2Cell>,
}

/// Whether an element is proposed for a term, and by how many passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table2Cell {
    /// `yes` with at least one passage, `no` where the term has passages and none proposes it, `unknown` where no included
    /// publication has a passage of the term.
    pub cross: Cross,
    /// The passages that propose it.
    pub passages: u64,
}

/// The table and the passages behind its crosses.
type Counted = (Table2, Vec<Table2PassageRow>);

/// Where a passage stands: publication, term, document, page, start, end.
type Key<'a> = (&'a PublicationId, &'a TermId, &'a DocumentId, u32, u32, u32);

/// The endings of the columns with numbers.
const PASSAGES: &str = "_passages";

/// Counts the codes of passages of included pairs on a counted route: the table, and a row per passage behind each cross.
///
/// Passages and codes of other pairs may be among the rows and count for nothing. Refuses a code of an element that the
/// codebook does not have, one of a passage that is not there, a cue outside its passage, and a result that
/// [`check_table2`] refuses.
pub fn table2(
    codebook: &Codebook,
    terms: &[Term],
    documents: &[DocumentRow],
    outcomes: &[OutcomeRow],
    passages: &[PassageRow],
    codes: &[CodeRow],
) -> Result<Counted, Error> {
    let included = included(outcomes);
    let counted: BTreeMap<Key<'_>, &PassageRow> = passages
        .iter()
        .filter(|row| included.contains(&(&row.term, &row.publication)))
        .map(|row| (key_of_passage(row), row))
        .collect();
    let mut cues: BTreeMap<(&str, Key<'_>), Vec<&CodeRow>> = BTreeMap::new();
    for code in codes.iter().filter(|code| included.contains(&(&code.term, &code.publication))) {
        refuse_loose(codebook, &counted, code)?;
        cues.entry((&code.element, key_of_code(code))).or_default().push(code);
    }
    let kinds: BTreeMap<&DocumentId, DocumentKind> =
        documents.iter().map(|row| (&row.document, row.kind)).collect();
    let mut behind = Vec::new();
    for term in terms {
        for element in &codebook.element {
            let of_cell = cues.iter().filter(|((id, key), _)| *id == element.id && *key.1 == term.id);
            let mut of_cell: Vec<_> = of_cell.map(|((_, key), codes)| (counted[key], codes)).collect();
            of_cell.sort_by_key(|(row, _)| (&row.publication, &row.document, row.page, row.start, row.end));
            behind.extend(of_cell.into_iter().map(|(passage, codes)| Table2PassageRow {
                term: term.id.clone(),
                element: element.id.clone(),
                publication: passage.publication.clone(),
                document: passage.document.clone(),
                page: page(passage, kinds.get(&passage.document).copied()),
                quote: passage.quote.clone(),
                cue: each_once(codes),
            }));
        }
    }
    let table = count(codebook, terms, &counted, &behind);
    check_table2(&table, &behind)?;
    recount(&table, outcomes, passages, codes)?;
    Ok((table, behind))
}

fn included(outcomes: &[OutcomeRow]) -> BTreeSet<(&TermId, &PublicationId)> {
    outcomes
        .iter()
        .filter(|row| row.outcome == Outcome::Included && row.via.counts_in_table1())
        .map(|row| (&row.term, &row.publication))
        .collect()
}

fn key_of_passage(row: &PassageRow) -> Key<'_> {
    (&row.publication, &row.term, &row.document, row.page, row.start, row.end)
}

fn key_of_code(row: &CodeRow) -> Key<'_> {
    (&row.publication, &row.term, &row.document, row.page, row.start, row.end)
}

/// Refuses a code that belongs to no element or no passage.
fn refuse_loose(
    codebook: &Codebook,
    passages: &BTreeMap<Key<'_>, &PassageRow>,
    code: &CodeRow,
) -> Result<(), Error> {
    let what = if codebook.element(&code.element).is_none() {
        "its element is not in the codebook"
    } else if !passages.contains_key(&key_of_code(code)) {
        "there is no such passage"
    } else if code.cue_start < code.start || code.cue_end > code.end || code.cue_start >= code.cue_end {
        "its cue is not inside the passage"
    } else {
        return Ok(());
    };
    Err(Error::LooseCode {
        element: code.element.clone(),
        publication: code.publication.clone(),
        term: code.term.clone(),
        page: code.page,
        start: code.start,
        what,
    })
}

fn each_once(codes: &[&CodeRow]) -> String {
    let mut cues: Vec<String> = Vec::new();
    let mut codes = codes.to_vec();
    codes.sort_by_key(|code| (code.cue_start, code.cue_end));
    for code in codes {
        let cue = code.cue.split_whitespace().collect::<Vec<_>>().join(" ");
        if !cues.contains(&cue) {
            cues.push(cue);
        }
    }
    cues.join(" | ")
}

fn count(
    codebook: &Codebook,
    terms: &[Term],
    counted: &BTreeMap<Key<'_>, &PassageRow>,
    behind: &[Table2PassageRow],
) -> Table2 {
    let with_passages: BTreeSet<&TermId> = counted.keys().map(|key| key.1).collect();
    let mut numbers: BTreeMap<(&str, &TermId), u64> = BTreeMap::new();
    for row in behind {
        *numbers.entry((&row.element, &row.term)).or_default() += 1;
    }
    let cell = |element: &str, term: &TermId| {
        let passages = numbers.get(&(element, term)).copied().unwrap_or_default();
        let cross = match (passages, with_passages.contains(term)) {
            (1.., _) => Cross::Yes,
            (0, true) => Cross::No,
            (0, false) => Cross::Unknown,
        };
        Table2Cell { cross, passages }
    };
    let rows = codebook.element.iter().map(|element| Table2Row {
        element: element.id.clone(),
        category: codebook
            .category(&element.category)
            .map_or_else(|| element.category.clone(), |category| category.label.clone()),
        label: element.label.clone(),
        cells: terms.iter().map(|term| cell(&element.id, &term.id)).collect(),
    });
    Table2 { terms: terms.iter().map(|term| term.id.clone()).collect(), rows: rows.collect() }
}

/// Refuses a table in which a term or an element is there twice, a row has another number of cells than there are terms, a
/// number is not that of the rows behind its cross, a cross is not what its number says, a column is unknown in part, or
/// a passage behind it belongs to no cell or is there twice.
pub fn check_table2(table: &Table2, behind: &[Table2PassageRow]) -> Result<(), Error> {
    let mut numbers: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for row in behind {
        *numbers.entry((row.element.as_str(), row.term.as_str())).or_default() += 1;
    }
    let mut seen = BTreeSet::new();
    for row in &table.rows {
        if !seen.insert(&row.element) || row.cells.len() != table.terms.len() {
            return Err(Error::Table2Shape { element: row.element.clone() });
        }
        for (term, cell) in table.terms.iter().zip(&row.cells) {
            let refuse = |rows: u64| Error::Table2Cell {
                element: row.element.clone(),
                term: term.clone(),
                cross: cell.cross,
                passages: cell.passages,
                rows,
            };
            let rows = numbers.remove(&(row.element.as_str(), term.as_str())).unwrap_or_default();
            if rows != cell.passages || (cell.cross == Cross::Yes) != (rows > 0) {
                return Err(refuse(rows));
            }
        }
    }
    if let Some(((element, term), _)) = numbers.into_iter().next() {
        return Err(Error::Table2Behind { element: element.to_owned(), term: term.to_owned() });
    }
    unknown_as_a_whole(table)
}

/// A column is unknown because its term has no passages, so all of it is or nothing.
fn unknown_as_a_whole(table: &Table2) -> Result<(), Error> {
    for (at, term) in table.terms.iter().enumerate() {
        let unknown = table.rows.iter().filter(|row| row.cells[at].cross == Cross::Unknown).count();
        if unknown != 0 && unknown != table.rows.len() {
            return Err(Error::Table2Unknown { term: term.clone(), unknown, rows: table.rows.len() });
        }
    }
    Ok(())
}

/// Counts again from outcomes, passages and codes, without the machinery by which [`table2`] counts.
fn recount(
    table: &Table2,
    outcomes: &[OutcomeRow],
    passages: &[PassageRow],
    codes: &[CodeRow],
) -> Result<(), Error> {
    let included = included(outcomes);
    let is_included = |term: &TermId, publication: &PublicationId| included.contains(&(term, publication));
    for (at, term) in table.terms.iter().enumerate() {
        let has_passages =
            passages.iter().any(|row| row.term == *term && is_included(term, &row.publication));
        let of_term: Vec<&CodeRow> =
            codes.iter().filter(|code| code.term == *term && is_included(term, &code.publication)).collect();
        for row in &table.rows {
            let coded: BTreeSet<_> = of_term
                .iter()
                .filter(|code| code.element == row.element)
                .map(|code| (&code.document, code.page, code.start, code.end))
                .collect();
            let rows = coded.len() as u64;
            let cell = row.cells[at];
            let known = cell.cross != Cross::Unknown;
            if rows != cell.passages || known != has_passages {
                let (cross, passages) = (cell.cross, cell.passages);
                return Err(Error::Table2Cell {
                    element: row.element.clone(),
                    term: term.clone(),
                    cross,
                    passages,
                    rows,
                });
            }
        }
    }
    Ok(())
}

impl Table2 {
    /// The header and rows of `table2.csv`: `element`, `category`, `label`, a column per term with the crosses, then one
    /// per term with the number of passages (`<term>_passages`).
    pub fn records(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let fixed = ["element", "category", "label"].map(str::to_owned);
        let names = self.terms.iter().map(ToString::to_string);
        let numbers = self.terms.iter().map(|term| format!("{term}{PASSAGES}"));
        let header = fixed.into_iter().chain(names).chain(numbers).collect();
        let rows = self.rows.iter().map(|row| {
            let fixed = [&row.element, &row.category, &row.label].map(Clone::clone);
            let crosses = row.cells.iter().map(|cell| cell.cross.to_string());
            let numbers = row.cells.iter().map(|cell| cell.passages.to_string());
            fixed.into_iter().chain(crosses).chain(numbers).collect()
        });
        (header, rows.collect())
    }

    /// Reads what [`Table2::records`] gives. `None` where columns are missing, or a cell is neither cross nor number.
    pub fn from_records(header: &[String], rows: &[Vec<String>]) -> Option<Self> {
        let names = header.get(3..)?;
        let (names, numbers) = names.split_at(names.len() / 2);
        let paired = names.iter().zip(numbers).all(|(name, number)| *number == format!("{name}{PASSAGES}"));
        if !paired || names.len() != numbers.len() {
            return None;
        }
        let read = |row: &Vec<String>| {
            let cells = (0..names.len()).map(|at| {
                let cross = Cross::parse(row.get(3 + at)?)?;
                Some(Table2Cell { cross, passages: row.get(3 + names.len() + at)?.parse().ok()? })
            });
            Some(Table2Row {
                element: row.first()?.clone(),
                category: row.get(1)?.clone(),
                label: row.get(2)?.clone(),
                cells: cells.collect::<Option<_>>()?,
            })
        };
        let terms = names.iter().map(|name| TermId::new(name.as_str()).ok()).collect::<Option<_>>()?;
        Some(Self { terms, rows: rows.iter().map(read).collect::<Option<_>>()? })
    }
}

/// Each cell beside that of an earlier table, in the order of the elements, then of the terms. A cell that the earlier
/// table does not have is `unknown` there; `differs` only where both are known.
pub fn earlier_crosses(table: &Table2, earlier: &[EarlierCross]) -> Vec<EarlierCrossRow> {
    let known: BTreeMap<(&str, &TermId), Cross> =
        earlier.iter().map(|cell| ((cell.element.as_str(), &cell.term), cell.cross)).collect();
    let cells = table.rows.iter().flat_map(|row| {
        table.terms.iter().zip(&row.cells).map(|(term, cell)| (row.element.as_str(), term, cell.cross))
    });
    cells
        .map(|(element, term, proposed)| {
            let earlier = known.get(&(element, term)).copied().unwrap_or(Cross::Unknown);
            let both = proposed != Cross::Unknown && earlier != Cross::Unknown;
            let (element, term) = (element.to_owned(), term.clone());
            EarlierCrossRow { element, term, proposed, earlier, differs: both && proposed != earlier }
        })
        .collect()
}
