//! A sheet that comes back: what the reviewer filled in, checked row by row.

use crate::Error;
use crate::cell::{cell_text, unguarded};
use crate::column::Column;
use crate::grid::{Grid, read_grid};
use crate::import::{Did, Import, RowReport};
use crate::own::{own, words_of};
use crate::row_id::RowId;
use crate::row_problem::RowProblem;
use crate::sheet::reason_words;
use crate::shown::label_of;
use crate::stop::{self, Stop};
use crate::words::{folded, say, screened_of, verdict_of};
use bron_judge::Held;
use bron_model::{
    Criterion, Given, JudgementId, Language, Origin, Place, Reviewer, Round, Says, Screened, Verdict,
};
use bron_protocol::Criteria;
use bron_run::{Desk, Manner, Sitting};
use std::collections::BTreeMap;
use std::path::Path;

/// How a sheet was filled in.
#[derive(Debug, Clone)]
pub struct Filled {
    /// By whom.
    pub reviewer: Reviewer,
    /// In which round; what was drawn for the pilot belongs to it anyway.
    pub round: Round,
    /// How much was looked at where a row does not say; absent: such rows are refused.
    pub screened: Option<Screened>,
    /// The language of what is said about the rows.
    pub language: Language,
}

impl Filled {
    /// In which round a row is: the pilot where that was asked for, or where what it is about was drawn for it.
    fn round(&self, sitting: &Sitting, id: &RowId) -> Round {
        match self.round {
            Round::Pilot => Round::Pilot,
            Round::Main => sitting.duties().round(&id.publication, id.term.as_ref()),
        }
    }
}

/// Whether a file is a sheet: one of its first lines has the columns `id` and `oordeel` (or `verdict`).
pub fn is_sheet(file: &Path) -> Result<bool, Error> {
    Ok(read_grid(file, &is_header)?.is_some())
}

fn is_header(cells: &[String]) -> bool {
    let columns: Vec<Column> = cells.iter().filter_map(|cell| Column::of_header(cell)).collect();
    columns.contains(&Column::Id) && columns.contains(&Column::Verdict)
}

/// Reads a sheet (XLSX, XLS, ODS or CSV, as any program saves it) and says what becomes of each row.
///
/// Columns may stand in any order, under their Dutch or English names, with others beside them; only `id` and `oordeel` (`verdict`)
/// must be there. The id says what is judged; where publication, term or criterion show something else, the row is refused. Nothing
/// else that is locked in the sheet is read.
pub fn read_sheet(file: &Path, desk: &Desk, sitting: &Sitting, filled: &Filled) -> Result<Import, Error> {
    let grid = read_grid(file, &is_header)?.ok_or_else(|| Error::Read {
        file: file.to_owned(),
        what: "no line of it has the columns `id` and `oordeel` (or `verdict`)".to_owned(),
        hint: "take the sheet that `bron judge sheet` made; the column names must stay in its first line"
            .to_owned(),
    })?;
    let reader = Reading { desk, sitting, filled };
    let mut seen = Seen::default();
    read_rows(file, grid, filled.language, |cells, report, given| {
        let judgement = reader.row(cells, report, &mut seen)?;
        given.entry(filled.reviewer.clone()).or_default().extend(judgement);
        Ok(())
    })
}

