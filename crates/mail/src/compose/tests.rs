use super::*;
use crate::content::{
    About, CountLine, ErasureOutcome, HolderLine, HolderReport, KeptLine, Kind, OutstandingLine,
};
use jiff::civil::date;
use requests::{Channel, RefusalGround, Right};

const REFERENCE: &str = "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11";
const REASONS: &str = "U vroeg dit in een maand vijf keer.\nEr was steeds niets veranderd.";
const LINK: &str = "https://www.leskracht.example/mijn-gegevens/verzoeken/0198c3e2";

fn text(nl: &str, en: &str) -> Text {
    Text { nl: nl.into(), en: en.into() }
}

fn letterhead() -> Letterhead {
    Letterhead {
        organisation: "Leskracht".into(),
        website: "https://www.leskracht.example".into(),
        contact_name: text("Contactpersoon privacy", "Privacy contact"),
        contact_email: "privacy@leskracht.example".into(),
        authority_name: text("Autoriteit Persoonsgegevens", "Dutch Data Protection Authority"),
        authority_url: "https://autoriteitpersoonsgegevens.nl".into(),
    }
}

fn about(right: Right) -> About {
    About { right, reference: REFERENCE.into(), received: date(2026, 11, 25) }
}

fn outcome() -> ErasureOutcome {
    let shop = || text("Webwinkel", "Web shop");
    let line = |nl: &str, en: &str, count| CountLine { system: shop(), collection: text(nl, en), count };
    let holder = |nl: &str, en: &str, holder: &str, report| HolderLine {
        system: text(nl, en),
        holder: holder.into(),
        report,
    };
    ErasureOutcome {
        erased: vec![line("Account", "Account", 1), line("Reacties", "Comments", 12)],
        anonymised: vec![line("Bestellingen zonder factuur", "Orders without invoice", 2)],
        kept: vec![
            KeptLine {
                system: shop(),
                collection: text("Facturen", "Invoices"),
                count: 3,
                reason: text(
                    "De Belastingdienst eist dat wij ze bewaren",
                    "Tax law requires that we keep them",
                ),
                law: Some("AWR art. 52(4)".into()),
                release: Some(date(2034, 1, 1)),
            },
            KeptLine {
                system: shop(),
                collection: text("Garanties", "Warranties"),
                count: 1,
                reason: text("De garantie loopt nog", "The warranty still runs"),
                law: None,
                release: None,
            },
        ],
        instructed: vec![
            holder("Boekhouding", "Bookkeeping", "AFAS", HolderReport::Done { count: Some(4) }),
            holder("Nieuwsbrieven", "Newsletters", "Mailjet", HolderReport::Done { count: None }),
            holder("Kantoor", "Office", "Microsoft", HolderReport::NothingHeld),
            holder("Hosting", "Hosting", "Strato", HolderReport::Outstanding { due: date(2026, 12, 15) }),
            holder(
                "Statistiek",
                "Statistics",
                "Google",
                HolderReport::Refused { reason: "zonder cookie-id is niets te vinden".into() },
            ),
        ],
        reported: vec![line("Forumberichten", "Forum posts", 2)],
    }
}

