//! Counting what a rule touches: one statement over its table.

use inventory::{Key, Sweep};
use jiff::civil::Date;

use super::scope::Scope;
use crate::error::ConnectError;
use crate::sql::SqlConnector;
use crate::sql::dialect::{chunk, push_tuples};
use crate::sql::pool::{Engine, Intent, Work};
use crate::sql::statement::Statement;
use crate::sweep::SweepCount;

impl SqlConnector {
    pub(super) async fn count(
        &self,
        sweep: &Sweep,
        later: &[Date],
        spared: &[Key],
    ) -> Result<SweepCount, ConnectError> {
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let scope = Scope::new(self, &schema, sweep)?;
        self.branches(sweep)?;
        let engine = work.engine();
        let mut statement = Statement::new(engine, "SELECT ");
        statement.push(&number(engine, "COUNT(*)"));
        for day in std::iter::once(&sweep.today).chain(later) {
            open_sum(&mut statement);
            scope.push_past(self, &mut statement, *day)?;
            statement.push(" AND NOT ");
            scope.push_held(self, &mut statement, *day)?;
            close_sum(&mut statement);
        }
        open_sum(&mut statement);
        scope.push_past(self, &mut statement, sweep.today)?;
        statement.push(" AND ");
        scope.push_held(self, &mut statement, sweep.today)?;
        close_sum(&mut statement);
        open_sum(&mut statement);
        statement.push("NOT ");
        scope.push_dated(self, &mut statement)?;
        close_sum(&mut statement);
        scope.push_rows(self, &mut statement)?;
        let rows = work.rows(statement, Some(&scope.rules.table)).await?;
        let numbers: Vec<u64> = rows.into_iter().flatten().map(|text| whole(text.as_deref())).collect();
        let mut numbers = numbers.into_iter();
        let rows = numbers.next().unwrap_or(0);
        let all_due = numbers.next().unwrap_or(0);
        let later: Vec<u64> = numbers.by_ref().take(later.len()).collect();
        let held = numbers.next().unwrap_or(0);
        let undated = numbers.next().unwrap_or(0);
        let spared = self.count_spared(&mut work, &scope, spared).await?;
        work.commit().await?;
        let later = later.into_iter().map(|count| count.saturating_sub(spared)).collect();
        Ok(SweepCount { rows, due: all_due.saturating_sub(spared), later, held, spared, undated })
    }

    pub(super) async fn count_spared(
        &self,
        work: &mut Work,
        scope: &Scope<'_>,
        spared: &[Key],
    ) -> Result<u64, ConnectError> {
        let engine = work.engine();
        let mut count = 0;
        for keys in spared.chunks(chunk(engine)) {
            let mut statement = Statement::new(engine, "SELECT ");
            statement.push(&number(engine, "COUNT(*)"));
            self.push_due(&mut statement, scope)?;
            statement.push(" AND ");
            let tuples: Vec<Vec<String>> = keys.iter().map(|key| key.0.clone()).collect();
            push_tuples(&mut statement, &scope.key, &tuples);
            let rows = work.rows(statement, Some(&scope.rules.table)).await?;
            count += rows.first().and_then(|row| row.first()).map_or(0, |text| whole(text.as_deref()));
        }
        Ok(count)
    }

    /// ` FROM … WHERE` everything that goes today.
    pub(super) fn push_due(&self, statement: &mut Statement, scope: &Scope<'_>) -> Result<(), ConnectError> {
        scope.push_rows(self, statement)?;
        statement.push(" AND ");
        scope.push_past(self, statement, scope.sweep.today)?;
        statement.push(" AND NOT ");
        scope.push_held(self, statement, scope.sweep.today)?;
        if let Some(only) = &scope.sweep.only {
            scope.push_only(statement, only);
        }
        Ok(())
    }
}

pub(super) fn number(engine: Engine, expression: &str) -> String {
    match engine {
        Engine::Postgres => format!("({expression})::text"),
        Engine::Mysql => format!("CAST({expression} AS CHAR)"),
        Engine::Sqlite => format!("CAST({expression} AS TEXT)"),
    }
}

pub(super) fn open_sum(statement: &mut Statement) {
    statement.push(match statement.engine {
        Engine::Postgres => ", (SUM(CASE WHEN ",
        Engine::Mysql | Engine::Sqlite => ", CAST(SUM(CASE WHEN ",
    });
}

pub(super) fn close_sum(statement: &mut Statement) {
    statement.push(match statement.engine {
        Engine::Postgres => " THEN 1 ELSE 0 END))::text",
        Engine::Mysql => " THEN 1 ELSE 0 END) AS CHAR)",
        Engine::Sqlite => " THEN 1 ELSE 0 END) AS TEXT)",
    });
}

pub(super) fn whole(text: Option<&str>) -> u64 {
    text.and_then(|text| text.parse().ok()).unwrap_or(0)
}
