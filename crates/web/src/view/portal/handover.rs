//! A copy that goes straight to another controller.

use jiff::civil::DateTime;

use crate::text::key;
use crate::view::{FieldError, Notice};

/// The ways in which a copy goes straight to another, and what became of earlier ones.
#[derive(Debug, Clone)]
pub struct HandOver {
    /// Where the forms go.
    pub action: String,
    /// Address of the request, without the language.
    pub back: String,
    /// The request's short reference.
    pub reference: String,
    /// An officer does it.
    pub desk: bool,
    /// The copy is there still.
    pub there: bool,
    /// Until when.
    pub expires: DateTime,
    /// Its size in bytes.
    pub bytes: u64,
    /// What was handed over before, the latest first.
    pub earlier: Vec<HandedOver>,
    /// A link that was just made.
    pub link: Option<NewLink>,
    /// The address as it was typed, and whether it is for POST.
    pub typed: (String, bool),
    /// A mistake in it.
    pub error: Option<FieldError>,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// A link, shown once.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// The link.
    pub url: String,
    /// Until when it works.
    pub expires: DateTime,
}

/// One hand-over.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// Which one.
    pub id: String,
    /// By a link; otherwise to an address.
    pub by_link: bool,
    /// How far it is.
    pub state: HandoverState,
    /// The host that it goes to.
    pub host: Option<String>,
    /// When it was asked for.
    pub asked: DateTime,
    /// Until when it is to be had.
    pub expires: DateTime,
    /// When it ended.
    pub ended: Option<DateTime>,
    /// When it is tried again.
    pub next: Option<DateTime>,
    /// What the other side answered.
    pub status: Option<i64>,
    /// SHA-256 of what went.
    pub sha256: Option<String>,
    /// Why it did not get there: a word.
    pub problem: Option<String>,
}

/// How far a hand-over is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandoverState {
    /// It waits.
    Open,
    /// The other side has it.
    Done,
    /// It did not get there.
    Failed,
    /// It was taken back.
    Revoked,
    /// Nobody came in time.
    Expired,
}

impl HandedOver {
    /// How far it is, in words.
    pub fn key(&self) -> &'static str {
        match (self.state, self.by_link) {
            (HandoverState::Open, true) => key!("handover-link-open"),
            (HandoverState::Open, false) => key!("handover-waits"),
            (HandoverState::Done, true) => key!("handover-collected"),
            (HandoverState::Done, false) => key!("handover-arrived"),
            (HandoverState::Failed, _) => key!("handover-failed"),
            (HandoverState::Revoked, _) => key!("handover-revoked"),
            (HandoverState::Expired, _) => key!("handover-expired"),
        }
    }

    /// Class name of that.
    pub fn slug(&self) -> &'static str {
        match self.state {
            HandoverState::Open => "busy",
            HandoverState::Done => "done",
            HandoverState::Failed => "stuck",
            HandoverState::Revoked | HandoverState::Expired => "waiting",
        }
    }

    /// It can be taken back.
    pub fn open(&self) -> bool {
        self.state == HandoverState::Open
    }

    /// Why it did not get there, or not yet, in words.
    pub fn why(&self) -> Option<&'static str> {
        Some(match self.problem.as_deref()? {
            "redirect" => key!("handover-why-redirect"),
            "refused" => key!("handover-why-refused"),
            "busy" => key!("handover-why-busy"),
            "slow" => key!("handover-why-slow"),
            "broken" => key!("handover-why-broken"),
            "large" => key!("handover-why-large"),
            "private" | "address" => key!("handover-why-private"),
            "gone" => key!("handover-why-gone"),
            "source" => key!("handover-why-source"),
            _ => key!("handover-why-unreachable"),
        })
    }
}
