//! "field-consequences": each field that people are asked to fill in says whether it is required and what happens without
//! it (GDPR 13(2)(e)), and says what the register of facts says. Shown by what a drill reads on the pages of forms.

use jiff::Timestamp;
use kernel::Language;

use super::front_door::visit;
use super::{FIELDS, drill_item, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, FieldShown};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

/// The most fields that are named.
const NAMED: usize = 10;

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some((at, front)) = visit(evidence, now).filter(|(_, front)| !front.fields.is_empty()) else {
        return unread();
    };
    let wrong: Vec<EvidenceItem> = front
        .fields
        .iter()
        .filter_map(|field| fault(field, context).map(|(nl, en)| (field, nl, en)))
        .take(NAMED)
        .map(|(field, nl, en)| {
            let place = format!("{} ({}), {}", field.page, field.language, field.name);
            drill_item(at, &format!("{place}: {nl}"), &format!("{place}: {en}"))
        })
        .collect();
    if !wrong.is_empty() {
        return Judgement::broken(
            text(
                "Een formulier vraagt iets zonder te zeggen of het moet en wat er anders gebeurt.",
                "A form asks for something without saying whether it is required and what happens otherwise.",
            ),
            wrong,
            text("Formulieren die het bij elk veld zeggen.", "Forms that say so at each field."),
        );
    }
    let shown = |language| front.fields.iter().any(|field| field.language == language);
    let asks = |field: &&FieldShown| field.category.is_some();
    if !Language::ALL.into_iter().all(shown) || front.fields.iter().filter(asks).count() == 0 {
        return unread();
    }
    let (nl, en) = (
        "op onze formulieren, elk met of het moet en wat er anders gebeurt",
        "on our forms, each with whether it is required and what happens otherwise",
    );
    Judgement::kept(
        text(
            "Bij elk veld staat of het moet en wat er anders gebeurt, zoals het register het zegt.",
            "Each field says whether it is required and what happens otherwise, as the register has it.",
        ),
        vec![FIELDS.item("drill", figure(front.fields.len()), nl, en).at(at)],
        text("Een veld dat het niet zegt.", "A field that does not say so."),
    )
}

/// What is wrong with a field.
fn fault(field: &FieldShown, context: &ClauseContext<'_>) -> Option<(&'static str, &'static str)> {
    let Some(says) = field.says else {
        return Some(("er staat niet bij of het moet", "it does not say whether it is required"));
    };
    if says != field.required {
        return Some((
            "het zegt iets anders dan het formulier doet",
            "it says something else than the form does",
        ));
    }
    if field.without.trim().is_empty() {
        return Some(("er staat niet bij wat er anders gebeurt", "it does not say what happens otherwise"));
    }
    let Some(category) = &field.category else { return None };
    let Some(fact) = context.edition.facts().categories.get(category) else {
        return Some((
            "het vraagt iets wat niet in het register staat",
            "it asks for what the register does not have",
        ));
    };
    let told = |words: &str| field.without.to_lowercase().contains(&words.to_lowercase());
    match &fact.consequence {
        Some(words) if !told(words.get(field.language)) => {
            Some(("het gevolg is anders dan in het register", "the consequence differs from the register"))
        }
        _ => None,
    }
}

fn unread() -> Judgement {
    nothing(
        "Geen recente oefening heeft de velden van de formulieren gelezen.",
        "No recent drill has read the fields of the forms.",
        "Een oefening op het draaiende systeem, in elke taal.",
        "A drill on the running system, in every language.",
    )
}

#[cfg(test)]
mod tests {
    use kernel::Language;

    use super::super::sample;
    use crate::promise::Verdict;
    use crate::promise::evidence::{Evidence, FieldShown};

    /// A field for a category of the sample policy that has a consequence, in both languages.
    fn with(evidence: &mut Evidence, change: impl Fn(&mut FieldShown)) {
        let edition = sample::edition();
        let found = edition.facts().categories.iter().find(|(_, fact)| fact.consequence.is_some());
        let (id, fact) = found.unwrap();
        let fields = Language::ALL.map(|language| {
            let words = fact.consequence.as_ref().unwrap().get(language).to_owned();
            let mut field = FieldShown {
                page: "/request".into(),
                language,
                name: "email".into(),
                category: Some(id.clone()),
                says: Some(true),
                required: true,
                without: words,
            };
            change(&mut field);
            field
        });
        evidence.drill.as_mut().unwrap().front.fields = fields.into();
    }

    #[test]
    fn verdicts() {
        sample::table_with(
            "field-consequences",
            &[],
            &[
                ("as the register has it", |e| with(e, |_| {}), Verdict::Kept),
                (
                    "not required, and says so",
                    |e| {
                        with(e, |f| {
                            f.says = Some(false);
                            f.required = false;
                        });
                    },
                    Verdict::Kept,
                ),
                ("says nothing", |e| with(e, |f| f.says = None), Verdict::Broken),
                ("says what it does not do", |e| with(e, |f| f.says = Some(false)), Verdict::Broken),
                ("no consequence", |e| with(e, |f| f.without.clear()), Verdict::Broken),
                ("another consequence", |e| with(e, |f| f.without = "Niets.".into()), Verdict::Broken),
                (
                    "not in the register",
                    |e| with(e, |f| f.category = Some("shoe-size".into())),
                    Verdict::Broken,
                ),
                ("nothing for a category", |e| with(e, |f| f.category = None), Verdict::Unproven),
                (
                    "one language only",
                    |e| {
                        with(e, |_| {});
                        e.drill.as_mut().unwrap().front.fields.pop();
                    },
                    Verdict::Unproven,
                ),
                ("no fields read", |_| {}, Verdict::Unproven),
            ],
        );
    }
}
