//! Puts the pieces of text on a page together to lines, with their places.

use super::order::{Block, rows_in_order};
use super::page_ends::BodyLine;
use super::pieces::{PagePieces, Piece, place_on_page};
use std::ops::Range;

/// A printed line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Its words.
    pub text: String,
    /// Its words, cut where a wide gap divides the line (a header at the left and a number at the right).
    pub segments: Vec<Segment>,
    /// Where it begins.
    pub left: f32,
    /// Where it ends; for a turned line where it begins.
    pub right: f32,
    /// The height of its base line over the page's lower edge.
    pub y: f32,
    /// The size of most of its letters.
    pub size: f32,
    /// Whether the file or the engine marks it as a running header, footer or page number.
    pub marked: bool,
    /// Whether it is turned against the page.
    pub turned: bool,
}

/// A part of a line without wide gaps.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Segment {
    /// Its words.
    pub text: String,
    /// Where it begins.
    pub left: f32,
    /// Where it ends.
    pub right: f32,
}

/// The lines of a page, in reading order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PageLines {
    /// The lines.
    pub lines: Vec<Line>,
    /// The page's width.
    pub width: f32,
    /// The page's height.
    pub height: f32,
}

/// Gaps up to this part of the letters' size stand inside a word.
const INSIDE_WORD: f32 = 0.15;
/// Gaps up to this part of the letters' size stand inside a line of a column.
const INSIDE_LINE: f32 = 0.8;
/// Gaps from this many times the letters' size on divide a line.
const DIVIDES: f32 = 2.5;

/// The lines of a page in reading order; what is turned against the page comes last.
pub(crate) fn lines_of(mut page: PagePieces) -> PageLines {
    let apart = page.turned_apart();
    let (width, height) = (page.width, page.height);
    let mut lines = upright_lines(page.pieces);
    for (quarters, turned) in apart {
        for mut line in upright_lines(turned.pieces) {
            (line.left, line.y) = place_on_page(line.left, line.y, quarters, width, height);
            line.right = line.left;
            line.turned = true;
            lines.push(line);
        }
    }
    PageLines { lines, width, height }
}

fn upright_lines(pieces: Vec<Piece>) -> Vec<Line> {
    let runs = runs_of(pieces);
    let blocks: Vec<Block> =
        runs.iter().map(|run| Block { left: run.left, right: run.right, y: run.y, size: run.size }).collect();
    let mut runs: Vec<Option<Run>> = runs.into_iter().map(Some).collect();
    rows_in_order(&blocks)
        .into_iter()
        .map(|row| line_of(row.into_iter().filter_map(|at| runs[at].take())))
        .filter(|line| !line.text.is_empty())
        .collect()
}

/// Pieces that were drawn one after the other on one base line, without a wide gap.
struct Run {
    text: String,
    left: f32,
    right: f32,
    y: f32,
    /// The largest letters.
    size: f32,
    /// The size of each piece, with its number of letters.
    sizes: Vec<(f32, usize)>,
    /// The size and base line of the last piece.
    last: (f32, f32),
    marked: bool,
    /// Whether white space follows.
    blank: bool,
}

fn runs_of(pieces: Vec<Piece>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut previous: Option<(String, f32, f32)> = None;
    for piece in pieces {
        if !piece.is_sane() {
            continue;
        }
        if piece.text.trim().is_empty() {
            if let Some(run) = runs.last_mut() {
                run.blank |= run.goes_on(&piece);
            }
            continue;
        }
        // Bold letters are sometimes made by printing twice.
        let twice = previous.as_ref().is_some_and(|(text, x, y)| {
            text.trim_end() == piece.text.trim_end() && (x - piece.x).abs() < 1.0 && (y - piece.y).abs() < 1.0
        });
        if twice {
            continue;
        }
        previous = Some((piece.text.clone(), piece.x, piece.y));
        match runs.last_mut() {
            Some(run) if run.goes_on(&piece) => run.push(&piece),
            _ => runs.push(Run::begin(piece)),
        }
    }
    runs
}

