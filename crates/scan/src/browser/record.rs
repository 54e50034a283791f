//! Writing down what one visitor's tab and all its frames and workers did. Everything is bounded: what comes after a bound is
//! counted and let go. [`network`] hears what was asked for, [`storing`] what was stored; to hear another event of the browser,
//! a line in [`Recorder::take`].

mod network;
mod storing;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Mutex;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::protocol::{Event, locked};
use super::text;
use crate::limits::Limits;
use crate::seen::{ProbeSeen, RequestSeen, Setter, StorageSeen};
use crate::sites::{self, Sites};
use network::{Live, answered};
use storing::removed;

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
