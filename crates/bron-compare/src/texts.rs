//! The texts of two runs, a part of them at a time.

use crate::side::{Record, Side};
use crate::{Error, Overlap, Shingles};
use bron_model::PublicationId;
use bron_store::PagesReader;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Letters of texts of one side that are in memory at once.
const AT_ONCE: usize = 64 << 20;

/// Letters of texts that are taken apart together.
const TOGETHER: usize = 8 << 20;

/// Which of the two runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The first.
    A,
    /// The second.
    B,
}

/// Where the main texts of both runs are read.
pub trait Texts {
    /// Gives the main text of each publication that is `wanted` and has one, in the order of their ids, until `take` says that it
    /// has enough.
    fn each(
        &self,
        of: Of,
        wanted: &BTreeSet<PublicationId>,
        take: &mut dyn FnMut(PublicationId, String) -> bool,
    ) -> Result<(), Error>;
}

/// The texts in the `pages.parquet` of two runs.
pub struct Pages<'a> {
    /// Of A.
    pub a: (&'a Side, &'a PagesReader),
    /// Of B.
    pub b: (&'a Side, &'a PagesReader),
}

impl Texts for Pages<'_> {
    fn each(
        &self,
        of: Of,
        wanted: &BTreeSet<PublicationId>,
        take: &mut dyn FnMut(PublicationId, String) -> bool,
    ) -> Result<(), Error> {
        let (side, reader) = if of == Of::A { self.a } else { self.b };
        let Some(last) = wanted.last() else { return Ok(()) };
        for pages in reader.publications()? {
            let pages = pages?;
            let Some(id) = pages.first().map(|page| page.publication.clone()) else { continue };
            if id > *last {
                break;
            }
            if !wanted.contains(&id) {
                continue;
            }
            let Some(main) = side.record(&id).and_then(Record::main) else { continue };
            let its = pages
                .iter()
                .filter(|page| page.document == main.document && Record::is_text_of(main, page.page));
            let text = its.map(|page| page.text.as_str()).collect::<Vec<_>>().join("\n");
            if !text.is_empty() && !take(id, text) {
                break;
            }
        }
        Ok(())
    }
}

/// What is kept of each text that is wanted: the result of `make`, made on all cores.
pub(crate) fn made_of<T: Send>(
    texts: &dyn Texts,
    of: Of,
    wanted: &BTreeSet<PublicationId>,
    make: impl Fn(&str) -> T + Sync,
) -> Result<BTreeMap<PublicationId, T>, Error> {
    let made = by_portions(texts, of, wanted, |id, text| vec![(id, make(&text))])?;
    Ok(made.into_iter().collect())
}

/// What `make` makes of the texts that are wanted, in their order: read so many letters at a time, and made on all cores.
fn by_portions<T: Send>(
    texts: &dyn Texts,
    of: Of,
    wanted: &BTreeSet<PublicationId>,
    make: impl Fn(PublicationId, String) -> Vec<T> + Sync,
) -> Result<Vec<T>, Error> {
    let mut made = Vec::new();
    let (mut waiting, mut letters): (Vec<(PublicationId, String)>, usize) = (Vec::new(), 0);
    let mut finish = |waiting: &mut Vec<(PublicationId, String)>| {
        let some = std::mem::take(waiting).into_par_iter().flat_map_iter(|(id, text)| make(id, text));
        made.par_extend(some);
    };
    texts.each(of, wanted, &mut |id, text| {
        letters += text.len();
        waiting.push((id, text));
        if letters >= TOGETHER {
            finish(&mut waiting);
            letters = 0;
        }
        true
    })?;
    finish(&mut waiting);
    Ok(made)
}

/// Two texts that are compared, and how they lie to each other.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Compared {
    pub(crate) overlap: Overlap,
    /// Whether they have the same letters and digits in the same order.
    pub(crate) same_letters: bool,
    /// The first sentences that differ; empty unless it was asked for.
    pub(crate) diff: String,
}

/// Compares texts pair by pair, exactly. Of a pair of which one has no text there is nothing in the result.
pub(crate) fn compared(
    texts: &dyn Texts,
    pairs: &BTreeSet<(PublicationId, PublicationId)>,
    with_diff: bool,
) -> Result<BTreeMap<(PublicationId, PublicationId), Compared>, Error> {
    let mut result = BTreeMap::new();
    let mut left: BTreeSet<PublicationId> = pairs.iter().map(|(a, _)| a.clone()).collect();
    while !left.is_empty() {
        let mut ours: BTreeMap<PublicationId, String> = BTreeMap::new();
        let mut letters = 0;
        texts.each(Of::A, &left, &mut |id, text| {
            letters += text.len();
            ours.insert(id, text);
            letters < AT_ONCE
        })?;
        // Those passed over have no text.
        let last = if letters < AT_ONCE { None } else { ours.keys().next_back().cloned() };
        left = last.map_or_else(BTreeSet::new, |last| left.into_iter().filter(|id| *id > last).collect());
        let mut of_theirs: BTreeMap<&PublicationId, Vec<&PublicationId>> = BTreeMap::new();
        for (a, b) in pairs.iter().filter(|(a, _)| ours.contains_key(a)) {
            of_theirs.entry(b).or_default().push(a);
        }
        let wanted: BTreeSet<PublicationId> = of_theirs.keys().map(|id| (*id).clone()).collect();
        let found = by_portions(texts, Of::B, &wanted, |b, theirs| {
            let mine = of_theirs.get(&b).into_iter().flatten();
            mine.map(|a| (((*a).clone(), b.clone()), compare_two(&ours[*a], &theirs, with_diff))).collect()
        })?;
        result.extend(found);
    }
    Ok(result)
}

fn compare_two(a: &str, b: &str, with_diff: bool) -> Compared {
    let overlap = Shingles::of(a).overlap(&Shingles::of(b));
    let same_letters = overlap.jaccard >= 1.0 && bron_text::letters(a) == bron_text::letters(b);
    let diff = if with_diff && !same_letters { crate::diff::of(a, b) } else { String::new() };
    Compared { overlap, same_letters, diff }
}
