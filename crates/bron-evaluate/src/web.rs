//! The main text and the dates of web pages.

use crate::{Corpus, Counts, Error, Part};
use bron_documents::{Asked, Document};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A line of `html/main-text.jsonl`.
#[derive(Deserialize)]
struct Page {
    file: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
}

fn read(bytes: &[u8]) -> Document {
    bron_documents::read(bytes, &Asked { media_type: "text/html", max_pages: 1, ..Asked::default() })
}

/// The count of trafilatura's own evaluation: a segment that must be there and is found, must not be there and is found, or
/// must be there and is not; white space does not count. A title is right when more than .7 of its words are those expected
/// (Jaccard), an author above .5.
pub(crate) fn measure_main_text(corpus: &Corpus) -> Result<Part, Error> {
    let (Some(rows), Some(files)) =
        (corpus.objects::<Page>("html/main-text.jsonl")?, corpus.packed("html/main-text")?)
    else {
        return Ok(Part::skipped("main-text", "there is no html/main-text.jsonl with html/main-text.tar.gz"));
    };
    let mut part = Part::new("main-text", "");
    let (mut segments, mut titles, mut authors) = (Vec::new(), (0, 0), (0, 0));
    for row in &rows {
        let Some(bytes) = files.get(&row.file) else {
            part.different.push(format!("not counted, the page is not there: {}", row.file));
            continue;
        };
        let document = read(bytes);
        let text = document.pages.first().map(|page| without_space(&page.text)).unwrap_or_default();
        let holds = |segment: &&String| text.contains(&without_space(segment));
        let right = row.with.iter().filter(holds).count() as u64;
        let counts = Counts {
            right,
            wrong: row.without.iter().filter(holds).count() as u64,
            missed: row.with.len() as u64 - right,
        };
        if counts.wrong + counts.missed > 0 {
            part.different
                .push(format!("{}: {} segments missed, {} too many", row.file, counts.missed, counts.wrong));
        }
        segments.push(counts);
        count_words(&mut titles, row.title.as_deref(), &document.title, 0.7);
        count_words(&mut authors, row.author.as_deref(), &document.authors.join(" "), 0.5);
    }
    part.how = format!("segments of {} pages; intervals over pages", segments.len());
    part.add_resampled("segments", &segments);
    part.add_share("titles", titles.0, titles.1);
    part.add_share("authors", authors.0, authors.1);
    Ok(part)
}

/// Counts an expected text that is there: how many are right, of how many.
fn count_words(counted: &mut (u64, u64), expected: Option<&str>, found: &str, at_least: f64) {
    if let Some(expected) = expected.filter(|expected| !expected.is_empty()) {
        counted.1 += 1;
        counted.0 += u64::from(alike(expected, found) > at_least);
    }
}

/// A line of `html/dates.csv`.
#[derive(Deserialize)]
struct Dated {
    file: String,
    date: String,
}

/// The later end of each page's interval against the day given: right when it is that day, wrong when it is another, missed
/// when there is none. This is how htmldate's own evaluation counts.
pub(crate) fn measure_dates(corpus: &Corpus) -> Result<Part, Error> {
    let (Some(rows), Some(files)) = (corpus.rows::<Dated>("html/dates.csv")?, corpus.packed("html/dates")?)
    else {
        return Ok(Part::skipped("dates", "there is no html/dates.csv with html/dates.tar.gz"));
    };
    let mut part = Part::new("dates", "");
    let mut all = Vec::new();
    let mut by_rule: BTreeMap<&str, Counts> = BTreeMap::new();
    for row in &rows {
        let Some(bytes) = files.get(&row.file) else {
            part.different.push(format!("not counted, the page is not there: {}", row.file));
            continue;
        };
        let end = read(bytes).dates.not_after;
        let is_right = end.is_some_and(|end| end.date.to_string() == row.date);
        let counts = Counts {
            right: u64::from(is_right),
            wrong: u64::from(end.is_some() && !is_right),
            missed: u64::from(end.is_none()),
        };
        all.push(counts);
        if let Some(end) = end {
            let of_rule = by_rule.entry(end.rule.as_str()).or_default();
            of_rule.right += counts.right;
            of_rule.wrong += counts.wrong;
        }
        if !is_right {
            let told = end.map_or("none".to_owned(), |end| format!("{} by {}", end.date, end.rule.as_str()));
            part.different.push(format!("{}: {} read as {told}", row.file, row.date));
        }
    }
    part.how = format!("{} pages; intervals over pages", all.len());
    part.add_resampled("all", &all);
    for (rule, counts) in by_rule {
        part.add(format!("by the rule {rule}"), counts);
    }
    Ok(part)
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The share of the words of either that are words of both (Jaccard).
fn alike(a: &str, b: &str) -> f64 {
    let words = |text: &str| -> std::collections::BTreeSet<String> {
        let words = text.to_lowercase();
        words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    a.intersection(&b).count() as f64 / (a.union(&b).count() as f64).max(1.0)
}
