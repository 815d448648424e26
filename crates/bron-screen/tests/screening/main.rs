//! The criteria, the outcomes and the queue, by rows in and rows out.

mod dates;
mod kinds;
mod occurrence;
mod outcomes;
mod queue;
mod rows;
mod words;
