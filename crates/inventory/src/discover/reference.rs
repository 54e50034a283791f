//! Joins that no foreign key tells: by the names of columns and tables, by types, and by whether the values of one
//! are keys of the other. Small whole numbers are keys of every table, so that overlap refutes a join; it confirms
//! one only together with a name.

use std::collections::{BTreeMap, BTreeSet};

use super::confidence::Confidence;
use super::people::{Root, words_of};
use super::question::{About, Answer};
use super::survey::{ColumnSurvey, Survey, TableSurvey, ValueKind};
use super::words::{self, Name, Role, stems};

/// A column that refers to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// The table that refers.
    pub child: String,
    /// Its column.
    pub column: String,
    /// The table referred to.
    pub parent: String,
    /// Its key.
    pub parent_column: String,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in words.
    pub reason: String,
    /// What the column says about the row, when it refers to people.
    pub role: Option<Role>,
    /// The database enforces it.
    pub declared: bool,
    /// The other columns of a declared key of several, here and there.
    pub also: Vec<(String, String)>,
}

impl Join {
    /// The columns that refer.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.column.as_str()).chain(self.also.iter().map(|(column, _)| column.as_str()))
    }
}

/// A table as something to refer to.
struct Target<'a> {
    table: &'a TableSurvey,
    key: &'a ColumnSurvey,
    words: Vec<String>,
    /// What a column may call it, by how many of its words are left out: orderitem, item.
    forms: Vec<BTreeSet<String>>,
    /// How many of its first words say only which part of the system it is of, as several tables have them.
    shared: usize,
}

/// Every join that names or foreign keys suggest.
pub fn candidates(survey: &Survey, roots: &[Root], prefix: &[String]) -> Vec<Join> {
    let mut targets: Vec<Target<'_>> =
        survey.tables.iter().filter_map(|table| target(table, prefix)).collect();
    mark_shared(&mut targets);
    let mut joins = Vec::new();
    for table in &survey.tables {
        let words = words_of(&table.name, prefix);
        for column in &table.columns {
            if let Some(declared) = declared(survey, table, column) {
                joins.push(declared);
                continue;
            }
            joins.extend(login(survey, table, column, roots));
            if !may_refer(table, column) {
                continue;
            }
            let start = joins.len();
            named(&mut joins, table, &words, column, &targets, roots);
            let exact = joins
                .get(start..)
                .is_some_and(|found| found.iter().any(|join| join.confidence.value() >= 78));
            people(&mut joins, table, column, roots, exact);
        }
    }
    joins
}

fn target<'a>(table: &'a TableSurvey, prefix: &[String]) -> Option<Target<'a>> {
    let key = table.column(table.single_key()?)?;
    let words = words_of(&table.name, prefix);
    let forms = (0..words.len())
        .map(|from| {
            let rest = words.get(from..).unwrap_or_default();
            let (last, before) = rest
                .split_last()
                .map_or((String::new(), String::new()), |(last, before)| (last.clone(), before.concat()));
            stems(&last).into_iter().map(|stem| format!("{before}{stem}")).collect()
        })
        .collect();
    Some(Target { table, key, words, forms, shared: 0 })
}

/// Finds first words that are names of no table but begin several: `shop_orders` beside `shop_items`.
fn mark_shared(targets: &mut [Target<'_>]) {
    let mut begun: BTreeMap<String, usize> = BTreeMap::new();
    for target in targets.iter() {
        if let (Some(first), true) = (target.words.first(), target.words.len() > 1) {
            *begun.entry(first.clone()).or_default() += 1;
        }
    }
    let alone: BTreeSet<String> = targets
        .iter()
        .filter(|target| target.words.len() == 1)
        .flat_map(|target| stems(&target.words.concat()))
        .collect();
    for target in targets {
        let first = target.words.first().filter(|_| target.words.len() > 1);
        let part = first
            .is_some_and(|first| begun.get(first).is_some_and(|count| *count >= 4) && !alone.contains(first));
        // A word that other tables are about (order_items beside orders) says more than which part it is of.
        target.shared =
            usize::from(part && first.is_some_and(|first| first.len() <= 3 || !words::is_people(first)));
    }
}

impl Target<'_> {
    /// How many words of the table's name a column leaves out that calls it so; none when it is not called so.
    fn fit(&self, calling: &str) -> Option<usize> {
        let left = self.forms.iter().position(|forms| forms.contains(calling))?;
        Some(left.saturating_sub(self.shared))
    }

    /// Whether a column calls it by a longer form of a word that its name shortens: assignment of `assign`.
    fn shortens(&self, calling: &str) -> bool {
        // As the table writes it: a plural is no abbreviation.
        let written = (0..2).map(|from| self.words.get(from..).unwrap_or_default().concat());
        written.into_iter().any(|written| written.len() >= 6 && calling.starts_with(&written))
    }
}

