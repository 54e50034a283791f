//! Writing down what one visitor's tab and all its frames and workers did. Everything is bounded: what comes after a bound is
//! counted and let go.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Mutex;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::protocol::{Event, locked};
use super::text;
use crate::limits::Limits;
use crate::seen::{ProbeSeen, RequestSeen, Setter, StorageSeen};
use crate::sites::{self, Sites};

/// What is put into every frame, with the names of its binding and of kept roots.
const INSIDE: &str = include_str!("inside.js");

/// A cookie as it was seen being set.
#[derive(Debug, Clone)]
pub(crate) struct SetCookie {
    pub name: String,
    /// The domain that was asked for; the host that set it otherwise.
    pub domain: String,
    pub seconds: Option<i64>,
    pub session: bool,
    pub set: Setter,
    /// The whole address that it came with, for telling whose it is.
    pub from: String,
    pub blocked: Option<String>,
    pub page: String,
    /// Set before the walk began anew: it tells whose a cookie is, and is not seen being set.
    pub earlier: bool,
}

/// What one visitor's tab did.
pub(crate) struct Recorder {
    pub sites: Sites,
    pub limits: Limits,
    pub gpc: bool,
    pub scripts: bool,
    /// The name under which a frame speaks to us.
    pub binding: String,
    /// Forms of what the visitor typed, with their names: none may leave.
    pub marks: Vec<(String, &'static str)>,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    page: String,
    page_full: String,
    events: usize,
    frames: usize,
    loaders: HashSet<String>,
    open: HashSet<String>,
    moved: Option<Instant>,
    status: Option<u16>,
    crashed: bool,
    main_loader: String,
    live: HashMap<String, Live>,
    requests: BTreeMap<(String, String, String), RequestSeen>,
    cookies: Vec<SetCookie>,
    storage: BTreeMap<(String, String, String), StorageSeen>,
    probes: BTreeMap<(String, String), ProbeSeen>,
    odd: BTreeMap<String, u32>,
    wall: Option<f64>,
    har: Vec<Value>,
}

/// A request under way, with its redirects.
#[derive(Default)]
struct Live {
    hops: Vec<Hop>,
    extras: usize,
    /// Answers' own headers that came before the request was known.
    early: Vec<Value>,
}

struct Hop {
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
    pub fn new(
        sites: Sites,
        limits: Limits,
        gpc: bool,
        scripts: bool,
        secret: &str,
        marks: Vec<(String, &'static str)>,
    ) -> Self {
        Self { sites, limits, gpc, scripts, binding: format!("g{secret}"), marks, inside: Mutex::default() }
    }

    /// The property under which closed roots are kept.
    pub fn roots(&self) -> String {
        format!("r{}", self.binding)
    }

    pub(super) fn inside(&self) -> String {
        let gpc = if self.gpc {
            "try{Object.defineProperty(Navigator.prototype,'globalPrivacyControl',{get:()=>true,configurable:true})}catch{}\n"
        } else {
            ""
        };
        format!("{gpc}{INSIDE}({},{});", json!(self.binding), json!(self.roots()))
    }

    /// A page is about to be visited.
    pub fn turn_to(&self, url: &str) {
        let mut it = locked(&self.inside);
        it.page = sites::without_values(url);
        url.clone_into(&mut it.page_full);
        it.events = 0;
        it.frames = 0;
        it.open.clear();
        it.live.clear();
        it.loaders.clear();
        it.status = None;
        it.crashed = false;
        it.main_loader.clear();
        it.moved = Some(Instant::now());
    }

    pub fn has_loaded(&self, loader: &str) -> bool {
        locked(&self.inside).loaders.contains(loader)
    }

    /// For how long nothing has been asked for; nothing while something is under way.
    pub fn quiet_for(&self) -> Option<std::time::Duration> {
        let it = locked(&self.inside);
        let moved = it.moved?;
        it.open.is_empty().then(|| moved.elapsed())
    }

    pub fn status(&self) -> Option<u16> {
        locked(&self.inside).status
    }

    /// The page that the tab shows now, and the loader that brought it.
    pub fn shows(&self) -> (String, String) {
        let it = locked(&self.inside);
        (it.page_full.clone(), it.main_loader.clone())
    }

    /// Whether the page said more than is listened to.
    pub fn is_flooded(&self) -> bool {
        locked(&self.inside).events > self.limits.events
    }

    pub fn has_crashed(&self) -> bool {
        locked(&self.inside).crashed
    }

    pub fn wall(&self) -> Option<f64> {
        locked(&self.inside).wall
    }

    pub(super) fn another_frame(&self) -> bool {
        let mut it = locked(&self.inside);
        it.frames += 1;
        it.frames <= self.limits.frames
    }

    /// Something that pages seldom do.
    pub fn odd(&self, what: &str) {
        *locked(&self.inside).odd.entry(what.to_owned()).or_default() += 1;
    }

    /// Hears one event; false when this page has said too much.
    pub(super) fn take(&self, session: &str, main: bool, event: &Event) -> bool {
        let mut guard = locked(&self.inside);
        let it = &mut *guard;
        it.events += 1;
        if it.events > self.limits.events {
            if it.events == self.limits.events + 1 {
                *it.odd.entry("flood".to_owned()).or_default() += 1;
                it.open.clear();
                return false;
            }
            return true;
        }
        let params = &event.params;
        let request = || format!("{session}/{}", params["requestId"].as_str().unwrap_or_default());
        match event.method.as_str() {
            "Network.requestWillBeSent" => self.asked(it, &request(), main, params),
            "Network.responseReceived" => answered(it, &request(), main, params),
            "Network.responseReceivedExtraInfo" => self.headers(it, &request(), params),
            "Network.loadingFinished" => self.ended(it, &request(), params, None),
            "Network.loadingFailed" => {
                let why =
                    params["blockedReason"].as_str().or(params["errorText"].as_str()).unwrap_or("failed");
                self.ended(it, &request(), params, Some(why));
            }
            "Network.webSocketCreated" => self.socket(it, params),
            "Page.lifecycleEvent" if params["name"] == "load" => {
                it.loaders.insert(text(&params["loaderId"]));
            }
            "Page.frameNavigated" if main && params["frame"]["parentId"].is_null() => {
                let url = text(&params["frame"]["url"]);
                if url.starts_with("http") {
                    it.page = sites::without_values(&url);
                    it.page_full = url;
                }
                it.main_loader = text(&params["frame"]["loaderId"]);
            }
            "Page.downloadWillBegin" => *it.odd.entry("download".to_owned()).or_default() += 1,
            "Inspector.targetCrashed" if main => it.crashed = true,
            "Runtime.bindingCalled" if params["name"] == self.binding.as_str() => self.told(it, params),
            "DOMStorage.domStorageItemAdded" | "DOMStorage.domStorageItemUpdated" => self.stored(it, params),
            "DOMStorage.domStorageItemRemoved" | "DOMStorage.domStorageItemsCleared" => removed(it, params),
            _ => {}
        }
        true
    }

    fn asked(&self, it: &mut Inside, id: &str, main: bool, params: &Value) {
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
    fn headers(&self, it: &mut Inside, id: &str, params: &Value) {
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

    fn ended(&self, it: &mut Inside, id: &str, params: &Value, failed: Option<&str>) {
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

    fn socket(&self, it: &mut Inside, params: &Value) {
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

    /// What a frame told.
    fn told(&self, it: &mut Inside, params: &Value) {
        let Ok(said) = serde_json::from_str::<Value>(params["payload"].as_str().unwrap_or_default()) else {
            return;
        };
        let script = text(&said["script"]);
        let host = Some(text(&said["host"]))
            .filter(|it| !it.is_empty())
            .unwrap_or_else(|| sites::host(&it.page_full));
        let (page, times) =
            (it.page.clone(), u32::try_from(said["times"].as_u64().unwrap_or(1)).unwrap_or(1));
        match said["it"].as_str() {
            Some("cookie") => {
                if it.cookies.len() >= self.limits.things {
                    *it.odd.entry("more-cookies".to_owned()).or_default() += 1;
                    return;
                }
                it.cookies.push(SetCookie {
                    name: text(&said["name"]),
                    domain: said["domain"].as_str().map_or(host, str::to_ascii_lowercase),
                    seconds: said["seconds"].as_i64(),
                    session: said["seconds"].is_null(),
                    set: Setter::Script { url: sites::without_values(&script) },
                    from: script,
                    blocked: None,
                    page,
                    earlier: false,
                });
            }
            Some("storage") => {
                let (kind, key) = (text(&said["kind"]), text(&said["key"]));
                self.keep_key(it, (kind, key, host), &Setter::Script { url: sites::without_values(&script) });
            }
            Some("probe") => {
                let way = text(&said["way"]);
                let host = self.sites.host_of(&script);
                let clean = sites::without_values(&script);
                let row = it.probes.entry((way.clone(), clean.clone())).or_insert(ProbeSeen {
                    way,
                    script: clean,
                    host,
                    page,
                    times: 0,
                });
                row.times = row.times.max(times);
            }
            _ => {}
        }
    }

    fn stored(&self, it: &mut Inside, params: &Value) {
        let (kind, host) = place(&params["storageId"]);
        let key = (kind.to_owned(), text(&params["key"]).chars().take(200).collect(), host);
        self.keep_key(it, key, &Setter::Unseen);
    }

    fn keep_key(&self, it: &mut Inside, key: (String, String, String), set: &Setter) {
        if it.storage.len() >= self.limits.things && !it.storage.contains_key(&key) {
            *it.odd.entry("more-keys".to_owned()).or_default() += 1;
            return;
        }
        let page = it.page.clone();
        let own = self.sites.own.iter().any(|own| sites::site_of(own) == sites::site_of(&key.2));
        let row = it.storage.entry(key.clone()).or_insert_with(|| StorageSeen {
            kind: key.0,
            key: key.1,
            host: key.2,
            own,
            set: Setter::Unseen,
            page,
            left: true,
        });
        if row.set == Setter::Unseen {
            row.set = set.clone();
        }
        row.left = true;
    }

    /// Forgets what was seen so far, but not where we are: what follows is seen as if it were the beginning.
    pub fn begin_again(&self) {
        let mut it = locked(&self.inside);
        it.requests.clear();
        for cookie in &mut it.cookies {
            cookie.earlier = true;
        }
        it.storage.clear();
        it.probes.clear();
    }

    pub fn requests(&self) -> Vec<RequestSeen> {
        locked(&self.inside).requests.values().cloned().collect()
    }

    pub fn cookies(&self) -> Vec<SetCookie> {
        locked(&self.inside).cookies.clone()
    }

    pub fn storage(&self) -> Vec<StorageSeen> {
        locked(&self.inside).storage.values().cloned().collect()
    }

    pub fn probes(&self) -> Vec<ProbeSeen> {
        locked(&self.inside).probes.values().cloned().collect()
    }

    /// What was odd, as "dialog ×3".
    pub fn oddities(&self) -> Vec<String> {
        let odd = locked(&self.inside);
        odd.odd
            .iter()
            .map(|(what, times)| if *times == 1 { what.clone() } else { format!("{what} ×{times}") })
            .collect()
    }

    /// The requests for a HAR file.
    pub fn har(&self) -> Vec<Value> {
        locked(&self.inside).har.clone()
    }
}

/// Which storage is meant, and whose.
fn place(id: &Value) -> (&'static str, String) {
    let origin = id["storageKey"].as_str().or(id["securityOrigin"].as_str()).unwrap_or_default();
    let kind = if id["isLocalStorage"] == true { "local" } else { "session" };
    (kind, sites::host(origin))
}

fn removed(it: &mut Inside, params: &Value) {
    let (kind, host) = place(&params["storageId"]);
    let key = params["key"].as_str();
    for row in it.storage.values_mut() {
        if row.kind == kind && row.host == host && key.is_none_or(|key| row.key == key) {
            row.left = false;
        }
    }
}

fn answered(it: &mut Inside, id: &str, main: bool, params: &Value) {
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
