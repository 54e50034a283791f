//! `gestand serve` and `gestand work`.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use app::accounts::Settings;
use app::accounts::settings::Provider;
use app::{App, editions, work as worker};
use kernel::Actor;
use tokio::net::TcpListener;
use web::Proxies;

use crate::args::{AccessArguments, Place};
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
    access: &AccessArguments,
    no_work: bool,
) -> Result<Code> {
    let access = settings(access)?;
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
    app.set_access(access);
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

/// From where and how staff come in. A file that is not there, or a service at an address that cannot be right, is told
/// now and not to the first who signs in.
pub fn settings(given: &AccessArguments) -> Result<Settings> {
    if let Some(file) = given.countries.as_ref().filter(|file| !file.is_file()) {
        bail!("{} is no file: give --countries a MaxMind DB file, or leave it out", file.display());
    }
    let service = match (&given.sso_issuer, &given.sso_client) {
        (Some(issuer), Some(client)) => {
            let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
            if !issuer.starts_with("https://") && !local.iter().any(|start| issuer.starts_with(start)) {
                bail!("the sign-in service must be reached by https");
            }
            let secret = given.sso_secret_file.as_ref().map(|file| {
                std::fs::read_to_string(file)
                    .with_context(|| format!("{} cannot be read", file.display()))
                    .map(|secret| secret.trim().to_owned())
            });
            Some(Provider {
                issuer: issuer.clone(),
                client: client.clone(),
                secret: secret.transpose()?,
                demands: given.sso_demand.clone(),
            })
        }
        (Some(_), None) => bail!("give --sso-client as well: what the sign-in service knows us by"),
        (None, _) => None,
    };
    Ok(Settings { countries: given.countries.clone(), own_networks: given.own_networks.clone(), service })
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
