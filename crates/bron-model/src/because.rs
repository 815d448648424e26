//! Why something was decided: a code with its values, rendered in Dutch and English, never stored prose.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The language of tables and pages for people. Column names, codes and messages are always English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Dutch, the default.
    #[default]
    Nl,
    /// English.
    En,
}

macro_rules! because_codes {
    ($($(#[$doc:meta])* $variant:ident => $text:literal, $nl:literal, $en:literal;)+) => {
        /// The closed list of reasons.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum BecauseCode { $($(#[$doc])* $variant),+ }
        impl BecauseCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The code as it stands in files.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
            fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
            fn template(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, Language::Nl) => $nl, (Self::$variant, Language::En) => $en,)+
                }
            }
        }
    };
}

because_codes! {
    /// The site lists a kind that is on the researcher's list.
    KindListed => "kind-listed", "de site noemt het `{kind}`", "the site lists it as `{kind}`";
    /// The page itself names a kind that is on the list.
    KindRead => "kind-read", "de pagina noemt zichzelf `{kind}`", "the page calls itself `{kind}`";
    /// A kind that is on no list.
    KindNotOnList => "kind-not-on-list", "soort `{kind}` staat niet op de lijst van soorten", "kind `{kind}` is not on the list of kinds";
    /// Kinds that do not say the same.
    KindsDisagree => "kinds-disagree", "de soorten spreken elkaar tegen: {kinds}", "the kinds contradict each other: {kinds}";
    /// No kind at all.
    KindUnknown => "kind-unknown", "de site noemt geen soort", "the site shows no kind";
    /// The interval settles a criterion on dates.
    DateSettles => "date-settles", "niet vóór {not_before}, niet na {not_after} ({rule}); grens {limit}", "not before {not_before}, not after {not_after} ({rule}); limit {limit}";
    /// The interval does not settle it.
    DateOpen => "date-open", "niet vóór {not_before}, niet na {not_after}: grens {limit} valt daarbinnen", "not before {not_before}, not after {not_after}: limit {limit} lies between";
    /// The term stands in the text.
    TermOccurs => "term-occurs", "de term komt {count} keer voor", "the term occurs {count} times";
    /// The term stands in no page of a complete, readable text.
    TermAbsent => "term-absent", "de term komt niet voor op de {pages} gelezen pagina's", "the term does not occur on the {pages} pages read";
    /// The text is not complete, so absence proves nothing.
    TextIncomplete => "text-incomplete", "de tekst is niet volledig te lezen ({status})", "the text cannot be read completely ({status})";
    /// No document could be had.
    NoDocument => "no-document", "er is geen leesbaar document ({status})", "there is no readable document ({status})";
    /// Passages that define or describe.
    PassagesFound => "passages-found", "passages die definiëren of beschrijven: {count}", "passages that define or describe: {count}";
    /// Only signs too weak to tell.
    OnlyWeakSigns => "only-weak-signs", "{count} zwakke aanwijzingen (samen {chance} van 100), geen duidelijke definitie of beschrijving", "{count} weak signs (together {chance} of 100), no clear definition or description";
    /// Only elements were found.
    OnlyElements => "only-elements", "alleen elementen ({count}), geen definitie of beschrijving", "only elements ({count}), no definition or description";
    /// Nothing that defines or describes.
    NoPassages => "no-passages", "vermeldingen die geen van alle definiëren of beschrijven: {count}", "occurrences, none of which defines or describes: {count}";
    /// Passages stand only on the landing page, which is not the publication.
    OnlyOnLandingPage => "only-on-landing-page", "de passages staan alleen op de webpagina bij de publicatie", "the passages stand only on the page beside the publication";
    /// There is no occurrence, so there is nothing to define.
    NothingToDefine => "nothing-to-define", "de term komt niet voor", "the term does not occur";
    /// Words of another domain.
    OtherDomain => "other-domain", "woorden van een ander domein ({words}), geen van zorg, gezondheid, welzijn of wonen", "words of another domain ({words}), none of care, health, welfare or housing";
    /// Words of the domains of the review.
    DomainWords => "domain-words", "woorden van het domein: {words}", "words of the domains: {words}";
    /// No evidence that it lies outside: no proposal to exclude.
    NoDomainEvidence => "no-domain-evidence", "geen aanwijzing dat het buiten zorg, gezondheid, welzijn en wonen valt", "no evidence that it lies outside care, health, welfare and housing";
    /// Only another group is spoken of.
    OtherGroupOnly => "other-group-only", "alleen over een andere groep: {words}", "about another group only: {words}";
    /// Older people are spoken of.
    OlderPeopleNamed => "older-people-named", "noemt ouderen: {words}", "names older people: {words}";
    /// No word about any group: absence is no evidence.
    NoGroupEvidence => "no-group-evidence", "geen aanwijzing dat het alleen een andere groep betreft; een ontbrekend woord is geen bewijs", "no evidence that it is about another group only; a missing word is no evidence";
    /// Already out at an earlier stage, so not evaluated on a text.
    NotRead => "not-read", "niet opgehaald: al afgevallen op {criterion}", "not retrieved: already out on {criterion}";
    /// A person decided.
    Judged => "judged", "beoordeeld door {reviewer}: {note}", "judged by {reviewer}: {note}";
    /// Reviewers said different things.
    ReviewersDiffer => "reviewers-differ", "de beoordelaars verschillen van mening ({reviewer})", "the reviewers differ ({reviewer})";
    /// Two reviewers must agree, and one has judged.
    SecondVoteMissing => "second-vote-missing", "wacht op een tweede beoordelaar (beoordeeld door {reviewer})", "waits for a second reviewer (judged by {reviewer})";
}

