//! What `bron compare` found between another harvest and this run, as far as it was asked.

use super::beside::Beside;
use super::text::shown;
use super::view::View;
use crate::Error;
use askama::Template;
use bron_run::Finished;
use bron_store::read_records;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The comparison with one other harvest, as its tables have it.
pub(crate) struct Comparison {
    /// What was compared with.
    pub(crate) name: String,
    counts: Option<Records>,
    queries: Option<Records>,
    reasons: Option<Records>,
    differences: Option<Records>,
}

/// A table with whatever columns it has.
pub(crate) struct Records {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Records {
    fn read(file: &Path) -> Result<Option<Self>, Error> {
        if !file.is_file() {
            return Ok(None);
        }
        let (header, rows) = read_records(file)?;
        Ok(Some(Self { header, rows }))
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|known| known == name)
    }
}

impl Comparison {
    /// All that lie in a run, by name.
    pub(crate) fn all(run: &Finished) -> Result<Vec<Self>, Error> {
        let folder = run.folder.join("compare");
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.path().is_dir() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        names.retain(|name| !name.ends_with(".tmp") && !name.ends_with(".old"));
        let one = |name: String| {
            let of = folder.join(&name);
            Ok(Self {
                counts: Records::read(&of.join("counts.csv"))?,
                queries: Records::read(&of.join("queries.csv"))?,
                reasons: Records::read(&of.join("reasons.csv"))?,
                differences: Records::read(&of.join("diff.csv"))?,
                name,
            })
        };
        names.into_iter().map(one).collect()
    }
}

#[derive(Template)]
#[template(path = "report/comparison.html")]
struct Compared<'a> {
    v: &'a View<'a>,
    all: Vec<One>,
}

struct One {
    name: String,
    categories: Vec<(String, u64)>,
    tables: Vec<Shown>,
}

/// A table as it can be shown.
struct Shown {
    caption: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Writes each comparison.
pub(crate) fn write(view: &View<'_>, beside: &Beside, out: &mut dyn Write) -> Result<(), Error> {
    let all = beside.comparisons.iter().map(|one| shown_comparison(view, one)).collect();
    Ok(Compared { v: view, all }.write_into(out)?)
}

fn shown_comparison(view: &View<'_>, one: &Comparison) -> One {
    let mut categories: BTreeMap<String, u64> = BTreeMap::new();
    if let Some(records) = &one.differences
        && let Some(at) = records.column("category")
    {
        for row in &records.rows {
            *categories.entry(row[at].clone()).or_default() += 1;
        }
    }
    let tables = [
        (&one.counts, view.say("Aantallen naast elkaar", "Counts side by side")),
        (&one.reasons, view.say("Van welke uitkomst naar welke", "From which outcome to which")),
        (&one.queries, view.say("Zoekvragen naast elkaar", "Queries side by side")),
        (&one.differences, view.say("Elk verschil, met bewijs", "Each difference, with evidence")),
    ];
    let tables = tables.into_iter().filter_map(|(records, caption)| {
        let records = records.as_ref().filter(|records| !records.rows.is_empty())?;
        let cells = |row: &Vec<String>| row.iter().map(|cell| shown(&view.unnamed(cell))).collect();
        Some(Shown {
            caption: caption.to_owned(),
            header: records.header.iter().map(|name| name.replace('_', " ")).collect(),
            rows: records.rows.iter().map(cells).collect(),
        })
    });
    One { name: shown(&one.name), categories: categories.into_iter().collect(), tables: tables.collect() }
}
