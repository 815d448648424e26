//! The words of the command line.

use bron_evaluate::Measure;
use bron_model::{Criterion, Field, Language, PassageKind, Reviewer, Screened, TermId, Verdict};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// Reruns a systematic source review of grey literature, and answers why a publication is in or out.
///
/// Answers go to standard output, progress and remarks to standard error. Exit codes: 0 what was asked is done, 1 it
/// could not run, 2 it ran but something asked is missing (a source not searched, a request that failed).
#[derive(Debug, Parser)]
#[command(name = "bron", version, max_term_width = 100)]
pub struct Cli {
    /// Answer in JSON instead of text.
    #[arg(long, global = true)]
    pub json: bool,
    /// Language of tables for people, of explanations and of what a run says at its end.
    #[arg(long, global = true, value_enum, default_value_t = Lang::Nl)]
    pub lang: Lang,
    /// Say more on standard error; twice says most. Silent under --json.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Dutch or English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Nl => Self::Nl,
            Lang::En => Self::En,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a study folder with the default configuration.
    New {
        /// The folder to make; it must not exist or be empty.
        study: PathBuf,
    },
    /// Say what a run would ask: queries, requests, hours per host, what is unconfirmed. Sends nothing.
    Plan {
        /// The pipeline: a name in `pipelines/` or a file.
        pipeline: String,
    },
    /// Ask how each search box behaves today and whether our settings still fit, or look at a site and propose a file for it.
    ///
    /// Exit code 2 when something does not fit. No configuration is changed.
    Probe(ProbeArgs),
    /// Carry a pipeline out, or go on where it stopped.
    Run(RunArgs),
    /// Write the sheet and the folders for a search by hand, and say what was put into them. Sends nothing.
    Hand {
        /// The source, such as `movisie`.
        source: String,
        /// The pipeline whose texts are typed; without it, the one that harvests this source.
        #[arg(long, value_name = "PIPELINE")]
        pipeline: Option<String>,
    },
    /// Add one document that came by mail or with a login: to a publication, or as a new one.
    Add(Box<AddArgs>),
    /// Carry out the whole review on eight imitated knowledge bases; no network is needed.
    Demo(DemoArgs),
    /// Say what is done in a run, and what comes next.
    Status {
        /// The run: a name in `output/` or its folder.
        run: String,
    },
    /// Tell how a publication was found and why it is in or out, with quote, page and rule.
    Explain {
        /// The run: a name in `output/` or its folder.
        run: String,
        /// An id, an address, or words of the title.
        publication: String,
        /// Only this term.
        #[arg(long)]
        term: Option<String>,
    },
    /// Print the text of a publication as it was read, page by page.
    Text {
        /// The run: a name in `output/` or its folder.
        run: String,
        /// An id, an address, or words of the title.
        publication: String,
        /// Only this page: the number printed on it, else its number in the file.
        #[arg(long)]
        page: Option<String>,
    },
    /// Show every place where a term stands in a publication, with page and context.
    Occurrences {
        /// The run: a name in `output/` or its folder.
        run: String,
        /// An id, an address, or words of the title.
        publication: String,
        /// Only this term.
        #[arg(long)]
        term: Option<String>,
    },
    /// Trace the publications that an earlier review names in a run: found, by which query, or why that is unknown.
    ///
    /// The list is the one that the pipeline's key `known` names. The answers are also in the run's folder `known/`. Exit
    /// code 2 when something could not be tested because it was not searched, or not read whole.
    Known {
        /// The run: a name in `output/` or its folder.
        run: String,
        /// Type each title into every search box, to test the boxes; such look-ups are counted nowhere.
        #[arg(long)]
        look_up: bool,
        /// Look up anew what failed in an earlier session.
        #[arg(long, requires = "look_up")]
        retry_failed: bool,
    },
    /// Say how two harvests differ, and why: queries, publications, files, texts, decisions and Table 1.
    ///
    /// The tables are also in B's folder `compare/<A>/`. Exit codes: 0 nothing differs, 2 something differs, 1 it could not run.
    Compare(Box<CompareArgs>),
    /// Check the archive, the hashes, the keys and the sums of a run. Exit code 2 when something differs.
    Verify {
        /// The run: a name in `output/` or its folder.
        run: String,
        /// Also make the whole run again from its archive, beside it and asking no site, and say which files become others.
        #[arg(long)]
        replay: bool,
    },
    /// Pack the archive of a run into one file that ReplayWeb.page opens (WACZ). It holds texts of others: not for redistribution.
    Wacz {
        /// The run: a name in `output/` or its folder.
        run: String,
        /// The file to make, which must not be there yet; without it, beside the run under its name.
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Judge: give a judgement on a publication or pair, or take one back.
    ///
    /// A judgement is added to the reviewer's file in the study's folder `judgements/` and never changed there; the next
    /// `bron run --offline` puts it in the place of what the rules say.
    #[command(subcommand)]
    Judge(JudgeCommand),
    /// Say how far the reviewers agree, on what each of them said first: per cent, Cohen's kappa and Gwet's AC1.
    ///
    /// Two reviewers are compared at a time, per round, material (listing or text) and version of the criteria; these are never
    /// counted together. Exit code 2 when no two reviewers judged the same thing.
    Agreement {
        /// The run: a name in `output/` or its folder.
        run: String,
        /// Write what they differ on to this file, for the meeting in which they decide; it must not be there yet. A CSV has all that
        /// they differed on; a file that ends in .xlsx is the sheet of `bron judge sheet --consensus`, with what is not settled yet.
        #[arg(long, value_name = "FILE")]
        disagreements: Option<PathBuf>,
        /// Show each term as well.
        #[arg(long)]
        terms: bool,
    },
    /// Write a finished run as one page of HTML that needs nothing beside itself: tables, flow, exclusions, working table.
    ///
    /// Every number in it is counted again from the rows behind it; where two tables of the run do not say the same there is no
    /// report, and the error names the row. The same run gives the same bytes.
    Report {
        /// The run: a name in `output/` or its folder.
        run: String,
        /// Write to this file instead of `report/report.html` in the run's folder.
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Call the reviewers R1, R2 and so on.
        #[arg(long)]
        pseudonymous: bool,
    },
    /// Judge in the browser: serve the page of one reviewer on this computer, until interrupted.
    ///
    /// It prints the address to open, which holds a secret and works on this computer only. Each judgement is a line added to the
    /// reviewer's file in the study's folder `judgements/`, on the disk before the page answers.
    Review(ReviewArgs),
    /// Print the methods text of a run, made from its data, with the checklists of PRISMA-S, PRISMA-ScR and PRISMA 2020.
    ///
    /// What the data do not tell comes from the file that the pipeline's key `report` names; what neither tells is listed as open,
    /// with the place where a person writes it.
    Methods {
        /// The run: a name in `output/` or its folder.
        run: String,
        /// Only the checklists.
        #[arg(long)]
        checklists: bool,
    },
    /// Print the protocol of a pipeline, ready to register, or keep it as it is.
    ///
    /// Once it is frozen, `bron run` and `bron probe` refuse a changed term, criterion, source or stop rule until an amendment says
    /// why. Nothing frozen: nothing refused.
    Protocol(ProtocolArgs),
    /// Measure how well the rules read, on a folder of texts that people annotated.
    ///
    /// What the folder may hold is described in crates/bron-evaluate/README.md: annotated sentences, quotations, web pages
    /// with their dates, PDFs with the numbers printed on their pages. What it does not hold is skipped, and said so. With
    /// `bron evaluate . --only examples` the examples beside the patterns themselves are tried, also those that you added.
    Evaluate {
        /// The folder.
        folder: PathBuf,
        /// A folder with lists that the first one does not have, such as `page-labels.csv`.
        #[arg(long, value_name = "DIR")]
        lists: Option<PathBuf>,
        /// The pipeline whose terms and patterns are measured; outside a study, those of the program itself.
        #[arg(long, value_name = "PIPELINE", default_value = "ouderen-2024")]
        pipeline: String,
        /// Only these, apart by commas; without it, all.
        #[arg(long, value_name = "MEASURE", value_delimiter = ',', value_parser = measure)]
        only: Vec<Measure>,
        /// List what went otherwise than people say.
        #[arg(long)]
        list: bool,
    },
    /// Hand a run over to another program: references, lists to screen, the flow, passages for qualitative analysis.
    ///
    /// Every record carries our id, by which `bron judge import` finds it again. No PDF and no whole text is in it; beside each
    /// file lies a README.txt that says what may be shared.
    Export(Box<ExportArgs>),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print a page of the book that follows from the program: what stands in `docs/src/` under that name.
    #[command(hide = true)]
    Reference {
        /// Which page it is.
        #[arg(value_enum)]
        page: ReferencePage,
    },
    /// Read documents from standard input (used by bron itself).
    #[command(hide = true)]
    Worker {
        /// Bytes of memory.
        #[arg(long)]
        memory: u64,
        /// CPU seconds for one document.
        #[arg(long)]
        seconds: u64,
        /// Read PDFs with this library of PDFium.
        #[arg(long)]
        pdfium: Option<PathBuf>,
        /// What tells that library from others.
        #[arg(long, default_value = "")]
        pdfium_version: String,
    },
}

/// `bron protocol`.
#[derive(Debug, Args)]
pub struct ProtocolArgs {
    /// The pipeline: a name in `pipelines/` or a file.
    pub pipeline: String,
    /// Freeze it: write what was decided into `protocol/<pipeline>.json` of the study.
    #[arg(long, conflicts_with = "amend")]
    pub freeze: bool,
    /// Take over what was changed since it was frozen, for this reason: a row for each change in `protocol/amendments.csv`.
    #[arg(long, value_name = "REASON", requires = "by")]
    pub amend: Option<String>,
    /// Who amends: initials.
    #[arg(long, value_name = "INITIALS", requires = "amend", value_parser = reviewer)]
    pub by: Option<Reviewer>,
}

/// A page of the book that follows from the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReferencePage {
    /// Every command and option.
    Commands,
    /// Every file of a run and its columns.
    Formats,
}

