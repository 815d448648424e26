//! A run describes itself: columns as in the files, every changed byte found, made again to the same bytes, packed for others.

use crate::demo::demo;
use crate::world::{World, copy, rows, stage_files};
use bron_describe::{Table, kind_of, tables};
use bron_model::file_name_problem;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The description of a run, as read by somebody who knows nothing else.
fn package(run: &Path) -> serde_json::Value {
    serde_json::from_str(&std::fs::read_to_string(run.join("datapackage.json")).unwrap()).unwrap()
}

/// Every file below a folder, by its path from there.
fn files_below(folder: &Path) -> Vec<String> {
    fn walk(root: &Path, folder: &Path, files: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let parts = path.strip_prefix(root).unwrap().iter().map(|part| part.to_string_lossy());
                files.push(parts.collect::<Vec<_>>().join("/"));
            }
        }
    }
    let mut files = Vec::new();
    walk(folder, folder, &mut files);
    files.sort();
    files
}

fn header(file: &Path) -> Vec<String> {
    let mut reader =
        csv::Reader::from_path(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    reader.headers().unwrap().iter().map(str::to_owned).collect()
}

/// A run of the demo of its own, with judgements and with the answer of `bron known`.
fn rich_demo() -> World {
    let world = World::empty();
    assert_eq!(world.bron(&["demo"]).code, 0);
    let outcomes = rows(&world.path("output/demo/5-eligibility/outcomes.csv"));
    let pair = outcomes.iter().find(|row| row["outcome"] == "included").unwrap();
    let (publication, term) = (pair["publication"].as_str(), pair["term"].as_str());
    world.give("AB", &[publication, "--criterion", "E1b", "--term", term], "include", &[]);
    assert_eq!(world.bron(&["demo"]).code, 0);
    assert_ne!(world.bron(&["known", "demo"]).code, 1);
    world
}

#[test]
fn the_columns_of_every_table_are_those_of_its_file_and_every_file_is_described() {
    let world = rich_demo();
    let run = world.path("output/demo");
    let mut seen = BTreeSet::new();
    for path in files_below(&run).iter().filter(|path| path.strip_suffix(".csv").is_some()) {
        let table = tables().into_iter().find(|table| table.path == path);
        let table =
            table.unwrap_or_else(|| panic!("`{path}` is a table that `bron_describe::tables` does not know"));
        let header = header(&run.join(path));
        let columns = |table: Table| table.columns.into_iter().map(|column| column.name).collect::<Vec<_>>();
        assert_eq!(columns(table.with_header(&header)), header, "{path}");
        seen.insert(path.clone());
    }
    assert!(seen.len() >= 22, "only {seen:?}");
    // Everything but locks and the descriptions themselves.
    let described: BTreeSet<String> = package(&run)["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| resource["path"].as_str().unwrap().to_owned())
        .collect();
    let there = files_below(&run).into_iter().filter(|path| {
        path.strip_suffix(".lock").is_none()
            && !["datapackage.json", "ro-crate-metadata.json"].contains(&path.as_str())
    });
    assert_eq!(described, there.collect());
}

#[test]
fn a_run_that_is_made_again_is_described_in_the_same_bytes() {
    let world = World::empty();
    assert_eq!(world.bron(&["demo"]).code, 0);
    let before =
        ["datapackage.json", "ro-crate-metadata.json"].map(|name| world.read(&format!("output/demo/{name}")));
    std::fs::remove_dir_all(world.path("output/demo/6-synthesis")).unwrap();
    assert_eq!(world.bron(&["demo"]).code, 0);
    let after =
        ["datapackage.json", "ro-crate-metadata.json"].map(|name| world.read(&format!("output/demo/{name}")));
    assert_eq!(before, after);
    assert!(
        !before.concat().contains(&world.path("").display().to_string()),
        "no path of this machine is in it"
    );
}

/// Changes one byte in the middle.
fn flip(file: &Path) -> Vec<u8> {
    let whole = std::fs::read(file).unwrap();
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 0x01;
    std::fs::write(file, &changed).unwrap();
    whole
}

#[test]
fn one_flipped_byte_in_any_file_is_found_and_the_file_is_named() {
    let world = rich_demo();
    let run = world.path("output/demo");
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);
    let mut missed = Vec::new();
    let files: Vec<String> =
        files_below(&run).into_iter().filter(|path| path.strip_suffix(".lock").is_none()).collect();
    for path in &files {
        let whole = flip(&run.join(path));
        let answer = world.bron(&["verify", "demo"]);
        let told = answer.out.clone() + &answer.err;
        let name = path.rsplit('/').next().unwrap();
        if answer.code == 0 || !told.contains(name) {
            missed.push(format!("{path}: exit {}\n{told}", answer.code));
        }
        std::fs::write(run.join(path), whole).unwrap();
    }
    assert!(files.len() > 35, "{files:?}");
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);
}

