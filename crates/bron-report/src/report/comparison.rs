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
/// The height of all bands together.
const BANDS: i32 = 260;

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
    /// Its place among the comparisons, for names in the picture.
    number: usize,
    categories: Vec<(String, u64)>,
    ribbons: Option<Ribbons>,
    matrix: Option<Matrix>,
    tables: Vec<Shown>,
}

/// How many pairs went from one outcome to another, in all terms.
struct Moves {
    /// Outcomes on either side, in their order, with what people call them.
    outcomes: Vec<(String, String)>,
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
    let moves = one.reasons.as_ref().and_then(|records| moves(view, records));
    One {
        name: shown(&one.name),
        number,
        categories: categories.into_iter().collect(),
        ribbons: moves.as_ref().map(|moves| ribbons(view, moves)),
        matrix: moves.as_ref().map(matrix),
        tables: tables.collect(),
    }
}

/// The moves of all terms together; `None` where the table has other columns.
fn moves(view: &View<'_>, records: &Records) -> Option<Moves> {
    let [term, from, to, pairs] = ["term", "from", "to", "pairs"].map(|name| records.column(name));
    let (term, from, to, pairs) = (term?, from?, to?, pairs?);
    let total = records.rows.iter().filter(|row| row[term] == "total");
    let codes = Outcome::ALL.iter().map(|outcome| outcome.as_str()).chain([ABSENT]);
    let met = |code: &str| total.clone().any(|row| row[from] == code || row[to] == code);
    let outcomes: Vec<(String, String)> = codes
        .filter(|code| met(code))
        .map(|code| {
            let told = Outcome::parse(code).map(|outcome| names::outcome(outcome, view.language));
            let told = told.unwrap_or_else(|| view.say("is er niet", "is not there"));
            (code.to_owned(), told.to_owned())
        })
        .collect();
    let at = |code: &str| outcomes.iter().position(|(known, _)| known == code);
    let moves =
        total.clone().filter_map(|row| Some((at(&row[from])?, at(&row[to])?, row[pairs].parse().ok()?)));
    let moves = moves.collect();
    Some(Moves { outcomes, moves })
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
        MatrixRow { from: moves.outcomes[from].1.clone(), sum: cells.iter().map(|(n, _)| n).sum(), cells }
    });
    Matrix { rows: rows.collect(), heads: moves.outcomes.iter().map(|(_, told)| told.clone()).collect() }
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
        for (of, (_, told)) in moves.outcomes.iter().enumerate() {
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
