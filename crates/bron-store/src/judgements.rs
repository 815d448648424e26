//! Judgements: one file per reviewer and device, to which lines are only ever added.
//!
//! Each line holds the sha256 of the one before it, so an edited, dropped or reordered line shows. A chain does not see its own
//! end cut off: [`Head`]s are kept elsewhere (in `run.json`, in packs) and compared by [`check_judgements`].

use crate::Error;
use crate::assignments::{ASSIGNMENTS, read_assignments};
use crate::chain::{Chain, Head, Link, name_of, read_chain, whole_lines};
use crate::digest::sha256_of_bytes;
use bron_model::{Assignment, Given, JUDGEMENT_FORMAT, Judgement, JudgementId, Reviewer};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

impl Link for Judgement {
    const FORMAT: u32 = JUDGEMENT_FORMAT;

    fn seq(&self) -> u64 {
        self.seq
    }

    fn prev(&self) -> &str {
        &self.prev
    }

    fn problem(&self, file: &str, number: u64) -> Option<String> {
        let expected = format!("{}.{}.jsonl", self.reviewer, self.device);
        if expected != file || self.id != JudgementId::new(&self.reviewer, &self.device, number) {
            return Some(format!("it belongs to `{expected}`"));
        }
        self.given.says.problem()
    }
}

/// A file of judgements, open for one process.
#[derive(Debug)]
pub struct JudgementFile {
    reviewer: Reviewer,
    device: String,
    chain: Chain,
}

/// What stands in the files of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judgements {
    /// All judgements, by file and line.
    pub all: Vec<Judgement>,
    /// The assignments, the last of which counts.
    pub assignments: Vec<Assignment>,
    /// How far each file goes, by name; that of the assignments is one of them.
    pub heads: Vec<Head>,
    /// Files whose last line is not whole: a process is writing it, or was killed. It is not among the judgements.
    pub torn: Vec<String>,
}

impl Judgements {
    /// What stood in the files when they went as far as these heads; a file without a head had nothing.
    #[must_use]
    pub fn up_to(mut self, heads: &[Head]) -> Self {
        let lines: BTreeMap<&str, u64> = heads.iter().map(|head| (head.file.as_str(), head.lines)).collect();
        let was_there = |file: &str, seq: u64| lines.get(file).is_some_and(|lines| seq <= *lines);
        self.all.retain(|one| was_there(&format!("{}.{}.jsonl", one.reviewer, one.device), one.seq));
        self.assignments.retain(|one| was_there(ASSIGNMENTS, one.seq));
        Self { heads: heads.to_vec(), torn: Vec::new(), ..self }
    }
}

/// What a check of judgements came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JudgementCheck {
    /// How many lines were checked.
    pub lines: u64,
    /// What is not as it was written, one line each.
    pub problems: Vec<String>,
}

impl JudgementFile {
    /// Opens or makes the file of a reviewer on a device, and takes its lock: a second process is refused.
    ///
    /// A last line that is not whole was never acknowledged; it is moved to `<file>.torn`, whose name is given back. A line that
    /// is damaged elsewhere is an error, and nothing is changed. `device` is 1 to 20 small letters, digits or hyphens.
    pub fn open(folder: &Path, reviewer: &Reviewer, device: &str) -> Result<(Self, Option<PathBuf>), Error> {
        if !is_device(device) {
            return Err(Error::Device(device.to_owned()));
        }
        let name = format!("{reviewer}.{device}.jsonl");
        refuse_other_case(folder, &name)?;
        let (chain, _, torn) = Chain::open::<Judgement>(&folder.join(&name))?;
        Ok((Self { reviewer: reviewer.clone(), device: device.to_owned(), chain }, torn))
    }

    /// Adds a judgement; see [`append_all`](Self::append_all).
    pub fn append(&mut self, at: Timestamp, given: Given) -> Result<Judgement, Error> {
        let mut written = self.append_all(at, vec![given])?;
        Ok(written.pop().expect("one went in, so one comes out"))
    }

    /// Adds judgements in their order, all of them or none. When this returns, they are on the disk; when it fails, the file is as
    /// it was before, and where that cannot be had (a full disk), it takes no more. A process that is killed in between leaves
    /// whole lines of the first ones, and perhaps a torn one.
    pub fn append_all(&mut self, at: Timestamp, all: Vec<Given>) -> Result<Vec<Judgement>, Error> {
        if let Some(problem) = all.iter().find_map(|given| given.says.problem()) {
            return Err(Error::Judgement(problem));
        }
        let (mut lines, mut head) = (Vec::with_capacity(all.len()), self.chain.head().clone());
        let mut judgements = Vec::with_capacity(all.len());
        for given in all {
            let judgement = self.next(&head, at, given);
            let line =
                serde_json::to_string(&judgement).map_err(|error| Error::Judgement(error.to_string()))?;
            head = Head { sha256: sha256_of_bytes(line.as_bytes()), lines: head.lines + 1, ..head };
            lines.push(line);
            judgements.push(judgement);
        }
        self.chain.append(&lines)?;
        Ok(judgements)
    }

