//! `gestand edition`: an edition from its draft to the day that the next one takes its place.

use std::path::Path;

use anyhow::Result;
use app::App;
use app::publishing::{self, PublicationView};
use kernel::{Actor, Language};

use crate::args::{EditionCommand, Place};
use crate::command::policy::report;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

pub async fn run(command: EditionCommand) -> Result<Code> {
    match command {
        EditionCommand::Draft { dir, by, place, format } => draft(&dir, by.as_deref(), &place, format).await,
        EditionCommand::Approve { edition, by, place, format } => {
            let app = open::open(&place).await?;
            let officer = app::staff::who(&app, &Actor::Operator, &by).await?;
            told(&publishing::approve(&app, &officer, &edition).await?, format)
        }
        EditionCommand::Announce { edition, place, format } => {
            let app = open::open(&place).await?;
            told(&publishing::announce(&app, &Actor::Operator, &edition).await?, format)
        }
        EditionCommand::Drop { edition, place, format } => {
            let app = open::open(&place).await?;
            told(&publishing::drop(&app, &Actor::Operator, &edition).await?, format)
        }
        EditionCommand::List { place, format } => {
            let app = open::open(&place).await?;
            let views = publishing::list(&app, &Actor::Operator).await?;
            output::print(format, &views, &["edition", "from", "stage", "found", "changes", "told"], || {
                views.iter().map(row).collect()
            })?;
            Ok(Code::Good)
        }
        EditionCommand::Show { edition, place, format } => {
            let app = open::open(&place).await?;
            told(&publishing::show(&app, &Actor::Operator, &edition).await?, format)
        }
    }
}

async fn draft(dir: &Path, by: Option<&str>, place: &Place, format: Format) -> Result<Code> {
    let app: App = open::open(place).await?;
    let looked = match publishing::look(dir, app.today()) {
        Ok(looked) => looked,
        Err(refused) => {
            report(&refused, format)?;
            return Ok(Code::Finding);
        }
    };
    let actor = match by {
        Some(address) => app::staff::who(&app, &Actor::Operator, address).await?,
        None => Actor::Operator,
    };
    let view = publishing::draft(&app, &actor, &looked.edition, looked.count()).await?;
    if looked.count() > 0 && format == Format::Table {
        eprint!("{}", looked.findings.render(Language::En, false));
        for item in &looked.missing {
            eprintln!("missing under article {}: {}", item.article.en, item.name.en);
        }
    }
    told(&view, format)?;
    Ok(if looked.count() == 0 { Code::Good } else { Code::Finding })
}

fn told(view: &PublicationView, format: Format) -> Result<Code> {
    match format {
        Format::Json => println!("{}", serde_json::to_string_pretty(view)?),
        Format::Table => {
            let [wider, narrower, words] = view.changes;
            println!("edition {} from {}: {}", view.version, view.from, view.stage);
            println!("  {}", view.hash);
            println!("  {wider} wider, {narrower} narrower, {words} in other words");
            if !view.asks_again.is_empty() {
                println!("  ends the consents for: {}", view.asks_again.join(", "));
            }
            let told = view.told;
            if told.all() > 0 {
                println!(
                    "  told by mail: {} of {} ({} cannot be reached)",
                    told.told,
                    told.all(),
                    told.unreachable
                );
            }
            println!("  {}", next(view));
        }
    }
    Ok(Code::Good)
}

/// What can be done next, in one line.
fn next(view: &PublicationView) -> String {
    let version = &view.version;
    match view.stage {
        "draft" => format!("{} things to mend first; then draft it again", view.findings),
        "checked" => format!(
            "next: gestand edition approve {version} --as ADDRESS, by an officer who did not draft it"
        ),
        "approved" if view.from < view.earliest => format!(
            "announced today it could hold from {} on, and it says {}: give it a later day",
            view.earliest, view.from
        ),
        "approved" => format!("next: gestand edition announce {version}"),
        "announced" => format!("holds from {} on, when everybody has been told in time", view.from),
        "in-force" => "holds".to_owned(),
        "superseded" => "another edition took its place".to_owned(),
        _ => "given up".to_owned(),
    }
}

fn row(view: &PublicationView) -> Vec<String> {
    let [wider, narrower, words] = view.changes;
    vec![
        view.version.clone(),
        view.from.to_string(),
        view.stage.to_owned(),
        view.findings.to_string(),
        format!("{wider} wider, {narrower} narrower, {words} words"),
        format!("{}/{}", view.told.told, view.told.all()),
    ]
}
