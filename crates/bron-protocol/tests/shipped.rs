//! The configuration that is shipped loads, is explained key by key, and agrees with the report of 2024.

use bron_model::{PartialDate, Route};
use bron_protocol::{Files, Protocol, Until, embedded};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn shipped(name: &str) -> Protocol {
    Protocol::load(&Files::Embedded, name)
        .unwrap_or_else(|error| panic!("{name}: {error}\nhint: {}", error.hint().unwrap_or_default()))
}

fn text(path: &str) -> &'static str {
    embedded().iter().find(|(name, _)| *name == path).unwrap_or_else(|| panic!("{path} is shipped")).1
}

/// A reference table, as rows of column to cell.
fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text(&format!("config/reference/{name}.csv")).as_bytes());
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> i64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {} is a number", row["term"]))
}

#[test]
fn every_shipped_pipeline_loads_without_a_remark() {
    let names = Files::Embedded.pipelines();
    for expected in ["ouderen-2024", "ouderen-praktijk-wetenschap", "ouderen-vervolg"] {
        assert!(names.contains(&expected.to_owned()), "{expected} is shipped");
    }
    for name in names {
        assert_eq!(shipped(&name).remarks, [], "{name}");
    }
}

#[test]
fn nineteen_texts_are_typed_at_eight_knowledge_bases() {
    let protocol = shipped("ouderen-vervolg");
    let queries = protocol.queries();
    assert_eq!(queries.len(), 152);
    assert!(queries.iter().all(|query| query.via == Route::Search));
    assert_eq!(queries.iter().collect::<BTreeSet<_>>().len(), 152, "no query is asked twice");
    let sources: Vec<&str> = protocol.sources.iter().map(|source| source.id.as_str()).collect();
    assert_eq!(
        sources,
        ["lsa", "vws", "movisie", "platform31", "scp", "verwey-jonker", "vilans", "zorginstituut"]
    );
    assert!(protocol.sources.iter().all(|source| source.group == "kennisbank-2024"));
}

#[test]
fn what_is_not_known_is_not_searched_and_says_why() {
    let protocol = shipped("ouderen-vervolg");
    let searched: Vec<&str> = protocol
        .sources
        .iter()
        .filter(|source| source.platform.is_some())
        .map(|source| source.id.as_str())
        .collect();
    assert_eq!(searched, ["lsa", "vws", "movisie", "platform31", "scp", "verwey-jonker", "zorginstituut"]);
    for source in &protocol.sources {
        assert_eq!(source.platform.is_none(), source.unknown.is_some(), "{}", source.id);
        assert!(source.confidence.contains_key("platform"), "{}", source.id);
        assert!(source.confidence.contains_key("base"), "{}", source.id);
    }
}

#[test]
fn two_windows_are_read_from_one_archive() {
    let (first, second) = (shipped("ouderen-2024"), shipped("ouderen-vervolg"));
    assert_eq!(first.pipeline.archive.as_deref(), Some(&*second.pipeline.name));
    assert_eq!(second.pipeline.archive, None);
    assert_eq!(first.pipeline.window.until, Until::Date("2024-06-30".parse::<PartialDate>().unwrap()));
    assert_eq!(second.pipeline.window.until, Until::Harvest);
    assert_eq!(first.digests.search, second.digests.search, "or the archive would hold other answers");
    assert_ne!(first.digests.screening, second.digests.screening);
}

#[test]
fn nothing_is_sent_before_a_contact_is_filled_in() {
    for name in ["ouderen-2024", "ouderen-vervolg", "ouderen-praktijk-wetenschap"] {
        assert_eq!(shipped(name).pipeline.contact, None, "{name}");
    }
}

#[test]
fn every_row_of_the_printed_table_adds_up_and_all_of_them_to_28() {
    let rows = table("table1-2024");
    assert_eq!(rows.len(), 11);
    let mut sums = [0; 4];
    let columns = ["identified", "excluded_e1", "excluded_e2_e3", "included"];
    for row in &rows[..10] {
        let [identified, e1, e2_e3, included] = columns.map(|column| number(row, column));
        assert_eq!(identified - e1 - e2_e3, included, "{}", row["term"]);
        for (sum, n) in sums.iter_mut().zip([identified, e1, e2_e3, included]) {
            *sum += n;
        }
    }
    assert_eq!(sums, [432, 402, 2, 28]);
    assert_eq!(columns.map(|column| number(&rows[10], column)), sums, "the total row is the sum");
}

