//! Measuring on a small folder of annotated texts that is made up here.

use bron_evaluate::{Corpus, Counts, Error, Measure, Part, evaluate};
use bron_protocol::{Files, Protocol};
use std::path::Path;

fn protocol() -> Protocol {
    Protocol::load(&Files::Embedded, "ouderen-2024").unwrap()
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn measured(folder: &Path, measure: Measure) -> Result<Part, Error> {
    Ok(evaluate(&Corpus::open(folder)?, &protocol(), &[measure])?.remove(0))
}

fn counts(part: &Part, name: &str) -> Counts {
    part.figures.iter().find(|figure| figure.name == name).unwrap_or_else(|| panic!("{part:#?}")).counts
}

const TEXT: &str = "Onder samenzorg verstaan wij zorg die familie en buren met elkaar delen. Vorig jaar sprak de raad over samenzorg.";
const GOLD: &str = "file,term,sentence,label,agreement,note
a.txt,samenzorg,Onder samenzorg verstaan wij zorg die familie en buren met elkaar delen.,definition,agreed,
a.txt,samenzorg,Vorig jaar sprak de raad over samenzorg.,description,disputed (mention_only),
b.txt,samenzorg,Op de agenda staat samenzorg.,mention_only,agreed,
a.txt,samenzorg,Deze zin staat er niet.,description,agreed,
c.txt,samenzorg,Dit bestand is er niet.,description,agreed,
";

#[test]
fn what_the_folder_does_not_hold_is_skipped_and_never_zero() {
    let folder = folder(&[]);
    let of_folders: Vec<Measure> = Measure::ALL.into_iter().filter(|one| *one != Measure::Examples).collect();
    for part in evaluate(&Corpus::open(folder.path()).unwrap(), &protocol(), &of_folders).unwrap() {
        assert!(!part.skipped.is_empty() && part.figures.is_empty(), "{part:?}");
    }
}

#[test]
fn sentences_are_counted_by_label_with_and_without_disputed_ones() {
    let folder = folder(&[
        ("gold.csv", GOLD),
        ("texts/a.txt", TEXT),
        ("texts/b.txt", "Op de agenda staat samenzorg."),
    ]);
    let part = measured(folder.path(), Measure::Passages).unwrap();
    let all = counts(&part, "definition and description, all rows");
    assert_eq!(all, Counts { right: 1, wrong: 0, missed: 1 });
    let agreed = counts(&part, "definition and description, without disputed rows");
    assert_eq!(agreed, Counts { right: 1, wrong: 0, missed: 0 });
    let left_out = part.different.iter().filter(|line| line.starts_with("not counted")).count();
    assert_eq!(left_out, 2, "{:#?}", part.different);
}

#[test]
fn a_heading_is_found_where_it_stands_and_sentences_that_follow_are_one_whole() {
    let text = "Samenzorg\n\nOnder samenzorg verstaan wij zorg die familie en buren met elkaar delen. Niemand weet hoe lang. \
                Vorig jaar sprak de raad over samenzorg.";
    let gold = "file,term,sentence,label,agreement
a.txt,samenzorg,Samenzorg,mention_only,agreed
a.txt,samenzorg,Onder samenzorg verstaan wij zorg die familie en buren met elkaar delen.,definition,agreed
a.txt,samenzorg,Niemand weet hoe lang.,description,agreed
a.txt,samenzorg,Vorig jaar sprak de raad over samenzorg.,mention_only,agreed
";
    let folder = folder(&[("gold.csv", gold), ("texts/a.txt", text)]);
    let part = measured(folder.path(), Measure::Passages).unwrap();
    let sentences = counts(&part, "definition and description, all rows");
    assert_eq!(sentences, Counts { right: 1, wrong: 0, missed: 1 });
    let wholes = counts(&part, "definition and description, passages as wholes");
    assert_eq!(wholes, Counts { right: 1, wrong: 0, missed: 0 });
}

#[test]
fn the_examples_of_every_pattern_and_mention_hold_and_one_that_does_not_is_named() {
    let empty = folder(&[]);
    let part = measured(empty.path(), Measure::Examples).unwrap();
    assert!(part.different.is_empty(), "{:#?}", part.different);
    assert!(part.figures.iter().all(|figure| figure.counts.right > 10), "{part:?}");
    let mut protocol = protocol();
    let (pattern, mention) = (&mut protocol.patterns[0], &mut protocol.mentions[0]);
    std::mem::swap(&mut pattern.example, &mut pattern.counter_example);
    "Hier staat het niet.".clone_into(&mut mention.example);
    let ids = [pattern.id.clone(), pattern.id.clone(), mention.id.clone()];
    let part =
        evaluate(&Corpus::open(empty.path()).unwrap(), &protocol, &[Measure::Examples]).unwrap().remove(0);
    assert_eq!(part.different.len(), 3, "{:#?}", part.different);
    for (line, id) in part.different.iter().zip(&ids) {
        assert!(line.starts_with(&format!("`{id}`: ")), "{line}");
    }
    assert!(part.different[2].contains("has no term"));
}

#[test]
fn a_publication_counts_once_for_a_term() {
    let folder = folder(&[
        ("gold.csv", GOLD),
        ("texts/a.txt", TEXT),
        ("texts/b.txt", "Op de agenda staat samenzorg."),
    ]);
    let part = measured(folder.path(), Measure::Publications).unwrap();
    assert_eq!(
        counts(&part, "with a definition or description: kept"),
        Counts { right: 1, wrong: 0, missed: 0 }
    );
    assert_eq!(
        counts(&part, "with mentions only: proposed to be taken out"),
        Counts { right: 1, wrong: 0, missed: 0 }
    );
}

#[test]
fn what_is_about_a_term_that_the_pipeline_does_not_have_is_not_counted_as_kept() {
    let gold = format!("{GOLD}b.txt,positieve-gezondheid,Op de agenda staat samenzorg.,definition,agreed,\n");
    let texts = [
        ("gold.csv", gold.as_str()),
        ("texts/a.txt", TEXT),
        ("texts/b.txt", "Op de agenda staat samenzorg."),
    ];
    let part = measured(folder(&texts).path(), Measure::Publications).unwrap();
    assert_eq!(counts(&part, "with a definition or description: kept").right, 1);
    assert_eq!(part.different.len(), 1, "{:?}", part.different);
    assert!(part.different[0].contains("`positieve-gezondheid` is no term"), "{:?}", part.different);
}

#[test]
fn a_case_that_is_read_otherwise_is_listed() {
    let cases = "id,term,sentence,label,pattern
1,samenzorg,Onder samenzorg verstaan wij zorg die familie en buren met elkaar delen.,definition,verstaan
2,samenzorg,Op de agenda staat samenzorg.,definition,none
";
    let folder = folder(&[("patterns.csv", cases)]);
    let part = measured(folder.path(), Measure::Patterns).unwrap();
    assert_eq!(counts(&part, "with the label that is meant"), Counts { right: 1, wrong: 0, missed: 1 });
    assert!(part.different[0].contains("definition read as mention_only"), "{:?}", part.different);
}

#[test]
fn the_ends_of_sentences_are_compared_wherever_the_lines_break() {
    let folder = folder(&[(
        "sentences.txt",
        "# Een opmerking.\n\nDit is een zin.\nDit is nog een zin, met\neen regel te veel.\nEn het slot.\n",
    )]);
    let part = measured(folder.path(), Measure::Sentences).unwrap();
    assert_eq!(counts(&part, "ends of sentences"), Counts { right: 2, wrong: 0, missed: 1 });
}

#[test]
fn dates_are_right_wrong_or_missing() {
    let day = |day: &str| {
        format!(
            "<html><head><meta property='article:published_time' content='{day}'></head><body><p>Een tekst over de buurt, en wat mensen er voor elkaar doen.</p></body></html>"
        )
    };
    let folder = folder(&[
        ("html/dates.csv", "file,date\na.html,2020-05-01\nb.html,2020-05-01\nc.html,2020-05-01\n"),
        ("html/dates/a.html", &day("2020-05-01")),
        ("html/dates/b.html", &day("2020-05-02")),
        ("html/dates/c.html", "<html><body><p>Een tekst zonder dag.</p></body></html>"),
    ]);
    let part = measured(folder.path(), Measure::Dates).unwrap();
    assert_eq!(counts(&part, "all"), Counts { right: 1, wrong: 1, missed: 1 });
}

#[test]
fn segments_are_found_too_many_or_missed() {
    let text = "Bewoners van de straat koken elke week voor elkaar. Zij doen dat al tien jaar, en de gemeente betaalt de pannen.";
    let page = format!(
        "<html><body><nav>Menu van de site</nav><main><h1>Koken</h1><p>{text}</p></main></body></html>"
    );
    let rows = format!(
        "{}\n",
        r#"{"file": "a.html", "with": ["koken elke week", "staat er niet"], "without": ["Menu van de site"]}"#
    );
    let folder = folder(&[("html/main-text.jsonl", &rows), ("html/main-text/a.html", &page)]);
    let part = measured(folder.path(), Measure::MainText).unwrap();
    assert_eq!(counts(&part, "segments"), Counts { right: 1, wrong: 0, missed: 1 });
}

#[test]
fn a_row_that_is_not_as_described_is_named() {
    let folder =
        folder(&[("gold.csv", "file,term,sentence,label,agreement\na.txt,samenzorg,Zin.,perhaps,agreed\n")]);
    let error = measured(folder.path(), Measure::Passages).unwrap_err();
    assert!(error.to_string().contains("gold.csv`, row 2"), "{error}");
    assert!(error.hint().is_some());
    let nowhere = Corpus::open(&folder.path().join("nowhere")).unwrap_err();
    assert!(nowhere.to_string().contains("there is no folder"), "{nowhere}");
}

/// What `tests/measure/made` had when this was written: 63 of 67 and 11 of 58. Fewer is a loss that has to be explained.
#[test]
fn texts_made_to_be_hard_keep_their_definitions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/measure/made");
    let part = measured(&folder, Measure::Publications).unwrap();
    let kept = counts(&part, "with a definition or description: kept");
    let out = counts(&part, "with mentions only: proposed to be taken out");
    assert_eq!((kept.right + kept.missed, out.right + out.missed), (67, 58), "{part:#?}");
    assert!(kept.right >= 63 && out.right >= 11, "{part:#?}");
}
