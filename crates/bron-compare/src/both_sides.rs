//! Publications that both sides have: another address, another file, another text, other fields?

use crate::side::{Answers, Record};
use crate::texts::Compared;
use bron_model::{DateRule, canonical_address};
use bron_model::{
    DifferenceCategory, DifferenceRow, DocumentKind, DocumentPart, DocumentRow, MatchRung, PartialDate,
};

/// A publication of both sides.
pub(crate) struct BothSides<'a> {
    pub(crate) a: &'a Record,
    pub(crate) b: &'a Record,
    pub(crate) rung: MatchRung,
    /// What the two share.
    pub(crate) evidence: &'a str,
    /// What B's archive holds.
    pub(crate) answers_b: &'a Answers,
    /// How the texts lie to each other; `None` where they were not compared.
    pub(crate) compared: Option<&'a Compared>,
}

/// Whether the main texts must be compared to know whether one differs.
pub(crate) fn texts_may_differ(a: &Record, b: &Record) -> bool {
    let (Some(ours), Some(theirs)) = (a.text_key(), b.text_key()) else { return false };
    ours != theirs && !same_bytes(a, b)
}

fn same_bytes(a: &Record, b: &Record) -> bool {
    match (a.main(), b.main()) {
        (Some(ours), Some(theirs)) => !ours.sha256.is_empty() && ours.sha256 == theirs.sha256,
        _ => false,
    }
}

