//! In which order everything is asked and read, and how a run resumes.
//!
//! [`run`] carries a protocol out: search, screening, retrieval, extraction, eligibility, synthesis. Each stage takes
//! what the one before it wrote and writes its own folder whole or not at all. Whatever a site answers goes into the
//! archive before anything reads it; a run that was interrupted anywhere asks no site again for what the archive
//! holds, and ends in the same bytes.
//!
//! The other doors: [`probe()`] does only the stage before the search, [`plan`] says what a run would ask, [`status`] what
//! is done and what comes next, [`explain`] tells one publication's story, [`known()`] traces the publications that an
//! earlier review names, [`agreement()`] compares the reviewers, [`freeze`] and [`amend`] keep the protocol as it was decided,
//! [`verify`] checks everything that was written.

mod added;
mod addition;
mod agreement;
mod asked_after;
mod asked_at;
mod asking;
mod assigned;
mod beside;
mod catalogue;
mod describe;
mod desk;
mod eligibility;
mod error;
mod explain;
mod extraction;
mod finished;
mod frozen;
mod hand;
mod hand_sheet;
mod judged;
mod known;
mod older;
mod pack;
mod pdf_engine;
mod permission;
mod plan;
mod probe;
mod probe_table;
mod progress;
mod propose;
mod pseudonyms;
mod queue;
mod reading;
mod refusal;
mod replay;
mod retrieval;
mod run;
mod saying;
mod screening;
mod search;
mod stages;
mod stand_in;
mod status;
mod synthesis;
mod texts;
mod verify;
mod waiting;
mod words;

pub use addition::{About, AddReport, Addition, add};
pub use agreement::{Agreement, agreement};
pub use asked_after::{AskAfter, AskedAfter, Unanswered, WithoutAddress, ask_after};
pub use asked_at::AskedAt;
pub use asking::{Ask, FILES_HOST};
pub use assigned::{AssignAsked, AssignReport, ReviewerProgress, Share, assign, reviewer_progress};
pub use bron_search::{Changed, Proposed, Words};
pub use desk::{Desk, Manner, Material, Sitting};
pub use error::Error;
pub use explain::{Explanation, Story, explain, publications_that_fit};
pub use finished::Finished;
pub use frozen::{ChangedSince, FrozenState, amend, freeze, frozen_state};
pub use hand_sheet::{HandReport, HandText, hand};
pub use known::{KnownReport, known, named_by};
pub use older::made_before;
pub use pack::{Conflict, MergeReport, PackReport, conflicts, merge, pack, run_in_pack};
pub use pdf_engine::pdf_engine;
pub use permission::told_of_permissions;
pub use plan::{CataloguePlan, Plan, SourcePlan, plan};
pub use probe::Probed;
pub use probe_table::{ProbeFinding, probe_findings, probe_state, probe_table};
pub use progress::{Progress, Silent};
pub use propose::{Present, ProposeReport, propose, propose_with};
pub use pseudonyms::Pseudonyms;
pub use reading::{DocumentReader, InProcess, ToRead};
pub use refusal::Refusal;
pub use replay::replay;
pub use run::{Options, RunReport, Stage, count_retrieved, probe, run, run_changed};
pub use status::{PhaseCount, Status, is_of_demo, pipeline_of, status};
pub use texts::{DocumentText, Occurrences, Place, PublicationText, occurrences, text};
pub use verify::{Verification, verify};
pub use waiting::Waiting;
pub use words::{place_at, place_of};
