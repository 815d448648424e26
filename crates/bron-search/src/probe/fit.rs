//! What a configured key finds on the canary's result pages.

/// In how many rows (or on how many pages) a key finds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldFit {
    /// The key.
    pub(crate) key: &'static str,
    /// Without it there are no hits.
    pub(crate) is_required: bool,
    pub(crate) found: u64,
    pub(crate) of: u64,
}

impl FieldFit {
    /// Of a key without which there are no hits.
    pub(crate) fn required(key: &'static str, found: u64, of: u64) -> Self {
        Self { key, is_required: true, found, of }
    }
    /// Of a key without which something is lost, but no hit.
    pub(crate) fn optional(key: &'static str, found: u64, of: u64) -> Self {
        Self { key, is_required: false, found, of }
    }
}

/// Adds what another page showed; keys keep the order of the first.
pub(super) fn add(all: &mut Vec<FieldFit>, more: Vec<FieldFit>) {
    for fit in more {
        match all.iter_mut().find(|known| known.key == fit.key) {
            Some(known) => {
                known.found += fit.found;
                known.of += fit.of;
            }
            None => all.push(fit),
        }
    }
}
