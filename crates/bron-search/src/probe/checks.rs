//! What follows for the source: is everything as configured, and may it be searched?

use super::answer::{Answer, Told};
use super::battery::Purpose;
use super::end::{self, PageSaid};
use super::fit::FieldFit;
use super::looks::Looks;
use super::rules;
use super::typed::Typed;
use crate::QueryResult;
use bron_model::{
    CheckOutcome, Evidence, PlatformSign, ProbeCheck, ProbeQuery, ProbeReport, ProbeVerdicts, QueryStatus,
    Totals,
};
use bron_protocol::{Platform, Source};
use std::collections::BTreeMap;

/// Everything that was heard, in one report.
pub(super) fn report(
    source: &Source,
    looks: Looks,
    typed: Vec<Typed>,
    pages: Vec<PageSaid>,
    requests: u64,
) -> ProbeReport {
    let mut report = ProbeReport::not_probed(source.id.clone(), String::new());
    report.requests = requests;
    report.sitemaps = looks.sitemaps();
    report.form = looks.form();
    report.signs = looks.signs();
    report.pages_by_number = pages.iter().map(|page| page.evidence.clone()).collect();
    let mut answers: BTreeMap<Purpose, Answer> = BTreeMap::new();
    let mut canary = None;
    for typed in typed {
        let (purpose, robots, fits) = (typed.purpose, typed.closed_by_robots.clone(), typed.fits.clone());
        let (result, answer, row) = typed.end();
        if purpose == Purpose::Canary {
            canary = Some(Canary { result, robots, fits, evidence: row.evidence.clone() });
        }
        answers.insert(purpose, answer);
        report.queries.push(row);
    }
    let Some(canary) = canary else { return report };
    report.interface.clone_from(&canary.result.interface);
    let totals = end::totals(&answers.values().collect::<Vec<_>>(), &pages);
    report.checks.push(robots(&looks, &canary));
    report.checks.push(canary.check());
    if let Some(fallback) = interface(source, &canary) {
        report.checks.push(fallback);
    }
    report.checks.push(nonsense(&report.queries, &answers));
    report.checks.extend(canary.keys());
    if totals.verdict == Totals::Differ {
        let because = format!("the number that the site reports is not what it lists: {}", totals.because);
        report.checks.push(check("totals", CheckOutcome::Warning, because, Vec::new()));
    }
    report.checks.push(platform(source, &report.signs));
    if answers.len() > 1 {
        report.verdicts = Some(verdicts(&answers, &pages, totals));
    }
    report
}

struct Canary {
    result: QueryResult,
    robots: Vec<String>,
    fits: Option<(&'static str, Vec<FieldFit>)>,
    evidence: Vec<Evidence>,
}

fn check(
    name: &str,
    outcome: CheckOutcome,
    because: impl Into<String>,
    evidence: Vec<Evidence>,
) -> ProbeCheck {
    ProbeCheck { name: name.to_owned(), outcome, because: because.into(), evidence }
}

fn robots(looks: &Looks, canary: &Canary) -> ProbeCheck {
    let said = looks.robots();
    if canary.robots.is_empty() {
        return check("robots", CheckOutcome::Ok, said.told, said.evidence);
    }
    let closed = format!("robots.txt closes {}", canary.robots.join(", "));
    let evidence = said.evidence.into_iter().chain(canary.evidence.clone()).collect();
    if canary.result.hits.is_empty() {
        check("robots", CheckOutcome::Failed, closed, evidence)
    } else {
        let told = format!("{closed}; {} was read", canary.result.interface);
        check("robots", CheckOutcome::Warning, told, evidence)
    }
}

impl Canary {
    fn check(&self) -> ProbeCheck {
        let QueryResult { status, note, hits, .. } = &self.result;
        // A list that breaks off is read as far as it goes, and each query of a run says so itself.
        let outcome = match status {
            QueryStatus::Hits => CheckOutcome::Ok,
            QueryStatus::Incomplete if !hits.is_empty() => CheckOutcome::Warning,
            _ => CheckOutcome::Failed,
        };
        let because = match status {
            QueryStatus::Hits => format!("{} hits read", hits.len()),
            QueryStatus::NoneReported => {
                "the site says that there is nothing, where there must be something".to_owned()
            }
            other if note.is_empty() => other.to_string(),
            other => format!("{other}: {note}"),
        };
        check("canary", outcome, because, self.evidence.clone())
    }

    /// One check a key: of the selectors where the page is read by them, else of the fields of the hits.
    fn keys(&self) -> Vec<ProbeCheck> {
        if self.result.hits.is_empty() {
            return Vec::new();
        }
        let (table, fits) = match &self.fits {
            Some((table, fits)) => (*table, fits.clone()),
            None => (self.result.interface.as_str(), self.fields()),
        };
        fits.iter().map(|fit| self.key(table, fit)).collect()
    }

    fn fields(&self) -> Vec<FieldFit> {
        let hits = &self.result.hits;
        let of = hits.len() as u64;
        let with = |text: fn(&crate::ListedHit) -> &str| {
            hits.iter().filter(|hit| !text(hit).is_empty()).count() as u64
        };
        vec![
            FieldFit::required("title", with(|hit| &hit.title), of),
            FieldFit::optional("date", with(|hit| &hit.date), of),
            FieldFit::optional("kind", with(|hit| &hit.kind), of),
            FieldFit::optional("total", u64::from(self.result.reported_total.is_some()), 1),
        ]
    }

