//! Probes of made-up search boxes whose habits are known.

mod engine;
mod sites;
mod verdicts;
