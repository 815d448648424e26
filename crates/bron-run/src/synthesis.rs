//! Stage 6, synthesis: the counts, the working table and Table 2. Sums that do not add up stop here.
//!
//! In memory are one window of publications, some bytes for each hit and pair ([`Rows`]), which publications hold what was
//! typed, and all of what is included: its passages are the working table.

use crate::beside::{Beside, Stream, text_on, window};
use crate::hand::HandSearches;
use crate::judged::Judged;
use crate::permission::told_of_permissions;
use crate::search::unsearched;
use crate::{Error, stages};
use bron_model::{
    CodeRow, DocumentId, DocumentRow, HitRow, Language, MergeRow, Outcome, OutcomeRow, PassageRow,
    PublicationId, PublicationRow, QueryRow, QueryStatus, Route, SourceId, Table2PassageRow, TermId,
};
use bron_protocol::{Codebook, Protocol, Term};
use bron_screen::read_whole;
use bron_store::{CsvReader, Stage, read_csv, write_csv, write_records, write_text};
use bron_synthesis::{
    Flow, NotSearched, Rows, Table2, TableText, Texts, check_flow, check_table1, contribution,
    earlier_crosses, flow, table1, table1_markdown, table2, table2_markdown, without_weak_signs, worktable,
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
    pub(crate) hand: &'a HandSearches<'a>,
    pub(crate) judged: &'a Judged,
}

/// Writes Table 1, the flow, the working table and the contribution of each source; Table 2 where there is a codebook.
pub(crate) fn write_all(told: &Told<'_>, stage: &Stage) -> Result<(), Error> {
    let queries: Vec<QueryRow> = read_csv(&told.run.join(stages::SEARCH).join("queries.csv"))?;
    let merges: Vec<MergeRow> = read_csv(&told.run.join(stages::RETRIEVAL).join("merges.csv"))?;
    let sources: Vec<SourceId> = told.protocol.sources.iter().map(|source| source.id.clone()).collect();
    let terms: Vec<Term> = told.protocol.searched_terms().cloned().collect();
    let mut rows = Rows::new();
    let mut included = Included::default();
    for row in CsvReader::<OutcomeRow>::open(&told.run.join(stages::ELIGIBILITY).join("outcomes.csv"))? {
        let row = row?;
        rows.outcome(&row);
        included.note(row);
    }
    let table = table1(&terms, &rows, &queries)?;
    check_table1(&table, &rows)?;
    write_csv(&stage.file("table1.csv"), &table)?;
    write_text(&stage.file("table1.md"), &table1_markdown(&table, &text_around(told, &queries)))?;

    for row in CsvReader::<HitRow>::open(&told.run.join(stages::SEARCH).join("hits.csv"))? {
        rows.hit(&row?);
    }
    let texts = read_through(told, &terms, &mut rows, &mut included)?;
    let input = Flow { sources: &sources, queries: &queries, rows: &rows, merges: &merges };
    let boxes = flow(&input)?;
    check_flow(&boxes)?;
    write_csv(&stage.file("flow.csv"), &boxes)?;
    write_csv(&stage.file("contribution.csv"), &contribution(&terms, &input, &texts)?)?;

    let Included { outcomes, publications, documents, passages, codes, .. } = included;
    let table = worktable(&terms, &publications, &documents, &outcomes, &passages);
    write_csv(&stage.file("worktable.csv"), &table)?;
    if let Some(codebook) = &told.protocol.codebook {
        let (table, behind) = table2(codebook, &terms, &documents, &outcomes, &passages, &codes)?;
        write_table2(told, stage, codebook, &terms, &table, &behind)?;
    }
    Ok(())
}

/// Everything about the pairs that are in.
#[derive(Default)]
struct Included {
    pairs: BTreeSet<(PublicationId, TermId)>,
    outcomes: Vec<OutcomeRow>,
    publications: Vec<PublicationRow>,
    documents: Vec<DocumentRow>,
    passages: Vec<PassageRow>,
    codes: Vec<CodeRow>,
}

impl Included {
    /// Notes an outcome, where the pair is in and counts.
    fn note(&mut self, row: OutcomeRow) {
        if row.outcome == Outcome::Included && row.via.counts_in_table1() {
            self.pairs.insert((row.publication.clone(), row.term.clone()));
            self.outcomes.push(row);
        }
    }

    /// Keeps of a publication what belongs to pairs that are in.
    fn keep(&mut self, one: Beside) {
        let id = one.publication.publication.clone();
        let is_in = |term: &TermId| self.pairs.contains(&(id.clone(), term.clone()));
        let passages = one.passages.into_iter().filter(|row| is_in(&row.term)).collect();
        let passages = without_weak_signs(passages);
        let places: BTreeSet<_> = passages.iter().map(place_of_passage).collect();
        let is_kept = |row: &CodeRow| is_in(&row.term) && places.contains(&place_of_code(row));
        let codes: Vec<CodeRow> = one.codes.into_iter().filter(is_kept).collect();
        if !passages.is_empty() || !codes.is_empty() {
            self.passages.extend(passages);
            self.codes.extend(codes);
            self.documents.extend(one.documents);
            self.publications.push(one.publication);
        }
    }
}

fn place_of_passage(row: &PassageRow) -> (&TermId, &DocumentId, u32, u32, u32) {
    (&row.term, &row.document, row.page, row.start, row.end)
}

fn place_of_code(row: &CodeRow) -> (&TermId, &DocumentId, u32, u32, u32) {
    (&row.term, &row.document, row.page, row.start, row.end)
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

/// Reads what stages 1 to 4 wrote about each publication, once and in their order: what screening took out, what belongs
/// to pairs that are in, and which publications that counted routes found were read whole and hold exactly what was typed.
fn read_through(
    told: &Told<'_>,
    terms: &[Term],
    rows: &mut Rows,
    included: &mut Included,
) -> Result<Texts, Error> {
    let typed: Vec<(&TermId, &str)> =
        terms.iter().flat_map(|term| term.texts.iter().map(|text| (&term.id, text.as_str()))).collect();
    let phrases = Phrases::new(typed.iter().map(|(_, text)| *text));
    let mut publications = Stream::open(told.run)?;
    let mut texts = Texts::default();
    loop {
        let some = window(&mut publications, |one| text_on(&one.pages))?;
        if some.is_empty() {
            return Ok(texts);
        }
        let held: Vec<Option<BTreeSet<usize>>> = some.par_iter().map(|one| held_by(one, &phrases)).collect();
        for (one, held) in some.into_iter().zip(held) {
            one.screened.iter().for_each(|row| rows.screened(row));
            let id = &one.publication.publication;
            if let Some(held) = held {
                let pairs = held.into_iter().map(|number| (id.clone(), typed[number].0.clone()));
                texts.with_phrase.extend(pairs);
                texts.read_whole.insert(id.clone());
            }
            included.keep(told.judged.onto(one));
        }
    }
}

/// The numbers of the phrases that stand in a publication; `None` where no counted route found it or it was not read
/// whole.
fn held_by(one: &Beside, phrases: &Phrases) -> Option<BTreeSet<usize>> {
    if one.publication.terms.is_empty() || !read_whole(&one.documents) {
        return None;
    }
    let mut held: BTreeSet<usize> = phrases.held_by(&one.publication.title).into_iter().collect();
    for page in &one.pages {
        held.extend(phrases.held_by(&page.text));
    }
    Some(held)
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