/// Says what becomes of each row of a table; `row` says it of one, and adds the judgements that it comes to.
pub(crate) fn read_rows(
    file: &Path,
    grid: Grid,
    language: Language,
    mut row: impl FnMut(&Filling<'_>, &mut RowReport, &mut BTreeMap<Reviewer, Vec<Given>>) -> Result<(), Stop>,
) -> Result<Import, Error> {
    let (columns, remarks) = columns_of(file, &grid, language)?;
    let mut import = Import { rows: Vec::new(), remarks, given: BTreeMap::new() };
    let last_read = columns.values().max().copied().unwrap_or_default();
    let is_whole = |cells: &[String]| (last_read + 1..=grid.header.len()).contains(&cells.len());
    for (line, cells) in grid.rows {
        let cells = match cells {
            Ok(cells) if is_whole(&cells) => Filling { columns: &columns, cells },
            Ok(cells) => {
                let at_id = columns.get(&Column::Id).and_then(|at| cells.get(*at));
                let report = RowReport::of_line(line, at_id.cloned().unwrap_or_default());
                let problem = RowProblem::Cells { found: cells.len(), header: grid.header.len() };
                import.rows.push(report.refused(&problem, language));
                continue;
            }
            Err(what) => {
                let report = RowReport::of_line(line, "");
                import.rows.push(report.refused(&RowProblem::Unreadable(what), language));
                continue;
            }
        };
        let mut report = RowReport::of_line(line, cells.get(Column::Id));
        match row(&cells, &mut report, &mut import.given) {
            Ok(()) => {}
            Err(Stop::Problem(problem)) => report = report.refused(&problem, language),
            Err(Stop::Error(error)) => return Err(error),
        }
        import.rows.push(report);
    }
    Ok(import)
}

/// The place of each column, and a remark where others stand beside them. A column that is there twice is an error.
fn columns_of(
    file: &Path,
    grid: &Grid,
    language: Language,
) -> Result<(BTreeMap<Column, usize>, Vec<String>), Error> {
    let mut columns = BTreeMap::new();
    let mut others = Vec::new();
    for (at, name) in grid.header.iter().enumerate() {
        match Column::of_header(name) {
            Some(column) => {
                if columns.insert(column, at).is_some() {
                    return Err(Error::Read {
                        file: file.to_owned(),
                        what: format!("the column `{}` is there twice", name.trim()),
                        hint: "take one of them away".to_owned(),
                    });
                }
            }
            None if name.trim().is_empty() => {}
            None => others.push(format!("`{}`", name.trim())),
        }
    }
    let remark = (!others.is_empty()).then(|| {
        let others = others.join(", ");
        say(language, format!("niet gelezen: {others}"), format!("not read: {others}"))
    });
    Ok((columns, remark.into_iter().collect()))
}

/// The cells of a row by column.
pub(crate) struct Filling<'a> {
    columns: &'a BTreeMap<Column, usize>,
    cells: Vec<String>,
}

impl Filling<'_> {
    /// The text of a cell, without the apostrophe of a CSV; empty where the column or the cell is not there. A workbook may have
    /// been a CSV before.
    pub(crate) fn get(&self, column: Column) -> &str {
        self.columns.get(&column).and_then(|at| self.cells.get(*at)).map_or("", |text| unguarded(text))
    }

    /// Whether there is such a column.
    fn has(&self, column: Column) -> bool {
        self.columns.contains_key(&column)
    }
}

/// What a row says, to be compared with another row on the same.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    says: Says,
    note: String,
}

/// What rows said of a thing, with their lines.
type Seen = BTreeMap<RowId, (u64, Said)>;

struct Reading<'a> {
    desk: &'a Desk,
    sitting: &'a Sitting,
    filled: &'a Filled,
}

