//! A sheet as CSV: RFC 4180 with commas, UTF-8 without a mark, lines that end in `\n`.

use crate::cell::guarded;
use crate::sheet::Sheet;

impl Sheet {
    /// The bytes of the table as CSV. An apostrophe goes before what a spreadsheet would take for a formula (`=`, `+`, `-`, `@`),
    /// and is taken away when it is read back.
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let columns = self.kind.columns();
        let header: Vec<String> = columns.iter().map(|column| column.name(self.language)).collect();
        let rows = self.rows.iter();
        let rows = rows.map(|row| columns.iter().map(|column| guarded(row.cell(*column))).collect());
        for row in [header].into_iter().chain(rows) {
            writer.write_record(row).expect("rows of one length fit in memory");
        }
        writer.into_inner().expect("a writer into memory has nothing to fail")
    }
}
