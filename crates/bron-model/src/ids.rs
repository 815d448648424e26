//! Ids that cannot be swapped, each readable by a person.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// A text that is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: {rule}", rule = rule_broken(.0))]
pub struct IdError(pub String);

fn rule_broken(text: &str) -> &'static str {
    if has_the_letters(text) {
        "Windows keeps this name for itself, and ids name files"
    } else {
        "use small letters, digits and single hyphens"
    }
}

fn is_slug(text: &str) -> bool {
    has_the_letters(text) && crate::file_name_problem(text).is_none()
}

fn has_the_letters(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schemars(extend("pattern" = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"))]
        pub struct $name(String);

        impl $name {
            /// Takes a text of small letters, digits and hyphens; anything else is an [`IdError`].
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                if is_slug(&text) { Ok(Self(text)) } else { Err(IdError(text)) }
            }
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(text)
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }
    };
}

slug_id!(
    /// A knowledge base, such as `movisie`.
    SourceId
);
slug_id!(
    /// One of the terms, such as `zorgzame-buurten`.
    TermId
);
slug_id!(
    /// A publication, such as `movisie-wat-werkt-bij-samenlevingsopbouw-k3v9qa`.
    PublicationId
);

impl PublicationId {
    /// Makes the id from the source and the canonical address of the first hit, and from nothing else: a later
    /// title, rank or harvest gives the same id. `<source>-<last part of the address, at most 40 letters>-<6
    /// letters base32 of sha256(address)>`.
    pub fn from_address(source: &SourceId, canonical_address: &str) -> Self {
        let digest = Sha256::digest(canonical_address.as_bytes());
        let code = data_encoding::BASE32_NOPAD.encode(&digest)[..6].to_ascii_lowercase();
        let slug = readable_slug(&crate::last_segment(canonical_address), 40);
        let text =
            if slug.is_empty() { format!("{source}-{code}") } else { format!("{source}-{slug}-{code}") };
        Self(text)
    }
}

fn readable_slug(text: &str, most: usize) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if slug.len() >= most {
            break;
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

/// A document of a publication: `<publication>.<n>`, n from 1 in the order landing, main, annex; address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("pattern" = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?[.][0-9]{2,}$"))]
pub struct DocumentId(String);

impl DocumentId {
    /// The `number`th document (from 1) of `publication`; numbers are padded to two digits so that they sort.
    pub fn new(publication: &PublicationId, number: usize) -> Self {
        Self(format!("{publication}.{number:02}"))
    }
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publication_id_is_made_from_its_address_alone_and_can_be_read() {
        let source = SourceId::new("movisie").unwrap();
        let id = PublicationId::from_address(
            &source,
            "https://movisie.nl/publicatie/wat-werkt-bij-samenlevingsopbouw",
        );
        assert!(id.as_str().starts_with("movisie-wat-werkt-bij-samenlevingsopbouw-"), "{id}");
        let other = PublicationId::from_address(
            &source,
            "https://movisie.nl/artikel/wat-werkt-bij-samenlevingsopbouw",
        );
        assert_ne!(id, other);
        assert!(PublicationId::new(id.as_str()).is_ok());
    }

    #[test]
    fn capitals_spaces_edge_hyphens_and_names_of_devices_are_no_id() {
        for text in ["", "Movisie", "a b", "-a", "a-", "con"] {
            assert_eq!(TermId::new(text), Err(IdError(text.to_owned())));
        }
    }
}
