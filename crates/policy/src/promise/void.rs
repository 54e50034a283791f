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
    let mut found: Vec<&Conflict> = context.param(VOID).iter().filter_map(|id| conflict(id)).collect();
    if found.is_empty() {
        found.extend(from_facts(context));
    }
    let reason = found.first()?.holds.clone();
    let laws = found.iter().map(|conflict| {
        let Conflict { law, holds } = conflict;
        EvidenceItem::new("law", format!("{}: {}", law.nl, holds.nl), format!("{}: {}", law.en, holds.en))
    });
    let change =
        text("Een versie van het beleid die de wet volgt.", "An edition of the policy that follows the law.");
    Some(Judgement::void(reason, laws.collect(), change))
}

fn from_facts(context: &ClauseContext<'_>) -> Option<&'static Conflict> {
    let facts = context.edition.facts();
    match context.clause.promise.as_str() {
        "answered-in-time" => {
            let rights = context.param("right").iter().filter_map(|word| RightKind::from_word(word));
            let terms = rights.filter_map(|kind| facts.rights.get(kind)?.answer_within);
            terms
                .max_by_key(|term| term.at_most_days())
                .filter(|term| term.at_most_days() > LAW_ANSWER_DAYS)
                .and_then(|_| conflict("K12"))
        }
        "transfer-basis" => {
            let named = context.param("recipient");
            let annulled = facts.recipients.iter().any(|(id, recipient)| {
                (named.is_empty() || named.contains(id)) && recipient.safeguard == Safeguard::PrivacyShield
            });
            annulled.then(|| conflict("K3")).flatten()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Clause;
    use crate::edition::{Content, Edition};
    use crate::promise::judges::sample;
    use crate::promise::{ClauseVerdict, Verdict, check};

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

    /// The sample policy with a change, and the verdict on the first clause that makes `promise`.
    fn verdict(promise: &str, change: impl Fn(&mut Content)) -> ClauseVerdict {
        let mut content = sample::edition().content().clone();
        change(&mut content);
        let edition = Edition::seal(content).unwrap();
        let verdicts = check(&edition, &sample::fine(), sample::now());
        verdicts.into_iter().find(|verdict| verdict.promise == promise).unwrap()
    }

    fn clauses(content: &mut Content) -> impl Iterator<Item = &mut Clause> {
        let passages = content.documents.iter_mut().flat_map(|document| &mut document.sections);
        passages.flat_map(|section| &mut section.passages).filter_map(|passage| passage.clause.as_mut())
    }

    #[test]
    fn a_clause_that_says_so_is_void_whatever_the_evidence() {
        let found = verdict("answered-in-time", |content| {
            for clause in clauses(content).filter(|clause| clause.promise == "answered-in-time") {
                clause.params.insert(VOID.to_owned(), vec!["K12".to_owned(), "K33".to_owned()]);
            }
        });
        assert_eq!(found.verdict, Verdict::Void);
        assert_eq!(found.evidence.len(), 2);
    }

    #[test]
    fn a_longer_term_than_the_law_allows_is_void() {
        for (term, expected) in [
            ("30 days", Verdict::Kept),
            ("1 month", Verdict::Kept),
            ("6 weeks", Verdict::Void),
            ("2 months", Verdict::Void),
        ] {
            let found = verdict("answered-in-time", |content| {
                content.facts.rights.access.as_mut().unwrap().answer_within = Some(term.parse().unwrap());
            });
            assert_eq!(found.verdict, expected, "{term}");
        }
    }

    #[test]
    fn a_transfer_under_an_annulled_decision_is_void() {
        for (safeguard, expected) in
            [(Safeguard::Scc, Verdict::Unproven), (Safeguard::PrivacyShield, Verdict::Void)]
        {
            let found = verdict("transfer-basis", |content| {
                content.facts.recipients.get_mut("host").unwrap().safeguard = safeguard;
                for clause in clauses(content).filter(|clause| clause.promise == "storage-regions") {
                    clause.promise = "transfer-basis".to_owned();
                }
            });
            assert_eq!(found.verdict, expected);
        }
    }
}
