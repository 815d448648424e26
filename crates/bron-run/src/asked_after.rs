//! Addresses that a harvest did not meet, asked for once: does a publication of another harvest still stand there?

use crate::run::{asker, contact, load_to_carry_out, needs_archive, open_archive, refuse_losses, run_folder};
use crate::{Error, Options, Progress};
use bron_harvest::Fetched;
use bron_model::{NoAnswer, PublicationId, Reply, Request, SourceId};
use bron_store::{RunFolder, archive_files};
use serde::Serialize;
use std::collections::BTreeMap;
use url::Url;

/// A publication of another harvest of which nothing was heard in this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskAfter {
    /// The publication.
    pub publication: PublicationId,
    /// The source at which it was found.
    pub source: SourceId,
    /// Its address, as it was listed.
    pub url: String,
}

/// What came of asking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AskedAfter {
    /// The addresses that were asked for, or of which the archive held an answer already.
    pub asked: u64,
    /// Those of them that gave no answer that settles anything: they are asked for again the next time.
    pub unanswered: Vec<Unanswered>,
    /// Those whose source the pipeline does not name: nobody may be asked for them.
    pub without_source: Vec<String>,
    /// The publications of which no address is listed that could be asked for.
    pub without_address: Vec<WithoutAddress>,
}

/// An address that was asked for in vain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unanswered {
    /// The address.
    pub url: String,
    /// What came in place of an answer.
    pub why: String,
}

/// A publication that stays not asked, since what is listed of it is no address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithoutAddress {
    /// The publication.
    pub publication: PublicationId,
    /// What stands in the place of an address; may be empty.
    pub as_listed: String,
}

/// Asks once for each address, as politely as in a run, and keeps the answers in the run's archive. They are no part of the
/// review: no stage reads them.
///
/// What the archive holds is not asked again, but for what failed; what gave no answer or has no address is told. A run that reads another's archive asks
/// nothing: that is an error, as it is where the pipeline has no contact, the run no archive, or the protocol is not as it was frozen.
pub fn ask_after(
    options: &Options,
    unheard: &[AskAfter],
    progress: &dyn Progress,
) -> Result<AskedAfter, Error> {
    let options = &Options { retry_failed: true, ..options.clone() };
    let protocol = load_to_carry_out(options)?;
    if let Some(harvested_by) = &protocol.pipeline.archive {
        let pipeline = protocol.pipeline.name.clone();
        return Err(Error::AskElsewhere { pipeline, harvested_by: harvested_by.clone() });
    }
    contact(options, &protocol)?;
    let run = run_folder(options, &protocol);
    let folder_of_archive = run.join("archive");
    needs_archive(&folder_of_archive, &protocol.pipeline.name, false)?;
    let mut folder = RunFolder::open(&run, &protocol.pipeline.name, &options.version)?;
    refuse_losses(&folder, &folder_of_archive)?;
    let archive = open_archive(options, &protocol, &run)?;
    let ask = asker(options, &protocol, &archive)?;
    let mut report = AskedAfter::default();
    let mut by_source: BTreeMap<&SourceId, Vec<Url>> = BTreeMap::new();
    for AskAfter { publication, source, url } in unheard {
        match Url::parse(url) {
            Ok(url) => by_source.entry(source).or_default().push(url),
            Err(_) => report
                .without_address
                .push(WithoutAddress { publication: publication.clone(), as_listed: url.clone() }),
        }
    }
    crate::describe::remove(&run)?;
    progress.stage("addresses of the other harvest", None);
    let results: Vec<Result<Vec<Option<Unanswered>>, Error>> = std::thread::scope(|scope| {
        let mut threads = Vec::new();
        for (id, urls) in by_source {
            let Some(source) = protocol.source(id) else {
                report.without_source.extend(urls.into_iter().map(String::from));
                continue;
            };
            progress.source(id, urls.len() as u64);
            let ask = ask.as_ref();
            threads.push(scope.spawn(move || -> Result<Vec<Option<Unanswered>>, Error> {
                let one = |url: Url| -> Result<Option<Unanswered>, Error> {
                    let came = ask.ask(source, &Request::get(url.clone()))?;
                    progress.source_step(id, url.path());
                    Ok(why_unanswered(came.as_ref()).map(|why| Unanswered { url: url.into(), why }))
                };
                urls.into_iter().map(one).collect()
            }));
        }
        threads.into_iter().map(|thread| thread.join().expect("a source's thread does not panic")).collect()
    });
    for asked in results {
        let asked = asked?;
        report.asked += asked.len() as u64;
        report.unanswered.extend(asked.into_iter().flatten());
    }
    archive.write_index()?;
    let files = archive_files(&folder_of_archive)?;
    folder.update(|record| record.archive_files = files)?;
    crate::describe::write(&run, folder.record())?;
    Ok(report)
}

/// Why what came settles nothing; nothing where it does.
fn why_unanswered(came: Option<&Fetched>) -> Option<String> {
    match came.map(|fetched| &fetched.exchange.reply) {
        None => Some("the archive holds nothing of it".to_owned()),
        Some(Reply::NoAnswer(NoAnswer { code, detail })) if detail.is_empty() => {
            Some(code.as_str().to_owned())
        }
        Some(Reply::NoAnswer(NoAnswer { code, detail })) => Some(format!("{}: {detail}", code.as_str())),
        Some(Reply::Answer(answer)) => {
            let is_of_the_moment = answer.status == 429 || answer.status >= 500;
            is_of_the_moment.then(|| format!("status {}", answer.status))
        }
    }
}
