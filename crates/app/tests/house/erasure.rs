//! Being forgotten: what goes, what stays and until when, and that nothing of it leads back.

use app::demo::people::TEACHER;
use app::requests::{self, Right};
use app::{ledger_log, register};
use inventory::Identity;
use kernel::Actor;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    what_may_go_goes_what_must_stay_stays_with_its_day_and_the_confirmation_says_so,
    the_ledger_names_the_entry_that_was_altered,
);

async fn what_may_go_goes_what_must_stay_stays_with_its_day_and_the_confirmation_says_so(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&teacher, Right::Erasure).await;

    let view = requests::show(&house.app, &officer, request).await.unwrap();
    let plan = view.plan.expect("a plan");
    let shop = plan.systems.iter().find(|system| system.system == "shop").unwrap();
    let orders = shop.collections.iter().find(|part| part.table == "wp_wc_orders").unwrap();
    // One order is nine years old: its fiscal term has ended. The five of the last years stay.
    assert_eq!(orders.delete, 1, "{orders:#?}");
    assert_eq!(orders.kept.iter().map(|kept| kept.count).sum::<u64>(), 5);
    assert!(orders.kept.iter().all(|kept| kept.release.is_some() && !kept.reason.nl.is_empty()));

    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");

    let mail = house.newest(TEACHER, "erasure-confirmation").expect("a confirmation at the known address");
    for kept in &orders.kept {
        let release = kernel::calendar::date_text(kept.release.unwrap(), kernel::Language::Nl);
        assert!(mail.text.contains(&release), "{release} is not in\n{}", mail.text);
    }
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    let done = view.systems.iter().find(|system| system.system == "shop").unwrap();
    assert_eq!(done.clean, Some(true), "{:#?}", done.mentions);
    let learning = view.systems.iter().find(|system| system.system == "learning").unwrap();
    assert!(learning.texts_of_others >= 1, "a colleague's post names the teacher: {:#?}", learning.mentions);
    assert_eq!(view.address, None);

    // Found by her address in the systems: nothing.
    let deployment = house.app.deployment().unwrap();
    for system in deployment.systems.values() {
        if let app::deployment::Reach::Connector(connector) = &system.reach
            && connector.capabilities().find == connect::Capability::Automatic
        {
            let found = connector.find(&[Identity::new("email", TEACHER)]).await.unwrap();
            assert_eq!(found.own(), 0, "{}", found.system);
        }
    }
    // In Gestand's own database: nothing, and the register keeps a row that leads to nobody.
    let hits = store::own_data::search(house.app.store(), TEACHER).await.unwrap();
    assert!(hits.is_empty(), "{hits:?}");
    let rows = register::list(&house.app, &Actor::Operator).await.unwrap();
    let row = rows.iter().find(|row| row.right == "erasure").expect("a row");
    assert!(row.in_time);
    assert!(!serde_json::to_string(row).unwrap().contains(&request.to_string()));

    let report = ledger_log::verify(&house.app, |_, _| {}).await.unwrap();
    assert!(report.is_whole(), "{:?}", report.faults);
}

async fn the_ledger_names_the_entry_that_was_altered(house: House) {
    let teacher = house.teacher().await;
    house.file(&teacher, Right::Access).await;
    let before = ledger_log::verify(&house.app, |_, _| {}).await.unwrap();
    assert!(before.is_whole() && before.entries > 4);
    let note = ledger_log::checkpoint(&house.app).await.unwrap();
    assert!(ledger_log::contains(&house.app, &note).await.unwrap());
    let proof = ledger_log::prove(&house.app, 2).await.unwrap();
    let key = ledger_log::status(&house.app, &Actor::Operator).await.unwrap().public_key;
    assert_eq!(ledger_log::verify_proof(&proof, &key).unwrap().seq, 2);
    assert!(ledger_log::verify_proof(&proof.replacen("20", "21", 1), &key).is_err());
}
