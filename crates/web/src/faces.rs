//! The pages for the drill: it asks the very router that serves people ([`app::faces`]).

use std::net::{Ipv4Addr, SocketAddr};

use app::App;
use app::faces::{Call, Faces, Guarded, Reply};
use app::signin::Door;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tower::ServiceExt as _;

use crate::cookies::Cookie;
use crate::limits::Proxies;
use crate::router::router;
use crate::routes::{Audience, table};

/// The longest page.
const LONGEST: usize = 16 * 1024 * 1024;

/// Hands the pages to the application, so that a drill can ask them.
pub fn show(app: &App) {
    let guarded = table()
        .into_iter()
        .filter_map(|route| {
            let of = match route.audience {
                Audience::Subject => Door::Subject,
                Audience::Officer => Door::Staff,
                Audience::Public | Audience::Open | Audience::Demo | Audience::Program(_) => return None,
            };
            let method = if route.method == Method::POST { "POST" } else { "GET" };
            Some(Guarded { method, path: example(route.path), of })
        })
        .collect();
    app.show_faces(Faces { guarded, ask });
}

/// An address that fits a route.
fn example(path: &str) -> String {
    let mut out = String::new();
    for piece in path.split('/').skip(1) {
        out.push('/');
        out.push_str(match piece {
            "{lang}" => "nl",
            "{id}" | "{upload}" | "{note}" => "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11",
            piece if piece.starts_with('{') => "x",
            piece => piece,
        });
    }
    out
}

fn ask(app: App, call: Call) -> BoxFuture<'static, Reply> {
    async move {
        answer(app, call).await.unwrap_or(Reply { status: 500, location: String::new(), body: Vec::new() })
    }
    .boxed()
}

async fn answer(app: App, call: Call) -> Option<Reply> {
    let base = app.config().base_url.clone();
    let secure = base.starts_with("https://");
    let mut cookies: Vec<String> =
        call.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    for (door, token) in &call.sessions {
        match door {
            Some(door) => cookies.push(format!("{}={token}", Cookie::Session(*door).name(secure))),
            // At every door.
            None => cookies.extend(
                [Door::Subject, Door::Staff]
                    .map(|door| format!("{}={token}", Cookie::Session(door).name(secure))),
            ),
        }
    }
    let host = base.split("://").nth(1).unwrap_or("localhost").to_owned();
    let mut request = Request::builder()
        .method(call.method)
        .uri(&call.path)
        .header(header::HOST, host)
        .header(header::ACCEPT, "text/html")
        .extension(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 1))));
    if call.from_here {
        request = request.header("sec-fetch-site", "same-origin");
    }
    if !cookies.is_empty() {
        request = request.header(header::COOKIE, cookies.join("; "));
    }
    if let Some(media) = &call.content_type {
        request = request.header(header::CONTENT_TYPE, media);
    }
    let request = request.body(Body::from(call.body)).ok()?;
    // A router of its own: a drill does not use up what visitors may ask.
    let response = router(app, Proxies::default()).oneshot(request).await.ok()?;
    let status = response.status().as_u16();
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let location = location.unwrap_or_default().to_owned();
    let body = to_bytes(response.into_body(), LONGEST).await.ok()?.to_vec();
    Some(Reply { status, location, body })
}
