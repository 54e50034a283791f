//! "choice-remembered": a choice is remembered for as long as the policy states, without following anybody.

use jiff::Timestamp;

use super::choices::{self, Words};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, drill};
use crate::promise::judgement::Judgement;

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let words = Words {
        passed: (
            "een keuze werd bewaard onder een willekeurig nummer dat zelf nergens staat, en zij is te bewijzen",
            "a choice was kept under a random number that itself stands nowhere, and it can be proved",
        ),
        failed: (
            "een keuze werd niet bewaard, of haar nummer stond in het register",
            "a choice was not kept, or its number stood in the register",
        ),
        common: (
            "bekeken, geen langer geldig dan het beleid zegt",
            "looked at, none valid for longer than the policy states",
        ),
        kept: (
            "Een keuze wordt onthouden zolang het beleid zegt, zonder u te volgen.",
            "A choice is remembered for as long as the policy states, without following you.",
        ),
        broken: (
            "Er zijn keuzes die langer gelden dan beloofd.",
            "There are choices that count for longer than promised.",
        ),
    };
    choices::judge(evidence, drill::CHOSEN, |it| it.register.too_long, &words, now)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table_with(
            "choice-remembered",
            &[],
            &[
                ("kept and proved", |_| {}, Verdict::Kept),
                (
                    "one counts for too long",
                    |e| e.choices.as_mut().unwrap().register.too_long = 1,
                    Verdict::Broken,
                ),
                ("the drill could not prove it", |e| sample::fail(e, drill::CHOSEN), Verdict::Broken),
                ("no drill", |e| sample::skip(e, drill::CHOSEN), Verdict::Unproven),
                ("nothing is asked here", |e| e.choices = None, Verdict::Unproven),
            ],
        );
    }
}
