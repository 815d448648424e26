//! Merging on what was listed.

use bron_model::{HitRow, MergeRow, PartialDate, PublicationRow, Route, SourceId, TermId};
use bron_protocol::{FlagRule, Moved};
use std::collections::BTreeMap;
use url::Url;

/// A hit as listed, with the query that gave it. A text that the list does not show is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Merges hits into publications.
pub fn merge_listed(
    records: Vec<Listed>,
    source_order: &[SourceId],
    moved: &BTreeMap<SourceId, Vec<Moved>>,
    flags: &[FlagRule],
) -> Merged {
    let _ = (records, source_order, moved, flags);
    Merged::default()
}
