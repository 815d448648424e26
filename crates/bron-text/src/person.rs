//! Which name is the family's, in a name as a site or a document prints it.
//!
//! It is a guess, and one that fails towards the whole name: what may be an organisation stays as it is.

/// A person's name, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Small words before the family name (`van der`); empty where there are none, or where a list has them with it.
    pub particle: String,
    /// The family name.
    pub family: String,
    /// Given names or initials.
    pub given: String,
}

impl Person {
    /// The family name as a text cites it, with a capital: `Van der Laag`.
    pub fn cited(&self) -> String {
        let name = self.last();
        let mut letters = name.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    }

    /// The family name with what belongs before it: `van der Laag`.
    pub fn last(&self) -> String {
        format!("{} {}", self.particle, self.family).trim().to_owned()
    }
}

/// Small words before a family name.
const PARTICLES: [&str; 22] = [
    "van", "de", "den", "der", "des", "het", "'t", "’t", "te", "ten", "ter", "op", "in", "von", "zu", "la",
    "le", "du", "di", "da", "el", "al",
];

/// What makes a name that of an organisation.
const ORGANISATIONS: &[&str] = &[
    "academie",
    "actieve",
    "adviesraad",
    "agency",
    "alliantie",
    "association",
    "autoriteit",
    "bewoners",
    "bureau",
    "bv",
    "center",
    "centraal",
    "centre",
    "centrum",
    "coalitie",
    "college",
    "commissie",
    "committee",
    "consortium",
    "council",
    "coöperatie",
    "department",
    "expertisecentrum",
    "faculteit",
    "federatie",
    "fonds",
    "foundation",
    "gemeente",
    "genootschap",
    "groep",
    "group",
    "hogeschool",
    "inspectie",
    "institute",
    "instituut",
    "kamer",
    "kennis",
    "kennisbank",
    "kenniscentrum",
    "kenniskring",
    "koepel",
    "landelijk",
    "lectoraat",
    "ministerie",
    "ministry",
    "monitor",
    "nationaal",
    "nationale",
    "nederland",
    "nederlands",
    "nederlandse",
    "netwerk",
    "network",
    "organisatie",
    "organization",
    "planbureau",
    "platform",
    "programma",
    "project",
    "provincie",
    "raad",
    "redactie",
    "rijksinstituut",
    "rijksoverheid",
    "samenleving",
    "samenwerkingsverband",
    "sectie",
    "sociaal",
    "society",
    "stichting",
    "team",
    "umc",
    "universiteit",
    "university",
    "vereniging",
    "welzijn",
    "werkgroep",
    "werkplaats",
    "werkplaatsen",
    "wonen",
    "zorg",
    "zorginstituut",
    "zorgverzekeraars",
];

/// Takes a name apart, written as `Laag, Joris van der` or as `Joris van der Laag`; nothing where it may be an organisation's, or
/// only one word.
pub fn person(name: &str) -> Option<Person> {
    let is_organisation = |word: &str| {
        let plain: String = word.to_lowercase().chars().filter(|c| c.is_alphabetic() || *c == '-').collect();
        matches!(plain.as_str(), "en" | "and" | "und") || ORGANISATIONS.contains(&plain.as_str())
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_other = name.contains(['&', '/', '(', '@', ':']) || name.chars().any(|c| c.is_ascii_digit());
    if is_other || words.iter().any(|word| is_organisation(word)) || words.len() > 7 {
        return None;
    }
    match name.split(',').map(str::trim).collect::<Vec<_>>().as_slice() {
        [family, given] => inverted(family, given),
        [_] => in_order(&words),
        _ => None,
    }
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// `Laag, Joris van der`.
fn inverted(family: &str, given: &str) -> Option<Person> {
    let words: Vec<&str> = given.split_whitespace().collect();
    if family.is_empty() || !(1..=5).contains(&words.len()) {
        return None;
    }
    let behind = words.iter().rev().take_while(|word| is_particle(&word.to_lowercase())).count();
    let (given, particle) = words.split_at(words.len() - behind);
    let has_given = given.first().is_some_and(|word| word.starts_with(char::is_uppercase));
    has_given.then(|| Person {
        particle: particle.join(" "),
        family: squeezed(family),
        given: given.join(" "),
    })
}

/// `Joris van der Laag`.
fn in_order(words: &[&str]) -> Option<Person> {
    let is_name = |word: &&str| word.starts_with(char::is_uppercase) && !is_abbreviation(word);
    if words.len() < 2 || !is_name(&words[0]) {
        return None;
    }
    let mut from = words.iter().position(|word| is_particle(word)).unwrap_or(words.len() - 1);
    // `Anna Bakker-de Wit` is of the family Bakker-de Wit.
    while from > 1 && words[from - 1].rsplit_once('-').is_some_and(|(_, end)| is_particle(end)) {
        from -= 1;
    }
    let particles = words[from..].iter().take_while(|word| is_particle(word)).count();
    let family = &words[from + particles..];
    let fits = from > 0 && !family.is_empty() && words[..from].iter().chain(family).all(is_name);
    fits.then(|| Person {
        particle: words[from..from + particles].join(" "),
        family: family.join(" "),
        given: words[..from].join(" "),
    })
}

/// Three capitals or more: `LSA`, `GGD`. Initials have points.
fn is_abbreviation(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().all(char::is_uppercase)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_name_is_taken_apart_in_either_order() {
        for (name, particle, family, given, cited) in [
            ("Pelt, M. van", "van", "Pelt", "M.", "Van Pelt"),
            ("Joris van der Laag", "van der", "Laag", "Joris", "Van der Laag"),
            ("Laag, Joris van der", "van der", "Laag", "Joris", "Van der Laag"),
            ("De Boer, Nico", "", "De Boer", "Nico", "De Boer"),
            ("Marit Hoekzema", "", "Hoekzema", "Marit", "Hoekzema"),
            ("J.P. in 't Veld", "in 't", "Veld", "J.P.", "In 't Veld"),
            ("Femmianne Bredewold-Smit", "", "Bredewold-Smit", "Femmianne", "Bredewold-Smit"),
            ("Anna Bakker-de Wit", "", "Bakker-de Wit", "Anna", "Bakker-de Wit"),
            ("A. 't Hart", "'t", "Hart", "A.", "'t Hart"),
            ("Jan van Eijk Jansen", "van", "Eijk Jansen", "Jan", "Van Eijk Jansen"),
            ("Élise Ångström", "", "Ångström", "Élise", "Ångström"),
        ] {
            let found = person(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(
                (found.particle.as_str(), found.family.as_str(), found.given.as_str()),
                (particle, family, given)
            );
            assert_eq!(found.cited(), cited);
        }
    }

    #[test]
    fn what_may_be_an_organisation_stays_whole() {
        for name in [
            "",
            "Movisie",
            "Platform31",
            "Sociaal en Cultureel Planbureau",
            "Verwey-Jonker Instituut",
            "LSA bewoners",
            "LSA Bewoners",
            "Ministerie van Volksgezondheid, Welzijn en Sport",
            "Zorginstituut Nederland",
            "Wmo-raad, ",
            "a, b, c",
            "Redactie Vilans",
            "zorg voor elkaar",
            "van der Laag",
            "Jan en Piet Jansen",
            "A. Jansen & B. Pietersen",
            "Gemeente Utrecht",
            "GGD Amsterdam",
            "=HYPERLINK(\"x\") Jansen",
            "Raad van State",
            "info@movisie.nl",
        ] {
            assert_eq!(person(name), None, "{name}");
        }
    }
}
