//! Where the law overrules a clause.
//!
//! What holds is the strictest of law and policy. A policy that promises less than the law is lifted to the
//! law, and the clause is void. The policy says so itself (`void=K1` on the clause, a conflict of
//! `data/conflicts.toml`), or the facts show it: a term for answering that is longer than the law's, a transfer
//! that rests on an annulled decision.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kernel::Text;
use serde::Deserialize;

use super::judgement::{EvidenceItem, Judgement, text};
use super::{ClauseContext, VOID};
use crate::facts::{RightKind, Safeguard};

/// A conflict between what policies say and the law.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// Where the law says it.
    pub law: Text,
    /// What holds instead.
    pub holds: Text,
}

static CONFLICTS: LazyLock<BTreeMap<String, Conflict>> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/conflicts.toml")).unwrap_or_default());

/// The conflict with this id, as in "K1".
pub fn conflict(id: &str) -> Option<&'static Conflict> {
    CONFLICTS.get(id)
}

/// The ids of every known conflict.
pub fn conflicts() -> impl Iterator<Item = &'static str> {
    CONFLICTS.keys().map(String::as_str)
}

/// The longest term for an answer that the law allows without notice of an extension: one month (GDPR 12(3)),
/// which is at most this many days.
const LAW_ANSWER_DAYS: u64 = 31;

/// The judgement "void", when the law overrules the clause.
pub(super) fn judge(context: &ClauseContext<'_>) -> Option<Judgement> {
    let stated = context.param(VOID).iter().find_map(|id| conflict(id));
    let found = stated.cloned().or_else(|| from_facts(context))?;
    let law = EvidenceItem::new("law", found.law.nl.clone(), found.law.en.clone());
    let change =
        text("Een versie van het beleid die de wet volgt.", "An edition of the policy that follows the law.");
    Some(Judgement::void(found.holds, law, change))
}

fn from_facts(context: &ClauseContext<'_>) -> Option<Conflict> {
    let facts = context.edition.facts();
    match context.clause.promise.as_str() {
        "answered-in-time" => {
            let rights = context.param("right").iter().filter_map(|word| RightKind::from_word(word));
            let terms = rights.filter_map(|kind| facts.rights.get(kind)?.answer_within);
            terms
                .max_by_key(|term| term.at_most_days())
                .filter(|term| term.at_most_days() > LAW_ANSWER_DAYS)
                .and_then(|_| conflict("K12").cloned())
        }
        "transfer-basis" => {
            let named = context.param("recipient");
            let annulled = facts.recipients.iter().any(|(id, recipient)| {
                (named.is_empty() || named.contains(id)) && recipient.safeguard == Safeguard::PrivacyShield
            });
            annulled.then(|| conflict("K3").cloned()).flatten()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_of_conflicts_reads() {
        assert_eq!(conflicts().count(), 34);
        for id in conflicts() {
            let conflict = conflict(id).unwrap();
            for text in [&conflict.law, &conflict.holds] {
                assert!(!text.nl.is_empty() && !text.en.is_empty(), "{id}");
            }
        }
    }
}
