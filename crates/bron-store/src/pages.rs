//! The texts of all pages: `pages.parquet`, written and read as a stream in the order publication, document, page.

use crate::Error;
use arrow_array::{Array, RecordBatch, StringArray, UInt32Array};
use arrow_schema::{DataType, Field, Schema};
use bron_model::{DocumentId, PageRow, PublicationId};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::statistics::Statistics;
use parquet::schema::types::ColumnPath;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Text in one row group: what a writer must hold in memory.
const ROW_GROUP_TEXT: usize = 16 << 20;

/// What a page costs beside its text, counted as text: ids, label, the row itself. Pages without text fill memory too.
const ROW: usize = 256;

fn schema() -> Arc<Schema> {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![
        text("publication"),
        text("document"),
        Field::new("page", DataType::UInt32, false),
        text("label"),
        text("text"),
    ]))
}

/// Writes pages in constant memory. The same pages give the same bytes.
pub struct PagesWriter {
    path: PathBuf,
    out: ArrowWriter<File>,
    waiting: Vec<PageRow>,
    text: usize,
    rows: u64,
    last: Option<(PublicationId, DocumentId, u32)>,
}

impl PagesWriter {
    /// Begins the file, replacing one of that name.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let file = File::create(path).map_err(Error::io("create", path))?;
        let level = ZstdLevel::try_new(3).map_err(|error| pages_error(path, &error))?;
        let text = || ColumnPath::from("text");
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_created_by(format!("bron-store {}", env!("CARGO_PKG_VERSION")))
            .set_column_dictionary_enabled(text(), false)
            .set_column_statistics_enabled(text(), EnabledStatistics::None)
            .set_max_row_group_row_count(None)
            .build();
        let out = ArrowWriter::try_new(file, schema(), Some(properties));
        let out = out.map_err(|error| pages_error(path, &error))?;
        let path = path.to_owned();
        Ok(Self { path, out, waiting: Vec::new(), text: 0, rows: 0, last: None })
    }
    /// Adds a page. Pages come in the order publication, document, page; anything else is an error.
    pub fn append(&mut self, page: PageRow) -> Result<(), Error> {
        let place = (page.publication.clone(), page.document.clone(), page.page);
        if self.last.as_ref().is_some_and(|last| *last >= place) {
            let (file, document) = (self.path.clone(), page.document.to_string());
            return Err(Error::PageOrder { file, document, page: page.page });
        }
        self.last = Some(place);
        self.text += page.text.len() + ROW;
        self.rows += 1;
        self.waiting.push(page);
        if self.text >= ROW_GROUP_TEXT { self.end_row_group() } else { Ok(()) }
    }
    /// Ends the file and gives the number of pages. Without this call the file cannot be read.
    pub fn finish(mut self) -> Result<u64, Error> {
        self.end_row_group()?;
        self.out.close().map_err(|error| pages_error(&self.path, &error))?;
        Ok(self.rows)
    }
    fn end_row_group(&mut self) -> Result<(), Error> {
        let pages = std::mem::take(&mut self.waiting);
        self.text = 0;
        if pages.is_empty() {
            return Ok(());
        }
        let column = |of: fn(&PageRow) -> &str| StringArray::from_iter_values(pages.iter().map(of));
        let columns: Vec<Arc<dyn Array>> = vec![
            Arc::new(column(|page| page.publication.as_str())),
            Arc::new(column(|page| page.document.as_str())),
            Arc::new(UInt32Array::from_iter_values(pages.iter().map(|page| page.page))),
            Arc::new(column(|page| &page.label)),
            Arc::new(column(|page| &page.text)),
        ];
        let batch =
            RecordBatch::try_new(schema(), columns).expect("five columns of one length, as the schema says");
        let written = self.out.write(&batch).and_then(|()| self.out.flush());
        written.map_err(|error| pages_error(&self.path, &error))
    }
}

/// Reads pages, a publication at a time, holding one row group in memory.
pub struct PagesReader {
    path: PathBuf,
}

