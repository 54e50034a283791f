//! Choices of visitors: a row each, the leaves of their batches, what was shown, and sums.

use jiff::Timestamp;
use kernel::Language;
use kernel::ids::SubjectId;

use crate::db::{Conn, Tx};
use crate::error::StoreError;
use crate::statement::{Statement, statements};
use crate::value::{Columns, FromRow, Value, values};

/// Rows of one statement, largest first: few sizes, so that the engine keeps each of them prepared.
const CHUNKS: [usize; 9] = [256, 128, 64, 32, 16, 8, 4, 2, 1];

/// A choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRow {
    /// The day of the choice by the visitor's clock: days since 1970, UTC.
    pub day: i64,
    /// The pseudonym of who chose.
    pub subject: String,
    /// When, by the visitor's clock. With the subject it names the choice.
    pub at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Until when it may have been relied on.
    pub counts_until: Timestamp,
    /// The site on which it counts.
    pub site: String,
    /// What was shown: a row of the texts.
    pub shown: i64,
    /// On which layer.
    pub layer: String,
    /// By which control.
    pub control: String,
    /// Whether the browser asked not to be followed.
    pub gpc: bool,
    /// Purposes: ids with a space between them.
    pub purposes_allowed: String,
    /// The others.
    pub purposes_refused: String,
    /// Services: ids with a space between them.
    pub services_allowed: String,
    /// The others.
    pub services_refused: String,
    /// The entry of the ledger that attests its batch.
    pub batch: i64,
    /// Which leaf of it.
    pub place: i64,
    /// 16 random bytes.
    pub salt: Vec<u8>,
}

/// A text that visitors read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRow {
    /// Its number.
    pub id: i64,
    /// SHA-256 of the edition.
    pub edition: String,
    /// Its language.
    pub language: Language,
    /// SHA-256 of the text.
    pub digest: String,
    /// The text.
    pub content: String,
}

/// A sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRow {
    /// Days since 1970, UTC.
    pub day: i64,
    /// The site.
    pub site: String,
    /// What is counted.
    pub what: String,
    /// Which one.
    pub which: String,
    /// How many.
    pub sum: i64,
}

/// Whose choices they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// The pseudonym.
    pub subject: String,
    /// The account.
    pub subject_id: SubjectId,
    /// Keyed hash of its address.
    pub account: String,
    /// Since when.
    pub linked_at: Timestamp,
}

macro_rules! columns {
    () => {
        "day, subject, at, recorded_at, counts_until, site, shown, layer, control, gpc, purposes_allowed, purposes_refused, services_allowed, services_refused, batch, place, salt"
    };
}

