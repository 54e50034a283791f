//! From where staff may come in: the countries that the policy names (`facts/storage.toml`, `access_from`).
//!
//! In which country an address is, a MaxMind DB file says that the operator supplies. It is read when the first member
//! of staff comes, and again when it was replaced. Without a file, or while the policy names no country, nobody is kept
//! out, and `gestand check` says that it cannot be shown. With a file that cannot be read everybody is kept out: an
//! operator who set it up wants the check, not the lack of it.

use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use jiff::SignedDuration;
use ledger::EventKind;
use maxminddb::Reader;
use serde_json::json;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::journal;

/// How long ago somebody from the same country may have been kept out for it not to be recorded again.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// The file as it was read last.
#[derive(Default)]
pub struct Countries {
    read: Mutex<Option<Loaded>>,
    told: Mutex<Vec<(String, jiff::Timestamp)>>,
}

struct Loaded {
    changed: Option<SystemTime>,
    reader: Option<Arc<Reader<Vec<u8>>>>,
}

impl std::fmt::Debug for Countries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Countries").finish_non_exhaustive()
    }
}

/// Where somebody comes from, and whether they may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Nothing was set up to tell.
    Unchecked,
    /// A network of the organisation's own.
    Own,
    /// A country that the policy names.
    Named(String),
    /// Another country.
    Elsewhere(String),
    /// The file names no country for the address.
    Nowhere,
    /// The file cannot be read.
    Unreadable,
}

impl Place {
    /// Whether staff may come in from here.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Unchecked | Self::Own | Self::Named(_))
    }
}

/// Where an address is.
pub fn of(app: &App, address: IpAddr) -> Place {
    let settings = app.access();
    let Some(file) = &settings.countries else { return Place::Unchecked };
    let Ok(deployment) = app.deployment() else { return Place::Unchecked };
    let named = &deployment.edition.facts().storage.access_from;
    if named.is_empty() {
        return Place::Unchecked;
    }
    let address = address.to_canonical();
    if settings.own_networks.iter().any(|network| network.contains(&address)) {
        return Place::Own;
    }
    let Some(reader) = app.countries().reader(file) else { return Place::Unreadable };
    let country = reader
        .lookup(address)
        .ok()
        .and_then(|found| found.decode::<serde_json::Value>().ok().flatten())
        .and_then(|record| country_of(&record));
    match country {
        None => Place::Nowhere,
        Some(code) if named.iter().any(|country| country.code() == code) => Place::Named(code),
        Some(code) => Place::Elsewhere(code),
    }
}

/// The country of a record, as the files in use write it: `country.iso_code`, or `country_code` by itself.
fn country_of(record: &serde_json::Value) -> Option<String> {
    let code = record.pointer("/country/iso_code").or_else(|| record.get("country_code"))?;
    code.as_str().map(str::to_uppercase).filter(|code| code.len() == 2)
}

/// Records that staff were kept out; of one country once an hour.
pub async fn kept_out(app: &App, place: &Place) -> Result<()> {
    let (word, country) = match place {
        Place::Elsewhere(code) => ("country", code.as_str()),
        Place::Nowhere => ("no-country", ""),
        _ => ("file-unreadable", ""),
    };
    if !app.countries().is_news(&format!("{word}{country}"), app.now()) {
        return Ok(());
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let data = json!({ "because": word, "country": country });
    journal::record(app, &mut tx, EventKind::StaffKeptOut, data).await?;
    commit(tx, "staff kept out").await
}

impl Countries {
    fn reader(&self, file: &Path) -> Option<Arc<Reader<Vec<u8>>>> {
        let changed = std::fs::metadata(file).and_then(|about| about.modified()).ok();
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = read.as_ref().filter(|loaded| loaded.changed == changed && changed.is_some()) {
            return loaded.reader.clone();
        }
        let reader = match Reader::open_readfile(file) {
            Ok(reader) => Some(Arc::new(reader)),
            Err(error) => {
                tracing::error!(%error, "the file of countries cannot be read: no staff are let in");
                None
            }
        };
        *read = Some(Loaded { changed, reader: reader.clone() });
        reader
    }

    fn is_news(&self, what: &str, now: jiff::Timestamp) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.retain(|(_, at)| now.duration_since(*at) < AGAIN);
        if told.iter().any(|(of, _)| of == what) {
            return false;
        }
        told.push((what.to_owned(), now));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_writing_a_country_are_read() {
        for (record, country) in [
            (json!({ "country": { "iso_code": "NL" } }), Some("NL")),
            (json!({ "country_code": "de" }), Some("DE")),
            (json!({ "country": {} }), None),
            (json!({ "country_code": "" }), None),
            (json!({}), None),
        ] {
            assert_eq!(country_of(&record).as_deref(), country, "{record}");
        }
    }
}
