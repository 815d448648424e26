//! A page as pieces of text with their places, the way it is looked at: what every engine is asked for.

/// A run of letters that was drawn in one go.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    /// Its letters; white space counts as a gap between words.
    pub text: String,
    /// Where it begins, from the page's left edge, in points.
    pub x: f32,
    /// The height of its base line over the page's lower edge.
    pub y: f32,
    /// How far it runs.
    pub width: f32,
    /// The size of its letters.
    pub size: f32,
    /// How far it is turned against the page, in degrees, counter-clockwise, from 0 up to 360.
    pub turn: f32,
    /// Whether the file or the engine takes it for a running header, footer or page number.
    pub marked: bool,
}

/// The pieces of a page, in the order in which they were drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PagePieces {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// The page's width.
    pub width: f32,
    /// The page's height.
    pub height: f32,
}

impl Piece {
    /// Whether it is read with the page upright.
    pub(crate) fn is_upright(&self) -> bool {
        self.turn < 1.0 || self.turn > 359.0
    }

    /// Whether its place can be believed.
    pub(crate) fn is_sane(&self) -> bool {
        [self.x, self.y, self.width, self.size].iter().all(|value| value.is_finite() && value.abs() < 1e5)
    }

    /// Turned with its page a quarter, a half or three quarters clockwise, so that what ran upwards runs to the right.
    fn turned_back(&mut self, quarters: u32, width: f32, height: f32) {
        (self.x, self.y) = match quarters {
            1 => (self.y, width - self.x),
            2 => (width - self.x, height - self.y),
            3 => (height - self.y, self.x),
            _ => (self.x, self.y),
        };
        self.turn = (self.turn - 90.0 * quarters as f32).rem_euclid(360.0);
    }
}

impl PagePieces {
    /// Turns the page so that most of its letters stand upright: a table across the page is read like any other.
    pub(crate) fn upright(mut self) -> Self {
        let mut letters = [0usize; 4];
        for piece in &self.pieces {
            if let Some(quarters) = quarters_of(piece.turn) {
                letters[quarters as usize] += piece.text.chars().filter(|c| c.is_alphanumeric()).count();
            }
        }
        let most = letters.iter().copied().max().unwrap_or(0);
        let quarters = letters.iter().position(|count| *count == most).unwrap_or(0) as u32;
        if quarters > 0 {
            let (width, height) = (self.width, self.height);
            for piece in &mut self.pieces {
                piece.turned_back(quarters, width, height);
            }
            if quarters != 2 {
                (self.width, self.height) = (height, width);
            }
        }
        self
    }

    /// The pieces that are turned against the rest, each kind with its page turned so that it is upright.
    pub(crate) fn turned_apart(&mut self) -> Vec<(u32, PagePieces)> {
        let mut apart: Vec<(u32, PagePieces)> = Vec::new();
        if self.pieces.iter().all(Piece::is_upright) {
            return apart;
        }
        let (upright, turned) = std::mem::take(&mut self.pieces).into_iter().partition(Piece::is_upright);
        self.pieces = upright;
        let turned: Vec<Piece> = turned;
        for mut piece in turned {
            // What stands askew (a stamp, a watermark) is read as if it were upright.
            let quarters = quarters_of(piece.turn).unwrap_or(0);
            piece.turned_back(quarters, self.width, self.height);
            if let Some((_, page)) = apart.iter_mut().find(|(kind, _)| *kind == quarters) {
                page.pieces.push(piece);
                continue;
            }
            let flat = quarters == 1 || quarters == 3;
            let (width, height) = if flat { (self.height, self.width) } else { (self.width, self.height) };
            apart.push((quarters, PagePieces { pieces: vec![piece], width, height }));
        }
        apart
    }
}

/// The number of quarter turns; none for what stands askew.
fn quarters_of(turn: f32) -> Option<u32> {
    let quarters = (turn / 90.0).round();
    ((turn - 90.0 * quarters).abs() < 5.0).then_some(quarters as u32 % 4)
}

/// Where a place on a page that was turned back by so many quarters lies on the page itself.
pub(crate) fn place_on_page(x: f32, y: f32, quarters: u32, width: f32, height: f32) -> (f32, f32) {
    match quarters {
        1 => (width - y, x),
        2 => (width - x, height - y),
        3 => (y, height - x),
        _ => (x, y),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(x: f32, y: f32, turn: f32) -> Piece {
        Piece { text: "zorgzaam".into(), x, y, width: 50.0, size: 10.0, turn, marked: false }
    }

    #[test]
    fn a_page_that_is_written_across_is_turned() {
        for (turn, (x, y), expected, width) in [
            (90.0, (500.0, 95.0), (95.0, 95.0), 842.0),
            (180.0, (525.0, 742.0), (70.0, 100.0), 595.0),
            (270.0, (100.0, 742.0), (100.0, 100.0), 842.0),
        ] {
            let page = PagePieces { pieces: vec![piece(x, y, turn)], width: 595.0, height: 842.0 };
            let upright = page.upright();
            let [found] = upright.pieces.as_slice() else { panic!("one piece") };
            assert!(found.is_upright(), "{turn}");
            assert_eq!(((found.x, found.y), upright.width), (expected, width), "{turn}");
            let quarters = quarters_of(turn).unwrap();
            assert_eq!(place_on_page(found.x, found.y, quarters, 595.0, 842.0), (x, y), "{turn}");
        }
    }

    #[test]
    fn a_few_turned_pieces_are_set_apart() {
        let mut page = PagePieces {
            pieces: vec![piece(70.0, 700.0, 0.0), piece(70.0, 600.0, 0.0), piece(20.0, 300.0, 90.0)],
            width: 595.0,
            height: 842.0,
        }
        .upright();
        let apart = page.turned_apart();
        assert_eq!(page.pieces.len(), 2);
        assert_eq!(apart.len(), 1);
        assert_eq!((apart[0].1.pieces[0].x, apart[0].1.pieces[0].y), (300.0, 575.0));
    }
}
