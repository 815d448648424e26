//! References as BibLaTeX: `@report` for documents, `@online` for pages.

use crate::notes::notes;
use crate::reference::{Author, Kind, Reference};
use bron_model::Language;
use std::fmt::Write as _;

/// The entries, below a comment that says what may be shared.
pub(crate) fn bibtex(references: &[Reference], shared: &str, language: Language) -> String {
    let mut text = String::new();
    for line in shared.lines() {
        // Outside entries everything is a comment, but an `@` would begin one.
        text.push_str(format!("% {}", line.replace('@', "(at)")).trim_end());
        text.push('\n');
    }
    references.iter().for_each(|reference| text.push_str(&entry(reference, language)));
    text
}

fn entry(reference: &Reference, language: Language) -> String {
    let kind = if reference.kind == Kind::Report { "report" } else { "online" };
    let mut text = format!("\n@{kind}{{{},\n", reference.id);
    let mut put = |key: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "  {key} = {{{value}}},");
        }
    };
    put("title", &format!("{{{}}}", escaped(&reference.title)));
    put("author", &reference.authors.iter().map(author).collect::<Vec<_>>().join(" and "));
    if reference.kind == Kind::Report {
        let told = if language == Language::Nl { "rapport" } else { "report" };
        let listed = escaped(&reference.kind_as_listed);
        put("type", if listed.is_empty() { told } else { &listed });
        put("institution", &escaped(&reference.publisher));
    } else {
        put("organization", &escaped(&reference.publisher));
    }
    let parts = reference.issued.parts();
    let date: Vec<String> = parts.iter().map(|part| format!("{part:02}")).collect();
    put("date", &date.join("-"));
    put("url", &address(&reference.url));
    put("urldate", &reference.accessed);
    put("doi", &address(&reference.doi));
    put("isbn", &escaped(&reference.isbn));
    put("langid", langid(&reference.language));
    put("keywords", &escaped(&reference.terms.join(", ")));
    put("abstract", &escaped(&reference.excerpt));
    put("note", &escaped(&notes(reference).join("; ")));
    text.push_str("}\n");
    text
}

fn author(author: &Author) -> String {
    match author {
        Author::Person(person) => format!("{}, {}", escaped(&person.last()), escaped(&person.given)),
        // Braces keep a name whole: an `and` in it would begin another author.
        Author::Named(name) => format!("{{{}}}", escaped(name)),
    }
}

/// What LaTeX would take for a command is shown as it stands.
fn escaped(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut last = None;
    for c in text.chars() {
        // Two of these make one letter of another kind.
        if last.replace(c) == Some(c) && matches!(c, '-' | '\'' | '`' | ',') {
            told.push_str("{}");
        }
        match c {
            '\\' => told.push_str("\\textbackslash{}"),
            '{' => told.push_str("\\{"),
            '}' => told.push_str("\\}"),
            '~' => told.push_str("\\textasciitilde{}"),
            '^' => told.push_str("\\textasciicircum{}"),
            '%' | '&' | '#' | '$' | '_' => {
                told.push('\\');
                told.push(c);
            }
            c => told.push(c),
        }
    }
    told
}

/// An address stands as it is, and braces in it would not close.
fn address(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C").replace(' ', "%20")
}

fn langid(language: &str) -> &str {
    match language {
        "nl" => "dutch",
        "en" => "english",
        "de" => "german",
        "fr" => "french",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::tests::{full, titled};
    use biblatex::{Bibliography, ChunksExt};

    fn read(references: &[Reference]) -> Bibliography {
        let text = bibtex(references, "delen mag\n@niet{", Language::Nl);
        Bibliography::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    #[test]
    fn an_entry_reads_back_with_its_fields() {
        let read = read(&[full()]);
        let entry = read.get("movisie-zorg-abc123").unwrap();
        assert_eq!(entry.entry_type.to_string(), "report");
        assert_eq!(entry.title().unwrap().format_verbatim(), "Zorg & welzijn: 100% \"buurt\"");
        let authors = entry.author().unwrap();
        assert_eq!(
            (authors[0].prefix.as_str(), authors[0].name.as_str(), authors[0].given_name.as_str()),
            ("van", "Pelt", "M.")
        );
        assert_eq!(authors[1].name, "Sociaal en Cultureel Planbureau");
        assert_eq!(entry.get("date").unwrap().format_verbatim(), "2019-03-14");
        let note = entry.get("note").unwrap().format_verbatim();
        assert!(note.starts_with("record_id: movisie-zorg-abc123;"), "{note}");
    }

    #[test]
    fn what_latex_would_carry_out_is_only_shown() {
        for title in [
            "\\input{/etc/passwd}",
            "100% {zorg",
            "a_b^c~d $x$ #1 & }",
            "\"aan\" @online{x, y",
            "zorg\\",
            "a--b---c ``d'' ,,e",
        ] {
            let read = read(&[
                titled(title),
                Reference { id: bron_model::PublicationId::new("b").unwrap(), ..full() },
            ]);
            assert_eq!(read.len(), 2, "{title}");
            let entry = read.get("movisie-zorg-abc123").unwrap();
            assert_eq!(entry.title().unwrap().format_verbatim(), title);
            assert_eq!(entry.entry_type.to_string(), "online");
        }
    }
}
