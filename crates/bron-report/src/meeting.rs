//! The sheet of a meeting: what reviewers differ on, a row each, with their votes side by side.

use crate::Error;
use crate::column::{Column, Part, Side};
use crate::left_out::LeftOut;
use crate::own::own;
use crate::row_id::{MeetingId, RowId};
use crate::sheet::{About, Row, Sheet, SheetKind, asked};
use crate::shown::{Shown, is_of_terms};
use crate::words::say;
use bron_judge::{Held, Item, State};
use bron_model::{JudgementId, Language, PublicationId, Reviewer, Says, TermId, Verdict};
use bron_run::{Desk, Sitting};
use std::collections::{BTreeMap, BTreeSet};

/// What the sheet of a meeting is to hold.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// Only what these differ on among themselves; empty: all.
    pub reviewers: Vec<Reviewer>,
    /// Only these terms; empty: all. A criterion on a publication comes with any of its terms.
    pub terms: Vec<TermId>,
    /// The language of headers, help and drop-downs.
    pub language: Language,
}

impl Sheet {
    /// The sheet of a meeting: each criterion that is in conflict now, by publication, with the votes that count. It shows what
    /// reviewers said, which all may see once two have voted.
    pub fn of_meeting(desk: &Desk, sitting: &Sitting, meeting: &Meeting) -> Result<Self, Error> {
        let maker = Maker { shown: Shown::new(desk, sitting, meeting.language)?, meeting };
        let mut left_out = LeftOut::default();
        let mut rows = Vec::new();
        for publication in sitting.publications() {
            for item in desk.items(sitting, publication).iter().filter(|item| item.state == State::Conflict) {
                if !is_of_terms(desk, sitting, publication, item.term.as_ref(), &meeting.terms) {
                    continue;
                }
                let together = Reviewer::consensus();
                let says = asked(item.criterion, item.term.clone());
                if desk.refusal(sitting, &together, publication, &says, None)?.is_some() {
                    left_out.refused += 1;
                } else if let Some(two) = maker.two(item, publication) {
                    rows.extend(maker.row(publication, item, two));
                } else {
                    left_out.others += 1;
                }
            }
            let material = desk.material(sitting, publication)?;
            left_out.no_criterion += material.map_or(0, |material| material.disputes.len());
        }
        let run = maker.shown.run_name();
        let title = say(
            meeting.language,
            format!("{run}: verschillen om samen over te beslissen"),
            format!("{run}: differences to decide together"),
        );
        Ok(Self {
            kind: SheetKind::Meeting,
            language: meeting.language,
            rows,
            criteria: desk.criteria().clone(),
            about: About { run, title, harvest: desk.harvest().to_owned() },
            left_out,
        })
    }
}

/// What is to be settled of an item: every vote that counts, and what was decided together before. When one of them is changed, taken
/// back or added, the digest is another.
pub(crate) fn meeting_id(row: RowId, sitting: &Sitting, item: &Item<'_>) -> MeetingId {
    let together = together(sitting, &row.publication, item);
    let votes = item.votes.iter().map(|vote| &vote.held.judgement.id);
    let all: BTreeSet<&JudgementId> = votes.chain(together.iter().map(|held| &held.judgement.id)).collect();
    MeetingId::new(row, &all)
}

/// What was decided together on an item and no other judgement supersedes, by time.
pub(crate) fn together<'s>(
    sitting: &'s Sitting,
    publication: &PublicationId,
    item: &Item<'_>,
) -> Vec<&'s Held> {
    own(sitting, &Reviewer::consensus(), publication, item.criterion, item.term.as_ref())
}

fn verdict_of(held: &Held) -> Option<Verdict> {
    match &held.judgement.given.says {
        Says::Verdict { verdict, .. } => Some(*verdict),
        _ => None,
    }
}

struct Maker<'a> {
    shown: Shown<'a>,
    meeting: &'a Meeting,
}

