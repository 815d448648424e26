//! The log that Rayyan exports beside the records: who decided what, and whose reason it was.
//!
//! The records keep one list of reasons, which is nobody's where two excluded; the log has each reason by who gave it. Its rows are
//! events: `included` is 1, 0 (maybe), -1 or `deleted`, a key with `__EXR__` is a reason, another key a label, and the last event counts.

use super::Vote;
use bron_model::Verdict;
use bron_text::{Cells, Table};
use std::collections::BTreeMap;

/// What begins the key of a reason.
const REASON: &str = "__EXR__";
const INCLUDED: &str = "included";

/// The last events, by the number of the record and the address of who it was.
#[derive(Debug, Default)]
pub(super) struct Log {
    said: BTreeMap<String, BTreeMap<String, Said>>,
}

/// What one person said of a record.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Said {
    verdict: Option<Verdict>,
    reasons: BTreeMap<String, bool>,
    labels: BTreeMap<String, bool>,
}

impl Log {
    /// Reads a log; a row that cannot be understood is an error with its line.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let table = Table::of_bytes(bytes, Cells::Ragged)?;
        let who = ["user_email", "user_id"].into_iter().find(|name| table.has(name));
        let missing = ["article_id", "key", "value", "created_at"].into_iter().find(|name| !table.has(name));
        let (Some(who), None) = (who, missing) else {
            let name = missing.unwrap_or("user_email");
            return Err(format!("line {}: there is no column `{name}`", table.header_line));
        };
        let mut events = Vec::new();
        for row in &table.rows {
            let row = row.as_ref().map_err(Clone::clone)?;
            let cell = |name: &str| table.cell(row, name);
            events.push((
                cell("created_at"),
                row.line,
                [cell("article_id"), cell(who), cell("key"), cell("value")],
            ));
        }
        // By time as Rayyan writes it, which sorts; what has the same stays in the order of the file.
        events.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        let mut log = Self::default();
        for (_, line, event) in events {
            log.take(event).map_err(|what| format!("line {line}: {what}"))?;
        }
        Ok(log)
    }

    fn take(&mut self, [article, who, key, value]: [String; 4]) -> Result<(), String> {
        if article.is_empty() || who.is_empty() {
            return Err("an event says not which record or who it was".to_owned());
        }
        let said = self.said.entry(article).or_default().entry(who).or_default();
        let key = key.trim_matches('"');
        let is_there = value == "1";
        match key.strip_prefix(REASON) {
            Some(reason) => {
                said.reasons.insert(reason.trim().to_owned(), is_there);
            }
            None if key == INCLUDED => {
                said.verdict = match value.as_str() {
                    "1" => Some(Verdict::Include),
                    "0" => Some(Verdict::Unclear),
                    "-1" => Some(Verdict::Exclude),
                    "deleted" | "" => None,
                    other => return Err(format!("`{other}` is no decision of Rayyan: 1, 0, -1 or deleted")),
                };
            }
            None => {
                said.labels.insert(key.to_owned(), is_there);
            }
        }
        Ok(())
    }

    /// The votes on a record, each with its own reasons. Refused where the record itself tells other decisions: then the two
    /// files do not belong together.
    pub(super) fn votes(&self, key: &str, in_notes: &[Vote]) -> Result<Vec<Vote>, String> {
        let number = key.trim().trim_start_matches("rayyan-");
        let none = BTreeMap::new();
        let said = self.said.get(number).unwrap_or(&none);
        let votes = said.iter().filter_map(|(who, said)| {
            let there = |all: &BTreeMap<String, bool>| -> Vec<String> {
                all.iter().filter(|(_, is_there)| **is_there).map(|(name, _)| name.clone()).collect()
            };
            let labels = there(&said.labels);
            let note = if labels.is_empty() {
                String::new()
            } else {
                format!("[Rayyan] labels: {}", labels.join("; "))
            };
            Some(Vote { name: who.clone(), verdict: said.verdict?, reasons: there(&said.reasons), note })
        });
        let votes: Vec<Vote> = votes.collect();
        let sorted = |votes: &[Vote]| {
            let mut verdicts: Vec<Verdict> = votes.iter().map(|vote| vote.verdict).collect();
            verdicts.sort_unstable();
            verdicts
        };
        if sorted(&votes) != sorted(in_notes) {
            return Err(format!(
                "the log has {} decisions on it, the record {}, or they differ: were both exported at once?",
                votes.len(),
                in_notes.len()
            ));
        }
        Ok(votes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "article_id,user_id,user_email,key,value,created_at\n\
        7,1,an@a.nl,included,1,2026-11-01 10:00:00 UTC\n\
        7,2,cees@a.nl,included,-1,2026-11-01 10:01:00 UTC\n\
        7,2,cees@a.nl,\"\"\"__EXR__wrong population\"\"\",1,2026-11-01 10:01:01 UTC\n\
        7,2,cees@a.nl,__EXR__foreign language,1,2026-11-01 10:01:02 UTC\n\
        7,2,cees@a.nl,__EXR__foreign language,0,2026-11-01 10:03:00 UTC\n\
        7,1,an@a.nl,included,-1,2026-11-01 10:02:00 UTC\n\
        7,1,an@a.nl,dubbel,1,2026-11-01 10:02:01 UTC\n\
        8,1,an@a.nl,included,0,2026-11-01 10:04:00 UTC\n\
        8,1,an@a.nl,included,deleted,2026-11-01 10:05:00 UTC\n";

    fn vote(name: &str, verdict: Verdict, reasons: &[&str], note: &str) -> Vote {
        let reasons = reasons.iter().map(|reason| (*reason).to_owned()).collect();
        Vote { name: name.to_owned(), verdict, reasons, note: note.to_owned() }
    }

    #[test]
    fn the_last_event_counts_and_a_reason_is_whose_it_is() {
        let log = Log::read(LOG.as_bytes()).unwrap();
        let told = [vote("An", Verdict::Exclude, &[], ""), vote("Cees", Verdict::Exclude, &[], "")];
        assert_eq!(
            log.votes("rayyan-7", &told).unwrap(),
            [
                vote("an@a.nl", Verdict::Exclude, &[], "[Rayyan] labels: dubbel"),
                vote("cees@a.nl", Verdict::Exclude, &["wrong population"], ""),
            ]
        );
        assert_eq!(log.votes("rayyan-8", &[]).unwrap(), []);
        assert_eq!(log.votes("9", &[]).unwrap(), []);
    }

    #[test]
    fn a_log_of_another_review_or_with_unknown_words_is_refused() {
        let log = Log::read(LOG.as_bytes()).unwrap();
        let other = [vote("An", Verdict::Include, &[], ""), vote("Cees", Verdict::Exclude, &[], "")];
        assert!(log.votes("rayyan-7", &other).unwrap_err().contains("exported at once"));
        assert!(log.votes("rayyan-7", &[]).is_err());
        for (from, to, problem) in [
            ("included,1,", "included,ja,", "line 2: `ja` is no decision of Rayyan"),
            ("created_at", "at", "line 1: there is no column `created_at`"),
            ("user_id,user_email", "user,email", "line 1: there is no column `user_email`"),
            ("\n8,1,an@a.nl,included,0", "\n,1,an@a.nl,included,0", "an event says not which record"),
        ] {
            let told = Log::read(LOG.replacen(from, to, 1).as_bytes()).unwrap_err();
            assert!(told.contains(problem), "{told}");
        }
    }
}
