//! The probe for people: one column a source, one row for each thing that a box does, and what should be looked at.

use crate::Probed;
use bron_model::{CheckOutcome, Language, ProbeQuery, ProbeReport, QueryStatus};
use std::fmt::Write;

/// The table in Markdown, in the language of tables. A source that was not probed has a column of question marks.
pub fn probe_table(probed: &Probed, language: Language) -> String {
    let say =
        |dutch: &'static str, english: &'static str| if language == Language::Nl { dutch } else { english };
    let mut text = format!("# {}\n", say("Hoe de zoekvelden zich gedragen", "How the search boxes behave"));
    if probed.sources.is_empty() {
        let _ = writeln!(text, "\n{}", say("Geen bron met een zoekveld.", "No source with a search box."));
        return text;
    }
    text.push_str(&behaviour(probed, language));
    text.push_str(&remarks(probed, language));
    text.push_str(&numbers(probed, language));
    text
}

fn behaviour(probed: &Probed, language: Language) -> String {
    let say =
        |dutch: &'static str, english: &'static str| if language == Language::Nl { dutch } else { english };
    let mut table = Table::new(probed);
    table.row(say("de proef", "the probe"), |report| probe_state(report, language).to_owned());
    table.row("interface", |report| report.interface.clone());
    table.row(say("kenmerken van", "marks of"), |report| {
        let seen = report.signs.iter().filter(|sign| sign.seen == Some(true) && sign.platform != "made with");
        seen.map(|sign| sign.platform.clone()).collect::<Vec<_>>().join(", ")
    });
    for (name, dutch, english) in BEHAVIOUR {
        table.row(say(dutch, english), |report| {
            let rows = report.verdicts.as_ref().map(bron_model::ProbeVerdicts::rows).unwrap_or_default();
            let verdict =
                rows.iter().find(|(known, ..)| known == name).map_or("unknown", |(_, verdict, _)| *verdict);
            shown(verdict, language).to_owned()
        });
    }
    table.text
}

/// What the probe of a source came to, in a few words.
pub fn probe_state(report: &ProbeReport, language: Language) -> &'static str {
    let nl = language == Language::Nl;
    match report {
        _ if !report.was_probed() => {
            if nl {
                "niet gedaan"
            } else {
                "not done"
            }
        }
        _ if report.failure().is_some() => {
            if nl {
                "mislukt: niet doorzocht"
            } else {
                "failed: not searched"
            }
        }
        _ if report.warnings().next().is_some() => {
            if nl {
                "let op"
            } else {
                "look at it"
            }
        }
        _ => {
            if nl {
                "zoals ingesteld"
            } else {
                "as configured"
            }
        }
    }
}

/// One thing that a search box does, in the language of tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbeFinding {
    /// What it is about.
    pub name: &'static str,
    /// What the box does; `?` where nothing was found out.
    pub verdict: String,
    /// The numbers that settle it, or why they do not; empty where nothing was typed.
    pub because: String,
}

/// All that a search box does, in the order of [`probe_table`]; the same names for every source.
pub fn probe_findings(report: &ProbeReport, language: Language) -> Vec<ProbeFinding> {
    let rows = report.verdicts.as_ref().map(bron_model::ProbeVerdicts::rows).unwrap_or_default();
    let finding = |(key, dutch, english): &(&str, &'static str, &'static str)| {
        let known = rows.iter().find(|(known, ..)| known == key);
        ProbeFinding {
            name: if language == Language::Nl { dutch } else { english },
            verdict: known
                .map_or_else(|| "?".to_owned(), |(_, verdict, _)| shown(verdict, language).to_owned()),
            because: known.map(|(.., because)| (*because).to_owned()).unwrap_or_default(),
        }
    };
    BEHAVIOUR.iter().map(finding).collect()
}

/// What is not as configured, a line for each.
fn remarks(probed: &Probed, language: Language) -> String {
    let nl = language == Language::Nl;
    let mut text = String::new();
    for report in &probed.sources {
        if !report.was_probed() {
            let told = if nl { "niet beproefd" } else { "not probed" };
            let _ = writeln!(text, "- {}: {told}: {}", report.source, report.not_probed);
        }
        for check in &report.checks {
            let told = match (check.outcome, nl) {
                (CheckOutcome::Failed, true) => "mislukt",
                (CheckOutcome::Failed, false) => "failed",
                (CheckOutcome::Warning, true) => "let op",
                (CheckOutcome::Warning, false) => "look at it",
                (CheckOutcome::Ok | CheckOutcome::Unknown, _) => continue,
            };
            let _ = writeln!(text, "- {} {}: {told}: {}", report.source, check.name, check.because);
        }
    }
    if text.is_empty() { text } else { format!("\n{text}") }
}

/// What each text found: rows read to the end, `>=` where the list goes on; the number that the site reports in brackets.
fn numbers(probed: &Probed, language: Language) -> String {
    let say =
        |dutch: &'static str, english: &'static str| if language == Language::Nl { dutch } else { english };
    let mut table = Table::new(probed);
    for (purpose, dutch, english) in PURPOSES {
        table.row(say(dutch, english), |report| {
            let query = report.queries.iter().find(|query| query.purpose == *purpose);
            query.map(number).unwrap_or_default()
        });
    }
    let head = say(
        "Gelezen rijen per zoektekst; tussen haakjes wat de site meldt",
        "Rows read per text; in brackets what the site reports",
    );
    format!("\n{head}\n{}", table.text)
}

