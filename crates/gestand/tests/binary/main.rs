//! The binary as its users meet it: commands, exit codes, files, signals. Everything below it has tests of its
//! own; here it is started, fed, killed and read.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the lints know test functions, but not their helpers"
)]

mod crash;
mod editions;
mod evidence;
mod killing;
mod mail;
mod outcome;
mod policies;
mod postgres;
mod programs;
mod requests;
mod setting;
mod smtp;
mod sql;
mod sweeping;
mod texts;
