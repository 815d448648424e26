//! Why a row of a file that came back is not taken.

use crate::column::Column;
use crate::words::say;
use bron_model::{Criterion, Language, Reviewer, Verdict};
use bron_run::Refusal;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RowProblem {
    /// The row itself cannot be read.
    Unreadable(String),
    /// It has more cells than the header, or ends before the last column that is read.
    Cells { found: usize, header: usize },
    /// A cell shows something else than the id names.
    OtherThanId { column: Column, shown: String, named: String },
    /// Something is filled in, and no id says of what.
    NoId,
    /// The id is none that a sheet has.
    NotAnId(String),
    /// It is a sheet of somebody else.
    OtherReviewer { found: String, given: Reviewer },
    /// The run has no such publication.
    NoPublication(String),
    /// The record or its files are not those that were on the sheet.
    OtherText,
    /// The criteria have another version now.
    OtherCriteria,
    /// The word for the verdict is none.
    NoVerdict(String),
    /// A reason, words or a note without a verdict.
    WithoutVerdict,
    /// No such reason for this verdict.
    NoReason { found: String, criterion: Criterion, verdict: Verdict, known: Vec<String> },
    /// Two reasons are called that.
    ManyReasons { found: String, codes: Vec<String> },
    /// How much was looked at is not said.
    NotLookedAt(String),
    /// The words stand on no page.
    WordsNotThere(String),
    /// Another row says something else of the same.
    Twice { line: u64 },
    /// The reviewer said two things of it, on two devices.
    SaidTwice(Vec<String>),
    /// On the sheet of a meeting: a vote was changed, added or taken back since.
    OtherVotes,
    /// On the sheet of a meeting: nobody differs on it.
    NothingToSettle,
    /// On the sheet of a meeting: something else was decided meanwhile.
    SettledAlready(String),
    /// The export names somebody whose initials are not known.
    UnknownName(String),
    /// The export names nobody.
    Nameless,
    /// The reviewer may not say it.
    Refused(Refusal),
}

impl RowProblem {
    /// The problem in words, without a full stop.
    pub(crate) fn text(&self, language: Language) -> String {
        match self {
            Self::Unreadable(what) => what.clone(),
            Self::Cells { found, header } => say(
                language,
                format!("de rij heeft {found} cellen, en de kop {header}"),
                format!("the row has {found} cells, and the header {header}"),
            ),
            Self::OtherThanId { column, shown, named } => {
                let column = column.name(language);
                say(
                    language,
                    format!("in `{column}` staat `{shown}`, en de id is van `{named}`"),
                    format!("`{column}` shows `{shown}`, and the id is of `{named}`"),
                )
            }
            Self::NoId => say(language, "er is geen id", "there is no id"),
            Self::NotAnId(found) => say(
                language,
                format!("`{found}` is geen id van een blad"),
                format!("`{found}` is no id of a sheet"),
            ),
            Self::OtherReviewer { found, given } => say(
                language,
                format!("de rij is van {found}, niet van {given}"),
                format!("the row is of {found}, not of {given}"),
            ),
            Self::NoPublication(id) => say(
                language,
                format!("deze run heeft geen publicatie `{id}`"),
                format!("this run has no publication `{id}`"),
            ),
            Self::OtherText => say(
                language,
                "de publicatie of haar tekst is veranderd sinds het blad gemaakt werd",
                "the publication or its text has changed since the sheet was made",
            ),
            Self::OtherCriteria => say(
                language,
                "de criteria hebben een andere versie dan toen het blad gemaakt werd",
                "the criteria have another version than when the sheet was made",
            ),
            Self::NoVerdict(found) => {
                say(language, format!("`{found}` is geen oordeel"), format!("`{found}` is no verdict"))
            }
            Self::WithoutVerdict => say(
                language,
                "er staat iets bij, maar geen oordeel",
                "something is filled in beside it, but no verdict",
            ),
            Self::NoReason { found, criterion, verdict, .. } => say(
                language,
                format!(
                    "`{found}` is geen reden voor `{}` op {criterion}",
                    crate::words::verdict(*verdict, language)
                ),
                format!(
                    "`{found}` is no reason for `{}` on {criterion}",
                    crate::words::verdict(*verdict, language)
                ),
            ),
            Self::ManyReasons { found, .. } => say(
                language,
                format!("`{found}` kan twee redenen zijn"),
                format!("`{found}` may be two reasons"),
            ),
            Self::NotLookedAt(found) if found.is_empty() => {
                say(language, "er staat niet wat er bekeken is", "how much was looked at is not said")
            }
            Self::NotLookedAt(found) => say(
                language,
                format!("`{found}` zegt niet wat er bekeken is"),
                format!("`{found}` does not say how much was looked at"),
            ),
            Self::WordsNotThere(words) => {
                let words: String = words.chars().take(60).collect();
                say(
                    language,
                    format!("`{words}` staat op geen bladzijde van de publicatie"),
                    format!("`{words}` stands on no page of the publication"),
                )
            }
            Self::Twice { line } => say(
                language,
                format!("rij {line} zegt iets anders over hetzelfde"),
                format!("row {line} says something else of the same"),
            ),
            Self::SaidTwice(ids) => {
                let ids = ids.join(", ");
                say(
                    language,
                    format!("er zijn twee oordelen van u over, van twee apparaten: {ids}"),
                    format!("there are two verdicts of yours on it, from two devices: {ids}"),
                )
            }
            Self::OtherVotes => say(
                language,
                "een oordeel hierover is veranderd, erbij gekomen of teruggenomen sinds het blad gemaakt werd",
                "a verdict on it was changed, added or taken back since the sheet was made",
            ),
            Self::NothingToSettle => {
                say(language, "hierover verschilt nu niemand van mening", "nobody differs on it now")
            }
            Self::SettledAlready(id) => say(
                language,
                format!("hierover is al anders besloten: {id}"),
                format!("it was decided otherwise already: {id}"),
            ),
            Self::UnknownName(name) => say(
                language,
                format!("wie `{name}` is, is niet gezegd"),
                format!("who `{name}` is was not said"),
            ),
            Self::Nameless => {
                say(language, "er staat niet wie dit besliste", "it does not say who decided this")
            }
            Self::Refused(refusal) => refusal.text(language),
        }
    }

