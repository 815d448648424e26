//! Merging on what was listed.

use crate::flags_of;
use crate::groups::Groups;
use crate::keys::{all, doi_in_address, doi_of, handle_key, handle_of, isbn13};
use crate::row::{merge_rows, place};
use crate::said::{Apart, SaidOfTwo};
use crate::same_title::{TitleFacts, join_by_title};
use crate::title::{Title, words_of};
use bron_model::{
    DateRule, HitRow, MergeRow, PartialDate, PublicationId, PublicationRow, Route, SourceId, TermId,
    canonical_address,
};
use bron_protocol::{FlagRule, Moved};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// A hit as listed, with the query that gave it. A text that the list does not show is empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// The source.
    pub source: SourceId,
    /// The term of the query.
    pub term: TermId,
    /// The text typed.
    pub text: String,
    /// The route.
    pub via: Route,
    /// From 1, over all result pages of the query.
    pub rank: u32,
    /// The result page, from 1.
    pub result_page: u32,
    /// The title.
    pub title: String,
    /// The address.
    pub url: Url,
    /// The kind.
    pub kind: String,
    /// The date in the site's words.
    pub date: String,
    /// The authors, joined by `; `.
    pub authors: String,
    /// The site's own id.
    pub site_id: String,
    /// The DOI, in any form.
    pub doi: String,
    /// The ISBN, in any form.
    pub isbn: String,
    /// The publisher of what the source lists; empty where it lists others' work too.
    pub publisher: String,
    /// `date` as understood.
    pub listed_date: Option<PartialDate>,
}

/// Every publication once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// Sorted by id.
    pub publications: Vec<PublicationRow>,
    /// As many as were given, each with the publication it belongs to; sorted by source (in the order given), term,
    /// text, via, rank.
    pub hits: Vec<HitRow>,
    /// One row for each record that went into another; sorted by kept, merged.
    pub merges: Vec<MergeRow>,
}

/// Merges hits into publications. The order of `records` makes no difference.
///
/// Hits at one source under one canonical address (addresses that `moved` taken at their new place) are one record
/// from the start, whose id is made from these two; records become one publication by the ladder, under the smallest
/// id. `terms` are those of counted routes only; a publication met on other routes alone has none.
///
/// What a catalogue lists changes nothing of what was found otherwise: a record that only a catalogue has goes into
/// another, never the other way round, gives it nothing but its id, source and hits, and joins no two others. A record
/// that was found otherwise too is described, and compared, by those hits alone.
///
/// What people `said` are two publications is joined by no rule, also not through a third; what they call one is joined on its files,
/// by [`merge_on_files`](crate::merge_on_files).
pub fn merge_listed(
    records: Vec<Listed>,
    source_order: &[SourceId],
    moved: &BTreeMap<SourceId, Vec<Moved>>,
    flags: &[FlagRule],
    said: &[SaidOfTwo],
) -> Merged {
    let records = gather(records, source_order, moved);
    let ids: Vec<PublicationId> = records.iter().map(|record| record.id.clone()).collect();
    let apart = Apart::of(said, |id| ids.binary_search(id).ok());
    let groups = join_by_ladder(&records, &apart);
    let decides = |at: usize| records[at].decides();
    let merges = groups.merge_rows(&ids, decides);
    let rows: Vec<PublicationRow> = records.iter().map(|record| record.row(source_order, flags)).collect();
    let mut kept_of: BTreeMap<&PublicationId, &PublicationId> = BTreeMap::new();
    let mut publications = Vec::new();
    for group in groups.groups() {
        let kept = Groups::kept(&group, decides);
        kept_of.extend(group.iter().map(|&at| (&ids[at], &ids[kept])));
        let deciding: BTreeSet<&PublicationId> =
            group.iter().filter(|&&at| decides(at)).map(|&at| &ids[at]).collect();
        let of_group = group.iter().map(|&at| rows[at].clone()).collect();
        publications.push(merge_rows(of_group, source_order, |row| deciding.contains(&row.publication)));
    }
    publications.sort_by(|a, b| a.publication.cmp(&b.publication));
    let mut hits: Vec<HitRow> = records
        .iter()
        .flat_map(|record| record.hits.iter().map(|hit| hit_row(hit, kept_of[&record.id])))
        .collect();
    hits.sort_by(|a, b| {
        let key = |row: &HitRow| (row.rank, row.result_page);
        (place(&a.source, source_order), &a.term, &a.text, a.via, key(a), &a.publication, &a.url, &a.title)
            .cmp(&(
                place(&b.source, source_order),
                &b.term,
                &b.text,
                b.via,
                key(b),
                &b.publication,
                &b.url,
                &b.title,
            ))
    });
    Merged { publications, hits, merges }
}

