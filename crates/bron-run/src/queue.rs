//! What waits for a reviewer, sorted on the disk: one file for each place in the queue, and all of them one after the
//! other at the end. Nothing is kept in memory.

use crate::Error;
use bron_model::ToJudgeRow;
use bron_screen::Place;
use bron_store::{CsvReader, CsvWriter, Stage};
use std::collections::BTreeMap;

/// The queue while publications are decided about one after the other.
pub(crate) struct Queue<'a> {
    stage: &'a Stage,
    name: &'static str,
    /// There are no more places than a publication's criteria can be far from inclusion: some dozens.
    places: BTreeMap<Place, (String, CsvWriter<ToJudgeRow>)>,
}

impl<'a> Queue<'a> {
    /// An empty queue, to be written as `name` into the stage.
    pub(crate) fn begin(stage: &'a Stage, name: &'static str) -> Self {
        Self { stage, name, places: BTreeMap::new() }
    }

    /// Adds a row; within a place rows keep the order in which they come.
    pub(crate) fn add(&mut self, place: Place, row: &ToJudgeRow) -> Result<(), Error> {
        if !self.places.contains_key(&place) {
            let part = format!("{}.{}", self.name, self.places.len());
            let rows = CsvWriter::create(&self.stage.file(&part))?;
            self.places.insert(place, (part, rows));
        }
        let Some((_, rows)) = self.places.get_mut(&place) else { return Ok(()) };
        Ok(rows.write(row)?)
    }

    /// Writes the queue and removes its parts.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let mut all = CsvWriter::<ToJudgeRow>::create(&self.stage.file(self.name))?;
        for (part, rows) in self.places.into_values() {
            rows.finish()?;
            for row in CsvReader::<ToJudgeRow>::open(&self.stage.file(&part))? {
                all.write(&row?)?;
            }
            self.stage.discard(&part)?;
        }
        all.finish()?;
        Ok(())
    }
}
