//! Prose: Markdown files with front matter, clauses in fences, and placeholders for every figure and name.
//!
//! [`parse`] cuts a file into headings and passages and keeps where everything stands; [`resolve`] puts facts
//! in the place of placeholders ([`paths`]) and tables ([`tables`]); [`typed`] finds what was typed by hand
//! although a fact has it.

pub(crate) mod numerals;
pub(crate) mod parse;
pub(crate) mod paths;
pub(crate) mod resolve;
pub(crate) mod tables;
pub(crate) mod typed;
