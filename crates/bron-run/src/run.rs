//! A run, from the first query to Table 1, stage by stage.

use crate::added::{Added, append_sources, check_added, take_in_added};
use crate::asking::{Waiting, take_in_folders};
use crate::catalogue::CatalogueRoute;
use crate::eligibility::decide_all;
use crate::extraction::extract_all;
use crate::frozen::{frozen_digest, refuse_changed, refuse_lost};
use crate::hand::{HandSearches, check_sheets, take_in_hand};
use crate::judged::{IN_THE_RUN, Judged, digest_of_heads, judgements_in};
use crate::permission::{check_letters, take_in_letters, told_of_permissions};
use crate::probe::{self, Probed};
use crate::reading::DocumentReader;
use crate::retrieval::Retrieval;
use crate::screening::remaining;
use crate::search::{How, Searched, search_all, unsearched};
use crate::{Ask, Error, Progress, describe, stages, synthesis};
use bron_extract::{Coder, Extractor};
use bron_harvest::{Live, Replay};
use bron_identity::{Listed, merge_listed};
use bron_judge::Records;
use bron_model::{
    About, DecisionRow, DocumentRow, DocumentStatus, Language, PartialDate, PublicationId, PublicationRow,
    QueryRow, SourceId, Table1Row,
};
use bron_protocol::{Files, Pipeline, Protocol, Source, Until};
use bron_screen::{Period, Screener};
use bron_store::{
    Archive, Asked, CsvReader, CsvWriter, FileRecord, Head, Judgements, PagesReader, RunFolder, StageRecord,
    WarcInfo, archive_files, file_record, lost_judgements, lost_of_archive, read_csv, rows_in, write_csv,
};
use bron_text::Spellings;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The stages, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Identification.
    Search,
    /// Screening on what was listed.
    Screening,
    /// Retrieval.
    Retrieval,
    /// Data extraction.
    Extraction,
    /// Eligibility.
    Eligibility,
    /// Counts and the working table.
    Synthesis,
}

/// What the researcher asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where `config/` and `pipelines/` are read from.
    pub files: Files,
    /// The study's folder: `files` sources and `output/` lie in it.
    pub root: PathBuf,
    /// The pipeline's file, as [`Files::pipeline_path`] gives it.
    pub pipeline: String,
    /// The run's folder itself; `None`: `output/<name>` in the study.
    pub output: Option<PathBuf>,
    /// Another name for the run's folder than the pipeline's.
    pub name: Option<String>,
    /// The last stage to carry out.
    pub until: Stage,
    /// Never ask a site.
    pub offline: bool,
    /// Ask anew what failed in an earlier session.
    pub retry_failed: bool,
    /// Probe every source before it is searched, where the pipeline says so; a source whose probe failed is not searched.
    pub probe: bool,
    /// Count the rules' proposals for E1b, E2 and E3 as decisions.
    pub accept_proposals: bool,
    /// Threads for reading and extracting; `None`: one a core. The bytes are the same for any number.
    pub threads: Option<usize>,
    /// The language of tables for people.
    pub language: Language,
    /// Replaces the addresses in the pipeline's `connect_to` (the demo's port).
    pub connect_to: BTreeMap<String, String>,
    /// The version of bron, for the user agent and `run.json`.
    pub version: String,
}

/// What a run came to.
#[derive(Debug, Clone)]
pub struct RunReport {
    /// The run's folder.
    pub folder: PathBuf,
    /// Table 1; empty when the run was asked to stop before it.
    pub table1: Vec<Table1Row>,
    /// Table 1 for people.
    pub table1_markdown: String,
    /// Sources of which nothing was searched, and why.
    pub not_searched: Vec<(SourceId, String)>,
    /// Queries that are not complete, those of sources not searched included.
    pub incomplete_queries: u64,
    /// Documents cut off by a limit.
    pub not_read: u64,
    /// Documents for which no whole answer came; one that the site says is gone or closed is not among them.
    pub failed_documents: u64,
    /// What waits for a reviewer.
    pub to_judge: u64,
}

impl RunReport {
    /// Whether everything that was asked is there (exit code 0), apart from what waits for a reviewer.
    pub fn is_complete(&self) -> bool {
        self.incomplete_queries == 0 && self.not_read == 0 && self.failed_documents == 0
    }
}

/// Carries a pipeline out, or goes on where it stopped.
///
/// A site or document that fails is a row and makes the run incomplete; an error is returned only where the run
/// cannot go on: the configuration, the disk, the archive, sums that do not add up.
pub fn run(
    options: &Options,
    reader: &dyn DocumentReader,
    progress: &dyn Progress,
) -> Result<RunReport, Error> {
    // A method's name is of one lifetime; a closure is of all.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method itself does not compile here")]
    with_work(options, load_to_carry_out(options)?, reader, progress, |work| work.carry_out())
}

/// The same, with the judgements of another folder than the study's.
pub(crate) fn run_with_judgements(
    options: &Options,
    judgements: &Path,
    reader: &dyn DocumentReader,
    progress: &dyn Progress,
) -> Result<RunReport, Error> {
    with_work_on(options, load_to_carry_out(options)?, Some(judgements), reader, progress, |work| {
        work.carry_out()
    })
}

