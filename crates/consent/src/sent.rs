//! A choice as a site or an app sends it, held against what was on offer. Whatever does not fit is refused whole;
//! nothing of it is kept, and no refusal repeats what was sent.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kernel::{Language, Text};
use serde::Deserialize;

use crate::offer::{Offer, Shown};
use crate::record::{Control, Decisions, Layer, Record, subject};

/// How far a visitor's clock may be ahead: what the banner itself believes.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);
/// The longest name of a site.
const LONGEST_SITE: usize = 253;
/// The most decisions that are read.
const MOST: usize = 200;

/// What is sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    edition: Cow<'a, str>,
    at: Timestamp,
    #[serde(borrow)]
    language: Cow<'a, str>,
    source: Layer,
    control: Control,
    gpc: bool,
    #[serde(borrow)]
    scope: Cow<'a, str>,
    #[serde(borrow)]
    purposes: BTreeMap<Cow<'a, str>, bool>,
    #[serde(borrow)]
    services: BTreeMap<Cow<'a, str>, bool>,
}

/// Why a choice is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The id is not random.
    #[error("the id is not 32 hexadecimal digits")]
    Id,
    /// No edition of ours has this hash.
    #[error("no edition has this hash")]
    Edition,
    /// The edition does not name the site.
    #[error("the edition does not name this site")]
    Site,
    /// The edition has no text in this language.
    #[error("the edition has no text in this language")]
    Language,
    /// The services are not exactly those that ask.
    #[error("the services are not those that the edition asks for")]
    Services,
    /// The purposes do not follow from the services.
    #[error("the purposes do not follow from the services")]
    Purposes,
    /// The time cannot be that of a choice that still counts.
    #[error("the time is in the future, or too long ago")]
    Clock,
    /// It contradicts itself: closing allows something, or a signal is overruled.
    #[error("the choice contradicts itself")]
    Contradiction,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 8] = [
        Self::Id,
        Self::Edition,
        Self::Site,
        Self::Language,
        Self::Services,
        Self::Purposes,
        Self::Clock,
        Self::Contradiction,
    ];

    /// The code for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "unknown-id",
            Self::Edition => "unknown-edition",
            Self::Site => "unknown-site",
            Self::Language => "unknown-language",
            Self::Services => "unknown-services",
            Self::Purposes => "unknown-purposes",
            Self::Clock => "wrong-clock",
            Self::Contradiction => "contradiction",
        }
    }

    /// What happened, and what to do.
    pub fn text(self) -> Text {
        let (nl, en) = match self {
            Self::Id => (
                "Het nummer van de keuze klopt niet: het is 32 hexadecimale cijfers.",
                "The id of the choice is wrong: it is 32 hexadecimal digits.",
            ),
            Self::Edition => (
                "Deze versie van het beleid is hier niet gepubliceerd. Laad gestand.js opnieuw.",
                "This edition of the policy was not published here. Load gestand.js again.",
            ),
            Self::Site => (
                "Deze site staat niet in het beleid. Zet haar bij scope in policy.toml.",
                "This site is not in the policy. Put it under scope in policy.toml.",
            ),
            Self::Language => (
                "In deze taal is er geen tekst om op te kiezen.",
                "There is no text to choose on in this language.",
            ),
            Self::Services => (
                "De diensten zijn niet precies die waarom deze versie vraagt.",
                "The services are not exactly those that this edition asks for.",
            ),
            Self::Purposes => {
                ("De doelen volgen niet uit de diensten.", "The purposes do not follow from the services.")
            }
            Self::Clock => (
                "Het tijdstip ligt in de toekomst of te lang geleden. Controleer de klok.",
                "The time is in the future or too long ago. Check the clock.",
            ),
            Self::Contradiction => ("De keuze spreekt zichzelf tegen.", "The choice contradicts itself."),
        };
        Text { nl: nl.into(), en: en.into() }
    }
}

/// The bytes are no choice.
#[derive(Debug, thiserror::Error)]
#[error("these bytes are no choice: line {line}, column {column}")]
pub struct SentError {
    /// Where, from 1.
    pub line: usize,
    /// Where, from 1.
    pub column: usize,
    /// It is JSON, and of another shape.
    pub shape: bool,
}

impl<'a> Sent<'a> {
    /// Reads what was sent.
    ///
    /// # Errors
    /// It is no JSON, or has other fields.
    pub fn read(bytes: &'a [u8]) -> Result<Self, SentError> {
        serde_json::from_slice(bytes).map_err(|error| SentError {
            line: error.line(),
            column: error.column(),
            shape: error.classify() == serde_json::error::Category::Data,
        })
    }

