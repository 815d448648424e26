//! The flow for the R package PRISMA2020: its template with the numbers filled in.
//!
//! How our flow becomes its boxes, since the template has fewer:
//!
//! - sources with `arm = "databases"` are its *databases*, those with `arm = "other"` its *websites*, each counted in hits on
//!   routes that Table 1 counts. What was met on other routes only (a catalogue, a folder, a letter, a reference) is added to the
//!   right arm, in publications: `catalogue` and `browse` as websites, `contact` and `other` as organisations, `citation` as citations.
//! - `duplicates` are hits on what another query found, and records that another source listed first. A publication that turned out
//!   to be the same file as another has no box behind retrieval, so it is a reason (`duplicate file`) among those excluded.
//! - what waits for a reviewer is a reason (`not yet judged`): without it the boxes would not add up.
//! - the right arm has no boxes for duplicates and screening, so `website_results` and `other_sought_reports` differ by those.
//! - one publication is one study and one report. Previous studies stay 0 and are switched off in R (`previous = FALSE`): which of
//!   them were found again is what `bron known` answers.

use crate::Error;
use crate::cell::guarded;
use crate::fate::{Fate, Fates, fate_of};
use bron_model::{Criterion, FlowRow, Language, Route};
use bron_protocol::Arm;
use bron_run::Finished;

/// The template: MIT, see the licence beside it. Nothing of it is changed but its last column.
const TEMPLATE: &str = include_str!("PRISMA.csv");

/// The filled template.
pub(crate) fn prisma(finished: &Finished, language: Language) -> Result<Vec<u8>, Error> {
    let databases = Boxes::of_flow(finished, Arm::Databases, language);
    let mut other = Boxes::of_flow(finished, Arm::Other, language);
    let by_route = other.add_other_routes(finished, language);
    databases.check()?;
    other.check()?;
    let included = databases.included + other.included;
    let n = |key: &str| -> String {
        let number = match key {
            "database_results" => databases.identified,
            "duplicates" => databases.duplicates,
            "records_screened" => databases.screened,
            "records_excluded" => databases.excluded_on_listing,
            "dbr_sought_reports" => databases.sought,
            "dbr_notretrieved_reports" => databases.not_retrieved,
            "dbr_assessed" => databases.assessed(),
            "website_results" => other.identified + by_route.websites,
            "organisation_results" => by_route.organisations,
            "citations_results" => by_route.citations,
            "other_sought_reports" => other.sought,
            "other_notretrieved_reports" => other.not_retrieved,
            "other_assessed" => other.assessed(),
            "new_studies" | "new_reports" | "total_studies" | "total_reports" => included,
            "database_specific_results" => return list(&databases.sources, "Databases"),
            "register_specific_results" => return list(&[], "Registers"),
            "dbr_excluded" => return reasons(&databases.reasons, language),
            "other_excluded" => return reasons(&other.reasons, language),
            _ => 0,
        };
        number.to_string()
    };
    Ok(filled(&n))
}

/// The template with `n(key)` in the last column of the row of each key, and 0 where a row has none.
fn filled(n: &dyn Fn(&str) -> String) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(TEMPLATE.as_bytes());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for (line, row) in reader.records().enumerate() {
        let row = row.expect("the template is inside the program");
        let last = row.len() - 1;
        let number = if line == 0 { row[last].to_owned() } else { n(&row[0]) };
        let cells = row.iter().take(last).chain([number.as_str()]);
        writer.write_record(cells).expect("rows of one length fit in memory");
    }
    writer.into_inner().expect("a writer into memory has nothing to fail")
}

/// The boxes of one arm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Boxes {
    /// In hits.
    identified: u64,
    duplicates: u64,
    screened: u64,
    excluded_on_listing: u64,
    sought: u64,
    not_retrieved: u64,
    included: u64,
    /// In the order of the criteria, then what is no criterion.
    reasons: Vec<(String, u64)>,
    /// Hits of each source.
    sources: Vec<(String, u64)>,
}

/// Publications met on no counted route, by the box that they belong to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct ByRoute {
    websites: u64,
    organisations: u64,
    citations: u64,
}

