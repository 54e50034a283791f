//! The data maps of `examples/leskracht` against real databases: a WooCommerce shop and a Moodle, unmodified
//! systems filled with invented people.
//!
//! `GESTAND_REAL_DATA` names the folder with the dumps, `TEST_MARIADB_URL` a server; `cargo xtask test` sets both.
//! Each test restores a dump, makes a copy of it beside it, erases somebody from the copy and then compares the
//! two row by row: what changed must be in the receipt, and what the receipt says must have changed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod compare;
mod database;
mod learning;
mod person;
mod shop;
mod sweeping;
