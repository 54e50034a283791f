//! What this very database holds about people: Gestand's own database is the first system on the map.
//!
//! A test compares the list with the schema, so that a new column must be looked at by somebody.

use crate::db::Conn;
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::values;

/// A column that holds personal data, or leads to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonalColumn {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What it holds.
    pub holds: &'static str,
}

macro_rules! personal {
    ($($table:ident.$column:ident: $holds:literal;)*) => {
        /// Every column that holds personal data, or leads to a person.
        pub const PERSONAL_COLUMNS: &[PersonalColumn] = &[$(PersonalColumn {
            table: stringify!($table),
            column: stringify!($column),
            holds: $holds,
        }),*];
    };
}

personal! {
    staff.email: "e-mail address of a member of staff";
    staff.name: "name of a member of staff";
    subjects.email: "e-mail address of a subject";
    subjects.email_key: "e-mail address of a subject, lower case";
    sign_in_codes.address_key: "keyed hash of the e-mail address of who signs in";
    passwords.holder: "id of the subject or member of staff whose password it is";
    password_choices.holder: "id of the subject or member of staff who must choose a password";
    passwords.hash: "hash of a password, made with a secret that is not here";
    passkeys.holder: "id of the subject or member of staff whose passkey it is";
    passkeys.credential: "a passkey's own id";
    passkeys.kept: "public half of a passkey";
    passkeys.name: "what its holder calls a passkey";
    code_apps.holder: "id of the subject or member of staff whose app it is";
    code_apps.secret: "secret of an app that shows codes, sealed";
    recovery_codes.holder: "id of the subject or member of staff whose code it is";
    recovery_codes.hash: "keyed hash of a recovery code";
    ceremonies.holder: "id of the subject or member of staff whose ceremony it is";
    ceremonies.state: "what a ceremony waits for, sealed";
    sign_in_tries.key: "keyed hash of an address at a door, of a client or of a browser";
    known_devices.token_hash: "hash of the mark of a browser";
    known_devices.holder: "id of the subject or member of staff who signed in there";
    sessions.device: "what the browser of who is signed in calls itself";
    looks.staff: "id of the member of staff who looked";
    looks.subject_id: "id of the subject whose data were looked at";
    looks.person: "keyed hash of the address of whose data were looked at";
    raised_roles.staff: "id of the member of staff who took another role";
    raised_roles.reason: "why, in the words of the member of staff";
    leak_reports.holder: "id of the subject or member of staff whose password leaked";
    leak_reports.closed_by: "id of the member of staff who looked into it";
    sessions.ref_id: "id of the subject or member of staff who is signed in";
    requests.state: "what the lifecycle knows about a request, the officer's words included";
    requests.subject_id: "id of the subject";
    requests.address: "e-mail address that answers go to";
    requests.identities: "identities the request is about, sealed";
    task_answers.contents: "what a holder answered, sealed";
    task_answers.name: "name of a file that a holder answered with, sealed";
    steps.prepared: "keys of the rows a step will touch, sealed";
    archive_chunks.bytes: "the answer, sealed";
    downloads.session: "session that collected an answer";
    messages.to_address: "e-mail address of the receiver";
    messages.subject: "subject line of a message";
    messages.body_text: "text of a message";
    messages.body_html: "text of a message as HTML";
    messages.headers: "headers of a message";
    messages.receipt: "answer of the mail server, which may repeat the address";
    sweeps.place: "key of the last row of a sweep, sealed";
    sweeps.batch: "keys of the rows at the ends of a batch, sealed";
    retention_rules.confirmed_by: "id of the member of staff who confirmed a rule";
    retention_decisions.keys: "keys of rows that somebody decided about, sealed";
    retention_decisions.decided_by: "id of the member of staff who decided about rows";
    retention_decisions.allowed_by: "id of the member of staff who allowed it";
    attestations.given_by: "id of the member of staff who stands for something";
    attestations.withdrawn_by: "id of the member of staff who withdrew it";
    holds.identities: "identities that a hold names, sealed";
    holds.set_by: "id of the member of staff who set a hold";
    holds.ended_by: "id of the member of staff who ended a hold";
    hold_identities.identity: "keyed hash of an identity that a hold names";
    former_addresses.current: "keyed hash of a corrected address";
    former_addresses.former: "keyed hash of the address before it was corrected";
    former_addresses.sealed: "a corrected address and the one before, sealed";
    suppressions.identity: "keyed hash of an identity that must not come back";
    archive_openings.staff: "id of the member of staff who opened archived data";
    archive_openings.reason: "why, in the words of the member of staff";
    notes.words: "what officers write about a request, sealed";
    notes.written_by: "id of the member of staff who wrote a note";
    redactions.contents: "what was left out of the texts of an answer, sealed";
    redactions.decided_by: "id of the member of staff who decided that";
    deliveries.address: "keyed hash of the address that a message went to";
    undeliverable.address: "keyed hash of an address that takes no mail";
    handovers.target: "address that a copy was sent to, or its host, sealed";
    handovers.asked_by: "id of the member of staff who handed a copy over";
    status_callbacks.url: "address at which another system hears of a request, sealed";
    incoming_mails.message: "keyed hash of the Message-ID of a mail that came in";
    outside_requests.digest: "keyed hash of what another system asked, and about whom";
    incoming.address: "keyed hash of the address of who wrote to the privacy contact";
    incoming.contents: "what somebody wrote to the privacy contact, sealed";
    incoming.answered_by: "id of the member of staff who answered a message";
    likenesses.likeness: "keyed hash of an identity that a request is about";
    identity_asks.asked_by: "id of the member of staff who asked somebody to show who they are";
    upload_pieces.bytes: "a file that was handed in, sealed";
    mail_choices.address: "keyed hash of the address of who chose";
    letter_askings.address: "keyed hash of the address of who asked for letters";
    letter_askings.contents: "who asked for which letters, sealed";
    letter_consents.address: "keyed hash of the address of who wants letters";
    letter_consents.subject: "pseudonym of who wants letters";
    letter_consents.contents: "who wants letters, sealed";
    consents.subject: "pseudonym of a visitor";
    consent_links.subject: "pseudonym of a visitor who said that it is theirs";
    consent_links.subject_id: "id of the subject who said so";
    consent_links.account: "keyed hash of the e-mail address of who said so";
    editions.published_by: "id of the member of staff who published an edition";
    publications.drafted_by: "id of the member of staff who drafted an edition";
    publications.state: "what the lifecycle knows about an edition, with the id of who approved it";
    edition_notices.recipient: "keyed hash of the address of who is told of an edition";
    edition_notices.address: "e-mail address of who is told of an edition, until the message is written";
}