/// A column and what a record has in it.
type Field = (&'static str, fn(&Record) -> String);

/// What both sides list of a publication, by column, also where it was not retrieved.
const LISTED: &[Field] = &[
    ("title", |record| record.row.title.clone()),
    ("kind_as_listed", |record| record.row.kind_as_listed.clone()),
    ("date_as_listed", |record| record.row.date_as_listed.clone()),
    ("doi", |record| record.row.doi.clone()),
    ("handle", |record| record.row.handle.clone()),
];

/// What its documents may have filled in or narrowed: compared only where both sides retrieved them.
const READ: &[Field] = &[
    ("authors", |record| record.row.authors.clone()),
    ("publisher", |record| record.row.publisher.clone()),
    ("isbn", |record| record.row.isbn.clone()),
    ("language", |record| record.row.language.clone()),
    ("not_before", |record| dated(record.row.not_before, record.row.not_before_rule)),
    ("not_after", |record| dated(record.row.not_after, record.row.not_after_rule)),
    ("document_status", |record| record.main().map(|main| main.status.to_string()).unwrap_or_default()),
];

fn dated(date: Option<PartialDate>, rule: Option<DateRule>) -> String {
    match (date, rule) {
        (Some(date), Some(rule)) => format!("{date} ({})", rule.as_str()),
        (Some(date), None) => date.to_string(),
        (None, _) => String::new(),
    }
}

impl BothSides<'_> {
    /// Every difference but those of its pairs.
    pub(crate) fn rows(&self) -> Vec<DifferenceRow> {
        let mut rows = Vec::new();
        rows.extend(self.moved());
        rows.extend(self.file());
        rows.extend(self.text());
        rows.extend(self.fields());
        rows
    }

    fn row(
        &self,
        category: DifferenceCategory,
        field: &str,
        before: &str,
        after: &str,
        evidence: String,
    ) -> DifferenceRow {
        DifferenceRow {
            category,
            publication_a: Some(self.a.id().clone()),
            publication_b: Some(self.b.id().clone()),
            term: None,
            field: field.to_owned(),
            matched_by: Some(self.rung),
            because: None,
            before: before.to_owned(),
            after: after.to_owned(),
            evidence,
            explains: String::new(),
            title: self.b.row.title.clone(),
            text_diff: String::new(),
        }
    }

    /// It stands at no address any more at which it stood.
    fn moved(&self) -> Option<DifferenceRow> {
        let as_listed = |record: &Record| {
            let urls = record.urls.iter().chain([&record.row.url]);
            urls.filter_map(|url| Some(canonical_address(&url.parse().ok()?))).collect::<Vec<_>>()
        };
        let (ours, theirs) = (as_listed(self.a), as_listed(self.b));
        if ours.iter().any(|address| theirs.contains(address)) || ours.is_empty() || theirs.is_empty() {
            return None;
        }
        let mut evidence = vec![format!("the same by {}: {}", self.rung, self.evidence)];
        if self.rung != MatchRung::Redirect {
            evidence.extend(
                self.answers_b
                    .of(self.a)
                    .into_iter()
                    .map(|answered| format!("archive of B: {}", answered.told()))
                    .take(1),
            );
        }
        let (before, after) = (&self.a.row.url, &self.b.row.url);
        Some(self.row(DifferenceCategory::Moved, "url", before, after, evidence.join("; ")))
    }

    fn main_files(&self) -> Option<(&DocumentRow, &DocumentRow)> {
        let is_file = |row: &&DocumentRow| row.kind != DocumentKind::Html && !row.sha256.is_empty();
        Some((self.a.main().filter(is_file)?, self.b.main().filter(is_file)?))
    }

    /// Another place of the main file, or other bytes of the same text there. Of a web page the bytes are others each time and
    /// say nothing.
    fn file(&self) -> Option<DifferenceRow> {
        let (ours, theirs) = self.main_files()?;
        let address = |row: &DocumentRow| row.url.parse().map(|url| canonical_address(&url)).ok();
        let digests = format!("sha256 {} and {}", ours.sha256, theirs.sha256);
        let text = match (self.a.text_key(), self.b.text_key()) {
            (Some(one), Some(other)) if one == other => Some(format!("text {one}")),
            (Some(_), Some(_)) if self.compared.is_some_and(|compared| compared.same_letters) => {
                Some("the same letters and digits".to_owned())
            }
            _ => None,
        };
        if address(ours) != address(theirs)
            && ours.part == DocumentPart::Main
            && theirs.part == DocumentPart::Main
        {
            let same = ours.sha256 == theirs.sha256;
            let told = if same { format!("sha256 {}", ours.sha256) } else { digests };
            return Some(self.row(DifferenceCategory::Moved, "file", &ours.url, &theirs.url, told));
        }
        let text = text.filter(|_| ours.sha256 != theirs.sha256 && address(ours) == address(theirs))?;
        let evidence = format!("{text}; {digests}");
        Some(self.row(DifferenceCategory::OtherFile, "file", &ours.sha256, &theirs.sha256, evidence))
    }

    fn text(&self) -> Option<DifferenceRow> {
        let compared = self.compared.filter(|compared| !compared.same_letters)?;
        let (before, after) = (self.a.text_key()?, self.b.text_key()?);
        let overlap = compared.overlap;
        let category =
            if overlap.is_excerpt() { DifferenceCategory::Excerpt } else { DifferenceCategory::Revised };
        let mut evidence = vec![overlap.told()];
        if let (Some(ours), Some(theirs)) = (self.a.main(), self.b.main())
            && ours.part != theirs.part
        {
            evidence.push(format!("text of the {} in A, of the {} in B", ours.part, theirs.part));
        }
        let row = self.row(category, "text", &before, &after, evidence.join("; "));
        Some(DifferenceRow { text_diff: compared.diff.clone(), ..row })
    }

    fn fields(&self) -> Vec<DifferenceRow> {
        let both_retrieved = !self.a.documents.is_empty() && !self.b.documents.is_empty();
        let read = if both_retrieved { READ } else { &[] };
        let mut rows = Vec::new();
        for (field, of) in LISTED.iter().chain(read) {
            let (before, after) = (of(self.a), of(self.b));
            if before.trim() != after.trim() {
                let evidence = format!("the same by {}: {}", self.rung, self.evidence);
                rows.push(self.row(DifferenceCategory::ChangedMetadata, field, &before, &after, evidence));
            }
        }
        rows
    }
}
