//! Publications whose texts have much in common, found without comparing each with each.
//!
//! One in sixteen of the rows of five words of every text is looked at, always the same ones, since a fixed hash chooses them.
//! Publications that share some of these are compared exactly. Rows that many publications have (a disclaimer) lead nowhere.

use crate::shingles::shared;
use crate::texts::{Compared, Of, Texts, compared, made_of};
use crate::{Error, Shingles};
use bron_model::PublicationId;
use std::collections::{BTreeMap, BTreeSet};

/// One row in this many is looked at.
const ONE_IN: u64 = 16;
/// A text of fewer rows is too short to tell a publication.
const TELLING: usize = 50;
/// A row in more texts than these leads from none to another.
const MOST_WITH_ONE_ROW: usize = 40;
/// A text is compared with so many others at most, those that share most.
const MOST_COMPARED: usize = 5;
/// What two must share of the rows looked at in the shorter one, so that they are compared.
const WORTH_IT: f64 = 0.4;

/// What is kept of a text.
struct Sketch {
    rows: usize,
    sample: Vec<u64>,
}

impl Sketch {
    fn of(text: &str) -> Self {
        let all = Shingles::of(text);
        let sample = all.hashes().iter().copied().filter(|hash| hash % ONE_IN == 0).collect();
        Self { rows: all.len(), sample }
    }
}

/// The pairs of publications whose texts are near, with how near, best first.
pub(crate) fn near_texts(
    texts: &dyn Texts,
    a: &BTreeSet<PublicationId>,
    b: &BTreeSet<PublicationId>,
) -> Result<Vec<(PublicationId, PublicationId, Compared)>, Error> {
    if a.is_empty() || b.is_empty() {
        return Ok(Vec::new());
    }
    let ours = sketches(texts, Of::A, a)?;
    let theirs = sketches(texts, Of::B, b)?;
    let pairs = candidates(&ours, &theirs);
    let mut found: Vec<_> = compared(texts, &pairs, false)?
        .into_iter()
        .filter(|(_, compared)| compared.overlap.is_near())
        .map(|((a, b), compared)| (a, b, compared))
        .collect();
    found.sort_by(|one, other| {
        let likeness = |compared: &Compared| compared.overlap.jaccard;
        let names =
            |a: &PublicationId, b: &PublicationId| (a.clone().min(b.clone()), a.clone().max(b.clone()));
        likeness(&other.2)
            .total_cmp(&likeness(&one.2))
            .then_with(|| names(&one.0, &one.1).cmp(&names(&other.0, &other.1)))
    });
    Ok(found)
}

fn sketches(
    texts: &dyn Texts,
    of: Of,
    wanted: &BTreeSet<PublicationId>,
) -> Result<BTreeMap<PublicationId, Sketch>, Error> {
    let mut sketches = made_of(texts, of, wanted, Sketch::of)?;
    sketches.retain(|_, sketch| sketch.rows >= TELLING);
    Ok(sketches)
}

fn candidates(
    ours: &BTreeMap<PublicationId, Sketch>,
    theirs: &BTreeMap<PublicationId, Sketch>,
) -> BTreeSet<(PublicationId, PublicationId)> {
    let names = [ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>()];
    let samples = [ours.values().collect::<Vec<_>>(), theirs.values().collect::<Vec<_>>()];
    // Sorted lists take less room than a map of lists.
    let holders = |side: usize| {
        let mut all: Vec<(u64, u32)> = samples[side]
            .iter()
            .zip(0_u32..)
            .flat_map(|(sketch, number)| sketch.sample.iter().map(move |row| (*row, number)))
            .collect();
        all.sort_unstable();
        all
    };
    let (left, right) = (holders(0), holders(1));
    let mut worth: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let (mut x, mut y) = (0, 0);
    while x < left.len() && y < right.len() {
        let (one, other) = (left[x].0, right[y].0);
        if one != other {
            if one < other {
                x += 1;
            } else {
                y += 1;
            }
            continue;
        }
        let run =
            |all: &[(u64, u32)], from: usize| all[from..].iter().take_while(|(row, _)| *row == one).count();
        let (n, m) = (run(&left, x), run(&right, y));
        if n.max(m) <= MOST_WITH_ONE_ROW {
            for (_, a) in &left[x..x + n] {
                for (_, b) in &right[y..y + m] {
                    *worth.entry((*a, *b)).or_default() += 1;
                }
            }
        }
        (x, y) = (x + n, y + m);
    }
    let mut best: Vec<(f64, u32, u32)> = worth
        .into_iter()
        .map(|((a, b), _)| {
            let (ours, theirs) = (&samples[0][a as usize].sample, &samples[1][b as usize].sample);
            let least = ours.len().min(theirs.len()).max(1);
            (shared(ours, theirs) as f64 / least as f64, a, b)
        })
        .filter(|(part, ..)| *part >= WORTH_IT)
        .collect();
    best.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let mut of_ours: BTreeMap<u32, usize> = BTreeMap::new();
    let mut of_theirs: BTreeMap<u32, usize> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for (_, a, b) in best {
        let (ours, theirs) = (of_ours.entry(a).or_default(), of_theirs.entry(b).or_default());
        // Best for either one: what is left out of the one's list may lead the other's.
        if *ours < MOST_COMPARED || *theirs < MOST_COMPARED {
            pairs.insert((names[0][a as usize].clone(), names[1][b as usize].clone()));
        }
        (*ours, *theirs) = (*ours + 1, *theirs + 1);
    }
    pairs
}