    /// The judgement that comes behind this head.
    fn next(&self, head: &Head, at: Timestamp, given: Given) -> Judgement {
        let seq = head.lines + 1;
        Judgement {
            v: JUDGEMENT_FORMAT,
            seq,
            prev: head.sha256.clone(),
            id: JudgementId::new(&self.reviewer, &self.device, seq),
            at,
            reviewer: self.reviewer.clone(),
            device: self.device.clone(),
            given,
        }
    }

    /// How far it goes.
    pub fn head(&self) -> &Head {
        self.chain.head()
    }
}

/// Reads the judgements of a study's folder; a folder that is not there has none.
///
/// Every chain is checked: a line that is edited, dropped or moved is an error that names file and line. A line without its end
/// is left out and its file named.
pub fn read_judgements(folder: &Path) -> Result<Judgements, Error> {
    let mut judgements = Judgements::default();
    for path in files_of(folder)? {
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        let head = if name_of(&path) == ASSIGNMENTS {
            let (lines, head) = read_assignments(&path, &bytes)?;
            judgements.assignments = lines;
            head
        } else {
            let (lines, head) = read_judgement_lines(&path, &bytes)?;
            judgements.all.extend(lines);
            head
        };
        if whole_lines(&bytes) < bytes.len() {
            judgements.torn.push(head.file.clone());
        }
        judgements.heads.push(head);
    }
    Ok(judgements)
}

/// Checks the chains of a folder, and that every head known from elsewhere is still a line of its file.
pub fn check_judgements(folder: &Path, known: &[Head]) -> Result<JudgementCheck, Error> {
    let mut check = JudgementCheck::default();
    for path in files_of(folder)? {
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        match read_any(&path, &bytes) {
            Ok(head) => check.lines += head.lines,
            Err(error) => check.problems.push(error.to_string()),
        }
        if whole_lines(&bytes) < bytes.len() {
            check.problems.push(format!("`{}`: its last line is not whole", path.display()));
        }
    }
    check.problems.extend(lost_judgements(folder, known)?);
    Ok(check)
}

/// What is missing of the judgements that were there before, by heads known from elsewhere: one line each. More files, and longer
/// ones, are no loss.
pub fn lost_judgements(folder: &Path, known: &[Head]) -> Result<Vec<String>, Error> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for path in files_of(folder)? {
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        let lines = bytes[..whole_lines(&bytes)].split_inclusive(|byte| *byte == b'\n');
        let digests = lines.map(|line| sha256_of_bytes(line.strip_suffix(b"\n").unwrap_or(line)));
        found.push((name_of(&path), digests.collect()));
    }
    let lost = known.iter().filter(|head| head.lines > 0).filter_map(|head| {
        let digests = found.iter().find(|(file, _)| *file == head.file).map(|(_, digests)| digests);
        match digests.map(|digests| (digests.len(), digests.get(head.lines as usize - 1))) {
            None => Some(format!("judgements/{} is gone; it had {} lines", head.file, head.lines)),
            Some((now, None)) => Some(format!(
                "judgements/{} has {now} lines, and had {}: lines are gone",
                head.file, head.lines
            )),
            Some((_, Some(digest))) if *digest != head.sha256 => Some(format!(
                "judgements/{}, line {}: it is not the line that was read before",
                head.file, head.lines
            )),
            Some(_) => None,
        }
    });
    Ok(lost.collect())
}

fn is_device(device: &str) -> bool {
    (1..=20).contains(&device.len())
        && device.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Two names that differ only in case are one file on some systems.
pub(crate) fn refuse_other_case(folder: &Path, name: &str) -> Result<(), Error> {
    let other = files_of(folder)?.iter().map(|path| name_of(path)).find(|found| {
        let of = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        of(found) != of(name) && of(found).eq_ignore_ascii_case(&of(name))
    });
    match other {
        Some(found) => Err(Error::ReviewerCase { asked: name.to_owned(), found }),
        None => Ok(()),
    }
}

pub(crate) fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("read", folder)(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(Error::io("read", folder))?.path();
        if path.is_file() && path.extension().is_some_and(|ending| ending == "jsonl") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The judgements of whole lines, and how far they go.
fn read_judgement_lines(path: &Path, bytes: &[u8]) -> Result<(Vec<Judgement>, Head), Error> {
    read_chain(path, &bytes[..whole_lines(bytes)])
}

/// Checks the whole lines of a file of either kind, and says how far they go.
pub(crate) fn read_any(path: &Path, bytes: &[u8]) -> Result<Head, Error> {
    if name_of(path) == ASSIGNMENTS {
        return Ok(read_assignments(path, bytes)?.1);
    }
    Ok(read_judgement_lines(path, bytes)?.1)
}
