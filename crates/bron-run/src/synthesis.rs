//! Stage 6, synthesis: the counts, and the working table. Sums that do not add up stop here.

use crate::eligibility::Evidence;
use crate::search::unsearched;
use crate::{Error, stages};
use bron_model::{HitRow, Language, MergeRow, OutcomeRow, QueryRow, SourceId};
use bron_protocol::{Protocol, Term};
use bron_store::{Stage, read_csv, write_csv, write_text};
use bron_synthesis::{
    Flow, NotSearched, TableText, check_flow, check_table1, contribution, flow, table1, table1_markdown,
    worktable,
};
use std::path::Path;

/// What the synthesis is told beside the rows.
pub(crate) struct Told<'a> {
    pub(crate) protocol: &'a Protocol,
    pub(crate) run: &'a Path,
    pub(crate) language: Language,
    pub(crate) accepted_proposals: bool,
    pub(crate) evidence: &'a Evidence,
}

/// Writes Table 1, the flow, the working table and the contribution of each source.
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
    write_csv(&stage.file("contribution.csv"), &contribution(&terms, &input)?)?;

    let documents: Vec<_> = told.evidence.documents.values().flatten().cloned().collect();
    let passages: Vec<_> = told.evidence.passages.values().flatten().cloned().collect();
    let table = worktable(&terms, &told.evidence.publications, &documents, &outcomes, &passages);
    write_csv(&stage.file("worktable.csv"), &table)?;
    Ok(())
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
        notes: Vec::new(),
    }
}
