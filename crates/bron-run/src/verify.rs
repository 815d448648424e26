//! Is everything still what was written, and do the sums hold?

use crate::{Error, stages};
use bron_model::{FlowRow, OutcomeRow, Table1Row};
use bron_store::read_csv;
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

/// Checks the archive's digests, the hashes of all stage files, and that Table 1 is a count of `outcomes.csv`.
///
/// Reads everything, changes nothing. A run without an archive of its own (it reads another's) says so.
pub fn verify(run: &Path) -> Result<Verification, Error> {
    let record = bron_store::RunFolder::read(run)?.ok_or_else(|| Error::NoRun(run.to_owned()))?;
    let mut verification = Verification { checked: Vec::new(), problems: Vec::new() };
    let archive = run.join("archive");
    if archive.is_dir() {
        let check = bron_store::verify_archive(&archive)?;
        verification.checked.push(format!("archive: {} records in {} files", check.records, check.files));
        verification.problems.extend(check.faults);
    } else {
        verification
            .checked
            .push("archive: this run reads another run's archive; verify that run".to_owned());
    }
    let files: usize = record.stages.values().map(|stage| stage.files.len()).sum();
    verification.checked.push(format!("stage files: {files} hashes"));
    verification.problems.extend(bron_store::verify_files(run, &record));
    check_sums(run, &mut verification)?;
    Ok(verification)
}

fn check_sums(run: &Path, verification: &mut Verification) -> Result<(), Error> {
    let table1 = run.join(stages::SYNTHESIS).join("table1.csv");
    if !table1.exists() {
        verification.checked.push("sums: there is no Table 1 yet".to_owned());
        return Ok(());
    }
    let rows: Vec<Table1Row> = read_csv(&table1)?;
    let outcomes: Vec<OutcomeRow> = read_csv(&run.join(stages::ELIGIBILITY).join("outcomes.csv"))?;
    verification.checked.push(format!("sums: Table 1 against {} pairs", outcomes.len()));
    if let Err(error) = bron_synthesis::check_table1(&rows, &outcomes) {
        verification.problems.push(error.to_string());
    }
    let flow: Vec<FlowRow> = read_csv(&run.join(stages::SYNTHESIS).join("flow.csv"))?;
    verification.checked.push(format!("sums: {} boxes of the flow", flow.len()));
    if let Err(error) = bron_synthesis::check_flow(&flow) {
        verification.problems.push(error.to_string());
    }
    Ok(())
}
