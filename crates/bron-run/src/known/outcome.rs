//! What is said of each known item: what was met, by which query, and what an absence rests on.

use super::evidence::Evidence;
use super::works::Work;
use bron_identity::{Edition, KnownMatch, MatchedBy, Traced, trace};
use bron_model::{
    FoundBy, HitRow, KnownOutcome, KnownPublicationRow, KnownRow, LookupRow, PublicationId, QueryRow,
    QueryStatus, Returned, Route, SourceId, TermId,
};
use bron_protocol::{KnownItem, Platform, Protocol};
use std::collections::BTreeSet;

/// So many candidates are named; the number of the others is told.
const MOST_CANDIDATES: usize = 5;

/// Says what a run makes of the known items.
pub(super) struct Teller<'a> {
    pub(super) protocol: &'a Protocol,
    pub(super) evidence: &'a Evidence,
    pub(super) lookups: &'a [LookupRow],
}

/// What is known of one publication before its pairs are looked at.
struct Met<'a> {
    work: &'a Work<'a>,
    traced: Traced,
    lookups: Vec<&'a LookupRow>,
}

/// What the queries that could have returned a pair say of its absence.
#[derive(Default)]
struct Absence {
    not_searched: Vec<String>,
    not_whole: Vec<String>,
}

impl Teller<'_> {
    /// One row for each row of the list, in its order, and one for each publication.
    pub(super) fn tell(&self, works: &[Work<'_>]) -> (Vec<KnownRow>, Vec<KnownPublicationRow>) {
        let mut pairs = Vec::new();
        let mut publications = Vec::new();
        for work in works {
            let met = Met {
                work,
                traced: trace(&work.known, &self.evidence.seen, &self.evidence.moved),
                lookups: self.lookups.iter().filter(|row| row.work == work.number).collect(),
            };
            let rows: Vec<KnownRow> = work.items.iter().map(|item| self.pair(&met, item)).collect();
            publications.push(self.publication(&met, &rows));
            pairs.extend(rows);
        }
        pairs.sort_by_key(|row| row.line);
        (pairs, publications)
    }

    fn pair(&self, met: &Met<'_>, item: &KnownItem) -> KnownRow {
        let ids = met.ids();
        let hits: Vec<&HitRow> =
            self.evidence.hits.iter().filter(|hit| ids.contains(&hit.publication)).collect();
        let found_by = found_by(&hits, &item.term, !ids.is_empty());
        let absence = self.absence(&item.term, met.work.source.as_ref());
        let outcome = self.outcome(met, found_by, &item.term, &absence);
        let (pages_found, page_match) = self.evidence.pages_of(&ids, &item.term, &item.page);
        KnownRow {
            line: item.line,
            work: met.work.number,
            term: item.term.clone(),
            authors: item.authors.clone(),
            year: item.year.clone(),
            title: met.work.known.title.clone(),
            outcome,
            found_by,
            publications: joined(&ids),
            queries: told_hits(&hits, &item.term),
            pair_outcome: self.evidence.outcome_of(&ids, &item.term),
            page_listed: item.page.clone(),
            pages_found,
            page_match: page_match.filter(|_| !ids.is_empty()),
            matched_by: met.matched_by(),
            evidence: met.evidence(),
            candidates: self.candidates(met),
            look_up: met.look_up(),
            note: self.note(met, outcome, found_by, &absence),
        }
    }

    fn publication(&self, met: &Met<'_>, pairs: &[KnownRow]) -> KnownPublicationRow {
        let best = pairs.iter().min_by_key(|row| (rank(row.outcome), row.line));
        let by_its_own = pairs.iter().filter(|row| row.found_by == Some(FoundBy::SameTerm));
        let mut notes: Vec<&str> = Vec::new();
        for note in pairs.iter().map(|row| row.note.as_str()).filter(|note| !note.is_empty()) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        KnownPublicationRow {
            work: met.work.number,
            authors: met.work.known.authors.clone(),
            year: met.work.year.clone(),
            title: met.work.known.title.clone(),
            terms: joined(met.work.terms()),
            found_for: joined(by_its_own.map(|row| &row.term)),
            outcome: best.map_or(KnownOutcome::NotTestable, |row| row.outcome),
            found_by: pairs.iter().filter_map(|row| row.found_by).min(),
            publications: joined(met.ids()),
            matched_by: met.matched_by(),
            evidence: met.evidence(),
            candidates: self.candidates(met),
            look_up: met.look_up(),
            note: notes.join(" | "),
        }
    }

    fn outcome(
        &self,
        met: &Met<'_>,
        found_by: Option<FoundBy>,
        term: &TermId,
        absence: &Absence,
    ) -> KnownOutcome {
        if let Some(found_by) = found_by {
            return self.outcome_of_found(met, found_by);
        }
        if !met.traced.doubtful.is_empty() {
            return KnownOutcome::Doubtful;
        }
        if !met.work.has_title() {
            return KnownOutcome::NotTestable;
        }
        if self.only_by_title(met, term) {
            return KnownOutcome::OnlyByTitle;
        }
        match absence {
            Absence { not_searched, .. } if !not_searched.is_empty() => KnownOutcome::NotSearched,
            Absence { not_whole, .. } if !not_whole.is_empty() => KnownOutcome::SearchIncomplete,
            _ if met.no_box_returns_it(self.protocol) => KnownOutcome::NotEvenByTitle,
            _ => KnownOutcome::NotFound,
        }
    }

    fn outcome_of_found(&self, met: &Met<'_>, found_by: FoundBy) -> KnownOutcome {
        let certain = &met.traced.certain;
        if self.evidence.is_gone(&met.ids()) {
            KnownOutcome::Gone
        } else if certain.iter().all(|found| found.edition == Edition::Later) {
            KnownOutcome::NewerEdition
        } else if certain.iter().all(|found| found.moved) {
            KnownOutcome::Moved
        } else {
            match found_by {
                FoundBy::SameTerm => KnownOutcome::FoundByTerm,
                FoundBy::OtherTerm => KnownOutcome::FoundByOtherTerm,
                FoundBy::Catalogue => KnownOutcome::CatalogueOnly,
                FoundBy::OtherRoutes => KnownOutcome::OtherRoutesOnly,
            }
        }
    }

    /// Whether a box returns it for its title where all queries of the term were complete: then it is settled that the
    /// term's query at that site did not return it.
    fn only_by_title(&self, met: &Met<'_>, term: &TermId) -> bool {
        let returned = met.lookups.iter().filter(|row| row.returned == Some(Returned::Yes));
        returned.map(|row| &row.source).any(|source| self.absence(term, Some(source)).is_settled())
    }

    /// Which queries of a term could have returned it and were not read to their end; at one source, or at all.
    fn absence(&self, term: &TermId, source: Option<&SourceId>) -> Absence {
        let mut absence = Absence::default();
        let in_question = |row: &&QueryRow| {
            row.term == *term
                && row.via.counts_in_table1()
                && source.is_none_or(|source| row.source == *source)
        };
        let queries: Vec<&QueryRow> = self.evidence.queries.iter().filter(in_question).collect();
        if queries.is_empty() {
            absence.not_searched.push(match source {
                Some(source) => format!("{source}: this run has no query of {term} there"),
                None => format!("this run has no query of {term}"),
            });
        }
        for row in queries {
            let told = match row.status {
                QueryStatus::Hits | QueryStatus::NoneReported => continue,
                QueryStatus::NotSearched => row.source.to_string(),
                status => format!("{} `{}`: {status}", row.source, row.text),
            };
            let list = if row.status == QueryStatus::NotSearched {
                &mut absence.not_searched
            } else {
                &mut absence.not_whole
            };
            if !list.contains(&told) {
                list.push(told);
            }
        }
        absence
    }

    /// What is like it, or, without a title, where to look for the title.
    fn candidates(&self, met: &Met<'_>) -> String {
        let title_of = |id: &PublicationId| self.evidence.titles.get(id).map_or("", String::as_str);
        let doubtful = met.traced.doubtful.iter().map(|found| {
            format!("{} ({}): {}", found.publication, title_of(&found.publication), found.evidence)
        });
        let by_year = met
            .traced
            .by_author_and_year
            .iter()
            .map(|id| format!("{id} ({}): author and year", title_of(id)));
        let mut told: Vec<String> = doubtful.chain(by_year).collect();
        if told.len() > MOST_CANDIDATES {
            let others = told.len() - MOST_CANDIDATES;
            told.truncate(MOST_CANDIDATES);
            told.push(format!("and {others} more"));
        }
        told.join("; ")
    }

    fn note(
        &self,
        met: &Met<'_>,
        outcome: KnownOutcome,
        found_by: Option<FoundBy>,
        absence: &Absence,
    ) -> String {
        let mut notes = Vec::new();
        if !met.work.is_named() {
            notes.push("the list names neither authors nor title".to_owned());
        } else if outcome == KnownOutcome::NotTestable {
            notes.push("the list gives no title".to_owned());
        }
        let absent = outcome != KnownOutcome::NotTestable && found_by != Some(FoundBy::SameTerm);
        if absent {
            notes.extend(absence.told());
        }
        let has = self.evidence.has;
        if found_by.is_some() && !has.documents {
            notes.push("the run has fetched no pages yet, so whether this one is gone is unknown".to_owned());
        }
        if found_by.is_some() && !(has.passages && has.outcomes) {
            notes.push("the run has not come to outcomes yet".to_owned());
        }
        notes.join("; ")
    }
}

