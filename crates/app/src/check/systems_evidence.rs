//! What the systems show: their maps as they read, and the thorough looks that are kept. Ids, names of columns and
//! counts, nothing of anybody.

use std::collections::BTreeSet;

use inventory::map::{Collection, ConnectorKind, Relation};
use policy::promise::evidence as record;

use crate::app::App;
use crate::deployment::{Reach, System};
use crate::error::{Error, Result};
use crate::inspections::{Looks, looks_at};

/// Adds what the systems show.
pub(super) async fn add(app: &App, evidence: &mut record::Evidence) -> Result<()> {
    let deployment = app.deployment()?;
    let kept = store::inspections::list(app.store()).await.map_err(Error::internal)?;
    let systems = deployment.systems.iter();
    let systems = systems.map(|(id, system)| look(id, system, looks_at(id, &kept))).collect();
    evidence.systems = Some(record::SystemsEvidence { at: app.now(), systems });
    Ok(())
}

fn look(id: &str, system: &System, looks: Looks) -> record::SystemLook {
    let map = &system.map.system;
    record::SystemLook {
        system: id.to_owned(),
        reach: match (&system.reach, map.connector) {
            (Reach::NotInUse, _) => record::SystemReach::NotInUse,
            (_, ConnectorKind::Manual) => record::SystemReach::ByHand,
            (Reach::Unconfigured(_), _) => record::SystemReach::Unknown,
            (Reach::Connector(_), ConnectorKind::Sql) => record::SystemReach::Database,
            (Reach::Connector(_), ConnectorKind::Http | ConnectorKind::Files) => record::SystemReach::Service,
        },
        recipient: map.recipient.clone(),
        purposes: map.purposes.clone(),
        categories: map.categories.clone(),
        collections: system.map.collections.iter().map(collection).collect(),
        personal: looks.personal.map(|(at, found)| record::PersonalLook {
            at,
            unmapped: found.unclassified + found.unknown_tables,
            personal: found
                .suspects
                .iter()
                .map(|suspect| format!("{}.{}", suspect.table, suspect.column))
                .collect(),
            unread: found.unread.len() as u64,
        }),
        payment: looks.payment.map(|(at, found)| record::PaymentLook {
            at,
            rows: found.rows,
            unread: found.unread.len() as u64,
            // Where only as many numbers pass their test as chance makes, there are none.
            found: found
                .places
                .iter()
                .filter(|place| !place.is_chance())
                .map(|place| (format!("{}.{}", place.table, place.column), place.rows))
                .collect(),
        }),
        // Databases and services are read and changed, not fed: no connector yet sends data for a recipient's own
        // work, and what people or other programs send there nobody here can see.
        sends: None,
        // Whoever signs in to a system's own screens, its connector does not show.
        archive_closed: None,
    }
}

fn collection(collection: &Collection) -> record::CollectionLook {
    let fields = collection.fields.values().filter_map(|field| field.category.clone());
    let pairs = collection.pair_rules.iter().filter_map(|rule| rule.category.clone());
    let categories: BTreeSet<String> =
        collection.category.iter().cloned().chain(fields).chain(pairs).collect();
    let leads = |relation| collection.paths.iter().any(|path| path.relation == relation);
    record::CollectionLook {
        collection: collection.id.clone(),
        purpose: collection.purpose.clone(),
        categories: categories.into_iter().collect(),
        own: leads(Relation::Own),
        mentions: leads(Relation::Mentions),
        source: collection.source.clone(),
    }
}
