//! What remains of a request once it is closed: the register of handled requests (S86), in which nobody can be
//! recognised (S87). A row has no id, no address, no hash and no time of day; the dates are those on which
//! the organisation worked, and several requests share them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::clock::date_in;
use serde::{Deserialize, Serialize};

use crate::deadline::Deadline;
use crate::refusal::RefusalGround;
use crate::request::{Request, State};
use crate::right::{Channel, Right};

/// One row of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterRow {
    /// Which right.
    pub right: Right,
    /// How it came in.
    pub channel: Channel,
    /// The day it was received.
    pub received: Date,
    /// The last day for the answer.
    pub due: Date,
    /// The day it was closed.
    pub closed: Date,
    /// The systems that had a part in it, in order of their names.
    pub systems: Vec<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the term was extended.
    pub extended: bool,
    /// Whether it was closed in time.
    pub in_time: bool,
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// It was granted and answered.
    Answered,
    /// It was refused.
    Refused {
        /// On which ground.
        ground: RefusalGround,
    },
    /// The person took it back.
    Withdrawn,
}

impl Outcome {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused { .. } => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl RegisterRow {
    /// The row of a closed request; none while it is open. `deadline` is that of the request at its close.
    pub fn of(request: &Request, deadline: &Deadline, zone: &TimeZone) -> Option<Self> {
        let closed = request.state.closed_at()?;
        let outcome = match &request.state {
            State::Refused { ground, .. } => Outcome::Refused { ground: *ground },
            State::Withdrawn { .. } => Outcome::Withdrawn,
            _ => Outcome::Answered,
        };
        let mut systems = request.state.plan().map(|plan| plan.systems.clone()).unwrap_or_default();
        systems.sort();
        Some(Self {
            right: request.right,
            channel: request.channel,
            received: date_in(request.received, zone),
            due: deadline.effective,
            closed: date_in(closed, zone),
            systems,
            outcome,
            extended: request.extension.is_some(),
            in_time: !deadline.is_overdue(closed),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::{Promise, deadline};
    use crate::law::Law;
    use crate::lifecycle::samples;
    use kernel::calendar::{Calendar, Span};

    #[test]
    fn a_row_of_the_register_points_at_nobody() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let law = Law::embedded().unwrap();
        let calendar = Calendar::netherlands().unwrap();
        let promise = Promise { answer_within: Some(Span::days(30)), extension: None };
        let mut rows = 0;
        for (_, request) in samples::requests(Right::Erasure) {
            let rules = law.on(date_in(request.received, &zone)).unwrap();
            let due = deadline(&request.clocks(), &promise, rules, &calendar, &zone, samples::now());
            let Some(row) = RegisterRow::of(&request, &due, &zone) else {
                assert!(!request.state.is_closed());
                continue;
            };
            rows += 1;
            let json = serde_json::to_string(&row).unwrap();
            // Neither an id, a time of day, a free text nor the digest of a plan.
            for trace in
                [samples::other_request().to_string().as_str(), samples::REASONS, samples::DIGEST, "T"]
            {
                assert!(!json.contains(trace), "{json}");
            }
            assert_eq!(row.in_time, row.closed <= row.due);
        }
        assert_eq!(rows, 3);
    }

    #[test]
    fn a_late_answer_is_entered_as_late() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let law = Law::embedded().unwrap();
        let calendar = Calendar::netherlands().unwrap();
        let (_, mut request) =
            samples::requests(Right::Access).into_iter().find(|(name, _)| *name == "answered").unwrap();
        for (received, in_time) in [("2026-11-01T10:00+01", true), ("2026-01-01T10:00+01", false)] {
            request.received = received.parse().unwrap();
            let rules = law.on(date_in(request.received, &zone)).unwrap();
            let due =
                deadline(&request.clocks(), &Promise::default(), rules, &calendar, &zone, samples::now());
            assert_eq!(RegisterRow::of(&request, &due, &zone).unwrap().in_time, in_time, "{received}");
        }
    }
}
