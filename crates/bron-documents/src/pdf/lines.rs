//! Puts the pieces of text that the engine finds on a page together to lines, with their places.

use pdf_oxide::extractors::text::ArtifactType;
use pdf_oxide::layout::TextSpan;

/// A printed line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Its words.
    pub text: String,
    /// Its words, cut where a wide gap divides the line (a header at the left and a number at the right).
    pub segments: Vec<String>,
    /// Where it begins.
    pub left: f32,
    /// Where it ends.
    pub right: f32,
    /// The height of its base line over the page's lower edge.
    pub y: f32,
    /// The size of most of its letters.
    pub size: f32,
    /// Whether the file itself marks it as a running header, footer or page number.
    pub marked: bool,
    /// Whether it stands across the page.
    pub turned: bool,
    sizes: Vec<(f32, usize)>,
}

/// The lines of a page, in reading order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PageLines {
    /// The lines.
    pub lines: Vec<Line>,
    /// The page's height.
    pub height: f32,
}

/// Gaps up to this part of the letters' size stand inside a word.
const INSIDE_WORD: f32 = 0.15;
/// Gaps from this many times the letters' size on divide a line.
const DIVIDES: f32 = 2.5;

/// Puts pieces in reading order together to lines. `bottom` is the page's lower edge.
pub(crate) fn lines_of(spans: &[TextSpan], bottom: f32, height: f32) -> PageLines {
    let mut lines: Vec<Line> = Vec::new();
    let mut blank = false;
    let mut previous: Option<&TextSpan> = None;
    for span in spans {
        let place_is_sane = [span.bbox.x, span.bbox.y, span.bbox.width].iter().all(|value| value.is_finite());
        if !place_is_sane || previous.is_some_and(|before| is_printed_twice(before, span)) {
            continue;
        }
        if span.text.trim().is_empty() {
            blank = true;
            continue;
        }
        previous = Some(span);
        match lines.last_mut().filter(|line| goes_on(line, span, bottom)) {
            Some(line) => line.push(span, blank),
            None => lines.push(Line::begin(span, bottom)),
        }
        blank = false;
    }
    for line in &mut lines {
        line.finish();
    }
    lines.retain(|line| !line.text.is_empty());
    PageLines { lines, height }
}

/// Bold letters are sometimes made by printing twice.
fn is_printed_twice(before: &TextSpan, span: &TextSpan) -> bool {
    before.text == span.text
        && (before.bbox.x - span.bbox.x).abs() < 1.0
        && (before.bbox.y - span.bbox.y).abs() < 1.0
}

/// Whether the piece continues the line: on its base line (a footnote mark may stand higher), to the right of it.
fn goes_on(line: &Line, span: &TextSpan, bottom: f32) -> bool {
    let size = line.size.max(span.font_size).max(1.0);
    !line.turned
        && span.rotation_degrees.abs() < 1.0
        && (span.bbox.y - bottom - line.y).abs() < 0.45 * size
        && span.bbox.x > line.right - size
}

impl Line {
    fn begin(span: &TextSpan, bottom: f32) -> Self {
        Self {
            text: String::new(),
            segments: vec![span.text.clone()],
            left: span.bbox.x,
            right: span.bbox.x + span.bbox.width,
            y: span.bbox.y - bottom,
            size: span.font_size,
            marked: is_marked(span),
            turned: span.rotation_degrees.abs() >= 1.0,
            sizes: vec![(span.font_size, span.text.chars().count())],
        }
    }

    fn push(&mut self, span: &TextSpan, blank: bool) {
        let size = self.size.max(span.font_size).max(1.0);
        let gap = span.bbox.x - self.right;
        let segment = self.segments.last_mut().expect("a line begins with a segment");
        if gap > DIVIDES * size {
            self.segments.push(span.text.clone());
        } else {
            let spaced = segment.ends_with(char::is_whitespace) || span.text.starts_with(char::is_whitespace);
            if !spaced && (blank || gap > INSIDE_WORD * size) {
                segment.push(' ');
            }
            segment.push_str(&span.text);
        }
        self.right = self.right.max(span.bbox.x + span.bbox.width);
        self.marked &= is_marked(span);
        self.sizes.push((span.font_size, span.text.chars().count()));
    }

    fn finish(&mut self) {
        self.segments =
            self.segments.iter().map(|segment| tidy(segment)).filter(|text| !text.is_empty()).collect();
        self.text = self.segments.join(" ");
        let mut best = (0, self.size);
        for (size, _) in &self.sizes {
            let letters =
                self.sizes.iter().filter(|(other, _)| (other - size).abs() < 0.1).map(|(_, n)| n).sum();
            if letters > best.0 {
                best = (letters, *size);
            }
        }
        self.size = best.1;
    }
}

/// Tidied, but with a soft hyphen at the end kept: it tells that a word goes on.
fn tidy(segment: &str) -> String {
    let mut text = crate::tidy::tidy_line(segment);
    if segment.trim_end().ends_with('\u{AD}') {
        text.push('\u{AD}');
    }
    text
}

fn is_marked(span: &TextSpan) -> bool {
    matches!(span.artifact_type, Some(ArtifactType::Pagination(_)))
}

impl PageLines {
    /// The lines as text, an empty one where the layout shows a new paragraph.
    pub(crate) fn paragraphs(&self) -> Vec<String> {
        let usual = self.usual_distance();
        let mut out = Vec::with_capacity(self.lines.len() + 8);
        for (at, line) in self.lines.iter().enumerate() {
            if at > 0 && begins_paragraph(&self.lines[at - 1], line, usual) {
                out.push(String::new());
            }
            out.push(line.text.clone());
        }
        out
    }

    /// The middle distance of two lines, in sizes of letters.
    fn usual_distance(&self) -> f32 {
        let mut distances: Vec<f32> = self
            .lines
            .windows(2)
            .map(|pair| (pair[0].y - pair[1].y) / pair[0].size.max(1.0))
            .filter(|distance| (0.6..3.0).contains(distance))
            .collect();
        distances.sort_by(f32::total_cmp);
        distances.get(distances.len() / 2).copied().unwrap_or(1.2)
    }
}

/// Whether more white stands between the lines than usual, or letters of another size begin.
fn begins_paragraph(before: &Line, line: &Line, usual: f32) -> bool {
    let distance = (before.y - line.y) / before.size.max(1.0);
    let other_size = (before.size - line.size).abs() > 0.12 * before.size.max(line.size);
    // A smaller number on the way up is the next column: the paragraph may go on there.
    distance > 0.0 && (distance > usual * 1.25 + 0.1 || (other_size && distance > 0.6))
}
