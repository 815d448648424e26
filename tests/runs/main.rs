//! Whole runs of the program, and the shape of the house.

mod demo;
mod floors;
mod messages;
mod study;
mod world;
