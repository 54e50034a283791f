//! What an erasure did, line by line, from the receipts alone.

use inventory::{MentionAction, ResidueClass};
use mail::{CountLine, ErasureOutcome, KeptLine, Release};

use super::writer::Writer;
use crate::error::Result;
use crate::requests::part::StepReceipt;
use crate::requests::view;

impl Writer<'_> {
    /// What an erasure did, line by line, from the receipts alone.
    pub(super) fn outcome(&self) -> Result<ErasureOutcome> {
        let mut outcome = ErasureOutcome::default();
        for step in self.carrying_out() {
            if let Some(StepReceipt::Erased { receipt }) = Self::receipt(step)? {
                self.erased(&mut outcome, &step.system, &receipt);
            }
            outcome.instructed.extend(self.instructed(step)?);
        }
        Ok(outcome)
    }

    fn erased(&self, outcome: &mut ErasureOutcome, system: &str, receipt: &inventory::Receipt) {
        let line = |collection: &str, count: u64| self.line(system, collection, count);
        for part in &receipt.collections {
            if part.deleted > 0 {
                outcome.erased.push(line(&part.collection, part.deleted));
            }
            if part.anonymised > 0 {
                outcome.anonymised.push(line(&part.collection, part.anonymised));
            }
            for kept in &part.kept {
                let kept = view::kept_view(self.deployment, kept);
                keep(&mut outcome.kept, line(&part.collection, kept.count), kept);
            }
        }
        let map = self.deployment.systems.get(system).map(|system| &system.map);
        for (place, count) in texts_of_others(receipt) {
            let collection =
                map.and_then(|map| map.collections.iter().find(|one| one.id == place || one.table == place));
            outcome.reported.push(line(collection.map_or(place.as_str(), |one| one.id.as_str()), count));
        }
    }
}

/// Adds rows that stay to the line of their reason.
fn keep(lines: &mut Vec<KeptLine>, rows: CountLine, kept: view::KeptView) {
    let at = lines.iter().position(|line| line.reason == kept.reason && line.law == kept.law);
    let at = at.unwrap_or_else(|| {
        let (reason, law) = (kept.reason, kept.law);
        lines.push(KeptLine { reason, law, rows: Vec::new(), releases: Vec::new(), not_begun: false });
        lines.len() - 1
    });
    let Some(line) = lines.get_mut(at) else { return };
    line.not_begun |= kept.term.is_some() && kept.release.is_none();
    if let Some(day) = kept.release {
        let known = line.releases.binary_search_by_key(&day, |release| release.day);
        match known.map(|at| line.releases.get_mut(at)) {
            Ok(Some(release)) => release.count += rows.count,
            Ok(None) => {}
            Err(at) => line.releases.insert(at, Release { day, count: rows.count }),
        }
    }
    let same = |one: &&mut CountLine| one.system == rows.system && one.collection == rows.collection;
    match line.rows.iter_mut().find(same) {
        Some(one) => one.count += rows.count,
        None => line.rows.push(rows),
    }
}

/// How many rows and texts of others still mention the person, per collection or table.
fn texts_of_others(receipt: &inventory::Receipt) -> std::collections::BTreeMap<String, u64> {
    let mut counts = std::collections::BTreeMap::new();
    if let Some(residue) = &receipt.residue {
        for hit in residue.hits.iter().filter(|hit| hit.class == ResidueClass::Other) {
            *counts.entry(hit.table.clone()).or_default() += 1;
        }
        return counts;
    }
    for mention in receipt.mentions.iter().filter(|mention| mention.action == MentionAction::Report) {
        let place = mention.collection.clone().unwrap_or_else(|| mention.table.clone());
        *counts.entry(place).or_default() += 1;
    }
    counts
}
