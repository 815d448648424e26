//! What `bron probe` types at a source to see how its search box behaves.

use serde::{Deserialize, Serialize};

/// The table `[probe]` of a source. The defaults suit Dutch sites on care, welfare and housing; a site about something
/// else, or in another language, needs words that stand in its own texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProbeSettings {
    /// A text that must have hits.
    pub canary: String,
    /// Two common words, each in texts in which the other is not.
    pub words: [String; 2],
    /// A word that stands in no text.
    pub nonsense: String,
    /// A word and its plural, both of which people write.
    pub singular_plural: [String; 2],
    /// A common word and an inflected form of it that nobody writes.
    pub inflected: [String; 2],
    /// A common long word.
    pub compound: String,
    /// Letters from the middle of that word, which are no word themselves.
    pub inside: String,
    /// Letters with which that word begins: no word, not its stem, and not cut where a line may break (texts of PDFs hold
    /// the halves of broken words).
    pub beginning: String,
    /// A word without and with the accents that belong to it.
    pub accents: [String; 2],
    /// A common word, and the same with an accent that nobody writes.
    pub accented: [String; 2],
    /// Result pages that are read of each text.
    pub result_pages: u32,
}

impl Default for ProbeSettings {
    fn default() -> Self {
        let two = |one: &str, other: &str| [one.to_owned(), other.to_owned()];
        Self {
            canary: "zorg".to_owned(),
            words: two("wonen", "zorg"),
            nonsense: "qzxvkwpj".to_owned(),
            singular_plural: two("buurt", "buurten"),
            inflected: two("welzijn", "welzijnen"),
            compound: "samenleving".to_owned(),
            inside: "menlevin".to_owned(),
            beginning: "samenlevi".to_owned(),
            accents: two("financiele", "financiële"),
            accented: two("zorg", "zörg"),
            result_pages: 3,
        }
    }
}

impl ProbeSettings {
    /// Every text that is one word, with the key that holds it.
    pub fn single_words(&self) -> Vec<(&'static str, &str)> {
        let pairs = [
            ("words", &self.words),
            ("singular_plural", &self.singular_plural),
            ("inflected", &self.inflected),
            ("accents", &self.accents),
            ("accented", &self.accented),
        ];
        let pairs =
            pairs.into_iter().flat_map(|(key, pair)| pair.iter().map(move |word| (key, word.as_str())));
        let single = [
            ("nonsense", self.nonsense.as_str()),
            ("compound", self.compound.as_str()),
            ("inside", self.inside.as_str()),
            ("beginning", self.beginning.as_str()),
        ];
        pairs.chain(single).collect()
    }
}
