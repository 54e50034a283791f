//! The demo's months before today: lived through by a turned clock, as everything else is.

use app::demo::history;
use app::ledger_log;
use app::requests::{self, Filter};
use kernel::{Actor, Clock as _};
use policy::promise::Verdict;

use crate::setting::House;

#[tokio::test]
async fn the_months_before_today_leave_register_ledger_and_desk_as_real_ones_do() {
    let house = House::new().await;
    let today = house.clock.now() + history::length();
    let asked = history::live(&house.app, &house.clock, today).await.unwrap();
    assert_eq!(asked, 30);
    assert_eq!(house.clock.now(), today);
    let filter = Filter { open: Some(true), ..Filter::default() };
    let open = requests::list(&house.app, &Actor::Operator, &filter).await.unwrap();
    assert_eq!(open.items.iter().map(|request| request.state).collect::<Vec<_>>(), ["planned"; 3]);
    assert!(ledger_log::verify(&house.app, |_, _| {}).await.unwrap().is_whole());
    for clause in ["S84", "S86", "S91"] {
        assert_eq!(house.verdict(clause).await, Verdict::Kept, "{clause}");
    }
}
