//! What the record shows of messages that answer no request, and of proofs of identity.

use std::collections::BTreeSet;

use ::requests::RefusalGround;
use jiff::SignedDuration;
use ledger::EventKind;
use policy::promise::evidence as record;
use serde_json::Value;

use crate::app::App;
use crate::error::{Error, Result};

/// How far back messages are looked at, and how many entries are read at a time.
const BACK: SignedDuration = SignedDuration::from_hours(24 * 365);
const PAGE: u32 = 1000;

/// Adds it.
pub(super) async fn add(app: &App, evidence: &mut record::Evidence) -> Result<()> {
    let mut messages = record::MessagesEvidence {
        at: app.now(),
        admitted: 0,
        without_basis: 0,
        without_way_out: 0,
        kept_in: 0,
    };
    let mut passing = Passing::default();
    let settled = app.now() - SignedDuration::from_hours(24);
    let oldest = (app.now() - BACK).as_microsecond();
    let mut before = None;
    'log: loop {
        let entries = store::ledger::latest(app.store(), before, PAGE).await.map_err(Error::internal)?;
        for entry in &entries {
            if entry.at < oldest {
                break 'log;
            }
            let Some(event) = entry.parsed() else { continue };
            match event.kind() {
                EventKind::MessageAdmitted => see(&mut messages, event.data()),
                EventKind::MessageKeptIn => messages.kept_in += 1,
                EventKind::RequestPassedOn => passing.passed(entry.about.as_deref(), event.data()),
                EventKind::DecisionTakenBack => passing.back.extend(entry.about.clone()),
                EventKind::RequestRefused if entry.at < settled.as_microsecond() => {
                    passing.refused(entry.about.as_deref(), event.data());
                }
                _ => {}
            }
        }
        match entries.last() {
            Some(last) if last.seq > 0 => before = u64::try_from(last.seq).ok(),
            _ => break,
        }
    }
    evidence.messages = Some(messages);
    evidence.passed_on = Some(passing.evidence(app.now()));
    let asked = store::identity_asks::list(app.store(), PAGE).await.map_err(Error::internal)?.len();
    let left = store::uploads::left_behind(app.store(), app.now() - SignedDuration::from_hours(1));
    let left = left.await.map_err(Error::internal)?;
    evidence.proofs = Some(record::ProofsEvidence {
        at: app.now(),
        asked: asked as u64,
        left_behind: u64::try_from(left).unwrap_or(0),
    });
    evidence.messages_in = Some(crate::incoming::evidence(app).await?);
    evidence.leaks = Some(crate::accounts::leaks::evidence(app).await?);
    Ok(())
}

/// Requests about data of another controller, as the ledger has them.
#[derive(Default)]
struct Passing {
    passed: BTreeSet<String>,
    refused: BTreeSet<String>,
    back: BTreeSet<String>,
    counted: u64,
    late: u64,
}

impl Passing {
    fn passed(&mut self, about: Option<&str>, data: &serde_json::Map<String, Value>) {
        self.passed.extend(about.map(str::to_owned));
        if data.get("drill").and_then(Value::as_bool) == Some(false) {
            let hours = data.get("hours").and_then(Value::as_i64).unwrap_or(i64::MAX);
            self.counted += 1;
            self.late += u64::from(hours > record::PASS_ON_DAYS * 24);
        }
    }

    fn refused(&mut self, about: Option<&str>, data: &serde_json::Map<String, Value>) {
        if data.get("ground").and_then(Value::as_str) == Some(RefusalGround::NotTheController.as_str()) {
            self.refused.extend(about.map(str::to_owned));
        }
    }

    fn evidence(&self, at: jiff::Timestamp) -> record::PassedOnEvidence {
        let unsent =
            self.refused.iter().filter(|id| !self.passed.contains(*id) && !self.back.contains(*id)).count();
        record::PassedOnEvidence { at, passed: self.counted, late: self.late, unsent: unsent as u64 }
    }
}

fn see(messages: &mut record::MessagesEvidence, data: &serde_json::Map<String, Value>) {
    let text = |name: &str| data.get(name).and_then(Value::as_str).unwrap_or_default();
    messages.admitted += 1;
    messages.without_basis += u64::from(text("purpose").is_empty() || text("basis").is_empty());
    let refusable = data.get("refusable").and_then(Value::as_bool) == Some(true);
    messages.without_way_out += u64::from(text("class") != "transactional" && !refusable);
}