/// Every mail, some in two shapes.
fn samples() -> Vec<(&'static str, Mail)> {
    let outstanding = || {
        vec![OutstandingLine {
            system: text("Hosting", "Hosting"),
            holder: "Strato".into(),
            due: date(2026, 12, 15),
        }]
    };
    let systems = || vec![text("Webwinkel", "Web shop"), text("Leeromgeving", "Learning environment")];
    let received = |end_of_service, link: Option<String>, right| Mail::RequestReceived {
        about: about(right),
        due: date(2026, 12, 25),
        link,
        end_of_service,
        copy_first: end_of_service,
    };
    let failed = |next_try| Mail::OfficerStepFailed {
        about: about(Right::Erasure),
        system: text("Webwinkel", "Web shop"),
        problem: text("de database is niet bereikbaar", "the database cannot be reached"),
        failures: 3,
        next_try,
        due: date(2026, 12, 25),
        link: LINK.into(),
    };
    vec![
        ("", Mail::SignInCode { code: "123 456".into(), valid_minutes: 10 }),
        ("", received(false, Some(LINK.into()), Right::Access)),
        ("end of service", received(true, None, Right::Erasure)),
        (
            "",
            Mail::IdentityAsked {
                about: about(Right::Access),
                link: LINK.into(),
                code: Some("123 456".into()),
            },
        ),
        ("without code", Mail::IdentityAsked { about: about(Right::Erasure), link: LINK.into(), code: None }),
        (
            "",
            Mail::AccessAnswerReady {
                about: about(Right::Access),
                link: LINK.into(),
                expires: date(2026, 12, 9),
                systems: systems(),
            },
        ),
        ("", Mail::ErasureConfirmation { about: about(Right::Erasure), outcome: outcome() }),
        (
            "nothing found",
            Mail::ErasureConfirmation { about: about(Right::Erasure), outcome: ErasureOutcome::default() },
        ),
        (
            "",
            Mail::RequestAnswered {
                about: about(Right::Objection),
                done: date(2026, 11, 26),
                systems: systems(),
                link: Some(LINK.into()),
            },
        ),
        (
            "",
            Mail::AnsweredInPart {
                about: about(Right::Access),
                outstanding: outstanding(),
                link: Some(LINK.into()),
                expires: Some(date(2026, 12, 9)),
                outcome: None,
            },
        ),
        (
            "erasure",
            Mail::AnsweredInPart {
                about: about(Right::Erasure),
                outstanding: outstanding(),
                link: None,
                expires: None,
                outcome: Some(outcome()),
            },
        ),
        (
            "",
            Mail::RequestExtended {
                about: about(Right::Access),
                due: date(2027, 2, 25),
                reasons: "Uw gegevens staan in oude archieven.".into(),
                article: "12(3)".into(),
            },
        ),
        (
            "",
            Mail::Refusal {
                about: about(Right::Access),
                ground: RefusalGround::Excessive,
                article: "12(5)".into(),
                reasons: REASONS.into(),
            },
        ),
        (
            "",
            Mail::OfficerNewRequest {
                about: about(Right::Access),
                channel: Channel::Form,
                due: date(2026, 12, 25),
                link: LINK.into(),
            },
        ),
        ("tried again", failed(Some("2026-11-26T10:05:00Z".parse().unwrap()))),
        ("given up", failed(None)),
        ("", Mail::ContactProbe { link: LINK.into(), answer_by: date(2026, 12, 2) }),
    ]
}

fn compose(mail: &Mail, language: Language) -> Composed {
    let zone = TimeZone::get("Europe/Amsterdam").unwrap();
    Composer::new().unwrap().compose(mail, &letterhead(), language, &zone).unwrap()
}

#[test]
fn every_mail_reads_like_this() {
    let kinds: std::collections::BTreeSet<_> = samples().iter().map(|(_, mail)| mail.kind()).collect();
    assert_eq!(kinds, Kind::ALL.iter().copied().collect(), "a kind of mail has no sample");
    for language in Language::ALL {
        for (shape, mail) in samples() {
            let composed = compose(&mail, language);
            let name = format!("{} {} {shape}", mail.kind(), language).trim().replace(' ', "-");
            insta::assert_snapshot!(name, format!("Subject: {}\n\n{}", composed.subject, composed.text));
        }
    }
}

#[test]
fn the_html_of_a_confirmation_reads_like_this() {
    let (_, mail) = &samples()[6];
    insta::assert_snapshot!(compose(mail, Language::Nl).html);
}

#[test]
fn an_answer_always_says_whom_to_ask_and_where_to_complain() {
    let letterhead = letterhead();
    for language in Language::ALL {
        for (_, mail) in samples() {
            let composed = compose(&mail, language);
            for part in [&composed.text, &composed.html] {
                assert!(part.contains(&letterhead.contact_email), "{}", mail.kind());
                assert_eq!(
                    part.contains(&letterhead.authority_url),
                    mail.kind().answers_a_request(),
                    "{}",
                    mail.kind()
                );
            }
        }
    }
    let (_, refusal) = samples().into_iter().find(|(_, mail)| mail.kind() == Kind::Refusal).unwrap();
    assert!(compose(&refusal, Language::Nl).text.contains("rechter"));
    assert!(compose(&refusal, Language::En).text.contains("court"));
}

