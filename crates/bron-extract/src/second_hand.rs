//! Recognises whose definition a passage gives, when it is not its author's own.

use regex::Regex;
use std::sync::LazyLock;

/// A name or names, as they are cited: `De Boer en Van der Lans (2013)`, `Engbersen et al.`, `het SCP`.
const NAMES: &str = r"(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Vv]on|’t) ){0,3}\p{Lu}[\p{L}’'\-]+(?: (?:(?:van|de|den|der|ten|ter|von) ){0,3}\p{Lu}[\p{L}’'\-]+){0,2}(?:(?:, | en | & | and )(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er) ){0,3}\p{Lu}[\p{L}’'\-]+(?: \p{Lu}[\p{L}’'\-]+)?){0,3}(?:,? (?:et al\.|e\.a\.|c\.s\.|en collega[’']s|and colleagues))?(?: \([^()]{0,30}\d{4}[^()]{0,20}\))?";

/// The names as they stand, with the year where one is given; empty where the passage names no one. `is_term` tells a
/// name that is the term itself from an author.
pub(crate) fn second_hand_of(passage: &str, is_term: impl Fn(&str) -> bool) -> String {
    static EXPRESSIONS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let verbs =
            r"(?:defini|omschr|beschr|verst|noem|typeer|karakteriseer|hanteer|defines?\b|describes?\b)";
        [
            format!(r"\b(?:definitie|definities|omschrijving|beschrijving|begripsbepaling|werkdefinitie|definition|description) (?:van|volgens|uit|door|of|by|from) (?:de |het |the )?(?P<who>{NAMES})"),
            format!(r"\b(?:[Vv]olgens|[Ii]n navolging van|[Ii]n de woorden van|[Oo]ntleend aan|[Nn]aar het voorbeeld van|[Aa]ccording to|[Ff]ollowing) (?:de |het |the )?(?P<who>{NAMES})"),
            format!(r"(?P<who>{NAMES}) (?:(?:hier|ook|dan|zelf|het begrip|de term) )*{verbs}"),
            format!(r"\b(?:omschreven|gedefinieerd|beschreven|defined|described) (?:door|by) (?:de |het |the )?(?P<who>{NAMES})"),
            format!(r"\((?:(?:zie|uit|bron|in|see|from|source)(?: ook)?:? )?(?P<who>{}(?:,? \d{{4}}[a-z]?)(?:,? ?(?:p|pp|blz|pag)\. ?[\d–-]+)?)\)[.’”']*$", NAMES.replace(r"(?: \([^()]{0,30}\d{4}[^()]{0,20}\))?", "")),
        ]
        .iter()
        .map(|text| Regex::new(text).expect("a fixed pattern that a test compiles"))
        .collect()
    });
    let flat = passage.split_whitespace().collect::<Vec<_>>().join(" ");
    for expression in EXPRESSIONS.iter() {
        for found in expression.captures_iter(&flat) {
            let who = found.name("who").map_or("", |m| m.as_str());
            let first = who.split(' ').next().unwrap_or_default();
            let is_opening = found.get(0).is_some_and(|m| m.start() == 0)
                && !who.contains(['(', '.', '&'])
                && !who.contains(" en ");
            let common = NO_NAME.contains(&first) || (is_opening && expression.as_str().starts_with("(?P"));
            if !common && !is_term(who) {
                return who.to_owned();
            }
        }
    }
    String::new()
}

/// Words with a capital that begin a sentence and no name.
const NO_NAME: &[&str] = &[
    "Wij",
    "We",
    "Ik",
    "Men",
    "Zij",
    "Ze",
    "Je",
    "Dit",
    "Dat",
    "Deze",
    "Het",
    "Een",
    "Hier",
    "In",
    "Onder",
    "Met",
    "Wat",
    "Zo",
    "Ook",
    "Vaak",
    "The",
    "This",
    "These",
    "It",
    "They",
    "Here",
    "Die",
    "Onze",
    "Hun",
    "Wie",
    "Elke",
    "Iedere",
    "Veel",
    "Sommige",
    "Andere",
    "Dezelfde",
    "Zulke",
    "That",
    "Those",
    "Our",
    "Als",
    "Daarom",
    "Daarmee",
    "Vervolgens",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(passage: &str, expected: &str) {
        assert_eq!(second_hand_of(passage, |who| who.starts_with("Community")), expected, "{passage}");
    }

    #[test]
    fn names_are_given_as_they_stand() {
        check(
            "Wij hanteren de definitie van De Boer en Van der Lans (2013): samen leven.",
            "De Boer en Van der Lans (2013)",
        );
        check("Samenzorg is ‘zorg voor elkaar’ (Engbersen et al., 2021).", "Engbersen et al., 2021");
        check("Volgens Jansen en Smit (2019) is samenzorg een werkwijze.", "Jansen en Smit (2019)");
        check("Van Pelt et al. (2024) omschrijven samenzorg als samen zorgen.", "Van Pelt et al. (2024)");
        check("Samenzorg wordt door de raad, in navolging van het SCP, breed opgevat.", "SCP");
    }

    #[test]
    fn an_own_definition_names_no_one() {
        check("Wij verstaan onder samenzorg het samen zorgen.", "");
        check("De definitie van Community Care luidt: zorg in de buurt.", "");
        check("Onder samenzorg verstaan we samen zorgen in Utrecht.", "");
        check("Samenzorg is zorg voor elkaar. Die omschrijving gebruiken wij.", "");
    }
}
