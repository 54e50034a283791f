//! Leaving out of a copy what its texts say about others.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use app::demo::people::TEACHER;
use app::requests::redaction::{self, Span};
use app::requests::{self, Right};
use futures_util::StreamExt as _;
use kernel::Actor;
use kernel::ids::RequestId;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    what_is_of_others_is_proposed_judged_and_left_out,
    whoever_never_looked_leaves_nothing_out,
    a_text_that_changed_since_loses_everything_that_looks_like_others,
);

const NOTE: &str =
    "Graag bellen met juf Els de Vries op 06-87654321, of mail nienke.postma@deboomgaard.example.";

/// Puts a text into one of the teacher's orders.
async fn with_note(house: &House, note: &str) {
    let url = format!("sqlite:{}", house.folder.path().join("shop.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let changed = sqlx::query(
        "UPDATE wp_wc_orders SET customer_note = ?1 WHERE id = (SELECT MIN(id) FROM wp_wc_orders WHERE billing_email = ?2)",
    )
    .bind(note)
    .bind(TEACHER)
    .execute(&pool)
    .await
    .unwrap();
    assert_eq!(changed.rows_affected(), 1, "the teacher has an order");
    pool.close().await;
}

/// Everything that the copy says, unpacked.
async fn copy(house: &House, teacher: &Actor, request: RequestId) -> String {
    let archive = requests::show(&house.app, teacher, request).await.unwrap().answer.expect("a copy").archive;
    let mut stream = app::archives::open(&house.app, teacher, archive).await.unwrap().stream;
    let mut bytes = Vec::new();
    while let Some(piece) = stream.next().await {
        bytes.extend(piece.unwrap());
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for place in 0..zip.len() {
        let mut whole = Vec::new();
        zip.by_index(place).unwrap().read_to_end(&mut whole).unwrap();
        text.push_str(&String::from_utf8_lossy(&whole));
    }
    text
}

async fn answered(house: &House, officer: &Actor, request: RequestId) {
    house.approve(officer, request).await;
    house.close_tasks(officer, request).await;
}

async fn what_is_of_others_is_proposed_judged_and_left_out(house: House) {
    with_note(&house, NOTE).await;
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&teacher, Right::Access).await;
    assert!(redaction::propose(&house.app, &teacher, request).await.is_err(), "only who decides sees texts");
    let found = redaction::propose(&house.app, &officer, request).await.unwrap();
    let passage = found.passages.iter().find(|one| one.text == NOTE).expect("the note is shown");
    let marked: Vec<&str> =
        passage.proposals.iter().map(|(one, _)| &NOTE[one.span.start..one.span.end]).collect();
    assert_eq!(marked, ["Els de Vries", "06-87654321"], "others’, and not their own address");
    // The name may stay; the number goes; and another word the officer knows.
    let number = passage.proposals[1].0.span;
    let texts = BTreeMap::from([(passage.digest.clone(), vec![number])]);
    let long = vec!["x".repeat(101)];
    let refused = redaction::decide(&house.app, &officer, request, texts.clone(), &long).await.unwrap_err();
    assert_eq!(refused.code, "too-many-words");
    redaction::decide(&house.app, &officer, request, texts, &["BELLEN".to_owned(), "  ".to_owned()])
        .await
        .unwrap();
    let again = redaction::propose(&house.app, &officer, request).await.unwrap();
    let passage = again.passages.iter().find(|one| one.text == NOTE).expect("still shown");
    let left_out: Vec<&str> = passage
        .proposals
        .iter()
        .filter(|(_, left_out)| *left_out)
        .map(|(one, _)| &NOTE[one.span.start..one.span.end])
        .collect();
    assert_eq!(left_out, ["bellen", "06-87654321"]);
    answered(&house, &officer, request).await;
    let text = copy(&house, &teacher, request).await;
    assert!(!text.contains("06-87654321"), "in no form of the copy");
    assert!(text.contains("Els de Vries") && text.contains("Graag [weggelaten: van iemand anders] met juf"));
    assert!(text.contains("Wat wij weglieten"), "it says so");
    assert!(text.contains("\"left_out\": 1"), "and in how many");
    let mail = house.newest(TEACHER, "access-answer-ready").expect("told");
    assert!(mail.text.contains("In 1 tekst staat ook iets over anderen"), "{}", mail.text);
    assert!(mail.text.contains("15 lid 4") && mail.text.contains("rechter"), "with ground and remedies");
    let late = redaction::propose(&house.app, &officer, request).await.unwrap_err();
    assert_eq!(late.code, "nothing-to-redact");
}

async fn whoever_never_looked_leaves_nothing_out(house: House) {
    with_note(&house, NOTE).await;
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&teacher, Right::Access).await;
    answered(&house, &officer, request).await;
    let text = copy(&house, &teacher, request).await;
    assert!(text.contains("06-87654321") && !text.contains("[weggelaten"));
    let erasure = house.file(&teacher, Right::Restriction).await;
    let none = redaction::propose(&house.app, &officer, erasure).await.unwrap_err();
    assert_eq!(none.code, "nothing-to-redact", "only a copy has texts");
}

async fn a_text_that_changed_since_loses_everything_that_looks_like_others(house: House) {
    with_note(&house, NOTE).await;
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&teacher, Right::Access).await;
    let found = redaction::propose(&house.app, &officer, request).await.unwrap();
    let passage = found.passages.iter().find(|one| one.text == NOTE).expect("the note is shown");
    let nothing: Vec<Span> = Vec::new();
    let texts = BTreeMap::from([(passage.digest.clone(), nothing)]);
    redaction::decide(&house.app, &officer, request, texts, &[]).await.unwrap();
    with_note(&house, "Bel meester Van Dijk op 06-11223344.").await;
    answered(&house, &officer, request).await;
    let text = copy(&house, &teacher, request).await;
    assert!(!text.contains("Van Dijk") && !text.contains("06-11223344"), "nobody has judged this text");
}