/// Probes the sources of a pipeline, or one of them, into the archive of its run, and writes what was found.
///
/// Only what the archive lacks is asked. Of the sources that are not `only`, the archive alone is read: what it does not
/// hold is *not probed*. A pipeline that reads another run's archive asks nothing.
pub fn probe(options: &Options, only: Option<&SourceId>, progress: &dyn Progress) -> Result<Probed, Error> {
    let options = Options { probe: true, ..options.clone() };
    with_work(&options, load_to_carry_out(&options)?, &crate::InProcess::default(), progress, |work| {
        if let Some(only) = only
            && !work.protocol.sources.iter().any(|source| source.id == *only)
        {
            let known = work.protocol.sources.iter().map(|source| source.id.to_string()).collect();
            return Err(Error::NoSource { asked: only.to_string(), known });
        }
        work.record_protocol()?;
        work.probe(only)?;
        work.record_archive()?;
        describe::write(work.folder.path(), work.folder.record())?;
        work.probed()
    })
}

/// Carries stages 4 to 6 out on the files of stages 1 to 3 that stand in the run's folder, whoever put them there.
///
/// They are taken as they are and noted in `run.json`; no site is asked, and the archive only tells the day of the
/// harvest. For what was retrieved elsewhere, and for measuring.
pub fn count_retrieved(options: &Options, progress: &dyn Progress) -> Result<RunReport, Error> {
    let options = Options { offline: true, until: Stage::Synthesis, ..options.clone() };
    with_work(&options, load_to_carry_out(&options)?, &crate::InProcess::default(), progress, |work| {
        work.record_protocol()?;
        for stage in [stages::SEARCH, stages::SCREENING, stages::RETRIEVAL] {
            work.record_stage(stage, "as it was put there")?;
        }
        work.extraction()?;
        work.eligibility()?;
        work.synthesis()?;
        describe::write(work.folder.path(), work.folder.record())?;
        work.report()
    })
}

/// Makes a run again from its archive, with a change to what its pipeline says: what if the window ended earlier, or reading had
/// stopped sooner? No site is asked.
///
/// The run goes into the folder `options.output`, which should be new, and the one in `run` stays as it is. The judgements are
/// those of the study, or those in the new folder where there is no study.
pub fn run_changed(
    options: &Options,
    run: &Path,
    change: &dyn Fn(&mut Pipeline),
    reader: &dyn DocumentReader,
    progress: &dyn Progress,
) -> Result<RunReport, Error> {
    let options = Options { offline: true, retry_failed: false, until: Stage::Synthesis, ..options.clone() };
    let mut protocol = Protocol::load_changed(&options.files, &options.pipeline, change)?;
    checked(&options, &mut protocol)?;
    let archive = &mut protocol.pipeline.archive;
    *archive = archive.take().or_else(|| Some(from_output(&options.root, run)));
    // A method's name is of one lifetime; a closure is of all.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method itself does not compile here")]
    with_work(&options, protocol, reader, progress, |work| work.carry_out())
}

/// A run's folder from the study's `output/`, else as it is.
fn from_output(root: &Path, run: &Path) -> String {
    let whole = run.canonicalize().unwrap_or_else(|_| run.to_owned());
    let output = root.join("output").canonicalize().ok();
    let inside = output.and_then(|output| whole.strip_prefix(output).ok().map(Path::to_owned));
    inside.unwrap_or(whole).display().to_string()
}

/// Opens what a pipeline needs, and does something with it.
fn with_work<T: Send>(
    options: &Options,
    protocol: Protocol,
    reader: &dyn DocumentReader,
    progress: &dyn Progress,
    body: impl FnOnce(&mut Work) -> Result<T, Error> + Send,
) -> Result<T, Error> {
    with_work_on(options, protocol, None, reader, progress, body)
}

/// The same, with the judgements of that folder; `None`: those of the study.
fn with_work_on<T: Send>(
    options: &Options,
    mut protocol: Protocol,
    judgements: Option<&Path>,
    reader: &dyn DocumentReader,
    progress: &dyn Progress,
    body: impl FnOnce(&mut Work) -> Result<T, Error> + Send,
) -> Result<T, Error> {
    refuse_early(options, &protocol)?;
    let folder = RunFolder::open(&run_folder(options, &protocol), &protocol.pipeline.name, &options.version)?;
    refuse_lost(&options.files, folder.record())?;
    let own_archive = folder.path().join("archive");
    if archive_files(&own_archive)?.is_empty() {
        refuse_losses(&folder, &own_archive)?;
    }
    let archive = open_archive(options, &protocol, folder.path())?;
    // An archive in a format that is not known says so first: its files may well have another size.
    refuse_losses(&folder, &own_archive)?;
    let mut remarks = take_in(options, &protocol, &archive)?;
    let judgements = judgements.map_or_else(|| judgements_folder(options, folder.path()), Path::to_owned);
    let (read, of_judgements) = judgements_in(&judgements)?;
    refuse_lost_judgements(&judgements, &folder.record().judgements)?;
    remarks.extend(of_judgements);
    append_sources(&mut protocol, &archive)?;
    let added = Added::of_archive(&archive)?;
    let ask = asker(options, &protocol, &archive)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .map_err(|error| Error::Threads(error.to_string()))?;
    let mut work = Work {
        options,
        protocol: &protocol,
        folder,
        archive,
        ask: ask.as_ref(),
        reader,
        progress,
        remarks,
        added,
        judgements: read,
    };
    pool.install(|| body(&mut work))
}

