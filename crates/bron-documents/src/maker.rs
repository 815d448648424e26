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
    let mut names = names_in(&[field.to_owned()]);
    names.retain(|name| !is_software(name));
    names
}

/// Empty for software and addresses.
pub(crate) fn sensible_publisher(publisher: &str) -> String {
    let is_address = publisher.contains("://") || publisher.contains('@');
    if is_software(publisher) || is_address { String::new() } else { publisher.to_owned() }
}

/// Empty for what says of every document the same: `Text`, `Document`, a media type.
pub(crate) fn sensible_kind(kind: &str) -> String {
    let says_nothing = ["text", "tekst", "document", "pdf", "collection", "dataset", "image"];
    let small = kind.to_lowercase();
    if says_nothing.contains(&small.as_str()) || small.contains('/') {
        String::new()
    } else {
        kind.to_owned()
    }
}

fn is_software(name: &str) -> bool {
    static SOFTWARE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix) microsoft | adobe | acrobat | windows | \bword\b | \boffice\b | gebruiker | \buser\b | admin | beheer
              | indesign | quark | openoffice | libreoffice | latex | python | prince | chrom | ghostscript",
        )
        .expect("a fixed pattern that a test compiles")
    });
    SOFTWARE.is_match(name)
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

    #[test]
    fn a_publisher_is_a_body_and_a_kind_tells_documents_apart() {
        assert_eq!(sensible_publisher("Sociaal en Cultureel Planbureau"), "Sociaal en Cultureel Planbureau");
        assert_eq!(sensible_publisher("Adobe InDesign"), "");
        assert_eq!(sensible_publisher("https://www.a.nl/"), "");
        assert_eq!(sensible_kind("Kamerstuk"), "Kamerstuk");
        for kind in ["Text", "application/pdf", "Document"] {
            assert_eq!(sensible_kind(kind), "", "{kind}");
        }
    }
}