impl PagesReader {
    /// Opens the file. A missing or foreign file is an error that names it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let reader = Self { path: path.to_owned() };
        let found = reader.builder()?;
        if found.schema().fields() != schema().fields() {
            let what = "its columns are not publication, document, page, label, text".to_owned();
            return Err(Error::Pages { file: path.to_owned(), what });
        }
        Ok(reader)
    }
    /// All publications that have pages, in the order of their ids, each with all its pages.
    pub fn publications(&self) -> Result<PublicationPages, Error> {
        let batches = self.builder()?.with_batch_size(256).build();
        let batches = batches.map_err(|error| pages_error(&self.path, &error))?;
        Ok(PublicationPages::new(self.path.clone(), batches))
    }
    /// The pages of one publication; none when it has none.
    pub fn pages_of(&self, publication: &PublicationId) -> Result<Vec<PageRow>, Error> {
        let builder = self.builder()?;
        let groups = builder.metadata().row_groups();
        let may_hold = |number: &usize| group_may_hold(&groups[*number], publication);
        let wanted: Vec<usize> = (0..groups.len()).filter(may_hold).collect();
        let batches = builder.with_row_groups(wanted).with_batch_size(256).build();
        let batches = batches.map_err(|error| pages_error(&self.path, &error))?;
        for pages in PublicationPages::new(self.path.clone(), batches) {
            let pages = pages?;
            if pages.first().is_some_and(|page| page.publication == *publication) {
                return Ok(pages);
            }
        }
        Ok(Vec::new())
    }
    /// The numbers printed on the pages that have one, by document and page. No text is read.
    pub fn labels(&self) -> Result<BTreeMap<(DocumentId, u32), String>, Error> {
        self.labels_where(|_| true)
    }
    /// The numbers printed on these pages, of those that have one. No text is read.
    pub fn labels_on(
        &self,
        wanted: &BTreeSet<(DocumentId, u32)>,
    ) -> Result<BTreeMap<(DocumentId, u32), String>, Error> {
        self.labels_where(|page| wanted.contains(page))
    }
    fn labels_where(
        &self,
        is_wanted: impl Fn(&(DocumentId, u32)) -> bool,
    ) -> Result<BTreeMap<(DocumentId, u32), String>, Error> {
        let builder = self.builder()?;
        let columns = ProjectionMask::roots(builder.parquet_schema(), [1, 2, 3]);
        let batches = builder.with_projection(columns).with_batch_size(4096).build();
        let mut labels = BTreeMap::new();
        for batch in batches.map_err(|error| pages_error(&self.path, &error))? {
            let batch = batch.map_err(|error| pages_error(&self.path, &error))?;
            let (documents, printed) = (texts(&self.path, &batch, 0)?, texts(&self.path, &batch, 2)?);
            let pages = numbers(&self.path, &batch, 1)?;
            for row in (0..batch.num_rows()).filter(|row| !printed.value(*row).is_empty()) {
                let document = document_id(&self.path, documents.value(row))?;
                let page = (document, pages.value(row));
                if is_wanted(&page) {
                    labels.insert(page, printed.value(row).to_owned());
                }
            }
        }
        Ok(labels)
    }
    fn builder(&self) -> Result<ParquetRecordBatchReaderBuilder<File>, Error> {
        let file = File::open(&self.path).map_err(Error::io("open", &self.path))?;
        ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| pages_error(&self.path, &error))
    }
}

fn group_may_hold(group: &RowGroupMetaData, publication: &PublicationId) -> bool {
    let Some(Statistics::ByteArray(bounds)) = group.column(0).statistics() else { return true };
    let id = publication.as_str().as_bytes();
    bounds.min_bytes_opt().is_none_or(|least| least <= id)
        && bounds.max_bytes_opt().is_none_or(|most| id <= most)
}

/// Publications with their pages, as a stream.
pub struct PublicationPages {
    path: PathBuf,
    batches: ParquetRecordBatchReader,
    read: std::collections::VecDeque<PageRow>,
    last: Option<(PublicationId, DocumentId, u32)>,
    failed: bool,
}

