//! Tests: judgements are never lost.

mod apart;
mod damaged;
mod full_disk;
mod interleaved;
mod kept;
mod made;
