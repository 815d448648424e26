//! The first sentences in which two texts differ, as a unified diff.

use similar::TextDiff;

/// So many lines are shown.
const LINES: usize = 24;
/// So many letters of a sentence are shown.
const LETTERS: usize = 240;
/// Texts with more sentences than this are not compared sentence by sentence.
const SENTENCES: usize = 20_000;

/// A unified diff of the sentences of two texts, cut short. White space makes no difference, so a text that is only laid out
/// otherwise has none.
pub(crate) fn of(a: &str, b: &str) -> String {
    let (ours, theirs) = (sentences(a), sentences(b));
    if ours.len() + theirs.len() > SENTENCES {
        return String::new();
    }
    let (old, new): (Vec<&str>, Vec<&str>) =
        (ours.iter().map(String::as_str).collect(), theirs.iter().map(String::as_str).collect());
    let diff = TextDiff::from_slices(&old, &new);
    let text = diff.unified_diff().context_radius(1).missing_newline_hint(false).to_string();
    let all: Vec<&str> = text.lines().collect();
    let mut lines: Vec<String> = all.iter().take(LINES).map(|line| shortened(line)).collect();
    if all.len() > LINES {
        lines.push(format!("... {} more lines", all.len() - LINES));
    }
    lines.join("\n")
}

fn sentences(text: &str) -> Vec<String> {
    let ranges = bron_text::sentences(text);
    ranges.into_iter().map(|range| text[range].split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn shortened(line: &str) -> String {
    if line.chars().count() <= LETTERS {
        return line.to_owned();
    }
    line.chars().take(LETTERS).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_that_was_rewritten_stands_in_it_and_the_layout_does_not() {
        let a = "Een zorgzame buurt is een buurt.\nBuren helpen elkaar.\n\nDe gemeente steunt dat.";
        let b = "Een zorgzame buurt is een buurt. Buren kennen\nelkaar. De gemeente steunt dat.";
        let found = of(a, b);
        assert!(
            found.contains("-Buren helpen elkaar.") && found.contains("+Buren kennen elkaar."),
            "{found}"
        );
        assert!(!found.contains("-De gemeente"), "{found}");
        assert_eq!(of(a, a), "");
    }

    #[test]
    fn a_long_diff_is_cut_and_says_so() {
        let text = |word: &str| (0..60).map(|n| format!("Zin {n} met {word}. ")).collect::<String>();
        let found = of(&text("dit"), &text("dat"));
        assert_eq!(found.lines().count(), LINES + 1);
        assert!(found.ends_with("more lines"), "{found}");
    }
}
