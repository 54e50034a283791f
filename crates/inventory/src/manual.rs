//! Manual systems: the task that a letter is written from.

use kernel::Text;
use kernel::calendar::Span;
use serde::{Deserialize, Serialize};

use crate::identity::Identity;
use crate::map::DataMap;
use crate::rectification::Correction;

/// What a person is asked to do in a system without an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// Provide everything held (art. 15 GDPR).
    Access,
    /// Erase everything held (art. 17 GDPR).
    Erasure,
    /// Correct what is wrong (art. 16 GDPR).
    Rectification,
    /// Stop using everything held, and keep it (art. 18 GDPR).
    Restriction,
    /// Take a restriction back (art. 18(3) GDPR).
    Lift,
    /// Leave the person out for good: of mailings, of analysis (art. 21 GDPR).
    Suppression,
}

/// Everything a letter to the holder of a manual system needs (art. 28(3)(e) GDPR). Personal data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// The system's id.
    pub system: String,
    /// What people call it.
    pub name: Text,
    /// Who holds it (facts/recipients); none when the organisation itself does.
    pub recipient: Option<String>,
    /// What is asked.
    pub kind: TaskKind,
    /// About whom: only the kinds the system knows people by, or all that were given when the map names none.
    pub identities: Vec<Identity>,
    /// The data categories (facts/categories) concerned.
    pub categories: Vec<String>,
    /// Where the letter goes.
    pub address: Option<String>,
    /// What to do there.
    pub instruction: Option<Text>,
    /// Within what time an answer is agreed.
    pub answer_within: Option<Span>,
    /// What is wrong, and what is right. Only with [`TaskKind::Rectification`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
}

impl Task {
    /// The task of a map for these identities.
    pub fn new(map: &DataMap, kind: TaskKind, identities: &[Identity]) -> Self {
        let task = map.system.task.clone().unwrap_or_default();
        let known =
            |identity: &&Identity| map.identities.is_empty() || map.identity(&identity.kind).is_some();
        let mut categories = map.system.categories.clone();
        let listed = map.collections.iter().flat_map(|collection| {
            let fields = collection.fields.values().filter_map(|field| field.category.clone());
            collection.category.clone().into_iter().chain(fields)
        });
        categories.extend(listed);
        categories.sort();
        categories.dedup();
        Self {
            system: map.system.id.clone(),
            name: map.system.name.clone(),
            recipient: map.system.recipient.clone(),
            kind,
            identities: identities.iter().filter(known).cloned().collect(),
            categories,
            address: task.address,
            instruction: match kind {
                TaskKind::Access => task.access,
                TaskKind::Erasure => task.erasure,
                TaskKind::Rectification => task.rectification,
                TaskKind::Restriction | TaskKind::Lift => task.restriction,
                TaskKind::Suppression => task.suppression,
            },
            answer_within: task.answer_within,
            corrections: Vec::new(),
        }
    }
}
