//! The PRISMA 2020 flow of an updated review, in publications: what was there before, what knowledge bases gave, and what
//! came by other ways.

use super::anchor;
use super::beside::{Beside, Known};
use super::names;
use super::view::View;
use bron_model::{
    Criterion, HitRow, Language, MadeBy, Outcome, OutcomeRow, PublicationId, Route, SourceId, Verdict,
};
use bron_protocol::Arm;
use std::collections::{BTreeMap, BTreeSet};

/// A box: what it counts, and of what that is made up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FlowBox {
    /// Where its list is; empty where there is none.
    pub(crate) anchor: String,
    pub(crate) title: String,
    /// `None` where the number is not known.
    pub(crate) n: Option<u64>,
    pub(crate) parts: Vec<Part>,
    /// What else must be known of it.
    pub(crate) note: String,
}

/// A part of a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) anchor: String,
    pub(crate) label: String,
    pub(crate) n: u64,
}

impl FlowBox {
    fn new(anchor: &str, title: impl Into<String>, n: Option<u64>) -> Self {
        Self { anchor: anchor.to_owned(), title: title.into(), n, parts: Vec::new(), note: String::new() }
    }

    fn with(mut self, parts: Vec<Part>) -> Self {
        self.parts = parts;
        self
    }

    fn noting(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// `Title (n = 12)`, the number on one line; a question mark where it is not known.
    pub(crate) fn head(&self) -> String {
        format!("{} (n\u{a0}=\u{a0}{})", self.title, self.n.map_or_else(|| "?".to_owned(), |n| n.to_string()))
    }
}

/// One arm: main boxes from top to bottom, and beside each what left there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArmOfFlow {
    pub(crate) heading: String,
    pub(crate) steps: Vec<Step>,
}

/// A main box and what left there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) main: FlowBox,
    pub(crate) left: Vec<FlowBox>,
}

/// The whole flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FlowOfReview {
    /// Nothing where the pipeline names no earlier review.
    pub(crate) previous: Option<FlowBox>,
    pub(crate) bases: ArmOfFlow,
    pub(crate) others: ArmOfFlow,
    pub(crate) total: FlowBox,
}

impl FlowOfReview {
    /// Reckons it from the rows of a run.
    pub(crate) fn of(view: &View<'_>, beside: &Beside) -> Self {
        let counting = Counting::of(view);
        let new = counting.n(false, "included", "");
        Self {
            previous: previous(view, beside),
            bases: counting.knowledge_bases(view),
            others: other_ways(view, &counting),
            total: total(view, beside, new),
        }
    }
}

/// A publication and the source that it is counted under.
pub(crate) type Counted<'a> = (&'a SourceId, &'a PublicationId);

/// Publications by arm (whether it is that of other methods), box and reason.
pub(crate) type Boxes<'a> = BTreeMap<(bool, &'a str, &'a str), Vec<Counted<'a>>>;

/// Who decided what, and which publications are in which box.
struct Counting<'a> {
    inside: Boxes<'a>,
    /// Exclusions by people: publication at screening and criterion.
    by_people: BTreeSet<(&'a PublicationId, Criterion)>,
    has_other_arm: bool,
}

impl<'a> Counting<'a> {
    fn of(view: &'a View<'_>) -> Self {
        let is_other: BTreeMap<&SourceId, bool> =
            view.run.protocol.sources.iter().map(|source| (&source.id, source.arm == Arm::Other)).collect();
        let mut inside: Boxes<'_> = BTreeMap::new();
        for row in &view.boxes {
            let arm = is_other.get(&row.source).copied().unwrap_or_default();
            inside.entry((arm, row.box_name, row.reason)).or_default().push((&row.source, &row.publication));
        }
        let mut by_people = BTreeSet::new();
        for row in &view.run.screened {
            if row.verdict == Verdict::Exclude && row.made_by == MadeBy::Reviewer {
                by_people.insert((&row.publication, row.criterion));
            }
        }
        for row in &view.boxes {
            let Some(criterion) = Criterion::parse(row.reason).filter(|_| row.box_name == "excluded") else {
                continue;
            };
            let outcomes = view.outcomes(view.run.id_now(&row.publication));
            let by_person = |one: &&&OutcomeRow| {
                one.outcome == criterion.outcome() && one.decided_by == Some(MadeBy::Reviewer)
            };
            if outcomes.iter().any(|one| by_person(&one)) {
                by_people.insert((&row.publication, criterion));
            }
        }
        Self { inside, by_people, has_other_arm: is_other.values().any(|other| *other) }
    }

