//! Is everything still what was written, and do the sums hold?

use crate::frozen::{FrozenState, frozen_around, lost_around, study_around};
use crate::{Error, stages};
use bron_model::{FlowRow, OutcomeRow, PartialDate, Table1Row, Table2PassageRow};
use bron_store::{
    CsvReader, RunRecord, archive_files, lost_of_archive, read_csv, read_records, sha256_of_file,
};
use bron_synthesis::Table2;
use serde::Serialize;
use std::path::Path;

/// What was checked, and what differs.
#[derive(Debug, Clone, Serialize)]
pub struct Verification {
    /// One line for each thing that was checked.
    pub checked: Vec<String>,
    /// One line for each difference; empty when there is none.
    pub problems: Vec<String>,
}

/// Checks the archive's digests and that none of its files is gone, the hashes of all stage files, the descriptions and the keys
/// that they name, whether the study's configuration is the one that the run was made with, whether that is the protocol that
/// was frozen, the chains of judgements, and that Table 1, Table 2 and the flow add up.
///
/// Reads everything, changes nothing. A run without an archive of its own (it reads another's) says so.
pub fn verify(run: &Path) -> Result<Verification, Error> {
    let record = bron_store::RunFolder::read(run)?.ok_or_else(|| Error::NoRun(run.to_owned()))?;
    let mut verification = Verification { checked: Vec::new(), problems: Vec::new() };
    check_archive(run, &record, &mut verification)?;
    let files: usize = record.stages.values().map(|stage| stage.files.len()).sum();
    verification.checked.push(format!("stage files: {files} hashes"));
    verification.problems.extend(bron_store::verify_files(run, &record));
    check_description(run, &record, &mut verification)?;
    check_configuration(run, &record, &mut verification)?;
    check_frozen(run, &record, &mut verification)?;
    check_judgements(run, &record, &mut verification)?;
    check_sums(run, &mut verification)?;
    Ok(verification)
}

/// Holds the files against `datapackage.json` and `ro-crate-metadata.json`, and the keys of the tables.
fn check_description(run: &Path, record: &RunRecord, verification: &mut Verification) -> Result<(), Error> {
    let check = crate::describe::check(run, record)?;
    verification.checked.push(match check.files {
        Some(files) => format!("description: {files} files are as described"),
        None => "description: there is none".to_owned(),
    });
    verification.problems.extend(check.problems);
    let (rows, problems) = crate::describe::check_keys(run);
    verification.checked.push(format!("keys: {rows} rows of tables"));
    verification.problems.extend(problems);
    Ok(())
}

fn check_archive(run: &Path, record: &RunRecord, verification: &mut Verification) -> Result<(), Error> {
    if let Some(packed) = &record.packed {
        let told = format!("archive: this is a pack for {}; the archive is with the run", packed.packed_for);
        verification.checked.push(told);
        return Ok(());
    }
    let archive = run.join("archive");
    let files = archive_files(&archive)?;
    verification.problems.extend(lost_of_archive(&record.archive_files, &files));
    if let Some(other) = &record.archive {
        check_other_archive(run, other, verification);
    } else if files.is_empty() {
        let told = "the run has no archive, and nothing can be made again from it";
        verification.problems.push(told.to_owned());
    } else {
        let check = bron_store::verify_archive(&archive)?;
        verification.checked.push(format!("archive: {} records in {} files", check.records, check.files));
        verification.problems.extend(check.faults);
    }
    Ok(())
}

/// A window reads the archive of the run beside it.
fn check_other_archive(run: &Path, other: &str, verification: &mut Verification) {
    let theirs = run.parent().map(|output| output.join(other).join("archive"));
    if theirs.is_some_and(|folder| archive_files(&folder).is_ok_and(|files| !files.is_empty())) {
        verification.checked.push(format!("archive: that of the run `{other}`; verify that run too"));
    } else {
        let told = format!("the archive of the run `{other}`, which this one reads, is not there");
        verification.problems.push(told);
    }
}

/// Checks the chains of the judgements, and that all that this run had read is still there. A run that was made before there
/// were judgements has nothing to check.
fn check_judgements(run: &Path, record: &RunRecord, verification: &mut Verification) -> Result<(), Error> {
    if record.judgements_folder.is_empty() {
        return Ok(());
    }
    let check = bron_store::check_judgements(&run.join(&record.judgements_folder), &record.judgements)?;
    if check.lines > 0 || !record.judgements.is_empty() {
        verification.checked.push(format!("judgements: {} lines", check.lines));
    }
    verification.problems.extend(check.problems);
    Ok(())
}

