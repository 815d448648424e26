//! Judgements made for the tests.

use bron_model::{
    Criterion, Given, Judged, Judgement, Origin, PublicationId, Reviewer, Round, Says, Screened, Verdict,
};
use bron_store::JudgementFile;
use jiff::Timestamp;
use std::path::Path;

pub fn reviewer(name: &str) -> Reviewer {
    Reviewer::new(name).unwrap()
}

pub fn given(publication: &str) -> Given {
    Given {
        origin: Origin::Browser,
        round: Round::Main,
        criteria: "2024-1".to_owned(),
        publication: PublicationId::new(publication).unwrap(),
        judged: Judged {
            addresses: vec!["https://a.nl/b".to_owned()],
            record: "r".to_owned(),
            documents: Vec::new(),
        },
        says: Says::Verdict {
            term: None,
            criterion: Criterion::E3,
            verdict: Verdict::Include,
            reason: String::new(),
            evidence: Vec::new(),
            screened: Screened::FullText,
        },
        note: "een opmerking\nover twee regels".to_owned(),
        supersedes: None,
        resolves: Vec::new(),
    }
}

pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

pub fn write(folder: &Path, name: &str, device: &str, publications: &[&str]) -> Vec<Judgement> {
    let (mut file, _) = JudgementFile::open(folder, &reviewer(name), device).unwrap();
    publications.iter().enumerate().map(|(n, one)| file.append(at(n as i64), given(one)).unwrap()).collect()
}
