//! Makes a whole run again from its archive, its configuration and its judgements, and says which files become others.

use crate::judged::IN_THE_RUN;
use crate::reading::DocumentReader;
use crate::run::run_with_judgements;
use crate::{Error, Options, Progress, Stage, Verification, stages};
use bron_store::{
    Archive, Head, NewFolder, RunFolder, RunRecord, archive_files, file_record, files_in, write_text,
};
use std::collections::BTreeSet;
use std::io::{BufReader, Read};
use std::path::Path;

/// The stages in their order; a run is made again up to the last one that it has.
const STAGES: [(&str, Stage); 6] = [
    (stages::SEARCH, Stage::Search),
    (stages::SCREENING, Stage::Screening),
    (stages::RETRIEVAL, Stage::Retrieval),
    (stages::EXTRACTION, Stage::Extraction),
    (stages::ELIGIBILITY, Stage::Eligibility),
    (stages::SYNTHESIS, Stage::Synthesis),
];

/// Makes the run in `options.output` again in a folder beside it, which is gone afterwards, and adds to `verification` what
/// was compared and what differs.
///
/// No site is asked, and the run itself is only read. It is made as it was: with the judgements that it had read (those given
/// since are left out, and said), the same language, and proposals accepted or not. What `bron known` wrote is not made again.
pub fn replay(
    options: &Options,
    reader: &dyn DocumentReader,
    progress: &dyn Progress,
    verification: &mut Verification,
) -> Result<(), Error> {
    let run = options.output.as_deref().unwrap_or(&options.root);
    let record = RunFolder::read(run)?.ok_or_else(|| Error::NoRun(run.to_owned()))?;
    if let Some(packed) = record.packed {
        return Err(Error::IsPack { run: run.to_owned(), packed_for: packed.packed_for });
    }
    let mut name = run.canonicalize().unwrap_or_else(|_| run.to_owned()).into_os_string();
    name.push(".replay");
    let beside = NewFolder::begin(Path::new(&name))?;
    link_archive(run, &record, &beside)?;
    let left_out = take_judgements_read(run, &record.judgements_folder, &record.judgements, &beside)?;
    let again = as_it_was(options, &record, beside.path());
    run_with_judgements(&again, &beside.path().join(IN_THE_RUN), reader, progress)?;
    write_index(&record, &beside)?;
    if left_out > 0 {
        let told =
            format!("replay: {left_out} lines of judgements that were added since the run are left out");
        verification.checked.push(told);
    }
    compare(run, beside.path(), verification)
}

/// A run that reads another's archive has none of its own.
fn link_archive(run: &Path, record: &RunRecord, beside: &NewFolder) -> Result<(), Error> {
    if record.archive.is_some() {
        return Ok(());
    }
    beside.folder("archive")?;
    for name in archive_files(&run.join("archive"))?.into_keys() {
        beside.link(&run.join("archive").join(&name), &format!("archive/{name}"))?;
    }
    Ok(())
}

/// The archive's table of contents is made from its files as well.
fn write_index(record: &RunRecord, beside: &NewFolder) -> Result<(), Error> {
    if record.archive.is_none() {
        Archive::open_read(&beside.path().join("archive"))?.write_index()?;
    }
    Ok(())
}

/// Copies of each file of judgements the lines that the run had read, and gives the number of those behind them.
fn take_judgements_read(run: &Path, folder: &str, heads: &[Head], beside: &NewFolder) -> Result<u64, Error> {
    let to = beside.folder(IN_THE_RUN)?;
    let from = run.join(folder);
    let mut left_out = 0;
    for head in heads {
        let text = bron_store::read_text(&from.join(&head.file))?;
        let read = usize::try_from(head.lines).unwrap_or(usize::MAX);
        let lines: String = text.split_inclusive('\n').take(read).collect();
        left_out += (text.lines().count() as u64).saturating_sub(head.lines);
        write_text(&to.join(&head.file), &lines)?;
    }
    if !folder.is_empty() && from.is_dir() {
        let is_new = |name: &String| {
            name.strip_suffix(".jsonl").is_some() && heads.iter().all(|head| head.file != *name)
        };
        for name in files_in(&from)?.iter().filter(|name| is_new(name)) {
            left_out += bron_store::read_text(&from.join(name))?.lines().count() as u64;
        }
    }
    Ok(left_out)
}

