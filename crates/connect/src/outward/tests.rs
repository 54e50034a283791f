//! Real HTTP on this machine: what gets there, and what must not even be tried.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::stream;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use super::*;

fn here() -> Reach {
    Reach::with(vec!["127.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()])
}

fn parcel(to: &str, pieces: Vec<io::Result<Vec<u8>>>, bytes: u64) -> Parcel {
    Parcel {
        method: Method::PUT,
        to: to.parse().unwrap(),
        headers: vec![(http::header::CONTENT_TYPE, HeaderValue::from_static("application/zip"))],
        bytes,
        contents: Box::pin(stream::iter(pieces)),
        largest: 10_000_000,
        within: Duration::from_secs(5),
    }
}

/// A receiver that answers everything the same way, and what it was sent.
struct Receiver {
    at: String,
    calls: Arc<AtomicUsize>,
    got: Arc<Mutex<Vec<u8>>>,
}

async fn receiver(answer: &'static str) -> Receiver {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = format!("http://{}/in?key=a%2Fb", listener.local_addr().unwrap());
    let (calls, got) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (counted, kept) = (calls.clone(), got.clone());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let mut all = Vec::new();
            let mut piece = vec![0; 65_536];
            while !whole(&all) {
                match stream.read(&mut piece).await {
                    Ok(0) | Err(_) => break,
                    Ok(read) => all.extend_from_slice(&piece[..read]),
                }
            }
            *kept.lock().await = all;
            if answer == "never" {
                std::future::pending::<()>().await;
            }
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    Receiver { at, calls, got }
}

fn whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, _)) = text.split_once("\r\n\r\n") else { return false };
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    length.is_some_and(|length: usize| bytes.len() >= head.len() + 4 + length)
}

#[test]
fn only_https_and_only_what_may_be_reached_is_spoken_to() {
    use OutwardError::{Address, Private};
    let nobody = Reach::default();
    for (address, expected) in [
        ("https://receiver.example/in", None),
        ("https://receiver.example:8443/in?signature=x%2F", None),
        ("https://8.8.8.8/in", None),
        ("https://[2a00:1450::1]/in", None),
        ("http://receiver.example/in", Some(Address)),
        ("ftp://receiver.example/in", Some(Address)),
        ("file:///etc/passwd", Some(Address)),
        ("receiver.example", Some(Address)),
        ("", Some(Address)),
        ("https://somebody:secret@receiver.example/", Some(Address)),
        ("https://receiver.example/#part", Some(Address)),
        ("http://127.0.0.1/in", Some(Address)),
        ("https://127.0.0.1/in", Some(Private)),
        ("https://2130706433/in", Some(Private)),
        ("https://0x7f.1/in", Some(Private)),
        ("https://0.0.0.0/in", Some(Private)),
        ("https://10.1.2.3/in", Some(Private)),
        ("https://172.31.0.1/in", Some(Private)),
        ("https://192.168.1.1/in", Some(Private)),
        ("https://169.254.169.254/latest/meta-data", Some(Private)),
        ("https://100.64.0.1/in", Some(Private)),
        ("https://[::1]/in", Some(Private)),
        ("https://[::]/in", Some(Private)),
        ("https://[::ffff:127.0.0.1]/in", Some(Private)),
        ("https://[::ffff:a00:1]/in", Some(Private)),
        ("https://[fe80::1]/in", Some(Private)),
        ("https://[fc00::1]/in", Some(Private)),
        ("https://[64:ff9b::7f00:1]/in", Some(Private)),
        ("https://[2002:7f00:1::]/in", Some(Private)),
        ("https://[2001:db8::1]/in", Some(Private)),
        ("https://224.0.0.1/in", Some(Private)),
    ] {
        assert_eq!(check(address, &nobody).err(), expected, "{address}");
    }
    assert!(check(&format!("https://receiver.example/{}", "x".repeat(3_000)), &nobody).is_err());
    assert!(check("http://127.0.0.1:9/in", &here()).is_ok(), "this machine, where the operator names it");
    assert!(check("http://10.0.0.1/in", &Reach::with(vec!["10.0.0.0/8".parse().unwrap()])).is_err());
    assert!(check("https://10.0.0.1/in", &Reach::with(vec!["10.0.0.0/8".parse().unwrap()])).is_ok());
}

