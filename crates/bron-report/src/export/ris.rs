//! RIS as programs write it: a tag, two blanks, a hyphen, a blank and a value; what follows without a tag belongs to the value.

/// A record: the line on which it begins (from 1), and its fields in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RisRecord {
    pub(super) line: u64,
    pub(super) fields: Vec<(String, String)>,
}

impl RisRecord {
    /// The values of a tag; none where it has none.
    pub(super) fn all<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(of, value)| of == tag && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// The first value of the first of these tags that has one; empty where none has.
    pub(super) fn first(&self, tags: &[&str]) -> String {
        tags.iter().find_map(|tag| self.all(tag).next()).unwrap_or_default().to_owned()
    }
}

/// Whether a text begins as RIS does.
pub(super) fn is_ris(text: &str) -> bool {
    text.lines().find(|line| !line.trim().is_empty()).and_then(field).is_some_and(|(tag, _)| tag == "TY")
}

/// The records of a text. One begins at `TY`, also where the `ER` before it is missing.
pub(super) fn read_ris(text: &str) -> Vec<RisRecord> {
    let mut records: Vec<RisRecord> = Vec::new();
    let mut is_open = false;
    for (line, text) in (1u64..).zip(text.lines()) {
        match field(text) {
            Some(("TY", value)) => {
                records.push(RisRecord { line, fields: vec![("TY".to_owned(), value.to_owned())] });
                is_open = true;
            }
            Some(("ER", _)) => is_open = false,
            found => {
                let Some(record) = records.last_mut().filter(|_| is_open) else { continue };
                match (found, record.fields.last_mut()) {
                    (Some((tag, value)), _) => record.fields.push((tag.to_owned(), value.to_owned())),
                    (None, Some((_, value))) if !text.trim().is_empty() => {
                        value.push('\n');
                        value.push_str(text.trim());
                    }
                    (None, _) => {}
                }
            }
        }
    }
    records
}

/// Tag and value of a line; nothing where it goes on with the value before it.
fn field(line: &str) -> Option<(&str, &str)> {
    let tag = line.get(..2)?;
    let is_tag = tag.starts_with(|c: char| c.is_ascii_uppercase())
        && tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let rest = line.get(2..).filter(|rest| is_tag && rest.starts_with(' '))?.trim_start();
    Some((tag, rest.strip_prefix('-')?.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_with_values_over_several_lines_and_a_missing_end() {
        let text = "\nTY  - RPRT\nTI  - Een titel\nKW  - een\ntwee\n\ndrie\nN1  - \nN1  - a - b\nTY  - JOUR\nXX  -\nER  - \nverder\nTY  - A\nER  -\n";
        assert!(is_ris(text) && !is_ris("title;notes\nTY  - x"));
        let records = read_ris(text);
        let shown: Vec<(u64, usize)> =
            records.iter().map(|record| (record.line, record.fields.len())).collect();
        assert_eq!(shown, [(2, 5), (10, 2), (14, 1)]);
        assert_eq!(records[0].all("KW").collect::<Vec<_>>(), ["een\ntwee\ndrie"]);
        assert_eq!(records[0].all("N1").collect::<Vec<_>>(), ["a - b"]);
        assert_eq!(records[0].first(&["T1", "TI"]), "Een titel");
        assert_eq!(records[1].first(&["XX"]), "");
    }
}
