//! The DevTools protocol: commands with their answers, and a log of everything the browser said.
//!
//! Events are kept in order and never dropped. Whoever waits for one takes a [`Connection::mark`] first, then
//! does what causes it, then waits from the mark on: so none is missed, however fast it came.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
pub use scan::browser::protocol::Event;
use serde_json::Value;
use tokio::sync::Notify;

use crate::within;

/// A connection to one browser.
#[derive(Clone)]
pub struct Connection {
    to: scan::browser::protocol::Connection,
    heard: Arc<Heard>,
}

#[derive(Default)]
struct Heard {
    events: Mutex<Vec<Event>>,
    arrived: Notify,
}

impl Connection {
    /// Connects to the address that a browser printed.
    ///
    /// # Errors
    /// When nothing answers there.
    pub async fn open(address: &str) -> Result<Self> {
        let heard = Arc::<Heard>::default();
        let ears = Arc::clone(&heard);
        let listener = Box::new(move |_: &_, event| {
            locked(&ears.events).push(event);
            ears.arrived.notify_waiters();
        });
        let to = scan::browser::protocol::Connection::open(address, listener).await?;
        Ok(Self { to, heard })
    }

    /// Sends a command to a session, or to the browser, and gives its answer.
    ///
    /// # Errors
    /// What the browser says is wrong, or that it is gone.
    pub async fn send(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value> {
        Ok(self.to.ask_within(session, method, params, within::BOUND).await?)
    }

    /// How many events there are by now: where to wait from.
    pub fn mark(&self) -> usize {
        locked(&self.heard.events).len()
    }

    /// All events so far.
    pub fn events(&self) -> Vec<Event> {
        locked(&self.heard.events).clone()
    }

    /// The first event since `mark` in which `seen` finds what it looks for.
    ///
    /// # Errors
    /// When none comes.
    pub async fn wait<T>(
        &self,
        what: &str,
        mark: usize,
        mut seen: impl FnMut(&Event) -> Option<T>,
    ) -> Result<T> {
        let mut next = mark;
        within::bound(what, async {
            loop {
                let arrived = self.heard.arrived.notified();
                tokio::pin!(arrived);
                arrived.as_mut().enable();
                let fresh: Vec<Event> = locked(&self.heard.events).iter().skip(next).cloned().collect();
                next += fresh.len();
                if let Some(found) = fresh.iter().find_map(&mut seen) {
                    return Ok(found);
                }
                arrived.await;
            }
        })
        .await
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
