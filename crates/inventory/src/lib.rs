//! The inventory: which systems hold what about whom, and what a request does to it. Pure rules, no driver.
//!
//! [`map`] is the language of data maps; [`parse`] reads one and reports everything that is wrong with it at
//! once. [`found`] is what a connector found for [`identity`] values; [`decide`] turns that into a
//! [`PreparedErasure`], and [`plan`] into the officer's counts. [`nested`] and [`needle`] read and rewrite
//! what stands inside values. [`rectification`] corrects, [`restriction`] stops use, [`payment`] recognises card and
//! account numbers, [`sweep`] lists the retention rules of a map, [`pattern`] says where files stand,
//! [`redact`] marks what stands about others in free text, [`explain`] why rows were found, [`events`] what a service tells by itself. [`discover`] proposes a map for a
//! database that has none. To add a rule about rows, write it in `decide` as a function of the map and the
//! row; connectors only fetch and write.

pub mod attributes;
pub mod check;
pub mod columns;
pub mod dates;
pub mod decide;
pub mod discover;
pub mod erasure;
pub mod events;
pub mod explain;
pub mod found;
pub mod held;
pub mod identity;
pub mod manual;
pub mod map;
pub mod needle;
pub mod nested;
pub mod order;
pub mod parse;
pub mod pattern;
pub mod payment;
pub mod plan;
pub mod rectification;
pub mod redact;
pub mod restriction;
pub mod schema;
pub mod sweep;
pub mod template;

pub use decide::{Day, DecideError, Decided, decide};
pub use erasure::{
    Action, Applied, Change, CollectionReceipt, ErasureOrder, Kept, KnownValue, Mention, MentionAction,
    PreparedCollection, PreparedErasure, PreparedGroup, PreparedRow, Receipt, Residue, ResidueClass,
    ResidueHit, Stood, Terms, Why,
};
pub use found::{CollectionReport, Found, FoundCollection, FoundRow, Key, RowReport};
pub use held::HeldBack;
pub use identity::Identity;
pub use manual::{Task, TaskKind};
pub use map::{DataMap, Relation};
pub use parse::MapProblem;
pub use plan::{CollectionPlan, ErasurePlan, MentionsPlan};
pub use rectification::{
    Correction, FieldCounts, PreparedRectification, RectificationOrder, RectificationReceipt, RectifyError,
};
pub use restriction::{
    Entry, ListCounts, MarkCounts, PreparedRestriction, PreparedSuppression, RestrictionReceipt,
    SuppressionOrder, SuppressionReceipt,
};
pub use sweep::{Branch, Sweep, SweepProblem, SweepRule};
