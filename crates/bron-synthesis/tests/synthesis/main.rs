//! Counts and their checks, by rows in and rows out.

mod contribution;
mod flow;
mod markdown;
mod rows;
mod table1;
mod table2;
mod worktable;
