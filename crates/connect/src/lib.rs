//! Connectors: how Gestand finds, copies and erases a person's rows in the systems that hold them.
//!
//! [`connector`] is the trait; [`sql`] speaks to PostgreSQL, MySQL, MariaDB and SQLite, [`http`] to declared
//! services, [`files`] reads folders and buckets, [`manual`] writes tasks for people. [`leads`] passes on what one
//! system knows of a person to another that needs it. [`systems`] makes the connectors of a policy. What happens to a row is decided in the crate
//! `inventory`; here rows are fetched and written. Only this crate and `store` import a database driver.

pub mod connector;
pub mod error;
pub mod files;
pub mod http;
pub mod leads;
pub mod manual;
pub mod outside;
pub mod outward;
pub mod probe;
pub mod signing;
pub mod sink;
pub mod sql;
pub mod sweep;
pub mod systems;

pub use connector::{Capabilities, Capability, Connector};
pub use error::ConnectError;
pub use files::FilesConnector;
pub use http::HttpConnector;
pub use leads::{Leads, Source};
pub use manual::ManualConnector;
pub use probe::{Finding, FindingKind, Probe, Weight};
pub use sink::{
    CollectionMeta, ExportSummary, ExportedCollection, FieldMeta, FileMeta, RowOut, RowSink, SinkError,
};
pub use sql::{AccountHolder, Planted, Planter, SeedRows, SqlConnector, SqlOptions};
pub use sweep::{SweepBatch, SweepCount, SweepCounts};
pub use systems::Systems;
