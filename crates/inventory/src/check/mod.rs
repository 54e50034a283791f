//! Checks of a map against itself: every reference points somewhere, everything can be reached, and nothing
//! contradicts.
//!
//! One function per part of the language, each adding to the same [`Problems`]. What only the database knows
//! (types, indexes, foreign keys) is checked by the connector's probe; whether terms, categories, purposes and
//! recipients exist is checked by the policy, from [`References`].

mod changes;
mod collections;
mod files;
mod http;
mod paths;
mod references;
mod rules;
mod system;

use crate::map::DataMap;
use crate::parse::MapProblem;

pub use http::ROW_VALUES;
pub use references::References;

/// Every problem of a map.
pub fn check(map: &DataMap) -> Vec<MapProblem> {
    let mut problems = Problems::default();
    system::check(map, &mut problems);
    collections::check(map, &mut problems);
    changes::check(map, &mut problems);
    http::check(map, &mut problems);
    files::check(map, &mut problems);
    problems.0
}

/// Problems as they are found.
#[derive(Debug, Default)]
struct Problems(Vec<MapProblem>);

impl Problems {
    fn add(&mut self, path: impl Into<String>, message: impl Into<String>, help: &str) {
        self.0.push(MapProblem {
            path: path.into(),
            message: message.into(),
            help: (!help.is_empty()).then(|| help.to_owned()),
            span: None,
        });
    }
}
