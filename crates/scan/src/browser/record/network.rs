//! The network's side of a record: requests with their redirects, the headers that set cookies, sockets, and what was odd about
//! a request.

use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Inside, Recorder, SetCookie, text};
use crate::seen::{RequestSeen, Setter};
use crate::sites;

/// A request under way, with its redirects.
#[derive(Default)]
pub(super) struct Live {
    hops: Vec<Hop>,
    extras: usize,
    /// Answers' own headers that came before the request was known.
    early: Vec<Value>,
}

pub(super) struct Hop {
    url: String,
    key: (String, String, String),
    method: String,
    began: f64,
    wall: f64,
    status: Option<u16>,
    mime: String,
    kind: String,
    carries: bool,
}

/// Takes apart a line that sets a cookie: its name, seconds, domain, and whether it ends with the session.
fn parse_set_cookie(line: &str, wall: Option<f64>) -> Option<(String, Option<i64>, Option<String>, bool)> {
    let mut parts = line.split(';');
    let name = parts.next()?.split('=').next()?.trim().to_owned();
    let (mut seconds, mut domain, mut by_date) = (None, None, None);
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        match key.trim().to_ascii_lowercase().as_str() {
            "max-age" => seconds = value.trim().parse::<i64>().ok(),
            "domain" => domain = Some(value.trim().trim_start_matches('.').to_ascii_lowercase()),
            "expires" => by_date = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    let session = seconds.is_none() && by_date.is_none();
    if seconds.is_none()
        && let (Some(date), Some(wall)) = (by_date, wall)
    {
        let at = jiff::fmt::rfc2822::parse(&date.replace('-', " ")).ok().map(|at| at.timestamp().as_second());
        #[expect(clippy::cast_possible_truncation, reason = "seconds of this century")]
        let now = wall as i64;
        seconds = at.map(|at| at - now);
    }
    Some((name, seconds, domain.filter(|it| !it.is_empty()), session))
}

impl Recorder {
    pub(super) fn asked(&self, it: &mut Inside, id: &str, main: bool, params: &Value) {
        let url = text(&params["request"]["url"]);
        if !url.starts_with("http") {
            return;
        }
        it.moved = Some(Instant::now());
        it.wall = params["wallTime"].as_f64().or(it.wall);
        let kind = params["type"].as_str().unwrap_or("Other").to_owned();
        if main && kind == "Document" && params["requestId"] == params["loaderId"] {
            it.status = None;
        }
        let method = text(&params["request"]["method"]);
        let body = params["request"]["postData"].as_str().unwrap_or_default();
        let carries = url.contains('?') || !body.is_empty() || method == "POST";
        let earlier = it.live.get_mut(id).and_then(|live| live.hops.last_mut()).map(|hop| {
            let status = params["redirectResponse"]["status"].as_u64();
            hop.status = status.and_then(|status| u16::try_from(status).ok());
            sites::without_values(&hop.url)
        });
        let identity = if self.sites.is_own(&url) { None } else { self.identity(&url, body) };
        let asker = initiator(&params["initiator"], &it.page);
        let key = (sites::without_values(&url), kind.clone(), asker);
        if !it.requests.contains_key(&key) && it.requests.len() >= self.limits.things {
            *it.odd.entry("more-requests".to_owned()).or_default() += 1;
        } else {
            let fresh = || self.request(&url, &key, &method, earlier, &it.page);
            let row = it.requests.entry(key.clone()).or_insert_with(fresh);
            row.times += 1;
            row.identity = row.identity.take().or(identity);
        }
        // A long-lived stream never ends; it must not keep a page from being quiet.
        if kind != "EventSource" {
            it.open.insert(id.to_owned());
        }
        let live = it.live.entry(id.to_owned()).or_default();
        live.hops.push(Hop {
            url,
            key,
            method,
            began: params["timestamp"].as_f64().unwrap_or_default(),
            wall: params["wallTime"].as_f64().unwrap_or_default(),
            status: None,
            mime: String::new(),
            kind,
            carries,
        });
        let early = std::mem::take(&mut live.early);
        for headers in early {
            self.headers(it, id, &headers);
        }
    }

    /// A request that was not seen before.
    fn request(
        &self,
        url: &str,
        key: &(String, String, String),
        method: &str,
        earlier: Option<String>,
        page: &str,
    ) -> RequestSeen {
        RequestSeen {
            host: self.sites.host_of(url),
            url: key.0.clone(),
            own: self.sites.is_own(url),
            kind: key.1.clone(),
            method: method.to_owned(),
            pixel: false,
            initiator: key.2.clone(),
            redirected_from: earlier,
            page: page.to_owned(),
            times: 0,
            stopped: None,
            identity: None,
        }
    }

    /// In what form something of the visitor goes along with a request.
    fn identity(&self, url: &str, body: &str) -> Option<String> {
        let lower = format!("{url}\n{body}").to_ascii_lowercase();
        self.marks.iter().find(|(mark, _)| lower.contains(mark.as_str())).map(|(_, form)| (*form).to_owned())
    }

    /// The headers of an answer as the network had them: the only place where cookies are named, kept or not.
    pub(super) fn headers(&self, it: &mut Inside, id: &str, params: &Value) {
        let live = it.live.entry(id.to_owned()).or_default();
        let Some(hop) = live.hops.get(live.extras) else {
            if live.early.len() < 30 {
                live.early.push(params.clone());
            }
            return;
        };
        live.extras += 1;
        let (url, wall) = (hop.url.clone(), hop.wall);
        let headers = params["headers"].as_object();
        let lines = headers.into_iter().flatten().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        let lines: Vec<String> = lines
            .flat_map(|(_, line)| text(line).split('\n').map(str::to_owned).collect::<Vec<_>>())
            .collect();
        for line in lines {
            if it.cookies.len() >= self.limits.things {
                *it.odd.entry("more-cookies".to_owned()).or_default() += 1;
                return;
            }
            let Some((name, seconds, domain, session)) = parse_set_cookie(&line, Some(wall)) else {
                continue;
            };
            let blocked = params["blockedCookies"]
                .as_array()
                .into_iter()
                .flatten()
                .find(|it| it["cookieLine"] == line.as_str());
            let blocked = blocked.map(|it| it["blockedReasons"][0].as_str().unwrap_or("blocked").to_owned());
            let page = it.page.clone();
            it.cookies.push(SetCookie {
                name,
                domain: domain.unwrap_or_else(|| sites::host(&url)),
                seconds,
                session,
                set: Setter::Answer { url: sites::without_values(&url) },
                from: url.clone(),
                blocked,
                page,
                earlier: false,
            });
        }
    }

    pub(super) fn ended(&self, it: &mut Inside, id: &str, params: &Value, failed: Option<&str>) {
        it.moved = Some(Instant::now());
        it.open.remove(id);
        let Some(live) = it.live.remove(id) else { return };
        let size = params["encodedDataLength"].as_f64().unwrap_or_default();
        let end = params["timestamp"].as_f64().unwrap_or_default();
        let count = live.hops.len();
        for (at, hop) in live.hops.into_iter().enumerate() {
            let last = at + 1 == count;
            if let Some(row) = it.requests.get_mut(&hop.key) {
                let tiny = hop.kind == "Image" && (hop.carries || size < 1_500.0) && size < 3_000.0;
                let beacon = hop.kind == "Ping" && hop.carries;
                row.pixel |= !row.own && (tiny || beacon);
                if last && let Some(why) = failed {
                    row.stopped = Some(why.to_owned());
                }
            }
            if it.har.len() < self.limits.things {
                it.har.push(json!({
                    "page": it.page, "wall": hop.wall, "millis": ((end - hop.began) * 1000.0).max(0.0),
                    "method": hop.method, "url": sites::without_values(&hop.url), "status": hop.status,
                    "mime": hop.mime, "size": if last { size } else { 0.0 }, "kind": hop.kind,
                }));
            }
        }
    }

    pub(super) fn socket(&self, it: &mut Inside, params: &Value) {
        let url = text(&params["url"]);
        let clean = sites::without_values(&url);
        let key = (clean.clone(), "WebSocket".to_owned(), String::new());
        let page = it.page.clone();
        let row = it.requests.entry(key).or_insert_with(|| RequestSeen {
            host: self.sites.host_of(&url),
            own: self.sites.is_own(&url),
            url: clean,
            kind: "WebSocket".to_owned(),
            method: "GET".to_owned(),
            pixel: false,
            initiator: initiator(&params["initiator"], &page),
            redirected_from: None,
            page,
            times: 0,
            stopped: None,
            identity: None,
        });
        row.times += 1;
    }
}

pub(super) fn answered(it: &mut Inside, id: &str, main: bool, params: &Value) {
    let status = params["response"]["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    if main && params["type"] == "Document" && params["requestId"] == params["loaderId"] {
        it.status = status;
    }
    if let Some(hop) = it.live.get_mut(id).and_then(|live| live.hops.last_mut()) {
        hop.status = status;
        hop.mime = text(&params["response"]["mimeType"]);
    }
}

/// Who asked for something: the script on top of its stack, or the page.
fn initiator(initiator: &Value, page: &str) -> String {
    let mut stack = &initiator["stack"];
    for _ in 0..8 {
        let frames = stack["callFrames"].as_array();
        if let Some(url) = frames
            .into_iter()
            .flatten()
            .filter_map(|frame| frame["url"].as_str())
            .find(|url| url.starts_with("http"))
        {
            return sites::without_values(url);
        }
        stack = &stack["parent"];
        if stack.is_null() {
            break;
        }
    }
    initiator["url"]
        .as_str()
        .filter(|url| url.starts_with("http"))
        .map_or_else(|| page.to_owned(), sites::without_values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_set_cookies() {
        let wall = Some(1_790_000_000.0);
        for (line, name, seconds, domain, session) in [
            ("a=1", "a", None, None, true),
            ("a=1; Max-Age=60; Path=/", "a", Some(60), None, false),
            ("a=1; max-age=60; expires=Thu, 01 Jan 1970 00:00:00 GMT", "a", Some(60), None, false),
            ("a=b=c; Domain=.Example.NL; Secure", "a", None, Some("example.nl"), true),
            ("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "a", Some(-1_790_000_000), None, false),
            ("a=1; Expires=Thu, 01-Jan-1970 00:00:00 GMT", "a", Some(-1_790_000_000), None, false),
            ("a=1; Max-Age=soon", "a", None, None, true),
        ] {
            let found = parse_set_cookie(line, wall).unwrap();
            assert_eq!(found, (name.to_owned(), seconds, domain.map(str::to_owned), session), "{line}");
        }
    }

    #[test]
    fn the_script_that_asked_is_the_one_on_top() {
        let stack = serde_json::json!({
            "type": "script",
            "stack": { "callFrames": [{ "url": "" }], "parent": { "callFrames": [{ "url": "https://t.example/x.js?id=1" }] } },
        });
        assert_eq!(initiator(&stack, "https://site.example/"), "https://t.example/x.js?id");
        assert_eq!(
            initiator(&serde_json::json!({ "type": "parser" }), "https://site.example/"),
            "https://site.example/"
        );
    }
}
