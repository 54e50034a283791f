//! The letter to the holder of a system without an interface, and by when they must answer it.
//!
//! What it rests on depends on what the holder is: a processor is given an instruction (GDPR art. 28(3)(e)), a joint
//! controller is held to the arrangement (art. 26), and whoever else received data is told (art. 19). The letter is a
//! mail like any other, so that it reads the same sent from here, printed, or copied into another mail.

use inventory::{Task, TaskKind};
use jiff::civil::Date;
use kernel::calendar::{Calendar, Span};
use kernel::ids::RequestId;
use kernel::{Language, Text};
use mail::{Asked, Composed, CorrectedValue, Ground, Instruction, KeyLine, Mail};
use policy::facts::{Recipient, Role};

use crate::app::App;
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::mailbox;
use crate::requests::rights;

/// How many days before our own deadline their answer must be here, when the policy agrees no other time.
const DAYS_BEFORE: i64 = 10;
/// How many days before our own deadline it must be here in any case: it has to be passed on.
const PASSED_ON: i64 = 2;

/// By when the holder must answer, who was asked on `began`: within what was agreed, and in any case before our own
/// deadline, `ours`.
pub(crate) fn due(within: Option<Span>, began: Date, ours: Date, calendar: &Calendar) -> Date {
    let before = |days| ours.saturating_sub(jiff::Span::new().days(days));
    let asked = within.map_or(before(DAYS_BEFORE), |span| span.after(began, calendar));
    let tomorrow = began.saturating_add(jiff::Span::new().days(1));
    asked.min(before(PASSED_ON)).max(tomorrow).min(ours)
}

/// What is asked, in the words of mails.
pub(crate) fn asked(kind: TaskKind) -> Asked {
    match kind {
        TaskKind::Access => Asked::Access,
        TaskKind::Erasure => Asked::Erasure,
        TaskKind::Rectification => Asked::Rectification,
        TaskKind::Restriction => Asked::Restriction,
        TaskKind::Lift => Asked::Lift,
        TaskKind::Suppression => Asked::Suppression,
    }
}

/// The letter, ready to be sent or printed. Personal data.
///
/// # Errors
/// Only when a template is wrong, which tests exclude.
pub(crate) fn composed(
    app: &App,
    deployment: &Deployment,
    letter: Instruction,
    language: Language,
) -> Result<Composed> {
    let mail = Mail::HolderInstruction { letter };
    let head = mailbox::letterhead(deployment);
    app.composer().compose(&mail, &head, language, &deployment.zone).map_err(Error::internal)
}

/// What the letter says. It names the person by the keys that the holder knows.
pub(crate) fn instruction(
    deployment: &Deployment,
    request: RequestId,
    task: &Task,
    due: Date,
) -> Instruction {
    let facts = deployment.edition.facts();
    let recipient = task.recipient.as_ref().and_then(|id| facts.recipients.get(id));
    let data = rights::data(deployment);
    let named = |id: &String| deployment.categories.get(id).cloned().unwrap_or_else(|| Text::same(id));
    Instruction {
        holder: deployment.holder_name(task.recipient.as_deref()),
        system: task.name.clone(),
        asked: asked(task.kind),
        ground: ground(recipient),
        reference: request.to_string(),
        agreement: recipient.and_then(|fact| fact.agreement.as_ref()?.reference.clone()),
        due,
        keys: task
            .identities
            .iter()
            .map(|identity| KeyLine { name: key_name(&identity.kind), value: identity.value.clone() })
            .collect(),
        categories: task.categories.iter().map(named).collect(),
        corrections: task
            .corrections
            .iter()
            .map(|one| CorrectedValue {
                name: data.get(&one.field).cloned().unwrap_or_else(|| Text::same(one.field.as_str())),
                was: one.was.clone(),
                to: one.to.clone(),
            })
            .collect(),
        instruction: task.instruction.clone(),
        backups: has_backups(task.kind),
    }
}

/// What a holder can be asked on: whoever is not said to be something else acts for the organisation.
fn ground(recipient: Option<&Recipient>) -> Ground {
    match recipient.and_then(|fact| fact.role) {
        None | Some(Role::Processor) => Ground::Instruction,
        Some(Role::JointController) => Ground::Arrangement,
        Some(Role::Controller | Role::Authority) => Ground::Notice,
    }
}

/// What people call a kind of identity.
fn key_name(kind: &str) -> Text {
    let text = |nl: &str, en: &str| Text { nl: nl.to_owned(), en: en.to_owned() };
    match kind {
        "email" => text("e-mailadres", "e-mail address"),
        "phone" => text("telefoonnummer", "telephone number"),
        "cookie-id" => text("nummer uit de cookie", "number in the cookie"),
        "user-id" | "user" => text("gebruikersnummer", "user number"),
        "ip-address" | "ip" => text("IP-adres", "IP address"),
        other => Text::same(other),
    }
}

/// Whether what is asked reaches into back-ups: what is restricted or corrected comes back from them as it was put
/// there, and nothing of it has to disappear.
fn has_backups(kind: TaskKind) -> bool {
    matches!(kind, TaskKind::Access | TaskKind::Erasure)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_answer_is_due_before_ours_and_does_not_move_with_the_days() {
        let calendar = Calendar::netherlands().unwrap();
        let ours = date(2026, 12, 23);
        let within = |text: &str| Some(text.parse::<Span>().unwrap());
        for (what, within, began, due_on) in [
            ("agreed", within("14 days"), date(2026, 11, 23), date(2026, 12, 7)),
            ("nothing agreed", None, date(2026, 11, 23), date(2026, 12, 13)),
            ("agreed too long", within("2 months"), date(2026, 11, 23), date(2026, 12, 21)),
            ("asked late", within("14 days"), date(2026, 12, 20), date(2026, 12, 21)),
            ("asked on the last day", within("14 days"), date(2026, 12, 23), date(2026, 12, 23)),
        ] {
            assert_eq!(due(within, began, ours, &calendar), due_on, "{what}");
        }
    }
}
