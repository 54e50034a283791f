//! The letter to the holder of a system without an interface: an instruction under art. 28(3)(e) GDPR.

use ::requests::Deadline;
use inventory::{Task, TaskKind};
use jiff::civil::Date;
use kernel::calendar::date_text;
use kernel::ids::RequestId;
use kernel::{Language, clock::date_in};

use crate::app::App;
use crate::deployment::Deployment;

/// How many days before our own deadline their answer must be here, when the policy agrees no other time.
const DAYS_BEFORE: i64 = 10;

/// By when the holder must answer: within what was agreed, and in any case before our own deadline.
pub fn due(task: &Task, deadline: &Deadline, app: &App) -> Date {
    let ours = deadline.effective.saturating_sub(jiff::Span::new().days(DAYS_BEFORE));
    let agreed = task.answer_within.map(|span| span.after(date_in(app.now(), &app.zone()), app.calendar()));
    agreed.map_or(ours, |agreed| agreed.min(deadline.effective))
}

/// The letter, in Dutch: the language of the agreements. It names the person by the keys that the holder
/// knows; it is shown to the officer only, who sends it by a safe way.
pub fn write(deployment: &Deployment, request: RequestId, task: &Task, due: Date) -> String {
    let facts = deployment.edition.facts();
    let (what, asked) = match task.kind {
        TaskKind::Access => ("inzage", "een kopie te verstrekken van alles wat u verwerkt"),
        TaskKind::Erasure => ("verwijdering", "alles te wissen wat u verwerkt"),
        TaskKind::Rectification => {
            ("rectificatie", "te verbeteren wat hieronder staat, overal waar u het verwerkt")
        }
        TaskKind::Restriction => {
            ("beperking", "niets meer te gebruiken van wat u verwerkt en het wel te bewaren")
        }
        TaskKind::Lift => {
            ("einde van de beperking", "weer te gebruiken wat u op ons verzoek terzijde had gelegd")
        }
        TaskKind::Suppression => {
            ("bezwaar", "blijvend uit te sluiten van alles waarvoor u een uitsluitlijst hebt")
        }
    };
    let keys: Vec<String> =
        task.identities.iter().map(|identity| format!("  - {}: {}", identity.kind, identity.value)).collect();
    let categories: Vec<String> = task
        .categories
        .iter()
        .map(|id| {
            let name = facts.categories.get(id).map(|fact| fact.name.get(Language::Nl).to_owned());
            format!("  - {}", name.unwrap_or_else(|| id.clone()))
        })
        .collect();
    let holder = task
        .recipient
        .as_ref()
        .and_then(|id| facts.recipients.get(id))
        .map_or_else(|| task.name.nl.clone(), |fact| fact.name.get(Language::Nl).to_owned());
    let due = date_text(due, Language::Nl);
    let corrections: String = task
        .corrections
        .iter()
        .map(|correction| match &correction.was {
            Some(was) => format!("\n  - {}: “{was}” wordt “{}”", correction.field, correction.to),
            None => format!("\n  - {}: “{}”", correction.field, correction.to),
        })
        .collect();
    let corrections =
        if corrections.is_empty() { corrections } else { format!("\nTe verbeteren:\n{corrections}\n") };
    let backups =
        if has_backups(task.kind) { " Noem voor back-ups de termijn waarbinnen zij verdwijnen." } else { "" };
    let instruction = task.instruction.as_ref().map(|text| format!("\n{}\n", text.nl)).unwrap_or_default();
    format!(
        "Aan: {holder}\nOnderwerp: AVG-verzoek {what}, kenmerk {request}\n\n\
         Als verwerkingsverantwoordelijke geven wij u op grond van artikel 28, derde lid, onder e, AVG en onze \
         verwerkersovereenkomst de opdracht om vóór {due} van de betrokkene die u kent als\n\n{keys}\n\n{asked}, \
         in het bijzonder:\n\n{categories}\n\nDit geldt ook voor uw subverwerkers.{backups}\n{corrections}{instruction}\nBevestig met datum, systemen, aantallen, en wat u niet hebt \
         gedaan en op welke grond. Stuur persoonsgegevens alleen langs een beveiligde weg.\n\n\
         {organisation}\n{contact}\n",
        keys = keys.join("\n"),
        categories = categories.join("\n"),
        organisation = facts.organisation.name,
        contact = facts.organisation.contact.email,
    )
}

/// Whether what is asked reaches into back-ups: what is restricted or corrected comes back from them as it was put
/// there, and nothing of it has to disappear.
fn has_backups(kind: TaskKind) -> bool {
    matches!(kind, TaskKind::Access | TaskKind::Erasure)
}
