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
}

/// A table as something to refer to.
struct Target<'a> {
    table: &'a TableSurvey,
    key: &'a ColumnSurvey,
    words: Vec<String>,
    /// What a column may call it, by how many of its words are left out: orderitem, item.
    forms: Vec<BTreeSet<String>>,
}

/// Every join that names or foreign keys suggest.
pub fn candidates(survey: &Survey, roots: &[Root], prefix: &[String]) -> Vec<Join> {
    let targets: Vec<Target<'_>> = survey.tables.iter().filter_map(|table| target(table, prefix)).collect();
    let mut joins = Vec::new();
    for table in &survey.tables {
        let words = words_of(&table.name, prefix);
        for column in &table.columns {
            if let Some(declared) = declared(survey, table, column) {
                joins.push(declared);
                continue;
            }
            if !may_refer(table, column) {
                continue;
            }
            let start = joins.len();
            named(&mut joins, table, &words, column, &targets);
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
    Some(Target { table, key, words, forms })
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
    kind && !table.is_key(&column.name)
}

fn compatible(column: &ColumnSurvey, key: &ColumnSurvey, table: &TableSurvey) -> bool {
    let digits = || {
        let values = table.distinct(&column.name);
        !values.is_empty() && values.iter().all(|value| value.parse::<i64>().is_ok())
    };
    match (column.kind, key.kind) {
        (a, b) if a == b => true,
        (ValueKind::Text, ValueKind::Integer) => digits(),
        (ValueKind::Text | ValueKind::Other, ValueKind::Uuid | ValueKind::Other | ValueKind::Text) => true,
        (ValueKind::Uuid | ValueKind::Integer, ValueKind::Other) => true,
        _ => false,
    }
}

/// Tables that the column's name names.
fn named(
    joins: &mut Vec<Join>,
    table: &TableSurvey,
    own: &[String],
    column: &ColumnSurvey,
    targets: &[Target<'_>],
) {
    let name = Name::of(&column.name);
    let stem = name.stem();
    let bare = stem.is_none();
    let whole = stem.unwrap_or_else(|| name.compact.clone());
    // comment_post_ID of a table of comments is about a post.
    let first = name.words.first();
    let about_itself = first.is_some_and(|first| own.last().is_some_and(|last| stems(last).contains(first)));
    let inner = about_itself.then(|| {
        let rest = Name::of(&name.words.get(1..).unwrap_or_default().join("_"));
        rest.stem().unwrap_or(rest.compact)
    });
    for target in targets {
        if !compatible(column, target.key, table) {
            continue;
        }
        let same_key =
            target.key.name.eq_ignore_ascii_case(&column.name) && Name::of(&column.name).words != ["id"];
        let fit = |stem: &str| target.forms.iter().position(|forms| forms.contains(stem));
        let left_out =
            fit(&whole).map(|left| (left, 0)).or_else(|| fit(inner.as_deref()?).map(|left| (left, 5)));
        let closeness = own.iter().zip(&target.words).take_while(|(a, b)| related(a, b)).count();
        let itself = target.table.name == table.name;
        let (base, why) = match (same_key, left_out) {
            (true, _) if !itself => (85, format!("it is called as the key of {}", target.table.name)),
            (_, Some((left, cost))) if !whole.is_empty() && !(itself && bare) => {
                // A bare word is a reference only when it is a number: status and type are names of tables too.
                if bare && (column.kind != ValueKind::Integer || left > 1) {
                    continue;
                }
                let points = if bare { 62 } else { 80 } - cost - 8 * left.min(3) + 6 * closeness.min(3);
                (points, format!("its name names {}", target.table.name))
            }
            _ => continue,
        };
        joins.push(Join {
            child: table.name.clone(),
            column: column.name.clone(),
            parent: target.table.name.clone(),
            parent_column: target.key.name.clone(),
            confidence: Confidence::percent(base.min(92)),
            reason: why,
            role: words::role(&column.name),
            declared: false,
        });
    }
}

/// Whether two words of table names belong together: `assignfeedback` and `assign`.
fn related(one: &str, other: &str) -> bool {
    one == other || (one.len() >= 4 && other.len() >= 4 && (one.starts_with(other) || other.starts_with(one)))
}

/// Columns that name people by another word than their table does.
fn people(joins: &mut Vec<Join>, table: &TableSurvey, column: &ColumnSurvey, roots: &[Root], exact: bool) {
    let Some(role) = words::role(&column.name) else { return };
    if exact {
        return;
    }
    for root in roots {
        let name = Name::of(&column.name);
        let says_noun = name.compact.contains(&root.noun);
        let points = match (says_noun, roots.len()) {
            (true, _) => 82,
            (false, 1) => 72,
            (false, _) => 58,
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
            if share < 50 {
                continue;
            }
            let _: () = join.reason.push_str(&format!("; {found} of {asked} values are keys there"));
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
