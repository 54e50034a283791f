//! The words of a request that subject and officer share: what is asked, how far it is, how far each system is.
//!
//! What a word means for the reader is a text; its name in addresses and style sheets is its `slug`.

use crate::text::key;

/// One of the rights of the GDPR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Article 15.
    Access,
    /// Article 16.
    Rectification,
    /// Article 17.
    Erasure,
    /// Article 18.
    Restriction,
    /// Article 20.
    Portability,
    /// Article 21.
    Objection,
    /// Article 7(3).
    Withdrawal,
    /// Article 22(3).
    HumanReview,
    /// Article 77.
    Complaint,
}

impl Right {
    /// Every right, in the order of the articles.
    pub const ALL: [Self; 9] = [
        Self::Access,
        Self::Rectification,
        Self::Erasure,
        Self::Restriction,
        Self::Portability,
        Self::Objection,
        Self::Withdrawal,
        Self::HumanReview,
        Self::Complaint,
    ];

    /// Whether a person of the organisation answers it in their own words.
    pub fn in_words(&self) -> bool {
        matches!(self, Self::HumanReview | Self::Complaint)
    }

    /// The right's name for officers.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Access => key!("right-access"),
            Self::Rectification => key!("right-rectification"),
            Self::Erasure => key!("right-erasure"),
            Self::Restriction => key!("right-restriction"),
            Self::Portability => key!("right-portability"),
            Self::Objection => key!("right-objection"),
            Self::Withdrawal => key!("right-withdrawal"),
            Self::HumanReview => key!("right-human-review"),
            Self::Complaint => key!("right-complaint"),
        }
    }

    /// What the subject asked, in the subject's words.
    pub fn asked(&self) -> &'static str {
        match self {
            Self::Access => key!("asked-access"),
            Self::Rectification => key!("asked-rectification"),
            Self::Erasure => key!("asked-erasure"),
            Self::Restriction => key!("asked-restriction"),
            Self::Portability => key!("asked-portability"),
            Self::Objection => key!("asked-objection"),
            Self::Withdrawal => key!("asked-withdrawal"),
            Self::HumanReview => key!("asked-human-review"),
            Self::Complaint => key!("asked-complaint"),
        }
    }

    /// Its name in addresses.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Rectification => "rectification",
            Self::Erasure => "erasure",
            Self::Restriction => "restriction",
            Self::Portability => "portability",
            Self::Objection => "objection",
            Self::Withdrawal => "withdrawal",
            Self::HumanReview => "human-review",
            Self::Complaint => "complaint",
        }
    }
}

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Filed; what it touches is being looked up.
    Received,
    /// Filed by a way that does not show who asks; that is found out first.
    Identifying,
    /// Looked up; an officer decides.
    Deciding,
    /// Allowed; it is being carried out.
    Running,
    /// Answered as far as can be; a recipient without an interface has yet to report.
    InPart,
    /// Carried out and answered.
    Answered,
    /// Refused, with the reason.
    Refused,
    /// Taken back by the subject.
    Withdrawn,
}

