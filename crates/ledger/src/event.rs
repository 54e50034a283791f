//! What an entry says: a kind from a closed list, what it is about, and a few plain facts.
//!
//! To record a new kind of thing, add a line to the list below; readers elsewhere treat kinds as text, so nothing
//! else has to change.
//!
//! INVARIANT: no personal data. Ids, counts, names of systems, hashes and dates are what belongs here. The
//! constructor refuses what looks like an e-mail address, because that is the slip that happens; the rest is the
//! care of whoever writes the event.

use serde_json::{Map, Value, json};

use crate::canonical::{self, CanonicalError};

/// Longest canonical form of an event, in bytes. An entry is a fact, not a document.
pub const LONGEST_EVENT: usize = 16 * 1024;

/// No event can be made of this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// The data is no JSON object.
    #[error("the data of an event must be a JSON object")]
    NotAnObject,
    /// Something in it looks like an e-mail address.
    #[error(
        "the data of an event looks like it holds an e-mail address; the ledger holds no personal data: name the request, not the person"
    )]
    Personal,
    /// It is longer than [`LONGEST_EVENT`].
    #[error(
        "the event is {0} bytes long; at most {LONGEST_EVENT} are kept: record counts and hashes, not contents"
    )]
    TooLong(usize),
    /// The kind is not on the list.
    #[error("“{0}” is no kind of event that this version knows")]
    UnknownKind(String),
    /// The data has no canonical form.
    #[error("the data of the event cannot be written down: {0}")]
    Canonical(#[from] CanonicalError),
}

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// What kind of thing happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum EventKind { $($(#[$doc])* $name,)* }

        impl EventKind {
            /// Every kind, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name in the ledger.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }

        impl std::str::FromStr for EventKind {
            type Err = EventError;
            fn from_str(text: &str) -> Result<Self, EventError> {
                match text {
                    $($text => Ok(Self::$name),)*
                    other => Err(EventError::UnknownKind(other.chars().take(60).collect())),
                }
            }
        }
    };
}

