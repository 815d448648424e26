//! What one server holds: a run, the judgements of this moment, and the file of its reviewer.

use crate::Error;
use crate::index::{Index, Row, Seen};
use crate::trouble::{Trouble, say};
use bron_judge::Blind;
use bron_model::{
    Given, Judgement, JudgementId, Language, Origin, PublicationId, Reviewer, Round, Says, TermId,
};
use bron_run::{Desk, Manner, Material, Refusal, Sitting};
use bron_store::{FollowedJudgements, JudgementFile};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What is judged, by whom, and how it is shown.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The run's folder.
    pub run: PathBuf,
    /// Who judges.
    pub reviewer: Reviewer,
    /// The name of this device.
    pub device: String,
    /// The round that judgements belong to.
    pub round: Round,
    /// The language of the page.
    pub language: Language,
}

/// See the file.
pub(crate) struct Room {
    pub(crate) asked: Asked,
    pub(crate) desk: Desk,
    /// With everything that was judged.
    pub(crate) all: Sitting,
    /// With what this reviewer may see, and what is not shown yet.
    pub(crate) seen: (Sitting, Blind),
    pub(crate) index: Index,
    /// Where a line was moved that an earlier session did not write whole.
    pub(crate) torn: Option<PathBuf>,
    file: JudgementFile,
    followed: FollowedJudgements,
}

/// In whose name something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    /// The reviewer's own.
    Own,
    /// That of the reviewers together.
    Together,
}

/// A judgement to be written.
pub(crate) struct Said {
    pub(crate) says: Says,
    pub(crate) note: String,
    pub(crate) voice: Voice,
    pub(crate) resolves: Vec<JudgementId>,
}

impl Room {
    /// Opens a run and takes the reviewer's file on this device, which only one process can have.
    pub(crate) fn open(asked: Asked) -> Result<Self, Error> {
        let desk = Desk::open(&asked.run)?;
        let (file, torn) = own_file(&desk, &asked)?;
        let followed = FollowedJudgements::open(desk.judgements_folder())?;
        let all = desk.sit_on(followed.judgements().clone());
        let seen = desk.seen_by(&all, &asked.reviewer);
        let mut room = Self { index: Index::new(&desk), asked, desk, all, seen, torn, file, followed };
        room.judge(&room.index.publications());
        Ok(room)
    }

    /// Takes in what was judged and assigned since, here or elsewhere.
    pub(crate) fn refresh(&mut self) -> Result<(), Trouble> {
        self.followed.read_on()?;
        let (now, before) = (self.followed.judgements(), &self.all.judgements);
        if now.assignments.len() != before.assignments.len() {
            self.all = self.desk.sit_on(now.clone());
            self.seen = self.desk.seen_by(&self.all, &self.asked.reviewer);
            self.judge(&self.index.publications());
            return Ok(());
        }
        let added = &now.all[before.all.len()..];
        if !added.is_empty() {
            let changed = self.desk.sit_further(&mut self.all, added);
            self.desk.see_further(&self.all, &mut self.seen, &self.asked.reviewer, &changed);
            self.judge(&changed);
        }
        Ok(())
    }

    fn judge(&mut self, changed: &BTreeSet<PublicationId>) {
        let (sitting, blind) = &self.seen;
        let seen = Seen { sitting, blind, reviewer: &self.asked.reviewer };
        for publication in changed {
            self.index.judge(&self.desk, &seen, publication);
        }
    }

    /// The run's name.
    pub(crate) fn run_name(&self) -> String {
        let name = self.asked.run.canonicalize().ok();
        let name = name.as_deref().and_then(Path::file_name).or(self.asked.run.file_name());
        name.unwrap_or_default().to_string_lossy().into_owned()
    }

    /// A sentence in the language of the page.
    pub(crate) fn say(&self, nl: impl Into<String>, en: impl Into<String>) -> String {
        say(self.asked.language, nl, en)
    }

    /// A reason in words; its code where the list does not have it.
    pub(crate) fn reason(&self, code: &str) -> String {
        let known = self.desk.criteria().reason.iter().find(|reason| reason.code == code);
        known.map_or_else(|| code.to_owned(), |reason| self.say(&reason.nl, &reason.en))
    }

