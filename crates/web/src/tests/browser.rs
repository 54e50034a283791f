//! A browser without a screen: keeps cookies, posts forms, says where it comes from.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tower::ServiceExt;

/// Somebody with a browser.
#[derive(Clone)]
pub(super) struct Browser {
    router: Router,
    origin: String,
    pub(super) cookies: BTreeMap<String, String>,
    pub(super) language: &'static str,
    /// Where on the network they are.
    pub(super) from: IpAddr,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The page.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header, empty when it is not there.
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// Where it sends the browser.
    pub(super) fn location(&self) -> &str {
        self.header("location")
    }

    /// The first address in the page that begins so.
    pub(super) fn link(&self, beginning: &str) -> String {
        let text = self.text();
        let found = text
            .split(['"'])
            .find(|piece| piece.starts_with(beginning) && piece.len() > beginning.len())
            .unwrap_or_else(|| panic!("no link begins with {beginning} in {text}"));
        found.to_owned()
    }

    /// The value of a hidden field.
    pub(super) fn hidden(&self, name: &str) -> String {
        let text = self.text();
        let needle = format!("name=\"{name}\" value=\"");
        let rest = text.split(needle.as_str()).nth(1).unwrap_or_else(|| panic!("no field {name} in {text}"));
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

impl Browser {
    pub(super) fn new(router: Router, base_url: &str) -> Self {
        Self {
            router,
            origin: base_url.to_owned(),
            cookies: BTreeMap::new(),
            language: "nl",
            from: Ipv4Addr::LOCALHOST.into(),
        }
    }

    pub(super) async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[(header::ACCEPT.as_str(), "text/html")], Body::empty()).await
    }

    /// A form, sent from our own page.
    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = form(fields);
        let headers = [
            (header::CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded"),
            (header::ACCEPT.as_str(), "text/html"),
            ("sec-fetch-site", "same-origin"),
        ];
        self.ask(Method::POST, path, &headers, Body::from(form)).await
    }

    /// Any request.
    pub(super) async fn ask(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        let jar: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let host = self.origin.split("://").nth(1).unwrap_or("gestand.test");
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, host)
            .header(header::ACCEPT_LANGUAGE, self.language);
        if !jar.is_empty() {
            request = request.header(header::COOKIE, jar.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let peer = ConnectInfo(SocketAddr::new(self.from, 4711));
        let request = request.extension(peer).body(body).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a whole answer").to_bytes().to_vec();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().expect("a readable cookie"));
        }
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    fn keep(&mut self, cookie: &str) {
        let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
        if cookie.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// Fields as a browser sends them.
pub(super) fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<_> =
        fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}
