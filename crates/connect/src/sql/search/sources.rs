//! Where a path starts: the values to look for, and how each is told in words.

use std::collections::HashMap;

use inventory::identity::Normalise;
use inventory::map::{AttributeKind, Match, Path, Source};
use inventory::{KnownValue, attributes};

use super::matching::{Matcher, Wanted};
use super::{Given, Search};
use crate::sql::dialect::{canonical, hash_writings};
use crate::sql::schema::Kind;
use crate::sql::search::plan::Planned;

/// What a set of wanted values came from.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The words up to here.
    pub(super) stem: String,
    /// Comes from an identity or attribute: the next step's column is left out when the trail goes on.
    pub(super) first: bool,
    /// The value as it was given, for twins.
    pub(super) raw: String,
}

/// Everything that a path looks for at present.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// The values of each column, and which origin they have.
    pub(super) tuples: Vec<(Vec<String>, usize)>,
    pub(super) origins: Vec<Origin>,
}

impl<'a> Search<'a> {
    /// The values that a path has not looked for yet.
    pub(super) fn sources(&mut self, collection: usize, number: usize, path: &'a Path) -> Sources {
        match path.source() {
            Source::Identity => identity_sources(path, self.given),
            Source::Attribute => attribute_sources(path, self.attributes()),
            Source::Collection(id) => match self.plan.map.position(id) {
                Some(source) => self.collection_sources(source, (collection, number), path),
                None => Sources::default(),
            },
        }
    }

    /// The person's attributes as far as they are known; read once.
    fn attributes(&mut self) -> &[KnownValue] {
        let known = attributes::attributes(self.plan.map, |id| {
            let position = self.plan.map.position(id)?;
            self.states.get(position).map(|state| &state.found)
        });
        self.attributes.get_or_insert(known)
    }

    fn collection_sources(&mut self, source: usize, reader: (usize, usize), path: &Path) -> Sources {
        let Some(state) = self.states.get_mut(source) else { return Sources::default() };
        let rows = state.unread(reader);
        let mut sources = Sources::default();
        let mut origins: HashMap<usize, usize> = HashMap::new();
        let places: Vec<Option<usize>> = path
            .on
            .values()
            .map(|column| state.found.columns.iter().position(|known| known == column))
            .collect();
        for position in rows {
            let Some(row) = state.row(position) else { continue };
            if !path.source_conditions.hold(|column| state.found.value(row, column)) {
                continue;
            }
            let values: Option<Vec<String>> = places
                .iter()
                .map(|place| row.values.get((*place)?)?.as_deref().map(|value| path.dress(value)))
                .collect();
            let Some(values) = values else { continue };
            let next = sources.origins.len();
            let origin = *origins.entry(row.trail).or_insert(next);
            if origin == next {
                let stem = state.stem(row.trail).to_owned();
                sources.origins.push(Origin { stem, first: false, raw: String::new() });
            }
            sources.tuples.push((values, origin));
        }
        sources
    }

    /// How the path compares, for its kind of source.
    pub(super) fn matcher(&self, planned: &Planned<'a>, path: &'a Path) -> Matcher<'a> {
        let steps: Vec<&'a [Normalise]> = match path.source() {
            Source::Identity => path.on.values().map(|kind| self.steps(kind)).collect(),
            Source::Attribute | Source::Collection(_) => Vec::new(),
        };
        let kind = match path.source() {
            Source::Attribute => path.on.values().next().and_then(|kind| attribute_kind(kind)),
            _ => None,
        };
        let field = path.on.keys().next().and_then(|column| planned.rules.fields.get(column));
        let nested = path.nested.or_else(|| field.and_then(|field| field.nested));
        Matcher::new(path, (steps, folded(planned, path)), kind, nested)
    }

    pub(super) fn steps(&self, kind: &str) -> &'a [Normalise] {
        self.plan.steps(kind)
    }
}

pub(super) fn attribute_kind(kind: &str) -> Option<AttributeKind> {
    [AttributeKind::Email, AttributeKind::Phone, AttributeKind::Name, AttributeKind::Address]
        .into_iter()
        .find(|known| known.to_string() == kind)
}

