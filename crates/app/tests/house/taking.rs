//! Taking the data along: a bag that another provider can read in, and a service that simply goes on.

use app::demo::people::TEACHER;
use app::requests::{self, Right};
use app::{archive, archives, deployment};
use futures_util::StreamExt as _;
use inventory::Identity;

use crate::restricting::marks;
use crate::setting::{House, on_both_engines};

on_both_engines!(the_data_are_taken_along_and_nothing_is_closed);

async fn rows(house: &House) -> Vec<(String, usize)> {
    let deployment = house.app.deployment().unwrap();
    let mut rows = Vec::new();
    for (id, system) in &deployment.systems {
        if let deployment::Reach::Connector(connector) = &system.reach
            && connector.capabilities().find == connect::Capability::Automatic
            && !system.is_own()
        {
            rows.push((id.clone(), connector.find(&[Identity::new("email", TEACHER)]).await.unwrap().own()));
        }
    }
    rows
}

async fn the_data_are_taken_along_and_nothing_is_closed(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let before = rows(&house).await;
    let request = house.file(&teacher, Right::Portability).await;
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    let view = requests::show(&house.app, &teacher, request).await.unwrap();
    let answer = view.answer.expect("a bag");
    let mut download = archives::open(&house.app, &teacher, answer.archive).await.unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = download.stream.next().await {
        bytes.extend_from_slice(&piece.unwrap());
    }
    let seen = archive::validate(&bytes);
    assert!(seen.is_sound() && seen.json > 1 && seen.csv > 5 && seen.html > 2, "{seen:?}");
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("overdracht/bagit.txt") && text.contains("overdracht/data/shop/shop.jsonld"));
    assert!(!text.contains("-mentions.csv"), "what others wrote is not taken along");
    for clause in ["S95", "S96"] {
        assert_eq!(house.verdict(clause).await, policy::promise::Verdict::Kept, "{clause}");
    }
    // S96: the service goes on as it was.
    assert_eq!(rows(&house).await, before);
    assert_eq!(marks(&house).await, (0, 0));
    assert!(
        requests::list(&house.app, &teacher, &requests::Filter::default()).await.unwrap().items.len() == 1
    );
}
