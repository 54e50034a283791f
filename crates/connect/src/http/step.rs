//! Calls about one row: look, delete, change, suppress. What each needs is the row's key and the erasure.

use std::collections::BTreeMap;

use inventory::map::http::{Call, Calls, ChangeCall, Look, Meaning};
use inventory::{Change, Key, PreparedErasure};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::Service;
use super::page::pointer;
use super::request::{Values, build};
use super::row::{Row, plain, put};
use super::transport::{Answer, Wants};
use crate::error::ConnectError;

/// A row that something is done to.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) collection: &'a inventory::map::Collection,
    pub(super) calls: &'a Calls,
    pub(super) key: &'a Key,
    /// The erasure that it is part of; none for a suppression.
    pub(super) prepared: Option<&'a PreparedErasure>,
}

/// What a look at a row shows.
#[derive(Debug)]
pub(super) enum Seen {
    /// It is gone.
    Gone,
    /// The service is still at it.
    Pending,
    /// The service knows of nothing, and that does not mean that it was done.
    Unknown,
    /// It is there.
    There(Row),
}

impl Service {
    /// Looks at a row. None: no call is declared for it.
    pub(super) async fn look(&self, target: Target<'_>) -> Result<Option<Seen>, ConnectError> {
        let Some(look) = &target.calls.look else { return Ok(None) };
        let answer = self.call(&look.call, target, None, Wants::Json).await?;
        Ok(Some(self.seen(look, &answer, target)?))
    }

    fn seen(&self, look: &Look, answer: &Answer, target: Target<'_>) -> Result<Seen, ConnectError> {
        let missing = if look.missing_is_gone { Seen::Gone } else { Seen::Unknown };
        let Some(json) = answer.json.as_ref().filter(|_| answer.meaning == Meaning::Ok) else {
            return Ok(missing);
        };
        let json = match pointer(json, &look.row) {
            None | Some(Value::Null) => return Ok(missing),
            Some(Value::Array(rows)) => match rows.first() {
                Some(row) => row.clone(),
                None => return Ok(missing),
            },
            Some(row) => row.clone(),
        };
        let keys = target.collection.key.iter().cloned().zip(target.key.0.iter().cloned());
        let row = Row { json, adds: BTreeMap::new() };
        let adds: BTreeMap<String, String> =
            keys.filter(|(column, _)| row.texts(column).is_empty()).collect();
        let row = Row { adds, ..row };
        // A service that answers about another row than the one asked for must not be taken at its word.
        if row.key(&target.collection.key).as_ref() != Some(target.key) {
            return Err(self
                .transport
                .odd(&format!("a look at “{}” shows another row", target.collection.id)));
        }
        let is = |conditions: &inventory::map::Conditions| {
            let holds = |(column, condition): (&String, &inventory::map::Condition)| {
                condition.holds(row.judged(column).as_deref())
            };
            !conditions.is_empty() && conditions.0.iter().all(holds)
        };
        if is(&look.gone) {
            return Ok(Seen::Gone);
        }
        if is(&look.pending) {
            return Ok(Seen::Pending);
        }
        Ok(Seen::There(row))
    }

    /// Deletes, suppresses or lifts. False: there was nothing any more.
    pub(super) async fn act(&self, call: &Call, target: Target<'_>) -> Result<bool, ConnectError> {
        Ok(self.call(call, target, None, Wants::Nothing).await?.meaning == Meaning::Ok)
    }

    /// Changes columns. False: there was nothing any more.
    pub(super) async fn change(
        &self,
        declared: &ChangeCall,
        target: Target<'_>,
        changes: &BTreeMap<String, Change>,
    ) -> Result<bool, ConnectError> {
        let mut object = Map::new();
        for (column, change) in changes {
            let value = written(declared, target, column, change).ok_or_else(|| {
                let system = self.map.system.id.clone();
                let reason =
                    format!("“{column}” of “{}” cannot be changed that way over HTTP", target.collection.id);
                ConnectError::Rules { system, reason }
            })?;
            put(&mut object, declared.names.get(column).unwrap_or(column), value);
        }
        let object = Value::Object(object);
        let answer = self.call(&declared.call, target, Some(&object), Wants::Nothing).await?;
        Ok(answer.meaning == Meaning::Ok)
    }

    async fn call(
        &self,
        call: &Call,
        target: Target<'_>,
        changes: Option<&Value>,
        wants: Wants,
    ) -> Result<Answer, ConnectError> {
        let of = |name: &str| self.value(name, target);
        let mut values = Values::new(&of);
        values.changes = changes;
        values.idempotency_key = target.prepared.map(|prepared| hex::encode(digest(prepared, target)));
        let built =
            build(&self.transport.base, call, &values).map_err(|reason| self.transport.odd(&reason))?;
        let request = built.ok_or_else(|| {
            self.transport.odd(&format!("a call about a row of “{}” lacks a value", target.collection.id))
        })?;
        self.transport.send(&request, wants).await
    }

    fn value(&self, name: &str, target: Target<'_>) -> Option<String> {
        if let Some(place) = target.collection.key.iter().position(|column| column == name) {
            return target.key.0.get(place).cloned();
        }
        match (name, target.prepared) {
            ("pseudonym", Some(prepared)) => Some(prepared.pseudonym.clone()),
            ("today", Some(prepared)) => Some(prepared.today.to_string()),
            ("request_id", Some(prepared)) => Some(uuid(digest(prepared, target))),
            _ => self.settings.get(name),
        }
    }
}

/// Whether a row is as a change leaves it.
pub(super) fn is_done(
    declared: Option<&ChangeCall>,
    target: Target<'_>,
    row: &Row,
    changes: &BTreeMap<String, Change>,
) -> bool {
    let declared = declared.cloned().unwrap_or_default();
    changes.iter().all(|(column, change)| {
        let value = row.texts(column).into_iter().next();
        match (change, written(&declared, target, column, change)) {
            // Services show an emptied value in their own way: missing, null, an empty text or list.
            (Change::Blank, Some(blank)) => {
                value.as_deref().is_none_or(|text| matches!(text, "" | "[]" | "{}")) || value == plain(&blank)
            }
            (_, Some(expected)) => value == plain(&expected),
            (_, None) => false,
        }
    })
}

/// What a change writes; none for what HTTP cannot do.
fn written(declared: &ChangeCall, target: Target<'_>, column: &str, change: &Change) -> Option<Value> {
    let pseudonym = target.prepared.map(|prepared| prepared.pseudonym.as_str()).unwrap_or_default();
    match change {
        Change::Blank => Some(match declared.blank.get(column) {
            Some(Value::String(text)) if text == "null" => Value::Null,
            Some(value) => value.clone(),
            None => Value::String(String::new()),
        }),
        Change::Pseudonym => Some(Value::String(pseudonym.to_owned())),
        Change::Set { text } => {
            let text = text.replace("{key}", &target.key.0.join("-")).replace("{pseudonym}", pseudonym);
            Some(Value::String(text))
        }
        Change::BlankLeaves { .. } | Change::Redact { .. } | Change::Remove { .. } => None,
    }
}

/// The same for the same row of the same erasure, and telling nothing of either.
fn digest(prepared: &PreparedErasure, target: Target<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [prepared.pseudonym.as_str(), &prepared.system, &target.collection.id] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    for part in &target.key.0 {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// In the form of a random UUID (version 4).
fn uuid(digest: [u8; 32]) -> String {
    let text = hex::encode(digest);
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    format!("{}-{}-4{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}