    fn of_arm(&self, other: bool, box_name: &'a str, reason: &'a str) -> &[Counted<'a>] {
        self.inside.get(&(other, box_name, reason)).map(Vec::as_slice).unwrap_or_default()
    }

    fn n(&self, other: bool, box_name: &'a str, reason: &'a str) -> u64 {
        self.of_arm(other, box_name, reason).len() as u64
    }

    /// What left a box by criterion, and how many of it rules and people took out.
    fn reasons(&self, view: &View<'_>, other: bool, box_name: &'a str) -> (u64, Vec<Part>) {
        let mut parts = Vec::new();
        let (mut rules, mut people) = (0, 0);
        for criterion in Criterion::ALL {
            let inside = self.of_arm(other, box_name, criterion.as_str());
            if inside.is_empty() {
                continue;
            }
            let judged =
                inside.iter().filter(|(_, id)| self.by_people.contains(&(*id, *criterion))).count() as u64;
            people += judged;
            rules += inside.len() as u64 - judged;
            parts.push(Part {
                anchor: at(other, box_name, criterion.as_str()),
                label: format!("{criterion} {}", names::reason(*criterion, view.language)),
                n: inside.len() as u64,
            });
        }
        if rules + people > 0 {
            let told =
                |nl: &str, en: &str, n| Part { anchor: String::new(), label: view.say(nl, en).to_owned(), n };
            parts.push(told("waarvan door regels", "of which by rules", rules));
            parts.push(told("waarvan door beoordelaars", "of which by reviewers", people));
        }
        (rules + people, parts)
    }

    fn by_source(&self, view: &View<'_>, other: bool) -> Vec<Part> {
        let mut per: BTreeMap<&SourceId, u64> = BTreeMap::new();
        for (source, _) in self.of_arm(other, "identified", "") {
            *per.entry(*source).or_default() += 1;
        }
        let searched = view.sources.iter().filter(|source| {
            is_of_arm(view, source, other) && view.run.flow.iter().any(|row| row.source == source.as_str())
        });
        searched
            .map(|source| {
                let by_hand = view
                    .run
                    .queries
                    .iter()
                    .any(|row| row.source == *source && row.via == Route::HandSearch && row.hits > 0);
                let dagger = if by_hand { "†" } else { "" };
                Part {
                    anchor: format!("{}-{source}", at(other, "identified", "")),
                    label: format!("{}{dagger}", view.source(source)),
                    n: per.get(source).copied().unwrap_or_default(),
                }
            })
            .collect()
    }

    /// The boxes of an arm, from what was found to what is included.
    fn steps(&self, view: &View<'_>, other: bool) -> Vec<Step> {
        vec![
            self.identified(view, other),
            self.screened(view, other),
            self.sought(view, other),
            self.assessed(view, other),
            Step {
                main: self.counted(other, "included", view.say("Geïncludeerd", "Included")),
                left: Vec::new(),
            },
        ]
    }

    /// A box with as many publications as its list has.
    fn counted(&self, other: bool, box_name: &'a str, title: &str) -> FlowBox {
        FlowBox::new(&at(other, box_name, ""), title, Some(self.n(other, box_name, "")))
    }

