//! What the sentences of a methods text are made from: the run, its agreement, and the language.

use super::Answer;
use bron_model::{AMSTERDAM, Language, PartialDate, QueryRow, Route};
use bron_protocol::{Source, Standard, Statements};
use bron_run::{Agreement, Finished};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// A run and how it is told.
pub(crate) struct Told<'a> {
    pub run: &'a Finished,
    pub agreement: Option<&'a Agreement>,
    pub language: Language,
}

impl Told<'_> {
    /// One of two texts.
    pub fn say(&self, nl: impl Into<String>, en: impl Into<String>) -> String {
        crate::words::say(self.language, nl, en)
    }

    /// A number of the flow in total, over all reasons where none is given.
    pub fn flow(&self, box_name: &str, reason: Option<&str>, unit: &str) -> u64 {
        let rows = self.run.flow.iter().filter(|row| row.source == "total" && row.box_name == box_name);
        let rows = rows.filter(|row| row.unit == unit && reason.is_none_or(|reason| reason == row.reason));
        rows.map(|row| row.n).sum()
    }

    /// What people say themselves.
    pub fn statements(&self) -> &Statements {
        &self.run.protocol.statements
    }

    /// The queries of the routes that Table 1 counts.
    pub fn counted_queries(&self) -> impl Iterator<Item = &QueryRow> {
        self.run.queries.iter().filter(|row| row.via.counts_in_table1())
    }

    /// The name of a source as printed; its id where the configuration does not know it.
    pub fn name_of(&self, id: &bron_model::SourceId) -> String {
        self.run.protocol.source(id).map_or_else(|| id.to_string(), |source: &Source| source.name.clone())
    }

    /// The instant of the harvest; nothing where the run does not say.
    pub fn harvested(&self) -> Option<Timestamp> {
        self.run.record.harvest_date.as_ref().and_then(|at| at.parse().ok())
    }

    /// The last day of the window: nothing where it is the day of a harvest that the run does not tell.
    pub fn until(&self) -> Option<PartialDate> {
        match self.run.protocol.pipeline.window.until {
            bron_protocol::Until::Date(date) => Some(date),
            bron_protocol::Until::Harvest => self.harvested().map(PartialDate::of_instant),
        }
    }

    /// The reviewers whose judgements the run rests on, and how many lines each wrote; a consensus is none of them.
    pub fn reviewers(&self) -> BTreeMap<String, u64> {
        let mut lines = BTreeMap::new();
        for head in &self.run.record.judgements {
            let Some((reviewer, _)) = head.file.split_once('.').filter(|_| head.file != "assignments.jsonl")
            else {
                continue;
            };
            if reviewer != "consensus" {
                *lines.entry(reviewer.to_owned()).or_default() += head.lines;
            }
        }
        lines
    }

    /// An answer from people where they gave one, else one that says what must be added under `key`.
    pub fn stated(&self, text: &str, key: &str, nl: &str, en: &str) -> Answer {
        match text.trim() {
            "" => self.open(&format!("`{key}`"), nl, en),
            text => Answer::Said(text.to_owned()),
        }
    }

    /// What a person must add under the number of an item.
    pub fn open_item(&self, standard: Standard, number: &str, nl: &str, en: &str) -> Answer {
        self.open(&format!("`[{}]`, `\"{number}\"`", standard.as_str()), nl, en)
    }

    fn open(&self, place: &str, nl: &str, en: &str) -> Answer {
        let text = match &self.run.protocol.pipeline.report {
            Some(file) => self.say(
                format!("{nl} Vul in: {file}, {place}."),
                format!("{en} Fill in: {file}, {place}."),
            ),
            None => self.say(
                format!(
                    "{nl} Noem in de pipeline een bestand met `report = \"config/report.toml\"` en vul daarin in: {place}."
                ),
                format!("{en} Name a file in the pipeline with `report = \"config/report.toml\"` and fill in there: {place}."),
            ),
        };
        Answer::Unanswered(text)
    }
}

/// An instant in Amsterdam to the minute, with the zone.
pub(crate) fn instant(at: Timestamp) -> String {
    let zone = TimeZone::get(AMSTERDAM).expect("the time-zone database is inside the program");
    format!("{} ({AMSTERDAM})", at.to_zoned(zone).strftime("%Y-%m-%d %H:%M"))
}

/// A number with its noun: "1 publicatie", "2 publicaties".
pub(crate) fn many<N: Into<u64>>(n: N, one: &str, more: &str) -> String {
    let n = n.into();
    format!("{n} {}", if n == 1 { one } else { more })
}

/// "a, b en c".
pub(crate) fn listed<S: AsRef<str>>(told: &Told<'_>, items: &[S]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), told.say("en", "and")),
    }
}

/// How often each comes, in the order of their names.
pub(crate) fn counted<K: Ord>(items: impl IntoIterator<Item = K>) -> BTreeMap<K, u64> {
    let mut counts = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

/// Each once, sorted.
pub(crate) fn distinct<K: Ord>(items: impl IntoIterator<Item = K>) -> Vec<K> {
    items.into_iter().collect::<BTreeSet<K>>().into_iter().collect()
}

/// A route in words.
pub(crate) fn route(told: &Told<'_>, route: Route) -> String {
    let (nl, en) = match route {
        Route::Search => {
            ("het zoekveld, gevraagd door het programma", "the search box, asked by the program")
        }
        Route::HandSearch => ("het zoekveld, getypt door een mens", "the search box, typed by a person"),
        Route::Catalogue => ("de eigen lijst van de site", "the site's own list"),
        Route::Browse => {
            ("een map of lijst die iemand heeft samengesteld", "a folder or list that a person put together")
        }
        Route::Citation => ("een verwijzing in een andere publicatie", "a reference in another publication"),
        Route::Contact => ("toegestuurd", "sent by somebody"),
        Route::Other => ("een andere weg", "another way"),
        Route::Text => (
            "de tekst van een publicatie die bij een andere term is gevonden",
            "the text of a publication found for another term",
        ),
        Route::KnownItem => ("opgezocht op naam", "looked up by name"),
    };
    told.say(nl, en)
}
