//! Declared HTTP services: everything about a service stands in its map's `[http]` table, nothing in code.
//!
//! [`request`] fills a declared call in, [`transport`] carries it over the wire, [`page`] follows listings,
//! [`row`] reads columns out of JSON, [`search`] finds and judges, [`export`] hands on, [`step`] does one thing to
//! one row, [`erase`] does all of it in order, [`listing`] leaves people out of something. To support another habit of services (a kind of paging, of proof),
//! add it to `inventory::map::http` and to the one module that it concerns; a single service is only ever a file
//! (`examples/connectors`, described in `docs/connectors.md`).
//!
//! Unlike a database a service has no transaction: an erasure is a list of calls, each safe to repeat, and
//! [`Connector::verify_applied`] looks again at every row.

mod auth;
mod erase;
mod export;
mod led;
mod listing;
mod page;
mod request;
mod row;
mod search;
pub(crate) mod secret;
mod signature;
mod step;
pub(crate) mod transport;

use std::sync::Arc;

use futures_util::future::{BoxFuture, FutureExt, ready};
use inventory::map::http::{Call, Calls};
use inventory::map::{Collection, Do};
use inventory::{
    Applied, DataMap, Entry, ErasureOrder, Found, Identity, MarkCounts, PreparedErasure, PreparedRestriction,
    Receipt, RestrictionReceipt, SuppressionOrder, SuppressionReceipt,
};

use self::export::Exporter;
use self::listing::Listing;
use self::request::{Values, build};
use self::search::Search;
use self::secret::Settings;
use self::transport::{Transport, Wants, safe_url};
use crate::connector::{Capabilities, Capability, Connector};
use crate::error::ConnectError;
use crate::leads::Leads;
use crate::probe::{Finding, FindingKind, Probe, Weight};
use crate::sink::{ExportSummary, RowSink};

pub use export::OTHER;

/// The connector of a declared service.
#[derive(Debug, Clone)]
pub struct HttpConnector(Arc<Service>);

/// What the modules here share.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) map: Arc<DataMap>,
    settings: Settings,
    transport: Transport,
    /// The systems that lead here.
    leads: Leads,
}

impl Service {
    fn calls(&self, collection: &Collection) -> Option<&Calls> {
        self.map.http.as_ref()?.collections.get(&collection.id)
    }
}

