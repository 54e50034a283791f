//! Every edition.

use app::editions::EditionSummary;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use policy::Edition;

use crate::failure::Failure;
use crate::here::Here;
use crate::view::EditionLabel;
use crate::view::site::{EditionRow, Editions, Standing};

/// Lists them, the newest first.
pub(crate) async fn list(here: Here) -> Result<Response, Failure> {
    let summaries = app::editions::list(&here.app).await?;
    let mut rows = Vec::new();
    for summary in &summaries {
        let edition = app::editions::by_hash(&here.app, &summary.hash).await?;
        rows.push(EditionRow {
            edition: label(&edition, last_day(&summaries, summary.in_force_from)),
            standing: standing(&summaries, &summary.hash),
            promises: edition.clauses().len(),
            follows: summaries.iter().any(|other| other.in_force_from < summary.in_force_from),
        });
    }
    here.show(&Editions { rows })
}

/// An edition, named.
pub(crate) fn label(edition: &Edition, until: Option<Date>) -> EditionLabel {
    let header = edition.policy();
    EditionLabel {
        label: header.version.clone(),
        from: header.in_force_from,
        until,
        hash: edition.hash().to_string(),
    }
}

/// Whether an edition holds: after the one in force it is coming, before it it is past.
pub(crate) fn standing(summaries: &[EditionSummary], hash: &str) -> Standing {
    let here = summaries.iter().find(|summary| summary.hash == hash);
    let now = summaries.iter().find(|summary| summary.in_force);
    match (here, now) {
        (Some(here), _) if here.in_force => Standing::InForce,
        (Some(here), Some(now)) if here.in_force_from > now.in_force_from => Standing::Coming,
        _ => Standing::Past,
    }
}

/// The last day of the edition that began on `from`: the day before the next one begins.
pub(crate) fn last_day(summaries: &[EditionSummary], from: Date) -> Option<Date> {
    let next = summaries.iter().map(|summary| summary.in_force_from).filter(|day| *day > from).min()?;
    next.checked_sub(1.day()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;

    fn summary(hash: &str, from: Date, in_force: bool) -> EditionSummary {
        EditionSummary {
            hash: hash.into(),
            policy: "p".into(),
            version: from.to_string(),
            in_force_from: from,
            published_at: Timestamp::UNIX_EPOCH,
            in_force,
        }
    }

    #[test]
    fn exactly_one_edition_holds_and_the_others_have_their_place_beside_it() {
        let all = [
            summary("c", date(2027, 6, 1), false),
            summary("b", date(2026, 12, 1), true),
            summary("a", date(2022, 6, 1), false),
        ];
        assert_eq!(standing(&all, "a"), Standing::Past);
        assert_eq!(standing(&all, "b"), Standing::InForce);
        assert_eq!(standing(&all, "c"), Standing::Coming);
        assert_eq!(last_day(&all, date(2022, 6, 1)), Some(date(2026, 11, 30)));
        assert_eq!(last_day(&all, date(2026, 12, 1)), Some(date(2027, 5, 31)));
        assert_eq!(last_day(&all, date(2027, 6, 1)), None);
    }
}
