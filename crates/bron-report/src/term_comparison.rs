//! The term comparison sheet as data: what the earlier review made of each term, and what people make of it now.

use bron_model::{Language, TermId};
use bron_protocol::{Compared, Protocol};
use serde::Serialize;

/// One aspect of one term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermAspect {
    /// The term.
    pub term: TermId,
    /// Its label, as printed in Table 1.
    pub label: String,
    /// The aspect in words: origin, kind, goal, actors, level.
    pub aspect: String,
    /// What the earlier review has; empty where it says nothing.
    pub earlier: String,
    /// What people make of it now; empty until they have.
    pub now: String,
    /// Who filled that in; empty until somebody has.
    pub filled_by: String,
}

/// The sheet that the pipeline's key `comparison` names, in the file's order; empty where it names none.
pub fn term_comparison(protocol: &Protocol, language: Language) -> Vec<TermAspect> {
    let row = |cell: &Compared| TermAspect {
        term: cell.term.clone(),
        label: protocol.term(&cell.term).map_or_else(|| cell.term.to_string(), |term| term.label.clone()),
        aspect: cell.aspect.label(language).to_owned(),
        earlier: cell.earlier.clone(),
        now: cell.now.clone(),
        filled_by: cell.filled_by.clone(),
    };
    protocol.comparison.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_protocol::Files;

    #[test]
    fn the_shipped_sheet_has_2024_beside_an_empty_column_for_every_term() {
        let protocol = Protocol::load(&Files::Embedded, "ouderen-vervolg").unwrap();
        let rows = term_comparison(&protocol, Language::Nl);
        assert_eq!(rows.len(), 10 * 5);
        assert!(rows.iter().all(|row| row.now.is_empty() && row.filled_by.is_empty()));
        let of = |term: &str, aspect: &str| {
            rows.iter().find(|row| row.term.as_str() == term && row.aspect == aspect).unwrap().earlier.clone()
        };
        assert_eq!(of("zorgzame-buurten", "herkomst"), "zorg");
        assert_eq!(of("vitale-buurten", "doel"), "gemeenschap bepaalt");
        assert_eq!(of("samenzorg", "niveau"), "", "2024 says nothing of it");
    }
}
