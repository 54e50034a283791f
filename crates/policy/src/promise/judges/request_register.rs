//! "request-register": every closed request has its row in the register, and every row its entry in the ledger.

use jiff::Timestamp;

use super::{REQUESTS, ROWS, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, LedgerEvidence, RegisterEvidence, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some(ledger) = evidence.ledger.as_ref().filter(|ledger| is_fresh(ledger.at, now)) else {
        return nothing(
            "Het logboek is niet of te lang geleden nagerekend.",
            "The ledger was not verified, or too long ago.",
            "Een nagerekend logboek.",
            "A ledger that was verified.",
        );
    };
    if let Some(entry) = ledger.first_bad {
        let (nl, en) = (
            format!("regel {entry} van het logboek klopt niet"),
            format!("entry {entry} of the ledger does not verify"),
        );
        return Judgement::broken(
            text("Het logboek is niet ongeschonden.", "The ledger is not intact."),
            vec![EvidenceItem::new("ledger", nl, en).figure(entry).at(ledger.at)],
            text("Een logboek dat klopt.", "A ledger that verifies."),
        );
    }
    let Some(whole_at) = ledger.whole_at.filter(|at| is_fresh(*at, now)) else {
        return nothing(
            "Het hele logboek is te lang geleden nagerekend; alleen wat er sindsdien bij kwam is bekeken.",
            "The whole ledger was verified too long ago; only what came since was looked at.",
            "Een logboek dat helemaal is nagerekend.",
            "A ledger of which every entry was verified.",
        );
    };
    match evidence.register.as_ref().filter(|register| is_fresh(register.at, now)) {
        Some(register) => compared(register, ledger, whole_at),
        None => nothing(
            "Het register is niet of te lang geleden vergeleken.",
            "The register was not compared, or too long ago.",
            "Een vergelijking van register en verzoeken.",
            "A comparison of register and requests.",
        ),
    }
}

fn compared(register: &RegisterEvidence, ledger: &LedgerEvidence, whole_at: Timestamp) -> Judgement {
    let lacking = register.closed.saturating_sub(register.registered);
    let outside = register.registered.saturating_sub(register.in_ledger);
    let problems: Vec<EvidenceItem> = [
        REQUESTS.item("register", lacking, "zonder regel in het register", "without a row in the register"),
        ROWS.item("register", register.strays, "zonder afgehandeld verzoek", "without a closed request"),
        ROWS.item("register", outside, "zonder bewijs in het logboek", "without proof in the ledger"),
    ]
    .into_iter()
    .filter(|item| item.figure != Some(0))
    .map(|item| item.at(register.at))
    .collect();
    if !problems.is_empty() {
        return Judgement::broken(
            text("Het register is niet volledig.", "The register is not complete."),
            problems,
            text(
                "Een register met precies de afgehandelde verzoeken.",
                "A register with exactly the closed requests.",
            ),
        );
    }
    if register.closed == 0 {
        return nothing(
            "Er is nog geen verzoek afgehandeld.",
            "No request has been closed yet.",
            "Een afgehandeld verzoek of een oefening.",
            "A request that was closed, or a drill.",
        );
    }
    let (nl, en) =
        ("afgehandeld, elk met een regel in het register", "closed, each with a row in the register");
    let mut seen = vec![
        REQUESTS.item("register", register.closed, nl, en).at(register.at),
        ROWS.item("ledger", ledger.size, "van het logboek nagerekend", "of the ledger verified")
            .at(ledger.at),
    ];
    if whole_at < ledger.at {
        let (nl, en) = ("voor het laatst helemaal nagerekend", "verified as a whole for the last time");
        seen.push(EvidenceItem::new("ledger", nl, en).at(whole_at));
    }
    Judgement::kept(
        text(
            "Van elk afgehandeld verzoek staat een regel in het register.",
            "Every closed request has a row in the register.",
        ),
        seen,
        text(
            "Een verzoek zonder regel, of een logboek dat niet klopt.",
            "A request without a row, or a ledger that does not verify.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table(
            "request-register",
            &[
                ("complete", |_| {}, Verdict::Kept),
                ("a request without a row", |e| e.register.as_mut().unwrap().closed = 3, Verdict::Broken),
                ("a row without a request", |e| e.register.as_mut().unwrap().strays = 1, Verdict::Broken),
                ("a row outside the ledger", |e| e.register.as_mut().unwrap().in_ledger = 1, Verdict::Broken),
                ("a bad ledger", |e| e.ledger.as_mut().unwrap().first_bad = Some(7), Verdict::Broken),
                ("no ledger", |e| e.ledger = None, Verdict::Unproven),
                (
                    "the whole of it some days ago",
                    |e| e.ledger.as_mut().unwrap().whole_at = Some(sample::ago(6)),
                    Verdict::Kept,
                ),
                ("never the whole of it", |e| e.ledger.as_mut().unwrap().whole_at = None, Verdict::Unproven),
                (
                    "the whole of it too long ago",
                    |e| e.ledger.as_mut().unwrap().whole_at = Some(sample::ago(40)),
                    Verdict::Unproven,
                ),
                (
                    "an old comparison",
                    |e| e.register.as_mut().unwrap().at = sample::ago(32),
                    Verdict::Unproven,
                ),
                (
                    "nothing closed",
                    |e| {
                        let r = e.register.as_mut().unwrap();
                        (r.closed, r.registered, r.in_ledger) = (0, 0, 0);
                    },
                    Verdict::Unproven,
                ),
            ],
        );
    }
}
