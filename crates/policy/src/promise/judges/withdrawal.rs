//! "analytics-withdrawal" and "withdrawal-in-site": what was allowed ends with one choice on the site itself, as easily
//! as it began (GDPR 7(3)).

use jiff::Timestamp;

use super::choices::{self, Words};
use super::nothing;
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, drill};
use crate::promise::judgement::Judgement;

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let services = context.param("service");
    if !evidence.choices.as_ref().is_some_and(|it| choices::asks(it, services)) {
        return nothing(
            "Hiervoor wordt op de site niets gevraagd.",
            "Nothing is asked on the site for this.",
            "Een dienst die op de site toestemming vraagt.",
            "A service that asks consent on the site.",
        );
    }
    let words = Words {
        passed: (
            "één keuze trok alles in, en direct daarna werd elk gebruik geweigerd",
            "one choice withdrew everything, and directly after it every use was refused",
        ),
        failed: ("na intrekken mocht er nog iets", "something was still allowed after withdrawing"),
        common: ("bekeken, elk zoals het logboek haar vastlegt", "looked at, each as the ledger attests it"),
        kept: (
            "Intrekken kan met één keuze op de site, en werkt direct.",
            "Withdrawing takes one choice on the site, and works at once.",
        ),
        broken: (
            "Er zijn keuzes die langer gelden dan beloofd.",
            "There are choices that count for longer than promised.",
        ),
    };
    choices::judge(evidence, drill::WITHDRAWN, |it| it.register.too_long, &words, now)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        for promise in ["analytics-withdrawal", "withdrawal-in-site"] {
            sample::table_with(
                promise,
                &[("service", "ga")],
                &[
                    ("withdrawn at once", |_| {}, Verdict::Kept),
                    ("the drill was still allowed", |e| sample::fail(e, drill::WITHDRAWN), Verdict::Broken),
                    (
                        "a choice never ends",
                        |e| e.choices.as_mut().unwrap().register.too_long = 1,
                        Verdict::Broken,
                    ),
                    ("no drill", |e| sample::skip(e, drill::WITHDRAWN), Verdict::Unproven),
                    (
                        "it is not asked for",
                        |e| e.choices.as_mut().unwrap().asked.retain(|it| it.service != "ga"),
                        Verdict::Unproven,
                    ),
                ],
            );
        }
    }
}
