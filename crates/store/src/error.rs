//! What can go wrong between the house and its database. Operations with refusals of their own (publishing an
//! edition, redacting an entry) have an enum beside them that carries this one.
//!
//! The texts name statements, constraints and columns, never values: values may be personal data.

/// A statement could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the row since it was read (compare-and-set on its version or lease).
    #[error("the {what} was changed by somebody else in the meantime; read it again and decide anew")]
    Stale {
        /// The noun.
        what: &'static str,
    },
    /// A row that must be there is not.
    #[error("there is no such {what}; it may have been deleted in the meantime")]
    Missing {
        /// The noun.
        what: &'static str,
    },
    /// A unique key is taken.
    #[error("the database already has a row with this key ({statement}: {constraint})")]
    Taken {
        /// The statement.
        statement: &'static str,
        /// The constraint or columns, as the engine names them.
        constraint: String,
    },
    /// Another transaction was in the way; the whole transaction must be run again.
    #[error("the database was busy with another transaction ({statement}); run the operation again")]
    Busy {
        /// The statement.
        statement: &'static str,
    },
    /// The database does not answer.
    #[error("the database does not answer ({statement}); nothing was changed, try again when it is back")]
    Unavailable {
        /// The statement.
        statement: &'static str,
        /// What the driver says.
        #[source]
        source: sqlx::Error,
    },
    /// A stored value makes no sense: it was altered by hand, or written by another version.
    #[error("column {column} of {statement} holds what cannot be there: {reason}; was it altered by hand?")]
    Corrupt {
        /// The statement that read it.
        statement: &'static str,
        /// Its position in that statement, from 0.
        column: usize,
        /// What was expected.
        reason: &'static str,
    },
    /// A value cannot be written as JSON.
    #[error("a value cannot be written as JSON ({what})")]
    Json {
        /// The noun.
        what: &'static str,
    },
    /// The head of the ledger is damaged.
    #[error(transparent)]
    Frontier(#[from] ledger::FrontierError),
    /// A proof could not be made.
    #[error(transparent)]
    Proof(#[from] ledger::ProofError),
    /// The engine refused for another reason.
    #[error("the database refused {statement} (code {code})")]
    Database {
        /// The statement.
        statement: &'static str,
        /// The engine's own code.
        code: String,
        /// What the driver says.
        #[source]
        source: sqlx::Error,
    },
}

impl StoreError {
    /// True when the same transaction may well succeed when it is run again from its beginning.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Stale { .. } | Self::Busy { .. } | Self::Unavailable { .. })
    }

    pub(crate) fn from_sqlx(statement: &'static str, error: sqlx::Error) -> Self {
        let sqlx::Error::Database(refusal) = &error else {
            return match error {
                sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                    Self::Corrupt { statement, column: 0, reason: "another type was expected" }
                }
                source => Self::Unavailable { statement, source },
            };
        };
        let code = refusal.code().map(std::borrow::Cow::into_owned).unwrap_or_default();
        if refusal.is_unique_violation() {
            // PostgreSQL names the constraint; SQLite names the columns at the end of its message.
            let constraint = match refusal.constraint() {
                Some(name) => name.to_owned(),
                None => refusal.message().rsplit(": ").next().unwrap_or_default().to_owned(),
            };
            return Self::Taken { statement, constraint };
        }
        // SQLite's primary result code is the low byte (5 busy, 6 locked); PostgreSQL: serialization failure,
        // deadlock, lock not available.
        let busy = match code.parse::<u32>() {
            Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6),
            _ => matches!(code.as_str(), "40001" | "40P01" | "55P03"),
        };
        if busy {
            return Self::Busy { statement };
        }
        // Class 57P: the server is shutting down or starting up; 53300: too many connections.
        if code.starts_with("57P") || code == "53300" {
            return Self::Unavailable { statement, source: error };
        }
        Self::Database { statement, code, source: error }
    }
}
