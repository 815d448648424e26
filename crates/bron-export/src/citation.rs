//! How a publication is cited in a text.

use crate::reference::Author;
use bron_model::Language;

/// `Van Pelt et al., 2024`: one author, two, or the first of more; without any, the beginning of the title. A year that is only
/// listed stands in brackets, and an unknown one as `z.d.` (`n.d.`).
pub(crate) fn citation(authors: &[Author], year: &str, title: &str, language: Language) -> String {
    let names = match authors {
        [] => format!("“{}”", crate::plain::beginning(title, 40)),
        [one] => cited(one),
        [one, two] => format!("{} & {}", cited(one), cited(two)),
        [first, ..] => format!("{} et al.", cited(first)),
    };
    format!("{names}, {}", dated(year, language))
}

/// The year as tables have it, in the words of a language.
pub(crate) fn dated(year: &str, language: Language) -> &str {
    if year == "z.d." && language == Language::En { "n.d." } else { year }
}

fn cited(author: &Author) -> String {
    match author {
        Author::Named(name) => name.clone(),
        Author::Person(person) => person.cited(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_cited_by_their_family_names_with_particles() {
        for (authors, year, nl) in [
            (&["Pelt, M. van", "B", "C"][..], "2024", "Van Pelt et al., 2024"),
            (&["Engbersen, R.", "De Boer, Nico"], "2021", "Engbersen & De Boer, 2021"),
            (&["Campen, C. van der"], "[2017]", "Van der Campen, [2017]"),
            (&["Sociaal en Cultureel Planbureau"], "z.d.", "Sociaal en Cultureel Planbureau, z.d."),
            (&["'t Hart, P."], "2020", "'t Hart, 2020"),
            (&[], "2023", "“Zorgzame buurten”, 2023"),
        ] {
            let authors: Vec<Author> = authors.iter().map(|name| Author::parse(name)).collect();
            assert_eq!(citation(&authors, year, "Zorgzame buurten", Language::Nl), nl);
        }
        assert_eq!(citation(&[], "z.d.", "x", Language::En), "“x”, n.d.");
    }
}