#[test]
fn our_reading_of_a_printed_number_differs_by_its_sign_only() {
    for row in &table("table1-2024")[..10] {
        for column in ["identified", "excluded_e1", "excluded_e2_e3", "included"] {
            let printed = &row[&format!("{column}_as_printed")];
            let read = if printed.is_empty() { 0 } else { printed.parse::<i64>().unwrap().abs() };
            assert_eq!(number(row, column), read, "{} {column}", row["term"]);
        }
    }
    let blank = |row: &&BTreeMap<String, String>| row["excluded_e2_e3_as_printed"].is_empty();
    let blanks: Vec<_> =
        table("table1-2024")[..10].iter().filter(blank).map(|row| row["term"].clone()).collect();
    assert_eq!(blanks, ["community-organizing"]);
}

#[test]
fn the_printed_table_has_our_terms_in_their_order_and_with_their_labels() {
    let printed: Vec<_> =
        table("table1-2024")[..10].iter().map(|row| (row["term"].clone(), row["label"].clone())).collect();
    let ours: Vec<_> =
        shipped("ouderen-2024").terms.iter().map(|term| (term.id.to_string(), term.label.clone())).collect();
    assert_eq!(printed, ours);
}

#[test]
fn the_named_inclusions_are_as_many_as_the_table_says() {
    let inclusions = table("inclusions-2024");
    for row in &table("table1-2024")[..10] {
        let named = inclusions.iter().filter(|inclusion| inclusion["term"] == row["term"]).count();
        assert_eq!(i64::try_from(named).unwrap(), number(row, "included"), "{}", row["term"]);
    }
    let named: Vec<_> = inclusions.iter().filter(|inclusion| !inclusion["authors"].is_empty()).collect();
    assert_eq!(named.len(), 27, "and one unnamed");
    let publications: BTreeSet<_> =
        named.iter().map(|inclusion| (&inclusion["authors"], &inclusion["year"])).collect();
    assert_eq!(publications.len(), 22);
    assert_eq!(named.iter().filter(|inclusion| !inclusion["page"].is_empty()).count(), 23);
    assert_eq!(named.iter().filter(|inclusion| !inclusion["second_hand_of"].is_empty()).count(), 4);
}

#[test]
fn table_2_attributes_no_more_crosses_than_are_printed() {
    let rows = table("table2-2024");
    let terms: Vec<String> = shipped("ouderen-2024").terms.iter().map(|term| term.id.to_string()).collect();
    let (mut printed, mut attributed) = (0, 0);
    for row in &rows {
        let cells: Vec<&str> = terms.iter().filter_map(|term| row.get(term)).map(String::as_str).collect();
        assert_eq!(cells.len(), 9, "all but samenzorg");
        let count = |value: &str| cells.iter().filter(|cell| **cell == value).count();
        assert_eq!(count("yes") + count("no") + count("unknown"), 9, "{}", row["element"]);
        let crosses: usize = row["crosses_printed"].parse().unwrap();
        assert!((count("yes")..=count("yes") + count("unknown")).contains(&crosses), "{}", row["element"]);
        printed += crosses;
        attributed += count("yes");
    }
    assert_eq!((rows.len(), printed, attributed), (18, 55, 35));
}

#[test]
fn the_codebook_has_the_elements_of_the_printed_table_in_its_order() {
    let rows = table("table2-2024");
    for name in Files::Embedded.pipelines() {
        let protocol = shipped(&name);
        let codebook = protocol.codebook.as_ref().expect("every shipped pipeline names the codebook");
        let label =
            |id: &str| codebook.category(id).map(|category| category.label.clone()).unwrap_or_default();
        let ours: Vec<[String; 3]> = codebook
            .element
            .iter()
            .map(|element| [element.id.clone(), label(&element.category), element.label.clone()])
            .collect();
        let printed: Vec<[String; 3]> = rows
            .iter()
            .map(|row| ["element", "category", "label"].map(|column| row[column].clone()))
            .collect();
        assert_eq!(ours, printed, "{name}");
        assert_eq!(protocol.earlier_crosses.len(), 18 * 9, "{name}");
    }
}

