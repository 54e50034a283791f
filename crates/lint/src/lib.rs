//! Lint: what a policy may not say, and what it may not leave out.
//!
//! [`lint`] reads the texts of a [`Manuscript`] with the [`rules`] and the facts with [`facts`], and gives every
//! conflict and gap with the words to underline. Rules are data; this crate knows how to read, not what the
//! law is.
//!
//! Which law? The one of the day somebody reads the text, or of the day it comes into force if that is later:
//! a text that is still in force must follow the law of today, whenever it was written. `on` is that day.

pub mod facts;
pub mod finding;
pub mod language;
mod look;
pub mod manuscript;
pub mod pattern;
pub mod residue;
pub mod rules;
pub mod token;

pub use finding::{Finding, Findings};
pub use look::lint;
pub use manuscript::Manuscript;
