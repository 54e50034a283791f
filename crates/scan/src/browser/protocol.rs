//! The DevTools protocol: commands with their answers; whatever the browser says by itself goes to one listener at once.
//!
//! Nothing is kept here: a hostile page can make a browser talk without end. The listener runs where messages are read,
//! so that it may send commands to a frame before that frame has begun.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use super::BrowserError;
use crate::limits::ANSWER;

/// Something that the browser said by itself.
#[derive(Debug, Clone)]
pub struct Event {
    /// The session that it is about; none for the browser as a whole.
    pub session: Option<String>,
    /// What happened.
    pub method: String,
    /// The details.
    pub params: Value,
}

/// Whoever hears what a browser says by itself.
pub type Listener = Box<dyn Fn(&Connection, Event) + Send + Sync>;

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
}

impl Connection {
    /// Connects to the address that a browser printed.
    ///
    /// # Errors
    /// Nothing answers there.
    pub async fn open(address: &str, listener: Listener) -> Result<Self, BrowserError> {
        let limits =
            WebSocketConfig::default().max_message_size(Some(256 << 20)).max_frame_size(Some(256 << 20));
        let (socket, _) = tokio_tungstenite::connect_async_with_config(address, Some(limits), false)
            .await
            .map_err(|_| BrowserError::Silent)?;
        let (mut write, mut read) = socket.split();
        let (out, mut outgoing) = mpsc::unbounded_channel::<Message>();
        let connection = Self { out, shared: Arc::default() };
        tokio::spawn(async move {
            while let Some(message) = outgoing.recv().await {
                if write.send(message).await.is_err() {
                    return;
                }
            }
        });
        let heard = connection.clone();
        tokio::spawn(async move {
            while let Some(Ok(message)) = read.next().await {
                if let Message::Text(text) = message
                    && let Ok(value) = serde_json::from_str::<Value>(&text)
                {
                    heard.take(value, &listener);
                }
            }
            // The browser is gone: whoever waits for an answer is told by the closed channel.
            locked(&heard.shared.waiting).clear();
        });
        Ok(connection)
    }

    fn take(&self, mut value: Value, listener: &Listener) {
        if let Some(id) = value["id"].as_u64() {
            if let Some(waiting) = locked(&self.shared.waiting).remove(&id) {
                // Whoever waited may have given up.
                let _ = waiting.send(value);
            }
            return;
        }
        let event = Event {
            session: value["sessionId"].as_str().map(str::to_owned),
            method: value["method"].as_str().unwrap_or_default().to_owned(),
            params: value["params"].take(),
        };
        listener(self, event);
    }

    fn write(&self, session: Option<&str>, method: &str, params: &Value) -> u64 {
        let id = self.shared.sent.fetch_add(1, Ordering::Relaxed) + 1;
        let mut command = json!({ "id": id, "method": method, "params": params });
        if let (Some(session), Some(fields)) = (session, command.as_object_mut()) {
            fields.insert("sessionId".into(), session.into());
        }
        // A browser that is gone shows in the answer that never comes.
        let _ = self.out.send(Message::text(command.to_string()));
        id
    }

    /// Sends a command whose answer is of no interest.
    pub fn tell(&self, session: Option<&str>, method: &str, params: &Value) {
        self.write(session, method, params);
    }

    /// Sends a command and gives its answer.
    ///
    /// # Errors
    /// The browser refuses it, does not answer in time, or is gone.
    pub async fn ask(
        &self,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value, BrowserError> {
        self.ask_within(session, method, params, ANSWER).await
    }

    /// The same with another limit of time.
    ///
    /// # Errors
    /// As [`Connection::ask`].
    pub async fn ask_within(
        &self,
        session: Option<&str>,
        method: &str,
        params: Value,
        limit: Duration,
    ) -> Result<Value, BrowserError> {
        let (answer, answered) = oneshot::channel();
        let id = {
            // Under the lock, so that no answer comes before somebody waits for it.
            let mut waiting = locked(&self.shared.waiting);
            let id = self.write(session, method, &params);
            waiting.insert(id, answer);
            id
        };
        let answer = tokio::time::timeout(limit, answered).await;
        let mut answer = match answer {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => return Err(BrowserError::Gone),
            Err(_) => {
                locked(&self.shared.waiting).remove(&id);
                return Err(BrowserError::NoAnswer(method.to_owned()));
            }
        };
        match answer.get("error") {
            Some(error) => {
                let message = error["message"].as_str().unwrap_or_default();
                Err(BrowserError::Refused(format!("{method}: {message}")))
            }
            None => Ok(answer["result"].take()),
        }
    }
}

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
