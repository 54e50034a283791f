//! What a scan saw. Names, hosts, lifetimes and counts; never a value.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::sites::Sites;

/// In what state of mind a visitor goes through the site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nothing was chosen: the notice is left alone, the page is used.
    NoChoice,
    /// Everything was refused.
    Refused,
    /// One purpose was allowed, everything else refused.
    Only(String),
    /// Everything was accepted.
    All,
    /// Everything was accepted and taken back.
    Withdrawn,
    /// The browser sends Global Privacy Control; nothing was chosen.
    Gpc,
    /// The browser runs no scripts.
    NoScript,
}

impl State {
    /// Its name: "refused", "only:analytics".
    pub fn name(&self) -> String {
        match self {
            Self::NoChoice => "no-choice".to_owned(),
            Self::Refused => "refused".to_owned(),
            Self::Only(purpose) => format!("only:{purpose}"),
            Self::All => "all".to_owned(),
            Self::Withdrawn => "withdrawn".to_owned(),
            Self::Gpc => "gpc".to_owned(),
            Self::NoScript => "no-script".to_owned(),
        }
    }

    /// The state with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "no-choice" => Self::NoChoice,
            "refused" => Self::Refused,
            "all" => Self::All,
            "withdrawn" => Self::Withdrawn,
            "gpc" => Self::Gpc,
            "no-script" => Self::NoScript,
            other => Self::Only(other.strip_prefix("only:").filter(|it| !it.is_empty())?.to_owned()),
        })
    }

    /// Every state for these purposes.
    pub fn every(purposes: &[String]) -> Vec<Self> {
        let mut all = vec![Self::NoChoice, Self::Refused];
        all.extend(purposes.iter().cloned().map(Self::Only));
        all.extend([Self::All, Self::Withdrawn, Self::Gpc, Self::NoScript]);
        all
    }

    /// Whether a service of this purpose that is not necessary may work.
    pub fn allows(&self, purpose: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(only) => only == purpose,
            Self::NoChoice | Self::Refused | Self::Withdrawn | Self::Gpc | Self::NoScript => false,
        }
    }

    /// Whether nothing was consented to.
    pub fn is_without_consent(&self) -> bool {
        !matches!(self, Self::All | Self::Only(_))
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl Serialize for State {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::from_name(&name).ok_or_else(|| serde::de::Error::custom("no such state"))
    }
}

/// One scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// When it began.
    pub began: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// The browser that looked.
    pub browser: String,
    /// The addresses that were given.
    pub start: Vec<String>,
    /// Whose hosts are whose.
    pub sites: Sites,
    /// One a state.
    pub runs: Vec<Run>,
    /// What was not done, and why: a state that the banner does not offer, a bound that was reached.
    pub notes: Vec<String>,
}

impl Scan {
    /// The run in this state.
    pub fn run(&self, state: &State) -> Option<&Run> {
        self.runs.iter().find(|run| run.state == *state)
    }

    /// Whether any page was reached at all.
    pub fn reached(&self) -> bool {
        self.runs.iter().any(|run| run.pages.iter().any(PageSeen::is_there))
    }
}

/// What was seen in one state.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something of its own of how far the visitor came"
)]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The state.
    pub state: State,
    /// Whether the visitor came into that state: the choice could be made, the signal sent.
    pub entered: bool,
    /// How many clicks the choice took; for [`State::Withdrawn`] those of taking back.
    pub clicks: u32,
    /// The banner as it was first met.
    pub banner: Option<BannerSeen>,
    /// The pages in order.
    pub pages: Vec<PageSeen>,
    /// Every cookie.
    pub cookies: Vec<CookieSeen>,
    /// Every key of other storage.
    pub storage: Vec<StorageSeen>,
    /// Every request, alike ones together.
    pub requests: Vec<RequestSeen>,
    /// Calls by which browsers are told apart.
    pub probes: Vec<ProbeSeen>,
    /// Steps of the script that did not work, as "step 2: nothing visible is called #basket".
    pub failed_steps: Vec<String>,
    /// Whether there was a script, and it was walked.
    pub walked: bool,
    /// Whether the visitor typed an address and a name into a page.
    pub typed: bool,
    /// What a page did to keep the browser busy: dialogs, downloads, windows; bounds that were reached.
    pub odd: Vec<String>,
    /// Whether every page of the plan was visited within the bounds.
    pub complete: bool,
    /// Every request in order, for a HAR file.
    #[serde(skip)]
    pub traffic: Vec<serde_json::Value>,
}

impl Run {
    /// A run in which nothing has been seen yet.
    pub fn new(state: State) -> Self {
        Self {
            state,
            entered: false,
            clicks: 0,
            banner: None,
            pages: Vec::new(),
            cookies: Vec::new(),
            storage: Vec::new(),
            requests: Vec::new(),
            probes: Vec::new(),
            failed_steps: Vec::new(),
            walked: false,
            typed: false,
            odd: Vec::new(),
            complete: false,
            traffic: Vec::new(),
        }
    }
}

/// A page that was visited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageSeen {
    /// Where it is, without values.
    pub url: String,
    /// The HTTP status; none when nothing came.
    pub status: Option<u16>,
    /// Why it was not reached, or left early.
    pub problem: Option<String>,
    /// Whether a way to the choices is visible on it; none on a page that asks nothing.
    pub settings: Option<bool>,
    /// Links elsewhere.
    pub links: LinksSeen,
    /// How long it took, milliseconds.
    pub millis: u64,
}

impl PageSeen {
    /// Whether the page came.
    pub fn is_there(&self) -> bool {
        self.status.is_some_and(|status| status < 400)
    }
}

