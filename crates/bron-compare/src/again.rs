//! What if? A run made again from its archive with a change, beside the run as it is.

use crate::comparison::compare;
use crate::open::{hear, side_of};
use crate::printed::PRINTED;
use crate::side::Side;
use crate::texts::{Of, Pages, Texts, made_of};
use crate::{Comparison, Error};
use bron_model::{PartialDate, PublicationId, TermId};
use bron_protocol::{Pipeline, Until};
use bron_run::{DocumentReader, Finished, Options, Progress, run_changed};
use bron_store::NewFolder;
use bron_text::Phrases;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::mem::discriminant;
use std::path::{Path, PathBuf};

/// The demo keeps its judgements in the run itself.
const JUDGEMENTS: &str = "judgements";

/// A change to what was decided before the search. Judgements stay as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Another last day of the window (W).
    WindowEnd(PartialDate),
    /// Only pairs in whose text the term stands exactly as it was typed: as if every box searched for the phrase. A pair whose text
    /// was not read whole stays.
    ExactPhrase,
    /// Reading stops after that many hits of a query.
    StopAfterHits(u64),
    /// Reading stops after that many result pages of a query.
    StopAfterPages(u32),
    /// Another file for the criteria, or one of the word lists that their rules use: the pipeline's key and the file.
    File(FileKey, String),
}

/// A file that a what-if can replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKey {
    /// The criteria in words.
    Criteria,
    /// The kinds (I1).
    Kinds,
    /// The words of domains (E2).
    Domains,
    /// The words for groups of people (E3).
    Groups,
}

impl FileKey {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Criteria, "criteria"),
        (Self::Kinds, "kinds"),
        (Self::Domains, "domains"),
        (Self::Groups, "groups"),
    ];
}

impl Change {
    /// Reads `window-end=2024-05-31`, `exact-phrase`, `stop-after=50hits`, `stop-after=2pages`, `criteria=FILE`, `kinds=FILE`,
    /// `domains=FILE`, `groups=FILE`. Files are named from the study's folder.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |problem: &str| Error::WhatIf { asked: text.to_owned(), problem: problem.to_owned() };
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        match name {
            "exact-phrase" if value.is_empty() => Ok(Self::ExactPhrase),
            "window-end" => {
                value.parse().map(Self::WindowEnd).map_err(|_| wrong("it needs a day, such as 2024-05-31"))
            }
            "stop-after" => {
                let digits = value.trim().find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
                let (number, unit) = value.trim().split_at(digits);
                let number: u64 = number.parse().map_err(|_| wrong("it needs a number"))?;
                match unit.trim() {
                    "hits" | "hit" if number > 0 => Ok(Self::StopAfterHits(number)),
                    "pages" | "page" if number > 0 => {
                        let pages = u32::try_from(number).map_err(|_| wrong("so many pages are not read"))?;
                        Ok(Self::StopAfterPages(pages))
                    }
                    _ => Err(wrong("it needs a number of hits or pages, such as 50hits")),
                }
            }
            _ => {
                let key = FileKey::ALL.iter().find(|(_, known)| *known == name);
                let (key, _) = key.ok_or_else(|| wrong("nothing of that name can be changed"))?;
                if value.is_empty() {
                    return Err(wrong("it needs a file in the study"));
                }
                Ok(Self::File(*key, value.to_owned()))
            }
        }
    }

    /// Whether both say the same thing anew, so that one of them would be forgotten.
    fn is_about_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(key, _), Self::File(other, _)) => key == other,
            _ => discriminant(self) == discriminant(other),
        }
    }

    /// Reads what-ifs that go together: two about one thing are an error.
    pub fn parse_all(texts: &[String]) -> Result<Vec<Self>, Error> {
        let mut changes: Vec<Self> = Vec::new();
        for text in texts {
            let change = Self::parse(text)?;
            if changes.iter().any(|known| known.is_about_the_same_as(&change)) {
                let problem = "another one says that already".to_owned();
                return Err(Error::WhatIf { asked: text.clone(), problem });
            }
            changes.push(change);
        }
        Ok(changes)
    }

    /// Whether the run must be made again for it.
    fn is_of_the_run(&self) -> bool {
        *self != Self::ExactPhrase
    }

    fn apply(&self, pipeline: &mut Pipeline, run: &Finished) {
        match self {
            Self::WindowEnd(day) => pipeline.window.until = Until::Date(*day),
            Self::ExactPhrase => {}
            Self::StopAfterHits(most) => {
                for source in &run.protocol.sources {
                    let rule = pipeline.stop.entry(source.id.clone()).or_default();
                    rule.hits = Some(rule.hits.map_or(*most, |hits| hits.min(*most)));
                }
            }
            Self::StopAfterPages(most) => {
                pipeline.limits.result_pages = pipeline.limits.result_pages.min(*most);
            }
            Self::File(key, file) => {
                let place = match key {
                    FileKey::Criteria => &mut pipeline.criteria,
                    FileKey::Kinds => &mut pipeline.kinds,
                    FileKey::Domains => &mut pipeline.domains,
                    FileKey::Groups => &mut pipeline.groups,
                };
                place.clone_from(file);
            }
        }
    }

    /// As part of the name of a folder.
    fn slug(&self) -> String {
        let text = match self {
            Self::WindowEnd(day) => format!("window-end-{day}"),
            Self::ExactPhrase => "exact-phrase".to_owned(),
            Self::StopAfterHits(most) => format!("stop-after-{most}hits"),
            Self::StopAfterPages(most) => format!("stop-after-{most}pages"),
            Self::File(key, file) => {
                let name = FileKey::ALL.iter().find(|(known, _)| known == key).map_or("", |(_, name)| name);
                let stem = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
                format!("{name}-{}", stem.unwrap_or_default())
            }
        };
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
    }
}

