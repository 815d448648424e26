use crate::rows::*;
use bron_model::Criterion;

/// The kind that the site lists, the kinds that main document and landing page name, the verdict and the rule.
fn check(as_listed: &str, as_read: &[&str], verdict: &str, rule: &str) {
    let mut publication = publication("Titel");
    publication.kind_as_listed = as_listed.into();
    let parts = [bron_model::DocumentPart::Main, bron_model::DocumentPart::Landing];
    let documents = as_read.iter().zip(parts).enumerate().map(|(number, (kind, part))| {
        let mut document = document(number + 1, part, bron_model::DocumentStatus::Retrieved);
        document.kind_as_read = (*kind).into();
        document
    });
    let row = Read::of(publication, documents.collect()).decision(Criterion::I1);
    assert_eq!((row.verdict.as_str(), row.rule.as_str()), (verdict, rule), "{as_listed:?} {as_read:?}");
}

#[test]
fn a_kind_on_the_list_settles_it_and_any_other_is_a_reviewers() {
    check("Rapport", &[], "include", "kind:rapport");
    check(" NIEUWS ", &[], "exclude", "kind:nieuws");
    check("", &[], "unclear", "I1-kind");
    check("Kennisdossier", &[], "unclear", "I1-kind");
    // Whole phrases only.
    check("Rapportage", &[], "unclear", "I1-kind");
    check("Nieuws en agenda", &[], "exclude", "kind:nieuws en agenda");
}

#[test]
fn several_kinds_must_agree() {
    check("Artikel, Rapport", &[], "include", "kind:artikel");
    check("Nieuws | Artikel", &[], "unclear", "I1-kind");
    check("Nieuws / Opinie", &[], "exclude", "kind:nieuws");
    check("Rapport", &["Opinie"], "unclear", "I1-kind");
}

#[test]
fn a_kind_that_nobody_looked_at_never_helps_to_exclude() {
    check("Nieuws, Kennisdossier", &[], "unclear", "I1-kind");
    check("Kennisdossier", &["Nieuws"], "unclear", "I1-kind");
    check("Kennisdossier", &["Rapport"], "include", "kind:rapport");
}

#[test]
fn a_page_names_its_kind_where_the_list_shows_none() {
    check("", &["Rapport"], "include", "kind:rapport");
    check("", &["", "Nieuws"], "exclude", "kind:nieuws");
    check("", &["Rapport", "Nieuws"], "unclear", "I1-kind");
}

#[test]
fn the_kind_is_quoted_as_listed() {
    let mut publication = publication("Titel");
    publication.kind_as_listed = "Nieuws".into();
    let row = screener().screen_listed(&publication).remove(0);
    assert_eq!(
        (row.quote.as_str(), row.because.to_string().as_str()),
        ("Nieuws", "kind-listed | kind=Nieuws")
    );
}
