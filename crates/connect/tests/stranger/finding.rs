//! Finding, and what the look at the structure says.

use std::collections::BTreeMap;

use connect::Connector;
use connect::sql::sample::Surveyor;
use inventory::discover::content::Context;
use inventory::discover::{print, propose, questions};
use inventory::{DataMap, Found, Relation};

use crate::engines::Database;
use crate::world::{EVA, EVA_PUBLIC, build, connector, identities};

/// Keys by collection, mentions with a star.
pub fn keys(found: &Found) -> BTreeMap<String, Vec<String>> {
    let of = |part: &inventory::FoundCollection| {
        let mut keys: Vec<String> = part
            .rows
            .iter()
            .map(|row| format!("{}{}", row.key, if row.relation == Relation::Own { "" } else { "*" }))
            .collect();
        keys.sort();
        keys
    };
    found.collections.iter().map(|part| (part.collection.clone(), of(part))).collect()
}

fn expected() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("members", vec!["1|10*", "1|7", "1|8*", "1|9"]),
        ("addresses", vec!["100", "101"]),
        ("household-members", vec!["1|1|7", "2|1|7"]),
        ("households", vec!["1", "2"]),
        ("household-contacts", vec!["1", "2"]),
        ("notes", vec!["1", "2", "4"]),
        ("events", vec!["1", "2*", "4"]),
        ("unsubscribed", vec!["digest"]),
        ("circles", vec!["1"]),
        ("messages", vec!["2"]),
        ("profiles", vec!["1|7", "1|9"]),
        ("subscriptions", vec!["1"]),
        ("oddly-named", vec!["1"]),
        ("changes", vec!["first"]),
    ]
}

/// Ids that differ between engines, shortened.
fn short(collection: &str, key: &str) -> String {
    match collection {
        "unsubscribed" => "digest".to_owned(),
        "changes" => "first".to_owned(),
        "households" => key.chars().last().unwrap().to_string(),
        "household-members" => {
            let (household, rest) = key.split_once('|').unwrap();
            format!("{}|{rest}", household.chars().last().unwrap())
        }
        "events" => {
            let star = if key.ends_with('*') { "*" } else { "" };
            format!("{}{star}", key.split('|').next().unwrap())
        }
        _ => key.to_owned(),
    }
}

pub async fn every_row_is_found(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    for written in [EVA.to_owned(), EVA.to_uppercase(), format!(" {EVA}\t")] {
        let found = connector.find(&identities(&[&format!("email={written}")])).await.unwrap();
        let found: Vec<(String, Vec<String>)> = keys(&found)
            .into_iter()
            .map(|(id, keys)| {
                let keys = keys.iter().map(|key| short(&id, key)).collect();
                (id, keys)
            })
            .collect();
        let mut wanted: Vec<(String, Vec<String>)> = expected()
            .into_iter()
            .map(|(id, keys)| (id.to_owned(), keys.into_iter().map(str::to_owned).collect()))
            .collect();
        wanted.sort();
        assert_eq!(found, wanted, "{written}");
    }
}

pub async fn a_public_id_finds_the_same(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    // The row of one account, however its id is written, and what hangs on it.
    for written in [EVA_PUBLIC.to_owned(), EVA_PUBLIC.to_uppercase()] {
        let found = keys(&connector.find(&identities(&[&format!("public_id={written}")])).await.unwrap());
        assert_eq!(found["members"], ["1|10*", "1|7", "1|8*", "1|9*"]);
        assert_eq!(found["notes"].len(), 3, "{found:?}");
        assert_eq!(found["addresses"], ["100"]);
    }
}

pub async fn the_map_fits(database: Database) {
    build(&database).await;
    let probe = connector(&database).probe().await;
    let worse: Vec<String> = probe
        .findings
        .iter()
        .filter(|finding| finding.weight != connect::probe::Weight::Notice)
        .map(|finding| finding.message.clone())
        .collect();
    assert_eq!(worse, Vec::<String>::new());
    assert!(probe.is_usable());
}

/// Nothing in it stops the drafting of a map, and the draft knows the people.
pub async fn a_draft_of_it_reads_back(database: Database) {
    build(&database).await;
    let context = Context { today: jiff::civil::date(2026, 12, 1) };
    let surveyor = Surveyor::open(&database.url, 100).unwrap();
    let surveyed = surveyor.survey(&mut |_, _| ()).await.unwrap();
    assert!(surveyed.unread.is_empty(), "{:?}", surveyed.unread);
    let answers = surveyor.ask(questions(&surveyed.survey, &context), &mut |_, _| ()).await.unwrap();
    let draft = propose(&surveyed.survey, &answers, "club", &context).expect("a club has people");
    let text = print::print(&draft, &surveyed.survey.server, 100);
    let again = DataMap::parse(&text).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"));
    assert_eq!(again, draft.map);
    assert!(draft.map.collections.iter().any(|part| part.table.ends_with("Member")), "{text}");
    let drafted = crate::world::with(&database, draft.map);
    let found = drafted.find(&identities(&[&format!("email={EVA}")])).await.unwrap();
    assert!(found.own() >= 2, "{:?}", keys(&found));
}
