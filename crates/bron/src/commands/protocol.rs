//! `bron protocol`: the protocol of a pipeline as a text, freezing it, and amending it.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::cli::ProtocolArgs;
use anyhow::Result;
use bron_model::{AmendmentRow, Language};
use bron_protocol::{Frozen, Protocol, Study};
use bron_store::ProtocolFolder;
use jiff::Timestamp;
use serde::Serialize;
use std::path::PathBuf;

/// Prints the protocol, or freezes or amends it and says so.
pub fn protocol(arguments: ProtocolArgs, manner: Manner) -> Result<Done> {
    let study = study::here()?;
    let protocol = Protocol::load(&study.files(), &arguments.pipeline)?;
    // A fraction of a second is of no use to a reader.
    let now = Timestamp::from_second(Timestamp::now().as_second())?;
    match (arguments.amend, arguments.by) {
        (Some(reason), Some(by)) => {
            let version = env!("CARGO_PKG_VERSION");
            let rows = bron_run::amend(&study.root, &protocol, now, &reason, &by, version)?;
            answer::print(manner.json, &rows, |rows| amended(rows, &study, manner.language))?;
        }
        _ if arguments.freeze => {
            let frozen = bron_run::freeze(&study.root, &protocol, now, env!("CARGO_PKG_VERSION"))?;
            answer::print(manner.json, &frozen, |frozen| told(frozen, &study, manner.language))?;
        }
        _ => print(&study, &protocol, manner)?,
    }
    Ok(Done::Well)
}

/// The protocol as JSON: what was decided, and what became of it since it was frozen.
#[derive(Serialize)]
struct Answer {
    pipeline: String,
    decided: serde_json::Value,
    digest: String,
    search_digest: String,
    screening_digest: String,
    files: std::collections::BTreeMap<String, String>,
    frozen_at: Option<Timestamp>,
    amendments: Vec<AmendmentRow>,
    #[serde(skip)]
    text: String,
}

fn print(study: &Study, protocol: &Protocol, manner: Manner) -> Result<()> {
    let state = bron_run::frozen_state(&study.root, &protocol.pipeline.name)?;
    let text = bron_report::protocol_text(protocol, &state, env!("CARGO_PKG_VERSION"), manner.language);
    let answer = Answer {
        pipeline: protocol.pipeline.name.clone(),
        decided: protocol.decided(),
        digest: protocol.decided_digest(),
        search_digest: protocol.digests.search.clone(),
        screening_digest: protocol.digests.screening.clone(),
        files: protocol.digests.files.clone(),
        frozen_at: state.frozen.map(|frozen| frozen.frozen_at),
        amendments: state.amendments,
        text,
    };
    answer::print(manner.json, &answer, |answer| answer.text.clone())
}

fn told(frozen: &Frozen, study: &Study, language: Language) -> String {
    let file: PathBuf = ProtocolFolder::of(&study.root).file(&frozen.pipeline);
    let (file, at, name) = (file.display(), frozen.frozen_at, &frozen.pipeline);
    match language {
        Language::Nl => format!(
            "Vastgelegd op {at} in {file}.\nRegistreer de tekst van `bron protocol {name}`; wat daarna verandert, vraagt om een reden."
        ),
        Language::En => format!(
            "Frozen on {at} in {file}.\nRegister the text of `bron protocol {name}`; what is changed from now on asks for a reason."
        ),
    }
}

fn amended(rows: &[AmendmentRow], study: &Study, language: Language) -> String {
    let file = ProtocolFolder::of(&study.root).amendments_file();
    let mut lines: Vec<String> =
        rows.iter().map(|row| format!("{}: {} -> {}", row.what, row.before, row.after)).collect();
    let (n, file) = (rows.len(), file.display());
    lines.push(match language {
        Language::Nl => {
            format!("Met hun reden toegevoegd aan {file}: {n}. Het protocol is opnieuw vastgelegd.")
        }
        Language::En => {
            format!("Added with their reason to {file}: {n}. The protocol is frozen anew.")
        }
    });
    lines.join("\n")
}
