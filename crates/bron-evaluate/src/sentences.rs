//! Where sentences end, against a text in which people marked it.

use crate::made::one_line;
use crate::{Corpus, Counts, Error, Part};
use std::collections::BTreeSet;

/// Each paragraph of `sentences.txt` is put on one line and cut; an end is right when it stands behind the same word. Ends of
/// paragraphs are not counted: nobody can miss them.
pub(crate) fn measure(corpus: &Corpus) -> Result<Part, Error> {
    let Some(text) = corpus.text("sentences.txt")? else {
        return Ok(Part::skipped("sentences", "there is no sentences.txt"));
    };
    let paragraphs = text.split("\n\n").map(lines_of).filter(|lines| !lines.is_empty());
    let mut counts = Vec::new();
    let mut different = Vec::new();
    for lines in paragraphs {
        let paragraph = lines.join(" ");
        let marked = ends(lines.iter().map(String::as_str));
        let cut = bron_text::sentences(&paragraph);
        let cut = ends(cut.iter().map(|range| &paragraph[range.clone()]));
        counts.push(Counts {
            right: marked.intersection(&cut).count() as u64,
            wrong: cut.difference(&marked).count() as u64,
            missed: marked.difference(&cut).count() as u64,
        });
        if marked != cut {
            different.push(format!("cut otherwise: {}", one_line(&paragraph)));
        }
    }
    let mut part = Part::new(
        "sentences",
        format!("ends of sentences within {} paragraphs; intervals over paragraphs", counts.len()),
    );
    part.add_resampled("ends of sentences", &counts);
    part.different = different;
    Ok(part)
}

fn lines_of(paragraph: &str) -> Vec<String> {
    let lines = paragraph.lines().filter(|line| !line.starts_with('#'));
    lines.map(one_line).filter(|line| !line.is_empty()).collect()
}

/// Behind how many characters that are no white space a sentence ends; the last one does not count.
fn ends<'a>(sentences: impl Iterator<Item = &'a str>) -> BTreeSet<usize> {
    let mut behind = 0;
    let mut ends = BTreeSet::new();
    for sentence in sentences {
        behind += sentence.chars().filter(|c| !c.is_whitespace()).count();
        ends.insert(behind);
    }
    ends.pop_last();
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_paragraph_is_no_end_that_could_be_missed() {
        assert_eq!(ends(["Een zin.", "Nog een."].into_iter()), BTreeSet::from([7]));
        assert_eq!(ends(["Een zin."].into_iter()), BTreeSet::new());
    }
}
