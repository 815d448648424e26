//! Boxes with text and arrows between them, drawn as SVG. What stands in a box is wrapped here, since SVG wraps nothing.

/// The height of the letters, in the drawing's own unit.
const SIZE: f64 = 13.0;
/// From one line of text to the next.
const LINE: i32 = 17;
/// Between a box's border and its text.
const MARGIN: i32 = 9;
/// The parts by which a text may be wider than it is reckoned here, in another face of letters.
const SAFETY: f64 = 1.06;

/// A box to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Text {
    /// Bold.
    pub(crate) head: String,
    /// One below the other.
    pub(crate) lines: Vec<String>,
}

/// A box that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drawn {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) lines: Vec<DrawnLine>,
}

/// A line of text in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DrawnLine {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) bold: bool,
    pub(crate) text: String,
}

impl Text {
    /// The height of a box of that width that holds the text.
    pub(crate) fn height(&self, width: i32) -> i32 {
        self.wrapped(width).len() as i32 * LINE + 2 * MARGIN - 3
    }

    /// The box with its corner at that place, at least so high.
    pub(crate) fn drawn(&self, x: i32, y: i32, width: i32, least: i32) -> Drawn {
        let lines = self.wrapped(width);
        let height = self.height(width).max(least);
        let at = (1i32..).map(|number| y + MARGIN - 5 + number * LINE);
        let lines = at.zip(lines).map(|(y, (bold, text))| DrawnLine { x: x + MARGIN, y, bold, text });
        Drawn { x, y, width, height, lines: lines.collect() }
    }

    fn wrapped(&self, width: i32) -> Vec<(bool, String)> {
        let inside = f64::from(width - 2 * MARGIN);
        let head = wrap(&self.head, inside / 1.07).into_iter().map(|line| (true, line));
        let lines = self.lines.iter().flat_map(|line| wrap(line, inside)).map(|line| (false, line));
        head.chain(lines).collect()
    }
}

/// A text in lines of at most that width. Words stay whole unless one is wider than a line, and so does what a blank that does
/// not break (U+00A0) holds together; nothing is lost.
pub(crate) fn wrap(text: &str, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width_of(&longer) <= width {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            if !line.is_empty() && width_of(&line) + width_of(c.encode_utf8(&mut [0; 4])) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// How wide a text is, about, in a face like Arial.
pub(crate) fn width_of(text: &str) -> f64 {
    text.chars().map(letter).sum::<f64>() * SIZE * SAFETY
}

/// The width of a letter in parts of its height.
fn letter(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '|' | '\'' => 0.222,
        'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' | ' ' | '\u{a0}' => 0.278,
        'r' | '(' | ')' | '-' | '“' | '”' => 0.333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.5,
        'm' | 'M' => 0.833,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 0.722,
        'G' | 'O' | 'Q' => 0.778,
        'W' | '@' | '%' => 0.98,
        c if c.is_uppercase() => 0.667,
        c if c.is_ascii() || c.is_lowercase() => 0.556,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(wrap("Records die zijn gescreend", 90.0), ["Records die", "zijn gescreend"]);
        assert_eq!(wrap("Gezocht (n\u{a0}=\u{a0}1)", 90.0), ["Gezocht", "(n\u{a0}=\u{a0}1)"]);
        assert_eq!(wrap("", 90.0), Vec::<String>::new());
        let long = wrap("samenlevingsopbouwwerkers", 60.0);
        assert!(long.len() > 1 && long.concat() == "samenlevingsopbouwwerkers", "{long:?}");
    }

    #[test]
    fn a_box_is_as_high_as_its_text() {
        let one = Text { head: "Kop".to_owned(), lines: Vec::new() };
        let three = Text { head: "Kop".to_owned(), lines: vec!["a".to_owned(), "b".to_owned()] };
        assert_eq!(three.height(100) - one.height(100), 2 * LINE);
        let drawn = three.drawn(10, 20, 100, 0);
        assert!(drawn.lines.iter().all(|line| line.y > 20 && line.y < 20 + drawn.height));
        assert!(drawn.lines[0].bold && !drawn.lines[1].bold);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(text in "[\\PC ]{0,80}", width in 20.0f64..400.0) {
            let lines = wrap(&text, width);
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
            for line in &lines {
                prop_assert!(width_of(line) <= width || line.chars().count() == 1, "{line}");
            }
        }
    }
}
