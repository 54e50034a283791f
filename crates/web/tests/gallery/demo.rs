//! Samples of the demo's pages.

use jiff::civil::date;
use web::frame::Area;
use web::view::demo::*;

use crate::words::{HOSTILE, LONG};
use crate::{Sample, sample};

pub fn samples() -> Vec<Sample> {
    vec![
        sample("demo-start-typical", Area::Demo, "/demo", start()),
        sample("demo-mails-empty", Area::Demo, "/demo/mail", Mails { rows: vec![] }),
        sample("demo-mails-typical", Area::Demo, "/demo/mail", mails()),
        sample("demo-mails-hostile", Area::Demo, "/demo/mail", hostile_mails()),
        sample("demo-mail-typical", Area::Demo, "/demo/mail/1", mail("Uw code om aan te melden", TEXT)),
        sample("demo-mail-hostile", Area::Demo, "/demo/mail/1", mail(HOSTILE, HOSTILE)),
    ]
}

const TEXT: &str = "Beste lezer,\n\nUw kopie staat klaar. Meld u aan en haal haar op:\n\nhttp://127.0.0.1:8080/nl/my/requests/0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11\n\nDat kan tot 3 januari 2027.\n\nU kunt altijd een klacht indienen bij de Autoriteit Persoonsgegevens,\nhttps://autoriteitpersoonsgegevens.nl, en u kunt naar de rechter.\n\nLeskracht\nprivacy@leskracht.example\n";

fn start() -> Start {
    Start {
        subject_email: "sanne.devries@deregenboog.example".into(),
        subject_name: "Sanne de Vries".into(),
        people: 240,
        officer_email: "balie@leskracht.example".into(),
        site: Some("http://127.0.0.1:8081".into()),
        verify_command: "cargo run --release -- ledger verify --data demo-data".into(),
    }
}

fn mails() -> Mails {
    let row = |subject: &str, code: Option<&str>| MailRow {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
        to: "sanne.devries@deregenboog.example".into(),
        subject: subject.into(),
        at: date(2026, 12, 4).at(10, 14, 0, 0),
        code: code.map(Into::into),
    };
    Mails {
        rows: vec![
            row("Uw kopie staat klaar (K-4E11)", None),
            row("Wij hebben uw verzoek ontvangen (K-4E11)", None),
            row("Uw code om aan te melden", Some("418 207")),
        ],
    }
}

fn hostile_mails() -> Mails {
    let mut mails = mails();
    for row in &mut mails.rows {
        row.subject = format!("{HOSTILE} {LONG}");
        row.to = format!("{LONG}@{LONG}.example");
        row.code = Some(HOSTILE.into());
    }
    mails
}

fn mail(subject: &str, text: &str) -> Mail {
    Mail {
        from: "Leskracht <privacy@leskracht.example>".into(),
        to: "sanne.devries@deregenboog.example".into(),
        subject: subject.into(),
        at: date(2026, 12, 4).at(10, 14, 0, 0),
        body: Mail::parts(text, "http://127.0.0.1:8080/"),
    }
}
