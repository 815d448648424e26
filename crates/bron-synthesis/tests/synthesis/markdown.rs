use crate::rows::*;
use bron_model::{Language, Outcome, QueryStatus};
use bron_synthesis::{NotSearched, TableText, table1, table1_markdown};

fn text(language: Language) -> TableText {
    TableText {
        language,
        title: "Ouderen 2024".into(),
        from_year: 2007,
        accepted_proposals: false,
        not_searched: Vec::new(),
        notes: Vec::new(),
    }
}

fn markdown(text: &TableText) -> String {
    let mut open = outcome("community-care", "a", Outcome::Unclear);
    open.unclear = "W".into();
    let outcomes = [open, outcome("community-care", "b", Outcome::Included)];
    let queries = [query("vilans", "samenzorg", QueryStatus::Failed)];
    table1_markdown(&table1(&terms(), &pairs(&outcomes), &queries).unwrap(), text)
}

#[test]
fn the_table_reads_in_dutch_with_its_unit_range_and_lower_bounds() {
    let expected = "\
# Tabel 1. Verloop van de dataverzameling

Ouderen 2024

Alle getallen zijn paren van een term en een publicatie: een publicatie die bij twee termen is gevonden telt tweemaal.

| term | publicatie of artikel vanaf 2007 | exclusie 1a: term komt niet voor | exclusie 1b: niet gedefinieerd of beschreven | exclusie 2-3: domein, ouderen | nog te beoordelen | niet verkregen | geïncludeerd |
|---|---:|---:|---:|---:|---:|---:|---:|
| Samenzorg | 0\\* | 0 | 0 | 0 | 0 | 0 | 0 |
| Community Care | 1–2 | 0 | 0 | 0 | 1 | 0 | 1 |
| **totaal** | **1–2\\*** | **0** | **0** | **0** | **1** | **0** | **1** |

- De tweede kolom is de som van de zes kolommen erna, de onderste rij de som van de rijen erboven.
- \\* Ondergrens: niet alle zoekvragen voor deze term zijn volledig. Aantal onvolledige zoekvragen (Samenzorg 1).
- Een bereik in de tweede kolom: van sommige paren is nog niet beslist of het om een publicatie of artikel uit de periode gaat; het hoogste getal is de som van de kolommen erna.
";
    assert_eq!(markdown(&text(Language::Nl)), expected);
}

#[test]
fn accepted_proposals_are_said_above_the_table_and_unsearched_sources_below() {
    let mut text = text(Language::En);
    text.accepted_proposals = true;
    text.not_searched =
        vec![NotSearched { source: "Vilans".into(), reason: "no search address is known".into() }];
    text.notes = vec!["one\nline".into()];
    let markdown = markdown(&text);
    let at = |part: &str| markdown.find(part).unwrap_or_else(|| panic!("{part} is not in:\n{markdown}"));
    assert!(at("Proposals of rules are counted as if a reviewer had accepted them") < at("| term |"));
    assert!(at("- Not searched: Vilans: no search address is known") > at("| **total** |"));
    assert!(markdown.ends_with("- one line\n"));
}
