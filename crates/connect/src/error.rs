//! What can go wrong between Gestand and a system, named so that a worker knows whether to try again and a desk
//! knows what to say.
//!
//! No variant carries a value from the system: a driver's own message may quote the row it stumbled over
//! (`Duplicate entry 'eva@…'`), so messages are classified by code and never passed on.

/// Why a connector could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// Nobody answers at the address, or the connection broke.
    #[error(
        "the system “{system}” cannot be reached; it may be down, or its address or network rules may be wrong"
    )]
    Unreachable {
        /// The system's id.
        system: String,
    },
    /// The system answers, but not to us.
    #[error("the system “{system}” refuses the user name or password it was given")]
    Refused {
        /// The system's id.
        system: String,
    },
    /// It answers too slowly.
    #[error("the system “{system}” took too long to answer; nothing was changed")]
    Timeout {
        /// The system's id.
        system: String,
    },
    /// It takes no changes at present.
    #[error("the system “{system}” is read-only at present; nothing was changed")]
    ReadOnly {
        /// The system's id.
        system: String,
    },
    /// The account we use may not do this.
    #[error("the account for the system “{system}” lacks a permission{}; grant it and try again", of(table.as_deref()))]
    Permission {
        /// The system's id.
        system: String,
        /// The table, when it is known.
        table: Option<String>,
    },
    /// A policy of the database hides rows from the account that is used.
    #[error(
        "the system “{system}” hides rows of “{table}” from the account that Gestand uses, so nobody can say what is in \
         it; give the account the right to see all rows (in PostgreSQL BYPASSRLS)"
    )]
    Hidden {
        /// The system's id.
        system: String,
        /// The table.
        table: String,
    },
    /// The map names something that the database does not have.
    #[error(
        "the system “{system}” has another schema than its data map: {} is missing; bring the map up to date",
        place(table, column.as_deref())
    )]
    SchemaDiffers {
        /// The system's id.
        system: String,
        /// The table.
        table: String,
        /// The column, when the table exists.
        column: Option<String>,
    },
    /// Carrying it out would break a rule of the database. Found before anything was written.
    #[error("the system “{system}” does not allow this: {reason}; nothing was changed")]
    Constraint {
        /// The system's id.
        system: String,
        /// The table.
        table: String,
        /// What would be broken, naming tables, columns and constraints only.
        reason: String,
    },
    /// Somebody else is changing the same rows.
    #[error("the system “{system}” was busy with the same rows; nothing was changed, it will be tried again")]
    Locked {
        /// The system's id.
        system: String,
    },
    /// The rows changed between looking and writing.
    #[error("rows of “{table}” in the system “{system}” changed meanwhile; nothing was changed")]
    Changed {
        /// The system's id.
        system: String,
        /// The table.
        table: String,
    },
    /// The preparation was made under another map, or for another system.
    #[error("what was prepared for the system “{system}” was made under another data map; prepare it again")]
    MapChanged {
        /// The system's id.
        system: String,
    },
    /// A value that was to be corrected, or marked, is no longer the one that was prepared.
    #[error(
        "values of “{table}” in the system “{system}” are no longer those that were prepared; nothing was changed, \
         prepare it again"
    )]
    Outdated {
        /// The system's id.
        system: String,
        /// The table.
        table: String,
    },
    /// A correction makes no sense here.
    #[error("the correction cannot be made in the system “{system}”: {reason}")]
    Uncorrectable {
        /// The system's id.
        system: String,
        /// Why, naming fields only.
        reason: String,
        /// The system holds no such value of the person: there is nothing wrong in it.
        absent: bool,
    },
    /// The system has no way of doing it, and its capabilities say so.
    #[error("the system “{system}” has no way to {what}; it has to be done by hand")]
    Unsupported {
        /// The system's id.
        system: String,
        /// What it cannot.
        what: &'static str,
    },
    /// None of the identities given is of a kind that the map knows.
    #[error("the system “{system}” knows people by none of the identities given")]
    NoIdentity {
        /// The system's id.
        system: String,
    },
    /// The rules cannot be applied: a hold names a term that the policy does not have, or the like.
    #[error("the data map of the system “{system}” cannot be applied: {reason}")]
    Rules {
        /// The system's id.
        system: String,
        /// What is wrong, naming rules only.
        reason: String,
    },
    /// The receiver of an export refused a row.
    #[error("the export of the system “{system}” could not be written: {reason}")]
    Sink {
        /// The system's id.
        system: String,
        /// The receiver's reason; it must not quote data.
        reason: String,
    },
    /// The address of the system is missing or makes no sense.
    #[error("the system “{system}” has no usable address: {reason}")]
    Address {
        /// The system's id.
        system: String,
        /// What is wrong, never the address itself (it may carry a password).
        reason: String,
    },
    /// The service has more to do than it can, or limits how often it is called.
    #[error("the system “{system}” is busy or limits its callers (status {status}); it will be tried again")]
    Busy {
        /// The system's id.
        system: String,
        /// The HTTP status.
        status: u16,
    },
    /// A listing ended before all that it announced had come.
    #[error(
        "the system “{system}” broke off a list before its end; nothing was taken from it, it will be tried again"
    )]
    Incomplete {
        /// The system's id.
        system: String,
    },
    /// The service answers otherwise than its declaration says.
    #[error("the system “{system}” answered otherwise than its declaration expects: {reason}")]
    Answer {
        /// The system's id.
        system: String,
        /// What was unexpected: figures and words of the declaration, nothing of the answer.
        reason: String,
    },
    /// The service took the request on and is not done yet.
    #[error("the system “{system}” has taken the request on and is still at it; it will be asked again")]
    Pending {
        /// The system's id.
        system: String,
    },
    /// An erasure by single calls stopped on the way.
    #[error(
        "the erasure in the system “{system}” stopped after {done} calls: {cause}. What was done stays done; \
         the rest follows when it is tried again"
    )]
    Interrupted {
        /// The system's id.
        system: String,
        /// Calls that were carried out.
        done: u64,
        /// Why it stopped.
        cause: Box<ConnectError>,
    },
    /// The driver failed in a way that has no name here.
    #[error("the system “{system}” failed with code {code}; nothing was changed")]
    Failed {
        /// The system's id.
        system: String,
        /// The database's error code, or a word for a driver error.
        code: String,
    },
}

