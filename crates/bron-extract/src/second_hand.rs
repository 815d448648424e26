//! Recognises whose definition a passage gives, when it is not its author's own.

use regex::Regex;
use std::sync::LazyLock;

/// A name or names, as they are cited: `De Boer en Van der Lans`, `Engbersen et al.`, `Raad voor het Openbaar Bestuur`.
const NAMES: &str = r"(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Vv]on|’t) ){0,3}\p{Lu}[\p{L}’'\-]+(?: (?:(?:van|de|den|der|ten|ter|von|voor|het) ){0,3}\p{Lu}[\p{L}’'\-]+){0,3}(?:(?:, | en | & | and )(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er) ){0,3}\p{Lu}[\p{L}’'\-]+(?: (?:(?:van|de|den|der|ten|ter|von|voor|het) ){0,3}\p{Lu}[\p{L}’'\-]+){0,2}){0,3}(?:,? (?:et al\.|e\.a\.|c\.s\.|en collega[’']s|and colleagues))?";
/// The year behind the names, in parentheses.
const YEAR: &str = r"(?: \([^()]{0,30}\d{4}[^()]{0,20}\)| \(z\.d\.\)| \(n\.d\.\))?";
/// The year behind the names, inside parentheses.
const YEAR_INSIDE: &str = r"(?:,? (?:\d{4}[a-z]?|z\.d\.|n\.d\.))";

/// The names as they stand, with the year where one is given; empty where the passage names no one. Of a source that is
/// quoted in another (`Smit, in Bakker, 2015`) it is the first. `is_term` tells a name that is the term itself from an
/// author.
pub(crate) fn second_hand_of(passage: &str, is_term: impl Fn(&str) -> bool) -> String {
    static EXPRESSIONS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        expressions()
            .iter()
            .map(|text| Regex::new(text).expect("a fixed pattern that a test compiles"))
            .collect()
    });
    let flat = passage.split_whitespace().collect::<Vec<_>>().join(" ");
    for expression in EXPRESSIONS.iter() {
        for found in expression.captures_iter(&flat) {
            let who = found.name("who").map_or("", |m| m.as_str());
            // A word that only opens the sentence belongs to no name: `In Wolters’ definitie`.
            let (who, opens) = match who.split_once(' ') {
                Some((first, rest)) if NO_NAME.contains(&first) && rest.starts_with(char::is_uppercase) => {
                    (rest, false)
                }
                _ => (who, found.get(0).is_some_and(|m| m.start() == 0)),
            };
            let first = who.split(' ').next().unwrap_or_default();
            let is_opening = opens && !who.contains(['(', '.', '&']) && !who.contains(" en ");
            let common = NO_NAME.contains(&first) || (is_opening && expression.as_str().starts_with("(?P"));
            if !common && !is_term(who) {
                return who.to_owned();
            }
        }
    }
    String::new()
}

