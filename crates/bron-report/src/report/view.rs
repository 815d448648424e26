//! A finished run as the parts of a report look at it: rows by what they are about, and how things are called.

use super::anchor;
use super::columns::Column;
use super::names;
use super::text::shown;
use crate::Error;
use bron_model::{
    Criterion, DecisionRow, DocumentId, DocumentKind, DocumentRow, Language, MergeRow, OccurrenceRow,
    Outcome, OutcomeRow, PassageRow, PublicationId, PublicationRow, SourceId, TermId,
};
use bron_protocol::Term;
use bron_run::Finished;
use bron_store::read_csv;
use bron_synthesis::{Flow, InBox, Rows, behind_flow, year_of};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

/// A run, with what is looked up in it.
pub(crate) struct View<'a> {
    pub(crate) run: &'a Finished,
    pub(crate) language: Language,
    /// The terms searched, in the printed order.
    pub(crate) terms: Vec<&'a Term>,
    /// The sources, in the pipeline's order.
    pub(crate) sources: Vec<SourceId>,
    /// What counts are made from.
    pub(crate) rows: Rows,
    /// `3-retrieval/merges.csv` alone.
    pub(crate) merges_on_files: Vec<MergeRow>,
    /// Who is in which box of the flow.
    pub(crate) boxes: Vec<InBox>,
    decisions: BTreeMap<&'a PublicationId, Vec<&'a DecisionRow>>,
    outcomes: BTreeMap<&'a PublicationId, Vec<&'a OutcomeRow>>,
    passages: BTreeMap<&'a PublicationId, BTreeMap<&'a TermId, Vec<&'a PassageRow>>>,
    occurrences: BTreeMap<&'a PublicationId, BTreeMap<&'a TermId, Vec<&'a OccurrenceRow>>>,
    documents: BTreeMap<&'a DocumentId, &'a DocumentRow>,
    with_documents: BTreeSet<&'a PublicationId>,
    labels: BTreeMap<(DocumentId, u32), String>,
    /// What reviewers are called instead; empty where they keep their names.
    pseudonyms: BTreeMap<String, String>,
}

impl<'a> View<'a> {
    /// Looks at a run. Hits and outcomes that do not belong together are refused.
    pub(crate) fn of(
        run: &'a Finished,
        language: Language,
        pseudonyms: BTreeMap<String, String>,
    ) -> Result<Self, Error> {
        let mut rows = Rows::new();
        run.outcomes.iter().for_each(|row| rows.outcome(row));
        run.hits.iter().for_each(|row| rows.hit(row));
        run.screened.iter().for_each(|row| rows.screened(row));
        let merges_on_files: Vec<MergeRow> = read_csv(&run.folder.join("3-retrieval").join("merges.csv"))?;
        let sources: Vec<SourceId> = run.protocol.sources.iter().map(|source| source.id.clone()).collect();
        let boxes = behind_flow(&Flow {
            sources: &sources,
            queries: &run.queries,
            rows: &rows,
            merges: &merges_on_files,
        })?;
        let mut outcomes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in run.outcomes.iter().chain(&run.other_routes) {
            outcomes.entry(&row.publication).or_default().push(row);
        }
        let mut decisions: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in &run.decisions {
            decisions.entry(&row.publication).or_default().push(row);
        }
        let mut passages: BTreeMap<_, BTreeMap<_, Vec<_>>> = BTreeMap::new();
        for row in &run.passages {
            passages.entry(&row.publication).or_default().entry(&row.term).or_default().push(row);
        }
        let mut occurrences: BTreeMap<_, BTreeMap<_, Vec<_>>> = BTreeMap::new();
        for row in &run.occurrences {
            occurrences.entry(&row.publication).or_default().entry(&row.term).or_default().push(row);
        }
        let evidence = run.decisions.iter().filter_map(|row| Some((row.document.clone()?, row.page?)));
        let evidence: BTreeSet<_> = evidence.collect();
        Ok(Self {
            run,
            language,
            terms: run.protocol.searched_terms().collect(),
            sources,
            rows,
            merges_on_files,
            boxes,
            decisions,
            outcomes,
            passages,
            occurrences,
            with_documents: run.documents.iter().map(|row| &row.publication).collect(),
            documents: run.documents.iter().map(|row| (&row.document, row)).collect(),
            labels: run.pages.labels_on(&evidence)?,
            pseudonyms,
        })
    }

