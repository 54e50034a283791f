//! Whose the sampled rows are: whether what hangs on somebody's row is theirs too, or everybody's.
//!
//! Posts hang on a topic that somebody began, invitations on a survey that somebody made. Their tables say themselves
//! whose each row is; where that is mostly another than the one who holds the row above, the way down leads to others.

use super::closure::Grounds;
use super::people::Root;
use super::reference::Join;
use super::survey::TableSurvey;
use super::words::Role;
use crate::map::AttributeKind;

/// The fewest rows of which both are known, for it to mean anything.
const LEAST: usize = 5;
/// How far up is looked for somebody who holds a row.
const UP: usize = 3;

/// Whether the rows that refer are of others than those who hold what they refer to, in one of five at least.
pub(super) fn is_of_others(grounds: &Grounds<'_>, join: &Join) -> bool {
    let (Some(child), Some(parent)) = (grounds.survey.table(&join.child), grounds.survey.table(&join.parent))
    else {
        return false;
    };
    let (mut known, mut others) = (0, 0);
    for row in &child.rows {
        let Some(own) = told(grounds, child, row) else { continue };
        let above = referred(child, row, join, parent).and_then(|above| holder(grounds, parent, above, UP));
        let Some(above) = above else { continue };
        known += 1;
        others += usize::from(own != above);
    }
    known >= LEAST && others * 5 > known
}

/// A person: the table of people and the key there.
type Holder = (String, String);

/// Who holds a row: who it says itself, or who holds what it refers to.
fn holder(grounds: &Grounds<'_>, table: &TableSurvey, row: &[Option<String>], up: usize) -> Option<Holder> {
    if let Some(own) = told(grounds, table, row) {
        return Some(own);
    }
    let up = up.checked_sub(1)?;
    let joins = grounds.joins.iter().filter(|join| join.child == table.name && join.parent != table.name);
    joins.filter(|join| join.role != Some(Role::Actor) && !grounds.is_root(&join.parent)).find_map(|join| {
        let parent = grounds.survey.table(&join.parent)?;
        holder(grounds, parent, referred(table, row, join, parent)?, up)
    })
}

/// Whose a row is by its own columns: a reference to people, or an address that an account has.
fn told(grounds: &Grounds<'_>, table: &TableSurvey, row: &[Option<String>]) -> Option<Holder> {
    let joins = grounds.joins.iter().filter(|join| join.child == table.name && join.parent != table.name);
    let to_people = |join: &&Join| {
        let key = |root: &Root| root.table == join.parent && root.key == join.parent_column;
        join.role != Some(Role::Actor) && grounds.roots.iter().any(key)
    };
    let by_key = joins
        .filter(to_people)
        .find_map(|join| Some((join.parent.clone(), value(table, row, &join.column)?)));
    by_key.or_else(|| {
        let email = AttributeKind::Email.to_string();
        let columns = table.columns.iter().filter(|column| {
            let verdict = grounds.verdicts.get(&(table.name.clone(), column.name.clone()));
            verdict.is_some_and(|verdict| verdict.category.as_ref() == Some(&email) && !verdict.free)
        });
        columns.filter_map(|column| value(table, row, &column.name)).find_map(|address| {
            grounds.roots.iter().find_map(|root| {
                let people = grounds.survey.table(&root.table)?;
                let of = |row: &&Vec<Option<String>>| {
                    root.emails.iter().any(|column| value(people, row, column).as_ref() == Some(&address))
                };
                let key = value(people, people.rows.iter().find(of)?, &root.key)?;
                Some((root.table.clone(), key))
            })
        })
    })
}

/// The sampled row that a row refers to.
fn referred<'s>(
    child: &TableSurvey,
    row: &[Option<String>],
    join: &Join,
    parent: &'s TableSurvey,
) -> Option<&'s [Option<String>]> {
    let main = (join.column.clone(), join.parent_column.clone());
    let pairs: Option<Vec<(String, &String)>> = std::iter::once(&main)
        .chain(&join.also)
        .map(|(here, _)| value(child, row, here))
        .zip(std::iter::once(&join.parent_column).chain(join.also.iter().map(|(_, there)| there)))
        .map(|(value, there)| Some((value?, there)))
        .collect();
    let pairs = pairs?;
    let is = |above: &&Vec<Option<String>>| {
        pairs.iter().all(|(wanted, there)| value(parent, above, there).as_ref() == Some(wanted))
    };
    parent.rows.iter().find(is).map(Vec::as_slice)
}

/// A value in a form in which it can be compared; none where it means nobody.
fn value(table: &TableSurvey, row: &[Option<String>], column: &str) -> Option<String> {
    let place = table.columns.iter().position(|other| other.name == column)?;
    let value = row.get(place)?.as_deref()?.trim().to_lowercase();
    (!value.is_empty() && !matches!(value.as_str(), "0" | "-1")).then_some(value)
}
