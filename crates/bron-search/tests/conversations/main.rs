//! Conversations with imitated sites: saved pages beside the hits that are expected from them.

mod files;
mod html;
mod mutated;
mod real;
mod settings;
mod site;
mod wordpress;
