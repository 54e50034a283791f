//! G10 and G11 as far as they are text: the edition that readers get tells how a breach is handled, and names every cookie
//! with how long it lives and who gets at it. Whether that is done and complete, S81 and the scan say.

use jiff::Timestamp;
use kernel::Language;
use kernel::calendar::{Span, Unit};

use super::wording;
use crate::edition::Edition;
use crate::facts::security::SubjectNotice;
use crate::facts::services::{Party, Place};
use crate::promise::Verdict;
use crate::promise::evidence::Evidence;
use crate::promise::judgement::{EvidenceItem, Judgement, text};
use crate::render;

/// The law's hours to tell the authority of a breach (GDPR 33(1)).
const LAW_HOURS: u64 = 72;

/// G10: who is told of a breach, how soon, and what is done.
pub(super) fn breach(evidence: &Evidence, edition: &Edition, now: Timestamp) -> Judgement {
    let fact = &edition.facts().breach;
    let mut missing = Vec::new();
    if fact.authority_within.is_none_or(|span| hours(span).is_none_or(|hours| hours > LAW_HOURS)) {
        missing.push((
            "dat de toezichthouder het binnen 72 uur hoort",
            "that the authority hears of it within 72 hours",
        ));
    }
    if fact.subjects == SubjectNotice::Never {
        missing.push(("dat wie het aangaat het hoort", "that the people concerned hear of it"));
    }
    if fact.steps.is_empty() {
        missing.push(("wat er wordt gedaan", "what is done"));
    }
    let told = |language: Language| {
        let all = words(edition, language);
        let steps = fact.steps.iter().all(|step| all.contains(&render::plain(step.get(language))));
        let within = fact.authority_within.is_none_or(|span| all.contains(&span.text(language)));
        steps && within
    };
    if !edition.policy().languages.iter().all(|language| told(*language)) {
        missing.push(("dit alles in elke taal", "all of this in every language"));
    }
    judged(&missing, "de werkwijze bij een datalek", "the procedure for a breach", evidence, edition, now)
}

/// G11: each cookie by name, with its duration and who gets at it.
pub(super) fn cookies(evidence: &Evidence, edition: &Edition, now: Timestamp) -> Judgement {
    let facts = edition.facts();
    let mut missing = Vec::new();
    for language in &edition.policy().languages {
        let all = words(edition, *language);
        for service in facts.services.values().filter(|service| service.place == Place::Site) {
            let who = service.recipient.as_ref().and_then(|id| facts.recipients.get(id));
            let named = who.is_none_or(|who| all.contains(who.name.get(*language)));
            for cookie in &service.cookie {
                let lasts = cookie.lifetime.render(*language);
                let known = cookie.party == Party::First || cookie.host.is_some() || who.is_some();
                if !(named && known && all.contains(&cookie.name) && all.contains(&lasts)) {
                    missing.push((
                        "een cookie met duur en wie erbij kan",
                        "a cookie with its duration and who has access",
                    ));
                }
            }
        }
    }
    missing.dedup();
    judged(
        &missing,
        "elke cookie met duur en wie erbij kan",
        "every cookie with its duration and who has access",
        evidence,
        edition,
        now,
    )
}

fn judged(
    missing: &[(&str, &str)],
    nl: &str,
    en: &str,
    evidence: &Evidence,
    edition: &Edition,
    now: Timestamp,
) -> Judgement {
    if !missing.is_empty() {
        let items = missing.iter().map(|(nl, en)| {
            EvidenceItem::new("edition", format!("ontbreekt: {nl}"), format!("missing: {en}"))
        });
        return Judgement::broken(
            text("De verklaring zegt dit niet.", "The notice does not say this."),
            items.collect(),
            text("Een versie die het zegt.", "An edition that says it."),
        );
    }
    let served = wording::judge(&["identity"], evidence, edition, now);
    if served.verdict != Verdict::Kept {
        return Judgement::unproven(
            text(
                "De versie zegt dit; nog niet is gezien dat lezers deze versie krijgen.",
                "The edition says this; it has not been seen yet that readers get this edition.",
            ),
            text("Pagina’s uit deze versie.", "Pages from this edition."),
        );
    }
    let item = EvidenceItem::new(
        "edition",
        format!("staat in elke taal: {nl}"),
        format!("stands in every language: {en}"),
    );
    Judgement::kept(
        text("Lezers krijgen een verklaring die dit zegt.", "Readers get a notice that says this."),
        vec![item],
        text("Een versie waarin dit ontbreekt.", "An edition that lacks it."),
    )
}

