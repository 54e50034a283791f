//! "close-is-refusal": closing the notice or clicking on is refusing (GDPR 4(11), CJEU C-673/17 Planet49).

use jiff::Timestamp;

use super::choices::{self, Words};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, drill};
use crate::promise::judgement::Judgement;

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let words = Words {
        passed: (
            "sluiten werd vastgelegd als weigeren, en een sluiting die iets toestond is geweigerd",
            "closing was recorded as refusing, and a closing that allowed something was refused",
        ),
        failed: ("sluiten telde niet als weigeren", "closing did not count as refusing"),
        common: ("bekeken; wie sloot, stond niets toe", "looked at; whoever closed allowed nothing"),
        kept: ("Sluiten is weigeren.", "Closing is refusing."),
        broken: (
            "Er zijn keuzes waarin sluiten iets toestond.",
            "There are choices in which closing allowed something.",
        ),
    };
    choices::judge(evidence, drill::CLOSED, |it| it.register.closed_allowing, &words, now)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table_with(
            "close-is-refusal",
            &[],
            &[
                ("closing refuses", |_| {}, Verdict::Kept),
                (
                    "somebody closed and something was allowed",
                    |e| e.choices.as_mut().unwrap().register.closed_allowing = 1,
                    Verdict::Broken,
                ),
                (
                    "a choice was altered",
                    |e| e.choices.as_mut().unwrap().register.attested -= 1,
                    Verdict::Broken,
                ),
                ("the drill saw it allow", |e| sample::fail(e, drill::CLOSED), Verdict::Broken),
                ("no drill", |e| sample::skip(e, drill::CLOSED), Verdict::Unproven),
                ("nothing is asked here", |e| e.choices = None, Verdict::Unproven),
                (
                    "looked at long ago",
                    |e| e.choices.as_mut().unwrap().at = sample::ago(60),
                    Verdict::Unproven,
                ),
            ],
        );
    }
}
