//! Charts, each with the table of its numbers: hits by source and term, and the years of what was found.

use super::anchor;
use super::drawing::width_of;
use super::view::View;
use crate::Error;
use askama::Template;
use bron_model::{QueryStatus, SourceId, TermId};
use std::collections::BTreeMap;
use std::io::Write;

/// Width and height of a cell of the hits.
const CELL: (i32, i32) = (92, 30);
/// The names of the terms above.
const HEADS: i32 = 118;
/// Height of the bars of years.
const BARS: i32 = 190;

#[derive(Template)]
#[template(path = "report/charts.html")]
struct Charts<'a> {
    v: &'a View<'a>,
    heat: Heat,
    years: Years,
}

/// Hits by source and term.
struct Heat {
    /// Where the names at the left end.
    names: i32,
    width: i32,
    height: i32,
    terms: Vec<Head>,
    rows: Vec<HeatRow>,
    described: String,
}

struct Head {
    label: String,
    x: i32,
    y: i32,
}

struct HeatRow {
    source: String,
    anchor: String,
    y: i32,
    cells: Vec<HeatCell>,
    total: u64,
}

struct HeatCell {
    x: i32,
    y: i32,
    /// 0 for nothing to 6 for the most.
    shade: usize,
    /// The number; a dash where nothing was searched.
    told: String,
}

/// Publications by year.
struct Years {
    width: i32,
    height: i32,
    bars: Vec<Bar>,
    ticks: Vec<Tick>,
    described: String,
    /// Publications of which no year is known.
    undated: u64,
}

struct Bar {
    year: String,
    x: i32,
    width: i32,
    /// From the top of the bar down: others, open, included.
    parts: Vec<BarPart>,
    others: u64,
    open: u64,
    included: u64,
    is_named: bool,
}

struct BarPart {
    class: &'static str,
    y: i32,
    height: i32,
}

struct Tick {
    y: i32,
    n: u64,
}

/// Writes them.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    Ok(Charts { v: view, heat: heat(view), years: years(view) }.write_into(out)?)
}

fn heat(view: &View<'_>) -> Heat {
    let mut hits: BTreeMap<(&SourceId, &TermId), u64> = BTreeMap::new();
    for hit in view.run.hits.iter().filter(|hit| hit.via.counts_in_table1()) {
        *hits.entry((&hit.source, &hit.term)).or_default() += 1;
    }
    let most = hits.values().copied().max().unwrap_or_default();
    let searched = |source: &SourceId, term: &TermId| {
        let mut rows = view.run.queries.iter().filter(|row| row.source == *source && row.term == *term);
        rows.any(|row| row.via.counts_in_table1() && row.status != QueryStatus::NotSearched)
    };
    let names =
        view.sources.iter().map(|source| width_of(&view.source(source)) as i32).max().unwrap_or_default();
    let left = names + 14;
    let mut rows = Vec::new();
    for (source, at) in view.sources.iter().zip(0i32..) {
        let y = HEADS + at * CELL.1;
        let mut cells = Vec::new();
        let mut total = 0;
        for (term, column) in view.terms.iter().zip(0i32..) {
            let n = hits.get(&(source, &term.id)).copied().unwrap_or_default();
            total += n;
            let told = if n > 0 || searched(source, &term.id) { n.to_string() } else { "–".to_owned() };
            cells.push(HeatCell { x: left + column * CELL.0, y, shade: shade(n, most), told });
        }
        rows.push(HeatRow { source: view.source(source), anchor: anchor::queries(source), y, cells, total });
    }
    let terms = view.terms.iter().zip(0i32..).map(|(term, column)| Head {
        label: term.label.clone(),
        x: left + column * CELL.0 + CELL.0 / 2,
        y: HEADS - 8,
    });
    let all: u64 = rows.iter().map(|row| row.total).sum();
    Heat {
        names: names + 6,
        width: left + view.terms.len() as i32 * CELL.0 + 90,
        height: HEADS + rows.len() as i32 * CELL.1 + 6,
        terms: terms.collect(),
        described: match view.language {
            bron_model::Language::Nl => format!(
                "{all} treffers van zoekvragen per bron en term; hoe donkerder, hoe meer. Het meeste in één vak is {most}."
            ),
            bron_model::Language::En => format!(
                "{all} hits of queries by source and term; the darker, the more. The most in one cell is {most}."
            ),
        },
        rows,
    }
}

