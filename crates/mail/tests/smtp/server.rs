//! A small SMTP server that insists on the dialogue of RFC 5321 and behaves in one way.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// How the server treats whoever connects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Manner {
    /// Takes the message.
    Accepts,
    /// Answers RCPT with this code.
    RefusesRecipient(u16),
    /// Answers the whole message with this code.
    RefusesMessage(u16),
    /// Wants a password and accepts none.
    RefusesPassword,
    /// Greets with this code instead of 220.
    Greets(u16),
    /// Hangs up at once.
    HangsUp,
    /// Hangs up after the message, before saying whether it was taken.
    HangsUpAfterMessage,
    /// Never says a word.
    IsSilent,
    /// Speaks something else.
    SpeaksHttp,
}

/// What the server got.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) message: String,
}

/// A running server.
pub(crate) struct Server {
    pub(crate) port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
    breaches: Arc<Mutex<Vec<String>>>,
    connections: Arc<Mutex<u32>>,
}

impl Server {
    pub(crate) async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server =
            Self { port, taken: Arc::default(), breaches: Arc::default(), connections: Arc::default() };
        let (taken, breaches, connections) =
            (server.taken.clone(), server.breaches.clone(), server.connections.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *connections.lock().unwrap() += 1;
                let dialogue = Dialogue::new(stream, manner, taken.clone(), breaches.clone());
                tokio::spawn(dialogue.hold());
            }
        });
        server
    }

    /// What was taken; fails when a client broke the rules of the dialogue.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        assert_eq!(*self.breaches.lock().unwrap(), Vec::<String>::new());
        self.taken.lock().unwrap().clone()
    }

    /// What was taken, whatever else the client said.
    pub(crate) fn taken_anyway(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    pub(crate) fn connections(&self) -> u32 {
        *self.connections.lock().unwrap()
    }
}

struct Dialogue {
    lines: BufReader<OwnedReadHalf>,
    out: OwnedWriteHalf,
    manner: Manner,
    current: Taken,
    taken: Arc<Mutex<Vec<Taken>>>,
    breaches: Arc<Mutex<Vec<String>>>,
}

impl Dialogue {
    fn new(
        stream: TcpStream,
        manner: Manner,
        taken: Arc<Mutex<Vec<Taken>>>,
        breaches: Arc<Mutex<Vec<String>>>,
    ) -> Self {
        let (read, out) = stream.into_split();
        Self { lines: BufReader::new(read), out, manner, current: Taken::default(), taken, breaches }
    }

    async fn say(&mut self, reply: &str) {
        // Whoever hung up does not hear it; that is theirs.
        let _ = self.out.write_all(format!("{reply}\r\n").as_bytes()).await;
    }

    /// The next line without its end; none when the other side hung up.
    async fn hear(&mut self) -> Option<String> {
        let mut line = String::new();
        if self.lines.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let Some(line) = line.strip_suffix("\r\n") else {
            self.breaches.lock().unwrap().push(format!("a line without CRLF: {line:?}"));
            return None;
        };
        Some(line.to_owned())
    }

    async fn hold(mut self) {
        match self.manner {
            Manner::HangsUp => return,
            Manner::IsSilent => {
                // Reads on and says nothing until the client gives up.
                while self.hear().await.is_some() {}
                return;
            }
            Manner::SpeaksHttp => {
                self.say("HTTP/1.1 400 Bad Request").await;
                return;
            }
            Manner::Greets(code) => self.say(&format!("{code} no mail here")).await,
            _ => self.say("220 mail.school.internal ESMTP").await,
        }
        while let Some(line) = self.hear().await {
            if !self.answer(&line).await {
                return;
            }
        }
    }

    /// Answers one command; false when the connection ends with it.
    async fn answer(&mut self, line: &str) -> bool {
        let verb = line.split([' ', ':']).next().unwrap_or("").to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" if self.manner == Manner::RefusesPassword => {
                self.say("250-mail.school.internal\r\n250 AUTH PLAIN LOGIN").await;
            }
            "EHLO" => self.say("250-mail.school.internal\r\n250 8BITMIME").await,
            "AUTH" => self.say("535 5.7.8 no such user els@school.internal").await,
            "MAIL" if self.current.from.is_empty() => {
                self.current.from = between(line);
                self.say("250 ok").await;
            }
            "RCPT" if !self.current.from.is_empty() => {
                if let Manner::RefusesRecipient(code) = self.manner {
                    self.say(&format!("{code} {} is unknown here", between(line))).await;
                } else {
                    self.current.to.push(between(line));
                    self.say("250 ok").await;
                }
            }
            "DATA" if !self.current.to.is_empty() => return self.take_message().await,
            "RSET" => {
                self.current = Taken::default();
                self.say("250 ok").await;
            }
            "QUIT" => {
                self.say("221 bye").await;
                return false;
            }
            _ => {
                self.breaches.lock().unwrap().push(format!("out of turn: {line}"));
                self.say("503 bad sequence of commands").await;
            }
        }
        true
    }

    async fn take_message(&mut self) -> bool {
        self.say("354 go on").await;
        loop {
            let Some(line) = self.hear().await else { return false };
            if line == "." {
                break;
            }
            self.current.message.push_str(line.strip_prefix('.').unwrap_or(&line));
            self.current.message.push('\n');
        }
        match self.manner {
            Manner::HangsUpAfterMessage => return false,
            Manner::RefusesMessage(code) => self.say(&format!("{code} not like this")).await,
            _ => {
                let taken = std::mem::take(&mut self.current);
                self.taken.lock().unwrap().push(taken);
                self.say("250 taken").await;
            }
        }
        true
    }
}

/// What stands between < and >.
fn between(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or_else(String::new, |(address, _)| address.to_owned())
}