impl Maker<'_> {
    /// The first vote, and the first that says something else, of the reviewers that are asked for, and then of what was decided
    /// before; nothing where these do not differ.
    fn two<'h>(&'h self, item: &Item<'h>, publication: &PublicationId) -> Option<(&'h Held, &'h Held)> {
        let wanted = &self.meeting.reviewers;
        let mut said = self.said(item, publication);
        said.retain(|held| {
            let by = &held.judgement.reviewer;
            wanted.is_empty() || by.is_consensus() || wanted.contains(by)
        });
        let first =
            *said.first().filter(|held| wanted.is_empty() || !held.judgement.reviewer.is_consensus())?;
        let second = said.into_iter().find(|held| verdict_of(held) != verdict_of(first))?;
        Some((first, second))
    }

    /// The votes that count, by reviewer, and then what was decided together before.
    fn said<'h>(&'h self, item: &Item<'h>, publication: &PublicationId) -> Vec<&'h Held> {
        let mut said: Vec<&Held> = item.votes.iter().map(|vote| vote.held).collect();
        said.sort_by_key(|held| &held.judgement.reviewer);
        said.extend(
            together(self.shown.sitting, publication, item).into_iter().filter(|held| held.fit.holds()),
        );
        said
    }

    /// Nothing where the run does not have the publication.
    fn row(&self, publication: &PublicationId, item: &Item<'_>, two: (&Held, &Held)) -> Option<Row> {
        let (desk, shown) = (self.shown.desk, &self.shown);
        let row = desk.publication(publication)?;
        let judged = desk.judged(publication)?;
        let version = &desk.criteria().version;
        let id = RowId::new(publication, item.term.as_ref(), item.criterion, &judged, version);
        let mut cells: BTreeMap<Column, String> = BTreeMap::from([
            (Column::Id, meeting_id(id, shown.sitting, item).to_string()),
            (Column::Publication, publication.to_string()),
            (Column::Title, row.title.clone()),
            (Column::Term, shown.term(item.term.as_ref())),
            (Column::Criterion, item.criterion.to_string()),
            (Column::Others, self.others(publication, item, two)),
            (Column::Link, row.url.clone()),
            (Column::LookedAt, shown.at_hand(publication).to_owned()),
        ]);
        for (side, held) in [(Side::First, two.0), (Side::Second, two.1)] {
            let said = shown.verdict(publication, held);
            let parts = [
                (Part::Reviewer, self.who(held)),
                (Part::Verdict, said.verdict),
                (Part::Reason, said.reason),
                (Part::LookedAt, said.looked_at),
                (Part::Words, said.words),
                (Part::Page, said.pages),
                (Part::Note, said.note),
            ];
            cells.extend(parts.map(|(part, text)| (Column::Said(side, part), text)));
        }
        Some(Row::new(item.criterion, cells))
    }

    /// What is to be known besides the two: a line for each other vote, and for what was decided before.
    fn others(&self, publication: &PublicationId, item: &Item<'_>, two: (&Held, &Held)) -> String {
        let is_shown =
            |held: &&Held| [&two.0.judgement.id, &two.1.judgement.id].contains(&&held.judgement.id);
        let others = self.said(item, publication).into_iter().filter(|held| !is_shown(held));
        let line = |held: &Held| {
            let said = self.shown.verdict(publication, held);
            let words = if said.words.is_empty() { String::new() } else { format!("“{}”", said.words) };
            let parts = [said.verdict, said.reason, words, said.pages, said.note];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            format!("{}: {}", self.who(held), parts.join("; "))
        };
        others.map(line).collect::<Vec<_>>().join("\n")
    }

    fn who(&self, held: &Held) -> String {
        let reviewer = &held.judgement.reviewer;
        if reviewer.is_consensus() {
            say(self.meeting.language, "samen", "together")
        } else {
            reviewer.to_string()
        }
    }
}
