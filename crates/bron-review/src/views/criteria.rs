//! The criteria of a pair: what rules and people say of each, and the form for the one that is chosen.

use super::frame::{Place, label_of, pair_href, shortened};
use super::passages::place_name;
use crate::index::{JUDGED, Row};
use crate::names;
use crate::room::Room;
use crate::words::words;
use bron_judge::{Item, State, Vote};
use bron_model::{
    Criterion, DecisionRow, DocumentId, Language, MadeBy, PassageRow, Says, Scope, Screened, TermId, Verdict,
};
use bron_run::Material;

/// A criterion in the list.
pub(crate) struct CriterionLine {
    pub(crate) id: &'static str,
    /// The key that chooses it; empty for E1a, which follows from E1b.
    pub(crate) key: String,
    pub(crate) name: &'static str,
    pub(crate) href: String,
    pub(crate) verdict: &'static str,
    pub(crate) class: &'static str,
    pub(crate) current: bool,
    /// Who settled it, where that is no rule, and what else is to be said.
    pub(crate) remark: String,
}

/// The criterion that is judged.
pub(crate) struct Chosen {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) scope: String,
    pub(crate) text: String,
    pub(crate) rules: Vec<RuleLine>,
    pub(crate) own: String,
    pub(crate) own_class: &'static str,
    pub(crate) note: String,
    pub(crate) buttons: Vec<Button>,
    pub(crate) reasons: Vec<Reasons>,
    pub(crate) screened: Vec<(&'static str, &'static str, bool)>,
    pub(crate) evidence: Vec<EvidenceBox>,
    pub(crate) go: bool,
    pub(crate) votes: Vec<VoteColumn>,
    pub(crate) outdated: Vec<VoteColumn>,
    pub(crate) can_settle: bool,
    pub(crate) waiting: bool,
}

/// The reasons that go with a verdict: code, words, and whether the reviewer gave it.
pub(crate) struct Reasons {
    pub(crate) verdict: &'static str,
    pub(crate) all: Vec<(String, String, bool)>,
}

pub(crate) struct RuleLine {
    pub(crate) verdict: &'static str,
    pub(crate) class: &'static str,
    pub(crate) proposal: String,
    pub(crate) because: String,
    pub(crate) rule: String,
    pub(crate) quote: String,
    pub(crate) place: String,
    pub(crate) href: String,
}

pub(crate) struct Button {
    pub(crate) value: &'static str,
    pub(crate) key: &'static str,
    pub(crate) name: &'static str,
    pub(crate) meaning: &'static str,
    pub(crate) class: &'static str,
    pub(crate) is_own: bool,
}

pub(crate) struct EvidenceBox {
    pub(crate) value: String,
    pub(crate) place: String,
    pub(crate) quote: String,
    pub(crate) ticked: bool,
}

/// What one reviewer, or all together, say of a criterion.
pub(crate) struct VoteColumn {
    pub(crate) who: String,
    pub(crate) verdict: &'static str,
    pub(crate) meaning: &'static str,
    pub(crate) class: &'static str,
    pub(crate) reason: String,
    pub(crate) note: String,
    pub(crate) screened: &'static str,
    pub(crate) when: String,
    pub(crate) quotes: Vec<String>,
}

