//! An edition as linked data: JSON-LD with the terms of the Data Privacy Vocabulary 2 (DPV), so that a program can
//! read what is done with data without reading prose.
//!
//! Each purpose is one `dpv:Process` with its basis, data, people, recipients and term. A fact without a DPV term of
//! its own is named by the class above it and keeps its label. Terms: `https://w3id.org/dpv` (version 2.3 of February
//! 2026), its extensions for the GDPR (`eu-gdpr`) and for personal data (`pd`).

use kernel::Language;
use serde_json::{Map, Value, json};

use crate::edition::Edition;
use crate::facts::{Basis, Facts, Purpose, Recipient, RightKind, Role, Safeguard};
use crate::values::Name;

/// The edition under `base`, the address of the site.
pub fn data(edition: &Edition, base: &str) -> Value {
    let facts = edition.facts();
    let header = edition.policy();
    let processes: Vec<Value> =
        facts.purposes.iter().map(|(id, purpose)| process(edition, base, id, purpose)).collect();
    let rights: Vec<Value> = facts
        .rights
        .iter()
        .map(|(kind, right)| {
            let mut value = json!({ "@id": right_term(kind), "@type": "dpv:DataSubjectRight" });
            if let (Some(term), Value::Object(map)) = (right.answer_within, &mut value) {
                map.insert("dpv:hasDuration".into(), term.to_string().into());
            }
            value
        })
        .collect();
    json!({
        "@context": {
            "dpv": "https://w3id.org/dpv#",
            "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
            "pd": "https://w3id.org/dpv/pd#",
            "loc": "https://w3id.org/dpv/loc#",
            "dct": "http://purl.org/dc/terms/",
            "skos": "http://www.w3.org/2004/02/skos/core#",
        },
        "@id": format!("{base}/api/v1/editions/{}", header.in_force_from),
        "@type": "dpv:PrivacyNotice",
        "dct:identifier": format!("sha256:{}", edition.hash()),
        "dct:hasVersion": header.version,
        "dct:valid": header.in_force_from.to_string(),
        "dct:language": header.languages.iter().map(|language| language.tag()).collect::<Vec<_>>(),
        "dpv:hasDataController": controller(facts),
        "dpv:hasProcess": processes,
        "dpv:hasRight": rights,
    })
}

/// A text in each of the edition's languages.
fn label(name: &Name, edition: &Edition) -> Value {
    let languages = edition.policy().languages.iter();
    languages
        .map(|language: &Language| json!({ "@language": language.tag(), "@value": name.get(*language) }))
        .collect()
}

fn controller(facts: &Facts) -> Value {
    let organisation = &facts.organisation;
    let mut controller = json!({
        "@type": "dpv:DataController",
        "dpv:hasName": organisation.legal_name.as_ref().unwrap_or(&organisation.name),
        "dpv:hasContact": format!("mailto:{}", organisation.contact.email),
    });
    if let (Some(address), Value::Object(map)) = (&organisation.address, &mut controller) {
        let text =
            format!("{}, {} {}, {}", address.street, address.postcode, address.city, address.country.code());
        map.insert("dpv:hasAddress".into(), text.into());
    }
    controller
}

fn process(edition: &Edition, base: &str, id: &str, purpose: &Purpose) -> Value {
    let facts = edition.facts();
    let mut process = Map::new();
    let mut add = |key: &str, value: Value| {
        if !value.as_array().is_some_and(Vec::is_empty) {
            process.insert(key.to_owned(), value);
        }
    };
    add("@id", format!("{base}/api/v1/editions/{}#{id}", edition.policy().in_force_from).into());
    add("@type", "dpv:Process".into());
    let term = purpose.dpv.as_deref().unwrap_or("Purpose");
    add(
        "dpv:hasPurpose",
        json!({ "@type": format!("dpv:{term}"), "skos:prefLabel": label(&purpose.name, edition) }),
    );
    if let Some(basis) = basis_term(purpose.basis) {
        add("dpv:hasLegalBasis", json!({ "@id": basis }));
    }
    let data = purpose.categories.iter().filter_map(|id| facts.categories.get(id)).map(|category| {
        let term = category
            .dpv
            .as_deref()
            .map_or_else(|| "dpv:PersonalData".to_owned(), |term| format!("pd:{term}"));
        json!({ "@type": term, "skos:prefLabel": label(&category.name, edition) })
    });
    add("dpv:hasPersonalData", data.collect());
    let people = purpose.subjects.iter().filter_map(|id| facts.subjects.get(id)).map(|subject| {
        json!({ "@type": format!("dpv:{}", subject.dpv.as_deref().unwrap_or("DataSubject")), "skos:prefLabel": label(&subject.name, edition) })
    });
    add("dpv:hasDataSubject", people.collect());
    let recipients =
        facts.recipients.values().filter(|recipient| recipient.purposes.iter().any(|one| one == id));
    add("dpv:hasRecipient", recipients.map(|recipient| self::recipient(recipient, edition)).collect());
    let keep = purpose.term.as_ref().and_then(|term| facts.terms.get(term)).and_then(|term| term.keep);
    if let Some(keep) = keep {
        add(
            "dpv:hasStorageCondition",
            json!({ "@type": "dpv:StorageDuration", "dpv:hasDuration": keep.to_string() }),
        );
    }
    Value::Object(process)
}