/// What the run with these changes is called, and its folder in `compare/`.
pub fn name_of(changes: &[Change]) -> String {
    let slugs: Vec<String> = changes.iter().map(Change::slug).collect();
    format!("what-if-{}", slugs.join("-"))
}

/// Makes the run in `folder` again from its archive with `changes`, and compares the run as it is (A) with that (B).
///
/// `options` say how the run was made; the run made again stands beside it while it is compared, and stays there where it is to
/// be `kept` under a name. No site is asked.
pub fn again(
    folder: &Path,
    options: &Options,
    changes: &[Change],
    kept: Option<&str>,
    reader: &dyn DocumentReader,
    progress: &dyn Progress,
) -> Result<Comparison, Error> {
    let run = Finished::open(folder)?;
    let beside = Beside::new(folder, kept)?;
    let made = if changes.iter().any(Change::is_of_the_run) || kept.is_some() {
        if run.is_demo {
            copy_judgements(folder, beside.folder())?;
        }
        let options = Options {
            output: Some(beside.folder().to_owned()),
            accept_proposals: run.accepts_proposals,
            ..options.clone()
        };
        let change = |pipeline: &mut Pipeline| changes.iter().for_each(|change| change.apply(pipeline, &run));
        run_changed(&options, folder, &change, reader, progress)?;
        Finished::open(beside.folder())?
    } else {
        Finished::open(folder)?
    };
    let (mut a, mut b) = (side_of(&run, &run.name())?, side_of(&made, &name_of(changes))?);
    if changes.contains(&Change::ExactPhrase) {
        only_phrases(&mut b, &made)?;
    }
    hear(&mut a, &mut b)?;
    let comparison = {
        let texts = Pages { a: (&a, &run.pages), b: (&b, &made.pages) };
        compare(&a, &b, &texts)?
    };
    drop(made);
    beside.finish();
    Ok(comparison)
}

fn copy_judgements(from: &Path, to: &Path) -> Result<(), Error> {
    let (from, to) = (from.join(JUDGEMENTS), to.join(JUDGEMENTS));
    if !from.is_dir() {
        return Ok(());
    }
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Folder { doing: "copy the judgements to", path, source }
    };
    fs::create_dir_all(&to).map_err(failed(&to))?;
    for entry in fs::read_dir(&from).map_err(failed(&to))? {
        let entry = entry.map_err(failed(&to))?;
        fs::copy(entry.path(), to.join(entry.file_name())).map_err(failed(&to))?;
    }
    Ok(())
}

/// The folder of the run made again.
enum Beside {
    /// It stays, unless it is dropped before it is finished.
    Kept { folder: PathBuf, finished: bool },
    /// It is gone when it is dropped.
    Passing(NewFolder),
}

