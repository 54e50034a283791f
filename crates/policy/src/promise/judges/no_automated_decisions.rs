//! "no-automated-decisions": no computer decides about people alone (GDPR 22). That something is nowhere done no system
//! shows, so somebody looks at how decisions are taken and stands for it; a human who would not look again when asked
//! speaks against it.

use jiff::Timestamp;

use super::{attested, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::Evidence;
use crate::promise::judgement::{Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some(item) = attested(evidence, context, now) else {
        return nothing(
            "Niemand heeft nagegaan en ondertekend dat er geen computer alleen beslist.",
            "Nobody has looked and signed that no computer decides alone.",
            "Een verklaring van iemand die nakeek hoe besluiten vallen.",
            "An attestation of somebody who looked at how decisions are taken.",
        );
    };
    Judgement::kept(
        text(
            "Iemand ging na hoe besluiten vallen en staat ervoor in dat een mens beslist.",
            "Somebody looked at how decisions are taken and stands for it that a human decides.",
        ),
        vec![item],
        text(
            "Een verklaring die verloopt of wordt ingetrokken.",
            "An attestation that runs out or is withdrawn.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table_with(
            "no-automated-decisions",
            &[],
            &[
                ("nobody looked", |_| {}, Verdict::Unproven),
                ("somebody stands for it", |e| sample::attest(e, 30, -300), Verdict::Kept),
                ("it ran out", |e| sample::attest(e, 300, 1), Verdict::Unproven),
                (
                    "about another clause",
                    |e| {
                        sample::attest(e, 30, -300);
                        e.attestations[0].clause = "S0".into();
                    },
                    Verdict::Unproven,
                ),
            ],
        );
    }
}
