//! What a researcher reads when something is wrong: the thing, the place, and the next step.

use crate::world::World;

/// Runs the shipped demo pipeline of a study after one edit, and expects exit code 1 with all of the texts.
fn check(edit: (&str, &str, &str), texts: &[&str]) {
    let world = World::with_study();
    world.edit(edit.0, edit.1, edit.2);
    let answer = world.bron(&["run", "demo"]);
    assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
    for text in texts.iter().chain(&["hint:"]) {
        assert!(answer.err.contains(text), "`{text}` is not in: {}", answer.err);
    }
    assert!(!world.path("output/demo/1-search").exists(), "nothing is half-written");
}

#[test]
fn a_typo_names_file_line_and_the_nearest_key() {
    check(("config/terms.toml", "texts = ", "text = "), &["config/terms.toml:", "text", "texts"]);
    check(
        ("pipelines/demo.toml", "question = ", "questoin = "),
        &["pipelines/demo.toml:", "questoin", "question"],
    );
    check(
        ("config/criteria.toml", "settled_by = ", "setled_by = "),
        &["config/criteria.toml:", "settled_by"],
    );
    check(("config/lexicons/kinds.toml", "word = ", "wrod = "), &["config/lexicons/kinds.toml:", "word"]);
    check(
        ("config/demo/sources/movisie.toml", "group = ", "gruop = "),
        &["config/demo/sources/movisie.toml:", "group"],
    );
    check(("config/patterns/nl.toml", "matches = ", "matchs = "), &["config/patterns/nl.toml:", "matches"]);
}

#[test]
fn a_missing_file_names_the_key_that_asks_for_it() {
    check(
        ("pipelines/demo.toml", "config/lexicons/kinds.toml", "config/lexicons/soorten.toml"),
        &["config/lexicons/soorten.toml", "kinds"],
    );
}

#[test]
fn an_engine_that_is_not_there_is_told_before_anything_is_asked() {
    let to = |engine: &'static str| ("pipelines/demo.toml", "pdf_engine = \"pdf-oxide\"", engine);
    check(to("pdf_engine = \"poppler\""), &["pipelines/demo.toml:", "poppler", "pdf-oxide"]);
    if cfg!(not(feature = "pdfium")) {
        check(to("pdf_engine = \"pdfium\""), &["built without pdfium", "--features bron/pdfium"]);
    }
}

#[test]
fn an_unknown_pipeline_lists_the_ones_there_are() {
    let world = World::with_study();
    let answer = world.bron(&["run", "oudren-2024"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("ouderen-2024") && answer.err.contains("hint:"), "{}", answer.err);
}

#[test]
fn outside_a_study_the_next_step_is_named() {
    let answer = World::empty().bron(&["run", "demo"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("bron new"), "{}", answer.err);
}

#[test]
fn wrong_arguments_are_code_1_and_help_is_code_0() {
    let world = World::empty();
    assert_eq!(world.bron(&["run"]).code, 1);
    assert_eq!(world.bron(&["--help"]).code, 0);
    assert_eq!(world.bron(&["--version"]).code, 0);
}

#[test]
fn no_live_run_without_a_contact() {
    let world = World::with_study();
    let answer = world.bron(&["run", "ouderen-vervolg"]);
    assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
    assert!(answer.err.contains("contact") && answer.err.contains("hint:"), "{}", answer.err);
    assert!(
        !world.path("output/ouderen-vervolg").exists(),
        "nothing is made before it is known to be of use"
    );
}

#[test]
fn a_window_without_a_harvest_says_which_run_comes_first() {
    let world = World::with_study();
    let answer = world.bron(&["run", "ouderen-2024"]);
    assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
    assert!(answer.err.contains("hint: first harvest with `bron run ouderen-vervolg`\n"), "{}", answer.err);
    assert!(!world.path("output/ouderen-2024").exists());
    let answer = world.bron(&["run", "ouderen-vervolg", "--offline"]);
    let told = "hint: first harvest with `bron run ouderen-vervolg`, without --offline\n";
    assert!(answer.code == 1 && answer.err.contains(told), "{}", answer.err);
}

#[test]
fn a_run_folder_of_another_pipeline_is_left_alone() {
    let world = World::with_study();
    world.write("uit/run.json", r#"{"format":1,"pipeline":"anders"}"#);
    let answer = world.bron(&["run", "demo", "--output", "uit"]);
    assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
    assert!(answer.err.contains("uit") && answer.err.contains("hint:"), "{}", answer.err);
    assert!(!world.path("uit/1-search").exists());
}
