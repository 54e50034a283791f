//! The router: the table of routes, each behind its guard, in the layers that hold for all.

use std::any::Any;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use axum::Router;
use axum::http::{Method, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::failure::{self, Failure};
use crate::limits::{Limits, Proxies};
use crate::routes::{Audience, Post, table};
use crate::{guard, headers};

/// A page that takes longer is given up; a download has begun by then and is not cut off.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often the addresses of clients who may do everything again are forgotten.
const FORGETTING: Duration = Duration::from_mins(1);

/// Every face of an application. `proxies` may say who a client is.
pub fn router(app: App, proxies: Proxies) -> Router {
    let limits = Limits::new(&app, proxies);
    routed(app, &limits)
}

/// The same, with the counts of the gates in the caller's hands.
pub(crate) fn routed(app: App, limits: &Arc<Limits>) -> Router {
    let mut router = Router::new();
    for route in table() {
        let post = Post {
            app: app.clone(),
            audience: route.audience,
            changes: route.method == Method::POST
                && !matches!(route.audience, Audience::Program(_) | Audience::Open)
                && !route.from_anywhere,
            in_language: route.path.starts_with("/{lang}"),
            gate: route.gate,
            limits: Arc::clone(limits),
        };
        let guarded: MethodRouter<App> =
            route.handler.layer(middleware::from_fn_with_state(post, guard::stand));
        router = router.route(route.path, guarded.layer(RequestBodyLimitLayer::new(route.body)));
    }
    dressed(router, app)
}

/// The layers that hold for every route, and for what is no route.
pub(crate) fn dressed(router: Router<App>, app: App) -> Router {
    let compressed = SizeAbove::new(512)
        .and(NotForContentType::const_new("application/zip"))
        .and(NotForContentType::const_new("font/"));
    router
        .fallback(|| async { Failure::not_found() })
        .layer(CatchPanicLayer::custom(fallen))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(middleware::from_fn_with_state(app.clone(), failure::present))
        .layer(middleware::from_fn_with_state(app.clone(), headers::add))
        .layer(CompressionLayer::new().compress_when(compressed))
        .with_state(app)
}

/// A panic in a handler is a fault of ours; the process and everybody else's pages go on. The panic's own
/// words stay out of the log: they may quote what was being handled.
fn fallen(_: Box<dyn Any + Send>) -> Response {
    Failure::internal("a handler panicked").into_response()
}

/// Serves the faces on `listener` until `stop`. `proxies` may say who a client is.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: App,
    listener: tokio::net::TcpListener,
    proxies: Proxies,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let limits = Limits::new(&app, proxies);
    let service = routed(app, &limits).into_make_service_with_connect_info::<SocketAddr>();
    let forgetting = tokio::spawn(async move {
        let mut turn = tokio::time::interval(FORGETTING);
        loop {
            turn.tick().await;
            limits.forget();
        }
    });
    let served = axum::serve(listener, service).with_graceful_shutdown(stop).await;
    forgetting.abort();
    served
}