impl Run {
    fn begin(piece: Piece) -> Self {
        let letters = piece.text.chars().count();
        Self {
            left: piece.x,
            right: piece.x + piece.width,
            y: piece.y,
            size: piece.size,
            sizes: vec![(piece.size, letters)],
            last: (piece.size, piece.y),
            marked: piece.marked,
            blank: false,
            text: piece.text,
        }
    }

    /// Whether the piece is on the base line (a footnote mark may stand higher) and follows closely.
    fn goes_on(&self, piece: &Piece) -> bool {
        let size = self.size.max(piece.size).max(1.0);
        let gap = piece.x - self.right;
        (piece.y - self.y).abs() < 0.45 * size && gap > -size && gap < INSIDE_LINE * size
    }

    fn push(&mut self, piece: &Piece) {
        let size = self.size.max(piece.size).max(1.0);
        let gap = piece.x - self.right;
        if self.text.ends_with(char::is_whitespace) && gap < -INSIDE_WORD * size {
            // Where the next letters stand on the blank, no blank is seen: `V ` / `oorbeeld`.
            self.text.truncate(self.text.trim_end().len());
        } else if self.blank || gap > INSIDE_WORD * size || self.mark_begins_or_ends(piece) {
            self.add_blank();
        }
        self.blank = false;
        self.text.push_str(&piece.text);
        self.right = self.right.max(piece.x + piece.width);
        if piece.size > self.size * 1.05 {
            self.y = piece.y;
        }
        self.size = self.size.max(piece.size);
        self.last = (piece.size, piece.y);
        self.marked &= piece.marked;
        self.sizes.push((piece.size, piece.text.chars().count()));
    }

    fn add_blank(&mut self) {
        if !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }

    /// Whether a footnote mark stands between the last piece and this one: small figures that stand higher. The word
    /// before it is a word without it; an exponent (`m²`) belongs to its unit.
    fn mark_begins_or_ends(&self, piece: &Piece) -> bool {
        let (size, y) = self.last;
        let is_mark = |text: &str| {
            let text = text.trim();
            (1..=3).contains(&text.chars().count())
                && text.chars().all(|c| c.is_ascii_digit() || "*†‡".contains(c))
        };
        let last_word = || self.text.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
        if piece.size < 0.85 * size && piece.y > y + 0.15 * size {
            return is_mark(&piece.text)
                && !matches!(last_word(), "m" | "km" | "cm" | "dm" | "mm" | "10" | "");
        }
        size < 0.85 * piece.size
            && y > piece.y + 0.15 * piece.size
            && self.sizes.len() == 1
            && is_mark(&self.text)
    }
}

/// A row of runs as a line.
fn line_of(row: impl Iterator<Item = Run>) -> Line {
    let mut line = Line {
        text: String::new(),
        segments: Vec::new(),
        left: f32::MAX,
        right: f32::MIN,
        y: 0.0,
        size: 0.0,
        marked: true,
        turned: false,
    };
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    let mut largest = 0.0;
    let mut blank = false;
    for run in row {
        let size = line.size.max(run.size).max(1.0);
        let gap = run.left - line.right;
        match line.segments.last_mut().filter(|_| gap <= DIVIDES * size) {
            Some(segment) => {
                if blank || gap > INSIDE_WORD * size || gap < -INSIDE_LINE * size {
                    segment.text.push(' ');
                }
                segment.text.push_str(&run.text);
                segment.right = segment.right.max(run.right);
            }
            None => line.segments.push(Segment { text: run.text, left: run.left, right: run.right }),
        }
        blank = run.blank;
        line.left = line.left.min(run.left);
        line.right = line.right.max(run.right);
        if run.size > largest {
            (largest, line.y) = (run.size, run.y);
        }
        line.size = line.size.max(run.size);
        line.marked &= run.marked;
        sizes.extend(run.sizes);
    }
    line.size = usual_size(&sizes).unwrap_or(line.size);
    for segment in &mut line.segments {
        segment.text = tidy(&segment.text);
    }
    line.segments.retain(|segment| !segment.text.is_empty());
    line.text = match line.segments.as_slice() {
        [only] => only.text.clone(),
        several => several.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(" "),
    };
    line
}

