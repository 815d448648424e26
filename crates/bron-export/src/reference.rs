//! A publication as programs for references describe one.

use crate::fate::{Fate, Fates};
use crate::plain::{beginning, one_line};
use bron_model::{
    DocumentKind, DocumentPart, DocumentRow, Outcome, OutcomeRow, PageRow, PartialDate, PublicationId,
    PublicationRow, Year,
};
use bron_protocol::Protocol;
use bron_run::{FILES_HOST, Finished};
use bron_text::{Person, person};
use std::collections::BTreeMap;

/// So many letters of a text are an excerpt.
const EXCERPT: usize = 1_500;

/// A publication with what an export tells of it. Every text is on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// Our id.
    pub(crate) id: PublicationId,
    pub(crate) title: String,
    pub(crate) authors: Vec<Author>,
    pub(crate) issued: Issued,
    /// The date as the site lists it.
    pub(crate) date_as_listed: String,
    pub(crate) publisher: String,
    pub(crate) kind: Kind,
    /// The kind as the site lists it.
    pub(crate) kind_as_listed: String,
    pub(crate) url: String,
    /// The address of the publication's own file; empty where it is a page or was not found.
    pub(crate) file: String,
    pub(crate) doi: String,
    pub(crate) isbn: String,
    pub(crate) language: String,
    /// The names of the sources that list it.
    pub(crate) sources: Vec<String>,
    /// The labels of the terms by which it was found.
    pub(crate) terms: Vec<String>,
    /// The beginning of its own text; empty where none could be read.
    pub(crate) excerpt: String,
    pub(crate) fate: Fate,
    /// Its pairs: the term's label, what became of it, and who decided.
    pub(crate) pairs: Vec<(String, Outcome, &'static str)>,
    /// The day of the harvest; empty where it is not known.
    pub(crate) accessed: String,
}

/// An author as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Author {
    /// Somebody whose name could be taken apart.
    Person(Person),
    /// An organisation, or somebody whose name could not.
    Named(String),
}

/// When it appeared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Issued {
    /// As far as its interval settles it.
    Known(PartialDate),
    /// Only what the site lists.
    Listed(i16),
    /// Nobody knows.
    Unknown,
}

/// What kind of thing it is, for programs that must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A document: a PDF or Word file.
    Report,
    /// A page on the web, or an address of which no document could be had.
    Online,
}

impl Author {
    pub(crate) fn parse(name: &str) -> Self {
        let name = one_line(name);
        person(&name).map_or(Self::Named(name), Self::Person)
    }

    /// `van der Laag, Joris`, or the name as it is.
    pub(crate) fn inverted(&self) -> String {
        match self {
            Self::Person(person) => format!("{}, {}", person.last(), person.given),
            Self::Named(name) => name.clone(),
        }
    }
}

impl Issued {
    pub(crate) fn of(publication: &PublicationRow) -> Self {
        match publication.year() {
            Year::Known(year) => {
                let (from, to) = (publication.not_before, publication.not_after);
                let whole = PartialDate::year_only(year).ok();
                from.filter(|from| Some(*from) == to).or(whole).map_or(Self::Unknown, Self::Known)
            }
            Year::Listed(year) => Self::Listed(year),
            Year::Unknown => Self::Unknown,
        }
    }

    /// The year, also one that is only listed.
    pub(crate) fn year(self) -> Option<i16> {
        match self {
            Self::Known(date) => Some(date.year()),
            Self::Listed(year) => Some(year),
            Self::Unknown => None,
        }
    }

    /// Year, month and day as far as they are known.
    pub(crate) fn parts(self) -> Vec<i16> {
        match self {
            Self::Known(date) => date.to_string().split('-').filter_map(|part| part.parse().ok()).collect(),
            Self::Listed(year) => vec![year],
            Self::Unknown => Vec::new(),
        }
    }
}

impl Reference {
    /// `included: Zorgzame buurten (reviewer); unclear: Samenzorg`, in the order of the terms.
    pub(crate) fn outcomes(&self) -> String {
        let told = self.pairs.iter().map(|(term, outcome, by)| match *by {
            "" => format!("{term}: {outcome}"),
            by => format!("{term}: {outcome} ({by})"),
        });
        told.collect::<Vec<_>>().join("; ")
    }
}

