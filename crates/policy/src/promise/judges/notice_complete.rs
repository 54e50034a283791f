//! "notice-complete": the notice says everything that GDPR 13 and 14 demand, in every language.

use jiff::Timestamp;

use crate::checklist::checklist;
use crate::promise::ClauseContext;
use crate::promise::evidence::Evidence;
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(_: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let items = checklist(context.edition);
    let open: Vec<EvidenceItem> = items
        .iter()
        .filter(|item| !item.ok)
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
    let (all, have) = (items.len(), items.iter().filter(|item| item.ok).count());
    let count = EvidenceItem::new(
        "checklist",
        format!("{have} van de {all} onderdelen staan in elke taal"),
        format!("{have} of {all} items stand in every language"),
    )
    .figure(super::figure(have))
    .at(now);
    if all > 0 && open.is_empty() {
        return Judgement::kept(
            text(
                "De verklaring noemt alles wat de wet verlangt.",
                "The notice names everything that the law demands.",
            ),
            vec![count],
            text(
                "Een onderdeel dat uit de verklaring verdwijnt.",
                "An item that disappears from the notice.",
            ),
        );
    }
    Judgement::broken(
        text(
            "De verklaring mist iets wat de wet verlangt.",
            "The notice lacks something that the law demands.",
        ),
        std::iter::once(count).chain(open).collect(),
        text("Een versie die de ontbrekende onderdelen noemt.", "An edition that names the missing items."),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::document::ClauseId;
    use crate::edition::Edition;
    use crate::facts::{Basis, Safeguard};
    use crate::promise::{Evidence, Verdict, check};

    #[test]
    fn a_complete_notice_is_kept() {
        sample::table("notice-complete", &[("all is said", |_| {}, Verdict::Kept)]);
    }

    type Change = fn(&mut crate::facts::Facts);

    #[test]
    fn each_gap_is_broken_and_named() {
        let gaps: [(&str, Change); 7] = [
            ("legal person", |facts| facts.organisation.legal_name = None),
            ("trade register", |facts| facts.organisation.registration = None),
            ("no legal basis", |facts| facts.purposes.get_mut("orders").unwrap().basis = Basis::None),
            ("retention term", |facts| facts.terms.clear()),
            ("this right is not named", |facts| facts.rights.erasure = None),
            ("no valid safeguard", |facts| {
                let host = facts.recipients.get_mut("host").unwrap();
                host.countries = vec![crate::values::Country::from_code("US").unwrap()];
                host.safeguard = Safeguard::PrivacyShield;
            }),
            ("is required is not said", |facts| facts.categories.get_mut("email").unwrap().required = None),
        ];
        for (gap, change) in gaps {
            let mut content = sample::edition().content().clone();
            change(&mut content.facts);
            for purpose in content.facts.purposes.values_mut().filter(|_| gap == "retention term") {
                purpose.term = None;
            }
            let edition = Edition::seal(content).unwrap();
            let verdicts = check(&edition, &Evidence::default(), sample::now());
            let id: ClauseId = "S5".parse().unwrap();
            let clause = verdicts.iter().find(|verdict| verdict.clause == id).unwrap();
            assert_eq!(clause.verdict, Verdict::Broken, "{gap}");
            assert!(
                clause.evidence.iter().any(|item| item.text.en.contains(gap)),
                "{gap}: {:#?}",
                clause.evidence
            );
        }
    }
}