statements! {
    write INSERT = concat!("INSERT INTO consents (", columns!(), ") VALUES @rows(17)");
    write ADD_DAY = "INSERT INTO consent_days (day) VALUES ($1) ON CONFLICT (day) DO NOTHING";
    write ADD_BATCH = "INSERT INTO consent_batches (entry, leaves) VALUES ($1, $2)";
    write COUNT = "INSERT INTO consent_counts (day, site, what, which, sum) VALUES @rows(5) ON CONFLICT (day, site, what, which) DO UPDATE SET sum = consent_counts.sum + excluded.sum";
    write SAME_DAY = concat!("SELECT ", columns!(), " FROM consents WHERE day = $1 AND subject IN (@list(1))");
    read OF = concat!("SELECT ", columns!(), " FROM consents WHERE day IN (SELECT day FROM consent_days) AND subject = $1 ORDER BY at DESC LIMIT $2");
    read IN_BATCH = concat!("SELECT ", columns!(), " FROM consents WHERE batch = $1 ORDER BY place");
    read ONE = concat!("SELECT ", columns!(), " FROM consents WHERE day = $1 AND subject = $2 AND at = $3");
    read LEAVES = "SELECT entry, leaves FROM consent_batches WHERE entry = $1";
    read BATCHES = "SELECT entry, leaves FROM consent_batches WHERE entry > $1 ORDER BY entry LIMIT $2";
    read TEXT = "SELECT id, edition, language, digest, content FROM consent_texts WHERE id = $1";
    write TEXT_LIKE = "SELECT id, edition, language, digest, content FROM consent_texts WHERE edition = $1 AND language = $2 AND digest = $3";
    write ADD_TEXT = "INSERT INTO consent_texts (id, edition, language, digest, content) SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4 FROM consent_texts";
    read TEXTS_OF = "SELECT id, edition, language, digest, content FROM consent_texts WHERE edition = $1 ORDER BY id";
    read NEWEST = concat!("SELECT ", columns!(), " FROM consents WHERE site <> $1 ORDER BY batch DESC, place DESC LIMIT $2");
    write OF_SITE = "DELETE FROM consents WHERE day >= $1 AND site = $2";
    write COUNTS_OF_SITE = "DELETE FROM consent_counts WHERE site = $1";
    read COUNTS = "SELECT day, site, what, which, sum FROM consent_counts WHERE day >= $1 ORDER BY day, site, what, which";
    write LINK = "INSERT INTO consent_links (subject, subject_id, account, linked_at) VALUES ($1, $2, $3, $4) ON CONFLICT (subject) DO UPDATE SET subject_id = excluded.subject_id, account = excluded.account, linked_at = excluded.linked_at";
    write UNLINK = "DELETE FROM consent_links WHERE subject = $1 AND subject_id = $2";
    write UNLINK_ALL = "DELETE FROM consent_links WHERE subject_id = $1";
    read LINKS = "SELECT subject, subject_id, account, linked_at FROM consent_links WHERE subject_id = $1 ORDER BY linked_at DESC, subject";
    read LINKED = "SELECT account, subject FROM consent_links WHERE account IN (@list(0))";
    read LATEST = concat!("SELECT ", columns!(), " FROM consents WHERE day IN (SELECT day FROM consent_days WHERE day >= $1) AND subject IN (@list(1)) ORDER BY at");
    write OVER = "DELETE FROM consents WHERE counts_until < $1 AND day IN (SELECT day FROM consent_days WHERE day < $2)";
    write END = "UPDATE consents SET counts_until = $2 WHERE day IN (SELECT day FROM consent_days) AND subject = $1 AND counts_until > $2";
    write EMPTY_DAYS = "DELETE FROM consent_days WHERE day < $1 AND NOT EXISTS (SELECT 1 FROM consents WHERE consents.day = consent_days.day)";
}

impl FromRow for ConsentRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            day: columns.take()?,
            subject: columns.take()?,
            at: columns.take()?,
            recorded_at: columns.take()?,
            counts_until: columns.take()?,
            site: columns.take()?,
            shown: columns.take()?,
            layer: columns.take()?,
            control: columns.take()?,
            gpc: columns.take()?,
            purposes_allowed: columns.take()?,
            purposes_refused: columns.take()?,
            services_allowed: columns.take()?,
            services_refused: columns.take()?,
            batch: columns.take()?,
            place: columns.take()?,
            salt: columns.take()?,
        })
    }
}

impl FromRow for TextRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            id: columns.take()?,
            edition: columns.take()?,
            language: columns.take()?,
            digest: columns.take()?,
            content: columns.take()?,
        })
    }
}

impl FromRow for CountRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            day: columns.take()?,
            site: columns.take()?,
            what: columns.take()?,
            which: columns.take()?,
            sum: columns.take()?,
        })
    }
}

impl FromRow for LinkRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            subject: columns.take()?,
            subject_id: columns.take()?,
            account: columns.take()?,
            linked_at: columns.take()?,
        })
    }
}

fn row_values(row: &ConsentRow) -> Vec<Value> {
    values![
        row.day,
        &row.subject,
        row.at,
        row.recorded_at,
        row.counts_until,
        &row.site,
        row.shown,
        &row.layer,
        &row.control,
        row.gpc,
        &row.purposes_allowed,
        &row.purposes_refused,
        &row.services_allowed,
        &row.services_refused,
        row.batch,
        row.place,
        row.salt.as_slice(),
    ]
}

