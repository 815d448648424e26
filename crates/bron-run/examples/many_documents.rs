//! Measures whether memory grows with the number of documents, from extraction to Table 1.
//!
//! `many_documents make FOLDER N` makes a run of N publications with one document of ten pages each, as if stages 1 to 3 had just
//! been done; `many_documents count FOLDER` carries stages 4 to 6 out on it and prints Table 1, the seconds of each stage and the
//! largest memory of the process. Two processes, so that making does not count. `benches/many-documents/run` calls both.
#![allow(clippy::print_stdout, reason = "an example prints what it measures")]

use bron_model::{
    DecisionRow, DocumentId, DocumentKind, DocumentPart, DocumentRow, DocumentStatus, HitRow, Language,
    PageRow, PartialDate, PublicationId, PublicationRow, Query, QueryRow, QueryStatus, Route, SourceId,
};
use bron_protocol::{Files, Protocol};
use bron_run::{Options, Progress, Stage, count_retrieved};
use bron_screen::{Period, Screener};
use bron_store::{Archive, CsvWriter, PagesWriter, Resource, WarcInfo};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

const PAGES: u32 = 10;
/// About a printed page.
const CHARACTERS_A_PAGE: usize = 2_500;
/// The pipeline whose terms, patterns and sources are used.
const PIPELINE: &str = "ouderen-vervolg";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", folder, number] => make(Path::new(folder), number.parse()?),
        ["count", folder] => count(Path::new(folder)),
        _ => Err("usage: many_documents make FOLDER N | count FOLDER".into()),
    }
}

fn make(run: &Path, number: usize) -> Result<(), Box<dyn Error>> {
    let files = Files::Embedded;
    let protocol = Protocol::load(&files, &files.pipeline_path(PIPELINE)?)?;
    let info = WarcInfo {
        software: "many_documents".to_owned(),
        contact: String::new(),
        pipeline: PIPELINE.to_owned(),
        search_digest: protocol.digests.search.clone(),
    };
    // An archive has no file before something is in it, and a run is not offline without one.
    Archive::open_write(&run.join("archive"), &info)?.append_resource(&Resource {
        uri: "file:///how-this-was-made.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: b"many_documents".to_vec(),
        at: jiff::Timestamp::now(),
        note: String::new(),
    })?;
    for stage in ["1-search", "2-screening", "3-retrieval"] {
        std::fs::create_dir_all(run.join(stage))?;
    }
    let queries = protocol.typed_queries();
    let mut publications: Vec<PublicationRow> =
        (0..number).map(|at| publication(at, &queries[at % queries.len()])).collect();
    publications.sort_by(|a, b| a.publication.cmp(&b.publication));
    searched(&run.join("1-search"), &publications, &queries)?;
    screened(&run.join("2-screening"), &publications, &protocol)?;
    retrieved(&run.join("3-retrieval"), &publications)
}

fn publication(at: usize, query: &Query) -> PublicationRow {
    let source = query.source.clone();
    let url = format!("https://{source}.invalid/publicatie/{at}");
    let id = PublicationId::from_address(&source, &url);
    PublicationRow {
        url,
        terms: query.term.to_string(),
        hits: 1,
        best_rank: 1,
        title: format!("Rapport {at} over samenleven in de buurt"),
        authors: "A. de Vries; B. Bakker".to_owned(),
        kind_as_listed: "rapport".to_owned(),
        date_as_listed: "2019".to_owned(),
        not_before: date("2019"),
        not_after: date("2019"),
        language: "nl".to_owned(),
        ..PublicationRow::blank(id, source)
    }
}

fn date(text: &str) -> Option<PartialDate> {
    text.parse().ok()
}

