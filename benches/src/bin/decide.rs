//! Decisions: in process about somebody who is known already, and over HTTP beside an endpoint of the same server that
//! does nothing.
//!
//!     cargo xtask bench decide [--people N]
//!
//! The two endpoints are asked in turns, so that whatever else the machine does hits both: over one connection each, where
//! waiting for the next thread to wake up counts most, and over sixteen, where the work of the server counts.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its standard streams")]

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use app::App;
use app::decision::Inquiry;
use app::programs::{self, Scope};
use benches::report::Goal;
use benches::{Report, Series, Stopwatch, http};
use inventory::Identity;
use kernel::Actor;
use policy::decision::Channel;
use tokio::net::{TcpListener, TcpStream};

/// Decisions in one measured round, and rounds.
const IN_A_ROUND: u32 = 20_000;
const ROUNDS: u32 = 15;
/// Requests over HTTP of each kind in one measured round, on each connection.
const REQUESTS: u32 = 500;
/// Connections that ask at the same time, in the rounds that keep the server busy.
const CONNECTIONS: u32 = 16;
/// The goals.
const MICROSECONDS: f64 = 2.0;
const TIMES_NOTHING: f64 = 1.5;

#[tokio::main]
async fn main() -> Result<()> {
    let people = people()?;
    let folder = tempfile::tempdir()?;
    let app = benches::house::open(folder.path()).await?;
    let mut report = Report::new("decide");
    in_process(&app, people, &mut report).await?;
    over_http(&app, &mut report).await?;
    report.print();
    Ok(())
}

/// `--people N`: how many people are asked about in turns.
fn people() -> Result<u32> {
    let mut words = std::env::args().skip(1);
    match (words.next().as_deref(), words.next()) {
        (None, _) => Ok(1_000),
        (Some("--people"), Some(number)) => number.parse().context("--people takes a number"),
        _ => bail!("usage: decide [--people N]"),
    }
}

fn inquiry(person: u32) -> Inquiry {
    let identity = Identity::new("email", format!("person{person}@school.example"));
    let categories = vec!["name".to_owned(), "email".to_owned()];
    Inquiry { channel: Some(Channel::Mail), ..Inquiry::new(identity, "school-contacts", categories) }
}

/// One question at a time, and a batch of a thousand, about people who are known already.
async fn in_process(app: &App, people: u32, report: &mut Report) -> Result<()> {
    let inquiries: Vec<Inquiry> = (0..people.max(1)).map(inquiry).collect();
    let warm = app.decisions().ask(app, &Actor::Worker, &inquiries).await?;
    ensure!(warm.iter().all(|answer| answer.allow), "the example's policy should allow this");
    let (mut single, mut batch) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let time = Stopwatch::start();
        for inquiry in inquiries.iter().cycle().take(IN_A_ROUND as usize) {
            app.decisions().ask(app, &Actor::Worker, std::slice::from_ref(inquiry)).await?;
        }
        single.push(time.read().as_secs_f64() * 1e6 / f64::from(IN_A_ROUND));
        let time = Stopwatch::start();
        let mut asked = 0;
        while asked < IN_A_ROUND {
            app.decisions().ask(app, &Actor::Worker, &inquiries).await?;
            asked += people.max(1);
        }
        batch.push(time.read().as_secs_f64() * 1e6 / f64::from(asked));
    }
    for (what, mut times, goal) in [
        ("one decision about a warm subject", single, Some(Goal::AtMost(MICROSECONDS))),
        ("the same, in a batch of all people", batch, Some(Goal::AtMost(MICROSECONDS))),
    ] {
        times.sort_by(f64::total_cmp);
        let (Some(least), Some(most)) = (times.first(), times.last()) else { continue };
        let what = format!("{what} ({least:.2}\u{2013}{most:.2})");
        report.figure(what, times.get(times.len() / 2).copied().unwrap_or_default(), "\u{b5}s", goal);
    }
    Ok(())
}

/// The endpoint beside one that does nothing, over connections that stay open.
async fn over_http(app: &App, report: &mut Report) -> Result<()> {
    let key = programs::create(app, &Actor::Operator, "bench", &[Scope::Decide], 10_000_000).await?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let port = listener.local_addr()?.port();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(web::serve(app.clone(), listener, web::Proxies::default(), async move {
        let _ = stopped.await;
    }));
    let body = serde_json::json!({ "questions": [{
        "identity": { "kind": "email", "value": "person1@school.example" },
        "purpose": "school-contacts", "categories": ["name", "email"], "channel": "mail",
    }] })
    .to_string();
    let nothing = format!("GET /api/v1/ping HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n");
    let decision = format!(
        "POST /api/v1/decisions HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        key.secret,
        body.len()
    );
    for (what, connections) in [
        ("one HTTP request, beside one that does nothing".to_owned(), 1),
        (format!("HTTP requests over {CONNECTIONS} connections at once, each"), CONNECTIONS),
    ] {
        let (mut ping, mut ask) = (connect(port, connections).await?, connect(port, connections).await?);
        let (mut by_hand, mut gestand) = (Series::default(), Series::default());
        for round in 0..=ROUNDS {
            let idle = exchanges(&mut ping, &nothing).await?;
            let decided = exchanges(&mut ask, &decision).await?;
            // The first round warms both up.
            if round > 0 {
                by_hand.add(idle);
                gestand.add(decided);
            }
        }
        report.compare(what, &by_hand, &gestand, TIMES_NOTHING);
    }
    let _ = stop.send(());
    serving.await??;
    Ok(())
}

async fn connect(port: u16, connections: u32) -> Result<Vec<TcpStream>> {
    let mut streams = Vec::new();
    for _ in 0..connections {
        streams.push(http::connect(port).await?);
    }
    Ok(streams)
}

/// The time of one exchange, when every connection does [`REQUESTS`] of them one after another.
async fn exchanges(streams: &mut [TcpStream], request: &str) -> Result<Duration> {
    let time = Stopwatch::start();
    let connections = u32::try_from(streams.len()).unwrap_or(u32::MAX);
    let all = streams.iter_mut().map(async |stream| {
        for _ in 0..REQUESTS {
            http::exchange(stream, request).await?;
        }
        anyhow::Ok(())
    });
    futures_util::future::try_join_all(all).await?;
    Ok(time.read() / (REQUESTS * connections.max(1)))
}
