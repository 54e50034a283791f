//! What can be shown: plain records that the application gathers and promises judge.
//!
//! Nothing here names a person. Every list may be empty and every option absent: absence is never proof, so
//! a promise that finds nothing to look at is unproven. To add evidence: add a field or a record here, gather
//! it in the application, and read it in the promise's file.

mod attestations;
mod choices;
mod front;
mod published;
mod requests;
mod rights;
mod site;
mod systems;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use attestations::{AttestationEvidence, BY_PEOPLE};
pub use choices::{AskedService, ChoicesEvidence, RegisterOfChoices};
pub use front::{
    AccountTrial, ContactTrial, FieldShown, FormTrial, FrontEvidence, HandIn, IdentityTrial, LetterTrial,
    MailTrial, MessagesEvidence, MessagesInEvidence, ProofsEvidence, RightShown,
};
pub use rights::{
    CarriedOut, Granted, InForce, ObjectionRow, OptOutRow, RestrictionEnd, RightsEvidence, TakenAlong,
};
pub use site::{FindingKind, SentTo, ServiceAtWork, SiteEvidence, SiteFinding, StoredThing};
pub use systems::{CollectionLook, PaymentLook, PersonalLook, SystemLook, SystemReach, SystemsEvidence};

pub use published::{
    ArchivedEdition, ContactEvidence, EditionsEvidence, MailTemplate, MailboxProbe, PublishedRow,
    ServedDocument,
};
pub use requests::{
    ArchiveEvidence, Delivery, ErasureEvidence, Outcome, RegisterEvidence, RequestRow, SystemReceipt,
};

/// Everything gathered for one check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    /// The archive of editions, hashed again.
    pub editions: Option<EditionsEvidence>,
    /// Whether the privacy contact is named and answers.
    pub contact: Option<ContactEvidence>,
    /// Requests, one anonymous row each, drills included.
    pub requests: Vec<RequestRow>,
    /// The register of closed requests.
    pub register: Option<RegisterEvidence>,
    /// Answers that were packed for subjects.
    pub archives: Vec<ArchiveEvidence>,
    /// Erasures that were carried out.
    pub erasures: Vec<ErasureEvidence>,
    /// Whether what was kept is let go when its term has passed.
    pub holds: Option<HoldsEvidence>,
    /// How retention terms are carried out.
    pub retention: Option<RetentionEvidence>,
    /// Relations that were ended.
    pub endings: Vec<EndingRow>,
    /// What exercising the other rights left behind.
    pub rights: RightsEvidence,
    /// The state of the ledger.
    pub ledger: Option<LedgerEvidence>,
    /// What is on the maps of the systems, and what looks at them found.
    pub systems: Option<SystemsEvidence>,
    /// Messages that answer no request.
    pub messages: Option<MessagesEvidence>,
    /// What was asked and handed in to show who somebody is.
    pub proofs: Option<ProofsEvidence>,
    /// Requests about data of another controller.
    pub passed_on: Option<PassedOnEvidence>,
    /// Reports that a password leaked.
    pub leaks: Option<LeaksEvidence>,
    /// Messages to the privacy contact.
    pub messages_in: Option<MessagesInEvidence>,
    /// What visitors are asked, and what they chose.
    pub choices: Option<ChoicesEvidence>,
    /// What a real browser saw on the site.
    pub site: Option<SiteEvidence>,
    /// What people attest.
    pub attestations: Vec<AttestationEvidence>,
    /// The last drill: a marked synthetic person sent through what exists.
    pub drill: Option<DrillEvidence>,
}

/// Requests about data of another controller (mostly a school), of the last year; drills are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassedOnEvidence {
    /// When it was counted.
    pub at: Timestamp,
    /// Passed on.
    pub passed: u64,
    /// Of these, later than [`PASS_ON_DAYS`] days after they came.
    pub late: u64,
    /// Turned down for that reason more than a day ago, and not passed on.
    pub unsent: u64,
}

/// Within how many days a request is passed on to the controller, who has a month to answer it.
pub const PASS_ON_DAYS: i64 = 5;

/// Reports that a password leaked, of the last year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaksEvidence {
    /// When it was counted.
    pub at: Timestamp,
    /// Reports.
    pub reported: u64,
    /// Of these, that nobody has looked into for more than [`LEAK_DAYS`] days.
    pub late: u64,
}

/// Within how many days somebody looks into the report of a leaked password: the term in which a breach must be notified
/// begins when it is known (GDPR art. 33(1)).
pub const LEAK_DAYS: i64 = 3;

