//! `bron known`: what a run makes of the publications that an earlier review names.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::bars::Bars;
use anyhow::{Context, Result};
use bron_model::{FoundBy, KnownOutcome, KnownRow, Language, PageMatch};
use bron_protocol::{Files, Study};
use bron_run::{KnownReport, Options, Stage};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Traces the list and prints it; exit code 2 where something was not searched, or not read whole.
pub fn known(run: &str, look_up: bool, retry_failed: bool, manner: Manner) -> Result<Done> {
    let folder = study::run_folder(run);
    let options = options(&folder, retry_failed, manner)?;
    let bars = Bars::new(manner.json);
    let report = bron_run::known(&options, look_up, &bars)?;
    drop(bars);
    let done = if report.is_settled() { Done::Well } else { Done::WithGaps };
    answer::print(manner.json, &report, |report| text(report, manner.language))?;
    Ok(done)
}

/// The pipeline that the run was made with: in the study around it, else inside the program.
pub(super) fn options(run: &Path, retry_failed: bool, manner: Manner) -> Result<Options> {
    let name = bron_run::pipeline_of(run)?;
    let (files, root) = files_of(run, &name)?;
    Ok(Options {
        pipeline: files.pipeline_path(&name)?,
        files,
        root,
        output: Some(run.to_owned()),
        name: None,
        until: Stage::Synthesis,
        offline: false,
        retry_failed,
        probe: false,
        accept_proposals: false,
        threads: None,
        language: manner.language,
        connect_to: BTreeMap::new(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

pub(super) fn files_of(run: &Path, pipeline: &str) -> Result<(Files, PathBuf)> {
    let around = run.canonicalize().ok().and_then(|run| Study::find(&run).ok());
    if let Some(study) = around.or_else(|| study::here().ok())
        && study.files().pipeline_path(pipeline).is_ok()
    {
        return Ok((study.files(), study.root));
    }
    let current = std::env::current_dir().context("the current folder is not to be found")?;
    Ok((Files::Embedded, current))
}

fn text(report: &KnownReport, language: Language) -> String {
    let told = Told { language };
    let mut text = String::new();
    for row in &report.pairs {
        text.push_str(&told.pair(row));
    }
    let _ = writeln!(text, "\n{}", told.say("Paren per uitkomst", "Pairs by outcome"));
    for outcome in KnownOutcome::ALL {
        let n = report.pairs_with(*outcome);
        if n > 0 {
            let _ = writeln!(text, "{n:>5}  {}", told.outcome(*outcome));
        }
    }
    text.push_str(&told.sums(report));
    let _ = writeln!(text, "{} {}", told.say("Alle rijen:", "All rows:"), report.folder.display());
    text
}

struct Told {
    language: Language,
}

impl Told {
    fn say(&self, nl: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Nl => nl,
            Language::En => en,
        }
    }

    fn pair(&self, row: &KnownRow) -> String {
        let who =
            if row.authors.is_empty() { self.say("(niet genoemd)", "(not named)") } else { &row.authors };
        let mut text = format!("\n{}  {who} {}", row.term, row.year);
        if !row.title.is_empty() {
            let _ = write!(text, ", {}", row.title);
        }
        let _ = write!(text, "\n  {}", self.outcome(row.outcome));
        if let Some(found_by) = row.found_by.filter(|_| hides_the_way(row.outcome)) {
            let _ = write!(text, "; {}", self.found_by(found_by));
        }
        text.push('\n');
        if !row.pair_outcome.is_empty() {
            let _ = writeln!(text, "  {} {}", self.say("in deze run:", "in this run:"), row.pair_outcome);
        }
        if let Some(page_match) = row.page_match {
            let pages = if row.pages_found.is_empty() { "-" } else { &row.pages_found };
            let _ = writeln!(
                text,
                "  {} {}: {}; {pages}",
                self.say("bladzijde", "page"),
                row.page_listed,
                self.page(page_match)
            );
        }
        let lines = [
            (&row.publications, self.say("publicatie", "publication")),
            (&row.queries, self.say("zoekvragen", "queries")),
            (&row.evidence, self.say("bewijs", "evidence")),
            (&row.candidates, self.say("kandidaten", "candidates")),
            (&row.look_up, self.say("opgezocht", "looked up")),
            (&row.note, self.say("let op", "note")),
        ];
        for (value, name) in lines.into_iter().filter(|(value, _)| !value.is_empty()) {
            let _ = writeln!(text, "  {name}: {value}");
        }
        text
    }

    fn sums(&self, report: &KnownReport) -> String {
        let named =
            report.pairs.iter().filter(|row| !row.authors.is_empty() || !row.title.is_empty()).count();
        let works =
            report.publications.iter().filter(|row| !row.authors.is_empty() || !row.title.is_empty()).count();
        let testable = report.pairs.iter().filter(|row| row.outcome != KnownOutcome::NotTestable).count();
        let again = report.pairs.iter().filter(|row| row.found_by == Some(FoundBy::SameTerm)).count();
        match self.language {
            Language::Nl => format!(
                "Samen {} rijen: {named} paren van {works} publicaties genoemd, {testable} te toetsen; {again} teruggevonden \
                 door een zoekvraag van hetzelfde begrip.\nTerugvinden zegt hoe stabiel zoeken is, niet hoe volledig: dezelfde \
                 zoekvakken vonden ze eerder.\n",
                report.pairs.len()
            ),
            Language::En => format!(
                "In all {} rows: {named} pairs of {works} publications named, {testable} to be tested; {again} found again by a \
                 query of the same term.\nFinding again says how stable searching is, not how complete: the same boxes found \
                 them before.\n",
                report.pairs.len()
            ),
        }
    }

    fn outcome(&self, outcome: KnownOutcome) -> &'static str {
        match outcome {
            KnownOutcome::FoundByTerm => self.say("gevonden door het eigen begrip", "found by its own term"),
            KnownOutcome::FoundByOtherTerm => {
                self.say("alleen gevonden door een ander begrip", "found by another term only")
            }
            KnownOutcome::CatalogueOnly => self.say("alleen in de catalogus", "in the catalogue only"),
            KnownOutcome::OtherRoutesOnly => self.say("alleen langs andere wegen", "by other routes only"),
            KnownOutcome::NewerEdition => self.say("nieuwere uitgave", "newer edition"),
            KnownOutcome::Moved => self.say("verhuisd naar een ander adres", "moved to another address"),
            KnownOutcome::Gone => {
                self.say("in de lijst, maar de pagina is weg", "listed, but its page is gone")
            }
            KnownOutcome::Doubtful => self.say("twijfelachtig: een mens kiest", "doubtful: a person chooses"),
            KnownOutcome::OnlyByTitle => self.say(
                "de site heeft het, maar de zoekvragen van het begrip gaven het niet",
                "the site has it, but the term's queries did not return it",
            ),
            KnownOutcome::NotEvenByTitle => {
                self.say("niet gevonden, ook niet op titel", "not found, not by its title either")
            }
            KnownOutcome::NotFound => self.say("niet gevonden", "not found"),
            KnownOutcome::SearchIncomplete => self.say(
                "onbekend: een zoekvraag is niet tot het einde gelezen",
                "unknown: a query was not read to its end",
            ),
            KnownOutcome::NotSearched => {
                self.say("onbekend: een bron is niet doorzocht", "unknown: a source was not searched")
            }
            KnownOutcome::NotTestable => self.say("niet te toetsen", "not testable"),
        }
    }

    fn found_by(&self, found_by: FoundBy) -> &'static str {
        match found_by {
            FoundBy::SameTerm => self.say("door het eigen begrip", "by its own term"),
            FoundBy::OtherTerm => self.say("door een ander begrip", "by another term"),
            FoundBy::Catalogue => self.say("in de catalogus", "in the catalogue"),
            FoundBy::OtherRoutes => self.say("langs andere wegen", "by other routes"),
        }
    }

    fn page(&self, page_match: PageMatch) -> &'static str {
        match page_match {
            PageMatch::Printed => self.say("de gedrukte bladzijde", "the printed page"),
            PageMatch::File => self.say("de bladzijde van het bestand", "the page of the file"),
            PageMatch::PrintedAndFile => self
                .say("de gedrukte bladzijde en die van het bestand", "the printed page and that of the file"),
            PageMatch::Other => self.say("onze passages staan elders", "our passages stand elsewhere"),
            PageMatch::NoPassage => self.say("geen passage", "no passage"),
        }
    }
}

/// Whether the outcome does not itself say how it was met.
fn hides_the_way(outcome: KnownOutcome) -> bool {
    matches!(outcome, KnownOutcome::NewerEdition | KnownOutcome::Moved | KnownOutcome::Gone)
}