impl HttpConnector {
    /// For a map with `connector = "http"`. `environment` gives the value of a variable. Nothing is called yet.
    ///
    /// # Errors
    /// [`ConnectError::Address`] naming the variable that is missing or makes no sense.
    pub fn open(
        map: impl Into<Arc<DataMap>>,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, ConnectError> {
        Self::open_led(map, environment, Leads::default())
    }

    /// The same, with the systems that lead here: they are asked for more of the person's identities first.
    ///
    /// # Errors
    /// As [`HttpConnector::open`].
    pub fn open_led(
        map: impl Into<Arc<DataMap>>,
        environment: &dyn Fn(&str) -> Option<String>,
        leads: Leads,
    ) -> Result<Self, ConnectError> {
        let map = map.into();
        let system = map.system.id.clone();
        let unusable = |reason: String| ConnectError::Address { system: system.clone(), reason };
        let http = map.http.as_ref().ok_or_else(|| unusable("its map has no table [http]".to_owned()))?;
        let given = map.system.url_env.as_deref().and_then(environment).filter(|url| !url.is_empty());
        let url = given.or_else(|| http.url.clone()).ok_or_else(|| {
            let variable = map.system.url_env.clone().unwrap_or_default();
            unusable(format!("the environment variable {variable} is not set"))
        })?;
        let base = safe_url(&url).map_err(unusable)?;
        let settings = Settings::read(&http.values, environment).map_err(unusable)?;
        let transport = Transport::open(&system, http, base, &settings, environment).map_err(unusable)?;
        Ok(Self(Arc::new(Service { map, settings, transport, leads })))
    }

    /// Whether a suppression does anything here.
    fn suppresses(&self) -> bool {
        self.any(|_, calls| calls.suppress.is_some())
    }

    /// Whether a restriction can be set and taken back.
    fn restricts(&self) -> bool {
        self.any(|_, calls| calls.suppress.is_some() && calls.lift.is_some())
    }

    /// Whether it can be seen who is left out.
    fn shows_lists(&self) -> bool {
        self.any(|_, calls| calls.suppress.is_some() && !calls.suppressed.is_empty())
    }

    /// Calls what stops the use of a person's rows (an exclusion from mailings, a block), or what takes it back.
    async fn mark(
        &self,
        prepared: &PreparedRestriction,
        lift: bool,
    ) -> Result<RestrictionReceipt, ConnectError> {
        let followed = self.0.followed(&prepared.identities).await?;
        let rows = self.0.suppress_rows(&followed.identities, lift).await;
        let rows = followed.or_nothing(rows)?;
        let collections = rows.into_iter().map(|(id, rows)| {
            let table = self.0.map.collection(&id).map(|part| part.table.clone()).unwrap_or_default();
            MarkCounts { collection: id, table, rows, ..MarkCounts::default() }
        });
        Ok(RestrictionReceipt {
            system: self.0.map.system.id.clone(),
            collections: collections.collect(),
            task: None,
        })
    }

    fn any(&self, is: impl Fn(&Collection, &Calls) -> bool) -> bool {
        let service = &self.0;
        let collections = service.map.collections.iter();
        collections.filter_map(|part| Some((part, service.calls(part)?))).any(|(part, calls)| is(part, calls))
    }

    async fn look(&self) -> Probe {
        let service = &self.0;
        let probe = |reachable, findings| Probe {
            system: service.map.system.id.clone(),
            reachable,
            server: Some(service.map.system.software.clone().unwrap_or_else(|| "HTTP".to_owned())),
            read_only: false,
            findings,
        };
        let declared = service.map.http.as_ref().and_then(|http| http.probe.as_ref());
        let answered = match declared {
            Some(call) => self.ask(call).await,
            None => service.transport.prove().await,
        };
        match answered {
            Ok(()) => probe(true, Vec::new()),
            Err(error) => {
                let silent = matches!(error, ConnectError::Unreachable { .. } | ConnectError::Timeout { .. });
                probe(!silent, vec![finding(&error)])
            }
        }
    }

    async fn ask(&self, call: &Call) -> Result<(), ConnectError> {
        let service = &self.0;
        let of = |name: &str| service.settings.get(name);
        let built = build(&service.transport.base, call, &Values::new(&of));
        let request = built.map_err(|reason| service.transport.odd(&reason))?;
        let request = request.ok_or_else(|| service.transport.odd("the probe lacks a value"))?;
        let answer = service.transport.send(&request, Wants::Json).await?;
        match answer.meaning {
            inventory::map::http::Meaning::Nothing => {
                Err(service.transport.odd("the probe was not found: the address or the version may be wrong"))
            }
            _ => Ok(()),
        }
    }
}

fn finding(error: &ConnectError) -> Finding {
    Finding {
        weight: Weight::Fatal,
        kind: FindingKind::Unreachable,
        collection: None,
        table: None,
        column: None,
        message: error.public(),
    }
}

fn automatic(can: bool) -> Capability {
    if can { Capability::Automatic } else { Capability::None }
}

impl Connector for HttpConnector {
    fn map(&self) -> &DataMap {
        &self.0.map
    }

    /// Finding and exporting need a way to fetch; erasing a call that deletes or changes, or a reason to keep.
    fn capabilities(&self) -> Capabilities {
        let finds = self.any(|_, calls| !calls.find.is_empty());
        let erases = self.any(|collection, calls| {
            calls.delete.is_some() || calls.change.is_some() || collection.erasure.what == Do::Keep
        });
        Capabilities {
            find: automatic(finds),
            export: automatic(finds),
            rectify: Capability::None,
            restrict: automatic(self.restricts()),
            suppress: automatic(self.suppresses()),
            suppressed: automatic(self.shows_lists()),
            unsuppress: automatic(self.any(|_, calls| calls.lift.is_some() && !calls.suppressed.is_empty())),
            erase: automatic(erases),
            residue: Capability::None,
            payment_numbers: Capability::None,
        }
    }

    fn is_led_to(&self) -> bool {
        !self.0.leads.is_empty()
    }

    fn probe(&self) -> BoxFuture<'_, Probe> {
        self.look().boxed()
    }

    fn find<'a>(&'a self, identities: &'a [Identity]) -> BoxFuture<'a, Result<Found, ConnectError>> {
        async move {
            let followed = self.0.followed(identities).await?;
            let search = Search::new(&self.0, &followed.identities);
            let Some(search) = followed.or_nothing(search.map(Some))? else {
                let system = self.0.map.system.id.clone();
                return Ok(Found { system, collections: Vec::new() });
            };
            let (mut found, _) = search.run().await?;
            // What nobody has seen is not found, only erased.
            let seen = |id: &str| {
                let collection = self.0.map.collection(id);
                collection.and_then(|part| self.0.calls(part)).is_some_and(|calls| !calls.assumed)
            };
            found.collections.retain(|part| seen(&part.collection));
            Ok(found)
        }
        .boxed()
    }

