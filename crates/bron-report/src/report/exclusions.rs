//! What was excluded at full text: near misses first, then the whole list that item 16b of PRISMA 2020 asks for.

use super::anchor;
use super::names;
use super::text::{shortened, shown};
use super::view::{View, Why};
use crate::Error;
use askama::Template;
use bron_model::{Criterion, Outcome, OutcomeRow, PassageRow, Verdict};
use std::io::Write;

/// Passages that are shown of a near miss.
const PASSAGES: usize = 3;

#[derive(Template)]
#[template(path = "report/exclusions.html")]
struct Exclusions<'a> {
    v: &'a View<'a>,
    near: Vec<Near>,
    all: Vec<Reason>,
    total: u64,
}

/// A pair that is out and might have been in.
struct Near {
    anchor: String,
    publication: String,
    title: String,
    dated: String,
    term: String,
    outcome: &'static str,
    /// Why it is near.
    near: String,
    why: Vec<Why>,
    passages: Vec<Passage>,
}

struct Passage {
    quote: String,
    about: String,
}

/// All pairs that one criterion took out at full text.
struct Reason {
    heading: String,
    pairs: Vec<Excluded>,
}

struct Excluded {
    anchor: String,
    title: String,
    dated: String,
    term: String,
    because: String,
    quote: String,
}

/// Writes both.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let excluded = view.run.outcomes.iter().filter(|row| is_at_full_text(view, row));
    let mut near: Vec<(u8, Near)> = excluded.clone().filter_map(|row| near_miss(view, row)).collect();
    near.sort_by(|(score, one), (other_score, other)| {
        other_score.cmp(score).then_with(|| (&one.term, &one.title).cmp(&(&other.term, &other.title)))
    });
    let all = Criterion::ALL.iter().filter_map(|criterion| {
        let mut pairs: Vec<Excluded> = excluded
            .clone()
            .filter(|row| row.outcome == criterion.outcome())
            .map(|row| excluded_pair(view, row, *criterion))
            .collect();
        pairs.sort_by(|one, other| (&one.term, &one.title).cmp(&(&other.term, &other.title)));
        let heading = format!(
            "{criterion}: {} ({})",
            names::reason(*criterion, view.language),
            view.pairs(pairs.len() as u64)
        );
        (!pairs.is_empty()).then_some(Reason { heading, pairs })
    });
    let all: Vec<Reason> = all.collect();
    let total = all.iter().map(|reason| reason.pairs.len() as u64).sum();
    Ok(Exclusions { v: view, near: near.into_iter().map(|(_, near)| near).collect(), all, total }
        .write_into(out)?)
}

/// Whether a pair is out and its publication was not out on what was listed.
fn is_at_full_text(view: &View<'_>, row: &OutcomeRow) -> bool {
    let is_out = Criterion::ALL.iter().any(|criterion| criterion.outcome() == row.outcome);
    let has_text = view.has_documents(&row.publication);
    is_out && has_text && row.via.counts_in_table1()
}

/// Near is what has a passage that defines or describes, a weak sign of one, or a proposal of a rule the other way; the
/// score tells what is nearest.
fn near_miss(view: &View<'_>, row: &OutcomeRow) -> Option<(u8, Near)> {
    if row.outcome == Outcome::OutE1a {
        return None;
    }
    let passages = view.passages(&row.publication, &row.term);
    let mut telling: Vec<&PassageRow> =
        passages.iter().copied().filter(|one| one.kind.satisfies_e1()).collect();
    telling.sort_by_key(|one| (std::cmp::Reverse(one.score), &one.document, one.page, one.start));
    let criterion = Criterion::ALL.iter().find(|criterion| criterion.outcome() == row.outcome)?;
    let decision = view.decision(&row.publication, &row.term, *criterion);
    let other_way = decision.is_some_and(|one| one.proposal == Some(Verdict::Include));
    if telling.is_empty() && !other_way {
        return None;
    }
    let best = telling.first().map_or(0, |one| one.score);
    let mut near = Vec::new();
    if !telling.is_empty() {
        let passages = view.count(telling.len() as u64, ["passage", "passages"], ["passage", "passages"]);
        near.push(match view.language {
            bron_model::Language::Nl => {
                format!("{passages} waarin de term gedefinieerd of beschreven kan zijn; hoogste score {best}")
            }
            bron_model::Language::En => {
                format!("{passages} in which the term may be defined or described; highest score {best}")
            }
        });
    }
    if other_way {
        near.push(
            view.say("een regel stelde voor het op te nemen", "a rule proposed to include it").to_owned(),
        );
    }
    let passages = telling.iter().take(PASSAGES).map(|one| passage(view, one));
    let score = if other_way { best.max(60) } else { best };
    Some((
        score,
        Near {
            anchor: view.pair_anchor(row),
            publication: anchor::publication(&row.publication),
            title: view.title(&row.publication),
            dated: view.dated(&row.publication),
            term: view.term(&row.term),
            outcome: names::outcome(row.outcome, view.language),
            near: near.join("; "),
            why: decision.map(|one| view.why(one)).into_iter().collect(),
            passages: passages.collect(),
        },
    ))
}

fn passage(view: &View<'_>, row: &PassageRow) -> Passage {
    let page = view.page(&row.document, row.page, &row.label);
    let mut about = vec![page.unwrap_or_else(|| view.say("webpagina", "web page").to_owned())];
    about.push(names::kind(row.kind, view.language).to_owned());
    about.push(format!("{} {}", view.say("score", "score"), row.score));
    if !row.second_hand_of.is_empty() {
        about.push(format!("{} {}", view.say("overgenomen van", "taken from"), shown(&row.second_hand_of)));
    }
    Passage { quote: shown(&row.quote), about: about.join(" · ") }
}

fn excluded_pair(view: &View<'_>, row: &OutcomeRow, criterion: Criterion) -> Excluded {
    let decision = view.decision(&row.publication, &row.term, criterion);
    let mut because = decision.map(|one| view.because(one)).unwrap_or_default();
    if !row.reason_open.is_empty() {
        because = format!("{because} ({}: {})", view.say("nog open", "still open"), row.reason_open);
    }
    let quote = decision.map(|one| {
        let quote = shortened(&one.quote, 160);
        let place = view.place(one);
        if quote.is_empty() { place } else { format!("“{quote}” {place}") }
    });
    // Where the rule rests on no quote, the first place where the term stands is shown.
    let quote = quote.filter(|quote| !quote.is_empty()).or_else(|| {
        let first = view.occurrences(&row.publication, &row.term).first()?;
        let page = view.page(&first.document, first.page, &first.label).unwrap_or_default();
        Some(format!("“{}” {page}", shortened(&first.quote, 160)))
    });
    Excluded {
        anchor: view.pair_anchor(row),
        title: view.title(&row.publication),
        dated: view.dated(&row.publication),
        term: view.term(&row.term),
        because,
        quote: quote.unwrap_or_default().trim().to_owned(),
    }
}
