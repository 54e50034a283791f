//! A copy that goes straight to another controller: by a link that works once, and to an address over real HTTP.

use std::sync::{Arc, Mutex};

use app::demo::people::TEACHER;
use app::handovers::{self, Standing, Way};
use app::requests::{self, Channel, Entry, Filing, ProofMeans, Right};
use app::{Kind, archives, work};
use connect::outward::Reach;
use futures_util::StreamExt as _;
use inventory::Identity;
use kernel::ids::{ArchiveId, RequestId};
use kernel::{Actor, Language};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    a_link_gives_the_copy_once_and_says_when,
    an_address_gets_the_copy_with_a_receipt_and_back_off,
    an_officer_hands_over_only_for_whom_they_judged,
);

async fn answered(house: &House, officer: &Actor, request: RequestId) -> ArchiveId {
    house.approve(officer, request).await;
    house.close_tasks(officer, request).await;
    archives::newest(&house.app, request).await.unwrap().expect("a copy")
}

fn token(link: &str) -> String {
    link.rsplit_once("/overdracht/").expect("a link").1.to_owned()
}

pub async fn history(house: &House, request: RequestId) -> Vec<String> {
    let view = requests::show(&house.app, &Actor::Operator, request).await.unwrap();
    view.history.into_iter().map(|entry| entry.kind).collect()
}

#[expect(clippy::too_many_lines, reason = "one walk, step by step")]
async fn a_link_gives_the_copy_once_and_says_when(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let access = house.file(&teacher, Right::Access).await;
    let access = answered(&house, &officer, access).await;
    let odd = handovers::open_link(&house.app, &teacher, access).await.unwrap_err();
    assert_eq!(odd.code, "not-portable", "only what somebody takes along");
    let request = house.file(&teacher, Right::Portability).await;
    let copy = answered(&house, &officer, request).await;

    let link = handovers::open_link(&house.app, &teacher, copy).await.unwrap();
    let offered = handovers::offered(&house.app, &token(&link.url)).await.unwrap();
    assert_eq!(
        handovers::board(&house.app, &teacher, copy).await.unwrap().handovers[0].standing,
        Standing::Open
    );
    let secret = token(&link.url);
    let both = tokio::join!(handovers::fetch(&house.app, &secret), handovers::fetch(&house.app, &secret));
    let (first, second) = match both {
        (Ok(first), Err(second)) | (Err(second), Ok(first)) => (first, second),
        other => panic!("one of two gets it: {:?} {:?}", other.0.is_ok(), other.1.is_ok()),
    };
    assert_eq!(second.kind, Kind::Gone);
    let (mut download, sha256) = first;
    let mut bytes = Vec::new();
    while let Some(piece) = download.stream.next().await {
        bytes.extend(piece.unwrap());
    }
    assert_eq!((hex::encode(Sha256::digest(&bytes)), offered.sha256), (sha256.clone(), sha256));
    assert!(app::archive::validate(&bytes).is_sound(), "it is the whole copy");
    let used = &handovers::board(&house.app, &teacher, copy).await.unwrap().handovers[0];
    assert_eq!((used.standing, used.ended), (Standing::Done, Some(house.app.now())));
    assert_eq!(handovers::fetch(&house.app, &token(&link.url)).await.err().unwrap().kind, Kind::Gone);
    assert_eq!(handovers::revoke(&house.app, &teacher, &used.id).await.unwrap_err().code, "handover-over");

    // Taken back, out of time, or none of ours: the same answer.
    house.later(1).await;
    let back = handovers::open_link(&house.app, &teacher, copy).await.unwrap();
    let id = handovers::board(&house.app, &teacher, copy).await.unwrap().handovers[0].id.clone();
    handovers::revoke(&house.app, &teacher, &id).await.unwrap();
    house.later(1).await;
    let late = handovers::open_link(&house.app, &teacher, copy).await.unwrap();
    assert!(handovers::offered(&house.app, &token(&late.url)).await.is_ok());
    for _ in 0..9 {
        handovers::open_link(&house.app, &teacher, copy).await.unwrap();
    }
    let flood = handovers::open_link(&house.app, &teacher, copy).await.unwrap_err();
    assert_eq!(flood.code, "too-many-handovers");
    house.clock.advance(std::time::Duration::from_secs(8 * 86_400));
    for link in [token(&back.url), token(&late.url), "0".repeat(64), String::new()] {
        assert_eq!(handovers::offered(&house.app, &link).await.err().unwrap().code, "handover-gone");
        assert_eq!(handovers::fetch(&house.app, &link).await.err().unwrap().code, "handover-gone");
    }
    let standings: Vec<Standing> = handovers::board(&house.app, &teacher, copy)
        .await
        .unwrap()
        .handovers
        .iter()
        .map(|one| one.standing)
        .collect();
    assert_eq!(standings.len(), 12);
    assert_eq!(standings[10..], [Standing::Revoked, Standing::Done]);
    assert!(standings[..10].iter().all(|standing| *standing == Standing::Expired), "{standings:?}");
    let history = history(&house, request).await;
    for kind in ["handover-opened", "handover-done", "handover-revoked", "answer-collected"] {
        assert!(history.contains(&kind.to_owned()), "{kind} is on the record: {history:?}");
    }
    // The account is there as before (S96).
    assert_eq!(requests::show(&house.app, &teacher, request).await.unwrap().summary.state, "answered");
    house.clock.advance(std::time::Duration::from_secs(40 * 86_400));
    work::drain(&house.app).await.unwrap();
    assert_eq!(handovers::revoke(&house.app, &officer, &id).await.unwrap_err().code, "not-judged-who");
    assert!(!handovers::board(&house.app, &teacher, copy).await.unwrap().there);
}