#[test]
fn every_network_of_the_table_is_one() {
    for text in NOT_PUBLIC {
        assert!(text.parse::<IpNet>().is_ok(), "{text}");
    }
}

#[tokio::test]
async fn what_arrives_is_what_was_sent_with_its_length_and_digest() {
    let receiver = receiver("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n").await;
    let pieces = vec![Ok(vec![1; 100_000]), Ok(vec![2; 50_000]), Ok(b"end".to_vec())];
    let receipt = send(parcel(&receiver.at, pieces, 150_003), &here()).await.unwrap();
    let got = receiver.got.lock().await.clone();
    let start = got.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let head = String::from_utf8_lossy(&got[..start]).to_lowercase();
    assert!(head.starts_with("put /in?key=a%2fb http/1.1\r\n"), "{head}");
    assert!(head.contains("content-length: 150003\r\n") && !head.contains("chunked"), "{head}");
    assert_eq!(receipt.sha256, hex::encode(Sha256::digest(&got[start..])));
    assert_eq!((receipt.status, receipt.bytes), (201, 150_003));
}

#[tokio::test]
async fn what_the_other_side_says_is_told_apart_and_never_followed() {
    use OutwardError::{Broken, Busy, Redirect, Refused};
    for (answer, expected) in [
        (
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/other\r\nContent-Length: 0\r\n\r\n",
            Redirect(302),
        ),
        ("HTTP/1.1 307 Temporary Redirect\r\nLocation: /in\r\nContent-Length: 0\r\n\r\n", Redirect(307)),
        ("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", Busy(500)),
        ("HTTP/1.1 429 Wait\r\nContent-Length: 0\r\n\r\n", Busy(429)),
        ("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", Refused(403)),
        ("nonsense", Broken),
        ("", Broken),
    ] {
        let receiver = receiver(answer).await;
        let sent = send(parcel(&receiver.at, vec![Ok(b"copy".to_vec())], 4), &here()).await;
        assert_eq!(sent.unwrap_err(), expected, "{answer:?}");
        assert_eq!(receiver.calls.load(Ordering::SeqCst), 1, "{answer:?} is called once");
    }
}

#[tokio::test]
async fn what_must_not_leave_does_not() {
    let receiver = receiver("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let piece = || vec![Ok(b"copy".to_vec())];
    // Not the public internet, unless the operator says so; not even through a name.
    let private = send(parcel(&receiver.at.replace("http:", "https:"), piece(), 4), &Reach::default()).await;
    assert_eq!(private.unwrap_err(), OutwardError::Private);
    let by_name = send(parcel("https://localhost:1/in", piece(), 4), &Reach::default()).await;
    assert_eq!(by_name.unwrap_err(), OutwardError::Private);
    let large = Parcel { largest: 3, ..parcel(&receiver.at, piece(), 4) };
    assert_eq!(send(large, &here()).await.unwrap_err(), OutwardError::Large);
    assert_eq!(receiver.calls.load(Ordering::SeqCst), 0, "nobody was called");
    // Half of it is never taken for the whole.
    let torn = vec![Ok(b"co".to_vec()), Err(io::ErrorKind::InvalidData.into())];
    assert_eq!(send(parcel(&receiver.at, torn, 4), &here()).await.unwrap_err(), OutwardError::Source);
}

#[tokio::test]
async fn whoever_never_answers_is_not_waited_for() {
    let receiver = receiver("never").await;
    let waits =
        Parcel { within: Duration::from_millis(200), ..parcel(&receiver.at, vec![Ok(b"copy".to_vec())], 4) };
    assert_eq!(send(waits, &here()).await.unwrap_err(), OutwardError::Slow);
}