/// `bron run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// The pipeline: a name in `pipelines/` or a file.
    pub pipeline: String,
    /// Stop after this stage.
    #[arg(long, value_enum, value_name = "STAGE")]
    pub only: Option<StageName>,
    /// Never ask a site: everything comes from the archive.
    #[arg(long)]
    pub offline: bool,
    /// Ask anew what failed in an earlier session.
    #[arg(long, conflicts_with = "offline")]
    pub retry_failed: bool,
    /// Search without probing the search boxes first.
    #[arg(long)]
    pub no_probe: bool,
    /// Count the rules' proposals for E1b, E2 and E3 as decisions; Table 1 says so in its head.
    #[arg(long)]
    pub accept_proposals: bool,
    /// The run's folder itself, instead of `output/<name>` in the study.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Another name for the run's folder in `output/`, so that a second harvest does not meet the first.
    #[arg(long, value_name = "NAME", conflicts_with = "output")]
    pub run: Option<String>,
    /// Threads for reading documents; the default is one a core. The result is the same for any number.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
}

/// `bron compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The earlier run: a name in `output/` or its folder; or 2024, the printed table of the earlier review.
    pub a: String,
    /// The later run; left out with --what-if.
    #[arg(required_unless_present = "what_if", conflicts_with = "what_if")]
    pub b: Option<String>,
    /// Compare this one table row by row, and nothing else: a file from the run's folder, such as 5-eligibility/outcomes.csv.
    #[arg(long, value_name = "FILE", conflicts_with = "what_if")]
    pub table: Option<String>,
    /// The columns that tell one row of that table from another, apart by commas; needed only where bron does not know them.
    #[arg(
        long,
        value_name = "COLUMNS",
        value_delimiter = ',',
        requires = "table",
        conflicts_with = "what_if"
    )]
    pub key: Vec<String>,
    /// Ask the sites, politely and once, for the addresses of A that B did not meet: gone, or only not returned?
    #[arg(long, conflicts_with_all = ["what_if", "table"])]
    pub ask: bool,
    /// Make the run again from its archive with a change, and compare: window-end=2024-05-31, exact-phrase, stop-after=50hits,
    /// stop-after=2pages, criteria=FILE (kinds, domains, groups); can be given several times.
    #[arg(long, value_name = "CHANGE")]
    pub what_if: Vec<String>,
    /// Keep the run made again, under this name beside the other.
    #[arg(long, value_name = "NAME", requires = "what_if")]
    pub keep: Option<String>,
}

