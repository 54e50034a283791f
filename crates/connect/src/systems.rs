//! The systems of a policy, each with the connector that its map asks for.

use std::collections::BTreeMap;
use std::sync::Arc;

use inventory::DataMap;
use inventory::map::ConnectorKind;
use kernel::SystemClock;

use crate::connector::Connector;
use crate::error::ConnectError;
use crate::files::FilesConnector;
use crate::http::HttpConnector;
use crate::leads::{Leads, Source};
use crate::manual::ManualConnector;
use crate::sql::{SqlConnector, SqlOptions};

/// Connectors by the id of their system. Cloning shares them.
#[derive(Clone, Default)]
pub struct Systems {
    connectors: BTreeMap<String, Arc<dyn Connector>>,
}

impl std::fmt::Debug for Systems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.connectors.keys()).finish()
    }
}

impl Systems {
    /// Makes a connector for each map. `address` gives the value of a variable that a map names: a URL, a secret.
    /// No connection is made yet: a system that is down is found by its probe, not here.
    ///
    /// # Errors
    /// Every map whose address is missing or makes no sense.
    pub fn open(
        maps: impl IntoIterator<Item = DataMap>,
        address: impl Fn(&str) -> Option<String>,
        options: &SqlOptions,
    ) -> Result<Self, Vec<ConnectError>> {
        let mut systems = Self::default();
        let mut errors = Vec::new();
        let maps: Vec<Arc<DataMap>> = maps.into_iter().map(Arc::new).collect();
        let mut closed = BTreeMap::new();
        // Those that others lead to come last: by then the others are there, or known to be missing.
        let (led, leading): (Vec<_>, Vec<_>) =
            maps.iter().partition(|map| Leads::lead_to(map, maps.iter().map(Arc::as_ref)));
        for map in leading.into_iter().chain(led) {
            let sources = maps.iter().filter_map(|map| {
                let id = map.system.id.as_str();
                let open = systems.get(id).map(|connector| Source::Open(Arc::clone(connector)));
                let source = open.or_else(|| closed.get(id).cloned().map(Source::Closed))?;
                Some((map.as_ref(), source))
            });
            match connector(Arc::clone(map), &address, options, sources) {
                Ok(connector) => systems.insert(connector),
                Err(error) => {
                    closed.insert(map.system.id.clone(), error.clone());
                    errors.push(error);
                }
            }
        }
        if errors.is_empty() { Ok(systems) } else { Err(errors) }
    }

    /// Adds a connector, in place of one for the same system.
    pub fn insert(&mut self, connector: Arc<dyn Connector>) {
        self.connectors.insert(connector.map().system.id.clone(), connector);
    }

    /// The connector of a system.
    pub fn get(&self, system: &str) -> Option<&Arc<dyn Connector>> {
        self.connectors.get(system)
    }

    /// All connectors, by system id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<dyn Connector>)> {
        self.connectors.iter().map(|(id, connector)| (id.as_str(), connector))
    }

    /// How many systems there are.
    pub fn len(&self) -> usize {
        self.connectors.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.connectors.is_empty()
    }
}

/// The connector that a map asks for. `sources` are the other systems: those that lead to this one are asked first
/// whenever it is looked at.
///
/// # Errors
/// The address is missing or makes no sense.
pub fn connector<'m>(
    map: Arc<DataMap>,
    address: &impl Fn(&str) -> Option<String>,
    options: &SqlOptions,
    sources: impl IntoIterator<Item = (&'m DataMap, Source)>,
) -> Result<Arc<dyn Connector>, ConnectError> {
    match map.system.connector {
        ConnectorKind::Manual => Ok(Arc::new(ManualConnector::new(map))),
        ConnectorKind::Http => {
            let leads = Leads::to(&map, sources);
            Ok(Arc::new(HttpConnector::open_led(map, address, leads)?))
        }
        ConnectorKind::Files => {
            let leads = Leads::to(&map, sources);
            Ok(Arc::new(FilesConnector::open(map, address, leads, Arc::new(SystemClock))?))
        }
        ConnectorKind::Sql => {
            let system = map.system.id.clone();
            let variable = map.system.url_env.clone().unwrap_or_default();
            let url = address(&variable).ok_or_else(|| ConnectError::Address {
                system,
                reason: format!("the environment variable {variable} is not set"),
            })?;
            Ok(Arc::new(SqlConnector::open(map, &url, options)?))
        }
    }
}
