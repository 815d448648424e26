//! What does this document say, page by page, and when is it from?
//!
//! [`read`] turns the bytes of a PDF, a web page (also one that a browser saved in a file), a Word file or a plain text into a [`Document`]: its pages with number and
//! printed label, what it says about itself (title, authors, kind, ISBN, DOI, language), when it appeared (an
//! interval with the rule of each end), and the files that it links to. It is a pure function: the same bytes give
//! the same document, and nothing it is given can make it panic. Limits of time and memory are the caller's: a
//! document can make an engine run for long, so it is read in a process of its own.

mod document;
mod html;
mod hyphens;
mod language;
mod maker;
mod names;
mod numbers;
mod pdf;
mod published;
mod sniff;
mod tidy;
mod word;

pub use document::{Asked, Document, FileLink, Page, read};
pub use pdf::{EngineError, PdfEngine};
