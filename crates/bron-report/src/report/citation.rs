//! Citations in running text, ready to paste: `(Van Pelt et al., 2024, p. 6)`.

use bron_model::Language;
use std::collections::BTreeMap;

/// Words that make a name that of an organisation.
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
    "centrum",
    "centre",
    "center",
    "college",
    "commissie",
    "committee",
    "consortium",
    "coöperatie",
    "council",
    "department",
    "federatie",
    "foundation",
    "gemeente",
    "genootschap",
    "ggd",
    "group",
    "groep",
    "hogeschool",
    "inspectie",
    "institute",
    "instituut",
    "kamer",
    "kennisbank",
    "kenniscentrum",
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
    "provincie",
    "raad",
    "redactie",
    "rijksinstituut",
    "rijksoverheid",
    "samenwerkingsverband",
    "sectie",
    "society",
    "stichting",
    "team",
    "umc",
    "universiteit",
    "university",
    "vereniging",
    "werkgroep",
    "werkplaats",
    "werkplaatsen",
    "zorginstituut",
    "zorgverzekeraars",
];

/// Small words that begin a surname.
const PARTICLES: &[&str] = &[
    "van", "de", "den", "der", "ter", "ten", "te", "het", "'t", "’t", "in", "op", "von", "vom", "zu", "la",
    "le", "du", "di", "da", "el", "al", "bin", "aan", "bij", "onder", "over", "uit", "voor",
];

/// What is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cited<'a> {
    /// Authors as a source or document gives them, with `; ` between them.
    pub(crate) authors: &'a str,
    /// What stands for authors where there are none.
    pub(crate) publisher: &'a str,
    /// What stands for both where there is neither.
    pub(crate) title: &'a str,
    /// The year as tables print it: `2019`, `[2019]`, `z.d.`.
    pub(crate) year: &'a str,
    /// The letter that tells two publications of the same authors and year apart; empty where nothing must be told apart.
    pub(crate) letter: &'a str,
    /// The page as tables print it: `p. 12`, `p. 12-13`, `pdf p. 14`; empty for a web page.
    pub(crate) page: &'a str,
    /// Whose definition it is, when it is second-hand: `De Boer en Van der Lans (2013)`.
    pub(crate) second_hand_of: &'a str,
}

/// A citation in parentheses, after the rules of the APA: one name, two with `&`, three or more as `et al.`; an
/// organisation by its name; `z.d.` or `n.d.` where no year is known; a page that is only the file's says so; what is
/// taken from somebody else is `geciteerd in` or `as cited in`.
pub(crate) fn citation(cited: &Cited<'_>, language: Language) -> String {
    let mut parts = vec![who(cited), year(cited.year, cited.letter, language)];
    parts.extend(page(cited.page, language));
    let own = parts.join(", ");
    if cited.second_hand_of.trim().is_empty() {
        return format!("({own})");
    }
    let of = match cited.second_hand_of.trim().split_once(" (") {
        Some((names, year)) => format!("{names}, {}", year.trim_end_matches(')')),
        None => cited.second_hand_of.trim().to_owned(),
    };
    match language {
        Language::Nl => format!("({of}, geciteerd in {own})"),
        Language::En => format!("({of}, as cited in {own})"),
    }
}

/// Whom a citation names.
pub(crate) fn who(cited: &Cited<'_>) -> String {
    let names: Vec<String> = people(cited.authors).iter().map(|name| surname(name)).collect();
    match &names[..] {
        [] if !cited.publisher.trim().is_empty() => one_line(cited.publisher),
        [] => title(cited.title),
        [one] => one.clone(),
        [one, two] => format!("{one} & {two}"),
        [one, ..] => format!("{one} et al."),
    }
}

/// Letters for publications that would be cited alike: `a` for the first by title and id. Each entry is a key that is the
/// publication's own, and what would be cited.
pub(crate) fn letters<'a, K: Ord + Clone>(all: impl Iterator<Item = (K, Cited<'a>)>) -> BTreeMap<K, String> {
    let mut alike: BTreeMap<(String, String), Vec<(String, K)>> = BTreeMap::new();
    for (key, cited) in all {
        let year = cited.year.trim_matches(['[', ']']).to_owned();
        let of_key = alike.entry((who(&cited), year)).or_default();
        if !of_key.iter().any(|(_, known)| *known == key) {
            of_key.push((one_line(cited.title).to_lowercase(), key));
        }
    }
    let mut letters = BTreeMap::new();
    for mut keys in alike.into_values().filter(|keys| keys.len() > 1) {
        keys.sort();
        for (number, (_, key)) in keys.into_iter().enumerate() {
            letters.insert(key, letter(number));
        }
    }
    letters
}

