//! What a report needs beside the tables of a finished run: known items, Table 2, judgements, comparisons. What is
//! not there is `None`, and the report says how to make it.

use super::comparison::Comparison;
use super::view::View;
use crate::Error;
use bron_model::{
    EarlierCrossRow, FoundBy, Judgement, KnownPublicationRow, KnownRow, Outcome, PublicationId,
};
use bron_run::{Agreement, Desk, Finished, agreement, named_by};
use bron_store::{Head, read_csv, read_records};
use bron_synthesis::{Table2, check_table2, earlier_crosses};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// All of it.
pub(crate) struct Beside {
    /// Pairs and publications that the earlier review names.
    pub(crate) named_before: Option<(usize, usize)>,
    pub(crate) known: Option<Known>,
    pub(crate) table2: Option<Table2>,
    pub(crate) crosses: Vec<EarlierCrossRow>,
    pub(crate) judging: Option<Judging>,
    pub(crate) comparisons: Vec<Comparison>,
}

/// The known items, as `bron known` traced them.
pub(crate) struct Known {
    pub(crate) pairs: Vec<KnownRow>,
    pub(crate) publications: Vec<KnownPublicationRow>,
}

/// What people judged.
pub(crate) struct Judging {
    pub(crate) all: Vec<Judgement>,
    /// Lines of judgements and assignments that the tables of the run do not hold yet.
    pub(crate) later: u64,
    pub(crate) agreement: Agreement,
}

impl Beside {
    /// Reads what is there.
    pub(crate) fn of(run: &Finished) -> Result<Self, Error> {
        let named_before = run.protocol.known.as_ref().map(named_by).transpose()?;
        let known = run.folder.join("known");
        let known = if known.join("known.csv").is_file() { Some(Known::read(&known)?) } else { None };
        let table2 = table2(run)?;
        let crosses = match &table2 {
            Some(table) if run.protocol.pipeline.earlier_crosses.is_some() => {
                earlier_crosses(table, &run.protocol.earlier_crosses)
            }
            _ => Vec::new(),
        };
        let judging = if run.record.judgements_folder.is_empty() { None } else { Some(Judging::of(run)?) };
        Ok(Self { named_before, known, table2, crosses, judging, comparisons: Comparison::all(run)? })
    }

    /// What reviewers are called in a report that does not name them: `R1` for the first by name.
    pub(crate) fn pseudonyms(&self, run: &Finished) -> BTreeMap<String, String> {
        let mut names = BTreeSet::new();
        if let Some(judging) = &self.judging {
            let reviewers = judging.all.iter().map(|one| &one.reviewer).filter(|one| !one.is_consensus());
            names.extend(reviewers.map(ToString::to_string));
        }
        let own = run.protocol.pipeline.flag.iter().filter_map(|flag| flag.reviewer.as_ref());
        names.extend(own.map(ToString::to_string));
        names.into_iter().zip(1..).map(|(name, number)| (name, format!("R{number}"))).collect()
    }
}

impl Known {
    /// Reads both tables. An id that is none is an error: a publication behind it would be counted as not found.
    fn read(folder: &Path) -> Result<Self, Error> {
        let (of_pairs, of_publications) = (folder.join("known.csv"), folder.join("publications.csv"));
        let (pairs, publications): (Vec<KnownRow>, Vec<KnownPublicationRow>) =
            (read_csv(&of_pairs)?, read_csv(&of_publications)?);
        check_ids(&of_pairs, pairs.iter().map(|row| row.publications.as_str()))?;
        check_ids(&of_publications, publications.iter().map(|row| row.publications.as_str()))?;
        Ok(Self { pairs, publications })
    }

    /// How many of the publications that the earlier review names were met again, in whatever way.
    pub(crate) fn found_again(&self) -> u64 {
        self.publications.iter().filter(|row| row.found_by.is_some()).count() as u64
    }

    /// How many pairs a query of the same term found again.
    pub(crate) fn pairs_again(&self) -> u64 {
        self.pairs.iter().filter(|row| row.found_by == Some(FoundBy::SameTerm)).count() as u64
    }

    /// How many included publications are among those that the earlier review names.
    pub(crate) fn included_again(&self, view: &View<'_>) -> u64 {
        let named = self.publications.iter().flat_map(|row| row.publications.split_whitespace());
        let named: BTreeSet<PublicationId> = named.filter_map(|id| PublicationId::new(id).ok()).collect();
        let is_in = |id: &&PublicationId| {
            let pairs = view.outcomes(view.run.id_now(id));
            pairs.iter().any(|row| row.outcome == Outcome::Included && row.via.counts_in_table1())
        };
        let now: BTreeSet<&PublicationId> =
            named.iter().filter(is_in).map(|id| view.run.id_now(id)).collect();
        now.len() as u64
    }
}

fn check_ids<'r>(file: &Path, cells: impl Iterator<Item = &'r str>) -> Result<(), Error> {
    for (cell, line) in cells.zip(2..) {
        if let Some(id) = cell.split_whitespace().find(|id| PublicationId::new(*id).is_err()) {
            return Err(Error::Read {
                file: file.to_owned(),
                what: format!("line {line}: `{id}` in column `publications` is no id of a publication"),
                hint: "trace the list once more with `bron known`".to_owned(),
            });
        }
    }
    Ok(())
}

impl Judging {
    fn of(run: &Finished) -> Result<Self, Error> {
        let desk = Desk::open(&run.folder)?;
        let sitting = desk.sit()?;
        let counted: BTreeMap<&str, u64> =
            run.record.judgements.iter().map(|head| (head.file.as_str(), head.lines)).collect();
        let added = |head: &Head| {
            head.lines.saturating_sub(counted.get(head.file.as_str()).copied().unwrap_or_default())
        };
        let later = sitting.judgements.heads.iter().map(added).sum();
        let all = sitting.judgements.all.clone();
        Ok(Self { agreement: agreement(&desk, &sitting)?, all, later })
    }
}

/// Table 2 as it was written, checked against the passages behind it.
fn table2(run: &Finished) -> Result<Option<Table2>, Error> {
    let file = run.folder.join("6-synthesis").join("table2.csv");
    if !file.is_file() {
        return Ok(None);
    }
    let (header, rows) = read_records(&file)?;
    let table = Table2::from_records(&header, &rows).ok_or_else(|| Error::Read {
        file,
        what: "a cell is neither a cross nor a number, or a column is missing".to_owned(),
        hint: "remove `6-synthesis` and run again".to_owned(),
    })?;
    check_table2(&table, &run.table2_passages)?;
    Ok(Some(table))
}
