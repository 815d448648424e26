//! Decisions that were taken in another program, as its export tells them.

mod asreview;
mod known;
mod rayyan;
mod rayyan_log;
mod read;

use crate::Error;
use crate::import::{Did, Import, RowReport};
use crate::own::own;
use crate::row_problem::RowProblem;
use crate::sheet_import::reason_of;
use crate::stop::{Stop, said};
use crate::words::{folded, say};
use bron_judge::Held;
use bron_model::{
    Criterion, Given, Language, Origin, PublicationId, Reviewer, Round, Says, Screened, TermId, Verdict,
};
use bron_run::{Desk, Manner, Refusal, Sitting};
use known::Known;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A program whose exports are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Program {
    /// Rayyan: CSV or RIS, with the decisions in the notes.
    Rayyan,
    /// ASReview: CSV, TSV, XLSX or RIS, with a label for each record.
    Asreview,
}

impl Program {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rayyan => "Rayyan",
            Self::Asreview => "ASReview",
        }
    }

    fn origin(self) -> Origin {
        match self {
            Self::Rayyan => Origin::Rayyan,
            Self::Asreview => Origin::Asreview,
        }
    }
}

/// How the decisions of an export are to be taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Which program wrote it; absent: what it holds says so.
    pub program: Option<Program>,
    /// The log that Rayyan exports beside its records: then people are named as it names them, and reasons are whose they are.
    pub log: Option<PathBuf>,
    /// The criterion that its decisions are about.
    pub criterion: Criterion,
    /// The term, for a criterion that is decided per pair.
    pub term: Option<TermId>,
    /// Who each name in the export is; nobody: that person's decisions are left out.
    pub names: BTreeMap<String, Option<Reviewer>>,
    /// Who decided where the export names nobody.
    pub nameless: Option<Reviewer>,
    /// Codes for reasons as the export words them.
    pub reasons: BTreeMap<String, String>,
    /// How much they looked at.
    pub screened: Screened,
    /// In which round; what was drawn for the pilot belongs to it anyway.
    pub round: Round,
    /// The language of what is said about the rows.
    pub language: Language,
}

impl Taken {
    /// In which round a decision on a publication is: the pilot where that was asked for, or where it was drawn for it.
    fn round(&self, sitting: &Sitting, publication: &PublicationId) -> Round {
        match self.round {
            Round::Pilot => Round::Pilot,
            Round::Main => sitting.duties().round(publication, self.term.as_ref()),
        }
    }
}

/// A record of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Exported {
    line: u64,
    title: String,
    /// Texts that are our id, where they are one of this run.
    ids: Vec<String>,
    /// Texts in which `record_id: <our id>` may stand.
    notes: Vec<String>,
    url: String,
    doi: String,
    votes: Result<Vec<Vote>, String>,
}

/// What one person decided of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Vote {
    /// As the export has it; empty where it names nobody.
    name: String,
    verdict: Verdict,
    /// Reasons that are this person's.
    reasons: Vec<String>,
    note: String,
}

/// Reads an export of Rayyan or ASReview, and says what becomes of each decision in it.
///
/// A record is found by our id (column `record_id`, or `record_id: ...` in its notes, or the RIS fields `ID`, `C1`, `AN`), else by its
/// address, else by its DOI; one that is found by none of them is `Elsewhere`. A reason that is on no list is kept in the note, and said.
pub fn read_export(file: &Path, desk: &Desk, sitting: &Sitting, taken: &Taken) -> Result<Import, Error> {
    let (program, records) = read::records(file, taken.program, taken.log.as_deref())?;
    let taking = Taking { desk, sitting, taken, program, known: Known::of(desk) };
    let mut import = Import { rows: Vec::new(), remarks: Vec::new(), given: BTreeMap::new() };
    let mut seen = BTreeMap::new();
    for record in records {
        taking.record(&record, &mut import, &mut seen)?;
    }
    Ok(import)
}

/// Which program wrote a file; nothing where that is not to be seen in it.
pub fn program_of(file: &Path) -> Result<Option<Program>, Error> {
    read::program_of(file)
}

