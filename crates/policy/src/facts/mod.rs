//! The facts of a policy, by topic: one file of the folder, one module here.
//!
//! The types are the format: their serde names are the keys of the TOML files, their JSON Schemas are what
//! editors complete and what [`crate::compile`] checks against, so that all three agree by construction.
//! To add a fact: add a field here (with its documentation: it becomes the help in editors), a line in
//! `crate::prose::paths` when prose may show it, and run `UPDATE_SCHEMAS=1 cargo test -p policy`.

pub mod categories;
pub mod figures;
pub mod header;
pub mod organisation;
pub mod purposes;
pub mod recipients;
pub mod retention;
pub mod rights;
pub mod security;
pub mod services;
pub mod storage;
pub mod subjects;
pub mod systems;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use categories::{CategoriesFile, Category, Source};
pub use figures::{Figure, FigureValue, FiguresFile};
pub use header::PolicyHeader;
pub use organisation::{Address, Authority, Contact, DataProtectionOfficer, Organisation, Registration};
pub use purposes::{Basis, Purpose, PurposesFile};
pub use recipients::{Agreement, Recipient, RecipientDesk, RecipientsFile, Role, Safeguard};
pub use retention::{Ending, RetentionFile, Start, Term};
pub use rights::{Right, RightKind, Rights, RightsFile};
pub use security::{Breach, Measure, MeasureKind, SecurityFile, SubjectNotice};
pub use services::{Cookie, Party, Service, ServiceKind, ServicesFile};
pub use storage::Storage;
pub use subjects::{Subject, SubjectsFile};
pub use systems::System;

/// Everything that a policy states as fact. Maps are by the id that other facts, prose and systems refer to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Who is responsible, and how to reach them.
    pub organisation: Organisation,
    /// Whose data are processed.
    pub subjects: BTreeMap<String, Subject>,
    /// Which data.
    pub categories: BTreeMap<String, Category>,
    /// For what, on which legal basis.
    pub purposes: BTreeMap<String, Purpose>,
    /// Who receives them.
    pub recipients: BTreeMap<String, Recipient>,
    /// What stores or reads on a visitor's device.
    pub services: BTreeMap<String, Service>,
    /// How long data are kept.
    pub terms: BTreeMap<String, Term>,
    /// The rights of subjects and the terms for answering.
    pub rights: Rights,
    /// The measures of security.
    pub measures: BTreeMap<String, Measure>,
    /// What happens after a breach.
    pub breach: Breach,
    /// Where data are stored and from where they are reached.
    pub storage: Storage,
    /// Whatever else the prose needs a figure or a word for.
    pub figures: BTreeMap<String, Figure>,
    /// The places that hold personal data, with their data maps.
    pub systems: BTreeMap<String, System>,
}
