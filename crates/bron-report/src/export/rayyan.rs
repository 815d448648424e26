//! The notes of Rayyan: who decided what, labels, reasons and remarks, apart by bars.

use super::Vote;
use bron_model::Verdict;

const INCLUSION: &str = "RAYYAN-INCLUSION:";
const LABELS: &str = "RAYYAN-LABELS:";
const REASONS: &str = "RAYYAN-EXCLUSION-REASONS:";
const USER_NOTES: &str = "USER-NOTES:";

/// Whether Rayyan wrote something into these notes.
pub(super) fn is_rayyan(notes: &str) -> bool {
    [INCLUSION, LABELS, REASONS].iter().any(|marker| notes.contains(marker))
}

/// The decisions in the notes of a record; none where nobody decided.
///
/// Rayyan keeps one list of reasons for a record. They are those of the person who excluded it where that is one person; else they, like
/// labels, go into the note, since nobody can say whose they are.
pub(super) fn votes(notes: &str) -> Result<Vec<Vote>, String> {
    let mut inclusion: Option<Vec<(String, Vec<String>)>> = None;
    let (mut labels, mut reasons, mut remarks) = (Vec::new(), Vec::new(), Vec::new());
    for (marker, text) in segments(notes) {
        match marker {
            INCLUSION => {
                let said = hash(text).ok_or_else(|| not_understood(marker, text))?;
                if inclusion.as_ref().is_some_and(|before| *before != said) {
                    return Err(format!("{INCLUSION} stands there twice, and says two things"));
                }
                inclusion = Some(said);
            }
            LABELS => labels.extend(list(text)),
            REASONS => reasons.extend(list(text)),
            _ => remarks.extend(hash(text).ok_or_else(|| not_understood(marker, text))?),
        }
    }
    let inclusion = inclusion.unwrap_or_default();
    let excluded = inclusion.iter().filter(|(_, said)| said.iter().any(|word| word == "Excluded")).count();
    let vote = |(name, said): (String, Vec<String>)| {
        let verdict = match said.as_slice() {
            [word] if word == "Included" => Verdict::Include,
            [word] if word == "Excluded" => Verdict::Exclude,
            [word] if word == "Maybe" => Verdict::Unclear,
            other => return Err(format!("`{}` is no decision of Rayyan", other.join(", "))),
        };
        let own = remarks.iter().filter(|(of, _)| *of == name).flat_map(|(_, texts)| texts.clone());
        let mut note: Vec<String> = own.collect();
        if !labels.is_empty() {
            note.push(format!("[Rayyan] labels: {}", labels.join("; ")));
        }
        if excluded > 1 && verdict == Verdict::Exclude && !reasons.is_empty() {
            note.push(format!("[Rayyan] reasons of the record: {}", reasons.join("; ")));
        }
        let is_own = excluded == 1 && verdict == Verdict::Exclude;
        let reasons = if is_own { reasons.clone() } else { Vec::new() };
        Ok(Vote { name, verdict, reasons, note: note.join("\n") })
    };
    inclusion.into_iter().map(vote).collect()
}

fn not_understood(marker: &str, text: &str) -> String {
    let text: String = text.chars().take(80).collect();
    format!("{marker} {text} cannot be understood")
}

