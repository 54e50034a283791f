//! When to try again. Pure, and without chance: the work of one queue is not a crowd that must be spread.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How patiently something is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// Wait after the first failure, in seconds; each further one doubles it.
    pub first_seconds: u32,
    /// Longest wait, in seconds.
    pub longest_seconds: u32,
    /// Failures after which a person is told, while trying goes on.
    pub alarm_after: u32,
    /// Failures after which it is given up.
    pub attempts: u32,
}

impl Default for Retry {
    /// From ten seconds to an hour; the desk says so from the third failure on; given up after about four
    /// days, when a person must look.
    fn default() -> Self {
        Self { first_seconds: 10, longest_seconds: 3600, alarm_after: 3, attempts: 100 }
    }
}

/// What kind of failure it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// It may pass: a server that is down, slow or read-only for now.
    Retryable,
    /// It will not pass by itself: another schema than the map says, a constraint, a wrong password.
    Final,
}

/// What to do after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// Try again.
    Again {
        /// Not before.
        at: Timestamp,
        /// Tell a person meanwhile.
        alarm: bool,
    },
    /// Leave it to a person.
    GiveUp,
}

impl Retry {
    /// What to do at `now` after `failures` failures in a row, of which the last was a `failure`.
    pub fn after(&self, failures: u32, failure: Failure, now: Timestamp) -> Verdict {
        if failure == Failure::Final || failures >= self.attempts {
            return Verdict::GiveUp;
        }
        let doublings = failures.saturating_sub(1).min(31);
        let seconds = u64::from(self.first_seconds) << doublings;
        let wait = seconds.min(u64::from(self.longest_seconds));
        let wait = SignedDuration::from_secs(i64::try_from(wait).unwrap_or(i64::MAX));
        let at = now.checked_add(wait).unwrap_or(Timestamp::MAX);
        Verdict::Again { at, alarm: failures >= self.alarm_after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let retry = Retry { first_seconds: 10, longest_seconds: 60, alarm_after: 3, attempts: 6 };
        let now = Timestamp::UNIX_EPOCH;
        for (failures, seconds, alarm) in
            [(0, 10, false), (1, 10, false), (2, 20, false), (3, 40, true), (4, 60, true), (5, 60, true)]
        {
            let at = Timestamp::from_second(seconds).unwrap();
            assert_eq!(
                retry.after(failures, Failure::Retryable, now),
                Verdict::Again { at, alarm },
                "{failures}"
            );
        }
        assert_eq!(retry.after(6, Failure::Retryable, now), Verdict::GiveUp);
        assert_eq!(retry.after(1, Failure::Final, now), Verdict::GiveUp);
    }

    proptest! {
        #[test]
        fn a_wait_is_never_shorter_than_the_one_before(failures in 1u32..200, first in 1u32..1000, longest in 1u32..100_000) {
            let retry = Retry { first_seconds: first, longest_seconds: longest.max(first), alarm_after: 3, attempts: 1000 };
            let now = Timestamp::UNIX_EPOCH;
            let wait = |failures| match retry.after(failures, Failure::Retryable, now) {
                Verdict::Again { at, .. } => at,
                Verdict::GiveUp => unreachable!("fewer failures than attempts"),
            };
            prop_assert!(wait(failures) <= wait(failures + 1));
            prop_assert!(wait(failures + 1).as_second() <= i64::from(retry.longest_seconds));
        }
    }
}