/// The key of the reviewers whose judgements were carried over.
const CARRIED: &str = "carried";
/// The key of what was judged before and is asked again.
const EARLIER: &str = "earlier";
/// The key of what changed since.
const CHANGED: &str = "changed";

/// A reason: a code and its values, written as `code` or `code | key=value | key=value`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Because {
    /// The code.
    pub code: BecauseCode,
    values: BTreeMap<String, String>,
}

impl Because {
    /// A reason without values.
    pub fn new(code: BecauseCode) -> Self {
        Self { code, values: BTreeMap::new() }
    }
    /// Adds a value. Line breaks and `|` in it become blanks, so that the text form reads back.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        let value = value.to_string().replace(['|', '\n', '\r'], " ");
        self.values.insert(key.to_owned(), value.trim().to_owned());
        self
    }
    /// The value of that key.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str)
    }
    /// All keys with their values, in the order of the keys.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }
    /// Adds whose judgements were carried over from an earlier harvest.
    #[must_use]
    pub fn carried_from(self, reviewers: &str) -> Self {
        self.with(CARRIED, reviewers)
    }
    /// Adds what was judged before and counts no longer: who said what (`AB exclude`), and the code of what changed
    /// (`other-text`, `other-criteria`, `other-listing`).
    #[must_use]
    pub fn asked_again(self, said: &str, changed: &str) -> Self {
        self.with(EARLIER, said).with(CHANGED, changed)
    }
    /// A sentence for people. A value that is absent is shown as `?`. What was carried over, and what was judged before and is
    /// asked again, follows it.
    pub fn render(&self, language: Language) -> String {
        let carried = self.value(CARRIED).map(|reviewers| match language {
            Language::Nl => format!("overgenomen uit een eerdere oogst: {reviewers}"),
            Language::En => format!("carried over from an earlier harvest: {reviewers}"),
        });
        let earlier = self.value(EARLIER).map(|said| {
            let changed = changed(self.value(CHANGED).unwrap_or_default(), language);
            match language {
                Language::Nl => format!("opnieuw gevraagd, want {changed}; eerder: {said}"),
                Language::En => format!("asked again since {changed}; before: {said}"),
            }
        });
        let parts = [Some(self.sentence(language)), carried, earlier];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
    fn sentence(&self, language: Language) -> String {
        let mut text = String::new();
        let mut rest = self.code.template(language);
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (key, after) = after.split_once('}').expect("templates are checked by a test");
            let value = self.values.get(key).map_or("?", String::as_str);
            text.push_str(if value.is_empty() { "?" } else { value });
            rest = after;
        }
        text + rest
    }
}

/// What changed since a judgement, by its code, in words.
fn changed(code: &str, language: Language) -> &str {
    match (code, language) {
        ("other-text", Language::Nl) => "de tekst is veranderd",
        ("other-text", Language::En) => "the text has changed",
        ("other-criteria", Language::Nl) => "de criteria zijn veranderd",
        ("other-criteria", Language::En) => "the criteria have changed",
        ("other-listing", Language::Nl) => "de vermelding op de site is veranderd",
        ("other-listing", Language::En) => "what the site lists has changed",
        (other, _) => other,
    }
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        self.values.iter().try_for_each(|(key, value)| write!(f, " | {key}={value}"))
    }
}

impl TryFrom<String> for Because {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let mut parts = text.split(" | ");
        let code = parts.next().unwrap_or_default();
        let code = BecauseCode::parse(code).ok_or_else(|| format!("`{code}` is no known reason"))?;
        let mut values = BTreeMap::new();
        for part in parts {
            let (key, value) = part.split_once('=').ok_or_else(|| format!("`{part}` is no `key=value`"))?;
            values.insert(key.to_owned(), value.to_owned());
        }
        Ok(Self { code, values })
    }
}

impl From<Because> for String {
    fn from(because: Because) -> String {
        because.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_ask_for_the_same_values() {
        for code in BecauseCode::ALL {
            let keys = |language| {
                let mut keys: Vec<&str> = code
                    .template(language)
                    .split('{')
                    .skip(1)
                    .map(|part| part.split_once('}').expect("a closing brace").0)
                    .collect();
                keys.sort_unstable();
                keys
            };
            assert_eq!(keys(Language::Nl), keys(Language::En), "{code:?}");
        }
    }

    #[test]
    fn a_reason_is_a_sentence_in_either_language() {
        let because = Because::new(BecauseCode::KindListed).with("kind", "nieuws");
        assert_eq!(because.render(Language::Nl), "de site noemt het `nieuws`");
        assert_eq!(because.render(Language::En), "the site lists it as `nieuws`");
    }

    proptest::proptest! {
        #[test]
        fn a_reason_reads_back_as_written(value in "\\PC{0,40}") {
            let because = Because::new(BecauseCode::KindListed).with("kind", value);
            proptest::prop_assert_eq!(Because::try_from(because.to_string()).unwrap(), because);
        }
    }
}
