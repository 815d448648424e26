//! What people decided, put in the place of what rules say.
//!
//! Judgements are inputs: every stage that rests on them is made anew when they change, and a run without any is made as if there
//! were none.

use crate::beside::Beside;
use crate::{Error, stages};
use bron_identity::SaidOfTwo;
use bron_judge::{Duties, Item, Records, Standing};
use bron_model::{
    Criterion, DateRule, DecisionRow, DocumentId, DocumentPart, DocumentRow, Field, PublicationId,
    PublicationRow, TermId,
};
use bron_store::{CsvReader, Groups, Head, Judgements, read_judgements};
use std::collections::BTreeMap;
use std::path::Path;

/// The folder of judgements, in the run itself: only the program's demo, which has no study, keeps them there.
pub(crate) const IN_THE_RUN: &str = "judgements";

/// A corrected date that says that there is none.
pub(crate) const UNDATED: &str = "z.d.";

/// The judgements of a study, matched with the publications of a run.
#[derive(Default)]
pub(crate) struct Judged {
    pub(crate) standing: Standing,
    pub(crate) duties: Duties,
}

impl Judged {
    /// Matches judgements with what stages 1 and 3 know of the publications. Where there are no judgements nothing is read.
    pub(crate) fn of(judgements: &Judgements, run: &Path, criteria: &str) -> Result<Self, Error> {
        if judgements.all.is_empty() && judgements.assignments.is_empty() {
            return Ok(Self::default());
        }
        Ok(Self::by(judgements, &records(run)?, criteria))
    }

    /// Matches judgements with what stage 1 lists alone: no document is known yet, so only what was judged on the listing, and
    /// corrections, count.
    pub(crate) fn of_listing(judgements: &Judgements, run: &Path, criteria: &str) -> Result<Self, Error> {
        if judgements.all.is_empty() {
            return Ok(Self::default());
        }
        let mut records = Records::default();
        for row in CsvReader::<PublicationRow>::open(&run.join(stages::SEARCH).join("publications.csv"))? {
            records.add(&row?, &[]);
        }
        Ok(Self::by(judgements, &records, criteria))
    }

    /// Matches judgements with what is known of the publications.
    pub(crate) fn by(judgements: &Judgements, records: &Records, criteria: &str) -> Self {
        let duties = judgements.assignments.last().map(|line| line.assigned.clone());
        let duties = duties.map(|assigned| Duties::new(assigned, |id| records.now(id).cloned()));
        Self {
            standing: Standing::new(judgements.all.clone(), records, criteria),
            duties: duties.unwrap_or_default(),
        }
    }

    /// What reviewers say of the criteria of a publication.
    pub(crate) fn items(&self, publication: &PublicationId) -> Vec<Item<'_>> {
        bron_judge::items(&self.standing, publication, &|criterion, term| {
            self.duties.needed(publication, criterion, term)
        })
    }

    /// What people say of records that may be one publication.
    pub(crate) fn said_of_two(&self) -> Vec<SaidOfTwo> {
        let (identities, _) = bron_judge::identities(&self.standing);
        let said = identities.into_iter().map(|said| {
            let bron_judge::Identity { one, other, is_same, reviewers } = said;
            SaidOfTwo { one, other, is_same, reviewers }
        });
        said.collect()
    }

    /// Whether nobody judged anything of this run.
    pub(crate) fn is_empty(&self) -> bool {
        self.standing.all().next().is_none()
    }

    /// What cannot be taken as it is meant.
    pub(crate) fn problems(&self) -> &[String] {
        &self.standing.problems
    }

    /// A publication as listed, with the fields that people corrected.
    pub(crate) fn corrected(&self, mut publication: PublicationRow) -> PublicationRow {
        let (corrected, _) = self.corrections(&publication.publication);
        correct(&mut publication, &corrected);
        publication
    }

    /// Puts corrections, page numbers, passages and elements of a publication in place.
    pub(crate) fn onto(&self, mut one: Beside) -> Beside {
        let id = one.publication.publication.clone();
        let held = self.standing.of(&id);
        if held.is_empty() {
            return one;
        }
        let (corrected, _) = self.corrections(&id);
        correct(&mut one.publication, &corrected);
        correct_documents(&mut one.documents, &corrected);
        one.screened.retain(|row| !rests_on(row, &corrected));
        let (labels, _) = bron_judge::labels(&id, held);
        let (mut passages, _) = bron_judge::passages(&id, one.passages, held, &one.pages);
        bron_judge::relabel(&labels, &mut one.pages, &mut one.occurrences, &mut passages);
        one.passages = passages;
        (one.codes, _) = bron_judge::codes(&id, one.codes, held);
        one
    }

    /// What people differ on that is no criterion: fields, page numbers, passages, elements.
    pub(crate) fn disputes(&self, one: &Beside) -> Vec<bron_judge::Dispute> {
        let id = &one.publication.publication;
        let held = self.standing.of(id);
        let mut disputes = self.corrections(id).1;
        disputes.extend(bron_judge::labels(id, held).1);
        disputes.extend(bron_judge::passages(id, one.passages.clone(), held, &one.pages).1);
        disputes.extend(bron_judge::codes(id, one.codes.clone(), held).1);
        let of_records = bron_judge::identities(&self.standing).1;
        disputes.extend(of_records.into_iter().filter(|dispute| dispute.publication == *id));
        disputes
    }

    fn corrections(
        &self,
        publication: &PublicationId,
    ) -> (BTreeMap<&'static str, String>, Vec<bron_judge::Dispute>) {
        bron_judge::corrections(publication, self.standing.of(publication))
    }
}

