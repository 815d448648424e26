//! One configuration file: its text, read into a type, with the place of everything in it.

use crate::error::{Error, Origin, Place, nearest};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file of the configuration, as text.
pub(crate) struct ConfigFile {
    /// The path from the study's folder.
    pub path: String,
    /// sha256 of the bytes, in hexadecimal.
    pub sha256: String,
    text: String,
}

/// A step into a file: a key of a table or a position in a list.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'a> {
    /// A key.
    Key(&'a str),
    /// A position, from 0.
    Item(usize),
}

impl<'a> From<&'a str> for Step<'a> {
    fn from(key: &'a str) -> Self {
        Self::Key(key)
    }
}

impl<'a> From<&'a String> for Step<'a> {
    fn from(key: &'a String) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Step<'_> {
    fn from(item: usize) -> Self {
        Self::Item(item)
    }
}

/// The way to something in a file: `way!["term", 3, "texts", 0]`.
macro_rules! way {
    ($($step:expr),* $(,)?) => { &[$($crate::config_file::Step::from($step)),*][..] };
}
pub(crate) use way;

impl ConfigFile {
    /// Takes the bytes of a file; anything but UTF-8 is refused. A byte-order mark is passed over.
    pub fn new(path: &str, bytes: &[u8]) -> Result<Self, Error> {
        let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
        let text = std::str::from_utf8(bytes)
            .map_err(|error| Error::NotText { file: path.to_owned(), byte: error.valid_up_to() })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        Ok(Self { path: path.to_owned(), sha256, text })
    }

    /// The text, without a byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A refusal of what stands at a line and column, of a file that is no TOML.
    pub fn refuse_at(
        &self,
        line: u64,
        column: u32,
        problem: impl Into<String>,
        hint: impl Into<String>,
    ) -> Error {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let place = Place { file: self.path.clone(), line, column };
        Error::Refused { place, problem: problem.into(), hint: hint.into() }
    }

    /// Reads the text into a type that refuses unknown keys.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        toml::from_str(&self.text).map_err(|error| self.explain(error))
    }

    /// Where that is: the key, or the item of a list; the deepest part that is there where it is absent.
    pub fn place(&self, way: &[Step<'_>]) -> Place {
        let span = DeTable::parse(&self.text).map_or(0..0, |table| span_of(&table, way));
        self.place_at(span.start)
    }

    /// Where that is, without the column.
    pub fn origin(&self, way: &[Step<'_>]) -> Origin {
        let Place { file, line, .. } = self.place(way);
        Origin { file, line }
    }

    /// The lines at which the items of a list of tables have that key, in order.
    pub fn origins(&self, list: &str, key: &str) -> Vec<Origin> {
        let Ok(table) = DeTable::parse(&self.text) else { return Vec::new() };
        let Some(DeValue::Array(items)) = table.get_ref().get(list).map(Spanned::get_ref) else {
            return Vec::new();
        };
        (0..items.len())
            .map(|item| {
                let span = span_of(&table, way![list, item, key]);
                Origin { file: self.path.clone(), line: self.place_at(span.start).line }
            })
            .collect()
    }

    /// A refusal of what stands there.
    pub fn refuse(&self, way: &[Step<'_>], problem: impl Into<String>, hint: impl Into<String>) -> Error {
        Error::Refused { place: self.place(way), problem: problem.into(), hint: hint.into() }
    }

    /// Refuses a text of blanks only.
    pub fn refuse_blank(&self, way: &[Step<'_>], text: &str, what: &str) -> Result<(), Error> {
        if text.trim().is_empty() {
            return Err(self.refuse(
                way,
                format!("{what} is empty"),
                "write it, or take the whole entry away",
            ));
        }
        Ok(())
    }

    /// Refuses a word that is empty, has capitals, or begins or ends with a blank.
    pub fn refuse_unless_small(&self, way: &[Step<'_>], word: &str) -> Result<(), Error> {
        self.refuse_blank(way, word, "a word")?;
        if word != word.trim() || word != word.to_lowercase() {
            let hint = format!("write `{}`: words are met in any case", word.trim().to_lowercase());
            return Err(self.refuse(
                way,
                format!("`{word}` is not in small letters without blanks around it"),
                hint,
            ));
        }
        Ok(())
    }

    fn place_at(&self, offset: usize) -> Place {
        let end = self.text.floor_char_boundary(offset);
        let before = &self.text[..end];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        Place {
            file: self.path.clone(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    /// Whether TOML's own kind of date stands there, which our types do not take.
    fn is_bare_date(&self, span: Option<Range<usize>>) -> bool {
        let text = span.and_then(|span| self.text.get(span)).unwrap_or_default();
        text.parse::<toml::value::Datetime>().is_ok()
    }

    /// Turns toml's message into one of ours: with the place, and with the key or value that was probably meant.
    fn explain(&self, mut error: toml::de::Error) -> Error {
        let place = self.place_at(error.span().map_or(0, |span| span.start));
        let message = error.message().to_owned();
        if let Some((key, valid)) = offered(&message, "unknown field ") {
            return Error::UnknownKey { place, nearest: nearest(&key, &valid), key, valid };
        }
        if let Some((value, valid)) = offered(&message, "unknown variant ") {
            return Error::UnknownValue { place, nearest: nearest(&value, &valid), value, valid };
        }
        if message.starts_with("invalid type: map") && self.is_bare_date(error.span()) {
            return Error::Refused {
                place,
                problem: "a date without quotation marks".to_owned(),
                hint: "put it in quotation marks: `\"2024-06-30\"`".to_owned(),
            };
        }
        error.set_input(None);
        let reason = error.to_string().trim().replace('\n', " ");
        Error::Unreadable { place, reason }
    }
}

/// The word refused and the words offered, of a message like "unknown field `a`, expected one of `b`, `c`".
fn offered(message: &str, beginning: &str) -> Option<(String, Vec<String>)> {
    let rest = message.strip_prefix(beginning)?.strip_prefix('`')?;
    let (word, rest) = rest.split_once('`')?;
    let valid = rest.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    Some((word.to_owned(), valid))
}

/// Where the way leads: of a key the key itself, of an item the item; of what is absent the last part that is there.
fn span_of(table: &Spanned<DeTable<'_>>, way: &[Step<'_>]) -> Range<usize> {
    let mut span = 0..0;
    let Some((Step::Key(first), rest)) = way.split_first() else { return span };
    let Some((key, mut value)) = table.get_ref().get_key_value(*first) else { return span };
    span = key.span();
    for step in rest {
        match (step, value.get_ref()) {
            (Step::Key(key), DeValue::Table(inner)) => {
                let Some((found, next)) = inner.get_key_value(*key) else { break };
                span = found.span();
                value = next;
            }
            (Step::Item(item), DeValue::Array(items)) => {
                let Some(next) = items.get(*item) else { break };
                span = next.span();
                value = next;
            }
            _ => break,
        }
    }
    span
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a = 1\n\n[[term]]\nid = \"één\"\n  texts = [\"x\",\n   \"y\"]\n[[term]]\nid = \"b\"\n[stop.movisie]\nhits = 3\n";

    fn check(way: &[Step<'_>], line: u32, column: u32) {
        let file = ConfigFile::new("config/t.toml", TEXT.as_bytes()).unwrap();
        assert_eq!(file.place(way), Place { file: "config/t.toml".to_owned(), line, column }, "{way:?}");
    }

    #[test]
    fn everything_in_a_file_has_a_place() {
        check(way!["a"], 1, 1);
        check(way!["term", 0, "id"], 4, 1);
        check(way!["term", 0, "texts"], 5, 3);
        check(way!["term", 0, "texts", 1], 6, 4);
        check(way!["term", 1], 7, 1);
        check(way!["term", 1, "absent"], 7, 1);
        check(way!["stop", "movisie"], 9, 7);
        check(way!["nothing"], 1, 1);
    }

    #[test]
    fn a_byte_order_mark_is_passed_over_and_other_encodings_are_refused() {
        #[derive(serde::Deserialize)]
        struct A {
            a: u8,
        }
        let file = ConfigFile::new("x.toml", "\u{feff}a = 1\r\n".as_bytes()).unwrap();
        assert_eq!(file.read::<A>().unwrap().a, 1);
        let error = ConfigFile::new("x.toml", b"a = \"\xe9\"").err().unwrap();
        assert_eq!(error.to_string(), "`x.toml` is not UTF-8 text: byte 5 cannot be read");
    }
}