/// Every combination of the values given for the kinds that the path joins on.
pub(super) fn identity_sources(path: &Path, given: &[Given]) -> Sources {
    let mut sources = Sources::default();
    let mut combinations: Vec<(Vec<String>, Vec<String>)> = vec![(Vec::new(), Vec::new())];
    for kind in path.on.values() {
        let values: Vec<&Given> = given.iter().filter(|given| given.kind == *kind).collect();
        combinations = combinations
            .iter()
            .flat_map(|(dressed, raw)| {
                values.iter().map(move |value| {
                    let mut dressed = dressed.clone();
                    let mut raw = raw.clone();
                    dressed.push(path.dress(&value.normalised));
                    raw.push(value.raw.clone());
                    (dressed, raw)
                })
            })
            .collect();
    }
    let stem = path.on.values().cloned().collect::<Vec<_>>().join(" + ");
    for (values, raw) in combinations {
        sources.tuples.push((values, sources.origins.len()));
        sources.origins.push(Origin { stem: stem.clone(), first: true, raw: raw.concat() });
    }
    sources
}

fn attribute_sources(path: &Path, known: &[KnownValue]) -> Sources {
    let mut sources = Sources::default();
    let Some(kind) = path.on.values().next() else { return sources };
    for value in known.iter().filter(|value| value.kind.to_string() == *kind) {
        sources.tuples.push((vec![value.value.clone()], sources.origins.len()));
        sources.origins.push(Origin { stem: kind.clone(), first: true, raw: String::new() });
    }
    sources
}

/// Which columns of a join the database itself compares without regard to capitals (citext, NOCASE, a `_ci` collation): a
/// reference in other capitals than the key is a reference all the same. Identities have their own steps.
fn folded(planned: &Planned<'_>, path: &Path) -> Vec<bool> {
    let joins =
        matches!(path.source(), Source::Collection(_)) && path.hash.is_none() && path.format.is_none();
    let columns = planned.on_columns(path).into_iter();
    columns.map(|column| joins && column.insensitive && column.kind == Kind::Text).collect()
}

/// A chunk's values in the form in which rows are compared with them. Values that a column cannot hold are
/// left out: they match nothing.
pub(super) fn wanted(planned: &Planned<'_>, path: &Path, tuples: &[(Vec<String>, usize)]) -> Wanted {
    let columns = planned.on_columns(path);
    let mut wanted = Wanted::default();
    let hashed = path.hash.is_some() && path.format.is_none();
    let folded = folded(planned, path);
    for (values, origin) in tuples {
        if let ([column], [value], true) = (columns.as_slice(), values.as_slice(), hashed) {
            for writing in hash_writings(column, value) {
                wanted.add(vec![writing], *origin);
            }
        } else if let ([column], [value], Some(id)) =
            (columns.as_slice(), values.as_slice(), values.first().and_then(|value| sixteen_bytes(value)))
            && column.kind == Kind::Text
            && path.how == Match::Equals
        {
            // An id kept as bytes there and as text here.
            for writing in [value.clone(), id.to_ascii_lowercase(), id.to_ascii_uppercase(), dashed(id)] {
                wanted.add(vec![writing], *origin);
            }
        } else if path.how == Match::Equals {
            let canonical: Option<Vec<String>> =
                columns.iter().zip(values).map(|(column, value)| canonical(column, value)).collect();
            match canonical {
                Some(values) if folded.contains(&true) => wanted.add_folded(values, &folded, *origin),
                Some(values) => wanted.add(values, *origin),
                None => {}
            }
        } else if let Some(value) = values.first() {
            wanted.inside.push((value.clone(), *origin));
        }
    }
    wanted
}

/// The hexadecimal of a value of sixteen bytes.
fn sixteen_bytes(value: &str) -> Option<&str> {
    let digits = value.strip_prefix("0x")?;
    (digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digits)
}

/// As a UUID is written.
fn dashed(digits: &str) -> String {
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default().to_ascii_lowercase();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}
