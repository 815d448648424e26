//! The first page: the question, how it was asked, and, loudly, what is incomplete.

use super::beside::Beside;
use super::names;
use super::parts::Part;
use super::text::shown;
use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::{DocumentStatus, Language, PartialDate, QueryStatus};
use bron_protocol::Until;
use std::collections::BTreeMap;
use std::io::Write;

#[derive(Template)]
#[template(path = "report/opening.html")]
struct Opening<'a> {
    v: &'a View<'a>,
    lang: &'static str,
    title: String,
    question: String,
    facts: Vec<Fact>,
    warnings: Vec<Warning>,
    sums: Vec<Sum>,
    parts: &'a [Part],
}

/// A line of what was asked and how.
struct Fact {
    name: &'static str,
    value: String,
    is_code: bool,
}

/// Something that keeps the numbers from being final.
struct Warning {
    told: String,
    /// Where more of it stands; empty for nowhere.
    anchor: String,
}

/// A number of the whole run.
struct Sum {
    n: u64,
    of: &'static str,
    anchor: String,
    class: &'static str,
}

/// Writes the head of the page, the question and the table of contents.
pub(crate) fn write(
    view: &View<'_>,
    beside: &Beside,
    parts: &[Part],
    out: &mut dyn Write,
) -> Result<(), Error> {
    let pipeline = &view.run.protocol.pipeline;
    let opening = Opening {
        v: view,
        lang: view.say("nl", "en"),
        title: shown(&pipeline.title),
        question: shown(&pipeline.question),
        facts: facts(view),
        warnings: warnings(view, beside),
        sums: sums(view),
        parts,
    };
    Ok(opening.write_into(out)?)
}

fn sums(view: &View<'_>) -> Vec<Sum> {
    let total = view.run.flow.iter().filter(|row| row.source == "total");
    let of = |box_name: &str, unit: &str| {
        total.clone().filter(|row| row.box_name == box_name && row.unit == unit).map(|row| row.n).sum::<u64>()
    };
    let sum = |n, of, anchor: &str, class| Sum { n, of, anchor: anchor.to_owned(), class };
    vec![
        sum(of("identified", "hits"), view.say("treffers gelezen", "hits read"), "queries", ""),
        sum(
            of("screened", "publications"),
            view.say("publicaties gescreend", "publications screened"),
            "flow",
            "",
        ),
        sum(
            of("assessed", "publications"),
            view.say("op volledige tekst beoordeeld", "assessed on full text"),
            "flow",
            "",
        ),
        sum(
            of("included", "publications"),
            view.say("publicaties geïncludeerd", "publications included"),
            "worktable",
            "in",
        ),
        sum(of("unclear", "publications"), view.say("nog te beoordelen", "to be judged"), "waiting", "open"),
    ]
}

/// The day of the harvest, as it is printed; the instant as it stands in the run where it is none.
fn harvest_day(view: &View<'_>) -> String {
    let Some(instant) = &view.run.record.harvest_date else {
        return view.say("onbekend", "unknown").to_owned();
    };
    match instant.parse::<jiff::Timestamp>() {
        Ok(at) => format!("{} ({})", PartialDate::of_instant(at), view.say("Nederlandse tijd", "Dutch time")),
        Err(_) => shown(instant),
    }
}

fn facts(view: &View<'_>) -> Vec<Fact> {
    let (run, pipeline) = (view.run, &view.run.protocol.pipeline);
    let nl = view.language == Language::Nl;
    let until = match (pipeline.window.until, nl) {
        (Until::Date(date), _) => date.to_string(),
        (Until::Harvest, true) => "de dag van de oogst".to_owned(),
        (Until::Harvest, false) => "the day of the harvest".to_owned(),
    };
    let from = pipeline.window.from_year;
    let window = if nl {
        format!("verschenen vanaf {from} tot en met {until}")
    } else {
        format!("appeared from {from} up to and including {until}")
    };
    let typed = run.queries.iter().filter(|row| row.via.counts_in_table1()).count();
    let scope = if nl {
        format!("{} termen bij {} bronnen: {typed} zoekvragen", view.terms.len(), view.sources.len())
    } else {
        format!("{} terms at {} sources: {typed} queries", view.terms.len(), view.sources.len())
    };
    let fact = |nl: &'static str, en: &'static str, value: String, is_code| Fact {
        name: view.say(nl, en),
        value,
        is_code,
    };
    let mut facts = vec![
        fact("Zoekperiode", "Window", window, false),
        fact("Gezocht", "Searched", scope, false),
        fact("Dag van de oogst", "Day of the harvest", harvest_day(view), false),
        fact("Run", "Run", run.name(), true),
        fact("Pipeline", "Pipeline", run.record.pipeline.clone(), true),
    ];
    if let Some(archive) = &run.record.archive {
        facts.push(fact("Archief van", "Archive of", archive.clone(), true));
    }
    facts.extend([
        fact("Programma", "Program", format!("bron {}", run.record.bron), false),
        fact(
            "Versie van de criteria",
            "Version of the criteria",
            run.protocol.criteria.version.clone(),
            true,
        ),
        fact(
            "Kenmerk van wat is gezocht",
            "Digest of what is searched",
            run.record.search_digest.clone(),
            true,
        ),
        fact(
            "Kenmerk van hoe is gescreend",
            "Digest of how is screened",
            run.record.screening_digest.clone(),
            true,
        ),
    ]);
    facts
}

