//! The decision point: may this data be used for this purpose, by this channel, for this person, now?
//!
//! Pure: compiled once from an edition's facts and clauses, asked with what is known of the person. Every answer has
//! a reason and, where one promises it, the clause. Nothing is guessed: what is not known is a reason to deny. To add
//! a rule, add a [`Reason`] and its place in [`DecisionPoint::decide`]; the first that applies answers.

mod reason;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use reason::Reason;

use crate::edition::Edition;
use crate::facts::{Basis, FigureValue, Safeguard};
use crate::values::Country;

/// The promise that addresses of one purpose never enter lists for another.
const KEPT_OUT: &str = "addresses-stay-out-of-lists";
/// The figure of the policy that says from which age somebody consents alone.
const CONSENT_AGE: &str = "consent_age";
/// The same where the policy says nothing: the highest that GDPR 8(1) knows.
const LEGAL_CONSENT_AGE: u8 = 16;

/// By what way somebody would be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// E-mail.
    Mail,
    /// The telephone.
    Phone,
    /// The post.
    Post,
    /// A message on a device.
    Push,
}

/// How data stand with their retention terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Within their term, or nobody said from when it counts.
    #[default]
    Current,
    /// Past a term that ends in the archive: only for what the law obliges to.
    Archived,
    /// The same, and opened by whoever asks, with a reason that is on record.
    Opened,
    /// Past a term that ends in deletion: they should no longer be there.
    Past,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The purpose: an id.
    pub purpose: &'a str,
    /// The data categories that would be used: ids.
    pub categories: &'a [String],
    /// By what way the person would be reached; none: they would not be.
    pub channel: Option<Channel>,
    /// The purpose for which the data were collected; none: the one that is asked about.
    pub collected_for: Option<&'a str>,
    /// The country that the data would go to; none: they stay where they are.
    pub country: Option<Country>,
    /// The age of the person in whole years, where whoever asks knows it.
    pub age: Option<u8>,
    /// How the data stand with their terms.
    pub standing: Standing,
}

impl<'a> Question<'a> {
    /// Whether data of these categories may be used for a purpose.
    pub fn new(purpose: &'a str, categories: &'a [String]) -> Self {
        Self {
            purpose,
            categories,
            channel: None,
            collected_for: None,
            country: None,
            age: None,
            standing: Standing::Current,
        }
    }
}

/// What is known of a person. Whoever nothing is known of is [`SubjectState::default`].
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own that the person may have")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SubjectState {
    /// Their data were erased at their request.
    pub erased: bool,
    /// They do not want to be written to.
    pub opted_out: bool,
    /// They objected (GDPR 21), and it was not judged against them.
    pub objected: bool,
    /// The processing is restricted (GDPR 18).
    pub restricted: bool,
    /// Purposes that they consented to, or refused; a purpose that is absent was never answered.
    pub consents: BTreeMap<String, bool>,
    /// Purposes of consent that they asked for from their own mailbox after anything that they refused. Whatever they refuse
    /// later takes the purpose out of here.
    pub asked_for: BTreeSet<String>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision<'p> {
    /// Whether it may.
    pub allow: bool,
    /// Why.
    pub reason: Reason,
    /// The clause that promises it; none where no clause speaks of it.
    pub clause: Option<&'p str>,
}

/// An edition, compiled for decisions.
#[derive(Debug, Clone)]
pub struct DecisionPoint {
    purposes: BTreeMap<String, Purpose>,
    /// The first clause of a promise, by the promise's name.
    clauses: BTreeMap<String, String>,
    /// Purposes whose addresses never enter lists, with the clause that promises it.
    kept_out: BTreeMap<String, String>,
    /// From this age somebody consents alone.
    consent_age: u8,
}

#[derive(Debug, Clone)]
struct Purpose {
    basis: Basis,
    categories: BTreeSet<String>,
    /// Where its data may go: where the organisation stores, and where recipients of the purpose are, as far as
    /// something protects them there.
    countries: BTreeSet<Country>,
    /// The clause that names the purpose.
    clause: Option<String>,
}

impl DecisionPoint {
    /// Compiles an edition.
    pub fn new(edition: &Edition) -> Self {
        let all = edition.clauses();
        let naming = |purpose: &str| {
            let clause = all.iter().find(|(_, clause)| {
                clause.params.get("purpose").is_some_and(|ids| ids.iter().any(|id| id == purpose))
            });
            clause.map(|(_, clause)| clause.id.to_string())
        };
        let purposes = edition.facts().purposes.iter().map(|(id, fact)| {
            let categories = fact.categories.iter().cloned().collect();
            let countries = countries(edition, id);
            (id.clone(), Purpose { basis: fact.basis, categories, countries, clause: naming(id) })
        });
        let mut clauses = BTreeMap::new();
        for (_, clause) in &all {
            clauses.entry(clause.promise.clone()).or_insert_with(|| clause.id.to_string());
        }
        let mut kept_out = BTreeMap::new();
        for (_, clause) in all.iter().filter(|(_, clause)| clause.promise == KEPT_OUT) {
            for purpose in clause.params.get("purpose").into_iter().flatten() {
                kept_out.entry(purpose.clone()).or_insert_with(|| clause.id.to_string());
            }
        }
        let consent_age = match edition.facts().figures.get(CONSENT_AGE).map(|figure| &figure.value) {
            Some(FigureValue::Number(age)) => u8::try_from(*age).unwrap_or(LEGAL_CONSENT_AGE),
            _ => LEGAL_CONSENT_AGE,
        };
        Self { purposes: purposes.collect(), clauses, kept_out, consent_age }
    }

