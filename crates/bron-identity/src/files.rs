//! Merging on what the documents say.

use crate::groups::Groups;
use crate::keys::isbn13;
use crate::row::{ids_of, merge_rows};
use crate::said::{Apart, SaidOfTwo};
use crate::title::Title;
use bron_model::{MergeRow, PublicationId, PublicationRow, SourceId};
use std::collections::BTreeMap;

/// Publications after merging on their main files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergedOnFiles {
    /// Sorted by id.
    pub publications: Vec<PublicationRow>,
    /// One row for each record that went into another; sorted by kept, merged.
    pub merges: Vec<MergeRow>,
    /// For every id given, those in `also` included, the id that stays (itself, where it was not merged).
    pub kept_of: BTreeMap<PublicationId, PublicationId>,
}

/// By what the main document of a publication is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MainDocument {
    /// sha256 of its bytes; empty where there are none.
    pub sha256: String,
    /// What tells its text from others, where its bytes do not (a web page has another session id each time); else empty.
    pub text: String,
    /// The ISBN on its title page or in its colophon; a text that is none is as good as empty.
    pub isbn: String,
}

/// Merges publications whose main document is the same file, or has the same text or names the same ISBN under titles that
/// go together. Give main documents only: an annex that two publications share is no reason. What is empty merges nothing. Ids that
/// stand in a row's `also` may be used as keys. Once merged, merging again changes nothing of what counted routes found.
///
/// A publication that no counted route found (`terms` is empty) goes into one that a counted route found, never the other
/// way round, and gives it nothing but its id and sources; two that counted routes found are not joined through it.
///
/// What people `said` beats the rules: what they call the same is joined first, by `judgement`, and no rule joins what they call two
/// publications, also not through a third.
pub fn merge_on_files(
    mut publications: Vec<PublicationRow>,
    main: &BTreeMap<PublicationId, MainDocument>,
    source_order: &[SourceId],
    said: &[SaidOfTwo],
) -> MergedOnFiles {
    publications.sort_by(|a, b| a.publication.cmp(&b.publication));
    let ids: Vec<PublicationId> = publications.iter().map(|row| row.publication.clone()).collect();
    let mut place_of: BTreeMap<PublicationId, usize> = BTreeMap::new();
    for (at, row) in publications.iter().enumerate() {
        place_of.extend(ids_of(row).into_iter().map(|id| (id, at)));
    }
    let known_by = |key: &dyn Fn(&MainDocument) -> Option<String>| -> Vec<(String, usize)> {
        main.iter().filter_map(|(id, document)| Some((key(document)?, *place_of.get(id)?))).collect()
    };
    let written = |text: &str| (!text.is_empty()).then(|| text.to_ascii_lowercase());
    let digests = known_by(&|document| written(&document.sha256));
    let texts = known_by(&|document| written(&document.text));
    let mut in_text = known_by(&|document| isbn13(&document.isbn));
    let listed = publications.iter().enumerate().filter_map(|(at, row)| Some((isbn13(&row.isbn)?, at)));
    in_text.extend(listed);
    in_text.sort();
    let titles: Vec<Title> = publications.iter().map(|row| Title::new(&row.title)).collect();
    let mut groups = Groups::new(publications.len());
    let counted: Vec<bool> = publications.iter().map(|row| !row.terms.is_empty()).collect();
    // What was joined may bring titles together that did not go together before.
    let titles_go = |groups: &Groups, a: usize, b: usize| {
        let (ours, theirs) = (groups.with(a), groups.with(b));
        ours.iter().any(|&a| theirs.iter().any(|&b| titles[a].goes_with(&titles[b])))
    };
    let places = |one: &SaidOfTwo| Some((*place_of.get(&one.one)?, *place_of.get(&one.other)?));
    let apart = Apart::of(said, |id| place_of.get(id).copied());
    for one in said.iter().filter(|one| one.is_same) {
        if let Some((a, b)) = places(one).filter(|(a, b)| apart.may_meet(&groups, *a, *b)) {
            groups.join(a, b, "judgement", one.reviewers.as_str());
        }
    }
    let mut join = |among: &dyn Fn(usize) -> bool, may: &dyn Fn(&Groups, usize, usize) -> bool| {
        let keys = digests.iter().filter(|(_, at)| among(*at)).cloned();
        groups.join_by_key("main-file", keys, may);
        let mut before = usize::MAX;
        while before != groups.count() {
            before = groups.count();
            for (rule, known) in [("main-text", &texts), ("isbn", &in_text)] {
                let keys = known.iter().filter(|(_, at)| among(*at)).cloned();
                groups.join_by_key(rule, keys, |groups, a, b| titles_go(groups, a, b) && may(groups, a, b));
            }
        }
    };
    join(&|at| counted[at], &|groups, a, b| apart.may_meet(groups, a, b));
    join(&|_| true, &|groups, a, b| {
        apart.may_meet(groups, a, b) && !groups.both_hold(a, b, |at| counted[at])
    });

    let decides = |row: &PublicationRow| !row.terms.is_empty();
    let merges = groups.merge_rows(&ids, |at| decides(&publications[at]));
    let mut result = MergedOnFiles { merges, ..MergedOnFiles::default() };
    for group in groups.groups() {
        let rows: Vec<PublicationRow> = group.iter().map(|&at| publications[at].clone()).collect();
        let kept = merge_rows(rows, source_order, decides);
        result.kept_of.extend(ids_of(&kept).into_iter().map(|id| (id, kept.publication.clone())));
        result.publications.push(kept);
    }
    result.publications.sort_by(|a, b| a.publication.cmp(&b.publication));
    result
}
