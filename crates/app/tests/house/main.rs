//! The whole house below the web: use cases, worker, store and connectors, on the demo's people, with a clock
//! that the tests turn.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::duration_suboptimal_units, reason = "clocks are turned in seconds and days")]

mod access;
mod accounts;
mod asked;
mod attesting;
mod check;
mod consents;
mod correcting;
mod decision;
mod ending;
mod erasure;
mod explaining;
mod failing;
mod files;
mod handing_over;
mod history;
mod leaving_out;
mod looking;
mod messaging;
mod objecting;
mod officers;
mod opening;
mod programs;
mod proving;
mod publishing;
mod restricting;
mod retention;
mod returned;
mod sealing;
mod service;
mod setting;
mod signing_in;
mod systems;
mod taking;
mod tasks;
mod telling;
mod words;
