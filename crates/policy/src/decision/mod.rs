//! The decision point: may this data be used for this purpose, by this channel, for this person, now?
//!
//! Pure: compiled once from an edition's facts and clauses, asked with what is known of the person. Every answer has
//! a reason and, where one promises it, the clause. Nothing is guessed: what is not known is a reason to deny. To add
//! a rule, add a reason and its place in [`DecisionPoint::decide`]; the first that applies answers.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Text;
use serde::{Deserialize, Serialize};

use crate::edition::Edition;
use crate::facts::Basis;

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

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The purpose: an id.
    pub purpose: &'a str,
    /// The data categories that would be used: ids.
    pub categories: &'a [String],
    /// By what way the person would be reached; none: they would not be.
    pub channel: Option<Channel>,
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
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The policy has no such purpose.
    UnknownPurpose,
    /// The policy does not use such data for that purpose.
    CategoryNotDeclared,
    /// The policy names no legal basis for the purpose.
    NoBasis,
    /// The person's data were erased at their request.
    Erased,
    /// The processing is restricted at their request.
    Restricted,
    /// They objected.
    Objected,
    /// They do not want to be written to.
    OptedOut,
    /// The purpose rests on consent, and it is not known that they gave it.
    ConsentNotKnown,
    /// The purpose rests on consent, and they refused it.
    ConsentRefused,
    /// They consented.
    Consented,
    /// The purpose's own basis allows it.
    Basis,
}

impl Reason {
    /// In words.
    pub fn text(self) -> Text {
        let (nl, en) = match self {
            Self::UnknownPurpose => ("het beleid kent dit doel niet", "the policy has no such purpose"),
            Self::CategoryNotDeclared => (
                "het beleid gebruikt deze gegevens niet voor dit doel",
                "the policy does not use these data for this purpose",
            ),
            Self::NoBasis => ("het doel heeft geen grondslag", "the purpose has no legal basis"),
            Self::Erased => ("deze persoon is op verzoek gewist", "this person was erased at their request"),
            Self::Restricted => ("de verwerking is beperkt", "the processing is restricted"),
            Self::Objected => ("deze persoon maakte bezwaar", "this person objected"),
            Self::OptedOut => {
                ("deze persoon wil geen berichten", "this person does not want to be written to")
            }
            Self::ConsentNotKnown => {
                ("niet bekend: er is geen toestemming vastgelegd", "not known: no consent is on record")
            }
            Self::ConsentRefused => ("deze persoon weigerde toestemming", "this person refused consent"),
            Self::Consented => ("deze persoon gaf toestemming", "this person consented"),
            Self::Basis => ("de grondslag van het doel", "the basis of the purpose"),
        };
        Text { nl: nl.to_owned(), en: en.to_owned() }
    }
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
}

