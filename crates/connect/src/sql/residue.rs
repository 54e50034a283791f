//! What is left in the text of a database after an erasure, and what each place means.

use std::collections::HashMap;

use inventory::map::{Collection, Erase, WhileHeld};
use inventory::{
    Action, DataMap, Key, MentionAction, PreparedErasure, Residue, ResidueClass, ResidueHit, Why,
};

use super::SqlConnector;
use super::pool::Intent;
use super::scan::{Hit, Looked, Scope, scan};
use crate::error::ConnectError;

impl SqlConnector {
    pub(super) async fn search_residue(
        &self,
        prepared: &PreparedErasure,
    ) -> Result<Option<Residue>, ConnectError> {
        let map = &self.0.map;
        if !map.system.residue_scan {
            return Ok(None);
        }
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let looked = Looked::new(&prepared.identities, &prepared.attributes);
        let judge = Judge::new(map, prepared);
        let mut residue = Residue::default();
        let scanned = scan(&mut work, &schema, map, Scope::Everything, &looked, &mut |hit| {
            let class = judge.class(&hit);
            residue.hits.push(ResidueHit {
                table: hit.table,
                key: hit.key,
                column: hit.column,
                kinds: hit.kinds,
                class,
            });
        })
        .await?;
        residue.tables = scanned.tables;
        residue.rows = scanned.rows;
        work.commit().await?;
        Ok(Some(residue))
    }
}

/// Judges hits by what was prepared.
struct Judge<'a> {
    map: &'a DataMap,
    own: HashMap<(&'a str, &'a Key), (&'a Collection, &'a Action)>,
    mentions: HashMap<(&'a str, &'a Key, &'a str), &'a MentionAction>,
}

impl<'a> Judge<'a> {
    fn new(map: &'a DataMap, prepared: &'a PreparedErasure) -> Self {
        let mut own = HashMap::new();
        for part in &prepared.collections {
            let Some(rules) = map.collection(&part.collection) else { continue };
            for group in &part.groups {
                for row in &group.rows {
                    own.insert((part.table.as_str(), &row.key), (rules, &group.action));
                }
            }
        }
        let mentions = prepared.mentions.iter().map(|mention| {
            ((mention.table.as_str(), &mention.key, mention.column.as_str()), &mention.action)
        });
        Self { map, own, mentions: mentions.collect() }
    }

    fn class(&self, hit: &Hit) -> ResidueClass {
        if let Some((rules, action)) = self.own.get(&(hit.table.as_str(), &hit.key)) {
            return of_own(rules, action, &hit.column);
        }
        match self.mentions.get(&(hit.table.as_str(), &hit.key, hit.column.as_str())) {
            Some(MentionAction::Report) => ResidueClass::Other,
            // A row of a table that the map knows, and not the person's: somebody else's.
            None if self.map.collections.iter().any(|rules| rules.table == hit.table) => ResidueClass::Other,
            Some(MentionAction::Delete | MentionAction::Change { .. }) | None => ResidueClass::Unexpected,
        }
    }
}

/// A place in an own row: expected where the row and the column are kept.
fn of_own(rules: &Collection, action: &Action, column: &str) -> ResidueClass {
    let field = rules.field(column);
    let value = rules.pairs.as_ref().is_some_and(|pairs| pairs.value == column);
    match action {
        Action::Keep { reason, until } => {
            ResidueClass::Kept { why: Why::Reason { reason: reason.clone(), until: *until } }
        }
        Action::Hold { term, release, changes } => {
            let kept = value
                || field
                    .is_some_and(|field| field.while_held == WhileHeld::Keep || field.erase == Erase::Keep);
            if kept && !changes.contains_key(column) {
                ResidueClass::Kept { why: Why::Term { term: term.clone(), release: *release } }
            } else {
                ResidueClass::Unexpected
            }
        }
        Action::Anonymise { .. } if field.is_some_and(|field| field.erase == Erase::Keep) => {
            ResidueClass::Kept { why: Why::Reason { reason: rules.erasure.reason.clone(), until: None } }
        }
        Action::Anonymise { .. } | Action::Delete => ResidueClass::Unexpected,
    }
}
