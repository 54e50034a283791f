//! An edition at work: its data maps, the systems they describe, its terms and names, made once when it comes
//! into force.

use std::collections::BTreeMap;
use std::sync::Arc;

use connect::{ConnectError, Connector, Source, SqlOptions};
use inventory::map::ConnectorKind;
use inventory::{DataMap, Terms};
use jiff::tz::TimeZone;
use kernel::{Language, Text};
use policy::Edition;
use retention::Term;

use crate::error::{Error, Kind, Result};

/// What an operator writes in place of a system's address to say that it is not in use here.
pub const NOT_IN_USE: &str = "none";

/// The name under which the address of Gestand's own database is asked for.
pub const OWN_DATABASE: &str = "GESTAND_OWN_DATABASE";

/// Gestand's own data map.
const OWN_MAP: &str = include_str!("../data/gestand.toml");

/// One system of the edition.
pub struct System {
    /// Its data map.
    pub map: Arc<DataMap>,
    /// How it is reached.
    pub reach: Reach,
}

impl System {
    /// Whether it is Gestand's own database.
    pub fn is_own(&self) -> bool {
        self.map.system.url_env.as_deref() == Some(OWN_DATABASE)
    }
}

/// How a system is reached.
pub enum Reach {
    /// Through a connector.
    Connector(Arc<dyn Connector>),
    /// It has no usable address: named, and tried again when the address is given.
    Unconfigured(ConnectError),
    /// The operator says that it is not in use at this installation.
    NotInUse,
}

/// The edition in force, with its systems.
pub struct Deployment {
    /// The edition.
    pub edition: Edition,
    /// Its systems in order of id.
    pub systems: BTreeMap<String, System>,
    /// Its retention terms.
    pub terms: Terms,
    /// The organisation's time zone.
    pub zone: TimeZone,
    /// The names of data categories.
    pub categories: BTreeMap<String, Text>,
}

impl System {
    /// Whether other systems lead to this one: then it is prepared before them, and carried out after.
    pub fn is_led_to(&self) -> bool {
        matches!(&self.reach, Reach::Connector(connector) if connector.is_led_to())
    }
}

impl Deployment {
    /// Sets an edition to work. No system is contacted yet.
    ///
    /// # Errors
    /// [`Kind::Invalid`] when the time zone, a data map or a term cannot be used.
    pub fn new(edition: Edition, address: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let zone = TimeZone::get(&edition.policy().time_zone)
            .map_err(|error| invalid("policy.toml: time_zone", &error))?;
        let mut maps = Vec::new();
        for (id, system) in &edition.facts().systems {
            let text = toml::to_string(&system.map.value()).map_err(|error| invalid(id, &error))?;
            let map = DataMap::parse(&text).map_err(|problems| {
                let first = problems.first().map(ToString::to_string).unwrap_or_default();
                invalid(&format!("facts/systems/{id}.toml"), &first)
            })?;
            maps.push(Arc::new(map));
        }
        // A policy may describe Gestand's own database in its own words; otherwise these hold.
        if address(OWN_DATABASE).is_some()
            && let Ok(map) = DataMap::parse(OWN_MAP)
            && !maps.iter().any(|other| other.system.id == map.system.id)
        {
            maps.push(Arc::new(map));
        }
        let systems = systems(maps, &address);
        let terms = terms(&edition)?;
        let name = |name: &policy::Name| Text {
            nl: name.get(kernel::Language::Nl).to_owned(),
            en: name.get(kernel::Language::En).to_owned(),
        };
        let categories = edition
            .facts()
            .categories
            .iter()
            .map(|(id, category)| (id.clone(), name(&category.name)))
            .collect();
        Ok(Self { edition, systems, terms, zone, categories })
    }

    /// The name of a system for people.
    pub fn system_name(&self, id: &str) -> Text {
        self.systems.get(id).map_or_else(|| Text::same(id), |system| system.map.system.name.clone())
    }