impl Boxes {
    fn of_flow(finished: &Finished, arm: Arm, language: Language) -> Self {
        let of_arm = finished.protocol.sources.iter().filter(|source| source.arm == arm);
        let mut boxes = Self::default();
        let mut rows: Vec<&FlowRow> = Vec::new();
        for source in of_arm {
            let of_source = finished.flow.iter().filter(|row| row.source == source.id.as_str());
            let of_source: Vec<&FlowRow> = of_source.collect();
            let hits = sum(&of_source, "identified", None, "hits");
            if !of_source.is_empty() {
                boxes.sources.push((name(&source.name), hits));
            }
            rows.extend(of_source);
        }
        let publications = |box_name, reason| sum(&rows, box_name, reason, "publications");
        boxes.identified = sum(&rows, "identified", None, "hits");
        boxes.duplicates = sum(&rows, "duplicates", None, "hits") + sum(&rows, "duplicates", None, "records");
        boxes.screened = publications("screened", None);
        boxes.excluded_on_listing = publications("excluded-screening", None);
        boxes.sought = publications("sought", None);
        boxes.not_retrieved = publications("not-retrieved", None);
        boxes.included = publications("included", None);
        for criterion in Criterion::ALL {
            boxes.reasons.push((
                reason(*criterion, language).to_owned(),
                publications("excluded", Some(criterion.as_str())),
            ));
        }
        boxes.reasons.push((duplicate_file(language).to_owned(), publications("duplicates-on-files", None)));
        boxes.reasons.push((not_judged(language).to_owned(), publications("unclear", None)));
        boxes
    }

    /// Adds what was met on routes that Table 1 does not count, each publication once, unless a counted route met it too.
    fn add_other_routes(&mut self, finished: &Finished, language: Language) -> ByRoute {
        let fates = Fates::of(finished);
        let mut by_route = ByRoute::default();
        for rows in fates.elsewhere().values() {
            let routes: Vec<Route> = rows.iter().map(|row| row.via).collect();
            if routes.iter().any(|via| matches!(via, Route::Catalogue | Route::Browse)) {
                by_route.websites += 1;
            } else if routes.contains(&Route::Citation) {
                by_route.citations += 1;
            } else {
                by_route.organisations += 1;
            }
            self.sought += 1;
            let told = match fate_of(&rows.iter().map(|row| row.outcome).collect::<Vec<_>>()) {
                Fate::Included | Fate::IncludedOtherRoute => {
                    self.included += 1;
                    continue;
                }
                Fate::NotRetrieved => {
                    self.not_retrieved += 1;
                    continue;
                }
                Fate::Excluded(criterion) | Fate::OutOnListing(criterion) => reason(criterion, language),
                Fate::Unclear | Fate::OtherRoute => not_judged(language),
            };
            if let Some((_, n)) = self.reasons.iter_mut().find(|(reason, _)| reason == told) {
                *n += 1;
            }
        }
        by_route
    }

    /// Sought and retrieved.
    fn assessed(&self) -> u64 {
        self.sought.saturating_sub(self.not_retrieved)
    }

    /// Refuses boxes of which one does not follow from the others.
    fn check(&self) -> Result<(), Error> {
        let excluded: u64 = self.reasons.iter().map(|(_, n)| n).sum();
        let pairs = [
            ("sought", self.sought, "not retrieved + assessed", self.not_retrieved + self.assessed()),
            ("assessed", self.assessed(), "reasons + included", excluded + self.included),
        ];
        match pairs.into_iter().find(|(_, left_n, _, right_n)| left_n != right_n) {
            Some((left, left_n, right, right_n)) => Err(Error::Prisma { left, left_n, right, right_n }),
            None => Ok(()),
        }
    }
}

fn sum(rows: &[&FlowRow], box_name: &str, reason: Option<&str>, unit: &str) -> u64 {
    let of_box = rows.iter().filter(|row| row.box_name == box_name && row.unit == unit);
    of_box.filter(|row| reason.is_none_or(|reason| row.reason == reason)).map(|row| row.n).sum()
}

/// `Movisie, 12; SCP, 3`: the package cuts at the first comma and at each semicolon.
fn list(items: &[(String, u64)], empty: &str) -> String {
    let none = [(empty.to_owned(), 0)];
    let items = if items.is_empty() { &none[..] } else { items };
    items.iter().map(|(name, n)| format!("{name}, {n}")).collect::<Vec<_>>().join("; ")
}