    /// What was found, and what an earlier source had already.
    fn identified(&self, view: &View<'_>, other: bool) -> Step {
        let is_counted = |hit: &&HitRow| hit.via.counts_in_table1() && is_of_arm(view, &hit.source, other);
        let hits = view.run.hits.iter().filter(is_counted).count() as u64;
        let again = hits - self.n(other, "identified", "");
        let duplicates = self.n(other, "duplicates", "between-sources");
        let part =
            |anchor: String, nl: &str, en: &str, n| Part { anchor, label: view.say(nl, en).to_owned(), n };
        let at_duplicates = at(other, "duplicates", "between-sources");
        let left = FlowBox::new(
            &at_duplicates,
            view.say("Vóór screening verwijderd", "Removed before screening"),
            Some(duplicates),
        );
        let left = left.with(vec![
            part(
                at_duplicates,
                "ook bij een eerdere bron gevonden",
                "also found at an earlier source",
                duplicates,
            ),
            part(
                String::new(),
                "door regels als ongeschikt gemarkeerd",
                "marked as ineligible by automation",
                0,
            ),
            part(String::new(), "om andere redenen", "for other reasons", 0),
        ]);
        let left = left.noting(match view.language {
            Language::Nl => {
                format!("{hits} treffers; {again} ervan gaven een record van dezelfde bron opnieuw")
            }
            Language::En => format!("{hits} hits; {again} of them gave a record of the same source again"),
        });
        let title = view.say("Records gevonden", "Records identified");
        Step {
            main: self
                .counted(other, "identified", title)
                .with(self.by_source(view, other))
                .noting(lower_bound(view, other)),
            left: vec![left],
        }
    }

    fn screened(&self, view: &View<'_>, other: bool) -> Step {
        let (screened_out, parts) = self.reasons(view, other, "excluded-screening");
        let title = view.say(
            "Gescreend op titel, soort en datum zoals getoond",
            "Screened on title, kind and date as listed",
        );
        let left = FlowBox::new(
            &at(other, "excluded-screening", ""),
            view.say("Uitgesloten bij screening", "Excluded at screening"),
            Some(screened_out),
        );
        Step { main: self.counted(other, "screened", title), left: vec![left.with(parts)] }
    }

    fn sought(&self, view: &View<'_>, other: bool) -> Step {
        let same = view.say("Zelfde bestand of tekst als een andere", "Same file or text as another");
        Step {
            main: self.counted(other, "sought", view.say("Gezocht om op te halen", "Sought for retrieval")),
            left: vec![
                self.counted(other, "not-retrieved", view.say("Niet verkregen", "Not retrieved")),
                self.counted(other, "duplicates-on-files", same),
            ],
        }
    }

    fn assessed(&self, view: &View<'_>, other: bool) -> Step {
        let (excluded, parts) = self.reasons(view, other, "excluded");
        let title = view.say("Beoordeeld op de volledige tekst", "Assessed on the full text");
        let left =
            FlowBox::new(&at(other, "excluded", ""), view.say("Uitgesloten", "Excluded"), Some(excluded));
        Step {
            main: self.counted(other, "assessed", title),
            left: vec![
                left.with(parts),
                self.counted(other, "unclear", view.say("Nog te beoordelen", "Still to be judged")),
            ],
        }
    }

    fn knowledge_bases(&self, view: &View<'_>) -> ArmOfFlow {
        let mut steps = self.steps(view, false);
        let pairs = view.run.outcomes.iter();
        let pairs =
            pairs.filter(|row| row.outcome == Outcome::Included && row.via.counts_in_table1()).count() as u64;
        if !self.has_other_arm
            && let Some(last) = steps.last_mut()
        {
            last.main.note = format!("{} {}", view.say("in Tabel 1:", "in Table 1:"), view.pairs(pairs));
        }
        ArmOfFlow {
            heading: view.say("Kennisbanken met een zoekvak", "Knowledge bases with a search box").to_owned(),
            steps,
        }
    }
}

