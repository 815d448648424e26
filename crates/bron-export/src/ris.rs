//! References as RIS: a tag, two blanks, a hyphen, a blank and a value, on one line each.

use crate::notes::notes;
use crate::reference::{Issued, Kind, Reference};
use std::fmt::Write as _;

/// What of our decisions stands in the records as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Labels {
    /// Nothing that a program takes for a decision.
    None,
    /// The notes by which ASReview knows a label.
    Asreview,
}

/// The records, with this line end behind every line.
pub(crate) fn ris<'r>(
    references: impl IntoIterator<Item = &'r Reference>,
    labels: Labels,
    line_end: &str,
) -> String {
    let mut text = String::new();
    for reference in references {
        for (tag, value) in fields(reference, labels) {
            let _ = write!(text, "{tag}  - {value}{line_end}");
        }
        let _ = write!(text, "ER  - {line_end}{line_end}");
    }
    text
}

fn fields(reference: &Reference, labels: Labels) -> Vec<(&'static str, String)> {
    let kind = if reference.kind == Kind::Report { "RPRT" } else { "ELEC" };
    let mut fields = vec![("TY", kind.to_owned()), ("ID", reference.id.to_string())];
    let mut put = |tag: &'static str, value: &str| {
        if !value.is_empty() {
            fields.push((tag, value.to_owned()));
        }
    };
    put("TI", &reference.title);
    for author in &reference.authors {
        put("AU", &author.inverted());
    }
    put("PB", &reference.publisher);
    if let Some(year) = reference.issued.year() {
        put("PY", &year.to_string());
    }
    if let Issued::Known(_) = reference.issued {
        put("DA", &date(&reference.issued.parts()));
    }
    put("LA", &reference.language);
    put("AB", &reference.excerpt);
    for term in &reference.terms {
        put("KW", term);
    }
    put("UR", &reference.url);
    put("L1", &reference.file);
    put("DO", &reference.doi);
    put("SN", &reference.isbn);
    put("M3", &reference.kind_as_listed);
    put("AN", reference.id.as_str());
    put("C1", reference.id.as_str());
    put("DB", &reference.sources.join("; "));
    put("Y2", &reference.accessed.replace('-', "/"));
    for note in notes(reference) {
        put("N1", &note);
    }
    if labels == Labels::Asreview {
        let label = match reference.fate.label() {
            Some(true) => "ASReview_relevant",
            Some(false) => "ASReview_irrelevant",
            None => "ASReview_not_seen",
        };
        put("N1", label);
        put("N1", &format!("bron_label: {}", crate::asreview::label(reference)));
    }
    fields
}

/// `2019/03/14/`, with an empty place for what is not known.
fn date(parts: &[i16]) -> String {
    let place = |at: usize, width: usize| parts.get(at).map(|n| format!("{n:0width$}")).unwrap_or_default();
    format!("{}/{}/{}/", place(0, 4), place(1, 2), place(2, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::tests::{full, titled};

    #[test]
    fn a_record_has_the_tags_that_readers_know_and_our_id_in_each_place_for_one() {
        let text = ris([&full()], Labels::None, "\n");
        for line in [
            "TY  - RPRT",
            "ID  - movisie-zorg-abc123",
            "AN  - movisie-zorg-abc123",
            "C1  - movisie-zorg-abc123",
            "N1  - record_id: movisie-zorg-abc123",
            "AU  - van Pelt, M.",
            "AU  - Sociaal en Cultureel Planbureau",
            "PY  - 2019",
            "DA  - 2019/03/14/",
            "L1  - https://a.nl/zorg.pdf",
            "SN  - 9780306406157",
            "N1  - ISBN: 9780306406157",
            "Y2  - 2026/11/01",
        ] {
            assert!(text.lines().any(|found| found == line), "`{line}` is not in\n{text}");
        }
        assert!(!text.contains("ASReview"), "{text}");
    }

    #[test]
    fn no_date_is_no_year_and_is_said() {
        let text = ris([&titled("z.d.")], Labels::Asreview, "\r\n");
        assert!(!text.contains("PY  -") && text.contains("N1  - date as listed: z.d.\r\n"), "{text}");
        assert!(text.contains("N1  - ASReview_relevant\r\n") && text.ends_with("ER  - \r\n\r\n"), "{text}");
        let listed = Reference { issued: Issued::Listed(2012), ..titled("x") };
        let text = ris([&listed], Labels::None, "\n");
        assert!(text.contains("PY  - 2012\n") && !text.contains("DA  -"), "{text}");
    }
}