/// Rows that an erasure left in place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptRows {
    /// The system's id.
    pub system: String,
    /// The collection's id.
    pub collection: String,
    /// How many.
    pub rows: u64,
    /// The retention term that keeps them: an id; absent when the map keeps them for another reason.
    pub term: Option<String>,
    /// Whether the receipt names the reason.
    pub reason: bool,
    /// The day on which the last of them is released; absent when the receipt names none.
    pub release: Option<jiff::civil::Date>,
}

/// Whether holds end when their terms do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldsEvidence {
    /// When it was looked at.
    pub at: Timestamp,
    /// Rows whose term had passed and that were purged, ever.
    pub purged_past_term: u64,
    /// Rows whose term has passed and that are still there.
    pub still_past_term: u64,
}

/// How retention terms are carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionEvidence {
    /// When it was counted in the systems.
    pub at: Timestamp,
    /// Every place where a term ends by a rule.
    pub rules: Vec<RetentionRule>,
    /// Terms that no rule carries out: ids.
    pub without_rule: Vec<String>,
}

/// A place where a term ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionRule {
    /// The rule: system, collection and term.
    pub rule: String,
    /// The term: an id.
    pub term: String,
    /// Whether it is carried out without a person; otherwise somebody decides row by row.
    pub automatic: bool,
    /// Whether somebody confirmed it as it reads now.
    pub confirmed: bool,
    /// When it was last carried out to its end.
    pub swept: Option<Timestamp>,
    /// Rows that it let go, ever, as far as is remembered.
    pub purged: u64,
    /// Rows past their date that nothing holds; absent when the system did not answer.
    pub due: Option<u64>,
}

impl RetentionRule {
    /// Whether rows stay past their date although the rule is in use: it was not carried out for days.
    pub fn is_late(&self, now: Timestamp) -> bool {
        let days = jiff::SignedDuration::from_hours(24 * SWEEP_DAYS);
        let idle = self.swept.is_none_or(|swept| now.duration_since(swept) > days);
        self.automatic && self.confirmed && idle && self.due.is_some_and(|due| due > 0)
    }

    /// Whether it does what it is for: in use, carried out in the last days, and nothing left.
    pub fn is_kept(&self, now: Timestamp) -> bool {
        let days = jiff::SignedDuration::from_hours(24 * SWEEP_DAYS);
        let swept = self.swept.is_some_and(|swept| now.duration_since(swept) <= days);
        let in_use = if self.automatic { self.confirmed && swept } else { true };
        in_use && (self.due == Some(0) || (self.automatic && swept && self.due.is_some()))
    }
}

/// A relation that was ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndingRow {
    /// When the end was told.
    pub at: Timestamp,
    /// Whether an erasure request is linked to it.
    pub erasure_linked: bool,
    /// Whether it was a drill's.
    pub drill: bool,
}

/// The state of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerEvidence {
    /// When it was verified.
    pub at: Timestamp,
    /// How many entries were verified.
    pub size: u64,
    /// The first entry that does not verify.
    pub first_bad: Option<u64>,
    /// When every entry was recomputed last. In between only what came after is.
    #[serde(default)]
    pub whole_at: Option<Timestamp>,
}

/// A drill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrillEvidence {
    /// When it ended.
    pub at: Timestamp,
    /// Its steps in order.
    pub steps: Vec<DrillStep>,
    /// The data categories of the rows that were planted of the synthetic person.
    #[serde(default)]
    pub planted: Vec<String>,
    /// The data categories that the copy for the synthetic person held.
    #[serde(default)]
    pub copied: Vec<String>,
    /// What the pages and the mail gate did when they were asked.
    #[serde(default)]
    pub front: FrontEvidence,
}

/// A step of a drill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrillStep {
    /// The step's name: see the constants in [`drill`].
    pub name: String,
    /// Whether it passed.
    pub passed: bool,
}

