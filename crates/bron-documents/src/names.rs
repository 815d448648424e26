//! Tells the names of authors and publishers apart.

use regex::Regex;
use std::sync::LazyLock;

/// The names in a field, each once: cut at `;`, `/`, `|`, `&`, ` en `, ` and `, and at commas where every part is a
/// whole name. Words that are no names (accounts of administrators, addresses) are left out.
pub(crate) fn names_in(fields: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for field in fields {
        let field = without_label(field);
        if is_body(field) && !field.contains(';') {
            add(&mut names, field);
            continue;
        }
        for part in field
            .split([';', '/', '|', '&', '\n'])
            .flat_map(|part| part.split(" en "))
            .flat_map(|part| part.split(" and "))
        {
            for name in at_commas(part) {
                add(&mut names, name);
            }
        }
    }
    names
}

/// The names behind `Auteur(s):` on the first four or last three pages, on the same line or on the lines below it up to
/// an empty line or the next heading of a colophon.
pub(crate) fn names_on_pages(pages: &[String]) -> Vec<String> {
    let from = pages.len().saturating_sub(3).max(4.min(pages.len()));
    pages
        .iter()
        .take(4)
        .chain(&pages[from..])
        .map(|page| names_below_label(page))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn names_below_label(page: &str) -> Vec<String> {
    let is_label = |text: &str| {
        matches!(
            text.trim().to_lowercase().as_str(),
            "auteur" | "auteurs" | "auteur(s)" | "author" | "authors"
        )
    };
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let (label, rest) = line.split_once(':').unwrap_or((line, ""));
        if !is_label(label) {
            continue;
        }
        if !rest.trim().is_empty() {
            return names_in(&[rest.to_owned()]);
        }
        let below = lines.clone().skip_while(|line| line.is_empty());
        let fields: Vec<String> = below
            .take_while(|line| !line.is_empty() && !ends_names(line))
            .take(8)
            .map(str::to_owned)
            .collect();
        return names_in(&fields);
    }
    Vec::new()
}

/// The body behind `Uitgever:` or `Een uitgave van` on the first four or last three pages.
pub(crate) fn publisher_on_pages(pages: &[String]) -> String {
    let from = pages.len().saturating_sub(3).max(4.min(pages.len()));
    let mut looked_at = pages.iter().take(4).chain(&pages[from..]);
    looked_at.find_map(|page| publisher_in(page)).unwrap_or_default()
}

fn publisher_in(page: &str) -> Option<String> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^(?: (?:uitgever|uitgave|uitgegeven\ door|publisher|published\ by)\s*(?::|$)
              | (?:dit\ (?:\w+\ )?is\ )?een\ (?:gezamenlijke\ )?uitgave\ van\b:?(?:\ (?:het|de)\b)? )\s*(.*)$",
        )
        .expect("a fixed pattern that a test compiles")
    });
    let mut lines = page.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let Some(found) = LABEL.captures(line) else { continue };
        let value = found.get(1).map_or("", |value| value.as_str());
        let value = if value.is_empty() { lines.clone().next().unwrap_or_default() } else { value };
        let name = body_named(value);
        if name.is_some() {
            return name;
        }
    }
    None
}

/// `Movisie, Utrecht` is Movisie; a ministry keeps its commas. A date or a sentence is no name.
fn body_named(value: &str) -> Option<String> {
    let value = value.split(['©', '(', '|', ';']).next().unwrap_or_default().trim();
    let whole = is_body(value) && !value.contains(|c: char| c.is_ascii_digit());
    let name = if whole { value } else { value.split([',', '.']).next().unwrap_or_default() };
    let name = name.trim().trim_end_matches(['.', ',', ':']);
    let is_short = (1..=12).contains(&name.split_whitespace().count());
    let is_proper =
        (whole || name.starts_with(char::is_uppercase)) && !name.contains(|c: char| c.is_ascii_digit());
    (is_short && is_proper && is_name(name)).then(|| name.to_owned())
}

/// Whether another part of a colophon begins.
fn ends_names(line: &str) -> bool {
    let small = line.to_lowercase();
    let parts = [
        "redactie",
        "eindredactie",
        "vormgeving",
        "foto",
        "uitgave",
        "isbn",
        "©",
        "druk",
        "ontwerp",
        "met medewerking",
        "opdracht",
        "colofon",
    ];
    line.ends_with(':')
        || line.split_whitespace().count() > 12
        || parts.iter().any(|part| small.starts_with(part))
}

fn add(names: &mut Vec<String>, name: &str) {
    let name = name.trim().trim_matches([',', ':', '-', '–']).trim();
    if is_name(name) && !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        names.push(name.to_owned());
    }
}

