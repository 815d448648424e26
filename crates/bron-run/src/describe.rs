//! The description of a run, for programs that do not know bron: written at its end, and held against its files later.

use crate::{Error, stages};
use bron_describe::{
    CRATE_METADATA, DATA_PACKAGE, Keys, Run, RunFile, crate_metadata, data_package, kind_of, tables,
};
use bron_store::{
    RunRecord, file_record, files_in, read_records, remove_file, replace_text, sha256_of_bytes,
};
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

/// The folders of a run whose files are described.
///
/// `compare/`, `export/` and `report/` are not among them. They are made of a run that has ended, by crates above this one, as often as
/// somebody asks and under names that are not known here; a comparison also rests on a run that this description does not tell of.
/// Were they described, each of these commands would have to write the description anew, and a run would not be as described once
/// somebody removes an export. `protocol/` lies in the study and is of all its runs.
const FOLDERS: [&str; 11] = [
    "archive",
    "archive/torn",
    stages::PROBE,
    stages::SEARCH,
    stages::SCREENING,
    stages::RETRIEVAL,
    stages::EXTRACTION,
    stages::ELIGIBILITY,
    stages::SYNTHESIS,
    "judgements",
    "known",
];

/// Removes the descriptions: what a run is about to change is not described any more until it is done.
pub(crate) fn remove(run: &Path) -> Result<(), Error> {
    remove_file(&run.join(CRATE_METADATA))?;
    Ok(remove_file(&run.join(DATA_PACKAGE))?)
}

/// Writes `datapackage.json` and `ro-crate-metadata.json`, each as a whole or not at all. A run whose harvest has no date yet, and
/// one that is a copy without an archive, is not described.
pub(crate) fn write(run: &Path, record: &RunRecord) -> Result<(), Error> {
    let Some(described) = describe(run, record)? else { return Ok(()) };
    replace_text(&run.join(DATA_PACKAGE), &described.package)?;
    Ok(replace_text(&run.join(CRATE_METADATA), &described.metadata)?)
}

/// What the two files hold.
struct Described {
    package: String,
    metadata: String,
}

fn describe(run: &Path, record: &RunRecord) -> Result<Option<Described>, Error> {
    let harvested = record.harvest_date.as_deref().and_then(|at| at.parse::<Timestamp>().ok());
    let Some(harvested) = harvested.filter(|_| record.packed.is_none()) else { return Ok(None) };
    let table2 = run.join(stages::SYNTHESIS).join("table2.csv");
    let described = Run {
        pipeline: record.pipeline.clone(),
        about: record.about.clone(),
        version: record.bron.clone(),
        harvested,
        archive_of: record.archive.clone(),
        files: files_of(run)?,
        table2_header: if table2.exists() { read_records(&table2)?.0 } else { Vec::new() },
    };
    let package = data_package(&described);
    let file = RunFile {
        path: DATA_PACKAGE.to_owned(),
        sha256: sha256_of_bytes(package.as_bytes()),
        bytes: package.len() as u64,
    };
    Ok(Some(Described { metadata: crate_metadata(&described, &file), package }))
}

/// The files of a run that bron writes, by path, without the descriptions themselves.
fn files_of(run: &Path) -> Result<Vec<RunFile>, Error> {
    let mut paths = vec!["run.json".to_owned()];
    for folder in FOLDERS.iter().filter(|folder| run.join(folder).is_dir()) {
        paths.extend(files_in(&run.join(folder))?.into_iter().map(|name| format!("{folder}/{name}")));
    }
    paths.retain(|path| kind_of(path).is_some());
    paths.sort();
    let described = paths.into_iter().map(|path| {
        let found = file_record(&run.join(&path), None)?;
        Ok(RunFile { path, sha256: found.sha256, bytes: found.bytes })
    });
    described.collect()
}

/// What `datapackage.json` says of a file.
#[derive(Deserialize)]
struct Resource {
    path: String,
    #[serde(default)]
    bytes: Option<u64>,
    hash: String,
}

#[derive(Deserialize)]
struct Package {
    resources: Vec<Resource>,
}

/// What a check of the descriptions came to.
#[derive(Debug, Default)]
pub(crate) struct DescriptionCheck {
    /// Files that are as described; `None` where nothing describes the run.
    pub(crate) files: Option<usize>,
    /// What differs, one line each.
    pub(crate) problems: Vec<String>,
}

