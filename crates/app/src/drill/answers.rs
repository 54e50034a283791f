//! What a drill asks on behalf of its person: the decision point, the guard of lists, the archive, and the copy.

use std::collections::BTreeSet;
use std::io::Cursor;

use futures_util::StreamExt as _;
use inventory::Identity;
use kernel::ids::{RequestId, StaffId};
use kernel::{Actor, StaffRole};
use ledger::EventKind;
use policy::facts::Basis;
use serde_json::json;
use store::archive_openings::OpeningRow;
use store::suppressions::Cause;
use zip::ZipArchive;

use crate::app::App;
use crate::archive::Manifest;
use crate::archives;
use crate::boundary::commit;
use crate::decision::{self, Inquiry};
use crate::error::{Error, Result};
use crate::requests::execute;
use crate::requests::part::StepReceipt;
use crate::{journal, suppression};

/// Asks for every purpose about every data category that the policy does not name for it.
pub(super) async fn other_purposes_are_refused(app: &App, identity: &Identity) -> Result<bool> {
    let deployment = app.deployment()?;
    let facts = deployment.edition.facts();
    let mut inquiries = Vec::new();
    for (purpose, fact) in &facts.purposes {
        let others = facts.categories.keys().filter(|category| !fact.categories.contains(category));
        inquiries.extend(
            others.map(|category| Inquiry::new(identity.clone(), purpose.as_str(), vec![category.clone()])),
        );
    }
    let mut asked = 0;
    for batch in inquiries.chunks(decision::MOST) {
        let answers = app.decisions().ask(app, &Actor::Drill, batch).await?;
        if answers.iter().any(|answer| answer.allow) {
            return Ok(false);
        }
        asked += answers.len();
    }
    Ok(asked > 0)
}

/// Tries to put the person's address, collected for each purpose that keeps addresses out of lists, on a list for
/// every other purpose that the law does not oblige to. Without such a clause every purpose is tried.
pub(super) async fn lists_stay_closed(app: &App, identity: &Identity) -> Result<bool> {
    let deployment = app.deployment()?;
    let purposes = &deployment.edition.facts().purposes;
    let clauses = deployment.edition.clauses();
    let named: BTreeSet<&String> = clauses
        .iter()
        .filter(|(_, clause)| clause.promise == suppression::PROMISE)
        .flat_map(|(_, clause)| clause.params.get("purpose").into_iter().flatten())
        .collect();
    let from = |id: &&String| named.is_empty() || named.contains(id);
    let mut tried = 0;
    for collected_for in purposes.keys().filter(from) {
        for (purpose, fact) in purposes {
            if purpose == collected_for || fact.basis == Basis::LegalObligation {
                continue;
            }
            let list = std::slice::from_ref(identity);
            let kept = suppression::admit(app, &Actor::Drill, list, purpose, Some(collected_for)).await?;
            if kept.len() != list.len() {
                return Ok(false);
            }
            tried += 1;
        }
    }
    Ok(tried > 0)
}

/// Once the person is erased: staff are refused every use but what the law obliges to; with an opening on record the
/// archive lets the one who opened it in, and nobody else; afterwards it is closed again.
pub(super) async fn archive_stays_closed(app: &App, identity: &Identity) -> Result<bool> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    suppression::leave_alone(app, &mut tx, std::slice::from_ref(identity), Cause::Erased).await?;
    commit(tx, "drill's person erased").await?;
    let outcome = knock(app, identity).await;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    suppression::forget(app, &mut tx, identity).await?;
    commit(tx, "drill's person gone").await?;
    outcome
}

async fn knock(app: &App, identity: &Identity) -> Result<bool> {
    let deployment = app.deployment()?;
    let purposes = &deployment.edition.facts().purposes;
    let optional = || {
        purposes.iter().filter(|(_, fact)| {
            !matches!(fact.basis, Basis::LegalObligation | Basis::None) && !fact.categories.is_empty()
        })
    };
    let inquiries: Vec<Inquiry> = optional()
        .map(|(id, fact)| Inquiry::new(identity.clone(), id.as_str(), fact.categories.clone()))
        .collect();
    let staff = || StaffId::new(app.now(), app.entropy());
    let (one, other) = (staff(), staff());
    let actor = |id| Actor::Staff { id, role: StaffRole::Officer };
    let allowed = async |id| -> Result<usize> {
        let answers = app.decisions().ask(app, &actor(id), &inquiries).await?;
        Ok(answers.iter().filter(|answer| answer.allow).count())
    };
    if inquiries.is_empty() || allowed(one).await? > 0 {
        return Ok(false);
    }
    let opens = |id: &String| {
        optional().any(|(_, fact)| fact.basis != Basis::Consent && fact.term.as_ref() == Some(id))
    };
    let Some((term, _)) = crate::openings::terms(app)?.into_iter().find(|(id, _)| opens(id)) else {
        // No term keeps data that these purposes use: there is no door that a reason opens.
        return Ok(true);
    };
    let row = OpeningRow {
        id: kernel::ids::uuid_v7(app.now(), app.entropy()).to_string(),
        staff: one,
        term,
        reason: "drill".to_owned(),
        opened_at: app.now(),
        ends_at: app.now() + jiff::SignedDuration::from_mins(10),
        closed_at: None,
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::archive_openings::insert(&mut tx, &row).await.map_err(Error::internal)?;
    let data = json!({ "opening": row.id, "term": row.term, "drill": true });
    journal::record(app, &mut tx, EventKind::ArchiveOpened, data).await?;
    commit(tx, "drill opened the archive").await?;
    let strangers = allowed(other).await?;
    let opened = allowed(one).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::archive_openings::delete(&mut tx, &row.id).await.map_err(Error::internal)?;
    let data = json!({ "opening": row.id, "drill": true });
    journal::record(app, &mut tx, EventKind::ArchiveClosed, data).await?;
    commit(tx, "drill closed the archive").await?;
    Ok(strangers == 0 && opened > 0 && allowed(one).await? == 0)
}

/// The data categories that the copy holds and gives.
pub(super) async fn copied(app: &App, request: RequestId) -> Result<Vec<String>> {
    let Some(id) = archives::newest(app, request).await? else { return Ok(Vec::new()) };
    let mut download = archives::open(app, &Actor::Drill, id).await?;
    let mut bytes = Vec::new();
    while let Some(piece) = download.stream.next().await {
        bytes.extend(piece?);
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(Error::internal)?;
    let manifest = zip.by_name("manifest.json").map_err(Error::internal)?;
    let manifest: Manifest = serde_json::from_reader(manifest).map_err(Error::internal)?;
    let given = manifest.fields.into_iter().filter(|field| !field.withheld).map(|field| field.category);
    Ok(given.collect::<BTreeSet<String>>().into_iter().collect())
}

/// Whether the copy holds rows of others in which the person stands.
pub(super) async fn mentioned(app: &App, request: RequestId) -> Result<bool> {
    let mut mentions = 0;
    for step in execute::carrying_out(app, request).await? {
        let Some(text) = step.receipt.as_deref() else { continue };
        if let StepReceipt::Collected { collections, .. } =
            serde_json::from_str(text).map_err(Error::internal)?
        {
            mentions += collections.iter().map(|part| part.mentions).sum::<u64>();
        }
    }
    Ok(mentions > 0)
}
