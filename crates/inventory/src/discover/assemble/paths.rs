//! The ways to a table as paths of its collection, and whose its rows are.

use std::collections::BTreeMap;

use super::{Builder, Label, kind_of};
use crate::discover::closure::Way;
use crate::discover::confidence::Confidence;
use crate::discover::reference::Join;
use crate::discover::survey::{TableSurvey, ValueKind};
use crate::map::{Collection, Match, MentionErase, Owner, Path, Relation, Scalar};

impl Builder<'_> {
    pub(super) fn paths(&mut self, system: &str, table: &TableSurvey, id: &str) -> Vec<Path> {
        let mut paths = Vec::new();
        let mut labels = Vec::new();
        let mut add = |path: Path, confidence: Confidence, reason: String| {
            paths.push(path);
            labels.push(Label { confidence, reason });
        };
        if let Some(root) = self.grounds.roots.iter().find(|root| root.table == table.name) {
            add(plain("identity", &root.key, &kind_of(system, root)), root.confidence, "its key".to_owned());
        }
        for way in self.closure.ways(&table.name) {
            match way {
                Way::Email { column, confidence, reason } => {
                    add(plain("identity", column, "email"), *confidence, reason.clone());
                }
                Way::Hash { column, kind, reason } => {
                    let path = Path { hash: Some(*kind), ..plain("identity", column, "email") };
                    add(path, Confidence::percent(97), reason.clone());
                }
                Way::Suffix { column, separator, parent, key, reason } => {
                    let Some(parent) = self.ids.get(parent) else { continue };
                    let separator = Some(separator.to_string());
                    let path = Path { how: Match::Suffix, separator, ..plain(parent, column, key) };
                    add(path, Confidence::percent(70), reason.clone());
                }
                Way::Join(join) => {
                    let Some(parent) = self.ids.get(&join.parent) else { continue };
                    add(joined(parent, join, false), join.confidence, join.reason.clone());
                }
                Way::Back(join) => {
                    let Some(child) = self.ids.get(&join.child) else { continue };
                    let reason = format!("{}.{} refers to it", join.child, join.column);
                    add(joined(child, join, true), join.confidence, reason);
                }
                Way::Actor(join) => {
                    let Some(parent) = self.ids.get(&join.parent) else { continue };
                    let path = Path {
                        relation: Relation::Mentions,
                        erase: MentionErase::Blank,
                        ..joined(parent, join, false)
                    };
                    add(path, join.confidence, join.reason.clone());
                }
                Way::Mention { column, how, own, confidence, reason } => {
                    let relation = if *own { Relation::Own } else { Relation::Mentions };
                    let path = Path { how: *how, relation, ..plain("identity", column, "email") };
                    add(path, *confidence, reason.clone());
                }
            }
        }
        for (number, label) in labels.into_iter().enumerate() {
            self.labels.insert(format!("{id}/path/{number}"), label);
        }
        paths
    }

    /// An account goes before an e-mail address when a table has both.
    pub(super) fn owner(&self, table: &TableSurvey, collection: &mut Collection) {
        let ways = self.closure.ways(&table.name);
        let by_email = ways.iter().any(|way| matches!(way, Way::Email { .. }));
        let roots = self.grounds.roots;
        let owners: Vec<&Join> = ways
            .iter()
            .filter_map(|way| match way {
                Way::Join(join) if roots.iter().any(|root| root.table == join.parent) => Some(join),
                _ => None,
            })
            .collect();
        if let ([join], true) = (owners.as_slice(), by_email)
            && let Some(parent) = self.ids.get(&join.parent)
        {
            let number = table.column(&join.column).is_some_and(|column| column.kind == ValueKind::Integer);
            let none = if number { vec![Scalar::Text("0".to_owned())] } else { Vec::new() };
            collection.owner = Some(Owner {
                column: join.column.clone(),
                of: format!("{parent}.{}", join.parent_column),
                none,
            });
        }
    }
}

/// A path along a join, from the rows that are referred to or, `back`, from those that refer.
fn joined(from: &str, join: &Join, back: bool) -> Path {
    let pair = |(here, there): (&String, &String)| {
        let (here, there) = (here.clone(), there.clone());
        if back { (there, here) } else { (here, there) }
    };
    let also = join.also.iter().map(|(here, there)| pair((here, there)));
    let on = std::iter::once(pair((&join.column, &join.parent_column))).chain(also).collect();
    Path { on, ..plain(from, &join.column, &join.parent_column) }
}

fn plain(from: &str, column: &str, source: &str) -> Path {
    Path {
        from: from.to_owned(),
        on: BTreeMap::from([(column.to_owned(), source.to_owned())]),
        how: Match::default(),
        separator: None,
        at: None,
        nested: None,
        hash: None,
        format: None,
        conditions: crate::map::Conditions::default(),
        source_conditions: crate::map::Conditions::default(),
        relation: Relation::default(),
        erase: MentionErase::default(),
        twins: None,
        rest: None,
    }
}

/// How sure it is that a way leads to somebody.
pub(super) fn way_confidence(way: &Way) -> Confidence {
    match way {
        Way::Email { confidence, .. } | Way::Mention { confidence, .. } => *confidence,
        Way::Hash { .. } => Confidence::percent(97),
        Way::Suffix { .. } => Confidence::percent(70),
        Way::Join(join) | Way::Back(join) | Way::Actor(join) => join.confidence,
    }
}