fn searched(stage: &Path, publications: &[PublicationRow], queries: &[Query]) -> Result<(), Box<dyn Error>> {
    // Every query's hits are its own: the numbers of its publications are that of the query and so on by the number of queries.
    let mut hits: BTreeMap<usize, Vec<&PublicationRow>> = BTreeMap::new();
    for row in publications {
        let at: usize = bron_model::last_segment(&row.url).parse()?;
        hits.entry(at % queries.len()).or_default().push(row);
    }
    let mut rows = CsvWriter::<HitRow>::create(&stage.join("hits.csv"))?;
    let mut queried = CsvWriter::<QueryRow>::create(&stage.join("queries.csv"))?;
    for (at, query) in queries.iter().enumerate() {
        let found = hits.remove(&at).unwrap_or_default();
        queried.write(&QueryRow {
            source: query.source.clone(),
            term: query.term.clone(),
            text: query.text.clone(),
            via: Route::Search,
            interface: "html".to_owned(),
            reported_total: Some(found.len() as u64),
            hits: found.len() as u64,
            pages: 1,
            status: if found.is_empty() { QueryStatus::NoneReported } else { QueryStatus::Hits },
            note: String::new(),
        })?;
        for (rank, row) in found.into_iter().enumerate() {
            rows.write(&HitRow {
                source: query.source.clone(),
                term: query.term.clone(),
                text: query.text.clone(),
                via: Route::Search,
                rank: rank as u32 + 1,
                result_page: 1,
                publication: row.publication.clone(),
                title: row.title.clone(),
                url: row.url.clone(),
                kind_as_listed: row.kind_as_listed.clone(),
                date_as_listed: row.date_as_listed.clone(),
                authors_as_listed: row.authors.clone(),
                site_id: String::new(),
            })?;
        }
    }
    rows.finish()?;
    queried.finish()?;
    let mut listed = CsvWriter::<PublicationRow>::create(&stage.join("publications.csv"))?;
    publications.iter().try_for_each(|row| listed.write(row))?;
    listed.finish()?;
    CsvWriter::<bron_model::MergeRow>::create(&stage.join("merges.csv"))?.finish()?;
    Ok(())
}

fn screened(
    stage: &Path,
    publications: &[PublicationRow],
    protocol: &Protocol,
) -> Result<(), Box<dyn Error>> {
    let until = date("2026-12-31").expect("it is a date").last_day();
    let period = Period { from_year: protocol.pipeline.window.from_year, until };
    let screener = Screener::new(&protocol.lexicons, protocol.criteria.doubt(), period);
    let mut decisions = CsvWriter::<DecisionRow>::create(&stage.join("decisions.csv"))?;
    for row in publications {
        screener.screen_listed(row).iter().try_for_each(|row| decisions.write(row))?;
    }
    decisions.finish()?;
    Ok(())
}

fn retrieved(stage: &Path, publications: &[PublicationRow]) -> Result<(), Box<dyn Error>> {
    let mut retrieved = CsvWriter::<PublicationRow>::create(&stage.join("publications.csv"))?;
    let mut documents = CsvWriter::<DocumentRow>::create(&stage.join("documents.csv"))?;
    let mut pages = PagesWriter::create(&stage.join("pages.parquet"))?;
    let mut random = fastrand::Rng::with_seed(2026);
    for row in publications {
        retrieved.write(row)?;
        let document = DocumentId::new(&row.publication, 1);
        for page in 1..=PAGES {
            pages.append(PageRow {
                publication: row.publication.clone(),
                document: document.clone(),
                page,
                label: page.to_string(),
                text: text(&mut random),
            })?;
        }
        documents.write(&document_row(row, document))?;
    }
    retrieved.finish()?;
    documents.finish()?;
    CsvWriter::<bron_model::MergeRow>::create(&stage.join("merges.csv"))?.finish()?;
    println!("{} pages", pages.finish()?);
    Ok(())
}

fn document_row(row: &PublicationRow, document: DocumentId) -> DocumentRow {
    DocumentRow {
        url: row.url.clone(),
        status: DocumentStatus::Retrieved,
        kind: DocumentKind::Pdf,
        pages: PAGES,
        title: row.title.clone(),
        authors: row.authors.clone(),
        language: "nl".to_owned(),
        sha256: "0".repeat(64),
        engine: "made up".to_owned(),
        ..DocumentRow::blank(row.publication.clone(), document, DocumentPart::Main)
    }
}

/// A page: sentences of reports as they are, one in forty about a term.
fn text(random: &mut fastrand::Rng) -> String {
    let mut text = String::with_capacity(CHARACTERS_A_PAGE + 300);
    while text.len() < CHARACTERS_A_PAGE {
        let about_a_term = random.u32(..40) == 0;
        let template = if about_a_term { random.choice(ABOUT_A_TERM) } else { random.choice(OTHERWISE) };
        let template = template.copied().unwrap_or_default();
        for part in template.split_inclusive(['#', '@', '%']) {
            let (words, slot) = part.split_at(part.len() - usize::from(part.ends_with(['#', '@', '%'])));
            text.push_str(words);
            let choices: &[&str] = match slot {
                "#" => TERMS,
                "@" => PEOPLE,
                "%" => PLACES,
                _ => &[""],
            };
            text.push_str(random.choice(choices).copied().unwrap_or_default());
        }
        text.push(if random.u32(..6) == 0 { '\n' } else { ' ' });
    }
    text
}

