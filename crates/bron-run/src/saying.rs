//! What is written when somebody says something: checked, and in the place of what was said of the same thing before.

use crate::{Desk, Error, Manner, Refusal, Sitting};
use bron_model::{DocumentId, DocumentPart, Field, Given, Judgement, PublicationId, Reviewer, Says, Thing};

impl Desk {
    /// The line with which a reviewer says this, as a judgement that replaces what `manner` names; or why it is not taken.
    pub fn line(
        &self,
        sitting: &Sitting,
        by: &Reviewer,
        publication: &PublicationId,
        says: Says,
        manner: Manner,
    ) -> Result<Result<Given, Refusal>, Error> {
        let replaced = manner.supersedes.as_ref();
        if let Some(refusal) = self.refusal(sitting, by, publication, &says, replaced)? {
            return Ok(Err(refusal));
        }
        let given = self.given(publication, says, manner);
        Ok(given.ok_or_else(|| Refusal::NoPublication(publication.clone())))
    }

    /// The lines with which a reviewer says this in the place of all that the reviewer said of the same thing and that holds: the
    /// first supersedes the first of it. Of what was said twice, on two devices, the others are taken back by lines of their own.
    pub fn lines(
        &self,
        sitting: &Sitting,
        by: &Reviewer,
        publication: &PublicationId,
        says: Says,
        manner: Manner,
    ) -> Result<Result<Vec<Given>, Refusal>, Error> {
        let thing = says.thing();
        let before = thing.map(|thing| said_before(sitting, by, publication, &thing)).unwrap_or_default();
        let mut before = before.into_iter().map(|old| old.id.clone());
        let first = Manner { supersedes: before.next(), ..manner.clone() };
        let more = before.map(|old| Manner {
            note: String::new(),
            supersedes: Some(old),
            resolves: Vec::new(),
            ..manner.clone()
        });
        let all = [(says, first)].into_iter().chain(more.map(|manner| (Says::Withdrawn, manner)));
        let mut lines = Vec::new();
        for (says, manner) in all {
            match self.line(sitting, by, publication, says, manner)? {
                Ok(line) => lines.push(line),
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        Ok(Ok(lines))
    }

    /// A field as the run read it, whatever people corrected; nothing where the run has none of this id.
    pub fn field_as_read(&self, publication: &PublicationId, field: Field) -> Option<String> {
        let row = self.publication(publication)?;
        Some(match field {
            Field::Date => row.date_as_listed.clone(),
            Field::Authors => row.authors.clone(),
            Field::Title => row.title.clone(),
            Field::Kind => row.kind_as_listed.clone(),
            Field::MainDocument => {
                let documents = self.documents(publication);
                let main = documents.iter().find(|one| one.part == DocumentPart::Main);
                main.map(|one| one.document.to_string()).unwrap_or_default()
            }
        })
    }

    /// Whether the list of kinds settles a kind; one that it does not settle is a reviewer's question (I1).
    pub fn settles_kind(&self, kind: &str) -> bool {
        bron_screen::verdict_on_kind(&self.protocol().lexicons.kinds, kind).is_some()
    }

    /// The file with the list of kinds, from the study.
    pub fn kinds_file(&self) -> &str {
        &self.protocol().pipeline.kinds
    }

    /// The number that the run read on a page, whatever people corrected, and empty where none is printed; nothing where the
    /// publication has no such page.
    pub fn label_as_read(
        &self,
        publication: &PublicationId,
        document: &DocumentId,
        page: u32,
    ) -> Result<Option<String>, Error> {
        let pages = self.pages(publication)?;
        let found = pages.into_iter().find(|row| row.document == *document && row.page == page);
        Ok(found.map(|row| row.label))
    }
}

/// What a reviewer said of a thing and no other judgement supersedes, by time; also what was said before the text or the criteria
/// changed.
fn said_before<'s>(
    sitting: &'s Sitting,
    by: &Reviewer,
    publication: &PublicationId,
    thing: &Thing,
) -> Vec<&'s Judgement> {
    let judgements = sitting.held(publication).iter().map(|held| &held.judgement);
    judgements.filter(|one| one.reviewer == *by && one.given.says.thing().as_ref() == Some(thing)).collect()
}
