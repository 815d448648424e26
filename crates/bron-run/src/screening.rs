//! Stage 2, screening: I1, I2 and W on what was listed. What is certainly out is not retrieved.

use bron_model::{DecisionRow, PublicationRow, Verdict};

/// The publications that no decision takes out for certain.
pub(crate) fn remaining(publications: &[PublicationRow], decisions: &[DecisionRow]) -> Vec<PublicationRow> {
    let out: std::collections::BTreeSet<_> = decisions
        .iter()
        .filter(|decision| decision.verdict == Verdict::Exclude)
        .map(|decision| &decision.publication)
        .collect();
    publications.iter().filter(|publication| !out.contains(&publication.publication)).cloned().collect()
}
