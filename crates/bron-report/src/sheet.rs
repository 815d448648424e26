//! The sheet of a reviewer: what waits for a verdict, a row each.

use crate::Error;
use crate::cell::cell_text;
use crate::column::Column;
use crate::left_out::LeftOut;
use crate::own::own;
use crate::row_id::RowId;
use crate::shown::{Shown, is_of_terms};
use crate::words::{self, say};
use bron_judge::{Fit, Held};
use bron_model::{Criterion, Language, PublicationId, Reviewer, Says, Screened, TermId, Verdict};
use bron_protocol::{Criteria, Reason};
use bron_run::{Desk, Sitting, Waiting};
use std::collections::{BTreeMap, BTreeSet};

/// What a sheet is to hold.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// For whom.
    pub reviewer: Reviewer,
    /// Only these terms; empty: all. A criterion on a publication comes with any of its terms.
    pub terms: Vec<TermId>,
    /// Also what is assigned to others, and what the reviewer has judged, with the verdict filled in.
    pub everything: bool,
    /// The language of headers, help and drop-downs.
    pub language: Language,
}

/// What waits for a reviewer in the order in which judging it is most useful, or what waits for a meeting, by publication.
///
/// Nothing in a reviewer's tells what others said. The same run, judgements and wishes give the same sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub(crate) kind: SheetKind,
    pub(crate) language: Language,
    pub(crate) rows: Vec<Row>,
    pub(crate) criteria: Criteria,
    pub(crate) about: About,
    /// What is not in it.
    pub left_out: LeftOut,
}

/// For whom a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SheetKind {
    Reviewer,
    Meeting,
}

impl SheetKind {
    /// Its columns, in the order in which they stand.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Self::Reviewer => &Column::OF_REVIEWER,
            Self::Meeting => &Column::OF_MEETING,
        }
    }

    /// The name of the tab that is filled in.
    pub(crate) fn tab(self, language: Language) -> String {
        match self {
            Self::Reviewer => say(language, "Oordelen", "Judgements"),
            Self::Meeting => say(language, "Besluiten", "Decisions"),
        }
    }
}

/// What the head of a sheet tells.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) run: String,
    pub(crate) title: String,
    pub(crate) harvest: String,
}

/// A row: its cells, and what its drop-downs depend on.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) cells: BTreeMap<Column, String>,
    pub(crate) criterion: Criterion,
}

impl Row {
    /// The row with what each cell can hold.
    pub(crate) fn new(criterion: Criterion, mut cells: BTreeMap<Column, String>) -> Self {
        cells.values_mut().for_each(|text| *text = cell_text(text));
        Self { cells, criterion }
    }

    /// The text of a cell; empty where nothing stands in it.
    pub(crate) fn cell(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }
}