impl Reading<'_> {
    /// The judgement that a row comes to; nothing where nothing is to be written.
    fn row(
        &self,
        cells: &Filling<'_>,
        report: &mut RowReport,
        seen: &mut Seen,
    ) -> Result<Option<Given>, Stop> {
        let verdict = cells.get(Column::Verdict);
        let open = [Column::Reason, Column::Words, Column::Note];
        if verdict.is_empty() {
            if !open.iter().all(|column| cells.get(*column).is_empty()) {
                return Err(RowProblem::WithoutVerdict.into());
            }
            // Where one row shows something else than its id names, the sheet is not what it was.
            RowId::parse(cells.get(Column::Id))
                .map_or(Ok(()), |id| shows_what_it_names(self.desk, cells, &id))?;
            return Ok(None);
        }
        let id = self.id(cells)?;
        report.reviewer = Some(self.filled.reviewer.clone());
        report.publication = Some(id.publication.clone());
        report.criterion = Some(id.criterion);
        report.term.clone_from(&id.term);
        let verdict = verdict_of(verdict).ok_or_else(|| RowProblem::NoVerdict(verdict.to_owned()))?;
        report.verdict = Some(verdict);
        let before =
            own(self.sitting, &self.filled.reviewer, &id.publication, id.criterion, id.term.as_ref());
        let said = self.said(cells, &id, verdict, before.last().copied())?;
        if let Some((line, earlier)) = seen.get(&id) {
            return if *earlier == said {
                report.did = Did::Same;
                report.why = say(
                    self.filled.language,
                    format!("rij {line} zegt hetzelfde"),
                    format!("row {line} says the same"),
                );
                Ok(None)
            } else {
                Err(RowProblem::Twice { line: *line }.into())
            };
        }
        seen.insert(id.clone(), (report.line, said.clone()));
        let Against::Other(supersedes) = self.against(&before, &said, report)? else {
            return Ok(None);
        };
        let Said { says, note } = said;
        let round = self.filled.round(self.sitting, &id);
        let manner = Manner { origin: Origin::Sheet, round, note, supersedes, resolves: Vec::new() };
        let (reviewer, publication) = (&self.filled.reviewer, &id.publication);
        let given = stop::said(self.desk, self.sitting, reviewer, publication, says, manner)?;
        report.supersedes.clone_from(&given.supersedes);
        Ok(Some(given))
    }

    /// What is judged, as it was on the sheet and is now.
    fn id(&self, cells: &Filling<'_>) -> Result<RowId, RowProblem> {
        let text = cells.get(Column::Id);
        if text.is_empty() {
            return Err(RowProblem::NoId);
        }
        let id = RowId::parse(text).ok_or_else(|| RowProblem::NotAnId(text.to_owned()))?;
        let of = cells.get(Column::Reviewer);
        if !of.is_empty() && of != self.filled.reviewer.as_str() {
            return Err(RowProblem::OtherReviewer {
                found: of.to_owned(),
                given: self.filled.reviewer.clone(),
            });
        }
        unchanged(self.desk, &id)?;
        shows_what_it_names(self.desk, cells, &id)?;
        Ok(id)
    }

    fn said(
        &self,
        cells: &Filling<'_>,
        id: &RowId,
        verdict: Verdict,
        before: Option<&Held>,
    ) -> Result<Said, Stop> {
        let reason = reason_of(self.desk.criteria(), id.criterion, verdict, cells.get(Column::Reason))?;
        let looked = cells.get(Column::LookedAt);
        let screened = if looked.is_empty() { self.filled.screened } else { screened_of(looked) };
        let screened = screened.ok_or_else(|| RowProblem::NotLookedAt(looked.to_owned()))?;
        // What a cell cannot hold as it is must not change because the sheet came back.
        let kept = before.map(|held| &held.judgement.given);
        let note = match kept {
            Some(given) if is_same_cell(&given.note, cells.get(Column::Note)) => given.note.clone(),
            _ => cells.get(Column::Note).to_owned(),
        };
        let words = cells.get(Column::Words);
        let evidence = match kept.map(|given| &given.says) {
            Some(says) if !words.is_empty() && is_same_cell(&words_of(says), words) => evidence_of(says),
            _ if words.is_empty() => Vec::new(),
            _ => vec![place_of(self.desk, id, words)?],
        };
        let says = Says::Verdict {
            term: id.term.clone(),
            criterion: id.criterion,
            verdict,
            reason,
            evidence,
            screened,
        };
        Ok(Said { says, note })
    }

    /// What this verdict is to the reviewer's own.
    fn against(&self, before: &[&Held], said: &Said, report: &mut RowReport) -> Result<Against, RowProblem> {
        let is_same = |held: &&&Held| {
            let given = &held.judgement.given;
            held.fit.holds() && given.says == said.says && given.note == said.note
        };
        if !before.is_empty() && before.iter().filter(is_same).count() == before.len() {
            report.did = Did::Same;
            return Ok(Against::Same);
        }
        match before {
            [] => {
                report.did = Did::New;
                Ok(Against::Other(None))
            }
            [held] => {
                let (was, at) = (&held.judgement, held.judgement.at.strftime("%Y-%m-%d"));
                if let Says::Verdict { verdict, .. } = &was.given.says {
                    let word = crate::words::verdict(*verdict, self.filled.language);
                    report.why = say(
                        self.filled.language,
                        format!("was {word}, {at} ({})", was.given.origin),
                        format!("was {word}, {at} ({})", was.given.origin),
                    );
                }
                report.did = Did::Changed;
                Ok(Against::Other(Some(was.id.clone())))
            }
            several => {
                Err(RowProblem::SaidTwice(several.iter().map(|held| held.judgement.id.to_string()).collect()))
            }
        }
    }
}