#[derive(Debug, Clone)]
struct Purpose {
    basis: Basis,
    categories: BTreeSet<String>,
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
            (id.clone(), Purpose { basis: fact.basis, categories, clause: naming(id) })
        });
        let mut clauses = BTreeMap::new();
        for (_, clause) in &all {
            clauses.entry(clause.promise.clone()).or_insert_with(|| clause.id.to_string());
        }
        Self { purposes: purposes.collect(), clauses }
    }

    /// Answers.
    pub fn decide(&self, question: &Question<'_>, person: &SubjectState) -> Decision<'_> {
        let Some(purpose) = self.purposes.get(question.purpose) else {
            return self.deny(Reason::UnknownPurpose, "purpose-limited");
        };
        if question.categories.iter().any(|category| !purpose.categories.contains(category)) {
            return self.deny(Reason::CategoryNotDeclared, "purpose-limited");
        }
        // What the law obliges to, no wish of the person ends (GDPR 17(3)(b), 21(1)).
        let obliged = purpose.basis == Basis::LegalObligation;
        if purpose.basis == Basis::None {
            return self.deny(Reason::NoBasis, "purpose-limited");
        }
        if person.restricted {
            return self.deny(Reason::Restricted, "restriction-enforced");
        }
        if person.erased && !obliged {
            return self.deny(Reason::Erased, "addresses-stay-out-of-lists");
        }
        let can_object =
            matches!(purpose.basis, Basis::LegitimateInterest | Basis::PublicTask | Basis::Consent);
        if person.objected && can_object {
            return self.deny(Reason::Objected, "objection-halts");
        }
        if person.opted_out && question.channel.is_some() && can_object {
            return self.deny(Reason::OptedOut, "mail-unsubscribe");
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

#[cfg(test)]
mod tests {
    use super::*;

    fn point() -> DecisionPoint {
        let purpose = |basis, clause: Option<&str>| Purpose {
            basis,
            categories: BTreeSet::from(["email".to_owned(), "order".to_owned()]),
            clause: clause.map(str::to_owned),
        };
        DecisionPoint {
            purposes: BTreeMap::from([
                ("orders".to_owned(), purpose(Basis::Contract, Some("S40"))),
                ("invoicing".to_owned(), purpose(Basis::LegalObligation, None)),
                ("offers".to_owned(), purpose(Basis::LegitimateInterest, Some("S24"))),
                ("newsletter".to_owned(), purpose(Basis::Consent, Some("S60"))),
                ("dreams".to_owned(), purpose(Basis::None, None)),
            ]),
            clauses: BTreeMap::from([
                ("purpose-limited".to_owned(), "S11".to_owned()),
                ("objection-halts".to_owned(), "S97".to_owned()),
                ("consent-scope".to_owned(), "S127".to_owned()),
            ]),
        }
    }

    #[test]
    fn every_reason_in_its_order() {
        let nobody = SubjectState::default();
        let erased = SubjectState { erased: true, ..nobody.clone() };
        let objected = SubjectState { objected: true, ..nobody.clone() };
        let opted_out = SubjectState { opted_out: true, ..nobody.clone() };
        let restricted = SubjectState { restricted: true, objected: true, erased: true, ..nobody.clone() };
        let said = |answer| SubjectState {
            consents: BTreeMap::from([("newsletter".to_owned(), answer)]),
            ..nobody.clone()
        };
        let mail = Some(Channel::Mail);
        for (purpose, category, channel, person, allow, reason, clause) in [
            ("orders", "order", None, &nobody, true, Reason::Basis, Some("S40")),
            ("orders", "health", None, &nobody, false, Reason::CategoryNotDeclared, Some("S11")),
            ("spying", "order", None, &nobody, false, Reason::UnknownPurpose, Some("S11")),
            ("dreams", "order", None, &nobody, false, Reason::NoBasis, Some("S11")),
            ("orders", "order", None, &erased, false, Reason::Erased, None),
            ("invoicing", "order", None, &erased, true, Reason::Basis, None),
            ("invoicing", "order", None, &restricted, false, Reason::Restricted, None),
            ("offers", "email", mail, &nobody, true, Reason::Basis, Some("S24")),
            ("offers", "email", mail, &objected, false, Reason::Objected, Some("S97")),
            ("orders", "email", mail, &objected, true, Reason::Basis, Some("S40")),
            ("offers", "email", mail, &opted_out, false, Reason::OptedOut, None),
            ("offers", "email", None, &opted_out, true, Reason::Basis, Some("S24")),
            ("orders", "email", mail, &opted_out, true, Reason::Basis, Some("S40")),
            ("newsletter", "email", mail, &nobody, false, Reason::ConsentNotKnown, Some("S127")),
            ("newsletter", "email", mail, &said(false), false, Reason::ConsentRefused, Some("S127")),
            ("newsletter", "email", mail, &said(true), true, Reason::Consented, Some("S60")),
        ] {
            let categories = [category.to_owned()];
            let question = Question { purpose, categories: &categories, channel };
            let point = point();
            assert_eq!(
                point.decide(&question, person),
                Decision { allow, reason, clause },
                "{purpose} {person:?}"
            );
        }
    }
}