/// What is known to be missing before anything is made on the disk.
fn refuse_early(options: &Options, protocol: &Protocol) -> Result<(), Error> {
    if options.name.as_ref().is_some_and(|name| !is_run_name(name)) {
        return Err(Error::RunName(options.name.clone().unwrap_or_default()));
    }
    let run = run_folder(options, protocol);
    if let Some(packed) = RunFolder::read(&run)?.and_then(|record| record.packed) {
        return Err(Error::IsPack { run, packed_for: packed.packed_for });
    }
    let read = match &protocol.pipeline.archive {
        Some(other) => Some((options.root.join("output").join(other), other, false)),
        None if options.offline => Some((run_folder(options, protocol), &protocol.pipeline.name, true)),
        None => None,
    };
    if let Some((run, harvested_by, is_offline)) = read {
        return needs_archive(&run.join("archive"), harvested_by, is_offline);
    }
    contact(options, protocol)?;
    check_letters(&protocol.sources, &options.root)?;
    if brings_nothing(options) {
        return Ok(());
    }
    check_added(&options.root)?;
    check_sheets(&protocol.sources, &options.root)
}

/// Refuses a folder without an archive; `is_offline` where the same call would harvest it but for `--offline`.
pub(crate) fn needs_archive(folder: &Path, harvested_by: &str, is_offline: bool) -> Result<(), Error> {
    if archive_files(folder)?.is_empty() {
        let (folder, harvested_by) = (folder.to_owned(), harvested_by.to_owned());
        return Err(Error::NoArchive { folder, harvested_by, is_offline });
    }
    Ok(())
}

/// To whom a site's keeper can turn; no site is asked without one.
pub(crate) fn contact<'a>(options: &Options, protocol: &'a Protocol) -> Result<&'a str, Error> {
    let contact = protocol.pipeline.contact.as_deref().map(str::trim).filter(|contact| !contact.is_empty());
    contact.ok_or_else(|| Error::NoContact { pipeline: options.pipeline.clone() })
}

/// A run is not harvested over because a part of its archive is gone.
pub(crate) fn refuse_losses(folder: &RunFolder, archive: &Path) -> Result<(), Error> {
    let lost = lost_of_archive(&folder.record().archive_files, &archive_files(archive)?);
    if lost.is_empty() { Ok(()) } else { Err(Error::ArchiveLost { lost }) }
}

/// What a run was made with must still be there: a verdict that is lost would silently be the rules' again.
pub(crate) fn refuse_lost_judgements(folder: &Path, known: &[Head]) -> Result<(), Error> {
    let lost = lost_judgements(folder, known)?;
    if lost.is_empty() { Ok(()) } else { Err(Error::JudgementsGone { folder: folder.to_owned(), lost }) }
}

/// Reads the protocol, with the addresses of [`Options::connect_to`] in place.
pub(crate) fn load(options: &Options) -> Result<Protocol, Error> {
    let mut protocol = Protocol::load(&options.files, &options.pipeline)?;
    checked(options, &mut protocol)?;
    Ok(protocol)
}

/// The same, to carry it out: a protocol that was frozen and is another now is refused.
pub(crate) fn load_to_carry_out(options: &Options) -> Result<Protocol, Error> {
    let protocol = load(options)?;
    refuse_changed(&options.files, &protocol)?;
    Ok(protocol)
}

/// Puts the addresses of [`Options::connect_to`] in place, and looks whether the settings of every source can be carried out.
fn checked(options: &Options, protocol: &mut Protocol) -> Result<(), Error> {
    protocol.pipeline.harvest.connect_to.extend(options.connect_to.clone());
    let problem = protocol.sources.iter().find_map(|source| bron_search::validate(source).into_iter().next());
    problem.map_or(Ok(()), |problem| Err(problem.into()))
}

/// The run's folder.
pub(crate) fn run_folder(options: &Options, protocol: &Protocol) -> PathBuf {
    let name = options.name.as_ref().unwrap_or(&protocol.pipeline.name);
    options.output.clone().unwrap_or_else(|| options.root.join("output").join(name))
}

pub(crate) fn open_archive(
    options: &Options,
    protocol: &Protocol,
    run: &Path,
) -> Result<Arc<Archive>, Error> {
    if let Some(other) = &protocol.pipeline.archive {
        let folder = options.root.join("output").join(other).join("archive");
        return open_for_reading(&folder, other, false);
    }
    let folder = run.join("archive");
    if options.offline {
        return open_for_reading(&folder, &protocol.pipeline.name, true);
    }
    let info = WarcInfo {
        software: format!("bron/{}", options.version),
        contact: protocol.pipeline.contact.clone().unwrap_or_default(),
        pipeline: protocol.pipeline.name.clone(),
        search_digest: protocol.digests.search.clone(),
    };
    Ok(Arc::new(Archive::open_write(&folder, &info)?))
}

