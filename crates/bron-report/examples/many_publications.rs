//! Makes a run of many publications out of a small one and writes its report, to measure that: `many_publications RUN TO COPIES`.
//!
//! Each publication is copied with all its rows under other ids, and every count is multiplied, so that the numbers add up. The
//! result can be reported; it cannot be rebuilt.

#![allow(clippy::print_stdout)]

use bron_model::{DocumentId, PageRow, PublicationId};
use bron_report::{Manner, Report};
use bron_run::Finished;
use bron_store::{
    PagesReader, PagesWriter, RunFolder, RunRecord, file_record, read_records, write_record, write_records,
};
use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

/// Columns that name publications, several in a cell.
const IDS: &[&str] = &["publication", "also", "kept", "merged"];
/// Columns that count rows of publications.
const COUNTS: &[&str] = &[
    "identified",
    "excluded_e1a",
    "excluded_e1b",
    "excluded_e2_e3",
    "unclear",
    "not_retrieved",
    "included",
    "unclear_identified",
    "n",
    "publications",
    "only_here",
    "included_only_here",
    "box_only",
    "catalogue_only",
    "both",
    "box_read",
    "box_with_phrase",
    "hits",
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [run, to, copies] = arguments.as_slice() else {
        return Err("many_publications RUN TO COPIES".into());
    };
    let (run, to, copies) = (Path::new(run), Path::new(to), copies.parse::<usize>()?);
    for folder in fs::read_dir(run)? {
        let folder = folder?;
        if folder.file_name().to_string_lossy().starts_with(|c: char| c.is_ascii_digit()) {
            copy_stage(&folder.path(), &to.join(folder.file_name()), copies)?;
        }
    }
    write_record(to, &recorded(run, to)?)?;
    let start = Instant::now();
    let finished = Finished::open(to)?;
    let opened = start.elapsed();
    let report = Report::of(&finished, Manner::default())?;
    let page = to.join("report.html");
    let mut out = BufWriter::new(fs::File::create(&page)?);
    report.write(&mut out)?;
    out.flush()?;
    let memory = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = memory.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown").to_owned();
    println!(
        "{} publications, {} pairs: opened in {opened:.1?}, reported in {:.1?}, {} MB, {memory}",
        finished.publications.len(),
        finished.outcomes.len(),
        start.elapsed(),
        page.metadata()?.len() >> 20
    );
    Ok(())
}

/// The record of the run, with the hashes of the files as they are now.
fn recorded(run: &Path, to: &Path) -> Result<RunRecord, Box<dyn Error>> {
    let mut record = RunFolder::read(run)?.ok_or("there is no run")?;
    for (stage, made) in &mut record.stages {
        for (name, known) in &mut made.files {
            *known = file_record(&to.join(stage).join(name), known.rows)?;
        }
    }
    Ok(record)
}

fn copy_stage(from: &Path, to: &Path, copies: usize) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for file in fs::read_dir(from)? {
        let file = file?.path();
        let target = to.join(file.file_name().unwrap_or_default());
        match file.extension().and_then(|ending| ending.to_str()) {
            Some("csv") => copy_table(&file, &target, copies)?,
            Some("parquet") => copy_pages(&file, &target, copies)?,
            _ => drop(fs::copy(&file, &target)?),
        }
    }
    Ok(())
}

/// Every row once a copy, where it is about a publication; else its counts as often.
fn copy_table(from: &Path, to: &Path, copies: usize) -> Result<(), Box<dyn Error>> {
    let (header, rows) = read_records(from)?;
    let of = |name: &str| header.iter().position(|column| column == name);
    let named: Vec<usize> = IDS.iter().filter_map(|name| of(name)).collect();
    let is_about = of("publication").or(of("kept")).is_some();
    let mut copied = Vec::new();
    for row in &rows {
        if !is_about {
            let times = |(name, cell): (&String, &String)| {
                let counts = COUNTS.contains(&name.as_str()) || name.ends_with("_passages");
                let n = cell.parse::<usize>().ok().filter(|_| counts);
                n.map_or_else(|| cell.clone(), |n| (n * copies).to_string())
            };
            copied.push(header.iter().zip(row).map(times).collect());
            continue;
        }
        for copy in 0..copies {
            let mut row = row.clone();
            for at in &named {
                let ids = row[*at].split_whitespace().map(|id| renamed(id, copy));
                row[*at] = ids.collect::<Vec<_>>().join(" ");
            }
            if let Some(at) = of("document").filter(|at| !row[*at].is_empty()) {
                let (id, number) = row[at].rsplit_once('.').ok_or("a document has a number")?;
                row[at] = format!("{}.{number}", renamed(id, copy));
            }
            copied.push(row);
        }
    }
    // What was sorted by publication stays so.
    if let Some(at) = of("publication").filter(|at| rows.is_sorted_by_key(|row| &row[*at])) {
        copied.sort_by(|one: &Vec<String>, other| one[at].cmp(&other[at]));
    }
    write_records(to, &header, &copied)?;
    Ok(())
}

fn copy_pages(from: &Path, to: &Path, copies: usize) -> Result<(), Box<dyn Error>> {
    let mut all: Vec<PageRow> = Vec::new();
    for pages in PagesReader::open(from)?.publications()? {
        for page in pages? {
            let number = page.document.as_str().rsplit('.').next().unwrap_or_default().parse::<usize>()?;
            for copy in 0..copies {
                let publication = PublicationId::new(renamed(page.publication.as_str(), copy))?;
                let document = DocumentId::new(&publication, number);
                all.push(PageRow { publication, document, ..page.clone() });
            }
        }
    }
    all.sort_by(|a, b| (&a.publication, &a.document, a.page).cmp(&(&b.publication, &b.document, b.page)));
    let mut writer = PagesWriter::create(to)?;
    for page in all {
        writer.append(page)?;
    }
    writer.finish()?;
    Ok(())
}

fn renamed(id: &str, copy: usize) -> String {
    if copy == 0 { id.to_owned() } else { format!("{id}-c{copy:04}") }
}
