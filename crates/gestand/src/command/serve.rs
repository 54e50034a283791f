//! `gestand serve` and `gestand work`.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context as _, Result};
use app::{App, editions, work as worker};
use kernel::Actor;
use tokio::net::TcpListener;
use web::Proxies;

use crate::args::Place;
use crate::command::policy::report;
use crate::exit::Code;
use crate::memory;
use crate::open;
use crate::output::Format;

pub async fn run(
    place: &Place,
    listen: SocketAddr,
    policy: Option<&Path>,
    proxies: Proxies,
    no_work: bool,
) -> Result<Code> {
    // A wrong policy folder never starts a server.
    let edition = match policy.map(editions::compile).transpose() {
        Ok(edition) => edition,
        Err(refused) => {
            report(&refused, Format::Table)?;
            return Ok(Code::Finding);
        }
    };
    let app = open::open(place).await?;
    if let Some(edition) = edition
        && let Err(refused) = editions::publish(&app, &Actor::Operator, &edition, false).await
    {
        report(&refused, Format::Table)?;
        return Ok(Code::Finding);
    }
    app.deployment()?;
    let listener = listen_on(listen).await?;
    println!("Gestand serves on http://{}, reached as {}", listener.local_addr()?, app.config().base_url);
    serve(app, listener, proxies, !no_work).await?;
    Ok(Code::Good)
}

pub async fn work(place: &Place) -> Result<Code> {
    let app = open::open(place).await?;
    app.deployment()?;
    println!("Gestand works. Ctrl-C ends it after what is under way.");
    let small = tokio::spawn(memory::stay_small());
    worker::work(app, stopped()).await;
    small.abort();
    Ok(Code::Good)
}

/// Takes the address, or says who may have it.
pub async fn listen_on(listen: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(listen).await.with_context(|| {
        format!("{listen} cannot be listened on: another program may use it, so try another port")
    })
}

/// Serves pages, and works, until the process is told to stop.
pub async fn serve(app: App, listener: TcpListener, proxies: Proxies, with_work: bool) -> Result<()> {
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let wait = |mut stopping: tokio::sync::watch::Receiver<bool>| async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let worker = with_work.then(|| tokio::spawn(worker::work(app.clone(), wait(stopping.clone()))));
    let pages = tokio::spawn(web::serve(app, listener, proxies, wait(stopping)));
    let small = tokio::spawn(memory::stay_small());
    stopped().await;
    small.abort();
    let _ = stop.send(true);
    pages.await??;
    if let Some(worker) = worker {
        worker.await?;
    }
    Ok(())
}

async fn stopped() {
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