/// The names of a drill's steps that promises look for.
pub mod drill {
    /// Telling that a relation ends opened a linked erasure request.
    pub const ENDING: &str = "ending-opens-erasure";
    /// A row under a hold was kept and a row past its term was purged.
    pub const HOLD: &str = "hold-kept-and-released";
    /// The answer was refused without the sign-in and given with it.
    pub const DELIVERY: &str = "answer-behind-sign-in";
    /// The register row of an erasure was tested against what was known of the synthetic person.
    pub const REIDENTIFICATION: &str = "register-row-anonymous";
    /// A row of the synthetic person that was past its date was let go by the confirmed rule, and one that a hold
    /// keeps was not.
    pub const SWEPT: &str = "past-term-swept";
    /// Of two synthetic clients the profile of the one who left went by the confirmed rules, and that of the one who stays
    /// is as it was.
    pub const CLIENTS: &str = "ended-client-goes-and-other-stays";
    /// The decision point refused every purpose the use of data that the policy does not name for it.
    pub const PURPOSES: &str = "other-purposes-refused";
    /// The decision point kept an address that was collected for another purpose out of every list.
    pub const LISTS: &str = "address-kept-out-of-lists";
    /// After the erasure staff were refused what remained, and let in only with a reason on record.
    pub const ARCHIVE: &str = "archive-closed";
    /// A wrong value was corrected in every system that has it, and stands there no more.
    pub const CORRECTED: &str = "corrected-everywhere";
    /// Under a restriction use was denied and the rows were marked; afterwards neither.
    pub const RESTRICTED: &str = "restricted-and-lifted";
    /// An objection stopped everything at once, and refusing it let it go on.
    pub const HALTED: &str = "objection-halts";
    /// After the data were taken along everything was there as before.
    pub const TAKEN_ALONG: &str = "taken-along-and-kept";
    /// A choice was recorded under a number that itself stands nowhere, and its receipt held.
    pub const CHOSEN: &str = "choice-recorded-and-proved";
    /// Closing the notice was recorded as refusing, and one that allowed something was refused.
    pub const CLOSED: &str = "closing-is-refusing";
    /// One purpose was allowed and the others refused, and decisions followed.
    pub const OWN_CHOICE: &str = "each-purpose-its-own-choice";
    /// After a withdrawal every use that rested on consent was refused at once.
    pub const WITHDRAWN: &str = "withdrawn-at-once";
    /// A choice for a site that the policy does not name was refused.
    pub const SCOPED: &str = "choice-of-a-named-site";
    /// An erasure that followed from no ending was carried out, and every holder without an interface had a letter.
    pub const ERASED_ALONE: &str = "erased-without-ending";
    /// A founded objection ended in a copy, an erasure and a confirmation.
    pub const OBJECTION_ENDED: &str = "objection-granted";
    /// A wish to be left alone reached every list, and the list let the person go again afterwards.
    pub const OPTED_OUT: &str = "opt-out-everywhere";
    /// A row of somebody else in which the person stands came back in the copy as such.
    pub const DEPICTED: &str = "mention-in-copy";
    /// A visitor went through the banner with a real browser, and nothing contradicted the policy.
    pub const BROWSED: &str = "banner-in-a-browser";
    /// An edition could not come into force unannounced, and its message reached the synthetic person once.
    pub const ANNOUNCED: &str = "change-announced-first";
    /// A consent did not count for what a later edition widened, and went on counting for everything else.
    pub const ASKED_AGAIN: &str = "widening-asked-again";
    /// Visiting pages made no consent.
    pub const SILENT: &str = "visit-is-no-consent";
    /// Data were refused to a purpose other than the one they were collected for.
    pub const BOUND: &str = "purpose-of-collection-holds";
    /// The rules of each product stood on its page.
    pub const PRODUCTS: &str = "product-rules-shown";
    /// A request about data of another controller was passed on to them at once, and its person heard that.
    pub const PASSED_ON: &str = "passed-on-to-the-controller";
    /// Everything the drill had made was cleaned up.
    pub const CLEANED: &str = "cleaned-up";
}

/// For how many days something established once counts as proof. After that a promise that rests on it is
/// unproven until it is established again.
pub const MAX_AGE_DAYS: i64 = 31;

/// Within how many days rows that pass their date must have gone: rules are carried out every day.
pub const SWEEP_DAYS: i64 = 2;

/// For how many days back requests, answers and erasures of real people are looked at.
pub const WINDOW_DAYS: i64 = 365;

fn younger(at: Timestamp, now: Timestamp, days: i64) -> bool {
    now.duration_since(at) <= jiff::SignedDuration::from_hours(24 * days)
}

/// Whether something established at `at` still counts.
pub fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    younger(at, now, MAX_AGE_DAYS)
}

/// Whether a record of `at` is looked at: a year back for real ones, as long as proof counts for a drill's.
pub fn is_counted(at: Timestamp, drill: bool, now: Timestamp) -> bool {
    younger(at, now, if drill { MAX_AGE_DAYS } else { WINDOW_DAYS })
}

/// What the last drill says about one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrillResult {
    /// The step passed, recently enough.
    Passed(Timestamp),
    /// The step failed, recently enough.
    Failed(Timestamp),
    /// There was no such step, no drill, or it was too long ago.
    Nothing,
}

impl Evidence {
    /// What the last drill says about the step `name`.
    pub fn drilled(&self, name: &str, now: Timestamp) -> DrillResult {
        let Some(drill) = self.drill.as_ref().filter(|drill| is_fresh(drill.at, now)) else {
            return DrillResult::Nothing;
        };
        match drill.steps.iter().find(|step| step.name == name) {
            Some(step) if step.passed => DrillResult::Passed(drill.at),
            Some(_) => DrillResult::Failed(drill.at),
            None => DrillResult::Nothing,
        }
    }
}
