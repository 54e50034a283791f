//! Choices of visitors: how many a second are durable and in the ledger, beside a POST of the same JSON to an endpoint
//! of the same server that does nothing; and whether ten million of them make the next one slower.
//!
//!     cargo xtask bench consent [--records N]
//!
//! The two endpoints are asked in turns over the same number of connections. Clients and server share the machine, as
//! they do for both sides. Each choice comes from another address, as choices do.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its standard streams")]

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use app::App;
use app::consents::offers;
use benches::http::{connect, exchange};
use benches::report::Goal;
use benches::{Report, Series, Stopwatch};
use consent::Offer;
use jiff::{SignedDuration, Timestamp};
use kernel::{Clock as _, SystemClock};
use ledger::{Event, EventKind, Salt};
use store::consents::ConsentRow;
use tokio::net::TcpListener;

/// Connections that send at the same time.
const CONNECTIONS: usize = 64;
/// Requests of one connection in one round, and rounds.
const REQUESTS: u64 = 250;
const ROUNDS: u32 = 7;
/// Choices of one filled batch.
const FILLED: i64 = 1_000;
/// The goals.
const SHARE: f64 = 50.0;
const P99_MS: f64 = 20.0;
const TIMES_EMPTY: f64 = 1.2;

static NUMBER: AtomicU64 = AtomicU64::new(1);

#[tokio::main]
async fn main() -> Result<()> {
    let records = records()?;
    let (empty, full) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let mut report = Report::new("consent");
    let one = House::open(empty.path()).await?;
    throughput(&one, "", &mut report).await?;
    let other = House::open(full.path()).await?;
    let time = Stopwatch::start();
    fill(&other, records).await?;
    report.figure(format!("{records} choices filled in"), time.read().as_secs_f64(), "s", None);
    let fresh = tempfile::tempdir()?;
    let fresh = House::open(fresh.path()).await?;
    latency(&fresh, &other, records, &mut report).await?;
    throughput(&other, &format!(", {records} choices there"), &mut report).await?;
    report.print();
    Ok(())
}

/// `--records N`: how many choices stand in the full store.
fn records() -> Result<i64> {
    let mut words = std::env::args().skip(1);
    match (words.next().as_deref(), words.next()) {
        (None, _) => Ok(10_000_000),
        (Some("--records"), Some(number)) => number.parse().context("--records takes a number"),
        _ => bail!("usage: consent [--records N]"),
    }
}

/// An installation that is served.
struct House {
    app: App,
    offer: Offer,
    port: u16,
}

impl House {
    async fn open(folder: &Path) -> Result<Self> {
        let app = benches::house::open(folder).await?;
        let offer = offers::current(&app).await?.offer.clone();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        // Clients say who they are in a header, as behind a proxy: each choice is of another visitor.
        let proxies: web::Proxies = "127.0.0.1".parse()?;
        tokio::spawn(web::serve(app.clone(), listener, proxies, std::future::pending()));
        Ok(Self { app, offer, port })
    }

    /// A choice that nobody made before, as the banner sends it.
    fn choice(&self) -> String {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let yes = |purpose: &str| purpose == "analytics" && number.is_multiple_of(3);
        let services: serde_json::Map<String, serde_json::Value> =
            self.offer.asking().map(|it| (it.id.clone(), yes(&it.purpose).into())).collect();
        let purposes: serde_json::Map<String, serde_json::Value> =
            self.offer.purposes.iter().map(|it| (it.id.clone(), yes(&it.id).into())).collect();
        let mixed = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        serde_json::json!({
            "id": format!("{mixed:032x}"), "edition": self.offer.hash, "at": SystemClock.now().to_string(),
            "language": "nl", "source": "second-layer", "control": "save", "gpc": false,
            "scope": "www.leskracht.nl", "purposes": purposes, "services": services,
        })
        .to_string()
    }

    fn request(&self, path: &str) -> String {
        let body = self.choice();
        let visitor = NUMBER.load(Ordering::Relaxed) & 0xff_ffff;
        let [_, a, b, c] = u32::try_from(visitor).unwrap_or_default().to_be_bytes();
        format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nx-forwarded-for: 10.{a}.{b}.{c}\r\n\
             origin: https://www.leskracht.nl\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    }
}

/// Both endpoints in turns, over many connections.
async fn throughput(house: &House, when: &str, report: &mut Report) -> Result<()> {
    let (mut nothing, mut recorded, mut waits) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (idle, _) = drive(house, "/api/v1/ping").await?;
        let (busy, took) = drive(house, "/api/v1/consents").await?;
        // The first round warms both up.
        if round > 0 {
            nothing.push(idle);
            recorded.push(busy);
            waits.extend(took);
        }
    }
    let (nothing, recorded) = (middle(&mut nothing), middle(&mut recorded));
    report.figure(format!("POSTs that do nothing{when}"), nothing, "/s", None);
    report.figure(format!("choices durable and in the ledger{when}"), recorded, "/s", None);
    let share = 100.0 * recorded / nothing.max(1.0);
    report.figure(format!("of it{when}"), share, "%", Some(Goal::AtLeast(SHARE)));
    waits.sort_by(f64::total_cmp);
    let p99 = waits.get(waits.len() * 99 / 100).copied().unwrap_or_default();
    report.figure(
        format!("the slowest of a hundred at that load{when}"),
        p99,
        "ms",
        Some(Goal::AtMost(P99_MS)),
    );
    Ok(())
}

