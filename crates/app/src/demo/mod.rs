//! What the demo needs: invented people and the rows that two real systems would hold of them.

pub mod history;
pub mod learning;
pub mod people;
pub mod rows;
mod seed;
pub mod shop;

pub use seed::seed;
