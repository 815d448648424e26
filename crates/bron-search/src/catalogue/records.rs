//! The description of a repository's record: Dublin Core, MODS, or DIDL with MODS in it.

use super::xml::Element;
use bron_protocol::RecordFormat;

/// What a record says, in its own words. What it does not say is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Record {
    pub(super) title: String,
    pub(super) authors: Vec<String>,
    pub(super) dates: Vec<String>,
    pub(super) kinds: Vec<String>,
    /// Description, subjects, language, relations.
    pub(super) texts: Vec<String>,
    pub(super) doi: String,
    pub(super) isbn: String,
    pub(super) identifiers: Vec<String>,
    /// Addresses that are said to be of its page.
    pub(super) pages: Vec<String>,
    /// Addresses that are said to be of a file.
    pub(super) files: Vec<String>,
}

/// Reads what stands in `metadata`; `None` where nothing of that format stands there.
pub(super) fn describe(format: RecordFormat, metadata: &Element) -> Option<Record> {
    let mut record = match format {
        RecordFormat::OaiDc => dublin_core(metadata.first("dc")?),
        RecordFormat::Mods => mods(metadata.walk().into_iter().find(|element| element.name == "mods")?),
        RecordFormat::Didl => didl(metadata.first("DIDL")?),
    };
    record.identify();
    Some(record)
}

impl Record {
    /// Finds DOI and ISBN among the identifiers.
    fn identify(&mut self) {
        for identifier in &self.identifiers {
            let lower = identifier.to_ascii_lowercase();
            let bare = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/"]
                .iter()
                .find_map(|prefix| lower.strip_prefix(prefix))
                .unwrap_or(&lower);
            let bare = bare.trim_start_matches("doi:").trim();
            if self.doi.is_empty() && bare.starts_with("10.") && bare.contains('/') {
                self.doi = identifier.clone();
            }
            let isbn = lower.trim_start_matches("urn:").trim_start_matches("isbn").trim_start_matches(':');
            let digits = isbn.chars().filter(char::is_ascii_digit).count();
            let only_digits = isbn.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | 'x'));
            if self.isbn.is_empty() && only_digits && matches!(digits, 9 | 10 | 13) {
                self.isbn = identifier.clone();
            }
        }
    }
}

/// Of several dates the first without a time of day: repositories list the day of entry, with its time, beside the
/// date of issue.
pub(super) fn first_date(dates: &[String]) -> String {
    dates.iter().find(|date| !date.contains('T')).or(dates.first()).cloned().unwrap_or_default()
}

/// The first kind in words; where all are addresses of a vocabulary, the last part of the first.
pub(super) fn first_kind(kinds: &[String]) -> String {
    let in_words = kinds.iter().find(|kind| !kind.contains("://") && !kind.starts_with("info:"));
    let last = || kinds.first().and_then(|kind| kind.rsplit('/').next()).map(str::to_owned);
    in_words.cloned().or_else(last).unwrap_or_default()
}

fn texts(of: &Element, name: &str) -> Vec<String> {
    of.all(name).map(Element::squeezed).filter(|text| !text.is_empty()).collect()
}

fn dublin_core(dc: &Element) -> Record {
    let titles = texts(dc, "title");
    let relations = texts(dc, "relation");
    let mut record = Record {
        title: titles.first().cloned().unwrap_or_default(),
        authors: texts(dc, "creator"),
        dates: texts(dc, "date"),
        kinds: texts(dc, "type"),
        identifiers: texts(dc, "identifier"),
        files: relations.iter().filter(|text| text.to_ascii_lowercase().ends_with(".pdf")).cloned().collect(),
        ..Record::default()
    };
    record.texts = titles.into_iter().skip(1).collect();
    for name in ["description", "subject", "language", "publisher", "contributor", "coverage"] {
        record.texts.extend(texts(dc, name));
    }
    record.texts.extend(relations);
    record
}