fn recipient(recipient: &Recipient, edition: &Edition) -> Value {
    let role = match recipient.role {
        Some(Role::Processor) => "dpv:DataProcessor",
        Some(Role::Controller) => "dpv:DataController",
        Some(Role::JointController) => "dpv:JointDataControllers",
        Some(Role::Authority) => "dpv:Authority",
        None => "dpv:Recipient",
    };
    let places: Vec<Value> = recipient
        .countries
        .iter()
        .map(|country| json!({ "@id": format!("loc:{}", country.code()) }))
        .collect();
    let mut value =
        json!({ "@type": role, "dpv:hasName": label(&recipient.name, edition), "dpv:hasLocation": places });
    let tool = match recipient.safeguard {
        Safeguard::Adequacy | Safeguard::Dpf => Some("eu-gdpr:A45-3"),
        Safeguard::Scc => Some("eu-gdpr:A46-2-c"),
        Safeguard::None | Safeguard::NotNeeded | Safeguard::PrivacyShield => None,
    };
    if let (Some(tool), Value::Object(map)) = (tool, &mut value) {
        map.insert("dpv:hasLegalBasis".into(), json!({ "@id": tool }));
    }
    value
}

fn basis_term(basis: Basis) -> Option<&'static str> {
    match basis {
        Basis::Consent => Some("eu-gdpr:A6-1-a"),
        Basis::Contract => Some("eu-gdpr:A6-1-b"),
        Basis::LegalObligation => Some("eu-gdpr:A6-1-c"),
        Basis::Vital => Some("eu-gdpr:A6-1-d"),
        Basis::PublicTask => Some("eu-gdpr:A6-1-e"),
        Basis::LegitimateInterest => Some("eu-gdpr:A6-1-f"),
        Basis::None => None,
    }
}

fn right_term(kind: RightKind) -> &'static str {
    match kind {
        RightKind::Access => "eu-gdpr:A15",
        RightKind::Rectification => "eu-gdpr:A16",
        RightKind::Erasure => "eu-gdpr:A17",
        RightKind::Restriction => "eu-gdpr:A18",
        RightKind::Portability => "eu-gdpr:A20",
        RightKind::Objection => "eu-gdpr:A21",
        RightKind::Withdrawal => "eu-gdpr:A7-3",
        RightKind::HumanReview => "eu-gdpr:A22",
        RightKind::Complaint => "eu-gdpr:A77",
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_purpose_is_a_process_with_what_the_facts_say() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/leskracht");
        let edition = crate::compile(&crate::folder::read(&path).unwrap()).unwrap().edition;
        let data = data(&edition, "https://privacy.example");
        assert_eq!(data["@type"], "dpv:PrivacyNotice");
        assert_eq!(data["dct:identifier"], format!("sha256:{}", edition.hash()));
        let processes = data["dpv:hasProcess"].as_array().unwrap();
        assert_eq!(processes.len(), edition.facts().purposes.len());
        for process in processes {
            assert!(
                process["dpv:hasLegalBasis"]["@id"].as_str().unwrap().starts_with("eu-gdpr:A6-1-"),
                "{process:#}"
            );
        }
        let find = |id: &str| {
            processes
                .iter()
                .find(|process| process["@id"].as_str().unwrap().ends_with(&format!("#{id}")))
                .unwrap()
        };
        let newsletter = find("newsletter");
        assert_eq!(newsletter["dpv:hasLegalBasis"]["@id"], "eu-gdpr:A6-1-a");
        let names: Vec<&str> = newsletter["dpv:hasRecipient"]
            .as_array()
            .unwrap()
            .iter()
            .map(|recipient| recipient["dpv:hasName"][0]["@value"].as_str().unwrap())
            .collect();
        assert!(names.contains(&"Mailjet"), "{names:?}");
        assert_eq!(data["dpv:hasRight"].as_array().unwrap().len(), 9);
    }

    #[test]
    fn an_edition_without_bases_claims_none() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/leskracht-2022");
        let edition = crate::compile(&crate::folder::read(&path).unwrap()).unwrap().edition;
        let text = data(&edition, "https://privacy.example").to_string();
        assert!(
            !text.contains("eu-gdpr:A6-1-") && !text.contains("eu-gdpr:A45-3"),
            "an annulled safeguard is none"
        );
    }
}
