//! Promises about giving data to others.

use super::super::{Judge, Machinery, Promise, Theme};

/// The promises of this theme.
pub(super) const PROMISES: &[Promise] = &[
    Promise {
        name: "authority-disclosures",
        themes: &[Theme::Sharing],
        nl: "Een overheid krijgt gegevens alleen op een wettelijke grond, en het minimum.",
        en: "An authority gets data only on a legal ground, and the minimum.",
        params: &["purpose", "recipient"],
        judge: Judge::Needs(&[Machinery::AuthorityDesk]),
    },
    Promise {
        name: "disclosures-registered",
        themes: &[Theme::Sharing],
        nl: "Elke verstrekking staat in een register.",
        en: "Each disclosure is in a register.",
        params: &["recipient", "purpose"],
        judge: Judge::Needs(&[Machinery::DisclosureRegister]),
    },
    Promise {
        name: "profile-audience",
        themes: &[Theme::Sharing],
        nl: "U bepaalt wie uw profiel ziet.",
        en: "You decide who sees your profile.",
        params: &["category", "system"],
        judge: Judge::Needs(&[Machinery::ContentIndex]),
    },
    Promise {
        name: "merger-disclosure",
        themes: &[Theme::Sharing],
        nl: "Bij een overname gaan alleen ontdane gegevens mee, en u hoort het.",
        en: "In a takeover only stripped data go along, and you are told.",
        params: &["recipient", "purpose"],
        judge: Judge::Needs(&[Machinery::DisclosureRegister, Machinery::NoticeMailing]),
    },
];
