//! Discovery: from a database that nobody has mapped to a proposed data map.
//!
//! A connector reads a [`Survey`] (structure and a bounded sample of rows) and answers the few [`Question`]s
//! that need more rows than the sample; everything else is decided here, without a driver. [`words`] judges
//! columns by their names, [`content`] by their values, [`column`] puts the two together; [`people`] finds the
//! tables of accounts, [`reference`] the joins that no foreign key tells, [`closure`] which tables are about a
//! person because of them; [`assemble`] writes the map and [`print`] its text, each line with the confidence
//! and the reason. To teach it a word, add it to `words.toml`; to teach it a form of value, add a module to
//! [`content`] and a variant of [`content::Form`]. No rule may name a table or column of a particular product:
//! a proposal must be as good for a database that nobody here has seen.

pub mod assemble;
pub mod closure;
pub mod column;
pub mod confidence;
pub mod content;
mod holder;
pub mod pairs;
pub mod people;
pub mod print;
pub mod question;
pub mod reference;
pub mod score;
pub mod survey;
pub mod words;

pub use assemble::{Draft, Label, Look, propose};
pub use confidence::Confidence;
pub use question::{Answer, Question, questions};
pub use score::{Score, compare};
pub use survey::{ColumnSurvey, DeclaredReference, Survey, TableSurvey, ValueKind};
