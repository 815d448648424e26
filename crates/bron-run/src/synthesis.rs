//! Stage 6, synthesis: the counts, the working table and Table 2. Sums that do not add up stop here.

use crate::eligibility::Evidence;
use crate::hand::HandSearches;
use crate::permission::told_of_permissions;
use crate::search::unsearched;
use crate::{Error, stages};
use bron_model::{
    CodeRow, HitRow, Language, MergeRow, OutcomeRow, PublicationRow, QueryRow, QueryStatus, Route, SourceId,
    Table2PassageRow, TermId,
};
use bron_protocol::{Codebook, Protocol, Term};
use bron_screen::read_whole;
use bron_store::{PagesReader, Stage, read_csv, write_csv, write_records, write_text};
use bron_synthesis::{
    Flow, NotSearched, Table2, TableText, Texts, check_flow, check_table1, contribution, earlier_crosses,
    flow, table1, table1_markdown, table2, table2_markdown, worktable,
};
use bron_text::Phrases;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// What the synthesis is told beside the rows.
pub(crate) struct Told<'a> {
    pub(crate) protocol: &'a Protocol,
    pub(crate) run: &'a Path,
    pub(crate) language: Language,
    pub(crate) accepted_proposals: bool,
    pub(crate) evidence: &'a Evidence,
    pub(crate) hand: &'a HandSearches<'a>,
}

/// Writes Table 1, the flow, the working table and the contribution of each source; Table 2 where there is a codebook.
pub(crate) fn write_all(told: &Told<'_>, stage: &Stage) -> Result<(), Error> {
    let queries: Vec<QueryRow> = read_csv(&told.run.join(stages::SEARCH).join("queries.csv"))?;
    let listed: Vec<HitRow> = read_csv(&told.run.join(stages::SEARCH).join("hits.csv"))?;
    let merges: Vec<MergeRow> = read_csv(&told.run.join(stages::RETRIEVAL).join("merges.csv"))?;
    let outcomes: Vec<OutcomeRow> = read_csv(&told.run.join(stages::ELIGIBILITY).join("outcomes.csv"))?;
    let sources: Vec<SourceId> = told.protocol.sources.iter().map(|source| source.id.clone()).collect();
    let terms: Vec<Term> = told.protocol.searched_terms().cloned().collect();

    let table = table1(&terms, &outcomes, &queries)?;
    check_table1(&table, &outcomes)?;
    write_csv(&stage.file("table1.csv"), &table)?;
    write_text(&stage.file("table1.md"), &table1_markdown(&table, &text_around(told, &queries)))?;

    let input = Flow {
        sources: &sources,
        queries: &queries,
        hits: &listed,
        screening: &told.evidence.screening,
        merges: &merges,
        outcomes: &outcomes,
    };
    let boxes = flow(&input)?;
    check_flow(&boxes)?;
    write_csv(&stage.file("flow.csv"), &boxes)?;
    let pages = PagesReader::open(&told.run.join(stages::RETRIEVAL).join("pages.parquet"))?;
    let texts = texts_of(told.evidence, &terms, &pages)?;
    write_csv(&stage.file("contribution.csv"), &contribution(&terms, &input, &texts)?)?;

    let documents: Vec<_> = told.evidence.documents.values().flatten().cloned().collect();
    let passages: Vec<_> = told.evidence.passages.values().flatten().cloned().collect();
    let table = worktable(&terms, &told.evidence.publications, &documents, &outcomes, &passages);
    write_csv(&stage.file("worktable.csv"), &table)?;
    if let Some(codebook) = &told.protocol.codebook {
        let codes: Vec<CodeRow> = read_csv(&told.run.join(stages::EXTRACTION).join("codes.csv"))?;
        let (table, behind) = table2(codebook, &terms, &documents, &outcomes, &passages, &codes)?;
        write_table2(told, stage, codebook, &terms, &table, &behind)?;
    }
    Ok(())
}

