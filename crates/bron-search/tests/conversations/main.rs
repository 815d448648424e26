//! Conversations with imitated sites: saved pages beside the hits that are expected from them.

#![allow(clippy::needless_pass_by_value, reason = "a row of a test reads better with the value in place")]

mod catalogue;
mod chain;
mod files;
mod hand;
mod html;
mod mutated;
mod open_overheid;
mod propose;
mod real;
mod search_ui;
mod search_ui_rss;
mod settings;
mod site;
mod wordpress;
