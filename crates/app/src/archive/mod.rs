//! The answer to an access request: one archive that a person can read and a program can use.
//!
//! A ZIP with, per system, readable HTML, one JSON file and one CSV file per collection (RFC 4180); with the
//! recipients that hold the data, the category of every field, and a manifest with the SHA-256 of every
//! file. It is written as a stream: memory is bounded by the spool, not by how much a person has.
//!
//! [`Packer`] writes, [`validate`] reads one back and checks every promise about its form, [`manifest`] is
//! the shape of `manifest.json`. A new format of the data goes into [`collection`].

mod collection;
pub mod manifest;
mod packer;
mod pages;
mod sink;
mod spool;
mod validate;

pub use manifest::{Field, Manifest, Outstanding, RecipientEntry, SystemEntry};
pub use packer::{CollectionMeta, Form, PackError, Packer, SystemMeta};
pub use sink::ArchiveSink;
pub use spool::{SealedPieces, SealedSpool, place};
pub use validate::{Validation, manifest_of, validate};