/// Holds the files of a run against its descriptions, and the descriptions against those that bron makes of these files. To a
/// file of judgements lines may have been added since; everything else must be as it was.
pub(crate) fn check(run: &Path, record: &RunRecord) -> Result<DescriptionCheck, Error> {
    let mut check = DescriptionCheck::default();
    let written = |name: &str| bron_store::read_text(&run.join(name));
    if !run.join(DATA_PACKAGE).exists() {
        if run.join(stages::SYNTHESIS).is_dir() && record.packed.is_none() {
            check
                .problems
                .push(format!("`{DATA_PACKAGE}` is not there: the last run did not come to its end"));
        }
        return Ok(check);
    }
    let package: Package = match written(DATA_PACKAGE).map(|text| serde_json::from_str(&text)) {
        Ok(Ok(package)) => package,
        Ok(Err(error)) => {
            check.problems.push(format!("`{DATA_PACKAGE}` cannot be understood: {error}"));
            return Ok(check);
        }
        Err(error) => {
            check.problems.push(error.to_string());
            return Ok(check);
        }
    };
    let differing = differing(run, &package)?;
    check.files = Some(package.resources.len() - differing.len());
    check.problems.extend(differing);
    let described: BTreeSet<&str> = package.resources.iter().map(|one| one.path.as_str()).collect();
    let new = files_of(run)?.into_iter().filter(|file| !described.contains(file.path.as_str()));
    let new: Vec<String> = new.filter(|file| !is_judgements(&file.path)).map(|file| file.path).collect();
    check.problems.extend(new.iter().map(|path| format!("`{path}` is not in `{DATA_PACKAGE}`")));
    if check.problems.is_empty() && !grew(run, &package)? {
        check_bytes(run, record, &mut check)?;
    } else {
        check_crate(run, &mut check)?;
    }
    Ok(check)
}

/// One line for each file that is not what `datapackage.json` says of it.
fn differing(run: &Path, package: &Package) -> Result<Vec<String>, Error> {
    let mut lines = Vec::new();
    for Resource { path, bytes, hash } in &package.resources {
        let file = run.join(path);
        if !file.is_file() {
            lines.push(format!("`{path}`, which `{DATA_PACKAGE}` names, is not there"));
            continue;
        }
        let found = match bytes {
            Some(bytes) if is_judgements(path) => beginning(&file, *bytes)?,
            _ => file_record(&file, None)?,
        };
        if format!("sha256:{}", found.sha256) != *hash || bytes.is_some_and(|bytes| bytes != found.bytes) {
            let told = format!(
                "`{path}` is not what `{DATA_PACKAGE}` says of it: sha256 {} in place of {}",
                found.sha256,
                hash.trim_start_matches("sha256:")
            );
            lines.push(told);
        }
    }
    Ok(lines)
}

/// Lines are only ever added to these.
fn is_judgements(path: &str) -> bool {
    path.starts_with("judgements/")
}

/// The digest of the first bytes of a file.
fn beginning(file: &Path, bytes: u64) -> Result<bron_store::FileRecord, Error> {
    let unread = |source| Error::Unread { file: file.to_owned(), source };
    let mut read = Vec::new();
    std::fs::File::open(file).and_then(|file| file.take(bytes).read_to_end(&mut read)).map_err(unread)?;
    Ok(bron_store::FileRecord { sha256: sha256_of_bytes(&read), bytes: read.len() as u64, rows: None })
}

/// Whether judgements were added since the description was made.
fn grew(run: &Path, package: &Package) -> Result<bool, Error> {
    let described: BTreeMap<&str, u64> =
        package.resources.iter().filter_map(|one| Some((one.path.as_str(), one.bytes?))).collect();
    let now = files_of(run)?;
    Ok(now
        .iter()
        .any(|file| is_judgements(&file.path) && described.get(file.path.as_str()) != Some(&file.bytes)))
}

/// Both descriptions are what bron makes of these files, byte for byte.
fn check_bytes(run: &Path, record: &RunRecord, check: &mut DescriptionCheck) -> Result<(), Error> {
    let Some(described) = describe(run, record)? else {
        check.problems.push(format!("`run.json` has no date of harvest, and `{DATA_PACKAGE}` has one"));
        return Ok(());
    };
    for (name, expected) in [(DATA_PACKAGE, described.package), (CRATE_METADATA, described.metadata)] {
        match std::fs::read(run.join(name)) {
            Ok(found) if found == expected.as_bytes() => {}
            Ok(_) => check.problems.push(format!("`{name}` is not what bron writes of this run")),
            Err(error) => check.problems.push(format!("`{name}` cannot be read: {error}")),
        }
    }
    Ok(())
}

/// Where files differ, the crate can still be held against the package that it names.
fn check_crate(run: &Path, check: &mut DescriptionCheck) -> Result<(), Error> {
    let package = bron_store::sha256_of_file(&run.join(DATA_PACKAGE))?;
    match bron_store::read_text(&run.join(CRATE_METADATA)) {
        Ok(text) if text.contains(&package) => {}
        Ok(_) => {
            check.problems.push(format!("`{CRATE_METADATA}` does not have the sha256 of `{DATA_PACKAGE}`"));
        }
        Err(error) => check.problems.push(error.to_string()),
    }
    Ok(())
}

/// Holds the keys of all tables: rows looked at, and what is wrong.
pub(crate) fn check_keys(run: &Path) -> (u64, Vec<String>) {
    let (mut keys, mut problems) = (Keys::default(), Vec::new());
    for table in tables() {
        let file = run.join(table.path);
        // The pages are held by the order in which they are written.
        if !file.is_file() || table.path.strip_suffix(".csv").is_none() {
            continue;
        }
        match read_records(&file) {
            Ok((header, rows)) => problems.extend(keys.check(&table.with_header(&header), &header, &rows)),
            Err(error) => problems.push(error.to_string()),
        }
    }
    (keys.rows(), problems)
}
