//! Whether a publication that defines or describes a term stays in.

use crate::made::{document, pages, publication};
use crate::passages::gold;
use crate::{Corpus, Counts, Error, Part};
use bron_extract::{Extraction, Extractor};
use bron_model::{
    Criterion, DocumentKind, DocumentPart, DocumentRow, DocumentStatus, PartialDate, PublicationRow,
    SourceId, TermId, Verdict,
};
use bron_protocol::{Protocol, Until};
use bron_screen::{Period, ReadPublication, Screener};
use std::collections::{BTreeMap, BTreeSet};

/// Of the pairs of text and term with a positive sentence, how many E1b does not propose to take out; of those with
/// mentions only, how many it does.
pub(crate) fn measure(corpus: &Corpus, extractor: &Extractor, protocol: &Protocol) -> Result<Part, Error> {
    let Some(gold) = gold(corpus, extractor, protocol)? else {
        return Ok(Part::skipped("publications", "there is no gold.csv"));
    };
    let mut pairs: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    let mut undisputed: BTreeSet<(&str, &str)> = BTreeSet::new();
    for row in &gold.rows {
        let pair = (row.file.as_str(), row.term.as_str());
        *pairs.entry(pair).or_default() |= row.label.is_positive();
        if row.label.is_positive() && !row.is_disputed() {
            undisputed.insert(pair);
        }
    }
    let screener = Screener::new(&protocol.lexicons, protocol.criteria.doubt(), period(protocol));
    let mut part = Part::new(
        "publications",
        format!(
            "{} pairs of text and term; kept: E1b proposes anything but out; intervals over pairs",
            pairs.len()
        ),
    );
    let (mut kept, mut kept_undisputed, mut taken_out) = (Vec::new(), Vec::new(), Vec::new());
    for ((file, term), is_positive) in pairs {
        let is_undisputed = undisputed.contains(&(file, term));
        let term = TermId::new(term).expect("a term of the pipeline, since other rows are left out");
        let proposal = proposal(&screener, &gold.texts[file], &gold.extracted[file], &term);
        let is_out = proposal == Some(Verdict::Exclude);
        let share = |right: bool| Counts { right: u64::from(right), wrong: 0, missed: u64::from(!right) };
        if is_positive {
            kept.push(share(!is_out));
            if is_undisputed {
                kept_undisputed.push(share(!is_out));
            }
        } else {
            taken_out.push(share(is_out));
        }
        if is_positive == is_out {
            let what = if is_out { "a definition or description is lost" } else { "kept for mentions only" };
            part.different.push(format!("{what}: {file}, {term}"));
        }
    }
    part.different.extend(gold.left_out.iter().filter(|line| line.contains("is no term")).cloned());
    part.add_share_resampled("with a definition or description: kept", &kept);
    part.add_share_resampled("with one that nobody disputes: kept", &kept_undisputed);
    part.add_share_resampled("with mentions only: proposed to be taken out", &taken_out);
    Ok(part)
}

fn period(protocol: &Protocol) -> Period {
    let window = &protocol.pipeline.window;
    let until = match window.until {
        Until::Date(date) => date.last_day(),
        // E1 does not look at it.
        Until::Harvest => {
            PartialDate::year_only(window.from_year).expect("a year of the protocol").last_day()
        }
    };
    Period { from_year: window.from_year, until }
}

/// What E1b proposes for a term in a text that is a whole publication.
fn proposal(screener: &Screener, text: &str, extracted: &Extraction, term: &TermId) -> Option<Verdict> {
    let (listed, read) = (made_publication(term), made_document());
    let pages = pages(text);
    let read = ReadPublication {
        publication: &listed,
        documents: std::slice::from_ref(&read),
        pages: &pages,
        occurrences: &extracted.occurrences,
        passages: &extracted.passages,
    };
    let decisions = screener.decide(&read, &[], std::slice::from_ref(term));
    decisions.into_iter().find(|row| row.criterion == Criterion::E1b).and_then(|row| row.proposal)
}

fn made_publication(term: &TermId) -> PublicationRow {
    let source = SourceId::new("measured").expect("letters make an id");
    let blank = PublicationRow::blank(publication(), source);
    PublicationRow { terms: term.to_string(), hits: 1, best_rank: 1, ..blank }
}

fn made_document() -> DocumentRow {
    let blank = DocumentRow::blank(publication(), document(), DocumentPart::Main);
    DocumentRow { status: DocumentStatus::Retrieved, kind: DocumentKind::Text, pages: 1, ..blank }
}
