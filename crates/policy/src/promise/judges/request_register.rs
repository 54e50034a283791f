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
    match evidence.register.as_ref().filter(|register| is_fresh(register.at, now)) {
        Some(register) => compared(register, ledger),
        None => nothing(
            "Het register is niet of te lang geleden vergeleken.",
            "The register was not compared, or too long ago.",
            "Een vergelijking van register en verzoeken.",
            "A comparison of register and requests.",
        ),
    }
}

fn compared(register: &RegisterEvidence, ledger: &LedgerEvidence) -> Judgement {
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
    Judgement::kept(
        text(
            "Van elk afgehandeld verzoek staat een regel in het register.",
            "Every closed request has a row in the register.",
        ),
        vec![
            REQUESTS.item("register", register.closed, nl, en).at(register.at),
            ROWS.item("ledger", ledger.size, "van het logboek nagerekend", "of the ledger verified")
                .at(ledger.at),
        ],
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
