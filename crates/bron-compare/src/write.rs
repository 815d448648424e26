//! The files of a comparison, in the run's folder `compare/`.

use crate::markdown::markdown;
use crate::{Comparison, Error};
use bron_model::Language;
use bron_store::{Stage, write_csv, write_text};
use std::path::{Path, PathBuf};

/// The folder of a run in which comparisons lie; they are remade each time, and no stage reads them.
pub const FOLDER: &str = "compare";

/// Writes `compare/<name of A>/` into the run of B, in place of an earlier one. Gives the folder.
///
/// Every file follows from the two runs alone: the same runs give the same bytes.
pub fn write(run: &Path, comparison: &Comparison, language: Language) -> Result<PathBuf, Error> {
    let parent = run.join(FOLDER);
    let stage = Stage::begin(&parent, &folder_name(comparison))?;
    write_csv(&stage.file("counts.csv"), &comparison.counts)?;
    write_csv(&stage.file("queries.csv"), &comparison.queries)?;
    write_csv(&stage.file("reasons.csv"), &comparison.reasons)?;
    write_csv(&stage.file("diff.csv"), &comparison.differences)?;
    let lines = comparison.differences.iter().map(|row| {
        let line = serde_json::to_string(row).expect("texts and numbers always fit in JSON");
        line + "\n"
    });
    write_text(&stage.file("diff.jsonl"), &lines.collect::<String>())?;
    write_text(&stage.file("compare.md"), &markdown(comparison, language))?;
    Ok(stage.commit()?)
}

/// Comparisons with a changed run lie in the run itself, under the name of the change.
fn folder_name(comparison: &Comparison) -> String {
    let name =
        if comparison.b.name.starts_with("what-if-") { &comparison.b.name } else { &comparison.a.name };
    name.chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
        .collect()
}