    fn key(&self, table: &str, fit: &FieldFit) -> ProbeCheck {
        let unit = if matches!(fit.key, "list" | "next" | "total") { "result pages" } else { "rows" };
        let mut because = format!("found in {} of {} {unit}", fit.found, fit.of);
        let fits_on_one_page = self.result.pages < 2
            && self.result.reported_total.is_none_or(|total| total <= self.result.hits.len() as u64);
        let outcome = match (fit.is_required, fit.found) {
            (_, 0) if fit.key == "next" && fits_on_one_page => {
                because.push_str("; there may be no next page");
                CheckOutcome::Unknown
            }
            (true, 0) => CheckOutcome::Failed,
            (false, 0) => CheckOutcome::Warning,
            (true, found) if found < fit.of => CheckOutcome::Warning,
            _ => CheckOutcome::Ok,
        };
        check(&format!("{table}.{}", fit.key), outcome, because, self.evidence.clone())
    }
}

/// Says so where another than the first interface answered.
fn interface(source: &Source, canary: &Canary) -> Option<ProbeCheck> {
    if source.fallback.is_empty() || canary.result.interface.is_empty() || canary.result.note.is_empty() {
        return None;
    }
    let told = canary.result.note.clone();
    Some(check("interface", CheckOutcome::Warning, told, canary.evidence.clone()))
}

/// A word that stands nowhere must find nothing: else every text without hits would be given some.
fn nonsense(queries: &[ProbeQuery], answers: &BTreeMap<Purpose, Answer>) -> ProbeCheck {
    let typed = queries.iter().find(|query| query.purpose == Purpose::Nonsense.as_str());
    let (Some(query), Some(answer), Some(canary)) =
        (typed, answers.get(&Purpose::Nonsense), answers.get(&Purpose::Canary))
    else {
        return check(
            "nonsense",
            CheckOutcome::Unknown,
            "not typed, since the canary found nothing",
            Vec::new(),
        );
    };
    let (outcome, because) = if answer.rows > 0 {
        let same = answer.set.iter().filter(|address| canary.set.contains(*address)).count();
        let told = if same == answer.set.len() {
            "all of them are the canary's too: the text may not reach the box, or the selectors match something that is always there"
        } else {
            "the box answers with something else than was asked for"
        };
        (
            CheckOutcome::Failed,
            format!("`{}` finds {} rows, and none are possible; {told}", query.text, answer.rows),
        )
    } else if answer.status == QueryStatus::NoneReported {
        (CheckOutcome::Ok, "nothing is found, and the site says so".to_owned())
    } else {
        let told = format!("a text without hits will be `{}`, never 0: {}", answer.status, query.note);
        (CheckOutcome::Warning, told)
    };
    check("nonsense", outcome, because, query.evidence.clone())
}

/// Whether the site is made with what the source's file says.
fn platform(source: &Source, signs: &[PlatformSign]) -> ProbeCheck {
    let seen: Vec<&PlatformSign> =
        signs.iter().filter(|sign| sign.seen == Some(true) && sign.platform != "made with").collect();
    let shown = |sign: &&PlatformSign| format!("{} ({})", sign.platform, sign.because);
    let told = seen.iter().map(shown).collect::<Vec<_>>().join(", ");
    let told =
        if told.is_empty() { "no platform shows its marks".to_owned() } else { format!("seen: {told}") };
    let evidence = seen.iter().flat_map(|sign| sign.evidence.clone()).collect();
    let sign_of = |name: &str| signs.iter().find(|sign| sign.platform == name).and_then(|sign| sign.seen);
    let expected = match source.platform {
        Some(Platform::Wordpress) => sign_of("wordpress"),
        Some(Platform::SearchUi | Platform::SearchUiRss) => sign_of("search-ui"),
        // Selectors fit any page that they find their way in; the store stands on a host of its own.
        Some(Platform::Html) if !signs.is_empty() => Some(true),
        _ => None,
    };
    let (outcome, told) = match expected {
        Some(true) => (CheckOutcome::Ok, told),
        Some(false) => (CheckOutcome::Warning, format!("no mark of the platform that is configured; {told}")),
        None => (CheckOutcome::Unknown, told),
    };
    check("platform", outcome, told, evidence)
}

fn verdicts(
    answers: &BTreeMap<Purpose, Answer>,
    pages: &[PageSaid],
    totals: bron_model::Finding<Totals>,
) -> ProbeVerdicts {
    let missing = Answer {
        status: QueryStatus::NotSearched,
        error: None,
        reported: None,
        rows: 0,
        ended: false,
        whole: false,
        set: std::collections::BTreeSet::new(),
    };
    let numbers_hold = end::numbers_hold(&totals);
    let told = |purpose: Purpose| Told { answer: answers.get(&purpose).unwrap_or(&missing), numbers_hold };
    let words = rules::words(&told);
    ProbeVerdicts {
        words_together: words.words_together,
        quotes: words.quotes,
        inside_words: words.inside_words,
        singular_plural: words.singular_plural,
        accents: words.accents,
        operator_or: words.operator_or,
        operator_and: words.operator_and,
        operator_minus: words.operator_minus,
        many_words: words.many_words,
        unclosed_quote: words.unclosed_quote,
        past_the_end: end::past_the_end(pages),
        totals,
        cap: end::cap(pages),
    }
}
