//! Whole runs of the program, and the shape of the house.

mod add;
mod demo;
mod floors;
mod hand;
mod messages;
mod permission;
mod sites;
mod study;
mod world;
