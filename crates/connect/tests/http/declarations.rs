//! The shipped files themselves: each is a complete map, and a broken one says where.

use inventory::DataMap;
use inventory::map::ConnectorKind;

fn files() -> Vec<(String, String)> {
    let folder = format!("{}/../../examples/connectors", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter(|path| !path.file_name().unwrap().to_str().unwrap().starts_with("files-"))
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_file_is_a_complete_map() {
    let files = files();
    assert_eq!(files.len(), 7);
    for (name, text) in files {
        let map = DataMap::parse(&text).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        assert_eq!(map.system.connector, ConnectorKind::Http, "{name}");
        let again: DataMap = serde_json::from_value(serde_json::to_value(&map).unwrap()).unwrap();
        assert_eq!(again, map, "{name}");
    }
}

#[test]
fn what_is_wrong_is_said_where_it_stands() {
    let text = files().into_iter().find(|(name, _)| name == "mailjet.toml").unwrap().1;
    for (from, to, path, message) in [
        (
            "path = \"/v4/contacts/{ID}\"",
            "path = \"/v4/contacts/{Id}\"",
            "http.collection.contacts.delete.path",
            "nothing gives",
        ),
        (
            "path = \"/v4/contacts/{ID}\"",
            "path = \"v4/contacts/{ID}\"",
            "http.collection.contacts.delete.path",
            "starts with /",
        ),
        (
            "path = \"/v3/REST/contact/{email}\"",
            "path = \"/v3/REST/contact/{email|shout}\"",
            "http.collection.contacts.find[0].call.path",
            "no filter",
        ),
        (
            "[http.collection.lists]\nwith = \"contacts\"",
            "[http.collection.lists]",
            "http.collection.lists.delete",
            "no call deletes",
        ),
        ("with = \"contacts\"", "with = \"lists\"", "http.collection.properties.with", "cannot go with"),
        ("url = \"https://api.mailjet.com\"", "url = \"api.mailjet.com\"", "http.url", "a base URL is"),
        ("requests_per_second = 5.0", "requests_per_second = 0.0", "http.limits", "would never call"),
        (
            "from = \"identity\"\ncall",
            "from = \"lists\"\ncall",
            "http.collection.contacts.find",
            "no call of",
        ),
        ("connector = \"http\"", "connector = \"manual\"", "http", "belongs to HTTP"),
    ] {
        assert!(text.contains(from), "{from}");
        let problems = DataMap::parse(&text.replacen(from, to, 1)).unwrap_err();
        let found = problems.iter().find(|problem| problem.path == path && problem.message.contains(message));
        assert!(found.is_some(), "{to}: {problems:#?}");
        assert!(found.unwrap().span.is_some(), "{to}: no place in the text");
    }
}
