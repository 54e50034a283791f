//! Gaps in the text: the edition must say it, and the edition that says it must be the one that readers get.

use jiff::Timestamp;

use crate::checklist::checklist;
use crate::edition::Edition;
use crate::promise::evidence::{Evidence, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

/// Looks whether the edition says these items of the law's checklist in every language, and whether it is served.
pub(super) fn judge(wanted: &[&str], evidence: &Evidence, edition: &Edition, now: Timestamp) -> Judgement {
    let items = checklist(edition);
    let looked = || items.iter().filter(|item| wanted.contains(&item.id.as_str()));
    let missing: Vec<EvidenceItem> = looked()
        .flat_map(|item| {
            item.missing.iter().map(|missing| {
                EvidenceItem::new(
                    "checklist",
                    format!("{} ({}): {}", item.name.nl, item.article.nl, missing.nl),
                    format!("{} ({}): {}", item.name.en, item.article.en, missing.en),
                )
            })
        })
        .collect();
    if !missing.is_empty() {
        return Judgement::broken(
            text(
                "De verklaring zegt dit niet in elke taal.",
                "The notice does not say this in every language.",
            ),
            missing,
            text("Een versie die het zegt.", "An edition that says it."),
        );
    }
    let served = evidence.editions.as_ref().filter(|seen| is_fresh(seen.at, now));
    let hash = edition.hash();
    let served = served.filter(|seen| {
        !seen.served.is_empty() && seen.served.iter().all(|document| document.edition == hash)
    });
    let Some(seen) = served else {
        return Judgement::unproven(
            text(
                "De versie zegt dit; nog niet is gezien dat lezers deze versie krijgen.",
                "The edition says this; it has not been seen yet that readers get this edition.",
            ),
            text("Pagina’s uit deze versie.", "Pages from this edition."),
        );
    };
    let shown = looked().map(|item| {
        EvidenceItem::new(
            "checklist",
            format!("staat in elke taal: {} ({})", item.name.nl, item.article.nl),
            format!("stands in every language: {} ({})", item.name.en, item.article.en),
        )
        .at(seen.at)
    });
    Judgement::kept(
        text("Lezers krijgen een verklaring die dit zegt.", "Readers get a notice that says this."),
        shown.collect(),
        text("Een versie waarin dit ontbreekt.", "An edition that lacks it."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise::Verdict;
    use crate::promise::judges::sample;

    #[test]
    fn verdicts() {
        let edition = sample::edition();
        let verdict = |items: &[&str], change: fn(&mut Evidence)| {
            let mut evidence = sample::fine();
            change(&mut evidence);
            judge(items, &evidence, &edition, sample::now()).verdict
        };
        assert_eq!(verdict(&["dpo"], |_| {}), Verdict::Kept);
        assert_eq!(verdict(&["dpo"], |e| e.editions = None), Verdict::Unproven);
        let stale = |e: &mut Evidence| e.editions.as_mut().unwrap().served.clear();
        assert_eq!(verdict(&["identity", "address"], stale), Verdict::Unproven);
        assert_eq!(verdict(&["no-such-item"], |_| {}), Verdict::Unproven, "kept by nothing is unproven");
    }

    #[test]
    fn what_the_text_lacks_breaks_it() {
        let silent = sample::edition_with(|facts| facts.organisation.dpo = None);
        let judged = judge(&["dpo"], &sample::fine(), &silent, sample::now());
        assert_eq!(judged.verdict, Verdict::Broken, "{judged:?}");
        assert!(!judged.evidence.is_empty());
    }
}
