//! The building blocks of `examples/maps`, each on a small database of the tables that it is for: what is an
//! author's is found, erased without a trace of the author, and the thread stays readable for everybody else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

mod forum;
mod questionnaire;
mod site;
mod wiki;

use inventory::DataMap;
use inventory::map::Audience;

use crate::site::map;

#[test]
fn every_block_is_a_complete_map_that_says_who_sees_what() {
    let folder = format!("{}/../../examples/maps", env!("CARGO_MANIFEST_DIR"));
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    let maps: Vec<&String> = names.iter().filter(|name| name.strip_suffix(".toml").is_some()).collect();
    assert_eq!(maps.len(), 3, "{maps:?}");
    for name in maps {
        let map = map(name);
        let again: DataMap = serde_json::from_value(serde_json::to_value(&map).unwrap()).unwrap();
        assert_eq!(again, map, "{name}");
        let seen = map.collections.iter().filter(|part| part.audience != Audience::Private).count();
        assert!(seen > 0, "{name}: nobody but the author sees anything?");
    }
}