/// Makes references from a run, in the order of their ids.
pub(crate) struct References<'a> {
    finished: &'a Finished,
    fates: Fates<'a>,
    documents: BTreeMap<&'a PublicationId, Vec<&'a DocumentRow>>,
}

impl<'a> References<'a> {
    pub(crate) fn new(finished: &'a Finished) -> Self {
        let mut documents: BTreeMap<&PublicationId, Vec<&DocumentRow>> = BTreeMap::new();
        for row in &finished.documents {
            documents.entry(&row.publication).or_default().push(row);
        }
        Self { finished, fates: Fates::of(finished), documents }
    }

    /// Those that `wanted` holds. Texts are read only where `with_texts` says so, and one publication at a time.
    pub(crate) fn that(
        &self,
        wanted: impl Fn(Fate) -> bool,
        with_texts: bool,
    ) -> Result<Vec<Reference>, crate::Error> {
        let mut pages = if with_texts { Some(self.finished.pages.publications()?) } else { None };
        let mut references = Vec::new();
        for publication in self.finished.publications.values() {
            let fate = self.fates.fate(&publication.publication);
            if !wanted(fate) {
                continue;
            }
            let pages = match &mut pages {
                Some(pages) => pages.pass_to(&publication.publication)?,
                None => Vec::new(),
            };
            references.push(self.reference(publication, fate, &pages));
        }
        Ok(references)
    }

    fn reference(&self, publication: &PublicationRow, fate: Fate, pages: &[PageRow]) -> Reference {
        let protocol = &self.finished.protocol;
        let id = &publication.publication;
        let documents = self.documents.get(id).map(Vec::as_slice).unwrap_or_default();
        let main = documents.iter().find(|row| row.part == DocumentPart::Main).or(documents.first()).copied();
        let is_file =
            main.is_some_and(|row| !matches!(row.kind, DocumentKind::Html) && row.part == DocumentPart::Main);
        let pairs = self.fates.pairs(id);
        let as_read = self.finished.as_read(id).unwrap_or(publication);
        let harvest = self.finished.record.harvest_date.as_deref().unwrap_or_default();
        Reference {
            id: id.clone(),
            title: title(publication),
            authors: authors(&publication.authors),
            issued: Issued::of(publication),
            date_as_listed: one_line(&publication.date_as_listed),
            publisher: one_line(&publication.publisher),
            kind: if is_file { Kind::Report } else { Kind::Online },
            kind_as_listed: one_line(&as_read.kind_as_listed),
            url: address(&publication.url),
            file: if is_file { main.map(|row| address(&row.url)).unwrap_or_default() } else { String::new() },
            doi: one_line(&publication.doi),
            isbn: one_line(&publication.isbn),
            language: one_line(&publication.language),
            sources: publication.sources.split_whitespace().map(|id| source_name(protocol, id)).collect(),
            terms: publication.terms.split_whitespace().map(|id| term_label(protocol, id)).collect(),
            excerpt: main.map(|row| excerpt(row, pages)).unwrap_or_default(),
            fate,
            pairs: pairs_in_order(protocol, pairs),
            accessed: harvest.get(..10).unwrap_or_default().to_owned(),
        }
    }
}

/// The title; where there is none its address, since no program takes a record without.
fn title(publication: &PublicationRow) -> String {
    let title = one_line(&publication.title);
    if title.is_empty() { one_line(&publication.url) } else { title }
}

/// An address that others can go to; a file that somebody brought has none.
fn address(url: &str) -> String {
    let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let is_brought = host.is_some_and(|host| host.ends_with(FILES_HOST));
    if is_brought { String::new() } else { one_line(url) }
}

fn authors(listed: &str) -> Vec<Author> {
    listed.split(';').map(str::trim).filter(|name| !name.is_empty()).map(Author::parse).collect()
}