/// Stores a batch that entry `entry` of the ledger attests: its rows, its leaves and what they add to the sums.
pub async fn insert(
    tx: &mut Tx,
    rows: &[ConsentRow],
    entry: u64,
    leaves: &[u8],
    counts: &[CountRow],
) -> Result<(), StoreError> {
    let mut on = Conn::from(tx);
    in_chunks(&mut on, &INSERT, rows, row_values).await?;
    let mut days: Vec<i64> = rows.iter().map(|row| row.day).collect();
    days.sort_unstable();
    days.dedup();
    for day in days {
        on.execute(&ADD_DAY, values![day]).await?;
    }
    on.execute(&ADD_BATCH, values![i64::try_from(entry).unwrap_or(i64::MAX), leaves]).await?;
    in_chunks(&mut on, &COUNT, counts, |count| {
        values![count.day, &count.site, &count.what, &count.which, count.sum]
    })
    .await
}

/// Stores rows by as few statements as their sizes allow.
async fn in_chunks<T>(
    on: &mut Conn<'_>,
    statement: &'static Statement,
    rows: &[T],
    values: impl Fn(&T) -> Vec<Value>,
) -> Result<(), StoreError> {
    let mut rest = rows;
    for size in CHUNKS {
        while rest.len() >= size {
            let (chunk, after) = rest.split_at(size);
            on.execute(statement, chunk.iter().flat_map(&values).collect()).await?;
            rest = after;
        }
    }
    Ok(())
}

/// The rows of one day about these pseudonyms: to see what is there already.
pub async fn same_day(tx: &mut Tx, day: i64, subjects: &[&str]) -> Result<Vec<ConsentRow>, StoreError> {
    let mut found = Vec::new();
    for chunk in subjects.chunks(256) {
        let mut values = values![day];
        values.extend(chunk.iter().map(|subject| Value::from(*subject)));
        // Few sizes of list for the prepared statement: the last one stands for those that are missing.
        let size = CHUNKS.into_iter().rev().find(|size| *size >= chunk.len()).unwrap_or(chunk.len());
        if let Some(last) = chunk.last() {
            values.extend((chunk.len()..size).map(|_| Value::from(*last)));
        }
        found.extend(Conn::from(&mut *tx).all::<ConsentRow>(&SAME_DAY, values).await?);
    }
    Ok(found)
}

/// The choices of one pseudonym, the latest first.
pub async fn of(on: impl Into<Conn<'_>>, subject: &str, limit: u32) -> Result<Vec<ConsentRow>, StoreError> {
    on.into().all(&OF, values![subject, i64::from(limit)]).await
}

/// One choice.
pub async fn one(
    on: impl Into<Conn<'_>>,
    day: i64,
    subject: &str,
    at: Timestamp,
) -> Result<Option<ConsentRow>, StoreError> {
    on.into().first(&ONE, values![day, subject, at]).await
}

/// The choices of these pseudonyms that were made on `since` (days since 1970) or later, the oldest first.
pub async fn since(
    on: impl Into<Conn<'_>>,
    since: i64,
    subjects: &[String],
) -> Result<Vec<ConsentRow>, StoreError> {
    let mut on = on.into();
    let mut found = Vec::new();
    for chunk in subjects.chunks(1_000) {
        let mut values = values![since];
        values.extend(chunk.iter().map(Value::from));
        found.extend(on.all::<ConsentRow>(&LATEST, values).await?);
    }
    Ok(found)
}

/// The rows that entry `entry` of the ledger attests and that are still there, in their places.
pub async fn in_batch(on: impl Into<Conn<'_>>, entry: u64) -> Result<Vec<ConsentRow>, StoreError> {
    on.into().all(&IN_BATCH, values![i64::try_from(entry).unwrap_or(i64::MAX)]).await
}

/// The leaves of a batch, 32 bytes each.
pub async fn leaves(on: impl Into<Conn<'_>>, entry: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let entry = i64::try_from(entry).unwrap_or(i64::MAX);
    let found: Option<(i64, Vec<u8>)> = on.into().first(&LEAVES, values![entry]).await?;
    Ok(found.map(|(_, leaves)| leaves))
}

/// Batches behind `after` (their entries), in order: entry and leaves.
pub async fn batches(
    on: impl Into<Conn<'_>>,
    after: Option<u64>,
    limit: u32,
) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let after = after.map_or(-1, |entry| i64::try_from(entry).unwrap_or(i64::MAX));
    on.into().all(&BATCHES, values![after, i64::from(limit)]).await
}

