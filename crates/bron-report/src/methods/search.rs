//! Where was searched, what was typed, and how the search boxes behave.

use super::Section;
use super::told::{Told, counted, distinct, instant, listed, many, route};
use bron_model::{Language, QueryRow, QueryStatus, Route, SourceId};
use bron_protocol::{FilesSettings, Source, StopRule};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The sources, each with what became of its queries.
pub(crate) fn sources(told: &Told<'_>) -> Section {
    let mut paragraphs = vec![searched(told)];
    paragraphs.extend(each_source(told));
    Section { heading: told.say("Bronnen en zoekdata", "Sources and dates of the search"), paragraphs }
}

/// Over how many sources how many queries went, and how many of these are complete.
pub(crate) fn searched(told: &Told<'_>) -> String {
    let of: Vec<&QueryRow> = told.counted_queries().collect();
    let sources = distinct(of.iter().map(|row| &row.source)).len();
    let complete = of.iter().filter(|row| row.status.is_complete()).count();
    let (all, dates) = (of.len(), harvest(told));
    told.say(
        format!(
            "Het protocol heeft {all} zoekvragen bij {sources} bronnen; volledig beantwoord zijn er {complete}. {dates}"
        ),
        format!("The protocol has {all} queries at {sources} sources; answered completely are {complete}. {dates}"),
    )
}

fn harvest(told: &Told<'_>) -> String {
    match told.harvested() {
        Some(at) => {
            let at = instant(at);
            told.say(
                format!("De eerste vraag ging uit op {at}."),
                format!("The first request went out on {at}."),
            )
        }
        None => told.say(
            "Wanneer de eerste vraag uitging, is niet bekend.",
            "When the first request went out is not known.",
        ),
    }
}

/// A line for each source: address, interface, numbers, dates, and what is missing.
pub(crate) fn each_source(told: &Told<'_>) -> Vec<String> {
    told.run.protocol.sources.iter().map(|source| of_source(told, source)).collect()
}

fn of_source(told: &Told<'_>, source: &Source) -> String {
    let rows: Vec<&QueryRow> = told.run.queries.iter().filter(|row| row.source == source.id).collect();
    let rows: Vec<&QueryRow> = rows.into_iter().filter(|row| row.via != Route::Catalogue).collect();
    let place = match (&source.base, &source.files) {
        (Some(base), _) => base.to_string(),
        (None, Some(FilesSettings { folder, list, .. })) => format!("{folder}/{list}"),
        (None, None) => told.say("adres onbekend", "address unknown"),
    };
    let mut text = format!("- {} ({}, {place}): ", source.name, source.group);
    text.push_str(&numbers(told, &rows));
    if let Some(at) = told.run.asked_at.get(&source.id) {
        let (first, last, n) = (instant(at.first), instant(at.last), at.requests);
        text.push_str(&told.say(
            format!(" Gevraagd: {}, {}.", period(&first, &last), many(n, "verzoek", "verzoeken")),
            format!(" Asked: {}, {}.", period(&first, &last), many(n, "request", "requests")),
        ));
    }
    if let Some(permission) = &source.permission {
        let (who, when) = (&permission.who, permission.when);
        text.push_str(&told.say(
            format!(" Met toestemming van {who} ({when}) voor wat robots.txt afsluit."),
            format!(" With permission of {who} ({when}) for what robots.txt closes."),
        ));
    }
    text
}

/// Two instants, or one where they fall into one minute.
fn period(first: &str, last: &str) -> String {
    if first == last { first.to_owned() } else { format!("{first} - {last}") }
}

