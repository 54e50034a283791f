//! What is known of the consent of people, for the decision point: from their newest choice, on the terms of today.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::consent::{Answer, Record, standing, subject};
use inventory::Identity;
use jiff::{SignedDuration, Timestamp};
use store::consents::ConsentRow;

use super::{letters, offers};
use crate::app::App;
use crate::error::{Error, Result};
use crate::suppression;

/// The kind of identity that a consent id is.
pub(crate) const COOKIE: &str = "cookie";

/// Purposes that somebody consented to, or refused.
pub(crate) type Consents = BTreeMap<String, bool>;

/// What somebody said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// Purposes that they consented to, or refused.
    pub(crate) consents: Consents,
    /// Those of them that they asked for from their own mailbox, after anything that they refused before: a refusal takes
    /// such a consent away.
    pub(crate) asked_for: BTreeSet<String>,
    /// When they last asked for one.
    pub(crate) asked_at: Option<Timestamp>,
}

/// What is known of the consent of each of these people, in their order; none of whom nothing is. A consent id finds
/// its own choices, any other identity those that its account was tied to, and an address the letters that it asked for.
///
/// # Errors
/// Our own database does not answer.
pub(crate) async fn known(app: &App, identities: &[&Identity]) -> Result<Vec<Option<Said>>> {
    let mut accounts: Vec<String> = Vec::new();
    let keys: Vec<Key> = identities
        .iter()
        .map(|identity| {
            if identity.kind == COOKIE {
                return Key::Subject(subject(identity.value.trim()).unwrap_or_default());
            }
            let account = suppression::hash(app, identity);
            accounts.push(account.clone());
            Key::Account(account)
        })
        .collect();
    let mail = letters::known(app, &accounts).await?;
    let said = |key: &Key, consents: Option<Consents>| {
        let letters = match key {
            Key::Account(account) => mail.get(account),
            Key::Subject(_) => None,
        };
        if consents.is_none() && letters.is_none() {
            return None;
        }
        let mut said = Said { consents: consents.unwrap_or_default(), ..Said::default() };
        said.asked_at = letters.map(|agreed| agreed.since);
        for (purpose, allowed) in letters.into_iter().flat_map(|agreed| &agreed.decisions) {
            said.consents.insert(purpose.clone(), *allowed);
            if *allowed {
                said.asked_for.insert(purpose.clone());
            }
        }
        Some(said)
    };
    let today = offers::known(app, &offers::digits(app.deployment()?.edition.hash())).await?;
    let Some(today) = today else { return Ok(keys.iter().map(|key| said(key, None)).collect()) };
    let mut of_account: HashMap<String, Vec<String>> = HashMap::new();
    for (account, subject) in
        store::consents::linked(app.store(), &accounts).await.map_err(Error::internal)?
    {
        of_account.entry(account).or_default().push(subject);
    }
    let mut subjects: Vec<String> = of_account.values().flatten().cloned().collect();
    subjects.extend(keys.iter().filter_map(|key| match key {
        Key::Subject(subject) if !subject.is_empty() => Some(subject.clone()),
        _ => None,
    }));
    subjects.sort_unstable();
    subjects.dedup();
    // A day more than a choice counts: clocks differ.
    let life = SignedDuration::from_hours(24 * (i64::from(today.offer.memory.days) + 1));
    let from = super::day(app.now().checked_sub(life).map_err(Error::internal)?);
    let rows = store::consents::since(app.store(), from, &subjects).await.map_err(Error::internal)?;
    let mut newest: HashMap<String, ConsentRow> = HashMap::new();
    // Letters stand among the choices as a proof; what counts of them is known already.
    let of_site = |row: &ConsentRow| !(row.services_allowed.is_empty() && row.services_refused.is_empty());
    for row in rows.into_iter().filter(of_site) {
        // They come the oldest first.
        newest.insert(row.subject.clone(), row);
    }
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        let row = match &key {
            Key::Subject(subject) => newest.get(subject),
            Key::Account(account) => of_account
                .get(account)
                .into_iter()
                .flatten()
                .filter_map(|subject| newest.get(subject))
                .max_by_key(|row| row.at),
        };
        let consents = match row {
            Some(row) => Some(consents(app, &today, row).await?),
            None => None,
        };
        found.push(said(&key, consents));
    }
    Ok(found)
}

enum Key {
    Subject(String),
    Account(String),
}

async fn consents(app: &App, today: &offers::Known, row: &ConsentRow) -> Result<Consents> {
    let text = store::consents::text(app.store(), row.shown).await.map_err(Error::internal)?;
    let digits =
        text.map(|text| text.edition.chars().take(::consent::offer::HASH_DIGITS).collect::<String>());
    let then = match digits {
        Some(digits) => offers::known(app, &digits).await?,
        None => None,
    };
    // An edition that cannot be read says nothing of what was agreed to.
    let Some(then) = then else { return Ok(Consents::new()) };
    let services = Record::decisions(&row.services_allowed, &row.services_refused);
    let answers = standing(&today.offer, &then.offer, &services, row.at, app.now());
    Ok(answers
        .into_iter()
        .filter_map(|(purpose, answer)| match answer {
            Answer::Allowed => Some((purpose, true)),
            Answer::Refused => Some((purpose, false)),
            Answer::Unknown => None,
        })
        .collect())
}
