//! What was made of a run and tells of an earlier state of it.

use crate::Error;
use crate::stages;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::SystemTime;

/// The folders in a run that hold what is made of its stages, and that no stage reads.
const MADE: [&str; 2] = ["export", "report"];

/// The files in `report/` and `export/` that were written before a stage behind them was written anew, from the run's folder with
/// `/`, in order. By the clock of the disk: what was copied from elsewhere has the time of the copy. A stage that stays as it is
/// is not written anew.
pub fn made_before(run: &Path) -> Result<Vec<String>, Error> {
    let mut newest = None;
    for stage in
        [stages::SCREENING, stages::RETRIEVAL, stages::EXTRACTION, stages::ELIGIBILITY, stages::SYNTHESIS]
    {
        newest = newest.max(files(run, stage)?.into_iter().map(|(_, written)| written).max());
    }
    let Some(newest) = newest else { return Ok(Vec::new()) };
    let mut older = Vec::new();
    for folder in MADE {
        let before = files(run, folder)?.into_iter().filter(|(_, written)| *written < newest);
        older.extend(before.map(|(name, _)| name));
    }
    older.sort();
    Ok(older)
}

/// The files of a folder of a run and when each was written; none where there is no such folder.
fn files(run: &Path, folder: &str) -> Result<Vec<(String, SystemTime)>, Error> {
    let path = run.join(folder);
    let failed = |source| bron_store::Error::Io { doing: "read", path: path.clone(), source };
    let entries = match fs::read_dir(&path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error).into()),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let about = entry.metadata().map_err(failed)?;
        if about.is_file() {
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            files.push((name, about.modified().map_err(failed)?));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::time::Duration;

    #[test]
    fn what_is_older_than_the_newest_stage_is_named_and_a_run_without_stages_has_none() {
        let run = tempfile::tempdir().unwrap();
        let write = |name: &str, second: u64| {
            let path = run.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let file = File::create(path).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(second)).unwrap();
        };
        write("report/report.html", 10);
        assert!(made_before(run.path()).unwrap().is_empty());
        write("3-retrieval/documents.csv", 5);
        write("export/references.ris", 20);
        assert!(made_before(run.path()).unwrap().is_empty());
        write("5-eligibility/outcomes.csv", 20);
        assert_eq!(made_before(run.path()).unwrap(), ["report/report.html"]);
        write("6-synthesis/table1.csv", 21);
        assert_eq!(made_before(run.path()).unwrap(), ["export/references.ris", "report/report.html"]);
    }
}