/// What became of some queries of one source.
fn numbers(told: &Told<'_>, rows: &[&QueryRow]) -> String {
    if rows.is_empty() {
        return told.say("geen zoekvragen.", "no queries.");
    }
    let statuses = counted(rows.iter().map(|row| row.status));
    let statuses: Vec<String> = QueryStatus::ALL
        .iter()
        .filter_map(|status| statuses.get(status).map(|n| format!("{n} {}", in_words(told, *status))))
        .collect();
    let interfaces = distinct(rows.iter().map(|row| row.interface.as_str()).filter(|name| !name.is_empty()));
    let hits: u64 = rows.iter().map(|row| row.hits).sum();
    let reporting: Vec<u64> = rows.iter().filter_map(|row| row.reported_total).collect();
    let (n, reported) = (reporting.len(), reporting.iter().sum::<u64>());
    let via = if interfaces.is_empty() {
        String::new()
    } else {
        told.say(format!(" via {}", listed(told, &interfaces)), format!(" by {}", listed(told, &interfaces)))
    };
    let (asked, statuses) = (rows.len() as u64, statuses.join(", "));
    let asked = told.say(many(asked, "zoekvraag", "zoekvragen"), many(asked, "query", "queries"));
    let read = told.say(many(hits, "treffer", "treffers"), many(hits, "hit", "hits"));
    let reported = if n == 0 {
        told.say("de site noemt geen aantallen", "the site gives no numbers")
    } else {
        told.say(
            format!("{reported} gemeld waar de site een aantal noemt (bij {n})"),
            format!("{reported} reported where the site gives a number (for {n})"),
        )
    };
    let mut text = told.say(
        format!("{asked}{via} ({statuses}); {read} gelezen, {reported}."),
        format!("{asked}{via} ({statuses}); {read} read, {reported}."),
    );
    let why = distinct(
        rows.iter()
            .filter(|row| !row.status.is_complete() && !row.note.is_empty())
            .map(|row| row.note.as_str()),
    );
    if !why.is_empty() {
        text.push_str(&told.say(" Waarom niet volledig: ", " Why not complete: "));
        text.push_str(&why.join("; "));
        text.push('.');
    }
    text
}

fn in_words(told: &Told<'_>, status: QueryStatus) -> String {
    let (nl, en) = match status {
        QueryStatus::Hits => ("met treffers", "with hits"),
        QueryStatus::NoneReported => {
            ("zonder treffers volgens de site", "without hits by the site's own word")
        }
        QueryStatus::StoppedByProtocol => ("gestopt door een stopregel", "ended by a stop rule"),
        QueryStatus::NotSearched => ("niet gesteld", "not asked"),
        QueryStatus::Unreadable => ("met een onleesbaar antwoord", "with an answer that could not be read"),
        QueryStatus::Failed => ("mislukt", "failed"),
        QueryStatus::Blocked => ("geweigerd door de site", "refused by the site"),
        QueryStatus::Capped => ("afgekapt door de site", "cut off by the site"),
        QueryStatus::Incomplete => ("onvolledig gelezen", "read incompletely"),
    };
    told.say(nl, en)
}

/// The texts as typed, the limits and the stop rules.
pub(crate) fn texts(told: &Told<'_>) -> Section {
    let mut paragraphs = vec![typed(told)];
    paragraphs.extend(each_term(told));
    paragraphs.push(limits(told));
    Section { heading: told.say("Zoekteksten en beperkingen", "Texts typed and limits"), paragraphs }
}

/// How many texts of how many terms were typed, and how.
pub(crate) fn typed(told: &Told<'_>) -> String {
    let terms: Vec<_> = told.run.protocol.searched_terms().collect();
    let texts: usize = terms.iter().map(|term| term.texts.len()).sum();
    let n = terms.len();
    told.say(
        format!(
            "{texts} teksten bij {n} termen zijn elk apart getypt, precies zoals hieronder, zonder aanhalingstekens, operatoren of \
             filters die er niet bij staan."
        ),
        format!(
            "{texts} texts of {n} terms were typed, each by itself, exactly as below, without quotation marks, operators or filters \
             that are not shown."
        ),
    )
}

/// The texts of each term, as an item of a list.
pub(crate) fn each_term(told: &Told<'_>) -> Vec<String> {
    let line = |term: &bron_protocol::Term| {
        let texts: Vec<String> = term.texts.iter().map(|text| format!("`{text}`")).collect();
        format!("- {}: {}", term.label, texts.join(", "))
    };
    told.run.protocol.searched_terms().map(line).collect()
}

