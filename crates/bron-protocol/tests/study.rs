//! A study is made once, found from anywhere inside it, and never written over.

use bron_protocol::{Error, Files, Protocol, Study, embedded};
use std::fs;

#[test]
fn a_new_study_holds_all_that_is_embedded_and_reads_like_it() {
    let folder = tempfile::tempdir().unwrap();
    let study = Study::create(&folder.path().join("onderzoek")).unwrap();
    for (path, text) in embedded() {
        assert_eq!(fs::read_to_string(study.root.join(path)).unwrap(), *text, "{path}");
    }
    assert!(study.output().is_dir() && study.judgements().is_dir());
    assert!(fs::read_to_string(study.root.join("README.md")).unwrap().contains("# This study"));
    let here = Protocol::load(&study.files(), "ouderen-2024").unwrap();
    let inside = Protocol::load(&Files::Embedded, "ouderen-2024").unwrap();
    assert_eq!(here.digests, inside.digests);
}

#[test]
fn a_folder_that_holds_anything_is_refused_and_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notitie.txt"), "van mij").unwrap();
    let error = Study::create(folder.path()).unwrap_err();
    assert!(matches!(error, Error::NotEmpty { .. }), "{error}");
    assert!(error.hint().is_some());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let file = folder.path().join("notitie.txt");
    assert!(matches!(Study::create(&file), Err(Error::Io { .. })));
}

#[test]
fn an_empty_folder_may_become_a_study() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Study::create(folder.path()).unwrap().root, folder.path());
}

#[test]
fn a_study_is_found_from_any_folder_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let study = Study::create(&folder.path().join("onderzoek")).unwrap();
    let deep = study.root.join("output/demo/1-search");
    fs::create_dir_all(&deep).unwrap();
    assert_eq!(Study::find(&deep).unwrap(), study);
    assert_eq!(Study::find(&study.root).unwrap(), study);
    assert!(matches!(Study::find(folder.path()), Err(Error::NoStudy { .. })));
}

#[test]
fn a_pipeline_is_named_or_pointed_at() {
    let folder = tempfile::tempdir().unwrap();
    let study = Study::create(&folder.path().join("onderzoek")).unwrap();
    let files = study.files();
    let absolute = study.root.join("pipelines/ouderen-2024.toml");
    for asked in [
        "ouderen-2024",
        "pipelines/ouderen-2024.toml",
        "./pipelines/ouderen-2024.toml",
        absolute.to_str().unwrap(),
    ] {
        assert_eq!(files.pipeline_path(asked).unwrap(), "pipelines/ouderen-2024.toml", "{asked}");
    }
    assert_eq!(Files::Embedded.pipeline_path("ouderen-2024").unwrap(), "pipelines/ouderen-2024.toml");
    for asked in ["ouderen-2025", "", "../ouderen-2024", "/etc/passwd", "."] {
        for files in [&files, &Files::Embedded] {
            let error = files.pipeline_path(asked).unwrap_err();
            assert!(error.hint().unwrap().contains("there are: `"), "{asked}: {error}");
        }
    }
    let hint = files.pipeline_path("ouderen-2025").unwrap_err().hint().unwrap();
    assert!(hint.starts_with("did you mean `ouderen-2024`?"), "{hint}");
}

#[test]
fn a_study_without_pipelines_says_what_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let error = Files::Folder(folder.path().to_owned()).pipeline_path("mijn").unwrap_err();
    assert_eq!(error.hint().unwrap(), "there is none yet: write `pipelines/mijn.toml`");
}

#[test]
fn a_file_in_another_encoding_or_a_folder_in_its_place_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let study = Study::create(folder.path()).unwrap();
    fs::write(study.root.join("config/criteria.toml"), b"version = \"\xff\"").unwrap();
    let error = Protocol::load(&study.files(), "ouderen-2024").unwrap_err();
    assert_eq!(error.to_string(), "`config/criteria.toml` is not UTF-8 text: byte 11 cannot be read");
    fs::remove_file(study.root.join("config/criteria.toml")).unwrap();
    fs::create_dir(study.root.join("config/criteria.toml")).unwrap();
    assert!(
        Protocol::load(&study.files(), "ouderen-2024").unwrap_err().to_string().starts_with("cannot read `")
    );
}
