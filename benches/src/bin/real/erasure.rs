//! Erasing one person from the copy, and counting everything that can be held against it.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use app::deployment::Deployment;
use benches::{Series, Stopwatch, servers};
use connect::{Connector as _, SqlConnector, SqlOptions};
use inventory::{DataMap, ErasureOrder, PreparedErasure, Receipt, Terms};
use jiff::tz::TimeZone;

use crate::blind::{self, Judge, Meaning};
use crate::databases::{Databases, Table};
use crate::difference::{Announcement, difference, of_others};
use crate::people::{Owners, Person};

/// A system of the example's policy with its two databases.
pub struct Site {
    /// The databases.
    pub databases: Databases,
    /// The connector on the copy.
    pub connector: SqlConnector,
    owners: Owners,
    map: DataMap,
    terms: Terms,
    zone: TimeZone,
}

/// What was counted.
#[derive(Default)]
pub struct Tally {
    /// People erased.
    pub people: u32,
    /// Rows found as their own.
    pub own: u32,
    /// Rows that differ afterwards.
    pub touched: u32,
    /// Mentions taken out of other people's rows.
    pub taken_out: u32,
    /// Rows that differ otherwise than announced.
    pub unannounced: u32,
    /// Rows of others that differ.
    pub of_others: u32,
    /// Places kept.
    pub kept: u32,
    /// Places listed.
    pub listed: u32,
    /// Places that nothing explains.
    pub unexplained: u32,
    /// How long preparing and erasing took.
    pub times: Series,
}

/// The example's systems, none of them connected.
pub fn deployment() -> Result<Deployment> {
    let folder: PathBuf = servers::root().join("examples/leskracht");
    let edition = app::editions::compile(&folder)
        .map_err(|error| anyhow::anyhow!("the example does not compile: {error:?}"))?;
    Ok(Deployment::new(edition, |_| None)?)
}

/// The map of one of them.
pub fn map(system: &str) -> Result<DataMap> {
    Ok(deployment()?.systems.get(system).context("the example has no such system")?.map.as_ref().clone())
}

impl Site {
    /// A system of the example, by its id.
    pub fn new(system: &str, databases: Databases, owners: Owners) -> Result<Self> {
        let deployment = deployment()?;
        let map = map(system)?;
        let connector = SqlConnector::open(map.clone(), &databases.url, &SqlOptions::default())?;
        let (terms, zone) = (deployment.terms.clone(), deployment.zone.clone());
        Ok(Self { databases, connector, owners, map, terms, zone })
    }

    /// Erases a person from the copy, counts, and puts the copy back.
    pub async fn erase(&self, person: &Person, tally: &mut Tally) -> Result<()> {
        let order = ErasureOrder {
            identities: person.identities.clone(),
            // The day on which the dumps were made.
            today: jiff::civil::date(2026, 11, 22),
            zone: self.zone.clone(),
            terms: self.terms.clone(),
            pseudonym: "5f1c9e04b7a2".to_owned(),
        };
        let time = Stopwatch::start();
        let prepared = self.connector.prepare_erasure(&order).await?;
        let receipt = self.connector.erase(&prepared).await?;
        tally.times.add(time.read());
        tally.people += 1;
        let groups = prepared.collections.iter().flat_map(|part| &part.groups);
        tally.own += u32::try_from(groups.map(|group| group.rows.len()).sum::<usize>())?;
        self.search(person, &prepared, &receipt, tally).await?;
        let touched = self.compare(person, &prepared, tally).await?;
        self.databases.put_back(touched.into_iter()).await
    }

    async fn search(
        &self,
        person: &Person,
        prepared: &PreparedErasure,
        receipt: &Receipt,
        tally: &mut Tally,
    ) -> Result<()> {
        let judge = Judge::new(&self.map, prepared, receipt);
        let places = blind::search(&self.databases, &person.needles, &judge).await?;
        for (meaning, places) in &places {
            let counted = u32::try_from(places.len())?;
            match meaning {
                Meaning::Kept => tally.kept += counted,
                Meaning::Listed => tally.listed += counted,
                Meaning::Unexplained => {
                    tally.unexplained += counted;
                    for (table, key, column) in places {
                        eprintln!("still stands: {} in {table}.{column} {key}", named(person));
                    }
                }
            }
        }
        Ok(())
    }

    async fn compare(
        &self,
        person: &Person,
        prepared: &PreparedErasure,
        tally: &mut Tally,
    ) -> Result<Vec<&Table>> {
        let announcement = Announcement::new(prepared);
        let mut touched = Vec::new();
        for table in &self.databases.tables {
            let found = difference(&self.databases, table).await?;
            for broken in announcement.broken(&table.name, &found) {
                tally.unannounced += 1;
                eprintln!("unannounced: {}: {} {broken}", named(person), table.name);
            }
            if found.is_empty() {
                continue;
            }
            tally.touched += u32::try_from(found.rows())?;
            let (others, taken_out) =
                of_others(&self.databases, (table, &self.owners), person, &found).await?;
            tally.taken_out += u32::try_from(taken_out)?;
            tally.of_others += u32::try_from(others.len())?;
            for other in others {
                eprintln!("somebody else's: {}: {other}", named(person));
            }
            touched.push(table);
        }
        Ok(touched)
    }
}

/// People are named by their address here: they are invented.
fn named(person: &Person) -> &str {
    person.identities.first().map_or("", |identity| identity.value.as_str())
}
