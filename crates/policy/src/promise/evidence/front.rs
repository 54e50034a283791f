//! What a drill met at the front door: it asked the pages and the mail gate as people do, on the running system.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::facts::RightKind;

/// What the pages and the mail gate did when a drill asked them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FrontEvidence {
    /// How often an address that is not for everybody was asked without leave.
    pub guarded: u64,
    /// Addresses that let somebody in who had no leave.
    pub opened: Vec<String>,
    /// The form without an account.
    pub form: Option<FormTrial>,
    /// What somebody gets who has not shown who they are.
    pub identity: Option<IdentityTrial>,
    /// Whether the page of own ids showed exactly what the browser sent, without the key to a session.
    pub own_ids: Option<bool>,
    /// Handing something in safely.
    pub handed_in: Option<HandIn>,
    /// Rights as the public page explains them.
    pub rights: Vec<RightShown>,
    /// The mail gate.
    pub mail: Option<MailTrial>,
    /// Signing in, and what follows when a password leaked.
    pub account: Option<AccountTrial>,
    /// The fields that people are asked to fill in, as the pages of forms show them.
    pub fields: Vec<FieldShown>,
    /// Writing to the privacy contact.
    pub contact: Option<ContactTrial>,
}

/// A field of a form, as somebody meets it on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldShown {
    /// The page: its address.
    pub page: String,
    /// In which language.
    pub language: kernel::Language,
    /// The field's name in the form.
    pub name: String,
    /// The data category that it asks for, as the page says: an id.
    pub category: Option<String>,
    /// What its label says: that it is required or not; none when the label does not say.
    pub says: Option<bool>,
    /// Whether the form does without it.
    pub required: bool,
    /// What the page says of what happens without it; empty when it does not.
    pub without: String,
}

/// Writing to the privacy contact.
#[expect(clippy::struct_excessive_bools, reason = "each is the outcome of one test of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactTrial {
    /// The form was served in every language.
    pub served: bool,
    /// A request, a breach, a complaint and another question each went their own way, by the form and by mail.
    pub routed: bool,
    /// What was said stood nowhere in the open.
    pub sealed: bool,
    /// Nobody but who decides could read it.
    pub others_refused: bool,
    /// An officer sent one another way, with the term of that way.
    pub corrected: bool,
    /// The answer of an officer arrived.
    pub answered: bool,
    /// One became a request that asks first who somebody is.
    pub requested: bool,
    /// Mail that a machine sent by itself was dropped.
    pub machines_dropped: bool,
}

/// Messages to the privacy contact, from the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessagesInEvidence {
    /// When they were counted.
    pub at: Timestamp,
    /// How many came in within a year.
    pub taken: u64,
    /// Of these, sent another way by an officer.
    pub corrected: u64,
    /// Of these, waiting past their term.
    pub waiting_late: u64,
    /// Of these, answered past their term.
    pub answered_late: u64,
}

/// What the doors did with somebody who came with the right thing, and with the wrong one.
#[expect(clippy::struct_excessive_bools, reason = "each is the outcome of one test of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountTrial {
    /// A wrong code and a wrong password opened nothing.
    pub wrong_refused: bool,
    /// A code that was used before opened nothing, nor did it in another browser than the one that asked.
    pub replay_refused: bool,
    /// With a second step set up, the first alone opened nothing.
    pub second_step: bool,
    /// The right ones opened the person's own page.
    pub let_in: bool,
    /// Known and unknown addresses were answered alike.
    pub alike: bool,
    /// A password that is short or leaked was refused, and one of plain words taken.
    pub weak_refused: bool,
    /// The page on which a password is set says in every language that keeping it secret is advice.
    pub advice: bool,
    /// After the report of a leak every session was over, the one that reported it too.
    pub sessions_ended: bool,
    /// The password no longer worked, and the person could come in again by a code.
    pub password_gone: bool,
    /// The desk had something to look into, and it was on the record.
    pub triage_opened: bool,
}

