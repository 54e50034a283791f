//! Just enough HTTP/1.1 for a test: one request a connection, everything remembered.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What somebody asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `GET /path`.
    pub line: String,
    /// The header lines, in lower case.
    pub headers: String,
    /// The body.
    pub body: String,
}

/// An answer.
pub struct Answer {
    /// Such as `200 OK`.
    pub status: &'static str,
    /// Header lines, each ending on `\r\n`.
    pub headers: String,
    /// The body.
    pub body: String,
}

/// A server with a memory.
#[derive(Clone)]
pub struct Server {
    /// `http://127.0.0.1:port`.
    pub home: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Starts one on a free port of `host`.
    ///
    /// # Errors
    /// When the address cannot be taken.
    pub async fn start<F>(host: &str, answer: F) -> Result<Self>
    where
        F: Fn(&Asked) -> Answer + Send + Sync + 'static,
    {
        let listener = TcpListener::bind((host, 0)).await.with_context(|| format!("listening on {host}"))?;
        let home = format!("http://{}", listener.local_addr()?);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&asked), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                tokio::spawn(async move {
                    // A browser opens connections ahead and drops them: that is no fault.
                    let _ = talk(stream, &log, &*answer).await;
                });
            }
        });
        Ok(Self { home, asked })
    }

    /// Everything asked so far.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The request lines so far.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.line).collect()
    }
}

async fn talk(
    mut stream: TcpStream,
    log: &Mutex<Vec<Asked>>,
    answer: &(dyn Fn(&Asked) -> Answer + Send + Sync),
) -> Result<()> {
    let mut bytes = Vec::new();
    let head = loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
    };
    let text = String::from_utf8_lossy(bytes.get(..head).unwrap_or_default()).into_owned();
    let (first, headers) = text.split_once("\r\n").unwrap_or((&text, ""));
    let headers = headers.to_lowercase();
    let length = headers
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .map_or(Ok(0), |length| length.trim().parse::<usize>())?;
    while bytes.len() < head + 4 + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            break;
        }
    }
    let body = String::from_utf8_lossy(bytes.get(head + 4..).unwrap_or_default()).into_owned();
    let line = first.rsplit_once(' ').map_or(first, |(line, _)| line).to_owned();
    let asked = Asked { line, headers, body };
    let Answer { status, headers, body } = answer(&asked);
    log.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await?;
    Ok(())
}
