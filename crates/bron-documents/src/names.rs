//! Tells the names of authors apart.

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
    fn accounts_are_no_names() {
        for field in ["admin", "pjansen01", "redactie@x.nl", "https://x.nl/auteur", "", "-"] {
            check(field, &[]);
        }
    }
}
