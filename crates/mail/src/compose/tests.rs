use super::samples::{LINK, REASONS, REFERENCE, about, letterhead, samples};
use super::*;
use crate::content::Kind;
use jiff::civil::date;
use requests::{Channel, RefusalGround, Right};

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
