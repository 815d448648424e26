//! A look at one site, from which the file of a source is proposed. No configuration is changed.

use crate::asking::Waiting;
use crate::run::{Options, contact, load, open_for_reading};
use crate::{Ask, Error};
use bron_harvest::{Live, Replay};
use bron_model::{Exchange, NoAnswer, NoAnswerCode, Reply, SourceId};
use bron_protocol::{Protocol, Source};
use bron_search::{Changed, Proposal, Proposed, Words, changed};
use bron_store::{Archive, WarcInfo};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;
use url::Url;

/// What a look at a site came to.
#[derive(Debug, Clone, Serialize)]
pub struct ProposeReport {
    /// The folder with the archive of everything that was asked and answered.
    pub folder: PathBuf,
    /// Whether every answer came from an archive that was there: then nothing was asked now.
    pub nothing_asked: bool,
    /// The file, with evidence and problems.
    pub proposed: Proposed,
    /// The pipeline's source on the same host, with the settings in which it differs; absent where there is none.
    pub present: Option<Present>,
}

/// The source that the study has on the host that was looked at.
#[derive(Debug, Clone, Serialize)]
pub struct Present {
    /// Its id.
    pub id: SourceId,
    /// Its settings that differ, by key; empty where the proposal says the same.
    pub changed: Vec<Changed>,
}

/// Looks at the site at an address and proposes the file of a source. The pipeline of `options` gives contact, pace and
/// limits; only the host of the address is asked (with and without `www.`). Everything is kept in `archive/` of the folder
/// `output/propose-<host>`, or of [`Options::output`]; what it holds is not asked again.
pub fn propose(options: &Options, address: &str, words: &Words) -> Result<ProposeReport, Error> {
    let address = &read_address(address)?;
    let protocol = load(options)?;
    let source = looked_at(address);
    let host =
        address.host_str().unwrap_or_default().replace(|c: char| !c.is_ascii_alphanumeric() && c != '.', "-");
    let folder =
        options.output.clone().unwrap_or_else(|| options.root.join("output").join(format!("propose-{host}")));
    let archive = open(options, &protocol, &folder)?;
    let held = archive.len();
    let ask = asker(options, &protocol, &archive, &source)?;
    let proposed = propose_with(ask.as_ref(), &source, address, words)?;
    if !options.offline {
        archive.write_index()?;
    }
    let present = protocol
        .sources
        .iter()
        .find(|known| is_same_host(known, address))
        .map(|known| Present { id: known.id.clone(), changed: changed(known, &proposed.source) });
    Ok(ProposeReport { folder, nothing_asked: archive.len() == held && held > 0, proposed, present })
}

/// A proposal by anybody's means of asking: `bron probe` calls it for a source that stopped fitting, and shows
/// [`bron_search::changed`]. `source` says which hosts may be asked and how fast. What cannot be had (an archive that does
/// not hold it) is heard as no answer, so that a proposal always comes.
pub fn propose_with(ask: &dyn Ask, source: &Source, address: &Url, words: &Words) -> Result<Proposed, Error> {
    let mut proposal = Proposal::begin(address, words);
    while let Some(request) = proposal.ask() {
        if let Some(fetched) = ask.ask(source, &request)? {
            proposal.hear(&fetched.exchange);
            continue;
        }
        let detail = "the archive does not hold it".to_owned();
        let reply = Reply::NoAnswer(NoAnswer { code: NoAnswerCode::HostNotAllowed, detail });
        proposal.hear(&Exchange { request, at: jiff::Timestamp::UNIX_EPOCH, reply });
    }
    Ok(proposal.finish())
}

/// An address as a person writes it, with or without `https://`.
fn read_address(text: &str) -> Result<Url, Error> {
    let whole =
        if text.contains("://") { text.trim().to_owned() } else { format!("https://{}", text.trim()) };
    let url =
        Url::parse(&whole).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.ok_or_else(|| Error::Address(text.to_owned()))
}

/// A source of which only the address is known.
fn looked_at(address: &Url) -> Source {
    let id = SourceId::new("proposal").expect("a constant in small letters is an id");
    let mut source = Source::bare(id, "proposal");
    let mut base = address.clone();
    base.set_path("/");
    base.set_query(None);
    base.set_fragment(None);
    let host = base.host_str().unwrap_or_default();
    let other = host.strip_prefix("www.").map_or_else(|| format!("www.{host}"), str::to_owned);
    let is_name = host.contains('.') && host.parse::<std::net::Ipv4Addr>().is_err() && !host.starts_with('[');
    if is_name {
        source.hosts.push(base.port().map_or_else(|| other.clone(), |port| format!("{other}:{port}")));
    }
    source.base = Some(base);
    source
}

fn is_same_host(source: &Source, address: &Url) -> bool {
    let plain = |url: &Url| url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned());
    source.base.as_ref().is_some_and(|base| plain(base) == plain(address))
}

fn open(options: &Options, protocol: &Protocol, folder: &std::path::Path) -> Result<Arc<Archive>, Error> {
    let folder = folder.join("archive");
    if options.offline {
        return open_for_reading(&folder, &protocol.pipeline.name, true);
    }
    let info = WarcInfo {
        software: format!("bron/{}", options.version),
        contact: contact(options, protocol)?.to_owned(),
        pipeline: protocol.pipeline.name.clone(),
        search_digest: protocol.digests.search.clone(),
    };
    Ok(Arc::new(Archive::open_write(&folder, &info)?))
}

fn asker(
    options: &Options,
    protocol: &Protocol,
    archive: &Arc<Archive>,
    source: &Source,
) -> Result<Box<dyn Ask>, Error> {
    let (harvest, limit) = (&protocol.pipeline.harvest, protocol.pipeline.limits.max_decoded);
    if options.offline {
        return Ok(Box::new(Waiting::new(Replay::new(archive.clone(), harvest, limit), archive.clone())?));
    }
    let contact = contact(options, protocol)?;
    let sources = std::slice::from_ref(source);
    let live = Live::new(archive.clone(), harvest, limit, contact, &options.version, sources)?;
    Ok(Box::new(Waiting::new(live.retry_failed(options.retry_failed), archive.clone())?))
}