impl PublicationPages {
    fn new(path: PathBuf, batches: ParquetRecordBatchReader) -> Self {
        Self { path, batches, read: std::collections::VecDeque::new(), last: None, failed: false }
    }
    /// The pages of one publication; none where it has none. Publications are asked for in the order of their ids; pages
    /// of one that nobody asked for are an error.
    pub fn pages_of(&mut self, publication: &PublicationId) -> Result<Vec<PageRow>, Error> {
        match self.publication()? {
            Some(of) if of < publication => Err(self.stray()),
            Some(of) if of == publication => Ok(self.next_publication()?.unwrap_or_default()),
            _ => Ok(Vec::new()),
        }
    }
    /// Passes over the publications before one, and gives its pages; none where it has none.
    pub fn pass_to(&mut self, publication: &PublicationId) -> Result<Vec<PageRow>, Error> {
        while self.publication()?.is_some_and(|of| of < publication) {
            self.next_publication()?;
        }
        self.pages_of(publication)
    }
    /// Refuses pages that are left when all publications were asked for.
    pub fn finish(&mut self) -> Result<(), Error> {
        if self.publication()?.is_some() { Err(self.stray()) } else { Ok(()) }
    }
    /// The publication whose pages come next; `None` at the end.
    pub fn publication(&mut self) -> Result<Option<&PublicationId>, Error> {
        Ok(self.peek()?.map(|page| &page.publication))
    }
    fn stray(&self) -> Error {
        let of = self.read.front().map(|page| page.publication.to_string()).unwrap_or_default();
        Error::Pages { file: self.path.clone(), what: format!("`{of}` is no publication of this run") }
    }
    /// The next page, which stays where it is.
    fn peek(&mut self) -> Result<Option<&PageRow>, Error> {
        while self.read.is_empty() {
            let Some(batch) = self.batches.next() else { return Ok(None) };
            let batch = batch.map_err(|error| pages_error(&self.path, &error))?;
            self.read.extend(rows_of(&self.path, &batch)?);
        }
        Ok(self.read.front())
    }
    /// Takes the next page, which may not belong before the last one.
    fn page(&mut self) -> Result<Option<PageRow>, Error> {
        let Some(page) = self.read.pop_front() else { return Ok(None) };
        let place = (page.publication.clone(), page.document.clone(), page.page);
        if self.last.as_ref().is_some_and(|last| *last >= place) {
            let (file, document) = (self.path.clone(), page.document.to_string());
            return Err(Error::PageOrder { file, document, page: page.page });
        }
        self.last = Some(place);
        Ok(Some(page))
    }
    fn next_publication(&mut self) -> Result<Option<Vec<PageRow>>, Error> {
        let Some(publication) = self.publication()?.cloned() else { return Ok(None) };
        let mut pages = Vec::new();
        while self.peek()?.is_some_and(|page| page.publication == publication) {
            pages.extend(self.page()?);
        }
        Ok(Some(pages))
    }
}

impl Iterator for PublicationPages {
    type Item = Result<Vec<PageRow>, Error>;
    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = self.next_publication();
        self.failed = next.is_err();
        next.transpose()
    }
}

fn rows_of(path: &Path, batch: &RecordBatch) -> Result<Vec<PageRow>, Error> {
    let (publications, documents) = (texts(path, batch, 0)?, texts(path, batch, 1)?);
    let (pages, labels, contents) =
        (numbers(path, batch, 2)?, texts(path, batch, 3)?, texts(path, batch, 4)?);
    let row = |row: usize| {
        let publication = PublicationId::new(publications.value(row));
        Ok(PageRow {
            publication: publication.map_err(|error| wrong(path, &error.to_string()))?,
            document: document_id(path, documents.value(row))?,
            page: pages.value(row),
            label: labels.value(row).to_owned(),
            text: contents.value(row).to_owned(),
        })
    };
    (0..batch.num_rows()).map(row).collect()
}

fn texts<'b>(path: &Path, batch: &'b RecordBatch, column: usize) -> Result<&'b StringArray, Error> {
    let found = batch.column(column).as_any().downcast_ref::<StringArray>();
    found.ok_or_else(|| wrong(path, "a column of another type"))
}

fn numbers<'b>(path: &Path, batch: &'b RecordBatch, column: usize) -> Result<&'b UInt32Array, Error> {
    let found = batch.column(column).as_any().downcast_ref::<UInt32Array>();
    found.ok_or_else(|| wrong(path, "a column of another type"))
}

fn document_id(path: &Path, text: &str) -> Result<DocumentId, Error> {
    serde_json::from_value(text.into()).map_err(|error| wrong(path, &error.to_string()))
}

fn wrong(path: &Path, what: &str) -> Error {
    Error::Pages { file: path.to_owned(), what: what.to_owned() }
}

fn pages_error(path: &Path, error: &dyn std::error::Error) -> Error {
    Error::Pages { file: path.to_owned(), what: error.to_string() }
}