/// A column with the name by which somebody signs in, which an account has too.
fn login(survey: &Survey, table: &TableSurvey, column: &ColumnSurvey, roots: &[Root]) -> Option<Join> {
    let says = |column: &ColumnSurvey| {
        let said = words::said(&column.name);
        column.kind == ValueKind::Text
            && said.is_some_and(|said| said.category == "account" && said.confidence.value() >= 80)
    };
    if !says(column) || roots.iter().any(|root| root.table == table.name) {
        return None;
    }
    roots.iter().find_map(|root| {
        let parent = survey.table(&root.table)?;
        let name =
            parent.columns.iter().find(|column| says(column) && (column.indexed || parent.complete))?;
        Some(Join {
            child: table.name.clone(),
            column: column.name.clone(),
            parent: root.table.clone(),
            parent_column: name.name.clone(),
            confidence: Confidence::percent(78),
            reason: "both are names to sign in with".to_owned(),
            role: Some(Role::Owner),
            declared: false,
            also: Vec::new(),
        })
    })
}

fn declared(survey: &Survey, table: &TableSurvey, column: &ColumnSurvey) -> Option<Join> {
    let found =
        survey.references.iter().find(|found| found.child == table.name && found.column == column.name)?;
    Some(Join {
        child: table.name.clone(),
        column: column.name.clone(),
        parent: found.parent.clone(),
        parent_column: found.parent_column.clone(),
        confidence: Confidence::percent(100),
        reason: "a foreign key of the database".to_owned(),
        role: words::role(&column.name),
        declared: true,
        also: found.also.clone(),
    })
}

/// Whether a column has a type that keys have and is not its own table's key.
fn may_refer(table: &TableSurvey, column: &ColumnSurvey) -> bool {
    let short = column.max_length.is_some_and(|length| length <= 64) || column.indexed;
    let kind = match column.kind {
        ValueKind::Integer | ValueKind::Uuid => true,
        ValueKind::Text | ValueKind::Other => short,
        _ => false,
    };
    // A key called order_id may be the order's: rows of a table that adds to another share its key.
    let own_key = table.is_key(&column.name) && Name::of(&column.name).words.len() < 2;
    kind && !own_key
}

/// Words before the noun that say which one of several is meant: parent_order_id, sourcefileid.
const QUALIFIERS: &[&str] = &[
    "parent", "source", "dest", "target", "orig", "original", "related", "linked", "main", "old", "new",
    "first", "last", "previous", "next", "bron", "doel",
];

fn compatible(column: &ColumnSurvey, key: &ColumnSurvey, table: &TableSurvey) -> bool {
    let digits = || {
        let values = table.distinct(&column.name);
        !values.is_empty() && values.iter().all(|value| value.parse::<i64>().is_ok())
    };
    match (column.kind, key.kind) {
        (a, b) if a == b => true,
        (ValueKind::Text, ValueKind::Integer) => digits(),
        (ValueKind::Text | ValueKind::Other, ValueKind::Uuid | ValueKind::Other | ValueKind::Text)
        | (ValueKind::Uuid | ValueKind::Integer, ValueKind::Other) => true,
        _ => false,
    }
}

/// What a column's name may call a table, each with what it costs: the whole stem, the stem without the column's own
/// table's noun (comment_post_ID of comments is about a post), the stem without a qualifier (parent_order_id).
fn callings(name: &Name, own: &[String]) -> (bool, Vec<(String, usize, bool)>) {
    let stem = name.stem();
    let bare = stem.is_none();
    let whole = stem.unwrap_or_else(|| name.compact.clone());
    let mut callings = vec![];
    let about_itself =
        name.words.first().zip(own.last()).is_some_and(|(first, last)| stems(last).contains(first));
    if about_itself {
        let rest = Name::of(&name.words.get(1..).unwrap_or_default().join("_"));
        callings.push((rest.stem().unwrap_or(rest.compact), 5, false));
    }
    let qualified =
        QUALIFIERS.iter().find_map(|word| whole.strip_prefix(word)).filter(|rest| rest.len() >= 3);
    callings.extend(qualified.map(|rest| (rest.to_owned(), 4, true)));
    callings.insert(0, (whole, 0, false));
    (bare, callings)
}

