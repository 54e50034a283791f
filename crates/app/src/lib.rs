//! Use cases: what Gestand does, one file each, for every face (web, command line, worker) alike.
//!
//! A use case takes the [`App`] and an [`kernel::Actor`], refuses what the actor may not do, and writes row,
//! ledger entry and follow-up job in one transaction. [`requests`] is the heart; [`work`] is the worker;
//! [`retention`] lets go what is past its date, and [`holds`] keep it; [`archive`] packs answers; [`check`] gathers evidence for the promises.

pub mod accounts;
mod addresses;
mod app;
pub mod archive;
pub mod archives;
pub mod attest;
pub mod attestations;
pub mod bounces;
mod boundary;
pub mod check;
pub mod consents;
pub mod decision;
pub mod demo;
pub mod deployment;
pub mod drafting;
pub mod drill;
pub mod editions;
pub mod error;
pub mod events;
pub mod faces;
pub mod handovers;
pub mod holds;
pub mod incoming;
pub mod inspections;
mod journal;
pub mod keys;
pub mod ledger_log;
pub mod mailbox;
mod media;
pub mod messages;
mod oblivion;
pub mod opendsr;
pub mod openings;
pub mod outbox;
mod paging;
pub mod papers;
pub mod preferences;
pub mod programs;
pub mod publishing;
pub mod register;
pub mod requests;
pub mod retention;
pub mod scans;
pub mod seal;
pub mod sealed;
pub mod signin;
pub mod staff;
pub mod suppression;
pub mod systems;
pub mod tasks;
pub mod trouble;
pub mod uploads;
mod warm;
pub mod webhooks;
pub mod wording;
pub mod work;

pub use app::{Addresses, App, Config, Parts};
pub use error::{Error, Kind, Result};
