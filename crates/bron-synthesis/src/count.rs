//! Groups and counts rows: the one place where polars is.

use crate::Error;
use polars::prelude::*;
use std::collections::BTreeMap;

/// Rows that are counted at once: what the machinery needs of memory does not grow with their number.
const AT_ONCE: usize = 1 << 15;

/// How often each combination of values occurs among the rows, in the order of the values. `what` names the rows in an
/// error. The columns have a value for every row; combinations that do not occur are absent.
pub(crate) fn count_by<const N: usize>(
    what: &'static str,
    rows: impl Iterator<Item = [String; N]>,
) -> Result<BTreeMap<[String; N], u64>, Error> {
    let mut tally = Tally::new(what);
    for row in rows {
        tally.add(row)?;
    }
    tally.counts()
}

/// A running count of rows.
pub(crate) struct Tally<const N: usize> {
    what: &'static str,
    waiting: [Vec<String>; N],
    counts: BTreeMap<[String; N], u64>,
}

impl<const N: usize> Tally<N> {
    /// Nothing counted yet; `what` names the rows in an error.
    pub fn new(what: &'static str) -> Self {
        Self { what, waiting: std::array::from_fn(|_| Vec::new()), counts: BTreeMap::new() }
    }
    /// Counts a row.
    pub fn add(&mut self, row: [String; N]) -> Result<(), Error> {
        for (column, value) in self.waiting.iter_mut().zip(row) {
            column.push(value);
        }
        if self.waiting.first().is_some_and(|column| column.len() >= AT_ONCE) {
            self.count_waiting()?;
        }
        Ok(())
    }
    /// How often each combination occurred.
    pub fn counts(mut self) -> Result<BTreeMap<[String; N], u64>, Error> {
        self.count_waiting()?;
        Ok(self.counts)
    }
    fn count_waiting(&mut self) -> Result<(), Error> {
        let waiting = std::mem::replace(&mut self.waiting, std::array::from_fn(|_| Vec::new()));
        let what = self.what;
        let counted = grouped(&waiting).map_err(|error| Error::Count { what, reason: error.to_string() })?;
        for (key, n) in counted {
            *self.counts.entry(key).or_default() += n;
        }
        Ok(())
    }
}

/// The combinations in columns of one length, each with how often it occurs, in no order.
fn grouped<const N: usize>(columns: &[Vec<String>; N]) -> PolarsResult<Vec<([String; N], u64)>> {
    let height = columns.first().map_or(0, Vec::len);
    if height == 0 {
        return Ok(Vec::new());
    }
    let names: [String; N] = std::array::from_fn(|at| format!("c{at}"));
    let columns =
        columns.iter().zip(&names).map(|(values, name)| Column::new(name.as_str().into(), values)).collect();
    let keys: Vec<Expr> = names.iter().map(col).collect();
    let counted = DataFrame::new(height, columns)?
        .lazy()
        .group_by(keys)
        .agg([len().cast(DataType::UInt64).alias("n")])
        .collect()?;
    let counts = counted.column("n")?.u64()?.clone();
    let mut values = Vec::with_capacity(N);
    for name in &names {
        values.push(counted.column(name)?.str()?.clone());
    }
    let row = |at: usize| {
        let key = std::array::from_fn(|column| values[column].get(at).unwrap_or_default().to_owned());
        (key, counts.get(at).unwrap_or_default())
    };
    Ok((0..counted.height()).map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_row_is_counted_once(rows in proptest::collection::vec(("[ab]", "[xyzé ]{0,2}"), 0..40)) {
            let mut expected = BTreeMap::<[String; 2], u64>::new();
            for (a, b) in &rows {
                *expected.entry([a.clone(), b.clone()]).or_default() += 1;
            }
            let counted = count_by("rows", rows.into_iter().map(|(a, b)| [a, b])).unwrap();
            proptest::prop_assert_eq!(counted, expected);
        }
    }

    #[test]
    fn more_rows_than_are_counted_at_once_are_all_counted() {
        let rows = AT_ONCE * 2 + 7;
        let counted = count_by("rows", (0..rows).map(|at| [(at % 2).to_string()])).unwrap();
        let expected = [("0", rows.div_ceil(2)), ("1", rows / 2)];
        let said = counted.iter().map(|([key], n)| (key.as_str(), *n as usize));
        assert_eq!(said.collect::<Vec<_>>(), expected);
    }
}
