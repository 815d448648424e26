//! Puts what people decided in the place of what rules say.

use crate::items::{Item, State, Vote};
use crate::standing::{Fit, Held};
use bron_model::{
    Because, BecauseCode, CodeRow, Criterion, DecisionRow, DocumentId, MadeBy, OccurrenceRow, PageRow,
    PassageKind, PassageRow, Place, PublicationId, Reviewer, Says, TermId, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

/// The id that stands in the column `pattern` of a passage that a person marked.
pub const BY_HAND: &str = "by-hand";

/// The decisions of a publication with the reviewers' in place of the rules'.
///
/// A settled item gives the verdict, by `reviewer`, with the reviewers' names as its rule and their first evidence; a proposal
/// stays beside it. Where reviewers differ, or one of the two needed has voted, it is `unclear` and says so, also where a rule had
/// settled it. Items on criteria without a row (a term that is not a pair here) change nothing.
///
/// The reason says which votes were carried over from an earlier harvest, and which earlier ones count no longer and are asked again.
///
/// Who says that a term is (or is not) defined or described has met it: an E1a that the program could not settle is in.
pub fn decide(decisions: Vec<DecisionRow>, items: &[Item<'_>]) -> Vec<DecisionRow> {
    let mut decisions: Vec<DecisionRow> = decisions
        .into_iter()
        .map(|row| {
            let item = items.iter().find(|item| item.criterion == row.criterion && item.term == row.term);
            match item {
                Some(item) if item.state != State::Nobody => with_history(decided(row, item), item),
                Some(item) => with_history(row, item),
                None => row,
            }
        })
        .collect();
    let met: Vec<DecisionRow> = decisions
        .iter()
        .filter(|row| {
            row.criterion == Criterion::E1b
                && row.made_by == MadeBy::Reviewer
                && row.verdict != Verdict::Unclear
        })
        .cloned()
        .collect();
    for row in &mut decisions {
        let is_open =
            row.criterion == Criterion::E1a && row.made_by == MadeBy::Rule && row.verdict == Verdict::Unclear;
        let told =
            met.iter().find(|told| is_open && told.term == row.term && told.publication == row.publication);
        if let Some(told) = told {
            *row = DecisionRow {
                verdict: Verdict::Include,
                made_by: MadeBy::Reviewer,
                rule: told.rule.clone(),
                because: told.because.clone(),
                document: told.document.clone(),
                page: told.page,
                quote: told.quote.clone(),
                ..row.clone()
            };
        }
    }
    decisions
}

fn decided(row: DecisionRow, item: &Item<'_>) -> DecisionRow {
    let telling: Vec<&Vote<'_>> = match (&item.consensus, item.state) {
        (Some(consensus), State::Resolved) => vec![consensus],
        _ => item.votes.iter().collect(),
    };
    let names: BTreeSet<&str> = telling.iter().map(|vote| vote.held.judgement.reviewer.as_str()).collect();
    let names = names.into_iter().collect::<Vec<_>>().join(" ");
    let Some(verdict) = item.settled else {
        let code = if item.state == State::Conflict {
            BecauseCode::ReviewersDiffer
        } else {
            BecauseCode::SecondVoteMissing
        };
        let because = Because::new(code).with("reviewer", &names);
        return DecisionRow {
            verdict: Verdict::Unclear,
            because,
            rule: names,
            made_by: MadeBy::Reviewer,
            ..row
        };
    };
    let note = |vote: &&&Vote<'_>| !vote.reason.is_empty() || !vote.held.judgement.given.note.is_empty();
    let told = telling.iter().find(note).map_or(String::new(), |vote| {
        let parts = [vote.reason, vote.held.judgement.given.note.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
    });
    let because = Because::new(BecauseCode::Judged).with("reviewer", &names).with("note", told);
    let row = DecisionRow { verdict, because, rule: names, made_by: MadeBy::Reviewer, ..row };
    match telling.iter().find_map(|vote| evidence_of(vote.held)) {
        Some((document, place)) => DecisionRow {
            document: Some(document),
            page: Some(place.page),
            quote: place.quote.clone(),
            ..row
        },
        None => row,
    }
}

/// The row with what was carried over and what is asked again in its reason.
fn with_history(mut row: DecisionRow, item: &Item<'_>) -> DecisionRow {
    let carried: BTreeSet<&str> = item
        .votes
        .iter()
        .chain(&item.consensus)
        .filter(|vote| vote.held.fit == Fit::Carried)
        .map(|vote| vote.held.judgement.reviewer.as_str())
        .collect();
    if !carried.is_empty() {
        row.because = row.because.carried_from(&carried.into_iter().collect::<Vec<_>>().join(" "));
    }
    if let Some(last) = item.outdated.last() {
        let said = |vote: &Vote<'_>| format!("{} {}", vote.held.judgement.reviewer, vote.verdict);
        let said: Vec<String> = item.outdated.iter().map(said).collect();
        row.because = row.because.asked_again(&said.join("; "), last.held.fit.as_str());
    }
    row
}

/// The first words that a vote rests on, with their document as it is called now.
fn evidence_of(held: &Held) -> Option<(DocumentId, &Place)> {
    let Says::Verdict { evidence, .. } = &held.judgement.given.says else { return None };
    evidence.iter().find_map(|place| Some((held.documents.get(&place.document)?.clone(), place)))
}

/// What two reviewers say of one thing that is no criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The publication.
    pub publication: PublicationId,
    /// What it is about, in words.
    pub about: String,
    /// Who says what, one a reviewer.
    pub said: Vec<(Reviewer, String)>,
}

/// The passages of a publication with what people marked, rejected and named otherwise, and what they differ on.
///
/// A rejected passage is left out, one with another kind has it, one that was marked is added with the pattern [`BY_HAND`] and the
/// score 100. Where reviewers differ, the passage stays as the rules have it (one that only a person marked stays), and the
/// difference is given back. A place whose words are no longer there, exactly, is passed over: its judgement is about another text.
pub fn passages(
    publication: &PublicationId,
    found: Vec<PassageRow>,
    held: &[Held],
    pages: &[PageRow],
) -> (Vec<PassageRow>, Vec<Dispute>) {
    type Key = (TermId, DocumentId, u32, u32, u32);
    let mut said: BTreeMap<Key, Vec<(&Held, Option<PassageKind>)>> = BTreeMap::new();
    for one in held.iter().filter(|one| one.fit.holds()) {
        if let Says::Passage { term, place, kind } = &one.judgement.given.says
            && let Some(document) = one.documents.get(&place.document)
            && stands_there(pages, document, place)
        {
            let key = (term.clone(), document.clone(), place.page, place.start, place.end);
            said.entry(key).or_default().push((one, *kind));
        }
    }
    let mut rows = found;
    let mut disputes = Vec::new();
    for ((term, document, page, start, end), votes) in said {
        let is_here = |row: &PassageRow| {
            row.term == term
                && row.document == document
                && (row.page, row.start, row.end) == (page, start, end)
        };
        let Some(kind) = common(&votes) else {
            disputes.push(Dispute {
                publication: publication.clone(),
                about: format!("{term}, {document}, page {page}, {start}-{end}"),
                said: votes
                    .iter()
                    .map(|(one, kind)| {
                        let kind = kind.map_or("no passage".to_owned(), |kind| kind.to_string());
                        (one.judgement.reviewer.clone(), kind)
                    })
                    .collect(),
            });
            if !rows.iter().any(is_here)
                && let Some(kind) = votes.iter().find_map(|(_, kind)| *kind)
            {
                rows.extend(marked(publication, &term, &document, (page, start, end), kind, pages));
            }
            continue;
        };
        match kind {
            None => rows.retain(|row| !is_here(row)),
            Some(kind) if rows.iter().any(is_here) => {
                rows.iter_mut().filter(|row| is_here(row)).for_each(|row| row.kind = kind);
            }
            Some(kind) => rows.extend(marked(publication, &term, &document, (page, start, end), kind, pages)),
        }
    }
    rows.sort_by(|a, b| {
        (&a.term, &a.document, a.page, a.start, a.end, &a.pattern).cmp(&(
            &b.term,
            &b.document,
            b.page,
            b.start,
            b.end,
            &b.pattern,
        ))
    });
    (rows, disputes)
}

/// What all say: the consensus where there is one, else what the reviewers have in common; nothing where they differ.
pub(crate) fn common<T: PartialEq + Copy>(votes: &[(&Held, T)]) -> Option<T> {
    let together = votes.iter().rev().find(|(one, _)| one.judgement.reviewer.is_consensus());
    if let Some((_, said)) = together {
        return Some(*said);
    }
    let (_, first) = votes.first()?;
    votes.iter().all(|(_, said)| said == first).then_some(*first)
}

fn stands_there(pages: &[PageRow], document: &DocumentId, place: &Place) -> bool {
    slice(pages, document, (place.page, place.start, place.end)).is_some_and(|words| words == place.quote)
}

/// The words at a place; nothing where the page is not there or too short.
fn slice(pages: &[PageRow], document: &DocumentId, (page, start, end): (u32, u32, u32)) -> Option<String> {
    let row = pages.iter().find(|row| row.document == *document && row.page == page)?;
    let words: String = row.text.chars().skip(start as usize).take((end - start) as usize).collect();
    (words.chars().count() == (end - start) as usize).then_some(words)
}

fn marked(
    publication: &PublicationId,
    term: &TermId,
    document: &DocumentId,
    place: (u32, u32, u32),
    kind: PassageKind,
    pages: &[PageRow],
) -> Option<PassageRow> {
    let quote = slice(pages, document, place)?;
    let page = pages.iter().find(|row| row.document == *document && row.page == place.0)?;
    Some(PassageRow {
        publication: publication.clone(),
        term: term.clone(),
        document: document.clone(),
        page: place.0,
        start: place.1,
        end: place.2,
        page_end: place.0,
        label: page.label.clone(),
        kind,
        variant: String::new(),
        pattern: BY_HAND.to_owned(),
        score: 100,
        second_hand_of: String::new(),
        quote,
    })
}

/// The printed numbers of pages that people corrected, by document and page; pages on which they differ are left out and given
/// back as disputes.
pub fn labels(
    publication: &PublicationId,
    held: &[Held],
) -> (BTreeMap<(DocumentId, u32), String>, Vec<Dispute>) {
    let mut said: BTreeMap<(DocumentId, u32), Vec<(&Held, &str)>> = BTreeMap::new();
    for one in held.iter().filter(|one| one.fit.holds()) {
        if let Says::PageLabel { document, page, label, .. } = &one.judgement.given.says
            && let Some(document) = one.documents.get(document)
        {
            said.entry((document.clone(), *page)).or_default().push((one, label));
        }
    }
    let mut labels = BTreeMap::new();
    let mut disputes = Vec::new();
    for ((document, page), votes) in said {
        match common(&votes) {
            Some(label) => {
                labels.insert((document, page), label.to_owned());
            }
            None => disputes.push(Dispute {
                publication: publication.clone(),
                about: format!("the number printed on page {page} of {document}"),
                said: votes
                    .iter()
                    .map(|(one, label)| (one.judgement.reviewer.clone(), (*label).to_owned()))
                    .collect(),
            }),
        }
    }
    (labels, disputes)
}

/// Gives rows the corrected numbers of their pages.
pub fn relabel(
    labels: &BTreeMap<(DocumentId, u32), String>,
    pages: &mut [PageRow],
    occurrences: &mut [OccurrenceRow],
    passages: &mut [PassageRow],
) {
    let set = |document: &DocumentId, page: u32, label: &mut String| {
        if let Some(corrected) = labels.get(&(document.clone(), page)) {
            label.clone_from(corrected);
        }
    };
    pages.iter_mut().for_each(|row| set(&row.document, row.page, &mut row.label));
    occurrences.iter_mut().for_each(|row| set(&row.document, row.page, &mut row.label));
    passages.iter_mut().for_each(|row| set(&row.document, row.page, &mut row.label));
}

/// The fields of a publication that people corrected; those on which they differ are left out and given back as disputes.
pub fn corrections(
    publication: &PublicationId,
    held: &[Held],
) -> (BTreeMap<&'static str, String>, Vec<Dispute>) {
    let mut said: BTreeMap<&'static str, Vec<(&Held, &str)>> = BTreeMap::new();
    for one in held.iter().filter(|one| one.fit.holds()) {
        if let Says::Correction { field, corrected, .. } = &one.judgement.given.says {
            said.entry(field.as_str()).or_default().push((one, corrected.trim()));
        }
    }
    let mut corrected = BTreeMap::new();
    let mut disputes = Vec::new();
    for (field, votes) in said {
        match common(&votes) {
            Some(text) => {
                corrected.insert(field, text.to_owned());
            }
            None => disputes.push(Dispute {
                publication: publication.clone(),
                about: field.to_owned(),
                said: votes
                    .iter()
                    .map(|(one, text)| (one.judgement.reviewer.clone(), (*text).to_owned()))
                    .collect(),
            }),
        }
    }
    (corrected, disputes)
}

/// The codes of a publication with the elements that people added and took away.
pub fn codes(
    publication: &PublicationId,
    found: Vec<CodeRow>,
    held: &[Held],
) -> (Vec<CodeRow>, Vec<Dispute>) {
    type Key = (TermId, DocumentId, u32, u32, u32, String);
    let mut said: BTreeMap<Key, Vec<(&Held, bool)>> = BTreeMap::new();
    for one in held.iter().filter(|one| one.fit.holds()) {
        if let Says::Element { term, place, element, is_there } = &one.judgement.given.says
            && let Some(document) = one.documents.get(&place.document)
        {
            let key = (term.clone(), document.clone(), place.page, place.start, place.end, element.clone());
            said.entry(key).or_default().push((one, *is_there));
        }
    }
    let mut rows = found;
    let mut disputes = Vec::new();
    for ((term, document, page, start, end, element), votes) in said {
        let is_here = |row: &CodeRow| {
            row.term == term
                && row.document == document
                && (row.page, row.start, row.end) == (page, start, end)
                && row.element == element
        };
        match common(&votes) {
            Some(false) => rows.retain(|row| !is_here(row)),
            Some(true) if rows.iter().any(is_here) => {
                rows.iter_mut().filter(|row| is_here(row)).for_each(|row| row.made_by = MadeBy::Reviewer);
            }
            Some(true) => {
                let Says::Element { place, .. } = &votes[0].0.judgement.given.says else { continue };
                rows.push(CodeRow {
                    publication: publication.clone(),
                    term,
                    document,
                    page,
                    start,
                    end,
                    element,
                    cue: place.quote.clone(),
                    cue_start: start,
                    cue_end: end,
                    rule: BY_HAND.to_owned(),
                    made_by: MadeBy::Reviewer,
                });
            }
            None => disputes.push(Dispute {
                publication: publication.clone(),
                about: format!("{element} of {term}, {document}, page {page}"),
                said: votes
                    .iter()
                    .map(|(one, is_there)| {
                        (
                            one.judgement.reviewer.clone(),
                            if *is_there { "there" } else { "not there" }.to_owned(),
                        )
                    })
                    .collect(),
            }),
        }
    }
    rows.sort();
    (rows, disputes)
}

/// Whether a reviewer read what the program could not: then a missing text settles nothing any more.
pub fn read_by_a_person(items: &[Item<'_>], term: &TermId) -> bool {
    items.iter().any(|item| {
        matches!(item.criterion, Criterion::E1a | Criterion::E1b)
            && item.term.as_ref() == Some(term)
            && item.settled.is_some_and(|verdict| verdict != Verdict::Unclear)
    })
}
