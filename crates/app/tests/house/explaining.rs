//! Why rows were found: for the officer, as long as it is known whom a request is about.

use app::requests::explain::ExplainedOutcome;
use app::requests::{self, Right};
use kernel::{Actor, Language};

use crate::setting::{House, on_both_engines};

on_both_engines!(the_officer_sees_every_row_that_is_planned_and_its_way,);

async fn the_officer_sees_every_row_that_is_planned_and_its_way(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&teacher, Right::Erasure).await;
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    let planned = view.plan.unwrap();
    let explained = requests::explain(&house.app, &officer, request).await.unwrap();
    for system in ["shop", "learning"] {
        let one = explained.iter().find(|one| one.system == system).expect("it was searched");
        let ExplainedOutcome::Found(ways) = &one.outcome else { panic!("{:?}", one.outcome) };
        let plan = planned.systems.iter().find(|each| each.system == system).unwrap();
        let rows = |part: &requests::view::PlanCollection| {
            part.delete + part.anonymise + part.kept.iter().map(|kept| kept.count).sum::<u64>()
        };
        assert_eq!(ways.own, plan.collections.iter().map(rows).sum::<u64>(), "{system}: what is planned");
        let told = |others: bool| {
            let lines = ways.lines.iter().filter(|line| line.others == others);
            lines.map(|line| line.keys.len() as u64 + line.more).sum::<u64>()
        };
        assert_eq!((told(false), told(true) >= ways.others), (ways.own, true), "each row has its way");
        assert!(ways.lines.iter().all(|line| line.steps.len() > 1 && !line.rule.nl.is_empty()));
        let picture = ways.picture(Language::Nl, "found-x");
        assert!(picture.starts_with("<svg") && picture.contains("found-x-title"));
        assert!(picture.contains(">e-mailadres<"), "{picture}");
        assert!(!picture.contains(app::demo::people::TEACHER), "a picture names kinds, not values");
    }
    for nobody in [&teacher, &Actor::Anonymous] {
        assert_eq!(requests::explain(&house.app, nobody, request).await.unwrap_err().code, "explain-request");
    }
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    assert!(
        requests::explain(&house.app, &officer, request).await.unwrap().is_empty(),
        "it is forgotten who it was"
    );
}