/// The hits at one source under one canonical address.
struct Record {
    id: PublicationId,
    source: SourceId,
    address: String,
    hits: Vec<Listed>,
}

/// Records sorted by id, the hits of each in a fixed order.
fn gather(records: Vec<Listed>, order: &[SourceId], moved: &BTreeMap<SourceId, Vec<Moved>>) -> Vec<Record> {
    let rules = longest_first(moved);
    let mut by_id: BTreeMap<PublicationId, Record> = BTreeMap::new();
    for hit in records {
        let address = at_new_place(canonical_address(&hit.url), &rules);
        let id = PublicationId::from_address(&hit.source, &address);
        let record = by_id.entry(id.clone()).or_insert_with(|| Record {
            id,
            source: hit.source.clone(),
            address,
            hits: Vec::new(),
        });
        record.hits.push(hit);
    }
    let mut records: Vec<Record> = by_id.into_values().collect();
    for record in &mut records {
        record.hits.sort_by(|a, b| (place(&a.source, order), a).cmp(&(place(&b.source, order), b)));
    }
    records
}

/// The rules of all sources, in the order in which they are tried.
pub(crate) fn longest_first(moved: &BTreeMap<SourceId, Vec<Moved>>) -> Vec<&Moved> {
    let mut rules: Vec<&Moved> = moved.values().flatten().collect();
    rules.sort_by_key(|rule| (std::cmp::Reverse(rule.from.len()), &rule.from, &rule.to));
    rules
}

/// The first rule, the longest before shorter ones, is carried out once.
pub(crate) fn at_new_place(address: String, rules: &[&Moved]) -> String {
    let rule = rules
        .iter()
        .find_map(|rule| address.strip_prefix(&rule.from).map(|rest| format!("{}{rest}", rule.to)));
    rule.unwrap_or(address)
}

/// What was found otherwise than in a catalogue first, among itself; then everything, but no two of those any more.
fn join_by_ladder(records: &[Record], apart: &Apart) -> Groups {
    let mut groups = Groups::new(records.len());
    let facts: Vec<TitleFacts> = records.iter().map(Record::facts).collect();
    let ladder = Ladder { records, facts: &facts };
    let decides = |at: usize| records[at].decides();
    let deciding: Vec<usize> = (0..records.len()).filter(|&at| decides(at)).collect();
    ladder.join(&mut groups, &deciding, &|groups, a, b| apart.may_meet(groups, a, b));
    if deciding.len() < records.len() {
        let all: Vec<usize> = (0..records.len()).collect();
        ladder.join(&mut groups, &all, &|groups, a, b| {
            apart.may_meet(groups, a, b) && !groups.both_hold(a, b, decides)
        });
    }
    groups
}

struct Ladder<'a> {
    records: &'a [Record],
    facts: &'a [TitleFacts],
}

impl Ladder<'_> {
    /// DOI, handle, ISBN, site id, address, title: in this order, so that a merge names the strongest rule that fits.
    fn join(&self, groups: &mut Groups, among: &[usize], may: &dyn Fn(&Groups, usize, usize) -> bool) {
        let each = |keys: &dyn Fn(&Record) -> BTreeSet<String>| -> Vec<(String, usize)> {
            among
                .iter()
                .flat_map(|&at| keys(&self.records[at]).into_iter().map(move |key| (key, at)))
                .collect()
        };
        groups.join_by_key("doi", each(&Record::dois), may);
        groups.join_by_key("handle", each(&Record::handle_keys), may);
        let titles_go = |a: usize, b: usize| self.facts[a].title.goes_with(&self.facts[b].title);
        groups.join_by_key("isbn", each(&Record::isbns), |groups, a, b| titles_go(a, b) && may(groups, a, b));
        groups.join_by_key("site-id", each(&Record::site_ids), may);
        groups.join_by_key("address", each(&|record| BTreeSet::from([record.address.clone()])), may);
        join_by_title(groups, self.facts, among, may);
    }
}

impl Record {
    /// Whether it was found otherwise than in a catalogue.
    fn decides(&self) -> bool {
        self.hits.iter().any(|hit| hit.via != Route::Catalogue)
    }

    /// The hits that describe it: those of a catalogue only where there are no others.
    fn deciding(&self) -> impl Iterator<Item = &Listed> {
        let decides = self.decides();
        self.hits.iter().filter(move |hit| !decides || hit.via != Route::Catalogue)
    }

