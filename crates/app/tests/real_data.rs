//! The data maps of the example on the real databases: for one known customer, exactly the rows that the truth
//! file lists, and nobody else's.
//!
//! Runs where `GESTAND_REAL_DATA` names the folder of dumps; `cargo xtask test` leaves it out by name where
//! they are not beside the checkout.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use app::deployment::{Deployment, Reach};
use inventory::{Identity, Relation};
use serde_json::Value;

fn environment(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run this by `cargo xtask test`"))
}

/// Restores a dump into a database of its own and gives its URL.
fn restore(dump: &Path, database: &str) -> String {
    let url = environment("TEST_MARIADB_URL");
    let (_, rest) = url.split_once("//").unwrap();
    let (login, host) = rest.split_once('@').unwrap();
    let (user, password) = login.split_once(':').unwrap();
    let (host, port) = host.trim_end_matches('/').split_once(':').unwrap();
    let client = || {
        let mut client = Command::new("mariadb");
        client.args(["--protocol=tcp", "-h", host, "-P", port, "-u", user, &format!("-p{password}")]);
        client.arg("--default-character-set=utf8mb4");
        client
    };
    let create =
        format!("DROP DATABASE IF EXISTS {database}; CREATE DATABASE {database} CHARACTER SET utf8mb4");
    assert!(client().args(["-e", &create]).status().unwrap().success());
    let mut unpacked = Command::new("zcat").arg(dump).stdout(Stdio::piped()).spawn().unwrap();
    let restored = client().arg(database).stdin(unpacked.stdout.take().unwrap()).status().unwrap();
    assert!(unpacked.wait().unwrap().success() && restored.success(), "{} was not restored", dump.display());
    format!("{}/{database}", url.trim_end_matches('/'))
}

#[tokio::test]
async fn a_known_customer_is_found_whole_and_nobody_else() {
    let folder = PathBuf::from(environment("GESTAND_REAL_DATA"));
    let database = format!("real_{}", std::process::id());
    let url = restore(&folder.join("wordpress-woocommerce.sql.gz"), &database);
    let truth = std::fs::read_to_string(folder.join("woocommerce-subject-a.truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&truth).unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/leskracht");
    let edition = app::editions::compile(&example).unwrap_or_else(|error| panic!("{error:?}"));
    let deployment =
        Deployment::new(edition, |name| (name == "SHOP_DATABASE_URL").then(|| url.clone())).unwrap();
    let Reach::Connector(shop) = &deployment.systems["shop"].reach else { panic!("no connector") };
    let email = truth["emails"][0].as_str().unwrap();
    let found = shop.find(&[Identity::new("email", email)]).await.unwrap();

    let mut wanted = BTreeSet::new();
    for (table, paths) in truth["by_path"].as_object().unwrap() {
        for key in paths.as_object().unwrap().values().flat_map(|keys| keys.as_array().unwrap()) {
            wanted.insert((table.clone(), key.as_str().unwrap().to_owned()));
        }
    }
    let mut seen = BTreeSet::new();
    for part in found.report() {
        for row in part.rows {
            let place = (part.table.clone(), row.key);
            assert!(
                row.relation == Relation::Mentions || wanted.contains(&place),
                "not the subject's: {place:?}"
            );
            seen.insert(place);
        }
    }
    assert_eq!(wanted.len(), 1038);
    assert_eq!(wanted.difference(&seen).collect::<Vec<_>>(), Vec::<&(String, String)>::new());
}
