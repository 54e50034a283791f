//! Sums of choices for the desk: what visitors chose, by day, purpose, layer and control. Nobody can be put together
//! of them: each sum is of one thing.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Actor, Text};
use serde::Serialize;

use crate::app::App;
use crate::error::{Error, Result};

/// The first day of the count: days since then.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// What visitors chose in a stretch of time.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figures {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// All choices.
    pub choices: i64,
    /// Per day: everything allowed, something, nothing.
    pub days: Vec<Day>,
    /// Per purpose, as the edition names them.
    pub purposes: Vec<PurposeFigure>,
    /// By where and how the choice was made: the word and how often.
    pub layers: Vec<(String, i64)>,
    /// By control.
    pub controls: Vec<(String, i64)>,
    /// By language.
    pub languages: Vec<(String, i64)>,
    /// From browsers that asked not to be followed.
    pub signalled: i64,
}

/// The choices of one day.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Day {
    /// Which day, UTC.
    pub day: Date,
    /// Everything was allowed.
    pub all: i64,
    /// Something was.
    pub some: i64,
    /// Nothing was.
    pub none: i64,
}

/// How often a purpose was allowed.
#[derive(Debug, Clone, Serialize)]
pub struct PurposeFigure {
    /// Its name.
    pub name: Text,
    /// How often it was allowed.
    pub allowed: i64,
    /// How often it was refused.
    pub refused: i64,
}

/// The sums of the last `days` days.
///
/// # Errors
/// The actor is not of the staff.
pub async fn last(app: &App, actor: &Actor, days: u16) -> Result<Figures> {
    if !matches!(actor, Actor::Staff { .. } | Actor::Operator) {
        return Err(Error::forbidden("see-figures"));
    }
    let to = EPOCH.checked_add(super::day(app.now()).days()).map_err(Error::internal)?;
    let from = to.checked_sub((i64::from(days.max(1)) - 1).days()).map_err(Error::internal)?;
    let first = super::day(app.now()) - i64::from(days.max(1)) + 1;
    let rows = store::consents::counts(app.store(), first).await.map_err(Error::internal)?;
    let mut by_day: BTreeMap<i64, Day> = BTreeMap::new();
    let mut kinds: BTreeMap<(&str, String), i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.site != super::evidence::DRILL_SITE) {
        if row.what == "outcome" {
            let day = by_day.entry(row.day).or_default();
            match row.which.as_str() {
                "all" => day.all += row.sum,
                "some" => day.some += row.sum,
                _ => day.none += row.sum,
            }
        } else {
            *kinds.entry((row.what.as_str(), row.which.clone())).or_default() += row.sum;
        }
    }
    let mut figures = Figures { from, to, ..Figures::default() };
    for offset in 0..i64::from(days.max(1)) {
        let day = EPOCH.checked_add((first + offset).days()).map_err(Error::internal)?;
        let counted = by_day.remove(&(first + offset)).unwrap_or_default();
        figures.choices += counted.all + counted.some + counted.none;
        figures.days.push(Day { day, ..counted });
    }
    let of = |what: &str| -> Vec<(String, i64)> {
        let mut found: Vec<_> = kinds
            .iter()
            .filter(|((it, _), _)| *it == what)
            .map(|((_, which), sum)| (which.clone(), *sum))
            .collect();
        found.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
        found
    };
    figures.layers = of("layer");
    figures.controls = of("control");
    figures.languages = of("language");
    figures.signalled = kinds.get(&("gpc", "yes".to_owned())).copied().unwrap_or(0);
    let deployment = app.deployment()?;
    let facts = deployment.edition.facts();
    let mut purposes: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (id, sum) in of("allowed") {
        purposes.entry(id).or_default().0 += sum;
    }
    for (id, sum) in of("refused") {
        purposes.entry(id).or_default().1 += sum;
    }
    figures.purposes = purposes
        .into_iter()
        .map(|(id, (allowed, refused))| {
            let name = facts.purposes.get(&id).map(|fact| fact.name.text().clone());
            PurposeFigure { name: name.unwrap_or_else(|| Text::same(&*id)), allowed, refused }
        })
        .collect();
    Ok(figures)
}
