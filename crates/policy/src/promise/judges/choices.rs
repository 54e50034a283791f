//! What the judges of consent share: a step of the drill that shows the rule at work, and the register, in which
//! nothing may contradict it.

use jiff::Timestamp;

use super::{Noun, drill_failed, drill_item, nothing};
use crate::promise::evidence::{ChoicesEvidence, DrillResult, Evidence, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

/// Choices that are counted.
pub(super) const CHOICES: Noun = Noun { nl: ["keuze", "keuzes"], en: ["choice", "choices"] };

/// A text in both languages.
pub(super) type Both = (&'static str, &'static str);

/// The words of a judge.
pub(super) struct Words {
    /// What the drill shows when it passes.
    pub(super) passed: Both,
    /// What it shows when it fails.
    pub(super) failed: Both,
    /// What the choices in the register have in common.
    pub(super) common: Both,
    /// The reason when the promise is kept.
    pub(super) kept: Both,
    /// The reason when a choice contradicts it.
    pub(super) broken: Both,
}

/// Judges by a step of the drill and by how many of the newest choices contradict the promise.
pub(super) fn judge(
    evidence: &Evidence,
    step: &str,
    against: impl FnOnce(&ChoicesEvidence) -> u64,
    words: &Words,
    now: Timestamp,
) -> Judgement {
    let fresh = evidence.choices.as_ref().filter(|choices| is_fresh(choices.at, now));
    if let Some(choices) = fresh {
        let wrong = against(choices);
        let altered = choices.register.looked.saturating_sub(choices.register.attested);
        if wrong > 0 {
            return broken(wrong, words.broken);
        }
        if altered > 0 {
            return broken(
                altered,
                (
                    "Keuzes in het register zijn niet zoals zij zijn vastgelegd.",
                    "Choices in the register are not as they were recorded.",
                ),
            );
        }
    }
    let (Some(choices), DrillResult::Passed(at)) = (fresh, evidence.drilled(step, now)) else {
        return match evidence.drilled(step, now) {
            DrillResult::Failed(at) => drill_failed(at, words.failed.0, words.failed.1),
            _ => nothing(
                "Nog geen oefening liet dit zien in het register van keuzes.",
                "No drill has shown this in the register of choices yet.",
                "Een oefening.",
                "A drill.",
            ),
        };
    };
    let mut items = vec![drill_item(at, words.passed.0, words.passed.1)];
    if choices.register.looked > 0 {
        let item = CHOICES.item("choices", choices.register.looked, words.common.0, words.common.1);
        items.push(item.at(choices.at));
    }
    Judgement::kept(
        text(words.kept.0, words.kept.1),
        items,
        text("Een keuze die dit tegenspreekt.", "A choice that contradicts this."),
    )
}

fn broken(count: u64, reason: Both) -> Judgement {
    let item: EvidenceItem = CHOICES.item("choices", count, "spreken dit tegen", "contradict this");
    Judgement::broken(
        text(reason.0, reason.1),
        vec![item],
        text(
            "Een register waarin geen keuze dit tegenspreekt.",
            "A register in which no choice contradicts this.",
        ),
    )
}

/// Whether the edition asks for any of these services, or for anything at all when none is named.
pub(super) fn asks(choices: &ChoicesEvidence, services: &[String]) -> bool {
    choices.asked.iter().any(|asked| services.is_empty() || services.contains(&asked.service))
}
