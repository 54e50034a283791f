//! The demo's own pages: where to look, and the mails that never leave the machine.

use app::mailbox::{Captured, captured, one};
use axum::extract::Path;
use axum::response::Response;

use crate::failure::Failure;
use crate::here::Here;
use crate::view::demo::{Mail, MailRow, Mails, Start};

/// Where to look, in the order of the walk.
pub(crate) async fn start(here: Here) -> Result<Response, Failure> {
    let data = here.app.config().data.display().to_string();
    here.show(&Start {
        subject_email: app::demo::people::TEACHER.to_owned(),
        subject_name: app::demo::people::TEACHER_NAME.to_owned(),
        people: app::demo::people::COUNT,
        officer_email: app::demo::people::OFFICER.to_owned(),
        site: app::consents::offers::added_sites(&here.app).into_iter().next(),
        verify_command: format!("cargo run --release -- ledger verify --data {data}"),
    })
}

/// The captured mails, newest first.
pub(crate) async fn mails(here: Here) -> Result<Response, Failure> {
    let rows = captured(&here.app).into_iter().map(|mail| MailRow {
        at: here.moment(mail.at),
        code: code(&mail),
        id: mail.id,
        to: mail.to,
        subject: mail.subject,
    });
    here.show(&Mails { rows: rows.collect() })
}

/// One mail.
pub(crate) async fn mail(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let mail = one(&here.app, &id).ok_or_else(Failure::not_found)?;
    let edition = app::editions::current(&here.app)?;
    let facts = &edition.facts().organisation;
    let origin = format!("{}/", here.app.config().base_url);
    here.show(&Mail {
        from: format!("{} <{}>", facts.name, facts.contact.email),
        at: here.moment(mail.at),
        body: Mail::parts(&mail.text, &origin),
        to: mail.to,
        subject: mail.subject,
    })
}

/// The six digits that a sign-in mail carries, for the list.
fn code(mail: &Captured) -> Option<String> {
    if mail.kind != "sign-in-code" {
        return None;
    }
    mail.text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 6).map(str::to_owned)
}