#[test]
fn a_subject_tells_a_passer_by_nothing() {
    for language in Language::ALL {
        for (_, mail) in samples() {
            let subject = compose(&mail, language).subject;
            for secret in [REFERENCE, "123 456", "vijf keer", "Strato", "leskracht"] {
                assert!(!subject.contains(secret), "{subject}");
            }
            assert!(subject.chars().count() <= 78, "{subject}");
        }
    }
}

#[test]
fn a_value_with_a_line_break_does_not_get_into_the_subject() {
    let zone = TimeZone::UTC;
    let (_, mut mail) =
        samples().into_iter().find(|(_, mail)| mail.kind() == Kind::OfficerStepFailed).unwrap();
    if let Mail::OfficerStepFailed { system, .. } = &mut mail {
        *system = Text::same("Shop\r\nBcc: all@school.example");
    }
    let error = Composer::new().unwrap().compose(&mail, &letterhead(), Language::Nl, &zone).unwrap_err();
    assert!(matches!(error, ComposeError::SubjectBreaks(_)), "{error}");
}

#[test]
fn html_links_only_to_what_the_text_says_and_fetches_nothing() {
    for language in Language::ALL {
        for (_, mail) in samples() {
            let composed = compose(&mail, language);
            for link in composed.html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(composed.text.contains(link), "{link}");
            }
            for forbidden in ["<img", "<script", "src=", "url(", "@import", "<link", "<iframe"] {
                assert!(!composed.html.contains(forbidden), "{forbidden} in {}", mail.kind());
            }
        }
    }
}

#[test]
fn what_somebody_wrote_is_text_in_html_and_no_template() {
    let mail = Mail::Refusal {
        about: about(Right::Access),
        ground: RefusalGround::Excessive,
        article: "12(5)".into(),
        reasons: "<script>alert(1)</script> {{ letterhead.organisation }} \"&'".into(),
    };
    let composed = compose(&mail, Language::En);
    assert!(composed.text.contains("<script>alert(1)</script> {{ letterhead.organisation }} \"&'"));
    assert!(
        composed
            .html
            .contains("&lt;script&gt;alert(1)&lt;/script&gt; {{ letterhead.organisation }} &quot;&amp;&#39;")
    );
}

#[test]
fn every_right_ground_and_channel_has_its_words() {
    for language in Language::ALL {
        let mut seen = std::collections::BTreeSet::new();
        for right in Right::ALL {
            for ground in RefusalGround::ALL {
                let (article, reasons) = ("12(5)".to_owned(), REASONS.to_owned());
                let mail = Mail::Refusal { about: about(*right), ground: *ground, article, reasons };
                assert!(seen.insert(compose(&mail, language).text), "{right} {ground} reads like another");
            }
            for channel in Channel::ALL {
                let (due, link) = (date(2026, 12, 25), LINK.to_owned());
                let mail = Mail::OfficerNewRequest { about: about(*right), channel: *channel, due, link };
                assert!(seen.insert(compose(&mail, language).text), "{right} {channel} reads like another");
            }
        }
    }
}

#[test]
fn every_template_is_used_and_both_languages_have_the_same() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let known: std::collections::BTreeSet<String> = TEMPLATES
        .iter()
        .map(|(_, name, _)| format!("{name}.txt"))
        .chain(PARTIALS.iter().map(|(name, _)| (*name).to_owned()))
        .collect();
    let mut found = std::collections::BTreeSet::new();
    for language in Language::ALL {
        for entry in std::fs::read_dir(folder.join(language.tag())).unwrap() {
            found.insert(format!("{language}/{}", entry.unwrap().file_name().to_string_lossy()));
        }
    }
    assert_eq!(known, found);
}

#[test]
fn mails_survive_waiting_in_a_queue() {
    for (_, mail) in samples() {
        let json = serde_json::to_string(&mail).unwrap();
        assert_eq!(serde_json::from_str::<Mail>(&json).unwrap(), mail, "{json}");
    }
    for kind in requests::MailKind::ALL {
        assert_eq!(Kind::from(*kind).as_str(), kind.as_str());
    }
}
