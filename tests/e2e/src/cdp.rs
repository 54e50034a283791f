//! The DevTools protocol: commands with their answers, and a log of everything the browser said.
//!
//! Events are kept in order and never dropped. Whoever waits for one takes a [`Connection::mark`] first, then
//! does what causes it, then waits from the mark on: so none is missed, however fast it came.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result, anyhow};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use crate::within;

/// Something the browser said by itself.
#[derive(Debug, Clone)]
pub struct Event {
    /// The session (tab) that it is about; none for the browser as a whole.
    pub session: Option<String>,
    /// What happened, such as `Page.loadEventFired`.
    pub method: String,
    /// The details.
    pub params: Value,
}

/// A connection to one browser.
#[derive(Clone)]
pub struct Connection {
    out: mpsc::UnboundedSender<Message>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    sent: AtomicU64,
    waiting: Mutex<HashMap<u64, oneshot::Sender<Value>>>,
    events: Mutex<Vec<Event>>,
    arrived: Notify,
}

impl Connection {
    /// Connects to the address that a browser printed.
    ///
    /// # Errors
    /// When nothing answers there.
    pub async fn open(address: &str) -> Result<Self> {
        let limits = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let (socket, _) = tokio_tungstenite::connect_async_with_config(address, Some(limits), false)
            .await
            .context("the browser does not answer on its own address")?;
        let (mut write, mut read) = socket.split();
        let (out, mut outgoing) = mpsc::unbounded_channel::<Message>();
        let shared = Arc::new(Shared::default());
        tokio::spawn(async move {
            while let Some(message) = outgoing.recv().await {
                if write.send(message).await.is_err() {
                    return;
                }
            }
        });
        let heard = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Some(Ok(message)) = read.next().await {
                if let Message::Text(text) = message
                    && let Ok(value) = serde_json::from_str::<Value>(&text)
                {
                    heard.take(value);
                }
            }
            // The browser is gone: everybody who waits for an answer is told by the closed channel.
            locked(&heard.waiting).clear();
        });
        Ok(Self { out, shared })
    }

    /// Sends a command to a session, or to the browser, and gives its answer.
    ///
    /// # Errors
    /// What the browser says is wrong, or that it is gone.
    pub async fn send(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value> {
        let id = self.shared.sent.fetch_add(1, Ordering::Relaxed) + 1;
        let mut command = json!({ "id": id, "method": method, "params": params });
        if let (Some(session), Some(fields)) = (session, command.as_object_mut()) {
            fields.insert("sessionId".into(), session.into());
        }
        let (answer, answered) = oneshot::channel();
        locked(&self.shared.waiting).insert(id, answer);
        self.out.send(Message::text(command.to_string())).map_err(|_| anyhow!("the browser is gone"))?;
        let mut answer = within::bound(method, async {
            answered.await.map_err(|_| anyhow!("the browser ended before it answered"))
        })
        .await?;
        match answer.get("error") {
            Some(error) => Err(anyhow!("{method}: {error}")),
            None => Ok(answer["result"].take()),
        }
    }

    /// How many events there are by now: where to wait from.
    pub fn mark(&self) -> usize {
        locked(&self.shared.events).len()
    }

    /// All events so far.
    pub fn events(&self) -> Vec<Event> {
        locked(&self.shared.events).clone()
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
                let arrived = self.shared.arrived.notified();
                tokio::pin!(arrived);
                arrived.as_mut().enable();
                let fresh: Vec<Event> = locked(&self.shared.events).iter().skip(next).cloned().collect();
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

impl Shared {
    fn take(&self, mut value: Value) {
        if let Some(id) = value["id"].as_u64() {
            if let Some(waiting) = locked(&self.waiting).remove(&id) {
                // Nobody waits any more when a test gave up; its own error says so.
                let _ = waiting.send(value);
            }
            return;
        }
        let event = Event {
            session: value["sessionId"].as_str().map(str::to_owned),
            method: value["method"].as_str().unwrap_or_default().to_owned(),
            params: value["params"].take(),
        };
        locked(&self.events).push(event);
        self.arrived.notify_waiters();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
