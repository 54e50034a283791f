//! Systems without an interface: every request becomes a task for a person, with all that a letter needs.

use futures_util::future::{BoxFuture, FutureExt, ready};
use std::sync::Arc;

use inventory::payment::PaymentScan;
use inventory::{
    Applied, DataMap, Entry, ErasureOrder, Found, Identity, PreparedErasure, PreparedRectification,
    PreparedRestriction, Receipt, RectificationOrder, RectificationReceipt, RestrictionReceipt,
    SuppressionOrder, SuppressionReceipt, Task, TaskKind, Terms,
};

use crate::connector::{Capabilities, Capability, Connector};
use crate::error::ConnectError;
use crate::probe::Probe;
use crate::sink::{ExportSummary, RowSink};

/// The connector of a manual system.
#[derive(Debug, Clone)]
pub struct ManualConnector {
    map: Arc<DataMap>,
}

impl ManualConnector {
    /// For a map with `connector = "manual"`.
    pub fn new(map: impl Into<Arc<DataMap>>) -> Self {
        Self { map: map.into() }
    }

    /// The task, unless no identity given is of a kind that the holder knows people by.
    fn task(&self, kind: TaskKind, identities: &[Identity]) -> Result<Task, ConnectError> {
        let task = Task::new(&self.map, kind, identities);
        if task.identities.is_empty() {
            return Err(ConnectError::NoIdentity { system: self.map.system.id.clone() });
        }
        Ok(task)
    }
}

