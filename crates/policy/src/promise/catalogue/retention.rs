//! Promises about how long data are kept, and what happens when a relation ends.

use super::super::{Judge, Machinery, Promise, Theme, judges};

/// The promises of this theme.
pub(super) const PROMISES: &[Promise] = &[
    Promise {
        name: "support-term",
        themes: &[Theme::Retention],
        nl: "Vragen aan ons worden na een vaste tijd verwijderd.",
        en: "Questions to us are deleted after a fixed time.",
        params: &["term", "purpose", "category", "system"],
        judge: Judge::Needs(&[Machinery::RetentionSweep]),
    },
    Promise {
        name: "client-term",
        themes: &[Theme::Retention],
        nl: "Een profiel blijft zolang de relatie duurt, en dan niet langer.",
        en: "A profile stays as long as the relation lasts, and then no longer.",
        params: &["term", "subject", "category"],
        judge: Judge::By(judges::client_term::judge),
    },
    Promise {
        name: "ending-opens-erasure",
        themes: &[Theme::Retention, Theme::Rights],
        nl: "Wie opzegt, heeft daarmee om verwijdering gevraagd.",
        en: "Whoever ends the relation has thereby asked for erasure.",
        params: &["right", "term", "system"],
        judge: Judge::By(judges::ending_opens_erasure::judge),
    },
    Promise {
        name: "fiscal-hold",
        themes: &[Theme::Retention],
        nl: "Facturen blijven zolang de wet dat vraagt, en dan niet langer.",
        en: "Invoices stay as long as the law asks, and then no longer.",
        params: &["term", "category", "system"],
        judge: Judge::By(judges::fiscal_hold::judge),
    },
    Promise {
        name: "archive-access",
        themes: &[Theme::Retention],
        nl: "Bij wat alleen nog bewaard wordt, kan de gewone medewerker niet.",
        en: "Ordinary staff cannot reach what is only being kept.",
        params: &["term", "category", "system"],
        judge: Judge::By(judges::archive_access::judge),
    },
    Promise {
        name: "retention-terms",
        themes: &[Theme::Retention],
        nl: "Elke soort gegevens heeft een bewaartermijn die wordt uitgevoerd.",
        en: "Each kind of data has a retention term that is carried out.",
        params: &["term", "category"],
        judge: Judge::By(judges::retention_terms::judge),
    },
];
