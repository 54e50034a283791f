//! The proof that a visitor may keep: a receipt after ISO/IEC TS 27560:2023 (in the profile of the Data Privacy
//! Vocabulary), with everything that is needed to check it years later with nothing but the log's public key.
//!
//! What is proved is the text of the record. The readable part is made from it, and checking makes it again: whoever
//! changes a word of either is found out.

use ::consent::{Record, subject};
use kernel::Language;
use ledger::{Hash, ProofFile, Proven, batch, verify_inclusion};
use policy::Edition;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::consents::ConsentRow;

use super::record;
use crate::app::App;
use crate::error::{Error, Kind, Result};
use crate::ledger_log;

/// The profile: a receipt under the GDPR.
const PROFILE: &str = "https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr";
/// The most receipts of one visitor at a time.
pub const MOST: u32 = 50;

/// What proves a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proof {
    /// The text that was attested.
    record: String,
    /// Its salt, hexadecimal.
    salt: String,
    /// Which leaf of its batch it is.
    place: u64,
    /// The way from the leaf to the root of the batch.
    path: Vec<Hash>,
    /// The proof of the entry that holds that root.
    entry: ProofFile,
}

/// A receipt. Fields beside these are no part of the format and are refused.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Receipt {
    schema_version: String,
    record_id: String,
    pii_principal_id: String,
    pii_processing: Value,
    party_identification: Value,
    event: Value,
    proof: Proof,
}

/// What a receipt proves.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The choice.
    pub record: Record,
    /// The entry of the log that attests it.
    pub proven: Proven,
}

/// The receipts of whoever holds a consent id, the latest first.
///
/// # Errors
/// It is no id, nothing is recorded under it, or no proof can be made.
pub async fn of_id(app: &App, id: &str) -> Result<Vec<Value>> {
    let none = || {
        Error::new(
            Kind::NotFound,
            "no-choice",
            "Onder dit nummer is geen keuze vastgelegd.",
            "No choice is recorded under this id.",
        )
    };
    let subject = subject(id.trim()).ok_or_else(none)?;
    let rows = store::consents::of(app.store(), &subject, MOST).await.map_err(Error::internal)?;
    let mut receipts = Vec::with_capacity(rows.len());
    for row in &rows {
        receipts.push(receipt(app, row).await?);
    }
    if receipts.is_empty() { Err(none()) } else { Ok(receipts) }
}

/// The receipt of one choice.
pub(crate) async fn receipt(app: &App, row: &ConsentRow) -> Result<Value> {
    let record = record(app, row).await?;
    let entry = u64::try_from(row.batch).map_err(Error::internal)?;
    let bytes = store::consents::leaves(app.store(), entry).await.map_err(Error::internal)?;
    let bytes = bytes.ok_or_else(|| Error::internal("a choice belongs to no batch"))?;
    let leaves: Vec<Hash> = bytes.chunks_exact(32).filter_map(|leaf| Hash::from_slice(leaf).ok()).collect();
    let place = u64::try_from(row.place).map_err(Error::internal)?;
    let path = batch::path(&leaves, place).map_err(Error::internal)?;
    let entry = ledger_log::prove(app, entry).await?;
    let proof = Proof {
        record: record.text(),
        salt: hex::encode(&row.salt),
        place,
        path,
        entry: serde_json::from_str(&entry).map_err(Error::internal)?,
    };
    let edition = crate::editions::by_hash(app, &record.edition).await?;
    let receipt = Receipt {
        schema_version: PROFILE.into(),
        record_id: record_id(&record),
        pii_principal_id: record.subject.clone(),
        pii_processing: processing(app, &edition, &record),
        party_identification: parties(&edition),
        event: events(&record),
        proof,
    };
    serde_json::to_value(receipt).map_err(Error::internal)
}

/// What names a record: the beginning of the pseudonym, and the instant.
fn record_id(record: &Record) -> String {
    let subject: String = record.subject.chars().take(16).collect();
    format!("{subject}-{}", record.at.as_millisecond())
}

/// One event per purpose, given or refused: what the record itself says.
fn events(record: &Record) -> Value {
    let event = |(purpose, allowed): (&String, &bool)| {
        json!({
            "event_time": record.at.to_string(),
            "event_type": "explicit",
            "event_state": if *allowed { "dpv:ConsentGiven" } else { "dpv:ConsentRefused" },
            "purpose": purpose,
            "entity_id": record.subject,
        })
    };
    Value::Array(record.purposes.iter().map(event).collect())
}

