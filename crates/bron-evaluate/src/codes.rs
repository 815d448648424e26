//! Elements proposed for quotations, against the crosses of an earlier Table 2.

use crate::made::{document, publication};
use crate::{Corpus, Error, Part};
use bron_extract::Coder;
use bron_model::{Cross, PassageKind, PassageRow, TermId};
use bron_protocol::Protocol;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct Quotation {
    term: String,
    quotation: String,
}

/// How many of the crosses known of the earlier table the quotations' words propose, and how many where it has none.
///
/// This cannot validate the cues: the columns of the table of 2024 are partly lost, and its authors read more than they
/// quoted.
pub(crate) fn measure(corpus: &Corpus, protocol: &Protocol) -> Result<Part, Error> {
    let Some(codebook) = &protocol.codebook else {
        return Ok(Part::skipped("codes", "the pipeline names no codebook"));
    };
    if protocol.earlier_crosses.is_empty() {
        return Ok(Part::skipped("codes", "the pipeline names no earlier Table 2"));
    }
    let Some(quotations) = corpus.rows::<Quotation>("quotes-2024.csv")? else {
        return Ok(Part::skipped("codes", "there is no quotes-2024.csv"));
    };
    let coder = Coder::new(codebook);
    let terms: BTreeSet<&str> = quotations.iter().map(|row| row.term.as_str()).collect();
    let mut proposed: BTreeSet<(String, &str)> = BTreeSet::new();
    for row in &quotations {
        let Ok(term) = TermId::new(row.term.as_str()) else { continue };
        let codes = coder.codes(&passage(term, &row.quotation));
        proposed.extend(codes.into_iter().map(|code| (code.element, row.term.as_str())));
    }
    let mut part = Part::new(
        "codes",
        format!(
            "the words of {} quotations against the crosses known of the earlier table, for the {} terms that have \
             quotations; it cannot validate the cues, since its authors read more than they quoted",
            quotations.len(),
            terms.len()
        ),
    );
    for (cross, name) in
        [(Cross::Yes, "crossed there: proposed"), (Cross::No, "not crossed there: not proposed")]
    {
        let cells = protocol.earlier_crosses.iter().filter(|cell| cell.cross == cross);
        let cells: Vec<_> = cells.filter(|cell| terms.contains(cell.term.as_str())).collect();
        let agrees = |is_proposed: bool| is_proposed == (cross == Cross::Yes);
        let mut right = 0;
        for cell in &cells {
            let is_proposed = proposed.contains(&(cell.element.clone(), cell.term.as_str()));
            right += u64::from(agrees(is_proposed));
            if !agrees(is_proposed) {
                part.different.push(format!("{cross} in the earlier table: {} {}", cell.element, cell.term));
            }
        }
        part.add_share(name, right, cells.len() as u64);
    }
    Ok(part)
}

fn passage(term: TermId, quotation: &str) -> PassageRow {
    PassageRow {
        publication: publication(),
        term,
        document: document(),
        page: 1,
        start: 0,
        end: quotation.chars().count() as u32,
        page_end: 1,
        label: String::new(),
        kind: PassageKind::Definition,
        variant: String::new(),
        pattern: String::new(),
        score: 1,
        second_hand_of: String::new(),
        quote: quotation.to_owned(),
    }
}
