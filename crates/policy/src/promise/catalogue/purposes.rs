//! Promises about what data are used for, and that each use has its own purpose and basis.

use super::super::{Judge, Machinery, Promise, Theme, judges};

/// The promises of this theme.
pub(super) const PROMISES: &[Promise] = &[
    Promise {
        name: "purpose-limited",
        themes: &[Theme::Use],
        nl: "Gegevens worden alleen voor het genoemde doel gebruikt.",
        en: "Data are used only for the purpose stated.",
        params: &["purpose", "category", "recipient"],
        judge: Judge::By(judges::purpose_limited::judge),
    },
    Promise {
        name: "purposes-separate",
        themes: &[Theme::Use],
        nl: "Leveren en verbeteren zijn aparte doelen met elk een grondslag.",
        en: "Delivery and improvement are separate purposes, each with a basis.",
        params: &["purpose"],
        judge: Judge::Needs(&[Machinery::PurposeGate]),
    },
    Promise {
        name: "purpose-codes",
        themes: &[Theme::Use],
        nl: "Elk gebruik hoort bij een doel; zonder doel geen gebruik.",
        en: "Each use belongs to a purpose; without purpose no use.",
        params: &["purpose"],
        judge: Judge::By(judges::front_door::purpose_codes),
    },
    Promise {
        name: "research-aggregated",
        themes: &[Theme::Use],
        nl: "Onderzoek gebruikt optellingen, geen personen.",
        en: "Research uses totals, not persons.",
        params: &["purpose", "figure", "category"],
        judge: Judge::Needs(&[Machinery::PurposeGate, Machinery::Aggregation]),
    },
    Promise {
        name: "interest-assessed",
        themes: &[Theme::Use],
        nl: "Een beroep op eigen belang is afgewogen en vastgelegd.",
        en: "Reliance on our own interest has been weighed and recorded.",
        params: &["purpose", "recipient"],
        judge: Judge::Needs(&[Machinery::InterestAssessments]),
    },
    Promise {
        name: "purpose-at-collection",
        themes: &[Theme::Use],
        nl: "Gegevens blijven bij het doel waarvoor ze zijn verzameld.",
        en: "Data stay with the purpose they were collected for.",
        params: &["purpose", "category"],
        judge: Judge::By(judges::purpose_at_collection::judge),
    },
    Promise {
        name: "no-automated-decisions",
        themes: &[Theme::Use, Theme::Rights],
        nl: "Geen computer neemt besluiten over mensen.",
        en: "No computer takes decisions about people.",
        params: &["purpose", "right"],
        judge: Judge::By(judges::no_automated_decisions::judge),
    },
];
