//! The exact check: does this row's value really match, and which of the values that were asked for is it?
//!
//! SQL selects candidates, by collations, patterns and indexes that differ between engines; here the rules of
//! the map are applied to the value itself, the same on every engine.

use std::borrow::Cow;
use std::collections::HashMap;

use inventory::identity::{Normalise, normalise};
use inventory::map::{AttributeKind, Match, Nested, Path, Rest};
use inventory::needle::Needles;
use inventory::nested;

/// A set of values that a statement asks for, each with the trail of where it came from.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// Canonical values of a single joined column, and the index of their origin.
    single: HashMap<String, usize>,
    /// Canonical values of several joined columns, and the index of their origin.
    several: HashMap<Vec<String>, usize>,
    /// For matches inside text: the value, and its index.
    pub(super) inside: Vec<(String, usize)>,
    /// Values as they are asked for, where they are compared in another form than that.
    asked: Vec<Vec<String>>,
}

impl Wanted {
    /// Takes canonical values in, one per joined column; the first origin of equal ones counts.
    pub(super) fn add(&mut self, mut values: Vec<String>, origin: usize) {
        if values.len() == 1 {
            self.single.entry(values.remove(0)).or_insert(origin);
        } else {
            self.several.entry(values).or_insert(origin);
        }
    }

    /// The same where the database compares some of the columns without regard to capitals; `folded` says which.
    pub(super) fn add_folded(&mut self, values: Vec<String>, folded: &[bool], origin: usize) {
        let compared = values.iter().zip(folded);
        let compared =
            compared.map(|(value, folded)| if *folded { value.to_lowercase() } else { value.clone() });
        let compared = compared.collect();
        self.asked.push(values);
        self.add(compared, origin);
    }

    /// Whether no whole values are asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.single.is_empty() && self.several.is_empty()
    }

    /// The whole values, in order.
    pub(super) fn tuples(&self) -> Vec<&[String]> {
        if !self.asked.is_empty() {
            let mut tuples: Vec<&[String]> = self.asked.iter().map(Vec::as_slice).collect();
            tuples.sort_unstable();
            tuples.dedup();
            return tuples;
        }
        let single = self.single.keys().map(std::slice::from_ref);
        let mut tuples: Vec<&[String]> = single.chain(self.several.keys().map(Vec::as_slice)).collect();
        tuples.sort_unstable();
        tuples
    }
}

/// How values of a path are compared.
#[derive(Debug)]
pub(super) struct Matcher<'a> {
    how: Match,
    /// Steps for each joined column; empty where columns are compared as they are.
    steps: Vec<&'a [Normalise]>,
    /// Which columns the database compares without regard to capitals.
    folded: Vec<bool>,
    hashed: bool,
    separator: &'a str,
    rest: Option<Rest>,
    at: Option<&'a str>,
    nested: Option<Nested>,
    kind: Option<AttributeKind>,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(
        path: &'a Path,
        (steps, folded): (Vec<&'a [Normalise]>, Vec<bool>),
        kind: Option<AttributeKind>,
        nested: Option<Nested>,
    ) -> Self {
        Self {
            how: path.how,
            folded,
            steps: if path.hash.is_some() || path.format.is_some() { Vec::new() } else { steps },
            hashed: path.hash.is_some() && path.format.is_none(),
            separator: path.separator.as_deref().unwrap_or("_"),
            rest: path.rest,
            at: path.at.as_deref(),
            nested,
            kind,
        }
    }

    /// The origin of the wanted value that these column values match.
    pub(super) fn origin(&self, wanted: &Wanted, values: &[&str]) -> Option<usize> {
        if self.how == Match::Equals {
            if let [value] = values {
                return wanted.single.get(self.comparable(0, value).as_ref()).copied();
            }
            let places = values.iter().enumerate();
            let compared: Vec<String> =
                places.map(|(place, value)| self.comparable(place, value).into_owned()).collect();
            return wanted.several.get(&compared).copied();
        }
        let text = *values.first()?;
        if self.how == Match::Nested {
            return self.inside_nested(wanted, text);
        }
        let edge = self.comparable(0, text);
        wanted.inside.iter().find(|(value, _)| self.inside(value, text, &edge)).map(|(_, origin)| *origin)
    }

    fn comparable<'v>(&self, place: usize, value: &'v str) -> Cow<'v, str> {
        match self.steps.get(place) {
            Some(steps) if !steps.is_empty() => Cow::Owned(normalise(value, steps)),
            _ if self.hashed => Cow::Owned(value.to_ascii_lowercase()),
            _ if self.folded.get(place).copied().unwrap_or_default() => Cow::Owned(value.to_lowercase()),
            _ => Cow::Borrowed(value),
        }
    }

    /// Whether a value stands in a text; `edge` is the text as its ends are compared.
    fn inside(&self, value: &str, text: &str, edge: &str) -> bool {
        match self.how {
            Match::Suffix => edge
                .strip_suffix(value)
                .is_some_and(|before| self.is_rest(before, before.strip_suffix(self.separator))),
            Match::Prefix => edge
                .strip_prefix(value)
                .is_some_and(|after| self.is_rest(after, after.strip_prefix(self.separator))),
            _ => {
                let mut needles = Needles::new();
                let kind = self.kind.unwrap_or(if value.contains('@') {
                    AttributeKind::Email
                } else {
                    AttributeKind::Name
                });
                needles.add("value", kind, value);
                !needles.search(text).is_empty()
            }
        }
    }

    /// Whether what stands beside a value is nothing, or the separator and such a rest as the path asks for.
    fn is_rest(&self, beside: &str, rest: Option<&str>) -> bool {
        match self.rest {
            None => beside.is_empty() || rest.is_some(),
            Some(Rest::Number) => {
                rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
            }
        }
    }

    /// A value that is a whole leaf. Text that is no document is one leaf.
    fn inside_nested(&self, wanted: &Wanted, text: &str) -> Option<usize> {
        let steps = self.steps.first().copied().unwrap_or_default();
        let matches = |leaf: &str| {
            let leaf = normalise(leaf, steps);
            wanted.inside.iter().find(|(value, _)| *value == leaf).map(|(_, origin)| *origin)
        };
        let Some(document) = nested::read(text, self.nested) else {
            return if self.at.is_none() { matches(text) } else { None };
        };
        let mut origin = None;
        document.leaves(&mut |place, leaf| {
            if origin.is_none() && self.at.is_none_or(|wanted| nested::is_at(wanted, place)) {
                origin = matches(leaf);
            }
        });
        origin
    }
}
