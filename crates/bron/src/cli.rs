//! The words of the command line.

use bron_evaluate::Measure;
use bron_model::{Criterion, Language, Reviewer, Screened, TermId, Verdict};
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
    /// Check the archive, the hashes and the sums of a run. Exit code 2 when something differs.
    Verify {
        /// The run: a name in `output/` or its folder.
        run: String,
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
        /// Write what they differ on to this file, for the meeting in which they decide; it must not be there yet.
        #[arg(long, value_name = "FILE")]
        disagreements: Option<PathBuf>,
        /// Show each term as well.
        #[arg(long)]
        terms: bool,
    },
    /// Judge in the browser: serve the page of one reviewer on this computer, until interrupted.
    ///
    /// It prints the address to open, which holds a secret and works on this computer only. Each judgement is a line added to the
    /// reviewer's file in the study's folder `judgements/`, on the disk before the page answers.
    Review(ReviewArgs),
    /// Measure how well the rules read, on a folder of texts that people annotated.
    ///
    /// What the folder may hold is described in crates/bron-evaluate/README.md: annotated sentences, quotations, web pages
    /// with their dates, PDFs with the numbers printed on their pages. What it does not hold is skipped, and said so.
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
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
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
    /// Take back your verdict on a criterion: a new line says that it holds no longer.
    Undo {
        /// What is judged, and by whom.
        #[command(flatten)]
        on: JudgedArgs,
    },
    /// Write a sheet to fill in: an XLSX with a row for each thing that waits for you, and the same as CSV.
    ///
    /// What you have judged already is left out, and so is what others said. Fill in `oordeel` (`verdict`), and give it back with
    /// `bron judge import`. The same run and judgements give the same bytes.
    Sheet(SheetArgs),
    /// Read back a sheet that was filled in (XLSX, ODS or CSV, as any program saves it), or an export of Rayyan or ASReview.
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
    #[arg(long, value_name = "INITIALS")]
    pub reviewer: String,
    /// Only this term; can be given several times. Without it, all.
    #[arg(long = "term", value_name = "TERM")]
    pub terms: Vec<String>,
    /// Also what you have judged already, with your verdict filled in, so that you can change it.
    #[arg(long)]
    pub all: bool,
    /// The file to write, which must not be there yet; the default is `oordelen-RUN-INITIALS.xlsx` (`judgements-...`) here.
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
    /// It belongs to the pilot, which all judge to agree on how to read the criteria.
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

/// What is judged, and by whom.
#[derive(Debug, Args)]
pub struct JudgedArgs {
    /// The run: a name in `output/` or its folder.
    pub run: String,
    /// The publication: an id, an address, or words of the title.
    pub publication: String,
    /// The criterion.
    #[arg(long, value_parser = criterion)]
    pub criterion: Criterion,
    /// The term, for E1a and E1b, which are decided per pair.
    #[arg(long)]
    pub term: Option<String>,
    /// Your initials: 1 to 20 letters or digits.
    #[arg(long, value_name = "INITIALS")]
    pub reviewer: String,
    /// The name of this device; without it `BRON_DEVICE`, else one that is made once and kept in your settings.
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
}

/// `bron judge give`.
#[derive(Debug, Args)]
pub struct GiveArgs {
    /// What is judged, and by whom.
    #[command(flatten)]
    pub on: JudgedArgs,
    /// What it comes to.
    #[arg(long, value_parser = verdict)]
    pub verdict: Verdict,
    /// A code for the reason, without commas.
    #[arg(long, default_value = "")]
    pub reason: String,
    /// The words on which it rests, as they stand in the text.
    #[arg(long, value_name = "WORDS")]
    pub quote: Option<String>,
    /// A remark for whoever reads the decision.
    #[arg(long, default_value = "")]
    pub note: String,
    /// How much you looked at: listing, summary, first-pages or full-text.
    #[arg(long, default_value = "full-text", value_parser = screened)]
    pub screened: Screened,
    /// It belongs to the pilot, which all judge to agree on how to read the criteria; what was drawn for it does anyway.
    #[arg(long)]
    pub pilot: bool,
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
    /// Judgements belong to the pilot, which all judge to agree on how to read the criteria.
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
