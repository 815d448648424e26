//! `bron judge`: a judgement from the command line.

use super::{Manner, import, sheet, study};
use crate::answer::{self, Done};
use crate::cli::{GiveArgs, JudgeCommand, JudgedArgs};
use crate::device;
use anyhow::{Context, Result, bail};
use bron_model::{
    Criterion, Judgement, Language, Origin, OutcomeRow, Place, PublicationId, Reviewer, Round, Says, Scope,
    TermId,
};
use bron_run::{Desk, Manner as Given, Sitting};
use serde::Serialize;

/// Gives a judgement, or takes one back.
pub fn judge(command: JudgeCommand, manner: Manner) -> Result<Done> {
    match command {
        JudgeCommand::Give(arguments) => give(*arguments, manner),
        JudgeCommand::Undo { on } => undo(on, manner),
        JudgeCommand::Sheet(arguments) => sheet::sheet(arguments, manner),
        JudgeCommand::Import(arguments) => import::import(*arguments, manner),
        JudgeCommand::Pack { run, packed_for, out } => super::pack::pack(&run, packed_for, out, manner),
        JudgeCommand::Merge { folder, into } => super::pack::merge(&folder, into.as_deref(), manner),
        JudgeCommand::Assign(arguments) => super::assign::assign(*arguments, manner),
    }
}

/// What was written, and what becomes of the pairs of the publication now.
#[derive(Serialize)]
struct Written {
    judgement: Judgement,
    outcomes: Vec<OutcomeRow>,
}

/// What is judged, and by whom.
struct On {
    desk: Desk,
    sitting: Sitting,
    publication: PublicationId,
    reviewer: Reviewer,
    device: String,
    criterion: Criterion,
    term: Option<TermId>,
}

impl On {
    fn of(arguments: JudgedArgs) -> Result<Self> {
        let run = study::run_folder(&arguments.run);
        let desk = Desk::open(&run)?;
        let fitting = bron_run::publications_that_fit(&run, &arguments.publication)?;
        let publication = match fitting.as_slice() {
            [] => bail!("nothing in this run fits `{}`", arguments.publication),
            [one] => one.publication.clone(),
            many => {
                let told: Vec<String> =
                    many.iter().map(|row| format!("  {}  {}", row.publication, row.title)).collect();
                bail!(
                    "{} publications fit `{}`; choose one:\n{}",
                    many.len(),
                    arguments.publication,
                    told.join("\n")
                )
            }
        };
        let term = arguments
            .term
            .as_deref()
            .map(TermId::new)
            .transpose()
            .context("--term takes the id of a term")?;
        if arguments.criterion.scope() == Scope::Pair && term.is_none() {
            bail!("{} is decided per pair: name the term with --term", arguments.criterion);
        }
        if let Some(term) = term.as_ref().filter(|_| arguments.criterion.scope() == Scope::Publication) {
            bail!("{} holds for all terms at once: leave `--term {term}` out", arguments.criterion);
        }
        let sitting = desk.sit()?;
        Ok(Self {
            sitting,
            publication,
            reviewer: Reviewer::new(arguments.reviewer)?,
            device: device::name(arguments.device)?,
            criterion: arguments.criterion,
            term,
            desk,
        })
    }

    /// The reviewer's own verdict on it that holds.
    fn own(&self) -> Option<Judgement> {
        let items = self.desk.items(&self.sitting, &self.publication);
        let item =
            items.into_iter().find(|item| item.criterion == self.criterion && item.term == self.term)?;
        let mut votes = item.votes.into_iter().chain(item.outdated);
        votes
            .find(|vote| vote.held.judgement.reviewer == self.reviewer)
            .map(|vote| vote.held.judgement.clone())
    }

    fn write(self, says: Says, given: Given, manner: Manner) -> Result<Done> {
        let replaced = given.supersedes.as_ref();
        if let Some(refusal) =
            self.desk.refusal(&self.sitting, &self.reviewer, &self.publication, &says, replaced)?
        {
            return Err(refusal.into());
        }
        let line =
            self.desk.given(&self.publication, says, given).context("the publication is in the run")?;
        let (mut file, torn) = self.desk.file(&self.reviewer, &self.device)?;
        if let Some(torn) = torn {
            answer::remark(&format!("a line that was not written whole was moved to `{}`", torn.display()));
        }
        let judgement = file.append(jiff::Timestamp::now(), line)?;
        let outcomes = self.desk.outcomes(&self.desk.sit()?, &self.publication);
        let rebuild = self.desk.rebuild();
        answer::print(manner.json, &Written { judgement, outcomes }, |written| {
            text(written, &rebuild, manner.language)
        })?;
        Ok(Done::Well)
    }

    /// The words on the first page of the publication that holds them.
    fn place(&self, words: &str) -> Result<Place> {
        let material = self.desk.material(&self.sitting, &self.publication)?;
        let pages = material.map(|material| material.pages).unwrap_or_default();
        for page in pages {
            if let Some(at) = page.text.find(words) {
                let start = page.text[..at].chars().count() as u32;
                let end = start + words.chars().count() as u32;
                return Ok(Place {
                    document: page.document,
                    page: page.page,
                    start,
                    end,
                    quote: words.to_owned(),
                });
            }
        }
        bail!("`{words}` stands on no page of `{}`; `bron text` prints them", self.publication)
    }
}

fn give(arguments: GiveArgs, manner: Manner) -> Result<Done> {
    let on = On::of(arguments.on)?;
    let evidence = arguments.quote.map(|words| on.place(&words)).transpose()?;
    let says = Says::Verdict {
        term: on.term.clone(),
        criterion: on.criterion,
        verdict: arguments.verdict,
        reason: arguments.reason,
        evidence: evidence.into_iter().collect(),
        screened: arguments.screened,
    };
    let given = Given {
        origin: Origin::Command,
        round: if arguments.pilot {
            Round::Pilot
        } else {
            on.sitting.duties().round(&on.publication, on.term.as_ref())
        },
        note: arguments.note,
        supersedes: on.own().map(|own| own.id),
        resolves: Vec::new(),
    };
    on.write(says, given, manner)
}

fn undo(arguments: JudgedArgs, manner: Manner) -> Result<Done> {
    let on = On::of(arguments)?;
    let Some(own) = on.own() else {
        bail!("{} has no verdict on {} of `{}` that holds", on.reviewer, on.criterion, on.publication)
    };
    let given = Given {
        origin: Origin::Command,
        round: own.given.round,
        note: String::new(),
        supersedes: Some(own.id),
        resolves: Vec::new(),
    };
    on.write(Says::Withdrawn, given, manner)
}

fn text(written: &Written, rebuild: &str, language: Language) -> String {
    let id = &written.judgement.id;
    let mut lines = vec![match language {
        Language::Nl => format!("Bewaard als {id} over {}.", written.judgement.given.publication),
        Language::En => format!("Kept as {id}, about {}.", written.judgement.given.publication),
    }];
    lines.extend(written.outcomes.iter().map(|row| {
        let open = if row.unclear.is_empty() { String::new() } else { format!(" ({})", row.unclear) };
        format!("  {}: {}{open}", row.term, row.outcome)
    }));
    lines.push(match language {
        Language::Nl => format!("`{rebuild}` zet het in de tabellen."),
        Language::En => format!("`{rebuild}` puts it into the tables."),
    });
    lines.join("\n")
}