    /// One of two texts.
    pub(crate) fn say<'t>(&self, nl: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::Nl => nl,
            Language::En => en,
        }
    }

    /// A number with its noun.
    pub(crate) fn count(&self, n: impl Borrow<u64>, nl: [&str; 2], en: [&str; 2]) -> String {
        let n = *n.borrow();
        let words = if self.language == Language::Nl { nl } else { en };
        format!("{n} {}", words[usize::from(n != 1)])
    }

    /// A number of publications.
    pub(crate) fn publications(&self, n: impl Borrow<u64>) -> String {
        self.count(n, ["publicatie", "publicaties"], ["publication", "publications"])
    }

    /// A number of pairs.
    pub(crate) fn pairs(&self, n: impl Borrow<u64>) -> String {
        self.count(n, ["paar", "paren"], ["pair", "pairs"])
    }

    /// How a term is printed.
    pub(crate) fn term(&self, id: &TermId) -> String {
        self.run.protocol.term(id).map_or_else(|| id.to_string(), |term| term.label.clone())
    }

    /// How a source is printed.
    pub(crate) fn source(&self, id: &SourceId) -> String {
        self.run.protocol.source(id).map_or_else(|| id.to_string(), |source| source.name.clone())
    }

    /// The sources whose ids stand in a cell, as they are printed.
    pub(crate) fn sources_in(&self, cell: &str) -> String {
        let names = cell
            .split_whitespace()
            .map(|id| SourceId::new(id).map_or_else(|_| id.to_owned(), |id| self.source(&id)));
        names.collect::<Vec<_>>().join(", ")
    }

    /// A publication; `None` where the run has none of this id.
    pub(crate) fn publication(&self, id: &PublicationId) -> Option<&'a PublicationRow> {
        self.run.publications.get(self.run.id_now(id))
    }

    /// The title of a publication as it can be shown.
    pub(crate) fn title(&self, id: &PublicationId) -> String {
        let title = self.publication(id).map(|row| shown(&row.title)).unwrap_or_default();
        if title.is_empty() { self.say("(zonder titel)", "(untitled)").to_owned() } else { title }
    }

    /// The year of a publication as it is printed.
    pub(crate) fn year(&self, id: &PublicationId) -> String {
        let year = self.publication(id).map_or_else(|| "z.d.".to_owned(), year_of);
        if year == "z.d." { self.say("z.d.", "n.d.").to_owned() } else { year }
    }

    /// The year behind a title: `(2019)`, and `[2019]` where only the site says so.
    pub(crate) fn dated(&self, id: &PublicationId) -> String {
        let year = self.year(id);
        if year.starts_with('[') { year } else { format!("({year})") }
    }

    /// All decisions on a publication.
    pub(crate) fn decisions(&self, id: &PublicationId) -> &[&'a DecisionRow] {
        self.decisions.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The decision of a criterion on a pair.
    pub(crate) fn decision(
        &self,
        publication: &PublicationId,
        term: &TermId,
        criterion: Criterion,
    ) -> Option<&'a DecisionRow> {
        let about =
            |row: &&&DecisionRow| row.criterion == criterion && row.term.as_ref().is_none_or(|of| of == term);
        self.decisions(publication).iter().find(about).copied()
    }

    /// The pairs of a publication, on whatever route.
    pub(crate) fn outcomes(&self, id: &PublicationId) -> &[&'a OutcomeRow] {
        self.outcomes.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The passages of a pair as the rules read them.
    pub(crate) fn passages(&self, publication: &PublicationId, term: &TermId) -> &[&'a PassageRow] {
        let of = self.passages.get(publication).and_then(|terms| terms.get(term));
        of.map(Vec::as_slice).unwrap_or_default()
    }

    /// The places where a pair's term stands.
    pub(crate) fn occurrences(&self, publication: &PublicationId, term: &TermId) -> &[&'a OccurrenceRow] {
        let of = self.occurrences.get(publication).and_then(|terms| terms.get(term));
        of.map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether it was tried to get a text of a publication: screening let it pass.
    pub(crate) fn has_documents(&self, id: &PublicationId) -> bool {
        self.with_documents.contains(id)
    }

    /// The page of a document as it is printed; `None` for a web page, which has no pages to name.
    pub(crate) fn page(&self, document: &DocumentId, page: u32, label: &str) -> Option<String> {
        if !label.is_empty() {
            return Some(format!("p. {}", shown(label)));
        }
        match self.documents.get(document).map(|row| row.kind) {
            Some(DocumentKind::Html) | None => None,
            Some(kind) => Some(format!("{kind} p. {page}")),
        }
    }

    /// Where the evidence of a decision stands; empty where it has no page.
    pub(crate) fn place(&self, row: &DecisionRow) -> String {
        let (Some(document), Some(page)) = (&row.document, row.page) else { return String::new() };
        let label = self.labels.get(&(document.clone(), page)).map(String::as_str).unwrap_or_default();
        self.page(document, page, label).unwrap_or_else(|| self.say("webpagina", "web page").to_owned())
    }

    /// Why a decision was taken, in a sentence.
    pub(crate) fn because(&self, row: &DecisionRow) -> String {
        shown(&self.unnamed(&row.because.render(self.language)))
    }

    /// Who or what settled a decision.
    pub(crate) fn settled_by(&self, row: &DecisionRow) -> String {
        let who = names::made_by(row.made_by, self.language);
        let rule = self.unnamed(&row.rule);
        if rule.is_empty() { who.to_owned() } else { format!("{who} {}", shown(&rule)) }
    }

    /// A text in which reviewers have their pseudonyms, where they have any.
    pub(crate) fn unnamed(&self, text: &str) -> String {
        if self.pseudonyms.is_empty() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut word = String::new();
        for c in text.chars() {
            if c.is_alphanumeric() {
                word.push(c);
                continue;
            }
            out.push_str(self.pseudonyms.get(&word).unwrap_or(&word));
            word.clear();
            out.push(c);
        }
        out.push_str(self.pseudonyms.get(&word).unwrap_or(&word));
        out
    }

    /// Whether reviewers have pseudonyms.
    pub(crate) fn is_pseudonymous(&self) -> bool {
        !self.pseudonyms.is_empty()
    }

    /// Where the evidence of a pair stands: in the list behind Table 1, else with its publication.
    pub(crate) fn pair_anchor(&self, row: &OutcomeRow) -> String {
        match Column::of_pair(row) {
            Some(_) => anchor::pair(&row.term, &row.publication),
            None => anchor::publication(self.run.id_now(&row.publication)),
        }
    }

    /// A pair as a list shows it.
    pub(crate) fn pair(&self, row: &OutcomeRow) -> Pair {
        let (publication, term) = (&row.publication, &row.term);
        let settling = match row.outcome {
            // What is in rests on its definition or description; what was not retrieved, on why there is no text.
            Outcome::Included => Some(Criterion::E1b),
            Outcome::NotRetrieved => Some(Criterion::E1a),
            outcome => Criterion::ALL.iter().copied().find(|criterion| criterion.outcome() == outcome),
        };
        let is_open = |criterion: &&Criterion| row.unclear.split(' ').any(|id| id == criterion.as_str());
        let told: Vec<Criterion> = match settling {
            Some(criterion) => vec![criterion],
            None => Criterion::ALL.iter().filter(is_open).copied().collect(),
        };
        let told = told.into_iter().filter_map(|criterion| self.decision(publication, term, criterion));
        let whys = told.map(|decision| self.why(decision)).collect();
        Pair {
            id: anchor::pair(term, publication),
            publication: anchor::publication(publication),
            title: self.title(publication),
            dated: self.dated(publication),
            outcome: names::outcome(row.outcome, self.language),
            class: names::class(row.outcome),
            also_open: row.reason_open.clone(),
            whys,
        }
    }

    /// A decision with its evidence.
    pub(crate) fn why(&self, row: &DecisionRow) -> Why {
        Why {
            criterion: row.criterion.as_str(),
            because: self.because(row),
            by: self.settled_by(row),
            proposal: row.proposal.map_or("", |verdict| names::verdict(verdict, self.language)),
            quote: shown(&row.quote),
            place: self.place(row),
        }
    }
}

/// A pair in a list.
pub(crate) struct Pair {
    pub(crate) id: String,
    pub(crate) publication: String,
    pub(crate) title: String,
    pub(crate) dated: String,
    pub(crate) outcome: &'static str,
    pub(crate) class: &'static str,
    /// Criteria before the one that took it out, that are open.
    pub(crate) also_open: String,
    pub(crate) whys: Vec<Why>,
}

/// What a criterion says, and on what it rests.
pub(crate) struct Why {
    pub(crate) criterion: &'static str,
    pub(crate) because: String,
    pub(crate) by: String,
    /// What a rule proposes where a reviewer must settle it; empty without a proposal.
    pub(crate) proposal: &'static str,
    pub(crate) quote: String,
    pub(crate) place: String,
}
