//! "answers-to-known-address": an answer with data is only to be had behind a sign-in with the known address.

use jiff::Timestamp;

use super::{ANSWERS, counted, drill_failed, drill_item, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Delivery, DrillResult, Evidence, RequestRow, drill};
use crate::promise::judgement::{Judgement, text};

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let answered: Vec<&RequestRow> = counted(evidence, now).filter(|row| row.answered.is_some()).collect();
    let count =
        |delivery: Option<Delivery>| figure(answered.iter().filter(|row| row.delivery == delivery).count());
    let elsewhere = count(Some(Delivery::Elsewhere));
    if elsewhere > 0 {
        let (nl, en) = ("naar een adres dat niet bekend was", "to an address that was not known");
        return Judgement::broken(
            text(
                "Een antwoord ging naar een ander dan het bekende adres.",
                "An answer went to another than the known address.",
            ),
            vec![ANSWERS.item("delivery", elsewhere, nl, en)],
            text(
                "Een jaar waarin elk antwoord naar het bekende adres ging.",
                "A year in which every answer went to the known address.",
            ),
        );
    }
    let drilled = evidence.drilled(drill::DELIVERY, now);
    if let DrillResult::Failed(at) = drilled {
        return drill_failed(
            at,
            "het antwoord was zonder aanmelden te krijgen",
            "the answer was to be had without a sign-in",
        );
    }
    if count(None) > 0 {
        return nothing(
            "Van een antwoord is niet vastgelegd hoe het is bezorgd.",
            "For an answer it is not recorded how it was delivered.",
            "Een vastgelegde bezorging bij elk antwoord.",
            "A recorded delivery for every answer.",
        );
    }
    let last = answered.iter().filter_map(|row| row.answered).max().unwrap_or(now);
    shown(
        count(Some(Delivery::SignInKnownAddress)),
        count(Some(Delivery::AfterIdentification)),
        drilled,
        last,
    )
}

fn shown(signed_in: u64, identified: u64, drilled: DrillResult, last: Timestamp) -> Judgement {
    let mut items = Vec::new();
    if signed_in > 0 {
        let (nl, en) = ("achter aanmelden met het bekende adres", "behind a sign-in with the known address");
        items.push(ANSWERS.item("delivery", signed_in, nl, en).at(last));
    }
    if let DrillResult::Passed(at) = drilled {
        items.push(drill_item(
            at,
            "zonder aanmelden geweigerd, met aanmelden gegeven",
            "refused without a sign-in, given with it",
        ));
    }
    if items.is_empty() {
        return nothing(
            "Er is nog geen antwoord bezorgd.",
            "No answer has been delivered yet.",
            "Een bezorgd antwoord of een oefening.",
            "An answer that was delivered, or a drill.",
        );
    }
    if identified > 0 {
        items.push(ANSWERS.item(
            "delivery",
            identified,
            "elders, na legitimatie",
            "elsewhere, after identification",
        ));
    }
    Judgement::kept(
        text(
            "Geen antwoord was te krijgen zonder aanmelden met het bekende adres.",
            "No answer was to be had without a sign-in with the known address.",
        ),
        items,
        text("Een antwoord naar een ander adres.", "An answer to another address."),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table(
            "answers-to-known-address",
            &[
                ("behind a sign-in", |_| {}, Verdict::Kept),
                ("elsewhere", |e| e.requests[0].delivery = Some(Delivery::Elsewhere), Verdict::Broken),
                ("not recorded", |e| e.requests[0].delivery = None, Verdict::Unproven),
                ("nothing delivered", |e| e.requests.clear(), Verdict::Unproven),
                (
                    "one after identification",
                    |e| e.requests[0].delivery = Some(Delivery::AfterIdentification),
                    Verdict::Kept,
                ),
                (
                    "only confirmations",
                    |e| e.requests.iter_mut().for_each(|r| r.delivery = Some(Delivery::NoticeKnownAddress)),
                    Verdict::Unproven,
                ),
                (
                    "only a drill",
                    |e| {
                        e.requests.clear();
                        e.drill = sample::drill(drill::DELIVERY, true, 3);
                    },
                    Verdict::Kept,
                ),
                (
                    "a drill that failed",
                    |e| e.drill = sample::drill(drill::DELIVERY, false, 3),
                    Verdict::Broken,
                ),
            ],
        );
    }
}
