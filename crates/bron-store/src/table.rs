//! Tables for people and programs: CSV, UTF-8 without a mark, comma, LF, and always a header.

use crate::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// Writes a whole table. With no rows it holds the header alone. Gives the number of rows.
pub fn write_csv<R: Serialize + DeserializeOwned>(path: &Path, rows: &[R]) -> Result<u64, Error> {
    let mut writer = CsvWriter::create(path)?;
    rows.iter().try_for_each(|row| writer.write(row))?;
    writer.finish()
}

/// The bytes of a whole table; `path` is what an error names.
pub(crate) fn csv_text<R: Serialize + DeserializeOwned>(path: &Path, rows: &[R]) -> Result<Vec<u8>, Error> {
    let mut out = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    out.write_record(column_names::<R>()).map_err(|error| written(path, error))?;
    rows.iter().try_for_each(|row| out.serialize(row)).map_err(|error| written(path, error))?;
    out.into_inner().map_err(|error| {
        let source = std::io::Error::new(error.error().kind(), error.error().to_string());
        Error::io("write", path)(source)
    })
}

/// Writes a table whose columns are known only when it is made. A row must have as many cells as the header: another
/// number is an error that names the file. Gives the number of rows.
pub fn write_records(path: &Path, header: &[String], rows: &[Vec<String>]) -> Result<u64, Error> {
    let file = File::create(path).map_err(Error::io("create", path))?;
    let mut out = csv::Writer::from_writer(BufWriter::new(file));
    for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
        out.write_record(row).map_err(|error| written(path, error))?;
    }
    out.flush().map_err(Error::io("write", path))?;
    Ok(rows.len() as u64)
}

/// Reads a table with whatever columns it has: header and rows. A row with another number of cells is an error that names
/// file and line.
pub fn read_records(path: &Path) -> Result<(Vec<String>, Vec<Vec<String>>), Error> {
    let file = File::open(path).map_err(Error::io("open", path))?;
    let mut reader = csv::Reader::from_reader(file);
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = cells(reader.headers().map_err(|error| unread(path, 1, &error))?);
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(cells(&record.map_err(|error| unread(path, 1, &error))?));
    }
    Ok((header, rows))
}

/// Writes a table row by row, in constant memory.
pub struct CsvWriter<R> {
    path: PathBuf,
    out: csv::Writer<BufWriter<File>>,
    rows: u64,
    row: PhantomData<fn(R)>,
}

impl<R: Serialize + DeserializeOwned> CsvWriter<R> {
    /// Begins the table with its header, replacing a file of that name.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let file = File::create(path).map_err(Error::io("create", path))?;
        let mut out = csv::WriterBuilder::new().has_headers(false).from_writer(BufWriter::new(file));
        let header = column_names::<R>();
        out.write_record(header).map_err(|error| written(path, error))?;
        Ok(Self { path: path.to_owned(), out, rows: 0, row: PhantomData })
    }
    /// Adds a row.
    pub fn write(&mut self, row: &R) -> Result<(), Error> {
        self.rows += 1;
        self.out.serialize(row).map_err(|error| written(&self.path, error))
    }
    /// Ends the table and gives the number of rows. Without this call the last rows may be missing.
    pub fn finish(self) -> Result<u64, Error> {
        let mut out = self.out.into_inner().map_err(|error| {
            let source = std::io::Error::new(error.error().kind(), error.error().to_string());
            Error::io("write", &self.path)(source)
        })?;
        out.flush().map_err(Error::io("write", &self.path))?;
        Ok(self.rows)
    }
}

/// Reads a whole table. A missing or unknown column, a missing cell or a value that its column does not know is an
/// error that names file and line. Columns may stand in any order.
pub fn read_csv<R: DeserializeOwned>(path: &Path) -> Result<Vec<R>, Error> {
    CsvReader::open(path)?.collect()
}