/// Whether a field names one organisation: `Sociaal en Cultureel Planbureau` is not two authors.
fn is_body(field: &str) -> bool {
    let bodies = [
        "ministerie",
        "gemeente",
        "instituut",
        "stichting",
        "vereniging",
        "planbureau",
        "raad ",
        "universiteit",
        "hogeschool",
        "centrum",
        "samenwerkingsverband",
        "inspectie",
        "college",
        "autoriteit",
        "bureau",
        "werkplaats",
        "ministry",
        "institute",
    ];
    let small = field.to_lowercase();
    field.split_whitespace().count() <= 12 && bodies.iter().any(|body| small.contains(body))
}

/// `Auteurs: Jansen` without its label.
fn without_label(field: &str) -> &str {
    let small = field.to_lowercase();
    for label in
        ["auteur(s):", "auteurs:", "auteur:", "author:", "authors:", "door:", "by ", "door ", "von ", "par "]
    {
        if small.starts_with(label) && small.len() == field.len() {
            return field[label.len()..].trim();
        }
    }
    field.trim()
}

/// `Jan Jansen, Anna de Vries` is two; `Jansen, P.` is one; `Jansen, P., Vries, A. de` is left whole.
fn at_commas(part: &str) -> Vec<&str> {
    let parts: Vec<&str> = part.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let whole = |name: &&str| name.split_whitespace().count() >= 2 && !name.contains('.');
    if parts.len() > 1 && parts.iter().all(whole) { parts } else { vec![part] }
}

/// Whether it can be a person or a body.
fn is_name(name: &str) -> bool {
    let small = name.to_lowercase();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let account = !name.contains(' ')
        && (!name.contains(char::is_uppercase) || name.contains(|c: char| c.is_ascii_digit()));
    let none = [
        "admin",
        "administrator",
        "beheerder",
        "webmaster",
        "super user",
        "auteur",
        "author",
        "onbekend",
        "unknown",
    ];
    letters >= 2
        && name.chars().count() <= 120
        && !account
        && !none.contains(&small.as_str())
        && !small.contains('@')
        && !small.contains("http")
        && !small.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(field: &str, expected: &[&str]) {
        assert_eq!(names_in(&[field.to_owned()]), expected, "{field}");
    }

    #[test]
    fn names_are_told_apart() {
        check("Jansen, P.; De Vries, A.", &["Jansen, P.", "De Vries, A."]);
        check("Piet Jansen en Anna de Vries", &["Piet Jansen", "Anna de Vries"]);
        check("Auteurs: Piet Jansen, Anna de Vries", &["Piet Jansen", "Anna de Vries"]);
        check("Movisie", &["Movisie"]);
        check("Sociaal en Cultureel Planbureau", &["Sociaal en Cultureel Planbureau"]);
        check(
            "Ministerie van Volksgezondheid, Welzijn en Sport",
            &["Ministerie van Volksgezondheid, Welzijn en Sport"],
        );
        check("Piet Jansen; Piet jansen", &["Piet Jansen"]);
    }

    #[test]
    fn names_of_a_colophon_stand_on_or_below_the_line_of_their_label() {
        let on = |page: &str| names_on_pages(&[page.to_owned()]);
        assert_eq!(
            on("Colofon\nAuteurs: Piet Jansen en Anna de Vries\nISBN 1"),
            ["Piet Jansen", "Anna de Vries"]
        );
        assert_eq!(
            on("Auteurs\nPiet Jansen\nAnna de Vries\nVormgeving\nStudio X"),
            ["Piet Jansen", "Anna de Vries"]
        );
        assert!(on("De auteurs danken iedereen.").is_empty());
    }

    #[test]
    fn the_publisher_is_the_body_behind_its_label() {
        let on = |page: &str| publisher_on_pages(&[page.to_owned()]);
        for (page, expected) in [
            ("Colofon\nUitgever: Movisie, Utrecht\nISBN 1", "Movisie"),
            ("Uitgave\nVerwey-Jonker Instituut", "Verwey-Jonker Instituut"),
            ("Dit is een uitgave van het Sociaal en Cultureel Planbureau", "Sociaal en Cultureel Planbureau"),
            ("Dit rapport is een uitgave van Vilans.", "Vilans"),
            (
                "Uitgegeven door: Ministerie van Volksgezondheid, Welzijn en Sport",
                "Ministerie van Volksgezondheid, Welzijn en Sport",
            ),
            ("Een uitgave van de gemeente Utrecht", "gemeente Utrecht"),
            ("Uitgave: mei 2016", ""),
            ("Uitgave: Mei 2016", ""),
            ("De uitgever dankt iedereen.", ""),
        ] {
            assert_eq!(on(page), expected, "{page}");
        }
    }

    #[test]
    fn accounts_are_no_names() {
        for field in ["admin", "pjansen01", "redactie@x.nl", "https://x.nl/auteur", "", "-"] {
            check(field, &[]);
        }
    }
}