fn processing(app: &App, edition: &Edition, record: &Record) -> Value {
    let facts = edition.facts();
    let language = record.language;
    let purposes: Vec<Value> = record
        .purposes
        .iter()
        .map(|(id, allowed)| {
            let fact = facts.purposes.get(id);
            let services: Vec<Value> = facts
                .services
                .iter()
                .filter(|(service, fact)| fact.purpose == *id && record.services.contains_key(*service))
                .map(|(service, fact)| {
                    let recipient = fact.recipient.as_ref().and_then(|id| facts.recipients.get(id));
                    json!({
                        "service": service,
                        "name": fact.name.get(language),
                        "allowed": record.services.get(service),
                        "recipient": recipient.map(|it| it.name.get(language)),
                        "countries": recipient.map(|it| it.countries.clone()).unwrap_or_default(),
                    })
                })
                .collect();
            json!({
                "purpose": id,
                "purpose_description": fact.map(|it| it.description.get(language)),
                "purpose_type": fact.and_then(|it| it.dpv.as_ref()).map(|it| format!("dpv:{it}")),
                "lawful_basis": "eu-gdpr:A6-1-a",
                "allowed": allowed,
                "pii_information": fact.map(|it| information(edition, &it.categories, language)).unwrap_or_default(),
                "pii_controllers": ["controller"],
                "retention_period": fact.and_then(|it| it.term.as_ref()).map(|id| kept(edition, id, language)),
                "recipient_third_parties": third_parties(edition, id, language),
                "services": services,
            })
        })
        .collect();
    let base = &app.config().base_url;
    json!({
        "privacy_notice": format!("{base}/{language}/privacy/{}", edition.policy().in_force_from),
        "language": language.tag(),
        "edition": record.edition,
        "text_shown": record.shown,
        "collection_method": { "site": record.site, "layer": record.layer, "control": record.control, "gpc": record.gpc },
        "purposes": purposes,
        "storage_locations": facts.storage.countries,
        "jurisdiction": facts.organisation.address.as_ref().map(|address| address.country),
        // A letter is wanted until it no longer is.
        "validity_duration": (!record.is_of_letters()).then(|| validity(edition)).flatten(),
        "privacy_rights": rights(edition, language),
        "authority_party": facts.organisation.authority.as_ref().map(|_| "authority"),
        "withdrawal_method": match (language, record.is_of_letters()) {
            (Language::Nl, false) => "Open de cookiekeuze op elke pagina van de site en kies Alles weigeren.",
            (Language::En, false) => "Open the cookie choice on any page of the site and choose Refuse all.",
            (Language::Nl, true) => "Klik op afmelden onder een brief; dat werkt meteen.",
            (Language::En, true) => "Click on unsubscribe at the foot of a letter; that works at once.",
        },
    })
}

/// The kinds of data of a purpose: whether they must be given, and their term of the Data Privacy Vocabulary.
fn information(edition: &Edition, categories: &[String], language: Language) -> Value {
    let one = |id: &String| {
        let fact = edition.facts().categories.get(id);
        json!({
            "pii_attribute_id": id,
            "name": fact.map(|it| it.name.get(language)),
            "pii_type": fact.and_then(|it| it.dpv.as_ref()).map(|it| format!("dpv-pd:{it}")),
            "pii_optional": fact.is_none_or(|it| it.required != Some(true)),
        })
    };
    Value::Array(categories.iter().map(one).collect())
}

/// How long data of a purpose stay, in words.
fn kept(edition: &Edition, term: &str, language: Language) -> Option<String> {
    edition.facts().terms.get(term).and_then(|fact| fact.keep).map(|keep| keep.text(language))
}

/// Who receives data of a purpose, in which role and where.
fn third_parties(edition: &Edition, purpose: &str, language: Language) -> Value {
    let recipients = edition.facts().recipients.iter();
    let of = recipients.filter(|(_, fact)| fact.purposes.iter().any(|id| id == purpose));
    let one = |(id, fact): (&String, &policy::facts::Recipient)| {
        json!({
            "party_id": id,
            "party_name": fact.name.get(language),
            "party_role": fact.role,
            "countries": fact.countries,
            "safeguard": fact.safeguard,
        })
    };
    Value::Array(of.map(one).collect())
}

/// For how long a choice counts, as the edition states it (ISO 8601).
fn validity(edition: &Edition) -> Option<String> {
    let services = edition.facts().services.values();
    let memory = services.filter(|service| super::offers::is_memory(service)).flat_map(|it| &it.cookie);
    memory.into_iter().find(|cookie| cookie.name == super::offers::MEMORY).and_then(|cookie| {
        match cookie.lifetime {
            policy::Lifetime::For(span) => Some(format!("P{}D", span.at_most_days())),
            policy::Lifetime::Session => None,
        }
    })
}