/// How far the files of judgements went when they were read, as an input of a stage.
pub(crate) fn digest_of_heads(heads: &[Head]) -> String {
    heads.iter().map(|head| format!("{} {} {}\n", head.file, head.lines, head.sha256)).collect()
}

/// Reads the judgements of a folder; a line that is being written is said.
pub(crate) fn judgements_in(folder: &Path) -> Result<(Judgements, Vec<String>), Error> {
    let judgements = read_judgements(folder)?;
    let torn = judgements.torn.iter().map(|file| {
        format!("judgements/{file}: its last line is not whole and was left out; it is moved aside when the reviewer goes on")
    });
    let remarks = torn.collect();
    Ok((judgements, remarks))
}

/// What stages 1 and 3 know of the publications of a run; those that screening took out have no documents.
pub(crate) fn records(run: &Path) -> Result<Records, Error> {
    let mut records = Records::default();
    let retrieved = run.join(stages::RETRIEVAL).join("publications.csv");
    let mut of_retrieval = std::collections::BTreeSet::new();
    if retrieved.exists() {
        let documents = run.join(stages::RETRIEVAL).join("documents.csv");
        let mut documents = Groups::open(&documents, |row: &DocumentRow| &row.publication)?;
        for row in CsvReader::<PublicationRow>::open(&retrieved)? {
            let row = row?;
            records.add(&row, &documents.take(&row.publication)?);
            of_retrieval.extend(row.also.split_whitespace().filter_map(|id| PublicationId::new(id).ok()));
            of_retrieval.insert(row.publication);
        }
    }
    for row in CsvReader::<PublicationRow>::open(&run.join(stages::SEARCH).join("publications.csv"))? {
        let row = row?;
        if !of_retrieval.contains(&row.publication) {
            records.add(&row, &[]);
        }
    }
    Ok(records)
}

/// Puts corrected fields in place; a date settles both ends, and `z.d.` neither.
fn correct(publication: &mut PublicationRow, corrected: &BTreeMap<&'static str, String>) {
    if let Some(title) = corrected.get(Field::Title.as_str()) {
        publication.title.clone_from(title);
    }
    if let Some(authors) = corrected.get(Field::Authors.as_str()) {
        publication.authors.clone_from(authors);
    }
    if let Some(kind) = corrected.get(Field::Kind.as_str()) {
        publication.kind_as_listed.clone_from(kind);
    }
    if let Some(date) = corrected.get(Field::Date.as_str()) {
        let read = bron_text::read_date(date, None);
        let rule = read.map(|_| DateRule::Reviewer);
        (publication.not_before, publication.not_after) = (read, read);
        (publication.not_before_rule, publication.not_after_rule) = (rule, rule);
    }
}

/// What a correction says of the publication beats what its documents say.
fn correct_documents(documents: &mut [DocumentRow], corrected: &BTreeMap<&'static str, String>) {
    for row in documents.iter_mut() {
        if corrected.contains_key(Field::Date.as_str()) {
            (row.not_before, row.not_before_rule, row.not_after, row.not_after_rule) =
                (None, None, None, None);
        }
        if corrected.contains_key(Field::Kind.as_str()) {
            row.kind_as_read.clear();
        }
    }
    let Some(main) = corrected.get(Field::MainDocument.as_str()) else { return };
    let is_main = |document: &DocumentId| document.as_str() == main;
    if documents.iter().any(|row| is_main(&row.document)) {
        for row in documents {
            row.part = match row.part {
                _ if is_main(&row.document) => DocumentPart::Main,
                DocumentPart::Main => DocumentPart::Annex,
                other => other,
            };
        }
    }
}

/// Whether a decision on the listing rests on a field that was corrected.
fn rests_on(row: &DecisionRow, corrected: &BTreeMap<&'static str, String>) -> bool {
    let field = match row.criterion {
        Criterion::I1 => Field::Kind,
        Criterion::I2 | Criterion::W => Field::Date,
        _ => return false,
    };
    corrected.contains_key(field.as_str())
}

/// Whether a person read the text of a pair that the program has no text of.
pub(crate) fn read_by_a_person(items: &[Item<'_>], term: &TermId) -> bool {
    bron_judge::read_by_a_person(items, term)
}