event_kinds! {
    /// An edition of the policy was published.
    EditionPublished = "edition-published";
    /// An edition was drafted; nobody is bound by it.
    EditionDrafted = "edition-drafted";
    /// The text of a draft was looked at; the data says what was found.
    EditionChecked = "edition-checked";
    /// A second person allowed an edition.
    EditionApproved = "edition-approved";
    /// An edition was announced: on every page, and by mail to whoever has an account.
    EditionAnnounced = "edition-announced";
    /// Everybody who is told of an edition by mail was told; the data holds how many.
    EditionTold = "edition-told";
    /// An announced edition came into force.
    EditionInForce = "edition-in-force";
    /// Another edition took the place of one.
    EditionSuperseded = "edition-superseded";
    /// An edition was given up before it was announced.
    EditionDropped = "edition-dropped";
    /// An edition ended the consents for some purposes: more is wanted than was agreed to.
    ConsentsEnded = "consents-ended";
    /// A request came in.
    RequestFiled = "request-filed";
    /// The person behind a request was asked who they are.
    IdentityAsked = "identity-asked";
    /// The person behind a request proved possession of a known address, or who they are.
    IdentityProved = "identity-proved";
    /// A proof of identity was not accepted.
    IdentityRefused = "identity-refused";
    /// What a request will do was worked out, per system and collection.
    PlanMade = "plan-made";
    /// A plan no longer fits the data and is made anew.
    PlanDropped = "plan-dropped";
    /// The officer allowed a request.
    RequestApproved = "request-approved";
    /// The officer refused a request, with the ground.
    RequestRefused = "request-refused";
    /// A request about data of another controller was passed on to them; the data says how many hours after it came.
    RequestPassedOn = "request-passed-on";
    /// The term of a request was extended (GDPR article 12(3)).
    RequestExtended = "request-extended";
    /// The person took the request back.
    RequestWithdrawn = "request-withdrawn";
    /// The first of two people allowed a request that needs two.
    RequestEndorsed = "request-endorsed";
    /// A decision that had not left the building was taken back.
    DecisionTakenBack = "decision-taken-back";
    /// The person was asked what exactly they mean; the clock stands still.
    QuestionAsked = "question-asked";
    /// The answer to that came, or it was gone on without one.
    QuestionEnded = "question-ended";
    /// An officer wrote a note about a request, or took one away.
    NoteWritten = "note-written";
    /// A file was handed in to show who somebody is; the data holds its kind and length.
    ProofHandedIn = "proof-handed-in";
    /// An officer looked at such a file.
    ProofSeen = "proof-seen";
    /// Such files were destroyed; the data is the receipt.
    ProofDestroyed = "proof-destroyed";
    /// The former address was told that another took its place.
    AddressChangeTold = "address-change-told";
    /// The officer was warned that a term is about to pass, or has.
    DeadlineWarned = "deadline-warned";
    /// Somebody wrote to the privacy contact, or answered a mail of ours; the data says how and which way it goes.
    MessageTaken = "message-taken";
    /// An officer sent such a message another way than its words did.
    MessageRouted = "message-routed";
    /// Such a message was dealt with; the data says how, and whether in time.
    MessageEnded = "message-ended";
    /// A message came back; the data says which text it was, whether for good, and the code.
    MessageBounced = "message-bounced";
    /// A message was let out, with its class, purpose and the basis of that.
    MessageAdmitted = "message-admitted";
    /// A message was kept in: the data says by what rule.
    MessageKeptIn = "message-kept-in";
    /// Somebody chose what messages they want; the data names the topic, not them.
    MailChoice = "mail-choice";
    /// Somebody said that their password leaked: sessions ended, a look at it opened.
    LeakReported = "leak-reported";
    /// A request waits for another one.
    RequestDeferred = "request-deferred";
    /// A request no longer waits for another one.
    RequestResumed = "request-resumed";
    /// Everything that a request is about stopped, before it was judged; the data names the systems.
    RequestHalted = "request-halted";
    /// What had been stopped for a request that was not granted went on.
    RequestReleased = "request-released";
    /// An officer decided what of others is left out of the texts of a copy; the data says of how many.
    RedactionDecided = "redaction-decided";
    /// A person of the organisation looked at what was asked, and wrote down what they found; the data says which way.
    RequestJudged = "request-judged";
    /// The person was told what is about to happen, before it did.
    RequestTold = "request-told";
    /// Carrying a request out began.
    RequestBegun = "request-begun";
    /// Everything that the systems themselves do for a request was done.
    RequestExecuted = "request-executed";
    /// A part of the answer was given; the data names the systems that are awaited.
    RequestAnsweredInPart = "request-answered-in-part";
    /// The whole answer was given.
    RequestAnswered = "request-answered";
    /// The holder of a system without an interface reported.
    TaskClosed = "task-closed";
    /// The letter to a holder without an interface was sent.
    TaskSent = "task-sent";
    /// A holder without an interface said that they have the letter.
    TaskAcknowledged = "task-acknowledged";
    /// Somebody was reminded of a task, or of an opt-out that is stuck; the data says of what.
    TaskReminded = "task-reminded";
    /// What a holder answered was kept, sealed; its digest is in the data.
    TaskAnswerKept = "task-answer-kept";
    /// What a holder answered was given to the person.
    TaskAnswerCollected = "task-answer-collected";
    /// What a holder answered was destroyed.
    TaskAnswerDestroyed = "task-answer-destroyed";
    /// A step of a request began.
    StepStarted = "step-started";
    /// A step of a request was done; its receipt's counts are in the data.
    StepDone = "step-done";
    /// A step of a request did not succeed and will be tried again, or by a person.
    StepFailed = "step-failed";
    /// The answer to a request was packed and sealed.
    AnswerSealed = "answer-sealed";
    /// The known address was told that there is an answer.
    AnswerAnnounced = "answer-announced";
    /// The answer was collected.
    AnswerCollected = "answer-collected";
    /// A copy may go straight to another controller; the data says by which way and until when.
    HandoverOpened = "handover-opened";
    /// Another controller has it; the data says what they answered and what went.
    HandoverDone = "handover-done";
    /// It did not get there; the data says why, in a word.
    HandoverFailed = "handover-failed";
    /// It was taken back before anybody had it.
    HandoverRevoked = "handover-revoked";
    /// Another system was told how far a request is that it passed on.
    StatusTold = "status-told";
    /// It could not be told and is told no more; the data says why, in a word.
    StatusUntold = "status-untold";
    /// A sealed answer was destroyed.
    AnswerDestroyed = "answer-destroyed";
    /// A request was closed; the outcome is in the data.
    RequestClosed = "request-closed";
    /// What identified a person was wiped from a closed request.
    RequestForgotten = "request-forgotten";
    /// A row of the register was written; the data holds its key and digest.
    RegisterWritten = "register-written";
    /// A message left, without saying to whom.
    MessageSent = "message-sent";
    /// A message was given up.
    MessageFailed = "message-failed";
    /// A person became known by a verified address.
    SubjectVerified = "subject-verified";
    /// A person's account at Gestand was deleted.
    SubjectDeleted = "subject-deleted";
    /// A member of staff got access.
    StaffAdded = "staff-added";
    /// A member of staff lost access, or got another role.
    StaffChanged = "staff-changed";
    /// A member of staff signed in.
    StaffSignedIn = "staff-signed-in";
    /// Somebody changed how they sign in; the data names the door and what changed, not them.
    CredentialChanged = "credential-changed";
    /// Somebody ended sessions of their own; the data holds how many.
    SessionsEnded = "sessions-ended";
    /// A report that a password leaked was looked into; the data holds what was found.
    LeakClosed = "leak-closed";
    /// A member of staff looked at somebody's data; the data holds their role and what they saw.
    DataSeen = "data-seen";
    /// A member of staff took another role for a short time; the data holds the role, why and until when.
    RoleRaised = "role-raised";
    /// They gave it back before its time.
    RoleReturned = "role-returned";
    /// A member of staff was kept out because they came from a country that the policy does not name.
    StaffKeptOut = "staff-kept-out";
    /// A program got a key.
    ProgramAdded = "program-added";
    /// The key of a program was ended.
    ProgramRevoked = "program-revoked";
    /// A promise changed its verdict.
    VerdictChanged = "verdict-changed";
    /// A synthetic person went through the house.
    DrillRun = "drill-run";
    /// A site was looked at with a real browser: the data says how many pages, states and findings.
    SiteScanned = "site-scanned";
    /// A system was found to differ from its data map, or to agree with it again.
    SystemDrifted = "system-drifted";
    /// Retention rules were run.
    SweepRun = "sweep-run";
    /// Somebody saw a retention rule as it reads now; it waits for a confirmation.
    RetentionRuleSeen = "retention-rule-seen";
    /// A retention rule was confirmed as it reads now: it may delete.
    RetentionRuleConfirmed = "retention-rule-confirmed";
    /// Somebody decided about rows whose term asks a person: the data says what, of which rule, and how many.
    RetentionDecided = "retention-decided";
    /// Somebody was put on the suppression list, or taken off it.
    SuppressionChanged = "suppression-changed";
    /// A member of staff stands for what no system shows; the data names the clause, the document and the review date.
    AttestationGiven = "attestation-given";
    /// An attestation was withdrawn.
    AttestationWithdrawn = "attestation-withdrawn";
    /// A hold was placed.
    HoldPlaced = "hold-placed";
    /// A hold was lifted.
    HoldLifted = "hold-lifted";
    /// Somebody opened archived data for a reason; the data names the system, term and how long.
    ArchiveOpened = "archive-opened";
    /// Opened archived data were closed again before their time.
    ArchiveClosed = "archive-closed";
    /// A system was searched for personal columns that nobody classified, or for payment numbers.
    SystemInspected = "system-inspected";
    /// Personal data was given to a recipient, on the record.
    DisclosureMade = "disclosure-made";
    /// Choices of visitors were recorded; the data holds how many, and the root of the tree over them.
    ConsentsRecorded = "consents-recorded";
    /// Somebody who signed in said that a visitor's choices are theirs.
    ConsentsLinked = "consents-linked";
    /// The event and salt of an earlier entry were wiped; the data names its number.
    EntryRedacted = "entry-redacted";
}