/// The rights of the visitor, each with its article.
fn rights(edition: &Edition, language: Language) -> Value {
    let one = |(right, fact): (policy::facts::RightKind, &policy::facts::Right)| json!({ "right": right.word(), "article": fact.article, "description": fact.description.get(language) });
    Value::Array(edition.facts().rights.iter().map(one).collect())
}

fn parties(edition: &Edition) -> Value {
    let organisation = &edition.facts().organisation;
    let address = organisation.address.as_ref();
    let address = address.map(|it| format!("{}, {} {}, {}", it.street, it.postcode, it.city, it.country));
    let controller = json!({
        "party_id": "controller",
        "party_type": "dpv:DataController",
        "party_role": "controller",
        "party_name": organisation.legal_name.as_ref().unwrap_or(&organisation.name),
        "party_address": address,
        "party_contact": organisation.contact.email,
        "party_phone": organisation.contact.phone,
        "party_url": organisation.website,
    });
    let authority = organisation.authority.as_ref().map(|authority| {
        json!({
            "party_id": "authority",
            "party_type": "dpv:DataProtectionAuthority",
            "party_role": "authority",
            "party_name": authority.name.text().en,
            "party_url": authority.url,
        })
    });
    Value::Array(std::iter::once(controller).chain(authority).collect())
}

/// Checks a receipt with nothing but the log's public key.
///
/// # Errors
/// It is no receipt, or a word of it was changed.
pub fn verify(text: &str, key: &str) -> Result<Shown> {
    let wrong = |why: String| {
        Error::new(
            Kind::Invalid,
            "receipt-does-not-hold",
            "Dit bewijs klopt niet: het is veranderd, of het is niet van dit register.",
            "This receipt does not hold: it was changed, or it is not of this register.",
        )
        .because(why)
    };
    let receipt: Receipt =
        serde_json::from_str(text).map_err(|error| wrong(format!("it is no receipt: {error}")))?;
    if receipt.schema_version != PROFILE {
        return Err(wrong("its profile is another".into()));
    }
    let proof = &receipt.proof;
    let entry = serde_json::to_string(&proof.entry).map_err(Error::internal)?;
    let proven = ledger::verify_proof_file(&entry, key).map_err(|error| wrong(error.to_string()))?;
    let root = proven.event.data().get("root").and_then(Value::as_str).and_then(|it| it.parse().ok());
    let root: Hash = root.ok_or_else(|| wrong("its entry holds no batch of choices".into()))?;
    let count = proven.event.data().get("count").and_then(Value::as_u64).unwrap_or(0);
    let salt = hex::decode(&proof.salt).map_err(|_| wrong("its salt is none".into()))?;
    let leaf = batch::leaf(&salt, &proof.record);
    verify_inclusion(&leaf, proof.place, count, &proof.path, &root)
        .map_err(|_| wrong("the record is not the one that was attested".into()))?;
    let record: Record =
        serde_json::from_str(&proof.record).map_err(|error| wrong(format!("its record: {error}")))?;
    // The readable part is what the record says.
    let stated = |place: &str| receipt.pii_processing.pointer(place);
    let same = receipt.record_id == record_id(&record)
        && receipt.pii_principal_id == record.subject
        && receipt.event == events(&record)
        && stated("/edition") == Some(&json!(record.edition))
        && stated("/text_shown") == Some(&json!(record.shown))
        && stated("/language") == Some(&json!(record.language))
        && stated("/collection_method")
            == Some(
                &json!({ "site": record.site, "layer": record.layer, "control": record.control, "gpc": record.gpc }),
            )
        && says_the_same(&receipt.pii_processing, &record);
    if same {
        Ok(Shown { record, proven })
    } else {
        Err(wrong("its readable part is not what was attested".into()))
    }
}

/// Whether the purposes and services in the readable part have the decisions of the record, and no others.
fn says_the_same(processing: &Value, record: &Record) -> bool {
    let list =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let decision = |value: &Value, key: &str| {
        Some((value.get(key)?.as_str()?.to_owned(), value.get("allowed")?.as_bool()?))
    };
    let purposes = list(processing, "purposes");
    let services: Vec<Value> = purposes.iter().flat_map(|purpose| list(purpose, "services")).collect();
    let all =
        |values: &[Value], key: &str| values.iter().map(|it| decision(it, key)).collect::<Option<Vec<_>>>();
    let mut of_purposes = all(&purposes, "purpose").unwrap_or_default();
    let mut of_services = all(&services, "service").unwrap_or_default();
    of_purposes.sort();
    of_services.sort();
    of_purposes == record.purposes.clone().into_iter().collect::<Vec<_>>()
        && of_services == record.services.clone().into_iter().collect::<Vec<_>>()
}
