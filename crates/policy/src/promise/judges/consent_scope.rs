//! "consent-scope": a consent holds only for the site named.

use jiff::Timestamp;

use super::choices::{self, Words};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, drill};
use crate::promise::judgement::Judgement;

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let words = Words {
        passed: (
            "een keuze voor een andere site is geweigerd, en er bleef niets van over",
            "a choice for another site was refused, and nothing of it stayed",
        ),
        failed: ("een keuze voor een andere site werd aangenomen", "a choice for another site was taken"),
        common: (
            "bekeken, elk voor een site die het beleid noemt",
            "looked at, each for a site that the policy names",
        ),
        kept: ("Een keuze geldt voor één genoemde site.", "A choice holds for one site that is named."),
        broken: (
            "Er zijn keuzes voor een site die het beleid niet noemt.",
            "There are choices for a site that the policy does not name.",
        ),
    };
    choices::judge(evidence, drill::SCOPED, |it| it.register.elsewhere, &words, now)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table_with(
            "consent-scope",
            &[],
            &[
                ("every choice is of a site that is named", |_| {}, Verdict::Kept),
                (
                    "one is of another site",
                    |e| e.choices.as_mut().unwrap().register.elsewhere = 1,
                    Verdict::Broken,
                ),
                ("the drill got one in", |e| sample::fail(e, drill::SCOPED), Verdict::Broken),
                ("no drill", |e| sample::skip(e, drill::SCOPED), Verdict::Unproven),
                ("nothing is asked here", |e| e.choices = None, Verdict::Unproven),
            ],
        );
    }
}
