//! What can be wrong with a configuration, said with the thing, the place and the next step.

use std::fmt;
use std::path::PathBuf;

/// A place in a configuration file, printed as `config/terms.toml:14:1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, from the study's folder.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Where a rule is written down, printed as `config/criteria.toml:14`. For people; never compared between runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The file, from the study's folder.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Why a study or a pipeline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No folder from here upwards is a study.
    #[error("no study: neither `{}` nor a folder above it holds both `config/` and `pipelines/`", from.display())]
    NoStudy {
        /// Where the search began.
        from: PathBuf,
    },
    /// A new study would be written over something.
    #[error("folder `{}` is not empty", folder.display())]
    NotEmpty {
        /// The folder.
        folder: PathBuf,
    },
    /// The system refused to read or write.
    #[error("cannot {doing} `{}`: {source}", path.display())]
    Io {
        /// `read`, `write` or `make`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is no pipeline of that name.
    #[error("no pipeline `{asked}`")]
    NoPipeline {
        /// What was asked for.
        asked: String,
        /// The names that there are, sorted.
        known: Vec<String>,
    },
    /// A key names a file that is not there.
    #[error("no file `{file}`, which `{key}` names at {place}")]
    MissingFile {
        /// The file that is not there.
        file: String,
        /// The key that names it.
        key: String,
        /// Where it is named.
        place: Place,
        /// The file that is there and is spelled most alike.
        nearest: Option<String>,
    },
    /// A file is no UTF-8 text.
    #[error("`{file}` is not UTF-8 text: byte {byte} cannot be read")]
    NotText {
        /// The file.
        file: String,
        /// The first byte that cannot be read, from 0.
        byte: usize,
    },
    /// A key that means nothing there.
    #[error("unknown key `{key}` at {place}")]
    UnknownKey {
        /// Where.
        place: Place,
        /// The key as written.
        key: String,
        /// The valid key that is spelled most alike, when one is near.
        nearest: Option<String>,
        /// The keys that are valid there.
        valid: Vec<String>,
    },
    /// A value that is none of those that may stand there.
    #[error("unknown value `{value}` at {place}")]
    UnknownValue {
        /// Where.
        place: Place,
        /// The value as written.
        value: String,
        /// The valid value that is spelled most alike, when one is near.
        nearest: Option<String>,
        /// The values that are valid there.
        valid: Vec<String>,
    },
    /// A file is no TOML, a key is missing, or a value has another type.
    #[error("{reason} at {place}")]
    Unreadable {
        /// Where.
        place: Place,
        /// What is wrong.
        reason: String,
    },
    /// A file reads well but does not make sense.
    #[error("{problem} at {place}")]
    Refused {
        /// Where.
        place: Place,
        /// What is wrong.
        problem: String,
        /// What to do.
        hint: String,
    },
}

impl Error {
    /// The next step, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoStudy { .. } => {
                Some("`bron new STUDY` makes a study; then work inside that folder".to_owned())
            }
            Self::NotEmpty { .. } => Some("name a folder that does not exist yet".to_owned()),
            Self::NoPipeline { asked, known } if known.is_empty() => {
                Some(format!("there is none yet: write `pipelines/{asked}.toml`"))
            }
            Self::NoPipeline { asked, known } => {
                let near = did_you_mean(nearest(asked, known));
                Some(format!("{near}there are: {}", list(known)))
            }
            Self::MissingFile { nearest: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            Self::MissingFile { .. } => {
                Some("paths are from the study's folder, such as `config/terms.toml`".to_owned())
            }
            Self::NotText { .. } => Some("save the file as UTF-8".to_owned()),
            Self::UnknownKey { nearest, valid, .. } if valid.is_empty() => {
                Some(format!("{}no key is valid here", did_you_mean(nearest.clone())))
            }
            Self::UnknownKey { nearest, valid, .. } | Self::UnknownValue { nearest, valid, .. } => {
                Some(format!("{}valid here: {}", did_you_mean(nearest.clone()), list(valid)))
            }
            Self::Unreadable { reason, .. } if reason.starts_with("missing field") => {
                Some("every key that has no default must be given".to_owned())
            }
            Self::Unreadable { .. } => {
                Some("compare the line with the file that `bron new` writes into a fresh study".to_owned())
            }
            Self::Io { .. } => None,
            Self::Refused { hint, .. } => Some(hint.clone()),
        }
    }
}

/// The candidate spelled most alike, or `None` where none is near (a third of the letters, at least two).
pub(crate) fn nearest<S: AsRef<str>>(word: &str, candidates: &[S]) -> Option<String> {
    candidates
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate.as_ref()), candidate.as_ref()))
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(2))
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

/// `did you mean `x`? ` or nothing.
pub(crate) fn did_you_mean(nearest: Option<String>) -> String {
    nearest.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default()
}

/// "`a`, `b`".
pub(crate) fn list<S: fmt::Display>(items: &[S]) -> String {
    items.iter().map(|item| format!("`{item}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_word_is_near_or_it_is_none() {
        for (word, expected) in
            [("titel", Some("title")), ("tilte", Some("title")), ("zzz", None), ("", None)]
        {
            assert_eq!(nearest(word, &["title", "contact", "sources"]).as_deref(), expected, "{word}");
        }
    }
}