/// The ways in which a passage says whose wording it gives, the surest first.
fn expressions() -> Vec<String> {
    let the = r"(?:de |het |the )?";
    let who = format!("(?P<who>{NAMES}{YEAR})");
    let in_another =
        r"(?:(?:geciteerd|aangehaald|weergegeven|genoemd|as cited|cited|as quoted|quoted) )?in:?";
    let said = r"(?:gedefinieerd|omschreven|beschreven|geformuleerd|verwoord|getypeerd|gekarakteriseerd)";
    let verbs = r"(?:defini|omschr|beschr|verst|noem|typeer|karakteriseer|hanteer|formuleer|verwoord|defines?\b|describes?\b)";
    vec![
        format!(
            r"\((?:(?:zie|naar|uit|see|after|from) )?(?P<who>{NAMES}{YEAR_INSIDE}?),? {in_another} {the}{NAMES}[^()]*\d{{4}}[^()]*\)"
        ),
        format!(
            r"\b(?:definitie|definities|omschrijving|beschrijving|begripsbepaling|werkdefinitie|definition|description) (?:van|volgens|uit|door|of|by|from) {the}{who}"
        ),
        format!(
            r"\b[Dd]e (?:door|van|bij) {the}{who} (?:\p{{L}}+ ){{0,2}}(?:definitie|omschrijving|begripsbepaling|werkdefinitie|formulering)\b"
        ),
        format!(r"(?P<who>{NAMES})[’']s? (?:\p{{L}}+ )?(?:definitie|omschrijving|definition)\b"),
        format!(
            r"\b(?:[Vv]olgens|[Ii]n navolging van|[Ii]n (?:de )?woorden van|[Ii]n de (?:formulering|terminologie|opvatting) van|[Oo]ntleend aan|[Gg]ebaseerd op|[Nn]aar het voorbeeld van|[Aa]ansluitend bij|[Aa]ccording to|[Ff]ollowing|[Ii]n line with|[Ii]n the words of) {the}{who}"
        ),
        format!(r"{who} (?:(?:hier|ook|dan|zelf|het|dit|dat|zo|het begrip|de term) )*{verbs}"),
        format!(r"\b(?:{said}|defined|described|formulated) (?:door|bij|by) {the}{who}"),
        format!(r"\b(?:zoals|as) (?:[\p{{L}}]+ ){{0,4}}?(?:door|by) {the}{who}"),
        format!(r"\bdoor {the}{who} (?:\p{{L}}+ ){{0,4}}?{said}\b"),
        format!(
            r"\((?:vrij naar|naar|ontleend aan|gebaseerd op|geciteerd in|aangehaald in|adapted from|after|based on|cited in|quoted in|as cited in):? {the}(?P<who>{NAMES}{YEAR_INSIDE}?)[^()]*\)"
        ),
        format!(
            r"\((?:(?:zie|uit|bron|in|see|from|source)(?: ook)?:? )?(?P<who>{NAMES}{YEAR_INSIDE}(?:,? ?(?:p|pp|blz|pag)\. ?[\d–-]+|: ?[\d–-]+)?)\)[.’”']*$"
        ),
    ]
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
    fn a_borrowed_wording_keeps_whose_it_is() {
        for (passage, expected) in [
            ("Samenzorg, zoals geformuleerd door Wolters (2011), is delen.", "Wolters (2011)"),
            ("Samenzorg is, zoals eerder door het SCP is verwoord, samen zorgen.", "SCP"),
            ("Samenzorg is het delen van zorg (naar Wolters, 2012).", "Wolters, 2012"),
            (
                "Samenzorg is het delen van zorg (vrij naar Wolters & Bos, 2012), en dat is veel.",
                "Wolters & Bos, 2012",
            ),
            ("Samenzorg is ‘het delen van zorg’ (Wolters, in Bakker, 2015).", "Wolters"),
            (
                "Samenzorg is ‘delen’ (Wolters, 1999, geciteerd in Bakker et al., 2015, p. 3).",
                "Wolters, 1999",
            ),
            ("Samenzorg is ‘het delen van zorg’ (geciteerd in Bakker, 2015).", "Bakker, 2015"),
            ("Wolters omschrijft samenzorg zo: ‘delen’ (geciteerd in Bakker, 2015).", "Bakker, 2015"),
            ("Volgens Wolters is samenzorg ‘delen’ (geciteerd in Bakker, 2015).", "Wolters"),
            ("Samenzorg as defined by Wolters and Bos (2010) is shared care.", "Wolters and Bos (2010)"),
            ("Following Wolters (2010), we take samenzorg to be shared care.", "Wolters (2010)"),
            ("In navolging van Wolters verstaan wij onder samenzorg het delen.", "Wolters"),
            ("Wij hanteren de definitie van Wolters: samenzorg is delen.", "Wolters"),
            ("Wij volgen de door Movisie gehanteerde definitie van samenzorg: delen.", "Movisie"),
            ("Samenzorg is door Wolters (2011) ooit omschreven als delen.", "Wolters (2011)"),
            ("In Wolters’ definitie is samenzorg het delen van zorg.", "Wolters"),
            ("In Wolters’s definition, samenzorg is shared care.", "Wolters"),
            (
                "Volgens de Raad voor het Openbaar Bestuur (2012) is een vitale wijk een wijk die zichzelf redt.",
                "Raad voor het Openbaar Bestuur (2012)",
            ),
            (
                "Een vitale wijk redt zichzelf (Raad voor het Openbaar Bestuur, 2012a: 61).",
                "Raad voor het Openbaar Bestuur, 2012a: 61",
            ),
            ("Samenzorg is samen zorgen (Wolters, z.d.).", "Wolters, z.d."),
        ] {
            check(passage, expected);
        }
    }

    #[test]
    fn an_own_definition_names_no_one() {
        check("Wij verstaan onder samenzorg het samen zorgen.", "");
        check("De definitie van Community Care luidt: zorg in de buurt.", "");
        check("Onder samenzorg verstaan we samen zorgen in Utrecht.", "");
        check("Samenzorg is zorg voor elkaar. Die omschrijving gebruiken wij.", "");
        check("Samenzorg is, zoals gezegd, door veel mensen gedragen zorg.", "");
        check("Samenzorg is zorg die door Utrecht wordt betaald.", "");
        check("De definitie van Community Care in Utrecht (2015) luidt: zorg.", "");
        check("Samenzorg is zorg die naar Utrecht gaat (in Nederland).", "");
        check("Onze definitie: samenzorg is samen zorgen (zie hoofdstuk 3).", "");
    }
}