/// Writes Table 2, the passages behind it, and the earlier table beside it where the pipeline names one.
fn write_table2(
    told: &Told<'_>,
    stage: &Stage,
    codebook: &Codebook,
    terms: &[Term],
    table: &Table2,
    behind: &[Table2PassageRow],
) -> Result<(), Error> {
    let (header, rows) = table.records();
    write_records(&stage.file("table2.csv"), &header, &rows)?;
    write_csv(&stage.file("table2-passages.csv"), behind)?;
    let mut beside = Vec::new();
    if told.protocol.pipeline.earlier_crosses.is_some() {
        beside = earlier_crosses(table, &told.protocol.earlier_crosses);
        write_csv(&stage.file("table2-2024.csv"), &beside)?;
    }
    let text = table2_markdown(table, codebook, terms, &beside, told.language);
    write_text(&stage.file("table2.md"), &text)?;
    Ok(())
}

/// Which publications that counted routes found were read whole, and which of them hold exactly what was typed. Texts are
/// read some at a time and not kept.
fn texts_of(evidence: &Evidence, terms: &[Term], pages: &PagesReader) -> Result<Texts, Error> {
    let typed: Vec<(&TermId, &str)> =
        terms.iter().flat_map(|term| term.texts.iter().map(|text| (&term.id, text.as_str()))).collect();
    let phrases = Phrases::new(typed.iter().map(|(_, text)| *text));
    let wanted: Vec<&PublicationRow> =
        evidence.publications.iter().filter(|row| !row.terms.is_empty()).collect();
    let read: Vec<Result<Option<_>, Error>> = wanted
        .par_iter()
        .map(|row| {
            let documents = evidence.documents.get(&row.publication).map(Vec::as_slice).unwrap_or_default();
            if !read_whole(documents) {
                return Ok(None);
            }
            let mut held = phrases.held_by(&row.title);
            for page in pages.pages_of(&row.publication)? {
                held.extend(phrases.held_by(&page.text));
            }
            Ok(Some((row.publication.clone(), held)))
        })
        .collect();
    let mut texts = Texts::default();
    for result in read {
        let Some((publication, held)) = result? else { continue };
        let pairs = held.into_iter().map(|number| (publication.clone(), typed[number].0.clone()));
        texts.with_phrase.extend(pairs);
        texts.read_whole.insert(publication);
    }
    Ok(texts)
}

fn text_around(told: &Told<'_>, queries: &[QueryRow]) -> TableText {
    let name =
        |id: &SourceId| told.protocol.source(id).map_or_else(|| id.to_string(), |source| source.name.clone());
    let not_searched = unsearched(queries)
        .into_iter()
        .map(|(source, reason)| NotSearched { source: name(&source), reason })
        .collect();
    TableText {
        language: told.language,
        title: told.protocol.pipeline.title.clone(),
        from_year: told.protocol.pipeline.window.from_year,
        accepted_proposals: told.accepted_proposals,
        not_searched,
        notes: by_hand(told, queries)
            .into_iter()
            .chain(
                told_of_permissions(&told.protocol.sources, told.language).into_iter().map(|told| told + "."),
            )
            .collect(),
    }
}

/// Who searched which source by hand, and when; one sentence for each source.
fn by_hand(told: &Told<'_>, queries: &[QueryRow]) -> Vec<String> {
    let mut notes = Vec::new();
    for source in &told.protocol.sources {
        let mine = queries.iter().filter(|row| row.source == source.id && row.via == Route::HandSearch);
        let mine: Vec<&QueryRow> = mine.filter(|row| row.status != QueryStatus::NotSearched).collect();
        if mine.is_empty() {
            continue;
        }
        let (name, count) = (&source.name, mine.len());
        let (mut days, mut people) = (BTreeSet::new(), BTreeSet::new());
        for (day, who) in mine.iter().filter_map(|row| told.hand.typed(source, row)) {
            days.insert(day);
            people.insert(who);
        }
        let joined = |words: BTreeSet<String>| words.into_iter().collect::<Vec<_>>().join(", ");
        let dates = joined(days.iter().map(ToString::to_string).collect());
        let people = joined(people);
        notes.push(match (told.language, dates.is_empty()) {
            (Language::Nl, false) => {
                format!("† {name}: {count} zoekvragen met de hand, op {dates}, door {people}.")
            }
            (Language::Nl, true) => format!("† {name}: een lijst van wat met de hand is gezocht."),
            (Language::En, false) => format!("† {name}: {count} queries by hand, on {dates}, by {people}."),
            (Language::En, true) => format!("† {name}: a list of what was searched by hand."),
        });
    }
    notes
}
