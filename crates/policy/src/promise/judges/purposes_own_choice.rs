//! "purposes-own-choice": each purpose has a choice of its own (GDPR 6(1)(a), recital 43).

use jiff::Timestamp;

use super::choices::{self, Words};
use super::nothing;
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, drill};
use crate::promise::judgement::Judgement;

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let named = context.param("purpose");
    let asked = evidence.choices.iter().flat_map(|choices| &choices.asked);
    if !asked.into_iter().any(|it| named.is_empty() || named.contains(&it.purpose)) {
        return nothing(
            "Voor deze doelen wordt op de site niets gevraagd.",
            "Nothing is asked on the site for these purposes.",
            "Een dienst die voor zo’n doel toestemming vraagt.",
            "A service that asks consent for such a purpose.",
        );
    }
    let words = Words {
        passed: (
            "één doel werd toegestaan en de andere geweigerd, en zo werd ook beslist",
            "one purpose was allowed and the others refused, and decisions followed",
        ),
        failed: (
            "een keuze voor één doel gold ook voor een ander",
            "a choice for one purpose counted for another",
        ),
        common: ("bekeken, elk met een besluit per doel", "looked at, each with a decision per purpose"),
        kept: ("Elk doel heeft een eigen keuze.", "Each purpose has a choice of its own."),
        broken: (
            "Er zijn keuzes zonder eigen besluit per doel.",
            "There are choices without a decision per purpose.",
        ),
    };
    choices::judge(evidence, drill::OWN_CHOICE, |it| it.register.joined, &words, now)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table_with(
            "purposes-own-choice",
            &[("purpose", "analytics,recognition")],
            &[
                ("a decision per purpose", |_| {}, Verdict::Kept),
                ("one choice for all", |e| e.choices.as_mut().unwrap().register.joined = 2, Verdict::Broken),
                ("the drill saw them joined", |e| sample::fail(e, drill::OWN_CHOICE), Verdict::Broken),
                ("no drill", |e| sample::skip(e, drill::OWN_CHOICE), Verdict::Unproven),
                ("nothing is asked", |e| e.choices.as_mut().unwrap().asked.clear(), Verdict::Unproven),
                (
                    "only others are asked",
                    |e| e.choices.as_mut().unwrap().asked.retain(|it| it.purpose != "analytics"),
                    Verdict::Unproven,
                ),
            ],
        );
    }
}