impl Absence {
    fn is_settled(&self) -> bool {
        self.not_searched.is_empty() && self.not_whole.is_empty()
    }

    fn told(&self) -> Vec<String> {
        let told =
            |what: &str, list: &[String]| (!list.is_empty()).then(|| format!("{what}: {}", list.join(", ")));
        [told("not searched", &self.not_searched), told("not read whole", &self.not_whole)]
            .into_iter()
            .flatten()
            .collect()
    }
}

impl Met<'_> {
    fn ids(&self) -> BTreeSet<&PublicationId> {
        self.traced.certain.iter().map(|found| &found.publication).collect()
    }

    fn matched_by(&self) -> String {
        let by: BTreeSet<MatchedBy> = self.traced.certain.iter().map(|found| found.by).collect();
        by.into_iter().map(MatchedBy::as_str).collect::<Vec<_>>().join(" ")
    }

    fn evidence(&self) -> String {
        let mut told: Vec<&str> = Vec::new();
        for KnownMatch { evidence, .. } in &self.traced.certain {
            if !told.contains(&evidence.as_str()) {
                told.push(evidence);
            }
        }
        told.join("; also ")
    }

    /// Whether every source that has a box was looked in, and none returned it or anything like it.
    fn no_box_returns_it(&self, protocol: &Protocol) -> bool {
        let says_no = |row: &&LookupRow| row.status.is_complete() && row.returned == Some(Returned::No);
        let no: BTreeSet<&SourceId> =
            self.lookups.iter().copied().filter(says_no).map(|row| &row.source).collect();
        let in_question = |id: &SourceId| self.work.source.as_ref().is_none_or(|source| source == id);
        let mut asked = protocol.sources.iter().filter(|source| in_question(&source.id)).peekable();
        asked.peek().is_some()
            && !no.is_empty()
            && asked.all(|source| no.contains(&source.id) || source.platform == Some(Platform::Files))
    }

    fn look_up(&self) -> String {
        let told = |row: &&LookupRow| match row.returned {
            Some(returned) if row.matches.is_empty() => format!("{}: {returned}", row.source),
            Some(returned) => format!("{}: {returned} {}", row.source, row.matches),
            None => format!("{}: {}", row.source, row.status),
        };
        self.lookups.iter().map(told).collect::<Vec<_>>().join("; ")
    }
}