/// Compares the study's configuration with the one that the run was made with.
fn check_configuration(run: &Path, record: &RunRecord, verification: &mut Verification) -> Result<(), Error> {
    let Some(root) = study_around(run, record) else {
        let told = "configuration: no study around this run, so it is not compared";
        verification.checked.push(told.to_owned());
        return Ok(());
    };
    verification.checked.push(format!("configuration: {} files", record.configuration.len()));
    for (file, known) in &record.configuration {
        let path = root.join(file);
        if !path.is_file() {
            let told = format!("`{file}`, with which the run was made, is not in the study any more");
            verification.problems.push(told);
        } else if sha256_of_file(&path)? != *known {
            let told = format!("`{file}` is not what the run was made with: run again to apply it");
            verification.problems.push(told);
        }
    }
    Ok(())
}

/// Compares the protocol that was frozen with the one that the run was made with, and misses what should be there of it; nothing is
/// said where none was frozen.
fn check_frozen(run: &Path, record: &RunRecord, verification: &mut Verification) -> Result<(), Error> {
    let state = frozen_around(run, record)?;
    verification.problems.extend(lost_around(run, record, &state).map(|lost| lost.to_string()));
    let FrozenState { frozen: Some(frozen), amendments } = state else { return Ok(()) };
    verification.checked.push(format!(
        "protocol: frozen on {}, {} amendments",
        PartialDate::of_instant(frozen.frozen_at),
        amendments.len()
    ));
    let digests = [
        ("searched", &frozen.search_digest, &record.search_digest),
        ("screened", &frozen.screening_digest, &record.screening_digest),
    ];
    for (what, frozen, made_with) in digests.into_iter().filter(|(_, frozen, made)| frozen != made) {
        verification.problems.push(format!(
            "the run was made with another protocol than was frozen: what is {what} has the digest {made_with}, frozen is {frozen}"
        ));
    }
    if amendments.last().is_some_and(|last| last.digest != frozen.digest) {
        let told = "protocol/amendments.csv: the last amendment does not lead to what is frozen";
        verification.problems.push(told.to_owned());
    }
    Ok(())
}

fn check_sums(run: &Path, verification: &mut Verification) -> Result<(), Error> {
    let table1 = run.join(stages::SYNTHESIS).join("table1.csv");
    if !table1.exists() {
        verification.checked.push("sums: there is no Table 1 yet".to_owned());
        return Ok(());
    }
    let rows: Vec<Table1Row> = read_csv(&table1)?;
    let mut outcomes = bron_synthesis::Rows::new();
    for row in CsvReader::<OutcomeRow>::open(&run.join(stages::ELIGIBILITY).join("outcomes.csv"))? {
        outcomes.outcome(&row?);
    }
    verification.checked.push(format!("sums: Table 1 against {} pairs", outcomes.pairs()));
    if let Err(error) = bron_synthesis::check_table1(&rows, &outcomes) {
        verification.problems.push(error.to_string());
    }
    let flow: Vec<FlowRow> = read_csv(&run.join(stages::SYNTHESIS).join("flow.csv"))?;
    verification.checked.push(format!("sums: {} boxes of the flow", flow.len()));
    if let Err(error) = bron_synthesis::check_flow(&flow) {
        verification.problems.push(error.to_string());
    }
    check_table2(run, verification)
}

/// A run without a codebook has no Table 2.
fn check_table2(run: &Path, verification: &mut Verification) -> Result<(), Error> {
    let file = run.join(stages::SYNTHESIS).join("table2.csv");
    if !file.exists() {
        return Ok(());
    }
    let (header, rows) = read_records(&file)?;
    let behind: Vec<Table2PassageRow> = read_csv(&run.join(stages::SYNTHESIS).join("table2-passages.csv"))?;
    verification.checked.push(format!("sums: Table 2 against {} passages", behind.len()));
    match Table2::from_records(&header, &rows) {
        None => {
            verification.problems.push("table2.csv: a column or cell is not as bron writes it".to_owned());
        }
        Some(table) => {
            if let Err(error) = bron_synthesis::check_table2(&table, &behind) {
                verification.problems.push(error.to_string());
            }
        }
    }
    Ok(())
}
