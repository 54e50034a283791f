//! "privacy-contact": the contact stands in every document and every mail, and the mailbox takes mail.

use jiff::Timestamp;

use super::answered_in_time::response_figures;
use super::{DOCUMENTS, MAILS, figure};
use crate::promise::evidence::{ContactEvidence, Evidence, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};
use crate::promise::{ClauseContext, judges};
use crate::render;

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let silent = documents_without_contact(context);
    if !silent.is_empty() {
        return Judgement::broken(
            text("Het contact staat niet in elk document.", "The contact is not in every document."),
            silent,
            text("Een versie die het contact overal noemt.", "An edition that names the contact everywhere."),
        );
    }
    let Some(contact) = evidence.contact.as_ref().filter(|contact| !contact.mails.is_empty()) else {
        return judges::nothing(
            "De mails aan betrokkenen zijn niet nagekeken op het contact.",
            "The mails to people concerned were not looked at for the contact.",
            "Een controle van elke mail.",
            "A check of every mail.",
        );
    };
    let silent: Vec<EvidenceItem> = contact
        .mails
        .iter()
        .filter(|mail| !mail.names_contact)
        .map(|mail| {
            let (name, language) = (&mail.name, mail.language);
            EvidenceItem::new(
                "mail",
                format!("de mail “{name}” ({language}) noemt het contact niet"),
                format!("the mail “{name}” ({language}) does not name the contact"),
            )
        })
        .collect();
    if !silent.is_empty() {
        return Judgement::broken(
            text("Niet elke mail noemt het contact.", "Not every mail names the contact."),
            silent,
            text("Mails die het contact noemen.", "Mails that name the contact."),
        );
    }
    probed(contact, evidence, context, now)
}

fn probed(
    contact: &ContactEvidence,
    evidence: &Evidence,
    context: &ClauseContext<'_>,
    now: Timestamp,
) -> Judgement {
    let Some(probe) = contact.probe.as_ref().filter(|probe| is_fresh(probe.at, now)) else {
        return judges::nothing(
            "De postbus van het contact is niet of te lang geleden beproefd.",
            "The contact’s mailbox was not tried, or too long ago.",
            "Een proef of de postbus mail aanneemt.",
            "A try whether the mailbox takes mail.",
        );
    };
    if !probe.accepted {
        let item =
            EvidenceItem::new("probe", "de postbus nam geen mail aan", "the mailbox did not take mail")
                .at(probe.at);
        return Judgement::broken(
            text(
                "De postbus van het contact neemt geen mail aan.",
                "The contact’s mailbox does not take mail.",
            ),
            vec![item],
            text("Een postbus die mail aanneemt.", "A mailbox that takes mail."),
        );
    }
    let documents = figure(context.edition.content().documents.len());
    let mails = figure(contact.mails.len());
    let mut items = vec![
        DOCUMENTS.item("document", documents, "met het contact", "with the contact"),
        MAILS.item("mail", mails, "met het contact", "with the contact"),
        EvidenceItem::new("probe", "de postbus nam mail aan", "the mailbox took mail").at(probe.at),
    ];
    items.extend(response_figures(evidence, now, &|_| true));
    Judgement::kept(
        text(
            "Het contact staat overal en de postbus neemt mail aan.",
            "The contact is everywhere and the mailbox takes mail.",
        ),
        items,
        text("Een postbus die geen mail meer aanneemt.", "A mailbox that no longer takes mail."),
    )
}

fn documents_without_contact(context: &ClauseContext<'_>) -> Vec<EvidenceItem> {
    let address = &context.edition.facts().organisation.contact.email;
    let documents = context.edition.content().documents.iter();
    documents
        .filter(|document| {
            !document.passages().any(|passage| render::plain(&passage.markdown).contains(address))
        })
        .map(|document| {
            let (id, language) = (&document.id, document.language);
            EvidenceItem::new(
                "document",
                format!("{id} ({language}) noemt het contact niet"),
                format!("{id} ({language}) does not name the contact"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::edition::Edition;
    use crate::promise::{Verdict, check};

    #[test]
    fn verdicts() {
        sample::table(
            "privacy-contact",
            &[
                ("all is well", |_| {}, Verdict::Kept),
                ("no mails", |e| e.contact.as_mut().unwrap().mails.clear(), Verdict::Unproven),
                (
                    "a silent mail",
                    |e| e.contact.as_mut().unwrap().mails[0].names_contact = false,
                    Verdict::Broken,
                ),
                ("no probe", |e| e.contact.as_mut().unwrap().probe = None, Verdict::Unproven),
                (
                    "an old probe",
                    |e| e.contact.as_mut().unwrap().probe.as_mut().unwrap().at = sample::ago(32),
                    Verdict::Unproven,
                ),
                (
                    "a refused probe",
                    |e| e.contact.as_mut().unwrap().probe.as_mut().unwrap().accepted = false,
                    Verdict::Broken,
                ),
                ("no requests yet", |e| e.requests.clear(), Verdict::Kept),
            ],
        );
    }

    #[test]
    fn a_document_without_the_contact_breaks_it() {
        let mut content = sample::edition().content().clone();
        content.facts.organisation.contact.email = "elsewhere@school.example".to_owned();
        let edition = Edition::seal(content).unwrap();
        let verdicts = check(&edition, &sample::fine(), sample::now());
        let clause = verdicts.iter().find(|verdict| verdict.promise == "privacy-contact").unwrap();
        assert_eq!(clause.verdict, Verdict::Broken);
        assert_eq!(clause.evidence.len(), 2);
    }
}
