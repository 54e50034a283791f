//! The database of ten million rows, and its people.

use anyhow::{Context as _, Result};
use benches::{Stopwatch, servers};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

const NAME: &str = "gestand_bench";
const GENERATOR: &str = include_str!("../../../data/tenmillion.sql");
const SEED: u64 = 20_261_122;

/// People of 96 rows.
const PEOPLE: u32 = 100_000;

/// How many rows the heavy people have.
pub const HEAVY_ROWS: u64 = 20_019;

/// The database and the people that nobody has used yet.
pub struct TenMillion {
    /// Its URL.
    pub url: String,
    fresh: Vec<u32>,
    heavy: u32,
}

impl TenMillion {
    /// Fills a database with the generator, or copies one that the generator has filled before.
    pub async fn make(copy_of: Option<&str>) -> Result<Self> {
        let time = Stopwatch::start();
        let url = servers::make_postgres(NAME, copy_of).await?;
        if copy_of.is_none() {
            let mut connection = PgConnection::connect(&url).await?;
            connection
                .execute(sqlx::raw_sql(AssertSqlSafe(GENERATOR)))
                .await
                .context("the generator failed")?;
            connection.close().await?;
        }
        eprintln!("ten million rows in {:.0} s", time.read().as_secs_f64());
        let mut fresh: Vec<u32> = (1..=PEOPLE).collect();
        benches::shuffle::shuffle(&mut fresh, SEED);
        Ok(Self { url, fresh, heavy: 0 })
    }

    /// The address of a person of 96 rows whom nobody has asked for.
    pub fn person(&mut self) -> Result<String> {
        let number = self.fresh.pop().context("every person has been used")?;
        Ok(format!("person{number}@people.example"))
    }

    /// Adds a person of `times` × 20,019 rows, like the generator's heavy one, and gives their address.
    pub async fn heavy(&mut self, times: u32) -> Result<String> {
        self.heavy += 1;
        let person = PEOPLE + 1 + self.heavy;
        let email = format!("heavy{}@people.example", self.heavy);
        let first = i64::from(self.heavy) * 10_000_000;
        let rows = |of_one: u32| of_one * times;
        let sql = format!(
            "INSERT INTO people VALUES ({person}, '{email}', 'Heavy User', '06-20000000', now());
             INSERT INTO orders SELECT {first} + i, {person}, 10, 'Street', timestamptz '2024-01-01' FROM generate_series(1, {orders}) i;
             INSERT INTO order_lines SELECT {first} + i, {first} + (i - 1) * 2 / 5 + 1, 'Workbook', 1 FROM generate_series(1, {lines}) i;
             INSERT INTO invoices SELECT {first} + i, {first} + i, {person}, 'Heavy User', 'Street', '{email}', 10, date '2024-01-01' FROM generate_series(1, {orders}) i;
             INSERT INTO posts SELECT {first} + i, {person}, 'A post, number ' || i, timestamptz '2024-01-01' FROM generate_series(1, {posts}) i;
             INSERT INTO comments SELECT {first} + i, i, {person}, 'A comment', timestamptz '2024-01-01' FROM generate_series(1, {comments}) i;
             INSERT INTO logins SELECT {first} + i, {person}, '192.0.2.1', timestamptz '2025-01-01' FROM generate_series(1, {posts}) i;
             ANALYZE people, orders, order_lines, invoices, posts, comments, logins;",
            orders = rows(2000),
            lines = rows(5000),
            posts = rows(4000),
            comments = rows(3018),
        );
        let mut connection = PgConnection::connect(&self.url).await?;
        connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        connection.close().await?;
        Ok(email)
    }

    /// Drops it.
    pub async fn drop(self) -> Result<()> {
        servers::drop_postgres(NAME).await
    }
}
