//! What the facts of a folder show by themselves: figures weaker than the law, annulled safeguards, processors
//! with purposes of their own; and which gaps they close or open.

use policy::Span;
use policy::facts::{Basis, Facts, RightKind, Role, Safeguard, SubjectNotice};
use policy::reading::Reading;

/// A place in a file of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The file.
    pub file: &'static str,
    /// Where in it.
    pub span: Span,
    /// What stands there, in words.
    pub words: String,
}

/// What facts say about a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// They close it.
    Closed,
    /// The gap is there whatever the prose says.
    Open(Spot),
    /// The prose decides; this is where the fact would stand.
    Missing(Spot),
    /// They say nothing about it.
    Silent,
}

/// The longest term for an answer that the law allows without notice of an extension (GDPR 12(3)): one month.
const ANSWER_DAYS: u64 = 31;
/// Notice to the authority (GDPR 33(1)): 72 hours.
const BREACH_DAYS: u64 = 3;

const ORGANISATION: &str = "facts/organisation.toml";
const PURPOSES: &str = "facts/purposes.toml";
const RECIPIENTS: &str = "facts/recipients.toml";
const RIGHTS: &str = "facts/rights.toml";
const SECURITY: &str = "facts/security.toml";
const SERVICES: &str = "facts/services.toml";

fn spot(reading: &Reading, file: &'static str, path: &[&str]) -> Option<Spot> {
    let span = reading.spot(file, path)?;
    Some(Spot { file, span, words: path.join(".") })
}

/// Where facts are in conflict with the law under the rule `id`.
pub fn conflicts(id: &str, reading: &Reading) -> Vec<Spot> {
    let facts = reading.facts();
    let recipients = |wrong: &dyn Fn(&policy::facts::Recipient) -> bool, key: &str| {
        let ids =
            facts.recipients.iter().filter(|(_, recipient)| wrong(recipient)).map(|(id, _)| id.as_str());
        ids.filter_map(|id| spot(reading, RECIPIENTS, &["recipient", id, key])).collect::<Vec<_>>()
    };
    match id {
        "K3" => recipients(&|recipient| recipient.safeguard == Safeguard::PrivacyShield, "safeguard"),
        "K7" => recipients(
            &|recipient| recipient.role == Some(Role::Processor) && recipient.own_purposes,
            "own_purposes",
        ),
        "K12" => slow_answers(reading),
        "K15" => breach(reading).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn slow_answers(reading: &Reading) -> Vec<Spot> {
    let slow = reading.facts().rights.iter().filter(|(kind, right)| {
        *kind != RightKind::Complaint
            && right.answer_within.is_some_and(|term| term.at_most_days() > ANSWER_DAYS)
    });
    slow.filter_map(|(kind, _)| spot(reading, RIGHTS, &["right", kind.word(), "answer_within"])).collect()
}

fn breach(reading: &Reading) -> Option<Spot> {
    let breach = &reading.facts().breach;
    if breach.authority_within.is_some_and(|term| term.at_most_days() > BREACH_DAYS) {
        return spot(reading, SECURITY, &["breach", "authority_within"]);
    }
    if breach.subjects == SubjectNotice::Never {
        return spot(reading, SECURITY, &["breach", "subjects"]);
    }
    None
}

/// Whether the facts name a recipient outside the EEA.
pub fn outside(facts: &Facts) -> bool {
    facts.recipients.values().any(|recipient| recipient.countries.iter().any(|country| !country.in_eea()))
}

/// What the facts say about the gap `id`.
pub fn gap(id: &str, reading: &Reading) -> State {
    let facts = reading.facts();
    let organisation = &facts.organisation;
    let missing = |file, path: &[&str]| spot(reading, file, path).map_or(State::Silent, State::Missing);
    match id {
        "G1" if organisation.legal_name.is_some()
            && organisation.address.is_some()
            && organisation.registration.is_some() =>
        {
            State::Closed
        }
        "G1" => missing(ORGANISATION, &["name"]),
        "G2" => bases(reading),
        "G3" if organisation.dpo.is_some() => State::Closed,
        "G3" => missing(ORGANISATION, &["contact"]),
        "G4" if facts.rights.erasure.as_ref().is_some_and(|right| right.answer_within.is_some()) => {
            State::Closed
        }
        "G5" if facts.rights.withdrawal.is_some() => State::Closed,
        "G8" => safeguards(reading),
        "G10" if facts.breach.authority_within.is_some() && !facts.breach.steps.is_empty() => State::Closed,
        "G10" => missing(SECURITY, &["breach"]),
        "G11" => cookies(reading),
        "G12" => payment(reading),
        _ => State::Silent,
    }
}

fn bases(reading: &Reading) -> State {
    let purposes = &reading.facts().purposes;
    let without: Vec<&str> = purposes
        .iter()
        .filter(|(_, purpose)| purpose.basis == Basis::None)
        .map(|(id, _)| id.as_str())
        .collect();
    let first = without.first().and_then(|id| spot(reading, PURPOSES, &["purpose", id, "basis"]));
    match first {
        None if purposes.is_empty() => State::Silent,
        None => State::Closed,
        Some(spot) => {
            let words = format!("{} ({} / {})", spot.words, without.len(), purposes.len());
            State::Open(Spot { words, ..spot })
        }
    }
}

fn safeguards(reading: &Reading) -> State {
    let unsafe_one = reading.facts().recipients.iter().find(|(_, recipient)| {
        let outside = recipient.countries.iter().any(|country| !country.in_eea());
        outside && !matches!(recipient.safeguard, Safeguard::Adequacy | Safeguard::Dpf | Safeguard::Scc)
    });
    unsafe_one
        .and_then(|(id, _)| spot(reading, RECIPIENTS, &["recipient", id, "safeguard"]))
        .map_or(State::Silent, State::Open)
}

fn cookies(reading: &Reading) -> State {
    let services = &reading.facts().services;
    match services.iter().next() {
        None => State::Silent,
        Some(_) if services.values().any(|service| !service.cookie.is_empty()) => State::Closed,
        Some((id, _)) => spot(reading, SERVICES, &["service", id]).map_or(State::Silent, State::Missing),
    }
}

fn payment(reading: &Reading) -> State {
    let paid = reading.facts().recipients.iter().find(|(id, recipient)| {
        let task = &recipient.task;
        id.contains("pay")
            || ["betaling", "betalen"].iter().any(|word| task.nl.contains(word))
            || task.en.contains("payment")
    });
    match paid {
        Some((_, recipient)) if recipient.name.is_proper() => State::Closed,
        Some((id, _)) => {
            spot(reading, RECIPIENTS, &["recipient", id, "name"]).map_or(State::Silent, State::Open)
        }
        None => State::Silent,
    }
}