/// What is decided of each criterion of a pair.
pub(crate) fn lines(room: &Room, row: &Row, material: &Material, place: &Place) -> Vec<CriterionLine> {
    let language = room.asked.language;
    let items = room.desk.items(&room.seen.0, &row.publication);
    let on = on(row, place);
    let line = |criterion: Criterion| {
        let decision = decision(&material.decisions, criterion, &row.term);
        let item = item_of(&items, criterion, &row.term);
        let key = JUDGED.iter().position(|known| *known == criterion).map(|at| (at + 1).to_string());
        let to = Place { on: Some(criterion), said: None, ..place.clone() };
        let told = match criterion {
            Criterion::E1a => decision.map(|row| row.because.render(language)),
            _ => decision.map(|row| by(row, language)),
        };
        let mut remarks = vec![told.unwrap_or_default(), remark(room, row, criterion, item)];
        remarks.retain(|remark| !remark.is_empty());
        CriterionLine {
            id: criterion.as_str(),
            name: names::criterion(criterion, language),
            href: pair_href(&row.publication, &row.term, &to),
            verdict: decision.map_or("–", |row| names::verdict(row.verdict, language)),
            class: decision.map_or("open", |row| names::verdict_class(row.verdict)),
            current: key.is_some() && criterion == on,
            key: key.unwrap_or_default(),
            remark: remarks.join(" · "),
        }
    };
    Criterion::ALL.iter().copied().map(line).collect()
}

/// The criterion that is chosen: the one asked for, else the first that waits for the reviewer, else E1b.
pub(super) fn on(row: &Row, place: &Place) -> Criterion {
    let asked = place.on.filter(|criterion| JUDGED.contains(criterion));
    asked.or_else(|| row.mine.first().copied()).unwrap_or(Criterion::E1b)
}

fn by(row: &DecisionRow, language: Language) -> String {
    match row.made_by {
        MadeBy::Rule => String::new(),
        MadeBy::Reviewer => row.rule.clone(),
        other @ MadeBy::AcceptedProposal => names::made_by(other, language).to_owned(),
    }
}

fn remark(room: &Room, row: &Row, criterion: Criterion, item: Option<&Item<'_>>) -> String {
    let w = words(room.asked.language);
    if criterion == Criterion::E1a {
        return String::new();
    }
    match item.map(|item| item.state) {
        Some(State::Conflict) => room.say("verschil van mening", "conflict"),
        _ if is_waiting(room, row, criterion) => w.voted_by_other.to_owned(),
        Some(State::Resolved) => w.together.to_owned(),
        _ => String::new(),
    }
}

fn is_waiting(room: &Room, row: &Row, criterion: Criterion) -> bool {
    room.seen.1.waiting.contains(&(row.publication.clone(), criterion, term_of(criterion, &row.term)))
}

/// The term with which a criterion is judged.
pub(crate) fn term_of(criterion: Criterion, term: &TermId) -> Option<TermId> {
    (criterion.scope() == Scope::Pair).then(|| term.clone())
}

fn decision<'d>(rows: &'d [DecisionRow], criterion: Criterion, term: &TermId) -> Option<&'d DecisionRow> {
    rows.iter().find(|row| row.criterion == criterion && row.term.as_ref().is_none_or(|of| of == term))
}

/// What was said of a criterion of a pair.
pub(crate) fn item_of<'i, 'a>(
    items: &'i [Item<'a>],
    criterion: Criterion,
    term: &TermId,
) -> Option<&'i Item<'a>> {
    items.iter().find(|item| item.criterion == criterion && item.term.as_ref().is_none_or(|of| of == term))
}

