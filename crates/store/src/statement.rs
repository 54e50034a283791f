//! Statements are named constants, listed so that a test prepares every one of them on both engines: PostgreSQL
//! catches what SQLite swallows.
//!
//! A module declares its statements with `statements!` and adds its list to [`all`].

/// One SQL text for both engines.
#[derive(Debug)]
pub(crate) struct Statement {
    /// Module and constant, for errors.
    pub(crate) name: &'static str,
    /// The text, with the tokens of [`crate::dialect`].
    pub(crate) sql: &'static str,
    /// Whether it changes anything: on SQLite such a statement goes to the one writing connection.
    pub(crate) writes: bool,
}

/// Declares the statements of a module: `read NAME = "…";` and `write NAME = "…";`.
macro_rules! statements {
    ($($mode:ident $name:ident = $sql:expr;)*) => {
        $(const $name: $crate::statement::Statement = $crate::statement::Statement {
            name: concat!(module_path!(), "::", stringify!($name)),
            sql: $sql,
            writes: $crate::statement::writes!($mode),
        };)*
        /// Every statement of this module.
        pub(crate) const STATEMENTS: &[$crate::statement::Statement] = &[$($name),*];
    };
}
pub(crate) use statements;

macro_rules! writes {
    (read) => {
        false
    };
    (write) => {
        true
    };
}
pub(crate) use writes;

/// Every statement of the store but those of the migration runner.
pub(crate) fn all() -> impl Iterator<Item = &'static Statement> {
    [
        crate::archive_openings::STATEMENTS,
        crate::archives::STATEMENTS,
        crate::consents::STATEMENTS,
        crate::credentials::STATEMENTS,
        crate::drills::STATEMENTS,
        crate::edition_notices::STATEMENTS,
        crate::editions::STATEMENTS,
        crate::former_addresses::STATEMENTS,
        crate::attestations::STATEMENTS,
        crate::handovers::STATEMENTS,
        crate::holds::STATEMENTS,
        crate::identity_asks::STATEMENTS,
        crate::incoming::STATEMENTS,
        crate::inspections::STATEMENTS,
        crate::jobs::STATEMENTS,
        crate::leak_reports::STATEMENTS,
        crate::ledger::STATEMENTS,
        crate::ledger_looks::STATEMENTS,
        crate::letters::STATEMENTS,
        crate::likenesses::STATEMENTS,
        crate::looks::STATEMENTS,
        crate::mail_choices::STATEMENTS,
        crate::messages::STATEMENTS,
        crate::notes::STATEMENTS,
        crate::own_data::STATEMENTS,
        crate::programs::STATEMENTS,
        crate::raised_roles::STATEMENTS,
        crate::outside_requests::STATEMENTS,
        crate::redactions::STATEMENTS,
        crate::bounces::STATEMENTS,
        crate::publications::STATEMENTS,
        crate::register::STATEMENTS,
        crate::requests::STATEMENTS,
        crate::retention_decisions::STATEMENTS,
        crate::retention_rules::STATEMENTS,
        crate::scans::STATEMENTS,
        crate::sessions::STATEMENTS,
        crate::sign_in_codes::STATEMENTS,
        crate::staff::STATEMENTS,
        crate::status_callbacks::STATEMENTS,
        crate::steps::STATEMENTS,
        crate::subjects::STATEMENTS,
        crate::suppressions::STATEMENTS,
        crate::sweeps::STATEMENTS,
        crate::systems::STATEMENTS,
        crate::tasks::STATEMENTS,
        crate::tries::STATEMENTS,
        crate::uploads::STATEMENTS,
        crate::verdicts::STATEMENTS,
        crate::warnings::STATEMENTS,
    ]
    .into_iter()
    .flatten()
}
