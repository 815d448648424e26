//! What was decided before the search: terms, criteria, lexicons, patterns, sources and the pipeline that names them.
//!
//! [`Protocol::load`] reads a pipeline file and everything it names, refuses unknown keys with file, line and the
//! nearest valid key, tries every selector and pattern, and gives one value that no later stage can change. No file is
//! looked up silently: what a pipeline does not name has no part in the run.
//!
//! ```
//! use bron_protocol::{Files, Protocol};
//!
//! # fn main() -> Result<(), bron_protocol::Error> {
//! let protocol = Protocol::load(&Files::Embedded, "ouderen-vervolg")?;
//! assert_eq!(protocol.queries().len(), 19 * 8); // 19 texts at eight knowledge bases
//!
//! // A source that cannot be searched yet says why; its queries become rows that say so, never a zero.
//! let vilans = protocol.sources.iter().find(|source| source.id.as_str() == "vilans").expect("it is named");
//! assert!(vilans.platform.is_none() && vilans.unknown.is_some());
//!
//! // A rule has an id, and a line for people.
//! let origin = protocol.origin("kind:nieuws").expect("it is on the list");
//! assert_eq!(origin.file, "config/lexicons/kinds.toml");
//!
//! // What is wrong is said with the thing, the place and the next step.
//! let error = Protocol::load(&Files::Embedded, "ouderen-vervolgd").unwrap_err();
//! assert_eq!(error.to_string(), "no pipeline `ouderen-vervolgd`");
//! assert!(error.hint().unwrap_or_default().starts_with("did you mean `ouderen-vervolg`?"));
//! # Ok(())
//! # }
//! ```
//!
//! Three [`Digests`] tell two configurations apart: of what is searched, of how it is screened, and of the bytes of the
//! files. Comments and the order of keys are in the last one only.

mod catalogue;
mod checks;
mod codebook;
mod comparison;
mod config_file;
mod criteria;
mod csv_table;
mod digests;
mod earlier_table1;
mod error;
mod files;
mod frozen;
mod government;
mod known;
mod load;
mod patterns;
mod pipeline;
mod probe;
mod questions;
mod source;
mod statements;
mod study;
mod terms;

pub use catalogue::{CataloguePlatform, CatalogueSettings, RecordFormat};
pub use codebook::{Category, Codebook, EarlierCross, Element};
pub use comparison::{Aspect, Compared};
pub use criteria::{
    Criteria, CriterionText, DomainSide, DomainWord, GroupSide, GroupWord, KindWord, Lexicons, Reason,
    SettledBy,
};
pub use digests::Digests;
pub use earlier_table1::{EarlierTable1, EarlierTable1Row};
pub use error::{Error, Origin, Place};
pub use files::{Files, embedded};
pub use frozen::{Change, Frozen};
pub use government::{OpenOverheidFilter, OpenOverheidSettings, SearchUiRssSettings, SearchUiSettings};
pub use known::{KnownItem, KnownList};
pub use load::{Protocol, Remark, read_source};
pub use patterns::{Mention, Pattern, PatternScope};
pub use pipeline::{FlagRule, Harvest, Limits, PdfEngineName, Pipeline, StopRule, Until, Window};
pub use probe::ProbeSettings;
pub use questions::Question;
pub use source::{
    Arm, Confidence, FilesSettings, HtmlSettings, Interface, KeyConfidence, LandingSettings, Moved,
    Permission, Platform, Robots, Source, WordPressSettings,
};
pub use statements::{PeerReview, Standard, Statements};
pub use study::Study;
pub use terms::{Form, Term, Variant};
