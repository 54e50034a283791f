//! How often one client may ask for a sign-in code, try one, or send a choice.
//!
//! A code works for one address and is dead after five wrong tries (`app::signin`); what is limited here is
//! somebody who goes through many addresses. The answer is given before the form is read, so it is the same,
//! in the same time, for addresses that are known and for those that are not.
//!
//! Guesses at passwords and codes of one account are counted in the database (`app::accounts::tries`), by account, client
//! and browser, so that a flood does not shut the owner out.
//!
//! A client is its network address: of IPv6 the first 64 bits, which is what one household gets. The address
//! is kept in memory only, and forgotten within two minutes of the moment from which the client may do
//! everything again: some ten minutes after it was here last. A school whose staff share one address must be
//! able to sign in together, so the numbers are wide.
//!
//! To limit another form: a variant of [`Gate`] with its [`Quota`], and `.behind(…)` at its route.

mod programs;
mod proxies;

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use app::programs::Program;
use axum::http::request::Parts;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use programs::Turns;
pub use proxies::{Proxies, ProxyError};

/// What is limited, each on its own count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Asking for a code.
    AskCode,
    /// Trying a code.
    TryCode,
    /// Sending a choice.
    Choose,
    /// Asking for the proofs of choices.
    AskReceipt,
    /// Asking for a document to print: setting one takes a while.
    Paper,
}

impl Gate {
    /// 30 codes at once and three more a minute; twice as many tries, because people mistype. A school of hundreds
    /// behind one address chooses in the same minute, so choices have room.
    fn quota(self) -> Quota {
        let (at_once, a_minute) = match self {
            Self::AskCode => (30, 3),
            Self::TryCode => (60, 6),
            Self::Choose => (600, 300),
            Self::AskReceipt => (60, 30),
            Self::Paper => (20, 10),
        };
        Quota::per_minute(at_least_one(a_minute)).allow_burst(at_least_one(at_once))
    }
}

fn at_least_one(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)
}

/// How often everybody has been at the gates of late.
pub(crate) struct Limits {
    asked: Counter,
    tried: Counter,
    chosen: Counter,
    receipts: Counter,
    papers: Counter,
    programs: Turns,
    proxies: Proxies,
    clock: AppClock,
}

impl std::fmt::Debug for Limits {
    // The counts are by address, so nothing of them is shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits").field("proxies", &self.proxies).finish_non_exhaustive()
    }
}

type Counter = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, AppClock, NoOpMiddleware<Duration>>;

impl Limits {
    /// Nobody has been here yet. `proxies` may say who the client is.
    pub(crate) fn new(app: &App, proxies: Proxies) -> Arc<Self> {
        let clock = AppClock(app.clone());
        let counter = |gate: Gate| Counter::hashmap_with_clock(gate.quota(), clock.clone());
        Arc::new(Self {
            asked: counter(Gate::AskCode),
            tried: counter(Gate::TryCode),
            chosen: counter(Gate::Choose),
            receipts: counter(Gate::AskReceipt),
            papers: counter(Gate::Paper),
            programs: Turns::default(),
            proxies,
            clock,
        })
    }

    /// The address that a request comes from.
    pub(crate) fn address(&self, parts: &Parts) -> IpAddr {
        self.proxies.client(parts)
    }

    /// The client that a request is counted as.
    pub(crate) fn client(&self, parts: &Parts) -> IpAddr {
        household(self.proxies.client(parts))
    }

    /// Counts a client at a gate; when it has been there too often, gives how long it must wait.
    pub(crate) fn pass(&self, gate: Gate, parts: &Parts) -> Result<(), Duration> {
        let counter = match gate {
            Gate::AskCode => &self.asked,
            Gate::TryCode => &self.tried,
            Gate::Choose => &self.chosen,
            Gate::AskReceipt => &self.receipts,
            Gate::Paper => &self.papers,
        };
        counter
            .check_key(&household(self.proxies.client(parts)))
            .map_err(|until| until.wait_time_from(self.clock.now()))
    }

    /// Counts a program's request; when it has made too many this minute, gives how long it must wait.
    pub(crate) fn pass_program(&self, program: &Program) -> Result<(), Duration> {
        self.programs.take(program.id, program.per_minute, self.clock.now())
    }

    /// Forgets the addresses of those who may do everything again.
    pub(crate) fn forget(&self) {
        for counter in [&self.asked, &self.tried, &self.chosen, &self.receipts, &self.papers] {
            counter.retain_recent();
            counter.shrink_to_fit();
        }
    }

    /// How many addresses are kept at the moment.
    #[cfg(test)]
    pub(crate) fn kept(&self) -> usize {
        self.asked.len() + self.tried.len() + self.chosen.len() + self.receipts.len() + self.papers.len()
    }
}

/// The part of an address that is one client.
fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// The application's clock as the counters read it, so that tests can turn it.
#[derive(Clone)]
struct AppClock(App);

impl Clock for AppClock {
    /// Since 1970, UTC.
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.now().as_microsecond()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_one_client_whatever_address_of_it_is_used() {
        for (one, other, same) in [
            ("203.0.113.7", "203.0.113.7", true),
            ("203.0.113.7", "203.0.113.8", false),
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
        ] {
            let household = |text: &str| household(text.parse().expect("an address"));
            assert_eq!(household(one) == household(other), same, "{one} {other}");
        }
    }
}
