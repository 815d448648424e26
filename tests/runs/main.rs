//! Whole runs of the program, and the shape of the house.

mod catalogue;
mod demo;
mod floors;
mod hand;
mod messages;
mod sites;
mod study;
mod world;
