//! Samples of what officers do beside judging, and of what is asked without an account.

use jiff::civil::date;
use web::frame::Area;
use web::view::desk::*;
use web::view::messages::{self, Message, MessageRow, Messages, Write};
use web::view::site_ask::*;
use web::view::*;

use crate::words::{HOSTILE, LONG};
use crate::{Sample, sample};

fn moment(day: i8, hour: i8) -> jiff::civil::DateTime {
    date(2026, 12, day).at(hour, 15, 0, 0)
}

/// Everything that can stand on the page of a request at once.
pub fn full() -> Officer {
    Officer {
        version: 7,
        contact: Some("n.postma@elders.example".into()),
        on_behalf: Some(("behalf-parent", "Bente de Vries".into())),
        known_by: Some("means-signed-in"),
        asked: vec![
            Asked { at: moment(2, 9), means: vec!["means-call-back"], outcome: Some("identity-rejected") },
            Asked {
                at: moment(3, 10),
                means: vec!["means-shared-knowledge", "means-shielded-document"],
                outcome: None,
            },
        ],
        files: vec![
            ProofFile {
                id: "1".into(),
                media: "image/jpeg".into(),
                bytes: 412_000,
                at: moment(3, 11),
                expires: moment(17, 11),
                views: 1,
                destroyed: None,
            },
            ProofFile {
                id: "2".into(),
                media: "application/pdf".into(),
                bytes: 88_000,
                at: moment(2, 11),
                expires: moment(16, 11),
                views: 2,
                destroyed: Some(moment(3, 9)),
            },
        ],
        means: Means::ALL.to_vec(),
        notes: vec![
            Note {
                id: "1".into(),
                at: moment(2, 12),
                by: "privacy@leskracht.example".into(),
                own: true,
                words: "Gebeld: vooral de bestellingen van 2025.".into(),
            },
            Note {
                id: "2".into(),
                at: moment(3, 12),
                by: "tweede@leskracht.example".into(),
                own: false,
                words: "Akkoord, ik kijk mee.".into(),
            },
        ],
        alike: vec![
            Alike {
                id: "11".into(),
                reference: "4E12AA".into(),
                right: Right::Portability,
                stage: Stage::Deciding,
                filed: date(2026, 12, 1),
                same: true,
                digest: Some("ab".into()),
            },
            Alike {
                id: "12".into(),
                reference: "4E12AB".into(),
                right: Right::Access,
                stage: Stage::Answered,
                filed: date(2026, 10, 1),
                same: false,
                digest: None,
            },
        ],
        undo: vec![
            Undo { what: "extension", until: Some(moment(4, 14)) },
            Undo { what: "approval", until: None },
        ],
        two_people: true,
        endorsed: Some((moment(4, 13), false)),
        question: Some(Question {
            words: "Om welk schooljaar gaat het u?".into(),
            asked: moment(3, 9),
            ended: Some(moment(4, 9)),
            said: "Het schooljaar 2025-2026.".into(),
        }),
        extension: Some((moment(4, 14), "Wij moeten vier systemen met de hand doorzoeken.".into())),
        post: Some("0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into()),
        bounces: bounces(),
        messages: vec![message_row("2", "reply", None)],
        redaction: Some(Some(moment(4, 15))),
        may: May {
            extend: false,
            ask_identity: true,
            judge_identity: true,
            ask_back: true,
            end_question: true,
            note: true,
        },
        typed: Typed::default(),
    }
}

/// The same with somebody faster.
pub fn slower() -> Officer {
    Officer {
        may: May { extend: true, ..full().may },
        typed: Typed {
            field: "extend-reasons",
            words: "Wij wachten op twee leveranciers.".into(),
            error: Some(FieldError::changed_meanwhile("extend-reasons")),
        },
        ..full()
    }
}

fn wish() -> AskedWish {
    AskedWish {
        data: vec![("last-name".into(), "Achternaam".into()), ("phone".into(), "Telefoonnummer".into())],
        ..AskedWish::default()
    }
}

fn enter() -> Enter {
    Enter {
        notice: None,
        school: false,
        rights: Right::ALL.to_vec(),
        right: Some(Right::Access),
        channel: "letter".into(),
        received: "2026-12-02".into(),
        language: "nl".into(),
        today: Some(date(2026, 12, 4)),
        wish: wish(),
        ..Enter::default()
    }
}

fn contact() -> Contact {
    Contact {
        name: "Contactpersoon privacy".into(),
        email: "privacy@leskracht.example".into(),
        phone: Some("030 123 45 67".into()),
    }
}

fn ask() -> Ask {
    Ask {
        rights: Right::ALL.to_vec(),
        right: Some(Right::Access),
        wish: wish(),
        answer_within: "30 dagen".into(),
        contact: Some(contact()),
        ..Ask::default()
    }
}

fn ids() -> Vec<OwnId> {
    vec![
        OwnId {
            name: "_ga".into(),
            value: "GA1.1.1833312340.1764584111".into(),
            service: Some("Google Analytics".into()),
        },
        OwnId { name: "wp_lang".into(), value: "nl_NL".into(), service: None },
    ]
}

fn proof() -> Proof {
    Proof {
        token: "3f9a".into(),
        right: Right::Access,
        received: date(2026, 12, 2),
        means: vec!["means-shared-knowledge", "means-call-back"],
        document: true,
        files: full().files,
        keep: "14 dagen".into(),
        contact: contact(),
        unknown: false,
        done: false,
        handed_in: false,
        problem: None,
    }
}

fn bounces() -> Vec<Bounce> {
    let one = |id: &str, kind: &str, hard, status: &str, can_again| Bounce {
        id: id.into(),
        request: Some(("0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(), "9F4E11".into())),
        kind: kind.into(),
        hard,
        status: status.into(),
        at: moment(5, 9),
        ended: None,
        can_again,
    };
    vec![
        one("1", "Bericht dat de kopie klaarstaat", true, "5.1.1", true),
        one("2", "Ontvangstbevestiging", false, "4.2.2", false),
        Bounce { ended: Some(moment(6, 9)), ..one("3", "Afwijzing", true, "5.7.1", false) },
    ]
}

fn redaction(text: &str) -> Redaction {
    let plain = |text: &str| Piece { before: text.into(), ..Piece::default() };
    let digest = "ab".repeat(32);
    let cut = |number: usize, text: &str, sort, left_out| Piece {
        before: String::new(),
        text: text.into(),
        value: format!("{digest}:{number}-{}", number + text.len()),
        sort,
        left_out,
    };
    Redaction {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
        reference: "9F4E11".into(),
        passages: vec![
            Passage {
                digest: digest.clone(),
                place: "Leeromgeving · Forumberichten · message".into(),
                mention: true,
                pieces: vec![
                    plain("Dag allemaal, ik sprak gisteren met "),
                    cut(36, "juf Els de Vries", "redact-name", true),
                    plain(" over de toets. Mail haar op "),
                    cut(81, "els@school.example", "redact-email", true),
                    plain(text),
                ],
            },
            Passage {
                digest: "cd".repeat(32),
                place: "Webwinkel · Bestellingen · customer_note".into(),
                mention: false,
                pieces: vec![
                    plain("Graag bezorgen bij de conciërge, meneer "),
                    cut(41, "Van Dijk", "redact-name", false),
                    plain(".\nBel anders "),
                    cut(62, "06-87654321", "redact-phone", true),
                ],
            },
        ],
        more: 12,
        words: "Fatima el Amrani\nde conciërge".into(),
        decided: Some(moment(4, 15)),
        error: None,
    }
}

pub fn samples() -> Vec<Sample> {
    let (d, s) = (Area::Desk, Area::Site);
    let wrong = Enter { error: Some(FieldError::BEHALF), behalf: "parent".into(), ..enter() };
    let hostile = Ask {
        email: HOSTILE.into(),
        ids: vec![OwnId { name: HOSTILE.into(), value: LONG.into(), service: Some(HOSTILE.into()) }],
        error: Some(FieldError::EMAIL),
        wish: AskedWish { reasons: HOSTILE.into(), to: HOSTILE.into(), ..wish() },
        ..ask()
    };
    vec![
        sample(
            "bounces-typical",
            d,
            "/desk/mail",
            Bounces { bounces: bounces(), notice: Some(Notice::MailedAgain) },
        ),
        sample("bounces-empty", d, "/desk/mail", Bounces::default()),
        sample("messages-typical", d, "/desk/messages", messages()),
        sample("messages-empty", d, "/desk/messages", Messages::default()),
        sample("message-typical", d, "/desk/messages/1", message("Ik kreeg de factuur van iemand anders.")),
        sample("message-hostile", d, "/desk/messages/1", message(HOSTILE)),
        sample("message-done", d, "/desk/messages/1", gone()),
        sample("redaction-typical", d, "/desk/requests/1/redact", redaction(" als u vragen hebt.")),
        sample(
            "redaction-empty",
            d,
            "/desk/requests/1/redact",
            Redaction { id: "1".into(), ..Redaction::default() },
        ),
        sample(
            "redaction-hostile",
            d,
            "/desk/requests/1/redact",
            Redaction {
                error: Some(FieldError::REDACT_WORDS),
                words: HOSTILE.into(),
                ..redaction(&format!("{HOSTILE} {LONG}"))
            },
        ),
        sample("enter-typical", d, "/desk/requests/new", enter()),
        sample("enter-wrong", d, "/desk/requests/new", wrong),
        sample("ask-typical", s, "/request", ask()),
        sample("ask-with-ids", s, "/request", Ask { ids: ids(), ..ask() }),
        sample("ask-sent", s, "/request", Ask { sent: true, ..ask() }),
        sample("ask-hostile", s, "/request", hostile),
        sample(
            "ids-typical",
            s,
            "/cookie-ids",
            OwnIds {
                ids: ids(),
                choices: vec![],
                absent: vec![NamedCookie { name: "_fbp".into(), service: "Meta Pixel".into() }],
            },
        ),
        sample(
            "mail-choices-typical",
            s,
            "/mail/3f9a",
            MailChoices {
                token: "3f9a".into(),
                address: "e…t@school.example".into(),
                topics: vec![
                    MailTopic {
                        id: "updates".into(),
                        name: "updates".into(),
                        description: "vertellen wat er voor u verandert".into(),
                        wanted: true,
                    },
                    MailTopic {
                        id: "newsletter".into(),
                        name: "nieuwsbrief".into(),
                        description: HOSTILE.into(),
                        wanted: false,
                    },
                ],
                saved: true,
            },
        ),
        sample("letters-typical", s, "/letters", letters(false, None)),
        sample("letters-wrong", s, "/letters", letters(false, Some(FieldError::NO_LETTER))),
        sample("letters-sent", s, "/letters?sent=yes", letters(true, None)),
        sample("letters-confirm-typical", s, "/letters/3f9a", confirm(false)),
        sample("letters-confirm-done", s, "/letters/3f9a", confirm(true)),
        sample("ids-empty", s, "/cookie-ids", OwnIds::default()),
        sample("proof-typical", s, "/proof/3f9a", proof()),
        sample(
            "proof-unknown",
            s,
            "/proof/3f9a",
            Proof { unknown: true, document: false, files: vec![], ..proof() },
        ),
        sample("proof-done", s, "/proof/3f9a", Proof { done: true, ..proof() }),
        sample(
            "proof-wrong",
            s,
            "/proof/3f9a",
            Proof { problem: Some(HOSTILE.into()), handed_in: true, ..proof() },
        ),
    ]
}

fn message_row(id: &str, route: &str, outcome: Option<&str>) -> MessageRow {
    MessageRow {
        id: id.into(),
        route: messages::route(route),
        urgent: route == "breach" && outcome.is_none(),
        channel: messages::channel(if id == "2" { "mail" } else { "form" }),
        corrected: id == "3",
        request: (id == "4").then(|| ("0198c3e2".into(), "0198-C3E2".into())),
        at: moment(2, 9),
        due: moment(3, 9),
        late: id == "2",
        outcome: outcome.map(messages::outcome),
    }
}

fn messages() -> Messages {
    Messages {
        rows: vec![
            message_row("1", "breach", None),
            message_row("2", "complaint", None),
            message_row("3", "other", None),
            message_row("4", "right", Some("request")),
        ],
        notice: Some(Notice::MessageAnswered),
    }
}

fn message(text: &str) -> Message {
    Message {
        row: message_row("1", "breach", None),
        from: Some("noor.dejong@school.example".into()),
        subject: "Verkeerde factuur".into(),
        text: text.into(),
        rights: vec![Right::Access, Right::Erasure],
        ways: vec![("breach", messages::route("breach")), ("other", messages::route("other"))],
        way: "breach",
        error: Some(FieldError::MESSAGE_WORDS),
        words: String::new(),
        notice: None,
    }
}

fn gone() -> Message {
    let row = message_row("4", "right", Some("answered"));
    Message { row, from: None, subject: String::new(), error: None, ..message("") }
}

fn letter_topics() -> Vec<web::view::letters::Topic> {
    let topic = |id: &str, follows, description: &str| web::view::letters::Topic {
        id: id.into(),
        name: if follows { "meten of u leest" } else { "nieuwsbrief" }.into(),
        description: description.into(),
        who: vec!["Mailjet".into()],
        follows,
        wanted: !follows,
    };
    vec![
        topic("newsletter", false, HOSTILE),
        topic("mail-measurement", true, "zien of u een nieuwsbrief opent en op welke link u klikt"),
    ]
}

fn letters(sent: bool, error: Option<FieldError>) -> web::view::letters::Ask {
    web::view::letters::Ask {
        email: "noor.dejong@school.example".into(),
        topics: letter_topics(),
        sent,
        contact: contact(),
        error,
    }
}

fn confirm(done: bool) -> web::view::letters::Confirm {
    web::view::letters::Confirm {
        token: "3f9a3f9a3f9a3f9a3f9a3f9a3f9a3f9a".into(),
        address: "n…g@school.example".into(),
        controller: "Leskracht BV".into(),
        topics: letter_topics(),
        done,
    }
}

/// Writing to the privacy contact.
pub fn writing() -> Vec<Sample> {
    let write = |sent, error| Write {
        email: "noor.dejong@school.example".into(),
        words: LONG.into(),
        sent,
        contact: Contact {
            name: "Contactpersoon privacy".into(),
            email: "privacy@leskracht.example".into(),
            phone: Some("010 000 00 00".into()),
        },
        error,
    };
    vec![
        sample("contact-typical", Area::Site, "/contact", write(false, None)),
        sample("contact-wrong", Area::Site, "/contact", write(false, Some(FieldError::EMAIL))),
        sample("contact-sent", Area::Site, "/contact?sent=yes", write(true, None)),
    ]
}
