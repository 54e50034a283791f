//! Use cases: what Gestand does, one file each, for every face (web, command line, worker) alike.

pub mod archive;
pub mod error;
pub mod keys;
pub mod seal;

pub use error::{Error, Kind, Result};
