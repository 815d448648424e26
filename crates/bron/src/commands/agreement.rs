//! `bron agreement`: how far the reviewers of a run agree.

use super::{Manner, study};
use crate::answer::{self, Done};
use anyhow::{Result, bail};
use bron_model::{AgreementRow, Estimate, JudgedOn, Language, Reviewer, Round, Undefined, Unit, Verdict};
use bron_report::{Meeting, Sheet};
use bron_run::{Agreement, Desk};
use std::fmt::Write;
use std::path::Path;

/// Compares the reviewers and prints it; exit code 2 where no two of them judged the same thing.
pub fn agreement(run: &str, list: Option<&Path>, terms: bool, manner: Manner) -> Result<Done> {
    if let Some(file) = list.filter(|file| file.exists()) {
        bail!("`{}` is there already, perhaps with notes: name another file", file.display());
    }
    let desk = Desk::open(&study::run_folder(run))?;
    let sitting = desk.sit()?;
    let found = bron_run::agreement(&desk, &sitting)?;
    let mut meeting = None;
    if let Some(file) = list {
        if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
            let wanted = Meeting { reviewers: Vec::new(), terms: Vec::new(), language: manner.language };
            let sheet = Sheet::of_meeting(&desk, &sitting, &wanted)?;
            super::sheet::write(file, &sheet.workbook()?)?;
            meeting = Some(sheet.len());
        } else {
            bron_store::write_csv(file, &found.disagreements)?;
        }
    }
    let told = Told { language: manner.language, terms };
    answer::print(manner.json, &found, |found| told.all(found, list, meeting))?;
    let compared = found.rows.iter().any(|row| row.both > 0);
    Ok(if compared { Done::Well } else { Done::WithGaps })
}

struct Told {
    language: Language,
    terms: bool,
}

