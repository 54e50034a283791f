//! The contract of the store: every case runs on SQLite and on PostgreSQL through the same functions.
//!
//! SQLite lives in a folder of its own; PostgreSQL gets a database per case, from the server that
//! `TEST_POSTGRES_URL` names (`cargo xtask test` starts one). A missing server is a failure, not a skip.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of a test may die like the test itself")]

mod stage;

mod consents;
mod editions;
mod evidence;
mod jobs;
mod ledger_rows;
mod messages;
mod officers;
mod people;
mod requests;
mod retention;
mod schema;
mod transactions;