/// `a` to `z`, then `aa`.
fn letter(number: usize) -> String {
    let last = char::from(b'a' + (number % 26) as u8);
    if number < 26 { last.to_string() } else { format!("{}{last}", letter(number / 26 - 1)) }
}

fn year(year: &str, letter: &str, language: Language) -> String {
    let undated = matches!(year, "" | "z.d." | "n.d.");
    match (undated, language) {
        (true, language) => {
            let told = if language == Language::Nl { "z.d." } else { "n.d." };
            if letter.is_empty() { told.to_owned() } else { format!("{told}-{letter}") }
        }
        (false, _) => match year.strip_suffix(']') {
            Some(listed) => format!("{listed}{letter}]"),
            None => format!("{year}{letter}"),
        },
    }
}

fn page(page: &str, language: Language) -> Option<String> {
    let page = page.trim();
    let (file, numbers) = match page.split_once("p. ") {
        Some((file, numbers)) => (file.trim(), numbers),
        None => return (!page.is_empty()).then(|| page.to_owned()),
    };
    let sign = if numbers.contains(['-', '–', ',']) { "pp." } else { "p." };
    let numbers = numbers.replace('-', "–");
    Some(match (file, language) {
        ("", _) => format!("{sign} {numbers}"),
        (file, Language::Nl) => format!("{sign} {numbers} van het {file}-bestand"),
        (file, Language::En) => format!("{sign} {numbers} of the {file} file"),
    })
}

/// The authors of a cell, each once.
fn people(authors: &str) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for name in authors.split(';') {
        let name = one_line(name);
        if !name.is_empty() && !people.contains(&name) {
            people.push(name);
        }
    }
    people
}

/// The name by which an author is cited: a surname with its small words, the first of them with a capital; an
/// organisation whole.
fn surname(name: &str) -> String {
    if is_organisation(name) {
        return name.to_owned();
    }
    if let Some((last, first)) = name.split_once(',') {
        // `Pelt, M. van`: the small words stand behind the initials.
        let behind: Vec<&str> = first.split_whitespace().filter(|word| is_particle(word)).collect();
        let last = if behind.is_empty() {
            last.trim().to_owned()
        } else {
            format!("{} {}", behind.join(" "), last.trim())
        };
        return capital(&last);
    }
    let words: Vec<&str> = name.split(' ').collect();
    let begins = words.iter().enumerate().skip(1).position(|(_, word)| is_particle(word)).map(|at| at + 1);
    let begins = if is_particle(words[0]) { Some(0) } else { begins };
    let mut begins = begins.filter(|at| at + 1 < words.len()).unwrap_or(words.len() - 1);
    // `Bakker-de Wit` is one surname.
    let ends_small = |word: &str| word.rsplit_once('-').is_some_and(|(_, last)| is_particle(last));
    while begins > 1 && ends_small(words[begins - 1]) {
        begins -= 1;
    }
    capital(&words[begins..].join(" "))
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str()) && !word.ends_with('.')
}

/// One word, words that only organisations have in their names, or letters that are all capitals.
fn is_organisation(name: &str) -> bool {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.len() == 1
        || words.iter().any(|word| ORGANISATIONS.contains(&word.as_str()))
        || (words.len() > 5 && !name.contains(','))
}

