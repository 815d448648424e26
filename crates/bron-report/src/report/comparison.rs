//! What `bron compare` found between another harvest and this run, as far as it was asked.

use super::beside::Beside;
use super::names;
use super::text::shown;
use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::{Language, Outcome};
use bron_run::Finished;
use bron_store::read_records;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// What `reasons.csv` calls a pair that one side does not have.
const ABSENT: &str = "absent";
/// What `reasons.csv` calls all terms together.
const TOTAL: &str = "total";
/// The height of all bands together.
const BANDS: i32 = 260;

/// The comparison with one other harvest, as its tables have it.
pub(crate) struct Comparison {
    /// What was compared with.
    pub(crate) name: String,
    counts: Option<Records>,
    queries: Option<Records>,
    /// Of all terms together.
    reasons: Option<Vec<Move>>,
    differences: Option<Records>,
}

/// So many pairs went from one outcome to another; no outcome: the pair is not on that side.
struct Move {
    from: Option<Outcome>,
    to: Option<Outcome>,
    pairs: u64,
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
        let is_half = |name: &String| {
            let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
            matches!(ending, Some("tmp" | "old"))
        };
        names.retain(|name| !is_half(name));
        let one = |name: String| {
            let of = folder.join(&name);
            Ok(Self {
                counts: Records::read(&of.join("counts.csv"))?,
                queries: Records::read(&of.join("queries.csv"))?,
                reasons: read_moves(&of.join("reasons.csv"))?,
                differences: Records::read(&of.join("diff.csv"))?,
                name,
            })
        };
        names.into_iter().map(one).collect()
    }
}

/// The rows of all terms together. A row that cannot be understood, of whatever term, is an error: a picture without it would show
/// too few pairs.
fn read_moves(file: &Path) -> Result<Option<Vec<Move>>, Error> {
    let Some(records) = Records::read(file)? else { return Ok(None) };
    let unread = |what: String| Error::Read {
        file: file.to_owned(),
        what,
        hint: "compare once more with `bron compare`, or remove its folder".to_owned(),
    };
    let column =
        |name: &str| records.column(name).ok_or_else(|| unread(format!("there is no column `{name}`")));
    let (term, from, to, pairs) = (column("term")?, column("from")?, column("to")?, column("pairs")?);
    let mut moves = Vec::new();
    for (row, line) in records.rows.iter().zip(2..) {
        let wrong = |at: usize, is_no: &str| {
            let (cell, name) = (&row[at], &records.header[at]);
            unread(format!("line {line}: `{cell}` in column `{name}` is no {is_no}"))
        };
        let outcome = |at: usize| match row[at].as_str() {
            ABSENT => Ok(None),
            code => Outcome::parse(code).map(Some).ok_or_else(|| wrong(at, "outcome")),
        };
        let (from, to) = (outcome(from)?, outcome(to)?);
        let pairs = row[pairs].parse().map_err(|_| wrong(pairs, "number"))?;
        if row[term] == TOTAL {
            moves.push(Move { from, to, pairs });
        }
    }
    Ok(Some(moves))
}

#[derive(Template)]
#[template(path = "report/comparison.html")]
struct Compared<'a> {
    v: &'a View<'a>,
    all: Vec<One>,
}

struct One {
    name: String,
    /// Its place among the comparisons, for names in the picture.
    number: usize,
    categories: Vec<(String, u64)>,
    ribbons: Option<Ribbons>,
    matrix: Option<Matrix>,
    tables: Vec<Shown>,
}

/// How many pairs went from one outcome to another, in all terms.
struct Moves {
    /// What people call the outcomes on either side, in their order.
    outcomes: Vec<String>,
    /// From, to, pairs.
    moves: Vec<(usize, usize, u64)>,
}

/// The moves as a table.
struct Matrix {
    heads: Vec<String>,
    rows: Vec<MatrixRow>,
}