pub(crate) fn open_for_reading(
    folder: &Path,
    harvested_by: &str,
    is_offline: bool,
) -> Result<Arc<Archive>, Error> {
    needs_archive(folder, harvested_by, is_offline)?;
    Ok(Arc::new(Archive::open_read(folder)?))
}

/// One part of a path, and none that is hidden.
fn is_run_name(name: &str) -> bool {
    bron_model::file_name_problem(name).is_none()
        && !name.starts_with('.')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Where the judgements of a run lie: in the study, or with the program's own demo, which has none, in the run's folder.
pub(crate) fn judgements_folder(options: &Options, run: &Path) -> PathBuf {
    if options.files == Files::Embedded { run.join(IN_THE_RUN) } else { options.root.join("judgements") }
}

/// The folder of judgements from the run's folder: both may be moved together.
fn from_run(options: &Options, run: &Path) -> String {
    let folder = judgements_folder(options, run);
    if run.parent().and_then(Path::parent) == Some(&options.root) && options.files != Files::Embedded {
        return "../../judgements".to_owned();
    }
    folder
        .strip_prefix(run)
        .map_or_else(|_| folder.display().to_string(), |inside| inside.display().to_string())
}

/// The program's own demo has no study in which people bring anything, wherever it is started.
fn brings_nothing(options: &Options) -> bool {
    options.files == Files::Embedded
}

/// Puts what people brought into the archive, unless this run only reads one. Gives what a reader must know of it.
fn take_in(options: &Options, protocol: &Protocol, archive: &Archive) -> Result<Vec<String>, Error> {
    if options.offline || protocol.pipeline.archive.is_some() {
        return Ok(Vec::new());
    }
    take_in_folders(archive, &protocol.sources, &options.root)?;
    take_in_letters(archive, &protocol.sources, &options.root)?;
    if brings_nothing(options) {
        return Ok(Vec::new());
    }
    take_in_added(archive, &options.root)?;
    take_in_hand(archive, &protocol.sources, &options.root)
}

pub(crate) fn asker(
    options: &Options,
    protocol: &Protocol,
    archive: &Arc<Archive>,
) -> Result<Box<dyn Ask>, Error> {
    let max_decoded = protocol.pipeline.limits.max_decoded;
    if options.offline || protocol.pipeline.archive.is_some() {
        let replay = Replay::new(archive.clone(), &protocol.pipeline.harvest, max_decoded);
        return Ok(Box::new(Waiting::new(replay, archive.clone())?));
    }
    let contact = contact(options, protocol)?;
    let harvest = &protocol.pipeline.harvest;
    let live =
        Live::new(archive.clone(), harvest, max_decoded, contact, &options.version, &protocol.sources)?;
    let live = live.retry_failed(options.retry_failed);
    Ok(Box::new(Waiting::new(live, archive.clone())?))
}

struct Work<'a> {
    options: &'a Options,
    protocol: &'a Protocol,
    folder: RunFolder,
    archive: Arc<Archive>,
    ask: &'a dyn Ask,
    reader: &'a dyn DocumentReader,
    progress: &'a dyn Progress,
    /// What a reader must know of what people brought.
    remarks: Vec<String>,
    /// The documents that people added.
    added: Added,
    /// What reviewers decided.
    judgements: Judgements,
}

