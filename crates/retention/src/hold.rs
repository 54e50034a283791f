//! Reasons that keep data which an erasure would otherwise take. A hold always says why, because the person
//! is told (S30, S87); several holds on the same data end with the last of them.

use jiff::civil::Date;
use kernel::Text;
use serde::{Deserialize, Serialize};

/// A reason to keep data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "hold", rename_all = "kebab-case")]
pub enum Hold {
    /// A retention term still runs (GDPR art. 17(3)(b), or the policy's own choice).
    Term {
        /// The term's id in the policy's facts.
        term: String,
        /// Why the term exists, as the person reads it.
        reason: Text,
        /// The legal provision that demands it, if one does.
        law: Option<String>,
        /// First day on which the data may go; none while the term has not begun.
        until: Option<Date>,
    },
    /// The data are needed for a legal claim (art. 17(3)(e)). Ends when somebody lifts it, never by itself.
    Claim {
        /// Why, without naming anybody.
        reason: Text,
        /// Since when.
        since: Date,
        /// The day on which somebody looks again whether it is still needed.
        review_by: Date,
    },
    /// The person asked to restrict rather than erase (art. 18(1)(b) and (c)). Ends when the person is told
    /// that it is lifted (art. 18(3)).
    Restriction {
        /// Since when.
        since: Date,
    },
}

/// When data under holds may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "until", content = "date", rename_all = "kebab-case")]
pub enum Until {
    /// Nothing holds them.
    Now,
    /// From this day on.
    Date(Date),
    /// Not before something happens that has no date.
    Open,
}

impl Hold {
    /// The first day on which this hold no longer keeps the data; none when that day is not known.
    pub fn until(&self) -> Option<Date> {
        match self {
            Self::Term { until, .. } => *until,
            Self::Claim { .. } | Self::Restriction { .. } => None,
        }
    }

    /// Whether it keeps the data on `today`.
    pub fn keeps_on(&self, today: Date) -> bool {
        self.until().is_none_or(|until| today < until)
    }

    /// Whether somebody should look on `today` if it is still needed.
    pub fn review_due(&self, today: Date) -> bool {
        matches!(self, Self::Claim { review_by, .. } if *review_by <= today)
    }
}

/// When data under all of `holds` may go, seen on `today`: with the last of them.
pub fn until<'a>(holds: impl IntoIterator<Item = &'a Hold>, today: Date) -> Until {
    holds.into_iter().filter(|hold| hold.keeps_on(today)).fold(Until::Now, |latest, hold| {
        match (latest, hold.until()) {
            (Until::Open, _) | (_, None) => Until::Open,
            (Until::Now, Some(date)) => Until::Date(date),
            (Until::Date(known), Some(date)) => Until::Date(known.max(date)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn term(until: Option<Date>) -> Hold {
        Hold::Term { term: "invoices".into(), reason: Text::same("fiscal"), law: None, until }
    }

    #[test]
    fn data_go_with_the_last_hold() {
        let today = date(2026, 11, 22);
        let past = term(Some(today));
        let soon = term(Some(date(2027, 1, 1)));
        let late = term(Some(date(2034, 1, 1)));
        let open = term(None);
        let restricted = Hold::Restriction { since: today };
        for (holds, expected) in [
            (vec![], Until::Now),
            (vec![&past], Until::Now),
            (vec![&past, &soon], Until::Date(date(2027, 1, 1))),
            (vec![&late, &soon], Until::Date(date(2034, 1, 1))),
            (vec![&late, &open, &soon], Until::Open),
            (vec![&restricted], Until::Open),
        ] {
            assert_eq!(until(holds.clone(), today), expected, "{holds:?}");
        }
    }

    #[test]
    fn a_claim_holds_until_it_is_lifted_and_asks_to_be_looked_at() {
        let claim = Hold::Claim {
            reason: Text::same("dispute"),
            since: date(2026, 1, 1),
            review_by: date(2026, 7, 1),
        };
        assert!(claim.keeps_on(date(2040, 1, 1)));
        assert!(!claim.review_due(date(2026, 6, 30)));
        assert!(claim.review_due(date(2026, 7, 1)));
    }

    #[test]
    fn holds_survive_being_stored() {
        for hold in [
            term(Some(date(2034, 1, 1))),
            Hold::Claim { reason: Text::same("x"), since: date(2026, 1, 1), review_by: date(2026, 7, 1) },
            Hold::Restriction { since: date(2026, 1, 1) },
        ] {
            let json = serde_json::to_string(&hold).unwrap();
            assert_eq!(serde_json::from_str::<Hold>(&json).unwrap(), hold);
        }
    }
}
