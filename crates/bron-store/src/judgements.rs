//! Judgements: one file per reviewer and device, to which lines are only ever added.
//!
//! Each line holds the sha256 of the one before it, so an edited, dropped or reordered line shows. A chain does not see its own
//! end cut off: [`Head`]s are kept elsewhere (in `run.json`, in packs) and compared by [`check_judgements`].

use crate::archive::sync_folder;
use crate::digest::sha256_of_bytes;
use crate::{Error, lock};
use bron_model::{Given, JUDGEMENT_FORMAT, Judgement, JudgementId, Reviewer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How far a file of judgements goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The name of the file.
    pub file: String,
    /// Its lines.
    pub lines: u64,
    /// sha256 of the last one, without its line end.
    pub sha256: String,
}

/// A file of judgements, open for one process.
#[derive(Debug)]
pub struct JudgementFile {
    path: PathBuf,
    reviewer: Reviewer,
    device: String,
    file: File,
    /// Bytes of whole lines.
    length: u64,
    head: Head,
    failed: bool,
    _lock: File,
}

/// What stands in the files of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judgements {
    /// All judgements, by file and line.
    pub all: Vec<Judgement>,
    /// How far each file goes, by name.
    pub heads: Vec<Head>,
    /// Files whose last line is not whole: a process is writing it, or was killed. It is not among the judgements.
    pub torn: Vec<String>,
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
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        let name = format!("{reviewer}.{device}.jsonl");
        refuse_other_case(folder, &name)?;
        let lock = lock::exclusive(&folder.join(format!("{reviewer}.{device}.lock")))?;
        let path = folder.join(&name);
        let is_new = !path.exists();
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .read(true)
            .open(&path)
            .map_err(Error::io("open", &path))?;
        if is_new {
            sync_folder(folder)?;
        }
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        let whole = whole_lines(&bytes);
        let (_, head) = read_lines(&path, &bytes[..whole])?;
        let torn = move_torn(&path, &mut file, &bytes, whole)?;
        let opened = Self {
            path,
            reviewer: reviewer.clone(),
            device: device.to_owned(),
            file,
            length: whole as u64,
            head,
            failed: false,
            _lock: lock,
        };
        Ok((opened, torn))
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
        if self.failed {
            return Err(Error::WriteFailedBefore(self.path.clone()));
        }
        if let Some(problem) = all.iter().find_map(|given| given.says.problem()) {
            return Err(Error::Judgement(problem));
        }
        let (mut lines, mut head) = (String::new(), self.head.clone());
        let mut judgements = Vec::with_capacity(all.len());
        for given in all {
            let judgement = self.next(&head, at, given);
            let line =
                serde_json::to_string(&judgement).map_err(|error| Error::Judgement(error.to_string()))?;
            head = Head { sha256: sha256_of_bytes(line.as_bytes()), lines: head.lines + 1, ..head };
            lines.push_str(&line);
            lines.push('\n');
            judgements.push(judgement);
        }
        let written = self.file.write_all(lines.as_bytes()).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            let undone = self.file.set_len(self.length).and_then(|()| self.file.sync_data());
            self.failed = undone.is_err();
            return Err(Error::io("write", &self.path)(error));
        }
        self.length += lines.len() as u64;
        self.head = head;
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
        &self.head
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
        let whole = whole_lines(&bytes);
        let (lines, head) = read_lines(&path, &bytes[..whole])?;
        if whole < bytes.len() {
            judgements.torn.push(head.file.clone());
        }
        judgements.all.extend(lines);
        judgements.heads.push(head);
    }
    Ok(judgements)
}

/// Checks the chains of a folder, and that every head known from elsewhere is still a line of its file.
pub fn check_judgements(folder: &Path, known: &[Head]) -> Result<JudgementCheck, Error> {
    let mut check = JudgementCheck::default();
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for path in files_of(folder)? {
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        let whole = whole_lines(&bytes);
        match read_lines(&path, &bytes[..whole]) {
            Ok((lines, _)) => check.lines += lines.len() as u64,
            Err(error) => check.problems.push(error.to_string()),
        }
        if whole < bytes.len() {
            check.problems.push(format!("`{}`: its last line is not whole", path.display()));
        }
        let digests = bytes[..whole].split_inclusive(|byte| *byte == b'\n');
        let digests = digests.map(|line| sha256_of_bytes(line.strip_suffix(b"\n").unwrap_or(line)));
        found.push((name_of(&path), digests.collect()));
    }
    for head in known.iter().filter(|head| head.lines > 0) {
        let digests = found.iter().find(|(file, _)| *file == head.file).map(|(_, digests)| digests);
        let problem = match digests.map(|digests| (digests.len(), digests.get(head.lines as usize - 1))) {
            None => format!("judgements/{} is gone; it had {} lines", head.file, head.lines),
            Some((now, None)) => {
                format!("judgements/{} has {now} lines, and had {}: lines are gone", head.file, head.lines)
            }
            Some((_, Some(digest))) if *digest != head.sha256 => {
                format!(
                    "judgements/{}, line {}: it is not the line that was read before",
                    head.file, head.lines
                )
            }
            Some(_) => continue,
        };
        check.problems.push(problem);
    }
    Ok(check)
}

/// What taking over another folder's judgements came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Files that are new or longer now, with how many lines were added.
    pub files: Vec<(String, u64)>,
}

