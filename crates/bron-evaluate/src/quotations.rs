//! Quotations that people copied, and sentences made for one pattern each.

use crate::made::{extract, one_line};
use crate::passages::Label;
use crate::{Corpus, Counts, Error, Part};
use bron_extract::Extractor;
use serde::Deserialize;

#[derive(Deserialize)]
struct Quotation {
    term: String,
    citation: String,
    quotation: String,
    wording_of_the_report: String,
}

/// How many of the quotations that hold their term give a passage. The others cannot: without its text before it, nobody
/// can tell what `Dit is een gemeenschap waar ...` is about.
pub(crate) fn measure(corpus: &Corpus, extractor: &Extractor) -> Result<Part, Error> {
    let file = "quotes-2024.csv";
    let Some(quotations) = corpus.rows::<Quotation>(file)? else {
        return Ok(Part::skipped("quotations", format!("there is no {file}")));
    };
    let mut part = Part::new(
        "quotations",
        format!("{} quotations; counted are those that hold their term", quotations.len()),
    );
    let mut found = Vec::new();
    for row in &quotations {
        let extraction = extract(extractor, &row.quotation);
        if !extraction.occurrences.iter().any(|place| place.term.as_str() == row.term) {
            continue;
        }
        let is_found = extraction.passages.iter().any(|passage| passage.term.as_str() == row.term);
        found.push(Counts { right: u64::from(is_found), wrong: 0, missed: u64::from(!is_found) });
        if !is_found {
            part.different.push(format!(
                "no passage: {} ({}; {}): {}",
                row.term,
                row.citation,
                row.wording_of_the_report,
                one_line(&row.quotation)
            ));
        }
    }
    part.add_share_resampled("with a passage", &found);
    Ok(part)
}

#[derive(Deserialize)]
struct Case {
    id: String,
    term: String,
    sentence: String,
    label: Label,
    pattern: String,
}

/// How many of the sentences made for one pattern or counter-pattern are read as they were meant.
pub(crate) fn measure_patterns(corpus: &Corpus, extractor: &Extractor) -> Result<Part, Error> {
    let Some(cases) = corpus.rows::<Case>("patterns.csv")? else {
        return Ok(Part::skipped("patterns", "there is no patterns.csv"));
    };
    let mut part = Part::new(
        "patterns",
        format!(
            "{} sentences made for one pattern or counter-pattern each; every other reading is listed",
            cases.len()
        ),
    );
    let (mut found, mut labelled) = (0, 0);
    for case in &cases {
        let extraction = extract(extractor, &case.sentence);
        let of_term = extraction.passages.iter().filter(|row| row.term.as_str() == case.term);
        let best = of_term.max_by_key(|row| row.score);
        let said = Label::of(best.map(|row| row.kind));
        found += u64::from(said.is_positive() == case.label.is_positive());
        labelled += u64::from(said == case.label);
        if said != case.label {
            part.different.push(format!(
                "{} {}: {} read as {} [{}]: {}",
                case.id,
                case.pattern,
                case.label.as_str(),
                said.as_str(),
                best.map_or("", |row| &row.pattern),
                one_line(&case.sentence)
            ));
        }
    }
    part.add_share("a passage where one is meant and none elsewhere", found, cases.len() as u64);
    part.add_share("with the label that is meant", labelled, cases.len() as u64);
    Ok(part)
}
