//! A judgement from the command line: of what and by whom, checked as the page checks it, and written.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::cli::{ByArgs, OnArgs, VoiceArgs};
use crate::device;
use anyhow::{Result, bail};
use bron_model::{Field, Judgement, Language, Origin, OutcomeRow, PublicationId, Reviewer, Round, Says};
use bron_run::{Desk, Manner as How, Sitting};
use serde::Serialize;
use std::path::Path;

/// What was written, and what becomes of the pairs of the publication now; nothing where that rests on rules that only a run carries
/// out.
#[derive(Serialize)]
struct Written {
    judgement: Judgement,
    outcomes: Vec<OutcomeRow>,
}

/// What is judged, and by whom.
pub struct On {
    /// The run.
    pub desk: Desk,
    /// Its judgements of this moment.
    pub sitting: Sitting,
    /// The publication.
    pub publication: PublicationId,
    /// Who judges; the consensus where it is said by all together.
    pub reviewer: Reviewer,
    device: String,
    note: String,
}

impl On {
    /// Opens the run and finds the publication, which must be one.
    pub fn of(on: &OnArgs, by: ByArgs) -> Result<Self> {
        let run = study::run_folder(&on.run);
        let desk = Desk::open(&run)?;
        let sitting = desk.sit()?;
        let publication = the_publication(&run, &on.publication)?;
        let device = device::name(by.device)?;
        Ok(Self { desk, sitting, publication, reviewer: by.reviewer, device, note: by.note })
    }

    /// The same, for what can be said by all together: then the reviewer is the consensus.
    pub fn with_voice(on: &OnArgs, voice: VoiceArgs) -> Result<Self> {
        let one = Self::of(on, voice.by)?;
        Ok(if voice.together { Self { reviewer: Reviewer::consensus(), ..one } } else { one })
    }

    /// Another publication of the run.
    pub fn other(&self, asked: &str) -> Result<PublicationId> {
        the_publication(self.desk.run(), asked)
    }

    /// Says this in the place of what the reviewer said of the same thing before; without a round, in the one that it was drawn for.
    pub fn say(self, says: Says, round: Option<Round>, manner: Manner) -> Result<Done> {
        let drawn = self.sitting.duties().round(&self.publication, says.term());
        let how = how(round.unwrap_or(drawn), self.note.clone());
        let lines = self.desk.lines(&self.sitting, &self.reviewer, &self.publication, says, how)?;
        let by = self.reviewer.clone();
        self.write(&by, lines?, manner)
    }

    /// Takes a judgement back, the reviewer's own or one of all together.
    pub fn take_back(self, old: &Judgement, manner: Manner) -> Result<Done> {
        let how = How { supersedes: Some(old.id.clone()), ..how(old.given.round, self.note.clone()) };
        let line = self.desk.line(&self.sitting, &old.reviewer, &self.publication, Says::Withdrawn, how)?;
        self.write(&old.reviewer, vec![line?], manner)
    }

    fn write(self, by: &Reviewer, lines: Vec<bron_model::Given>, manner: Manner) -> Result<Done> {
        let (mut file, torn) = self.desk.file(by, &self.device)?;
        if let Some(torn) = torn {
            answer::remark(&format!("a line that was not written whole was moved to `{}`", torn.display()));
        }
        let judgement = file.append_all(jiff::Timestamp::now(), lines)?.swap_remove(0);
        let outcomes = if waits_for_the_rules(&judgement.given.says) {
            Vec::new()
        } else {
            self.desk.outcomes(&self.desk.sit()?, &self.publication)
        };
        let rebuild = self.desk.rebuild();
        answer::print(manner.json, &Written { judgement, outcomes }, |written| {
            text(written, &rebuild, manner.language)
        })?;
        Ok(Done::Well)
    }
}

/// Whether rules on the listing (I1, I2, W) read what was corrected: what becomes of the pairs is then seen in the next run.
fn waits_for_the_rules(says: &Says) -> bool {
    matches!(says, Says::Correction { field: Field::Date | Field::Kind, .. })
}

/// A judgement from the command line that replaces nothing.
fn how(round: Round, note: String) -> How {
    How { origin: Origin::Command, round, note, supersedes: None, resolves: Vec::new() }
}

/// The one publication of a run that fits.
fn the_publication(run: &Path, asked: &str) -> Result<PublicationId> {
    let fitting = bron_run::publications_that_fit(run, asked)?;
    match fitting.as_slice() {
        [] => bail!("nothing in this run fits `{asked}`"),
        [one] => Ok(one.publication.clone()),
        many => {
            let told = many.iter().map(|row| format!("  {}  {}", row.publication, row.title));
            let told: Vec<String> = told.collect();
            bail!("{} publications fit `{asked}`; choose one:\n{}", many.len(), told.join("\n"))
        }
    }
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
    if waits_for_the_rules(&written.judgement.given.says) {
        let seen_then = match language {
            Language::Nl => {
                "Wat er van haar paren wordt, blijkt dan: de regels lezen datum en soort opnieuw."
            }
            Language::En => "What becomes of its pairs is seen then: the rules read date and kind anew.",
        };
        lines.push(seen_then.to_owned());
    }
    lines.join("\n")
}
