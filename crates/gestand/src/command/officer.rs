//! `gestand requests extend | refuse | ask | answer | identity | undo | note | alike`: what an officer does beside
//! judging a plan, from a shell.

use anyhow::{Result, bail};
use app::requests::{RefusalGround, alike, notes, officer, proof};
use app::work;
use kernel::Actor;

use super::requests::show;
use crate::args::RequestsCommand;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

#[expect(clippy::too_many_lines, reason = "an arm for every command")]
pub async fn run(command: RequestsCommand) -> Result<Code> {
    let actor = Actor::Operator;
    let (app, id) = match command {
        RequestsCommand::Extend { place, id, reasons } => {
            let app = open::open(&place).await?;
            officer::extend(&app, &actor, id, None, &reasons).await?;
            (app, id)
        }
        RequestsCommand::Refuse { place, id, ground, reasons, to } => {
            let app = open::open(&place).await?;
            match to.filter(|_| ground == RefusalGround::NotTheController) {
                Some(to) => officer::pass_on(&app, &actor, id, None, &to, &reasons).await?,
                None => officer::refuse(&app, &actor, id, None, ground, &reasons).await?,
            }
            (app, id)
        }
        RequestsCommand::Ask { place, id, question } => {
            let app = open::open(&place).await?;
            officer::ask_back(&app, &actor, id, None, &question).await?;
            (app, id)
        }
        RequestsCommand::Answer { place, id, said } => {
            let app = open::open(&place).await?;
            officer::answer(&app, &actor, id, &said).await?;
            (app, id)
        }
        RequestsCommand::Identity { place, id, what, means } => {
            let app = open::open(&place).await?;
            match (what.as_str(), means.as_slice()) {
                ("ask", means) => proof::ask(&app, &actor, id, None, means).await?,
                ("accept", [means]) => proof::judge(&app, &actor, id, None, Some(*means)).await?,
                ("reject", []) => proof::judge(&app, &actor, id, None, None).await?,
                _ => bail!("write ask --means …, accept --means ONE, or reject"),
            }
            (app, id)
        }
        RequestsCommand::Undo { place, id, what } => {
            let app = open::open(&place).await?;
            officer::take_back(&app, &actor, id, what).await?;
            (app, id)
        }
        RequestsCommand::Note { place, id, words, format } => {
            let app = open::open(&place).await?;
            if !words.trim().is_empty() {
                notes::add(&app, &actor, id, &words).await?;
            }
            let list = notes::list(&app, &actor, id).await?;
            let row = |note: &notes::NoteView| vec![note.at.to_string(), note.by.clone(), note.words.clone()];
            output::print(format, &list, &["written", "by", "note"], || list.iter().map(row).collect())?;
            return Ok(Code::Good);
        }
        RequestsCommand::Alike { place, id, format } => {
            let app = open::open(&place).await?;
            let list = alike::others(&app, &actor, id).await?;
            let row = |one: &alike::AlikeView| {
                let how = if one.same { "same identity" } else { "looks alike" };
                vec![
                    one.summary.id.to_string(),
                    one.summary.right.to_string(),
                    one.summary.state.to_owned(),
                    how.to_owned(),
                ]
            };
            output::print(format, &list, &["request", "right", "state", "how"], || {
                list.iter().map(row).collect()
            })?;
            return Ok(Code::Good);
        }
        _ => bail!("this is no command of an officer"),
    };
    work::drain(&app).await?;
    show(&app, id, Format::Table).await
}