fn source_name(protocol: &Protocol, id: &str) -> String {
    let source = protocol.sources.iter().find(|source| source.id.as_str() == id);
    source.map_or_else(|| id.to_owned(), |source| one_line(&source.name))
}

pub(crate) fn term_label(protocol: &Protocol, id: &str) -> String {
    let term = protocol.terms.iter().find(|term| term.id.as_str() == id);
    term.map_or_else(|| id.to_owned(), |term| one_line(&term.label))
}

fn pairs_in_order(protocol: &Protocol, pairs: &[&OutcomeRow]) -> Vec<(String, Outcome, &'static str)> {
    let place = |row: &OutcomeRow| protocol.terms.iter().position(|term| term.id == row.term);
    let mut rows = pairs.to_vec();
    rows.sort_by_key(|row| (place(row), &row.term));
    let told = rows.iter().map(|row| {
        let by = row.decided_by.map(bron_model::MadeBy::as_str).unwrap_or_default();
        (term_label(protocol, row.term.as_str()), row.outcome, by)
    });
    told.collect()
}

/// The beginning of the text of a document, over as many of its pages as it takes.
fn excerpt(document: &DocumentRow, pages: &[PageRow]) -> String {
    let mut text = String::new();
    for page in pages.iter().filter(|page| page.document == document.document) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&one_line(&page.text));
        if text.chars().count() > EXCERPT {
            break;
        }
    }
    beginning(text.trim(), EXCERPT)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A reference with nothing but a title, for the tests of the formats.
    pub(crate) fn titled(title: &str) -> Reference {
        Reference {
            id: PublicationId::new("movisie-zorg-abc123").unwrap(),
            title: one_line(title),
            authors: Vec::new(),
            issued: Issued::Unknown,
            date_as_listed: String::new(),
            publisher: String::new(),
            kind: Kind::Online,
            kind_as_listed: String::new(),
            url: "https://a.nl/zorg".to_owned(),
            file: String::new(),
            doi: String::new(),
            isbn: String::new(),
            language: String::new(),
            sources: vec!["Movisie".to_owned()],
            terms: vec!["Zorgzame buurten".to_owned()],
            excerpt: String::new(),
            fate: Fate::Included,
            pairs: vec![("Zorgzame buurten".to_owned(), Outcome::Included, "reviewer")],
            accessed: "2026-11-01".to_owned(),
        }
    }

    /// A reference with every field.
    pub(crate) fn full() -> Reference {
        Reference {
            authors: vec![Author::parse("Pelt, M. van"), Author::parse("Sociaal en Cultureel Planbureau")],
            issued: Issued::Known("2019-03-14".parse().unwrap()),
            date_as_listed: "14 maart 2019".to_owned(),
            publisher: "Movisie".to_owned(),
            kind: Kind::Report,
            kind_as_listed: "rapport".to_owned(),
            file: "https://a.nl/zorg.pdf".to_owned(),
            doi: "10.1234/zb.12".to_owned(),
            isbn: "9780306406157".to_owned(),
            language: "nl".to_owned(),
            excerpt: "Een zorgzame buurt is een buurt. […]".to_owned(),
            ..titled("Zorg & welzijn: 100% \"buurt\"")
        }
    }

    #[test]
    fn a_file_that_somebody_brought_has_no_address_for_others() {
        assert_eq!(address("https://hand.files.bron.invalid/map/a.pdf"), "");
        assert_eq!(address("https://a.nl/x?y=files.bron.invalid"), "https://a.nl/x?y=files.bron.invalid");
        assert_eq!(address("geen adres"), "geen adres");
    }

    #[test]
    fn authors_are_persons_where_their_names_can_be_taken_apart() {
        assert_eq!(Author::parse("Pelt, M. van").inverted(), "van Pelt, M.");
        assert_eq!(Author::parse("Jan Jansen").inverted(), "Jansen, Jan");
        assert_eq!(
            Author::parse("Ministerie van Volksgezondheid, Welzijn en Sport").inverted(),
            "Ministerie van Volksgezondheid, Welzijn en Sport"
        );
        assert_eq!(authors(" ; Pelt, M. van;"), [Author::parse("Pelt, M. van")]);
    }
}
