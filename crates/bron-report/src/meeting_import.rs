//! The sheet of a meeting that comes back: what was decided together, checked row by row.

use crate::Error;
use crate::column::Column;
use crate::grid::read_grid;
use crate::import::{Did, Import, RowReport};
use crate::meeting::{meeting_id, together};
use crate::row_id::MeetingId;
use crate::row_problem::RowProblem;
use crate::sheet_import::{Filling, place_of, read_rows, reason_of, shows_what_it_names, unchanged};
use crate::stop::Stop;
use crate::words::{say, screened_of, verdict_of};
use bron_judge::{Held, Item, State};
use bron_model::{Given, Language, Origin, Reviewer, Round, Says, Screened, Verdict};
use bron_run::{Desk, Manner, Sitting};
use std::collections::BTreeMap;
use std::path::Path;

/// How the sheet of a meeting was filled in.
#[derive(Debug, Clone)]
pub struct Decided {
    /// In which round; what was drawn for the pilot belongs to it anyway.
    pub round: Round,
    /// How much was looked at where a row does not say; absent: such rows are refused.
    pub screened: Option<Screened>,
    /// The language of what is said about the rows.
    pub language: Language,
}

/// Whether a file is the sheet of a meeting: one of its first lines has the columns `id` and `besluit` (or `decision`).
pub fn is_meeting(file: &Path) -> Result<bool, Error> {
    Ok(read_grid(file, &is_header)?.is_some())
}

fn is_header(cells: &[String]) -> bool {
    let columns: Vec<Column> = cells.iter().filter_map(|cell| Column::of_header(cell)).collect();
    columns.contains(&Column::Id) && columns.contains(&Column::Decision)
}

/// Reads the sheet of a meeting, and says what becomes of each row. A decision settles the votes that were on the sheet: where one of
/// them changed since, or was added or taken back, the row is refused.
///
/// Columns may stand in any order, as in a reviewer's sheet; only `id` and `besluit` (`decision`) must be there.
pub fn read_meeting(file: &Path, desk: &Desk, sitting: &Sitting, decided: &Decided) -> Result<Import, Error> {
    let grid = read_grid(file, &is_header)?.ok_or_else(|| Error::Read {
        file: file.to_owned(),
        what: "no line of it has the columns `id` and `besluit` (or `decision`)".to_owned(),
        hint: "take the sheet that `bron judge sheet --consensus` made; the column names must stay in its first line"
            .to_owned(),
    })?;
    let reader = Reading { desk, sitting, decided };
    let mut seen = Seen::default();
    read_rows(file, grid, decided.language, |cells, report, given| {
        let lines = reader.row(cells, report, &mut seen)?;
        given.entry(Reviewer::consensus()).or_default().extend(lines);
        Ok(())
    })
}

/// What rows said of a thing, with their lines.
type Seen = BTreeMap<MeetingId, (u64, Said)>;

/// What a row says, to be compared with another row on the same, and with what was decided before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    says: Says,
    note: String,
}

struct Reading<'a> {
    desk: &'a Desk,
    sitting: &'a Sitting,
    decided: &'a Decided,
}

