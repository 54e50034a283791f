//! Staff come in only from the countries that the policy names, when the operator supplies a file of countries.

use std::net::Ipv4Addr;
use std::path::Path;

use app::accounts::Settings;
use app::demo::people::{OFFICER, TEACHER};
use axum::body::Body;
use axum::http::Method;

use super::house::House;

/// A file with three networks, in the format that MaxMind describes: a binary tree over the bits of an address, then
/// the records, then what the file says about itself.
fn countries(networks: &[(Ipv4Addr, u8, &str)]) -> Vec<u8> {
    let mut nodes: Vec<[Option<usize>; 2]> = vec![[None; 2]];
    let mut leaves: Vec<(usize, usize, usize)> = Vec::new();
    let mut data = Vec::new();
    for (network, length, country) in networks {
        let offset = data.len();
        data.extend(map(&[("country", map(&[("iso_code", text(country))]))]));
        let bits = u32::from(*network);
        let mut node = 0;
        for depth in 0..*length {
            let bit = usize::from(bits >> (31 - depth) & 1 == 1);
            if depth == length - 1 {
                leaves.push((node, bit, offset));
            } else {
                let next = nodes[node][bit].unwrap_or(nodes.len());
                if nodes[node][bit].is_none() {
                    nodes.push([None; 2]);
                    nodes[node][bit] = Some(next);
                }
                node = next;
            }
        }
    }
    let count = nodes.len();
    let mut file = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        for (bit, next) in node.iter().enumerate() {
            let leaf = leaves.iter().find(|(of, side, _)| (*of, *side) == (at, bit));
            let value = leaf.map_or(next.unwrap_or(count), |(_, _, offset)| count + 16 + offset);
            file.extend(&u32::try_from(value).expect("a small file").to_be_bytes()[1..]);
        }
    }
    file.extend([0; 16]);
    file.extend(data);
    file.extend(b"\xAB\xCD\xEFMaxMind.com");
    file.extend(map(&[
        ("node_count", number(count)),
        ("record_size", vec![5 << 5 | 1, 24]),
        ("ip_version", vec![5 << 5 | 1, 4]),
        ("database_type", text("Test-Country")),
        ("languages", vec![0, 11 - 7]),
        ("binary_format_major_version", vec![5 << 5 | 1, 2]),
        ("binary_format_minor_version", vec![5 << 5]),
        ("build_epoch", vec![1, 9 - 7, 1]),
        ("description", map(&[])),
    ]));
    file
}

fn text(text: &str) -> Vec<u8> {
    [&[2 << 5 | u8::try_from(text.len()).expect("short")], text.as_bytes()].concat()
}

fn number(number: usize) -> Vec<u8> {
    [&[6 << 5 | 4][..], &u32::try_from(number).expect("small").to_be_bytes()].concat()
}

fn map(pairs: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = vec![7 << 5 | u8::try_from(pairs.len()).expect("short")];
    for (key, value) in pairs {
        out.extend(text(key));
        out.extend(value);
    }
    out
}

async fn from(house: &House, path: &str, client: &str) -> u16 {
    let headers = [("accept", "text/html"), ("x-forwarded-for", client)];
    house.browser().ask(Method::GET, path, &headers, Body::empty()).await.status
}

fn write(file: &Path, networks: &[(Ipv4Addr, u8, &str)]) {
    std::fs::write(file, countries(networks)).expect("the file is written");
}

const DUTCH: (Ipv4Addr, u8, &str) = (Ipv4Addr::new(203, 0, 113, 0), 24, "NL");
const ELSEWHERE: (Ipv4Addr, u8, &str) = (Ipv4Addr::new(198, 51, 100, 0), 24, "US");

#[tokio::test]
async fn the_desk_opens_from_the_countries_that_the_policy_names() {
    let house = House::new().await.behind("0.0.0.0/0");
    let file = house.folder.path().join("countries.mmdb");
    write(&file, &[DUTCH, ELSEWHERE]);
    assert_eq!(from(&house, "/nl/desk/sign-in", "198.51.100.7").await, 200, "nothing was set up yet");
    house.app.set_access(Settings {
        countries: Some(file.clone()),
        own_networks: vec!["10.20.0.0/16".parse().expect("a network")],
        ..Settings::default()
    });
    for (client, status) in [
        ("203.0.113.7", 200),
        ("::ffff:203.0.113.7", 200),
        ("198.51.100.7", 403),
        ("192.0.2.1", 403),
        ("10.20.3.4", 200),
        ("10.30.3.4", 403),
    ] {
        assert_eq!(from(&house, "/nl/desk/sign-in", client).await, status, "{client}");
        assert_eq!(
            from(&house, "/nl/my/sign-in", client).await,
            200,
            "people come from everywhere: {client}"
        );
    }
    let entries = store::ledger::latest(house.app.store(), None, 50).await.expect("the ledger");
    let kept_out = entries.iter().filter_map(ledger::StoredEntry::parsed);
    let kept_out = kept_out.filter(|event| event.kind() == ledger::EventKind::StaffKeptOut).count();
    assert_eq!(kept_out, 2, "once of a country, and once of no country, an hour");
}

#[tokio::test]
async fn a_session_does_not_travel_and_a_new_file_counts_at_once() {
    let house = House::new().await.behind("0.0.0.0/0");
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let file = house.folder.path().join("countries.mmdb");
    write(&file, &[DUTCH, ELSEWHERE]);
    house.app.set_access(Settings { countries: Some(file.clone()), ..Settings::default() });
    let abroad = [("accept", "text/html"), ("x-forwarded-for", "198.51.100.7")];
    let mut ask = async |path: &str| officer.ask(Method::GET, path, &abroad, Body::empty()).await;
    let refused = ask("/nl/desk/ledger").await;
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("vanuit de landen"), "it says why");
    assert_eq!(teacher.ask(Method::GET, "/nl/my", &abroad, Body::empty()).await.status, 200);
    // The file is replaced: the network moved to the Netherlands.
    let written = std::fs::metadata(&file).and_then(|about| about.modified()).expect("a time");
    let later = written + std::time::Duration::from_secs(5);
    write(&file, &[DUTCH, (ELSEWHERE.0, 24, "NL")]);
    std::fs::File::options()
        .append(true)
        .open(&file)
        .expect("open")
        .set_modified(later)
        .expect("a later time");
    assert_eq!(ask("/nl/desk/ledger").await.status, 200);
    // One that cannot be read keeps everybody out.
    std::fs::write(&file, b"not a file of countries").expect("written");
    std::fs::File::options()
        .append(true)
        .open(&file)
        .expect("open")
        .set_modified(later + std::time::Duration::from_secs(5))
        .expect("a later time");
    assert_eq!(ask("/nl/desk/ledger").await.status, 403);
}
