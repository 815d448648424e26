//! Puts what stands on a page in reading order: down a column, then down the next, and along the rows of a table.

/// A piece of a line, or a whole one, as a box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Block {
    /// Where it begins.
    pub left: f32,
    /// Where it ends.
    pub right: f32,
    /// The height of its base line.
    pub y: f32,
    /// The size of its letters.
    pub size: f32,
}

/// Lines of columns are at least so many sizes of letters wide: narrower ones are cells of a table.
const COLUMN: f32 = 9.0;
/// The white between columns, in sizes of letters.
const GUTTER: f32 = 0.9;
/// So far apart, in sizes of letters, lines in all columns stand only where something ends.
const FAR: f32 = 3.5;
/// So many lines beside each other make two columns.
const BESIDE: usize = 4;

/// The rows in reading order: each the places of its blocks in what was given, from left to right.
pub(crate) fn rows_in_order(blocks: &[Block]) -> Vec<Vec<usize>> {
    let mut all: Vec<usize> = (0..blocks.len()).collect();
    all.sort_by(|a, b| {
        blocks[*b].y.total_cmp(&blocks[*a].y).then(blocks[*a].left.total_cmp(&blocks[*b].left)).then(a.cmp(b))
    });
    let mut rows = Vec::new();
    read(blocks, all, 0, &mut rows);
    rows
}

/// Reads a part of the page, given from top to bottom. No page has columns in columns in columns without end.
fn read(blocks: &[Block], part: Vec<usize>, depth: u32, rows: &mut Vec<Vec<usize>>) {
    let columns = if depth < 12 { best_columns(blocks, &part) } else { None };
    let Some(Columns { above, left, right, below }) = columns else {
        rows.extend(rows_of(blocks, &part));
        return;
    };
    for part in [above, left, right, below] {
        if !part.is_empty() {
            read(blocks, part, depth + 1, rows);
        }
    }
}

/// A part of a page cut in four.
struct Columns {
    above: Vec<usize>,
    left: Vec<usize>,
    right: Vec<usize>,
    below: Vec<usize>,
}

/// A white strip between two columns: `x` is where it begins, the band is `from..to` of the blocks from the top.
#[derive(Clone, Copy)]
struct Strip {
    x: f32,
    from: usize,
    to: usize,
}

/// The two columns that hold most of the part.
fn best_columns(blocks: &[Block], part: &[usize]) -> Option<Columns> {
    if part.len() < 2 * BESIDE {
        return None;
    }
    let mut edges: Vec<f32> = part.iter().map(|at| blocks[*at].right).collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < 2.0);
    let mut best: Option<Strip> = None;
    for x in edges {
        strips_at(blocks, part, x, &mut best);
    }
    let strip = best?;
    let is_left = |at: &usize| blocks[*at].left < strip.x;
    let (left, right) = part[strip.from..strip.to].iter().copied().partition(is_left);
    Some(Columns { above: part[..strip.from].to_vec(), left, right, below: part[strip.to..].to_vec() })
}

/// Looks at the bands in which nothing crosses the white behind `x`, for a better strip than the best so far.
fn strips_at(blocks: &[Block], part: &[usize], x: f32, best: &mut Option<Strip>) {
    // What ends a little behind the edge is a longer line of the same column.
    let crosses = |block: &Block| {
        if block.left < x { block.right > x + 0.1 * block.size } else { block.left < x + GUTTER * block.size }
    };
    let mut from = 0;
    for at in 0..=part.len() {
        if at > from && at < part.len() && is_far(&blocks[part[at - 1]], &blocks[part[at]]) {
            if let Some(strip) = strip_in(blocks, part, Strip { x, from, to: at }, *best) {
                *best = Some(strip);
            }
            from = at;
        }
        if part.get(at).is_none_or(|index| crosses(&blocks[*index])) {
            if let Some(strip) = strip_in(blocks, part, Strip { x, from, to: at }, *best) {
                *best = Some(strip);
            }
            from = at + 1;
        }
    }
}

/// White across the whole page ends the columns over it: below it, text begins anew at the left.
fn is_far(above: &Block, below: &Block) -> bool {
    above.y - below.y > FAR * above.size.max(below.size)
}

/// The strip, where it parts columns and more of the page than the best so far.
fn strip_in(blocks: &[Block], part: &[usize], strip: Strip, best: Option<Strip>) -> Option<Strip> {
    let blocks_of = |strip: Strip| strip.to - strip.from;
    if blocks_of(strip) < 2 * BESIDE || best.is_some_and(|best| blocks_of(strip) <= blocks_of(best)) {
        return None;
    }
    let (left, right): (Vec<Block>, Vec<Block>) =
        part[strip.from..strip.to].iter().map(|at| blocks[*at]).partition(|block| block.left < strip.x);
    if beside(&left, &right).min(beside(&right, &left)) < BESIDE {
        return None;
    }
    let (left_side, right_side) = (side_of(&left), side_of(&right));
    let of_text = left_side.full && right_side.full && (left_side.solid || right_side.solid);
    let apart = || !shares_base_lines(&left, &right) && !shares_base_lines(&right, &left);
    (of_text || apart()).then_some(strip)
}