/// Where a value still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// In how many rows.
    pub rows: u64,
}

macro_rules! searched {
    ($($name:ident = $table:ident.$column:ident;)*) => {
        statements! {
            $(read $name = concat!(
                "SELECT COUNT(*) FROM ", stringify!($table),
                " WHERE LOWER(", stringify!($column), ") LIKE $1 ESCAPE '!'"
            );)*
        }
        /// The columns in which a value can stand in the open, each with the statement that looks for it.
        const SEARCHED: &[(&str, &str, &crate::statement::Statement)] =
            &[$((stringify!($table), stringify!($column), &$name)),*];
    };
}

searched! {
    SUBJECTS_EMAIL = subjects.email;
    SUBJECTS_KEY = subjects.email_key;
    SESSIONS_REF = sessions.ref_id;
    SESSIONS_DEVICE = sessions.device;
    PASSKEYS_NAME = passkeys.name;
    RAISED_REASON = raised_roles.reason;
    REQUESTS_STATE = requests.state;
    REQUESTS_ADDRESS = requests.address;
    STEPS_RECEIPT = steps.receipt;
    STEPS_PROBLEM = steps.problem;
    REGISTER_SYSTEMS = register.systems;
    JOBS_PAYLOAD = jobs.payload;
    MESSAGES_TO = messages.to_address;
    MESSAGES_SUBJECT = messages.subject;
    MESSAGES_TEXT = messages.body_text;
    MESSAGES_HTML = messages.body_html;
    MESSAGES_HEADERS = messages.headers;
    MESSAGES_RECEIPT = messages.receipt;
    LEDGER_EVENT = ledger_entries.event;
    DRILLS_OUTCOME = drills.outcome;
    SCANS_REPORT = scans.report;
    ATTESTATIONS_WORDS = attestations.looked_at;
    HOLDS_REASON = holds.reason;
    DECISIONS_REASON = retention_decisions.reason;
    OPENINGS_REASON = archive_openings.reason;
}

/// Looks for a value, whatever its case, in every column of this database in which it could stand in the open:
/// the test that nothing leads back to somebody who was forgotten (S87). Sealed columns cannot be searched;
/// they are wiped with the request.
pub async fn search(on: impl Into<Conn<'_>>, value: &str) -> Result<Vec<Hit>, StoreError> {
    let mut on = on.into();
    let escaped = value.trim().to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let pattern = format!("%{escaped}%");
    let mut hits = Vec::new();
    for (table, column, statement) in SEARCHED {
        let count: Option<(i64,)> = on.first(statement, values![pattern.as_str()]).await?;
        let rows = count.and_then(|(count,)| u64::try_from(count).ok()).unwrap_or(0);
        if rows > 0 {
            hits.push(Hit { table, column, rows });
        }
    }
    Ok(hits)
}