impl Beside {
    fn new(run: &Path, kept: Option<&str>) -> Result<Self, Error> {
        let whole = run.canonicalize().unwrap_or_else(|_| run.to_owned());
        let parent = whole.parent().map(Path::to_owned).unwrap_or_default();
        let Some(name) = kept else {
            return Ok(Self::Passing(NewFolder::begin(&parent.join(".what-if"))?));
        };
        let is_name = !name.is_empty()
            && !name.starts_with('.')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        if !is_name {
            return Err(bron_run::Error::RunName(name.to_owned()).into());
        }
        if name == PRINTED {
            return Err(Error::KeptAsPrinted(PRINTED));
        }
        let folder = parent.join(name);
        if folder.exists() {
            return Err(Error::KeptTwice(folder));
        }
        fs::create_dir(&folder).map_err(|source| Error::Folder {
            doing: "make",
            path: folder.clone(),
            source,
        })?;
        Ok(Self::Kept { folder, finished: false })
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Kept { folder, .. } => folder,
            Self::Passing(new) => new.path(),
        }
    }

    fn finish(mut self) {
        if let Self::Kept { finished, .. } = &mut self {
            *finished = true;
        }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if let Self::Kept { folder, finished: false } = self {
            // Something else went wrong already, and that is what is told.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// Leaves out the pairs in whose text, read whole, no text of the term stands exactly as typed.
fn only_phrases(side: &mut Side, run: &Finished) -> Result<(), Error> {
    let typed: Vec<(&TermId, &str)> = run
        .protocol
        .terms
        .iter()
        .flat_map(|term| term.texts.iter().map(|text| (&term.id, text.as_str())))
        .collect();
    let phrases = Phrases::new(typed.iter().map(|(_, text)| *text));
    let whole: BTreeSet<PublicationId> = side
        .records
        .iter()
        .filter(|record| record.main().is_some_and(|main| main.status.is_whole()))
        .map(|record| record.id().clone())
        .collect();
    let held_in = |text: &str| -> BTreeSet<TermId> {
        phrases.held_by(text).into_iter().map(|number| typed[number].0.clone()).collect()
    };
    let mut held: BTreeMap<PublicationId, BTreeSet<TermId>> =
        made_of(&WholeTexts(run), Of::B, &whole, held_in)?;
    for record in side.records.iter_mut().filter(|record| whole.contains(&record.row.publication)) {
        let mut its = held.remove(&record.row.publication).unwrap_or_default();
        its.extend(held_in(&record.row.title));
        record.outcomes.retain(|term, _| its.contains(term));
    }
    side.recount();
    Ok(())
}

/// Every page of a publication, not only those of its main text.
struct WholeTexts<'a>(&'a Finished);

impl Texts for WholeTexts<'_> {
    fn each(
        &self,
        _: Of,
        wanted: &BTreeSet<PublicationId>,
        take: &mut dyn FnMut(PublicationId, String) -> bool,
    ) -> Result<(), Error> {
        for pages in self.0.pages.publications()? {
            let pages = pages?;
            let Some(id) = pages.first().map(|page| page.publication.clone()) else { continue };
            let text = pages.iter().map(|page| page.text.as_str()).collect::<Vec<_>>().join("\n\n");
            if wanted.contains(&id) && !take(id, text) {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_what_ifs_about_one_thing_are_refused() {
        for (texts, goes) in [
            (["window-end=2018-12-31", "window-end=2020-12-31"], false),
            (["stop-after=3hits", "stop-after=2hits"], false),
            (["stop-after=3hits", "stop-after=2pages"], true),
            (["exact-phrase", "exact-phrase"], false),
            (["kinds=a.toml", "kinds=b.toml"], false),
            (["kinds=a.toml", "groups=b.toml"], true),
        ] {
            assert_eq!(Change::parse_all(&texts.map(str::to_owned)).is_ok(), goes, "{texts:?}");
        }
    }

    #[test]
    fn what_ifs_are_read_and_what_is_none_says_why() {
        for (text, slug) in [
            ("window-end=2024-05-31", "window-end-2024-05-31"),
            ("exact-phrase", "exact-phrase"),
            ("stop-after=50hits", "stop-after-50hits"),
            ("stop-after=2 pages", "stop-after-2pages"),
            ("criteria=config/Other criteria.toml", "criteria-other-criteria"),
            ("kinds=config/lexicons/kinds.toml", "kinds-kinds"),
        ] {
            assert_eq!(Change::parse(text).unwrap().slug(), slug, "{text}");
        }
        for (text, problem) in [
            ("window-end=mei", "it needs a day, such as 2024-05-31"),
            ("stop-after=0hits", "it needs a number of hits or pages, such as 50hits"),
            ("stop-after=hits", "it needs a number"),
            ("criteria=", "it needs a file in the study"),
            ("contact=x", "nothing of that name can be changed"),
        ] {
            let told = Change::parse(text).unwrap_err().to_string();
            assert_eq!(told, format!("`{text}` is no what-if: {problem}"));
        }
    }
}
