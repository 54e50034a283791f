//! Mail: what Gestand writes to people, and how it leaves.
//!
//! [`Mail`] is the closed list of messages, each with a typed context; [`Composer`] renders one from the
//! templates under `templates/{nl,en}`; [`Message`] is a composed mail with its addresses; a [`Mailer`] takes it
//! away: [`SmtpMailer`] to a server, [`Outbox`] to a place on this machine.
//!
//! A letter to a holder without an interface is a mail as well: its text can be printed as it is.
//!
//! To add a mail, add a variant to [`Mail`] and a template per language; the compiler and the snapshot tests ask
//! for the rest. There is no free-form mail: what is sent can be reviewed in the templates and is snapshotted in
//! both languages. Nothing is ever loaded from a server when a mail is read, so nothing can be tracked.

pub mod bounce;
mod compose;
mod content;
mod deliver;
mod dkim;
mod html;
mod message;
mod outbox;
mod parts;
mod smtp;
mod words;

pub use compose::{ComposeError, Composed, Composer, Letterhead, samples};
pub use content::{Kind, Mail};
pub use deliver::{Delivery, Mailer, Problem, is_reserved};
pub use dkim::{Dkim, DkimError};
pub use message::{AddressError, Message};
pub use outbox::{Keep, Kept, NotKept, Outbox};
pub use parts::{
    About, AccountChange, Asked, CorrectedValue, CorrectionOutcome, CountLine, ErasureOutcome, Ground,
    HolderLine, HolderReport, Instruction, KeptLine, KeyLine, OutstandingLine, Release, StopOutcome,
    StuckLine, TaskLine,
};
pub use smtp::{SmtpError, SmtpMailer};
pub use words::{channel_text, ground_text, request_text, right_text};
