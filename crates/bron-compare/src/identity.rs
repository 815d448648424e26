//! Which publications of two harvests are the same? A ladder of rules, the surest first; what is only like is left to a person.

use crate::near::near_texts;
use crate::side::{Record, Side};
use crate::texts::Texts;
use crate::{Error, Overlap};
use bron_identity::{alike_titles, titles_go_together};
use bron_model::{MatchRung, PublicationId, PublicationRow};
use std::collections::{BTreeMap, BTreeSet};

/// A key that more records share than this says nothing of any two of them.
const MOST_WITH_ONE_KEY: usize = 100;

/// Which publications are the same. The numbers are those of the sides' records; each record is in exactly one of `groups`,
/// `only_a` and `only_b`.
#[derive(Debug, Clone, Default)]
pub struct Matching {
    /// The publications that both have, by the number in A.
    pub groups: Vec<Matched>,
    /// Those that A alone has.
    pub only_a: Vec<usize>,
    /// Those that B alone has.
    pub only_b: Vec<usize>,
    /// Pairs of `only_a` and `only_b` that may be the same.
    pub possible: Vec<Possible>,
}

/// A publication that both have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// The record in A.
    pub a: usize,
    /// The record in B.
    pub b: usize,
    /// By which rule.
    pub rung: MatchRung,
    /// What the two share.
    pub evidence: String,
    /// Further records of A that are the same publication in B, with what they share with it.
    pub also_a: Vec<(usize, MatchRung, String)>,
    /// Further records of B that are the same publication in A.
    pub also_b: Vec<(usize, MatchRung, String)>,
}

/// Two publications that may be the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Possible {
    /// The record in A.
    pub a: usize,
    /// The record in B.
    pub b: usize,
    /// By which rule they would be.
    pub rung: MatchRung,
    /// What the two share, and what speaks against it.
    pub evidence: String,
}

/// Two records that share something.
struct Edge {
    a: usize,
    b: usize,
    evidence: String,
}

/// Finds the publications that both sides have. Swapping the sides swaps the result.
pub fn identify(a: &Side, b: &Side, texts: &dyn Texts) -> Result<Matching, Error> {
    let mut ladder = Ladder {
        a,
        b,
        of_a: BTreeMap::new(),
        of_b: BTreeMap::new(),
        groups: Vec::new(),
        left_over: Vec::new(),
    };
    let titles_go = |one: &Record, other: &Record| titles_go_together(&one.row.title, &other.row.title);
    let any = |_: &Record, _: &Record| true;
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned()).into_iter().collect::<BTreeSet<_>>();
    ladder.by_key(MatchRung::Doi, &|record| text(&record.row.doi), &any);
    ladder.by_key(MatchRung::Handle, &|record| record.handle_key.clone().into_iter().collect(), &any);
    ladder.by_key(MatchRung::Isbn, &|record| text(&record.row.isbn), &titles_go);
    ladder.by_key(MatchRung::SiteId, &|record| record.site_ids.clone(), &any);
    ladder.by_key(MatchRung::Address, &|record| record.addresses.clone(), &any);
    ladder.by_redirect();
    ladder.by_key(
        MatchRung::MainFile,
        &|record| record.file_key().map(str::to_owned).into_iter().collect(),
        &any,
    );
    ladder.by_key(MatchRung::MainText, &|record| record.text_key().into_iter().collect(), &titles_go);
    ladder.gather_left_over();
    let mut possible = ladder.by_near_text(texts)?;
    possible.extend(ladder.by_title());
    Ok(ladder.matching(possible))
}

struct Ladder<'a> {
    a: &'a Side,
    b: &'a Side,
    /// The group of each record that has one.
    of_a: BTreeMap<usize, usize>,
    of_b: BTreeMap<usize, usize>,
    groups: Vec<Matched>,
    /// What joins two records of which one had a group already.
    left_over: Vec<(MatchRung, Edge)>,
}

