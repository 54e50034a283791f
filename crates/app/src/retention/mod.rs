//! Retention: what is past its date, who allowed it to go, and letting it go.
//!
//! [`rules`] makes the rules of the edition in force from its terms and data maps; [`preview`] says what each
//! would touch, [`look`](mod@look) looks closer; [`confirm`](mod@confirm) lets somebody who looked at that allow it; [`sweep`] carries it out batch by batch.
//! [`asked`](mod@asked) lets somebody decide about rows whose term asks a person. [`spare`] is what must stay all the same: holds, and whatever an open request asks for. Nothing goes by a rule
//! that nobody confirmed as it reads now.

pub mod asked;
pub mod confirm;
pub mod look;
pub mod preview;
pub mod rules;
pub(crate) mod spare;
pub mod sweep;

pub use confirm::{Confirmed, confirm};
pub use look::{Calendar, CalendarRule, RuleLook, calendar, look};
pub use preview::{Preview, RulePreview, UncoveredTerm, preview, preview_of};
pub(crate) use sweep::forget_old;
pub use sweep::{BATCH_ROWS, SweepView, queue, sweeps};

pub use ::retention::Then;
use kernel::{Actor, StaffRole};

use crate::error::{Error, Result};

/// Who an entry names as having allowed something.
fn name_of(actor: &Actor) -> Result<String> {
    match actor {
        Actor::Staff { id, role: StaffRole::Officer } => Ok(id.to_string()),
        Actor::Operator => Ok("operator".to_owned()),
        Actor::Drill => Ok("drill".to_owned()),
        _ => Err(Error::forbidden("decide-retention")),
    }
}

/// Whether an actor may look at counts of what is kept.
fn may_look(actor: &Actor) -> Result<()> {
    if matches!(actor, Actor::Staff { .. } | Actor::Operator | Actor::Worker | Actor::Drill) {
        Ok(())
    } else {
        Err(Error::forbidden("see-retention"))
    }
}
