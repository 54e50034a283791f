//! Connectors: how Gestand finds, copies and erases a person's rows in the systems that hold them.
//!
//! [`connector`] is the trait; [`sql`] speaks to PostgreSQL, MySQL, MariaDB and SQLite, [`http`] to declared
//! services, [`manual`] writes tasks
//! for people. [`systems`] makes the connectors of a policy. What happens to a row is decided in the crate
//! `inventory`; here rows are fetched and written. Only this crate and `store` import a database driver.

pub mod connector;
pub mod error;
pub mod http;
pub mod manual;
pub mod probe;
pub mod sink;
pub mod sql;
pub mod sweep;
pub mod systems;

pub use connector::{Capabilities, Capability, Connector};
pub use error::ConnectError;
pub use http::HttpConnector;
pub use manual::ManualConnector;
pub use probe::{Finding, FindingKind, Probe, Weight};
pub use sink::{CollectionMeta, ExportSummary, ExportedCollection, FieldMeta, RowOut, RowSink, SinkError};
pub use sql::{Planted, Planter, SeedRows, SqlConnector, SqlOptions};
pub use sweep::{SweepBatch, SweepCount, SweepCounts};
pub use systems::Systems;
