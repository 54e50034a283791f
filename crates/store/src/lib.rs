//! Gestand's own database: SQLite or PostgreSQL from one SQL text, a module per noun.
//!
//! Rows are plain structs of primitive and kernel types; what a row means is the business of the domain crates.
//! A function takes `&store` (the statement stands by itself) or `&mut tx` (it happens together with the others
//! of the transaction). Row, ledger entry and job of one decision belong in one transaction:
//!
//! ```no_run
//! # async fn example(store: store::Store, mut row: store::requests::RequestRow, job: store::jobs::NewJob,
//! #     event: ledger::Event, salt: ledger::Salt, now: jiff::Timestamp) -> Result<(), store::StoreError> {
//! let mut tx = store.begin().await?;
//! store::requests::update(&mut tx, &mut row).await?;
//! store::jobs::enqueue(&mut tx, &job).await?;
//! // Last, because it locks the head of the ledger until the commit.
//! let seq = store::ledger::append(&mut tx, &event, &salt, now).await?;
//! tx.commit().await?;
//! # Ok(()) }
//! ```
//!
//! To add a noun: a migration, a module with its statements (registered in `statement`), a case in the contract
//! suite under `tests/`. What differs between the engines stands in [`dialect`] and nowhere else.

pub mod archive_openings;
pub mod archives;
pub mod attestations;
pub mod bounces;
pub mod consents;
pub mod credentials;
mod db;
pub mod dialect;
pub mod drills;
pub mod edition_notices;
pub mod editions;
mod error;
pub mod former_addresses;
pub mod handovers;
pub mod holds;
pub mod identity_asks;
pub mod incoming;
pub mod inspections;
pub mod jobs;
pub mod leak_reports;
pub mod ledger;
pub mod ledger_looks;
pub mod letters;
pub mod likenesses;
pub mod looks;
pub mod mail_choices;
pub mod messages;
mod migrate;
pub mod notes;
mod open;
pub mod outside_requests;
pub mod own_data;
pub mod page;
pub mod programs;
pub mod publications;
pub mod raised_roles;
pub mod redactions;
pub mod register;
pub mod requests;
pub mod retention_decisions;
pub mod retention_rules;
pub mod scans;
pub mod sessions;
pub mod sign_in_codes;
pub mod staff;
mod statement;
pub mod status_callbacks;
pub mod steps;
pub mod subjects;
pub mod suppressions;
pub mod sweeps;
pub mod systems;
pub mod tasks;
pub mod tries;
pub mod uploads;
mod value;
pub mod verdicts;
pub mod warnings;

pub use db::{Conn, Db, Store, Tx};
pub use dialect::Engine;
pub use error::StoreError;
pub use migrate::MigrateError;
pub use open::{DatabaseUrl, OpenError};
pub use page::Page;
