//! Who judged, without saying who: reviewers become R1, R2, ... in all that is made from a finished run.

use crate::{Error, Finished};
use bron_model::{Because, BecauseCode, DecisionRow, MadeBy, Reviewer, ToJudgeRow};
use bron_store::read_judgements;
use std::collections::BTreeMap;

/// How a note of `1-search/queries.csv` begins where a person typed the text; `on <day> by <who>` follows.
const TYPED: &str = "typed by hand on ";

/// What stands in the place of a remark that a reviewer wrote, since a remark may name anybody.
const LEFT_OUT: &str = "(left out)";

/// A number for each reviewer of a study: R1 is who judged first. The consensus keeps its name, which is nobody's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pseudonyms {
    numbers: BTreeMap<String, String>,
}

impl Pseudonyms {
    /// In the order given; one who occurs twice counts where first met.
    pub fn in_order<'a>(reviewers: impl IntoIterator<Item = &'a str>) -> Self {
        let mut numbers = BTreeMap::new();
        for name in reviewers.into_iter().filter(|name| *name != Reviewer::consensus().as_str()) {
            let next = format!("R{}", numbers.len() + 1);
            numbers.entry(name.to_owned()).or_insert(next);
        }
        Self { numbers }
    }

    /// What a reviewer is called; nothing for somebody who is none.
    pub fn of(&self, reviewer: &str) -> Option<&str> {
        self.numbers.get(reviewer).map(String::as_str)
    }

    /// A text in which every whole word that is a reviewer's name, in whatever case, is the number.
    pub fn in_text(&self, text: &str) -> String {
        let mut told = String::with_capacity(text.len());
        let mut word = String::new();
        for c in text.chars().map(Some).chain([None]) {
            match c {
                Some(c) if c.is_alphanumeric() => word.push(c),
                _ => {
                    told.push_str(self.of_any_case(&word).unwrap_or(&word));
                    word.clear();
                    told.extend(c);
                }
            }
        }
        told
    }

    fn of_any_case(&self, word: &str) -> Option<&str> {
        let known = self.numbers.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        known.map(|(_, number)| number.as_str())
    }
}

impl Finished {
    /// The numbers of the reviewers: by their first judgement in the files of the run's judgements; who is only named in the
    /// configuration, as the author of a publication, comes after them.
    pub fn pseudonyms(&self) -> Result<Pseudonyms, Error> {
        let folder = &self.record.judgements_folder;
        let mut all =
            if folder.is_empty() { Vec::new() } else { read_judgements(&self.folder.join(folder))?.all };
        all.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        let judged = all.iter().map(|judgement| judgement.reviewer.as_str());
        let flags = self.protocol.pipeline.flag.iter().filter_map(|flag| flag.reviewer.as_ref());
        Ok(Pseudonyms::in_order(judged.chain(flags.map(Reviewer::as_str))))
    }

    /// The same run with numbers in the place of reviewers, in every row that names one. Remarks that reviewers wrote are left out,
    /// and who typed a query by hand is not told. Titles, quotations and texts stay as they are: they are other people's words.
    pub fn pseudonymous(mut self) -> Result<Self, Error> {
        let names = self.pseudonyms()?;
        for row in self.publications.values_mut() {
            row.flags = names.in_text(&row.flags);
        }
        for row in self.merges.iter_mut().filter(|row| row.by == "judgement") {
            row.evidence = names.in_text(&row.evidence);
        }
        for row in &mut self.queries {
            row.note = names.in_text(&without_typist(&row.note));
        }
        for row in self.screened.iter_mut().chain(&mut self.decisions) {
            let DecisionRow { rule, because, made_by, .. } = row;
            *because = nameless(because, &names);
            if *made_by == MadeBy::Reviewer {
                *rule = names.in_text(rule);
            }
        }
        for ToJudgeRow { because, .. } in &mut self.to_judge {
            *because = nameless(because, &names);
        }
        for row in &mut self.documents {
            row.note = names.in_text(&row.note);
        }
        self.record.remarks.iter_mut().for_each(|remark| *remark = names.in_text(remark));
        Ok(self)
    }
}

/// A reason with numbers in the place of names, and without the remark of who judged.
fn nameless(because: &Because, names: &Pseudonyms) -> Because {
    let mut told = Because::new(because.code);
    for (key, value) in because.values() {
        let value = match key {
            "note" if because.code == BecauseCode::Judged && !value.is_empty() => LEFT_OUT.to_owned(),
            "reviewer" | "carried" | "earlier" => names.in_text(value),
            _ => value.to_owned(),
        };
        told = told.with(key, value);
    }
    told
}

/// The note of a query without the name behind `typed by hand on <day> by`.
fn without_typist(note: &str) -> String {
    let Some(rest) = note.strip_prefix(TYPED) else { return note.to_owned() };
    let Some((day, named)) = rest.split_once(" by ") else { return note.to_owned() };
    let after = named.find("; ").map_or("", |end| &named[end..]);
    format!("{TYPED}{day}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reviewers_are_numbered_by_who_came_first_and_the_consensus_is_nobody() {
        let names = Pseudonyms::in_order(["CD", "AB", "consensus", "CD"]);
        assert_eq!((names.of("CD"), names.of("AB"), names.of("consensus")), (Some("R1"), Some("R2"), None));
        assert_eq!(names.in_text("AB CD; own-work:ab, ABN consensus"), "R2 R1; own-work:R2, ABN consensus");
    }

    #[test]
    fn a_reason_names_nobody_and_keeps_its_code() {
        let names = Pseudonyms::in_order(["AB"]);
        let judged =
            Because::new(BecauseCode::Judged).with("reviewer", "AB").with("note", "met An besproken");
        assert_eq!(nameless(&judged, &names).to_string(), "judged | note=(left out) | reviewer=R1");
        let again =
            Because::new(BecauseCode::NoPassages).with("count", 3).asked_again("AB exclude", "other-text");
        assert_eq!(
            nameless(&again, &names).to_string(),
            "no-passages | changed=other-text | count=3 | earlier=R1 exclude"
        );
    }

    #[test]
    fn a_reviewer_who_is_called_as_a_code_is_loses_no_reason() {
        let names = Pseudonyms::in_order(["judged", "note"]);
        let judged = Because::new(BecauseCode::Judged).with("reviewer", "judged").with("note", "");
        assert_eq!(nameless(&judged, &names).value("reviewer"), Some("R1"));
    }

    #[test]
    fn who_typed_a_query_is_not_told() {
        for (note, told) in [
            (
                "typed by hand on 2026-11-03 by A. Bakker; 3 pages saved",
                "typed by hand on 2026-11-03; 3 pages saved",
            ),
            ("typed by hand on 2026-11-03 by A. Bakker", "typed by hand on 2026-11-03"),
            ("4 of 5 records are for this term", "4 of 5 records are for this term"),
        ] {
            assert_eq!(without_typist(note), told);
        }
    }
}