/// Where the list of a box is.
fn at(other: bool, box_name: &str, reason: &str) -> String {
    anchor::flow(&named(other, box_name), reason)
}

fn is_of_arm(view: &View<'_>, source: &SourceId, other: bool) -> bool {
    view.run.protocol.source(source).is_some_and(|one| (one.arm == Arm::Other) == other)
}

/// The sources of an arm that were not searched to the end, since then its number is a lower bound; empty where all were.
fn lower_bound(view: &View<'_>, other: bool) -> String {
    let cut = view.run.queries.iter().filter(|row| row.via.counts_in_table1() && !row.status.is_complete());
    let cut = cut.filter(|row| is_of_arm(view, &row.source, other));
    let names: BTreeSet<String> = cut.map(|row| view.source(&row.source)).collect();
    if names.is_empty() {
        return String::new();
    }
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    let told = view.say("ondergrens; niet volledig doorzocht", "lower bound; not searched to the end");
    format!("{told}: {names}")
}

/// The name of a box in addresses.
pub(crate) fn named(other: bool, box_name: &str) -> String {
    if other { format!("other-{box_name}") } else { box_name.to_owned() }
}

/// What came by ways that Table 1 does not count, and by no way that it counts.
pub(crate) fn by_other_ways_only<'a>(view: &View<'a>) -> BTreeMap<&'a PublicationId, Vec<&'a OutcomeRow>> {
    let counted: BTreeSet<&PublicationId> = view.run.outcomes.iter().map(|row| &row.publication).collect();
    let mut others: BTreeMap<&PublicationId, Vec<&OutcomeRow>> = BTreeMap::new();
    for row in view.run.other_routes.iter().filter(|row| !counted.contains(&row.publication)) {
        others.entry(&row.publication).or_default().push(row);
    }
    others
}

/// The furthest that one of the pairs of a publication came: included, else unclear, else not retrieved, else out.
pub(crate) fn furthest(pairs: &[&OutcomeRow]) -> Outcome {
    let has = |outcome: Outcome| pairs.iter().any(|row| row.outcome == outcome);
    for outcome in [Outcome::Included, Outcome::Unclear, Outcome::NotRetrieved] {
        if has(outcome) {
            return outcome;
        }
    }
    let last = Criterion::ALL.iter().rev().map(|criterion| criterion.outcome()).find(|outcome| has(*outcome));
    last.unwrap_or(Outcome::Unclear)
}

/// Whether it took a publication out on what is listed.
fn is_screening(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::OutI1 | Outcome::OutI2 | Outcome::OutW)
}

/// Other methods: sources of that arm, then what came by routes.
fn other_ways(view: &View<'_>, counting: &Counting<'_>) -> ArmOfFlow {
    let mut steps = ByRoutes::of(view).steps();
    if counting.has_other_arm {
        steps = joined(counting.steps(view, true), steps);
    }
    ArmOfFlow { heading: view.say("Andere wegen", "Other methods").to_owned(), steps }
}

/// What came by routes that Table 1 does not count, and how far each publication came.
struct ByRoutes<'v, 'a> {
    view: &'v View<'a>,
    others: BTreeMap<&'a PublicationId, Vec<&'a OutcomeRow>>,
    fates: Vec<Outcome>,
}

impl<'v, 'a> ByRoutes<'v, 'a> {
    fn of(view: &'v View<'a>) -> Self {
        let others = by_other_ways_only(view);
        let fates = others.values().map(|pairs| furthest(pairs)).collect();
        Self { view, others, fates }
    }

