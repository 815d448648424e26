//! Which publication of a run a record of another program is.

use super::Exported;
use bron_model::{PublicationId, canonical_address};
use bron_run::Desk;
use std::collections::BTreeMap;

/// What a record was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Id,
    Address,
    Doi,
}

impl By {
    pub(super) fn nl(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Address => "adres",
            Self::Doi => "DOI",
        }
    }

    pub(super) fn en(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Address => "address",
            Self::Doi => "DOI",
        }
    }
}

/// The publications of a run with a pair on a counted route, by what an export can hold of them. What two publications share
/// finds neither.
#[derive(Debug, Default)]
pub(super) struct Known {
    ids: BTreeMap<String, Option<PublicationId>>,
    addresses: BTreeMap<String, Option<PublicationId>>,
    dois: BTreeMap<String, Option<PublicationId>>,
}

impl Known {
    pub(super) fn of(desk: &Desk) -> Self {
        let mut known = Self::default();
        for (row, _) in desk.publications() {
            let id = &row.publication;
            put(&mut known.ids, id.to_string(), id);
            row.also.split_whitespace().for_each(|also| put(&mut known.ids, also.to_owned(), id));
            let judged = desk.judged(id).map(|judged| judged.addresses).unwrap_or_default();
            judged.into_iter().for_each(|address| put(&mut known.addresses, address, id));
            if !row.doi.is_empty() {
                put(&mut known.dois, row.doi.clone(), id);
            }
        }
        known
    }

    pub(super) fn find(&self, record: &Exported) -> Option<(&PublicationId, By)> {
        let told = record.notes.iter().flat_map(|note| ids_in(note));
        let by_id =
            record.ids.iter().map(|id| id.trim()).chain(told).find_map(|id| self.ids.get(id)?.as_ref());
        let by_address = || self.addresses.get(&canonical(&record.url)?)?.as_ref();
        let by_doi = || self.dois.get(&bare_doi(&record.doi)?)?.as_ref();
        by_id
            .map(|id| (id, By::Id))
            .or_else(|| by_address().map(|id| (id, By::Address)))
            .or_else(|| by_doi().map(|id| (id, By::Doi)))
    }
}

fn put(map: &mut BTreeMap<String, Option<PublicationId>>, key: String, id: &PublicationId) {
    map.entry(key)
        .and_modify(|known| *known = known.take().filter(|known| known == id))
        .or_insert_with(|| Some(id.clone()));
}

/// The words behind `record_id:` in a note.
fn ids_in(note: &str) -> impl Iterator<Item = &str> {
    note.match_indices("record_id:").filter_map(|(at, found)| {
        let rest = note[at + found.len()..].trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
        (end > 0).then_some(&rest[..end])
    })
}

/// An address as the run keeps it. Rayyan writes other fields behind an address, apart by blanks.
fn canonical(url: &str) -> Option<String> {
    let url = url.split_whitespace().next()?;
    url::Url::parse(url).ok().map(|url| canonical_address(&url))
}

/// A DOI in small letters, without what stands before and behind it.
fn bare_doi(doi: &str) -> Option<String> {
    let doi = doi.split_whitespace().next()?.to_ascii_lowercase();
    doi.find("10.").map(|at| doi[at..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_an_address_and_a_doi_are_read_as_exports_write_them() {
        let ids: Vec<&str> =
            ids_in("x record_id: movisie-zorg-abc123 | RAYYAN-LABELS: a\nrecord_id:b-1; record_id: ")
                .collect();
        assert_eq!(ids, ["movisie-zorg-abc123", "b-1"]);
        assert_eq!(
            bare_doi("10.1038/S41467-024-48400-3     LK  - https://x"),
            Some("10.1038/s41467-024-48400-3".to_owned())
        );
        assert_eq!(bare_doi("https://doi.org/10.1/a"), Some("10.1/a".to_owned()));
        assert_eq!(bare_doi("geen"), None);
        assert_eq!(canonical("https://WWW.a.nl/b/     U2  - L202"), canonical("https://a.nl/b"));
        assert_eq!(canonical(""), None);
    }

    #[test]
    fn what_two_publications_share_finds_neither() {
        let (one, two) = (PublicationId::new("a").unwrap(), PublicationId::new("b").unwrap());
        let mut map = BTreeMap::new();
        put(&mut map, "x".to_owned(), &one);
        put(&mut map, "x".to_owned(), &one);
        assert_eq!(map["x"], Some(one.clone()));
        put(&mut map, "x".to_owned(), &two);
        assert_eq!(map["x"], None);
        put(&mut map, "x".to_owned(), &one);
        assert_eq!(map["x"], None);
    }
}