/// How many of these stand between the highest and the lowest of the others.
fn beside(these: &[Block], others: &[Block]) -> usize {
    let Some(first) = others.first() else { return 0 };
    let low = others.last().map_or(first.y, |last| last.y);
    these
        .iter()
        .filter(|block| block.y <= first.y + 0.7 * block.size && block.y >= low - 0.7 * block.size)
        .count()
}

/// What the lines on one side of a white strip look like.
struct Side {
    /// Most are about as wide as the column, and that is wide enough for running text.
    full: bool,
    /// The same, and without gaps: running text, and no table or list of contents.
    solid: bool,
}

/// Looks at the lines of one side, given from the top down.
fn side_of(blocks: &[Block]) -> Side {
    let mut rows: Vec<(Block, f32)> = Vec::new();
    for block in blocks {
        let ink = block.right - block.left;
        match rows.last_mut().filter(|(row, _)| row.y - block.y < 0.3 * row.size.max(1.0)) {
            Some((row, sum)) => {
                row.left = row.left.min(block.left);
                row.right = row.right.max(block.right);
                *sum += ink;
            }
            None => rows.push((*block, ink)),
        }
    }
    let width = |row: &Block| (row.right - row.left) / row.size.max(1.0);
    let middle = |mut values: Vec<f32>, tenths: usize| {
        values.sort_by(f32::total_cmp);
        values.get(values.len() * tenths / 10).copied().unwrap_or(0.0)
    };
    let full = middle(rows.iter().map(|(row, _)| width(row)).collect(), 9);
    // The rows of a table stand wider apart than the lines of a text, and their cells are of all lengths.
    let pitch = rows.windows(2).map(|pair| (pair[0].0.y - pair[1].0.y) / pair[1].0.size.max(1.0)).collect();
    let long = if middle(pitch, 5) <= 1.7 { 0.6 } else { 0.8 };
    let wide = rows.iter().filter(|(row, _)| width(row) > long * full);
    let whole = wide.clone().filter(|(row, ink)| *ink > 0.9 * (row.right - row.left)).count();
    let enough = |count: usize| full >= COLUMN && count * 2 > rows.len();
    Side { full: enough(wide.count()), solid: enough(whole) }
}

/// Whether many of these stand on the base line of one of the others, as cells of a row do. Both go from the top down.
fn shares_base_lines(these: &[Block], others: &[Block]) -> bool {
    let on = |block: &&Block| {
        let at = others.partition_point(|other| other.y > block.y + 1.5);
        others.get(at).is_some_and(|other| (other.y - block.y).abs() <= 1.5)
    };
    these.iter().filter(on).count() * 5 > these.len() * 2
}

/// Blocks from the top as rows.
fn rows_of(blocks: &[Block], part: &[usize]) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for index in part {
        let block = &blocks[*index];
        let of_row = rows.last_mut().filter(|row| {
            let first = &blocks[row[0]];
            (first.y - block.y).abs() < 0.3 * first.size.min(block.size).max(1.0)
        });
        match of_row {
            Some(row) => row.push(*index),
            None => rows.push(vec![*index]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| blocks[*a].left.total_cmp(&blocks[*b].left).then(a.cmp(b)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(left: f32, right: f32, y: f32) -> Block {
        Block { left, right, y, size: 10.0 }
    }

    #[test]
    fn columns_are_read_down_and_a_heading_over_them_first() {
        let mut blocks = vec![block(50.0, 540.0, 800.0)];
        for line in 0..5 {
            blocks.push(block(50.0, 280.0, 700.0 - 14.0 * line as f32));
            blocks.push(block(310.0, 540.0, 700.0 - 14.0 * line as f32));
        }
        blocks.push(block(50.0, 540.0, 100.0));
        let order: Vec<usize> = rows_in_order(&blocks).concat();
        assert_eq!(order, [0, 1, 3, 5, 7, 9, 2, 4, 6, 8, 10, 11]);
    }

    #[test]
    fn a_table_of_short_cells_is_read_along_its_rows() {
        let mut blocks = Vec::new();
        for line in 0..5 {
            blocks.push(block(50.0, 100.0, 700.0 - 14.0 * line as f32));
            blocks.push(block(310.0, 350.0, 700.0 - 14.0 * line as f32));
        }
        let rows = rows_in_order(&blocks);
        assert_eq!(rows, [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]]);
    }

    #[test]
    fn what_stands_in_the_margin_is_read_apart() {
        let mut blocks = Vec::new();
        for line in 0..5 {
            blocks.push(block(40.0, 100.0, 695.0 - 17.0 * line as f32));
            blocks.push(block(150.0, 500.0, 700.0 - 14.0 * line as f32));
        }
        let order: Vec<usize> = rows_in_order(&blocks).concat();
        assert_eq!(order, [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]);
    }

    proptest::proptest! {
        #[test]
        fn every_block_is_read_once(places in proptest::collection::vec((0u16..500, 1u16..300, 0u16..800, 1u8..30), 0..60)) {
            let blocks: Vec<Block> = places
                .iter()
                .map(|(x, width, y, size)| Block {
                    left: f32::from(*x),
                    right: f32::from(*x + *width),
                    y: f32::from(*y),
                    size: f32::from(*size),
                })
                .collect();
            let mut order = rows_in_order(&blocks).concat();
            order.sort_unstable();
            proptest::prop_assert_eq!(order, (0..blocks.len()).collect::<Vec<_>>());
        }
    }
}
