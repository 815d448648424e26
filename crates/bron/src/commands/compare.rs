//! `bron compare`: how two harvests differ, and why.

use super::{Manner, known, run, study};
use crate::answer::{self, Done};
use crate::bars::Bars;
use crate::cli::CompareArgs;
use crate::worker::Workers;
use anyhow::Result;
use bron_compare::{Change, Comparison, Error, PRINTED, TableChanges};
use bron_model::{DifferenceCategory, Language};
use bron_protocol::Protocol;
use bron_run::AskedAfter;
use bron_store::RunLock;
use serde::Serialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// So many rows of a table are printed; all of them are in --json.
const SHOWN: usize = 20;

/// Compares, writes and prints; exit code 2 where anything differs.
pub fn compare(arguments: CompareArgs, manner: Manner) -> Result<Done> {
    if !arguments.what_if.is_empty() {
        return what_if(&arguments, manner);
    }
    if let Some(name) = arguments.keep {
        return Err(Error::NothingToKeep(name).into());
    }
    let later = arguments.b.as_deref().unwrap_or_default();
    let b = study::run_folder(later);
    let is_printed = |run: &str| run == PRINTED && !study::run_folder(run).join("run.json").is_file();
    if is_printed(later) {
        return Err(Error::PrintedIsNoRun(PRINTED, "nothing is compared with it as the later one").into());
    }
    if is_printed(&arguments.a) {
        if arguments.table.is_some() || arguments.ask {
            let why = "it has no tables to compare and no addresses to ask for";
            return Err(Error::PrintedIsNoRun(PRINTED, why).into());
        }
        let _lock = RunLock::to_write(&b)?;
        return told(&b, bron_compare::compare_with_printed(&b)?, None, manner);
    }
    let a = study::run_folder(&arguments.a);
    if let Some(table) = &arguments.table {
        return compare_table(&a, &b, table, &arguments.key, manner);
    }
    let asked = arguments.ask.then(|| ask(&a, &b, manner)).transpose()?;
    let _lock = RunLock::to_write(&b)?;
    told(&b, bron_compare::compare_runs(&a, &b)?, asked, manner)
}

/// Asks for the addresses of A of which B heard nothing, and says which gave no answer.
fn ask(a: &Path, b: &Path, manner: Manner) -> Result<AskedAfter> {
    let unheard = bron_compare::not_asked(&bron_compare::compare_runs(a, b)?, a)?;
    let bars = Bars::new(manner.json);
    let asked = bron_run::ask_after(&known::options(b, false, manner)?, &unheard, &bars)?;
    drop(bars);
    let failed = asked.unanswered.len();
    if failed > 0 {
        let all = asked.asked;
        answer::remark(&match manner.language {
            Language::Nl => format!(
                "{failed} van {all} adressen zijn gevraagd en gaven geen antwoord; hetzelfde commando vraagt ze opnieuw"
            ),
            Language::En => format!(
                "{failed} of {all} addresses were asked and gave no answer; the same command asks them again"
            ),
        });
    }
    Ok(asked)
}

/// Makes the run again with changes, and compares it with itself.
fn what_if(arguments: &CompareArgs, manner: Manner) -> Result<Done> {
    let folder = study::run_folder(&arguments.a);
    let changes = Change::parse_all(&arguments.what_if)?;
    let _lock = RunLock::to_write(&folder)?;
    let options = known::options(&folder, false, manner)?;
    let options = bron_run::Options { probe: true, offline: true, ..options };
    let protocol = Protocol::load(&options.files, &options.pipeline)?;
    let workers = Workers::new(run::worker_limits(&protocol.pipeline.limits), super::pdf_engine(&protocol)?);
    let bars = Bars::new(manner.json);
    let comparison =
        bron_compare::again(&folder, &options, &changes, arguments.keep.as_deref(), &workers, &bars)?;
    drop(bars);
    told(&folder, comparison, None, manner)
}

#[derive(Serialize)]
struct Answer {
    folder: PathBuf,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<AskedAfter>,
    #[serde(flatten)]
    comparison: Comparison,
}

/// Writes the tables, and prints the head of what people read.
fn told(b: &Path, comparison: Comparison, asked: Option<AskedAfter>, manner: Manner) -> Result<Done> {
    let folder = bron_compare::write(b, &comparison, manner.language)?;
    let done = if comparison.differs() { Done::WithGaps } else { Done::Well };
    let answer = Answer { folder, asked, comparison };
    answer::print(manner.json, &answer, |answer| text(answer, manner.language))?;
    Ok(done)
}

