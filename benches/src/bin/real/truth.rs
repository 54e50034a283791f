//! Subject A: what is found against what was written down when the shop was filled.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use benches::report::Goal;
use benches::{Report, servers};
use connect::Connector as _;
use inventory::Relation;
use serde_json::Value;

use crate::erasure::Site;
use crate::people::Person;

type Keys = BTreeMap<String, BTreeSet<String>>;

/// Compares, table by table and key by key.
pub async fn hold_against(site: &Site, subject: &Person, report: &mut Report) -> Result<()> {
    let truth = truth()?;
    let found = site.connector.find(&subject.identities).await?;
    let (mut own, mut all) = (Keys::new(), Keys::new());
    for part in &found.collections {
        for row in &part.rows {
            all.entry(part.table.clone()).or_default().insert(row.key.to_string());
            if row.relation == Relation::Own {
                own.entry(part.table.clone()).or_default().insert(row.key.to_string());
            }
        }
    }
    let figures = [
        ("rows of the truth that are found", count(&common(&all, &truth)), Some(1038)),
        ("tables of the truth that are found", common(&all, &truth).len(), Some(25)),
        ("rows of the truth that are not found", count(&truth) - count(&common(&all, &truth)), Some(0)),
        ("own rows that the truth does not have", count(&own) - count(&common(&own, &truth)), Some(0)),
        ("mentions that the truth does not have", count(&all) - count(&common(&all, &truth)), Some(0)),
    ];
    for (what, value, goal) in figures {
        let number = |value: usize| u32::try_from(value).map(f64::from);
        let goal = goal.map(number).transpose()?.map(Goal::Exactly);
        report.figure(format!("subject A: {what}"), number(value)?, "", goal);
    }
    Ok(())
}

fn count(keys: &Keys) -> usize {
    keys.values().map(BTreeSet::len).sum()
}

fn common(one: &Keys, other: &Keys) -> Keys {
    let both = one.iter().filter_map(|(table, keys)| {
        let both: BTreeSet<String> = keys.intersection(other.get(table)?).cloned().collect();
        (!both.is_empty()).then(|| (table.clone(), both))
    });
    both.collect()
}

fn truth() -> Result<Keys> {
    let text = std::fs::read_to_string(servers::real_data()?.join("woocommerce-subject-a.truth.json"))?;
    let truth: Value = serde_json::from_str(&text)?;
    let mut keys = Keys::new();
    for (table, paths) in truth["by_path"].as_object().context("the truth names no paths")? {
        for found in paths.as_object().into_iter().flatten().map(|(_, keys)| keys) {
            let texts = found.as_array().into_iter().flatten();
            let texts = texts.map(|key| key.as_str().map_or_else(|| key.to_string(), str::to_owned));
            keys.entry(table.clone()).or_default().extend(texts);
        }
    }
    Ok(keys)
}