#[test]
fn a_file_that_is_gone_or_new_is_found_and_a_judgement_that_was_added_since_is_none_of_it() {
    let world = World::empty();
    assert_eq!(world.bron(&["demo"]).code, 0);
    let outcomes = rows(&world.path("output/demo/5-eligibility/outcomes.csv"));
    let publication = outcomes[0]["publication"].as_str();
    world.give("AB", &[publication, "--criterion", "E2"], "include", &[]);
    assert_eq!(world.bron(&["verify", "demo"]).code, 0);
    for (name, text) in [
        ("6-synthesis/table1.md", None),
        ("6-synthesis/merges.csv", Some("x")),
        ("0-probe/table1.md", Some("x")),
    ] {
        let file = world.path(&format!("output/demo/{name}"));
        let whole = std::fs::read(&file).ok();
        match text {
            Some(text) => std::fs::write(&file, text).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
        let answer = world.bron(&["verify", "demo"]);
        // What bron never writes there is nobody's: it is neither described nor missed.
        let expected = if text.is_none() { 2 } else { 0 };
        assert_eq!(answer.code, expected, "{name}: {}", answer.out);
        match whole {
            Some(whole) => std::fs::write(&file, whole).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
    }
    std::fs::remove_file(world.path("output/demo/datapackage.json")).unwrap();
    let answer = world.bron(&["verify", "demo"]);
    assert_eq!(answer.code, 2, "{}", answer.out);
    assert!(answer.out.contains("`datapackage.json` is not there"), "{}", answer.out);
}

#[test]
fn verify_replay_makes_the_demo_again_beside_it_and_leaves_nothing() {
    let world = rich_demo();
    let before = files_below(&world.path("output"));
    let answer = world.bron(&["verify", "demo", "--replay"]);
    assert_eq!(answer.code, 0, "{}\n{}", answer.out, answer.err);
    assert!(answer.out.contains("files are the same when made again"), "{}", answer.out);
    assert_eq!(files_below(&world.path("output")), before, "the folder beside it is gone");

    // A judgement since then is left out, and said: the run is made as it was.
    let outcomes = rows(&world.path("output/demo/5-eligibility/outcomes.csv"));
    let publication = outcomes[0]["publication"].as_str();
    world.give("AB", &[publication, "--criterion", "E2"], "exclude", &[]);
    let answer = world.bron(&["verify", "demo", "--replay"]);
    assert_eq!(answer.code, 0, "{}", answer.out);
    assert!(answer.out.contains("1 lines of judgements"), "{}", answer.out);

    // What somebody changed, with its digests put right everywhere, shows all the same.
    let file = world.path("output/demo/6-synthesis/table1.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("Samenzorg", "Samenz0rg", 1)).unwrap();
    let answer = world.bron(&["verify", "demo", "--replay"]);
    assert_eq!(answer.code, 2, "{}", answer.out);
    let told = "replay: `6-synthesis/table1.csv` differs in 1 of ";
    assert!(answer.out.contains(told), "{}", answer.out);
}

#[test]
fn verify_replay_works_for_a_study_and_for_a_run_that_reads_its_archive() {
    let world = World::with_study();
    assert_eq!(world.bron(&["demo", "--output", "output/harvest", "--no-proposals"]).code, 0);
    // The demo's harvest as a run of the study, and a window on it.
    let pipeline = world.read("pipelines/demo.toml");
    world.write("pipelines/oogst.toml", &pipeline.replacen("name = \"demo\"", "name = \"oogst\"", 1));
    let window = pipeline.replacen("name = \"demo\"", "name = \"venster\"\narchive = \"oogst\"", 1);
    world.write("pipelines/venster.toml", &window);
    std::fs::create_dir_all(world.path("output/oogst/archive")).unwrap();
    copy(&world.path("output/harvest/archive"), &world.path("output/oogst/archive"));
    for (run, more) in
        [("oogst", &["--offline", "--lang", "en"][..]), ("venster", &["--accept-proposals"][..])]
    {
        let answer = world.bron(&[&["run", run][..], more].concat());
        assert_eq!(answer.code, 0, "{run}: {}\n{}", answer.out, answer.err);
        let made = stage_files(&world.path(&format!("output/{run}")));
        let answer = world.bron(&["verify", run, "--replay"]);
        assert_eq!(answer.code, 0, "{run}: {}\n{}", answer.out, answer.err);
        assert_eq!(stage_files(&world.path(&format!("output/{run}"))), made, "the run itself is only read");
    }
    // Another configuration makes another run, and both are said.
    world.edit("pipelines/venster.toml", "from_year = 2007", "from_year = 2015");
    let answer = world.bron(&["verify", "venster", "--replay"]);
    assert_eq!(answer.code, 2, "{}", answer.out);
    assert!(answer.out.contains("`pipelines/venster.toml` is not what"), "{}", answer.out);
    assert!(answer.out.contains("replay: `5-eligibility/outcomes.csv` differs"), "{}", answer.out);
}

#[test]
fn the_archive_is_packed_to_the_same_bytes_and_nothing_is_written_over() {
    let packed = |name: &str| -> Vec<u8> {
        let file = demo().path(name);
        let answer = demo().bron(&["wacz", "demo", "--output", name]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        assert!(answer.out.contains("niet om te verspreiden"), "{}", answer.out);
        std::fs::read(file).unwrap()
    };
    let one = packed("een.wacz");
    assert_eq!(one, packed("twee.wacz"));
    let archive: PathBuf = std::fs::read_dir(demo().path("output/demo/archive"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().ends_with(".warc.gz"))
        .unwrap();
    let warc = std::fs::read(archive).unwrap();
    let at = one.windows(64).position(|bytes| bytes == &warc[..64]).expect("the archive is stored as it is");
    assert_eq!(&one[at..at + warc.len()], warc);
    let answer = demo().bron(&["wacz", "demo", "--output", "een.wacz"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("is there already") && answer.err.contains("hint:"), "{}", answer.err);
}

#[test]
fn every_system_takes_the_names_of_the_files_that_bron_writes() {
    let world = rich_demo();
    world.bron(&["wacz", "demo"]);
    assert_eq!(world.bron(&["judge", "pack", "demo", "--for", "BK", "--out", "pack"]).code, 0);
    let study = World::with_study();
    assert_eq!(study.bron(&["hand", "movisie"]).code, 0);
    let mut names = 0;
    for path in files_below(&world.path("")).into_iter().chain(files_below(&study.path(""))) {
        for name in path.split('/') {
            assert_eq!(file_name_problem(name), None, "{path}");
            names += 1;
        }
        assert!(path.len() < 160, "{path}: Windows takes 260 letters for a whole path");
    }
    assert!(names > 200, "{names}");
    let small: BTreeSet<String> =
        files_below(&world.path("")).iter().map(|path| path.to_lowercase()).collect();
    assert_eq!(small.len(), files_below(&world.path("")).len(), "no two differ in case alone");
}

#[test]
fn a_newer_format_is_refused_and_says_so() {
    let world = rich_demo();
    let judgements = format!("output/demo/judgements/{}", judgement_file(&world));
    let whole = world.read(&judgements);
    world.write(&judgements, &whole.replacen("\"v\":1", "\"v\":2", 1));
    let answer = world.bron(&["demo"]);
    assert_eq!(answer.code, 1, "{}", answer.out);
    assert!(
        answer.err.contains("it has format 2, and this version of bron reads formats up to 1"),
        "{}",
        answer.err
    );
    assert!(
        answer.err.contains("hint: use the version of bron that wrote it, or a newer one"),
        "{}",
        answer.err
    );
    world.write(&judgements, &whole);
    let record = world.read("output/demo/run.json");
    world.write("output/demo/run.json", &record.replacen("\"format\": 1", "\"format\": 2", 1));
    let answer = world.bron(&["verify", "demo"]);
    assert_eq!(answer.code, 1, "{}", answer.out);
    assert!(answer.err.contains("has format 2"), "{}", answer.err);
}

fn judgement_file(world: &World) -> String {
    let names = files_below(&world.path("output/demo/judgements"));
    names.into_iter().find(|name| name.strip_suffix(".jsonl").is_some()).unwrap()
}

#[test]
fn what_may_not_be_given_away_is_marked_in_every_description() {
    let run = demo().path("output/demo");
    let package = package(&run);
    let sharing: BTreeMap<&str, bool> = package["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["path"].as_str().unwrap(), one["sharing"]["may_be_shared"].as_bool().unwrap()))
        .collect();
    assert!(!sharing["3-retrieval/pages.parquet"]);
    assert!(
        sharing
            .iter()
            .all(|(path, may)| *may != path.ends_with(".warc.gz") || *path == "3-retrieval/pages.parquet")
    );
    let metadata: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(run.join("ro-crate-metadata.json")).unwrap()).unwrap();
    for (path, may_be_shared) in sharing {
        let entity = metadata["@graph"].as_array().unwrap().iter().find(|one| one["@id"] == path).unwrap();
        let is_of_others = entity["license"]["@id"] == "#texts-of-others";
        assert_eq!(is_of_others, !may_be_shared, "{path}");
        assert!(kind_of(path).is_some(), "{path}");
    }
}
