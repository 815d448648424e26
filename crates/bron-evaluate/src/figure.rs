//! Figures: counts of right, wrong and missed, and what follows from them.

use serde::Serialize;

/// Something counted, against what people said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Found, and people say so too.
    pub right: u64,
    /// Found, and people say otherwise.
    pub wrong: u64,
    /// Not found, though people say it is there.
    pub missed: u64,
}

impl Counts {
    /// Adds one answer: whether people say it is there, and whether it was found.
    pub fn add(&mut self, is_there: bool, is_found: bool) {
        match (is_there, is_found) {
            (true, true) => self.right += 1,
            (false, true) => self.wrong += 1,
            (true, false) => self.missed += 1,
            (false, false) => {}
        }
    }

    /// The share of what was found that is right; none where nothing was found.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.right + self.wrong)
    }

    /// The share of what is there that was found; none where nothing is there.
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.right + self.missed)
    }

    /// Twice the right ones by all that was found and all that is there; none where there is neither.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A line of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Of what it is.
    pub name: String,
    /// The counts; for a simple share (`63 of 64`) right and missed.
    pub counts: Counts,
    /// The share of what was found that is right.
    pub precision: Option<f64>,
    /// The share of what is there that was found.
    pub recall: Option<f64>,
    /// The harmonic mean of the two.
    pub f1: Option<f64>,
    /// Of `f1` (of `recall`, for a simple share), by resampling: 2.5 % and 97.5 %.
    pub interval: Option<(f64, f64)>,
    /// Whether only right and missed were counted.
    pub is_share: bool,
}

/// What one measure came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The measure.
    pub name: String,
    /// On what, and how it was counted.
    pub how: String,
    /// The lines.
    pub figures: Vec<Figure>,
    /// What went otherwise than people say, one line each.
    pub different: Vec<String>,
    /// Why nothing was measured; empty where something was.
    pub skipped: String,
}

impl Part {
    /// A part with no figures yet.
    pub(crate) fn new(name: &str, how: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            how: how.into(),
            figures: Vec::new(),
            different: Vec::new(),
            skipped: String::new(),
        }
    }

    /// A part that could not be measured.
    pub(crate) fn skipped(name: &str, why: impl Into<String>) -> Self {
        Self { skipped: why.into(), ..Self::new(name, "") }
    }

    /// Adds counts without an interval.
    pub(crate) fn add(&mut self, name: impl Into<String>, counts: Counts) {
        self.push(name.into(), counts, None, false);
    }

    /// Adds a simple share.
    pub(crate) fn add_share(&mut self, name: impl Into<String>, right: u64, of: u64) {
        let counts = Counts { right, wrong: 0, missed: of - right };
        self.push(name.into(), counts, None, true);
    }

    /// Adds the sum of answers, with an interval over them; `groups` are what is drawn again (documents rather than their
    /// sentences, which are not independent of each other).
    pub(crate) fn add_resampled(&mut self, name: impl Into<String>, groups: &[Counts]) {
        let interval = resampled(groups, Counts::f1);
        self.push(name.into(), sum(groups.iter()), interval, false);
    }

    /// The same for a simple share.
    pub(crate) fn add_share_resampled(&mut self, name: impl Into<String>, groups: &[Counts]) {
        let interval = resampled(groups, Counts::recall);
        self.push(name.into(), sum(groups.iter()), interval, true);
    }

    fn push(&mut self, name: String, counts: Counts, interval: Option<(f64, f64)>, is_share: bool) {
        self.figures.push(Figure {
            name,
            counts,
            precision: counts.precision().filter(|_| !is_share),
            recall: counts.recall(),
            f1: counts.f1().filter(|_| !is_share),
            interval,
            is_share,
        });
    }
}

fn sum<'a>(groups: impl Iterator<Item = &'a Counts>) -> Counts {
    groups.fold(Counts::default(), |sum, one| Counts {
        right: sum.right + one.right,
        wrong: sum.wrong + one.wrong,
        missed: sum.missed + one.missed,
    })
}

/// So often is drawn again.
const DRAWS: usize = 2000;

/// The percentile interval of the bootstrap (Efron 1979): the groups are drawn with replacement, always from the same seed.
/// None for fewer than two groups, or where the figure is undefined in every draw.
fn resampled(groups: &[Counts], figure: impl Fn(&Counts) -> Option<f64>) -> Option<(f64, f64)> {
    if groups.len() < 2 {
        return None;
    }
    let mut random = fastrand::Rng::with_seed(2024);
    let mut values: Vec<f64> = (0..DRAWS)
        .filter_map(|_| {
            let drawn = (0..groups.len()).map(|_| &groups[random.usize(..groups.len())]);
            figure(&sum(drawn))
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |part: f64| values.get(((values.len() as f64 - 1.0) * part).round() as usize).copied();
    Some((at(0.025)?, at(0.975)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_from_the_counts_and_nothing_is_no_zero() {
        let counts = Counts { right: 3, wrong: 1, missed: 2 };
        assert_eq!(
            (counts.precision(), counts.recall(), counts.f1()),
            (Some(0.75), Some(0.6), Some(6.0 / 9.0))
        );
        let none = Counts::default();
        assert_eq!((none.precision(), none.recall(), none.f1()), (None, None, None));
    }

    #[test]
    fn an_interval_holds_the_figure_and_is_the_same_each_time() {
        let groups: Vec<Counts> = (0..40)
            .map(|n| Counts { right: 2, wrong: u64::from(n % 4 == 0), missed: u64::from(n % 5 == 0) })
            .collect();
        let interval = resampled(&groups, Counts::f1).unwrap();
        let f1 = sum(groups.iter()).f1().unwrap();
        assert!(interval.0 < f1 && f1 < interval.1, "{interval:?} {f1}");
        assert!(interval.1 - interval.0 < 0.2, "{interval:?}");
        assert_eq!(resampled(&groups, Counts::f1), Some(interval));
    }

    #[test]
    fn one_group_has_no_interval() {
        assert_eq!(resampled(&[Counts { right: 9, wrong: 0, missed: 0 }], Counts::f1), None);
    }
}
