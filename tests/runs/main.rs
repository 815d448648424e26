//! Whole runs of the program, and the shape of the house.

mod demo;
mod floors;
mod hand;
mod messages;
mod probe;
mod sites;
mod study;
mod world;
