//! Letting the person in again after an objection that was not granted: off the lists that the halt put them on, and
//! off no other. Whoever wants to be left alone for another reason (an opt-out, an erasure, another objection that is
//! still being judged) stays where they are.

use connect::{Capability, Connector};
use futures_util::future::{BoxFuture, FutureExt as _};
use inventory::{Entry, PreparedSuppression, SuppressionReceipt};
use kernel::ids::StepId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::Tx;
use store::steps::{StepKind, StepRow};

use super::{Change, Problem, open, read, written};
use crate::app::App;
use crate::error::{Error, Result};
use crate::requests::change;
use crate::requests::part::StepReceipt;
use crate::requests::rights::Scene;
use crate::suppression;

pub(crate) struct Unsuppress;

/// The entries that are taken back, and the step that made them.
#[derive(Default, Serialize, Deserialize)]
struct Ours {
    made_by: Option<StepId>,
    entries: Vec<Entry>,
}

/// The step that put somebody on the lists of a system for a request, as long as that can be taken back.
async fn listing(app: &App, step: &StepRow) -> Result<Option<StepRow>> {
    let steps = store::steps::by_request(app.store(), step.request_id).await.map_err(Error::internal)?;
    let made = |other: &StepRow| {
        other.kind == StepKind::Suppress && other.system == step.system && other.prepared.is_some()
    };
    Ok(steps.into_iter().find(made))
}

/// Whether the person stays on the lists for another reason than this request.
async fn is_wanted(app: &App, entry: &Entry, step: &StepRow) -> Result<bool, Problem> {
    let hash = suppression::hash(app, &entry.identity);
    let alone = store::suppressions::among(app.store(), &[hash]).await.map_err(Error::internal)?;
    if !alone.is_empty() {
        return Ok(true);
    }
    let others = store::steps::listings(app.store(), &step.system).await.map_err(Error::internal)?;
    for other in others.iter().filter(|other| other.request_id != step.request_id) {
        let also: PreparedSuppression = read(&open(app, other)?)?;
        if also.identities.contains(&entry.identity) {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Change for Unsuppress {
    fn prepare<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        step: &'a StepRow,
        _connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<Vec<u8>, Problem>> {
        async move {
            let Some(made_by) = listing(scene.app, step).await? else { return written(&Ours::default()) };
            let made: PreparedSuppression = read(&open(scene.app, &made_by)?)?;
            written(&Ours { made_by: Some(made_by.id), entries: made.missing })
        }
        .boxed()
    }

    /// Taking off twice changes nothing.
    fn carry_out<'a>(
        &'a self,
        app: &'a App,
        step: &'a StepRow,
        connector: &'a dyn Connector,
        prepared: &'a [u8],
        _fresh: bool,
    ) -> BoxFuture<'a, Result<StepReceipt, Problem>> {
        async move {
            let Ours { entries, .. } = read(prepared)?;
            let mut free = Vec::new();
            for entry in &entries {
                if !is_wanted(app, entry, step).await? {
                    free.push(entry.clone());
                }
            }
            let shared = (entries.len() - free.len()) as u64;
            let able = connector.capabilities().unsuppress == Capability::Automatic;
            let receipt = if free.is_empty() || !able {
                SuppressionReceipt { system: step.system.clone(), ..SuppressionReceipt::default() }
            } else {
                connector.unsuppress(&free).await?
            };
            Ok(StepReceipt::Unsuppressed { receipt, shared })
        }
        .boxed()
    }

    fn said(&self, receipt: &StepReceipt) -> Value {
        let shared = if let StepReceipt::Unsuppressed { shared, .. } = receipt { *shared } else { 0 };
        json!({ "unlisted": receipt.records(), "still_listed": shared })
    }

    /// Who was put on which list is not needed any more.
    fn settle<'a>(&'a self, app: &'a App, tx: &'a mut Tx, step: &'a StepRow) -> BoxFuture<'a, Result<()>> {
        async move {
            let Some(mut made_by) = listing(app, step).await? else { return Ok(()) };
            made_by.prepared = None;
            store::steps::update(&mut *tx, &mut made_by).await.map_err(change::conflict)
        }
        .boxed()
    }
}