fn text(answer: &Answer, language: Language) -> String {
    let all = bron_compare::markdown(&answer.comparison, language);
    // The differences themselves are many: their numbers are printed, and where they are.
    let heading = say(language, "\n## Verschillen\n", "\n## Differences\n");
    let mut text = all.split(heading).next().unwrap_or_default().to_owned();
    if !answer.comparison.differences.is_empty() {
        text.push_str(heading);
        text.push('\n');
    }
    for category in DifferenceCategory::ALL {
        let n = answer.comparison.count(*category);
        if n > 0 {
            let _ = writeln!(
                text,
                "{n:>6}  {} ({category})",
                bron_compare::category_in_words(*category, language)
            );
        }
    }
    let unasked = answer.comparison.count(DifferenceCategory::NotAsked);
    if unasked > 0 && answer.asked.is_none() && !answer.comparison.together.printed {
        let _ = writeln!(
            text,
            "{}",
            say(
                language,
                "Met --ask wordt naar de niet gevraagde adressen alsnog één keer gevraagd.",
                "With --ask the addresses that were not asked are asked for once."
            )
        );
    }
    for url in answer.asked.iter().flat_map(|asked| &asked.without_source) {
        let why = say(
            language,
            "niet gevraagd, de bron staat niet in de pipeline",
            "not asked, the pipeline has no such source",
        );
        let _ = writeln!(text, "{url}: {why}");
    }
    for one in answer.asked.iter().flat_map(|asked| &asked.unanswered) {
        let _ = writeln!(
            text,
            "{}: {} ({})",
            one.url,
            say(language, "gevraagd, geen antwoord", "asked, no answer"),
            one.why
        );
    }
    for one in answer.asked.iter().flat_map(|asked| &asked.without_address) {
        let why =
            say(language, "niet gevraagd, er is geen adres, maar", "not asked, there is no address but");
        let _ = writeln!(text, "{}: {why} `{}`", one.publication, one.as_listed);
    }
    let _ = writeln!(text, "\n{} {}", say(language, "Alle rijen:", "All rows:"), answer.folder.display());
    text
}

fn say<'t>(language: Language, nl: &'t str, en: &'t str) -> &'t str {
    match language {
        Language::Nl => nl,
        Language::En => en,
    }
}

fn compare_table(a: &Path, b: &Path, table: &str, key: &[String], manner: Manner) -> Result<Done> {
    if let Some(none) = [a, b].into_iter().find(|run| !run.join("run.json").is_file()) {
        return Err(bron_run::Error::NoRun(none.to_owned()).into());
    }
    let changes = bron_compare::changes(a, b, table, key)?;
    answer::print(manner.json, &changes, |changes| text_of_table(changes, manner.language))?;
    Ok(if changes.differs() { Done::WithGaps } else { Done::Well })
}

fn text_of_table(changes: &TableChanges, language: Language) -> String {
    let mut text = String::new();
    let (added, removed, changed) = (changes.added.len(), changes.removed.len(), changes.changed.len());
    let _ = match language {
        Language::Nl => writeln!(text, "{added} rijen erbij, {removed} rijen weg, {changed} rijen anders"),
        Language::En => writeln!(text, "{added} rows added, {removed} rows removed, {changed} rows changed"),
    };
    for (sign, columns) in [('+', &changes.columns_added), ('-', &changes.columns_removed)] {
        for column in columns {
            let _ = writeln!(text, "{sign} {} {column}", say(language, "kolom", "column"));
        }
    }
    for (sign, rows) in [('+', &changes.added), ('-', &changes.removed)] {
        for row in rows.iter().take(SHOWN) {
            let key: Vec<&str> =
                changes.key.iter().filter_map(|column| row.get(column)).map(String::as_str).collect();
            let _ = writeln!(text, "{sign} {}", key.join(", "));
        }
    }
    for row in changes.changed.iter().take(SHOWN) {
        for (column, [before, after]) in &row.changes {
            let _ = writeln!(text, "~ {}: {column}: {before} -> {after}", row.key.join(", "));
        }
    }
    if added.max(removed).max(changed) > SHOWN {
        let told = say(
            language,
            "Alle rijen staan in het antwoord met --json.",
            "All rows are in the answer with --json.",
        );
        let _ = writeln!(text, "{told}");
    }
    text
}
