//! The demo's configuration says where things are on the imitated sites, and nothing else.

use bron_protocol::{Pipeline, Source};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn the_pipeline_names_eight_sources_and_leads_each_host_to_this_machine() {
    let pipeline: Pipeline = toml::from_str(&read("pipelines/demo.toml")).unwrap();
    assert_eq!(pipeline.sources.len(), 8);
    let hosts: Vec<&str> = pipeline.harvest.connect_to.keys().map(String::as_str).collect();
    let mut served = bron_demo::hosts().to_vec();
    served.sort_unstable();
    assert_eq!(hosts, served);
    for (path, host) in pipeline.sources.iter().zip(bron_demo::hosts()) {
        let source: Source = toml::from_str(&read(path)).unwrap();
        assert_eq!(source.base.unwrap().host_str(), Some(*host));
        assert_eq!(format!("{}.demo", source.id), *host);
        assert!(source.platform.is_some());
    }
}

#[test]
fn the_flag_meets_the_title_of_the_earlier_review() {
    let pipeline: Pipeline = toml::from_str(&read("pipelines/demo.toml")).unwrap();
    let words = pipeline.flag[0].title_contains.clone().unwrap();
    let flagged: Vec<_> = bron_demo::expectations().into_iter().filter(|row| !row.flag.is_empty()).collect();
    assert!(flagged.iter().all(|row| row.title.contains(&words) && row.flag == pipeline.flag[0].flag));
    assert!(!flagged.is_empty());
}

#[test]
fn every_key_has_a_sentence_above_it() {
    let folder = root().join("config/demo/sources");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.push(root().join("pipelines/demo.toml"));
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let mut above = "";
        for line in text.lines() {
            let is_key = line.contains(" = ") && !line.starts_with([' ', '#']);
            assert!(!is_key || above.starts_with("# "), "{}: `{line}`", file.display());
            above = line;
        }
    }
}
