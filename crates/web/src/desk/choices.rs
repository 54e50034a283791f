//! What visitors chose: sums, never people.

use app::consents::figures::{self, Figures};
use app::consents::offers;
use axum::response::Response;

use crate::chart::{Day, Days};
use crate::failure::Failure;
use crate::here::Here;
use crate::text::key;
use crate::view::choices::{Choices, Share, Way};

/// How many days are shown.
const DAYS: u16 = 30;

/// Shows it.
pub(crate) async fn show(here: Here) -> Result<Response, Failure> {
    let sums = figures::last(&here.app, here.actor(), DAYS).await?;
    let page = page(&here, &sums).await;
    here.show(&page)
}

async fn page(here: &Here, sums: &Figures) -> Choices {
    let base = &here.app.config().base_url;
    let asks = offers::current(&here.app).await.is_ok();
    let mut sites = here.app.deployment().map(|now| now.edition.policy().scope.clone()).unwrap_or_default();
    sites.extend(offers::added_sites(&here.app));
    let purposes = sums.purposes.iter().map(|figure| Share {
        name: figure.name.get(here.language).to_owned(),
        allowed: count(figure.allowed),
        asked: count(figure.allowed + figure.refused),
    });
    let ways =
        sums.controls.iter().filter_map(|(word, sum)| Some(Way { key: way(word)?, count: count(*sum) }));
    Choices {
        from: sums.from,
        to: sums.to,
        total: count(sums.choices),
        chart: (sums.choices > 0).then(|| chart(sums)),
        purposes: purposes.collect(),
        ways: ways.collect(),
        signalled: count(sums.signalled),
        script: asks.then(|| format!("<script src=\"{base}/gestand.js\"></script>")),
        sites,
    }
}

fn chart(sums: &Figures) -> Days {
    let day = |day: &figures::Day| Day {
        day: day.day,
        all: count(day.all),
        some: count(day.some),
        none: count(day.none),
    };
    Days { days: sums.days.iter().map(day).collect() }
}

/// The words for a control.
fn way(word: &str) -> Option<&'static str> {
    Some(match word {
        "accept" => key!("choice-by-accept"),
        "refuse" => key!("choice-by-refuse"),
        "save" => key!("choice-by-save"),
        "close" => key!("choice-by-close"),
        "allow" => key!("choice-by-allow"),
        "api" => key!("choice-by-api"),
        "confirm" => key!("choice-by-confirm"),
        "unsubscribe" => key!("choice-by-unsubscribe"),
        _ => return None,
    })
}

fn count(sum: i64) -> u64 {
    u64::try_from(sum).unwrap_or(0)
}
