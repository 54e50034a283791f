//! The SQL connector: PostgreSQL, MySQL and MariaDB, SQLite.
//!
//! [`pool`] connects and gives transactions, [`introspect`] reads the structure into a [`schema`], [`dialect`]
//! and [`folded`] write what differs between engines. [`search`] finds, [`export`] hands rows over, [`prepare`]
//! decides with the inventory's rules, [`erase`] checks and writes, [`rectify`] corrects, [`restrict`] marks,
//! [`suppress`] keeps exclusion lists, [`keyed`] reads and writes columns of known rows, [`scan`] reads all text, [`verify`]
//! recognises an erasure that was done, [`drift`] compares the map with the database, [`sample`] looks at one
//! that has no map, [`sweep`] lets go what is past its date. An engine more is a
//! variant of `Engine`, and what the compiler then asks for.

mod accounts;
mod dialect;
mod drift;
mod erase;
mod export;
mod failure;
mod folded;
mod holders;
mod introspect;
mod keyed;
mod payment;
mod plant;
mod pool;
mod prepare;
mod rectify;
mod residue;
mod restrict;
pub mod sample;
mod scan;
mod schema;
mod search;
mod statement;
mod suppress;
mod sweep;
mod verify;

use std::hash::RandomState;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt};
use inventory::order::search_order;
use inventory::payment::PaymentScan;
use inventory::{
    Applied, DataMap, Entry, ErasureOrder, Found, Identity, PreparedErasure, PreparedRectification,
    PreparedRestriction, Receipt, RectificationOrder, RectificationReceipt, Residue, RestrictionReceipt,
    SuppressionOrder, SuppressionReceipt,
};
use tokio::sync::RwLock;

pub use self::accounts::AccountHolder;
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
    map: Arc<DataMap>,
    /// The map's, as every piece of work asks for it.
    fingerprint: String,
    /// In which the map's collections are searched.
    order: Vec<Vec<usize>>,
    pool: Pool,
    /// Read once; read again by a probe, and after the database said that something is missing.
    schema: RwLock<Option<Arc<Schema>>>,
    /// Statements that write everything at once, by their hashes, as far as they are kept prepared.
    forms: Mutex<(RandomState, Vec<u64>)>,
}

impl SqlConnector {
    /// For a map with `connector = "sql"`. No connection is made yet. Call it within a tokio runtime.
    ///
    /// # Errors
    /// The URL makes no sense. It is not quoted: it may carry a password.
    pub fn open(map: impl Into<Arc<DataMap>>, url: &str, options: &SqlOptions) -> Result<Self, ConnectError> {
        let map = map.into();
        let pool = Pool::open(&map.system.id, url, options)?;
        let (fingerprint, order) = (map.fingerprint(), search_order(&map));
        let (schema, forms) = (RwLock::new(None), Mutex::default());
        Ok(Self(Arc::new(Inner { map, fingerprint, order, pool, schema, forms })))
    }

    async fn begin(&self, intent: Intent) -> Result<(Work, Arc<Schema>), ConnectError> {
        let mut work = self.0.pool.begin(intent).await?;
        let schema = self.schema(&mut work).await?;
        Ok((work, schema))
    }

    /// The map laid over the structure.
    fn lay<'a>(&'a self, schema: &'a Schema, purpose: Purpose) -> Result<Plan<'a>, ConnectError> {
        Plan::new(&self.0.map, schema, &self.0.order, self.0.pool.engine(), purpose)
    }

    async fn schema(&self, work: &mut Work) -> Result<Arc<Schema>, ConnectError> {
        if let Some(schema) = self.0.schema.read().await.as_ref() {
            return Ok(schema.clone());
        }
        let schema = Arc::new(introspect::introspect(work).await?);
        *self.0.schema.write().await = Some(schema.clone());
        Ok(schema)
    }

