//! The pages as a visitor meets them, for the drill: it asks the very router that serves people, and what it answers is
//! evidence. The web floor hands this in at start ([`App::show_faces`]); where there are no pages, nothing is shown.

use std::fmt::Write as _;

use futures_util::future::BoxFuture;

use crate::app::App;
use crate::signin;

/// An address that is not for everybody.
#[derive(Debug, Clone)]
pub struct Guarded {
    /// GET or POST.
    pub method: &'static str,
    /// The address, with examples in the place of ids.
    pub path: String,
    /// Whose it is.
    pub of: signin::Door,
}

/// Something asked of the pages.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// GET or POST.
    pub method: &'static str,
    /// The address.
    pub path: String,
    /// Sessions that the browser holds.
    pub sessions: Vec<(Option<signin::Door>, String)>,
    /// Other cookies.
    pub cookies: Vec<(String, String)>,
    /// What kind of body, when there is one.
    pub content_type: Option<String>,
    /// The body.
    pub body: Vec<u8>,
    /// Whether it comes from one of our own pages; a mail program's does not.
    pub from_here: bool,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Where it leads, for a redirect.
    pub location: String,
    /// What it says.
    pub body: Vec<u8>,
}

impl Reply {
    /// As text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// An example site on this machine, with trackers beside it, for as long as this value is kept.
pub struct Example {
    /// Where the site is.
    pub url: String,
    /// Where the Gestand is that it takes its banner from.
    pub gestand: String,
    /// What stands for whose host.
    pub stand_ins: Vec<scan::sites::StandIn>,
    /// What a visitor does there, as a script of a scan.
    pub script: String,
    /// Ends what serves it, when it goes.
    pub serving: Serving,
}

/// Tasks that end with this value.
pub struct Serving(pub Vec<tokio::task::JoinHandle<()>>);

impl Drop for Serving {
    fn drop(&mut self) {
        for task in &self.0 {
            task.abort();
        }
    }
}

/// Opens the example site.
pub type OpenExample = fn(App) -> BoxFuture<'static, std::io::Result<Example>>;

/// The pages.
#[derive(Clone)]
pub struct Faces {
    /// Every address that is not for everybody.
    pub guarded: Vec<Guarded>,
    /// Asks them.
    pub ask: fn(App, Call) -> BoxFuture<'static, Reply>,
}

impl std::fmt::Debug for Faces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Faces").field("guarded", &self.guarded.len()).finish_non_exhaustive()
    }
}

impl Call {
    /// Asks for a page.
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), from_here: true, ..Self::default() }
    }

    /// Sends a form from one of our own pages.
    pub fn form(path: impl Into<String>, fields: &[(&str, &str)]) -> Self {
        let encode = |text: &str| {
            text.bytes().fold(String::new(), |mut out, byte| {
                if byte.is_ascii_alphanumeric() {
                    out.push(char::from(byte));
                } else {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "%{byte:02X}");
                }
                out
            })
        };
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        Self {
            method: "POST",
            path: path.into(),
            content_type: Some("application/x-www-form-urlencoded".to_owned()),
            body: pairs.join("&").into_bytes(),
            from_here: true,
            ..Self::default()
        }
    }
}