/// Reads a table row by row, in constant memory; what [`read_csv`] refuses is refused here, and ends the rows.
pub struct CsvReader<R> {
    path: PathBuf,
    rows: csv::Reader<File>,
    header: csv::StringRecord,
    record: csv::StringRecord,
    line: u64,
    failed: bool,
    row: PhantomData<fn() -> R>,
}

impl<R: DeserializeOwned> CsvReader<R> {
    /// Opens the table and looks at its header.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(Error::io("open", path))?;
        let mut rows = csv::ReaderBuilder::new().from_reader(file);
        let header = rows.headers().map_err(|error| unread(path, 1, &error))?.clone();
        if let Some(what) = wrong_columns(&header, column_names::<R>()) {
            return Err(Error::Table { file: path.to_owned(), line: 1, what });
        }
        let record = csv::StringRecord::new();
        Ok(Self { path: path.to_owned(), rows, header, record, line: 1, failed: false, row: PhantomData })
    }
    /// The line on which the row that was given last begins.
    pub fn line(&self) -> u64 {
        self.line
    }
    /// The table.
    pub fn path(&self) -> &Path {
        &self.path
    }
    fn read(&mut self) -> Result<Option<R>, Error> {
        self.line = self.rows.position().line();
        match self.rows.read_record(&mut self.record) {
            Ok(false) => Ok(None),
            Ok(true) => {
                self.line = self.record.position().map_or(self.line, csv::Position::line);
                let row = self.record.deserialize(Some(&self.header));
                row.map(Some).map_err(|error| unread(&self.path, self.line, &error))
            }
            Err(error) => Err(unread(&self.path, self.line, &error)),
        }
    }
}

impl<R: DeserializeOwned> Iterator for CsvReader<R> {
    type Item = Result<R, Error>;
    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = self.read();
        self.failed = next.is_err();
        next.transpose()
    }
}

/// What is wrong with a header. An optional column that is absent would otherwise be read as empty cells.
fn wrong_columns(header: &csv::StringRecord, expected: &[&str]) -> Option<String> {
    let missing = expected.iter().find(|column| !header.iter().any(|found| found == **column));
    let unknown = header.iter().find(|found| !expected.contains(found));
    match (missing, unknown) {
        (Some(missing), _) => Some(format!("there is no column `{missing}`")),
        (None, Some(unknown)) => Some(format!("there is no such column as `{unknown}`")),
        (None, None) => None,
    }
}

fn written(path: &Path, error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => Error::io("write", path)(source),
        other => Error::Table { file: path.to_owned(), line: 0, what: format!("{other:?}") },
    }
}

fn unread(path: &Path, line: u64, error: &csv::Error) -> Error {
    if let csv::ErrorKind::Io(source) = error.kind() {
        return Error::io("read", path)(std::io::Error::new(source.kind(), source.to_string()));
    }
    let line = error.position().map_or(line, csv::Position::line);
    let what = match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => match err.field() {
            Some(field) => format!("column {}: {}", field + 1, err.kind()),
            None => err.kind().to_string(),
        },
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} cells where the header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "not UTF-8".to_owned(),
        other => format!("{other:?}"),
    };
    Error::Table { file: path.to_owned(), line, what }
}

/// The names of a row's columns, in their order; empty for a type that is no struct.
pub fn column_names<R: DeserializeOwned>() -> &'static [&'static str] {
    let mut fields: &'static [&'static str] = &[];
    // The deserializer stops as soon as it has seen the names, so an error is what is expected here.
    let stopped = R::deserialize(FieldNames(&mut fields));
    debug_assert!(stopped.is_err());
    fields
}

/// Asks a type for its fields and gives it no values.
struct FieldNames<'a>(&'a mut &'static [&'static str]);

impl<'de> serde::Deserializer<'de> for FieldNames<'_> {
    type Error = serde::de::value::Error;
    fn deserialize_any<V: serde::de::Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(serde::de::Error::custom("only the names were wanted"))
    }
    fn deserialize_struct<V: serde::de::Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        Err(serde::de::Error::custom("only the names were wanted"))
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