    fn export<'a>(
        &'a self,
        identities: &'a [Identity],
        sink: &'a mut dyn RowSink,
    ) -> BoxFuture<'a, Result<ExportSummary, ConnectError>> {
        async move {
            let map = &self.0.map;
            let exporter = Exporter::new(&map.system.id, sink);
            let followed = self.0.followed(identities).await?;
            let search = Search::new(&self.0, &followed.identities);
            let Some(search) = followed.or_nothing(search.map(Some))? else {
                return Ok(ExportSummary::default());
            };
            let (_, exporter) = search.exporting(exporter).run().await?;
            let table = |id: &str| map.collection(id).map(|part| part.table.clone()).unwrap_or_default();
            Ok(exporter.map(|exporter| exporter.finish(table)).unwrap_or_default())
        }
        .boxed()
    }

    /// What is marked is found when the calls are made: a service shows no mark that could be remembered, and takes
    /// its own back.
    fn prepare_restriction<'a>(
        &'a self,
        identities: &'a [Identity],
    ) -> BoxFuture<'a, Result<PreparedRestriction, ConnectError>> {
        if !self.restricts() {
            return ready(Err(self.cannot("restrict the use of what it holds"))).boxed();
        }
        ready(Ok(PreparedRestriction {
            system: self.0.map.system.id.clone(),
            map: self.0.map.fingerprint(),
            identities: identities.to_vec(),
            collections: Vec::new(),
            task: None,
        }))
        .boxed()
    }

    fn restrict<'a>(
        &'a self,
        prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<RestrictionReceipt, ConnectError>> {
        self.mark(prepared, false).boxed()
    }

    fn lift<'a>(
        &'a self,
        prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<RestrictionReceipt, ConnectError>> {
        self.mark(prepared, true).boxed()
    }

    /// Nothing shows whether it was done; doing it again is safe.
    fn verify_restricted<'a>(
        &'a self,
        _prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        ready(Ok(Applied::NotApplied)).boxed()
    }

    fn suppress<'a>(
        &'a self,
        order: &'a SuppressionOrder,
    ) -> BoxFuture<'a, Result<SuppressionReceipt, ConnectError>> {
        async move {
            if !self.suppresses() {
                return Err(self.cannot("leave anybody out of anything"));
            }
            self.0.listing(&order.identities, Listing::Add, |_| true).await
        }
        .boxed()
    }

    fn suppressed<'a>(
        &'a self,
        identities: &'a [Identity],
    ) -> BoxFuture<'a, Result<SuppressionReceipt, ConnectError>> {
        async move {
            if !self.shows_lists() {
                return Err(self.cannot("say who stands on its lists"));
            }
            self.0.listing(identities, Listing::Look, |_| true).await
        }
        .boxed()
    }

    fn unsuppress<'a>(
        &'a self,
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<SuppressionReceipt, ConnectError>> {
        async move {
            let mut receipt =
                SuppressionReceipt { system: self.0.map.system.id.clone(), ..SuppressionReceipt::default() };
            for entry in entries {
                let identity = std::slice::from_ref(&entry.identity);
                let one = self.0.listing(identity, Listing::Remove, |list| list == entry.list).await?;
                for counts in one.lists {
                    match receipt.lists.iter_mut().find(|known| known.list == counts.list) {
                        Some(known) => {
                            known.removed += counts.removed;
                            known.missing += counts.missing;
                        }
                        None => receipt.lists.push(counts),
                    }
                }
            }
            Ok(receipt)
        }
        .boxed()
    }

    fn prepare_erasure<'a>(
        &'a self,
        order: &'a ErasureOrder,
    ) -> BoxFuture<'a, Result<PreparedErasure, ConnectError>> {
        self.0.prepare(order).boxed()
    }

    /// Not one transaction: a list of calls that are safe to repeat. When it stops on the way, what was done
    /// stays done ([`ConnectError::Interrupted`]), and the next run does the rest.
    fn erase<'a>(&'a self, prepared: &'a PreparedErasure) -> BoxFuture<'a, Result<Receipt, ConnectError>> {
        self.0.carry_out(prepared).boxed()
    }

    /// Looks at every row again. What a service cannot show counts as not done: doing it again is safe.
    fn verify_applied<'a>(
        &'a self,
        prepared: &'a PreparedErasure,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        self.0.verify(prepared).boxed()
    }
}