/// What a site was asked to leave out, and where reading stops on purpose; "none" is said where there is none.
pub(crate) fn limits(told: &Told<'_>) -> String {
    let protocol = &told.run.protocol;
    let mut sentences: Vec<String> = Vec::new();
    for source in &protocol.sources {
        let set = set_limits(source);
        if !set.is_empty() {
            let (name, set) = (&source.name, set.join(", "));
            sentences.push(
                told.say(
                    format!("{name}: gevraagd is met {set}."),
                    format!("{name}: it was asked with {set}."),
                ),
            );
        }
    }
    if sentences.is_empty() {
        sentences.push(told.say(
            "In geen zoekveld is een filter of beperking ingesteld.",
            "No filter or limit was set in any search box.",
        ));
    }
    let stops = protocol.pipeline.stop.iter().map(|(source, rule)| stop_rule(told, source, *rule));
    let stops: Vec<String> = stops.collect();
    if stops.is_empty() {
        sentences.push(told.say("Er is geen stopregel.", "There is no stop rule."));
    }
    sentences.extend(stops);
    let pages = protocol.pipeline.limits.result_pages;
    sentences.push(told.say(
        format!("Een zoekvraag met meer dan {pages} resultaatpagina's zou onvolledig heten."),
        format!("A query of more than {pages} result pages would be called incomplete."),
    ));
    sentences.join(" ")
}

/// The filters of a source's interfaces, as configured.
pub(crate) fn set_limits(source: &Source) -> Vec<String> {
    let mut set = Vec::new();
    for way in source.interfaces() {
        if let Some(wordpress) = &way.wordpress {
            if !wordpress.types.is_empty() {
                set.push(format!("types = {}", wordpress.types.join("; ")));
            }
            if !wordpress.without_types.is_empty() {
                set.push(format!("without_types = {}", wordpress.without_types.join("; ")));
            }
        }
        let filters = way.search_ui.iter().map(|one| &one.filters);
        for (key, values) in filters.chain(way.search_ui_rss.iter().map(|one| &one.filters)).flatten() {
            set.push(format!("{key} = {}", values.join("; ")));
        }
        if let Some(settings) = &way.open_overheid {
            for (key, values) in &settings.filters {
                set.push(format!("{} = {}", key.as_str(), values.join("; ")));
            }
            set.extend(settings.published_from.map(|day| format!("published_from = {day}")));
            set.extend(settings.published_until.map(|day| format!("published_until = {day}")));
        }
    }
    distinct(set)
}

/// One stop rule in words.
pub(crate) fn stop_rule(told: &Told<'_>, source: &SourceId, rule: StopRule) -> String {
    let mut parts = Vec::new();
    if let Some(hits) = rule.hits {
        parts.push(
            told.say(
                format!("na {hits} treffers van een zoekvraag"),
                format!("after {hits} hits of a query"),
            ),
        );
    }
    if let Some(pages) = rule.pages_without_term {
        parts.push(told.say(
            format!("na {pages} resultaatpagina's achtereen zonder spelling van de term in een titel"),
            format!("after {pages} result pages in a row without a spelling of the term in a title"),
        ));
    }
    let (name, parts) = (told.name_of(source), parts.join(told.say(", of ", ", or ").as_str()));
    told.say(
        format!("Stopregel bij {name}: het lezen houdt op {parts}."),
        format!("Stop rule at {name}: reading ends {parts}."),
    )
}

/// How each box behaves, as it was measured.
pub(crate) fn boxes(told: &Told<'_>) -> Section {
    let heading =
        told.say("Hoe de zoekvelden zich gedragen, gemeten", "How the search boxes behave, as measured");
    let Some(probed) = &told.run.probed else { return Section { heading, paragraphs: Vec::new() } };
    let mut paragraphs = vec![measured(told)];
    for report in &probed.sources {
        let text = if report.verdicts.is_none() {
            let why = report.failure().map(|check| format!("{}: {}", check.name, check.because));
            let why = why.unwrap_or_else(|| report.not_probed.clone());
            told.say(format!("niet gemeten ({why})"), format!("not measured ({why})"))
        } else {
            let findings = bron_run::probe_findings(report, told.language);
            let findings = findings.iter().map(|finding| format!("{}: {}", finding.name, finding.verdict));
            findings.collect::<Vec<_>>().join("; ")
        };
        paragraphs.push(format!("- {}: {text}.", told.name_of(&report.source)));
    }
    Section { heading, paragraphs }
}