/// Each marker with what stands behind it, up to the next one.
fn segments(notes: &str) -> Vec<(&'static str, &str)> {
    let mut places: Vec<(usize, &'static str)> = [INCLUSION, LABELS, REASONS, USER_NOTES]
        .into_iter()
        .flat_map(|marker| notes.match_indices(marker).map(move |(at, _)| (at, marker)))
        .collect();
    places.sort_unstable();
    let ends = places.iter().skip(1).map(|(at, _)| *at).chain([notes.len()]);
    let segments = places.iter().zip(ends).map(|((at, marker), end)| {
        let text = notes[at + marker.len()..end].trim();
        (*marker, text.trim_end_matches('|').trim_end())
    });
    segments.collect()
}

fn list(text: &str) -> Vec<String> {
    // A list ends at its line: what follows is the record's own.
    let line = text.lines().next().unwrap_or_default();
    line.split(',')
        .map(|one| one.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|one| !one.is_empty())
        .collect()
}

/// A hash as Ruby prints it: `{"Name"=>"word"}` or `{"Name"=>["text", "text"]}`. What stands behind it is not looked at.
fn hash(text: &str) -> Option<Vec<(String, Vec<String>)>> {
    let mut rest = Rest(text.trim_start());
    rest.take("{")?;
    let mut pairs = Vec::new();
    if rest.take("}").is_some() {
        return Some(pairs);
    }
    loop {
        let name = rest.quoted()?.trim().to_owned();
        rest.take("=>")?;
        let value = if rest.take("[").is_some() { rest.list()? } else { vec![rest.quoted()?] };
        pairs.push((name, value));
        if rest.take("}").is_some() {
            return Some(pairs);
        }
        rest.take(",")?;
    }
}

/// What is not read yet.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn take(&mut self, word: &str) -> Option<()> {
        self.0 = self.0.trim_start().strip_prefix(word)?;
        Some(())
    }

    fn list(&mut self) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        if self.take("]").is_some() {
            return Some(texts);
        }
        loop {
            texts.push(self.quoted()?);
            if self.take("]").is_some() {
                return Some(texts);
            }
            self.take(",")?;
        }
    }

    fn quoted(&mut self) -> Option<String> {
        self.take("\"")?;
        let (mut text, mut is_escaped) = (String::new(), false);
        for (at, c) in self.0.char_indices() {
            match c {
                _ if is_escaped => {
                    text.push(if c == 'n' { '\n' } else { c });
                    is_escaped = false;
                }
                '\\' => is_escaped = true,
                '"' => {
                    self.0 = &self.0[at + 1..];
                    return Some(text);
                }
                c => text.push(c),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vote(name: &str, verdict: Verdict, reasons: &[&str], note: &str) -> Vote {
        let reasons = reasons.iter().map(|reason| (*reason).to_owned()).collect();
        Vote { name: name.to_owned(), verdict, reasons, note: note.to_owned() }
    }

    #[test]
    fn decisions_reasons_labels_and_remarks_are_told_apart() {
        for (notes, expected) in [
            ("", vec![]),
            ("record_id: a-1", vec![]),
            (r#"RAYYAN-INCLUSION: {"Emily"=>"Included"}"#, vec![vote("Emily", Verdict::Include, &[], "")]),
            (
                r#"record_id: a-1 | RAYYAN-INCLUSION: {"Ab"=>"Excluded", "Cd"=>"Maybe"} | RAYYAN-LABELS: x, y z | RAYYAN-EXCLUSION-REASONS: wrong population,foreign  language | USER-NOTES: {"Ab"=>["een | twee, \"drie\"", "vier"]}"#,
                vec![
                    vote(
                        "Ab",
                        Verdict::Exclude,
                        &["wrong population", "foreign language"],
                        "een | twee, \"drie\"\nvier\n[Rayyan] labels: x; y z",
                    ),
                    vote("Cd", Verdict::Unclear, &[], "[Rayyan] labels: x; y z"),
                ],
            ),
            (
                r#"RAYYAN-INCLUSION: { "A" => "Excluded","B"=>"Excluded" } | RAYYAN-EXCLUSION-REASONS: andere groep"#,
                vec![
                    vote("A", Verdict::Exclude, &[], "[Rayyan] reasons of the record: andere groep"),
                    vote("B", Verdict::Exclude, &[], "[Rayyan] reasons of the record: andere groep"),
                ],
            ),
            (
                r#"RAYYAN-INCLUSION: {"A"=>"Included"} | RAYYAN-INCLUSION: {"A"=>"Included"}"#,
                vec![vote("A", Verdict::Include, &[], "")],
            ),
            ("RAYYAN-INCLUSION: {}", vec![]),
        ] {
            assert_eq!(votes(notes), Ok(expected), "{notes}");
        }
    }

    #[test]
    fn what_is_no_decision_is_said_and_never_guessed() {
        for (notes, problem) in [
            (r#"RAYYAN-INCLUSION: {"A"=>"Included""#, "cannot be understood"),
            ("RAYYAN-INCLUSION: Included", "cannot be understood"),
            (r#"RAYYAN-INCLUSION: {"A"=>"Perhaps"}"#, "`Perhaps` is no decision"),
            (
                r#"RAYYAN-INCLUSION: {"A"=>"Included"} | RAYYAN-INCLUSION: {"A"=>"Excluded"}"#,
                "says two things",
            ),
            (
                r#"RAYYAN-INCLUSION: {"A"=>"Included"} | USER-NOTES: {"A"=>x}"#,
                "USER-NOTES: {\"A\"=>x} cannot be understood",
            ),
        ] {
            let told = votes(notes).unwrap_err();
            assert!(told.contains(problem), "{told}");
        }
    }
}
