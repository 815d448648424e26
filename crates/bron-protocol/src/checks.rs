//! What must hold between the keys of a configuration, beyond what its types say.

mod catalogue;
mod codebook;
mod criteria;
mod government;
mod patterns;
mod pipeline;
mod source;
mod terms;
mod words;

pub(crate) use codebook::{codebook, earlier_crosses};
pub(crate) use criteria::criteria;
pub(crate) use patterns::{mentions, patterns};
pub(crate) use pipeline::{names_in_pipeline, pipeline};
pub(crate) use source::source;
pub(crate) use terms::terms;
pub(crate) use words::{domains, groups, kinds};