/// Six steps by the root of the share, so that small numbers can be told apart.
fn shade(n: u64, most: u64) -> usize {
    if n == 0 || most == 0 {
        return 0;
    }
    let share = (n as f64 / most as f64).sqrt();
    ((share * 6.0).ceil() as usize).clamp(1, 6)
}

fn years(view: &View<'_>) -> Years {
    let mut counts: BTreeMap<i32, [u64; 3]> = BTreeMap::new();
    let mut undated = 0;
    for row in view.boxes.iter().filter(|row| row.unit == "publications") {
        let part = match row.box_name {
            "included" => 2,
            "unclear" | "not-retrieved" => 1,
            "excluded" | "excluded-screening" => 0,
            _ => continue,
        };
        match view.year(&row.publication).trim_matches(['[', ']']).parse::<i32>() {
            Ok(year) => counts.entry(year).or_default()[part] += 1,
            Err(_) => undated += 1,
        }
    }
    let (first, last) = (counts.keys().next().copied(), counts.keys().last().copied());
    let span: Vec<i32> = match (first, last) {
        // Years that lie far apart are a date misread more often than not: then only those that occur stand side by side.
        (Some(first), Some(last)) if last - first < 60 => (first..=last).collect(),
        _ => counts.keys().copied().collect(),
    };
    let most = counts.values().map(|parts| parts.iter().sum::<u64>()).max().unwrap_or_default().max(1);
    let step = nice_step(most);
    let top = most.div_ceil(step) * step;
    let high = |n: u64| (n as i64 * i64::from(BARS) / top as i64) as i32;
    let width = 34;
    let left = 44;
    let bars = span.iter().zip(0i32..).map(|(year, at)| {
        let [others, open, included] = counts.get(year).copied().unwrap_or_default();
        let mut parts = Vec::new();
        let mut below = 0;
        for (class, n) in [("in", included), ("open", open), ("out", others)] {
            let (from, to) = (high(below), high(below + n));
            if to > from {
                parts.push(BarPart { class, y: 14 + BARS - to, height: to - from });
            }
            below += n;
        }
        let is_named = span.len() <= 24 || year % 5 == 0;
        Bar {
            year: year.to_string(),
            x: left + at * width + 4,
            width: width - 8,
            parts,
            others,
            open,
            included,
            is_named,
        }
    });
    let bars: Vec<Bar> = bars.collect();
    let ticks = (0..=top / step).map(|at| Tick { y: 14 + BARS - high(at * step), n: at * step });
    let dated: u64 = counts.values().flatten().sum();
    Years {
        width: (left + span.len() as i32 * width + 10).max(260),
        height: BARS + 42,
        described: match view.language {
            bron_model::Language::Nl => format!(
                "{dated} publicaties met een jaar, {undated} zonder; per jaar geïncludeerd, open en uit."
            ),
            bron_model::Language::En => format!(
                "{dated} publications with a year, {undated} without; per year included, open and out."
            ),
        },
        ticks: ticks.collect(),
        bars,
        undated,
    }
}

/// The distance of lines behind the bars: 1, 2 or 5 times a power of ten, so that there are at most six.
fn nice_step(most: u64) -> u64 {
    let mut power = 1;
    loop {
        for step in [power, 2 * power, 5 * power] {
            if most <= 6 * step {
                return step;
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_shade_and_the_most_has_the_darkest() {
        assert_eq!((shade(0, 9), shade(1, 900), shade(900, 900), shade(0, 0)), (0, 1, 6, 0));
        assert!(shade(100, 900) < shade(400, 900));
    }

    #[test]
    fn lines_behind_the_bars_are_few_and_round() {
        for (most, step) in [(1, 1), (6, 1), (7, 2), (30, 5), (31, 10), (1000, 200)] {
            assert_eq!(nice_step(most), step, "{most}");
        }
    }
}