    /// The next step; empty where there is none.
    pub(crate) fn hint(&self, language: Language) -> String {
        match self {
            Self::Unreadable(_) => say(
                language,
                "maak de rij weer zoals het blad haar gaf",
                "make the row again as the sheet had it",
            ),
            Self::Cells { .. } => say(
                language,
                "is de rij afgebroken, of staat er een scheidingsteken te veel? maak haar weer zoals het blad haar gaf, of vul het XLSX in",
                "was the row cut off, or is there a delimiter too many? make it again as the sheet had it, or fill in the XLSX",
            ),
            Self::OtherThanId { .. } => say(
                language,
                "sorteer hele rijen, nooit een kolom; neem een nieuw blad en vul dat in",
                "sort whole rows, never a column; take a new sheet and fill that in",
            ),
            Self::NoId | Self::NotAnId(_) => say(
                language,
                "neem de id over uit het blad zoals dat gemaakt is, of haal de rij weg",
                "take the id from the sheet as it was made, or take the row away",
            ),
            Self::OtherReviewer { found, .. } => say(
                language,
                format!("importeer het met `--reviewer {found}`, of maak een eigen blad"),
                format!("import it with `--reviewer {found}`, or make a sheet of your own"),
            ),
            Self::NoPublication(_) => say(
                language,
                "noem met `--run` de run waarvan het blad gemaakt is",
                "name with `--run` the run that the sheet was made of",
            ),
            Self::OtherText | Self::OtherCriteria => say(
                language,
                "maak een nieuw blad met `bron judge sheet`, en maak hier het oordeel leeg",
                "make a new sheet with `bron judge sheet`, and empty the verdict here",
            ),
            Self::NoVerdict(_) => say(language, "schrijf in, uit of onduidelijk", "write in, out or unclear"),
            Self::WithoutVerdict => say(
                language,
                "vul een oordeel in (onduidelijk is er ook een), of maak het andere leeg",
                "fill in a verdict (unclear is one too), or empty the rest",
            ),
            Self::NoReason { known, .. } => {
                let known = if known.is_empty() { "-".to_owned() } else { known.join("; ") };
                say(language, format!("kies uit: {known}"), format!("choose from: {known}"))
            }
            Self::ManyReasons { codes, .. } => {
                let codes = codes.join(", ");
                say(language, format!("schrijf de code: {codes}"), format!("write the code: {codes}"))
            }
            Self::NotLookedAt(_) => say(
                language,
                "schrijf vermelding, samenvatting, eerste bladzijden of volledige tekst, of geef `--screened`",
                "write listing, summary, first pages or full text, or give `--screened`",
            ),
            Self::WordsNotThere(_) => say(
                language,
                "`bron text` geeft de bladzijden zoals ze gelezen zijn",
                "`bron text` prints the pages as they were read",
            ),
            Self::Twice { .. } => say(language, "houd er een over", "keep one of them"),
            Self::SaidTwice(_) => say(
                language,
                "neem er een terug met `bron judge undo`",
                "take one back with `bron judge undo`",
            ),
            Self::OtherVotes => say(
                language,
                "maak een nieuw blad met `bron judge sheet --consensus`, en maak hier het besluit leeg",
                "make a new sheet with `bron judge sheet --consensus`, and empty the decision here",
            ),
            Self::NothingToSettle => say(language, "maak hier het besluit leeg", "empty the decision here"),
            Self::SettledAlready(id) => say(
                language,
                format!(
                    "maak hier het besluit leeg, of neem het andere terug met `bron judge undo --judgement {id}` en maak een nieuw blad"
                ),
                format!(
                    "empty the decision here, or take the other one back with `bron judge undo --judgement {id}` and make a new sheet"
                ),
            ),
            Self::UnknownName(name) => say(
                language,
                format!(
                    "geef `--as \"{name}=AB\"` met de initialen, of `--as \"{name}=-\"` om over te slaan"
                ),
                format!("give `--as \"{name}=AB\"` with the initials, or `--as \"{name}=-\"` to leave out"),
            ),
            Self::Nameless => say(
                language,
                "geef `--reviewer` voor beslissingen zonder naam",
                "give `--reviewer` for decisions without a name",
            ),
            Self::Refused(refusal) => refusal.hint().unwrap_or_default().to_owned(),
        }
    }
}
