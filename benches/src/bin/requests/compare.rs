//! One person at a time: the connector against the same work by hand, in turns, on people of equal size.

use anyhow::{Result, ensure};
use benches::{Report, Series, Stopwatch, memory};
use connect::{CollectionMeta, Connector, RowOut, RowSink, SinkError, SqlConnector, SqlOptions};
use inventory::{DataMap, ErasureOrder, Identity, Terms};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use retention::{Start, Term, Then};
use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};

use crate::by_hand::{self, Read};
use crate::database::{HEAVY_ROWS, TenMillion};

const MAP: &str = include_str!("../../../data/tenmillion.toml");

/// How often each piece of work is done.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// On people of 96 rows.
    pub light: usize,
    /// On people of 20,019 rows.
    pub heavy: usize,
}

const WARM_UP: usize = 20;
const LIGHT_ROWS: u64 = 96;
/// Everything five times, but for the row of the person.
const FIVE_TIMES: u64 = (HEAVY_ROWS - 1) * 5 + 1;

/// Both sides, connected.
pub struct Sides {
    connector: SqlConnector,
    connection: PgConnection,
    terms: Terms,
    today: Date,
}

/// Counts what it is given and keeps nothing.
#[derive(Default)]
struct Counting(Read);

impl RowSink for Counting {
    fn begin(&mut self, _: &CollectionMeta) -> Result<(), SinkError> {
        Ok(())
    }

    fn row(&mut self, row: &RowOut<'_>) -> Result<(), SinkError> {
        self.0.rows += 1;
        self.0.bytes += row.values.iter().flatten().map(|value| value.len() as u64).sum::<u64>();
        Ok(())
    }

    fn end(&mut self) -> Result<(), SinkError> {
        Ok(())
    }
}

/// One side's way of doing a piece of work on a person; gives how many rows it was.
#[derive(Clone, Copy)]
enum Work {
    Access,
    Erasure,
}

impl Sides {
    /// Connects both.
    pub async fn connect(data: &TenMillion, today: Date) -> Result<Self> {
        let map = map()?;
        let options: PgConnectOptions = data.url.parse()?;
        let term = Term::new("invoices", "7 years".parse()?, Start::EndOfBookYear, Then::Delete)?;
        Ok(Self {
            connector: SqlConnector::open(map, &data.url, &SqlOptions::default())?,
            connection: PgConnection::connect_with(&options).await?,
            terms: Terms::from([("invoices".to_owned(), term)]),
            today,
        })
    }

    async fn by_hand(&mut self, work: Work, email: &str) -> Result<u64> {
        match work {
            Work::Access => Ok(by_hand::read(&mut self.connection, email).await?.rows),
            Work::Erasure => by_hand::erase(&mut self.connection, email).await,
        }
    }

    async fn gestand(&self, work: Work, email: &str) -> Result<u64> {
        let identities = [Identity::new("email", email)];
        match work {
            Work::Access => {
                let mut sink = Counting::default();
                self.connector.export(&identities, &mut sink).await?;
                Ok(sink.0.rows)
            }
            Work::Erasure => {
                let order = ErasureOrder {
                    identities: identities.to_vec(),
                    today: self.today,
                    zone: TimeZone::UTC,
                    terms: self.terms.clone(),
                    pseudonym: "5f1c9e04b7a2".to_owned(),
                };
                let prepared = self.connector.prepare_erasure(&order).await?;
                let receipt = self.connector.erase(&prepared).await?;
                Ok(receipt.deleted() + receipt.anonymised() + receipt.kept())
            }
        }
    }

    /// Both do the work, each on a person of its own; who begins changes every time.
    async fn in_turns(
        &mut self,
        work: Work,
        people: [&str; 2],
        rows: u64,
        first: bool,
        series: &mut [Series; 2],
    ) -> Result<()> {
        for by_hand in [first, !first] {
            let (side, time) = (usize::from(!by_hand), Stopwatch::start());
            let [hers, his] = people;
            let done =
                if by_hand { self.by_hand(work, hers).await? } else { self.gestand(work, his).await? };
            if let Some(series) = series.get_mut(side) {
                series.add(time.read());
            }
            ensure!(done == rows, "{done} rows were done instead of {rows}");
        }
        Ok(())
    }
}

