//! What the register of choices shows: the newest of them, each held against the ledger, and the texts on which
//! people chose.

use std::collections::HashMap;

use jiff::SignedDuration;
use kernel::Language;
use ledger::{Hash, batch};
use policy::promise::evidence::{AskedService, ChoicesEvidence, RegisterOfChoices};
use serde_json::Value;
use store::consents::{ConsentRow, TextRow};

use super::offers::{self, Known};
use crate::app::App;
use crate::error::{Error, Result};

/// How many of the newest choices are looked at.
const LOOKED: u32 = 2_000;
/// The site of a drill's visitor: reserved, so that nobody has it (RFC 2606).
pub(crate) const DRILL_SITE: &str = "drill.invalid";
/// A choice may be younger by the visitor's clock than by ours; a day of that is believed.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// Gathers it; none when the edition in force asks for nothing.
pub(crate) async fn gather(app: &App) -> Result<Option<ChoicesEvidence>> {
    let Some(known) = offers::known(app, &offers::digits(app.deployment()?.edition.hash())).await? else {
        return Ok(None);
    };
    let mut texts = store::consents::texts_of(app.store(), &known.edition).await.map_err(Error::internal)?;
    texts.retain(is_of_banner);
    let asked = known
        .offer
        .asking()
        .map(|service| AskedService {
            service: service.id.clone(),
            purpose: service.purpose.clone(),
            told: (!texts.is_empty()).then(|| texts.iter().all(|text| tells(text, service))),
        })
        .collect();
    let register = register(app, &known).await?;
    Ok(Some(ChoicesEvidence { at: app.now(), asked, days: known.offer.memory.days, register }))
}

/// Whether a kept text is one of the banner; those of letters name no services.
fn is_of_banner(text: &TextRow) -> bool {
    serde_json::from_str::<Value>(&text.content).is_ok_and(|page| page.get("services").is_some())
}

/// Whether a kept text says of a service who receives what, where and for how long, as the edition does.
fn tells(text: &TextRow, service: &::consent::Service) -> bool {
    let language: Language = text.language;
    let page: Value = serde_json::from_str(&text.content).unwrap_or_default();
    let rows = page.get("services").and_then(Value::as_array);
    let Some(row) = rows.into_iter().flatten().find(|row| row.get("id") == Some(&service.id.as_str().into()))
    else {
        return false;
    };
    let says = |key: &str, words: &str| {
        row.get(key).and_then(Value::as_str).is_some_and(|said| !said.is_empty() && said == words)
    };
    let list = |key: &str| row.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    says("what", service.what.get(language))
        && service.who.as_ref().is_none_or(|who| says("who", who.get(language)))
        && list("countries") == service.countries.len()
        && list("cookies") == service.cookies.len()
}

async fn register(app: &App, today: &Known) -> Result<RegisterOfChoices> {
    let rows = store::consents::newest(app.store(), DRILL_SITE, LOOKED).await.map_err(Error::internal)?;
    let mut found = RegisterOfChoices {
        looked: u64::try_from(rows.len()).unwrap_or(u64::MAX),
        newest: rows.first().map(|row| row.recorded_at),
        ..RegisterOfChoices::default()
    };
    let mut batches: HashMap<i64, Option<Vec<Hash>>> = HashMap::new();
    let life = SignedDuration::from_hours(24 * i64::from(today.offer.memory.days)) + AHEAD;
    for row in &rows {
        if let std::collections::hash_map::Entry::Vacant(slot) = batches.entry(row.batch) {
            let entry = u64::try_from(row.batch).unwrap_or(u64::MAX);
            slot.insert(attested(app, entry).await?);
        }
        let leaves = batches.get(&row.batch).and_then(Option::as_ref);
        found.attested += u64::from(is_attested(app, row, leaves).await?);
        let closed = row.control == ::consent::Control::Close.as_str();
        found.closed += u64::from(closed);
        found.closed_allowing += u64::from(closed && !row.services_allowed.is_empty());
        found.withdrawals += u64::from(row.layer == ::consent::Layer::Withdrawal.as_str());
        found.elsewhere += u64::from(!app.consents().offers.is_site(today, &row.site));
        // A letter is wanted until it no longer is.
        let control = ::consent::Control::from_word(&row.control);
        let of_letters = control.is_some_and(::consent::Control::is_of_letters);
        found.too_long += u64::from(!of_letters && row.counts_until.duration_since(row.recorded_at) > life);
        let decided = |side: &str| side.split(' ').filter(|id| !id.is_empty()).count();
        let purposes = decided(&row.purposes_allowed) + decided(&row.purposes_refused);
        found.joined += u64::from(purposes == 0);
    }
    Ok(found)
}

/// The leaves of a batch, when they are those that its entry of the ledger attests.
pub(crate) async fn attested(app: &App, entry: u64) -> Result<Option<Vec<Hash>>> {
    let bytes = store::consents::leaves(app.store(), entry).await.map_err(Error::internal)?;
    let row = store::ledger::get(app.store(), entry).await.map_err(Error::internal)?;
    let (Some(bytes), Some(event)) = (bytes, row.and_then(|row| row.parsed())) else { return Ok(None) };
    let leaves: Vec<Hash> = bytes.chunks_exact(32).filter_map(|leaf| Hash::from_slice(leaf).ok()).collect();
    let root =
        event.data().get("root").and_then(Value::as_str) == Some(batch::root(&leaves).to_string().as_str());
    Ok(root.then_some(leaves))
}

/// Whether a choice is the one that its place in the batch attests.
pub(crate) async fn is_attested(app: &App, row: &ConsentRow, leaves: Option<&Vec<Hash>>) -> Result<bool> {
    // A row that cannot be read as a record was altered.
    let Ok(record) = super::record(app, row).await else { return Ok(false) };
    let place = usize::try_from(row.place).unwrap_or(usize::MAX);
    let leaf = leaves.and_then(|leaves| leaves.get(place));
    Ok(leaf == Some(&batch::leaf(&row.salt, &record.text())))
}