/// What was judged must be what is there now, under the same version of the criteria.
pub(crate) fn unchanged(desk: &Desk, id: &RowId) -> Result<(), RowProblem> {
    let judged = desk.judged(&id.publication);
    let judged = judged.ok_or_else(|| RowProblem::NoPublication(id.publication.to_string()))?;
    let version = &desk.criteria().version;
    let now = RowId::new(&id.publication, id.term.as_ref(), id.criterion, &judged, version);
    if now.judged != id.judged {
        Err(RowProblem::OtherText)
    } else if now.criteria != id.criteria {
        Err(RowProblem::OtherCriteria)
    } else {
        Ok(())
    }
}

/// What a row shows must be what its id names: a column that was sorted by itself puts ids beside other publications.
pub(crate) fn shows_what_it_names(desk: &Desk, cells: &Filling<'_>, id: &RowId) -> Result<(), RowProblem> {
    let named = [
        (Column::Publication, id.publication.to_string()),
        (Column::Term, label_of(desk, id.term.as_ref())),
        (Column::Criterion, id.criterion.to_string()),
    ];
    let differs = |(column, named): &(Column, String)| {
        cells.has(*column) && folded(cells.get(*column)) != folded(&cell_text(named))
    };
    match named.into_iter().find(differs) {
        Some((column, named)) => {
            Err(RowProblem::OtherThanId { column, shown: cells.get(column).to_owned(), named })
        }
        None => Ok(()),
    }
}

/// What a verdict is to those that the reviewer gave before.
enum Against {
    /// It says the same.
    Same,
    /// It is new, or supersedes the one named.
    Other(Option<JudgementId>),
}

/// Where words stand that somebody typed.
pub(crate) fn place_of(desk: &Desk, id: &RowId, words: &str) -> Result<Place, Stop> {
    let place = bron_run::place_of(&desk.pages(&id.publication)?, words);
    Ok(place.ok_or_else(|| RowProblem::WordsNotThere(words.to_owned()))?)
}

/// Whether a cell that came back holds this text, as far as a cell can.
fn is_same_cell(text: &str, cell: &str) -> bool {
    let as_cell = |text: &str| unguarded(&cell_text(text)).to_owned();
    as_cell(text) == as_cell(cell)
}

fn evidence_of(says: &Says) -> Vec<Place> {
    match says {
        Says::Verdict { evidence, .. } => evidence.clone(),
        _ => Vec::new(),
    }
}

/// The code of a reason that a person wrote: its code, or its words in Dutch or English. Empty stays empty.
pub(crate) fn reason_of(
    criteria: &Criteria,
    criterion: Criterion,
    verdict: Verdict,
    found: &str,
) -> Result<String, RowProblem> {
    if found.is_empty() {
        return Ok(String::new());
    }
    let is_it = |text: &str| folded(text) == folded(found);
    let fitting: Vec<&str> = criteria
        .reasons(criterion, verdict)
        .filter(|reason| is_it(&reason.code) || is_it(&reason.nl) || is_it(&reason.en))
        .map(|reason| reason.code.as_str())
        .collect();
    match fitting.as_slice() {
        [code] => Ok((*code).to_owned()),
        [] => {
            let known = criteria.reasons(criterion, verdict);
            let known =
                known.map(|reason| format!("{} ({})", reason_words(reason, Language::Nl), reason.code));
            Err(RowProblem::NoReason { found: found.to_owned(), criterion, verdict, known: known.collect() })
        }
        several => Err(RowProblem::ManyReasons {
            found: found.to_owned(),
            codes: several.iter().map(|code| (*code).to_owned()).collect(),
        }),
    }
}