fn number(query: &ProbeQuery) -> String {
    let at_least = if query.at_least { "≥ " } else { "" };
    let reported = query.reported_total.map(|total| format!(" ({total})")).unwrap_or_default();
    match query.status {
        QueryStatus::Hits | QueryStatus::NoneReported => format!("{at_least}{}{reported}", query.read),
        other if query.read > 0 => format!("{}{reported} {other}", query.read),
        other => other.to_string(),
    }
}

/// One column a source.
struct Table<'a> {
    probed: &'a Probed,
    text: String,
}

impl<'a> Table<'a> {
    fn new(probed: &'a Probed) -> Self {
        let heads: Vec<&str> = probed.sources.iter().map(|report| report.source.as_str()).collect();
        let text = format!("\n| | {} |\n|---|{}\n", heads.join(" | "), "---|".repeat(heads.len()));
        Self { probed, text }
    }

    /// An empty cell is shown as a question mark.
    fn row(&mut self, name: &str, cell: impl Fn(&ProbeReport) -> String) {
        let cells: Vec<String> = self
            .probed
            .sources
            .iter()
            .map(cell)
            .map(|cell| if cell.is_empty() { "?".to_owned() } else { cell.replace('|', "/") })
            .collect();
        let _ = writeln!(self.text, "| {name} | {} |", cells.join(" | "));
    }
}

const BEHAVIOUR: &[(&str, &str, &str)] = &[
    ("words_together", "twee woorden", "two words"),
    ("quotes", "aanhalingstekens", "quotation marks"),
    ("inside_words", "letters in een woord", "letters in a word"),
    ("singular_plural", "enkelvoud en meervoud", "singular and plural"),
    ("accents", "accenten", "accents"),
    ("operator_or", "OR", "OR"),
    ("operator_and", "AND", "AND"),
    ("operator_minus", "min", "minus"),
    ("many_words", "tien woorden en meer", "ten words and more"),
    ("unclosed_quote", "los aanhalingsteken", "unclosed quotation mark"),
    ("past_the_end", "voorbij de laatste pagina", "past the last page"),
    ("totals", "gemelde aantallen", "reported numbers"),
    ("cap", "bovengrens", "a cap"),
];

/// A verdict in the language of tables; English as it stands in files.
fn shown(verdict: &str, language: Language) -> &str {
    if language == Language::En {
        return verdict;
    }
    match verdict {
        "and" => "beide",
        "or" => "een van beide",
        "phrase" => "als woordgroep",
        "ignored" => "genegeerd",
        "refused" => "geweigerd",
        "substring" => "overal in een woord",
        "prefix" => "aan het begin van een woord",
        "whole-words" => "alleen hele woorden",
        "stemmed" => "vinden elkaar",
        "apart" => "los van elkaar",
        "folded" => "maken niet uit",
        "works" => "werkt",
        "ignored-or-literal" => "genegeerd of letterlijk",
        "as-phrase" => "als woordgroep of niet",
        "nothing-found" => "niets gevonden",
        "empty" => "leeg",
        "not-found" => "404",
        "error" => "fout",
        "repeats-last" => "herhaalt de laatste",
        "repeats-first" => "herhaalt de eerste",
        "goes-on" => "gaat door",
        "equal" => "kloppen",
        "differ" => "kloppen niet",
        "not-reported" => "niet gemeld",
        "none-seen" => "niet gezien",
        "stops" => "houdt op",
        "unknown" => "onbekend",
        other => other,
    }
}

const PURPOSES: &[(&str, &str, &str)] = &[
    ("canary", "proeftekst", "canary"),
    ("nonsense", "onzinwoord", "nonsense"),
    ("one word", "een woord", "one word"),
    ("another word", "een ander woord", "another word"),
    ("two words", "twee woorden", "two words"),
    ("two words reversed", "omgekeerd", "two words reversed"),
    ("one word and nonsense", "een woord en onzin", "one word and nonsense"),
    ("two words and nonsense", "twee woorden en onzin", "two words and nonsense"),
    ("quoted", "tussen aanhalingstekens", "quoted"),
    ("quoted and reversed", "tussen aanhalingstekens, omgekeerd", "quoted and reversed"),
    ("singular", "enkelvoud", "singular"),
    ("plural", "meervoud", "plural"),
    ("common word", "gangbaar woord", "common word"),
    (
        "a form of it that nobody writes",
        "een vorm ervan die niemand schrijft",
        "a form of it that nobody writes",
    ),
    ("compound", "samenstelling", "compound"),
    ("letters inside it", "letters daarbinnen", "letters inside it"),
    ("letters it begins with", "beginletters daarvan", "letters it begins with"),
    ("without its accents", "zonder accenten", "without its accents"),
    ("with its accents", "met accenten", "with its accents"),
    ("plain word", "gewoon woord", "plain word"),
    (
        "with an accent that nobody writes",
        "met een accent dat niemand schrijft",
        "with an accent that nobody writes",
    ),
    ("OR", "OR", "OR"),
    ("AND", "AND", "AND"),
    ("minus", "min", "minus"),
    ("twelve words", "twaalf woorden", "twelve words"),
    ("unclosed quotation mark", "los aanhalingsteken", "unclosed quotation mark"),
];