fn capital(name: &str) -> String {
    // `'t Hart` begins with a small letter, with a capital on the next word.
    if name.starts_with(['\'', '’']) {
        return name.to_owned();
    }
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A title in the place of an author: the first words, in quotation marks.
fn title(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    match &words[..] {
        [] => "?".to_owned(),
        words if words.len() > 6 => format!("“{} …”", words[..6].join(" ").trim_end_matches([',', ':', ';'])),
        words => format!("“{}”", words.join(" ")),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOTHING: Cited<'_> =
        Cited { authors: "", publisher: "", title: "", year: "", letter: "", page: "", second_hand_of: "" };

    fn check(cited: Cited<'_>, nl: &str, en: &str) {
        assert_eq!(citation(&cited, Language::Nl), nl);
        assert_eq!(citation(&cited, Language::En), en);
    }

    #[test]
    fn one_two_and_three_authors() {
        let cited = |authors, year, page| Cited { authors, year, page, ..NOTHING };
        check(
            cited("Femmianne Bredewold", "2018", "p. 6"),
            "(Bredewold, 2018, p. 6)",
            "(Bredewold, 2018, p. 6)",
        );
        check(
            cited("Jan Boutellier; Nanne Boonstra", "2009", "p. 54"),
            "(Boutellier & Boonstra, 2009, p. 54)",
            "(Boutellier & Boonstra, 2009, p. 54)",
        );
        let three = "Mellouki van Pelt; A. Jansen; B. de Vries";
        check(cited(three, "2024", "p. 6"), "(Van Pelt et al., 2024, p. 6)", "(Van Pelt et al., 2024, p. 6)");
    }

    #[test]
    fn small_words_of_a_surname() {
        for (name, cited) in [
            ("Pelt, M. van", "Van Pelt"),
            ("Lans, Jos van der", "Van der Lans"),
            ("Jos van der Lans", "Van der Lans"),
            ("van der Lans, Jos", "Van der Lans"),
            ("van Campen", "Van Campen"),
            ("A. 't Hart", "'t Hart"),
            ("Anna Bakker-de Wit", "Bakker-de Wit"),
            ("Lilian Linders", "Linders"),
            ("Visser, A.", "Visser"),
        ] {
            assert_eq!(surname(name), cited, "{name}");
        }
    }

    #[test]
    fn an_organisation_has_its_whole_name() {
        for name in [
            "SCP",
            "LSA bewoners",
            "Sociaal en Cultureel Planbureau",
            "Raad voor Volksgezondheid en Samenleving",
            "Movisie",
        ] {
            assert_eq!(surname(name), name);
        }
        check(
            Cited { authors: "LSA bewoners", year: "2023", letter: "a", page: "p. 16", ..NOTHING },
            "(LSA bewoners, 2023a, p. 16)",
            "(LSA bewoners, 2023a, p. 16)",
        );
    }

    #[test]
    fn without_date_author_or_page() {
        check(
            Cited { authors: "Visser, A.", year: "z.d.", page: "p. 148", ..NOTHING },
            "(Visser, z.d., p. 148)",
            "(Visser, n.d., p. 148)",
        );
        check(
            Cited { publisher: "Movisie", year: "[2019]", letter: "b", ..NOTHING },
            "(Movisie, [2019b])",
            "(Movisie, [2019b])",
        );
        check(
            Cited { title: "Samen sterk in de wijk: een verkenning", year: "2020", ..NOTHING },
            "(“Samen sterk in de wijk: een …”, 2020)",
            "(“Samen sterk in de wijk: een …”, 2020)",
        );
        check(NOTHING, "(?, z.d.)", "(?, n.d.)");
    }

    #[test]
    fn a_page_of_the_file_is_not_said_to_be_printed() {
        let cited = |page| Cited { authors: "Visser, A.", year: "2020", page, ..NOTHING };
        check(cited("p. 11-14"), "(Visser, 2020, pp. 11–14)", "(Visser, 2020, pp. 11–14)");
        check(
            cited("pdf p. 14"),
            "(Visser, 2020, p. 14 van het pdf-bestand)",
            "(Visser, 2020, p. 14 of the pdf file)",
        );
    }

    #[test]
    fn a_second_hand_definition_names_both() {
        check(
            Cited {
                authors: "A. Weltevrede; B. C; D. E",
                year: "2017",
                page: "p. 18",
                second_hand_of: "De Boer en Van der Lans (2013)",
                ..NOTHING
            },
            "(De Boer en Van der Lans, 2013, geciteerd in Weltevrede et al., 2017, p. 18)",
            "(De Boer en Van der Lans, 2013, as cited in Weltevrede et al., 2017, p. 18)",
        );
        check(
            Cited { authors: "Visser, A.", year: "2017", second_hand_of: "Smit", ..NOTHING },
            "(Smit, geciteerd in Visser, 2017)",
            "(Smit, as cited in Visser, 2017)",
        );
    }

    #[test]
    fn what_would_be_cited_alike_gets_letters_by_title() {
        let cited = |title, year| Cited { authors: "LSA bewoners", title, year, ..NOTHING };
        let all = [
            (1, cited("B", "2023")),
            (2, cited("A", "[2023]")),
            (3, cited("C", "2022")),
            (1, cited("B", "2023")),
        ];
        let letters = letters(all.into_iter());
        assert_eq!(letters.into_iter().collect::<Vec<_>>(), [(1, "b".to_owned()), (2, "a".to_owned())]);
        assert_eq!((letter(25), letter(26), letter(27)), ("z".to_owned(), "aa".to_owned(), "ab".to_owned()));
    }

    proptest! {
        #[test]
        fn every_cell_gives_a_citation_in_parentheses(authors in "\\PC{0,40}", page in "[a-z. 0-9-]{0,12}", of in "\\PC{0,20}") {
            let cited = Cited { authors: &authors, year: "2020", page: &page, second_hand_of: &of, ..NOTHING };
            let told = citation(&cited, Language::Nl);
            prop_assert!(told.starts_with('(') && told.ends_with(')') && told.contains("2020"), "{}", told);
        }
    }
}
