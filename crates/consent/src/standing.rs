//! What a choice is worth under the edition of today.
//!
//! A consent counts for a service only as long as what was agreed to is what is on offer now, and for the time that
//! the edition states. A refusal counts as long. What is over, or was never asked, is not known.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::offer::Offer;
use crate::record::Decisions;

/// What is known of a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Each of its services is allowed, on the terms of today.
    Allowed,
    /// At least one is refused.
    Refused,
    /// Nobody asked, it is too long ago, or more is wanted now than was agreed to.
    Unknown,
}

/// What the newest choice of somebody says for each purpose of `today`. `services` are its decisions and `then` what
/// was on offer when it was made at `at`.
pub fn standing(
    today: &Offer,
    then: &Offer,
    services: &Decisions,
    at: Timestamp,
    now: Timestamp,
) -> BTreeMap<String, Answer> {
    let life = SignedDuration::from_hours(24 * i64::from(today.memory.days));
    let over = now.duration_since(at) > life;
    let mut answers: BTreeMap<String, Answer> = BTreeMap::new();
    for service in today.asking() {
        let agreed = then.service(&service.id).filter(|it| it.terms == service.terms);
        let answer = match services.get(&service.id) {
            _ if over => Answer::Unknown,
            Some(false) => Answer::Refused,
            Some(true) if agreed.is_some() => Answer::Allowed,
            Some(true) | None => Answer::Unknown,
        };
        let purpose = answers.entry(service.purpose.clone()).or_insert(answer);
        // One refusal refuses the purpose; one that is not known leaves it open.
        *purpose = match (*purpose, answer) {
            (Answer::Refused, _) | (_, Answer::Refused) => Answer::Refused,
            (Answer::Unknown, _) | (_, Answer::Unknown) => Answer::Unknown,
            (Answer::Allowed, Answer::Allowed) => Answer::Allowed,
        };
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offer::Kind;
    use crate::offer::tests::{offer, service};
    use crate::record::Record;

    /// What it shows, what was decided, how many days later, what the edition changed, and the two answers.
    type Case<'c> = (&'c str, &'c Decisions, i64, &'c dyn Fn(&mut Offer), [Answer; 2]);

    #[test]
    fn a_consent_counts_on_the_terms_and_for_the_time_that_were_agreed() {
        let at: Timestamp = "2026-01-10T12:00:00Z".parse().unwrap();
        let after = |days: i64| at + SignedDuration::from_hours(24 * days);
        let yes = Record::decisions("ga funnel meta", "");
        let some = Record::decisions("ga", "funnel meta");
        let wider = |it: &mut Offer| it.services[1].terms = "ga-2".into();
        let more = |it: &mut Offer| {
            it.services.push(service("matomo", "analytics", Kind::Analytics, false));
        };
        let cases: [Case<'_>; 6] = [
            ("as it was", &yes, 1, &|_| (), [Answer::Allowed, Answer::Allowed]),
            ("on its last day", &yes, 183, &|_| (), [Answer::Allowed, Answer::Allowed]),
            ("a day later", &yes, 184, &|_| (), [Answer::Unknown, Answer::Unknown]),
            ("more is wanted of one", &yes, 1, &wider, [Answer::Unknown, Answer::Allowed]),
            ("a service came", &yes, 1, &more, [Answer::Unknown, Answer::Allowed]),
            ("in part", &some, 1, &wider, [Answer::Refused, Answer::Refused]),
        ];
        for (name, services, days, change, expected) in cases {
            let mut today = offer();
            change(&mut today);
            let answers = standing(&today, &offer(), services, at, after(days));
            let found = [answers["analytics"], answers["marketing"]];
            assert_eq!(found, expected, "{name}");
        }
    }
}