/// Copies the files of another device into `folder`: in either order the same, and nothing is overwritten.
///
/// A file that is in both must begin the same in both; the longer one stays. Where they differ in a line nothing at all is
/// copied, and the error names it: two devices then wrote under the same name.
pub fn take_judgements(from: &Path, folder: &Path) -> Result<Taken, Error> {
    let mut taken = Taken::default();
    let mut copies: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for path in files_of(from)? {
        let name = name_of(&path);
        refuse_other_case(folder, &name)?;
        let theirs = fs::read(&path).map_err(Error::io("read", &path))?;
        let theirs = &theirs[..whole_lines(&theirs)];
        let (lines, _) = read_lines(&path, theirs)?;
        let own = folder.join(&name);
        let ours = match fs::read(&own) {
            Ok(ours) => ours,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(Error::io("read", &own)(error)),
        };
        let ours = &ours[..whole_lines(&ours)];
        let (our_lines, _) = read_lines(&own, ours)?;
        if !theirs.starts_with(ours) && !ours.starts_with(theirs) {
            let same =
                ours.split(|b| *b == b'\n').zip(theirs.split(|b| *b == b'\n')).take_while(|(a, b)| a == b);
            return Err(Error::JudgementLine {
                file: path,
                line: same.count() as u64 + 1,
                what: format!("it differs from the same line of `{}`", own.display()),
            });
        }
        if theirs.len() > ours.len() {
            taken.files.push((name, (lines.len() - our_lines.len()) as u64));
            copies.push((own, theirs.to_vec()));
        }
    }
    fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    for (own, bytes) in copies {
        // The device's own process may be writing here.
        let _lock = lock::exclusive(&own.with_extension("lock"))?;
        let mut temporary =
            tempfile::NamedTempFile::new_in(folder).map_err(Error::io("create a file in", folder))?;
        let written = temporary.write_all(&bytes).and_then(|()| temporary.as_file().sync_all());
        written.map_err(Error::io("write", &own))?;
        temporary.persist(&own).map_err(|error| Error::io("write", &own)(error.error))?;
    }
    sync_folder(folder)?;
    Ok(taken)
}

fn is_device(device: &str) -> bool {
    (1..=20).contains(&device.len())
        && device.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Two names that differ only in case are one file on some systems.
fn refuse_other_case(folder: &Path, name: &str) -> Result<(), Error> {
    let other = files_of(folder)?.iter().map(|path| name_of(path)).find(|found| {
        let of = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        of(found) != of(name) && of(found).eq_ignore_ascii_case(&of(name))
    });
    match other {
        Some(found) => Err(Error::ReviewerCase { asked: name.to_owned(), found }),
        None => Ok(()),
    }
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Error> {
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

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The bytes up to and with the last line end.
fn whole_lines(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
}

/// The judgements of whole lines, and how far they go.
fn read_lines(path: &Path, bytes: &[u8]) -> Result<(Vec<Judgement>, Head), Error> {
    let mut head = Head { file: name_of(path), lines: 0, sha256: String::new() };
    let mut judgements = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let number = head.lines + 1;
        let wrong = |what: String| Error::JudgementLine { file: path.to_owned(), line: number, what };
        let judgement = read_line(line).map_err(wrong)?;
        let expected = format!("{}.{}.jsonl", judgement.reviewer, judgement.device);
        let id = JudgementId::new(&judgement.reviewer, &judgement.device, number);
        if judgement.seq != number {
            return Err(wrong(format!("it says that it is line {}", judgement.seq)));
        } else if judgement.prev != head.sha256 {
            return Err(wrong("the line before it is not the one that it was written behind".to_owned()));
        } else if expected != head.file || judgement.id != id {
            return Err(wrong(format!("it belongs to `{expected}`")));
        }
        head = Head { file: head.file, lines: number, sha256: sha256_of_bytes(line) };
        judgements.push(judgement);
    }
    Ok((judgements, head))
}

fn read_line(line: &[u8]) -> Result<Judgement, String> {
    #[derive(Deserialize)]
    struct FormatOnly {
        v: u32,
    }
    let unclear = |error: serde_json::Error| format!("it cannot be understood: {error}");
    let FormatOnly { v } = serde_json::from_slice(line).map_err(unclear)?;
    if v != JUDGEMENT_FORMAT {
        return Err(format!("it has format {v}, and this version of bron reads format {JUDGEMENT_FORMAT}"));
    }
    let judgement: Judgement = serde_json::from_slice(line).map_err(unclear)?;
    match judgement.given.says.problem() {
        Some(problem) => Err(problem),
        None => Ok(judgement),
    }
}

/// Moves what stands behind the last line end to `<file>.torn`, and says to which file.
fn move_torn(path: &Path, file: &mut File, bytes: &[u8], whole: usize) -> Result<Option<PathBuf>, Error> {
    if whole == bytes.len() {
        return Ok(None);
    }
    let aside = path.with_extension("torn");
    let mut torn =
        OpenOptions::new().create(true).append(true).open(&aside).map_err(Error::io("create", &aside))?;
    let moved =
        torn.write_all(&bytes[whole..]).and_then(|()| torn.write_all(b"\n")).and_then(|()| torn.sync_all());
    moved.map_err(Error::io("write", &aside))?;
    let cut = file.set_len(whole as u64).and_then(|()| file.sync_all());
    cut.map_err(Error::io("write", path))?;
    Ok(Some(aside))
}
