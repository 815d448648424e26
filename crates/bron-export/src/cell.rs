//! A text in a cell of a CSV that another program, and perhaps a spreadsheet before it, opens.

use crate::plain::one_line;

/// The text on one line, with an apostrophe before what a spreadsheet would take for a formula.
pub(crate) fn guarded(text: &str) -> String {
    let line = one_line(text);
    let is_formula = line.trim_start_matches('\'').starts_with(['=', '+', '-', '@']);
    if is_formula { format!("'{line}") } else { line }
}

/// The bytes of a table: commas, UTF-8 without a mark, lines that end in `\n`. Cells are written as they are.
pub(crate) fn table<'r>(header: &[&str], rows: impl IntoIterator<Item = &'r Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect("a row fits in memory");
    for row in rows {
        writer.write_record(row).expect("rows of one length fit in memory");
    }
    writer.into_inner().expect("a writer into memory has nothing to fail")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_none() {
        for (text, cell) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("\t=1+1", "'=1+1"),
            ("@SUM(A1)\n", "'@SUM(A1)"),
            ("'=1", "''=1"),
            ("zorg = welzijn", "zorg = welzijn"),
            ("<script>\r\nalert(1)</script>", "<script> alert(1)</script>"),
        ] {
            assert_eq!(guarded(text), cell);
        }
    }
}
