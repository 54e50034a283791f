//! "processing-shown": whoever holds a system of this installation stands in the text, with the countries and the
//! safeguard, in every language.
//!
//! The text is compared with the systems as they are set up, not with itself: a system that came without its holder
//! in the text breaks the promise.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kernel::Language;

use crate::facts::{Recipient, Safeguard};
use crate::promise::evidence::{Evidence, SystemReach, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};
use crate::promise::{ClauseContext, judges};
use crate::render;

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some(systems) = evidence.systems.as_ref().filter(|systems| is_fresh(systems.at, now)) else {
        return judges::nothing(
            "Er is niet gekeken welke systemen in gebruik zijn.",
            "Nobody looked at which systems are in use.",
            "Een blik op de systemen.",
            "A look at the systems.",
        );
    };
    let texts: Vec<(Language, String)> = context
        .edition
        .policy()
        .languages
        .iter()
        .map(|language| (*language, shown(context, *language)))
        .collect();
    let mut missing = Vec::new();
    let in_use = systems.systems.iter().filter(|look| look.reach != SystemReach::NotInUse);
    let holders: BTreeSet<&str> = in_use.clone().filter_map(|look| look.recipient.as_deref()).collect();
    for holder in &holders {
        match context.edition.facts().recipients.get(*holder) {
            Some(recipient) => missing.extend(not_shown(recipient, &texts)),
            None => missing.push(EvidenceItem::new(
                "system",
                format!("“{holder}” houdt een systeem, maar staat niet bij de ontvangers"),
                format!("“{holder}” holds a system, but is not among the recipients"),
            )),
        }
    }
    if !missing.is_empty() {
        return Judgement::broken(
            text(
                "Niet alles wat er gebeurt, staat in de tekst.",
                "Not everything that happens is in the text.",
            ),
            missing,
            text(
                "Een versie die elke houder met land en waarborg noemt.",
                "An edition that names every holder with country and safeguard.",
            ),
        );
    }
    let (count, names) = (in_use.count(), holders.len());
    if count == 0 {
        return judges::nothing(
            "Er is geen systeem in gebruik.",
            "No system is in use.",
            "Een systeem dat in gebruik is.",
            "A system that is in use.",
        );
    }
    kept(count, names, systems.at)
}

/// Everything that is in use is shown.
fn kept(count: usize, names: usize, at: Timestamp) -> Judgement {
    let item = EvidenceItem::new(
        "system",
        format!(
            "{count} systemen in gebruik; hun {names} houders staan met land en waarborg in elke taal in de tekst"
        ),
        format!(
            "{count} systems in use; their {names} holders are in the text of every language with country and safeguard"
        ),
    );
    Judgement::kept(
        text(
            "Wie gegevens houdt, staat met land en waarborg in de tekst.",
            "Whoever holds data is in the text with country and safeguard.",
        ),
        vec![item.figure(super::figure(count)).at(at)],
        text(
            "Een systeem bij een houder die de tekst niet noemt.",
            "A system with a holder that the text does not name.",
        ),
    )
}

fn shown(context: &ClauseContext<'_>, language: Language) -> String {
    let passages = context.edition.documents(language).flat_map(crate::document::Document::passages);
    passages.map(|passage| render::plain(&passage.markdown)).collect::<Vec<_>>().join("\n").to_lowercase()
}

/// What of a recipient the texts do not show.
fn not_shown(recipient: &Recipient, texts: &[(Language, String)]) -> Vec<EvidenceItem> {
    let mut missing = Vec::new();
    let name = recipient.name.text();
    let mut add = |language: Language, nl: &str, en: &str| {
        missing.push(EvidenceItem::new(
            "document",
            format!("“{}” ({language}): {nl}", name.nl),
            format!("“{}” ({language}): {en}", name.en),
        ));
    };
    for (language, text) in texts {
        if !text.contains(&recipient.name.get(*language).to_lowercase()) {
            add(*language, "de naam staat niet in de tekst", "the name is not in the text");
        }
        let countries = &recipient.countries;
        if countries.is_empty()
            || !countries.iter().all(|country| text.contains(&country.name(*language).to_lowercase()))
        {
            add(*language, "het land staat niet in de tekst", "the country is not in the text");
        }
        let outside = countries.iter().any(|country| !country.in_eea());
        let safeguard = recipient.safeguard.text();
        let said = text.contains(&safeguard.get(*language).to_lowercase());
        if outside && (matches!(recipient.safeguard, Safeguard::None | Safeguard::PrivacyShield) || !said) {
            add(
                *language,
                "een geldige waarborg staat niet in de tekst",
                "a valid safeguard is not in the text",
            );
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::edition::{Content, Edition};
    use crate::promise::evidence::{SystemLook, SystemReach, SystemsEvidence};
    use crate::promise::{ClauseContext, Evidence, Judgement, Verdict, find};

    fn look(recipient: Option<&str>, reach: SystemReach) -> SystemLook {
        SystemLook {
            system: "shop".into(),
            reach,
            recipient: recipient.map(str::to_owned),
            purposes: Vec::new(),
            categories: Vec::new(),
            collections: Vec::new(),
            personal: None,
            payment: None,
            sends: None,
            archive_closed: None,
        }
    }

    fn judged(looks: Vec<SystemLook>, days: i64, change: impl Fn(&mut Content)) -> Judgement {
        let mut content = sample::edition().content().clone();
        change(&mut content);
        let edition = Edition::seal(content).unwrap();
        let (document, clause) = edition.clauses().into_iter().next().unwrap();
        let context = ClauseContext { edition: &edition, document, clause };
        let systems = Some(SystemsEvidence { at: sample::ago(days), systems: looks });
        let evidence = Evidence { systems, ..Evidence::default() };
        find("processing-shown").unwrap().judge(&evidence, &context, sample::now())
    }

    #[test]
    fn the_text_is_compared_with_the_systems_in_use() {
        let host = || look(Some("host"), SystemReach::Database);
        let cases: [(&str, Judgement, Verdict); 6] = [
            ("its holder is in the text", judged(vec![host()], 1, |_| {}), Verdict::Kept),
            (
                "a holder nobody named",
                judged(vec![look(Some("stranger"), SystemReach::Service)], 1, |_| {}),
                Verdict::Broken,
            ),
            (
                "a stranger that is not in use",
                judged(vec![host(), look(Some("stranger"), SystemReach::NotInUse)], 1, |_| {}),
                Verdict::Kept,
            ),
            (
                "a country that the text does not name",
                judged(vec![host()], 1, |content| {
                    content.facts.recipients.get_mut("host").unwrap().countries =
                        vec![crate::values::Country::from_code("US").unwrap()];
                }),
                Verdict::Broken,
            ),
            ("looked too long ago", judged(vec![host()], 4000, |_| {}), Verdict::Unproven),
            ("nothing in use", judged(vec![], 1, |_| {}), Verdict::Unproven),
        ];
        for (name, judgement, expected) in cases {
            assert_eq!(judgement.verdict, expected, "{name}: {:#?}", judgement.evidence);
        }
    }
}
