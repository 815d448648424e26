//! The labels of ASReview: 1 is relevant, 0 is not, and nothing is not seen.

use super::Vote;
use bron_model::Verdict;

/// The columns in which a label may stand; the first that is there counts.
pub(super) const LABELS: [&str; 9] = [
    "asreview_label",
    "included",
    "label",
    "final_included",
    "label_included",
    "included_label",
    "included_final",
    "included_flag",
    "include",
];

/// Tags are columns with this beginning: `asreview_tag_<group>_<tag>`.
pub(super) const TAG: &str = "asreview_tag_";

/// The label with which `bron export` handed a record over, as a column or a note: ASReview gives it back as if it were a person's.
pub(super) const OURS: &str = "bron_label";

/// Whether a label is the one that the record had when it was handed over: then nobody changed it, and it is nobody's judgement.
pub(super) fn is_ours(ours: &str, verdict: Verdict) -> bool {
    label(ours).is_ok_and(|ours| ours == Some(verdict))
}

/// What a cell of the column of labels says; nothing where the record was not seen. The tables of Python write `1.0` where some
/// records have no label, and older versions -1 for not seen.
pub(super) fn label(cell: &str) -> Result<Option<Verdict>, String> {
    match cell.trim() {
        "1" | "1.0" => Ok(Some(Verdict::Include)),
        "0" | "0.0" => Ok(Some(Verdict::Exclude)),
        "" | "-1" | "-1.0" => Ok(None),
        other => Err(format!("`{other}` is no label of ASReview: 1, 0 or empty")),
    }
}

/// What the notes of a RIS record say; nothing where the record was not seen.
pub(super) fn vote_in<'a>(notes: impl Iterator<Item = &'a str>) -> Result<Option<Vote>, String> {
    let (mut said, mut name, mut note, mut ours) = (Vec::new(), String::new(), String::new(), String::new());
    for text in notes {
        let text = text.trim();
        let value = |key: &str| text.strip_prefix(key)?.strip_prefix(':').map(plain_json);
        match text {
            "ASReview_relevant" => said.push(Verdict::Include),
            "ASReview_irrelevant" => said.push(Verdict::Exclude),
            _ => {}
        }
        if let Some(found) = value(OURS) {
            ours = found;
        } else if let Some(found) = value("asreview_user_name") {
            name = found;
        } else if let Some(found) = value("asreview_note") {
            note = found;
        }
    }
    said.dedup();
    match said.as_slice() {
        [] => Ok(None),
        [verdict] if is_ours(&ours, *verdict) => Ok(None),
        [verdict] => Ok(Some(Vote { name, verdict: *verdict, reasons: Vec::new(), note })),
        _ => Err("it is both ASReview_relevant and ASReview_irrelevant".to_owned()),
    }
}

/// A value as JSON writes it; what is no JSON is taken as it is, and `null` is empty.
fn plain_json(text: &str) -> String {
    let text = text.trim();
    match serde_json::from_str(text) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Null) => String::new(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_zero_or_nothing() {
        for (cell, verdict) in [
            ("1", Ok(Some(Verdict::Include))),
            (" 0 ", Ok(Some(Verdict::Exclude))),
            ("1.0", Ok(Some(Verdict::Include))),
            ("", Ok(None)),
            ("-1", Ok(None)),
        ] {
            assert_eq!(label(cell), verdict);
        }
        for cell in ["2", "yes", "0.5", "True"] {
            assert!(label(cell).unwrap_err().contains(cell));
        }
    }

    #[test]
    fn the_notes_of_a_record_tell_label_name_and_remark() {
        let read = |notes: &[&str]| vote_in(notes.iter().copied());
        let vote =
            read(&["x", "ASReview_irrelevant", "asreview_user_name: \"An B.\"", "asreview_note: \"a\\nb\""])
                .unwrap();
        let expected = Vote {
            name: "An B.".to_owned(),
            verdict: Verdict::Exclude,
            reasons: vec![],
            note: "a\nb".to_owned(),
        };
        assert_eq!(vote, Some(expected));
        assert_eq!(read(&["ASReview_not_seen"]), Ok(None));
        assert_eq!(read(&["asreview_note: null"]), Ok(None));
        assert!(read(&["ASReview_relevant", "ASReview_irrelevant"]).unwrap_err().contains("both"));
        // With the label with which it was handed over it is nobody's vote; with another it is.
        assert_eq!(read(&["bron_label: 1", "ASReview_relevant"]), Ok(None));
        assert!(read(&["bron_label: 1", "ASReview_irrelevant"]).unwrap().is_some());
        assert!(read(&["bron_label: ", "ASReview_relevant"]).unwrap().is_some());
    }
}