impl Reading<'_> {
    /// The judgements that a row comes to; none where nothing is to be written.
    fn row(&self, cells: &Filling<'_>, report: &mut RowReport, seen: &mut Seen) -> Result<Vec<Given>, Stop> {
        let decision = cells.get(Column::Decision);
        let open = [Column::Reason, Column::Words, Column::Note];
        if decision.is_empty() {
            if !open.iter().all(|column| cells.get(*column).is_empty()) {
                return Err(RowProblem::WithoutVerdict.into());
            }
            let id = MeetingId::parse(cells.get(Column::Id));
            id.map_or(Ok(()), |id| shows_what_it_names(self.desk, cells, &id.row))?;
            return Ok(Vec::new());
        }
        let text = cells.get(Column::Id);
        if text.is_empty() {
            return Err(RowProblem::NoId.into());
        }
        let id = MeetingId::parse(text).ok_or_else(|| RowProblem::NotAnId(text.to_owned()))?;
        report.reviewer = Some(Reviewer::consensus());
        report.publication = Some(id.row.publication.clone());
        report.criterion = Some(id.row.criterion);
        report.term.clone_from(&id.row.term);
        let verdict = verdict_of(decision).ok_or_else(|| RowProblem::NoVerdict(decision.to_owned()))?;
        report.verdict = Some(verdict);
        unchanged(self.desk, &id.row)?;
        shows_what_it_names(self.desk, cells, &id.row)?;
        let said = self.said(cells, &id, verdict)?;
        if let Some((line, earlier)) = seen.get(&id) {
            if *earlier != said {
                return Err(RowProblem::Twice { line: *line }.into());
            }
            report.did = Did::Same;
            let line = (format!("rij {line} zegt hetzelfde"), format!("row {line} says the same"));
            report.why = say(self.decided.language, line.0, line.1);
            return Ok(Vec::new());
        }
        seen.insert(id.clone(), (report.line, said.clone()));
        let items = self.desk.items(self.sitting, &id.row.publication);
        let is_it = |item: &&Item<'_>| item.criterion == id.row.criterion && item.term == id.row.term;
        let item = items.iter().find(is_it).ok_or(RowProblem::NothingToSettle)?;
        let before = together(self.sitting, &id.row.publication, item);
        if item.state == State::Resolved && before.iter().all(|held| says_it(held, &said)) {
            report.did = Did::Same;
            return Ok(Vec::new());
        }
        if item.state != State::Conflict {
            return Err(match before.last() {
                Some(held) => RowProblem::SettledAlready(held.judgement.id.to_string()),
                None => RowProblem::NothingToSettle,
            }
            .into());
        }
        if meeting_id(id.row.clone(), self.sitting, item) != id {
            return Err(RowProblem::OtherVotes.into());
        }
        let lines = self.lines(&id, item, said)?;
        report.did = if before.is_empty() { Did::New } else { Did::Changed };
        report.supersedes = lines.first().and_then(|line| line.supersedes.clone());
        Ok(lines)
    }

    fn said(&self, cells: &Filling<'_>, id: &MeetingId, verdict: Verdict) -> Result<Said, Stop> {
        let row = &id.row;
        let reason = reason_of(self.desk.criteria(), row.criterion, verdict, cells.get(Column::Reason))?;
        let looked = cells.get(Column::LookedAt);
        let screened = if looked.is_empty() { self.decided.screened } else { screened_of(looked) };
        let screened = screened.ok_or_else(|| RowProblem::NotLookedAt(looked.to_owned()))?;
        let words = cells.get(Column::Words);
        let evidence = if words.is_empty() { Vec::new() } else { vec![place_of(self.desk, row, words)?] };
        let (term, criterion) = (row.term.clone(), row.criterion);
        let says = Says::Verdict { term, criterion, verdict, reason, evidence, screened };
        Ok(Said { says, note: cells.get(Column::Note).to_owned() })
    }

    /// The decision, which settles the votes that count, in the place of what was decided before.
    fn lines(&self, id: &MeetingId, item: &Item<'_>, said: Said) -> Result<Vec<Given>, Stop> {
        let publication = &id.row.publication;
        let manner = Manner {
            origin: Origin::Sheet,
            round: match self.decided.round {
                Round::Pilot => Round::Pilot,
                Round::Main => self.sitting.duties().round(publication, id.row.term.as_ref()),
            },
            note: said.note,
            supersedes: None,
            resolves: item.votes.iter().map(|vote| vote.held.judgement.id.clone()).collect(),
        };
        let by = Reviewer::consensus();
        let lines = self.desk.lines(self.sitting, &by, publication, said.says, manner)?;
        Ok(lines.map_err(RowProblem::Refused)?)
    }
}

/// Whether this was decided before.
fn says_it(held: &Held, said: &Said) -> bool {
    let given = &held.judgement.given;
    held.fit.holds() && given.says == said.says && given.note == said.note
}