impl Work<'_> {
    fn carry_out(&mut self) -> Result<RunReport, Error> {
        self.record_protocol()?;
        self.probe(None)?;
        self.search()?;
        let last = self.options.until;
        if last >= Stage::Screening {
            self.screening()?;
        }
        if last >= Stage::Retrieval {
            self.retrieval()?;
        }
        if last >= Stage::Extraction {
            self.extraction()?;
        }
        if last >= Stage::Eligibility {
            self.eligibility()?;
        }
        if last >= Stage::Synthesis {
            self.synthesis()?;
        }
        self.record_archive()?;
        describe::write(self.folder.path(), self.folder.record())?;
        self.report()
    }

    /// Writes the archive's table of contents and which files it has.
    fn record_archive(&mut self) -> Result<(), Error> {
        let archive_is_ours = !self.options.offline && self.protocol.pipeline.archive.is_none();
        if archive_is_ours && self.archive.harvest_date().is_some() {
            self.archive.write_index()?;
        }
        let files = archive_files(&self.folder.path().join("archive"))?;
        self.folder.update(|record| record.archive_files = files)?;
        Ok(())
    }

    /// Carries a stage out unless its files are there and were made from the same inputs.
    fn stage(
        &mut self,
        name: &'static str,
        inputs: &[&str],
        body: impl FnOnce(&Self, &bron_store::Stage) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let inputs = digest_of(inputs, &self.options.version);
        if self.is_current(name, &inputs) {
            return Ok(());
        }
        self.progress.stage(name, None);
        let stage = bron_store::Stage::begin(self.folder.path(), name)?;
        body(self, &stage)?;
        stage.commit()?;
        self.record_stage(name, &inputs)?;
        Ok(())
    }

    /// Writes into `run.json` with what the run is made, and what differs from what the archive was asked for.
    fn record_protocol(&mut self) -> Result<(), Error> {
        describe::remove(self.folder.path())?;
        let digests = self.protocol.digests.clone();
        let asked = self.archive.search_digests();
        let mut remarks = told_of_permissions(&self.protocol.sources, Language::En);
        remarks.extend(self.remarks.iter().cloned());
        for remark in &remarks {
            self.progress.remark(remark);
        }
        if !asked.is_empty() && !asked.contains(&digests.search) {
            let remark =
                "the archive was harvested with other sources, texts or stop rules than this pipeline names";
            self.progress.remark(remark);
            remarks.push(remark.to_owned());
        }
        for remark in &self.protocol.remarks {
            self.progress.remark(&format!("{}: {}", remark.origin, remark.text));
        }
        let archive = self.protocol.pipeline.archive.clone();
        let judgements_folder = from_run(self.options, self.folder.path());
        let heads = self.judgements.heads.clone();
        let harvest_date = self.archive.harvest_date().map(|at| at.to_string());
        let about = about(&self.protocol.pipeline);
        let frozen = frozen_digest(&self.options.files, &self.protocol.pipeline.name)?;
        let asked = Asked {
            accept_proposals: self.options.accept_proposals,
            probe: self.options.probe,
            language: self.options.language,
        };
        self.folder.update(|record| {
            record.about = about;
            record.asked = Some(asked);
            record.search_digest = digests.search;
            record.screening_digest = digests.screening;
            record.configuration = digests.files;
            record.archive = archive;
            record.harvest_date = harvest_date;
            record.remarks = remarks;
            record.judgements_folder = judgements_folder;
            record.judgements = heads;
            record.frozen = frozen;
        })?;
        Ok(())
    }

    /// Whether a stage was made from the same inputs and all its files are as they were written.
    fn is_current(&self, name: &str, inputs: &str) -> bool {
        let Some(stage) = self.folder.record().stages.get(name) else { return false };
        stage.inputs == inputs
            && !stage.files.is_empty()
            && stage.files.iter().all(|(file, known)| {
                file_record(&self.file(name, file), known.rows).is_ok_and(|found| found == *known)
            })
    }

    /// Whether everything that a stage asked for came; the stages that ask nothing are complete when they are there.
    fn stage_is_complete(&self, name: &str) -> Result<bool, Error> {
        if name == stages::PROBE {
            return Ok(self.probed()?.failures().next().is_none());
        }
        if name == stages::SEARCH {
            let queries: Vec<QueryRow> = read_csv(&self.file(name, "queries.csv"))?;
            return Ok(queries.iter().all(|row| row.status.is_complete()));
        }
        if name == stages::RETRIEVAL {
            for row in CsvReader::<DocumentRow>::open(&self.file(name, "documents.csv"))? {
                if matches!(row?.status, DocumentStatus::NotRead | DocumentStatus::NotRetrieved) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn record_stage(&mut self, name: &'static str, inputs: &str) -> Result<(), Error> {
        let folder = self.folder.path().join(name);
        let mut files: BTreeMap<String, FileRecord> = BTreeMap::new();
        for file in bron_store::files_in(&folder)? {
            let path = folder.join(&file);
            let rows = bron_store::rows_in(&path)?;
            files.insert(file, file_record(&path, rows)?);
        }
        let complete = self.stage_is_complete(name)?;
        let record = StageRecord { inputs: inputs.to_owned(), files, complete };
        self.folder.update(|run| {
            run.stages.insert(name.to_owned(), record);
        })?;
        Ok(())
    }

    /// A digest over the files of a stage that is there.
    fn digest_of_stage(&self, name: &'static str) -> Result<String, Error> {
        let stage = self.folder.record().stages.get(name);
        let stage =
            stage.ok_or_else(|| Error::NoStage { run: self.folder.path().to_owned(), stage: name })?;
        let files: Vec<&str> =
            stage.files.iter().flat_map(|(file, known)| [file.as_str(), &known.sha256]).collect();
        Ok(digest_of(&files, ""))
    }

    /// A digest over what the archive holds.
    fn digest_of_archive(&self) -> Result<String, Error> {
        let mut hash = Sha256::new();
        for row in self.archive.responses() {
            hash.update(format!("{row:?}"));
        }
        for uri in self.archive.resources() {
            if let Some(resource) = self.archive.resource(&uri)? {
                hash.update(uri);
                hash.update(Sha256::digest(&resource.bytes));
            }
        }
        Ok(data_encoding::HEXLOWER.encode(&hash.finalize()))
    }

    fn file(&self, stage: &str, file: &str) -> PathBuf {
        self.folder.path().join(stage).join(file)
    }

    /// Always carried out: it is what notices that the archive lacks something, and costs little from an archive.
    fn search(&mut self) -> Result<(), Error> {
        self.progress.stage(stages::SEARCH, None);
        let spellings = Spellings::new(&self.protocol.terms);
        let this: &Self = self;
        let ahead = |source: &Source, listed: Vec<Listed>, go_on: &dyn Fn() -> bool| {
            this.fetch_ahead(source, listed, go_on)
        };
        let harvested = self.harvested()?.first_day();
        let hand = HandSearches::of_archive(&self.archive, &self.protocol.sources)?;
        let retrieval = Retrieval {
            protocol: self.protocol,
            ask: self.ask,
            reader: self.reader,
            progress: &crate::Silent,
            added: &self.added,
        };
        let catalogue = CatalogueRoute { retrieval, progress: self.progress };
        let closed = probe::closed(&self.probed()?);
        let how = How { ask: self.ask, hand: &hand, catalogue: &catalogue, closed: &closed, harvested };
        let Searched { queries, listed } =
            search_all(self.protocol, &how, &spellings, self.progress, &ahead)?;
        let order: Vec<SourceId> = self.protocol.sources.iter().map(|source| source.id.clone()).collect();
        let moved =
            self.protocol.sources.iter().map(|source| (source.id.clone(), source.moved.clone())).collect();
        let flags = &self.protocol.pipeline.flag;
        let again = (!self.judgements.all.is_empty()).then(|| listed.clone());
        let mut merged = merge_listed(listed, &order, &moved, flags, &[]);
        // A judgement names a publication as the list had it, so what people split is known once the list is merged.
        let mut said = self.judged_of(&merged.publications).said_of_two();
        said.retain(|one| !one.is_same);
        if let Some(listed) = again.filter(|_| !said.is_empty()) {
            merged = merge_listed(listed, &order, &moved, flags, &said);
        }
        let stage = bron_store::Stage::begin(self.folder.path(), stages::SEARCH)?;
        write_csv(&stage.file("queries.csv"), &queries)?;
        write_csv(&stage.file("hits.csv"), &merged.hits)?;
        write_csv(&stage.file("publications.csv"), &merged.publications)?;
        write_csv(&stage.file("merges.csv"), &merged.merges)?;
        stage.commit()?;
        let said = format!("{said:?}");
        let inputs = digest_of(&[self.protocol.digests.search.as_str(), &said], &self.options.version);
        self.record_stage(stages::SEARCH, &inputs)?;
        Ok(())
    }

    /// Always carried out, as the search is. With `only`, the other sources are taken from the archive.
    fn probe(&mut self, only: Option<&SourceId>) -> Result<(), Error> {
        self.progress.stage(stages::PROBE, None);
        let harvested = self.harvested()?.first_day();
        let why_not = match (self.options.probe, self.protocol.pipeline.probe) {
            (false, _) => Some("--no-probe"),
            (_, false) => Some("the pipeline says `probe = false`"),
            _ => None,
        };
        let hand = HandSearches::of_archive(&self.archive, &self.protocol.sources)?;
        let queries = self.protocol.typed_queries();
        let is_by_hand = |source: &Source| {
            let mut mine = queries.iter().filter(|query| query.source == source.id).peekable();
            mine.peek().is_some()
                && mine.all(|query| hand.row(source, query).is_some_and(|row| row.typed.is_some()))
        };
        let probed = if let Some(why) = why_not {
            probe::not_probed(&self.protocol.sources, why)
        } else {
            let max_decoded = self.protocol.pipeline.limits.max_decoded;
            let replay = Replay::new(self.archive.clone(), &self.protocol.pipeline.harvest, max_decoded);
            let replay = Waiting::new(replay, self.archive.clone())?;
            let ask_of = |source: &Source| match only {
                Some(only) if *only != source.id => &replay as &dyn Ask,
                _ => self.ask,
            };
            probe::probe_all(&self.protocol.sources, &ask_of, &is_by_hand, self.progress, harvested)?
        };
        let stage = bron_store::Stage::begin(self.folder.path(), stages::PROBE)?;
        bron_store::write_text(&stage.file("probe.json"), &probe::to_json(&probed)?)?;
        let table = crate::probe_table(&probed, self.options.language);
        bron_store::write_text(&stage.file("probe.md"), &table)?;
        stage.commit()?;
        let inputs = [self.protocol.digests.search.as_str(), why_not.unwrap_or("probed")];
        self.record_stage(stages::PROBE, &digest_of(&inputs, &self.options.version))?;
        Ok(())
    }

    /// What the probe found.
    fn probed(&self) -> Result<Probed, Error> {
        probe::read(&self.file(stages::PROBE, "probe.json"))
    }

    /// Fetches what a source lists and its own list does not take out, while other sources are still being searched: the
    /// slowest site would else stand idle. A record that turns out to be another source's was fetched in vain.
    fn fetch_ahead(
        &self,
        source: &Source,
        listed: Vec<Listed>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<(), Error> {
        let may_ask = !self.options.offline && self.protocol.pipeline.archive.is_none();
        if !may_ask || self.options.until < Stage::Retrieval || listed.is_empty() {
            return Ok(());
        }
        let moved = BTreeMap::from([(source.id.clone(), source.moved.clone())]);
        let merged = merge_listed(listed, std::slice::from_ref(&source.id), &moved, &[], &[]);
        let screener = self.screener(self.until()?);
        let retrieval = Retrieval {
            protocol: self.protocol,
            ask: self.ask,
            reader: self.reader,
            progress: &crate::Silent,
            added: &self.added,
        };
        for publication in merged.publications {
            if !go_on() {
                break;
            }
            if remaining(std::slice::from_ref(&publication), &screener.screen_listed(&publication)).is_empty()
            {
                continue;
            }
            retrieval.fetch_publication(source, &publication)?;
        }
        Ok(())
    }

    fn screening(&mut self) -> Result<(), Error> {
        let until = self.until()?;
        let inputs = [
            self.digest_of_stage(stages::SEARCH)?,
            self.protocol.digests.screening.clone(),
            until.to_string(),
            digest_of_heads(&self.judgements.heads),
        ];
        self.stage(stages::SCREENING, &inputs.each_ref().map(String::as_str), |work, stage| {
            let screener = work.screener(until);
            let judged = work.judged_on_listing()?;
            let mut decisions = CsvWriter::<DecisionRow>::create(&stage.file("decisions.csv"))?;
            for row in CsvReader::<PublicationRow>::open(&work.file(stages::SEARCH, "publications.csv"))? {
                let publication = judged.corrected(row?);
                let items = judged.items(&publication.publication);
                let rows = bron_judge::decide(screener.screen_listed(&publication), &items);
                rows.iter().try_for_each(|row| decisions.write(row))?;
            }
            decisions.finish()?;
            Ok(())
        })
    }

    /// A document that was added to a publication which this run does not find is said, never dropped in silence.
    fn tell_of_added(&mut self) -> Result<(), Error> {
        let listed: Vec<PublicationRow> = read_csv(&self.file(stages::SEARCH, "publications.csv"))?;
        let lost = self.added.without_publication(&listed);
        for told in &lost {
            self.progress.remark(told);
        }
        self.folder.update(|record| record.remarks.extend(lost))?;
        Ok(())
    }

    fn retrieval(&mut self) -> Result<(), Error> {
        self.tell_of_added()?;
        let said = self.judged_on_listing()?.said_of_two();
        // Asking comes before the question whether the stage is current: it fills the archive.
        let inputs = [
            self.digest_of_stage(stages::SEARCH)?,
            self.digest_of_stage(stages::SCREENING)?,
            self.protocol.digests.screening.clone(),
            self.digest_of_archive()?,
            format!("{:?}", self.protocol.pipeline.limits),
            format!("{said:?}"),
        ];
        self.stage(stages::RETRIEVAL, &inputs.each_ref().map(String::as_str), |work, stage| {
            let listed: Vec<PublicationRow> = read_csv(&work.file(stages::SEARCH, "publications.csv"))?;
            let screened: Vec<DecisionRow> = read_csv(&work.file(stages::SCREENING, "decisions.csv"))?;
            let retrieval = Retrieval {
                protocol: work.protocol,
                ask: work.ask,
                reader: work.reader,
                progress: work.progress,
                added: &work.added,
            };
            let retrieved = retrieval.carry_out(remaining(&listed, &screened), &said, stage)?;
            write_csv(&stage.file("publications.csv"), &retrieved.publications)?;
            write_csv(&stage.file("documents.csv"), &retrieved.documents)?;
            write_csv(&stage.file("merges.csv"), &retrieved.merges)?;
            Ok(())
        })?;
        // What was asked meanwhile is in the archive now: the next run finds the stage current.
        let last = [&inputs[0], &inputs[1], &inputs[2], &self.digest_of_archive()?, &inputs[4], &inputs[5]];
        let inputs = digest_of(&last.map(String::as_str), &self.options.version);
        self.record_stage(stages::RETRIEVAL, &inputs)?;
        Ok(())
    }

    fn extraction(&mut self) -> Result<(), Error> {
        let inputs = [self.digest_of_stage(stages::RETRIEVAL)?, self.protocol.digests.screening.clone()];
        self.stage(stages::EXTRACTION, &inputs.each_ref().map(String::as_str), |work, stage| {
            let protocol = &work.protocol;
            let extractor =
                Extractor::new(&protocol.terms, &protocol.patterns)?.with_mentions(&protocol.mentions)?;
            let pages = PagesReader::open(&work.file(stages::RETRIEVAL, "pages.parquet"))?;
            let coder = work.protocol.codebook.as_ref().map(Coder::new);
            extract_all(&pages, &extractor, coder.as_ref(), stage, work.progress)
        })
    }

    fn eligibility(&mut self) -> Result<(), Error> {
        let until = self.until()?;
        let inputs = [
            self.digest_of_stage(stages::SEARCH)?,
            self.digest_of_stage(stages::SCREENING)?,
            self.digest_of_stage(stages::RETRIEVAL)?,
            self.digest_of_stage(stages::EXTRACTION)?,
            self.protocol.digests.screening.clone(),
            until.to_string(),
            format!("accept proposals: {}", self.options.accept_proposals),
            digest_of_heads(&self.judgements.heads),
        ];
        self.stage(stages::ELIGIBILITY, &inputs.each_ref().map(String::as_str), |work, stage| {
            let (run, accept) = (work.folder.path(), work.options.accept_proposals);
            decide_all(run, &work.screener(until), &work.judged()?, accept, stage, work.progress)
        })
    }

    fn synthesis(&mut self) -> Result<(), Error> {
        let inputs = [
            self.digest_of_stage(stages::SEARCH)?,
            self.digest_of_stage(stages::RETRIEVAL)?,
            self.digest_of_stage(stages::EXTRACTION)?,
            self.digest_of_stage(stages::ELIGIBILITY)?,
            self.protocol.digests.search.clone(),
            self.protocol.digests.screening.clone(),
            format!("{:?} {}", self.options.language, self.options.accept_proposals),
            digest_of_heads(&self.judgements.heads),
        ];
        self.stage(stages::SYNTHESIS, &inputs.each_ref().map(String::as_str), |work, stage| {
            let told = synthesis::Told {
                protocol: work.protocol,
                run: work.folder.path(),
                language: work.options.language,
                accepted_proposals: work.options.accept_proposals,
                hand: &HandSearches::of_archive(&work.archive, &work.protocol.sources)?,
                judged: &work.judged()?,
            };
            synthesis::write_all(&told, stage)
        })
    }

    /// The judgements on what is listed.
    fn judged_on_listing(&self) -> Result<Judged, Error> {
        Judged::of_listing(&self.judgements, self.folder.path(), &self.protocol.criteria.version)
    }

    /// The same for a list that is not written yet.
    fn judged_of(&self, listed: &[PublicationRow]) -> Judged {
        let mut records = Records::default();
        listed.iter().for_each(|row| records.add(row, &[]));
        Judged::by(&self.judgements, &records, &self.protocol.criteria.version)
    }

    /// The judgements on everything that was read.
    fn judged(&self) -> Result<Judged, Error> {
        Judged::of(&self.judgements, self.folder.path(), &self.protocol.criteria.version)
    }

    fn screener(&self, until: PartialDate) -> Screener {
        let period = Period { from_year: self.protocol.pipeline.window.from_year, until: until.last_day() };
        Screener::new(&self.protocol.lexicons, self.protocol.criteria.doubt(), period)
    }

    /// The last day of the window; the day of harvest is the archive's, never today.
    fn until(&self) -> Result<PartialDate, Error> {
        match self.protocol.pipeline.window.until {
            Until::Date(date) => Ok(date),
            Until::Harvest => self.harvested(),
        }
    }

    /// The day of the archive's first record, in Amsterdam.
    fn harvested(&self) -> Result<PartialDate, Error> {
        let first = self.archive.harvest_date().ok_or_else(|| Error::NoArchive {
            folder: self.archive.folder().to_owned(),
            harvested_by: self.protocol.pipeline.name.clone(),
            is_offline: self.options.offline,
        })?;
        Ok(PartialDate::of_instant(first))
    }

    fn report(&self) -> Result<RunReport, Error> {
        let queries: Vec<QueryRow> = read_csv(&self.file(stages::SEARCH, "queries.csv"))?;
        let through = |stage: Stage| self.options.until >= stage;
        let (mut not_read, mut failed_documents) = (0, 0);
        if through(Stage::Retrieval) {
            for row in CsvReader::<DocumentRow>::open(&self.file(stages::RETRIEVAL, "documents.csv"))? {
                match row?.status {
                    DocumentStatus::NotRead => not_read += 1,
                    DocumentStatus::NotRetrieved => failed_documents += 1,
                    _ => {}
                }
            }
        }
        let to_judge = if through(Stage::Eligibility) {
            rows_in(&self.file(stages::ELIGIBILITY, "to-judge.csv"))?.unwrap_or_default()
        } else {
            0
        };
        let (table1, table1_markdown) = if through(Stage::Synthesis) {
            let file = self.file(stages::SYNTHESIS, "table1.md");
            let text = bron_store::read_text(&file)?;
            (read_csv(&self.file(stages::SYNTHESIS, "table1.csv"))?, text)
        } else {
            (Vec::new(), String::new())
        };
        Ok(RunReport {
            folder: self.folder.path().to_owned(),
            table1,
            table1_markdown,
            not_searched: unsearched(&queries),
            incomplete_queries: queries.iter().filter(|row| !row.status.is_complete()).count() as u64,
            not_read,
            failed_documents,
            to_judge,
        })
    }
}

/// What a pipeline says of its study.
fn about(pipeline: &Pipeline) -> About {
    About {
        title: pipeline.title.clone(),
        question: pipeline.question.clone(),
        authors: pipeline.author.clone(),
        licence: pipeline.licence.clone().unwrap_or_default(),
    }
}

/// For every id that was merged into another on files, the one that stays.
pub(crate) fn kept_of(publications: &[PublicationRow]) -> BTreeMap<PublicationId, PublicationId> {
    let mut kept = BTreeMap::new();
    for row in publications {
        for also in row.also.split_whitespace() {
            if let Ok(also) = PublicationId::new(also) {
                kept.insert(also, row.publication.clone());
            }
        }
    }
    kept
}

fn digest_of(inputs: &[&str], version: &str) -> String {
    let mut hash = Sha256::new();
    for input in inputs.iter().chain([&version]) {
        hash.update(input.len().to_le_bytes());
        hash.update(input);
    }
    data_encoding::HEXLOWER.encode(&hash.finalize())
}