impl Told {
    fn say(&self, nl: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Nl => nl,
            Language::En => en,
        }
    }

    fn all(&self, found: &Agreement, list: Option<&Path>, meeting: Option<usize>) -> String {
        let mut text = String::new();
        let setting = |row: &AgreementRow| {
            (row.round, row.judged_on, row.criteria.clone(), row.a.clone(), row.b.clone())
        };
        for rows in found.rows.chunk_by(|one, other| setting(one) == setting(other)) {
            text.push_str(&self.two(rows));
        }
        if found.rows.is_empty() {
            let _ = writeln!(text, "{}", self.nothing_to_compare(found));
        } else {
            text.push_str(self.explained());
        }
        text.push_str(&self.left_out(found));
        if let Some(file) = list {
            let (n, file) = (found.disagreements.len(), file.display());
            let _ = match (meeting, self.language) {
                (None, Language::Nl) => writeln!(text, "{n} verschillen staan in {file}."),
                (None, Language::En) => writeln!(text, "{n} differences are in {file}."),
                (Some(open), Language::Nl) => writeln!(
                    text,
                    "{open} verschillen wachten op een besluit en staan in {file} ({n} eerste oordelen verschilden)."
                ),
                (Some(open), Language::En) => writeln!(
                    text,
                    "{open} differences wait for a decision and are in {file} ({n} first votes differed)."
                ),
            };
        }
        text
    }

    fn nothing_to_compare(&self, found: &Agreement) -> String {
        let names: Vec<&str> = found.reviewers.iter().map(Reviewer::as_str).collect();
        match (self.language, names.as_slice()) {
            (Language::Nl, []) => "Nog niemand heeft een criterium beoordeeld.".to_owned(),
            (Language::En, []) => "Nobody has judged a criterion yet.".to_owned(),
            (Language::Nl, names) => {
                format!(
                    "Alleen {} heeft criteria beoordeeld: er is niemand om mee te vergelijken.",
                    names.join(", ")
                )
            }
            (Language::En, names) => {
                format!("Only {} has judged criteria: there is nobody to compare with.", names.join(", "))
            }
        }
    }

    /// Two reviewers in one setting.
    fn two(&self, rows: &[AgreementRow]) -> String {
        let first = &rows[0];
        let round = match first.round {
            Round::Pilot => self.say("proefronde", "pilot"),
            Round::Main => self.say("hoofdronde", "main round"),
        };
        let on = match first.judged_on {
            JudgedOn::Listing => self.say("op de vermelding", "on the listing"),
            JudgedOn::Text => self.say("op de tekst", "on the text"),
        };
        let (a, b, criteria) = (&first.a, &first.b, &first.criteria);
        let heading = match self.language {
            Language::Nl => format!("{a} en {b}, {round}, {on}, criteria {criteria}"),
            Language::En => format!("{a} and {b}, {round}, {on}, criteria {criteria}"),
        };
        let mut text = format!("{heading}\n");
        for row in rows.iter().filter(|row| self.terms || row.term.is_none()) {
            text.push_str(&self.row(row));
        }
        text.push('\n');
        text
    }

    fn row(&self, row: &AgreementRow) -> String {
        let what = match (&row.criterion, &row.term) {
            (Some(criterion), _) => criterion.to_string(),
            (None, _) => self.say("alles samen", "all together").to_owned(),
        };
        let what = row.term.as_ref().map_or(what.clone(), |term| format!("{what}, {term}"));
        let mut text = format!("  {what}: {}\n", self.overlap(row));
        if row.both == 0 {
            return text;
        }
        let agreed = match self.language {
            Language::Nl => format!("eens over {} van {}", row.agreed, row.both),
            Language::En => format!("agree on {} of {}", row.agreed, row.both),
        };
        let percent = row.percent.map(|percent| format!(" ({percent:.1} %)")).unwrap_or_default();
        let _ = writeln!(
            text,
            "    {agreed}{percent}; kappa {}; AC1 {}",
            self.estimate(&row.kappa),
            self.estimate(&row.ac1)
        );
        if row.term.is_none() {
            text.push_str(&table(row));
        }
        text
    }

    /// How much both judged, and what only one of them did.
    fn overlap(&self, row: &AgreementRow) -> String {
        let unit = match row.unit {
            Unit::Publications => self.say("publicaties", "publications"),
            Unit::Pairs => self.say("paren", "pairs"),
        };
        let AgreementRow { a, b, both, only_a, only_b, other_text, .. } = row;
        let mut text = match self.language {
            Language::Nl => format!(
                "{both} {unit} door beiden beoordeeld, {only_a} alleen door {a}, {only_b} alleen door {b}"
            ),
            Language::En => {
                format!("{both} {unit} judged by both, {only_a} by {a} alone, {only_b} by {b} alone")
            }
        };
        if *other_text > 0 {
            let _ = match self.language {
                Language::Nl => write!(text, ", {other_text} niet op dezelfde tekst (niet meegeteld)"),
                Language::En => write!(text, ", {other_text} not on the same text (not counted)"),
            };
        }
        text
    }

    fn estimate(&self, estimate: &Estimate) -> String {
        let value = match (estimate.value, estimate.undefined) {
            (Some(value), _) => value,
            (None, Some(Undefined::NoOverlap)) => {
                return self.say("onbepaald: geen overlap", "undefined: no overlap").to_owned();
            }
            (None, _) => {
                return self
                    .say(
                        "onbepaald: beiden gaven steeds hetzelfde oordeel",
                        "undefined: both always gave the same verdict",
                    )
                    .to_owned();
            }
        };
        match (estimate.low, estimate.high) {
            (Some(low), Some(high)) => {
                format!(
                    "{value:.3} ({} {low:.3} {} {high:.3})",
                    self.say("95 %:", "95 %:"),
                    self.say("tot", "to")
                )
            }
            _ => format!(
                "{value:.3} ({})",
                self.say("geen interval: te weinig verschil", "no interval: too little variation")
            ),
        }
    }

    fn explained(&self) -> &'static str {
        self.say(
            "Geteld is wat ieder het eerst zei, voordat de ander te zien was; een consensus telt nooit mee. Kappa: Cohen 1960, met \
             de standaardfout van Fleiss, Cohen en Everitt 1969. AC1: Gwet 2008, met drie mogelijke oordelen.\n",
            "Counted is what each said first, before the other could be seen; a consensus never counts. Kappa: Cohen 1960, with \
             the standard error of Fleiss, Cohen and Everitt 1969. AC1: Gwet 2008, with three verdicts to choose from.\n",
        )
    }

    fn left_out(&self, found: &Agreement) -> String {
        let mut text = String::new();
        let lines = [
            (
                found.not_independent.len(),
                self.say(
                    "oordelen niet meegeteld: het oordeel van een ander was toen al te zien",
                    "votes not counted: another's could be seen by then",
                ),
            ),
            (
                found.elsewhere.len(),
                self.say(
                    "oordelen niet meegeteld: deze run heeft de publicatie niet",
                    "votes not counted: this run does not have the publication",
                ),
            ),
        ];
        for (n, what) in lines.into_iter().filter(|(n, _)| *n > 0) {
            let _ = writeln!(text, "{n} {what}");
        }
        text
    }
}

/// What both said: the first reviewer in the rows, the second in the columns.
fn table(row: &AgreementRow) -> String {
    let mut text = format!("    {:<12}", format!("{} \\ {}", row.a, row.b));
    for verdict in Verdict::ALL {
        let _ = write!(text, "{:>10}", verdict.as_str());
    }
    text.push('\n');
    for (verdict, counts) in Verdict::ALL.iter().zip(row.table) {
        let _ = write!(text, "    {:<12}", verdict.as_str());
        for count in counts {
            let _ = write!(text, "{count:>10}");
        }
        text.push('\n');
    }
    text
}
