//! What a service tells by itself: events that it posts, of which the map says which mean something.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::path::is_default;

/// How the events of a service are read. Everything that is not named here (addresses of networks, places, programs of
/// readers) is dropped unread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Events {
    /// Where the list of events stands: a JSON pointer (RFC 6901). Absent: the whole is the list, or one event.
    #[serde(default, skip_serializing_if = "is_default")]
    pub list: String,
    /// The field that says what happened.
    pub kind: String,
    /// About whom: kinds of identities, and the field in which each stands.
    pub identity: BTreeMap<String, String>,
    /// What happened when somebody asked to be left alone: an unsubscription, a complaint.
    pub opted_out: BTreeSet<String>,
}