/// `bron add`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The document: a PDF, a Word file, a saved page or a text.
    pub file: PathBuf,
    /// The publication that it belongs to: an id, an address, or words of the title.
    #[arg(long, value_name = "PUBLICATION", conflicts_with = "title")]
    pub to: Option<String>,
    /// The run in which that publication is known; without it, the only run of the study.
    #[arg(long, requires = "to")]
    pub run: Option<String>,
    /// It is an annex, not the publication itself.
    #[arg(long, requires = "to")]
    pub annex: bool,
    /// The title of a publication that no search found.
    #[arg(long, required_unless_present = "to")]
    pub title: Option<String>,
    /// Its authors, apart by `; `.
    #[arg(long, requires = "title")]
    pub authors: Option<String>,
    /// Its date as far as it is known, such as 2019 or 14 maart 2019.
    #[arg(long, requires = "title")]
    pub date: Option<String>,
    /// Its web address, where it has one.
    #[arg(long, requires = "title")]
    pub url: Option<String>,
    /// Its kind, such as `rapport`.
    #[arg(long, requires = "title")]
    pub kind: Option<String>,
    /// The terms that it is about, apart by `;`; without them, its text decides.
    #[arg(long, requires = "title")]
    pub terms: Option<String>,
    /// How it came.
    #[arg(long, value_enum)]
    pub via: Via,
    /// From whom or where it came.
    #[arg(long, value_name = "TEXT")]
    pub from: String,
    /// Who adds it.
    #[arg(long, value_name = "NAME")]
    pub who: String,
    /// The day on which it came, such as 24-11-2026; without it, today.
    #[arg(long, value_name = "DAY")]
    pub day: Option<String>,
}

