//! Table 1 for people, in Dutch or English.

use bron_model::{Language, Table1Row};
use std::fmt::Write as _;

/// What stands around the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableText {
    /// The language of headings and notes.
    pub language: Language,
    /// The title of the pipeline; left out where it is empty.
    pub title: String,
    /// The first year of the window (I2).
    pub from_year: i16,
    /// Whether proposals of rules were counted as decisions: then the head says so.
    pub accepted_proposals: bool,
    /// Sources without any complete query.
    pub not_searched: Vec<NotSearched>,
    /// More to be said below the table, one sentence each, in the language asked for.
    pub notes: Vec<String>,
}

/// A source that was not searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSearched {
    /// Its name as printed.
    pub source: String,
    /// Why.
    pub reason: String,
}

/// Renders the rows of [`crate::table1`] as Markdown: every number is in pairs of a term and a publication. The row of
/// a term with incomplete queries is marked with an asterisk, as a lower bound, that of a term with queries typed by hand
/// with a dagger; where I1, I2 or W is still unclear for some
/// pairs the first number is a range whose upper end is the sum of the six after it.
pub fn table1_markdown(rows: &[Table1Row], text: &TableText) -> String {
    let words = Words::of(text.language);
    let mut out = format!("# {}\n\n", words.heading);
    if !text.title.is_empty() {
        let _ = writeln!(out, "{}\n", one_line(&text.title));
    }
    if text.accepted_proposals {
        let _ = writeln!(out, "**{}**\n", words.accepted);
    }
    let _ = writeln!(out, "{}\n", words.unit);
    let columns = words.columns.join(" | ").replace("{year}", &text.from_year.to_string());
    let _ = writeln!(out, "| {columns} |");
    out.push_str("|---|---:|---:|---:|---:|---:|---:|---:|\n");
    for row in rows {
        let _ = writeln!(out, "| {} |", cells(row, words).join(" | "));
    }
    let notes = table1_notes(rows, text);
    if !notes.is_empty() {
        out.push('\n');
    }
    for note in notes {
        let _ = writeln!(out, "- {note}");
    }
    out
}

fn cells(row: &Table1Row, words: &Words) -> [String; 8] {
    let label = if is_total(row) { words.total.to_owned() } else { one_line(&row.label).replace('|', "\\|") };
    let bound = if row.incomplete_queries > 0 { "\\*" } else { "" };
    let by_hand = if row.hand_queries > 0 { "†" } else { "" };
    let identified = match row.identified.saturating_sub(row.unclear_identified) {
        least if least < row.identified => format!("{least}–{}{bound}{by_hand}", row.identified),
        _ => format!("{}{bound}{by_hand}", row.identified),
    };
    let [e1a, e1b, e2_e3, unclear, not_retrieved, included] = [
        row.excluded_e1a,
        row.excluded_e1b,
        row.excluded_e2_e3,
        row.unclear,
        row.not_retrieved,
        row.included,
    ]
    .map(|n| n.to_string());
    let cells = [label, identified, e1a, e1b, e2_e3, unclear, not_retrieved, included];
    if is_total(row) { cells.map(|cell| format!("**{cell}**")) } else { cells }
}

fn is_total(row: &Table1Row) -> bool {
    row.term == "total"
}

/// What is to be said below the table, a sentence or two for each line of it, in Markdown.
pub fn table1_notes(rows: &[Table1Row], text: &TableText) -> Vec<String> {
    let words = Words::of(text.language);
    let mut notes = vec![words.sums.to_owned()];
    let incomplete: Vec<String> = rows
        .iter()
        .filter(|row| row.incomplete_queries > 0 && !is_total(row))
        .map(|row| format!("{} {}", one_line(&row.label), row.incomplete_queries))
        .collect();
    if !incomplete.is_empty() {
        notes.push(format!("\\* {} ({}).", words.incomplete, incomplete.join(", ")));
    }
    let by_hand: Vec<String> = rows
        .iter()
        .filter(|row| row.hand_queries > 0 && !is_total(row))
        .map(|row| format!("{} {}", one_line(&row.label), row.hand_queries))
        .collect();
    if !by_hand.is_empty() {
        notes.push(format!("† {} ({}).", words.by_hand, by_hand.join(", ")));
    }
    if rows.iter().any(|row| row.unclear_identified > 0) {
        notes.push(words.range.to_owned());
    }
    for source in &text.not_searched {
        let (name, reason) = (one_line(&source.source), one_line(&source.reason));
        notes.push(format!("{}: {name}: {reason}", words.not_searched));
    }
    notes.extend(text.notes.iter().map(|note| one_line(note)));
    notes
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Words {
    heading: &'static str,
    accepted: &'static str,
    unit: &'static str,
    columns: [&'static str; 8],
    total: &'static str,
    sums: &'static str,
    incomplete: &'static str,
    by_hand: &'static str,
    range: &'static str,
    not_searched: &'static str,
}

impl Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::Nl => &NL,
            Language::En => &EN,
        }
    }
}

static NL: Words = Words {
    heading: "Tabel 1. Verloop van de dataverzameling",
    accepted: "Voorstellen van regels zijn meegeteld alsof een beoordelaar ze had overgenomen (`--accept-proposals`): \
               geen mens heeft deze insluitingen beoordeeld.",
    unit: "Alle getallen zijn paren van een term en een publicatie: een publicatie die bij twee termen is gevonden telt \
           tweemaal.",
    columns: [
        "term",
        "publicatie of artikel vanaf {year}",
        "exclusie 1a: term komt niet voor",
        "exclusie 1b: niet gedefinieerd of beschreven",
        "exclusie 2-3: domein, ouderen",
        "nog te beoordelen",
        "niet verkregen",
        "geïncludeerd",
    ],
    total: "totaal",
    sums: "De tweede kolom is de som van de zes kolommen erna, de onderste rij de som van de rijen erboven.",
    incomplete: "Ondergrens: niet alle zoekvragen voor deze term zijn volledig. Aantal onvolledige zoekvragen",
    by_hand: "Mede met de hand gezocht: een onderzoeker typte de tekst in een browser en bewaarde wat de site gaf. Aantal \
              zoekvragen met de hand",
    range: "Een bereik in de tweede kolom: van sommige paren is nog niet beslist of het om een publicatie of artikel uit \
            de periode gaat; het hoogste getal is de som van de kolommen erna.",
    not_searched: "Niet doorzocht",
};

static EN: Words = Words {
    heading: "Table 1. Course of the data collection",
    accepted: "Proposals of rules are counted as if a reviewer had accepted them (`--accept-proposals`): no person has \
               judged these inclusions.",
    unit: "All numbers are pairs of a term and a publication: a publication found for two terms counts twice.",
    columns: [
        "term",
        "publication or article from {year} on",
        "exclusion 1a: term does not occur",
        "exclusion 1b: neither defined nor described",
        "exclusion 2-3: domain, older people",
        "to be judged",
        "not retrieved",
        "included",
    ],
    total: "total",
    sums: "The second column is the sum of the six after it, the last row the sum of the rows above it.",
    incomplete: "Lower bound: not all queries of this term are complete. Number of incomplete queries",
    by_hand: "Searched by hand as well: a researcher typed the text in a browser and saved what the site showed. Number of \
              queries by hand",
    range: "A range in the second column: of some pairs it is not settled whether they are a publication or article from \
            the period; the higher number is the sum of the columns after it.",
    not_searched: "Not searched",
};