/// How many boxes were measured, and what two words mean to them.
pub(crate) fn measured(told: &Told<'_>) -> String {
    let reports = told.run.probed.iter().flat_map(|probed| &probed.sources);
    let verdicts: Vec<_> = reports.clone().filter_map(|report| report.verdicts.as_ref()).collect();
    let (n, of) = (verdicts.len(), reports.count());
    if of == 0 {
        return told.say("Er is geen zoekveld beproefd.", "No search box was probed.");
    }
    let together = counted(verdicts.iter().map(|verdicts| verdicts.words_together.verdict.as_str()));
    let together: Vec<String> = together
        .into_iter()
        .map(|(verdict, n)| {
            let words = match (verdict, told.language) {
                ("and", Language::Nl) => "beide moeten voorkomen",
                ("and", Language::En) => "both must occur",
                ("or", Language::Nl) => "een van beide volstaat",
                ("or", Language::En) => "either is enough",
                ("phrase", Language::Nl) => "zij moeten naast elkaar staan",
                ("phrase", Language::En) => "they must stand side by side",
                (_, Language::Nl) => "niet te zeggen",
                (_, Language::En) => "it cannot be told",
            };
            format!("{words} ({n})")
        })
        .collect();
    let together = if together.is_empty() {
        String::new()
    } else {
        told.say(
            format!(" Wat een zoekveld van twee woorden maakt: {}.", together.join(", ")),
            format!(" What a box makes of two words: {}.", together.join(", ")),
        )
    };
    told.say(
        format!("Van {of} zoekvelden is bij {n} vóór het zoeken gemeten hoe zij zich gedragen.{together}"),
        format!("Of {of} search boxes the behaviour of {n} was measured before the search.{together}"),
    )
}

/// What came by other routes than the search boxes, asked by the program.
pub(crate) fn other_routes(told: &Told<'_>) -> Section {
    let mut paragraphs = vec![routes_used(told)];
    paragraphs.extend(each_route(told));
    Section { heading: told.say("Andere wegen", "Other routes"), paragraphs }
}

/// How many pairs other routes gave, and that Table 1 does not count them.
pub(crate) fn routes_used(told: &Told<'_>) -> String {
    let n = told.run.other_routes.len();
    if n == 0 && each_route(told).is_empty() {
        return told.say(
            "Buiten de zoekvelden, gevraagd door het programma, is langs geen andere weg gezocht.",
            "Apart from the search boxes, asked by the program, nothing was searched by another route.",
        );
    }
    told.say(
        format!("Paren van term en publicatie langs wegen die tabel 1 niet telt: {n}."),
        format!("Pairs of a term and a publication by routes that Table 1 does not count: {n}."),
    )
}

/// A line for each route other than the box asked by the program.
fn each_route(told: &Told<'_>) -> Vec<String> {
    let mut queries: BTreeMap<Route, Vec<&QueryRow>> = BTreeMap::new();
    for row in told.run.queries.iter().filter(|row| row.via != Route::Search) {
        queries.entry(row.via).or_default().push(row);
    }
    let pairs = counted(told.run.other_routes.iter().map(|row| row.via));
    let routes = distinct(queries.keys().chain(pairs.keys()).copied());
    routes
        .into_iter()
        .map(|via| {
            let rows = queries.get(&via).map(Vec::as_slice).unwrap_or_default();
            let sources = distinct(rows.iter().map(|row| told.name_of(&row.source)));
            let (n, hits) = (rows.len() as u64, rows.iter().map(|row| row.hits).sum::<u64>());
            let pairs = pairs.get(&via).copied().unwrap_or_default();
            let at =
                if sources.is_empty() { String::new() } else { format!(" ({})", listed(told, &sources)) };
            let mut text = told.say(
                format!(
                    "- {}{at}: {}, {}, {}.",
                    route(told, via),
                    many(n, "zoekvraag", "zoekvragen"),
                    many(hits, "treffer", "treffers"),
                    many(pairs, "paar", "paren")
                ),
                format!(
                    "- {}{at}: {}, {}, {}.",
                    route(told, via),
                    many(n, "query", "queries"),
                    many(hits, "hit", "hits"),
                    many(pairs, "pair", "pairs")
                ),
            );
            if via == Route::HandSearch {
                let who = distinct(rows.iter().filter_map(|row| row.note.split("; ").next()));
                let _ = write!(text, " {}.", who.join("; "));
            }
            text
        })
        .collect()
}
