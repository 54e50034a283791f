//! The SQL connector: PostgreSQL, MySQL and MariaDB, SQLite.
//!
//! [`pool`] connects and gives transactions, [`introspect`] reads the structure into a [`schema`], [`dialect`]
//! and [`folded`] write what differs between engines. [`search`] finds, [`export`] hands rows over, [`prepare`]
//! decides with the inventory's rules, [`erase`] checks and writes, [`scan`] reads all text, [`verify`]
//! recognises an erasure that was done, [`drift`] compares the map with the database, [`sample`] looks at one
//! that has no map, [`sweep`] lets go what is past its date. An engine more is a
//! variant of `Engine`, and what the compiler then asks for.

mod dialect;
mod drift;
mod erase;
mod export;
mod failure;
mod folded;
mod introspect;
mod plant;
mod pool;
mod prepare;
mod residue;
pub mod sample;
mod scan;
mod schema;
mod search;
mod statement;
mod sweep;
mod verify;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt};
use inventory::{Applied, DataMap, ErasureOrder, Found, Identity, PreparedErasure, Receipt, Residue};
use tokio::sync::RwLock;

use self::export::Emitter;
pub use self::plant::{Planted, Planter, SeedRows};
use self::pool::{Intent, Pool, Work};
use self::schema::Schema;
use self::search::plan::{Plan, Purpose};
use self::search::{Search, given};
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
    /// The longest that a statement may wait for a lock.
    pub lock_timeout: Duration,
    /// The longest that making a connection, or waiting for a free one, may take.
    pub connect_timeout: Duration,
}

impl Default for SqlOptions {
    fn default() -> Self {
        Self {
            connections: 4,
            statement_timeout: Duration::from_mins(1),
            lock_timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(5),
        }
    }
}

/// The connector of a SQL database. Cloning shares the connections.
#[derive(Debug, Clone)]
pub struct SqlConnector(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    map: DataMap,
    pool: Pool,
    /// Read once; read again by a probe, and after the database said that something is missing.
    schema: RwLock<Option<Arc<Schema>>>,
}

impl SqlConnector {
    /// For a map with `connector = "sql"`. No connection is made yet. Call it within a tokio runtime.
    ///
    /// # Errors
    /// The URL makes no sense. It is not quoted: it may carry a password.
    pub fn open(map: DataMap, url: &str, options: &SqlOptions) -> Result<Self, ConnectError> {
        let pool = Pool::open(&map.system.id, url, options)?;
        Ok(Self(Arc::new(Inner { map, pool, schema: RwLock::new(None) })))
    }

    async fn begin(&self, intent: Intent) -> Result<(Work, Arc<Schema>), ConnectError> {
        let mut work = self.0.pool.begin(intent).await?;
        let schema = self.schema(&mut work).await?;
        Ok((work, schema))
    }

    async fn schema(&self, work: &mut Work) -> Result<Arc<Schema>, ConnectError> {
        if let Some(schema) = self.0.schema.read().await.as_ref() {
            return Ok(schema.clone());
        }
        let schema = Arc::new(introspect::introspect(work).await?);
        *self.0.schema.write().await = Some(schema.clone());
        Ok(schema)
    }

    /// Forgets the structure when the database says that it is another one.
    async fn noted<T>(&self, result: Result<T, ConnectError>) -> Result<T, ConnectError> {
        if matches!(result, Err(ConnectError::SchemaDiffers { .. } | ConnectError::Constraint { .. })) {
            *self.0.schema.write().await = None;
        }
        result
    }

    async fn find_rows(&self, identities: &[Identity]) -> Result<Found, ConnectError> {
        let map = &self.0.map;
        let given = given(map, identities)?;
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let plan = Plan::new(map, &schema, self.0.pool.engine(), Purpose::Keys)?;
        let mut search = Search::new(&plan, &given, None);
        search.run(&mut work, None).await?;
        let (found, _) = search.finish();
        work.commit().await?;
        Ok(found)
    }

    async fn export_rows(
        &self,
        identities: &[Identity],
        sink: &mut dyn RowSink,
    ) -> Result<ExportSummary, ConnectError> {
        let map = &self.0.map;
        let given = given(map, identities)?;
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let plan = Plan::new(map, &schema, self.0.pool.engine(), Purpose::Export)?;
        let mut emitter = Emitter::new(&map.system.id, sink);
        let mut search = Search::new(&plan, &given, None);
        search.run(&mut work, Some(&mut emitter)).await?;
        work.commit().await?;
        Ok(emitter.finish())
    }
}

impl Connector for SqlConnector {
    fn map(&self) -> &DataMap {
        &self.0.map
    }

    fn capabilities(&self) -> Capabilities {
        let residue = if self.0.map.system.residue_scan { Capability::Automatic } else { Capability::None };
        Capabilities {
            find: Capability::Automatic,
            export: Capability::Automatic,
            erase: Capability::Automatic,
            residue,
        }
    }

    fn probe(&self) -> BoxFuture<'_, Probe> {
        self.look().boxed()
    }

    fn find<'a>(&'a self, identities: &'a [Identity]) -> BoxFuture<'a, Result<Found, ConnectError>> {
        async move { self.noted(self.find_rows(identities).await).await }.boxed()
    }

    fn export<'a>(
        &'a self,
        identities: &'a [Identity],
        sink: &'a mut dyn RowSink,
    ) -> BoxFuture<'a, Result<ExportSummary, ConnectError>> {
        async move { self.noted(self.export_rows(identities, sink).await).await }.boxed()
    }

    fn prepare_erasure<'a>(
        &'a self,
        order: &'a ErasureOrder,
    ) -> BoxFuture<'a, Result<PreparedErasure, ConnectError>> {
        async move { self.noted(self.prepare(order).await).await }.boxed()
    }

    fn erase<'a>(&'a self, prepared: &'a PreparedErasure) -> BoxFuture<'a, Result<Receipt, ConnectError>> {
        async move { self.noted(self.carry_out(prepared).await).await }.boxed()
    }

    fn verify_applied<'a>(
        &'a self,
        prepared: &'a PreparedErasure,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        async move { self.noted(self.verify(prepared).await).await }.boxed()
    }

    fn as_sql(&self) -> Option<&SqlConnector> {
        Some(self)
    }

    fn residue<'a>(
        &'a self,
        prepared: &'a PreparedErasure,
    ) -> BoxFuture<'a, Result<Option<Residue>, ConnectError>> {
        async move { self.noted(self.search_residue(prepared).await).await }.boxed()
    }
}