/// A text that visitors read.
pub async fn text(on: impl Into<Conn<'_>>, id: i64) -> Result<Option<TextRow>, StoreError> {
    on.into().first(&TEXT, values![id]).await
}

/// The texts of an edition, the oldest first.
pub async fn texts_of(on: impl Into<Conn<'_>>, edition: &str) -> Result<Vec<TextRow>, StoreError> {
    on.into().all(&TEXTS_OF, values![edition]).await
}

/// The newest choices of every site but one, the latest first.
pub async fn newest(
    on: impl Into<Conn<'_>>,
    but_of: &str,
    limit: u32,
) -> Result<Vec<ConsentRow>, StoreError> {
    on.into().all(&NEWEST, values![but_of, i64::from(limit)]).await
}

/// Takes the choices of a site out, with its sums: those that were made on `day` or later. Gives how many.
pub async fn remove_site(tx: &mut Tx, day: i64, site: &str) -> Result<u64, StoreError> {
    let mut on = Conn::from(tx);
    on.execute(&COUNTS_OF_SITE, values![site]).await?;
    on.execute(&OF_SITE, values![day, site]).await
}

/// The number of a text; one that is new is kept.
pub async fn keep_text(
    tx: &mut Tx,
    edition: &str,
    language: Language,
    digest: &str,
    content: &str,
) -> Result<i64, StoreError> {
    let mut on = Conn::from(tx);
    let asked = || values![edition, language, digest];
    if let Some(found) = on.first::<TextRow>(&TEXT_LIKE, asked()).await? {
        return Ok(found.id);
    }
    on.execute(&ADD_TEXT, values![edition, language, digest, content]).await?;
    let made = on.first::<TextRow>(&TEXT_LIKE, asked()).await?;
    made.map(|text| text.id).ok_or(StoreError::Missing { what: "text that visitors read" })
}

/// Sums from a day on (days since 1970).
pub async fn counts(on: impl Into<Conn<'_>>, from: i64) -> Result<Vec<CountRow>, StoreError> {
    on.into().all(&COUNTS, values![from]).await
}

/// Ties the choices of a pseudonym to an account; one that it had before is replaced.
pub async fn link(on: impl Into<Conn<'_>>, row: &LinkRow) -> Result<(), StoreError> {
    let values = values![&row.subject, row.subject_id, &row.account, row.linked_at];
    on.into().execute(&LINK, values).await.map(drop)
}

/// Unties the choices of a pseudonym from an account. False when they were not tied to it.
pub async fn unlink(on: impl Into<Conn<'_>>, subject: &str, account: SubjectId) -> Result<bool, StoreError> {
    Ok(on.into().execute(&UNLINK, values![subject, account]).await? > 0)
}

/// Unties everything from an account.
pub async fn unlink_all(on: impl Into<Conn<'_>>, account: SubjectId) -> Result<u64, StoreError> {
    on.into().execute(&UNLINK_ALL, values![account]).await
}

/// What is tied to an account, the latest first.
pub async fn links(on: impl Into<Conn<'_>>, account: SubjectId) -> Result<Vec<LinkRow>, StoreError> {
    on.into().all(&LINKS, values![account]).await
}

/// The pseudonyms that are tied to accounts, by the keyed hashes of their addresses.
pub async fn linked(
    on: impl Into<Conn<'_>>,
    accounts: &[String],
) -> Result<Vec<(String, String)>, StoreError> {
    let mut on = on.into();
    let mut found = Vec::new();
    for chunk in accounts.chunks(1_000) {
        found.extend(on.all::<(String, String)>(&LINKED, chunk.iter().map(Value::from).collect()).await?);
    }
    Ok(found)
}

/// Notes that the choices of a pseudonym are relied on no longer than until `end`.
pub async fn end(tx: &mut Tx, subject: &str, end: Timestamp) -> Result<u64, StoreError> {
    Conn::from(tx).execute(&END, values![subject, end]).await
}

/// Deletes choices that were last relied on before `until` and made on a day before `day`. Gives how many.
pub async fn purge(tx: &mut Tx, until: Timestamp, day: i64) -> Result<u64, StoreError> {
    let mut on = Conn::from(tx);
    let gone = on.execute(&OVER, values![until, day]).await?;
    on.execute(&EMPTY_DAYS, values![day]).await?;
    Ok(gone)
}
