//! A protocol as a text to register: what was decided, in words, with the digests that tell it from any other.

use crate::methods::search::set_limits;
use crate::methods::told::instant;
use crate::words::say;
use bron_model::{AMSTERDAM, Language};
use bron_protocol::{CriterionText, Protocol, Source, StopRule, Until};
use bron_run::FrozenState;
use std::fmt::Write;

/// The protocol in Markdown. It says whether it was frozen, what was amended, and what of it differs from the frozen one.
pub fn protocol_text(protocol: &Protocol, state: &FrozenState, version: &str, language: Language) -> String {
    let text = Text { protocol, language };
    let mut out = format!("# {}\n\n", text.say("Protocol", "Protocol"));
    let pipeline = &protocol.pipeline;
    let _ = writeln!(out, "{}\n\n{}", pipeline.title, pipeline.question);
    for (heading, body) in [
        (text.say("Stand", "State"), text.state(state)),
        (text.say("Termen en zoekteksten", "Terms and texts typed"), text.terms()),
        (text.say("Bronnen", "Sources"), text.sources()),
        (text.say("Stopregels en grenzen", "Stop rules and limits"), text.stops()),
        (text.say("Periode", "Period"), text.window()),
        (text.say("Criteria", "Criteria"), text.criteria()),
        (text.say("Wie", "Who"), text.who()),
        (text.say("Bestanden en digests", "Files and digests"), text.files(version)),
    ] {
        let _ = write!(out, "\n## {heading}\n\n{body}");
    }
    out
}

struct Text<'a> {
    protocol: &'a Protocol,
    language: Language,
}

