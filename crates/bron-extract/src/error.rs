//! What can be wrong with the patterns.

/// A pattern that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A regular expression of a pattern does not compile.
    #[error("pattern `{id}`: `{key}` is no regular expression: {message}")]
    Expression {
        /// The id of the pattern.
        id: String,
        /// `matches` or `unless`.
        key: &'static str,
        /// What the compiler says.
        message: String,
    },
    /// A pattern that looks at a sentence with the term does not say where the term stands.
    #[error("pattern `{id}`: `matches` does not contain `{{term}}`")]
    NoTerm {
        /// The id of the pattern.
        id: String,
    },
    /// A score that is not 1 to 100.
    #[error("pattern `{id}`: score {score} is not 1 to 100")]
    Score {
        /// The id of the pattern.
        id: String,
        /// The score.
        score: u8,
    },
    /// Two patterns with the same id.
    #[error("pattern `{id}` stands twice")]
    Twice {
        /// The id of the patterns.
        id: String,
    },
}

impl Error {
    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Expression { .. } => {
                "the expressions are those of the Rust crate `regex`; `{term}` stands for the term, other braces count repetitions".to_owned()
            }
            Self::NoTerm { .. } => "write `{term}` where the term stands, or choose the scope `next`".to_owned(),
            Self::Score { .. } => "give a score from 1 (weak) to 100 (certain)".to_owned(),
            Self::Twice { .. } => "give one of the two another id".to_owned(),
        })
    }
}
