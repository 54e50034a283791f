//! The ledger: an append-only Merkle log of what happened, without a word about whom.
//!
//! An [`Event`] says what happened; a random [`Salt`] makes its hash unguessable; the two give a
//! [`Commitment`], and commitment and instant give the leaf. So the salt and the event can be wiped from a row
//! without the log losing its shape. Hashing is that of RFC 6962 section 2.1 (RFC 9162 section 2.1), checkpoints
//! are C2SP signed notes, and every proof verifies with nothing but the public key.
//!
//! This crate is pure: `store` keeps the rows, `app` decides what is worth an entry. To record a new kind of
//! thing, add a line to [`EventKind`]. The proofs are written here after RFC 9162's own iterative algorithms,
//! because the published libraries assert on input that comes from outside; tests hold them against one of those
//! libraries as an independent oracle.

pub mod batch;
pub mod canonical;
pub mod checkpoint;
pub mod entry;
pub mod event;
pub mod fault;
pub mod frontier;
pub mod hash;
pub mod keys;
pub mod proof;
pub mod proof_file;
pub mod verify;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use entry::{Commitment, Salt, StoredEntry, leaf};
pub use event::{Event, EventError, EventKind};
pub use fault::{Fault, FaultKind, Place, Report, Warning};
pub use frontier::{Frontier, FrontierError};
pub use hash::{Hash, HashError, leaf_hash, node_hash};
pub use keys::{KeyError, PublicKey, SigningKey};
pub use proof::{Node, ProofError, ProofPlan, verify_consistency, verify_inclusion};
pub use proof_file::{ProofFile, ProofFileError, Proven, verify_proof_file};
pub use verify::{Head, Verifier};