fn warnings(view: &View<'_>, beside: &Beside) -> Vec<Warning> {
    let mut all = Vec::new();
    let mut warn = |told: String, anchor: &str| all.push(Warning { told, anchor: anchor.to_owned() });
    let nl = view.language == Language::Nl;
    let run = view.run;
    if run.is_demo {
        warn(view.say("Dit is de proef op nagemaakte kennisbanken: geen getal of citaat hierin is echt.", "This is the demonstration on imitated knowledge bases: no number or quotation in it is real.").to_owned(), "");
    }
    if run.accepts_proposals {
        warn(view.say("Voorstellen van regels zijn meegeteld alsof een beoordelaar ze had overgenomen: geen mens heeft deze insluitingen beoordeeld.", "Proposals of rules are counted as if a reviewer had accepted them: no person has judged these inclusions.").to_owned(), "judging");
    }
    incomplete_queries(view, &mut warn);
    let out_anyway = run.to_judge.iter().filter(|row| row.queue == "out-reason-open").count();
    let waiting = run.to_judge.len() - out_anyway;
    if waiting > 0 {
        let told = if nl {
            format!(
                "{waiting} oordelen wachten op een beoordelaar (en {out_anyway} over de reden van wat al uit is); de getallen zijn tot zolang voorlopig."
            )
        } else {
            format!(
                "{waiting} judgements wait for a reviewer (and {out_anyway} on the reason of what is out already); until then the numbers are provisional."
            )
        };
        warn(told, "waiting");
    }
    let count =
        |status: &[DocumentStatus]| run.documents.iter().filter(|row| status.contains(&row.status)).count();
    let unread = count(&[DocumentStatus::NotRead]);
    if unread > 0 {
        warn(
            if nl {
                format!(
                    "{unread} documenten zijn niet gelezen omdat een grens van tijd of geheugen is bereikt."
                )
            } else {
                format!("{unread} documents were not read since a limit of time or memory was met.")
            },
            "publications",
        );
    }
    if run.protocol.digests.search != run.record.search_digest
        || run.protocol.digests.screening != run.record.screening_digest
    {
        warn(view.say("De configuratie is veranderd sinds deze run is gemaakt; termen, criteria en namen staan hier zoals ze nu zijn.", "The configuration has changed since this run was made; terms, criteria and names stand here as they are now.").to_owned(), "");
    }
    if let Some(judging) = &beside.judging
        && judging.later > 0
    {
        let n = judging.later;
        warn(
            if nl {
                format!("{n} oordelen zijn gegeven nadat deze tabellen zijn gemaakt en tellen nog niet mee.")
            } else {
                format!("{n} judgements were given after these tables were made and do not count yet.")
            },
            "judging",
        );
    }
    if beside.named_before.is_some() && beside.known.is_none() {
        warn(view.say("De publicaties die het eerdere onderzoek noemt zijn in deze run nog niet nagegaan (bron known).", "The publications that the earlier review names were not traced in this run yet (bron known).").to_owned(), "known");
    }
    for remark in &run.record.remarks {
        warn(shown(remark), "");
    }
    all
}

/// What was not searched, or not to the end, per source.
fn incomplete_queries(view: &View<'_>, warn: &mut impl FnMut(String, &str)) {
    let counted = view.run.queries.iter().filter(|row| row.via.counts_in_table1());
    let all = counted.clone().count();
    let open = counted.clone().filter(|row| !row.status.is_complete()).count();
    if open == 0 {
        return;
    }
    let mut told = Vec::new();
    for source in &view.sources {
        let mut by_status: BTreeMap<QueryStatus, usize> = BTreeMap::new();
        for row in counted.clone().filter(|row| row.source == *source && !row.status.is_complete()) {
            *by_status.entry(row.status).or_default() += 1;
        }
        let parts =
            by_status.iter().map(|(status, n)| format!("{n} {}", names::status(*status, view.language)));
        let parts: Vec<String> = parts.collect();
        if !parts.is_empty() {
            told.push(format!("{} ({})", view.source(source), parts.join(", ")));
        }
    }
    let told = told.join("; ");
    let text = match view.language {
        Language::Nl => format!(
            "{open} van de {all} zoekvragen zijn niet volledig; hun getallen zijn ondergrenzen: {told}."
        ),
        Language::En => {
            format!("{open} of the {all} queries are not complete; their numbers are lower bounds: {told}.")
        }
    };
    warn(text, "queries");
}
