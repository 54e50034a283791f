//! Programs that may ask: keys that an operator makes, shown once, kept as keyed hashes only.
//!
//! A key is 32 random bytes, so it can be looked up by its keyed hash and tried by nobody. What a program may do is
//! in its scopes; a program without the scope of a door is refused there.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use kernel::Actor;
use kernel::ids::ProgramId;
use ledger::EventKind;
use serde::Serialize;
use serde_json::json;
use store::programs::ProgramRow;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::warm::Warm;

/// How many requests a minute a program may make when nothing else is said.
pub const PER_MINUTE: u32 = 6_000;

/// What every key begins with, so that one that slips into a file or a log is recognised.
const PREFIX: &str = "gst_";
/// The longest name of a program, in characters.
const LONGEST_NAME: usize = 80;

/// Something that a program may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Ask the decision point.
    Decide,
    /// Tell what happened in a system.
    Events,
    /// Tell what became of mail.
    Mail,
    /// Ask what persons ask through another system (OpenDSR).
    Requests,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::Decide, Self::Events, Self::Mail, Self::Requests];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Events => "events",
            Self::Mail => "mail",
            Self::Requests => "requests",
        }
    }
}

impl std::str::FromStr for Scope {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|scope| scope.as_str() == text);
        found.ok_or_else(|| "a key may: decide, events, mail, requests".to_owned())
    }
}

/// A program that showed a valid key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Which one.
    pub id: ProgramId,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// How many requests a minute it may make.
    pub per_minute: u32,
}

impl Program {
    /// Who acts, when this program does.
    pub fn actor(&self) -> Actor {
        Actor::Program { id: self.id }
    }
}

/// A program for people: never its key.
#[derive(Debug, Clone, Serialize)]
pub struct ProgramView {
    /// Which one.
    pub id: ProgramId,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub scopes: String,
    /// How many requests a minute it may make.
    pub per_minute: i64,
    /// Since when.
    pub created_at: Timestamp,
    /// Since when its key is no longer valid.
    pub revoked_at: Option<Timestamp>,
}

/// A key that was just made.
#[derive(Clone)]
pub struct NewKey {
    /// Which program.
    pub id: ProgramId,
    /// The key itself. Nobody can show it again.
    pub secret: String,
}

impl std::fmt::Debug for NewKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The valid keys, as long as none was made or ended.
#[derive(Debug)]
pub(crate) struct Valid(Warm<HashMap<[u8; 32], Arc<Program>>>);

impl Default for Valid {
    fn default() -> Self {
        Self(Warm::new(|kind| matches!(kind, EventKind::ProgramAdded | EventKind::ProgramRevoked)))
    }
}

/// Makes a key for a program.
///
/// # Errors
/// The actor is not the operator, the name is empty or too long, or the key may do nothing.
pub async fn create(
    app: &App,
    actor: &Actor,
    name: &str,
    scopes: &[Scope],
    per_minute: u32,
) -> Result<NewKey> {
    only_operator(actor)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || scopes.is_empty() || per_minute == 0 {
        return Err(Error::new(
            Kind::Invalid,
            "key-unusable",
            "Geef het programma een naam van hooguit 80 tekens, en minstens één ding dat het mag.",
            "Give the program a name of at most 80 characters, and at least one thing that it may do.",
        ));
    }
    let secret = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(app.entropy().bytes::<32>()));
    let mut words: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    let row = ProgramRow {
        id: ProgramId::new(app.now(), app.entropy()),
        name: name.to_owned(),
        secret_hash: hex::encode(hash(app, &secret)),
        scopes: words.join(" "),
        per_minute: i64::from(per_minute),
        created_at: app.now(),
        revoked_at: None,
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::programs::insert(&mut tx, &row).await.map_err(Error::internal)?;
    let data = json!({ "program": row.id.to_string(), "may": row.scopes, "per_minute": per_minute });
    journal::record(app, &mut tx, EventKind::ProgramAdded, data).await?;
    commit(tx, "program added").await?;
    Ok(NewKey { id: row.id, secret })
}

/// Every program, the latest first.
///
/// # Errors
/// The actor is not the operator.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<ProgramView>> {
    only_operator(actor)?;
    let rows = store::programs::list(app.store()).await.map_err(Error::internal)?;
    let view = |row: ProgramRow| ProgramView {
        id: row.id,
        name: row.name,
        scopes: row.scopes,
        per_minute: row.per_minute,
        created_at: row.created_at,
        revoked_at: row.revoked_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Ends a key at once; in other processes within a quarter of a second.
///
/// # Errors
/// The actor is not the operator, or there is no such valid key.
pub async fn revoke(app: &App, actor: &Actor, id: ProgramId) -> Result<()> {
    only_operator(actor)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if !store::programs::revoke(&mut tx, id, app.now()).await.map_err(Error::internal)? {
        return Err(Error::not_found("no key of that id is valid"));
    }
    journal::record(app, &mut tx, EventKind::ProgramRevoked, json!({ "program": id.to_string() })).await?;
    commit(tx, "program revoked").await
}

/// The program that a key belongs to, when it is valid and may do this.
///
/// # Errors
/// No key, an unknown or ended one ([`Kind::Unauthenticated`]), or one that may not do this ([`Kind::Forbidden`]).
pub async fn recognise(app: &App, secret: Option<&str>, scope: Scope) -> Result<Arc<Program>> {
    let secret = secret.filter(|secret| secret.starts_with(PREFIX)).ok_or_else(no_key)?;
    let valid = app.programs().0.get(app, async || load(app).await).await?;
    let program = valid.get(&hash(app, secret)).ok_or_else(no_key)?;
    if !program.scopes.contains(&scope) {
        return Err(Error::new(
            Kind::Forbidden,
            "key-may-not",
            "Met deze sleutel mag dit niet. Vraag de beheerder om een sleutel die het wel mag.",
            "This key may not do this. Ask the operator for one that may.",
        ));
    }
    Ok(Arc::clone(program))
}

async fn load(app: &App) -> Result<HashMap<[u8; 32], Arc<Program>>> {
    let rows = store::programs::valid(app.store()).await.map_err(Error::internal)?;
    let program = |row: ProgramRow| {
        let mut hash = [0; 32];
        hex::decode_to_slice(&row.secret_hash, &mut hash).ok()?;
        let program = Program {
            id: row.id,
            scopes: row.scopes.split(' ').filter_map(|word| word.parse().ok()).collect(),
            per_minute: u32::try_from(row.per_minute).unwrap_or(PER_MINUTE),
        };
        Some((hash, Arc::new(program)))
    };
    Ok(rows.into_iter().filter_map(program).collect())
}

fn hash(app: &App, secret: &str) -> [u8; 32] {
    app.keys().lookup_bytes(&["program"], secret)
}

fn no_key() -> Error {
    Error::new(
        Kind::Unauthenticated,
        "no-key",
        "Stuur een geldige sleutel mee: Authorization: Bearer gst_…",
        "Send a valid key along: Authorization: Bearer gst_…",
    )
}

fn only_operator(actor: &Actor) -> Result<()> {
    if matches!(actor, Actor::Operator) { Ok(()) } else { Err(Error::forbidden("manage-keys")) }
}
