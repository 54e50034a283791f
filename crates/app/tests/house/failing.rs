//! Systems that are away: a named, retried step and never half an answer.

use app::requests::{self, Right};
use app::work;
use kernel::{Actor, Entropy, StaffRole};

use crate::setting::House;

#[tokio::test]
async fn a_system_that_is_away_is_named_and_tried_again_and_the_plan_waits() {
    let house = House::new().await;
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let shop = house.folder.path().join("shop.db");
    let aside = house.folder.path().join("shop.aside");
    std::fs::rename(&shop, &aside).unwrap();
    // A connection that is open keeps reading the file that was moved: begin with fresh ones.
    let deployment = house.app.deployment().unwrap();
    editions_again(&house, &deployment.edition);
    let request = house.file(&teacher, Right::Access).await;
    assert_eq!(house.state(request).await, "planning");
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    let plan = view.plan.expect("what is known so far");
    let problem = plan.systems.iter().find(|system| system.system == "shop").unwrap().problem.clone();
    let problem = problem.expect("a named problem");
    assert!(
        problem.text.nl.contains("“Webwinkel”") && problem.text.nl.contains("niet te bereiken"),
        "{problem:?}"
    );
    assert!(problem.text.en.contains("cannot be reached"), "{problem:?}");
    assert!(view.summary.problems > 0);

    std::fs::rename(&aside, &shop).unwrap();
    house.clock.advance(std::time::Duration::from_secs(3 * 3600));
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.state(request).await, "planned");
}

#[tokio::test]
async fn another_schema_than_the_map_says_stops_the_plan_with_the_place_named() {
    let house = House::new().await;
    let teacher = house.teacher().await;
    let path = house.folder.path().join("shop.db");
    let planter = connect::Planter::open("shop", &format!("sqlite:{}", path.display())).unwrap();
    planter.seed(&["DROP TABLE wp_wc_orders".to_owned()], &[]).await.unwrap();
    let deployment = house.app.deployment().unwrap();
    editions_again(&house, &deployment.edition);
    let request = house.file(&teacher, Right::Erasure).await;
    assert_eq!(house.state(request).await, "planning");
    let view = requests::show(&house.app, &kernel::Actor::Operator, request).await.unwrap();
    let plan = view.plan.expect("what is known so far");
    let problem = plan.systems.iter().find(|system| system.system == "shop").unwrap().problem.clone();
    let problem = problem.unwrap();
    assert_eq!(problem.kind, "schema-differs");
    assert!(problem.detail.unwrap().contains("wp_wc_orders"));
}

#[tokio::test]
async fn what_was_mended_is_tried_again_at_once_by_those_who_may() {
    let house = House::new().await;
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let shop = house.folder.path().join("shop.db");
    let aside = house.folder.path().join("shop.aside");
    std::fs::rename(&shop, &aside).unwrap();
    let deployment = house.app.deployment().unwrap();
    editions_again(&house, &deployment.edition);
    let request = house.file(&teacher, Right::Access).await;
    assert_eq!(house.state(request).await, "planning");
    std::fs::rename(&aside, &shop).unwrap();
    // Its turn has not come, so nothing happens by itself.
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.state(request).await, "planning");

    let staff =
        |role| Actor::Staff { id: kernel::ids::StaffId::new(house.app.now(), &Entropy::seeded(3)), role };
    let (engineer, auditor) = (staff(StaffRole::Engineer), staff(StaffRole::Auditor));
    for (actor, may) in [(&officer, true), (&engineer, true), (&auditor, false), (&teacher, false)] {
        let view = requests::show(&house.app, actor, request).await.unwrap();
        assert_eq!(view.can.contains(&"try-again"), may, "{actor:?}");
        if !may {
            let refused = requests::try_again(&house.app, actor, request, "shop").await.unwrap_err();
            assert_eq!(refused.kind, app::Kind::Forbidden, "{actor:?}");
        }
    }
    // A system that has nothing to be tried is no mistake, and moves nothing.
    requests::try_again(&house.app, &officer, request, "learning").await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.state(request).await, "planning");

    requests::try_again(&house.app, &engineer, request, "shop").await.unwrap();
    requests::try_again(&house.app, &officer, request, "shop").await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.state(request).await, "planned");
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert!(!view.can.contains(&"try-again"), "nothing waits any more");

    // The same while it is carried out.
    std::fs::rename(&shop, &aside).unwrap();
    editions_again(&house, &deployment.edition);
    house.approve(&officer, request).await;
    let shop_of =
        |view: requests::View| view.systems.into_iter().find(|system| system.system == "shop").unwrap();
    let waiting = shop_of(requests::show(&house.app, &officer, request).await.unwrap());
    assert_eq!(waiting.state, "retrying");
    std::fs::rename(&aside, &shop).unwrap();
    requests::try_again(&house.app, &officer, request, "shop").await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(shop_of(requests::show(&house.app, &officer, request).await.unwrap()).state, "done");
}

fn editions_again(house: &House, edition: &policy::Edition) {
    app::editions::try_on(&house.app, edition).unwrap();
}