/// What somebody said of a publication in an earlier row: the line, and what.
type Seen = BTreeMap<(Reviewer, PublicationId), (u64, Verdict)>;

struct Taking<'a> {
    desk: &'a Desk,
    sitting: &'a Sitting,
    taken: &'a Taken,
    program: Program,
    known: Known,
}

impl Taking<'_> {
    fn record(&self, record: &Exported, import: &mut Import, seen: &mut Seen) -> Result<(), Error> {
        let language = self.taken.language;
        let report = RowReport::of_line(record.line, record.title.clone());
        let votes = match &record.votes {
            Ok(votes) => votes,
            Err(what) => {
                import.rows.push(report.refused(&RowProblem::Unreadable(what.clone()), language));
                return Ok(());
            }
        };
        let Some((publication, by)) = self.known.find(record) else {
            let why = say(
                language,
                "geen publicatie van deze run heeft deze id, dit adres of deze DOI",
                "no publication of this run has this id, address or DOI",
            );
            import.rows.push(RowReport { did: Did::Elsewhere, why, ..report });
            return Ok(());
        };
        let report = RowReport { publication: Some(publication.clone()), ..report };
        if votes.is_empty() {
            import.rows.push(report);
            return Ok(());
        }
        for vote in votes {
            let mut row = RowReport { verdict: Some(vote.verdict), ..report.clone() };
            match self.vote(publication, vote, &mut row, seen) {
                Ok(Some(given)) => {
                    let reviewer =
                        row.reviewer.clone().expect("who judges is known where something is given");
                    import.given.entry(reviewer).or_default().push(given);
                    if by != known::By::Id {
                        add(
                            &mut row.why,
                            &say(
                                language,
                                format!("gevonden op {}", by.nl()),
                                format!("found by {}", by.en()),
                            ),
                        );
                    }
                }
                Ok(None) => {}
                Err(Stop::Problem(problem)) => row = row.refused(&problem, language),
                Err(Stop::Error(error)) => return Err(error),
            }
            import.rows.push(row);
        }
        Ok(())
    }

    /// The judgement that a decision comes to; nothing where nothing is to be written, and the row says why.
    fn vote(
        &self,
        publication: &PublicationId,
        vote: &Vote,
        row: &mut RowReport,
        seen: &mut Seen,
    ) -> Result<Option<Given>, Stop> {
        let taken = self.taken;
        let Some(reviewer) = self.reviewer(&vote.name)? else {
            row.why = say(
                taken.language,
                format!("{} wordt niet overgenomen", vote.name),
                format!("{} is left out", vote.name),
            );
            return Ok(None);
        };
        row.reviewer = Some(reviewer.clone());
        row.criterion = Some(taken.criterion);
        row.term.clone_from(&taken.term);
        let key = (reviewer.clone(), publication.clone());
        if let Some((line, verdict)) = seen.get(&key) {
            if *verdict != vote.verdict {
                return Err(RowProblem::Twice { line: *line }.into());
            }
            row.did = Did::Same;
            row.why = say(
                taken.language,
                format!("rij {line} zegt hetzelfde"),
                format!("row {line} says the same"),
            );
            return Ok(None);
        }
        seen.insert(key, (row.line, vote.verdict));
        let (reason, note) = self.reason_and_note(vote, row);
        let before = own(self.sitting, reviewer, publication, taken.criterion, taken.term.as_ref());
        let says = Says::Verdict {
            term: taken.term.clone(),
            criterion: taken.criterion,
            verdict: vote.verdict,
            reason,
            evidence: Vec::new(),
            screened: taken.screened,
        };
        let supersedes = match before.as_slice() {
            [] => None,
            [held] if says_it(held, &says, &note) => {
                row.did = Did::Same;
                return Ok(None);
            }
            [held] if looked_at(held).is_some_and(|more| held.fit.holds() && more > taken.screened) => {
                row.did = Did::Kept;
                row.why = say(
                    taken.language,
                    format!("{} blijft staan: daarvoor is meer bekeken", held.judgement.id),
                    format!("{} stays: more was looked at for it", held.judgement.id),
                );
                return Ok(None);
            }
            [held] => Some(held.judgement.id.clone()),
            several => {
                let ids = several.iter().map(|held| held.judgement.id.to_string()).collect();
                return Err(RowProblem::SaidTwice(ids).into());
            }
        };
        let manner = Manner {
            origin: self.program.origin(),
            round: taken.round(self.sitting, publication),
            note,
            supersedes: supersedes.clone(),
            resolves: Vec::new(),
        };
        match said(self.desk, self.sitting, reviewer, publication, says, manner) {
            Ok(given) => {
                row.did = if supersedes.is_some() { Did::Changed } else { Did::New };
                row.supersedes = supersedes;
                Ok(Some(given))
            }
            Err(Stop::Problem(RowProblem::Refused(
                refusal @ (Refusal::OwnWork(_) | Refusal::NoPair(..)),
            ))) => {
                row.did = Did::Elsewhere;
                add(&mut row.why, &refusal.text(taken.language));
                Ok(None)
            }
            Err(stop) => Err(stop),
        }
    }

    /// Who a name is; nothing where that person's decisions are left out.
    fn reviewer(&self, name: &str) -> Result<Option<&Reviewer>, RowProblem> {
        if name.is_empty() {
            return self.taken.nameless.as_ref().map(Some).ok_or(RowProblem::Nameless);
        }
        let known = self.taken.names.iter().find(|(known, _)| known.trim() == name);
        known.map(|(_, reviewer)| reviewer.as_ref()).ok_or_else(|| RowProblem::UnknownName(name.to_owned()))
    }

    /// The first reason that has a code here, and a note with all else that the export tells.
    fn reason_and_note(&self, vote: &Vote, row: &mut RowReport) -> (String, String) {
        let criteria = self.desk.criteria();
        let (mut code, mut others) = (String::new(), Vec::new());
        for reason in &vote.reasons {
            let named = self.taken.reasons.iter().find(|(from, _)| folded(from) == folded(reason));
            let word = named.map_or(reason.as_str(), |(_, code)| code.as_str());
            // A tag of ASReview has the name of its group before it.
            let tails = word.match_indices('_').map(|(at, _)| &word[at + 1..]);
            let words = [word].into_iter().chain(tails.filter(|_| self.program == Program::Asreview));
            let found = words.map(|word| reason_of(criteria, self.taken.criterion, vote.verdict, word));
            match found
                .reduce(|first, next| if first.is_ok() { first } else { next })
                .unwrap_or(Ok(String::new()))
            {
                Ok(found) if code.is_empty() => code = found,
                Ok(_) => others.push(reason.as_str()),
                Err(_) => {
                    others.push(reason.as_str());
                    add(
                        &mut row.why,
                        &say(
                            self.taken.language,
                            format!("reden `{reason}` staat op geen lijst en komt in de opmerking"),
                            format!("reason `{reason}` is on no list and goes into the note"),
                        ),
                    );
                }
            }
        }
        let mut note = vote.note.clone();
        if !others.is_empty() {
            let told = format!("[{}] reasons: {}", self.program.as_str(), others.join("; "));
            note = if note.is_empty() { told } else { format!("{note}\n{told}") };
        }
        (code, note)
    }
}

/// Whether the reviewer has said this before: an export that has no reason or note takes none away.
fn says_it(held: &Held, says: &Says, note: &str) -> bool {
    let given = &held.judgement.given;
    let (Says::Verdict { verdict: was, reason: why, .. }, Says::Verdict { verdict, reason, .. }) =
        (&given.says, says)
    else {
        return false;
    };
    held.fit.holds()
        && was == verdict
        && (reason.is_empty() || reason == why)
        && (note.is_empty() || note == given.note)
}

fn looked_at(held: &Held) -> Option<Screened> {
    match &held.judgement.given.says {
        Says::Verdict { screened, .. } => Some(*screened),
        _ => None,
    }
}

/// Puts a remark behind another.
fn add(to: &mut String, remark: &str) {
    if !to.is_empty() {
        to.push_str("; ");
    }
    to.push_str(remark);
}