/// `bron judge`.
#[derive(Debug, Subcommand)]
pub enum JudgeCommand {
    /// Say what a criterion comes to; an earlier verdict of yours on the same is superseded.
    Give(Box<GiveArgs>),
    /// Take back your verdict on a criterion, or any judgement of yours or of all together: a new line says that it holds no longer.
    Undo(Box<UndoArgs>),
    /// Say that two records are the same publication; the next rebuild merges them.
    Same(Box<RecordsArgs>),
    /// Say that two records which were merged are two publications; the next rebuild keeps them apart.
    ///
    /// What the rules did not merge before may have to be fetched: where the archive does not hold it, it is not retrieved until the
    /// next run that may ask.
    Apart(Box<RecordsArgs>),
    /// Correct what was read of a publication: date, authors, title, kind, or which document is the publication itself.
    Correct(Box<CorrectArgs>),
    /// Correct the number that is printed on a page.
    Label(Box<LabelArgs>),
    /// Say that words are a passage of a term, of which kind, or that a passage is none.
    ///
    /// Words that are a known passage name it anew, or reject it with `--kind none`; other words that stand in the text are a passage
    /// from then on. `bron explain` shows the passages of a publication.
    Passage(Box<PassageArgs>),
    /// Say that an element of the codebook is (or is not) in a passage.
    Element(Box<ElementArgs>),
    /// Write a sheet to fill in: an XLSX with a row for each thing that waits for you, and the same as CSV.
    ///
    /// What you have judged already is left out, what is assigned to others (`bron judge assign`) too, and what others said is not in
    /// it. Fill in `oordeel` (`verdict`), and give it back with `bron judge import`. With `--consensus` it is the sheet of a meeting: a
    /// row for each criterion that reviewers differ on, their votes side by side, and `besluit` (`decision`) to fill in. The same run
    /// and judgements give the same bytes.
    Sheet(SheetArgs),
    /// Read back a sheet that was filled in (XLSX, ODS or CSV, as any program saves it), or an export of Rayyan or ASReview. With
    /// `--consensus`: the sheet of a meeting.
    ///
    /// Every row is checked first; where one is refused nothing at all is written, and the exit code is 1. Columns may stand in
    /// any order and have Dutch or English names. A record of an export is found by our id (column `record_id`, `record_id: ...` in
    /// its notes, or ID, C1 or AN in RIS), else by its address or DOI; records that are found by none are listed.
    Import(Box<ImportArgs>),
    /// Divide what waits: terms to reviewers, a pilot that all judge, a sample that a second one judges too.
    ///
    /// It is a new line in `judgements/assignments.jsonl`, and the last line counts; what is not asked stays as it was. From then
    /// on two must agree on a pair of the pilot or of the sample, and one is enough elsewhere.
    Assign(Box<AssignArgs>),
    /// Make a small folder of a run for a reviewer on another device: tables, texts, configuration and judgements, no archive.
    ///
    /// It is judged there as if it were the run; `bron judge merge` brings the judgements back.
    Pack {
        /// The run: a name in `output/` or its folder.
        run: String,
        /// For whom it is: initials.
        #[arg(long = "for", value_name = "INITIALS", value_parser = reviewer)]
        packed_for: Reviewer,
        /// The folder to make; without it `pack-<run>-<initials>` in the current folder.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
    /// Take over the judgements of another device: from a pack, a study, a run or a folder of judgements.
    ///
    /// In either order the same, and nothing is overwritten: where two files of one name differ, file and line are said and nothing
    /// is taken over. Exit code 2 when something waits for a consensus.
    Merge {
        /// The other device's folder.
        folder: PathBuf,
        /// The run whose judgements they join; without it, that of the same name as in the pack, or the study around you.
        #[arg(long, value_name = "RUN")]
        into: Option<String>,
    },
}

/// `bron judge sheet`.
#[derive(Debug, Args)]
pub struct SheetArgs {
    /// The run: a name in `output/` or its folder.
    pub run: String,
    /// Your initials: 1 to 20 letters or digits.
    #[arg(long, value_name = "INITIALS", value_parser = reviewer, required_unless_present = "consensus")]
    pub reviewer: Option<Reviewer>,
    /// The sheet of a meeting: what reviewers differ on, to decide together.
    #[arg(long, conflicts_with_all = ["reviewer", "all"])]
    pub consensus: bool,
    /// With --consensus: only what these reviewers differ on among themselves, apart by commas; without it, all.
    #[arg(long, value_name = "INITIALS", value_delimiter = ',', value_parser = reviewer, requires = "consensus", conflicts_with = "reviewer")]
    pub reviewers: Vec<Reviewer>,
    /// Only this term; can be given several times. Without it, all.
    #[arg(long = "term", value_name = "TERM")]
    pub terms: Vec<String>,
    /// Everything: also what is assigned to others, and what you have judged already, with your verdict filled in.
    #[arg(long)]
    pub all: bool,
    /// The file to write, which must not be there yet; the default is `oordelen-RUN-INITIALS.xlsx` (`judgements-...`) here, for a
    /// meeting `overleg-RUN.xlsx` (`meeting-...`).
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `bron judge import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file that was filled in or exported.
    pub file: PathBuf,
    /// Your initials: 1 to 20 letters or digits; for an export, who decided where it names nobody.
    #[arg(long, value_name = "INITIALS")]
    pub reviewer: Option<String>,
    /// It is the sheet of a meeting: what was decided together goes into the file of the consensus.
    #[arg(long, conflicts_with_all = ["reviewer", "format", "criterion"])]
    pub consensus: bool,
    /// The run that is judged: a name in `output/` or its folder; without it, the only run of the study.
    #[arg(long)]
    pub run: Option<String>,
    /// The name of this device; without it `BRON_DEVICE`, else one that is made once and kept in your settings.
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
    /// Only say what would be done, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// How much was looked at: listing, summary, first-pages or full-text. For a sheet, where a row does not say; for an export,
    /// always, and without it summary.
    #[arg(long, value_parser = screened)]
    pub screened: Option<Screened>,
    /// It belongs to the pilot, which all judge to agree on how to read the criteria; what was drawn for it does anyway.
    #[arg(long)]
    pub pilot: bool,
    /// What the file is; without it, what stands in it says so.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<ImportFormat>,
    /// The criterion that the decisions of an export are about.
    #[arg(long, value_parser = criterion)]
    pub criterion: Option<Criterion>,
    /// The term that they are about, for E1a and E1b, which are decided per pair.
    #[arg(long, requires = "criterion")]
    pub term: Option<String>,
    /// Who a name in an export is, such as "An Bakker=AB"; with `-` for the initials that person's decisions are left out.
    #[arg(long = "as", value_name = "NAME=INITIALS")]
    pub names: Vec<String>,
    /// The code for a reason as an export words it, such as "wrong population=other-group".
    #[arg(long = "reason", value_name = "WORDS=CODE")]
    pub reasons: Vec<String>,
    /// Rayyan's `customizations_log.csv`, out of the same zip: reasons are then whose they are; name people by address (`--as`).
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

/// A file that holds judgements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// A sheet that `bron judge sheet` made.
    Sheet,
    /// An export of Rayyan.
    Rayyan,
    /// An export of ASReview.
    Asreview,
}

/// `bron judge assign`.
#[derive(Debug, Args)]
pub struct AssignArgs {
    /// The run: a name in `output/` or its folder.
    pub run: String,
    /// Who assigns.
    #[arg(long, value_name = "INITIALS", value_parser = reviewer)]
    pub by: Reviewer,
    /// All reviewers, apart by commas.
    #[arg(long, value_name = "INITIALS", value_delimiter = ',', value_parser = reviewer)]
    pub reviewers: Vec<Reviewer>,
    /// Give a term to a reviewer; the others are divided so that all have about as many pairs.
    #[arg(long = "term", value_name = "TERM=INITIALS", value_parser = given_term)]
    pub terms: Vec<(TermId, Reviewer)>,
    /// How many pairs all judge first, drawn from each term and source in proportion.
    #[arg(long, value_name = "N")]
    pub pilot: Option<u32>,
    /// How many per cent of the other pairs a second reviewer judges, of each term and source.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub second: Option<u8>,
    /// From which the samples are drawn; the same number draws the same. Without one before it is 1.
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
}

fn reviewer(name: &str) -> Result<Reviewer, String> {
    Reviewer::new(name).map_err(|error| error.to_string())
}

fn given_term(text: &str) -> Result<(TermId, Reviewer), String> {
    let (term, name) = text.split_once('=').ok_or("write it as TERM=INITIALS, such as samenzorg=AB")?;
    Ok((TermId::new(term).map_err(|error| error.to_string())?, reviewer(name)?))
}

fn percent(text: &str) -> Result<u8, String> {
    let number = text.strip_suffix('%').unwrap_or(text).trim();
    let percent = number.parse::<u8>().ok().filter(|percent| *percent <= 100);
    percent.ok_or_else(|| "it is a whole number from 0 to 100, such as 20%".to_owned())
}

/// Which publication of which run is judged.
#[derive(Debug, Args)]
pub struct OnArgs {
    /// The run: a name in `output/` or its folder.
    pub run: String,
    /// The publication: an id, an address, or words of the title.
    pub publication: String,
}

/// Who judges, and where.
#[derive(Debug, Args)]
pub struct ByArgs {
    /// Your initials: 1 to 20 letters or digits.
    #[arg(long, value_name = "INITIALS", value_parser = reviewer)]
    pub reviewer: Reviewer,
    /// The name of this device; without it `BRON_DEVICE`, else one that is made once and kept in your settings.
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
    /// A remark for whoever reads the judgement.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub note: String,
}

/// Who says what was read wrongly, and where.
#[derive(Debug, Args)]
pub struct VoiceArgs {
    /// Who says so.
    #[command(flatten)]
    pub by: ByArgs,
    /// It is what reviewers who differed decided together: it goes into the file of the consensus.
    #[arg(long)]
    pub together: bool,
}

/// `bron judge undo`.
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// The publication.
    #[command(flatten)]
    pub on: OnArgs,
    /// The criterion.
    #[arg(long, value_parser = criterion, required_unless_present = "judgement")]
    pub criterion: Option<Criterion>,
    /// The term, for E1a and E1b, which are decided per pair.
    #[arg(long, requires = "criterion")]
    pub term: Option<String>,
    /// The judgement's id, such as AB.laptop.12, as `bron explain` tells it: for what is no verdict, or was decided together.
    #[arg(long, value_name = "ID", conflicts_with = "criterion")]
    pub judgement: Option<String>,
    /// Who takes it back.
    #[command(flatten)]
    pub by: ByArgs,
}

/// `bron judge same` and `bron judge apart`.
#[derive(Debug, Args)]
pub struct RecordsArgs {
    /// The publication.
    #[command(flatten)]
    pub on: OnArgs,
    /// The other record: an id, an address, or (where it is a publication of its own) words of the title.
    pub other: String,
    /// Who says so.
    #[command(flatten)]
    pub by: VoiceArgs,
}

/// `bron judge correct`.
#[derive(Debug, Args)]
pub struct CorrectArgs {
    /// The publication.
    #[command(flatten)]
    pub on: OnArgs,
    /// What is corrected: date, authors, title, kind or main-document.
    #[arg(value_parser = field)]
    pub field: Field,
    /// How it should be: a date as 2019, 2019-03, 2019-03-14 or z.d.; authors apart by `; `; a main document by its number.
    pub value: String,
    /// The words in the text that say so.
    #[arg(long, value_name = "WORDS")]
    pub quote: Option<String>,
    /// Who corrects it.
    #[command(flatten)]
    pub by: VoiceArgs,
}

/// `bron judge label`.
#[derive(Debug, Args)]
pub struct LabelArgs {
    /// The publication.
    #[command(flatten)]
    pub on: OnArgs,
    /// The page's number in the file, from 1.
    pub page: u32,
    /// The number printed on it; empty where none is.
    pub label: String,
    /// The number of the document; without it, the main one.
    #[arg(long, value_name = "N")]
    pub document: Option<u32>,
    /// Who corrects it.
    #[command(flatten)]
    pub by: VoiceArgs,
}

/// `bron judge passage`.
#[derive(Debug, Args)]
pub struct PassageArgs {
    /// The publication.
    #[command(flatten)]
    pub on: OnArgs,
    /// The words of which term.
    #[command(flatten)]
    pub words: WordsArgs,
    /// What they are: definition, description, element, or none.
    #[arg(long, value_parser = passage_kind)]
    pub kind: KindOrNone,
    /// Who says so.
    #[command(flatten)]
    pub by: VoiceArgs,
}

/// `bron judge element`.
#[derive(Debug, Args)]
pub struct ElementArgs {
    /// The publication.
    #[command(flatten)]
    pub on: OnArgs,
    /// The words of which term.
    #[command(flatten)]
    pub words: WordsArgs,
    /// The id of the element, such as e17.
    #[arg(long, value_name = "ID")]
    pub element: String,
    /// It is not there, though a cue says so.
    #[arg(long)]
    pub not_there: bool,
    /// Who says so.
    #[command(flatten)]
    pub by: VoiceArgs,
}

/// Words of a publication that are about a term.
#[derive(Debug, Args)]
pub struct WordsArgs {
    /// The id of the term.
    #[arg(long)]
    pub term: String,
    /// The words, as they stand in the text; with `…` in between, from the first ones to the next that follow.
    #[arg(long)]
    pub words: String,
    /// Only on this page: the number printed on it, else its number in the file.
    #[arg(long)]
    pub page: Option<String>,
}

/// What words are: a kind of passage, or none.
#[derive(Debug, Clone, Copy)]
pub struct KindOrNone(pub Option<PassageKind>);

/// `bron judge give`.
#[derive(Debug, Args)]
pub struct GiveArgs {
    /// The publication.
    #[command(flatten)]
    pub on: OnArgs,
    /// The criterion.
    #[arg(long, value_parser = criterion)]
    pub criterion: Criterion,
    /// The term, for E1a and E1b, which are decided per pair.
    #[arg(long)]
    pub term: Option<String>,
    /// What it comes to.
    #[arg(long, value_parser = verdict)]
    pub verdict: Verdict,
    /// A code for the reason, without commas.
    #[arg(long, default_value = "")]
    pub reason: String,
    /// The words on which it rests, as they stand in the text.
    #[arg(long, value_name = "WORDS")]
    pub quote: Option<String>,
    /// How much you looked at: listing, summary, first-pages or full-text.
    #[arg(long, default_value = "full-text", value_parser = screened)]
    pub screened: Screened,
    /// It belongs to the pilot, which all judge to agree on how to read the criteria; what was drawn for it does anyway.
    #[arg(long)]
    pub pilot: bool,
    /// Who judges.
    #[command(flatten)]
    pub by: ByArgs,
}

/// `bron review`.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// The run: a name in `output/` or its folder.
    pub run: String,
    /// Your initials: 1 to 20 letters or digits.
    #[arg(long, value_name = "INITIALS")]
    pub reviewer: String,
    /// The name of this device; without it `BRON_DEVICE`, else one that is made once and kept in your settings.
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
    /// The port on 127.0.0.1; without it, any free one.
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// Judgements belong to the pilot, which all judge to agree on how to read the criteria; on what was drawn for it they do anyway.
    #[arg(long)]
    pub pilot: bool,
}

fn criterion(name: &str) -> Result<Criterion, String> {
    one_of(Criterion::ALL, Criterion::as_str, name)
}

fn verdict(name: &str) -> Result<Verdict, String> {
    one_of(Verdict::ALL, Verdict::as_str, name)
}

fn screened(name: &str) -> Result<Screened, String> {
    one_of(Screened::ALL, Screened::as_str, name)
}

fn field(name: &str) -> Result<Field, String> {
    one_of(Field::ALL, Field::as_str, name)
}

fn passage_kind(name: &str) -> Result<KindOrNone, String> {
    if name.eq_ignore_ascii_case("none") {
        return Ok(KindOrNone(None));
    }
    let kind = one_of(PassageKind::ALL, PassageKind::as_str, name);
    kind.map(|kind| KindOrNone(Some(kind))).map_err(|known| format!("{known}, none"))
}

/// The value of that name; capitals do not matter.
fn one_of<T: Copy>(all: &[T], name_of: fn(T) -> &'static str, name: &str) -> Result<T, String> {
    all.iter().copied().find(|one| name_of(*one).eq_ignore_ascii_case(name)).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|one| name_of(*one)).collect();
        format!("it is one of {}", known.join(", "))
    })
}

/// How a document comes that no search brought (PRISMA-S, items 4 to 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Via {
    /// A reference in another publication.
    Citation,
    /// Sent by somebody.
    Contact,
    /// A site or shelf that a person looked through.
    Browse,
    /// Any other way.
    Other,
}

/// `bron probe`.
#[derive(Debug, Args)]
pub struct ProbeArgs {
    /// The source's id; without it, all sources of the pipeline.
    pub source: Option<String>,
    /// The address of a site, its search page, or a result page, to look at and propose a file for.
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["source", "run"])]
    pub propose: Option<String>,
    /// A word that has hits there, at least two; the default is `zorg`, `wonen` and others where those show too little.
    #[arg(long = "word", value_name = "WORD", requires = "propose")]
    pub words: Vec<String>,
    /// A word that no page holds; the default is a made-up one.
    #[arg(long, value_name = "WORD", requires = "propose")]
    pub nonsense: Option<String>,
    /// Write the proposal to this file too, which must not be there yet.
    #[arg(long, value_name = "FILE", requires = "propose")]
    pub write: Option<PathBuf>,
    /// The pipeline; the default is the one that harvests, where there is only one.
    #[arg(long, value_name = "PIPELINE")]
    pub pipeline: Option<String>,
    /// Never ask a site: everything comes from the archive.
    #[arg(long)]
    pub offline: bool,
    /// Ask anew what failed in an earlier session.
    #[arg(long, conflicts_with = "offline")]
    pub retry_failed: bool,
    /// The folder itself, instead of `output/<name>` (with --propose: `output/propose-<host>`) in the study.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Another name for the run's folder in `output/`: what an archive holds is not asked again.
    #[arg(long, value_name = "NAME", conflicts_with = "output")]
    pub run: Option<String>,
}

/// `bron demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Harvest once more some time later, when things have changed at the eight; `bron compare demo demo-later` says what.
    #[arg(long)]
    pub later: bool,
    /// With --later, the run of the first harvest, after which what is new is dated; the default is `output/demo`.
    #[arg(long, requires = "later", value_name = "DIR")]
    pub first: Option<PathBuf>,
    /// Only start the eight knowledge bases, and serve until interrupted.
    #[arg(long)]
    pub serve: bool,
    /// The port with --serve; without it, any free port. The pipeline `demo` expects 4780.
    #[arg(long, requires = "serve", default_value_t = 4780)]
    pub port: u16,
    /// A file for the access log of --serve.
    #[arg(long, requires = "serve", value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// The run's folder; the default is `output/demo`, with --later `output/demo-later`.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Threads for reading documents; the default is one a core.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Leave the rules' proposals to the reviewers, instead of counting them.
    #[arg(long)]
    pub no_proposals: bool,
}

/// A stage by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StageName {
    /// Stage 1.
    Search,
    /// Through stage 2.
    Screening,
    /// Through stage 3.
    Retrieval,
    /// Through stage 4.
    Extraction,
    /// Through stage 5.
    Eligibility,
    /// Through stage 6.
    Synthesis,
}

