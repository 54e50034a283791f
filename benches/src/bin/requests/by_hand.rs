//! The same work as anybody would write it for this one database: no map, no checks, no receipt.

use anyhow::Result;
use futures_util::TryStreamExt as _;
use sqlx::postgres::{PgArguments, PgConnection, PgRow, Postgres};
use sqlx::query::Query;
use sqlx::{Connection as _, Row as _};

/// How many rows were read, and how many bytes of values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Read {
    pub rows: u64,
    pub bytes: u64,
}

const PERSON: &str =
    "SELECT id::text, email, name, phone, created_at::text FROM people WHERE lower(email) = $1";
const ORDERS: &str = "SELECT id::text, person_id::text, total::text, ship_to, created_at::text FROM orders WHERE person_id = $1";
const LINES: &str =
    "SELECT id::text, order_id::text, product, quantity::text FROM order_lines WHERE order_id = ANY($1)";
const INVOICES: &str = "SELECT id::text, order_id::text, person_id::text, name, address, email, amount::text, issued_on::text \
                        FROM invoices WHERE person_id = $1";
const POSTS: &str =
    "SELECT id::text, author_id::text, body, created_at::text FROM posts WHERE author_id = $1";
const COMMENTS: &str = "SELECT id::text, post_id::text, author_id::text, body, created_at::text FROM comments WHERE author_id = $1";
const LOGINS: &str = "SELECT id::text, person_id::text, ip, at::text FROM logins WHERE person_id = $1";

/// Reads every row of a person, every column as text.
pub async fn read(connection: &mut PgConnection, email: &str) -> Result<Read> {
    let mut read = Read::default();
    let mut person = 0i64;
    rows(connection, sqlx::query(PERSON).bind(email), &mut read, |id| person = id).await?;
    let mut orders = Vec::new();
    rows(connection, sqlx::query(ORDERS).bind(person), &mut read, |id| orders.push(id)).await?;
    rows(connection, sqlx::query(LINES).bind(orders), &mut read, |_| ()).await?;
    for sql in [INVOICES, POSTS, COMMENTS, LOGINS] {
        rows(connection, sqlx::query(sql).bind(person), &mut read, |_| ()).await?;
    }
    Ok(read)
}

async fn rows(
    connection: &mut PgConnection,
    query: Query<'_, Postgres, PgArguments>,
    read: &mut Read,
    mut id: impl FnMut(i64),
) -> Result<()> {
    let mut rows = query.fetch(connection);
    while let Some(row) = rows.try_next().await? {
        read.rows += 1;
        for place in 0..row.len() {
            read.bytes += text(&row, place)?.map_or(0, |text| text.len() as u64);
        }
        id(text(&row, 0)?.unwrap_or_default().parse()?);
    }
    Ok(())
}

fn text(row: &PgRow, place: usize) -> Result<Option<&str>> {
    Ok(row.try_get_unchecked(place)?)
}

/// What is changed of a person, one statement after another; before it the order lines. All invoices fall under the
/// fiscal term of seven whole years.
const CHANGES: [&str; 7] = [
    "DELETE FROM orders WHERE person_id = $1",
    "UPDATE invoices SET email = NULL WHERE person_id = $1 \
     AND issued_on >= date_trunc('year', current_date) - interval '7 years'",
    "DELETE FROM invoices WHERE person_id = $1 \
     AND issued_on < date_trunc('year', current_date) - interval '7 years'",
    "UPDATE posts SET author_id = NULL WHERE author_id = $1",
    "UPDATE comments SET author_id = NULL WHERE author_id = $1",
    "DELETE FROM logins WHERE person_id = $1",
    "DELETE FROM people WHERE id = $1",
];

/// Erases a person as the map says: orders, lines and sign-ins go, posts and comments lose their author, invoices
/// under the fiscal term lose the e-mail address alone. Gives how many rows were changed.
pub async fn erase(connection: &mut PgConnection, email: &str) -> Result<u64> {
    let mut transaction = connection.begin().await?;
    let on = &mut *transaction;
    let person: i64 = sqlx::query_scalar("SELECT id FROM people WHERE lower(email) = $1")
        .bind(email)
        .fetch_one(&mut *on)
        .await?;
    let orders: Vec<i64> = sqlx::query_scalar("SELECT id FROM orders WHERE person_id = $1")
        .bind(person)
        .fetch_all(&mut *on)
        .await?;
    let lines = sqlx::query("DELETE FROM order_lines WHERE order_id = ANY($1)").bind(orders);
    let mut changed = lines.execute(&mut *on).await?.rows_affected();
    for sql in CHANGES {
        changed += sqlx::query(sql).bind(person).execute(&mut *on).await?.rows_affected();
    }
    transaction.commit().await?;
    Ok(changed)
}
