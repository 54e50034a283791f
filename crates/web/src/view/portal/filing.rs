//! The forms by which a right is exercised.

use crate::text::key;
use crate::view::{FieldError, Right};

/// Asking for a copy.
#[derive(Debug, Clone)]
pub struct FileAccess {
    /// The address that the answer goes to.
    pub email: String,
    /// The names of the systems and recipients that are asked.
    pub systems: Vec<String>,
    /// Within which time.
    pub answer_within: String,
    /// A mistake.
    pub error: Option<FieldError>,
}

/// Asking to be forgotten, or stopping with the service.
#[derive(Debug, Clone)]
pub struct FileErasure {
    /// The address that the confirmation goes to.
    pub email: String,
    /// This is the page of stopping with the service: it offers a copy first.
    pub stopping: bool,
    /// Whether "first a copy" is ticked.
    pub copy_first: bool,
    /// What is kept, why, for how long.
    pub kept: Vec<KeptKind>,
    /// Within which time.
    pub answer_within: String,
    /// A mistake.
    pub error: Option<FieldError>,
}

/// A kind of data that the law or the policy keeps.
#[derive(Debug, Clone)]
pub struct KeptKind {
    /// What: "Facturen".
    pub what: String,
    /// How long: "7 jaar, vanaf het einde van het boekjaar".
    pub term: String,
    /// Why: "fiscale bewaarplicht (AWR art. 52)".
    pub reason: String,
}

/// Having something corrected.
#[derive(Debug, Clone)]
pub struct FileCorrection {
    /// The address that the confirmation goes to.
    pub email: String,
    /// What can be corrected, with what was typed.
    pub data: Vec<Correctable>,
    /// Within which time.
    pub answer_within: String,
    /// A mistake.
    pub error: Option<FieldError>,
}

/// Something that can be corrected.
#[derive(Debug, Clone)]
pub struct Correctable {
    /// Its id in the form.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What stands there now, as it was typed.
    pub was: String,
    /// What it should be, as it was typed.
    pub to: String,
}

/// Asking for a right that needs little more than the asking.
#[derive(Debug, Clone)]
pub struct FileRight {
    /// Which.
    pub right: Right,
    /// The address that the answer goes to.
    pub email: String,
    /// Within which time.
    pub answer_within: String,
    /// For an objection: what is chosen.
    pub stops: Stops,
    /// For an objection or a human review: the reasons as they were typed.
    pub reasons: String,
    /// For a human review: which decision, as it was typed.
    pub decision: String,
    /// A mistake.
    pub error: Option<FieldError>,
}

/// What an objection is against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stops {
    /// Marketing: stops at once and for good.
    #[default]
    Marketing,
    /// Everything that is done in our own interest: stops at once, and is judged.
    Interests,
}

impl Stops {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Marketing, Self::Interests];

    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Marketing => key!("stops-marketing"),
            Self::Interests => key!("stops-interests"),
        }
    }

    /// What happens then.
    pub fn means(&self) -> &'static str {
        match self {
            Self::Marketing => key!("stops-marketing-means"),
            Self::Interests => key!("stops-interests-means"),
        }
    }

    /// Its value in the form.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Marketing => "marketing",
            Self::Interests => "interests",
        }
    }
}

impl FileRight {
    /// Whether the mistake is in this field.
    pub fn wrong(&self, field: &str) -> bool {
        self.error.is_some_and(|error| error.field == field)
    }

    /// The title: what the subject does.
    pub fn title(&self) -> &'static str {
        match self.right {
            Right::Restriction => key!("offer-pause"),
            Right::Portability => key!("offer-take"),
            Right::Withdrawal => key!("offer-withdraw"),
            Right::HumanReview => key!("offer-review"),
            _ => key!("offer-object"),
        }
    }

    /// What it is, in a sentence or two.
    pub fn lead(&self) -> &'static str {
        match self.right {
            Right::Restriction => key!("pause-lead"),
            Right::Portability => key!("take-lead"),
            Right::Withdrawal => key!("withdraw-lead"),
            Right::HumanReview => key!("review-lead"),
            _ => key!("object-lead"),
        }
    }

    /// What happens, step by step.
    pub fn steps(&self) -> [&'static str; 3] {
        match self.right {
            Right::Restriction => [key!("pause-step-1"), key!("pause-step-2"), key!("pause-step-3")],
            Right::Portability => [key!("take-step-1"), key!("take-step-2"), key!("take-step-3")],
            Right::Withdrawal => [key!("withdraw-step-1"), key!("withdraw-step-2"), key!("withdraw-step-3")],
            Right::HumanReview => [key!("review-step-1"), key!("review-step-2"), key!("review-step-3")],
            _ => [key!("object-step-1"), key!("object-step-2"), key!("object-step-3")],
        }
    }

    /// What the button says.
    pub fn send(&self) -> &'static str {
        match self.right {
            Right::Restriction => key!("pause-send"),
            Right::Portability => key!("take-send"),
            Right::Withdrawal => key!("withdraw-send"),
            Right::HumanReview => key!("review-send"),
            _ => key!("object-send"),
        }
    }

    /// Where the form goes.
    pub fn path(&self) -> &'static str {
        match self.right {
            Right::Restriction => "/my/pause",
            Right::Portability => "/my/take-along",
            Right::Withdrawal => "/my/withdraw-consent",
            Right::HumanReview => "/my/review",
            _ => "/my/object",
        }
    }
}
