//! Sending something to an address that somebody gave: a person's copy to another provider, a status to whoever asked
//! for it.
//!
//! Whoever gives an address must not be able to make this machine knock where they cannot. So a name is looked up once,
//! every address that it has must be one of the public internet, and the connection goes to those very addresses.
//! Redirects are not followed, no proxy is used, only https is spoken, and size and time have an end. An operator who has
//! partners on networks of their own names those networks ([`Reach`]); plain http is spoken only to this very machine, and
//! only when that is named too.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use http::{HeaderName, HeaderValue, Method};
use http_body::{Body, Frame, SizeHint};
use ipnet::IpNet;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use url::{Host, Url};

use crate::http::transport::client_builder;

/// How long a connection may take, and a look-up of a name.
const CONNECT: Duration = Duration::from_secs(10);
/// The longest address.
const LONGEST: usize = 2_000;

/// What is not of the public internet (IANA's registries of special-purpose addresses, as of 2026), beside everything of
/// IPv6 that is not in 2000::/3.
const NOT_PUBLIC: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "2620:4f:8000::/48",
    "3fff::/20",
];

/// Which networks may be reached besides the public internet.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    own: Vec<IpNet>,
}

impl Reach {
    /// The public internet only.
    pub const fn public() -> Self {
        Self { own: Vec::new() }
    }

    /// The public internet and these networks.
    pub fn with(own: Vec<IpNet>) -> Self {
        Self { own }
    }

    /// Whether an address may be reached.
    pub fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.own.iter().any(|network| network.contains(&address)) || is_public(address)
    }
}

fn is_public(address: IpAddr) -> bool {
    static SPECIAL: OnceLock<Vec<IpNet>> = OnceLock::new();
    let special = SPECIAL.get_or_init(|| NOT_PUBLIC.iter().filter_map(|text| text.parse().ok()).collect());
    if special.iter().any(|network| network.contains(&address)) {
        return false;
    }
    match address {
        IpAddr::V4(_) => true,
        IpAddr::V6(address) => {
            let [first, ..] = address.segments();
            first & 0xe000 == 0x2000
        }
    }
}

/// Why something did not get there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutwardError {
    /// It is no address that is spoken to.
    #[error("the address is no https address without name, password or fragment")]
    Address,
    /// Its name has an address on a network that may not be reached.
    #[error("the address leads to a network that may not be reached")]
    Private,
    /// Nobody knows the name.
    #[error("the name of the address is not known")]
    Unknown,
    /// No connection could be made, or no safe one.
    #[error("no connection could be made")]
    Unreachable,
    /// The other side says that it is elsewhere.
    #[error("the other side sends us on to another address, and that is not followed")]
    Redirect(u16),
    /// The other side does not want it.
    #[error("the other side turned it down with status {0}")]
    Refused(u16),
    /// The other side cannot take it now.
    #[error("the other side cannot take it now: status {0}")]
    Busy(u16),
    /// It took too long.
    #[error("it took too long")]
    Slow,
    /// The connection broke before the other side said that it has it.
    #[error("the connection broke")]
    Broken,
    /// It is larger than what may be sent.
    #[error("it is too large to be sent")]
    Large,
    /// What was to be sent could not be read.
    #[error("what was to be sent could not be read")]
    Source,
}

impl OutwardError {
    /// Whether it may pass by itself.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Unknown | Self::Unreachable | Self::Busy(_) | Self::Slow | Self::Broken)
    }

    /// Its word, for records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Private => "private",
            Self::Unknown => "unknown",
            Self::Unreachable => "unreachable",
            Self::Redirect(_) => "redirect",
            Self::Refused(_) => "refused",
            Self::Busy(_) => "busy",
            Self::Slow => "slow",
            Self::Broken => "broken",
            Self::Large => "large",
            Self::Source => "source",
        }
    }

    /// What the other side answered, when it did.
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Redirect(status) | Self::Refused(status) | Self::Busy(status) => Some(status),
            _ => None,
        }
    }
}

/// An address that may be spoken to, as far as it can be seen without looking its name up.
///
/// # Errors
/// It is not https (plain http to this very machine, where that may be reached), names somebody, or is an address of a
/// network that may not be reached.
pub fn check(text: &str, reach: &Reach) -> Result<Url, OutwardError> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(OutwardError::Address);
    }
    let url = Url::parse(text).map_err(|_| OutwardError::Address)?;
    let literal = match url.host() {
        Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
        Some(Host::Domain(_)) => None,
        None => return Err(OutwardError::Address),
    };
    let local = literal.is_some_and(|address| address.to_canonical().is_loopback() && reach.allows(address));
    let spoken = url.scheme() == "https" || (url.scheme() == "http" && local);
    if !spoken || !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(OutwardError::Address);
    }
    if literal.is_some_and(|address| !reach.allows(address)) {
        return Err(OutwardError::Private);
    }
    Ok(url)
}

/// Something to send.
pub struct Parcel {
    /// PUT or POST.
    pub method: Method,
    /// Where to, checked.
    pub to: Url,
    /// What is said about it.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// How long it is, in bytes.
    pub bytes: u64,
    /// Its contents.
    pub contents: Pin<Box<dyn Stream<Item = io::Result<Vec<u8>>> + Send>>,
    /// How much may be sent, in bytes.
    pub largest: u64,
    /// How long the whole may take.
    pub within: Duration,
}

