//! Decisions: what is promised answers, with what is known of a person, and known anew as soon as it changes.

use app::decision::{Decisions, Inquiry};
use app::demo::people::TEACHER;
use app::requests::Right;
use app::suppression;
use inventory::Identity;
use kernel::Actor;
use policy::decision::{Channel, Reason};
use store::suppressions::Cause;

use crate::setting::{House, on_both_engines};

on_both_engines!(what_changes_counts_at_once, what_is_not_known_is_denied,);

fn ask(email: &str, purpose: &str, category: &str) -> Inquiry {
    Inquiry {
        channel: Some(Channel::Mail),
        ..Inquiry::new(Identity::new("email", email), purpose, vec![category.to_owned()])
    }
}

async fn what_changes_counts_at_once(house: House) {
    let decisions = Decisions::default();
    let facts = house.app.deployment().unwrap();
    let of_basis = |basis: policy::facts::Basis| {
        let (id, fact) = facts
            .edition
            .facts()
            .purposes
            .iter()
            .find(|(_, fact)| fact.basis == basis && !fact.categories.is_empty())
            .unwrap();
        (id.clone(), fact.categories[0].clone())
    };
    let (interest, category) = of_basis(policy::facts::Basis::LegitimateInterest);
    let (contract, own) = of_basis(policy::facts::Basis::Contract);
    let batch = [ask(&TEACHER.to_uppercase(), &interest, &category), ask(TEACHER, &contract, &own)];
    let reasons = async || {
        let answers = decisions.ask(&house.app, &Actor::Operator, &batch).await.unwrap();
        answers.iter().map(|answer| (answer.allow, answer.reason)).collect::<Vec<_>>()
    };
    assert_eq!(reasons().await, [(true, Reason::Basis), (true, Reason::Basis)]);
    assert_eq!(reasons().await, [(true, Reason::Basis), (true, Reason::Basis)]);
    let teacher = Identity::new("email", TEACHER);
    suppression::add(&house.app, &Actor::Operator, &teacher, Cause::OptedOut).await.unwrap();
    assert_eq!(reasons().await, [(false, Reason::OptedOut), (true, Reason::Basis)]);
    suppression::remove(&house.app, &Actor::Operator, &teacher).await.unwrap();
    assert_eq!(reasons().await, [(true, Reason::Basis), (true, Reason::Basis)]);

    // Forgotten: nothing may but what the law obliges to.
    let subject = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&subject, Right::Erasure).await;
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    assert_eq!(reasons().await, [(false, Reason::Erased), (false, Reason::Erased)]);
    let refused = decisions.ask(&house.app, &subject, &batch).await.unwrap_err();
    assert_eq!(refused.code, "ask-decision");
}

async fn what_is_not_known_is_denied(house: House) {
    let decisions = Decisions::default();
    let facts = house.app.deployment().unwrap();
    let purposes = &facts.edition.facts().purposes;
    let by_consent = purposes.iter().find(|(_, fact)| fact.basis == policy::facts::Basis::Consent).unwrap();
    let category = by_consent.1.categories[0].clone();
    let batch = [
        ask(TEACHER, by_consent.0, &category),
        ask(TEACHER, "no-such-purpose", &category),
        ask(TEACHER, by_consent.0, "no-such-category"),
    ];
    let answers = decisions.ask(&house.app, &Actor::Operator, &batch).await.unwrap();
    let reasons: Vec<Reason> = answers.iter().map(|answer| answer.reason).collect();
    assert_eq!(reasons, [Reason::ConsentNotKnown, Reason::UnknownPurpose, Reason::CategoryNotDeclared]);
    assert!(answers.iter().all(|answer| !answer.allow && !answer.text().nl.is_empty()));
    assert_eq!(answers[1].clause.as_deref(), Some("S11"));
    let many = vec![batch[0].clone(); app::decision::MOST + 1];
    assert_eq!(decisions.ask(&house.app, &Actor::Operator, &many).await.unwrap_err().code, "too-many");
}