    /// The structure with the references between tables as they are now: read whole when they are others than
    /// those that are remembered, because a new reference may come from a new table.
    async fn with_references(
        &self,
        work: &mut Work,
        known: Arc<Schema>,
    ) -> Result<Arc<Schema>, ConnectError> {
        if introspect::foreign_keys(work, &known).await? == known.foreign_keys {
            return Ok(known);
        }
        let schema = Arc::new(introspect::introspect(work).await?);
        *self.0.schema.write().await = Some(schema.clone());
        Ok(schema)
    }

    /// Forgets the structure when the database says that it is another one.
    async fn noted<T>(&self, result: Result<T, ConnectError>) -> Result<T, ConnectError> {
        let another = |error: &ConnectError| {
            matches!(
                error,
                ConnectError::SchemaDiffers { .. }
                    | ConnectError::Constraint { .. }
                    | ConnectError::Hidden { .. }
            )
        };
        if result.as_ref().is_err_and(another) {
            *self.0.schema.write().await = None;
        }
        result
    }

    async fn find_rows(&self, identities: &[Identity]) -> Result<Found, ConnectError> {
        let map = &self.0.map;
        let given = given(map, identities)?;
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let plan = self.lay(&schema, Purpose::Keys)?;
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
        let plan = self.lay(&schema, Purpose::Export)?;
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
        let when = |there: bool| if there { Capability::Automatic } else { Capability::None };
        let lists = when(!self.0.map.exclusions.is_empty());
        Capabilities {
            find: Capability::Automatic,
            export: Capability::Automatic,
            rectify: Capability::Automatic,
            restrict: when(self.marks()),
            suppress: lists,
            suppressed: lists,
            unsuppress: lists,
            erase: Capability::Automatic,
            residue: when(self.0.map.system.residue_scan),
            payment_numbers: Capability::Automatic,
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

    fn prepare_rectification<'a>(
        &'a self,
        order: &'a RectificationOrder,
    ) -> BoxFuture<'a, Result<PreparedRectification, ConnectError>> {
        async move { self.noted(self.prepare_correction(order).await).await }.boxed()
    }

    fn rectify<'a>(
        &'a self,
        prepared: &'a PreparedRectification,
    ) -> BoxFuture<'a, Result<RectificationReceipt, ConnectError>> {
        async move { self.noted(self.correct(prepared).await).await }.boxed()
    }

    fn verify_rectified<'a>(
        &'a self,
        prepared: &'a PreparedRectification,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        async move { self.noted(self.is_corrected(prepared).await).await }.boxed()
    }

    fn prepare_restriction<'a>(
        &'a self,
        identities: &'a [Identity],
    ) -> BoxFuture<'a, Result<PreparedRestriction, ConnectError>> {
        async move { self.noted(self.prepare_marks(identities).await).await }.boxed()
    }

    fn restrict<'a>(
        &'a self,
        prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<RestrictionReceipt, ConnectError>> {
        async move { self.noted(self.set_marks(prepared).await).await }.boxed()
    }

    fn lift<'a>(
        &'a self,
        prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<RestrictionReceipt, ConnectError>> {
        async move { self.noted(self.take_marks_off(prepared).await).await }.boxed()
    }

    fn verify_restricted<'a>(
        &'a self,
        prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        async move { self.noted(self.has_marks(prepared).await).await }.boxed()
    }

    fn suppress<'a>(
        &'a self,
        order: &'a SuppressionOrder,
    ) -> BoxFuture<'a, Result<SuppressionReceipt, ConnectError>> {
        async move { self.noted(self.put_on_lists(order).await).await }.boxed()
    }

    fn suppressed<'a>(
        &'a self,
        identities: &'a [Identity],
    ) -> BoxFuture<'a, Result<SuppressionReceipt, ConnectError>> {
        async move { self.noted(self.on_lists(identities).await).await }.boxed()
    }

    fn unsuppress<'a>(
        &'a self,
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<SuppressionReceipt, ConnectError>> {
        async move { self.noted(self.take_off_lists(entries).await).await }.boxed()
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

    fn payment_numbers(&self) -> BoxFuture<'_, Result<PaymentScan, ConnectError>> {
        async move { self.noted(self.search_payment_numbers().await).await }.boxed()
    }
}
