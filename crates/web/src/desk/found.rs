//! Why rows were found: a picture per system, and the same in words.

use app::requests::explain::{Explained, ExplainedOutcome, WayLine};
use axum::extract::Path;
use axum::response::Response;

use crate::failure::Failure;
use crate::here::Here;
use crate::html::Html;
use crate::portal::request::parse;
use crate::portal::words;
use crate::view::desk::{Found, FoundOutcome, FoundSystem, FoundWay};

/// Shows it. The systems are searched anew for it, and nothing of it is kept.
pub(crate) async fn show(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let explained = app::requests::explain(&here.app, here.actor(), id).await?;
    let view = app::requests::show(&here.app, here.actor(), id).await?;
    here.show(&Found {
        id: id.to_string(),
        reference: words::reference(id),
        right: words::right_of(&view.summary),
        known: view.address.is_some(),
        systems: explained.iter().map(|one| system(&here, one)).collect(),
    })
}

fn system(here: &Here, explained: &Explained) -> FoundSystem {
    FoundSystem {
        id: explained.system.clone(),
        name: explained.name.get(here.language).to_owned(),
        outcome: match &explained.outcome {
            ExplainedOutcome::Nothing => FoundOutcome::Nothing,
            ExplainedOutcome::Problem(problem) => FoundOutcome::Problem(problem.clone()),
            ExplainedOutcome::Found(ways) => FoundOutcome::Ways {
                picture: Html::picture(ways.picture(here.language, &format!("found-{}", explained.system))),
                own: ways.own,
                others: ways.others,
                ways: ways.lines.iter().map(|line| way(here, line)).collect(),
            },
        },
    }
}

fn way(here: &Here, line: &WayLine) -> FoundWay {
    FoundWay {
        steps: line.steps.iter().map(|step| step.get(here.language).to_owned()).collect(),
        table: line.table.clone(),
        rule: line.rule.get(here.language).to_owned(),
        others: line.others,
        keys: line.keys.clone(),
        more: line.more,
    }
}
