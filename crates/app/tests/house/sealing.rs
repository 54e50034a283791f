//! A copy that goes another way than by sign-in: sealed with a passphrase.

use std::io::Read as _;

use app::demo::people::TEACHER;
use app::requests::{self, Channel, Entry, Filing, ProofMeans, Right};
use app::sealed;
use futures_util::StreamExt as _;
use inventory::Identity;
use kernel::ids::{ArchiveId, RequestId};
use kernel::{Actor, Language};

use crate::setting::{House, on_both_engines};

on_both_engines!(a_sealed_copy_opens_with_its_passphrase_and_only_for_who_was_judged,);

async fn archive(house: &House, officer: &Actor, request: RequestId) -> ArchiveId {
    house.approve(officer, request).await;
    house.close_tasks(officer, request).await;
    requests::show(&house.app, officer, request).await.unwrap().answer.expect("a copy").archive
}

async fn bytes(house: &House, actor: &Actor, id: ArchiveId, ticket: &str) -> Vec<u8> {
    let mut stream = sealed::open(&house.app, actor, id, ticket).await.unwrap().stream;
    let mut bytes = Vec::new();
    while let Some(piece) = stream.next().await {
        bytes.extend(piece.unwrap());
    }
    bytes
}

fn opened(sealed: &[u8], words: &str) -> Option<Vec<u8>> {
    let identity = age::scrypt::Identity::new(age::secrecy::SecretString::from(words.to_owned()));
    let decryptor = age::Decryptor::new(sealed).unwrap();
    let mut reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).ok()?;
    let mut plain = Vec::new();
    reader.read_to_end(&mut plain).ok()?;
    Some(plain)
}

async fn a_sealed_copy_opens_with_its_passphrase_and_only_for_who_was_judged(house: House) {
    let officer = house.officer().await;
    let teacher = house.teacher().await;
    let letter = Filing {
        identities: vec![Identity::new("email", TEACHER)],
        entry: Entry { means: Some(ProofMeans::SharedKnowledge), ..Entry::default() },
        ..Filing::new(Right::Access, Channel::Letter, Language::Nl)
    };
    let request = requests::file(&house.app, &officer, letter).await.unwrap().request;
    app::work::drain(&house.app).await.unwrap();
    let by_post = archive(&house, &officer, request).await;
    let made = sealed::passphrase(&house.app, &officer, by_post).await.unwrap();
    assert_eq!((made.words.len(), made.words.split('-').count()), (24, 5), "{}", made.words);
    let file = bytes(&house, &officer, by_post, &made.ticket).await;
    assert!(file.starts_with(b"age-encryption.org/v1\n"));
    let plain = opened(&file, &made.words).expect("the passphrase opens it");
    assert!(app::archive::validate(&plain).is_sound(), "it is the whole copy");
    assert!(opened(&file, "aaaa-aaaa-aaaa-aaaa-aaaa").is_none(), "another does not");
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert!(view.history.iter().any(|entry| entry.kind == "answer-collected"), "it is on the record");

    let own = house.file(&teacher, Right::Access).await;
    let own = archive(&house, &officer, own).await;
    let refused = sealed::passphrase(&house.app, &officer, own).await.unwrap_err();
    assert_eq!(refused.code, "not-judged-who", "whoever signs in collects it");
    let mine = sealed::passphrase(&house.app, &teacher, own).await.unwrap();
    assert!(opened(&bytes(&house, &teacher, own, &mine.ticket).await, &mine.words).is_some());
    for ticket in [made.ticket.as_str(), "", "zz", "00ff"] {
        let odd = sealed::open(&house.app, &teacher, own, ticket).await.err().expect("refused");
        assert_eq!(odd.code, "odd-ticket", "a ticket of another copy is none");
    }
    assert!(
        sealed::passphrase(&house.app, &teacher, by_post).await.is_err(),
        "not of somebody else’s request"
    );
    assert!(sealed::passphrase(&house.app, &Actor::Anonymous, own).await.is_err());
}
