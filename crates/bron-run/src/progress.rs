//! What a person may watch while a run goes on. Nothing of it reaches a file.

use bron_model::SourceId;

/// Is told what happens. Every method may be called from any thread.
pub trait Progress: Send + Sync {
    /// A stage begins; `steps` is the number of things it will do, where that is known.
    fn stage(&self, name: &str, steps: Option<u64>);
    /// One of the things is done.
    fn step(&self);
    /// A source begins with `steps` queries or publications.
    fn source(&self, source: &SourceId, steps: u64);
    /// One of a source's steps is done.
    fn source_step(&self, source: &SourceId, what: &str);
    /// Something a person should know: a query that failed, a document that could not be read.
    fn remark(&self, text: &str);
}

/// Tells nobody.
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: Option<u64>) {}
    fn step(&self) {}
    fn source(&self, _: &SourceId, _: u64) {}
    fn source_step(&self, _: &SourceId, _: &str) {}
    fn remark(&self, _: &str) {}
}