impl Connector for ManualConnector {
    fn map(&self) -> &DataMap {
        &self.map
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            find: Capability::Manual,
            export: Capability::Manual,
            rectify: Capability::Manual,
            restrict: Capability::Manual,
            suppress: Capability::Manual,
            suppressed: Capability::None,
            unsuppress: Capability::Manual,
            erase: Capability::Manual,
            residue: Capability::None,
            payment_numbers: Capability::None,
        }
    }

    fn probe(&self) -> BoxFuture<'_, Probe> {
        ready(Probe {
            system: self.map.system.id.clone(),
            reachable: true,
            server: Some("manual".to_owned()),
            read_only: false,
            findings: Vec::new(),
        })
        .boxed()
    }

    /// Always nothing: what the holder has, only the holder can say. [`Capability::Manual`] tells that apart from
    /// "looked, and nothing was there".
    fn find<'a>(&'a self, _identities: &'a [Identity]) -> BoxFuture<'a, Result<Found, ConnectError>> {
        ready(Ok(Found { system: self.map.system.id.clone(), collections: Vec::new() })).boxed()
    }

    fn export<'a>(
        &'a self,
        identities: &'a [Identity],
        _sink: &'a mut dyn RowSink,
    ) -> BoxFuture<'a, Result<ExportSummary, ConnectError>> {
        let task = self.task(TaskKind::Access, identities);
        ready(task.map(|task| ExportSummary { task: Some(task), ..ExportSummary::default() })).boxed()
    }

    fn prepare_rectification<'a>(
        &'a self,
        order: &'a RectificationOrder,
    ) -> BoxFuture<'a, Result<PreparedRectification, ConnectError>> {
        let task = self.task(TaskKind::Rectification, &order.identities);
        ready(task.map(|task| PreparedRectification {
            system: self.map.system.id.clone(),
            map: self.map.fingerprint(),
            identities: order.identities.clone(),
            today: order.today,
            zone: order.zone.iana_name().unwrap_or("UTC").to_owned(),
            terms: Terms::new(),
            now: order.now,
            fields: Vec::new(),
            task: Some(Task { corrections: order.corrections.clone(), ..task }),
        }))
        .boxed()
    }

    /// The receipt says what was asked of whom, as with [`Self::erase`].
    fn rectify<'a>(
        &'a self,
        prepared: &'a PreparedRectification,
    ) -> BoxFuture<'a, Result<RectificationReceipt, ConnectError>> {
        ready(Ok(RectificationReceipt::from_prepared(prepared))).boxed()
    }

    fn verify_rectified<'a>(
        &'a self,
        _prepared: &'a PreparedRectification,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        ready(Ok(Applied::Empty)).boxed()
    }

    fn prepare_restriction<'a>(
        &'a self,
        identities: &'a [Identity],
    ) -> BoxFuture<'a, Result<PreparedRestriction, ConnectError>> {
        let task = self.task(TaskKind::Restriction, identities);
        ready(task.map(|task| PreparedRestriction {
            system: self.map.system.id.clone(),
            map: self.map.fingerprint(),
            identities: identities.to_vec(),
            collections: Vec::new(),
            task: Some(task),
        }))
        .boxed()
    }

    fn restrict<'a>(
        &'a self,
        prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<RestrictionReceipt, ConnectError>> {
        ready(Ok(RestrictionReceipt {
            system: self.map.system.id.clone(),
            collections: Vec::new(),
            task: prepared.task.clone(),
        }))
        .boxed()
    }

    fn lift<'a>(
        &'a self,
        prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<RestrictionReceipt, ConnectError>> {
        let task = self.task(TaskKind::Lift, &prepared.identities);
        ready(task.map(|task| RestrictionReceipt {
            system: self.map.system.id.clone(),
            collections: Vec::new(),
            task: Some(task),
        }))
        .boxed()
    }

    fn verify_restricted<'a>(
        &'a self,
        _prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        ready(Ok(Applied::Empty)).boxed()
    }

    fn suppress<'a>(
        &'a self,
        order: &'a SuppressionOrder,
    ) -> BoxFuture<'a, Result<SuppressionReceipt, ConnectError>> {
        let task = self.task(TaskKind::Suppression, &order.identities);
        ready(task.map(|task| SuppressionReceipt {
            system: self.map.system.id.clone(),
            lists: Vec::new(),
            task: Some(task),
        }))
        .boxed()
    }

    /// The holder is asked to begin again, for everybody named.
    fn unsuppress<'a>(
        &'a self,
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<SuppressionReceipt, ConnectError>> {
        let identities: Vec<Identity> = entries.iter().map(|entry| entry.identity.clone()).collect();
        let task = self.task(TaskKind::Lift, &identities);
        ready(task.map(|task| SuppressionReceipt {
            system: self.map.system.id.clone(),
            lists: Vec::new(),
            task: Some(task),
        }))
        .boxed()
    }

    fn prepare_erasure<'a>(
        &'a self,
        order: &'a ErasureOrder,
    ) -> BoxFuture<'a, Result<PreparedErasure, ConnectError>> {
        let task = self.task(TaskKind::Erasure, &order.identities);
        ready(task.map(|task| PreparedErasure {
            system: self.map.system.id.clone(),
            map: self.map.fingerprint(),
            today: order.today,
            zone: order.zone.iana_name().unwrap_or("UTC").to_owned(),
            identities: order.identities.clone(),
            terms: Terms::new(),
            pseudonym: order.pseudonym.clone(),
            attributes: Vec::new(),
            collections: Vec::new(),
            mentions: Vec::new(),
            task: Some(task),
            held: Vec::new(),
            census: None,
        }))
        .boxed()
    }

    /// The receipt says what was asked of whom; that it was done is known when the person reports it.
    fn erase<'a>(&'a self, prepared: &'a PreparedErasure) -> BoxFuture<'a, Result<Receipt, ConnectError>> {
        ready(Ok(Receipt {
            system: self.map.system.id.clone(),
            task: prepared.task.clone(),
            ..Receipt::default()
        }))
        .boxed()
    }

    /// Empty: there is nothing that Gestand itself carries out.
    fn verify_applied<'a>(
        &'a self,
        _prepared: &'a PreparedErasure,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        ready(Ok(Applied::Empty)).boxed()
    }

    fn payment_numbers(&self) -> BoxFuture<'_, Result<PaymentScan, ConnectError>> {
        ready(Err(ConnectError::Unsupported {
            system: self.map.system.id.clone(),
            what: "search its text for payment numbers",
        }))
        .boxed()
    }
}
