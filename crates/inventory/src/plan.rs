//! The officer's view of a prepared erasure: counts per collection, what is kept and until when, and where the
//! person stands in other people's rows. Holds no key and no value of the person.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::erasure::{
    Action, CollectionReceipt, Kept, MentionAction, PreparedCollection, PreparedErasure, Receipt, Why,
};
use crate::manual::Task;
use crate::map::{Collection, DataMap, Erase, WhileHeld};

/// What an erasure will do in one system.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ErasurePlan {
    /// The system's id.
    pub system: String,
    /// Per collection with rows of the person.
    pub collections: Vec<CollectionPlan>,
    /// Rows of others in which the person stands, counted.
    pub mentions: Vec<MentionsPlan>,
    /// A person does it by hand.
    pub manual: bool,
}

/// What an erasure will do in one collection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CollectionPlan {
    /// The collection's id.
    pub collection: String,
    /// Its table.
    pub table: String,
    /// Rows that go.
    pub delete: u64,
    /// Rows that stay with their fields erased.
    pub anonymise: u64,
    /// Rows that stay for a reason, by reason and release date.
    pub keep: Vec<Kept>,
}

/// Mentions in one column to which the same thing happens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentionsPlan {
    /// The collection, when the map has one for it.
    pub collection: Option<String>,
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// What of the person stands there.
    pub kinds: Vec<String>,
    /// What happens to them.
    pub action: MentionAction,
    /// How many rows.
    pub rows: u64,
}

impl ErasurePlan {
    /// Rows of the person in all.
    pub fn own(&self) -> u64 {
        self.collections.iter().map(CollectionPlan::rows).sum()
    }
}

impl CollectionPlan {
    /// Rows of the person.
    pub fn rows(&self) -> u64 {
        self.delete + self.anonymise + self.keep.iter().map(|kept| kept.rows).sum::<u64>()
    }
}

impl PreparedErasure {
    /// The counts for the officer. The map gives the names of the columns that are kept.
    pub fn plan(&self, map: &DataMap) -> ErasurePlan {
        let collections =
            self.collections.iter().map(|part| collection_plan(part, map.collection(&part.collection)));
        ErasurePlan {
            system: self.system.clone(),
            collections: collections.collect(),
            mentions: mentions_plan(self),
            manual: self.task.is_some(),
        }
    }

    /// The task for whoever does it by hand.
    pub fn task(&self) -> Option<&Task> {
        self.task.as_ref()
    }
}

fn collection_plan(part: &PreparedCollection, rules: Option<&Collection>) -> CollectionPlan {
    let mut plan = CollectionPlan {
        collection: part.collection.clone(),
        table: part.table.clone(),
        ..CollectionPlan::default()
    };
    let mut keep = KeptRows::default();
    for group in &part.groups {
        let rows = group.rows.len() as u64;
        match &group.action {
            Action::Delete => plan.delete += rows,
            Action::Anonymise { .. } => plan.anonymise += rows,
            Action::Hold { .. } | Action::Keep { .. } => keep.add(&group.action, rows, rules),
        }
    }
    plan.keep = keep.finish();
    plan
}

/// Kept rows, grouped by reason as they come.
#[derive(Debug, Default)]
pub struct KeptRows(BTreeMap<Why, Kept>);

impl KeptRows {
    /// Adds rows that an action keeps. Actions that keep nothing are passed over.
    pub fn add(&mut self, action: &Action, rows: u64, rules: Option<&Collection>) {
        let (why, trimmed, columns) = match action {
            Action::Hold { term, release, changes } => (
                Why::Term { term: term.clone(), release: *release },
                if changes.is_empty() { 0 } else { rows },
                rules.map(kept_columns).unwrap_or_default(),
            ),
            Action::Keep { reason, until } => {
                (Why::Reason { reason: reason.clone(), until: *until }, 0, Vec::new())
            }
            Action::Delete | Action::Anonymise { .. } => return,
        };
        let kept = self.0.entry(why.clone()).or_insert(Kept { rows: 0, why, columns, trimmed: 0 });
        kept.rows += rows;
        kept.trimmed += trimmed;
    }

    /// The groups, by reason and then by date.
    pub fn finish(self) -> Vec<Kept> {
        self.0.into_values().collect()
    }
}

/// The columns with personal data that a held row of this collection keeps.
pub fn kept_columns(rules: &Collection) -> Vec<String> {
    let kept = |field: &crate::map::Field| field.while_held == WhileHeld::Keep || field.erase == Erase::Keep;
    rules
        .personal_fields()
        .into_iter()
        .filter(|(_, field)| kept(field))
        .map(|(column, _)| column.to_owned())
        .collect()
}

fn mentions_plan(prepared: &PreparedErasure) -> Vec<MentionsPlan> {
    let mut plans: Vec<MentionsPlan> = Vec::new();
    for mention in &prepared.mentions {
        let same = |plan: &&mut MentionsPlan| {
            plan.table == mention.table
                && plan.column == mention.column
                && plan.kinds == mention.kinds
                && plan.action == mention.action
        };
        if let Some(plan) = plans.iter_mut().find(same) {
            plan.rows += 1;
        } else {
            plans.push(MentionsPlan {
                collection: mention.collection.clone(),
                table: mention.table.clone(),
                column: mention.column.clone(),
                kinds: mention.kinds.clone(),
                action: mention.action.clone(),
                rows: 1,
            });
        }
    }
    plans
}

impl Receipt {
    /// The receipt of an erasure that is known to have been carried out although its own receipt was lost: what
    /// was prepared is what was done, because a system's erasure is one transaction.
    pub fn from_prepared(prepared: &PreparedErasure, map: &DataMap) -> Self {
        let plan = prepared.plan(map);
        let collections = plan.collections.into_iter().map(|part| CollectionReceipt {
            collection: part.collection,
            table: part.table,
            deleted: part.delete,
            anonymised: part.anonymise,
            kept: part.keep,
            ..CollectionReceipt::default()
        });
        Self {
            system: prepared.system.clone(),
            collections: collections.collect(),
            mentions: prepared.mentions.clone(),
            residue: None,
            task: prepared.task.clone(),
        }
    }
}
