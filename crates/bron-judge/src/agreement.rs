//! How far two people say the same, beyond chance.

use bron_model::{Estimate, Undefined, Verdict};

/// The 97.5 % point of the normal distribution: half the width of an interval of 95 %, in standard errors.
const Z: f64 = 1.959_963_984_540_054;

/// How many verdicts there are to choose from.
const VERDICTS: usize = Verdict::ALL.len();

/// Below this a variance is what is left of rounding.
const NOTHING: f64 = 1e-12;

/// What two people said of the same things: how often each combination came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CrossTable {
    counts: [[u64; VERDICTS]; VERDICTS],
}

impl From<[[u64; VERDICTS]; VERDICTS]> for CrossTable {
    /// Rows are what the first said, columns what the second said, in the order of [`Verdict::ALL`].
    fn from(counts: [[u64; VERDICTS]; VERDICTS]) -> Self {
        Self { counts }
    }
}

impl CrossTable {
    /// Counts one more thing.
    pub fn add(&mut self, first: Verdict, second: Verdict) {
        self.counts[first as usize][second as usize] += 1;
    }

    /// The counts: rows are what the first said, columns what the second said.
    pub fn counts(&self) -> [[u64; VERDICTS]; VERDICTS] {
        self.counts
    }

    /// How many things were judged by both.
    pub fn both(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// On how many they say the same.
    pub fn agreed(&self) -> u64 {
        (0..VERDICTS).map(|k| self.counts[k][k]).sum()
    }

    /// The share on which they say the same, in per cent; nothing where nothing was judged by both.
    pub fn percent(&self) -> Option<f64> {
        let both = self.both();
        (both > 0).then(|| 100.0 * self.agreed() as f64 / both as f64)
    }

    /// Cohen's kappa (Cohen 1960) with its large-sample standard error for a kappa that is not 0 (Fleiss, Cohen and Everitt 1969;
    /// also in Fleiss, Levin and Paik 2003, section 18.1).
    ///
    /// Undefined where nothing was judged by both, and where both gave one and the same verdict throughout.
    pub fn kappa(&self) -> Estimate {
        let Some(shares) = self.shares() else { return undefined(Undefined::NoOverlap) };
        let Shares { n, p, first, second, same } = shares;
        let by_chance: f64 = (0..VERDICTS).map(|k| first[k] * second[k]).sum();
        if 1.0 - by_chance < NOTHING {
            return undefined(Undefined::OneVerdict);
        }
        let kappa = (same - by_chance) / (1.0 - by_chance);
        let (mut on, mut off) = (0.0, 0.0);
        for i in 0..VERDICTS {
            on += p[i][i] * (1.0 - (first[i] + second[i]) * (1.0 - kappa)).powi(2);
            for j in (0..VERDICTS).filter(|j| *j != i) {
                off += p[i][j] * (second[i] + first[j]).powi(2);
            }
        }
        let variance = on + (1.0 - kappa).powi(2) * off - (kappa - by_chance * (1.0 - kappa)).powi(2);
        estimate(kappa, variance / (1.0 - by_chance).powi(2), n)
    }

    /// Gwet's AC1 with its standard error (Gwet 2008, for two who judge a sample out of many).
    ///
    /// The verdicts to choose from are three whether or not each was given, so it is defined wherever something was judged by both.
    pub fn ac1(&self) -> Estimate {
        let Some(shares) = self.shares() else { return undefined(Undefined::NoOverlap) };
        let Shares { n, p, first, second, same } = shares;
        let choices = VERDICTS as f64 - 1.0;
        let prevalence: Vec<f64> = (0..VERDICTS).map(|k| f64::midpoint(first[k], second[k])).collect();
        let by_chance = prevalence.iter().map(|share| share * (1.0 - share)).sum::<f64>() / choices;
        let ac1 = (same - by_chance) / (1.0 - by_chance);
        let (mut on, mut all) = (0.0, 0.0);
        for k in 0..VERDICTS {
            on += p[k][k] * (1.0 - prevalence[k]);
            for l in 0..VERDICTS {
                all += p[k][l] * (1.0 - f64::midpoint(prevalence[k], prevalence[l])).powi(2);
            }
        }
        let variance = same * (1.0 - same) - 4.0 * (1.0 - ac1) * (on / choices - same * by_chance)
            + 4.0 * (1.0 - ac1).powi(2) * (all / choices.powi(2) - by_chance.powi(2));
        estimate(ac1, variance / (1.0 - by_chance).powi(2), n)
    }

    fn shares(&self) -> Option<Shares> {
        let both = self.both();
        if both == 0 {
            return None;
        }
        let n = both as f64;
        let p = self.counts.map(|row| row.map(|count| count as f64 / n));
        let mut second = [0.0; VERDICTS];
        for row in &p {
            (0..VERDICTS).for_each(|k| second[k] += row[k]);
        }
        let first = p.map(|row| row.iter().sum());
        Some(Shares { n, p, first, second, same: self.agreed() as f64 / n })
    }
}

/// A table as shares of the whole.
struct Shares {
    n: f64,
    p: [[f64; VERDICTS]; VERDICTS],
    /// How often the first gave each verdict.
    first: [f64; VERDICTS],
    /// How often the second did.
    second: [f64; VERDICTS],
    /// On which share they say the same.
    same: f64,
}

fn undefined(why: Undefined) -> Estimate {
    Estimate { value: None, standard_error: None, low: None, high: None, undefined: Some(why) }
}

/// A value with its interval, from the variance that one thing gives. A variance of 0 is no certainty: the votes vary too little
/// to tell, and there is no interval.
fn estimate(value: f64, variance: f64, n: f64) -> Estimate {
    let error = (variance > NOTHING).then(|| (variance / n).sqrt());
    Estimate {
        value: Some(value),
        standard_error: error,
        low: error.map(|error| (value - Z * error).max(-1.0)),
        high: error.map(|error| (value + Z * error).min(1.0)),
        undefined: None,
    }
}
