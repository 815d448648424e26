//! The id of a row of a sheet: what is judged, and as what it was there when the sheet was written.

use bron_model::{Criterion, Judged, JudgementId, PublicationId, TermId};
use bron_store::sha256_of_bytes;
use std::collections::BTreeSet;
use std::fmt;

/// `publication/term/criterion/digest-digest`, with `-` for the term of a criterion on the publication. The first digest is of
/// what is listed of the publication and of the bytes of its documents, the second of the version of the criteria.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RowId {
    pub(crate) publication: PublicationId,
    pub(crate) term: Option<TermId>,
    pub(crate) criterion: Criterion,
    pub(crate) judged: String,
    pub(crate) criteria: String,
}

impl RowId {
    pub(crate) fn new(
        publication: &PublicationId,
        term: Option<&TermId>,
        criterion: Criterion,
        judged: &Judged,
        criteria: &str,
    ) -> Self {
        Self {
            publication: publication.clone(),
            term: term.cloned(),
            criterion,
            judged: digest_of(judged),
            criteria: short(&sha256_of_bytes(criteria.as_bytes()), 8),
        }
    }

    /// Reads an id; nothing where the text is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.trim().split('/').collect();
        let [publication, term, criterion, digests] = parts.as_slice() else { return None };
        let (judged, criteria) = digests.split_once('-')?;
        if !is_hex(judged, 12) || !is_hex(criteria, 8) {
            return None;
        }
        Some(Self {
            publication: PublicationId::new(*publication).ok()?,
            term: if *term == "-" { None } else { Some(TermId::new(*term).ok()?) },
            criterion: Criterion::parse(criterion)?,
            judged: judged.to_owned(),
            criteria: criteria.to_owned(),
        })
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let term = self.term.as_ref().map_or("-", TermId::as_str);
        write!(f, "{}/{term}/{}/{}-{}", self.publication, self.criterion, self.judged, self.criteria)
    }
}

/// The id of a row on the sheet of a meeting: that of what is judged, and behind it a digest of the votes that are settled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MeetingId {
    pub(crate) row: RowId,
    votes: String,
}

impl MeetingId {
    pub(crate) fn new(row: RowId, votes: &BTreeSet<&JudgementId>) -> Self {
        let votes: Vec<&str> = votes.iter().map(|id| id.as_str()).collect();
        Self { row, votes: short(&sha256_of_bytes(votes.join("\n").as_bytes()), 12) }
    }

    /// Reads an id; nothing where the text is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (row, votes) = text.trim().rsplit_once('/')?;
        is_hex(votes, 12).then_some(())?;
        Some(Self { row: RowId::parse(row)?, votes: votes.to_owned() })
    }
}

impl fmt::Display for MeetingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.row, self.votes)
    }
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn digest_of(judged: &Judged) -> String {
    let files = judged.documents.iter().map(|document| document.sha256.as_str());
    let all: Vec<&str> = [judged.record.as_str()].into_iter().chain(files).collect();
    short(&sha256_of_bytes(all.join("\n").as_bytes()), 12)
}

fn short(digest: &str, letters: usize) -> String {
    digest.chars().take(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_changes_with_what_is_judged() {
        let judged = |record: &str| Judged {
            addresses: vec!["https://a.nl/".to_owned()],
            record: record.to_owned(),
            documents: Vec::new(),
        };
        let publication = PublicationId::new("movisie-zorg-abc123").unwrap();
        let term = TermId::new("zorgzame-buurten").unwrap();
        let id = |term, criterion, record, criteria| {
            RowId::new(&publication, term, criterion, &judged(record), criteria)
        };
        let pair = id(Some(&term), Criterion::E1b, "1", "2024-a");
        assert_eq!(RowId::parse(&format!(" {pair} ")), Some(pair.clone()));
        let whole = id(None, Criterion::E3, "1", "2024-a");
        assert_eq!(RowId::parse(&whole.to_string()), Some(whole));
        assert_ne!(pair.judged, id(Some(&term), Criterion::E1b, "2", "2024-a").judged);
        assert_ne!(pair.criteria, id(Some(&term), Criterion::E1b, "1", "2024-b").criteria);
        let votes = ["AB.a.1", "CD.a.1"].map(JudgementId::of_text);
        let meeting = MeetingId::new(pair.clone(), &votes.iter().collect());
        assert_eq!(MeetingId::parse(&meeting.to_string()), Some(meeting.clone()));
        assert_ne!(meeting, MeetingId::new(pair.clone(), &votes[..1].iter().collect()));
        assert_eq!((RowId::parse(&meeting.to_string()), MeetingId::parse(&pair.to_string())), (None, None));
        for text in ["", "a/b/c", "a/-/E3/12", "a/-/E9/0123456789ab-01234567", "A/-/E3/0123456789ab-01234567"]
        {
            assert_eq!(RowId::parse(text), None, "{text}");
        }
    }
}
