//! Which terms does a cell of a list name?

use bron_model::TermId;
use bron_protocol::Term;
use std::collections::{BTreeMap, BTreeSet};

/// The names of all terms of the protocol, folded: ids, labels of Table 1 and texts typed.
pub(crate) struct Names<'a> {
    by_name: BTreeMap<String, BTreeSet<&'a TermId>>,
}

/// A name that no term has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unknown<'a> {
    pub(crate) name: String,
    /// The id of the term whose name is nearest; absent where the protocol has no terms.
    pub(crate) nearest: Option<&'a TermId>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(terms: &'a [Term]) -> Self {
        let mut by_name: BTreeMap<String, BTreeSet<&TermId>> = BTreeMap::new();
        for term in terms {
            let names =
                [term.id.as_str(), &term.label].into_iter().chain(term.texts.iter().map(String::as_str));
            for name in names {
                by_name.entry(key(name)).or_default().insert(&term.id);
            }
        }
        Self { by_name }
    }

    /// The terms with this name; empty where there is none.
    pub(crate) fn terms(&self, name: &str) -> BTreeSet<&'a TermId> {
        self.by_name.get(&key(name)).cloned().unwrap_or_default()
    }

    /// The terms that a cell names: names apart by `;`, `,` or `|`, or ids apart by blanks. An empty cell names none.
    pub(crate) fn in_cell(&self, cell: &str) -> Result<BTreeSet<&'a TermId>, Unknown<'a>> {
        let whole = self.terms(cell);
        if !whole.is_empty() {
            return Ok(whole);
        }
        let mut named = BTreeSet::new();
        for piece in cell.split([';', ',', '|']).filter(|piece| !key(piece).is_empty()) {
            let terms = self.terms(piece);
            let words: Vec<_> = piece.split_whitespace().map(|word| self.terms(word)).collect();
            if !terms.is_empty() {
                named.extend(terms);
            } else if words.iter().all(|terms| !terms.is_empty()) {
                named.extend(words.into_iter().flatten());
            } else {
                return Err(self.unknown(piece));
            }
        }
        Ok(named)
    }

    fn unknown(&self, name: &str) -> Unknown<'a> {
        let folded = key(name);
        let nearest =
            self.by_name.iter().min_by_key(|(known, _)| strsim::damerau_levenshtein(&folded, known));
        Unknown {
            name: name.trim().to_owned(),
            nearest: nearest.and_then(|(_, terms)| terms.iter().next().copied()),
        }
    }
}

/// Whether a cell of a list names terms that there are (an empty one does); the error names the word and the nearest id.
pub fn check_terms_cell(terms: &[Term], cell: &str) -> Result<(), String> {
    Names::new(terms).in_cell(cell).map(|_| ()).map_err(|unknown| {
        let nearest = unknown.nearest.map(|id| format!("; the nearest id is `{id}`")).unwrap_or_default();
        format!("`{}` is the name of no term{nearest}", unknown.name)
    })
}

/// A name folded, without quotation marks and blanks around it.
fn key(name: &str) -> String {
    bron_text::fold(name).text().trim_matches(|c: char| c.is_whitespace() || c == '\'').to_owned()
}
