//! Which judgements hold, and of which publication of this run.
//!
//! A judgement holds until one of the same reviewer supersedes it. It is found again by the publication's id, else by an address,
//! else by the digest of a file, else by that of a text; what was judged must be what is there now (the same file, else the same
//! text under the same normaliser), or the reviewer is asked again.

use bron_model::{
    DocumentId, DocumentPart, DocumentRow, Judged, JudgedDocument, Judgement, JudgementId, PublicationId,
    PublicationRow, Says, Screened, canonical_address,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// What a run knows of its publications, as far as judgements are concerned. It holds ids and digests, no texts.
#[derive(Debug, Clone, Default)]
pub struct Records {
    known: BTreeMap<PublicationId, Judged>,
    by_id: BTreeMap<PublicationId, PublicationId>,
    by_address: BTreeMap<String, PublicationId>,
    by_file: BTreeMap<String, PublicationId>,
    by_text: BTreeMap<(String, String), PublicationId>,
}

impl Records {
    /// Adds a publication with its documents; `also` of the row are its ids too. Of two publications with one address, file or
    /// text the first in the order of ids keeps it.
    pub fn add(&mut self, publication: &PublicationRow, documents: &[DocumentRow]) {
        let id = &publication.publication;
        let judged = judged(publication, documents);
        self.by_id.insert(id.clone(), id.clone());
        for also in publication.also.split_whitespace() {
            if let Ok(also) = PublicationId::new(also) {
                self.by_id.entry(also).or_insert_with(|| id.clone());
            }
        }
        for address in &judged.addresses {
            first(&mut self.by_address, address.clone(), id);
        }
        for document in &judged.documents {
            if !document.sha256.is_empty() {
                first(&mut self.by_file, document.sha256.clone(), id);
            }
            if let Some(text) = text_of(document) {
                first(&mut self.by_text, text, id);
            }
        }
        self.known.insert(id.clone(), judged);
    }

    /// The publication that an id belongs to now; nothing where this run does not have it.
    pub fn now(&self, id: &PublicationId) -> Option<&PublicationId> {
        self.by_id.get(id)
    }

    /// The publication that a judgement is about, with what is known of it now.
    pub(crate) fn known_as(&self, judgement: &Judgement) -> Option<(&PublicationId, &Judged)> {
        let publication = self.find(judgement)?;
        Some((publication, self.known.get(publication)?))
    }

    /// The publication that a judgement is about: by id, by address, by file, by text; nothing where this run does not have it.
    ///
    /// By its text only where it is listed as it was too: a site may show one short text (a wall of cookies) in place of many.
    pub fn find(&self, judgement: &Judgement) -> Option<&PublicationId> {
        let judged = &judgement.given.judged;
        let by_address = || judged.addresses.iter().find_map(|address| self.by_address.get(address));
        let by_file = || judged.documents.iter().find_map(|document| self.by_file.get(&document.sha256));
        let is_listed_alike = |id: &&PublicationId| self.known[*id].record == judged.record;
        let texts = judged.documents.iter().filter_map(text_of);
        let by_text = || texts.filter_map(|text| self.by_text.get(&text)).find(is_listed_alike);
        self.by_id.get(&judgement.given.publication).or_else(by_address).or_else(by_file).or_else(by_text)
    }
}

fn first<K: Ord>(map: &mut BTreeMap<K, PublicationId>, key: K, id: &PublicationId) {
    let known = map.entry(key).or_insert_with(|| id.clone());
    if id < known {
        *known = id.clone();
    }
}

/// What tells a text from others: its digest and the normaliser, whose digests are only to be compared with its own.
fn text_of(document: &JudgedDocument) -> Option<(String, String)> {
    let is_known = !document.text_sha256.is_empty() && !document.normaliser.is_empty();
    is_known.then(|| (document.normaliser.clone(), document.text_sha256.clone()))
}

/// What of a publication a judgement is about, as it is kept with the judgement.
pub fn judged(publication: &PublicationRow, documents: &[DocumentRow]) -> Judged {
    let addresses = documents.iter().map(|row| &row.url).chain([&publication.url]);
    let addresses: BTreeSet<String> =
        addresses.filter(|url| !url.is_empty()).map(|url| canonical(url)).collect();
    let listed =
        [&publication.title, &publication.authors, &publication.kind_as_listed, &publication.date_as_listed];
    let with_text = documents.iter().filter(|row| row.status.has_text() && row.part != DocumentPart::Annex);
    Judged {
        addresses: addresses.into_iter().collect(),
        record: digest(listed.map(String::as_str)),
        documents: with_text.map(judged_document).collect(),
    }
}

/// The canonical form of an address; one that does not parse (a file in a folder) is compared as it is.
fn canonical(address: &str) -> String {
    Url::parse(address).map_or_else(|_| address.to_owned(), |url| canonical_address(&url))
}

fn judged_document(row: &DocumentRow) -> JudgedDocument {
    JudgedDocument {
        document: row.document.clone(),
        sha256: row.sha256.clone(),
        text_sha256: row.text_sha256.clone(),
        normaliser: row.normaliser.clone(),
    }
}

fn digest<const N: usize>(parts: [&str; N]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

/// Whether what was judged is what is there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// The same id and the same files.
    Same,
    /// Found again under another id, or in another file with the same text: carried over.
    Carried,
    /// The criteria were worded otherwise.
    OtherCriteria,
    /// The file and its text are not the ones that were judged.
    OtherText,
    /// What is listed of it changed, and nothing more was looked at.
    OtherListing,
}

impl Fit {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Carried => "carried",
            Self::OtherCriteria => "other-criteria",
            Self::OtherText => "other-text",
            Self::OtherListing => "other-listing",
        }
    }

    /// Whether the judgement counts; else the reviewer is asked again and sees it.
    pub fn holds(self) -> bool {
        matches!(self, Self::Same | Self::Carried)
    }
}

