//! Tells the names of authors apart.

/// The names in a field, each once: cut at `;`, `/`, `|`, `&`, ` en `, ` and `, and at commas where every part is a
/// whole name. Words that are no names (accounts of administrators, addresses) are left out.
pub(crate) fn names_in(fields: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for field in fields {
        let field = without_label(field);
        for part in field.split([';', '/', '|', '&', '\n']).flat_map(|part| part.split(" en ")).flat_map(|part| part.split(" and ")) {
            for name in at_commas(part) {
                let name = name.trim().trim_matches([',', ':', '-', '–']).trim();
                if is_name(name) && !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    names.push(name.to_owned());
                }
            }
        }
    }
    names
}

/// `Auteurs: Jansen` without its label.
fn without_label(field: &str) -> &str {
    let small = field.to_lowercase();
    for label in ["auteur(s):", "auteurs:", "auteur:", "author:", "authors:", "door:", "by ", "door ", "von ", "par "] {
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
    let none = ["admin", "administrator", "beheerder", "webmaster", "super user", "auteur", "author", "onbekend", "unknown"];
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
        check("Piet Jansen; Piet jansen", &["Piet Jansen"]);
    }

    #[test]
    fn accounts_are_no_names() {
        for field in ["admin", "pjansen01", "redactie@x.nl", "https://x.nl/auteur", "", "-"] {
            check(field, &[]);
        }
    }
}
