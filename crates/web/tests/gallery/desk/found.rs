//! Samples of why rows were found.

use inventory::explain::{Branch, Explanation, Way, svg};
use inventory::map::Relation;
use kernel::{Language, Text};
use web::html::Html;
use web::view::Right;
use web::view::desk::*;

use crate::words::{HOSTILE, LONG, hostile_many};

fn text(nl: &str, en: &str) -> Text {
    Text { nl: nl.into(), en: en.into() }
}

fn branch(name: &str, keys: usize, relation: Relation, branches: Vec<Branch>) -> Branch {
    let keys = (1..=keys).map(|key| key.to_string()).collect();
    Branch {
        step: name.to_lowercase(),
        name: Some(Text::same(name)),
        table: Some(format!("wp_{}", name.to_lowercase())),
        ways: vec![Way { rule: Text::same(format!("wp_{}.id = x", name.to_lowercase())), relation, keys }],
        branches,
    }
}

fn picture(branches: Vec<Branch>) -> Html {
    let roots = vec![Branch { step: "email".into(), branches, ..Branch::default() }];
    let explanation = Explanation { system: "shop".into(), name: text("Webwinkel", "Web shop"), roots };
    Html::picture(svg(&explanation, Language::Nl, "found-shop"))
}

fn way(steps: &[&str], rule: &str, others: bool, keys: &[&str], more: u64) -> FoundWay {
    FoundWay {
        steps: steps.iter().map(|step| (*step).to_owned()).collect(),
        table: Some("wp_wc_orders".into()),
        rule: rule.into(),
        others,
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        more,
    }
}

fn page(systems: Vec<FoundSystem>) -> Found {
    Found {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
        reference: "0198-C3E2".into(),
        right: Right::Erasure,
        known: true,
        systems,
    }
}

fn system(id: &str, name: &str, outcome: FoundOutcome) -> FoundSystem {
    FoundSystem { id: id.into(), name: name.into(), outcome }
}

pub(super) fn closed() -> Found {
    Found { known: false, ..page(vec![]) }
}

pub(super) fn found() -> Found {
    let own = Relation::Own;
    let lines = branch("Regels", 61, own, vec![branch("Extra", 14, own, vec![])]);
    let orders = branch("Bestellingen", 23, own, vec![lines, branch("Adressen", 46, own, vec![])]);
    let notes = branch("Notities", 2, Relation::Mentions, vec![]);
    let accounts = branch("Accounts", 1, own, vec![branch("Instellingen", 41, own, vec![]), orders, notes]);
    let ways = vec![
        way(&["email", "Accounts"], "wp_users.user_email = email", false, &["17"], 0),
        way(
            &["email", "Accounts", "Bestellingen"],
            "wp_wc_orders.customer_id = accounts.ID",
            false,
            &["1204", "1377", "1502"],
            20,
        ),
        way(
            &["email", "Accounts", "Notities"],
            "wp_comments.comment_content noemt email",
            true,
            &["88", "91"],
            0,
        ),
    ];
    page(vec![
        system(
            "shop",
            "Webwinkel",
            FoundOutcome::Ways { picture: picture(vec![accounts]), own: 186, others: 2, ways },
        ),
        system("learning", "Leeromgeving", FoundOutcome::Nothing),
        system(
            "mailjet",
            "Mailverzending",
            FoundOutcome::Problem("the system “mailjet” cannot be reached; it may be down".into()),
        ),
    ])
}

pub(super) fn hostile() -> Found {
    let ways = vec![FoundWay {
        steps: hostile_many(6),
        table: Some(HOSTILE.into()),
        rule: LONG.into(),
        others: true,
        keys: hostile_many(20),
        more: 1_234_567,
    }];
    let picture =
        picture(vec![branch(HOSTILE, 3, Relation::Own, vec![branch(LONG, 4, Relation::Mentions, vec![])])]);
    page(vec![system("shop", HOSTILE, FoundOutcome::Ways { picture, own: 0, others: 1, ways })])
}