    fn steps(&self) -> Vec<Step> {
        let view = self.view;
        let all = self.fates.len() as u64;
        let screened_out = self.n(is_screening);
        let not_retrieved = self.n(|outcome| outcome == Outcome::NotRetrieved);
        let unclear = self.n(|outcome| outcome == Outcome::Unclear);
        let included = self.n(|outcome| outcome == Outcome::Included);
        let assessed = all - screened_out - not_retrieved;
        let one = |name: &str, nl: &str, en: &str, n| {
            FlowBox::new(&format!("flow-route-{name}"), view.say(nl, en), Some(n))
        };
        let step = |main, left| Step { main, left };
        vec![
            step(
                one("identified", "Publicaties langs andere wegen", "Publications by other ways", all)
                    .with(self.by_route())
                    .noting(self.beside()),
                Vec::new(),
            ),
            step(
                one("identified", "Gescreend", "Screened", all),
                vec![
                    one("excluded", "Uitgesloten bij screening", "Excluded at screening", screened_out)
                        .with(self.excluded(true)),
                ],
            ),
            step(
                one("sought", "Gezocht om op te halen", "Sought for retrieval", all - screened_out),
                vec![one("not-retrieved", "Niet verkregen", "Not retrieved", not_retrieved)],
            ),
            step(
                one("assessed", "Beoordeeld op de volledige tekst", "Assessed on the full text", assessed),
                vec![
                    one("excluded", "Uitgesloten", "Excluded", assessed - unclear - included)
                        .with(self.excluded(false)),
                    one("unclear", "Nog te beoordelen", "Still to be judged", unclear),
                ],
            ),
            step(one("included", "Opgenomen, buiten Tabel 1", "In, outside Table 1", included), Vec::new()),
        ]
    }

    fn n(&self, is: impl Fn(Outcome) -> bool) -> u64 {
        self.fates.iter().filter(|outcome| is(**outcome)).count() as u64
    }

    /// A publication counts under the first of its routes.
    fn by_route(&self) -> Vec<Part> {
        let mut routes: BTreeMap<Route, u64> = BTreeMap::new();
        for route in self.others.values().filter_map(|pairs| pairs.iter().map(|row| row.via).min()) {
            *routes.entry(route).or_default() += 1;
        }
        let part = |(route, n): (Route, u64)| Part {
            anchor: "flow-route-identified".to_owned(),
            label: names::route(route, self.view.language).to_owned(),
            n,
        };
        routes.into_iter().map(part).collect()
    }

    /// What left by criterion, at screening or after it.
    fn excluded(&self, screening: bool) -> Vec<Part> {
        let of_stage = Criterion::ALL.iter().filter(|one| is_screening(one.outcome()) == screening);
        let parts = of_stage.map(|criterion| Part {
            anchor: "flow-route-excluded".to_owned(),
            label: format!("{criterion} {}", names::reason(*criterion, self.view.language)),
            n: self.n(|outcome| outcome == criterion.outcome()),
        });
        parts.filter(|part| part.n > 0).collect()
    }

    /// The pairs of these routes whose publication the other arm counts; empty where there are none.
    fn beside(&self) -> String {
        let all = self.view.run.other_routes.len();
        let beside = all - self.others.values().map(Vec::len).sum::<usize>();
        if beside == 0 {
            return String::new();
        }
        let pairs = self.view.pairs(beside as u64);
        match self.view.language {
            Language::Nl => format!("daarnaast {pairs} van publicaties uit de linkerkolom"),
            Language::En => format!("besides {pairs} of publications of the left column"),
        }
    }
}

/// Two arms as one: the boxes of sources with what came by routes.
fn joined(sources: Vec<Step>, routes: Vec<Step>) -> Vec<Step> {
    let plus = |one: FlowBox, other: FlowBox| {
        let named = |of: &FlowBox| Part {
            anchor: of.anchor.clone(),
            label: of.title.clone(),
            n: of.n.unwrap_or_default(),
        };
        let mut parts = one.parts.clone();
        if other.n.unwrap_or_default() > 0 {
            if parts.is_empty() {
                parts.push(named(&one));
            }
            parts.push(named(&other));
            parts.extend(other.parts);
        }
        let notes = [one.note, other.note].into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>();
        let n = Some(one.n.unwrap_or_default() + other.n.unwrap_or_default());
        FlowBox { anchor: one.anchor, title: one.title, n, parts, note: notes.join("; ") }
    };
    let steps = sources.into_iter().zip(routes).map(|(one, other)| {
        let mut beside = other.left.into_iter();
        let mut left: Vec<FlowBox> = Vec::new();
        for first in one.left {
            match beside.next() {
                Some(second) if second.title == first.title => left.push(plus(first, second)),
                Some(second) => left.extend([first, second]),
                None => left.push(first),
            }
        }
        left.extend(beside);
        Step { main: plus(one.main, other.main), left }
    });
    steps.collect()
}

