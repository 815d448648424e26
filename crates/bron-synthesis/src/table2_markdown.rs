//! Table 2 for people, in Dutch or English.

use crate::Table2;
use bron_model::{Cross, EarlierCrossRow, Language, TermId};
use bron_protocol::{Codebook, Term};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Renders the table as Markdown: a row per element under its category, a column per term. In a cell stands what is
/// proposed, with the number of passages, and where there is an earlier table its cross behind a stroke; a cell in which
/// both are known and differ is in bold. The head says that nobody has judged the proposals.
pub fn table2_markdown(
    table: &Table2,
    codebook: &Codebook,
    terms: &[Term],
    earlier: &[EarlierCrossRow],
    language: Language,
) -> String {
    let words = Words::of(language);
    let mut out = format!("# {}\n\n**{}**\n\n", words.heading, words.proposals);
    let _ = writeln!(out, "{}\n", words.legend);
    if !earlier.is_empty() {
        let _ = writeln!(out, "{}\n", words.earlier);
    }
    let label = |id: &TermId| {
        terms.iter().find(|term| term.id == *id).map_or_else(|| id.to_string(), |term| cell(&term.label))
    };
    let columns: Vec<String> = table.terms.iter().map(label).collect();
    let _ = writeln!(out, "| {} | {} |", words.element, columns.join(" | "));
    let _ = writeln!(out, "|---|{}", ":---:|".repeat(columns.len()));
    let known: BTreeMap<(&str, &TermId), &EarlierCrossRow> =
        earlier.iter().map(|row| ((row.element.as_str(), &row.term), row)).collect();
    let mut category = None;
    for row in &table.rows {
        let of_row = codebook.element(&row.element).and_then(|element| codebook.category(&element.category));
        if of_row.map(|of| &of.id) != category {
            category = of_row.map(|of| &of.id);
            let name = of_row.map_or("", |of| words.pick(&of.label, &of.label_en));
            let _ = writeln!(out, "| **{}** |{}", cell(name), " |".repeat(columns.len()));
        }
        let name =
            codebook.element(&row.element).map_or(&*row.label, |of| words.pick(&of.label, &of.label_en));
        let cells = table.terms.iter().zip(&row.cells).map(|(term, proposed)| {
            let sign = sign(proposed.cross, proposed.passages);
            match known.get(&(row.element.as_str(), term)) {
                Some(row) if row.differs => format!("**{sign} / {}**", plain(row.earlier)),
                Some(row) => format!("{sign} / {}", plain(row.earlier)),
                None => sign,
            }
        });
        let cells: Vec<String> = cells.collect();
        let _ = writeln!(out, "| {} {} | {} |", row.element, cell(name), cells.join(" | "));
    }
    let _ = writeln!(out, "\n- {}", words.behind);
    let differ = earlier.iter().filter(|row| row.differs).count();
    let both =
        earlier.iter().filter(|row| row.proposed != Cross::Unknown && row.earlier != Cross::Unknown).count();
    if !earlier.is_empty() {
        let _ = writeln!(out, "- {}: {both}; {}: {differ}.", words.both, words.differ);
    }
    out
}

fn sign(cross: Cross, passages: u64) -> String {
    match cross {
        Cross::Yes => format!("X {passages}"),
        other => plain(other).to_owned(),
    }
}

fn plain(cross: Cross) -> &'static str {
    match cross {
        Cross::Yes => "X",
        Cross::No => "–",
        Cross::Unknown => "?",
    }
}

fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

struct Words {
    is_dutch: bool,
    heading: &'static str,
    proposals: &'static str,
    legend: &'static str,
    earlier: &'static str,
    element: &'static str,
    behind: &'static str,
    both: &'static str,
    differ: &'static str,
}

impl Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::Nl => &NL,
            Language::En => &EN,
        }
    }

    fn pick<'a>(&self, nl: &'a str, en: &'a str) -> &'a str {
        if self.is_dutch { nl } else { en }
    }
}

static NL: Words = Words {
    is_dutch: true,
    heading: "Tabel 2. Elementen per begrip, als voorstel",
    proposals: "De kruisjes zijn voorstellen op grond van signaalwoorden (het codeboek), in passages van geïncludeerde \
                publicaties. Niemand heeft ze beoordeeld: een signaalwoord zegt niet dat het element bij het begrip hoort, \
                en een element kan in andere woorden beschreven zijn.",
    legend: "X met een getal: voorgesteld, door zoveel passages. –: er zijn passages en geen ervan stelt het voor. ?: geen \
             geïncludeerde publicatie heeft een passage over dit begrip.",
    earlier: "Achter de schuine streep staat Tabel 2 van 2024. De kolommen daarvan zijn deels verloren: ? is daar niet \
              bekend, niet nee. Vet: beide zijn bekend en verschillen.",
    element: "element",
    behind: "De passages achter elk kruisje staan in `table2-passages.csv`.",
    both: "Cellen die in beide bekend zijn",
    differ: "daarvan verschillend",
};

static EN: Words = Words {
    is_dutch: false,
    heading: "Table 2. Elements by term, as proposed",
    proposals: "The crosses are proposals by cue words (the codebook), in passages of included publications. Nobody has \
                judged them: a cue word does not say that the element belongs to the term, and an element may be \
                described in other words.",
    legend: "X with a number: proposed, by that many passages. –: there are passages and none proposes it. ?: no included \
             publication has a passage on this term.",
    earlier: "Behind the stroke stands Table 2 of 2024. Its columns are partly lost: there ? is not known, which is not no. \
              Bold: both are known and differ.",
    element: "element",
    behind: "The passages behind each cross are in `table2-passages.csv`.",
    both: "Cells known in both",
    differ: "of which different",
};