impl Ladder<'_> {
    fn by_key(
        &mut self,
        rung: MatchRung,
        keys: &dyn Fn(&Record) -> BTreeSet<String>,
        may: &dyn Fn(&Record, &Record) -> bool,
    ) {
        let mut with_key: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (at, record) in self.a.records.iter().enumerate() {
            keys(record).into_iter().for_each(|key| with_key.entry(key).or_default().0.push(at));
        }
        for (at, record) in self.b.records.iter().enumerate() {
            keys(record).into_iter().for_each(|key| with_key.entry(key).or_default().1.push(at));
        }
        let mut edges = Vec::new();
        for (key, (ours, theirs)) in with_key {
            if ours.len() * theirs.len() > MOST_WITH_ONE_KEY {
                continue;
            }
            for &a in &ours {
                let fitting = theirs.iter().filter(|&&b| may(&self.a.records[a], &self.b.records[b]));
                edges.extend(fitting.map(|&b| Edge { a, b, evidence: key.clone() }));
            }
        }
        self.join(rung, edges);
    }

    /// An archive shows that an address of the one leads to an address of the other.
    fn by_redirect(&mut self) {
        let addresses = |side: &Side| -> BTreeMap<String, Vec<usize>> {
            let mut all: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (at, record) in side.records.iter().enumerate() {
                record.addresses.iter().for_each(|address| all.entry(address.clone()).or_default().push(at));
            }
            all
        };
        let (in_a, in_b) = (addresses(self.a), addresses(self.b));
        let mut edges = Vec::new();
        for (answers, whose) in [(&self.a.answers, "A"), (&self.b.answers, "B")] {
            for (from, answered) in &answers.0 {
                let Some(target) = answers.target(from) else { continue };
                let evidence = format!("archive of {whose}: {}", answered.told());
                let leads = |one: Option<&Vec<usize>>, other: Option<&Vec<usize>>| -> Vec<(usize, usize)> {
                    let (one, other) = (one.cloned().unwrap_or_default(), other.cloned().unwrap_or_default());
                    one.iter().flat_map(|&x| other.iter().map(move |&y| (x, y))).collect()
                };
                let forth = leads(in_a.get(from), in_b.get(&target));
                let back = leads(in_a.get(&target), in_b.get(from));
                edges.extend(forth.into_iter().chain(back).map(|(a, b)| Edge {
                    a,
                    b,
                    evidence: evidence.clone(),
                }));
            }
        }
        self.join(MatchRung::Redirect, edges);
    }

    /// Joins what has no group yet, those of one id first; what is left over is kept for [`Ladder::gather_left_over`].
    fn join(&mut self, rung: MatchRung, mut edges: Vec<Edge>) {
        let rank = |edge: &Edge| {
            let (a, b) = (&self.a.records[edge.a], &self.b.records[edge.b]);
            let names = (a.id().min(b.id()).clone(), a.id().max(b.id()).clone());
            (a.id() != b.id(), a.row.title != b.row.title, names, edge.evidence.clone())
        };
        edges.sort_by_cached_key(rank);
        for edge in edges {
            if self.of_a.contains_key(&edge.a) || self.of_b.contains_key(&edge.b) {
                self.left_over.push((rung, edge));
            } else {
                self.group(edge.a, edge.b, rung, edge.evidence);
            }
        }
    }

    fn group(&mut self, a: usize, b: usize, rung: MatchRung, evidence: String) {
        self.of_a.insert(a, self.groups.len());
        self.of_b.insert(b, self.groups.len());
        self.groups.push(Matched { a, b, rung, evidence, also_a: Vec::new(), also_b: Vec::new() });
    }

    /// What shares a key with a publication that has its match already is the same publication: one side has merged what the
    /// other lists twice.
    fn gather_left_over(&mut self) {
        let mut left_over = std::mem::take(&mut self.left_over);
        left_over.sort_by_key(|(rung, _)| *rung);
        for (rung, edge) in left_over {
            let Edge { a, b, evidence } = edge;
            match (self.of_a.get(&a).copied(), self.of_b.get(&b).copied()) {
                (None, Some(group)) => {
                    self.of_a.insert(a, group);
                    self.groups[group].also_a.push((a, rung, evidence));
                }
                (Some(group), None) => {
                    self.of_b.insert(b, group);
                    self.groups[group].also_b.push((b, rung, evidence));
                }
                _ => {}
            }
        }
    }

    fn left_a(&self) -> Vec<usize> {
        (0..self.a.records.len()).filter(|at| !self.of_a.contains_key(at)).collect()
    }

    fn left_b(&self) -> Vec<usize> {
        (0..self.b.records.len()).filter(|at| !self.of_b.contains_key(at)).collect()
    }

    /// Joins texts that are near under titles that go together; near texts under other titles may be the same.
    fn by_near_text(&mut self, texts: &dyn Texts) -> Result<Vec<Possible>, Error> {
        let with_text = |side: &Side, left: Vec<usize>| -> BTreeMap<PublicationId, usize> {
            let has = |at: &usize| side.records[*at].main().is_some_and(|main| main.status.has_text());
            left.into_iter().filter(has).map(|at| (side.records[at].id().clone(), at)).collect()
        };
        let (ours, theirs) = (with_text(self.a, self.left_a()), with_text(self.b, self.left_b()));
        let names = |all: &BTreeMap<PublicationId, usize>| all.keys().cloned().collect::<BTreeSet<_>>();
        let mut possible = Vec::new();
        for (one, other, compared) in near_texts(texts, &names(&ours), &names(&theirs))? {
            let (a, b) = (ours[&one], theirs[&other]);
            let taken = self.of_a.contains_key(&a) || self.of_b.contains_key(&b);
            let (title_a, title_b) = (&self.a.records[a].row.title, &self.b.records[b].row.title);
            let titles_go = titles_go_together(title_a, title_b);
            if !taken && (titles_go || compared.overlap.jaccard >= Overlap::SAME) {
                self.group(a, b, MatchRung::NearText, compared.overlap.told());
            } else {
                let against =
                    if taken { "one of them has a better match" } else { "the titles do not go together" };
                let evidence = format!("{}; {against}: `{title_a}` and `{title_b}`", compared.overlap.told());
                possible.push(Possible { a, b, rung: MatchRung::NearText, evidence });
            }
        }
        Ok(possible)
    }

    fn by_title(&self) -> Vec<Possible> {
        let (ours, theirs) = (self.left_a(), self.left_b());
        let rows = |side: &'_ Side, left: &[usize]| {
            left.iter().map(|at| side.records[*at].row.clone()).collect::<Vec<_>>()
        };
        let (rows_a, rows_b) = (rows(self.a, &ours), rows(self.b, &theirs));
        let (refs_a, refs_b): (Vec<&PublicationRow>, Vec<&PublicationRow>) =
            (rows_a.iter().collect(), rows_b.iter().collect());
        let alike = alike_titles(&refs_a, &refs_b);
        let possible = |one: bron_identity::Alike| Possible {
            a: ours[one.a],
            b: theirs[one.b],
            rung: MatchRung::Title,
            evidence: format!("titles alike: {}", one.evidence),
        };
        alike.into_iter().map(possible).collect()
    }

    fn matching(mut self, mut possible: Vec<Possible>) -> Matching {
        let (only_a, only_b) = (self.left_a(), self.left_b());
        // What found its match after all is not doubtful any more; one row for two publications, by the surer rule.
        possible.retain(|one| !self.of_a.contains_key(&one.a) && !self.of_b.contains_key(&one.b));
        possible.sort();
        possible.dedup_by_key(|one| (one.a, one.b));
        self.groups.sort_by_key(|group| group.a);
        Matching { groups: self.groups, only_a, only_b, possible }
    }
}