/// Everything that an edition says in a language.
fn words(edition: &Edition, language: Language) -> String {
    let passages = edition.documents(language).flat_map(crate::document::Document::passages);
    passages.map(|passage| render::plain(&passage.markdown)).collect::<Vec<_>>().join("\n")
}

/// A length of time in hours; none when it is not told in hours or days.
fn hours(span: Span) -> Option<u64> {
    match span.unit() {
        Unit::Hours => Some(u64::from(span.count())),
        Unit::Days => Some(u64::from(span.count()) * 24),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise::judges::sample;

    /// The sample policy with facts, and a passage that says some words in every language.
    fn edition(change: impl FnOnce(&mut crate::facts::Facts), say: [&str; 2]) -> Edition {
        let mut content = sample::edition().content().clone();
        change(&mut content.facts);
        for document in &mut content.documents {
            let words = if document.language == Language::Nl { say[0] } else { say[1] };
            let passage = crate::document::Passage { clause: None, markdown: words.to_owned() };
            document.sections.first_mut().unwrap().passages.push(passage);
        }
        Edition::seal(content).unwrap()
    }

    fn served(edition: &Edition) -> Evidence {
        let mut evidence = sample::fine();
        let seen = evidence.editions.as_mut().unwrap();
        seen.served.iter_mut().for_each(|document| document.edition = edition.hash());
        evidence
    }

    fn steps(facts: &mut crate::facts::Facts) {
        facts.breach.authority_within = Some(Span::hours(72));
        facts.breach.subjects = SubjectNotice::WithoutDelay;
        facts.breach.steps =
            vec![kernel::Text { nl: "wij sluiten het lek".into(), en: "we close the leak".into() }];
    }

    const SAID: [&str; 2] =
        ["Eerst: wij sluiten het lek, binnen 72 uur.", "First: we close the leak, within 72 hours."];

    #[test]
    fn a_breach_has_a_procedure_in_every_language() {
        let told = edition(steps, SAID);
        assert_eq!(breach(&served(&told), &told, sample::now()).verdict, Verdict::Kept);
        assert_eq!(breach(&sample::fine(), &told, sample::now()).verdict, Verdict::Unproven, "not served");
        let half = edition(steps, [SAID[0], "nothing"]);
        assert_eq!(breach(&served(&half), &half, sample::now()).verdict, Verdict::Broken);
        let slow = edition(
            |facts| {
                steps(facts);
                facts.breach.authority_within = Some(Span::days(7));
            },
            SAID,
        );
        assert_eq!(breach(&served(&slow), &slow, sample::now()).verdict, Verdict::Broken);
        let never = edition(
            |facts| {
                steps(facts);
                facts.breach.subjects = SubjectNotice::Never;
            },
            SAID,
        );
        assert_eq!(breach(&served(&never), &never, sample::now()).verdict, Verdict::Broken);
    }

    #[test]
    fn every_cookie_is_named_with_its_duration() {
        let fine = edition(|_| {}, ["x", "x"]);
        let verdict = cookies(&served(&fine), &fine, sample::now()).verdict;
        assert_eq!(verdict, Verdict::Kept);
        let hidden = edition(
            |facts| {
                let service = facts.services.values_mut().next().unwrap();
                service.cookie.iter_mut().for_each(|cookie| "unheard_of".clone_into(&mut cookie.name));
            },
            ["x", "x"],
        );
        assert_eq!(cookies(&served(&hidden), &hidden, sample::now()).verdict, Verdict::Broken);
    }
}