/// A judgement that no other supersedes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The judgement.
    pub judgement: Judgement,
    /// Whether what was judged is what is there now.
    pub fit: Fit,
    /// For each document that was judged and is still there under another id, that id.
    pub documents: BTreeMap<DocumentId, DocumentId>,
}

/// The judgements that hold, by the publications of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    by_publication: BTreeMap<PublicationId, Vec<Held>>,
    /// Judgements of publications that this run does not have; they are kept, and count for nothing here.
    pub elsewhere: Vec<JudgementId>,
    /// Lines that cannot be taken as they are meant: one sentence each.
    pub problems: Vec<String>,
}

impl Standing {
    /// Matches judgements with the publications of a run; `criteria` is the version of the criteria now.
    ///
    /// The order of `all` does not matter. A judgement that supersedes one of another reviewer, or one that is not there, is taken
    /// as a judgement of its own, and said in `problems`.
    pub fn new(all: Vec<Judgement>, records: &Records, criteria: &str) -> Self {
        let mut standing = Self::default();
        let gone = standing.superseded(&all);
        let mut all: Vec<Judgement> = all
            .into_iter()
            .filter(|one| !gone.contains(&one.id) && one.given.says != Says::Withdrawn)
            .collect();
        all.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        for judgement in all {
            match records.find(&judgement) {
                None => standing.elsewhere.push(judgement.id),
                Some(id) => {
                    let (fit, documents) = fit(&judgement, id, &records.known[id], criteria);
                    let held = Held { judgement, fit, documents };
                    standing.by_publication.entry(id.clone()).or_default().push(held);
                }
            }
        }
        standing.elsewhere.sort();
        standing
    }

    /// Makes what is said of these publications anew, after judgements were added to `all`. What is said of others stays, and so do
    /// `elsewhere` and `problems`.
    pub fn renew(
        &mut self,
        publications: &BTreeSet<PublicationId>,
        all: &[Judgement],
        records: &Records,
        criteria: &str,
    ) {
        let is_about = |one: &Judgement| records.find(one).is_some_and(|id| publications.contains(id));
        let mut about: Vec<Judgement> = all.iter().filter(|one| is_about(one)).cloned().collect();
        let ids: BTreeSet<JudgementId> = about.iter().map(|one| one.id.clone()).collect();
        let replaces = |one: &&Judgement| one.given.supersedes.as_ref().is_some_and(|old| ids.contains(old));
        about.extend(all.iter().filter(replaces).filter(|one| !ids.contains(&one.id)).cloned());
        let mut fresh = Self::new(about, records, criteria).by_publication;
        for publication in publications {
            match fresh.remove(publication) {
                Some(held) => self.by_publication.insert(publication.clone(), held),
                None => self.by_publication.remove(publication),
            };
        }
    }

