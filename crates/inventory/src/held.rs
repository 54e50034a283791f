//! What is kept of a person for a reason that stands in no map: a legal claim, a fiscal question, a fraud case.
//!
//! It goes before every other rule: rows that it covers stay whole, with the reason and the day on which it ends,
//! because what is to be shown later must be what stood there.

use jiff::civil::Date;
use kernel::Text;
use serde::{Deserialize, Serialize};

use crate::erasure::{Action, MentionAction, PreparedErasure, PreparedGroup};
use crate::{Decided, Mention, PreparedCollection};

/// A reason to keep rows of the person whom an erasure is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBack {
    /// Only rows of this collection; none: all of the system's.
    pub collection: Option<String>,
    /// Why, as the person is told.
    pub reason: Text,
    /// The first day on which it no longer holds; none: until somebody ends it.
    pub until: Option<Date>,
}

impl PreparedErasure {
    /// The same erasure with what is held left out of it.
    #[must_use]
    pub fn hold_back(mut self, held: Vec<HeldBack>) -> Self {
        keep(&mut self.collections, &mut self.mentions, &held);
        self.held = held;
        self
    }

    /// What was decided anew, with what was held at the preparation left out of it.
    #[must_use]
    pub fn spare(&self, mut decided: Decided) -> Decided {
        keep(&mut decided.collections, &mut decided.mentions, &self.held);
        decided
    }
}

fn keep(collections: &mut [PreparedCollection], mentions: &mut [Mention], held: &[HeldBack]) {
    for part in collections {
        let Some(hold) = longest(held, Some(&part.collection)) else { continue };
        let rows = part.groups.drain(..).flat_map(|group| group.rows).collect();
        let action = Action::Keep { reason: Some(hold.reason.clone()), until: hold.until };
        part.groups.push(PreparedGroup { action, rows });
    }
    for mention in mentions {
        if longest(held, mention.collection.as_deref()).is_some() {
            mention.action = MentionAction::Report;
        }
    }
}

/// The hold on a collection that ends last.
fn longest<'h>(held: &'h [HeldBack], collection: Option<&str>) -> Option<&'h HeldBack> {
    let covers = |hold: &&HeldBack| hold.collection.is_none() || hold.collection.as_deref() == collection;
    held.iter().filter(covers).max_by_key(|hold| hold.until.unwrap_or(Date::MAX))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::*;
    use crate::{Key, PreparedRow};

    fn part(collection: &str) -> PreparedCollection {
        let group = |action, key: &str| PreparedGroup {
            action,
            rows: vec![PreparedRow { key: Key::single(key), links: Vec::new() }],
        };
        let hold = Action::Hold { term: "invoices".into(), release: None, changes: BTreeMap::new() };
        PreparedCollection {
            collection: collection.into(),
            table: collection.into(),
            links: Vec::new(),
            groups: vec![group(Action::Delete, "1"), group(hold, "2")],
        }
    }

    fn held(collection: Option<&str>, until: Option<Date>) -> HeldBack {
        HeldBack { collection: collection.map(str::to_owned), reason: Text::same("claim"), until }
    }

    #[test]
    fn what_is_held_stays_whole_with_its_reason_and_end() {
        let end = date(2027, 3, 1);
        let all = [held(None, Some(end))];
        let orders = [held(Some("orders"), Some(date(2027, 1, 1))), held(Some("orders"), Some(end))];
        let open = [held(Some("orders"), Some(end)), held(None, None)];
        for (holds, orders_until, wishes_until) in [
            (&all[..], Some(Some(end)), Some(Some(end))),
            (&orders[..], Some(Some(end)), None),
            (&open[..], Some(None), Some(None)),
            (&[][..], None, None),
        ] {
            let mut parts = vec![part("orders"), part("wishes")];
            keep(&mut parts, &mut [], holds);
            for (part, until) in parts.iter().zip([orders_until, wishes_until]) {
                match (&part.groups[..], until) {
                    ([group], Some(until)) => {
                        assert_eq!(group.action, Action::Keep { reason: Some(Text::same("claim")), until });
                        assert_eq!(group.rows.len(), 2);
                    }
                    ([_, _], None) => {}
                    other => panic!("{} {other:?}", part.collection),
                }
            }
        }
    }
}
