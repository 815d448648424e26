//! What a rule found, before it is a row about a publication or pair.

use bron_model::{
    Because, BecauseCode, Criterion, DecisionRow, DocumentId, MadeBy, PublicationId, TermId, Verdict,
};

/// A verdict or proposal with its rule, reason and evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub verdict: Verdict,
    pub proposal: Option<Verdict>,
    pub rule: String,
    pub because: Because,
    pub document: Option<DocumentId>,
    pub page: Option<u32>,
    pub quote: String,
}

impl Finding {
    /// Nothing is settled and nothing proposed.
    pub fn unclear(rule: &str, because: Because) -> Self {
        Self::settled(Verdict::Unclear, rule, because)
    }

    /// The rule settles it.
    pub fn settled(verdict: Verdict, rule: &str, because: Because) -> Self {
        let rule = rule.to_owned();
        Self { verdict, proposal: None, rule, because, document: None, page: None, quote: String::new() }
    }

    /// Only a reviewer settles it; the rule proposes.
    pub fn proposed(proposal: Verdict, rule: &str, because: Because) -> Self {
        Self { proposal: Some(proposal), ..Self::unclear(rule, because) }
    }

    /// Adds the place and words on which it rests.
    pub fn at(self, document: &DocumentId, page: u32, quote: &str) -> Self {
        Self { document: Some(document.clone()), page: Some(page), quote: quote.to_owned(), ..self }
    }

    /// Adds words that stand on no page, such as the kind that a site lists.
    pub fn quoting(self, quote: &str) -> Self {
        Self { quote: quote.to_owned(), ..self }
    }

    /// The row of `decisions.csv`; `term` is `None` for a criterion on the publication.
    pub fn row(
        self,
        publication: &PublicationId,
        term: Option<&TermId>,
        criterion: Criterion,
    ) -> DecisionRow {
        DecisionRow {
            publication: publication.clone(),
            term: term.cloned(),
            scope: criterion.scope(),
            criterion,
            verdict: self.verdict,
            proposal: self.proposal,
            made_by: MadeBy::Rule,
            rule: self.rule,
            document: self.document,
            page: self.page,
            quote: self.quote,
            because: self.because,
        }
    }
}

/// A publication that was not retrieved since it was already out.
pub(crate) fn not_read(rule: &str, out_on: Criterion) -> Finding {
    Finding::unclear(rule, Because::new(BecauseCode::NotRead).with("criterion", out_on))
}
