//! Handing mail to a server that really listens: what it gets, and what is made of its answers.

#![expect(clippy::unwrap_used, reason = "the lint knows test functions, but not their helpers")]

mod server;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::ids::MessageId;
use kernel::{Entropy, Language, Text};
use mail::{Composer, Delivery, Letterhead, Mail, Mailer, Message, NotKept, Outbox, Problem, SmtpMailer};
use server::{Manner, Server};

/// Nobody lives on `.internal`; unlike the reserved domains it is not withheld from a server.
const TO: &str = "els@school.internal";

fn message(to: &str) -> Message {
    let at: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
    let mail = Mail::SignInCode { code: "123 456".into(), valid_minutes: 10 };
    let letterhead = Letterhead {
        organisation: "Leskracht".into(),
        website: "https://www.leskracht.example".into(),
        contact_name: Text::same("Privacy"),
        contact_email: "privacy@leskracht.example".into(),
        authority_name: Text::same("AP"),
        authority_url: "https://autoriteitpersoonsgegevens.nl".into(),
    };
    let composed =
        Composer::new().unwrap().compose(&mail, &letterhead, Language::Nl, &TimeZone::UTC).unwrap();
    let id = MessageId::new(at, &Entropy::seeded(5));
    Message::new(id, mail.kind(), ("Leskracht", "privacy@leskracht.example"), to, at, composed).unwrap()
}

fn mailer(server: &Server) -> SmtpMailer {
    SmtpMailer::from_url(&format!("smtp://127.0.0.1:{}?tls=none", server.port)).unwrap()
}

#[tokio::test]
async fn a_server_gets_the_whole_message_once() {
    let server = Server::start(Manner::Accepts).await;
    assert_eq!(mailer(&server).send(&message(TO)).await, Delivery::Accepted);
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(
        (taken[0].from.as_str(), taken[0].to.as_slice()),
        ("privacy@leskracht.example", [TO.to_owned()].as_slice())
    );
    for part in [
        "Message-ID: <01a20320-a200-",
        "Date: Sun, 22 Nov 2026 12:00:00 +0000",
        "Auto-Submitted: auto-generated",
        "Subject: Uw code om aan te melden",
        "123 456",
    ] {
        assert!(taken[0].message.contains(part), "{part} is not in {}", taken[0].message);
    }
}

#[tokio::test]
async fn every_answer_of_a_server_is_later_or_never() {
    let later = |problem| Delivery::RefusedForNow { problem };
    let never = |code| Delivery::RefusedForGood { problem: Problem::Refused { code } };
    for (manner, delivery) in [
        (Manner::RefusesRecipient(451), later(Problem::Refused { code: 451 })),
        (Manner::RefusesRecipient(550), never(550)),
        (Manner::RefusesMessage(452), later(Problem::Refused { code: 452 })),
        (Manner::RefusesMessage(554), never(554)),
        (Manner::Greets(421), later(Problem::Refused { code: 421 })),
        (Manner::Greets(521), later(Problem::Refused { code: 521 })),
        (Manner::HangsUp, later(Problem::Incomprehensible)),
        (Manner::HangsUpAfterMessage, later(Problem::Incomprehensible)),
        (Manner::SpeaksHttp, later(Problem::Incomprehensible)),
    ] {
        let server = Server::start(manner).await;
        assert_eq!(mailer(&server).send(&message(TO)).await, delivery, "{manner:?}");
        assert!(server.taken().is_empty(), "{manner:?}");
        assert_eq!(server.connections(), 1, "{manner:?}");
    }
}

#[tokio::test]
async fn a_refused_password_keeps_the_mail_because_it_is_our_setting() {
    let server = Server::start(Manner::RefusesPassword).await;
    let url = format!("smtp://gestand:wrong@127.0.0.1:{}?tls=none", server.port);
    let delivery = SmtpMailer::from_url(&url).unwrap().send(&message(TO)).await;
    assert_eq!(delivery, Delivery::RefusedForNow { problem: Problem::Credentials { code: 535 } });
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn without_the_promised_tls_nothing_is_handed_over() {
    let server = Server::start(Manner::Accepts).await;
    for url in ["?tls=required", "", "?tls=wrapper"] {
        let url = format!("smtp://127.0.0.1:{}{url}", server.port);
        let mailer = SmtpMailer::with_patience(&url, Duration::from_millis(300)).unwrap();
        let delivery = mailer.send(&message(TO)).await;
        assert!(matches!(delivery, Delivery::RefusedForNow { .. }), "{url}: {delivery:?}");
    }
    let listened = server.taken_anyway();
    assert!(listened.is_empty());
}

#[tokio::test]
async fn a_silent_or_absent_server_is_not_waited_for() {
    let server = Server::start(Manner::IsSilent).await;
    let url = format!("smtp://127.0.0.1:{}?tls=none", server.port);
    let mailer = SmtpMailer::with_patience(&url, Duration::from_millis(200)).unwrap();
    let delivery = mailer.send(&message(TO)).await;
    assert_eq!(delivery, Delivery::RefusedForNow { problem: Problem::TooSlow });
    // A port on which nobody listens any more.
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let mailer = SmtpMailer::from_url(&format!("smtp://127.0.0.1:{closed}?tls=none")).unwrap();
    let delivery = mailer.send(&message(TO)).await;
    assert_eq!(delivery, Delivery::RefusedForNow { problem: Problem::Unreachable });
}

#[tokio::test]
async fn mail_to_invented_people_does_not_even_connect() {
    let server = Server::start(Manner::Accepts).await;
    for to in ["els@school.example", "drill@gestand.invalid", "a@b.test"] {
        assert_eq!(mailer(&server).send(&message(to)).await, Delivery::Withheld, "{to}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_outbox_keeps_what_it_is_given_or_says_that_it_could_not() {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let shelf = kept.clone();
    let outbox = Outbox::new(Arc::new(move |message| {
        let shelf = shelf.clone();
        Box::pin(async move {
            shelf.lock().unwrap().push(message);
            Ok(())
        })
    }));
    assert_eq!(outbox.send(&message("els@school.example")).await, Delivery::Accepted);
    let messages = kept.lock().unwrap().clone();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].to, "els@school.example");
    assert!(messages[0].text.contains("123 456"));
    let full = Outbox::new(Arc::new(|_| Box::pin(async { Err(NotKept) })));
    assert_eq!(
        full.send(&message("els@school.example")).await,
        Delivery::RefusedForNow { problem: Problem::NotKept }
    );
}
