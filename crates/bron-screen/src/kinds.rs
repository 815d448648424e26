//! I1: is it a publication or article, by the kind that the site lists or the page names?

use crate::finding::Finding;
use crate::lexicon::folded;
use bron_model::{Because, BecauseCode, DocumentId, Verdict};
use bron_protocol::KindWord;
use std::collections::{BTreeMap, BTreeSet};

/// The rule where no word of the list decides.
const RULE: &str = "I1-kind";

/// What stands between two kinds in one text ("Artikel, Nieuws").
const BETWEEN: &[char] = &[',', ';', '|', '/', '·', '•', '\n'];

/// The researcher's list of kinds, by the folded word.
#[derive(Debug, Clone)]
pub(crate) struct Kinds(BTreeMap<String, (String, Verdict)>);

/// A kind that was found on the list.
struct Known<'a> {
    word: &'a str,
    verdict: Verdict,
    as_found: String,
    document: Option<&'a DocumentId>,
}

/// What the list of kinds says of a kind by itself; nothing where it settles nothing, and a reviewer is asked.
pub fn verdict_on_kind(words: &[KindWord], kind: &str) -> Option<Verdict> {
    let found = Kinds::new(words).decide(kind, &[]);
    (found.verdict != Verdict::Unclear).then_some(found.verdict)
}

impl Kinds {
    pub fn new(words: &[KindWord]) -> Self {
        let settled = words.iter().filter(|word| word.verdict != Verdict::Unclear);
        Self(settled.map(|word| (folded(&word.word), (word.word.clone(), word.verdict))).collect())
    }

    /// Looks up the kind as listed and the kinds that documents name.
    ///
    /// In when at least one is on the list and all of those say so; out when *every* kind that is named is on the
    /// list and says so: a kind that nobody has looked at yet beside `nieuws` is a reason to look. Two that
    /// disagree, a kind on no list, and no kind at all are unclear.
    pub fn decide(&self, listed: &str, read: &[(&DocumentId, &str)]) -> Finding {
        let mut known = Vec::new();
        let mut unknown = BTreeSet::new();
        self.look_up(listed, None, &mut known, &mut unknown);
        for (document, kind) in read {
            self.look_up(kind, Some(document), &mut known, &mut unknown);
        }
        let verdicts: BTreeSet<Verdict> = known.iter().map(|kind| kind.verdict).collect();
        let Some(first) = known.first() else {
            let because = match unknown.first() {
                Some(kind) => Because::new(BecauseCode::KindNotOnList).with("kind", kind),
                None => Because::new(BecauseCode::KindUnknown),
            };
            return Finding::unclear(RULE, because).quoting(listed.trim());
        };
        if verdicts.len() > 1 || (first.verdict == Verdict::Exclude && !unknown.is_empty()) {
            let kinds =
                known.iter().map(|kind| kind.as_found.as_str()).chain(unknown.iter().map(String::as_str));
            let all: BTreeSet<&str> = kinds.collect();
            let all = all.into_iter().collect::<Vec<_>>().join(", ");
            let because = Because::new(BecauseCode::KindsDisagree).with("kinds", &all);
            return Finding::unclear(RULE, because).quoting(&all);
        }
        let code = if first.document.is_some() { BecauseCode::KindRead } else { BecauseCode::KindListed };
        let because = Because::new(code).with("kind", &first.as_found);
        let finding = Finding::settled(first.verdict, &format!("kind:{}", first.word), because);
        Finding { document: first.document.cloned(), ..finding.quoting(&first.as_found) }
    }

    /// The whole text first; where it is not on the list, its parts.
    fn look_up<'a>(
        &'a self,
        text: &str,
        document: Option<&'a DocumentId>,
        known: &mut Vec<Known<'a>>,
        unknown: &mut BTreeSet<String>,
    ) {
        let whole = folded(text);
        let parts: Vec<&str> =
            if self.0.contains_key(&whole) { vec![text] } else { text.split(BETWEEN).collect() };
        for part in parts.into_iter().map(str::trim).filter(|part| !folded(part).is_empty()) {
            match self.0.get(&folded(part)) {
                Some((word, verdict)) => {
                    known.push(Known { word, verdict: *verdict, as_found: part.to_owned(), document });
                }
                None => {
                    unknown.insert(part.to_owned());
                }
            }
        }
    }
}