/// Tables that the column's name names.
fn named(
    joins: &mut Vec<Join>,
    table: &TableSurvey,
    own: &[String],
    column: &ColumnSurvey,
    targets: &[Target<'_>],
    roots: &[Root],
) {
    let name = Name::of(&column.name);
    let (bare, callings) = callings(&name, own);
    let exact = |target: &&Target<'_>| {
        target.table.name != table.name
            && callings.first().is_some_and(|(whole, _, _)| target.fit(whole) == Some(0))
    };
    let known = targets.iter().any(|target| exact(&target));
    for target in targets.iter().filter(|target| compatible(column, target.key, table)) {
        let itself = target.table.name == table.name;
        let own_key = table.is_key(&column.name);
        let same_key =
            !itself && !own_key && target.key.name.eq_ignore_ascii_case(&column.name) && name.words.len() > 1;
        let fit = callings
            .iter()
            .filter(|(_, _, qualified)| !itself || (*qualified && !bare))
            .find_map(|(calling, cost, _)| target.fit(calling).map(|left| (left, *cost)));
        let shared = own.iter().zip(&target.words).take_while(|(a, b)| related(a, b)).count().min(2);
        let shortened = shared > 0
            && !itself
            && fit.is_none()
            && callings.first().is_some_and(|(whole, _, _)| target.shortens(whole));
        let parent = itself && matches!(callings.first(), Some((whole, _, _)) if whole == "parent");
        let fit = if shortened { Some((0, 14)) } else { fit };
        let points = match fit {
            None if parent => 70,
            // A bare word is a reference only when it is a number: status and type are names of tables too.
            Some((left, _)) if own_key && left > 0 => 0,
            Some((left, _)) if bare && (column.kind != ValueKind::Integer || left > 1) => 0,
            Some((_, cost)) if roots.iter().any(|root| root.table == target.table.name) => 88 - cost,
            Some((left, cost)) => (if bare { 62usize } else { 80 }) + 10 * shared - cost - 8 * left.min(3),
            None => 0,
        };
        let keyed = match same_key {
            true if known => 55,
            true => 88,
            false => 0,
        };
        if points.max(keyed) == 0 {
            continue;
        }
        let why = if keyed > points { "it is called as the key of" } else { "its name names" };
        joins.push(Join {
            child: table.name.clone(),
            column: column.name.clone(),
            parent: target.table.name.clone(),
            parent_column: target.key.name.clone(),
            confidence: Confidence::percent(points.max(keyed).min(92)),
            reason: format!("{why} {}", target.table.name),
            role: words::role(&column.name),
            declared: false,
            also: Vec::new(),
        });
    }
}

/// Whether two words of table names belong together: `assignfeedback` and `assign`.
fn related(one: &str, other: &str) -> bool {
    one == other || (one.len() >= 4 && other.len() >= 4 && (one.starts_with(other) || other.starts_with(one)))
}

/// Columns that name people by another word than their table does.
fn people(joins: &mut Vec<Join>, table: &TableSurvey, column: &ColumnSurvey, roots: &[Root], exact: bool) {
    let Some(role) = words::role(&column.name).filter(|_| !exact) else { return };
    if table.is_key(&column.name) {
        return;
    }
    let flags = table.distinct(&column.name);
    if flags.len() == 2
        && words::describes(&column.name)
        && flags.iter().all(|value| matches!(*value, "0" | "1"))
    {
        return;
    }
    let surest = roots.iter().map(|root| root.confidence.value()).max().unwrap_or(0);
    for root in roots {
        let name = Name::of(&column.name);
        let says_noun = name.compact.contains(&root.noun);
        let points = match (says_noun, roots.len()) {
            (true, _) => 82,
            (false, 1) => 72,
            (false, _) if root.confidence.value() + 10 >= surest => 68,
            (false, _) => 56,
        };
        let word = if role == Role::Owner { "whose row it is" } else { "who did something to the row" };
        joins.push(Join {
            child: table.name.clone(),
            column: column.name.clone(),
            parent: root.table.clone(),
            parent_column: root.key.clone(),
            confidence: Confidence::percent(points),
            reason: format!("its name says {word}"),
            role: Some(role),
            declared: false,
            also: Vec::new(),
        });
    }
    joins.retain(|join| {
        join.child != table.name || join.column != column.name || fits(table, column, roots, join)
    });
}

/// Columns that refer to people hold what their keys are.
fn fits(table: &TableSurvey, column: &ColumnSurvey, roots: &[Root], join: &Join) -> bool {
    let is_root = roots.iter().any(|root| root.table == join.parent);
    let values = table.distinct(&column.name);
    let numbers = values.iter().all(|value| value.parse::<i64>().is_ok());
    !is_root
        || column.kind != ValueKind::Text
        || (!values.is_empty() && numbers)
        || join.confidence.value() > 82
}

/// The best join of each column, after what the overlap of values says.
pub fn choose(candidates: Vec<Join>, answers: &[Answer]) -> Vec<Join> {
    let mut overlaps: BTreeMap<(&str, &str, &str), (usize, usize)> = BTreeMap::new();
    for answer in answers {
        if let (About::Join { child, column }, Some(found)) = (&answer.question.about, answer.found) {
            overlaps.insert((child, column, &answer.question.table), (found, answer.question.values.len()));
        }
    }
    let mut best: BTreeMap<(String, String), Join> = BTreeMap::new();
    for mut join in candidates {
        if let Some((found, asked)) = overlaps.get(&(&join.child, &join.column, &join.parent)) {
            let share = found * 100 / asked.max(&1);
            if share < 50 && !join.declared {
                continue;
            }
            join.reason = format!("{}; {found} of {asked} values are keys there", join.reason);
            join.confidence = if share >= 80 {
                join.confidence.and(Confidence::percent(8 + asked.min(&40) / 2))
            } else {
                join.confidence.minus(15)
            };
        } else if !join.declared {
            join.reason.push_str("; no values to compare");
        }
        let place = (join.child.clone(), join.column.clone());
        match best.get(&place) {
            Some(other) if other.confidence >= join.confidence => {}
            _ => {
                best.insert(place, join);
            }
        }
    }
    best.into_values().collect()
}
