//! Makes a run of many pairs out of a small one, to measure the page on it: `many_pairs RUN TO COPIES [VOTES]`.
//!
//! Each publication is copied with all its rows under other ids; with VOTES, two made-up reviewers vote on E1b, E2 and E3 of the
//! first pairs until there are that many judgements. The result can be judged; it cannot be rebuilt.

#![allow(clippy::print_stdout)]

use bron_model::{
    Criterion, DocumentId, Origin, PageRow, PublicationId, Reviewer, Round, Says, Screened, Verdict,
};
use bron_run::{Desk, Manner};
use bron_store::{PagesReader, PagesWriter, read_records, write_records};
use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [run, to, copies, votes @ ..] = arguments.as_slice() else {
        return Err("many_pairs RUN TO COPIES [VOTES]".into());
    };
    let (run, to, copies) = (Path::new(run), Path::new(to), copies.parse::<usize>()?);
    for folder in fs::read_dir(run)? {
        let folder = folder?;
        if folder.file_name().to_string_lossy().starts_with(|c: char| c.is_ascii_digit()) {
            copy_stage(&folder.path(), &to.join(folder.file_name()), copies)?;
        }
    }
    fs::copy(run.join("run.json"), to.join("run.json"))?;
    let votes = votes.first().map_or(Ok(0), |votes| votes.parse::<usize>())?;
    vote(to, votes)?;
    let desk = Desk::open(to)?;
    let pairs: usize = desk.publications().map(|(_, outcomes)| outcomes.len()).sum();
    println!("{pairs} pairs, {votes} judgements");
    Ok(())
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

/// Every row once a copy, where it is about a publication.
fn copy_table(from: &Path, to: &Path, copies: usize) -> Result<(), Box<dyn Error>> {
    let (header, rows) = read_records(from)?;
    let of = |name: &str| header.iter().position(|column| column == name);
    let (publication, document) = (of("publication"), of("document"));
    let mut copied = Vec::new();
    for row in &rows {
        let Some(id) = publication.map(|at| row[at].clone()) else {
            copied.push(row.clone());
            continue;
        };
        for copy in 0..copies {
            let mut row = row.clone();
            let other = renamed(&id, copy);
            for at in [publication, document].into_iter().flatten() {
                row[at] = row[at].replacen(&id, &other, 1);
            }
            if let Some(at) = of("also") {
                row[at].clear();
            }
            copied.push(row);
        }
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

fn vote(run: &Path, votes: usize) -> Result<(), Box<dyn Error>> {
    let desk = Desk::open(run)?;
    let mut files = Vec::new();
    for name in ["XX", "YY"] {
        files.push(desk.file(&Reviewer::new(name)?, "scale")?.0);
    }
    let mut left = votes;
    for (row, outcomes) in desk.publications() {
        let pairs = outcomes.iter().map(|row| (Criterion::E1b, Some(row.term.clone())));
        for (criterion, term) in pairs.chain([(Criterion::E2, None), (Criterion::E3, None)]) {
            for file in &mut files {
                if left == 0 {
                    return Ok(());
                }
                left -= 1;
                let says = Says::Verdict {
                    term: term.clone(),
                    criterion,
                    verdict: Verdict::Include,
                    reason: String::new(),
                    evidence: Vec::new(),
                    screened: Screened::FullText,
                };
                let manner = Manner {
                    origin: Origin::Browser,
                    round: Round::Main,
                    note: String::new(),
                    supersedes: None,
                    resolves: Vec::new(),
                };
                let given = desk.given(&row.publication, says, manner).ok_or("a publication of this run")?;
                file.append(jiff::Timestamp::UNIX_EPOCH, given)?;
            }
        }
    }
    Ok(())
}
