//! How long and how much, at most. A page that never ends, floods or hangs is left with what was seen of it.

use std::time::Duration;

/// The bounds of a scan. The defaults fit a site of some dozens of pages.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// One page, from going there until it is left.
    pub page: Duration,
    /// One state, all its pages.
    pub state: Duration,
    /// Everything.
    pub scan: Duration,
    /// How long nothing may be asked for until a page counts as settled.
    pub quiet: Duration,
    /// Pages a state visits.
    pub pages: usize,
    /// Messages of the browser about one page; more are not listened to.
    pub events: usize,
    /// Things of one kind that are written down per state (cookies, keys, requests).
    pub things: usize,
    /// Frames, workers and windows of one page that are looked into; more stay paused.
    pub frames: usize,
    /// States that are looked at side by side.
    pub beside: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page: Duration::from_secs(20),
            state: Duration::from_mins(5),
            scan: Duration::from_mins(30),
            quiet: Duration::from_millis(350),
            pages: 25,
            events: 20_000,
            things: 2_000,
            frames: 60,
            beside: 3,
        }
    }
}

/// A command that the browser has not answered by then will not be answered.
pub(crate) const ANSWER: Duration = Duration::from_secs(8);
/// How long a browser may take to start.
pub(crate) const START: Duration = Duration::from_secs(30);
/// How long a banner may take to appear after a page has settled, and to go after a choice.
pub(crate) const BANNER: Duration = Duration::from_secs(2);
