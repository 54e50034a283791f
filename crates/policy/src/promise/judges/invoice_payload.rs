//! "invoice-payload": a recipient gets no other data than the clause names. Shown where a connector declares what it
//! sends; what people send by hand nobody can see.

use jiff::Timestamp;

use super::{attested, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, SystemLook, SystemReach, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let recipients = context.param("recipient");
    let allowed = context.param("category");
    let seen = evidence.systems.as_ref().filter(|seen| is_fresh(seen.at, now));
    let systems: Vec<&SystemLook> = seen
        .into_iter()
        .flat_map(|seen| &seen.systems)
        .filter(|look| look.reach != SystemReach::NotInUse)
        .filter(|look| look.recipient.as_ref().is_some_and(|recipient| recipients.contains(recipient)))
        .collect();
    let mut too_much = Vec::new();
    let mut sent = Vec::new();
    for look in &systems {
        let declared = look.sends.as_deref().unwrap_or_default();
        let name = &look.system;
        let strange: Vec<&str> =
            declared.iter().filter(|id| !allowed.contains(id)).map(String::as_str).collect();
        let list = if strange.is_empty() { declared.join(", ") } else { strange.join(", ") };
        if !strange.is_empty() {
            let nl = format!("{name} krijgt ook: {list}");
            too_much.push(EvidenceItem::new("connector", nl, format!("{name} also gets: {list}")));
        } else if !declared.is_empty() {
            let nl = format!("{name} krijgt volgens de koppeling: {list}");
            let en = format!("{name} gets, as its connector declares: {list}");
            sent.push(EvidenceItem::new("connector", nl, en));
        }
    }
    if !too_much.is_empty() {
        return Judgement::broken(
            text("De ontvanger krijgt meer dan beloofd.", "The recipient gets more than promised."),
            too_much,
            text(
                "Een koppeling die alleen het genoemde stuurt.",
                "A connector that sends only what is named.",
            ),
        );
    }
    let unseen = systems.iter().any(|look| look.sends.is_none());
    if systems.is_empty() || unseen || sent.is_empty() {
        if let Some(item) = attested(evidence, context, now).filter(|_| !systems.is_empty()) {
            return stood_for(sent, item);
        }
        return nothing(
            "Wat naar deze ontvanger gaat, loopt niet langs een koppeling van Gestand en is dus niet te zien.",
            "What goes to this recipient passes no connector of Gestand, so it cannot be seen.",
            "Een koppeling die zegt welke velden zij stuurt.",
            "A connector that says which fields it sends.",
        )
        .seen(sent);
    }
    Judgement::kept(
        text("De ontvanger krijgt alleen wat is genoemd.", "The recipient gets only what is named."),
        sent,
        text("Een veld dat niet is genoemd.", "A field that is not named."),
    )
}

/// What people send by hand, as one of them who looked says.
fn stood_for(mut sent: Vec<EvidenceItem>, item: EvidenceItem) -> Judgement {
    sent.push(item);
    Judgement::kept(
        text(
            "Wat naar deze ontvanger gaat is nagekeken: alleen wat is genoemd.",
            "What goes to this recipient was looked at: only what is named.",
        ),
        sent,
        text(
            "Een verklaring die verloopt of wordt ingetrokken, of een veld dat niet is genoemd.",
            "An attestation that runs out or is withdrawn, or a field that is not named.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, system};
    use crate::promise::Verdict;
    use crate::promise::evidence::SystemReach;

    #[test]
    fn verdicts() {
        sample::table_with(
            "invoice-payload",
            &[("recipient", "books"), ("category", "order")],
            &[
                ("only what is named", |_| {}, Verdict::Kept),
                (
                    "more than is named",
                    |e| system(e, "books").sends.as_mut().unwrap().push("email".into()),
                    Verdict::Broken,
                ),
                ("nobody can see it", |e| system(e, "books").sends = None, Verdict::Unproven),
                ("declares nothing", |e| system(e, "books").sends = Some(vec![]), Verdict::Unproven),
                ("not in use", |e| system(e, "books").reach = SystemReach::NotInUse, Verdict::Unproven),
            ],
        );
    }
}
