//! The project: users, codes, variables, and a source for each publication.

use super::codebook::{codes, write};
use super::guid::guid;
use super::passages::Passages;
use super::text::{Text, text};
use super::xml::Xml;
use crate::Error;
use crate::plain::one_line;
use crate::reference::{Author, Reference};
use bron_model::Language;
use bron_run::Finished;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The variables of a source, in their order.
const VARIABLES: [&str; 8] = ["record_id", "title", "authors", "year", "publisher", "source", "terms", "url"];

/// What a project is told beside the run.
pub(crate) struct Told<'a> {
    /// The included publications.
    pub(crate) references: &'a [Reference],
    /// What may be shared.
    pub(crate) shared: &'a str,
    pub(crate) line_end: &'a str,
    pub(crate) language: Language,
}

/// A publication as a source of the project.
struct Source<'a> {
    reference: &'a Reference,
    guid: String,
    text: Text,
}

/// The bytes of the project, and how many sources it has.
pub(crate) fn qdpx(finished: &Finished, told: &Told<'_>) -> Result<(Vec<u8>, usize), Error> {
    let sources = sources(finished, told)?;
    let project = project(finished, told, &sources);
    let made = |error: zip::result::ZipError| Error::Made(error.to_string());
    let written = |error: std::io::Error| Error::Made(error.to_string());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // No clock: every file has the first moment that a zip can tell.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    zip.start_file("project.qde", options).map_err(made)?;
    zip.write_all(&project).map_err(written)?;
    for source in &sources {
        zip.start_file(format!("sources/{}.txt", source.guid), options).map_err(made)?;
        zip.write_all(source.text.text.as_bytes()).map_err(written)?;
    }
    Ok((zip.finish().map_err(made)?.into_inner(), sources.len()))
}

fn sources<'a>(finished: &Finished, told: &Told<'a>) -> Result<Vec<Source<'a>>, Error> {
    let passages = Passages::of(finished);
    let by_id: BTreeMap<_, _> = told.references.iter().map(|reference| (&reference.id, reference)).collect();
    let mut pages = finished.pages.publications()?;
    let mut sources = Vec::new();
    for publication in passages.publications() {
        let Some(reference) = by_id.get(publication).copied() else { continue };
        let pages = pages.pass_to(publication)?;
        let found = passages.on(publication, &pages);
        let text = text(&head(reference), &found, &pages, told.line_end);
        sources.push(Source { reference, guid: guid("source", publication.as_str()), text });
    }
    Ok(sources)
}

/// The first lines of a text: which publication it is.
fn head(reference: &Reference) -> Vec<String> {
    let authors: Vec<String> = reference.authors.iter().map(Author::inverted).collect();
    let year = reference.issued.year().map_or_else(|| "z.d.".to_owned(), |year| year.to_string());
    let by = if authors.is_empty() { year } else { format!("{} ({year})", authors.join("; ")) };
    vec![reference.title.clone(), by, reference.url.clone()]
}

fn project(finished: &Finished, told: &Told<'_>, sources: &[Source<'_>]) -> Vec<u8> {
    let user = guid("user", "bron");
    let origin = format!("bron {}", env!("CARGO_PKG_VERSION"));
    let name = one_line(&finished.name());
    let mut attributes = vec![
        ("xmlns", "urn:QDA-XML:project:1.0"),
        ("name", name.as_str()),
        ("origin", &origin),
        ("creatingUserGUID", &user),
    ];
    if let Some(at) = finished.record.harvest_date.as_deref() {
        attributes.push(("creationDateTime", at));
    }
    let mut xml = Xml::new();
    xml.within("Project", &attributes, |xml| {
        xml.within("Users", &[], |xml| xml.empty("User", &[("guid", user.as_str()), ("name", "bron")]));
        xml.within("CodeBook", &[], |xml| {
            xml.within("Codes", &[], |xml| write(xml, &codes(&finished.protocol, told.language)));
        });
        xml.within("Variables", &[], |xml| {
            for name in VARIABLES {
                let guid = guid("variable", name);
                xml.empty("Variable", &[("guid", guid.as_str()), ("name", name), ("typeOfVariable", "Text")]);
            }
        });
        // An element `Sources` must hold one at least.
        if !sources.is_empty() {
            xml.within("Sources", &[], |xml| {
                sources.iter().for_each(|source| write_source(xml, source, &user));
            });
        }
        xml.text("Description", told.shared);
    });
    xml.into_bytes()
}

fn write_source(xml: &mut Xml, source: &Source<'_>, user: &str) {
    let path = format!("internal://{}.txt", source.guid);
    let attributes = [
        ("guid", source.guid.as_str()),
        ("name", &source.reference.title),
        ("plainTextPath", &path),
        ("creatingUser", user),
    ];
    xml.within("TextSource", &attributes, |xml| {
        for selection in &source.text.selections {
            let (start, end) = (selection.start.to_string(), selection.end.to_string());
            let place = format!("{}/{start}-{end}", source.reference.id);
            let id = guid("selection", &place);
            // QDA programs show no selection without a name.
            let name = if selection.page.is_empty() { "-" } else { &selection.page };
            let attributes = [
                ("guid", id.as_str()),
                ("name", name),
                ("startPosition", &start),
                ("endPosition", &end),
                ("creatingUser", user),
            ];
            xml.within("PlainTextSelection", &attributes, |xml| {
                let parts = [selection.page.as_str(), selection.second_hand_of.as_str()];
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                if !parts.is_empty() {
                    xml.text("Description", &one_line(&parts.join("; ")));
                }
                for code in &selection.codes {
                    let id = guid("coding", &format!("{place}/{code}"));
                    xml.within("Coding", &[("guid", id.as_str()), ("creatingUser", user)], |xml| {
                        xml.empty("CodeRef", &[("targetGUID", code.as_str())]);
                    });
                }
            });
        }
        for (name, value) in VARIABLES.into_iter().zip(values(source.reference)) {
            xml.within("VariableValue", &[], |xml| {
                xml.empty("VariableRef", &[("targetGUID", guid("variable", name).as_str())]);
                xml.text("TextValue", &value);
            });
        }
    });
}

/// The values of [`VARIABLES`].
fn values(reference: &Reference) -> [String; 8] {
    let authors: Vec<String> = reference.authors.iter().map(Author::inverted).collect();
    [
        reference.id.to_string(),
        reference.title.clone(),
        authors.join("; "),
        reference.issued.year().map_or_else(|| "z.d.".to_owned(), |year| year.to_string()),
        reference.publisher.clone(),
        reference.sources.join("; "),
        reference.terms.join("; "),
        reference.url.clone(),
    ]
}
