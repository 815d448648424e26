//! Checks the criteria: the seven of the method, in its order, with its scopes; and the reasons that reviewers choose from.

use crate::config_file::{ConfigFile, way};
use crate::error::{Error, list};
use crate::{Criteria, CriterionText, Reason, SettledBy};
use bron_model::Criterion;
use std::collections::BTreeMap;

/// Refuses anything but I1, I2, W, E1a, E1b, E2, E3 as the method has them, each with its two wordings.
pub(crate) fn criteria(file: &ConfigFile, criteria: &Criteria) -> Result<(), Error> {
    file.refuse_blank(way!["version"], &criteria.version, "the version")?;
    for (item, text) in criteria.criterion.iter().enumerate() {
        in_order(file, item, text.id)?;
        as_the_method_says(file, item, text)?;
    }
    match Criterion::ALL.get(criteria.criterion.len()) {
        None => reasons(file, &criteria.reason),
        Some(missing) => {
            let last = criteria.criterion.len().saturating_sub(1);
            Err(file.refuse(
                way!["criterion", last],
                format!("criterion `{missing}` is missing after the last one"),
                order_hint(),
            ))
        }
    }
}

fn in_order(file: &ConfigFile, item: usize, id: Criterion) -> Result<(), Error> {
    let problem = match Criterion::ALL.get(item) {
        Some(expected) if *expected == id => return Ok(()),
        Some(expected) => format!("criterion `{id}` stands where `{expected}` belongs"),
        None => format!("criterion `{id}` is one too many"),
    };
    Err(file.refuse(way!["criterion", item, "id"], problem, order_hint()))
}

fn order_hint() -> String {
    format!(
        "the criteria are {}, each once, in this order: the first that takes a pair out gives the reason",
        list(Criterion::ALL)
    )
}

fn as_the_method_says(file: &ConfigFile, item: usize, text: &CriterionText) -> Result<(), Error> {
    let id = text.id;
    if text.scope != id.scope() {
        return Err(file.refuse(
            way!["criterion", item, "scope"],
            format!("criterion `{id}` has scope `{}`", text.scope),
            format!("it is decided per {}: write `scope = \"{}\"`", id.scope(), id.scope()),
        ));
    }
    let (settled_by, word) = match id {
        Criterion::I1 | Criterion::I2 | Criterion::W | Criterion::E1a => (SettledBy::Rule, "rule"),
        Criterion::E1b | Criterion::E2 | Criterion::E3 => (SettledBy::Reviewer, "reviewer"),
    };
    if text.settled_by != settled_by {
        return Err(file.refuse(
            way!["criterion", item, "settled_by"],
            format!("criterion `{id}` is settled by another than the method says"),
            format!("write `settled_by = \"{word}\"`; who settles what is built in and cannot be configured"),
        ));
    }
    match text.doubt {
        Some(_) if id != Criterion::E1b => {
            return Err(file.refuse(
                way!["criterion", item, "doubt"],
                format!("criterion `{id}` has a doubt"),
                "only `E1b` weighs signs: leave `doubt` out here",
            ));
        }
        Some(doubt) if !(1..=100).contains(&doubt) => {
            return Err(file.refuse(
                way!["criterion", item, "doubt"],
                format!("a doubt of {doubt} is no chance in percent"),
                format!("write 1 (any sign is a doubt) to 100 (none is); bron's own is {}", Criteria::DOUBT),
            ));
        }
        _ => (),
    }
    file.refuse_blank(way!["criterion", item, "nl"], &text.nl, "the Dutch wording")?;
    file.refuse_blank(way!["criterion", item, "en"], &text.en, "the English wording")
}

fn reasons(file: &ConfigFile, reasons: &[Reason]) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    for (item, reason) in reasons.iter().enumerate() {
        let code = reason.code.as_str();
        let is_code = !code.is_empty()
            && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !is_code {
            return Err(file.refuse(
                way!["reason", item, "code"],
                format!("`{code}` is no code of a reason"),
                "a code has small letters, digits and hyphens; other programs cut reasons at commas and blanks",
            ));
        }
        if let Some(first) = seen.insert(code, item) {
            return Err(file.refuse(
                way!["reason", item, "code"],
                format!("`{code}` stands at {} and again", file.origin(way!["reason", first, "code"])),
                "give each reason a code of its own; one reason can name several criteria",
            ));
        }
        if reason.criteria.is_empty() {
            return Err(file.refuse(
                way!["reason", item, "criteria"],
                format!("reason `{code}` can be given on no criterion"),
                format!("name one or more of {}", list(Criterion::ALL)),
            ));
        }
        file.refuse_blank(way!["reason", item, "nl"], &reason.nl, "the Dutch wording")?;
        file.refuse_blank(way!["reason", item, "en"], &reason.en, "the English wording")?;
    }
    Ok(())
}
