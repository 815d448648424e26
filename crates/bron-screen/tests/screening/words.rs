use crate::rows::*;
use bron_model::{Criterion, DocumentStatus};
use bron_protocol::{Files, Protocol};

/// Title and pages of a whole publication, and what is said of it with the rule.
fn check(criterion: Criterion, title: &str, pages: &[&str], expected: &str, rule: &str) {
    let row = read(title, pages).decision(criterion);
    assert_eq!(
        (says(&row).as_str(), row.rule.as_str()),
        (expected, rule),
        "{title} {pages:?} {}",
        row.because
    );
}

fn read(title: &str, pages: &[&str]) -> Read {
    let mut main = main_document();
    main.pages = u32::try_from(pages.len()).unwrap();
    let mut read = Read::of(publication(title), vec![main.clone()]);
    read.pages = (1..).zip(pages).map(|(number, text)| page(&main, number, text)).collect();
    read.occurrences = read
        .pages
        .iter()
        .filter(|page| page.text.contains("community care"))
        .map(|page| occurrence(page, "community care"))
        .collect();
    read
}

#[test]
fn words_of_another_domain_that_dominate_are_proposed_out() {
    let (out, rule) = ("unclear, exclude?", "domain:landbouw");
    check(Criterion::E2, "Titel", &["Landbouw, landbouw en verkeer."], out, rule);
    // Words inside the term itself tell nothing.
    check(Criterion::E2, "Titel", &["Landbouw, landbouw en verkeer: community care."], out, rule);
    check(Criterion::E2, "Over community care", &["Landbouw, landbouw, verkeer: community care."], out, rule);
    // A weak word of the domain tells none, unless it stands as often.
    check(Criterion::E2, "Titel", &["Landbouw, landbouw en verkeer in de buurt."], out, rule);
    // A longer word is the one that counts.
    check(Criterion::E2, "Titel", &["Landbouw, verkeer en de zorg voor het vee."], out, rule);
}

#[test]
fn without_positive_evidence_a_publication_is_proposed_in() {
    let e2 = Criterion::E2;
    check(e2, "Titel", &["Een tekst."], "unclear, include?", "E2-domains");
    check(e2, "Titel", &["Landbouw en landbouw."], "unclear, include?", "E2-domains");
    check(e2, "Titel", &["Landbouw en verkeer."], "unclear, include?", "E2-domains");
    check(e2, "Titel", &["Landbouw, landbouw, verkeer en zorg."], "unclear, include?", "domain:zorg");
    check(e2, "Over zorg", &["Landbouw, landbouw en verkeer."], "unclear, include?", "domain:zorg");
    let weak = "Landbouw, landbouw, verkeer. Buurt, buurt, buurt, buurt, buurt.";
    check(e2, "Titel", &[weak], "unclear, include?", "domain:buurt");
}

#[test]
fn another_group_in_the_title_or_throughout_the_text_is_proposed_out() {
    let (out, rule) = ("unclear, exclude?", "group:jongeren");
    let often = "Jongeren en jongeren, voor jongeren door jongeren.";
    check(Criterion::E3, "Jongeren in de wijk", &["Een tekst."], out, rule);
    check(Criterion::E3, "Titel", &[often], out, rule);
    check(Criterion::E3, "Titel", &[often, "Een tekst zonder."], out, rule);
}

#[test]
fn a_missing_word_for_older_people_is_no_evidence() {
    let e3 = Criterion::E3;
    let often = "Jongeren en jongeren, voor jongeren door jongeren.";
    check(e3, "Titel", &["Een tekst over de wijk."], "unclear, include?", "E3-groups");
    check(e3, "Titel", &["Ook jongeren doen mee."], "unclear, include?", "E3-groups");
    check(e3, "Kinderen en de wijk", &["Een tekst."], "unclear, include?", "E3-groups");
    check(e3, "Titel", &[often, "Een tekst.", "Nog een."], "unclear, include?", "E3-groups");
    check(e3, "Jongeren en ouderen", &[often], "unclear, include?", "group:ouderen");
    check(e3, "Jongeren", &[often, "Ook ouderen."], "unclear, include?", "group:ouderen");
}

#[test]
fn a_text_that_is_not_whole_is_never_proposed_out() {
    let mut read =
        read("Jongeren", &["Landbouw, landbouw en verkeer. Jongeren, jongeren, jongeren, jongeren."]);
    read.documents[0].status = DocumentStatus::PartlyWithoutText;
    for criterion in [Criterion::E2, Criterion::E3] {
        let row = read.decision(criterion);
        let said = (says(&row), row.because.to_string());
        assert_eq!(said, ("unclear".into(), "text-incomplete | status=partly-without-text".into()));
    }
    read.pages.clear();
    for criterion in [Criterion::E2, Criterion::E3] {
        let row = read.decision(criterion);
        assert_eq!((says(&row).as_str(), row.because.code.as_str()), ("unclear", "no-document"));
    }
}

#[test]
fn the_words_are_quoted_where_they_first_stand() {
    let row = read("Titel", &["Een tekst.", "Regel een.\nVoor de OUDE-\nREN: ouderen in de wijk."])
        .decision(Criterion::E3);
    assert_eq!(row.because.to_string(), "older-people-named | words=ouderen (2)");
    assert_eq!(row.page, Some(2));
    assert_eq!(row.quote, "Voor de OUDE-\nREN: ouderen in de wijk.");
}

/// As [`check`], with the lists that are shipped.
fn check_shipped(criterion: Criterion, title: &str, text: &str, expected: &str, rule: &str) {
    let protocol = Protocol::load(&Files::Embedded, "ouderen-vervolg").unwrap();
    let rows = read(title, &[text]).decided_by(&screener_with(&protocol.lexicons), &[]);
    let row = rows.into_iter().find(|row| row.criterion == criterion).unwrap();
    assert_eq!((says(&row).as_str(), row.rule.as_str()), (expected, rule), "{title}: {text}");
}

#[test]
fn the_shipped_lists_tell_whom_a_text_is_about_and_what() {
    let (e2, e3) = (Criterion::E2, Criterion::E3);
    let (include, exclude) = ("unclear, include?", "unclear, exclude?");
    let youth = "Jongeren in de wijk";
    check_shipped(e3, youth, "Een tekst over de wijk.", exclude, "group:jongeren");
    check_shipped(e3, youth, "De raad vroeg 75+ bewoners wat zij willen.", include, "group:75+");
    check_shipped(
        e3,
        youth,
        "Mensen van 65 jaar en ouder wonen er graag.",
        include,
        "group:65 jaar en ouder",
    );
    check_shipped(e3, youth, "Een levensloopbestendige woning.", include, "group:levensloopbestendige");
    // A group that older people belong to is another group only where a text speaks of nobody else.
    check_shipped(e3, "Vluchtelingen in de wijk", "Ook zij doen mee.", include, "E3-groups");
    let refugees = "Vluchtelingen, vluchtelingen, vluchtelingen en vluchtelingen. ".repeat(2);
    check_shipped(e3, "Titel", &refugees, exclude, "group:vluchtelingen");
    let law = "De vreemdelingenwet en het asielbeleid: grensbewaking, asielprocedure.";
    check_shipped(e2, "Titel", law, exclude, "domain:asielbeleid");
    check_shipped(e2, "Titel", &format!("{law} Zorg voor wie wacht."), include, "domain:zorg");
}
