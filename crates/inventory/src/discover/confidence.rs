//! How sure a proposal is, in hundredths.

use serde::Serialize;

/// Between 0 (no sign of it) and 100 (certain). Whole numbers, so that a draft is the same on every machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Confidence(u8);

impl Confidence {
    /// Nothing speaks for it.
    pub const NONE: Self = Self(0);
    /// From here on a column is proposed as personal.
    pub const PERSONAL: Self = Self(50);
    /// From here on somebody should look, even though it is proposed as not personal.
    pub const DOUBT: Self = Self(30);

    /// Hundredths; more than 100 is 100.
    pub fn percent(value: usize) -> Self {
        Self(u8::try_from(value.min(100)).unwrap_or(100))
    }

    /// The hundredths.
    pub fn value(self) -> u8 {
        self.0
    }

    /// Two independent signs of the same thing: surer than either, never certain because of doubts alone.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let doubt = (100 - usize::from(self.0)) * (100 - usize::from(other.0)) / 100;
        Self::percent(100 - doubt)
    }

    /// Part of it: `share` hundredths.
    #[must_use]
    pub fn times(self, share: usize) -> Self {
        Self::percent(usize::from(self.0) * share.min(100) / 100)
    }

    /// A little less sure.
    #[must_use]
    pub fn minus(self, hundredths: u8) -> Self {
        Self(self.0.saturating_sub(hundredths))
    }
}

impl std::fmt::Display for Confidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 == 100 { f.write_str("1.00") } else { write!(f, "0.{:02}", self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::Confidence;

    #[test]
    fn signs_add_up_and_stay_between_none_and_certain() {
        for (one, other, both) in [(0, 0, 0), (50, 50, 75), (90, 90, 99), (100, 0, 100), (0, 40, 40)] {
            let sum = Confidence::percent(one).and(Confidence::percent(other));
            assert_eq!(sum, Confidence::percent(both), "{one} and {other}");
        }
        assert_eq!(Confidence::percent(250), Confidence::percent(100));
        assert_eq!(Confidence::percent(80).times(50), Confidence::percent(40));
        assert_eq!(Confidence::percent(7).to_string(), "0.07");
        assert_eq!(Confidence::percent(100).to_string(), "1.00");
    }
}
