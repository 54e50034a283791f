//! Attestations: what a member of staff looked at and stands for, where no system can show it (GDPR 5(2), 24(1)): paper,
//! the screens of other companies, habits of an office.
//!
//! An attestation is about one clause, names the document that shows it by its digest, and counts until its review date,
//! a year at most; then somebody looks again. Of which promises a person may attest anything at all is said by
//! [`policy::promise::evidence::BY_PEOPLE`]; an attestation never outweighs what a system shows.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::{Actor, StaffRole, Text};
use ledger::EventKind;
use policy::promise::evidence::{AttestationEvidence, BY_PEOPLE};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::attestations::{AttestationRow, Entered};

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::journal;

/// The fewest letters that say what was looked at.
const SHORTEST: usize = 20;
/// The most.
pub const LONGEST: usize = 1_000;
/// The largest document whose digest is taken, in bytes. It is not kept.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// An attestation to give.
#[derive(Debug, Clone)]
pub struct NewAttestation {
    /// The clause that it is about, as in `S31`.
    pub clause: String,
    /// What was looked at, in words. Names no subject.
    pub looked_at: String,
    /// SHA-256 of the document that shows it; see [`digest`].
    pub document: String,
    /// The last day on which it counts.
    pub review_on: Date,
}

/// An attestation for people.
#[derive(Debug, Clone, Serialize)]
pub struct AttestationView {
    /// Which one.
    pub id: String,
    /// The clause.
    pub clause: String,
    /// What was looked at.
    pub looked_at: String,
    /// SHA-256 of the document, hexadecimal.
    pub document: String,
    /// The last day on which it counts.
    pub review_on: Date,
    /// Who stands for it, by name.
    pub given_by: String,
    /// When, UTC.
    pub given_at: Timestamp,
    /// Whether the operator entered it on that person's word.
    pub entered_by_operator: bool,
    /// When it was withdrawn, UTC.
    pub withdrawn_at: Option<Timestamp>,
    /// counts, over or withdrawn.
    pub state: &'static str,
}

/// A clause of the edition in force of which a person may attest something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestable {
    /// The clause.
    pub clause: String,
    /// What it promises, in a line.
    pub promise: Text,
}

/// The digest of a document as an attestation names it. The document itself is not kept: it stays where it is.
pub fn digest(document: &[u8]) -> String {
    hex::encode(Sha256::digest(document))
}

/// The clauses of which a person may attest something, in the order of the policy.
///
/// # Errors
/// No edition is in force.
pub fn attestable(app: &App) -> Result<Vec<Attestable>> {
    let deployment = app.deployment()?;
    let clauses = deployment.edition.clauses().into_iter();
    let of = |(_, clause): (&str, &policy::Clause)| {
        let promise = policy::promise::find(&clause.promise)?;
        let by_people = BY_PEOPLE.contains(&promise.name);
        by_people.then(|| Attestable { clause: clause.id.to_string(), promise: promise.describe() })
    };
    Ok(clauses.filter_map(of).collect())
}

/// Gives one, as the officer who is signed in.
///
/// # Errors
/// The actor is no officer, or the attestation cannot be used.
pub async fn give(app: &App, actor: &Actor, new: &NewAttestation) -> Result<AttestationView> {
    match actor {
        Actor::Staff { id, role: StaffRole::Officer } => keep(app, new, id.to_string(), Entered::Desk).await,
        _ => Err(Error::forbidden("give-attestation")),
    }
}

/// Enters one that an officer gave on paper: the operator names who stands for it, and the record says who entered it.
///
/// # Errors
/// The actor is not the operator, nobody with that address is an officer here, or the attestation cannot be used.
pub async fn enter(app: &App, actor: &Actor, by: &str, new: &NewAttestation) -> Result<AttestationView> {
    if !matches!(actor, Actor::Operator) {
        return Err(Error::forbidden("give-attestation"));
    }
    let staff = store::staff::list(app.store()).await.map_err(Error::internal)?;
    let by = by.trim().to_lowercase();
    let found = staff.iter().find(|row| row.email == by && row.active && row.role == StaffRole::Officer);
    let person = found.ok_or_else(|| {
        unusable(
            "attestation-by-nobody",
            "Onder dit adres werkt hier geen functionaris. Wie ergens voor instaat, moet hier bekend zijn.",
            "No officer works here under this address. Whoever stands for something must be known here.",
        )
    })?;
    keep(app, new, person.id.to_string(), Entered::Operator).await
}

async fn keep(app: &App, new: &NewAttestation, by: String, entered: Entered) -> Result<AttestationView> {
    check(app, new)?;
    let row = AttestationRow {
        id: kernel::ids::uuid_v7(app.now(), app.entropy()).to_string(),
        clause: new.clause.clone(),
        looked_at: new.looked_at.trim().to_owned(),
        document: new.document.clone(),
        review_on: new.review_on.to_string(),
        given_by: by,
        given_at: app.now(),
        entered,
        withdrawn_by: None,
        withdrawn_at: None,
    };
    let data = json!({
        "attestation": row.id, "clause": row.clause, "document": row.document, "review_on": row.review_on,
        "entered": row.entered.as_str(),
    });
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::attestations::insert(&mut tx, &row).await.map_err(Error::internal)?;
    journal::record(app, &mut tx, EventKind::AttestationGiven, data).await?;
    commit(tx, "attestation given").await?;
    let staff = store::staff::list(app.store()).await.map_err(Error::internal)?;
    view(app, row, &staff)
}