/// The size of most letters; of equals the first.
fn usual_size(sizes: &[(f32, usize)]) -> Option<f32> {
    let mut sums: Vec<(f32, usize)> = Vec::new();
    for (size, letters) in sizes {
        match sums.iter_mut().find(|(known, _)| (known - size).abs() < 0.1) {
            Some((_, sum)) => *sum += letters,
            None => sums.push((*size, *letters)),
        }
    }
    let most = sums.iter().map(|(_, letters)| *letters).max()?;
    sums.iter().find(|(_, letters)| *letters == most).map(|(size, _)| *size)
}

/// Tidied, but with a soft hyphen at the end kept: it tells that a word goes on.
fn tidy(segment: &str) -> String {
    let mut text = crate::tidy::tidy_line(segment);
    if segment.trim_end().ends_with('\u{AD}') {
        text.push('\u{AD}');
    }
    text
}

impl PageLines {
    /// The lines as text without the segments that `left_out` names for each, an empty one where the layout shows a
    /// new paragraph.
    pub(crate) fn paragraphs(&self, left_out: &[Range<usize>]) -> Vec<BodyLine> {
        let is_left = |(line, out): &(&Line, &Range<usize>)| out.len() < line.segments.len();
        let kept: Vec<(&Line, &Range<usize>)> = self.lines.iter().zip(left_out).filter(is_left).collect();
        let usual = usual_distance(&kept);
        let mut out = Vec::with_capacity(kept.len() + 8);
        for (at, (line, left_out)) in kept.iter().enumerate() {
            if at > 0 && begins_paragraph(kept[at - 1].0, line, usual) {
                out.push(BodyLine { text: String::new(), size: line.size });
            }
            out.push(BodyLine { text: line.without(left_out), size: line.size });
        }
        out
    }
}

impl Line {
    /// The words without those of some segments.
    fn without(&self, left_out: &Range<usize>) -> String {
        if left_out.is_empty() {
            return self.text.clone();
        }
        let segments = self.segments.iter().enumerate().filter(|(at, _)| !left_out.contains(at));
        segments.map(|(_, segment)| segment.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// The middle distance of two lines, in sizes of letters.
fn usual_distance(lines: &[(&Line, &Range<usize>)]) -> f32 {
    let mut distances: Vec<f32> = lines
        .windows(2)
        .map(|pair| (pair[0].0.y - pair[1].0.y) / pair[0].0.size.max(1.0))
        .filter(|distance| (0.6..3.0).contains(distance))
        .collect();
    distances.sort_by(f32::total_cmp);
    distances.get(distances.len() / 2).copied().unwrap_or(1.2)
}

/// Whether more white stands between the lines than usual, or letters of another size begin.
fn begins_paragraph(before: &Line, line: &Line, usual: f32) -> bool {
    if before.turned || line.turned {
        return before.turned != line.turned;
    }
    let distance = (before.y - line.y) / before.size.max(1.0);
    // A word broken at the end of a table's last cell does not go on in its first.
    let last_cell = before.segments.last().filter(|_| before.segments.len() > 1);
    if last_cell.is_some_and(|cell| cell.text.ends_with('-') && line.left < cell.left - before.size) {
        return true;
    }
    let other_size = (before.size - line.size).abs() > 0.12 * before.size.max(line.size);
    // A smaller number on the way up is the next column: the paragraph may go on there.
    distance > 0.0 && (distance > usual * 1.25 + 0.1 || (other_size && distance > 0.6))
}
