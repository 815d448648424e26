//! How the later harvest should differ from the first one, written down before either was compared.

/// A row of `expected-differences.csv`. What a category means, `bron compare` says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct ExpectedDifference {
    /// The category, as `bron compare` writes it (`newly-indexed`).
    pub category: String,
    /// Of a decision, what changed it (`document`); else empty.
    pub because: String,
    /// The address at which the first harvest lists the publication; empty where only the later one has it.
    pub address_a: String,
    /// The address at which the later harvest lists it; empty where only the first one has it.
    pub address_b: String,
    /// Of a pair, the term; else empty.
    pub term: String,
    /// What differs: a column of `publications.csv`, or `outcome`; else empty.
    pub field: String,
    /// Its value in the first harvest.
    pub before: String,
    /// Its value in the later harvest.
    pub after: String,
    /// By what the two are known to be one, where it matters: the rung of the ladder (`site-id`); else empty.
    pub matched_by: String,
    /// When it holds.
    pub when: When,
    /// The title, as the first harvest that has it lists it.
    pub title: String,
    /// Why, in one sentence.
    pub why: String,
}

/// When an expected difference holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Whatever is done.
    #[serde(rename = "")]
    Always,
    /// Only where the later sites were asked for the addresses of the first harvest that they list no more.
    Asked,
    /// Only where they were not.
    Unasked,
    /// Only where a reviewer excluded the pair on E3 in the later run, and not in the first.
    Judged,
}

/// All rows of the file, sorted by category and addresses.
pub fn expected_differences() -> Vec<ExpectedDifference> {
    csv::Reader::from_reader(include_str!("../expected-differences.csv").as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a test reads the embedded file")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Expectation;
    use crate::collection::{Collection, Site};
    use crate::publication::Publication;
    use crate::{expectations, later_expectations};
    use std::collections::{BTreeMap, BTreeSet};

    const CATEGORIES: [&str; 15] = [
        "appeared",
        "changed-decision",
        "changed-metadata",
        "cut-off",
        "excerpt",
        "gone",
        "moved",
        "new-publication",
        "newly-indexed",
        "not-asked",
        "not-comparable",
        "not-returned",
        "other-file",
        "possible-match",
        "revised",
    ];

    /// Categories of what one side only has.
    const ONE_SIDED: [&str; 8] = [
        "appeared",
        "cut-off",
        "gone",
        "new-publication",
        "newly-indexed",
        "not-asked",
        "not-comparable",
        "not-returned",
    ];

    #[test]
    fn every_category_occurs_and_each_row_says_why() {
        let rows = expected_differences();
        let found: BTreeSet<&str> = rows.iter().map(|row| row.category.as_str()).collect();
        assert_eq!(found, BTreeSet::from(CATEGORIES));
        let because: BTreeSet<&str> = rows.iter().map(|row| row.because.as_str()).collect();
        assert_eq!(because, BTreeSet::from(["", "criteria", "document", "reviewer"]));
        for row in &rows {
            assert!(!row.why.is_empty() && !row.title.is_empty(), "{row:?}");
            assert_eq!(row.because.is_empty(), row.category != "changed-decision", "{row:?}");
            let both = !row.address_a.is_empty() && !row.address_b.is_empty();
            assert_eq!(both, !ONE_SIDED.contains(&row.category.as_str()), "{row:?}");
        }
    }

    /// The addresses that the boxes list, each with the outcome for every term.
    fn listed(rows: Vec<Expectation>) -> BTreeMap<String, BTreeMap<String, String>> {
        let mut listed: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for row in rows {
            listed.entry(row.address).or_default().insert(row.term, row.outcome.to_string());
        }
        listed
    }

    #[test]
    fn what_only_one_harvest_lists_has_a_row_that_says_so() {
        let (first, later) = (listed(expectations()), listed(later_expectations()));
        let rows = expected_differences();
        let accounted = |address: &String, of: fn(&ExpectedDifference) -> &String| {
            rows.iter().any(|row| {
                of(row) == address && (row.category == "moved" || ONE_SIDED.contains(&row.category.as_str()))
            })
        };
        for address in first.keys() {
            let only_here = !later.contains_key(address);
            assert_eq!(accounted(address, |row| &row.address_a), only_here, "{address}");
        }
        for address in later.keys() {
            let only_here = !first.contains_key(address);
            assert_eq!(accounted(address, |row| &row.address_b), only_here, "{address}");
        }
        for row in &rows {
            assert!(row.address_a.is_empty() || first.contains_key(&row.address_a), "{row:?}");
            assert!(row.address_b.is_empty() || later.contains_key(&row.address_b), "{row:?}");
        }
    }

    #[test]
    fn the_decisions_that_change_are_those_of_which_the_expected_outcomes_differ() {
        let (first, later) = (listed(expectations()), listed(later_expectations()));
        let rows = expected_differences();
        let mut now_at: BTreeMap<&String, &String> =
            first.keys().filter(|address| later.contains_key(*address)).map(|both| (both, both)).collect();
        let moved = rows.iter().filter(|row| row.category == "moved");
        now_at.extend(moved.map(|row| (&row.address_a, &row.address_b)));
        let mut differ = BTreeSet::new();
        for (a, b) in now_at {
            for (term, before) in &first[a] {
                if let Some(after) = later[b].get(term).filter(|after| *after != before) {
                    differ.insert([a, b, term, before, after].map(String::as_str));
                }
            }
        }
        let of_rules =
            rows.iter().filter(|row| row.category == "changed-decision" && row.when == When::Always);
        let told: BTreeSet<_> = of_rules
            .map(|row| {
                [&row.address_a, &row.address_b, &row.term, &row.before, &row.after].map(String::as_str)
            })
            .collect();
        assert_eq!(told, differ);
    }

    #[test]
    fn what_the_sites_list_of_a_publication_changes_only_where_a_row_says_so() {
        let (first, later) =
            (Collection::first(), Collection::later(jiff::civil::Date::constant(2026, 11, 30)));
        let fields = |publication: &Publication| {
            [
                ("title", publication.title.clone()),
                // As WordPress lists it, at nine o'clock in Greenwich; no other site's date changes.
                ("date_as_listed", format!("{}T09:00:00Z", publication.date)),
                ("authors", publication.authors.join("; ")),
                ("kind_as_listed", publication.kind.clone()),
            ]
        };
        let mut changed = BTreeSet::new();
        for site in Site::ALL {
            let pairs = first.shelf(site).publications.iter().zip(&later.shelf(site).publications);
            for (before, after) in pairs {
                let address = format!("http://{}{}", site.host(), before.path);
                for ((field, before), (_, after)) in fields(before).into_iter().zip(fields(after)) {
                    if before != after {
                        changed.insert((address.clone(), field.to_owned(), before, after));
                    }
                }
            }
        }
        let told: BTreeSet<_> = expected_differences()
            .into_iter()
            .filter(|row| row.category == "changed-metadata")
            .map(|row| (row.address_a, row.field, row.before, row.after))
            .collect();
        assert_eq!(told, changed);
    }
}