impl std::fmt::Display for EventKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that happened, ready to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    kind: EventKind,
    about: Option<String>,
    data: Map<String, Value>,
    canonical: String,
}

impl Event {
    /// An event that is about nothing in particular. `data` is a JSON object (or null for none).
    pub fn new(kind: EventKind, data: Value) -> Result<Self, EventError> {
        Self::build(kind, None, data)
    }

    /// An event about one thing (a request id, the hash of an edition): entries can be looked up by it.
    pub fn about(kind: EventKind, about: impl std::fmt::Display, data: Value) -> Result<Self, EventError> {
        Self::build(kind, Some(about.to_string()), data)
    }

    /// The event that says that entry `seq` was wiped.
    pub fn redaction(seq: u64, reason: &str) -> Result<Self, EventError> {
        Self::new(EventKind::EntryRedacted, json!({ "seq": seq, "reason": reason }))
    }

    /// Reads the canonical form back.
    pub fn parse(canonical: &str) -> Result<Self, EventError> {
        let value: Value = serde_json::from_str(canonical).map_err(|_| EventError::NotAnObject)?;
        let kind = value.get("kind").and_then(Value::as_str).unwrap_or_default().parse()?;
        let about = value.get("about").and_then(Value::as_str).map(str::to_owned);
        Self::build(kind, about, value.get("data").cloned().unwrap_or(Value::Null))
    }

