//! `bron evaluate`: how well do the rules read?

use super::{Manner, study};
use crate::answer::{self, Done};
use anyhow::Result;
use bron_evaluate::{Corpus, Figure, Measure, Part};
use bron_protocol::{Files, Protocol};
use std::fmt::Write;
use std::path::PathBuf;

/// What is measured, and on what.
pub struct Asked {
    /// The folder of annotated texts.
    pub folder: PathBuf,
    /// Lists that it does not have.
    pub lists: Option<PathBuf>,
    /// The pipeline.
    pub pipeline: String,
    /// The measures; none: all.
    pub only: Vec<Measure>,
    /// Whether to list what went otherwise.
    pub list: bool,
}

/// Prints the figures; exit code 2 where a measure that was named with `--only` could not be made.
pub fn evaluate(asked: Asked, manner: Manner) -> Result<Done> {
    let mut corpus = Corpus::open(&asked.folder)?;
    if let Some(lists) = &asked.lists {
        corpus = corpus.with_lists(lists)?;
    }
    let files = study::here().map_or(Files::Embedded, |study| study.files());
    let protocol = Protocol::load(&files, &asked.pipeline)?;
    let corpus = corpus.with_pdf_engine(super::pdf_engine(&protocol)?);
    let measures = if asked.only.is_empty() { Measure::ALL.to_vec() } else { asked.only.clone() };
    let parts = bron_evaluate::evaluate(&corpus, &protocol, &measures)?;
    answer::print(manner.json, &parts, |parts| {
        parts.iter().map(|part| table(part, asked.list)).collect::<Vec<_>>().join("\n")
    })?;
    let gaps = !asked.only.is_empty() && parts.iter().any(|part| !part.skipped.is_empty());
    Ok(if gaps { Done::WithGaps } else { Done::Well })
}

fn table(part: &Part, list: bool) -> String {
    if !part.skipped.is_empty() {
        return format!("{}: skipped: {}\n", part.name, part.skipped);
    }
    let mut text = format!("{}: {}\n", part.name, part.how);
    let width = part.figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0);
    for figure in &part.figures {
        let _ = writeln!(text, "  {:width$}  {}", figure.name, numbers(figure));
    }
    // A pattern case that is read otherwise is always listed.
    if list || part.name == Measure::Patterns.as_str() {
        for line in &part.different {
            let _ = writeln!(text, "    {line}");
        }
    } else if !part.different.is_empty() {
        let _ = writeln!(text, "    {} went otherwise (--list shows them)", part.different.len());
    }
    text
}

fn numbers(figure: &Figure) -> String {
    let share = |share: Option<f64>| share.map_or("  - ".to_owned(), |share| format!("{share:.3}"));
    let counts = figure.counts;
    let interval = figure.interval.map_or(String::new(), |(low, high)| format!(" [{low:.3}, {high:.3}]"));
    if figure.is_share {
        return format!(
            "{} of {}: {}{interval}",
            counts.right,
            counts.right + counts.missed,
            share(figure.recall)
        );
    }
    format!(
        "precision {} recall {} F1 {}{interval} (right {}, wrong {}, missed {})",
        share(figure.precision),
        share(figure.recall),
        share(figure.f1),
        counts.right,
        counts.wrong,
        counts.missed
    )
}