impl ConnectError {
    /// Whether trying again later may succeed without anybody doing anything.
    pub fn retryable(&self) -> bool {
        if let Self::Interrupted { cause, .. } = self {
            return cause.retryable();
        }
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::Timeout { .. }
                | Self::ReadOnly { .. }
                | Self::Locked { .. }
                | Self::Changed { .. }
                | Self::Busy { .. }
                | Self::Incomplete { .. }
                | Self::Pending { .. }
        )
    }

    /// A short name for registers and metrics, stable across versions.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::Refused { .. } => "refused",
            Self::Timeout { .. } => "timeout",
            Self::ReadOnly { .. } => "read-only",
            Self::Permission { .. } => "permission",
            Self::Hidden { .. } => "hidden",
            Self::SchemaDiffers { .. } => "schema-differs",
            Self::Constraint { .. } => "constraint",
            Self::Locked { .. } => "locked",
            Self::Changed { .. } => "changed",
            Self::MapChanged { .. } => "map-changed",
            Self::Outdated { .. } => "outdated",
            Self::Uncorrectable { .. } => "uncorrectable",
            Self::Unsupported { .. } => "unsupported",
            Self::NoIdentity { .. } => "no-identity",
            Self::Rules { .. } => "rules",
            Self::Sink { .. } => "sink",
            Self::Address { .. } => "address",
            Self::Busy { .. } => "busy",
            Self::Incomplete { .. } => "incomplete",
            Self::Answer { .. } => "answer",
            Self::Pending { .. } => "pending",
            Self::Interrupted { .. } => "interrupted",
            Self::Failed { .. } => "failed",
        }
    }

    /// What the desk shows. Safe to log and to print: no variant carries personal data.
    pub fn public(&self) -> String {
        self.to_string()
    }
}

fn of(table: Option<&str>) -> String {
    table.map(|table| format!(" on “{table}”")).unwrap_or_default()
}

fn place(table: &str, column: Option<&str>) -> String {
    match column {
        Some(column) => format!("column “{table}.{column}”"),
        None => format!("table “{table}”"),
    }
}
