//! Promises about analytics, advertising, links: services of others on the site.

use super::super::{Judge, Promise, Theme, judges};

/// The promises of this theme.
pub(super) const PROMISES: &[Promise] = &[
    Promise {
        name: "third-party-blocked",
        themes: &[Theme::ThirdParties],
        nl: "Diensten van anderen laden pas na toestemming.",
        en: "Services of others load only after consent.",
        params: &["service", "recipient", "purpose"],
        judge: Judge::By(judges::site::judge),
    },
    Promise {
        name: "app-analytics-separate",
        themes: &[Theme::ThirdParties],
        nl: "Metingen in de app staan los van wat u invoert.",
        en: "Measurements in the app are separate from what you enter.",
        params: &["service", "purpose", "category", "system"],
        judge: Judge::By(judges::vendors::separate),
    },
    Promise {
        name: "third-party-controlled",
        themes: &[Theme::ThirdParties],
        nl: "Wat anderen op de site doen, bepalen wij.",
        en: "What others do on the site is decided by us.",
        params: &["service", "recipient"],
        judge: Judge::By(judges::site::judge),
    },
    Promise {
        name: "analytics-settings",
        themes: &[Theme::ThirdParties],
        nl: "De meetdienst staat ingesteld zoals hier staat.",
        en: "The measuring service is set as stated here.",
        params: &["service", "recipient", "purpose", "category"],
        judge: Judge::By(judges::vendors::judge),
    },
    Promise {
        name: "analytics-payload",
        themes: &[Theme::ThirdParties],
        nl: "De meetdienst krijgt geen naam of kenmerk van u.",
        en: "The measuring service gets no name or identifier of yours.",
        params: &["service", "recipient", "category"],
        judge: Judge::By(judges::site::judge),
    },
    Promise {
        name: "analytics-not-joined",
        themes: &[Theme::ThirdParties],
        nl: "Metingen worden niet met klantgegevens gecombineerd.",
        en: "Measurements are not combined with customer data.",
        params: &["service", "recipient", "category", "purpose"],
        judge: Judge::By(judges::vendors::judge),
    },
    Promise {
        name: "aggregates-only",
        themes: &[Theme::ThirdParties],
        nl: "Deze partij krijgt alleen optellingen.",
        en: "This party receives totals only.",
        params: &["service", "recipient", "purpose", "category"],
        judge: Judge::By(judges::vendors::judge),
    },
    Promise {
        name: "external-links",
        themes: &[Theme::ThirdParties],
        nl: "Een verwijzing naar buiten is herkenbaar en vertelt de ander niets.",
        en: "A link elsewhere is recognisable and tells the other side nothing.",
        params: &[],
        judge: Judge::By(judges::site::judge),
    },
    Promise {
        name: "setting-decided",
        themes: &[Theme::ThirdParties],
        nl: "De instelling is gekozen en staat vast.",
        en: "The setting has been chosen and is fixed.",
        params: &["service", "recipient", "figure"],
        judge: Judge::By(judges::vendors::judge),
    },
    Promise {
        name: "address-not-sent",
        themes: &[Theme::ThirdParties],
        nl: "Het volledige IP-adres gaat niet mee.",
        en: "The full IP address is not sent along.",
        params: &["service", "recipient", "category"],
        judge: Judge::By(judges::vendors::judge),
    },
];