fn middle(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// One round: requests a second, and how long each took in milliseconds.
async fn drive(house: &House, path: &str) -> Result<(f64, Vec<f64>)> {
    // What is sent is made before the clock runs.
    let work: Vec<Vec<String>> =
        (0..CONNECTIONS).map(|_| (0..REQUESTS).map(|_| house.request(path)).collect()).collect();
    let port = house.port;
    let time = Stopwatch::start();
    let clients = work.into_iter().map(|requests| {
        tokio::spawn(async move {
            let mut stream = connect(port).await?;
            let mut took = Vec::with_capacity(requests.len());
            for request in &requests {
                let time = Stopwatch::start();
                exchange(&mut stream, request).await?;
                took.push(time.read().as_secs_f64() * 1000.0);
            }
            anyhow::Ok(took)
        })
    });
    let mut waits = Vec::new();
    for client in futures_util::future::join_all(clients).await {
        waits.extend(client??);
    }
    let seconds = time.read().as_secs_f64();
    let sent = u32::try_from(waits.len()).unwrap_or(u32::MAX);
    Ok((f64::from(sent) / seconds, waits))
}

/// One choice after the other, in turns at an empty and at a full store.
async fn latency(empty: &House, full: &House, records: i64, report: &mut Report) -> Result<()> {
    let mut at_empty = connect(empty.port).await?;
    let mut at_full = connect(full.port).await?;
    let (mut by_hand, mut gestand) = (Series::default(), Series::default());
    for round in 0..400u32 {
        for (house, stream, series) in
            [(empty, &mut at_empty, &mut by_hand), (full, &mut at_full, &mut gestand)]
        {
            let request = house.request("/api/v1/consents");
            let time = Stopwatch::start();
            exchange(stream, &request).await?;
            let took: Duration = time.read();
            if round >= 20 {
                series.add(took);
            }
        }
    }
    let what = format!("one choice at a store of {records}, beside an empty one");
    report.compare(what, &by_hand, &gestand, TIMES_EMPTY);
    Ok(())
}

/// Fills a store with choices of the last half year, past the interface and in the shape that it writes.
async fn fill(house: &House, records: i64) -> Result<()> {
    let now = SystemClock.now();
    let app = &house.app;
    let mut tx = app.store().begin().await?;
    let text = house.offer.shown(kernel::Language::Nl);
    let shown = store::consents::keep_text(
        &mut tx,
        &app.deployment()?.edition.hash().to_string(),
        kernel::Language::Nl,
        &text.digest,
        &text.text,
    )
    .await?;
    tx.commit().await?;
    let leaves = vec![7; usize::try_from(FILLED)? * 32];
    let mut done = 0;
    while done < records {
        let mut tx = app.store().begin().await?;
        for _ in 0..20 {
            if done >= records {
                break;
            }
            let event = Event::new(EventKind::ConsentsRecorded, serde_json::json!({ "count": FILLED }))?;
            let entry = store::ledger::append(&mut tx, &event, &Salt([1; 32]), now).await?;
            let rows: Vec<ConsentRow> = (0..FILLED)
                .map(|place| row(now, records, done + place, entry, place, shown))
                .collect::<Result<_>>()?;
            store::consents::insert(&mut tx, &rows, entry, &leaves, &[]).await?;
            done += FILLED;
        }
        tx.commit().await?;
    }
    Ok(())
}

fn row(now: Timestamp, all: i64, number: i64, entry: u64, place: i64, shown: i64) -> Result<ConsentRow> {
    // The oldest first, over 180 days that end yesterday.
    let back = SignedDuration::from_secs(86_400 + (all - number) * 180 * 86_400 / all.max(1));
    let at = now.checked_sub(back)?;
    let spread = u128::try_from(number)?.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    Ok(ConsentRow {
        day: at.as_second() / 86_400,
        subject: format!("{spread:032x}{spread:032x}"),
        at,
        recorded_at: at,
        counts_until: at.checked_add(SignedDuration::from_hours(24 * 186))?,
        site: "www.leskracht.nl".into(),
        shown,
        layer: "second-layer".into(),
        control: "save".into(),
        gpc: false,
        purposes_allowed: "analytics".into(),
        purposes_refused: "marketing sharing".into(),
        services_allowed: "funnelview google-analytics".into(),
        services_refused: "facebook-video google-ads linkedin-insight meta-pixel".into(),
        batch: i64::try_from(entry)?,
        place,
        salt: spread.to_be_bytes().to_vec(),
    })
}