const TERMS: &[&str] = &[
    "zorgzame buurten",
    "zorgzame gemeenschap",
    "samenzorg",
    "caring communities",
    "dementievriendelijke gemeenschap",
    "vitale gemeenschappen",
];
const PEOPLE: &[&str] =
    &["bewoners", "ouderen", "mantelzorgers", "vrijwilligers", "professionals", "buurtgenoten", "gemeenten"];
const PLACES: &[&str] =
    &["de wijk", "het dorp", "de buurt", "Amsterdam", "de regio", "het buurthuis", "de straat"];
const ABOUT_A_TERM: &[&str] = &[
    "Een # is een plek waar @ naar elkaar omzien en elkaar helpen als dat nodig is.",
    "Onder # verstaan wij een netwerk van @ die samen zorg dragen voor %.",
    "In dit hoofdstuk komt # aan de orde, met voorbeelden uit %.",
    "De beweging voor # groeit, en @ sluiten zich aan.",
    "Wij spraken met @ over # en over wat er in % beter kan.",
];
const OTHERWISE: &[&str] = &[
    "In % werken @ aan een aanpak die past bij wat mensen zelf kunnen en willen.",
    "Uit de gesprekken blijkt dat @ vaak niet weten waar zij met hun vragen terecht kunnen.",
    "De cijfers over 2019 laten zien dat het aantal aanvragen in % met 12,4 procent is gestegen.",
    "Daarnaast is het van belang dat @ elkaar kennen, bijvoorbeeld via een koffieochtend in %.",
    "Volgens het onderzoek (Bakker & De Vries, 2017, p. 23) hebben @ behoefte aan een vast aanspreekpunt.",
    "Het college heeft in maart besloten om de subsidie voor % met twee jaar te verlengen.",
    "Dat is niet altijd eenvoudig: @ hebben weinig tijd, en de regels veranderen vaak.",
    "Toch zijn er goede voorbeelden, zoals de maaltijden die @ in % elke week samen bereiden.",
    "De Wmo 2015 geeft gemeenten de opdracht om ondersteuning dicht bij huis te organiseren.",
    "Wat betekent dit voor @, en wat vraagt het van de organisaties in %?",
    "Figuur 3 toont het bereik van het programma, uitgesplitst naar leeftijd en woonplaats.",
    "Een deel van @ geeft aan dat de zorg thuis onvoldoende aansluit bij hun situatie.",
];

fn count(run: &Path) -> Result<(), Box<dyn Error>> {
    let options = Options {
        files: Files::Embedded,
        root: run.to_owned(),
        pipeline: Files::Embedded.pipeline_path(PIPELINE)?,
        output: Some(PathBuf::from(run)),
        name: None,
        until: Stage::Synthesis,
        offline: true,
        retry_failed: false,
        probe: false,
        accept_proposals: true,
        threads: None,
        language: Language::Nl,
        connect_to: BTreeMap::new(),
        version: "many-documents".to_owned(),
    };
    let clock = Clock::default();
    let report = count_retrieved(&options, &clock)?;
    clock.stage("", None);
    println!("{}", report.table1_markdown);
    let status = std::fs::read_to_string("/proc/self/status")?;
    let largest = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or("VmHWM: unknown");
    println!("{largest}");
    Ok(())
}

/// Prints how long each stage took.
#[derive(Default)]
struct Clock(Mutex<Option<(String, Instant)>>);

impl Progress for Clock {
    fn stage(&self, name: &str, _: Option<u64>) {
        let mut now = self.0.lock().expect("no thread panicked");
        if let Some((before, began)) = now.replace((name.to_owned(), Instant::now())) {
            println!("{before}: {:.1} s", began.elapsed().as_secs_f64());
        }
    }
    fn step(&self) {}
    fn source(&self, _: &SourceId, _: u64) {}
    fn source_step(&self, _: &SourceId, _: &str) {}
    fn remark(&self, text: &str) {
        println!("{text}");
    }
}
