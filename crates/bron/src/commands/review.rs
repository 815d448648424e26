//! `bron review`: the page in which a reviewer judges.

use super::{Manner, study};
use crate::answer::{self, Done};
use crate::cli::ReviewArgs;
use crate::device;
use anyhow::Result;
use bron_model::{Language, Reviewer, Round};
use bron_review::{Asked, Review};
use serde::Serialize;

#[derive(Serialize)]
struct Started {
    address: String,
}

/// Serves the page until it is interrupted.
pub fn review(arguments: ReviewArgs, manner: Manner) -> Result<Done> {
    let asked = Asked {
        run: study::run_folder(&arguments.run),
        reviewer: Reviewer::new(arguments.reviewer)?,
        device: device::name(arguments.device)?,
        round: if arguments.pilot { Round::Pilot } else { Round::Main },
        language: manner.language,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        let review = Review::open(asked, arguments.port).await?;
        if let Some(torn) = review.torn() {
            answer::remark(&format!("a line that was not written whole was moved to `{}`", torn.display()));
        }
        answer::print(manner.json, &Started { address: review.address() }, |started| {
            let address = &started.address;
            match manner.language {
                Language::Nl => format!(
                    "Open dit adres in een browser op deze computer; het is alleen voor u:\n\n  {address}\n\n\
                     Ctrl-C sluit af. Wat de pagina bevestigd heeft, staat op schijf."
                ),
                Language::En => format!(
                    "Open this address in a browser on this computer; it is for you alone:\n\n  {address}\n\n\
                     Ctrl-C ends it. What the page has confirmed is on the disk."
                ),
            }
        })?;
        review.serve().await?;
        Ok(Done::Well)
    })
}
