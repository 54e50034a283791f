//! The marks of restrictions that overlap. A row carries one mark however many restrictions want it; what stood
//! there before the first comes back after the last, whichever ends first.
//!
//! So a restriction that begins while another stands takes over from it what stood before, and one that ends takes
//! the mark off those rows only which no other still wants.

use std::collections::BTreeSet;

use inventory::restriction::MarkedCollection;
use inventory::{Key, PreparedRestriction};
use store::steps::StepRow;

use super::{Problem, open, read};
use crate::app::App;
use crate::error::Error;

/// The marks that other steps set, or are about to set, in a system.
pub(super) async fn others(
    app: &App,
    step: &StepRow,
    but: &[kernel::ids::StepId],
) -> Result<Vec<PreparedRestriction>, Problem> {
    let standing = store::steps::marks(app.store(), &step.system).await.map_err(Error::internal)?;
    standing
        .iter()
        .filter(|other| other.id != step.id && !but.contains(&other.id))
        .map(|other| read(&open(app, other)?))
        .collect()
}

/// Puts what stood in rows before other restrictions marked them in the place of their marks.
pub(super) fn remember(prepared: &mut PreparedRestriction, others: &[PreparedRestriction]) {
    for part in &mut prepared.collections {
        let same = |other: &&MarkedCollection| {
            other.collection == part.collection && other.set.keys().eq(part.set.keys())
        };
        for other in others.iter().flat_map(|other| &other.collections).filter(same) {
            for row in &mut part.rows {
                if let Some(before) = other.rows.iter().find(|before| before.key == row.key) {
                    row.was.clone_from(&before.was);
                }
            }
        }
    }
}

/// The marks that no other restriction still wants, and how many rows keep theirs.
pub(super) fn without(
    prepared: &PreparedRestriction,
    others: &[PreparedRestriction],
) -> (PreparedRestriction, u64) {
    let wanted: BTreeSet<(&str, &Key)> = others
        .iter()
        .flat_map(|other| &other.collections)
        .flat_map(|part| part.rows.iter().map(|row| (part.collection.as_str(), &row.key)))
        .collect();
    let mut left = prepared.clone();
    let mut shared = 0;
    for part in &mut left.collections {
        let before = part.rows.len();
        part.rows.retain(|row| !wanted.contains(&(part.collection.as_str(), &row.key)));
        shared += (before - part.rows.len()) as u64;
    }
    left.collections.retain(|part| !part.rows.is_empty());
    (left, shared)
}

/// Whether a system that knows no rows, but marks people, is still asked for the same person.
pub(super) fn shares_person(prepared: &PreparedRestriction, others: &[PreparedRestriction]) -> bool {
    let same = |other: &PreparedRestriction| {
        other.identities.iter().any(|identity| prepared.identities.contains(identity))
    };
    prepared.collections.is_empty() && others.iter().any(same)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use inventory::Identity;
    use inventory::restriction::MarkedRow;

    use super::*;

    fn marks(rows: &[(&str, &str)]) -> PreparedRestriction {
        PreparedRestriction {
            system: "learning".into(),
            map: String::new(),
            identities: vec![Identity::new("email", "a@x.example")],
            collections: vec![MarkedCollection {
                collection: "accounts".into(),
                table: "user".into(),
                set: BTreeMap::from([("suspended".to_owned(), "1".to_owned())]),
                rows: rows
                    .iter()
                    .map(|(key, was)| MarkedRow { key: Key::single(*key), was: vec![Some((*was).into())] })
                    .collect(),
            }],
            task: None,
        }
    }

    #[test]
    fn what_stood_before_the_first_comes_back_after_the_last() {
        // The second begins while the first stands: it sees the first one's mark on row 1.
        let first = marks(&[("1", "0")]);
        let mut second = marks(&[("1", "1"), ("2", "0")]);
        remember(&mut second, std::slice::from_ref(&first));
        assert_eq!(second, marks(&[("1", "0"), ("2", "0")]));
        // Whichever ends first leaves the row that the other wants.
        let (left, shared) = without(&first, std::slice::from_ref(&second));
        assert_eq!((left.collections.len(), shared), (0, 1));
        let (left, shared) = without(&second, std::slice::from_ref(&first));
        assert_eq!((left, shared), (marks(&[("2", "0")]), 1));
        // The last takes the mark off, to what stood before either.
        assert_eq!(without(&second, &[]), (second.clone(), 0));
    }

    #[test]
    fn a_system_that_marks_people_keeps_them_while_somebody_asks() {
        let mut person = marks(&[]);
        person.collections.clear();
        assert!(shares_person(&person, std::slice::from_ref(&person.clone())));
        assert!(!shares_person(&person, &[]));
        assert!(!shares_person(&marks(&[("1", "0")]), &[marks(&[("1", "0")])]), "rows are told apart by key");
    }
}