    /// A pair of this run.
    pub(crate) fn pair(&self, publication: &str, term: &str) -> Result<Row, Trouble> {
        let ids = (PublicationId::new(publication).ok(), TermId::new(term).ok());
        let found = match &ids {
            (Some(publication), Some(term)) => self.index.pair(publication, term),
            _ => None,
        };
        found.cloned().ok_or_else(|| {
            Trouble::not_here(self.say("Dit paar staat niet in deze run.", "This pair is not in this run."))
        })
    }

    /// Everything that this reviewer may see of a publication.
    pub(crate) fn material(&self, publication: &PublicationId) -> Result<Material, Trouble> {
        self.desk.material(&self.seen.0, publication)?.ok_or_else(|| {
            Trouble::not_here(
                self.say("Deze publicatie staat niet in deze run.", "This publication is not in this run."),
            )
        })
    }

    fn name_of(&self, voice: Voice) -> Reviewer {
        match voice {
            Voice::Own => self.asked.reviewer.clone(),
            Voice::Together => Reviewer::consensus(),
        }
    }

    /// Writes a judgement in the place of what that voice said of it before. When this returns, it is on the disk.
    pub(crate) fn write(&mut self, publication: &PublicationId, said: Said) -> Result<Judgement, Trouble> {
        let manner = Manner {
            origin: Origin::Browser,
            round: self.round(publication, &said.says),
            note: said.note,
            supersedes: None,
            resolves: said.resolves,
        };
        let by = self.name_of(said.voice);
        let lines = self.desk.lines(&self.all, &by, publication, said.says, manner)?;
        self.append(said.voice, lines)
    }

    /// In which round a judgement belongs: the pilot where that was asked for, or where a pair that it is about was drawn for it.
    fn round(&self, publication: &PublicationId, says: &Says) -> Round {
        match self.asked.round {
            Round::Pilot => Round::Pilot,
            Round::Main => self.all.duties().round(publication, says.term()),
        }
    }

    /// Takes a judgement back.
    pub(crate) fn withdraw(&mut self, old: &Judgement) -> Result<Judgement, Trouble> {
        let voice = if old.reviewer.is_consensus() { Voice::Together } else { Voice::Own };
        let publication = self.desk.publication_of(old).cloned().ok_or_else(|| {
            Trouble::not_here(
                self.say("Deze publicatie staat niet in deze run.", "This publication is not in this run."),
            )
        })?;
        let manner = Manner {
            origin: Origin::Browser,
            round: old.given.round,
            note: String::new(),
            supersedes: Some(old.id.clone()),
            resolves: Vec::new(),
        };
        let line = self.desk.line(&self.all, &old.reviewer, &publication, Says::Withdrawn, manner)?;
        self.append(voice, line.map(|line| vec![line]))
    }

    /// Writes the lines, or says why they are not taken; gives the first.
    fn append(&mut self, voice: Voice, lines: Result<Vec<Given>, Refusal>) -> Result<Judgement, Trouble> {
        let lines = lines.map_err(|refusal| {
            let told = refusal.text(self.asked.language);
            Trouble { hint: refusal.hint().map(str::to_owned), ..Trouble::not_so(told) }
        })?;
        let mut together;
        let file = match voice {
            Voice::Own => &mut self.file,
            Voice::Together => {
                together = together_file(&self.desk, &self.asked.device)?;
                &mut together
            }
        };
        let mut written = file.append_all(jiff::Timestamp::now(), lines)?;
        self.refresh()?;
        Ok(written.swap_remove(0))
    }
}

fn own_file(desk: &Desk, asked: &Asked) -> Result<(JudgementFile, Option<PathBuf>), Error> {
    desk.file(&asked.reviewer, &asked.device).map_err(|error| match error {
        bron_run::Error::Store(bron_store::Error::InUse(_)) => {
            Error::AlreadyOpen { reviewer: asked.reviewer.clone(), device: asked.device.clone() }
        }
        other => other.into(),
    })
}

/// The file of the reviewers together, which every page on this device writes for a moment only.
fn together_file(desk: &Desk, device: &str) -> Result<JudgementFile, Trouble> {
    let mut waited = 0;
    loop {
        match desk.file(&Reviewer::consensus(), device) {
            Ok((file, _)) => return Ok(file),
            Err(bron_run::Error::Store(bron_store::Error::InUse(_))) if waited < 40 => {
                waited += 1;
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(error) => return Err(error.into()),
        }
    }
}
