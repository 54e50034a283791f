//! Leads: what one system's rows say to another, and what happens when they cannot be asked.

use std::sync::Arc;

use connect::{ConnectError, Connector as _, Source, SqlOptions, Systems};
use inventory::{DataMap, Identity};

use crate::world::{EVA, UPLOADS, World, email};

#[tokio::test]
async fn a_system_that_cannot_be_asked_is_an_error_and_never_nothing_found() {
    let world = World::folder().await;
    let map = DataMap::parse(UPLOADS).unwrap();
    let school = world.school();
    let closed = ConnectError::Address { system: "school".to_owned(), reason: "it is not set".to_owned() };
    let leads = connect::Leads::to(&map, [(school.map(), Source::Closed(closed.clone()))]);
    let root = world.root().display().to_string();
    let clock = Arc::new(world.clock.clone());
    let uploads = connect::FilesConnector::open(map, &|_| Some(root.clone()), leads, clock).unwrap();
    assert_eq!(uploads.find(&email(EVA)).await, Err(closed.clone()));
    assert_eq!(uploads.prepare_erasure(&crate::world::order(EVA)).await.unwrap_err(), closed);
    assert!(uploads.is_led_to());
}

#[tokio::test]
async fn a_number_given_by_hand_finds_its_folder_too() {
    let world = World::folder().await;
    let found = world.uploads().find(&[Identity::new("school_user", "6")]).await.unwrap();
    let paths: Vec<String> =
        found.collections.iter().flat_map(|part| part.rows.iter().map(|row| row.key.to_string())).collect();
    assert_eq!(paths, ["avatars/6/f1.jpg", "filedir/ab/99/ab99ff", "filedir/ff/00/ff0000"]);
}

#[tokio::test]
async fn systems_are_opened_in_the_order_in_which_they_lead() {
    let world = World::folder().await;
    let maps = [UPLOADS.to_owned(), toml_of(&world)].map(|text| DataMap::parse(&text).unwrap());
    let root = world.root().display().to_string();
    let systems =
        Systems::open(maps, |name| (name == "UPLOADS").then(|| root.clone()), &SqlOptions::default());
    let errors = systems.unwrap_err();
    assert_eq!(errors.len(), 1, "the folder opens although the database has no address: {errors:?}");
}

fn toml_of(world: &World) -> String {
    let map = serde_json::to_value(world.school().map()).unwrap();
    // A map as the program itself writes it reads back as the same.
    toml::to_string(&map).unwrap()
}

#[test]
fn maps_that_could_not_be_carried_out_are_refused() {
    for (from, to, place) in [
        ("avatars/{}/*", "avatars/*", "collection[0].path[0].format"),
        ("avatars/{}/*", "../{}/*", "collection[0].path[0].format"),
        ("key = [\"path\"]", "key = [\"size\"]", "collection[0].key"),
        ("do = \"delete\"", "do = \"anonymise\"", "collection[0].erasure"),
        ("personal = [\"content\"]", "personal = [\"content\", \"owner\"]", "collection[0].fields"),
        ("url_env = \"UPLOADS\"", "", "system.url_env"),
        ("connector = \"files\"", "connector = \"files\"\nresidue_scan = true", "system.connector"),
        ("{ path = \"school_user\" }", "{ size = \"school_user\" }", "collection[0].path[0].on"),
    ] {
        let problems = DataMap::parse(&UPLOADS.replacen(from, to, 1)).unwrap_err();
        assert!(problems.iter().any(|problem| problem.path.starts_with(place)), "{to}: {problems:#?}");
    }
}