/// The map of the database.
pub fn map() -> Result<DataMap> {
    DataMap::parse(MAP).map_err(|problems| anyhow::anyhow!("the map is wrong: {problems:?}"))
}

/// People of 96 rows.
pub async fn light(
    data: &mut TenMillion,
    sides: &mut Sides,
    times: Times,
    report: &mut Report,
) -> Result<()> {
    both_read_the_same(data, sides).await?;
    for (work, what) in [(Work::Access, "access, 96 rows"), (Work::Erasure, "erasure, 96 rows")] {
        let mut series = [Series::default(), Series::default()];
        for turn in 0..times.light + WARM_UP {
            if turn == WARM_UP {
                series = [Series::default(), Series::default()];
            }
            let people = [data.person()?, data.person()?];
            let people = [people[0].as_str(), people[1].as_str()];
            sides.in_turns(work, people, LIGHT_ROWS, turn % 2 == 0, &mut series).await?;
        }
        let [by_hand, gestand] = &series;
        report.compare(what, by_hand, gestand, 2.0);
    }
    Ok(())
}

async fn both_read_the_same(data: &mut TenMillion, sides: &mut Sides) -> Result<()> {
    let email = data.person()?;
    let by_hand = by_hand::read(&mut sides.connection, &email).await?;
    let mut sink = Counting::default();
    sides.connector.export(&[Identity::new("email", email)], &mut sink).await?;
    ensure!(by_hand == sink.0, "by hand {by_hand:?}, Gestand {:?}", sink.0);
    Ok(())
}

/// People of 20,019 rows, and the memory that one takes.
pub async fn heavy(
    data: &mut TenMillion,
    sides: &mut Sides,
    times: Times,
    report: &mut Report,
) -> Result<()> {
    let mut people = Vec::new();
    for _ in 0..times.heavy * 2 {
        people.push(data.heavy(1).await?);
    }
    let five_times = data.heavy(5).await?;
    let mut pairs: Vec<[&str; 2]> = Vec::new();
    for pair in people.chunks_exact(2) {
        if let [hers, his] = pair {
            pairs.push([hers, his]);
        }
    }
    let first = people.first().map(String::as_str).unwrap_or_default();
    remember(sides, Work::Access, (first, HEAVY_ROWS), report).await?;
    remember(sides, Work::Access, (&five_times, FIVE_TIMES), report).await?;
    for (work, what) in [(Work::Access, "access, 20,019 rows"), (Work::Erasure, "erasure, 20,019 rows")] {
        let mut series = [Series::default(), Series::default()];
        for (turn, people) in pairs.iter().enumerate() {
            sides.in_turns(work, *people, HEAVY_ROWS, turn % 2 == 0, &mut series).await?;
        }
        let [by_hand, gestand] = &series;
        report.compare(what, by_hand, gestand, 2.0);
    }
    remember(sides, Work::Erasure, (&five_times, FIVE_TIMES), report).await
}

/// How much resident memory a piece of work takes at most, over what the process had.
async fn remember(sides: &Sides, work: Work, (email, rows): (&str, u64), report: &mut Report) -> Result<()> {
    memory::reset_peak()?;
    let before = memory::own()?;
    let done = sides.gestand(work, email).await?;
    ensure!(done == rows, "{done} rows were done instead of {rows}");
    let growth = memory::own()?.peak.saturating_sub(before.now);
    let name = match work {
        Work::Access => "access",
        Work::Erasure => "erasure",
    };
    let growth = f64::from(u32::try_from(growth)?) / 1024.0;
    report.figure(format!("peak memory over idle, {name} of {rows} rows"), growth, "MiB", None);
    Ok(())
}
