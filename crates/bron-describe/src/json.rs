//! JSON whose keys stand in the order in which they were put in, whatever a build makes of maps.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A value of JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    Text(String),
    Number(u64),
    Bool(bool),
    List(Vec<Self>),
    Object(Vec<(&'static str, Self)>),
}

impl Json {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// A pointer to another thing in RO-Crate.
    pub(crate) fn id(id: impl Into<String>) -> Self {
        Self::Object(vec![("@id", Self::text(id))])
    }

    /// As the text of a file.
    pub(crate) fn to_file(&self) -> String {
        serde_json::to_string_pretty(self).expect("texts and numbers always fit in JSON") + "\n"
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u64(*number),
            Self::Bool(is) => serializer.serialize_bool(*is),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
