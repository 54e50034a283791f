//! Keys of programs, and the guard of lists, as an operator uses them.

use std::io::Write as _;
use std::process::Stdio;

use crate::setting::Place;

#[test]
fn a_key_is_printed_once_alone_and_ends() {
    let place = Place::new();
    let made = place.run(&["keys", "create", "Web shop", "--per-minute", "50"]).with(0);
    let key = made.out.trim();
    assert!(key.starts_with("gst_") && key.len() > 40 && !key.contains(char::is_whitespace), "{key}");
    assert!(made.err.contains("shown this once") && !made.err.contains(key), "{}", made.err);
    let listed = place.run(&["keys", "list", "--format", "json"]).with(0);
    assert!(!listed.out.contains("gst_"), "{}", listed.out);
    let row = listed.json()[0].clone();
    assert_eq!((row["name"].as_str(), row["per_minute"].as_u64()), (Some("Web shop"), Some(50)));
    let id = row["id"].as_str().unwrap().to_owned();
    place.run(&["keys", "revoke", &id]).with(0);
    assert!(!place.run(&["keys", "list", "--format", "json"]).with(0).json()[0]["revoked_at"].is_null());
    place.run(&["keys", "revoke", &id]).with(2);
    place.run(&["keys", "create", "", "--per-minute", "50"]).with(2);
    place.run(&["keys", "create", "x", "--may", "everything"]).with(2);
    place.run(&["keys", "create", "x", "--per-minute", "0"]).with(2);
}

#[test]
fn a_list_is_held_against_the_decision_point_and_repeated_by_nobody() {
    let place = Place::new();
    let list = "a@school.example\nb@school.example\n";
    let check = |words: &[&str]| {
        let mut command = place.command(words);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(list.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let for_purpose = ["suppression", "check", "--purpose", "school-contacts"];
    assert_eq!(check(&[&for_purpose[..], &["--allowed"]].concat()), (Some(0), list.to_owned()));
    place.run(&["suppression", "add", "email=B@School.example"]).with(0);
    assert_eq!(
        check(&[&for_purpose[..], &["--allowed"]].concat()),
        (Some(0), "a@school.example\n".to_owned())
    );
    let (code, kept) =
        check(&[&for_purpose[..], &["--collected-for", "support", "--format", "json"]].concat());
    assert_eq!(code, Some(1));
    assert!(kept.contains("S13") && !kept.contains("school.example"), "{kept}");
}
