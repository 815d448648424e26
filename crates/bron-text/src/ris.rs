//! RIS as programs write it: a tag, blanks, a hyphen and a value; what follows without a tag belongs to the value.

/// A text of RIS, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ris {
    /// The records in their order.
    pub records: Vec<RisRecord>,
    /// Lines that stand in no record, with their numbers: nothing reads them.
    pub stray: Vec<(u64, String)>,
}

/// A record: the line on which it begins (from 1), and its fields in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RisRecord {
    /// The line of its `TY`.
    pub line: u64,
    /// Its fields, `TY` first.
    pub fields: Vec<RisField>,
}

/// A field. A value over several lines has them apart by `\n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RisField {
    /// Its line.
    pub line: u64,
    /// Two letters, the second perhaps a digit.
    pub tag: String,
    /// What stands behind the hyphen, without blank ends.
    pub value: String,
}

impl RisRecord {
    /// The values of a tag that are not empty.
    pub fn all<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = &'a str> {
        let of_tag = self.fields.iter().filter(move |field| field.tag == tag && !field.value.is_empty());
        of_tag.map(|field| field.value.as_str())
    }

    /// The first value of the first of these tags that has one; empty where none has.
    pub fn first(&self, tags: &[&str]) -> String {
        tags.iter().find_map(|tag| self.all(tag).next()).unwrap_or_default().to_owned()
    }
}

impl Ris {
    /// Whether a text begins as RIS does; what programs print above the first record is passed over.
    pub fn is_ris(text: &str) -> bool {
        blanks_of(text).is_some()
    }

    /// Takes a text apart. A record begins at `TY`, also where the `ER` before it is missing. A tag has as many blanks before its
    /// hyphen as the first `TY` has (two, by the standard): words in an abstract that look nearly so are no tag.
    pub fn of_text(text: &str) -> Self {
        let blanks = blanks_of(text).unwrap_or(2);
        let mut ris = Self::default();
        let mut is_open = false;
        for (line, text) in (1u64..).zip(text.lines()) {
            match field(text, blanks) {
                Some(("TY", value)) => {
                    let field = RisField { line, tag: "TY".to_owned(), value: value.to_owned() };
                    ris.records.push(RisRecord { line, fields: vec![field] });
                    is_open = true;
                }
                Some(("ER", _)) => is_open = false,
                found => {
                    let open = ris.records.last_mut().filter(|_| is_open);
                    match (open, found) {
                        (Some(record), Some((tag, value))) => {
                            let (tag, value) = (tag.to_owned(), value.to_owned());
                            record.fields.push(RisField { line, tag, value });
                        }
                        (Some(record), None) => record.go_on(text.trim()),
                        (None, _) if text.trim().is_empty() => {}
                        (None, _) => ris.stray.push((line, text.trim().to_owned())),
                    }
                }
            }
        }
        ris
    }
}

impl RisRecord {
    /// Adds a line to the value before it.
    fn go_on(&mut self, text: &str) {
        let Some(field) = self.fields.last_mut().filter(|_| !text.is_empty()) else { return };
        if !field.value.is_empty() {
            field.value.push('\n');
        }
        field.value.push_str(text);
    }
}

/// How many blanks stand before the hyphen of the first `TY`, near the beginning of the text; nothing where there is none.
fn blanks_of(text: &str) -> Option<usize> {
    const ABOVE: usize = 10;
    let mut lines =
        text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty()).take(ABOVE);
    lines.find_map(|line| {
        let rest = line.strip_prefix("TY")?;
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        (blanks > 0 && rest.trim_start().starts_with('-')).then_some(blanks)
    })
}

/// Tag and value of a line; nothing where it goes on with the value before it.
fn field(line: &str, blanks: usize) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let tag = line.get(..2)?;
    let is_tag = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let rest = line.get(2..).filter(|_| is_tag)?;
    let value = rest.trim_start_matches(' ');
    (rest.len() - value.len() == blanks).then_some(())?;
    Some((tag, value.strip_prefix('-')?.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_with_values_over_several_lines_and_a_missing_end() {
        let text = "\nTY  - RPRT\nTI  - Een titel\nKW  - een\ntwee\n\ndrie\nN1  - \nN1  - a - b\nTY  - JOUR\nXX  -\nER  - \nverder\nTY  - A\nER  -\n";
        assert!(Ris::is_ris(text) && !Ris::is_ris("title;notes\nzorg") && !Ris::is_ris("TYPE - x"));
        let ris = Ris::of_text(text);
        let shown: Vec<(u64, usize)> =
            ris.records.iter().map(|record| (record.line, record.fields.len())).collect();
        assert_eq!(shown, [(2, 5), (10, 2), (14, 1)]);
        assert_eq!(ris.stray, [(13, "verder".to_owned())]);
        assert_eq!(ris.records[0].all("KW").collect::<Vec<_>>(), ["een\ntwee\ndrie"]);
        assert_eq!(ris.records[0].all("N1").collect::<Vec<_>>(), ["a - b"]);
        assert_eq!(ris.records[0].first(&["T1", "TI"]), "Een titel");
        assert_eq!(ris.records[1].first(&["XX"]), "");
    }

    #[test]
    fn a_line_of_an_abstract_that_looks_like_a_tag_is_none() {
        let ris = Ris::of_text("TY  - RPRT\nAB  - re-use of\nNL - en de rest\nre-use\nER  - \n");
        assert_eq!(ris.records[0].all("AB").collect::<Vec<_>>(), ["re-use of\nNL - en de rest\nre-use"]);
        // Some programs write one blank, throughout.
        let ris = Ris::of_text("Record #1\nTY - RPRT\nTI - Zorg\nER -\n");
        assert_eq!((ris.records[0].first(&["TI"]), ris.stray.len()), ("Zorg".to_owned(), 1));
    }

    #[test]
    fn what_is_no_ris_has_no_record_and_loses_no_line() {
        let ris = Ris::of_text("zomaar\n\nwat tekst\nTI  - x");
        assert_eq!((ris.records.len(), ris.stray.len()), (0, 3));
    }
}
