//! Passing a request on to the controller whose data it is about, mostly a school (GDPR article 28(3)(e)): when what the
//! officer decided leaves the building, and once.

use ::requests::{RefusalGround, Request, State};
use kernel::Text;
use ledger::EventKind;
use mail::Mail;
use serde_json::json;
use store::requests::RequestRow;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::journal;
use crate::mailbox::writer::Writer;
use crate::requests::about::{About, Wish};
use crate::requests::change;

/// Sends it on, where the refusal says that another is the controller.
pub(super) async fn pass_on(app: &App, row: &RequestRow, request: &Request) -> Result<()> {
    if !matches!(&request.state, State::Refused { ground: RefusalGround::NotTheController, .. }) {
        return Ok(());
    }
    let person = About::of(app, row)?;
    let Some(to) = person.pass_to.clone() else { return Ok(()) };
    let kind = mail::Kind::PassedOn.as_str();
    let sent = store::messages::by_request(app.store(), row.id).await.map_err(Error::internal)?;
    if sent.iter().any(|message| message.kind == kind) {
        return Ok(());
    }
    let deployment = app.deployment()?;
    let writer = Writer { app, deployment: &deployment, row, request, steps: &[] };
    let words = match &person.wish {
        Wish::Say { words, .. } => words.clone(),
        Wish::Stop { reasons, .. } => reasons.clone(),
        Wish::Nothing | Wish::Correct { .. } => String::new(),
    };
    let mail = Mail::PassedOn {
        about: writer.about(),
        due: change::deadline_of(app, request)?.effective,
        keys: person.identities.iter().map(|one| (named(&one.kind), one.value.clone())).collect(),
        // Where it is not known who asks, the address to ask at stands apart.
        proved: person.contact.is_none(),
        words,
    };
    let hours = app.now().duration_since(row.received_at).as_hours();
    let data = json!({ "hours": hours, "proved": person.contact.is_none(), "drill": row.drill });
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    super::queue(app, &mut tx, &mail, &to, row.language, Some(row)).await?;
    journal::record_about(app, &mut tx, EventKind::RequestPassedOn, row.id, data).await?;
    commit(tx, "request passed on").await
}

/// What a kind of identity is called.
fn named(kind: &str) -> Text {
    let text = |nl: &str, en: &str| Text { nl: nl.to_owned(), en: en.to_owned() };
    match kind {
        "email" => text("e-mailadres", "e-mail address"),
        "user-id" => text("gebruikersnummer", "user number"),
        "cookie-id" => text("cookienummer", "cookie number"),
        other => Text::same(other),
    }
}