/// Links of a page that lead elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinksSeen {
    /// How many.
    pub external: u32,
    /// Of those, such that tell the other side where one came from.
    pub telling: u32,
    /// Buttons and links for sharing.
    pub share: u32,
}

/// Who set something.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "by")]
pub enum Setter {
    /// The answer to a request: its address without values.
    Answer {
        /// The address.
        url: String,
    },
    /// A script: its address without values; a page's own address for a script in the page.
    Script {
        /// The address.
        url: String,
    },
    /// Not seen being set.
    #[default]
    Unseen,
}

impl Setter {
    /// The address, when it is known.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::Answer { url } | Self::Script { url } => Some(url),
            Self::Unseen => None,
        }
    }
}

/// A cookie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CookieSeen {
    /// Its name.
    pub name: String,
    /// Its domain, without a leading dot.
    pub domain: String,
    /// Its path.
    pub path: String,
    /// The host that it belongs to, as a policy would name it.
    pub host: String,
    /// Whether it is the site's own.
    pub own: bool,
    /// How long it lives, seconds; none until the browser closes.
    pub seconds: Option<i64>,
    /// Who set it.
    pub set: Setter,
    /// The first page on which it was there.
    pub page: String,
    /// Whether scripts cannot read it.
    pub http_only: bool,
    /// Strict, Lax or None; empty when nothing was said.
    pub same_site: String,
    /// Why the browser did not keep it, when it did not.
    pub blocked: Option<String>,
    /// Whether it was still there at the end.
    pub left: bool,
}

/// A key of other storage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StorageSeen {
    /// local, session, indexed-db, cache or service-worker.
    pub kind: String,
    /// The key, or the name of the database.
    pub key: String,
    /// Whose storage: the host.
    pub host: String,
    /// Whether it is the site's own.
    pub own: bool,
    /// Who set it.
    pub set: Setter,
    /// The page.
    pub page: String,
    /// Whether it was still there at the end.
    pub left: bool,
}

/// Requests of one kind to one address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequestSeen {
    /// The address without values.
    pub url: String,
    /// The host that it belongs to, as a policy would name it.
    pub host: String,
    /// Whether it is the site's own.
    pub own: bool,
    /// What it is: Document, Script, Image, Ping and so on.
    pub kind: String,
    /// GET, POST and so on.
    pub method: String,
    /// Whether it is a counting pixel: a tiny picture or a beacon that carries something.
    pub pixel: bool,
    /// Who asked: the script, or the page.
    pub initiator: String,
    /// The address that led here.
    pub redirected_from: Option<String>,
    /// The first page.
    pub page: String,
    /// How often.
    pub times: u32,
    /// Why it did not go out, when it did not.
    pub stopped: Option<String>,
    /// In what form something of the visitor went along: "e-mail, SHA-256".
    pub identity: Option<String>,
}

/// A way of telling browsers apart, as called by one script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeSeen {
    /// canvas, webgl, audio, fonts, battery, devices, connection.
    pub way: String,
    /// The script.
    pub script: String,
    /// The host that it belongs to, as a policy would name it.
    pub host: String,
    /// The page.
    pub page: String,
    /// How often.
    pub times: u32,
}

/// What a control of a banner is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ControlKind {
    /// Accepts everything.
    Accept,
    /// Refuses everything that can be refused.
    Refuse,
    /// Leads to the choices.
    Settings,
    /// Saves what is ticked.
    Save,
    /// Closes.
    Close,
    /// Something else.
    Other,
}

/// A control of a banner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ControlSeen {
    /// What it is for.
    pub kind: ControlKind,
    /// What it says.
    pub text: String,
    /// Whether it is a real button, and not a link in the text.
    pub button: bool,
    /// Its width and height.
    pub size: (f64, f64),
    /// The size of its letters.
    pub letters: f64,
    /// The weight of its letters.
    pub weight: f64,
    /// The contrast of its letters with what is behind them.
    pub contrast: f64,
    /// The contrast of its surface with what is around it.
    pub standing_out: f64,
}

/// A banner as a visitor meets it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BannerSeen {
    /// Whether it is Gestand's.
    pub gestand: bool,
    /// What it says, shortened.
    pub text: String,
    /// Its controls.
    pub controls: Vec<ControlSeen>,
    /// Boxes for optional purposes that are ticked already.
    pub ticked: u32,
    /// The part of the screen that it and its shade cover, 0 to 1.
    pub covers: f64,
    /// Whether the page behind it can be used.
    pub page_usable: bool,
    /// Whether it links to where more is said.
    pub links: bool,
    /// Whether the controls of the layer behind “settings” were looked at, and whether one of them refuses everything.
    pub deeper_refuse: Option<bool>,
    /// Boxes for optional purposes that are ticked already behind “settings”.
    pub deeper_ticked: u32,
}

impl BannerSeen {
    /// The first control for this.
    pub fn control(&self, kind: ControlKind) -> Option<&ControlSeen> {
        self.controls.iter().find(|control| control.kind == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_reads_back_and_says_what_it_allows() {
        let purposes = ["analytics".to_owned(), "marketing".to_owned()];
        for state in State::every(&purposes) {
            assert_eq!(State::from_name(&state.name()), Some(state.clone()));
            let (one, other) = (state.allows("analytics"), state.allows("marketing"));
            let expected = match state {
                State::All => (true, true),
                State::Only(ref it) if it == "analytics" => (true, false),
                State::Only(_) => (false, true),
                _ => (false, false),
            };
            assert_eq!((one, other), expected, "{state}");
            assert_eq!(state.is_without_consent(), !one && !other);
        }
        assert_eq!(State::from_name("only:"), None);
        assert_eq!(State::from_name("sometimes"), None);
    }
}
