//! A site of a test's own, on a loopback address of its own: to a browser each address is another site.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// What a path answers.
pub enum Answer {
    /// Status, headers and body.
    Plain(&'static str, String, Vec<u8>),
    /// 404.
    Missing,
    /// Nothing, ever.
    Never,
}

impl Answer {
    pub fn page(body: &str) -> Self {
        let html = format!("<!doctype html><html lang=en><title>t</title><body>{body}</body></html>");
        Self::Plain("200 OK", "content-type: text/html\r\n".to_owned(), html.into_bytes())
    }

    pub fn script(body: &str) -> Self {
        Self::Plain("200 OK", "content-type: text/javascript\r\n".to_owned(), body.as_bytes().to_vec())
    }

    pub fn to(path: &str) -> Self {
        Self::Plain("302 Found", format!("location: {path}\r\n"), vec![])
    }

    pub fn file() -> Self {
        let head = "content-type: application/octet-stream\r\ncontent-disposition: attachment\r\n";
        Self::Plain("200 OK", head.to_owned(), vec![0; 1000])
    }

    pub fn pixel(cookie: &str) -> Self {
        let head = format!("content-type: image/svg+xml\r\nset-cookie: {cookie}\r\n");
        Self::Plain("200 OK", head, b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec())
    }
}

/// A running site.
pub struct Site {
    pub url: String,
    pub host: String,
    pub asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// Serves until the test ends.
    pub async fn serve(address: [u8; 4], answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((std::net::Ipv4Addr::from(address), 0)).await.unwrap();
        let local = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (answer, heard) = (Arc::new(answer), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (answer, heard) = (Arc::clone(&answer), Arc::clone(&heard));
                tokio::spawn(async move {
                    let mut bytes = vec![0; 16_384];
                    let Ok(length) = stream.read(&mut bytes).await else { return };
                    let text = String::from_utf8_lossy(&bytes[..length]).into_owned();
                    let path = text.split(' ').nth(1).unwrap_or("/").to_owned();
                    {
                        let mut heard = heard.lock().unwrap();
                        if heard.len() < 1_000 {
                            heard.push(text);
                        }
                    }
                    let (status, head, body) = match answer(&path) {
                        Answer::Plain(status, head, body) => (status, head, body),
                        Answer::Missing => ("404 Not Found", String::new(), vec![]),
                        Answer::Never => {
                            tokio::time::sleep(std::time::Duration::from_mins(10)).await;
                            return;
                        }
                    };
                    let head = format!(
                        "HTTP/1.1 {status}\r\n{head}content-length: {}\r\nconnection: close\r\n\r\n",
                        body.len()
                    );
                    // The browser may have gone.
                    let _ = stream.write_all(head.as_bytes()).await;
                    let _ = stream.write_all(&body).await;
                });
            }
        });
        Self { url: format!("http://{local}/"), host: local.ip().to_string(), asked }
    }

    /// What was asked, with its headers.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}