/// The reasons that took something out. Older versions of the package draw no single reason, so there are at least two.
fn reasons(all: &[(String, u64)], language: Language) -> String {
    let mut told: Vec<(String, u64)> = all.iter().filter(|(_, n)| *n > 0).cloned().collect();
    let other = if language == Language::Nl { ["Andere reden", "Overig"] } else { ["Other reason", "Other"] };
    for padding in other {
        if told.len() < 2 {
            told.push((padding.to_owned(), 0));
        }
    }
    list(&told, "")
}

fn name(text: &str) -> String {
    guarded(text).replace([',', ';'], " ")
}

fn duplicate_file(language: Language) -> &'static str {
    if language == Language::Nl { "zelfde bestand als een andere" } else { "duplicate file" }
}

fn not_judged(language: Language) -> &'static str {
    if language == Language::Nl { "nog niet beoordeeld" } else { "not yet judged" }
}

/// Why a criterion takes something out, without a comma or a semicolon.
fn reason(criterion: Criterion, language: Language) -> &'static str {
    let (nl, en) = match criterion {
        Criterion::I1 => ("I1 geen publicatie of artikel", "I1 not a publication or article"),
        Criterion::I2 => ("I2 verschenen voor de eerste Wmo", "I2 published before the window"),
        Criterion::W => ("W verschenen na de zoekperiode", "W published after the search period"),
        Criterion::E1a => ("E1a de term komt niet voor", "E1a the term does not occur"),
        Criterion::E1b => ("E1b niet gedefinieerd of beschreven", "E1b neither defined nor described"),
        Criterion::E2 => ("E2 ander domein", "E2 another domain"),
        Criterion::E3 => ("E3 niet relevant voor ouderen", "E3 not relevant for older people"),
    };
    if language == Language::Nl { nl } else { en }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_template_stays_as_it_is_but_for_the_numbers() {
        let keys = |text: &str| -> Vec<(Vec<String>, String)> {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let rows = reader.records().map(|row| {
                let row = row.unwrap();
                let last = row.len() - 1;
                (row.iter().take(last).map(str::to_owned).collect(), row[last].to_owned())
            });
            rows.collect()
        };
        let told = String::from_utf8(filled(&|_| "7".to_owned())).unwrap();
        let (before, after) = (keys(TEMPLATE), keys(&told));
        assert_eq!(before.len(), 35);
        for (one, other) in before.iter().zip(&after).skip(1) {
            assert_eq!((&one.0, other.1.as_str()), (&other.0, "7"));
        }
        assert_eq!((after.len(), &after[0]), (35, &before[0]));
        // Byte for byte the template where the numbers are those of the template.
        let numbers: BTreeMap<String, String> =
            before.iter().map(|(cells, n)| (cells[0].clone(), n.clone())).collect();
        let same = String::from_utf8(filled(&|key| numbers[key].clone())).unwrap();
        assert_eq!(same.trim_end(), TEMPLATE.trim_end());
    }

    #[test]
    fn reasons_are_at_least_two_and_hold_no_comma() {
        let one = [("E1a de term komt niet voor".to_owned(), 3), ("W x".to_owned(), 0)];
        assert_eq!(reasons(&one, Language::Nl), "E1a de term komt niet voor, 3; Andere reden, 0");
        assert_eq!(reasons(&[], Language::En), "Other reason, 0; Other, 0");
        for language in [Language::Nl, Language::En] {
            let all = Criterion::ALL.iter().map(|criterion| reason(*criterion, language));
            for text in all.chain([duplicate_file(language), not_judged(language)]) {
                assert!(!text.contains([',', ';']), "{text}");
            }
        }
        assert_eq!(name("Zorg, welzijn; \n meer"), "Zorg  welzijn  meer");
        assert_eq!(name("=1+1"), "'=1+1");
    }

    #[test]
    fn boxes_that_do_not_follow_from_each_other_are_refused() {
        let boxes = Boxes {
            sought: 5,
            not_retrieved: 1,
            included: 2,
            reasons: vec![("x".to_owned(), 2)],
            ..Boxes::default()
        };
        assert!(boxes.check().is_ok());
        let wrong = Boxes { included: 3, ..boxes };
        assert!(wrong.check().unwrap_err().to_string().contains("assessed 4, reasons + included 5"));
    }
}
