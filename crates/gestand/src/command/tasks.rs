//! `gestand tasks list | letter | send | sent | acknowledge | keep | open | remind`.

use anyhow::{Context as _, Result};
use app::tasks::{self, Filter, TaskLine};
use app::work;
use kernel::{Actor, Language};

use crate::args::TasksCommand;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

#[expect(clippy::too_many_lines, reason = "an arm for every command")]
pub async fn run(command: TasksCommand) -> Result<Code> {
    let operator = &Actor::Operator;
    match command {
        TasksCommand::List { place, done, format } => {
            let app = open::open(&place).await?;
            let filter = Filter { done, limit: 500, ..Filter::default() };
            print(&tasks::list(&app, operator, &filter).await?.items, format)
        }
        TasksCommand::Letter { place, task, language } => {
            let app = open::open(&place).await?;
            let language =
                language.map(|tag| Language::from_tag(&tag).context("--language is nl or en")).transpose()?;
            let (letter, _) = tasks::letter(&app, operator, task, language).await?;
            println!("{}\n\n{}", letter.subject, letter.text);
            Ok(Code::Good)
        }
        TasksCommand::Send { place, task } => {
            let app = open::open(&place).await?;
            tasks::send(&app, operator, task).await?;
            work::drain(&app).await?;
            println!("The letter is in the queue of outgoing mail.");
            Ok(Code::Good)
        }
        TasksCommand::Sent { place, task } => {
            tasks::sent(&open::open(&place).await?, operator, task).await?;
            println!("On record: the letter was sent.");
            Ok(Code::Good)
        }
        TasksCommand::Acknowledge { place, task, promised } => {
            tasks::acknowledge(&open::open(&place).await?, operator, task, promised).await?;
            println!("On record: the holder has the letter.");
            Ok(Code::Good)
        }
        TasksCommand::Keep { place, task, file, for_person } => {
            let app = open::open(&place).await?;
            let unreadable = || format!("{} cannot be read", file.display());
            let size = tokio::fs::metadata(&file).await.with_context(unreadable)?.len();
            // One byte more than is kept shows that it is too much.
            let most = tasks::answers::LARGEST as u64 + 1;
            let bytes = if size > most {
                vec![0; tasks::answers::LARGEST + 1]
            } else {
                tokio::fs::read(&file).await.with_context(unreadable)?
            };
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let kept = tasks::keep(&app, operator, task, (&name, &bytes), for_person).await?;
            println!("Kept {} ({}, {} bytes) as {}", kept.name, kept.media, kept.bytes, kept.id);
            Ok(Code::Good)
        }
        TasksCommand::Open { place, answer, out } => {
            let app = open::open(&place).await?;
            let file = tasks::open(&app, operator, &answer).await?;
            let unwritable = || format!("{} cannot be written", out.display());
            tokio::fs::write(&out, &file.bytes).await.with_context(unwritable)?;
            println!("{} bytes in {}", file.bytes.len(), out.display());
            Ok(Code::Good)
        }
        TasksCommand::Remind { place } => {
            let app = open::open(&place).await?;
            work::remind(&app, operator).await?;
            work::drain(&app).await?;
            Ok(Code::Good)
        }
    }
}

fn print(items: &[TaskLine], format: Format) -> Result<Code> {
    let header = ["task", "request", "right", "system", "state", "due", "days left"];
    output::print(format, &items, &header, || items.iter().map(row).collect())?;
    let late = items.iter().any(|line| line.overdue);
    Ok(if late { Code::Finding } else { Code::Good })
}

fn row(line: &TaskLine) -> Vec<String> {
    let state = if line.overdue { format!("{}, late", line.state) } else { line.state.to_owned() };
    vec![
        line.step.to_string(),
        line.request.to_string(),
        line.right.to_string(),
        line.system.clone(),
        state,
        line.due.to_string(),
        line.days_left.to_string(),
    ]
}