fn previous(view: &View<'_>, beside: &Beside) -> Option<FlowBox> {
    let (pairs, publications) = beside.named_before?;
    let title = view.say("Publicaties in het eerdere onderzoek", "Publications in the earlier review");
    let note = format!("{} {}", view.pairs(pairs as u64), view.say("bij naam genoemd", "named"));
    let found_again = beside.known.as_ref().map(Known::found_again);
    let parts = found_again.map(|n| Part {
        anchor: "known".to_owned(),
        label: view.say("in deze run teruggevonden", "found again in this run").to_owned(),
        n,
    });
    Some(
        FlowBox::new("known", title, Some(publications as u64))
            .with(parts.into_iter().collect())
            .noting(note),
    )
}

/// All studies of the review: those of before and the new ones, each once.
fn total(view: &View<'_>, beside: &Beside, new: u64) -> FlowBox {
    let title = view.say("Publicaties in het onderzoek", "Publications in the review");
    let Some((_, before)) = beside.named_before else {
        return FlowBox::new("worktable", title, Some(new));
    };
    let Some(known) = &beside.known else {
        let note = view.say(
            "niet te zeggen voordat is nagegaan welke nieuwe er al in stonden: bron known",
            "not to be told before it is traced which new ones were in it already: bron known",
        );
        return FlowBox::new("worktable", title, None).noting(note);
    };
    let again = known.included_again(view);
    let part = |nl: &str, en: &str, n| Part { anchor: String::new(), label: view.say(nl, en).to_owned(), n };
    FlowBox::new("worktable", title, Some(before as u64 + new - again.min(new)))
        .with(vec![
            part("uit het eerdere onderzoek", "from the earlier review", before as u64),
            part("nieuw geïncludeerd", "newly included", new - again.min(new)),
        ])
        .noting(match view.language {
            Language::Nl => {
                format!("{again} van de {new} geïncludeerde stonden al in het eerdere onderzoek")
            }
            Language::En => {
                format!("{again} of the {new} included were in the earlier review already")
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(main: (&str, u64), left: &[(&str, u64)]) -> Step {
        let of = |(title, n): (&str, u64)| FlowBox::new("", title, Some(n));
        Step { main: of(main), left: left.iter().map(|one| of(*one)).collect() }
    }

    #[test]
    fn sources_and_routes_of_one_arm_are_added_box_by_box() {
        let sources =
            vec![step(("Found", 5), &[("Duplicates", 1)]), step(("Assessed", 3), &[("Excluded", 2)])];
        let routes =
            vec![step(("By routes", 2), &[]), step(("Assessed", 2), &[("Excluded", 1), ("Open", 1)])];
        let all = joined(sources, routes);
        assert_eq!(all[0].main.n, Some(7));
        let parts: Vec<_> = all[0].main.parts.iter().map(|part| (part.label.as_str(), part.n)).collect();
        assert_eq!(parts, [("Found", 5), ("By routes", 2)]);
        let left: Vec<_> = all[1].left.iter().map(|of| (of.title.as_str(), of.n)).collect();
        assert_eq!(left, [("Excluded", Some(3)), ("Open", Some(1))]);
    }

    #[test]
    fn a_number_that_is_not_known_is_a_question_mark() {
        assert_eq!(FlowBox::new("", "Sum", None).head(), "Sum (n\u{a0}=\u{a0}?)");
    }
}
