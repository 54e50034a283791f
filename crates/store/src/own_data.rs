//! What this very database holds about people: Gestand's own database is the first system on the map.
//!
//! A test compares the list with the schema, so that a new column must be looked at by somebody.

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
    sessions.ref_id: "id of the subject or member of staff who is signed in";
    requests.state: "what the lifecycle knows about a request, the officer's words included";
    requests.subject_id: "id of the subject";
    requests.address: "e-mail address that answers go to";
    requests.identities: "identities the request is about, sealed";
    steps.prepared: "keys of the rows a step will touch, sealed";
    archive_chunks.bytes: "the answer, sealed";
    downloads.session: "session that collected an answer";
    messages.to_address: "e-mail address of the receiver";
    messages.subject: "subject line of a message";
    messages.body_text: "text of a message";
    messages.body_html: "text of a message as HTML";
    messages.headers: "headers of a message";
    messages.receipt: "answer of the mail server, which may repeat the address";
    editions.published_by: "id of the member of staff who published an edition";
}
