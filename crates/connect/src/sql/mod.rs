//! The SQL connector.

use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt, ready};
use inventory::{Applied, DataMap, ErasureOrder, Found, Identity, PreparedErasure, Receipt, Residue};

use crate::connector::{Capabilities, Capability, Connector};
use crate::error::ConnectError;
use crate::probe::Probe;
use crate::sink::{ExportSummary, RowSink};

/// How a SQL system is spoken to.
#[derive(Debug, Clone)]
pub struct SqlOptions {
    /// The most connections to one system at a time.
    pub connections: u32,
    /// The longest that one statement may take.
    pub statement_timeout: Duration,
    /// The longest that making a connection, or waiting for a free one, may take.
    pub connect_timeout: Duration,
}

impl Default for SqlOptions {
    fn default() -> Self {
        Self {
            connections: 4,
            statement_timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(5),
        }
    }
}

/// The connector of a SQL database.
#[derive(Debug, Clone)]
pub struct SqlConnector {
    map: DataMap,
}

impl SqlConnector {
    /// For a map with `connector = "sql"`. No connection is made yet.
    pub fn open(map: DataMap, _url: &str, _options: &SqlOptions) -> Result<Self, ConnectError> {
        Ok(Self { map })
    }

    fn later<T: Send + 'static>(&self) -> BoxFuture<'static, Result<T, ConnectError>> {
        ready(Err(ConnectError::Unreachable { system: self.map.system.id.clone() })).boxed()
    }
}

impl Connector for SqlConnector {
    fn map(&self) -> &DataMap {
        &self.map
    }
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            find: Capability::Automatic,
            export: Capability::Automatic,
            erase: Capability::Automatic,
            residue: Capability::Automatic,
        }
    }
    fn probe(&self) -> BoxFuture<'_, Probe> {
        ready(Probe {
            system: self.map.system.id.clone(),
            reachable: false,
            server: None,
            read_only: false,
            findings: Vec::new(),
        })
        .boxed()
    }
    fn find<'a>(&'a self, _: &'a [Identity]) -> BoxFuture<'a, Result<Found, ConnectError>> {
        self.later()
    }
    fn export<'a>(
        &'a self,
        _: &'a [Identity],
        _: &'a mut dyn RowSink,
    ) -> BoxFuture<'a, Result<ExportSummary, ConnectError>> {
        self.later()
    }
    fn prepare_erasure<'a>(
        &'a self,
        _: &'a ErasureOrder,
    ) -> BoxFuture<'a, Result<PreparedErasure, ConnectError>> {
        self.later()
    }
    fn erase<'a>(&'a self, _: &'a PreparedErasure) -> BoxFuture<'a, Result<Receipt, ConnectError>> {
        self.later()
    }
    fn verify_applied<'a>(&'a self, _: &'a PreparedErasure) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        self.later()
    }
    fn residue<'a>(&'a self, _: &'a PreparedErasure) -> BoxFuture<'a, Result<Option<Residue>, ConnectError>> {
        self.later()
    }
}
