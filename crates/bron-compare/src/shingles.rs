//! How much of one text stands in another: rows of five words, counted exactly.
//!
//! The hash is fixed here and never changes, so that figures of different years can be compared.

/// Words in a row.
const WORDS: usize = 5;

/// The different rows of five words of a text, as sorted hashes. Case, signs and layout make no difference.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shingles(Vec<u64>);

/// How two texts lie to each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// What both share of what either has, 0 to 1.
    pub jaccard: f64,
    /// How much of A stands in B.
    pub a_in_b: f64,
    /// How much of B stands in A.
    pub b_in_a: f64,
}

impl Overlap {
    /// Much is the same.
    pub const REVISED: f64 = 0.5;
    /// The one stands in the other.
    pub const EXCERPT: f64 = 0.9;
    /// All but some words are the same.
    pub const SAME: f64 = 0.95;

    /// Whether one text stands in the other and is much shorter.
    pub fn is_excerpt(self) -> bool {
        self.jaccard < Self::REVISED && self.a_in_b.max(self.b_in_a) >= Self::EXCERPT
    }

    /// Whether the two are too much alike to be two works.
    pub fn is_near(self) -> bool {
        self.jaccard >= Self::REVISED || self.is_excerpt()
    }

    /// As it stands in the evidence.
    pub fn told(self) -> String {
        format!("Jaccard {:.3}; of A in B {:.3}, of B in A {:.3}", self.jaccard, self.a_in_b, self.b_in_a)
    }
}

impl Shingles {
    /// Takes a text apart. One of fewer than five words is one row.
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(hash_of).collect();
        let mut rows: Vec<u64> = match words.len() {
            0 => Vec::new(),
            n if n < WORDS => vec![row_of(&words)],
            _ => words.windows(WORDS).map(row_of).collect(),
        };
        rows.sort_unstable();
        rows.dedup();
        Self(rows)
    }

    /// How many different rows it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The hashes, sorted.
    pub fn hashes(&self) -> &[u64] {
        &self.0
    }

    /// How this text (A) lies to another (B). Two empty texts share nothing.
    pub fn overlap(&self, other: &Self) -> Overlap {
        let shared = shared(&self.0, &other.0) as f64;
        let part = |of: usize| if of == 0 { 0.0 } else { shared / of as f64 };
        let either = self.len() + other.len() - shared as usize;
        Overlap { jaccard: part(either), a_in_b: part(self.len()), b_in_a: part(other.len()) }
    }
}

/// How many values two sorted lists share.
pub(crate) fn shared(one: &[u64], other: &[u64]) -> usize {
    let (mut a, mut b, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (one.get(a), other.get(b)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                (a, b) = (a + 1, b + 1);
                shared += 1;
            }
        }
    }
    shared
}

/// FNV-1a over the small letters of a word.
fn hash_of(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    if word.is_ascii() {
        word.bytes().for_each(|byte| take(byte.to_ascii_lowercase()));
    } else {
        let small = word.chars().flat_map(char::to_lowercase).collect::<String>();
        small.bytes().for_each(take);
    }
    hash
}

fn row_of(words: &[u64]) -> u64 {
    words.iter().fold(0x9e37_79b9_7f4a_7c15, |hash, word| mixed(hash.rotate_left(7) ^ word))
}

/// The finaliser of SplitMix64: every bit of the result hangs on every bit of `x`.
fn mixed(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("woord{n}")).collect::<Vec<_>>().join(" ")
    }

    fn check(a: &str, b: &str, jaccard: f64, a_in_b: f64, b_in_a: f64) {
        let found = Shingles::of(a).overlap(&Shingles::of(b));
        let near = |x: f64, y: f64| (x - y).abs() < 0.001;
        assert!(
            near(found.jaccard, jaccard) && near(found.a_in_b, a_in_b) && near(found.b_in_a, b_in_a),
            "{found:?}"
        );
    }

    #[test]
    fn rows_of_five_words_are_counted_exactly() {
        // 96 and 46 rows, of which all of the second stand in the first.
        check(&words(0, 100), &words(0, 50), 46.0 / 96.0, 46.0 / 96.0, 1.0);
        check(&words(0, 100), &words(50, 150), 46.0 / 146.0, 46.0 / 96.0, 46.0 / 96.0);
        check("een twee", "een twee", 1.0, 1.0, 1.0);
        check("", "", 0.0, 0.0, 0.0);
    }

    #[test]
    fn case_signs_and_layout_make_no_difference() {
        check(
            "Zorgzame buurten: wat is dat?\nEen vraag.",
            "zorgzame buurten  wat is DAT een vraag",
            1.0,
            1.0,
            1.0,
        );
    }

    #[test]
    fn the_hash_never_changes() {
        assert_eq!(Shingles::of("de zorg in de buurt").hashes(), [FIXED]);
    }

    /// Computed outside the program.
    const FIXED: u64 = 0x6170_bad1_1d3d_db63;

    #[test]
    fn an_excerpt_is_much_shorter_and_a_revision_is_not() {
        let whole = Shingles::of(&words(0, 400));
        assert!(whole.overlap(&Shingles::of(&words(100, 180))).is_excerpt());
        let revised = format!("{} {} {}", words(0, 180), words(900, 940), words(220, 400));
        let overlap = whole.overlap(&Shingles::of(&revised));
        assert!(overlap.is_near() && !overlap.is_excerpt(), "{overlap:?}");
        assert!(!whole.overlap(&Shingles::of(&words(1000, 1400))).is_near());
    }
}
