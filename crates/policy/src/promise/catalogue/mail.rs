//! Promises about mail, newsletters and marketing.

use super::super::{Judge, Machinery, Promise, Theme, judges};

/// The promises of this theme.
pub(super) const PROMISES: &[Promise] = &[
    Promise {
        name: "addresses-stay-out-of-lists",
        themes: &[Theme::Mail],
        nl: "Een adres uit een vraag komt nooit op een lijst.",
        en: "An address from a question never gets on a list.",
        params: &["purpose", "category", "system"],
        judge: Judge::By(judges::addresses_stay_out_of_lists::judge),
    },
    Promise {
        name: "mail-unsubscribe",
        themes: &[Theme::Mail],
        nl: "Elke mail zegt hoe u zich afmeldt, en dat werkt.",
        en: "Each mail says how to unsubscribe, and it works.",
        params: &["purpose", "figure"],
        judge: Judge::By(judges::front_door::unsubscribe),
    },
    Promise {
        name: "mail-basis",
        themes: &[Theme::Mail],
        nl: "Elke mail heeft een grondslag per soort en kanaal.",
        en: "Each mail has a basis per kind and channel.",
        params: &["purpose", "figure"],
        judge: Judge::By(judges::front_door::basis),
    },
    Promise {
        name: "mail-through-mailer",
        themes: &[Theme::Mail],
        nl: "Alle mail gaat via de genoemde dienst, met doel.",
        en: "All mail goes through the service named, with a purpose.",
        params: &["recipient", "purpose"],
        judge: Judge::Needs(&[Machinery::OutgoingMailLint]),
    },
    Promise {
        name: "mail-tracking",
        themes: &[Theme::Mail, Theme::Consent],
        nl: "Of u mail leest, wordt zonder toestemming niet gevolgd.",
        en: "Whether you read mail is not tracked without consent.",
        params: &["recipient", "purpose"],
        judge: Judge::By(judges::mail_tracking::judge),
    },
    Promise {
        name: "opt-out-lag",
        themes: &[Theme::Mail],
        nl: "Een afmelding werkt binnen de genoemde tijd.",
        en: "An opt-out takes effect within the time stated.",
        params: &["figure", "purpose"],
        judge: Judge::By(judges::opt_out_lag::judge),
    },
    Promise {
        name: "opt-out-transactional",
        themes: &[Theme::Mail],
        nl: "Na afmelden komt er alleen nog mail die bij uw bestelling hoort.",
        en: "After opting out only mail that belongs to your order is sent.",
        params: &["purpose"],
        judge: Judge::By(judges::front_door::transactional),
    },
];
