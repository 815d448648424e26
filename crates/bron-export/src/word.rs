//! The working table as a page that Word and LibreOffice open: a heading a term, a row a passage, and the sources below.
//!
//! It has no script, no link and no image; addresses stand as text.

use crate::citation::{citation, dated};
use crate::plain::one_line;
use crate::reference::{Author, Reference};
use bron_model::{Language, PassageKind, WorktableRow};
use bron_run::Finished;
use std::fmt::Write as _;

/// The page. Rows stand in the order of the working table.
pub(crate) fn word(finished: &Finished, references: &[Reference], told: &str, language: Language) -> String {
    let words = Words::of(language);
    let title = format!("{}: {}", words.heading, one_line(&finished.protocol.pipeline.title));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        words.lang,
        escaped(&title)
    );
    let _ = writeln!(
        page,
        "<h1>{}</h1>\n<p>{}</p>",
        escaped(&title),
        escaped(&finished.protocol.pipeline.question)
    );
    for line in told.lines() {
        let _ = writeln!(page, "<p class=\"note\">{}</p>", escaped(line));
    }
    let mut term = None;
    for row in &finished.worktable {
        if term != Some(row.term.as_str()) {
            if term.is_some() {
                page.push_str("</tbody></table>\n");
            }
            term = Some(row.term.as_str());
            let _ = writeln!(
                page,
                "<h2>{}</h2>\n{TABLE}<thead><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr></thead>\n<tbody>",
                escaped(&row.term),
                words.source,
                words.quote,
                words.page,
                words.kind
            );
        }
        page.push_str(&table_row(row, &words, language));
    }
    if term.is_some() {
        page.push_str("</tbody></table>\n");
    }
    let _ = writeln!(page, "<h2>{}</h2>", words.sources);
    for reference in references {
        let _ = writeln!(page, "<p class=\"source\">{}</p>", escaped(&entry(reference, language)));
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// With attributes, since word processors look at these and not at the styles.
const TABLE: &str = "<table width=\"100%\" border=\"1\" cellpadding=\"4\" cellspacing=\"0\">\n\
<colgroup><col width=\"22%\"><col width=\"54%\"><col width=\"11%\"><col width=\"13%\"></colgroup>\n";

const STYLE: &str = "body { font-family: Calibri, Carlito, sans-serif; font-size: 11pt; }\n\
h1, h2 { font-family: Calibri, Carlito, sans-serif; }\n\
h1 { font-size: 20pt; }\n\
h2 { font-size: 14pt; }\n\
p, td, th { font-family: Calibri, Carlito, sans-serif; }\n\
table { border-collapse: collapse; width: 100%; }\n\
th, td { border: 1px solid #808080; padding: 4pt; vertical-align: top; text-align: left; }\n\
th { background: #e8e8e8; }\n\
.note { color: #404040; font-size: 9pt; }\n\
.source { margin-left: 24pt; text-indent: -24pt; }\n";

struct Words {
    lang: &'static str,
    heading: &'static str,
    source: &'static str,
    quote: &'static str,
    page: &'static str,
    kind: &'static str,
    sources: &'static str,
    from: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        match language {
            Language::Nl => Self {
                lang: "nl",
                heading: "Werktabel",
                source: "Bron",
                quote: "Citaat",
                page: "Bladzijde",
                kind: "Soort",
                sources: "Bronnen",
                from: "naar",
            },
            Language::En => Self {
                lang: "en",
                heading: "Working table",
                source: "Source",
                quote: "Quotation",
                page: "Page",
                kind: "Kind",
                sources: "Sources",
                from: "after",
            },
        }
    }
}

fn table_row(row: &WorktableRow, words: &Words, language: Language) -> String {
    let authors: Vec<Author> =
        row.authors.split(';').map(str::trim).filter(|name| !name.is_empty()).map(Author::parse).collect();
    let title = one_line(if row.title.trim().is_empty() { &row.url } else { &row.title });
    let mut cited = citation(&authors, &row.year, &title, language);
    if !row.second_hand_of.is_empty() {
        let _ = write!(cited, " ({} {})", words.from, row.second_hand_of);
    }
    format!(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        escaped(&cited),
        escaped(&row.quote),
        escaped(&row.page),
        kind(row.kind, language)
    )
}

/// What a passage is, in the words of a language.
pub(crate) fn kind(kind: PassageKind, language: Language) -> &'static str {
    match (kind, language) {
        (PassageKind::Definition, Language::Nl) => "definitie",
        (PassageKind::Definition, Language::En) => "definition",
        (PassageKind::Description, Language::Nl) => "beschrijving",
        (PassageKind::Description, Language::En) => "description",
        (PassageKind::Element, _) => "element",
    }
}

/// `van Pelt, M.; Kodde, A. (2024). Title. Publisher. https://...`
fn entry(reference: &Reference, language: Language) -> String {
    let authors: Vec<String> = reference.authors.iter().map(Author::inverted).collect();
    let year = reference.issued.year().map_or_else(|| "z.d.".to_owned(), |year| year.to_string());
    let year = dated(&year, language);
    let head = if authors.is_empty() {
        format!("{} ({year}).", reference.title)
    } else {
        format!("{} ({year}). {}.", authors.join("; "), reference.title)
    };
    let publisher =
        if reference.publisher.is_empty() { String::new() } else { format!("{}.", reference.publisher) };
    let parts = [head, publisher, reference.url.clone()].map(|part| part.replace("..", "."));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text on one line in which nothing is markup.
fn escaped(text: &str) -> String {
    let line = one_line(text);
    line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::tests::{full, titled};

    #[test]
    fn a_source_is_written_out_with_what_is_known() {
        assert_eq!(
            entry(&full(), Language::Nl),
            "van Pelt, M.; Sociaal en Cultureel Planbureau (2019). Zorg & welzijn: 100% \"buurt\". Movisie. https://a.nl/zorg"
        );
        assert_eq!(entry(&titled("Zorg"), Language::En), "Zorg (n.d.). https://a.nl/zorg");
    }

    #[test]
    fn nothing_that_a_website_writes_is_markup() {
        assert_eq!(
            escaped("<script>\n\"&\"\u{0}</script>"),
            "&lt;script&gt; &quot;&amp;&quot;\u{fffd}&lt;/script&gt;"
        );
    }
}
