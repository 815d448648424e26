//! Ids that follow from what they name.

use uuid::Uuid;

/// The id of a thing of a kind: the same for the same names, in every run.
pub(super) fn guid(kind: &str, name: &str) -> String {
    let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:bron:refi-qda:1");
    Uuid::new_v5(&space, format!("{kind}/{name}").as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_always_the_same_and_differs_by_kind() {
        // Once handed over, an id must stay what it is: another here would make every project a new one.
        assert_eq!(guid("code", "term/samenzorg"), guid("code", "term/samenzorg"));
        assert_ne!(guid("code", "a"), guid("source", "a"));
        assert_eq!(guid("code", "a").len(), 36);
    }
}
