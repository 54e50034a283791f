//! `gestand requests`: file, look, decide, collect. What officers do beside deciding is in [`super::officer`].

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use app::requests::{self, Entry, Filing, Filter, OnBehalf, TaskOutcome, View};
use app::trouble::TroubleView;
use app::{App, archives, work};
use futures_util::StreamExt as _;
use kernel::ids::RequestId;
use kernel::{Actor, Language};
use tokio::io::AsyncWriteExt as _;

use crate::args::RequestsCommand;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

pub async fn run(command: RequestsCommand) -> Result<Code> {
    match command {
        RequestsCommand::File {
            place,
            right,
            identities,
            wish,
            channel,
            received,
            behalf,
            behalf_name,
            language,
            format,
        } => {
            let app = open::open(&place).await?;
            let language = Language::from_tag(&language).context("--language is nl or en")?;
            let wish = wish.wish(right)?;
            let on_behalf = behalf.map(|role| OnBehalf { role, name: behalf_name });
            let entry = Entry { received, means: None, on_behalf };
            let filing = Filing { identities, wish, entry, ..Filing::new(right, channel, language) };
            let filed = requests::file(&app, &Actor::Operator, filing).await?;
            work::drain(&app).await?;
            show(&app, filed.request, format).await
        }
        RequestsCommand::List { place, all, format } => {
            let app = open::open(&place).await?;
            list(&app, all, format).await
        }
        RequestsCommand::Show { place, id, format } => show(&open::open(&place).await?, id, format).await,
        RequestsCommand::Approve { place, id } => {
            let app = open::open(&place).await?;
            approve(&app, id).await
        }
        RequestsCommand::Run { place, id, format } => {
            let app = open::open(&place).await?;
            work::drain(&app).await?;
            show(&app, id, format).await
        }
        RequestsCommand::Task { place, id, system, outcome, note } => {
            let app = open::open(&place).await?;
            let outcome = match outcome.as_str() {
                "done" => TaskOutcome::Done { count: None, note },
                "nothing-held" => TaskOutcome::NothingHeld,
                "refused" => TaskOutcome::Refused { reason: note },
                "silent" => TaskOutcome::Silent,
                _ => bail!("the outcome is done, nothing-held, refused or silent"),
            };
            requests::close_task(&app, &Actor::Operator, id, &system, outcome).await?;
            work::drain(&app).await?;
            show(&app, id, Format::Table).await
        }
        RequestsCommand::Collect { place, id, out } => collect(&open::open(&place).await?, id, &out).await,
        other => super::officer::run(other).await,
    }
}

async fn approve(app: &App, id: RequestId) -> Result<Code> {
    let view = requests::show(app, &Actor::Operator, id).await?;
    let digest = view.plan.and_then(|plan| plan.digest);
    let Some(digest) = digest else {
        bail!(
            "the plan is not complete yet: see `gestand requests show {id}` for the system that is awaited"
        );
    };
    requests::approve(app, &Actor::Operator, id, &digest).await?;
    println!(
        "Approved. `gestand requests run {id}` carries it out now; a serving Gestand does so by itself."
    );
    Ok(Code::Good)
}

async fn list(app: &App, all: bool, format: Format) -> Result<Code> {
    let filter = Filter { open: if all { None } else { Some(true) }, limit: 500, ..Filter::default() };
    let page = requests::list(app, &Actor::Operator, &filter).await?;
    let rows = || {
        page.items
            .iter()
            .map(|item| {
                vec![
                    item.id.to_string(),
                    item.right.to_string(),
                    item.state.to_owned(),
                    item.due.to_string(),
                    item.days_left.to_string(),
                    if item.problems > 0 { format!("{} waiting", item.problems) } else { String::new() },
                ]
            })
            .collect()
    };
    output::print(format, &page.items, &["request", "right", "state", "due", "days left", "systems"], rows)?;
    Ok(Code::Good)
}

pub(super) async fn show(app: &App, id: RequestId, format: Format) -> Result<Code> {
    let view = requests::show(app, &Actor::Operator, id).await?;
    if format == Format::Table {
        println!(
            "{}  {}  {}  received {}  answer by {}",
            view.summary.id, view.summary.right, view.summary.state, view.summary.received, view.summary.due
        );
    }
    output::print(format, &view, &["system", "collection", "what", "rows"], || rows(&view))?;
    Ok(Code::Good)
}

/// What is wrong, with what a technician needs.
fn said(problem: &TroubleView) -> String {
    match &problem.detail {
        Some(detail) => format!("{} ({detail})", problem.text.en),
        None => problem.text.en.clone(),
    }
}

fn rows(view: &View) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut add = |system: &str, collection: &str, what: &str, count: u64| {
        if count > 0 {
            rows.push(vec![system.to_owned(), collection.to_owned(), what.to_owned(), count.to_string()]);
        }
    };
    for system in view.plan.iter().flat_map(|plan| &plan.systems) {
        for part in &system.collections {
            add(&system.system, &part.name.en, "found", part.own);
            add(&system.system, &part.name.en, "mentions", part.mentions);
            add(&system.system, &part.name.en, "would be deleted", part.delete);
            add(&system.system, &part.name.en, "would be anonymised", part.anonymise);
            for kept in &part.kept {
                let until = kept.release.map(|day| format!("would be kept until {day}"));
                let until = until.unwrap_or_else(|| "would be kept".to_owned());
                add(&system.system, &part.name.en, &until, kept.count);
            }
        }
        if let Some(problem) = &system.problem {
            add(&system.system, &said(problem), "waits", 1);
        }
    }
    for system in &view.systems {
        for count in &system.counts {
            add(&system.system, &count.collection.en, count.what, count.count);
        }
        add(&system.system, "rows and texts of others", "reported", system.texts_of_others);
        if system.state == "outstanding" {
            add(&system.system, "its holder was asked", "outstanding", 1);
        }
    }
    rows
}

async fn collect(app: &App, id: RequestId, out: &Path) -> Result<Code> {
    let Some(archive) = archives::newest(app, id).await? else {
        bail!("there is no answer to collect: see `gestand requests show {id}`");
    };
    let mut download = archives::open(app, &Actor::Operator, archive).await?;
    let mut file =
        tokio::fs::File::create(out).await.with_context(|| format!("{} cannot be written", out.display()))?;
    while let Some(piece) = download.stream.next().await {
        file.write_all(&piece?).await?;
    }
    file.flush().await?;
    println!("{} bytes in {}", download.bytes, out.display());
    Ok(Code::Good)
}