    fn texts(&self, field: fn(&Listed) -> &String) -> impl Iterator<Item = &str> {
        self.deciding().map(move |hit| field(hit).as_str())
    }

    fn first(&self, field: fn(&Listed) -> &String) -> String {
        self.texts(field).find(|text| !text.is_empty()).unwrap_or_default().to_owned()
    }

    fn dois(&self) -> BTreeSet<String> {
        let mut dois = all(self.texts(|hit| &hit.doi), doi_of);
        dois.extend(self.deciding().filter_map(|hit| doi_in_address(&hit.url)));
        dois
    }

    fn isbns(&self) -> BTreeSet<String> {
        all(self.texts(|hit| &hit.isbn), isbn13)
    }

    fn handle_keys(&self) -> BTreeSet<String> {
        self.deciding()
            .filter_map(|hit| handle_of(&hit.url).map(|handle| handle_key(&handle, &hit.url)))
            .collect()
    }

    /// A site's id means something at that source only.
    fn site_ids(&self) -> BTreeSet<String> {
        let ids = self.texts(|hit| &hit.site_id).filter(|id| !id.is_empty());
        ids.map(|id| format!("{} {id}", self.source)).collect()
    }

    fn facts(&self) -> TitleFacts {
        let kinds = self.texts(|hit| &hit.kind).map(|kind| words_of(kind).join(" "));
        let listed_title = self.first(|hit| &hit.title);
        TitleFacts {
            source: self.source.clone(),
            title: Title::new(&listed_title),
            listed_title,
            year: self.deciding().filter_map(|hit| hit.listed_date).map(PartialDate::year).min(),
            publisher: words_of(&self.first(|hit| &hit.publisher)).join(" "),
            authors: self.texts(|hit| &hit.authors).flat_map(TitleFacts::names_in).collect(),
            kinds: kinds.filter(|kind| !kind.is_empty()).collect(),
            dois: self.dois(),
            isbns: self.isbns(),
        }
    }

    /// The row of this record alone.
    fn row(&self, order: &[SourceId], flags: &[FlagRule]) -> PublicationRow {
        let rows = self.deciding().map(|hit| PublicationRow {
            publication: self.id.clone(),
            also: String::new(),
            source: hit.source.clone(),
            sources: hit.source.to_string(),
            terms: if hit.via.counts_in_table1() { hit.term.to_string() } else { String::new() },
            hits: 1,
            best_rank: hit.rank,
            title: hit.title.clone(),
            authors: hit.authors.clone(),
            publisher: hit.publisher.clone(),
            url: hit.url.to_string(),
            kind_as_listed: hit.kind.clone(),
            date_as_listed: hit.date.clone(),
            not_before: None,
            not_before_rule: None,
            not_after: hit.listed_date,
            not_after_rule: hit.listed_date.map(|_| date_rule(hit)),
            doi: doi_of(&hit.doi).or_else(|| doi_in_address(&hit.url)).unwrap_or_default(),
            handle: handle_of(&hit.url).unwrap_or_default(),
            isbn: isbn13(&hit.isbn).unwrap_or_default(),
            language: String::new(),
            flags: flags_of(&hit.title, &hit.authors, flags),
        });
        let beside = self.hits.len() - self.deciding().count();
        let mut row = merge_rows(rows.collect(), order, |_| true);
        row.hits += u32::try_from(beside).unwrap_or(u32::MAX);
        row
    }
}

/// A table beside a folder of files was made by a person; a result list dates by rules of its own.
fn date_rule(hit: &Listed) -> DateRule {
    let in_a_folder = hit.url.host_str().is_some_and(|host| host.ends_with(".files.bron.invalid"));
    let by_the_site = matches!(hit.via, Route::Search | Route::HandSearch | Route::Catalogue);
    if in_a_folder || !by_the_site { DateRule::Sidecar } else { DateRule::Listing }
}

fn hit_row(hit: &Listed, publication: &PublicationId) -> HitRow {
    HitRow {
        source: hit.source.clone(),
        term: hit.term.clone(),
        text: hit.text.clone(),
        via: hit.via,
        rank: hit.rank,
        result_page: hit.result_page,
        publication: publication.clone(),
        title: hit.title.clone(),
        url: hit.url.to_string(),
        kind_as_listed: hit.kind.clone(),
        date_as_listed: hit.date.clone(),
        authors_as_listed: hit.authors.clone(),
        site_id: hit.site_id.clone(),
    }
}
