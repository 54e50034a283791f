//! The policy: what an organisation promises about personal data, as a program.
//!
//! A policy is a folder of facts (TOML) and prose (Markdown). [`compile`] turns it into an [`Edition`]:
//! immutable, hashed, with every figure in the prose taken from a fact, or into a list of everything that is
//! wrong with it, each with file, line and span. [`promise`] looks at evidence and says, clause by clause,
//! whether the promises are kept.
//!
//! To add a fact, start in [`facts`]; a promise, in [`promise`]; an item of the legal checklist, in
//! `data/checklist.toml`. Nothing here reads a clock, the network or a database; only [`folder`] reads files.

pub mod canonical;
pub mod checklist;
mod compile;
pub mod decision;
pub mod diagnostic;
pub mod difference;
pub mod document;
pub mod edition;
pub mod facts;
pub mod folder;
pub mod linked;
mod overlay;
pub mod promise;
mod prose;
pub mod publication;
pub mod readability;
pub mod reading;
pub mod render;
pub mod schemas;
pub mod source;
pub mod values;

pub use checklist::{ChecklistItem, checklist};
pub use compile::{Compiled, Topic, compile};
pub use diagnostic::{Code, Diagnostic, Diagnostics, Span};
pub use document::{Clause, ClauseId, Document, Passage, Section};
pub use edition::{Content, Edition, EditionError, EditionHash, Product, Restated};
pub use promise::{ClauseVerdict, Evidence, Judgement, Verdict, check};
pub use schemas::schemas;
pub use source::SourceTree;
pub use values::country as countries;
pub use values::{Country, Lifetime, Name};