/// The form by which anybody exercises a right.
#[expect(clippy::struct_excessive_bools, reason = "each is the outcome of one test of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormTrial {
    /// It was served in every language.
    pub served: bool,
    /// Known and unknown addresses got the same answer.
    pub alike: bool,
    /// What was sent became a request.
    pub filed: bool,
    /// The sender was asked who they are, and nothing else was sent to them.
    pub asked: bool,
}

/// What somebody gets who has not shown who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityTrial {
    /// A request for a copy waited for the proof: nothing was searched or packed, and it could not be approved.
    pub waits: bool,
    /// A code that was not the one in the mail opened nothing.
    pub wrong_code_refused: bool,
    /// Somebody with another account saw nothing of it.
    pub others_refused: bool,
}

/// Something sensitive that was handed in.
#[expect(clippy::struct_excessive_bools, reason = "each is the outcome of one test of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandIn {
    /// It was taken.
    pub taken: bool,
    /// What is no picture and no document was not.
    pub odd_refused: bool,
    /// At rest it is sealed: its bytes stand nowhere in the open.
    pub sealed: bool,
    /// Nobody but who decides could look.
    pub others_refused: bool,
    /// A look is on the record.
    pub look_recorded: bool,
    /// After the judgement it was gone, with a receipt.
    pub destroyed: bool,
}

/// How a right is explained on the public page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightShown {
    /// Which.
    pub right: RightKind,
    /// In which language.
    pub language: kernel::Language,
    /// Whether what it is and its article stand on the page.
    pub explained: bool,
}

/// What the mail gate did.
#[expect(clippy::struct_excessive_bools, reason = "each is the outcome of one test of its own")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailTrial {
    /// A message that can be refused says how in its text, with who sends it and where they are.
    pub says_how: bool,
    /// The same in both headers of RFC 8058.
    pub headers: bool,
    /// Looking at the link changed nothing.
    pub looking_changes_nothing: bool,
    /// One click of a mail program, without sign-in, ended it at once: the next message stayed in.
    pub one_click: bool,
    /// After that a message that belongs to an order still left.
    pub transactional_left: bool,
    /// One that sells something under that name stayed in.
    pub promotion_kept_in: bool,
    /// A message without a purpose of the policy stayed in.
    pub codeless_kept_in: bool,
    /// A message for a purpose of consent stayed in, because no consent was on record.
    pub unconsented_kept_in: bool,
    /// What left has class, purpose and basis on the record.
    pub basis_recorded: bool,
    /// A message that would tell whether it is read stayed in; none when it was not tried.
    #[serde(default)]
    pub tracking_kept_in: Option<bool>,
    /// A letter that was asked for on the form; none where the policy has no letter that rests on consent.
    #[serde(default)]
    pub letter: Option<LetterTrial>,
}

/// A letter that was asked for, confirmed from the mailbox, and ended.
#[expect(clippy::struct_excessive_bools, reason = "each is a test of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterTrial {
    /// Before the confirmation nothing left but the mail that asks for it, and looking at its link confirmed nothing.
    pub nothing_before: bool,
    /// Whoever asked got the same answer as with an address that is on the list, and a mailbox no more than some mails.
    pub alike_and_limited: bool,
    /// After the confirmation the letter left.
    pub left: bool,
    /// The consent stands in the register, attested by the ledger, and its receipt holds.
    pub proved: bool,
    /// A letter that follows its reader stayed in until that was agreed to by itself, and then left.
    pub followed_by_own_consent: bool,
    /// One click ended the letter and the following at once.
    pub ended: bool,
}

/// Messages that answer no request, from the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessagesEvidence {
    /// When it was counted.
    pub at: Timestamp,
    /// Messages that left.
    pub admitted: u64,
    /// Of these, without a purpose or basis on the record.
    pub without_basis: u64,
    /// Of these, that can be refused and did not say how.
    pub without_way_out: u64,
    /// Messages that stayed in.
    pub kept_in: u64,
}

/// What was asked and handed in to show who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofsEvidence {
    /// When it was looked at.
    pub at: Timestamp,
    /// Times that somebody was asked.
    pub asked: u64,
    /// Pieces of files that should be gone and are there.
    pub left_behind: u64,
}