fn mods(mods: &Element) -> Record {
    let mut record = Record::default();
    let mut titles = mods.all("titleInfo").map(title);
    record.title = titles.next().unwrap_or_default();
    record.texts = titles.filter(|title| !title.is_empty()).collect();
    record.authors = mods.all("name").filter(|name| is_author(name)).map(person).collect();
    for origin in mods.all("originInfo") {
        record.dates.extend(["dateIssued", "copyrightDate"].iter().flat_map(|name| texts(origin, name)));
    }
    record.kinds = texts(mods, "genre");
    record.texts.extend(texts(mods, "abstract"));
    for subject in mods.all("subject") {
        record
            .texts
            .extend(subject.walk().into_iter().map(Element::squeezed).filter(|text| !text.is_empty()));
    }
    record.texts.extend(texts(mods, "note"));
    record.identifiers = texts(mods, "identifier");
    for url in mods.all("location").flat_map(|location| location.all("url")) {
        let is_file = url.attribute("access") == Some("raw object");
        if is_file { record.files.push(url.squeezed()) } else { record.pages.push(url.squeezed()) }
    }
    record
}

/// Article, title and subtitle as a title page has them.
fn title(info: &Element) -> String {
    let (before, title, after) = (info.text_of("nonSort"), info.text_of("title"), info.text_of("subTitle"));
    let title = [before, title].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    [title, after].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ")
}

/// A name without a role is an author's; one with roles is where a role says so.
fn is_author(name: &Element) -> bool {
    let roles: Vec<String> = name
        .all("role")
        .flat_map(|role| role.all("roleTerm"))
        .map(|term| term.squeezed().to_ascii_lowercase())
        .collect();
    roles.is_empty() || roles.iter().any(|role| matches!(role.as_str(), "aut" | "author" | "cre" | "creator"))
}

/// `Jansen, A.` from its parts, else the name as it stands.
fn person(name: &Element) -> String {
    let part = |kind: Option<&str>| {
        let parts = name.all("namePart").filter(|part| part.attribute("type") == kind);
        parts.map(Element::squeezed).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let (family, given, whole) = (part(Some("family")), part(Some("given")), part(None));
    match (family.is_empty(), given.is_empty()) {
        (false, false) => format!("{family}, {given}"),
        (false, true) => family,
        _ if whole.is_empty() => name.text_of("displayForm"),
        _ => whole,
    }
}

fn didl(didl: &Element) -> Record {
    let all = didl.walk();
    let mut record =
        all.iter().find(|element| element.name == "mods").map(|found| mods(found)).unwrap_or_default();
    if record == Record::default()
        && let Some(dc) = all.iter().find(|element| element.name == "dc")
    {
        record = dublin_core(dc);
    }
    for item in all.iter().filter(|element| element.name == "Item") {
        let role = role_of(item);
        for resource in item.all("Component").flat_map(|component| component.all("Resource")) {
            let Some(address) = resource.attribute("ref").map(str::trim).filter(|text| !text.is_empty())
            else {
                continue;
            };
            let kind = resource.attribute("mimeType").unwrap_or_default();
            let is_page =
                role.as_deref().map_or(kind.starts_with("text/html"), |role| role == "humanStartPage");
            let is_description = role.as_deref() == Some("descriptiveMetadata");
            match (is_page, is_description) {
                (true, _) => record.pages.push(address.to_owned()),
                (false, false) => record.files.push(address.to_owned()),
                (false, true) => {}
            }
        }
    }
    record
}

/// `humanStartPage`, `objectFile` or `descriptiveMetadata`, from the item's own descriptors.
fn role_of(item: &Element) -> Option<String> {
    let descriptors = item.all("Descriptor").flat_map(Element::walk);
    let mut types = descriptors.filter(|element| element.name == "type");
    types.find_map(|element| {
        let text = element.squeezed();
        let value = element.attribute("resource").unwrap_or(&text);
        let last = value.rsplit(['/', '#']).next().unwrap_or_default();
        ["humanStartPage", "objectFile", "descriptiveMetadata"].contains(&last).then(|| last.to_owned())
    })
}