    fn build(kind: EventKind, about: Option<String>, data: Value) -> Result<Self, EventError> {
        let data = match data {
            Value::Null => Map::new(),
            Value::Object(members) => members,
            _ => return Err(EventError::NotAnObject),
        };
        if about.as_deref().is_some_and(looks_like_address)
            || data.iter().any(|(k, v)| member_is_personal(k, v))
        {
            return Err(EventError::Personal);
        }
        let mut whole = json!({ "kind": kind.as_str(), "data": data });
        if let (Some(about), Some(members)) = (&about, whole.as_object_mut()) {
            members.insert("about".into(), about.as_str().into());
        }
        let canonical = canonical::to_string(&whole)?;
        if canonical.len() > LONGEST_EVENT {
            return Err(EventError::TooLong(canonical.len()));
        }
        Ok(Self { kind, about, data, canonical })
    }

    /// What kind of thing happened.
    pub fn kind(&self) -> EventKind {
        self.kind
    }

    /// What it is about, when it is about one thing.
    pub fn subject_matter(&self) -> Option<&str> {
        self.about.as_deref()
    }

    /// The plain facts.
    pub fn data(&self) -> &Map<String, Value> {
        &self.data
    }

    /// The one spelling that is hashed and stored.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}

fn member_is_personal(key: &str, value: &Value) -> bool {
    looks_like_address(key)
        || match value {
            Value::String(text) => looks_like_address(text),
            Value::Array(items) => items.iter().any(|item| member_is_personal("", item)),
            Value::Object(members) => members.iter().any(|(k, v)| member_is_personal(k, v)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
}

/// True when an `@` stands between something and a host name with a dot.
fn looks_like_address(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let host =
            after.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '-').next().unwrap_or_default();
        before.ends_with(|c: char| c.is_alphanumeric() || "._%+-".contains(c))
            && host.trim_end_matches('.').contains('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_and_back() {
        let event =
            Event::about(EventKind::StepDone, "r-1", json!({"rows": 3, "collection": "orders"})).unwrap();
        assert_eq!(
            event.canonical(),
            r#"{"about":"r-1","data":{"collection":"orders","rows":3},"kind":"step-done"}"#
        );
        assert_eq!(Event::parse(event.canonical()).unwrap(), event);
        let bare = Event::new(EventKind::SweepRun, Value::Null).unwrap();
        assert_eq!(bare.canonical(), r#"{"data":{},"kind":"sweep-run"}"#);
    }

    #[test]
    fn refuses_addresses_wherever_they_hide() {
        for data in [
            json!({"to": "jan@school.example"}),
            json!({"list": [{"deep": "Jan <jan.de.vries@school.example>"}]}),
            json!({"jan@school.example": 1}),
        ] {
            assert_eq!(Event::new(EventKind::MessageSent, data), Err(EventError::Personal));
        }
        assert_eq!(
            Event::about(EventKind::MessageSent, "jan@school.example", Value::Null),
            Err(EventError::Personal)
        );
        for data in [json!({"at": "@desk"}), json!({"v": "npm a@1"}), json!({"q": "who @ where"})] {
            assert!(Event::new(EventKind::MessageSent, data).is_ok());
        }
    }

    #[test]
    fn refuses_what_is_no_fact() {
        assert_eq!(Event::new(EventKind::SweepRun, json!([1])), Err(EventError::NotAnObject));
        let long = Event::new(EventKind::SweepRun, json!({ "x": "a".repeat(LONGEST_EVENT) }));
        assert!(matches!(long, Err(EventError::TooLong(_))));
    }

    #[test]
    fn every_kind_reads_back_and_is_kebab_case() {
        for kind in EventKind::ALL {
            assert_eq!(kind.as_str().parse::<EventKind>().unwrap(), *kind);
            assert!(kind.as_str().chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{kind}");
        }
        assert!(matches!("no-such".parse::<EventKind>(), Err(EventError::UnknownKind(_))));
    }
}