fn check(app: &App, new: &NewAttestation) -> Result<()> {
    if !attestable(app)?.iter().any(|attestable| attestable.clause == new.clause) {
        return Err(unusable(
            "attestation-not-for-this",
            "Van deze clausule laten systemen zien of zij wordt nagekomen; daar kan niemand voor instaan.",
            "Of this clause systems show whether it is kept; nobody can stand for that.",
        ));
    }
    let letters = new.looked_at.trim().chars().count();
    if !(SHORTEST..=LONGEST).contains(&letters) {
        return Err(unusable(
            "attestation-says-nothing",
            "Schrijf in 20 tot 1.000 tekens wat u hebt nagekeken, waar en hoe.",
            "Write in 20 to 1,000 characters what you looked at, where and how.",
        ));
    }
    let is_digest = new.document.len() == 64 && new.document.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_digest {
        return Err(unusable(
            "attestation-without-document",
            "Noem het stuk waaruit dit blijkt. Zonder stuk kan niemand het later nagaan.",
            "Name the document that shows it. Without one nobody can look it up later.",
        ));
    }
    let today = app.today();
    let last = today.checked_add(1.year()).map_err(Error::internal)?;
    if new.review_on <= today || new.review_on > last {
        return Err(unusable(
            "attestation-review",
            "Kies een dag tussen morgen en over een jaar waarop iemand opnieuw kijkt.",
            "Choose a day between tomorrow and a year from now on which somebody looks again.",
        ));
    }
    Ok(())
}

/// Withdraws one: what it stood for is no longer shown.
///
/// # Errors
/// The actor neither is an officer nor the operator, or there is none that stands.
pub async fn withdraw(app: &App, actor: &Actor, id: &str) -> Result<()> {
    let by = match actor {
        Actor::Staff { id, role: StaffRole::Officer } => id.to_string(),
        Actor::Operator => "operator".to_owned(),
        _ => return Err(Error::forbidden("withdraw-attestation")),
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if !store::attestations::withdraw(&mut tx, id, &by, app.now()).await.map_err(Error::internal)? {
        return Err(Error::not_found("attestation"));
    }
    journal::record(app, &mut tx, EventKind::AttestationWithdrawn, json!({ "attestation": id })).await?;
    commit(tx, "attestation withdrawn").await
}

/// The attestations, the latest first, also those that count no more.
///
/// # Errors
/// The actor is not at the desk.
pub async fn list(app: &App, actor: &Actor, limit: u32) -> Result<Vec<AttestationView>> {
    if !matches!(actor, Actor::Staff { .. } | Actor::Operator) {
        return Err(Error::forbidden("see-attestations"));
    }
    let rows = store::attestations::list(app.store(), limit).await.map_err(Error::internal)?;
    let staff = store::staff::list(app.store()).await.map_err(Error::internal)?;
    rows.into_iter().map(|row| view(app, row, &staff)).collect()
}

/// Those that count today, as evidence: without who gave them. They count through the last day of their review date, where
/// the organisation is.
pub(crate) async fn evidence(app: &App) -> Result<Vec<AttestationEvidence>> {
    let rows = store::attestations::counting(app.store(), &app.today().to_string()).await;
    let zone = app.zone();
    let record = |row: AttestationRow| {
        let day: Date = row.review_on.parse().map_err(Error::internal)?;
        let after = day.tomorrow().and_then(|next| next.to_zoned(zone.clone())).map_err(Error::internal)?;
        Ok(AttestationEvidence {
            clause: row.clause,
            at: row.given_at,
            until: after.timestamp(),
            document: row.document,
        })
    };
    rows.map_err(Error::internal)?.into_iter().map(record).collect()
}

fn view(app: &App, row: AttestationRow, staff: &[store::staff::StaffRow]) -> Result<AttestationView> {
    let review_on: Date = row.review_on.parse().map_err(Error::internal)?;
    let person = staff.iter().find(|person| person.id.to_string() == row.given_by);
    let named = person.map(|person| if person.name.is_empty() { &person.email } else { &person.name });
    Ok(AttestationView {
        state: match row.withdrawn_at {
            Some(_) => "withdrawn",
            None if review_on < app.today() => "over",
            None => "counts",
        },
        given_by: named.cloned().unwrap_or(row.given_by),
        id: row.id,
        clause: row.clause,
        looked_at: row.looked_at,
        document: row.document,
        review_on,
        given_at: row.given_at,
        entered_by_operator: row.entered == Entered::Operator,
        withdrawn_at: row.withdrawn_at,
    })
}

fn unusable(code: &'static str, nl: &'static str, en: &'static str) -> Error {
    Error::new(Kind::Invalid, code, nl, en)
}
