//! The demo's example site: a supplier of teaching materials with a shop, courses and a page for pupils, and beside it
//! somebody else's server that behaves like the trackers that such sites use.
//!
//! Both are there to be looked at and to be scanned: the site gates its tags as any site would, the trackers do what
//! theirs do (set cookies, report visits, follow) and remember nothing but how often each address was asked for. The
//! two listen on addresses that are different sites to a browser. To add a page: a line in [`pages`]; to add a
//! tracker: a path in [`trackers`].

mod pages;
mod trackers;

use std::future::Future;
use std::net::Ipv4Addr;

use app::App;
use app::faces::{Example, Serving};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use scan::sites::StandIn;
use tokio::net::TcpListener;

use crate::limits::Proxies;

/// Where everything is.
#[derive(Debug, Clone)]
pub struct Places {
    /// Gestand: `http://127.0.0.1:8080`.
    pub gestand: String,
    /// The trackers: `http://127.0.0.2:8082`.
    pub trackers: String,
}

/// Serves both until `stop`.
///
/// # Errors
/// A listener fails.
pub async fn serve(
    places: Places,
    site: TcpListener,
    others: TcpListener,
    stop: impl Future<Output = ()> + Send + Clone + 'static,
) -> std::io::Result<()> {
    let site = axum::serve(site, pages::router(places)).with_graceful_shutdown(stop.clone());
    let others = axum::serve(others, trackers::router()).with_graceful_shutdown(stop);
    let (one, other) = futures_util::future::join(async { site.await }, async { others.await }).await;
    one.and(other)
}

/// What a visitor does here, as a script of a scan: fills the basket and sees it filled.
const STEPS: &str = include_str!("../../example/steps.toml");

/// Whose hosts the trackers' addresses stand for: what they begin with, and the host.
const STAND_INS: [(&str, &str); 6] = [
    ("ga", "google-analytics.com"),
    ("ads", "doubleclick.net"),
    ("meta", "facebook.com"),
    ("facebook", "facebook.com"),
    ("linkedin", "linkedin.com"),
    ("funnelview", "funnelview.example"),
];

/// Hands the example to the application, so that a scan can open it.
pub fn offer(app: &App) {
    app.show_example(open);
}

/// Opens the example for a scan: this Gestand, the site and the trackers, each on a port and an address of its own.
pub(crate) fn open(app: App) -> BoxFuture<'static, std::io::Result<Example>> {
    async move {
        let gestand = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        // Some machines have one loopback address only: then names make the difference.
        let (site, site_host) = beside([127, 0, 0, 3], "127.0.0.1").await?;
        let (trackers, their_host) = beside([127, 0, 0, 2], "localhost").await?;
        let port = |listener: &TcpListener| listener.local_addr().map(|it| it.port());
        let url = format!("http://{site_host}:{}", port(&site)?);
        let theirs = format!("http://{their_host}:{}", port(&trackers)?);
        let own = format!("http://127.0.0.1:{}", port(&gestand)?);
        let stand_ins = STAND_INS
            .map(|(path, host)| StandIn { prefix: format!("{theirs}/{path}/"), host: host.to_owned() });
        let places = Places { gestand: own.clone(), trackers: theirs };
        let pages = crate::router::router(app, Proxies::default())
            .into_make_service_with_connect_info::<std::net::SocketAddr>();
        let serving = Serving(vec![
            tokio::spawn(async move {
                if let Err(error) = axum::serve(gestand, pages).await {
                    tracing::warn!(%error, "the Gestand of the example stopped");
                }
            }),
            tokio::spawn(async move {
                if let Err(error) = serve(places, site, trackers, futures_util::future::pending()).await {
                    tracing::warn!(%error, "the example site stopped");
                }
            }),
        ]);
        Ok(Example { url, gestand: own, stand_ins: stand_ins.to_vec(), script: STEPS.to_owned(), serving })
    }
    .boxed()
}

/// A listener on this loopback address, or on the usual one under a name of its own.
async fn beside(address: [u8; 4], otherwise: &'static str) -> std::io::Result<(TcpListener, String)> {
    let address = Ipv4Addr::from(address);
    match TcpListener::bind((address, 0)).await {
        Ok(listener) => Ok((listener, address.to_string())),
        Err(_) => Ok((TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?, otherwise.to_owned())),
    }
}