struct MatrixRow {
    from: String,
    /// The number, and the class by which it is coloured: what moved stands out.
    cells: Vec<(u64, &'static str)>,
    sum: u64,
}

/// The moves as bands from left to right.
struct Ribbons {
    height: i32,
    nodes: Vec<Node>,
    bands: Vec<Band>,
    described: String,
}

struct Node {
    x: i32,
    y: i32,
    height: i32,
    text_x: i32,
    anchor: &'static str,
    told: String,
}

struct Band {
    path: String,
    class: &'static str,
}

/// A table as it can be shown.
struct Shown {
    caption: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Writes each comparison.
pub(crate) fn write(view: &View<'_>, beside: &Beside, out: &mut dyn Write) -> Result<(), Error> {
    let all =
        beside.comparisons.iter().zip(1..).map(|(one, number)| shown_comparison(view, one, number)).collect();
    Ok(Compared { v: view, all }.write_into(out)?)
}

fn shown_comparison(view: &View<'_>, one: &Comparison, number: usize) -> One {
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
    let moves = one.reasons.as_ref().map(|reasons| moves(view, reasons));
    One {
        name: shown(&one.name),
        number,
        categories: categories.into_iter().collect(),
        ribbons: moves.as_ref().map(|moves| ribbons(view, moves)),
        matrix: moves.as_ref().map(matrix),
        tables: tables.collect(),
    }
}

/// The moves between those outcomes that occur.
fn moves(view: &View<'_>, reasons: &[Move]) -> Moves {
    let known = Outcome::ALL.iter().copied().map(Some).chain([None]);
    let met = |outcome: &Option<Outcome>| reasons.iter().any(|of| of.from == *outcome || of.to == *outcome);
    let outcomes: Vec<Option<Outcome>> = known.filter(met).collect();
    let at = |outcome: Option<Outcome>| outcomes.iter().position(|known| *known == outcome);
    let moves = reasons.iter().filter_map(|of| Some((at(of.from)?, at(of.to)?, of.pairs))).collect();
    let told = |outcome: &Option<Outcome>| {
        let absent = || view.say("is er niet", "is not there");
        outcome.map_or_else(absent, |outcome| names::outcome(outcome, view.language)).to_owned()
    };
    Moves { outcomes: outcomes.iter().map(told).collect(), moves }
}

fn matrix(moves: &Moves) -> Matrix {
    let n = |from: usize, to: usize| {
        let of = moves.moves.iter().filter(|(one, other, _)| (*one, *other) == (from, to));
        of.map(|(.., n)| *n).sum::<u64>()
    };
    let all = 0..moves.outcomes.len();
    let rows = all.clone().map(|from| {
        let class = |to: usize, n: u64| if n > 0 && from != to { "n open" } else { "n" };
        let cells: Vec<(u64, &'static str)> =
            all.clone().map(|to| (n(from, to), class(to, n(from, to)))).collect();
        MatrixRow { from: moves.outcomes[from].clone(), sum: cells.iter().map(|(n, _)| n).sum(), cells }
    });
    Matrix { rows: rows.collect(), heads: moves.outcomes.clone() }
}

/// Bands as wide as there are pairs, from the outcomes of the other harvest at the left to those of this run at the right.
fn ribbons(view: &View<'_>, moves: &Moves) -> Ribbons {
    let sum = |of: usize, is_left: bool| {
        let mine = moves.moves.iter().filter(|(from, to, _)| if is_left { *from == of } else { *to == of });
        mine.map(|(.., n)| *n).sum::<u64>()
    };
    let all: u64 = moves.moves.iter().map(|(.., n)| *n).sum::<u64>().max(1);
    let high = |n: u64| (n as i64 * i64::from(BANDS) / all as i64) as i32;
    let mut nodes = Vec::new();
    let mut tops = [vec![0; moves.outcomes.len()], vec![0; moves.outcomes.len()]];
    let mut bottom = 0;
    for (side, (x, text_x, anchor)) in [(300, 290, "end"), (620, 644, "start")].into_iter().enumerate() {
        let mut y = 10;
        for (of, told) in moves.outcomes.iter().enumerate() {
            let n = sum(of, side == 0);
            if n == 0 {
                continue;
            }
            tops[side][of] = y;
            let height = high(n).max(2);
            nodes.push(Node { x, y, height, text_x, anchor, told: format!("{told} {n}") });
            // Room for its name, also where it is thin.
            y += height.max(12) + 8;
        }
        bottom = bottom.max(y);
    }
    let bands = moves.moves.iter().map(|(from, to, n)| {
        let height = high(*n).max(1);
        let (left, right) = (tops[0][*from], tops[1][*to]);
        tops[0][*from] += height;
        tops[1][*to] += height;
        let path = format!(
            "M314 {left}C467 {left} 467 {right} 620 {right}V{}C467 {} 467 {} 314 {}Z",
            right + height,
            right + height,
            left + height,
            left + height
        );
        Band { path, class: if from == to { "same" } else { "moved" } }
    });
    let moved: u64 = moves.moves.iter().filter(|(from, to, _)| from != to).map(|(.., n)| *n).sum();
    Ribbons {
        bands: bands.collect(),
        nodes,
        height: bottom + 6,
        described: match view.language {
            Language::Nl => format!(
                "Van {all} paren kregen er {moved} een andere uitkomst. Links de andere oogst, rechts deze run."
            ),
            Language::En => format!(
                "Of {all} pairs {moved} got another outcome. At the left the other harvest, at the right this run."
            ),
        },
    }
}