impl Sheet {
    /// The sheet of a reviewer: what waits for this one, where it was assigned. Terms that the run did not search have no rows.
    pub fn new(desk: &Desk, sitting: &Sitting, wanted: &Wanted) -> Result<Self, Error> {
        let maker =
            Maker { shown: Shown::new(desk, sitting, wanted.language)?, wanted, open: open_terms(desk) };
        let mut left_out = LeftOut::default();
        let mut rows = Vec::new();
        for waiting in desk.queue().into_iter().filter(|waiting| maker.is_wanted(waiting)) {
            let row = &waiting.row;
            let (criterion, term) = (row.criterion, row.term.as_ref());
            let asks = asked(criterion, row.term.clone());
            if desk.refusal(sitting, &wanted.reviewer, &row.publication, &asks, None)?.is_some() {
                left_out.refused += 1;
                continue;
            }
            let before = own(sitting, &wanted.reviewer, &row.publication, criterion, term);
            let holds = before.iter().rev().find(|held| held.fit.holds());
            if holds.is_some() && !wanted.everything {
                left_out.judged += 1;
                continue;
            }
            if !wanted.everything && !maker.is_asked(&row.publication, term) {
                left_out.assigned += 1;
                continue;
            }
            rows.extend(maker.row(&waiting, holds.copied(), before.last().copied()));
        }
        let (run, reviewer) = (maker.shown.run_name(), &wanted.reviewer);
        let title = say(
            wanted.language,
            format!("{run}: oordelen van {reviewer}"),
            format!("{run}: judgements of {reviewer}"),
        );
        Ok(Self {
            kind: SheetKind::Reviewer,
            language: wanted.language,
            rows,
            criteria: desk.criteria().clone(),
            about: About { run, title, harvest: desk.harvest().to_owned() },
            left_out,
        })
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// A verdict on that criterion, to ask whether it may be given.
pub(crate) fn asked(criterion: Criterion, term: Option<TermId>) -> Says {
    Says::Verdict {
        term,
        criterion,
        verdict: Verdict::Unclear,
        reason: String::new(),
        evidence: Vec::new(),
        screened: Screened::Listing,
    }
}

/// The terms of the pairs that wait, by publication.
fn open_terms(desk: &Desk) -> BTreeMap<PublicationId, BTreeSet<TermId>> {
    let mut open: BTreeMap<PublicationId, BTreeSet<TermId>> = BTreeMap::new();
    for pair in desk.open_pairs() {
        open.entry(pair.publication).or_default().insert(pair.term);
    }
    open
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
    shown: Shown<'a>,
    wanted: &'a Wanted,
    /// The terms of the pairs that wait, by publication.
    open: BTreeMap<PublicationId, BTreeSet<TermId>>,
}

impl Maker<'_> {
    fn is_wanted(&self, waiting: &Waiting) -> bool {
        let (desk, sitting, row) = (self.shown.desk, self.shown.sitting, &waiting.row);
        is_of_terms(desk, sitting, &row.publication, row.term.as_ref(), &self.wanted.terms)
    }

    /// Whether a pair is the reviewer's to judge, or (without a term) one of those of the publication that wait; where none of them
    /// waits, any of its pairs.
    fn is_asked(&self, publication: &PublicationId, term: Option<&TermId>) -> bool {
        let (desk, sitting) = (self.shown.desk, self.shown.sitting);
        let asks = |term: &TermId| sitting.duties().asks(&self.wanted.reviewer, publication, term);
        match (term, self.open.get(publication)) {
            (Some(term), _) => asks(term),
            (None, Some(open)) => open.iter().any(asks),
            (None, None) => desk.outcomes(sitting, publication).iter().any(|outcome| asks(&outcome.term)),
        }
    }

    /// Nothing where the queue names a publication that the run does not have.
    fn row(&self, waiting: &Waiting, holds: Option<&Held>, last: Option<&Held>) -> Option<Row> {
        let (row, language, shown) = (&waiting.row, self.wanted.language, &self.shown);
        let publication = shown.desk.publication(&row.publication)?;
        let judged = shown.desk.judged(&row.publication)?;
        let version = &shown.desk.criteria().version;
        let id = RowId::new(&row.publication, row.term.as_ref(), row.criterion, &judged, version);
        let link = if publication.url.is_empty() { &row.url } else { &publication.url };
        let rule = &waiting.rule;
        let page = rule.document.as_ref().zip(rule.page);
        let page = page.map(|(document, page)| shown.page(&row.publication, document, page));
        let told = [
            (Column::Id, id.to_string()),
            (Column::Reviewer, self.wanted.reviewer.to_string()),
            (Column::Publication, row.publication.to_string()),
            (Column::Title, publication.title.clone()),
            (Column::Kind, publication.kind_as_listed.clone()),
            (Column::Date, publication.date_as_listed.clone()),
            (Column::Term, shown.term(row.term.as_ref())),
            (Column::Criterion, row.criterion.to_string()),
            (
                Column::Proposal,
                row.proposal.map(|said| words::verdict(said, language)).unwrap_or_default().to_owned(),
            ),
            (Column::Why, row.because.render(language)),
            (Column::Quote, rule.quote.clone()),
            (Column::Page, page.unwrap_or_default()),
            (Column::Link, link.clone()),
            (Column::LookedAt, shown.at_hand(&row.publication).to_owned()),
        ];
        let mut cells: BTreeMap<Column, String> = told.into_iter().collect();
        match (holds, last) {
            (Some(held), _) => cells.extend(self.filled(&row.publication, held)),
            (None, Some(held)) => drop(cells.insert(Column::Before, self.before(held))),
            (None, None) => {}
        }
        Some(Row::new(row.criterion, cells))
    }

    /// The open cells as the reviewer's own verdict has them.
    fn filled(&self, publication: &PublicationId, held: &Held) -> [(Column, String); 5] {
        let shown = self.shown.verdict(publication, held);
        [
            (Column::Verdict, shown.verdict),
            (Column::Reason, shown.reason),
            (Column::LookedAt, shown.looked_at),
            (Column::Words, shown.words),
            (Column::Note, shown.note),
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
