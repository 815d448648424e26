//! Annotated sentences against the passages found in their texts.

use crate::made::{extract, one_line, squeeze};
use crate::{Corpus, Counts, Error, Part};
use bron_extract::{Extraction, Extractor};
use bron_model::{PassageKind, PassageRow};
use bron_protocol::Protocol;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What people said of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Label {
    /// It defines the term.
    Definition,
    /// It describes the term.
    Description,
    /// It only mentions the term, or another sentence does.
    MentionOnly,
}

impl Label {
    /// Whether it defines or describes.
    pub(crate) fn is_positive(self) -> bool {
        self != Self::MentionOnly
    }

    /// The label that a passage of this kind gives.
    pub(crate) fn of(kind: Option<PassageKind>) -> Self {
        match kind {
            Some(PassageKind::Definition) => Self::Definition,
            Some(PassageKind::Description | PassageKind::Element) => Self::Description,
            None => Self::MentionOnly,
        }
    }

    /// For lists.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Description => "description",
            Self::MentionOnly => "mention_only",
        }
    }
}

/// A row of `gold.csv`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Annotated {
    pub(crate) file: String,
    pub(crate) term: String,
    pub(crate) sentence: String,
    pub(crate) label: Label,
    pub(crate) agreement: String,
}

/// The annotated sentences, and what was extracted from the texts they stand in.
pub(crate) struct Gold {
    pub(crate) rows: Vec<Annotated>,
    pub(crate) texts: BTreeMap<String, String>,
    pub(crate) extracted: BTreeMap<String, Extraction>,
    /// Rows that are not counted, and why.
    pub(crate) left_out: Vec<String>,
}

/// Reads them; nothing where there are none.
pub(crate) fn gold(
    corpus: &Corpus,
    extractor: &Extractor,
    protocol: &Protocol,
) -> Result<Option<Gold>, Error> {
    let Some(all) = corpus.rows::<Annotated>("gold.csv")? else { return Ok(None) };
    let mut gold =
        Gold { rows: Vec::new(), texts: BTreeMap::new(), extracted: BTreeMap::new(), left_out: Vec::new() };
    let mut squeezed: BTreeMap<String, String> = BTreeMap::new();
    for row in all {
        if !gold.texts.contains_key(&row.file) {
            let Some(text) = corpus.text(&format!("texts/{}", row.file))? else {
                gold.left_out.push(format!(
                    "not counted, texts/{} is not there: {}",
                    row.file,
                    one_line(&row.sentence)
                ));
                continue;
            };
            squeezed.insert(row.file.clone(), squeeze(&text));
            gold.extracted.insert(row.file.clone(), extract(extractor, &text));
            gold.texts.insert(row.file.clone(), text);
        }
        let is_known = protocol.terms.iter().any(|term| term.id.as_str() == row.term);
        if row.term.starts_with("near:") {
            gold.left_out.push(format!("not counted, outside the term: {}", one_line(&row.sentence)));
        } else if !is_known {
            let (term, sentence) = (&row.term, one_line(&row.sentence));
            gold.left_out.push(format!("not counted, `{term}` is no term of the pipeline: {sentence}"));
        } else if squeezed[&row.file].contains(&squeeze(&row.sentence)) {
            gold.rows.push(row);
        } else {
            gold.left_out.push(format!("not counted, not in {}: {}", row.file, one_line(&row.sentence)));
        }
    }
    Ok(Some(gold))
}

/// The passage that holds a sentence, or most of whose words lie in it; the best by score, which may be a weak sign.
fn passage_of<'a>(row: &Annotated, passages: &'a [PassageRow]) -> Option<&'a PassageRow> {
    let wanted = squeeze(&row.sentence);
    let holds = |passage: &&PassageRow| {
        let quote = squeeze(&passage.quote);
        quote.contains(&wanted) || (wanted.contains(&quote) && quote.len() * 2 > wanted.len())
    };
    let of_term = passages.iter().filter(|passage| passage.term.as_str() == row.term);
    of_term.filter(holds).max_by_key(|passage| passage.score)
}

/// Of each label and of both positive ones together, with and without what the annotators disputed.
pub(crate) fn measure(corpus: &Corpus, extractor: &Extractor, protocol: &Protocol) -> Result<Part, Error> {
    let Some(gold) = gold(corpus, extractor, protocol)? else {
        return Ok(Part::skipped("passages", "there is no gold.csv"));
    };
    let mut part = Part::new(
        "passages",
        format!(
            "{} annotated sentences of {} texts; a sentence is found when a passage of its term holds it that is more than a weak sign; intervals over texts",
            gold.rows.len(),
            gold.texts.len()
        ),
    );
    let labels: [(&str, &[Label]); 3] = [
        ("definition and description", &[Label::Definition, Label::Description]),
        ("definition", &[Label::Definition]),
        ("description", &[Label::Description]),
    ];
    let mut counts: BTreeMap<(usize, usize), BTreeMap<&str, Counts>> = BTreeMap::new();
    let mut with_weak: BTreeMap<&str, Counts> = BTreeMap::new();
    for row in &gold.rows {
        let best = passage_of(row, &gold.extracted[&row.file].passages);
        let of_text = with_weak.entry(&row.file).or_default();
        of_text.add(row.label.is_positive(), best.is_some());
        let passage = best.filter(|passage| passage.tells());
        let said = Label::of(passage.map(|passage| passage.kind));
        let disputed = row.agreement.starts_with("disputed");
        for (group, counted) in [true, !disputed].into_iter().enumerate() {
            for (number, (_, is)) in labels.iter().enumerate().filter(|_| counted) {
                let of_text = counts.entry((group, number)).or_default().entry(&row.file).or_default();
                of_text.add(is.contains(&row.label), is.contains(&said));
            }
        }
        if row.label.is_positive() != said.is_positive() {
            part.different.push(format!(
                "{} ({}) read as {} [{}]: {}",
                row.label.as_str(),
                row.agreement,
                said.as_str(),
                best.map_or("", |passage| &passage.pattern),
                one_line(&row.sentence)
            ));
        }
    }
    for (group, rows) in ["all rows", "without disputed rows"].into_iter().enumerate() {
        for (number, (label, _)) in labels.iter().enumerate() {
            let by_text: Vec<Counts> = counts
                .get(&(group, number))
                .map(|texts| texts.values().copied().collect())
                .unwrap_or_default();
            part.add_resampled(format!("{label}, {rows}"), &by_text);
        }
    }
    let by_text: Vec<Counts> = with_weak.into_values().collect();
    part.add_resampled("definition and description, weak signs counted as well".to_owned(), &by_text);
    part.different.extend(gold.left_out);
    Ok(part)
}
