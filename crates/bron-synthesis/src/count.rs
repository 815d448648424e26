//! Groups and counts rows: the one place where polars is.

use crate::Error;
use polars::prelude::*;
use std::collections::BTreeMap;

/// How often each combination of values occurs among the rows, in the order of the values. `what` names the rows in an
/// error. The columns have a value for every row; combinations that do not occur are absent.
pub(crate) fn count_by<const N: usize>(
    what: &'static str,
    rows: impl Iterator<Item = [String; N]>,
) -> Result<BTreeMap<[String; N], u64>, Error> {
    let failed = |error: PolarsError| Error::Count { what, reason: error.to_string() };
    let mut columns: [Vec<String>; N] = std::array::from_fn(|_| Vec::new());
    for row in rows {
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    let height = columns.first().map_or(0, Vec::len);
    if height == 0 {
        return Ok(BTreeMap::new());
    }
    let names: [String; N] = std::array::from_fn(|at| format!("c{at}"));
    let columns =
        columns.iter().zip(&names).map(|(values, name)| Column::new(name.as_str().into(), values)).collect();
    let keys: Vec<Expr> = names.iter().map(col).collect();
    let counted = DataFrame::new(height, columns)
        .map_err(failed)?
        .lazy()
        .group_by(keys)
        .agg([len().cast(DataType::UInt64).alias("n")])
        .collect()
        .map_err(failed)?;
    let counts = counted.column("n").and_then(|column| column.u64().cloned()).map_err(failed)?;
    let mut values = Vec::with_capacity(N);
    for name in &names {
        values.push(counted.column(name).and_then(|column| column.str().cloned()).map_err(failed)?);
    }
    // A `BTreeMap` sorts: polars groups in an order that differs from run to run.
    Ok((0..counted.height())
        .map(|at| {
            let key = std::array::from_fn(|column| values[column].get(at).unwrap_or_default().to_owned());
            (key, counts.get(at).unwrap_or_default())
        })
        .collect())
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
}
