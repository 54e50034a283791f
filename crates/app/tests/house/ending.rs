//! Ending the service is a request to be forgotten, with a copy offered first (S29).

use app::requests::{self, Channel, Filing, Right};
use app::work;
use kernel::Language;

use crate::setting::{House, on_both_engines};

on_both_engines!(the_erasure_waits_until_the_copy_was_given,);

async fn the_erasure_waits_until_the_copy_was_given(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let filing = Filing::new(Right::Erasure, Channel::Portal, Language::En);
    let filing = Filing { end_of_service: true, copy_first: true, ..filing };
    let filed = requests::file(&house.app, &teacher, filing).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let copy = filed.linked.expect("a copy first");
    house.approve(&officer, filed.request).await;
    assert_eq!(house.state(filed.request).await, "approved", "it waits for the copy");
    house.approve(&officer, copy).await;
    assert_eq!(house.state(filed.request).await, "approved", "a part of the copy is not the copy");
    house.close_tasks(&officer, copy).await;
    assert_eq!(house.state(copy).await, "answered");
    assert_eq!(house.state(filed.request).await, "answered-in-part");
    house.close_tasks(&officer, filed.request).await;
    assert_eq!(house.state(filed.request).await, "answered");
    // The copy can still be collected: the account here outlives the erasure until the copy's time is over.
    let view = requests::show(&house.app, &teacher, copy).await.unwrap();
    assert!(view.can.contains(&"collect"));
}