/// A measure by name.
fn measure(name: &str) -> Result<Measure, String> {
    Measure::ALL.into_iter().find(|measure| measure.as_str() == name).ok_or_else(|| {
        let known: Vec<&str> = Measure::ALL.iter().map(|measure| measure.as_str()).collect();
        format!("the measures are {}", known.join(", "))
    })
}

/// Reads the arguments. Help and version are answered here (code 0), wrong ones too (code 1, clap's own is 2).
pub fn parse() -> Result<Cli, ExitCode> {
    Cli::try_parse().map_err(|error| {
        let wrong = error.use_stderr();
        // Nothing can be done about a closed standard output.
        let _ = error.print();
        ExitCode::from(u8::from(wrong))
    })
}

/// `bron export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The run: a name in `output/` or its folder.
    pub run: String,
    /// For which program.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: ExportFormat,
    /// The file to write (of searchrxiv, the folder), which must not be there yet; without it one in `export/` of the run.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Which publications: the default is included for references, and assessed for lists to screen.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub what: Option<ExportWhat>,
    /// Reviewers become R1, R2, ... by who judged first; their remarks, and who typed queries by hand, are left out.
    #[arg(long)]
    pub pseudonymous: bool,
    /// At most so many records in a file (Covidence takes 15000).
    #[arg(long, value_name = "N")]
    pub split: Option<std::num::NonZeroUsize>,
    /// How lines end in ris and in the texts of qdpx: lf, the default, or crlf, where MAXQDA shifts codings.
    #[arg(long, value_enum, value_name = "ENDING")]
    pub line_endings: Option<LineEndings>,
}