    /// The purposes of the edition: ids.
    pub fn purposes(&self) -> impl Iterator<Item = &str> {
        self.purposes.keys().map(String::as_str)
    }

    /// Whether a purpose rests on consent.
    pub fn rests_on_consent(&self, purpose: &str) -> bool {
        self.purposes.get(purpose).is_some_and(|purpose| purpose.basis == Basis::Consent)
    }

    /// Answers.
    pub fn decide(&self, question: &Question<'_>, person: &SubjectState) -> Decision<'_> {
        let Some(purpose) = self.purposes.get(question.purpose) else {
            return self.deny(Reason::UnknownPurpose, "purpose-limited");
        };
        if question.categories.iter().any(|category| !purpose.categories.contains(category)) {
            return self.deny(Reason::CategoryNotDeclared, "purpose-limited");
        }
        if question.country.is_some_and(|country| !purpose.countries.contains(&country)) {
            return self.deny(Reason::Country, "storage-regions");
        }
        // What the law obliges to, no wish of the person ends (GDPR 17(3)(b), 21(1)).
        let obliged = purpose.basis == Basis::LegalObligation;
        if purpose.basis == Basis::None {
            return self.deny(Reason::NoBasis, "purpose-limited");
        }
        match question.standing {
            Standing::Past => return self.deny(Reason::PastTerm, "retention-terms"),
            Standing::Archived if !obliged => return self.deny(Reason::Archived, "archive-access"),
            Standing::Archived | Standing::Opened | Standing::Current => {}
        }
        if person.restricted {
            return self.deny(Reason::Restricted, "restriction-enforced");
        }
        // Their own later wish ends what they refused before; a restriction they end themselves (GDPR 18).
        let asked_for = purpose.basis == Basis::Consent && person.asked_for.contains(question.purpose);
        if person.erased && !asked_for && !obliged && question.standing != Standing::Opened {
            return self.deny(Reason::Erased, "addresses-stay-out-of-lists");
        }
        let can_object = !asked_for
            && matches!(purpose.basis, Basis::LegitimateInterest | Basis::PublicTask | Basis::Consent);
        if person.objected && can_object {
            return self.deny(Reason::Objected, "objection-halts");
        }
        if person.opted_out && question.channel.is_some() && can_object {
            return self.deny(Reason::OptedOut, "mail-unsubscribe");
        }
        let consented = person.consents.get(question.purpose) == Some(&true);
        if let Some(from) = question.collected_for.filter(|from| *from != question.purpose)
            && !(obliged || consented)
        {
            let clause = self.kept_out.get(from).filter(|_| question.channel.is_some());
            let clause = clause.or_else(|| self.clauses.get("purpose-limited")).map(String::as_str);
            return Decision { allow: false, reason: Reason::OtherPurpose, clause };
        }
        if purpose.basis == Basis::Consent && question.age.is_some_and(|age| age < self.consent_age) {
            return self.deny(Reason::UnderAge, "consent-scope");
        }
        let reason = match (purpose.basis, person.consents.get(question.purpose)) {
            (Basis::Consent, None) => return self.deny(Reason::ConsentNotKnown, "consent-scope"),
            (Basis::Consent, Some(false)) => return self.deny(Reason::ConsentRefused, "consent-scope"),
            (Basis::Consent, Some(true)) => Reason::Consented,
            _ => Reason::Basis,
        };
        Decision { allow: true, reason, clause: purpose.clause.as_deref() }
    }

    fn deny(&self, reason: Reason, promise: &str) -> Decision<'_> {
        Decision { allow: false, reason, clause: self.clauses.get(promise).map(String::as_str) }
    }
}

/// Where data of a purpose may go: where the organisation itself stores them, and to the recipients of the purpose,
/// outside the European Economic Area only where a safeguard is named that protects something (GDPR 44).
fn countries(edition: &Edition, purpose: &str) -> BTreeSet<Country> {
    let facts = edition.facts();
    let own = facts.storage.countries.iter();
    let recipients = facts.recipients.values().filter(|fact| fact.purposes.iter().any(|id| id == purpose));
    let theirs = recipients.flat_map(|fact| {
        let protected = !matches!(fact.safeguard, Safeguard::None | Safeguard::PrivacyShield);
        fact.countries.iter().filter(move |country| country.in_eea() || protected)
    });
    own.chain(theirs).copied().collect()
}
