//! What a reviewer must be warned of.

use crate::title::words_of;
use bron_protocol::FlagRule;
use std::collections::BTreeSet;

/// The flags whose rule fits a title and authors, joined by blanks, each once, sorted. A rule with words for both asks
/// for both; the work of one reviewer is `own-work:AB`; case, diacritics and punctuation make no difference, and words are whole words. A rule without words
/// never fits.
pub fn flags_of(title: &str, authors: &str, rules: &[FlagRule]) -> String {
    let (title, authors) = (spaced(title), spaced(authors));
    let name = |rule: &FlagRule| match &rule.reviewer {
        Some(reviewer) => format!("{}:{reviewer}", rule.flag),
        None => rule.flag.clone(),
    };
    let flags: BTreeSet<String> =
        rules.iter().filter(|rule| fits(rule, &title, &authors)).map(name).collect();
    Vec::from_iter(flags).join(" ")
}

fn fits(rule: &FlagRule, title: &str, authors: &str) -> bool {
    let wanted = [(&rule.title_contains, title), (&rule.authors_contain, authors)];
    let mut asked = wanted
        .iter()
        .filter_map(|(words, text)| words.as_ref().map(|words| (spaced(words), *text)))
        .peekable();
    asked.peek().is_some() && asked.all(|(words, text)| words.trim() != "" && text.contains(&words))
}

/// Words between blanks, with one at each end, so that only whole words are found.
fn spaced(text: &str) -> String {
    format!(" {} ", words_of(text).join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(flag: &str, title: Option<&str>, authors: Option<&str>) -> FlagRule {
        FlagRule {
            flag: flag.to_owned(),
            reviewer: None,
            title_contains: title.map(str::to_owned),
            authors_contain: authors.map(str::to_owned),
        }
    }

    #[test]
    fn the_work_of_one_reviewer_names_that_reviewer() {
        let ab = bron_model::Reviewer::new("AB").unwrap();
        let of_ab = FlagRule { reviewer: Some(ab), ..rule("own-work", None, Some("De Vries")) };
        assert_eq!(flags_of("Zorg", "A. de Vries", &[of_ab]), "own-work:AB");
    }

    #[test]
    fn a_rule_fits_whole_words_in_any_case_and_asks_for_all_that_it_names() {
        let rules = [
            rule("own-work", None, Some("De Vries")),
            rule("earlier-version", Some("Zorgzame buurten: een begrippenkader"), None),
            rule("never", None, None),
            rule("empty", Some(" "), None),
            rule("both", Some("begrippenkader"), Some("Jansen")),
        ];
        for (title, authors, expected) in [
            ("Zorgzame Buurten, een Begrippenkader", "A. de Vries; B. Bakker", "earlier-version own-work"),
            ("Begrippenkader", "Jansen, P.", "both"),
            ("Begrippenkaders", "Devries", ""),
            ("", "", ""),
        ] {
            assert_eq!(flags_of(title, authors, &rules), expected, "{title}");
        }
    }
}