/// Everything that is needed to judge the chosen criterion; `shown` is the page that the reader shows.
pub(crate) fn chosen(
    room: &Room,
    row: &Row,
    material: &Material,
    place: &Place,
    shown: Option<(&str, u32)>,
) -> Chosen {
    let language = room.asked.language;
    let criterion = on(row, place);
    let items = room.desk.items(&room.seen.0, &row.publication);
    let item = item_of(&items, criterion, &row.term);
    let own = item.and_then(|item| own(room, item));
    let text = room.desk.criteria().text(criterion);
    let scope = match criterion.scope() {
        Scope::Pair => room.say(
            format!("geldt voor {}", label_of(room, &row.term)),
            format!("holds for {}", label_of(room, &row.term)),
        ),
        Scope::Publication => {
            room.say("geldt voor alle termen van de publicatie", "holds for all terms of the publication")
        }
    };
    let column = |vote: &Vote<'_>| vote_column(room, criterion, vote);
    let votes = item.map(|item| item.votes.iter().chain(&item.consensus).map(column).collect());
    Chosen {
        id: criterion.as_str(),
        name: names::criterion(criterion, language),
        scope,
        text: room.say(&text.nl, &text.en),
        rules: rules(room, row, material, criterion, place),
        own: own.map(|vote| own_told(criterion, &vote, language)).unwrap_or_default(),
        own_class: own.map_or("open", |vote| names::verdict_class(vote.verdict)),
        note: own.map(|vote| vote.held.judgement.given.note.clone()).unwrap_or_default(),
        buttons: buttons(criterion, own.map(|vote| vote.verdict), language),
        reasons: reasons(room, criterion, own.map(|vote| vote.reason)),
        screened: screened(criterion, own, material, language),
        evidence: if criterion == Criterion::E1b { evidence(row, material, own, shown) } else { Vec::new() },
        go: place.go,
        votes: votes.unwrap_or_default(),
        outdated: item.map(|item| item.outdated.iter().map(column).collect()).unwrap_or_default(),
        can_settle: item.is_some_and(|item| matches!(item.state, State::Conflict | State::Resolved)),
        waiting: is_waiting(room, row, criterion),
    }
}

/// The reviewer's own vote that counts, the last one where there are two.
fn own<'a>(room: &Room, item: &Item<'a>) -> Option<Vote<'a>> {
    item.votes.iter().rev().find(|vote| vote.held.judgement.reviewer == room.asked.reviewer).copied()
}

fn own_told(criterion: Criterion, vote: &Vote<'_>, language: Language) -> String {
    format!(
        "{} ({})",
        names::verdict(vote.verdict, language),
        names::meaning(criterion, vote.verdict, language)
    )
}

fn rules(room: &Room, row: &Row, material: &Material, criterion: Criterion, place: &Place) -> Vec<RuleLine> {
    let language = room.asked.language;
    let of = material.rules.iter().filter(|rule| {
        rule.criterion == criterion && rule.term.as_ref().is_none_or(|term| *term == row.term)
    });
    of.map(|rule| {
        let proposal = rule.proposal.filter(|_| rule.verdict == Verdict::Unclear);
        let at = rule.document.as_ref().zip(rule.page);
        RuleLine {
            verdict: names::verdict(rule.verdict, language),
            class: names::verdict_class(rule.verdict),
            proposal: proposal
                .map(|verdict| names::verdict(verdict, language).to_owned())
                .unwrap_or_default(),
            because: rule.because.render(language),
            rule: rule.rule.clone(),
            quote: shortened(&rule.quote),
            place: at.map(|(document, page)| place_name(material, document, page)).unwrap_or_default(),
            href: at.map(|(document, page)| at_page(row, place, document, page)).unwrap_or_default(),
        }
    })
    .collect()
}

/// The address at which the reader shows a page.
pub(super) fn at_page(row: &Row, place: &Place, document: &DocumentId, page: u32) -> String {
    let to = Place { at: Some((number_of(document), page)), said: None, ..place.clone() };
    format!("{}#reader", pair_href(&row.publication, &row.term, &to))
}

/// The number of a document within its publication, as it stands in addresses.
pub(crate) fn number_of(document: &DocumentId) -> String {
    document.as_str().rsplit('.').next().unwrap_or_default().to_owned()
}

fn shortened_quote(quote: &str) -> String {
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 400 {
        line
    } else {
        format!("{}…", line.chars().take(399).collect::<String>())
    }
}

fn buttons(criterion: Criterion, own: Option<Verdict>, language: Language) -> Vec<Button> {
    let button = |(verdict, key): (Verdict, &'static str)| Button {
        value: verdict.as_str(),
        key,
        name: names::verdict(verdict, language),
        meaning: names::meaning(criterion, verdict, language),
        class: names::verdict_class(verdict),
        is_own: own == Some(verdict),
    };
    [(Verdict::Include, "i"), (Verdict::Exclude, "e"), (Verdict::Unclear, "u")]
        .into_iter()
        .map(button)
        .collect()
}