    /// The digits of the edition's hash.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The language in which it was asked.
    pub fn language(&self) -> Option<Language> {
        Language::from_tag(&self.language)
    }

    /// Holds it against the offer of its edition, in full `edition`, as it was `shown` in its language. `known` tells
    /// whether a host is a site of the edition.
    ///
    /// # Errors
    /// Anything does not fit.
    pub fn check(
        &self,
        offer: &Offer,
        edition: &str,
        shown: &Shown,
        known: impl FnOnce(&str) -> bool,
        now: Timestamp,
    ) -> Result<Record, Refusal> {
        let subject = subject(&self.id).ok_or(Refusal::Id)?;
        if self.scope.len() > LONGEST_SITE || !known(&self.scope) {
            return Err(Refusal::Site);
        }
        let language = self.language().filter(|it| offer.languages.contains(it)).ok_or(Refusal::Language)?;
        let life = SignedDuration::from_hours(24 * i64::from(offer.memory.days));
        let age = now.duration_since(self.at);
        if age > life + AHEAD || -age > AHEAD {
            return Err(Refusal::Clock);
        }
        let services = self.services(offer)?;
        let purposes = self.purposes(offer, &services)?;
        // What the browser's signal refuses is allowed by hand, where each service stands by itself, or not at all.
        let overruled = self.source == Layer::First
            && offer.asking().any(|it| it.gpc && self.gpc && services.get(&it.id) == Some(&true));
        let something = services.values().any(|allowed| *allowed);
        let says_no = matches!(self.control, Control::Close | Control::Refuse);
        // A consent to letters comes from a mailbox.
        let of_letters = self.source == Layer::Letter || self.control.is_of_letters();
        if overruled || of_letters || (says_no && something) {
            return Err(Refusal::Contradiction);
        }
        Ok(Record {
            // The banner counts milliseconds: finer digits would make another record of the same choice.
            at: Timestamp::from_millisecond(self.at.as_millisecond()).map_err(|_| Refusal::Clock)?,
            control: self.control,
            edition: edition.to_owned(),
            gpc: self.gpc,
            language,
            layer: self.source,
            purposes,
            recorded: Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now),
            services,
            shown: shown.digest.clone(),
            site: self.scope.to_string(),
            subject,
        })
    }

    /// Exactly the services that ask.
    fn services(&self, offer: &Offer) -> Result<Decisions, Refusal> {
        if self.services.len() > MOST || self.services.is_empty() {
            return Err(Refusal::Services);
        }
        let mut found = Decisions::new();
        for service in offer.asking() {
            let allowed = self.services.get(service.id.as_str()).ok_or(Refusal::Services)?;
            found.insert(service.id.clone(), *allowed);
        }
        if found.len() == self.services.len() { Ok(found) } else { Err(Refusal::Services) }
    }

    /// A purpose is allowed when each of its services is.
    fn purposes(&self, offer: &Offer, services: &Decisions) -> Result<Decisions, Refusal> {
        let mut found = Decisions::new();
        for service in offer.asking() {
            let allowed = services.get(&service.id).copied().unwrap_or_default();
            found.entry(service.purpose.clone()).and_modify(|all| *all &= allowed).or_insert(allowed);
        }
        let same = found.len() == self.purposes.len()
            && self.purposes.iter().all(|(id, allowed)| found.get(id.as_ref()) == Some(allowed));
        if same { Ok(found) } else { Err(Refusal::Purposes) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::offer::tests::offer;

    fn choice() -> Value {
        json!({
            "id": "0123456789abcdef0123456789abcdef", "edition": "9f2b64d07c51aa3e", "at": "2026-12-02T09:00:00.123Z",
            "language": "nl", "source": "second-layer", "control": "save", "gpc": false, "scope": "www.leskracht.example",
            "purposes": { "analytics": false, "marketing": true },
            "services": { "ga": true, "funnel": false, "meta": true },
        })
    }

    fn check(choice: &Value) -> Result<Record, Refusal> {
        let text = choice.to_string();
        let sent = Sent::read(text.as_bytes()).expect("a choice");
        let offer = offer();
        let shown = offer.shown(Language::Nl);
        let now = "2026-12-02T09:00:05Z".parse().unwrap();
        sent.check(&offer, "9f2b64d07c51aa3e00", &shown, |site| site == "www.leskracht.example", now)
    }

    #[test]
    fn what_fits_becomes_a_record() {
        let record = check(&choice()).unwrap();
        assert_eq!(record.subject, subject("0123456789abcdef0123456789abcdef").unwrap());
        assert_eq!(record.at.to_string(), "2026-12-02T09:00:00.123Z");
        assert_eq!((record.layer, record.control), (Layer::Second, Control::Save));
        assert_eq!(Record::side(&record.services, true), "ga meta");
        assert_eq!(Record::side(&record.purposes, false), "analytics");
        assert_eq!(record.shown, offer().shown(Language::Nl).digest);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let cases: Vec<(&str, Value, Refusal)> = vec![
            ("/id", json!("jan@school.example"), Refusal::Id),
            ("/id", json!("0123"), Refusal::Id),
            ("/scope", json!("evil.example"), Refusal::Site),
            ("/scope", json!("x".repeat(300)), Refusal::Site),
            ("/language", json!("de"), Refusal::Language),
            ("/at", json!("2036-12-02T09:00:00Z"), Refusal::Clock),
            ("/at", json!("2016-12-02T09:00:00Z"), Refusal::Clock),
            ("/at", json!("2026-12-03T10:00:00Z"), Refusal::Clock),
            ("/services", json!({}), Refusal::Services),
            ("/services", json!({ "ga": true }), Refusal::Services),
            (
                "/services",
                json!({ "ga": true, "funnel": false, "meta": true, "other": true }),
                Refusal::Services,
            ),
            ("/purposes", json!({ "analytics": true, "marketing": true }), Refusal::Purposes),
            ("/purposes", json!({ "marketing": true }), Refusal::Purposes),
            ("/control", json!("close"), Refusal::Contradiction),
            ("/control", json!("refuse"), Refusal::Contradiction),
            ("/control", json!("confirm"), Refusal::Contradiction),
            ("/control", json!("unsubscribe"), Refusal::Contradiction),
            ("/source", json!("letter"), Refusal::Contradiction),
        ];
        for (place, value, refusal) in cases {
            let mut choice = choice();
            *choice.pointer_mut(place).expect("a field") = value.clone();
            assert_eq!(check(&choice), Err(refusal), "{place} {value}");
        }
    }

    #[test]
    fn a_signal_is_overruled_by_hand_and_by_no_first_layer() {
        let mut choice = choice();
        choice["gpc"] = json!(true);
        let record = check(&choice).expect("ticked by hand in the second layer");
        assert!(record.gpc && record.services.get("meta") == Some(&true));
        choice["source"] = json!("first-layer");
        choice["control"] = json!("accept");
        assert_eq!(check(&choice), Err(Refusal::Contradiction));
        choice["services"]["meta"] = json!(false);
        choice["purposes"]["marketing"] = json!(false);
        assert!(check(&choice).is_ok());
    }

    #[test]
    fn an_outage_of_months_is_no_reason_to_refuse() {
        let mut choice = choice();
        choice["at"] = json!("2026-06-03T09:00:00Z");
        assert!(check(&choice).is_ok());
    }

    #[test]
    fn bytes_that_are_no_choice_say_where() {
        for (text, shape) in [("", false), ("{", false), ("[]", true), (r#"{"id": 1}"#, true)] {
            let error = Sent::read(text.as_bytes()).unwrap_err();
            assert_eq!(error.shape, shape, "{text}");
        }
        let mut choice = choice();
        choice["name"] = json!("Jan de Vries");
        let error = Sent::read(choice.to_string().as_bytes()).unwrap_err();
        assert!(error.shape && !error.to_string().contains("Vries"));
    }

    #[test]
    fn every_refusal_has_its_own_code_and_both_languages() {
        let codes: std::collections::BTreeSet<_> = Refusal::ALL.iter().map(|it| it.code()).collect();
        assert_eq!(codes.len(), Refusal::ALL.len());
        assert!(Refusal::ALL.iter().all(|it| it.text().nl != it.text().en));
    }

    /// Whatever a browser, an app or somebody at a terminal sends is read and judged, or refused.
    fn judged(bytes: &[u8]) {
        let Ok(sent) = Sent::read(bytes) else { return };
        let offer = offer();
        let shown = offer.shown(sent.language().unwrap_or(Language::En));
        let now = "2026-12-02T09:00:05Z".parse().unwrap();
        if let Ok(record) = sent.check(&offer, "9f2b64d07c51aa3e00", &shown, |_| true, now) {
            assert!(
                !record.text().contains("0123456789abcdef0123456789abcdef"),
                "the number itself stands nowhere"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            judged(&bytes);
        }

        #[test]
        fn any_change_to_a_choice_is_read_or_refused(
            at in proptest::prelude::any::<proptest::sample::Index>(),
            long in 0_usize..12,
            with in "[\\PC\\x00\"{}\\[\\],:0-9.eE+-]{0,8}",
        ) {
            let mut bytes = choice().to_string().into_bytes();
            let at = at.index(bytes.len());
            bytes.splice(at..(at + long).min(bytes.len()), with.into_bytes());
            judged(&bytes);
        }
    }
}
