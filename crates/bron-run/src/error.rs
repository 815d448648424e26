//! What stops a run, as opposed to what makes it incomplete.

use bron_model::PublicationId;
use std::path::PathBuf;

/// A run could not go on. What a single site or document does never ends here: it becomes a row.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration.
    #[error(transparent)]
    Protocol(#[from] bron_protocol::Error),
    /// The archive or a file of the run.
    #[error(transparent)]
    Store(#[from] bron_store::Error),
    /// The client could not be made, or the archive could not be written while asking.
    #[error(transparent)]
    Harvest(#[from] bron_harvest::Error),
    /// A pattern.
    #[error(transparent)]
    Extract(#[from] bron_extract::Error),
    /// A file of the run that cannot be read.
    #[error("cannot read `{}`: {source}", file.display())]
    Unread {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Sums that do not add up.
    #[error(transparent)]
    Synthesis(#[from] bron_synthesis::Error),
    /// Pairs that cannot be divided as asked.
    #[error(transparent)]
    Assign(#[from] bron_judge::AssignError),
    /// A run whose tables are not what was written.
    #[error("the tables of `{}` are not as they were written: {}", run.display(), problems.join("; "))]
    PackOfDamaged {
        /// The run.
        run: PathBuf,
        /// What differs.
        problems: Vec<String>,
    },
    /// A copy without an archive cannot be run.
    #[error("`{}` is a pack for {packed_for}: it has no archive, and is only judged", run.display())]
    IsPack {
        /// The run in it.
        run: PathBuf,
        /// For whom it was made.
        packed_for: bron_model::Reviewer,
    },
    /// Judgements that were there are not as they were.
    #[error("the judgements in `{}` are not what they were: {}", folder.display(), problems.join("; "))]
    JudgementsLost {
        /// Their folder.
        folder: PathBuf,
        /// What is not as it was.
        problems: Vec<String>,
    },
    /// A run was made with judgements that are not there any more.
    #[error("judgements that this run was made with are not in `{}` any more: {}", folder.display(), lost.join("; "))]
    JudgementsGone {
        /// Their folder.
        folder: PathBuf,
        /// What is missing.
        lost: Vec<String>,
    },
    /// A folder without judgements.
    #[error("there are no judgements in `{}`", .0.display())]
    NothingToMerge(PathBuf),
    /// The operating system gave no threads.
    #[error("cannot start threads: {0}")]
    Threads(String),
    /// An engine for PDFs that this program or this machine does not have.
    #[error("`pdf_engine = \"pdfium\"`: {0}")]
    PdfEngine(#[from] bron_documents::EngineError),
    /// PDFium is asked for, and nothing says where it lies.
    #[error("`pdf_engine = \"pdfium\"`, and nothing says where pdfium's library lies")]
    NoPdfLibrary,
    /// A run that was made before there could be judgements.
    #[error("{} does not say where its judgements lie", .run.display())]
    NoJudgements {
        /// The run.
        run: PathBuf,
    },
    /// A live run without a contact.
    #[error("`{pipeline}` has no contact, and no site is asked without one")]
    NoContact {
        /// The pipeline's file.
        pipeline: String,
    },
    /// A selector or expression in a source's file.
    #[error(transparent)]
    Search(#[from] bron_search::Error),
    /// The archive that the pipeline reads is not there, or it is empty.
    #[error("there is no archive in {}", .folder.display())]
    NoArchive {
        /// Where it was looked for.
        folder: PathBuf,
        /// The pipeline that makes it.
        harvested_by: String,
        /// Whether the same call would have harvested, had it not been told to ask no site.
        is_offline: bool,
    },
    /// The run was made from an archive that is not whole any more.
    #[error("the archive of this run is not whole any more: {}", .lost.join(", "))]
    ArchiveLost {
        /// What is missing.
        lost: Vec<String>,
    },
    /// A name that is no name of a folder.
    #[error("`{0}` cannot be the name of a run")]
    RunName(String),
    /// A file of a `files` source.
    #[error("source `{source_id}`: cannot read {}: {reason}", .path.display())]
    Folder {
        /// The source.
        source_id: String,
        /// The file or folder.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// What a person brought: a sheet, a saved page, a document.
    #[error("{place}: {problem}")]
    Brought {
        /// Where it lies, with the line where that is known.
        place: String,
        /// What is wrong with it.
        problem: String,
        /// The next step.
        hint: String,
    },
    /// A text that is no address of a site.
    #[error("`{0}` is no address of a site")]
    Address(String),
    /// The pipeline names no list of known items.
    #[error("`{pipeline}` names no list of known items")]
    NoKnownList {
        /// The pipeline's file.
        pipeline: String,
    },
    /// Look-ups were asked for in a run that reads another's archive.
    #[error(
        "`{pipeline}` reads the archive of `{harvested_by}` and never asks a site, so nothing is looked up for it"
    )]
    LookUpElsewhere {
        /// The pipeline.
        pipeline: String,
        /// The run whose archive it reads.
        harvested_by: String,
    },
    /// Addresses were to be asked for in a run that reads another's archive.
    #[error(
        "`{pipeline}` reads the archive of `{harvested_by}` and never asks a site, so no address is asked for it"
    )]
    AskElsewhere {
        /// The pipeline.
        pipeline: String,
        /// The run whose archive it reads.
        harvested_by: String,
    },
    /// A source that the pipeline does not name.
    #[error("the pipeline has no source `{asked}`")]
    NoSource {
        /// What was asked for.
        asked: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// A hit on a publication that the run does not have.
    #[error("`{}`: `{publication}` is no publication of this run", .file.display())]
    HitOfNothing {
        /// The table of hits.
        file: PathBuf,
        /// The publication.
        publication: PublicationId,
    },
    /// The report of a probe cannot be read or written.
    #[error("the report of the probe cannot be understood: {0}")]
    ProbeFile(String),
    /// No such run.
    #[error("there is no run in {}", .0.display())]
    NoRun(PathBuf),
    /// The protocol is not as it was frozen.
    #[error("`{pipeline}` is not what was frozen on {day}: {}", told.join("; "))]
    ProtocolChanged {
        /// The pipeline.
        pipeline: String,
        /// The day on which it was frozen, or amended last.
        day: bron_model::PartialDate,
        /// What differs, with the old and the new value.
        told: Vec<String>,
    },
    /// The file of a frozen protocol is not as bron wrote it.
    #[error("`{}` cannot be used: {what}", file.display())]
    FrozenFile {
        /// The file.
        file: PathBuf,
        /// Why.
        what: String,
    },
    /// A file of a frozen protocol that should be there.
    #[error("{what}, and `{}` does not tell it any more", file.display())]
    ProtocolLost {
        /// The file.
        file: PathBuf,
        /// What is known of it from elsewhere.
        what: &'static str,
    },
    /// An amendment of a protocol that was never frozen.
    #[error("the protocol of `{0}` was not frozen, so there is nothing to amend")]
    NotFrozen(String),
    /// An amendment, and nothing differs.
    #[error("`{pipeline}` is as it was frozen on {day}: there is nothing to amend")]
    NothingToAmend {
        /// The pipeline.
        pipeline: String,
        /// The day on which it was frozen, or amended last.
        day: bron_model::PartialDate,
    },
    /// An amendment without a reason.
    #[error("an amendment needs a reason")]
    NoReasonToAmend,
    /// A file of a stage that is not as the run wrote it.
    #[error("`{}` is not as the run wrote it", file.display())]
    NotAsWritten {
        /// The file.
        file: PathBuf,
        /// The run's folder.
        run: PathBuf,
    },
    /// A run that has not come as far as the question needs.
    #[error("the run in {} has no `{stage}` yet", .run.display())]
    NoStage {
        /// The run's folder.
        run: PathBuf,
        /// The stage's folder.
        stage: &'static str,
    },
}

impl Error {
    /// The next step, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Protocol(error) => error.hint(),
            Self::Store(error) => error.hint(),
            Self::Harvest(error) => error.hint(),
            Self::Extract(error) => error.hint(),
            Self::Synthesis(error) => error.hint(),
            Self::Threads(_) | Self::Unread { .. } => None,
            Self::PackOfDamaged { .. } => Some("run the pipeline again: it makes its tables anew".to_owned()),
            Self::IsPack { .. } => Some(
                "take its judgements over where the run is, with `bron judge merge FOLDER`, and run there"
                    .to_owned(),
            ),
            Self::JudgementsLost { .. } => {
                Some("put the files back as they were on that device; nothing was taken over".to_owned())
            }
            Self::JudgementsGone { .. } => Some(
                "put the files back from your copy or from a pack (a judgement is taken back with `bron judge undo`, never by \
                 removing its line); a run without them belongs in a folder of its own: `--output DIR`"
                    .to_owned(),
            ),
            Self::NothingToMerge(_) => {
                Some("name a pack, a study, a run or a folder of judgements".to_owned())
            }
            Self::Assign(_) => Some("`bron judge assign --help` tells what can be asked".to_owned()),
            Self::PdfEngine(bron_documents::EngineError::NotBuilt) => Some(
                "build it with `cargo build --release --features bron/pdfium`, or write `pdf_engine = \"pdf-oxide\"`"
                    .to_owned(),
            ),
            Self::PdfEngine(bron_documents::EngineError::Library { .. }) | Self::NoPdfLibrary => Some(
                "set BRON_PDFIUM to the path of libpdfium.so (README, Engines for PDFs, says how to get it), or write \
                 `pdf_engine = \"pdf-oxide\"`"
                    .to_owned(),
            ),
            Self::NoJudgements { .. } => {
                Some("run its pipeline again with `--offline`, and judge then".to_owned())
            }
            Self::NoSource { known, .. } => Some(format!("it has: {}", known.join(", "))),
            Self::HitOfNothing { .. } => {
                Some("the stages are of different runs: run the pipeline again from its archive".to_owned())
            }
            Self::ProbeFile(_) => {
                Some("run the pipeline again: the report is made anew from the archive".to_owned())
            }
            Self::NoContact { pipeline } => Some(format!(
                "write `contact = \"you@your-institute.nl\"` into {pipeline}: a site's keeper must be able to reach you"
            )),
            Self::Search(error) => error.hint(),
            Self::NoArchive { harvested_by, is_offline, .. } => {
                let without = if *is_offline { ", without --offline" } else { "" };
                Some(format!("first harvest with `bron run {harvested_by}`{without}"))
            }
            Self::ArchiveLost { .. } => Some(
                "put the files back from your copy; a new harvest belongs in a run of its own: `--run NAME`"
                    .to_owned(),
            ),
            Self::RunName(_) => {
                Some("use letters, digits, hyphens, dots and underscores, such as `2027-01`".to_owned())
            }
            Self::Folder { .. } => {
                Some("the folder is `folder` under `[files]`, from the study's folder".to_owned())
            }
            Self::Brought { hint, .. } => Some(hint.clone()),
            Self::Address(_) => {
                Some("write it as it stands in a browser, such as `https://www.movisie.nl/`".to_owned())
            }
            Self::NoKnownList { pipeline } => Some(format!(
                "write `known = \"config/reference/inclusions-2024.csv\"` into {pipeline}, or a list of your own"
            )),
            Self::LookUpElsewhere { pipeline, harvested_by } => Some(format!(
                "`bron known {harvested_by} --look-up` asks; `bron known {pipeline}` then reads the same answers"
            )),
            Self::ProtocolChanged { pipeline, .. } => Some(format!(
                "put it back, or say why with `bron protocol {pipeline} --amend \"reason\" --by AB`; a what-if belongs in a \
                 pipeline of its own"
            )),
            Self::FrozenFile { .. } | Self::ProtocolLost { .. } => {
                Some("take the file back from a backup or the version control: it is never edited".to_owned())
            }
            Self::NotFrozen(pipeline) => {
                Some(format!("freeze it first, with `bron protocol {pipeline} --freeze`"))
            }
            Self::NothingToAmend { .. } => {
                Some("change the configuration first; then say why".to_owned())
            }
            Self::NoReasonToAmend => {
                Some("say why the protocol is changed, in words for readers of the report".to_owned())
            }
            Self::AskElsewhere { harvested_by, .. } => {
                Some(format!("compare with `{harvested_by}`, and ask there: both read the same answers"))
            }
            Self::NoRun(_) => {
                Some("`bron run PIPELINE` makes one; its folder is output/<name of the pipeline>".to_owned())
            }
            Self::NotAsWritten { run, .. } => Some(format!(
                "`bron verify {}` names every such file; run the pipeline again with `--offline`: it remakes them",
                run.display()
            )),
            Self::NoStage { .. } => Some("run the pipeline again: it resumes where it stopped".to_owned()),
        }
    }
}
