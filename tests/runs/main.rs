//! Whole runs of the program, and the shape of the house.

mod add;
mod agreement;
mod assign;
mod browse;
mod browser;
mod catalogue;
mod demo;
mod evaluate;
mod exports;
mod floors;
mod hand;
mod identity;
mod judge;
mod known;
mod messages;
mod pack;
mod permission;
mod probe;
mod review;
mod saved;
mod sheet_edits;
mod sheets;
mod sites;
mod study;
mod webdriver;
mod world;