    /// Those of a publication, by time; none where nobody judged it.
    pub fn of(&self, publication: &PublicationId) -> &[Held] {
        self.by_publication.get(publication).map_or(&[], Vec::as_slice)
    }

    /// All of them with the publication of this run, in the order of publications and time.
    pub fn all(&self) -> impl Iterator<Item = (&PublicationId, &Held)> {
        self.by_publication.iter().flat_map(|(id, held)| held.iter().map(move |one| (id, one)))
    }

    /// The ids that a judgement of the same reviewer supersedes.
    fn superseded(&mut self, all: &[Judgement]) -> BTreeSet<JudgementId> {
        let reviewers: BTreeMap<&JudgementId, &Judgement> = all.iter().map(|one| (&one.id, one)).collect();
        let mut gone = BTreeSet::new();
        for one in all {
            let Some(old) = &one.given.supersedes else {
                if one.given.says == Says::Withdrawn {
                    self.problems.push(format!("{}: it withdraws nothing", one.id));
                }
                continue;
            };
            match reviewers.get(old) {
                Some(known) if known.reviewer == one.reviewer => {
                    gone.insert(old.clone());
                }
                Some(known) => {
                    self.problems.push(format!("{}: {old} is a judgement of {}", one.id, known.reviewer));
                }
                None => self.problems.push(format!("{}: {old}, which it supersedes, is not there", one.id)),
            }
        }
        self.problems.sort();
        gone
    }
}

/// Whether a judgement is about what is there now.
pub(crate) fn fit(
    judgement: &Judgement,
    id: &PublicationId,
    now: &Judged,
    criteria: &str,
) -> (Fit, BTreeMap<DocumentId, DocumentId>) {
    let given = &judgement.given;
    let then = &given.judged;
    let (documents, by_text) = found_again(&then.documents, &now.documents);
    let all_there = || documents.len() == then.documents.len() && now.documents.len() == then.documents.len();
    let place_there = |document: &DocumentId| documents.contains_key(document);
    let carried = given.publication != *id || by_text;
    let as_before = if carried { Fit::Carried } else { Fit::Same };
    let fit = match &given.says {
        Says::Verdict { .. } if given.criteria != criteria => Fit::OtherCriteria,
        Says::Verdict { screened: Screened::Listing, .. } if then.record != now.record => Fit::OtherListing,
        Says::Verdict { screened: Screened::Listing, .. } => as_before,
        Says::Verdict { .. } if then.documents.is_empty() && now.documents.is_empty() => as_before,
        Says::Verdict { .. } if !all_there() => Fit::OtherText,
        Says::Passage { place, .. } | Says::Element { place, .. } if !place_there(&place.document) => {
            Fit::OtherText
        }
        Says::PageLabel { document, .. } if !place_there(document) => Fit::OtherText,
        _ => as_before,
    };
    (fit, documents)
}

/// For each document that was judged and is still there, what it is called now, and whether one of them is there by its text alone.
/// No document now stands for two that were judged; the same file goes before the same text.
fn found_again(then: &[JudgedDocument], now: &[JudgedDocument]) -> (BTreeMap<DocumentId, DocumentId>, bool) {
    let same_file =
        |old: &JudgedDocument, new: &JudgedDocument| !old.sha256.is_empty() && new.sha256 == old.sha256;
    let same_text = |old: &JudgedDocument, new: &JudgedDocument| {
        text_of(old).is_some_and(|text| text_of(new) == Some(text))
    };
    let mut documents = BTreeMap::new();
    let mut left: Vec<&JudgedDocument> = now.iter().collect();
    let mut find = |is_it: &dyn Fn(&JudgedDocument, &JudgedDocument) -> bool| {
        for old in then {
            if documents.contains_key(&old.document) {
                continue;
            }
            if let Some(at) = left.iter().position(|new| is_it(old, new)) {
                documents.insert(old.document.clone(), left.remove(at).document.clone());
            }
        }
        documents.len()
    };
    let by_file = find(&same_file);
    let by_text = find(&same_text) > by_file;
    (documents, by_text)
}
