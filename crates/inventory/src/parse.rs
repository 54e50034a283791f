//! Reading a data map: TOML in, a checked map or every problem out.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::check::check;
use crate::map::DataMap;

/// Something wrong with a map.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}")]
pub struct MapProblem {
    /// Where: the keys from the top, list positions counted from 0: `collection[3].path[0].on.user_id`.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The bytes of the text that it is about.
    pub span: Option<Range<usize>>,
}

impl DataMap {
    /// Reads and checks a map.
    ///
    /// # Errors
    /// Every problem at once; a map that does not parse has exactly one.
    pub fn parse(text: &str) -> Result<Self, Vec<MapProblem>> {
        let map: Self = toml::from_str(text).map_err(|error| {
            let path = error.span().and_then(|span| path_at(text, &span)).unwrap_or_default();
            let message = error.message().trim().to_owned();
            vec![MapProblem { path, message, help: None, span: error.span() }]
        })?;
        let mut problems = check(&map);
        if problems.is_empty() {
            return Ok(map);
        }
        if let Ok(table) = DeTable::parse(text) {
            for problem in &mut problems {
                problem.span = locate(&table, &problem.path);
            }
        }
        Err(problems)
    }
}

/// The span of the value at a path, or of the nearest part of the path that exists.
fn locate(table: &Spanned<DeTable<'_>>, path: &str) -> Option<Range<usize>> {
    let mut span = None;
    let mut here: Option<&Spanned<DeValue<'_>>> = None;
    for step in path.split('.') {
        let (name, positions) = split_positions(step);
        let next = match here {
            None => table.get_ref().get(name),
            Some(value) => value.get_ref().as_table().and_then(|table| table.get(name)),
        };
        let Some(mut value) = next else { break };
        for position in positions {
            let Some(item) = value.get_ref().as_array().and_then(|items| items.get(position)) else { break };
            value = item;
        }
        span = Some(value.span());
        here = Some(value);
    }
    span
}

/// `path[2]` as `path` and its positions.
fn split_positions(step: &str) -> (&str, Vec<usize>) {
    let (name, rest) = step.split_once('[').unwrap_or((step, ""));
    (name, rest.split(['[', ']']).filter_map(|part| part.parse().ok()).collect())
}

/// The path of the innermost value whose span holds the start of `span`.
fn path_at(text: &str, span: &Range<usize>) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let mut path = String::new();
    descend(table.get_ref(), span.start, &mut path);
    Some(path)
}

fn descend(table: &DeTable<'_>, offset: usize, path: &mut String) {
    for (key, value) in table {
        if key.span().contains(&offset) || holds(value, offset) {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(key.get_ref());
            into_value(value, offset, path);
            return;
        }
    }
}

fn into_value(value: &Spanned<DeValue<'_>>, offset: usize, path: &mut String) {
    match value.get_ref() {
        DeValue::Table(table) => descend(table, offset, path),
        DeValue::Array(items) => {
            if let Some((index, item)) = items.iter().enumerate().find(|(_, item)| holds(item, offset)) {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
                into_value(item, offset, path);
            }
        }
        _ => {}
    }
}

/// Whether a value, or with header tables anything inside it, stands at the offset.
fn holds(value: &Spanned<DeValue<'_>>, offset: usize) -> bool {
    value.span().contains(&offset)
        || match value.get_ref() {
            DeValue::Table(table) => {
                table.iter().any(|(key, inner)| key.span().contains(&offset) || holds(inner, offset))
            }
            DeValue::Array(items) => items.iter().any(|item| holds(item, offset)),
            _ => false,
        }
}

#[cfg(test)]
mod tests;
