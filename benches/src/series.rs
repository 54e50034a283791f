//! Times of the same piece of work, repeated.

use std::time::{Duration, Instant};

use serde::Serialize;

/// Measures the wall time of one piece of work.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    #[expect(clippy::disallowed_methods, reason = "measuring wall time is what a benchmark is for")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How long it has been running.
    pub fn read(self) -> Duration {
        self.0.elapsed()
    }
}

/// Repeated times, in milliseconds.
#[derive(Debug, Clone, Default)]
pub struct Series(Vec<f64>);

/// A series in a few figures, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Summary {
    /// How often it was measured.
    pub times: usize,
    /// The middle one.
    pub median: f64,
    /// The shortest.
    pub min: f64,
    /// The longest.
    pub max: f64,
}

impl Series {
    /// Adds a time.
    pub fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1000.0);
    }

    /// The series in a few figures; zeros when nothing was measured.
    pub fn summary(&self) -> Summary {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |place: usize| sorted.get(place).copied().unwrap_or_default();
        let times = sorted.len();
        Summary { times, median: at(times / 2), min: at(0), max: at(times.saturating_sub(1)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_not_moved_by_one_long_time() {
        let mut series = Series::default();
        for millis in [3, 1, 2, 900, 2] {
            series.add(Duration::from_millis(millis));
        }
        let summary = series.summary();
        assert_eq!((summary.times, summary.median, summary.min, summary.max), (5, 2.0, 1.0, 900.0));
    }
}