impl Stage {
    /// Every stage, in the order of a request's life.
    pub const ALL: [Self; 8] = [
        Self::Received,
        Self::Identifying,
        Self::Deciding,
        Self::Running,
        Self::InPart,
        Self::Answered,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// The stage for the subject.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Received => key!("stage-received"),
            Self::Identifying => key!("stage-identifying"),
            Self::Deciding => key!("stage-deciding"),
            Self::Running => key!("stage-running"),
            Self::InPart => key!("stage-in-part"),
            Self::Answered => key!("stage-answered"),
            Self::Refused => key!("stage-refused"),
            Self::Withdrawn => key!("stage-withdrawn"),
        }
    }

    /// The stage in a sentence, for the subject.
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::Received => key!("stage-received-means"),
            Self::Identifying => key!("stage-identifying-means"),
            Self::Deciding => key!("stage-deciding-means"),
            Self::Running => key!("stage-running-means"),
            Self::InPart => key!("stage-in-part-means"),
            Self::Answered => key!("stage-answered-means"),
            Self::Refused => key!("stage-refused-means"),
            Self::Withdrawn => key!("stage-withdrawn-means"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Identifying => "identifying",
            Self::Deciding => "deciding",
            Self::Running => "running",
            Self::InPart => "in-part",
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Nothing more will happen.
    pub fn closed(&self) -> bool {
        matches!(self, Self::Answered | Self::Refused | Self::Withdrawn)
    }

    /// The way from filing to this stage and on to the end: each station with whether it lies behind the
    /// request, is where it stands, or is ahead.
    pub fn track(&self) -> Vec<Station> {
        let way: &[Self] = match self {
            Self::Refused | Self::Withdrawn => &[Self::Received, Self::Deciding, *self],
            Self::Identifying => &[Self::Received, Self::Identifying, Self::Deciding, Self::Answered],
            Self::InPart => &[Self::Received, Self::Deciding, Self::InPart, Self::Answered],
            _ => &[Self::Received, Self::Deciding, Self::Running, Self::Answered],
        };
        let here = way.iter().position(|stage| stage == self).unwrap_or(0);
        way.iter()
            .enumerate()
            .map(|(index, stage)| Station {
                stage: *stage,
                place: match index.cmp(&here) {
                    std::cmp::Ordering::Less => Place::Behind,
                    std::cmp::Ordering::Equal if stage.closed() => Place::Arrived,
                    std::cmp::Ordering::Equal => Place::Here,
                    std::cmp::Ordering::Greater => Place::Ahead,
                },
            })
            .collect()
    }
}

/// One station on a request's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Station {
    /// Which.
    pub stage: Stage,
    /// Where the request is, seen from it.
    pub place: Place,
}

/// A station as seen from where the request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Done.
    Behind,
    /// Going on.
    Here,
    /// The end, reached.
    Arrived,
    /// Still to come.
    Ahead,
}

impl Place {
    /// The place in words, for readers who do not see the line.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Behind => key!("place-behind"),
            Self::Here => key!("place-here"),
            Self::Arrived => key!("place-arrived"),
            Self::Ahead => key!("place-ahead"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Behind => "behind",
            Self::Here => "here",
            Self::Arrived => "arrived",
            Self::Ahead => "ahead",
        }
    }
}

/// How far one system's part in a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Not begun.
    Waiting,
    /// Going on.
    Busy,
    /// Did not succeed; tried again by itself.
    Retrying,
    /// Done, with a receipt.
    Done,
    /// A person has to do it: the system has no interface.
    ByHand,
    /// It cannot go on without help.
    Stuck,
}

impl StepState {
    /// Every state, what is still to come last.
    pub const ALL: [Self; 6] =
        [Self::Done, Self::Busy, Self::Stuck, Self::Retrying, Self::ByHand, Self::Waiting];

    /// What it means for the subject, where the word alone does not say.
    pub fn meaning(&self) -> Option<&'static str> {
        match self {
            Self::Retrying => Some(key!("step-retrying-means")),
            Self::ByHand => Some(key!("step-by-hand-means")),
            Self::Stuck => Some(key!("step-stuck-means")),
            Self::Waiting | Self::Busy | Self::Done => None,
        }
    }

    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Waiting => key!("step-waiting"),
            Self::Busy => key!("step-busy"),
            Self::Retrying => key!("step-retrying"),
            Self::Done => key!("step-done"),
            Self::ByHand => key!("step-by-hand"),
            Self::Stuck => key!("step-stuck"),
        }
    }

    /// Class name.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Busy => "busy",
            Self::Retrying => "retrying",
            Self::Done => "done",
            Self::ByHand => "by-hand",
            Self::Stuck => "stuck",
        }
    }
}
