//! What a site lists of itself: a sitemap, at one site an index of sitemaps of which one is packed, and at the planning
//! bureau a repository by OAI-PMH.

use super::{Asked, Reply};
use crate::collection::{Shelf, Site};
use crate::html::escape;
use crate::publication::Publication;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// The site whose sitemap is an index.
const WITH_INDEX: Site = Site::Vilans;
/// Where the repository answers.
const REPOSITORY: &str = "/oai/request";
/// Records in one answer of the repository.
const RECORDS: usize = 6;
/// A record that the repository says is gone.
const DELETED: &str = "oai:scp.demo:0";

/// The answer to what is asked of a catalogue; `None` for any other path.
pub(crate) fn reply(shelf: &Shelf, asked: &Asked) -> Option<Reply> {
    let site = shelf.site;
    let listed: Vec<&Publication> = shelf.listed().collect();
    let half = listed.len() / 2;
    match asked.path.as_str() {
        "/sitemap.xml" if site == WITH_INDEX => Some(xml(index(site))),
        "/sitemap.xml" => Some(xml(sheet(site, &listed))),
        "/sitemap/index.xml" if site == WITH_INDEX => Some(xml(inner_index(site))),
        "/sitemap/1.xml" if site == WITH_INDEX => Some(xml(sheet(site, &listed[..half]))),
        "/sitemap/2.xml.gz" if site == WITH_INDEX => {
            Some(Reply::new(200, "application/gzip", packed(&sheet(site, &listed[half..]))))
        }
        REPOSITORY if site == Site::Scp => Some(xml(repository(site, &listed, asked))),
        _ => None,
    }
}

fn xml(body: String) -> Reply {
    Reply::new(200, "application/xml; charset=utf-8", body.into_bytes())
}

fn address(site: Site, publication: &Publication) -> String {
    format!("http://{}{}", site.host(), publication.path)
}

fn sheet(site: Site, publications: &[&Publication]) -> String {
    let pages: String = publications
        .iter()
        .filter(|publication| publication.status == 200)
        .map(|publication| format!("<url><loc>{}</loc></url>\n", escape(&address(site, publication))))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{pages}</urlset>\n"
    )
}

fn index_of(site: Site, paths: &[&str]) -> String {
    let lists: String = paths
        .iter()
        .map(|path| format!("<sitemap><loc>http://{}{path}</loc></sitemap>\n", site.host()))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{lists}</sitemapindex>\n"
    )
}

fn index(site: Site) -> String {
    index_of(site, &["/sitemap/1.xml", "/sitemap/index.xml"])
}

fn inner_index(site: Site) -> String {
    index_of(site, &["/sitemap/2.xml.gz"])
}

/// The same bytes on every day: the header of a gzip file holds no time.
fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).and_then(|()| packer.finish()).expect("a list in memory can be written")
}

fn repository(site: Site, listed: &[&Publication], asked: &Asked) -> String {
    let verb = asked.value("verb").unwrap_or_default();
    let body = match verb {
        "Identify" => identify(site),
        "ListMetadataFormats" => FORMATS.to_owned(),
        "ListRecords" => records(site, listed, asked),
        _ => refused("badVerb", "Dit werkwoord is er niet."),
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\n<responseDate>2024-06-01T10:00:00Z</responseDate>\n\
         <request verb=\"{}\">http://{}{REPOSITORY}</request>\n{body}</OAI-PMH>\n",
        escape(verb),
        site.host()
    )
}

fn identify(site: Site) -> String {
    let host = site.host();
    format!(
        "<Identify><repositoryName>{}</repositoryName><baseURL>http://{host}{REPOSITORY}</baseURL><protocolVersion>2.0</protocolVersion>\
         <adminEmail>beheer@{host}</adminEmail><earliestDatestamp>2008-01-01T00:00:00Z</earliestDatestamp><deletedRecord>persistent</deletedRecord>\
         <granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>\n",
        escape(site.name())
    )
}

const FORMATS: &str = "<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix><schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema>\
<metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace></metadataFormat></ListMetadataFormats>\n";

fn refused(code: &str, words: &str) -> String {
    format!("<error code=\"{code}\">{words}</error>\n")
}

/// Some records from the place that the token names, the deleted one before all others.
fn records(site: Site, all: &[&Publication], asked: &Asked) -> String {
    let from = match (asked.value("resumptionToken"), asked.value("metadataPrefix")) {
        (Some(token), _) => token.strip_prefix("oai_dc/").and_then(|number| number.parse::<usize>().ok()),
        (None, Some("oai_dc")) => Some(0),
        (None, _) => return refused("cannotDisseminateFormat", "Alleen oai_dc."),
    };
    let Some(from) = from.filter(|from| *from < all.len()) else {
        return refused("badResumptionToken", "Dit teken is niet bekend.");
    };
    let gone = format!(
        "<record><header status=\"deleted\"><identifier>{DELETED}</identifier><datestamp>2018-01-01T00:00:00Z</datestamp></header></record>\n"
    );
    let some = &all[from..all.len().min(from + RECORDS)];
    let list: String = (from == 0)
        .then_some(gone)
        .into_iter()
        .chain(some.iter().map(|publication| record(site, publication)))
        .collect();
    let next = from + some.len();
    let token = if next < all.len() { format!("oai_dc/{next}") } else { String::new() };
    format!(
        "<ListRecords>\n{list}<resumptionToken completeListSize=\"{}\" cursor=\"{from}\">{token}</resumptionToken></ListRecords>\n",
        all.len() + 1
    )
}

fn record(site: Site, publication: &Publication) -> String {
    let field = |name: &str, text: &str| {
        if text.is_empty() { String::new() } else { format!("<dc:{name}>{}</dc:{name}>", escape(text)) }
    };
    let creators: String = publication.authors.iter().map(|author| field("creator", author)).collect();
    format!(
        "<record><header><identifier>oai:{host}:{id}</identifier><datestamp>2024-01-01T00:00:00Z</datestamp></header><metadata>\
         <oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">{}{creators}{}{}{}{}</oai_dc:dc></metadata></record>\n",
        field("title", &publication.title),
        field("date", &publication.date),
        field("type", &publication.kind),
        field("identifier", &address(site, publication)),
        field("description", &publication.intro),
        host = site.host(),
        id = publication.id,
    )
}
