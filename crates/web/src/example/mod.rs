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

use tokio::net::TcpListener;

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