/// A format of `bron export`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// The whole run as an Excel workbook.
    Xlsx,
    /// The working table as a page that Word opens.
    Word,
    /// References for Zotero, EndNote, Mendeley, Covidence, EPPI-Reviewer.
    Ris,
    /// References for Zotero.
    CslJson,
    /// References for LaTeX (BibLaTeX).
    Bibtex,
    /// Records with labels for ASReview: CSV, or RIS where the file ends in .ris.
    Asreview,
    /// Records for Rayyan.
    Rayyan,
    /// The flow for the R package PRISMA2020.
    Prisma,
    /// Passages and codes for NVivo, ATLAS.ti, MAXQDA, QualCoder.
    Qdpx,
    /// The codebook for the same programs.
    Qdc,
    /// A search record a query, for searchRxiv.
    Searchrxiv,
}

/// Which publications an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportWhat {
    /// With at least one included pair.
    Included,
    /// Whose text was read.
    Assessed,
    /// All that the run knows.
    All,
}

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LineEndings {
    /// As on Linux and macOS.
    Lf,
    /// As on Windows.
    Crlf,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_option_is_explained_in_a_sentence() {
        fn check(command: &clap::Command) {
            for argument in command.get_arguments() {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.len() > 8, "`{}` of `{}` has no help", argument.get_id(), command.get_name());
            }
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }
}
