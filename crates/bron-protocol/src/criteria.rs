//! The criteria in words, and the word lists that rules use.

use bron_model::{Criterion, Scope, Verdict};
use serde::{Deserialize, Serialize};

/// `config/criteria.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// Names this wording of the criteria; judgements store it.
    pub version: String,
    /// I1, I2, W, E1a, E1b, E2, E3: each exactly once, in this order.
    pub criterion: Vec<CriterionText>,
    /// The reasons that reviewers choose from; a judgement has a reason of this list, or none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reason: Vec<Reason>,
}

impl Criteria {
    /// Where the criteria name no [`CriterionText::doubt`]: what it was when it could not be named, so that older studies end as they did.
    pub const DOUBT: u8 = 20;

    /// The chance, in percent, from which E1b is in doubt: see [`CriterionText::doubt`].
    pub fn doubt(&self) -> u8 {
        self.text(Criterion::E1b).doubt.unwrap_or(Self::DOUBT)
    }

    /// A criterion in words.
    pub fn text(&self, criterion: Criterion) -> &CriterionText {
        let found = self.criterion.iter().find(|text| text.id == criterion);
        found.expect("loading refuses criteria of which one is missing")
    }

    /// The reasons that go with a verdict on a criterion, in the order of the file.
    pub fn reasons(&self, criterion: Criterion, verdict: Verdict) -> impl Iterator<Item = &Reason> {
        let fits = move |reason: &&Reason| reason.verdict == verdict && reason.criteria.contains(&criterion);
        self.reason.iter().filter(fits)
    }
}

/// A reason that a reviewer can give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Small letters, digits and hyphens; what judgements store.
    pub code: String,
    /// The criteria that it can be given on.
    pub criteria: Vec<Criterion>,
    /// The verdict that it goes with.
    pub verdict: Verdict,
    /// In Dutch.
    pub nl: String,
    /// In English.
    pub en: String,
}

/// One criterion in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionText {
    /// Which.
    pub id: Criterion,
    /// What it is decided about; must be the scope that the method gives it.
    pub scope: Scope,
    /// Who settles it.
    pub settled_by: SettledBy,
    /// The criterion in Dutch.
    pub nl: String,
    /// The criterion in English.
    pub en: String,
    /// Of E1b alone, 1 to 100: from this chance, in percent, that at least one weak sign defines or describes the term, it
    /// is not proposed to take the pair out. Absent, [`Criteria::DOUBT`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<u8>,
}

/// Who settles a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettledBy {
    /// A rule, where it can; else a reviewer.
    Rule,
    /// A reviewer; a rule only proposes.
    Reviewer,
}

/// The word lists, each word with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lexicons {
    /// Kinds as sites list them.
    pub kinds: Vec<KindWord>,
    /// Words of the domains, and of others.
    pub domains: Vec<DomainWord>,
    /// Words for older people, and for other groups.
    pub groups: Vec<GroupWord>,
}

/// A kind on the researcher's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWord {
    /// The kind in small letters, as a site lists it.
    pub word: String,
    /// `include` or `exclude`.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

/// On which side of criterion E2 a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DomainSide {
    /// Care, health, welfare or housing.
    Inside,
    /// Another domain.
    Outside,
}

/// A word that tells the domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DomainWord {
    /// The word or words in small letters, matched at whole words.
    pub word: String,
    /// Which side.
    pub side: DomainSide,
    /// 1 (weak) to 5 (strong).
    pub weight: u8,
    /// Why.
    pub reason: String,
}

/// On which side of criterion E3 a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupSide {
    /// Older people.
    Older,
    /// Another group, that excludes them when it alone is spoken of.
    Other,
}

/// A word that tells which people are meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupWord {
    /// The word or words in small letters, matched at whole words.
    pub word: String,
    /// Which side.
    pub side: GroupSide,
    /// 1 (weak) to 5 (strong).
    pub weight: u8,
    /// Why.
    pub reason: String,
}