    /// Who holds a system, for people: a recipient, or the organisation itself.
    pub fn holder_name(&self, recipient: Option<&str>) -> Text {
        let facts = self.edition.facts();
        recipient.and_then(|id| facts.recipients.get(id)).map_or_else(
            || Text::same(facts.organisation.name.as_str()),
            |fact| Text {
                nl: fact.name.get(Language::Nl).to_owned(),
                en: fact.name.get(Language::En).to_owned(),
            },
        )
    }

    /// The name of a collection, or of an exclusion list, for people.
    pub fn collection_name(&self, system: &str, collection: &str) -> Text {
        let map = self.systems.get(system).map(|system| &system.map);
        let list = || map?.exclusions.iter().find(|list| list.id == collection).map(|list| list.name.clone());
        let named = map.and_then(|map| map.collection(collection)).map(|collection| collection.name.clone());
        named.or_else(list).unwrap_or_else(|| Text::same(collection))
    }
}

/// Connects the systems: those that others lead to last, because they ask the others.
fn systems(maps: Vec<Arc<DataMap>>, address: &impl Fn(&str) -> Option<String>) -> BTreeMap<String, System> {
    let mut systems: BTreeMap<String, System> = BTreeMap::new();
    let all = maps.clone();
    let (led, leading): (Vec<_>, Vec<_>) =
        maps.into_iter().partition(|map| connect::Leads::lead_to(map, all.iter().map(Arc::as_ref)));
    for map in leading.into_iter().chain(led) {
        let sources = systems.values().filter_map(|system| match &system.reach {
            Reach::Connector(connector) => Some((system.map.as_ref(), Source::Open(Arc::clone(connector)))),
            Reach::Unconfigured(problem) => Some((system.map.as_ref(), Source::Closed(problem.clone()))),
            // A system that is not in use leads nowhere.
            Reach::NotInUse => None,
        });
        let reach = reach(&map, address, sources);
        systems.insert(map.system.id.clone(), System { map, reach });
    }
    systems
}

fn reach<'m>(
    map: &Arc<DataMap>,
    address: &impl Fn(&str) -> Option<String>,
    sources: impl IntoIterator<Item = (&'m DataMap, Source)>,
) -> Reach {
    let given = map.system.url_env.as_deref().and_then(address);
    if map.system.connector != ConnectorKind::Manual && given.as_deref() == Some(NOT_IN_USE) {
        return Reach::NotInUse;
    }
    match connect::systems::connector(Arc::clone(map), address, &SqlOptions::default(), sources) {
        Ok(connector) => Reach::Connector(connector),
        Err(error) => Reach::Unconfigured(error),
    }
}

fn terms(edition: &Edition) -> Result<Terms> {
    let mut terms = Terms::new();
    for (id, term) in &edition.facts().terms {
        // A term without a length or a start holds nothing: what names it is then kept without a release date.
        let (Some(keep), Some(from), Some(then)) = (term.keep, term.from, term.then) else { continue };
        let from = word(from.word()).map_err(|error| invalid(&format!("terms.{id}.from"), &error))?;
        let then = word(then.word()).map_err(|error| invalid(&format!("terms.{id}.then"), &error))?;
        let term = Term::new(id.clone(), keep, from, then)
            .map_err(|error| invalid(&format!("terms.{id}"), &error))?;
        terms.insert(id.clone(), term);
    }
    Ok(terms)
}

/// A word of the policy as the same word of the retention rules.
fn word<T: serde::de::DeserializeOwned>(word: &str) -> Result<T, serde_json::Error> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
}

fn invalid(place: &str, reason: &impl std::fmt::Display) -> Error {
    Error::new(
        Kind::Invalid,
        "policy-unusable",
        "Dit beleid kan niet in werking treden. Herstel de genoemde plaats en probeer het opnieuw.",
        "This policy cannot be set to work. Mend the place that is named and try again.",
    )
    .because(format!("{place}: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_map_parses() {
        let map = DataMap::parse(OWN_MAP).unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert_eq!(map.system.url_env.as_deref(), Some(OWN_DATABASE));
    }
}
