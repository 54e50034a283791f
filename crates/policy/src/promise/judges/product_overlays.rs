//! "product-overlays": a product's additional rules stand on its page, and none of them is looser than the policy. The
//! latter holds by compiling: a looser product makes no edition.

use jiff::Timestamp;

use super::{drill_failed, drill_item, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, drill};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let products = &context.edition.content().products;
    if products.is_empty() {
        return nothing(
            "Geen product heeft eigen regels, dus er is niets om te laten zien.",
            "No product has rules of its own, so there is nothing to show.",
            "Een product met extra regels.",
            "A product with additional rules.",
        );
    }
    let at = match evidence.drilled(drill::PRODUCTS, now) {
        DrillResult::Failed(at) => {
            let (nl, en) = (
                "de regels van een product stonden niet op zijn pagina",
                "the rules of a product did not stand on its page",
            );
            return drill_failed(at, nl, en);
        }
        DrillResult::Passed(at) => at,
        DrillResult::Nothing => {
            return nothing(
                "Nog geen oefening bekeek de pagina van een product.",
                "No drill has looked at the page of a product yet.",
                "Een oefening.",
                "A drill.",
            );
        }
    };
    let names = |language| {
        let all: Vec<&str> = products.iter().map(|product| product.name.get(language)).collect();
        all.join(", ")
    };
    let listed = EvidenceItem::new(
        "edition",
        format!("eigen regels, nergens ruimer: {}", names(kernel::Language::Nl)),
        format!("rules of their own, nowhere looser: {}", names(kernel::Language::En)),
    )
    .figure(figure(products.len()));
    let (nl, en) =
        ("de regels stonden op de pagina van elk product", "the rules stood on the page of each product");
    Judgement::kept(
        text(
            "Extra regels staan bij het product en zijn nergens ruimer.",
            "Additional rules stand with the product and are nowhere looser.",
        ),
        vec![drill_item(at, nl, en), listed],
        text("Een product zonder zijn regels.", "A product without its rules."),
    )
}

#[cfg(test)]
mod tests {
    use kernel::Text;

    use super::super::sample;
    use super::*;
    use crate::edition::{Edition, Product};
    use crate::promise::Verdict;

    fn verdict(products: Vec<Product>, change: impl FnOnce(&mut Evidence)) -> Verdict {
        let mut content = sample::edition().content().clone();
        content.products = products;
        let edition = Edition::seal(content).unwrap();
        let mut evidence = sample::looked();
        change(&mut evidence);
        let clause = edition.clauses().first().map(|(_, clause)| (*clause).clone()).unwrap();
        let context = ClauseContext { edition: &edition, document: "privacy", clause: &clause };
        judge(&evidence, &context, sample::now()).verdict
    }

    #[test]
    fn verdicts() {
        let product = || Product {
            id: "tests".into(),
            name: Text::same("Tests"),
            rules: Vec::new(),
            stricter: None,
            restated: Vec::new(),
            documents: Vec::new(),
        };
        assert_eq!(verdict(vec![product()], |_| {}), Verdict::Kept);
        assert_eq!(verdict(vec![], |_| {}), Verdict::Unproven, "no product");
        assert_eq!(verdict(vec![product()], |e| sample::fail(e, drill::PRODUCTS)), Verdict::Broken);
        assert_eq!(verdict(vec![product()], |e| sample::skip(e, drill::PRODUCTS)), Verdict::Unproven);
    }
}
