//! Tables that are sorted by publication, read a publication at a time.

use crate::{CsvReader, Error};
use bron_model::PublicationId;
use serde::de::DeserializeOwned;
use std::path::Path;

/// The rows of a table in the order of publications, in the memory of one publication.
///
/// Several tables are read beside each other by asking each for the same publication, in the order of the ids. A row
/// that comes before the one above it is an error that names file and line, and so is one of a publication that nobody
/// asked for: nothing is passed over, and no publication gets another's rows.
pub struct Groups<R> {
    rows: CsvReader<R>,
    of: fn(&R) -> &PublicationId,
    next: Option<R>,
    last: Option<PublicationId>,
}

impl<R: DeserializeOwned> Groups<R> {
    /// Opens the table; `of` tells whose a row is.
    pub fn open(path: &Path, of: fn(&R) -> &PublicationId) -> Result<Self, Error> {
        let mut groups = Self { rows: CsvReader::open(path)?, of, next: None, last: None };
        groups.advance()?;
        Ok(groups)
    }
    /// The publication whose rows come next; `None` at the end.
    pub fn publication(&self) -> Option<&PublicationId> {
        self.next.as_ref().map(self.of)
    }
    /// All rows of a publication, in their order; none where it has none. Publications are asked for in the order of
    /// their ids.
    pub fn take(&mut self, publication: &PublicationId) -> Result<Vec<R>, Error> {
        let mut rows = Vec::new();
        loop {
            match self.publication() {
                Some(of) if of < publication => return Err(self.stray()),
                Some(of) if of == publication => {}
                _ => return Ok(rows),
            }
            rows.extend(self.next.take());
            self.advance()?;
        }
    }
    /// The row of a publication in a table that has one for each; a second one is an error.
    pub fn take_one(&mut self, publication: &PublicationId) -> Result<Option<R>, Error> {
        let mut rows = self.take(publication)?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            more => Err(self.wrong(format!("`{publication}` has {more} rows above this line"))),
        }
    }
    /// Refuses rows that are left when all publications were asked for.
    pub fn finish(&self) -> Result<(), Error> {
        if self.next.is_some() { Err(self.stray()) } else { Ok(()) }
    }
    fn stray(&self) -> Error {
        let of = self.publication().map(ToString::to_string).unwrap_or_default();
        self.wrong(format!("`{of}` is no publication of this run"))
    }
    fn wrong(&self, what: String) -> Error {
        Error::Table { file: self.rows.path().to_owned(), line: self.rows.line(), what }
    }
    /// Reads the next row, which may not be of an earlier publication than the one before it.
    fn advance(&mut self) -> Result<(), Error> {
        self.next = self.rows.next().transpose()?;
        let Some(of) = self.publication() else { return Ok(()) };
        match &self.last {
            Some(last) if of < last => {
                let what = format!("`{of}` comes after `{last}`: the table must be sorted by publication");
                return Err(self.wrong(what));
            }
            Some(last) if of == last => {}
            _ => self.last = Some(of.clone()),
        }
        Ok(())
    }
}
