//! Why rows were found: the ways from an identity to every row, as a tree.
//!
//! A search says of each row in words how it was reached; here those words become branches, each with the rule of
//! the map that leads there and the rows that it led to. [`text`] draws the tree for a terminal, [`svg`] as a
//! picture. Keys lead to people: an explanation is personal data, made when it is asked for and kept nowhere.

mod picture;
mod terminal;

use kernel::{Language, Text};
use serde::Serialize;

use crate::found::Found;
use crate::map::{Collection, Condition, DataMap, Match, Path, Relation, Scalar};

pub use picture::svg;
pub use terminal::text;

/// What joins the steps of a way, as connectors write it.
const ARROW: &str = " → ";

/// Values of a condition that are shown.
const VALUES: usize = 3;

/// Why rows of one system were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The system's id.
    pub system: String,
    /// What people call it.
    pub name: Text,
    /// One tree per identity that led anywhere.
    pub roots: Vec<Branch>,
}

/// A step of the ways: an identity, or a collection reached in one way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// The kind of identity, or the collection's id.
    pub step: String,
    /// What people call the collection; none for an identity, or for a collection of another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Its table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// By which rules rows were reached here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<Way>,
    /// Where its own rows led.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub branches: Vec<Branch>,
}

/// A rule of the map and the rows that it led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// The rule: `wp_wc_orders.customer_id = accounts.ID`.
    pub rule: Text,
    /// Whose rows these are.
    pub relation: Relation,
    /// Their keys, in the order in which they were found.
    pub keys: Vec<String>,
}

impl Branch {
    /// How many rows of a relation were reached in this step itself.
    pub fn count(&self, relation: Relation) -> usize {
        self.ways.iter().filter(|way| way.relation == relation).map(|way| way.keys.len()).sum()
    }

    /// What it is called.
    pub fn title(&self, language: Language) -> &str {
        self.name.as_ref().map_or(self.step.as_str(), |name| name.get(language))
    }
}

/// The tree of everything that was found.
pub fn explain(map: &DataMap, found: &Found) -> Explanation {
    let mut roots = Vec::new();
    for part in &found.collections {
        let Some(collection) = map.collection(&part.collection) else { continue };
        for row in &part.rows {
            let ways = std::iter::once((row.trail, row.path)).chain(row.also.iter().copied());
            for (trail, path) in ways {
                let steps = part.trails.get(trail).map_or("", String::as_str).split(ARROW);
                let branch = grow(map, &mut roots, steps);
                let (Some(branch), Some(path)) = (branch, collection.paths.get(path)) else { continue };
                note(branch, rule(map, collection, path), row.relation, row.key.to_string());
            }
        }
    }
    Explanation { system: map.system.id.clone(), name: map.system.name.clone(), roots }
}

fn note(branch: &mut Branch, rule: Text, relation: Relation, key: String) {
    match branch.ways.iter_mut().find(|way| way.relation == relation && way.rule == rule) {
        Some(way) => way.keys.push(key),
        None => branch.ways.push(Way { rule, relation, keys: vec![key] }),
    }
}

/// The branch at the end of these steps, grown where it is missing.
fn grow<'t, 's>(
    map: &DataMap,
    mut branches: &'t mut Vec<Branch>,
    steps: impl Iterator<Item = &'s str>,
) -> Option<&'t mut Branch> {
    let mut steps = steps.peekable();
    let mut depth = 0;
    while let Some(words) = steps.next() {
        // `orders.customer_id (a note)`: the same collection on the same way, whatever was joined on.
        let step = if depth == 0 { words } else { words.split(['.', ' ']).next().unwrap_or(words) };
        depth += 1;
        let place = branches.iter().position(|branch| branch.step == step).unwrap_or_else(|| {
            let collection = map.collection(step).filter(|_| depth > 1);
            branches.push(Branch {
                step: step.to_owned(),
                name: collection.map(|collection| collection.name.clone()),
                table: collection.map(|collection| collection.table.clone()),
                ..Branch::default()
            });
            branches.len() - 1
        });
        let branch = branches.get_mut(place)?;
        if steps.peek().is_none() {
            return Some(branch);
        }
        branches = &mut branch.branches;
    }
    None
}

/// The rule of a path, in words.
fn rule(map: &DataMap, collection: &Collection, path: &Path) -> Text {
    let source = map.collection(&path.from).map(|source| source.id.as_str());
    let side = |other: &str| source.map_or_else(|| other.to_owned(), |source| format!("{source}.{other}"));
    let say = |language: Language| {
        let joins: Vec<String> = path
            .on
            .iter()
            .map(|(column, other)| {
                let mut value = side(other);
                if let Some(hash) = path.hash {
                    value = format!("{hash:?}({value})").to_lowercase();
                }
                if let Some(frame) = &path.format {
                    value = format!("“{frame}” ({value})");
                }
                format!("{}.{column} {} {value}", collection.table, relates(path.how, language))
            })
            .collect();
        let mut text = joins.join(and(language));
        let conditions = path.conditions.0.iter().chain(&collection.conditions.0);
        let conditions: Vec<String> =
            conditions.map(|(column, condition)| fits(column, condition, language)).collect();
        if !conditions.is_empty() {
            text.push_str(if language == Language::Nl { ", als " } else { ", where " });
            text.push_str(&conditions.join(and(language)));
        }
        text
    };
    Text { nl: say(Language::Nl), en: say(Language::En) }
}

fn and(language: Language) -> &'static str {
    if language == Language::Nl { " en " } else { " and " }
}

/// A fixed condition, in words; of a long list the beginning.
fn fits(column: &str, condition: &Condition, language: Language) -> String {
    if let Condition::Null(test) = condition {
        return match (test.null, language) {
            (true, Language::Nl) => format!("{column} leeg is"),
            (true, Language::En) => format!("{column} is empty"),
            (false, Language::Nl) => format!("{column} gevuld is"),
            (false, Language::En) => format!("{column} is filled"),
        };
    }
    let values: Vec<String> = condition.scalars().iter().map(Scalar::as_text).collect();
    let more = if values.len() > VALUES { ", …" } else { "" };
    let values: Vec<&str> = values.iter().take(VALUES).map(String::as_str).collect();
    format!("{column} = {}{more}", values.join(", "))
}

fn relates(how: Match, language: Language) -> &'static str {
    match (how, language) {
        (Match::Equals, _) => "=",
        (Match::Suffix, Language::Nl) => "eindigt op",
        (Match::Suffix, Language::En) => "ends with",
        (Match::Prefix, Language::Nl) => "begint met",
        (Match::Prefix, Language::En) => "begins with",
        (Match::Contains, Language::Nl) => "noemt",
        (Match::Contains, Language::En) => "mentions",
        (Match::Nested, Language::Nl) => "bevat",
        (Match::Nested, Language::En) => "holds",
    }
}

#[cfg(test)]
mod tests;
