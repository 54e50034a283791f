//! How long data are kept, and what keeps them longer.
//!
//! [`Term`] says from when and for how long; [`release_date`] gives the first day on which the data may go;
//! [`Hold`] is a reason that keeps data which an erasure would otherwise take; [`LegalTerms`] are the law's
//! own terms as dated data, so that a policy which promises less than the law is lifted to it. [`cutoff`] turns
//! a term round, for questions about whole tables; [`rule`] is the life of a rule that carries a term out.
//!
//! Everything is a pure function of its arguments. To add a way to start a term, add a variant to [`Start`];
//! to add or change a legal term, edit `law.toml`.

mod cutoff;
mod hold;
mod law;
pub mod rule;
mod term;

pub use cutoff::{cutoff, cutoff_of_all, in_days};
pub use hold::{Hold, Until, until};
pub use law::{LawError, LegalTerm, LegalTerms, Nature, Release, Source};
pub use rule::{RuleCommand, RuleEvent, RuleRefusal, RuleState};
pub use term::{BookYear, Start, State, Term, TermError, Then, release_date, state};
