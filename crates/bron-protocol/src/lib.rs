//! What was decided before the search: terms, criteria, lexicons, patterns, sources and the pipeline that names them.
//!
//! [`Protocol::load`] reads a pipeline file and everything it names, refuses unknown keys with file, line and the
//! nearest valid key, compiles every selector and pattern, and gives one value that no later stage can change.

mod checks;
mod config_file;
mod criteria;
mod digests;
mod error;
mod files;
mod load;
mod patterns;
mod pipeline;
mod source;
mod study;
mod terms;

pub use criteria::{
    Criteria, CriterionText, DomainSide, DomainWord, GroupSide, GroupWord, KindWord, Lexicons, SettledBy,
};
pub use digests::Digests;
pub use error::{Error, Origin, Place};
pub use files::{Files, embedded};
pub use load::{Protocol, Remark};
pub use patterns::{Pattern, PatternScope};
pub use pipeline::{FlagRule, Harvest, Limits, Pipeline, StopRule, Until, Window};
pub use source::{
    Arm, Confidence, FilesSettings, HtmlSettings, KeyConfidence, LandingSettings, Moved, Platform, Robots,
    Source, WordPressSettings,
};
pub use study::Study;
pub use terms::{Form, Term, Variant};
