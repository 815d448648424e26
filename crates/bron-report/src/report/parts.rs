//! The parts of a report in their order, with the table of contents.

use super::beside::Beside;
use super::view::View;
use crate::Error;
use askama::Template;
use std::io::Write;

/// A part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// The place that links lead to.
    pub(crate) id: &'static str,
    /// `3`, or `B` for an appendix.
    pub(crate) number: String,
    pub(crate) title: &'static str,
    pub(crate) is_appendix: bool,
}

#[derive(Template)]
#[template(
    source = r#"<section id="{{ id }}" class="part{% if is_appendix %} appendix{% endif %}" aria-labelledby="{{ id }}-title">
<h2 id="{{ id }}-title"><span class="number">{{ number }}</span> {{ title }}</h2>
"#,
    ext = "html"
)]
struct Open<'a> {
    id: &'a str,
    number: &'a str,
    title: &'a str,
    is_appendix: bool,
}

#[derive(Template)]
#[template(path = "report/end.html")]
struct End<'a> {
    v: &'a View<'a>,
}

impl Part {
    /// Those that this run has something to say in, with their numbers.
    pub(crate) fn all(view: &View<'_>, beside: &Beside) -> Vec<Self> {
        let has_table2 = beside.table2.is_some();
        let has_terms = !view.run.protocol.comparison.is_empty();
        let has_known = beside.named_before.is_some();
        let wanted: [(&'static str, &'static str, &'static str, bool); 19] = [
            (
                "table1",
                "Tabel 1: verloop van de dataverzameling",
                "Table 1: course of the data collection",
                true,
            ),
            (
                "flow",
                "Stroomschema van publicaties (PRISMA 2020)",
                "Flow of publications (PRISMA 2020)",
                true,
            ),
            ("contribution", "Wat elke bron bijdraagt", "What each source contributes", true),
            ("hits", "Treffers per bron en term, en jaren", "Hits by source and term, and years", true),
            ("queries", "Zoekvragen: gemeld en gelezen", "Queries: reported and read", true),
            (
                "probe",
                "Hoe de zoekvakken zich gedragen",
                "How the search boxes behave",
                view.run.probed.is_some(),
            ),
            ("exclusions", "Uitgesloten op de volledige tekst", "Excluded at full text", true),
            ("worktable", "Werktabel: passages per term", "Working table: passages by term", true),
            ("table2", "Tabel 2: elementen per term", "Table 2: elements by term", has_table2),
            ("terms", "Vergelijking van de termen", "Comparison of the terms", has_terms),
            ("known", "Wat het eerdere onderzoek noemt", "What the earlier review names", has_known),
            ("judging", "Oordelen en overeenstemming", "Judgements and agreement", true),
            ("waiting", "Wat op een beoordelaar wacht", "What waits for a reviewer", true),
            (
                "comparison",
                "Vergelijking met een andere oogst",
                "Comparison with another harvest",
                !beside.comparisons.is_empty(),
            ),
            ("method", "Methode", "Methods", true),
            (
                "checklists",
                "Checklijsten van rapportagestandaarden",
                "Checklists of reporting standards",
                true,
            ),
            ("pairs", "Paren achter Tabel 1", "Pairs behind Table 1", true),
            ("flow-lists", "Publicaties achter het stroomschema", "Publications behind the flow", true),
            ("publications", "Alle publicaties", "All publications", true),
        ];
        let mut parts = Vec::new();
        let (mut number, mut letter) = (1, b'A');
        for (id, nl, en, _) in wanted.into_iter().filter(|(.., is_there)| *is_there) {
            let is_appendix = matches!(id, "checklists" | "pairs" | "flow-lists" | "publications");
            let numbered = if is_appendix { char::from(letter).to_string() } else { number.to_string() };
            if is_appendix {
                letter += 1;
            } else {
                number += 1;
            }
            let title = match view.language {
                bron_model::Language::Nl => nl,
                bron_model::Language::En => en,
            };
            parts.push(Self { id, number: numbered, title, is_appendix });
        }
        parts
    }

    /// Writes what stands before its contents.
    pub(crate) fn open(&self, out: &mut dyn Write) -> Result<(), Error> {
        let Self { id, number, title, is_appendix } = self;
        Ok(Open { id, number, title, is_appendix: *is_appendix }.write_into(out)?)
    }

    /// Writes what stands behind the contents of a part.
    pub(crate) fn close(out: &mut dyn Write) -> Result<(), Error> {
        Ok(out.write_all(b"</section>\n")?)
    }
}

/// Writes the end of the page.
pub(crate) fn end(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    Ok(End { v: view }.write_into(out)?)
}