/// The strongest way in which it was met. A publication without hits came with a person's list or text.
fn found_by(hits: &[&HitRow], term: &TermId, found: bool) -> Option<FoundBy> {
    if !found {
        return None;
    }
    let by = hits.iter().map(|hit| match hit.via {
        via if via.counts_in_table1() && hit.term == *term => FoundBy::SameTerm,
        via if via.counts_in_table1() => FoundBy::OtherTerm,
        Route::Catalogue => FoundBy::Catalogue,
        _ => FoundBy::OtherRoutes,
    });
    Some(by.min().unwrap_or(FoundBy::OtherRoutes))
}

/// Outcomes by how much they say, the most first: what of several pairs a publication's row says.
fn rank(outcome: KnownOutcome) -> usize {
    let order = [
        KnownOutcome::Gone,
        KnownOutcome::NewerEdition,
        KnownOutcome::Moved,
        KnownOutcome::FoundByTerm,
        KnownOutcome::FoundByOtherTerm,
        KnownOutcome::CatalogueOnly,
        KnownOutcome::OtherRoutesOnly,
        KnownOutcome::Doubtful,
        KnownOutcome::OnlyByTitle,
        // Of an absence, the least that is settled.
        KnownOutcome::NotSearched,
        KnownOutcome::SearchIncomplete,
        KnownOutcome::NotFound,
        KnownOutcome::NotEvenByTitle,
        KnownOutcome::NotTestable,
    ];
    order.iter().position(|known| *known == outcome).unwrap_or(order.len())
}

