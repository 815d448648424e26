//! What a maker's software wrote into a file about title and authors, without what is of no use.

use crate::names::names_in;
use regex::Regex;
use std::sync::LazyLock;

/// Empty for what is no title: names of files, of programs, of nothing.
pub(crate) fn sensible_title(title: &str) -> String {
    static NO_TITLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix) ^(?:microsoft\s|powerpoint|untitled|naamloos|document\s?\d*$|titel$|title$|presentatie$|rapport$|brief$|slide\s1|dia\s1|print|scan)
              | \.(?:docx?|indd|pdf|qxd|qxp|pptx?|xlsx?|rtf|odt|cdr|ai|p65|tmp)\b | ^[\w\-.]*\d[\w\-.]*$ | _",
        )
        .expect("a fixed pattern that a test compiles")
    });
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 4 || NO_TITLE.is_match(title) { String::new() } else { title.to_owned() }
}

/// The names in an author field, without software, user names and offices of administrators.
pub(crate) fn sensible_authors(field: &str) -> Vec<String> {
    static SOFTWARE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix) microsoft | adobe | acrobat | windows | \bword\b | \boffice\b | gebruiker | \buser\b | admin | beheer
              | indesign | quark | openoffice | libreoffice | latex | python | prince | chrom | ghostscript",
        )
        .expect("a fixed pattern that a test compiles")
    });
    let mut names = names_in(&[field.to_owned()]);
    names.retain(|name| !SOFTWARE.is_match(name));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_software_gave_are_none() {
        for title in
            ["Microsoft Word - rapport.doc", "untitled", "rapport_def_v2", "Zorg.indd", "12-3", "", "Titel"]
        {
            assert_eq!(sensible_title(title), "", "{title}");
        }
        assert_eq!(sensible_title("Zorgzame buurten"), "Zorgzame buurten");
    }

    #[test]
    fn authors_are_people_or_bodies_not_programs() {
        assert_eq!(sensible_authors("Jansen, P.; De Vries, A."), ["Jansen, P.", "De Vries, A."]);
        assert_eq!(sensible_authors("Piet Jansen en Anna de Vries"), ["Piet Jansen", "Anna de Vries"]);
        assert_eq!(sensible_authors("Movisie"), ["Movisie"]);
        for field in ["Microsoft Office User", "jansenp", "pjansen01", "Adobe InDesign", "Administrator", ""]
        {
            assert!(sensible_authors(field).is_empty(), "{field}");
        }
    }
}
