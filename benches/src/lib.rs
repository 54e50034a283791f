//! What the benchmarks share: measuring, telling, and the databases that they run on.
//!
//! A benchmark is a program in `src/bin`; `cargo xtask bench NAME` builds it in release mode, starts durable servers
//! and runs it. It does its work on the same public faces that the product uses, prints a table, and as its last line
//! one JSON object. Figures are compared within one run only, side by side and in turns: another machine, or the same
//! one in a worse mood, moves both sides. A new benchmark is a program there and a name in `xtask/src/bench.rs`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its standard streams")]

pub mod house;
pub mod http;
pub mod machine;
pub mod memory;
pub mod report;
pub mod series;
pub mod servers;
pub mod shuffle;

pub use report::Report;
pub use series::{Series, Stopwatch};
