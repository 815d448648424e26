//! The sheet of a reviewer: what waits for a verdict, a row each.

use crate::Error;
use crate::cell::cell_text;
use crate::column::Column;
use crate::own::{own, words_of};
use crate::row_id::RowId;
use crate::words::{self, say};
use bron_judge::{Fit, Held};
use bron_model::{
    Criterion, DocumentId, DocumentKind, Language, PublicationId, Reviewer, Says, Screened, TermId, Verdict,
};
use bron_protocol::{Criteria, Reason};
use bron_run::{Desk, Sitting, Waiting};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a sheet is to hold.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// For whom.
    pub reviewer: Reviewer,
    /// Only these terms; empty: all. A criterion on a publication comes with any of its terms.
    pub terms: Vec<TermId>,
    /// Also what the reviewer has judged, with the verdict filled in.
    pub also_judged: bool,
    /// The language of headers, help and drop-downs.
    pub language: Language,
}

/// What of the queue is not in a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LeftOut {
    /// The reviewer has judged it.
    pub judged: usize,
    /// The reviewer may not judge it: it is the reviewers' own work.
    pub refused: usize,
}

/// What waits for a reviewer, in the order in which judging it is most useful.
///
/// Nothing in it tells what others said. The same run, judgements and wishes give the same sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub(crate) language: Language,
    pub(crate) rows: Vec<Row>,
    pub(crate) criteria: Criteria,
    pub(crate) about: About,
    /// What is not in it.
    pub left_out: LeftOut,
}

/// What the head of a sheet tells.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) run: String,
    pub(crate) reviewer: String,
    pub(crate) harvest: String,
}

/// A row: its cells, and what its drop-downs depend on.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) cells: BTreeMap<Column, String>,
    pub(crate) criterion: Criterion,
}

impl Row {
    /// The text of a cell; empty where nothing stands in it.
    pub(crate) fn cell(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }
}

impl Sheet {
    /// The sheet of a reviewer. Terms that the run did not search have no rows.
    pub fn new(desk: &Desk, sitting: &Sitting, wanted: &Wanted) -> Result<Self, Error> {
        let maker = Maker { desk, sitting, wanted, labels: desk.labels()? };
        let mut left_out = LeftOut::default();
        let mut rows = Vec::new();
        for waiting in desk.queue().into_iter().filter(|waiting| maker.is_wanted(waiting)) {
            let row = &waiting.row;
            let asks = Says::Verdict {
                term: row.term.clone(),
                criterion: row.criterion,
                verdict: Verdict::Unclear,
                reason: String::new(),
                evidence: Vec::new(),
                screened: Screened::Listing,
            };
            if desk.refusal(sitting, &wanted.reviewer, &row.publication, &asks, None)?.is_some() {
                left_out.refused += 1;
                continue;
            }
            let before = own(sitting, &wanted.reviewer, &row.publication, row.criterion, row.term.as_ref());
            let holds = before.iter().rev().find(|held| held.fit.holds());
            if holds.is_some() && !wanted.also_judged {
                left_out.judged += 1;
                continue;
            }
            rows.extend(maker.row(&waiting, holds.copied(), before.last().copied()));
        }
        let name = desk.run().file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self {
            language: wanted.language,
            rows,
            criteria: desk.criteria().clone(),
            about: About {
                run: name.unwrap_or_default(),
                reviewer: wanted.reviewer.to_string(),
                harvest: desk.harvest().to_owned(),
            },
            left_out,
        })
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing waits for the reviewer.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// What a drop-down shows for a reason.
pub(crate) fn reason_words(reason: &Reason, language: Language) -> &str {
    match language {
        Language::Nl => &reason.nl,
        Language::En => &reason.en,
    }
}

/// The reasons that can be given on a criterion, by verdict and then in the order of the file.
pub(crate) fn reasons_of(criteria: &Criteria, criterion: Criterion) -> impl Iterator<Item = &Reason> {
    Verdict::ALL.iter().flat_map(move |verdict| criteria.reasons(criterion, *verdict))
}

struct Maker<'a> {
    desk: &'a Desk,
    sitting: &'a Sitting,
    wanted: &'a Wanted,
    labels: BTreeMap<(DocumentId, u32), String>,
}