/// The other side has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What it answered.
    pub status: u16,
    /// How much was sent.
    pub bytes: u64,
    /// SHA-256 of what was sent, hexadecimal.
    pub sha256: String,
}

/// Sends something, once.
///
/// # Errors
/// It did not get there, or nobody knows whether it did.
pub async fn send(parcel: Parcel, reach: &Reach) -> Result<Receipt, OutwardError> {
    if parcel.bytes > parcel.largest {
        return Err(OutwardError::Large);
    }
    let within = parcel.within;
    tokio::time::timeout(within, send_now(parcel, reach)).await.map_err(|_| OutwardError::Slow)?
}

async fn send_now(parcel: Parcel, reach: &Reach) -> Result<Receipt, OutwardError> {
    let url = check(parcel.to.as_str(), reach)?;
    let mut builder = client_builder(CONNECT).map_err(|_| OutwardError::Unreachable)?;
    if let Some(Host::Domain(name)) = url.host() {
        let port = url.port_or_known_default().ok_or(OutwardError::Address)?;
        builder = builder.resolve_to_addrs(name, &look_up(name, port, reach).await?);
    }
    let client = builder.timeout(parcel.within).build().map_err(|_| OutwardError::Unreachable)?;
    // A few pieces at a time are in memory; the other side's pace is the pace of reading.
    let (sender, receiver) = mpsc::channel(2);
    let body = reqwest::Body::wrap(Pieces { receiver, left: parcel.bytes });
    let mut request = client.request(parcel.method, url).body(body);
    for (name, value) in parcel.headers {
        request = request.header(name, value);
    }
    let feed = feed(parcel.contents, sender, parcel.bytes);
    let mut response = pin!(request.send());
    let mut feed = pin!(feed);
    let mut fed = None;
    let answered = loop {
        tokio::select! {
            answered = &mut response => break answered,
            done = &mut feed, if fed.is_none() => fed = Some(done),
        }
    };
    let status = answered.map_err(|error| match &fed {
        Some(Err(source)) => *source,
        _ => broken(&error),
    });
    let status = status?.status();
    // The last byte may have been answered before the end of what is read was seen; who answered early takes no more.
    let fed = match fed {
        Some(fed) => fed?,
        None if status.is_success() => feed.await?,
        None => Fed::default(),
    };
    match status.as_u16() {
        200..=299 if fed.bytes == parcel.bytes => {
            Ok(Receipt { status: status.as_u16(), bytes: fed.bytes, sha256: fed.sha256 })
        }
        200..=299 => Err(OutwardError::Broken),
        300..=399 => Err(OutwardError::Redirect(status.as_u16())),
        408 | 425 | 429 | 500 | 502 | 503 | 504 => Err(OutwardError::Busy(status.as_u16())),
        other => Err(OutwardError::Refused(other)),
    }
}

/// Every address of a name, when every one may be reached: a name with one that may not is somebody's trick, or a
/// mistake.
async fn look_up(name: &str, port: u16, reach: &Reach) -> Result<Vec<SocketAddr>, OutwardError> {
    let found = tokio::time::timeout(CONNECT, tokio::net::lookup_host((name, port)));
    let found = found.await.map_err(|_| OutwardError::Unknown)?.map_err(|_| OutwardError::Unknown)?;
    let found: Vec<SocketAddr> = found.collect();
    if found.is_empty() {
        return Err(OutwardError::Unknown);
    }
    if found.iter().any(|address| !reach.allows(address.ip())) {
        return Err(OutwardError::Private);
    }
    Ok(found)
}

fn broken(error: &reqwest::Error) -> OutwardError {
    if error.is_timeout() {
        OutwardError::Slow
    } else if error.is_connect() {
        OutwardError::Unreachable
    } else {
        OutwardError::Broken
    }
}

#[derive(Default)]
struct Fed {
    bytes: u64,
    sha256: String,
}

/// Reads what is to be sent and hands it on, and says what it came to.
async fn feed(
    mut contents: Pin<Box<dyn Stream<Item = io::Result<Vec<u8>>> + Send>>,
    sender: mpsc::Sender<io::Result<Bytes>>,
    expected: u64,
) -> Result<Fed, OutwardError> {
    let (mut bytes, mut digest) = (0, Sha256::new());
    while let Some(piece) = contents.next().await {
        let read = piece.ok().filter(|piece| bytes + piece.len() as u64 <= expected);
        let Some(piece) = read else {
            // The other side must not take half of it for the whole.
            let _ = sender.send(Err(io::ErrorKind::InvalidData.into())).await;
            return Err(OutwardError::Source);
        };
        bytes += piece.len() as u64;
        digest.update(&piece);
        if sender.send(Ok(Bytes::from(piece))).await.is_err() {
            // Nobody takes it any more; what that means, the answer says.
            return Ok(Fed::default());
        }
    }
    Ok(Fed { bytes, sha256: hex::encode(digest.finalize()) })
}

/// The pieces as a body of known length.
struct Pieces {
    receiver: mpsc::Receiver<io::Result<Bytes>>,
    left: u64,
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let piece = std::task::ready!(self.receiver.poll_recv(context));
        if let Some(Ok(bytes)) = &piece {
            self.left = self.left.saturating_sub(bytes.len() as u64);
        }
        Poll::Ready(piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests;
