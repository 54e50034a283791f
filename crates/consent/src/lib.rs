//! Consent: what a visitor is asked, what they chose, and what that choice is worth. Pure rules: no clock, no
//! database, no network.
//!
//! [`offer`] is what an edition asks, in the shape that the banner takes; [`sent`] reads a choice as a site sends it
//! and holds it against the offer; [`record`] is the durable proof; [`standing`] says what a proof is worth under the
//! edition of today; [`letters`] is the same for mail; [`tally`] counts choices without people. To let the banner know more, add a field to
//! [`offer::Offer`] and to `banner/src/edition.ts`; to keep more of a choice, add it to [`record::Record`], whose
//! text is what the ledger attests.

pub mod letters;
pub mod offer;
pub mod record;
pub mod sent;
pub mod standing;
pub mod tally;

pub use letters::Letters;
pub use offer::{Kind, Offer, Purpose, Service, Words};
pub use record::{Control, Layer, Outcome, Record, subject};
pub use sent::{Refusal, Sent, SentError};
pub use standing::{Answer, standing};