impl Maker<'_> {
    fn is_wanted(&self, waiting: &Waiting) -> bool {
        let terms = &self.wanted.terms;
        let row = &waiting.row;
        terms.is_empty()
            || if let Some(term) = &row.term {
                terms.contains(term)
            } else {
                let of = self.desk.outcomes(self.sitting, &row.publication);
                of.iter().any(|outcome| terms.contains(&outcome.term))
            }
    }

    /// Nothing where the queue names a publication that the run does not have.
    fn row(&self, waiting: &Waiting, holds: Option<&Held>, last: Option<&Held>) -> Option<Row> {
        let (row, language) = (&waiting.row, self.wanted.language);
        let publication = self.desk.publication(&row.publication)?;
        let judged = self.desk.judged(&row.publication)?;
        let id = RowId::new(
            &row.publication,
            row.term.as_ref(),
            row.criterion,
            &judged,
            &self.desk.criteria().version,
        );
        let link = if publication.url.is_empty() { &row.url } else { &publication.url };
        let told = [
            (Column::Id, id.to_string()),
            (Column::Reviewer, self.wanted.reviewer.to_string()),
            (Column::Publication, row.publication.to_string()),
            (Column::Title, publication.title.clone()),
            (Column::Kind, publication.kind_as_listed.clone()),
            (Column::Date, publication.date_as_listed.clone()),
            (Column::Term, row.term.as_ref().map(|term| self.label_of(term)).unwrap_or_default()),
            (Column::Criterion, row.criterion.to_string()),
            (
                Column::Proposal,
                row.proposal.map(|said| words::verdict(said, language)).unwrap_or_default().to_owned(),
            ),
            (Column::Why, row.because.render(language)),
            (Column::Quote, waiting.rule.quote.clone()),
            (Column::Page, self.page(waiting)),
            (Column::Link, link.clone()),
        ];
        let mut cells: BTreeMap<Column, String> = told.into_iter().collect();
        cells.insert(Column::LookedAt, words::screened(self.at_hand(&row.publication), language).to_owned());
        match (holds, last) {
            (Some(held), _) => cells.extend(self.filled(held)),
            (None, Some(held)) => drop(cells.insert(Column::Before, self.before(held))),
            (None, None) => {}
        }
        cells.values_mut().for_each(|text| *text = cell_text(text));
        Some(Row { cells, criterion: row.criterion })
    }

    fn label_of(&self, term: &TermId) -> String {
        let known = self.desk.terms().into_iter().find(|known| known.id == *term);
        known.map_or_else(|| term.to_string(), |known| known.label.clone())
    }

    /// `p. 12` by the printed number, else `pdf p. 14`, and nothing where a document has no pages.
    fn page(&self, waiting: &Waiting) -> String {
        let (Some(document), Some(page)) = (&waiting.rule.document, waiting.rule.page) else {
            return String::new();
        };
        let row = &waiting.row;
        let (corrected, _) = bron_judge::labels(&row.publication, self.sitting.held(&row.publication));
        let place = (document.clone(), page);
        let label =
            corrected.get(&place).or_else(|| self.labels.get(&place)).filter(|label| !label.is_empty());
        let kind = self.desk.documents(&row.publication).iter().find(|row| row.document == *document);
        match (label, kind.map(|row| row.kind)) {
            (Some(label), _) => format!("p. {label}"),
            (None, Some(DocumentKind::Pdf)) => format!("pdf p. {page}"),
            (None, _) => String::new(),
        }
    }

    /// What a reviewer can look at: the whole text where the run has one, else what is listed.
    fn at_hand(&self, publication: &PublicationId) -> Screened {
        let has_text = self.desk.documents(publication).iter().any(|row| row.status.has_text());
        if has_text { Screened::FullText } else { Screened::Listing }
    }

    /// The open cells as the reviewer's own verdict has them.
    fn filled(&self, held: &Held) -> Vec<(Column, String)> {
        let language = self.wanted.language;
        let given = &held.judgement.given;
        let Says::Verdict { criterion, verdict, reason, screened, .. } = &given.says else {
            return Vec::new();
        };
        let shown = reasons_of(self.desk.criteria(), *criterion).find(|known| known.code == *reason);
        vec![
            (Column::Verdict, words::verdict(*verdict, language).to_owned()),
            (Column::Reason, shown.map_or(reason.as_str(), |known| reason_words(known, language)).to_owned()),
            (Column::LookedAt, words::screened(*screened, language).to_owned()),
            (Column::Words, words_of(&given.says)),
            (Column::Note, given.note.clone()),
        ]
    }

    /// The reviewer's own verdict on what has changed since.
    fn before(&self, held: &Held) -> String {
        let language = self.wanted.language;
        let Says::Verdict { verdict, .. } = &held.judgement.given.says else { return String::new() };
        let why = match held.fit {
            Fit::OtherCriteria => say(
                language,
                format!("onder criteria {}", held.judgement.given.criteria),
                format!("under criteria {}", held.judgement.given.criteria),
            ),
            Fit::OtherListing => say(language, "over een andere vermelding", "of another listing"),
            Fit::OtherText | Fit::Same | Fit::Carried => {
                say(language, "over een andere tekst", "of another text")
            }
        };
        format!("{}, {}: {why}", words::verdict(*verdict, language), held.judgement.at.strftime("%Y-%m-%d"))
    }
}

/// The criteria that rows of a sheet are about, in their order.
pub(crate) fn criteria_in(rows: &[Row]) -> BTreeSet<Criterion> {
    rows.iter().map(|row| row.criterion).collect()
}