/// `movisie `zorgzame buurten` #3`, those of the pair's own term first, others with their term.
fn told_hits(hits: &[&HitRow], term: &TermId) -> String {
    let own = hits.iter().filter(|hit| hit.term == *term);
    let others = hits.iter().filter(|hit| hit.term != *term);
    let mut told: Vec<String> = Vec::new();
    for hit in own.chain(others) {
        let mut one = format!("{} `{}` #{}", hit.source, hit.text, hit.rank);
        if !hit.via.counts_in_table1() {
            one = format!("{one} by {}", hit.via);
        }
        if hit.term != *term {
            one = format!("{one} ({})", hit.term);
        }
        if !told.contains(&one) {
            told.push(one);
        }
    }
    told.join("; ")
}

fn joined<T: std::fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_model::Route;

    fn hit(via: Route, term: &str, rank: u32) -> HitRow {
        HitRow {
            source: SourceId::new("lsa").unwrap(),
            term: TermId::new(term).unwrap(),
            text: term.to_owned(),
            via,
            rank,
            result_page: 1,
            publication: PublicationId::new("a").unwrap(),
            title: String::new(),
            url: String::new(),
            kind_as_listed: String::new(),
            date_as_listed: String::new(),
            authors_as_listed: String::new(),
            site_id: String::new(),
        }
    }

    fn check(hits: &[(Route, &str)], by: FoundBy, told: &str) {
        let hits: Vec<HitRow> =
            hits.iter().zip(1..).map(|((via, term), rank)| hit(*via, term, rank)).collect();
        let (hits, term) = (hits.iter().collect::<Vec<_>>(), TermId::new("samenzorg").unwrap());
        assert_eq!((found_by(&hits, &term, true), told_hits(&hits, &term).as_str()), (Some(by), told));
    }

    #[test]
    fn the_strongest_way_counts_and_the_own_term_is_told_first() {
        use Route::{Browse, Catalogue, HandSearch, Search};
        check(
            &[(Search, "b"), (HandSearch, "samenzorg")],
            FoundBy::SameTerm,
            "lsa `samenzorg` #2; lsa `b` #1 (b)",
        );
        check(
            &[(Catalogue, "samenzorg"), (Search, "b")],
            FoundBy::OtherTerm,
            "lsa `samenzorg` #1 by catalogue; lsa `b` #2 (b)",
        );
        check(
            &[(Browse, "samenzorg"), (Catalogue, "b")],
            FoundBy::Catalogue,
            "lsa `samenzorg` #1 by browse; lsa `b` #2 by catalogue (b)",
        );
        check(&[(Browse, "samenzorg")], FoundBy::OtherRoutes, "lsa `samenzorg` #1 by browse");
        check(&[], FoundBy::OtherRoutes, "");
        assert_eq!(found_by(&[], &TermId::new("samenzorg").unwrap(), false), None);
    }

    #[test]
    fn every_outcome_has_a_place_of_its_own_among_the_others() {
        let mut ranks: Vec<usize> = KnownOutcome::ALL.iter().map(|outcome| rank(*outcome)).collect();
        ranks.sort_unstable();
        assert_eq!(ranks, (0..KnownOutcome::ALL.len()).collect::<Vec<_>>());
    }
}
