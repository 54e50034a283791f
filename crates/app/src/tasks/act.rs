//! What an officer does with a task: reads its letter, sends it, puts on record that it was sent or acknowledged.

use ::requests::{TaskCommand, Way};
use jiff::civil::Date;
use kernel::ids::StepId;
use kernel::{Actor, Language};
use mail::{Composed, Mail};

use super::{Scene, asked_of, desk_of, letter as letters, may_see};
use crate::accounts::looks::{self, What};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::mailbox;
use crate::requests::decide;

/// The letter of a task, ready to be printed or copied. Personal data. The holder's own language when none is given.
///
/// # Errors
/// The actor may not see whom it is about, or the task is closed and nobody knows any more whom it was about.
pub async fn letter(
    app: &App,
    actor: &Actor,
    step: StepId,
    language: Option<Language>,
) -> Result<(Composed, Language)> {
    may_see(actor)?;
    let scene = Scene::of(app, step).await?;
    if scene.task.is_closed() {
        return Err(gone());
    }
    let deployment = app.deployment()?;
    let language = language.unwrap_or_else(|| {
        desk_of(&deployment, &scene.step.system).map_or(Language::Nl, |desk| desk.language)
    });
    looks::at_request(app, actor, &scene.request, What::Letter).await?;
    let task = asked_of(app, &deployment, &scene.request, &scene.step)?;
    let said = letters::instruction(&deployment, scene.request.id, &task, scene.due);
    Ok((letters::composed(app, &deployment, said, language)?, language))
}

/// Sends the letter as a mail, to where the holder takes them.
///
/// # Errors
/// The actor does not decide, the policy names no address, or the task is closed.
pub async fn send(app: &App, actor: &Actor, step: StepId) -> Result<()> {
    decide::decider(actor)?;
    let mut scene = Scene::of(app, step).await?;
    let deployment = app.deployment()?;
    let Some(desk) = desk_of(&deployment, &scene.step.system) else {
        return Err(Error::new(
            Kind::Conflict,
            "no-holder-address",
            "Het beleid noemt geen e-mailadres van deze ontvanger. Verstuur de brief zelf en leg dat hier vast.",
            "The policy names no e-mail address of this holder. Send the letter yourself and put that on record here.",
        ));
    };
    let task = asked_of(app, &deployment, &scene.request, &scene.step)?;
    let said = letters::instruction(&deployment, scene.request.id, &task, scene.due);
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    scene.apply(app, &mut tx, &TaskCommand::Send { way: Way::Mail }).await?;
    let mail = Mail::HolderInstruction { letter: said };
    mailbox::queue(app, &mut tx, &mail, &desk.email, desk.language, Some(&scene.request)).await?;
    commit(tx, "letter queued").await
}

/// Puts on record that the officer sent the letter in another way.
///
/// # Errors
/// The actor does not decide, or the task is closed.
pub async fn sent(app: &App, actor: &Actor, step: StepId) -> Result<()> {
    decide::decider(actor)?;
    command(app, step, TaskCommand::Send { way: Way::Otherwise }).await
}

/// Puts on record that the holder said that they have the letter, and by when they will be done.
///
/// # Errors
/// The actor does not decide, the day has passed, or the task is closed.
pub async fn acknowledge(app: &App, actor: &Actor, step: StepId, promised: Option<Date>) -> Result<()> {
    decide::decider(actor)?;
    if promised.is_some_and(|day| day < app.today()) {
        return Err(Error::new(
            Kind::Invalid,
            "promised-in-the-past",
            "Deze dag is al voorbij. Geef de dag waarop de ontvanger klaar denkt te zijn.",
            "This day has passed. Give the day by which the holder expects to be done.",
        ));
    }
    command(app, step, TaskCommand::Acknowledge { promised }).await
}

async fn command(app: &App, step: StepId, command: TaskCommand) -> Result<()> {
    let mut scene = Scene::of(app, step).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    scene.apply(app, &mut tx, &command).await?;
    commit(tx, "task changed").await
}

fn gone() -> Error {
    Error::new(
        Kind::Gone,
        "letter-gone",
        "Deze taak is afgesloten; de brief wordt dan niet meer getoond.",
        "This task is closed; its letter is shown no more.",
    )
}