impl Text<'_> {
    fn say(&self, nl: impl Into<String>, en: impl Into<String>) -> String {
        say(self.language, nl, en)
    }

    fn state(&self, state: &FrozenState) -> String {
        let Some(frozen) = &state.frozen else {
            return self.say("Nog niet vastgelegd.\n", "Not frozen yet.\n");
        };
        let (at, version) = (instant(frozen.frozen_at), &frozen.bron);
        let mut out = self.say(
            format!("Vastgelegd op {at} met bron {version}.\n"),
            format!("Frozen on {at} with bron {version}.\n"),
        );
        for row in &state.amendments {
            let _ = match self.language {
                Language::Nl => writeln!(
                    out,
                    "- {}: `{}` was `{}`, is `{}`. Reden: {} ({}).",
                    row.date, row.what, row.before, row.after, row.reason, row.by
                ),
                Language::En => writeln!(
                    out,
                    "- {}: `{}` was `{}`, is `{}`. Reason: {} ({}).",
                    row.date, row.what, row.before, row.after, row.reason, row.by
                ),
            };
        }
        let changes = frozen.changes(self.protocol);
        if !changes.is_empty() {
            out.push_str(&self.say(
                "\n**Dit is niet meer wat is vastgelegd:**\n",
                "\n**This is not what was frozen any more:**\n",
            ));
            for change in changes {
                let bron_protocol::Change { what, before, after } = change;
                let _ = writeln!(out, "- `{what}`: `{before}` -> `{after}`");
            }
        }
        out
    }

    fn terms(&self) -> String {
        let mut out = self.say(
            "Elke tekst wordt apart getypt, zonder aanhalingstekens.\n\n",
            "Each text is typed by itself, without quotation marks.\n\n",
        );
        for term in self.protocol.searched_terms() {
            let texts: Vec<String> = term.texts.iter().map(|text| format!("`{text}`")).collect();
            let _ = writeln!(out, "- {}: {}", term.label, texts.join(", "));
        }
        let n = self.protocol.typed_queries().len();
        let _ = match self.language {
            Language::Nl => writeln!(out, "\nSamen {n} zoekvragen."),
            Language::En => writeln!(out, "\n{n} queries in all."),
        };
        out
    }

    fn sources(&self) -> String {
        let mut out = String::new();
        for source in &self.protocol.sources {
            let _ =
                writeln!(out, "- {} ({}, {}): {}", source.name, source.id, source.group, self.place(source));
        }
        if let Some(archive) = &self.protocol.pipeline.archive {
            let _ = match self.language {
                Language::Nl => writeln!(
                    out,
                    "\nGelezen wordt het archief van de run `{archive}`; er wordt niets gevraagd."
                ),
                Language::En => {
                    writeln!(out, "\nThe archive of the run `{archive}` is read; nothing is asked.")
                }
            };
        }
        out
    }

    fn place(&self, source: &Source) -> String {
        let place = match (&source.base, &source.files) {
            (Some(base), _) => base.to_string(),
            (None, Some(files)) => format!("{}/{}", files.folder, files.list),
            (None, None) => self.say("adres onbekend", "address unknown"),
        };
        let platforms: Vec<String> = source
            .interfaces()
            .iter()
            .filter_map(|way| serde_json::to_value(way.platform).ok()?.as_str().map(str::to_owned))
            .collect();
        let how = if platforms.is_empty() {
            let why = source.unknown.clone().unwrap_or_default();
            self.say(
                format!("niet door het programma te doorzoeken: {why}"),
                format!("cannot be searched by the program: {why}"),
            )
        } else {
            platforms.join(self.say(", anders ", ", else ").as_str())
        };
        let catalogue = match self.protocol.catalogue_of(source) {
            Some(_) => self.say("; ook de eigen lijst van de site", "; the site's own list as well"),
            None => String::new(),
        };
        let set = set_limits(source);
        let limits = if set.is_empty() {
            String::new()
        } else {
            let set = set.join(", ");
            self.say(format!("; gevraagd met {set}"), format!("; asked with {set}"))
        };
        format!("{place}; {how}{limits}{catalogue}")
    }

    fn stops(&self) -> String {
        let mut out = String::new();
        for (source, rule) in &self.protocol.pipeline.stop {
            let StopRule { hits, pages_without_term } = rule;
            if let Some(hits) = hits {
                let _ = match self.language {
                    Language::Nl => writeln!(out, "- {source}: stop na {hits} treffers van een zoekvraag"),
                    Language::En => writeln!(out, "- {source}: stop after {hits} hits of a query"),
                };
            }
            if let Some(pages) = pages_without_term {
                let _ = match self.language {
                    Language::Nl => writeln!(
                        out,
                        "- {source}: stop na {pages} resultaatpagina's achtereen zonder spelling van de term in een titel"
                    ),
                    Language::En => writeln!(
                        out,
                        "- {source}: stop after {pages} result pages in a row without a spelling of the term in a title"
                    ),
                };
            }
        }
        if out.is_empty() {
            out = self.say("Er is geen stopregel.\n", "There is no stop rule.\n");
        }
        let pages = self.protocol.pipeline.limits.result_pages;
        let _ = match self.language {
            Language::Nl => writeln!(
                out,
                "\nTen hoogste {pages} resultaatpagina's per zoekvraag; wat daarna komt maakt haar onvolledig."
            ),
            Language::En => writeln!(
                out,
                "\nAt most {pages} result pages per query; what comes after makes it incomplete."
            ),
        };
        out
    }

    fn window(&self) -> String {
        let window = self.protocol.pipeline.window;
        let until = match window.until {
            Until::Date(date) => date.to_string(),
            Until::Harvest => self.say(
                format!("de dag van de eerste vraag aan een site ({AMSTERDAM})"),
                format!("the day of the first request to a site ({AMSTERDAM})"),
            ),
        };
        let from = window.from_year;
        self.say(
            format!("Publicaties van {from} tot en met {until}.\n"),
            format!("Publications from {from} up to and including {until}.\n"),
        )
    }

    fn criteria(&self) -> String {
        let criteria = &self.protocol.criteria;
        let version = &criteria.version;
        let mut out = self.say(
            format!("Versie {version}; het eerste dat een paar uitsluit, geeft de reden.\n\n"),
            format!("Version {version}; the first that takes a pair out gives the reason.\n\n"),
        );
        for CriterionText { id, nl, en, .. } in &criteria.criterion {
            let text = if self.language == Language::Nl { nl } else { en };
            let _ = writeln!(out, "- {id}: {text}");
        }
        out
    }

    fn who(&self) -> String {
        let stated = self.protocol.statements.reviewers.trim();
        if !stated.is_empty() {
            return format!("{stated}\n");
        }
        let file = self.protocol.pipeline.report.as_deref().unwrap_or("config/report.toml");
        self.say(
            format!("Nog in te vullen: wie zoekt, beoordeelt en passages overneemt ({file}, `reviewers`).\n"),
            format!(
                "Still to be filled in: who searches, judges and takes over passages ({file}, `reviewers`).\n"
            ),
        )
    }

    fn files(&self, version: &str) -> String {
        let digests = &self.protocol.digests;
        let decided = self.protocol.decided_digest();
        let mut out = self.say(
            format!(
                "bron {version}. sha256 van alles wat is besloten: {decided}\n\n- wat wordt gezocht: {}\n- hoe wordt geselecteerd: {}\n",
                digests.search, digests.screening
            ),
            format!(
                "bron {version}. sha256 of all that was decided: {decided}\n\n- what is searched: {}\n- how is screened: {}\n",
                digests.search, digests.screening
            ),
        );
        let _ = write!(out, "\n| {} | sha256 |\n|---|---|\n", self.say("bestand", "file"));
        for (file, sha256) in &digests.files {
            let _ = writeln!(out, "| {file} | {sha256} |");
        }
        out
    }
}