/// What was asked for when the run was made. A run of which that is not known is taken to have been made as usual.
fn as_it_was(options: &Options, record: &RunRecord, beside: &Path) -> Options {
    let last = STAGES.iter().rev().find(|(folder, _)| record.stages.contains_key(*folder));
    let mut again = Options {
        output: Some(beside.to_owned()),
        name: None,
        offline: true,
        retry_failed: false,
        until: last.map_or(Stage::Search, |(_, stage)| *stage),
        ..options.clone()
    };
    if let Some(asked) = record.asked {
        again.probe = asked.probe;
        again.accept_proposals = asked.accept_proposals;
        again.language = asked.language;
    }
    again
}

fn compare(run: &Path, again: &Path, verification: &mut Verification) -> Result<(), Error> {
    let mut files = BTreeSet::new();
    let folders = std::iter::once(stages::PROBE).chain(STAGES.iter().map(|(folder, _)| *folder));
    for folder in folders {
        for side in [run, again] {
            if side.join(folder).is_dir() {
                files
                    .extend(files_in(&side.join(folder))?.into_iter().map(|name| format!("{folder}/{name}")));
            }
        }
    }
    if run.join("archive/responses.csv").exists() {
        files.insert("archive/responses.csv".to_owned());
    }
    let mut same = 0;
    for path in &files {
        match difference(&run.join(path), &again.join(path))? {
            None => same += 1,
            Some(told) => verification.problems.push(format!("replay: `{path}` {told}")),
        }
    }
    verification
        .checked
        .push(format!("replay: {same} of {} files are the same when made again", files.len()));
    Ok(())
}

/// How a file differs from what it becomes when it is made again; `None` where it does not.
fn difference(was: &Path, becomes: &Path) -> Result<Option<String>, Error> {
    match (was.is_file(), becomes.is_file()) {
        (true, false) => return Ok(Some("is not made again".to_owned())),
        (false, true) => return Ok(Some("is made, and was not there".to_owned())),
        _ => {}
    }
    let (old, new) = (file_record(was, None)?, file_record(becomes, None)?);
    if old == new {
        return Ok(None);
    }
    let unread = |file: &Path| {
        let file = file.to_owned();
        move |source| Error::Unread { file, source }
    };
    let open = |file: &Path| std::fs::File::open(file).map(BufReader::new).map_err(unread(file));
    let (a, b) = (open(was)?.bytes(), open(becomes)?.bytes());
    let (mut differing, mut first) = (0_u64, None);
    for (at, (a, b)) in a.zip(b).enumerate() {
        if a.map_err(unread(was))? != b.map_err(unread(becomes))? {
            differing += 1;
            first = first.or(Some(at as u64));
        }
    }
    let shorter = old.bytes.min(new.bytes);
    let first = first.unwrap_or(shorter);
    let length = if old.bytes == new.bytes {
        String::new()
    } else {
        format!("; it has {} bytes and becomes {}", old.bytes, new.bytes)
    };
    Ok(Some(format!("differs in {differing} of {shorter} bytes, from byte {first} on{length}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(was: &str, becomes: &str, expected: Option<&str>) {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&a, was).unwrap();
        std::fs::write(&b, becomes).unwrap();
        assert_eq!(difference(&a, &b).unwrap().as_deref(), expected);
    }

    #[test]
    fn a_difference_is_counted_in_bytes() {
        check("abc", "abc", None);
        check("abc", "axd", Some("differs in 2 of 3 bytes, from byte 1 on"));
        check("abc", "ab", Some("differs in 0 of 2 bytes, from byte 2 on; it has 3 bytes and becomes 2"));
    }
}