#[test]
fn elements_comparison_and_questions_are_whole() {
    let elements = table("elements-2024");
    let numbered = elements.iter().filter(|row| row["number"] != "+").count();
    assert_eq!((numbered, elements.len()), (33, 34));
    assert_eq!(table("comparison-2024").len(), 9, "all but samenzorg");
    let sheet = csv::Reader::from_reader(text("config/comparison.csv").as_bytes())
        .deserialize::<BTreeMap<String, String>>()
        .collect::<Result<Vec<_>, _>>()
        .unwrap();
    assert_eq!(sheet.len(), 10 * 5, "every term, samenzorg too, and every aspect");
    for row in &sheet {
        let earlier = table("comparison-2024").into_iter().find(|earlier| earlier["term"] == row["term"]);
        let earlier = earlier.map(|earlier| earlier[&row["aspect"]].clone()).unwrap_or_default();
        assert_eq!(row["earlier"], earlier, "{} {}", row["term"], row["aspect"]);
    }
    let questions = table("questions");
    assert_eq!(questions.len(), 11);
    for question in &questions {
        assert!(!question["question_nl"].is_empty() && !question["question_en"].is_empty());
        assert!(!question["why_nl"].is_empty() && !question["why_en"].is_empty());
        assert!(question["answer"].is_empty(), "nobody has answered yet");
    }
    for name in Files::Embedded.pipelines() {
        let protocol = shipped(&name);
        assert_eq!((protocol.questions.len(), protocol.comparison.len()), (11, 50), "{name}");
        assert_eq!(
            protocol.statements,
            bron_protocol::Statements::default(),
            "{name}: nobody has said anything"
        );
    }
}

/// Tables whose keys are data (a path, a key, a host), explained once above the table.
const DATA_TABLES: &[&str] = &["kinds_by_path", "confidence", "harvest.connect_to", "connect_to"];

/// The keys without a sentence above them. A key of a list of tables is explained where it first stands.
fn unexplained(text: &str) -> Vec<String> {
    let mut explained = BTreeSet::new();
    let mut missing = Vec::new();
    let (mut table, mut above_is_comment, mut header_explained) = (String::new(), false, false);
    let mut inside_list = false;
    for line in text.lines() {
        let line = line.trim_end();
        if inside_list {
            inside_list = !line.starts_with(']');
            continue;
        }
        if let Some(header) = line.strip_prefix('[') {
            header.trim_matches(|c| c == '[' || c == ']').clone_into(&mut table);
            header_explained = above_is_comment;
        } else if let Some((key, value)) = line.split_once(" = ").filter(|_| !line.starts_with([' ', '#'])) {
            let full = format!("{table}.{key}");
            let is_data = DATA_TABLES.contains(&table.as_str()) && header_explained;
            if !above_is_comment && !is_data && !explained.contains(&full) {
                missing.push(full.clone());
            }
            explained.insert(full);
            inside_list = value == "[";
        }
        above_is_comment = line.starts_with('#');
    }
    missing
}

#[test]
fn every_key_has_a_sentence_above_it() {
    assert_eq!(unexplained("# A.\na = 1\nb = 2\n[[t]]\n# C.\nc = 1\n[[t]]\nc = 2\n"), [".b"]);
    for (path, text) in
        embedded().iter().filter(|(path, _)| Path::new(path).extension() == Some("toml".as_ref()))
    {
        assert_eq!(unexplained(text), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn the_shipped_files_lie_in_the_study_in_a_fixed_order() {
    let paths: Vec<&str> = embedded().iter().map(|(path, _)| *path).collect();
    let mut sorted = paths.clone();
    sorted.sort_unstable();
    assert_eq!(paths, sorted);
    assert!(paths.iter().all(|path| path.starts_with("config/") || path.starts_with("pipelines/")));
}

#[test]
fn the_rule_of_a_criterion_is_written_down_with_the_criterion() {
    let protocol = Protocol::load(&Files::Embedded, "pipelines/demo.toml").unwrap();
    assert_eq!(protocol.origin("E1a-occurrence"), protocol.origin("E1a"));
    assert!(protocol.origin("E1a").is_some());
    assert_eq!(protocol.origin("X9-unknown"), None);
}