/// Receivers that answer each call in turn, and what they were sent.
pub struct Receiver {
    pub at: String,
    pub got: Arc<Mutex<Vec<Vec<u8>>>>,
}

pub async fn receiver(answers: &'static [&'static str]) -> Receiver {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = format!("http://{}/inbox?signature=secret", listener.local_addr().unwrap());
    let got = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&got);
    tokio::spawn(async move {
        for answer in answers {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            let mut all = Vec::new();
            let mut piece = vec![0; 65_536];
            while !whole(&all) {
                match stream.read(&mut piece).await {
                    Ok(0) | Err(_) => break,
                    Ok(read) => all.extend_from_slice(&piece[..read]),
                }
            }
            kept.lock().unwrap().push(all);
            let answer = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    Receiver { at, got }
}

fn whole(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    length.is_some_and(|length| bytes.len() >= end + 4 + length)
}

pub fn body(bytes: &[u8]) -> &[u8] {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    &bytes[end + 4..]
}

#[expect(clippy::too_many_lines, reason = "one walk, step by step")]
async fn an_address_gets_the_copy_with_a_receipt_and_back_off(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let request = house.file(&teacher, Right::Portability).await;
    let copy = answered(&house, &officer, request).await;
    for (address, code) in [
        ("http://receiver.example/in", "address-unusable"),
        ("http://127.0.0.1/in", "address-unusable"),
        ("https://somebody:word@receiver.example/", "address-unusable"),
        ("javascript:alert(1)", "address-unusable"),
        ("", "address-unusable"),
        ("https://127.0.0.1/in", "address-private"),
        ("https://10.0.0.7/in", "address-private"),
        ("https://169.254.169.254/latest", "address-private"),
        ("https://[::ffff:192.168.0.1]/", "address-private"),
    ] {
        let refused = handovers::send_to(&house.app, &teacher, copy, address, Way::Put).await.unwrap_err();
        assert_eq!((refused.kind, refused.code), (Kind::Invalid, code), "{address}");
    }
    // A name that leads here is refused when it is looked up, not before: that is when it counts.
    handovers::send_to(&house.app, &teacher, copy, "https://localhost:1/in", Way::Put).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let named = handovers::board(&house.app, &teacher, copy).await.unwrap().handovers.remove(0);
    assert_eq!((named.standing, named.problem.as_deref()), (Standing::Failed, Some("private")));
    assert_eq!(
        named.host.as_deref(),
        Some("localhost:1"),
        "the host stays, the rest of the address does not"
    );

    // From here on the operator lets this machine be reached.
    house.app.set_reach(Reach::with(vec!["127.0.0.0/8".parse().unwrap()]));
    house.later(1).await;
    let good = receiver(&["500 Oops", "201 Created"]).await;
    handovers::send_to(&house.app, &teacher, copy, &good.at, Way::Put).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let waits = handovers::board(&house.app, &teacher, copy).await.unwrap().handovers.remove(0);
    assert_eq!(
        (waits.standing, waits.problem.as_deref(), waits.status),
        (Standing::Open, Some("busy"), Some(500))
    );
    house.later(2).await;
    let sent = handovers::board(&house.app, &teacher, copy).await.unwrap().handovers.remove(0);
    assert_eq!((sent.standing, sent.status), (Standing::Done, Some(201)), "{sent:?}");
    let got = good.got.lock().unwrap().clone();
    assert_eq!(got.len(), 2, "tried once more and no further");
    assert_eq!(sent.sha256.as_deref(), Some(hex::encode(Sha256::digest(body(&got[1]))).as_str()));
    assert!(app::archive::validate(body(&got[1])).is_sound(), "the whole copy arrived");
    let head = String::from_utf8_lossy(&got[1][..400]).to_lowercase();
    assert!(
        head.starts_with("put /inbox?signature=secret") && head.contains("content-type: application/zip")
    );

    for (answers, way, problem, status) in [
        (&["302 Found"][..], Way::Put, "redirect", Some(302)),
        (&["403 Forbidden"][..], Way::Post, "refused", Some(403)),
        (&[""][..], Way::Post, "broken", None),
    ] {
        let bad = receiver(answers).await;
        house.later(1).await;
        handovers::send_to(&house.app, &teacher, copy, &bad.at, way).await.unwrap();
        work::drain(&house.app).await.unwrap();
        let failed = handovers::board(&house.app, &teacher, copy).await.unwrap().handovers.remove(0);
        assert_eq!(failed.standing, Standing::Failed, "{answers:?}");
        assert_eq!((failed.problem.as_deref(), failed.status), (Some(problem), status), "{answers:?}");
        assert_eq!(bad.got.lock().unwrap().len(), 1);
    }
    // One that never can is given up after a while; one that is taken back is not sent.
    let gone = "http://127.0.0.1:1/in";
    house.later(1).await;
    handovers::send_to(&house.app, &teacher, copy, gone, Way::Put).await.unwrap();
    house.clock.advance(std::time::Duration::from_secs(1));
    handovers::send_to(&house.app, &teacher, copy, gone, Way::Put).await.unwrap();
    let back = handovers::board(&house.app, &teacher, copy).await.unwrap().handovers.remove(0);
    handovers::revoke(&house.app, &teacher, &back.id).await.unwrap();
    for _ in 0..9 {
        house.later(61).await;
    }
    let board = handovers::board(&house.app, &teacher, copy).await.unwrap().handovers;
    assert_eq!((board[0].standing, board[1].standing), (Standing::Revoked, Standing::Failed));
    assert_eq!(board[1].problem.as_deref(), Some("unreachable"));
    let ledger = history(&house, request).await;
    assert!(ledger.contains(&"handover-failed".to_owned()) && ledger.contains(&"handover-done".to_owned()));
    for secret in ["signature", "inbox", "localhost"] {
        let hits = store::own_data::search(house.app.store(), secret).await.unwrap();
        assert!(hits.is_empty(), "{secret} stands nowhere in the open: {hits:?}");
    }
}

async fn an_officer_hands_over_only_for_whom_they_judged(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let letter = Filing {
        identities: vec![Identity::new("email", TEACHER)],
        entry: Entry { means: Some(ProofMeans::SharedKnowledge), ..Entry::default() },
        ..Filing::new(Right::Portability, Channel::Letter, Language::Nl)
    };
    let letter = requests::file(&house.app, &officer, letter).await.unwrap().request;
    work::drain(&house.app).await.unwrap();
    let by_letter = answered(&house, &officer, letter).await;
    let link = handovers::open_link(&house.app, &officer, by_letter).await.unwrap();
    assert!(handovers::fetch(&house.app, &token(&link.url)).await.is_ok());
    let own = house.file(&teacher, Right::Portability).await;
    let own = answered(&house, &officer, own).await;
    let engineer = Actor::Staff {
        id: kernel::ids::StaffId::new(house.app.now(), &kernel::Entropy::seeded(3)),
        role: kernel::StaffRole::Engineer,
    };
    for (actor, archive, code) in [
        (&officer, own, "not-judged-who"),
        (&engineer, by_letter, "hand-over"),
        (&Actor::Anonymous, own, "hand-over"),
        (&teacher, by_letter, "not-found"),
    ] {
        let refused = handovers::open_link(&house.app, actor, archive).await.unwrap_err();
        assert_eq!(refused.code, code, "{actor:?}");
        assert!(handovers::send_to(&house.app, actor, archive, "https://r.example", Way::Put).await.is_err());
        assert!(handovers::board(&house.app, actor, archive).await.is_err());
    }
}