fn reasons(room: &Room, criterion: Criterion, given: Option<&str>) -> Vec<Reasons> {
    let of = |verdict: Verdict| {
        let reasons = room.desk.criteria().reasons(criterion, verdict);
        let all = reasons.map(|reason| {
            (reason.code.clone(), room.say(&reason.nl, &reason.en), given == Some(reason.code.as_str()))
        });
        Reasons { verdict: names::verdict(verdict, room.asked.language), all: all.collect() }
    };
    let groups = [Verdict::Include, Verdict::Exclude, Verdict::Unclear].into_iter().map(of);
    groups.filter(|group| !group.all.is_empty()).collect()
}

/// How much was looked at: as said before; else what was listed for kind and dates, and the whole text where there is one.
fn screened(
    criterion: Criterion,
    own: Option<Vote<'_>>,
    material: &Material,
    language: Language,
) -> Vec<(&'static str, &'static str, bool)> {
    let of_listing = matches!(criterion, Criterion::I1 | Criterion::I2 | Criterion::W);
    let said = own.and_then(|vote| match &vote.held.judgement.given.says {
        Says::Verdict { screened, .. } => Some(*screened),
        _ => None,
    });
    let usual = if of_listing || material.pages.is_empty() { Screened::Listing } else { Screened::FullText };
    let chosen = said.unwrap_or(usual);
    Screened::ALL.iter().map(|one| (one.as_str(), names::screened(*one, language), *one == chosen)).collect()
}

/// The passages of the term, of which those are ticked that the reviewer named before, or the one that is looked at.
fn evidence(
    row: &Row,
    material: &Material,
    own: Option<Vote<'_>>,
    shown: Option<(&str, u32)>,
) -> Vec<EvidenceBox> {
    let named: Vec<&bron_model::Place> = match own.map(|vote| &vote.held.judgement.given.says) {
        Some(Says::Verdict { evidence, .. }) => evidence.iter().collect(),
        _ => Vec::new(),
    };
    let of_term = material.passages.iter().filter(|passage| passage.term == row.term);
    of_term
        .map(|passage| {
            let is_named = named.iter().any(|place| {
                (place.page, place.start, place.end) == (passage.page, passage.start, passage.end)
            });
            let is_shown = own.is_none()
                && passage.kind.satisfies_e1()
                && shown == Some((number_of(&passage.document).as_str(), passage.page));
            EvidenceBox {
                value: passage_key(passage),
                place: place_name(material, &passage.document, passage.page),
                quote: shortened(&passage.quote),
                ticked: is_named || is_shown,
            }
        })
        .collect()
}

/// A passage as a form names it: document, page, start and end.
pub(crate) fn passage_key(passage: &PassageRow) -> String {
    format!("{}-{}-{}-{}", number_of(&passage.document), passage.page, passage.start, passage.end)
}

fn vote_column(room: &Room, criterion: Criterion, vote: &Vote<'_>) -> VoteColumn {
    let language = room.asked.language;
    let judgement = &vote.held.judgement;
    let (screened, quotes) = match &judgement.given.says {
        Says::Verdict { screened, evidence, .. } => (
            names::screened(*screened, language),
            evidence.iter().map(|place| shortened_quote(&place.quote)).collect(),
        ),
        _ => ("", Vec::new()),
    };
    VoteColumn {
        who: if judgement.reviewer.is_consensus() {
            words(language).together.to_owned()
        } else {
            judgement.reviewer.to_string()
        },
        verdict: names::verdict(vote.verdict, language),
        meaning: names::meaning(criterion, vote.verdict, language),
        class: names::verdict_class(vote.verdict),
        reason: if vote.reason.is_empty() { String::new() } else { room.reason(vote.reason) },
        note: judgement.given.note.clone(),
        screened,
        when: judgement.at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        quotes,
    }
}
