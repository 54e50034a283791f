//! Typed ids. Each is a UUIDv7 (RFC 9562 section 5.7) written as text, so that ids sort by creation time.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entropy::Entropy;

/// A UUIDv7 from an instant and random bytes: repeatable when both are.
pub fn uuid_v7(now: Timestamp, entropy: &Entropy) -> Uuid {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &entropy.bytes()).into_uuid()
}

/// The text is no id of this kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{given}” is no {kind} id; an id looks like 0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11")]
pub struct IdError {
    /// What kind of id was expected.
    pub kind: &'static str,
    /// What was given.
    pub given: String,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, ordered after those made before `now`.
            pub fn new(now: Timestamp, entropy: &Entropy) -> Self {
                Self(uuid_v7(now, entropy))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::parse_str(text)
                    .map(Self)
                    .map_err(|_| IdError { kind: $kind, given: text.chars().take(60).collect() })
            }
        }
    )*};
}

ids! {
    /// One exercise of a right.
    RequestId = "request";
    /// One system's part in a request.
    StepId = "step";
    /// One unit of background work.
    JobId = "job";
    /// A sealed answer that a subject may collect.
    ArchiveId = "archive";
    /// A message on its way out.
    MessageId = "message";
    /// A signed-in browser.
    SessionId = "session";
    /// A member of staff.
    StaffId = "staff";
    /// A person known to Gestand by a verified address.
    SubjectId = "subject";
    /// An obligation of a person at a recipient without an interface.
    TaskId = "task";
    /// A program that may ask for decisions, by the key that it was given.
    ProgramId = "key";
}
