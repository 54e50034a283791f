//! "rights-explained": every right of the GDPR is named with its article, its term and a way to use it, in every
//! language, the court included (7(3), 12-22, 77-79).

use jiff::Timestamp;

use crate::checklist::checklist;
use crate::facts::RightKind;
use crate::promise::ClauseContext;
use crate::promise::evidence::Evidence;
use crate::promise::judgement::{EvidenceItem, Judgement, text};
use crate::render;

/// How a text names the way to court (12(4), 79), by language.
const COURT: [(kernel::Language, &[&str]); 2] = [
    (kernel::Language::Nl, &["naar de rechter", "bij de rechter", "tot de rechter", "naar de rechtbank"]),
    (kernel::Language::En, &["to court", "to a court", "before a court", "to the court", "judicial remedy"]),
];

pub(crate) fn judge(_: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let mut missing = lacking(context);
    missing.extend(without_court(context));
    let rights = RightKind::ALL.len();
    if missing.is_empty() {
        let item = EvidenceItem::new(
            "checklist",
            format!("{rights} rechten en de gang naar de rechter staan in elke taal uitgelegd"),
            format!("{rights} rights and the way to court are explained in every language"),
        );
        return Judgement::kept(
            text("Alle rechten staan uitgelegd.", "All rights are explained."),
            vec![item.figure(super::figure(rights)).at(now)],
            text("Een recht dat uit de tekst verdwijnt.", "A right that disappears from the text."),
        );
    }
    Judgement::broken(
        text("Niet elk recht staat uitgelegd.", "Not every right is explained."),
        missing,
        text("Een versie die elk recht uitlegt.", "An edition that explains every right."),
    )
}

fn lacking(context: &ClauseContext<'_>) -> Vec<EvidenceItem> {
    let items = checklist(context.edition);
    let said = items.iter().filter(|item| RightKind::from_word(&item.id).is_some() || item.id == "complaint");
    let mut missing: Vec<EvidenceItem> = said
        .flat_map(|item| {
            item.missing.iter().map(|missing| {
                EvidenceItem::new(
                    "checklist",
                    format!("{}: {}", item.name.nl, missing.nl),
                    format!("{}: {}", item.name.en, missing.en),
                )
            })
        })
        .collect();
    for (kind, right) in context.edition.facts().rights.iter() {
        if right.article.is_none() {
            let name = kind.text();
            missing.push(EvidenceItem::new(
                "article",
                format!("{}: het artikel ontbreekt", name.nl),
                format!("{}: the article is missing", name.en),
            ));
        }
    }
    missing
}

fn without_court(context: &ClauseContext<'_>) -> Vec<EvidenceItem> {
    let edition = context.edition;
    let named = |language: kernel::Language, words: &[&str]| {
        edition.documents(language).flat_map(crate::document::Document::passages).any(|passage| {
            let text = render::plain(&passage.markdown).to_lowercase();
            words.iter().any(|word| text.contains(word))
        })
    };
    COURT
        .into_iter()
        .filter(|(language, words)| edition.policy().languages.contains(language) && !named(*language, words))
        .map(|(language, _)| {
            EvidenceItem::new(
                "court",
                format!("de gang naar de rechter ontbreekt ({language})"),
                format!("the way to court is missing ({language})"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::edition::{Content, Edition};
    use crate::promise::{ClauseContext, Evidence, Judgement, Verdict, find};

    fn judged(change: impl Fn(&mut Content)) -> Judgement {
        let mut content = sample::edition().content().clone();
        for right in ["access", "rectification", "erasure", "restriction", "portability", "objection"] {
            assert!(
                content.facts.rights.get(crate::facts::RightKind::from_word(right).unwrap()).is_some(),
                "{right}"
            );
        }
        change(&mut content);
        let edition = Edition::seal(content).unwrap();
        let (document, clause) = edition.clauses().into_iter().next().unwrap();
        let context = ClauseContext { edition: &edition, document, clause };
        find("rights-explained").unwrap().judge(&Evidence::default(), &context, sample::now())
    }

    /// Adds the way to court to the first passage in each language.
    fn with_court(content: &mut Content) {
        for document in &mut content.documents {
            let words = match document.language {
                kernel::Language::Nl => " U kunt ook naar de rechter.",
                kernel::Language::En => " You can also go to court.",
            };
            document.sections[0].passages[0].markdown.push_str(words);
        }
    }

    #[test]
    fn a_text_with_every_right_is_kept_and_each_gap_is_broken() {
        let fine = judged(with_court);
        assert_eq!(fine.verdict, Verdict::Kept, "{:#?}", fine.evidence);
        assert!(!fine.evidence.is_empty());
        let cases: [(&str, fn(&mut Content)); 4] = [
            ("the way to court is missing", |_| {}),
            ("this right is not named", |content| {
                with_court(content);
                content.facts.rights.erasure = None;
            }),
            ("no term for an answer", |content| {
                with_court(content);
                content.facts.rights.access.as_mut().unwrap().answer_within = None;
            }),
            ("the article is missing", |content| {
                with_court(content);
                content.facts.rights.objection.as_mut().unwrap().article = None;
            }),
        ];
        for (gap, change) in cases {
            let judgement = judged(change);
            assert_eq!(judgement.verdict, Verdict::Broken, "{gap}");
            assert!(
                judgement.evidence.iter().any(|item| item.text.en.contains(gap)),
                "{gap}: {:#?}",
                judgement.evidence
            );
        }
    }
}
