//! What can be wrong with a source's settings.

/// A setting by which a source cannot be searched. Each names the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A text that is no CSS selector.
    #[error("`{key}` of `{source_id}` is no selector: `{value}` ({problem})")]
    Selector {
        /// The source.
        source_id: String,
        /// The key (`html.row`).
        key: String,
        /// Its value.
        value: String,
        /// What the parser says.
        problem: String,
    },
    /// A text that is no regular expression, or one without the group that is asked for.
    #[error("`{key}` of `{source_id}` is no pattern that can be used: `{value}` ({problem})")]
    Pattern {
        /// The source.
        source_id: String,
        /// The key.
        key: String,
        /// Its value.
        value: String,
        /// What is wrong with it.
        problem: String,
    },
    /// An address with a place for the text typed that cannot be filled in.
    #[error("`{key}` of `{source_id}` is no address that can be filled in: `{value}` ({problem})")]
    Template {
        /// The source.
        source_id: String,
        /// The key.
        key: String,
        /// Its value.
        value: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A key that the platform, or another key, asks for.
    #[error("`{key}` of `{source_id}` is missing: {because}")]
    Missing {
        /// The source.
        source_id: String,
        /// The key.
        key: String,
        /// What asks for it.
        because: String,
    },
}

impl Error {
    /// Whether it concerns how a publication's page is read, not how the source is searched.
    pub fn is_about_landing(&self) -> bool {
        matches!(self, Self::Selector { key, .. } if key.starts_with("landing."))
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Selector { .. } => "write a CSS selector as in a style sheet, such as `ol.results > li`",
            Self::Pattern { .. } => {
                "write a regular expression of the Rust crate `regex`, such as `(?P<kind>[^|]+) \\| (?P<date>.+)`"
            }
            Self::Template { .. } => {
                "write the whole address with `{text}` where the text goes, such as `https://site.nl/zoeken?q={text}`"
            }
            Self::Missing { .. } => return None,
        };
        Some(text.to_owned())
    }
}
