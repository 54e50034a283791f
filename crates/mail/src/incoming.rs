//! Mail that people send: an answer to a mail of ours, or a message to the privacy contact.
//!
//! Read are the sender's address, the subject, the words, and which message of ours it answers to. Attachments are not
//! read and not kept: what somebody hands in goes by the portal or the link in our mail, where it is sealed. Mail that a
//! machine sent by itself (RFC 3834) is told apart, so that two machines never write to each other.

use mail_parser::{Message, MessageParser, MimeHeaders as _};

/// The most of a mail that is looked at.
const MOST_BYTES: usize = 1024 * 1024;
/// The longest text that is kept, in characters.
pub const LONGEST: usize = 20_000;
/// The longest subject that is kept, in characters.
const LONGEST_SUBJECT: usize = 200;

/// A mail that somebody sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Its Message-ID, without the angle brackets; none when it has none.
    pub id: Option<String>,
    /// The sender's address.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// What it says, as plain text.
    pub text: String,
    /// Ids of messages of ours that it answers to, the nearest first: what stands before the @ of their Message-ID.
    pub answers: Vec<String>,
    /// A machine sent it by itself: an absence notice, a list, a report.
    pub automatic: bool,
}

/// Reads a mail. None when it is no mail, or has no sender that could be answered.
pub fn read(mail: &[u8]) -> Option<Incoming> {
    let message = MessageParser::default().parse(mail.get(..mail.len().min(MOST_BYTES))?)?;
    let from = message.from()?.first()?.address()?.trim().to_owned();
    let usable = from.len() <= 254 && from.split('@').filter(|part| !part.is_empty()).count() == 2;
    let text = message.body_text(0).unwrap_or_default();
    Some(Incoming {
        automatic: is_automatic(&message, &from),
        answers: answered(&message),
        id: message.message_id().map(str::to_owned).filter(|id| !id.is_empty() && id.len() <= 998),
        subject: cut(message.subject().unwrap_or_default(), LONGEST_SUBJECT),
        text: cut(text.trim(), LONGEST),
        from: from.to_lowercase(),
    })
    .filter(|_| usable)
}

/// Ids of ours in the headers that say what a mail answers to.
fn answered(message: &Message<'_>) -> Vec<String> {
    let named = message.in_reply_to().as_text_list().unwrap_or_default();
    let before = message.references().as_text_list().unwrap_or_default();
    let mut ids: Vec<String> = Vec::new();
    for id in named.iter().chain(before.iter().rev()).filter_map(|id| crate::bounce::id(id)) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.truncate(20);
    ids
}

fn is_automatic(message: &Message<'_>, from: &str) -> bool {
    let header = |name: &'static str| message.header_raw(name).map(|value| value.trim().to_ascii_lowercase());
    let submitted = header("Auto-Submitted").is_some_and(|value| value != "no");
    let bulk =
        header("Precedence").is_some_and(|value| ["bulk", "junk", "list", "auto_reply"].contains(&&*value));
    let listed = header("List-Id").is_some() || header("X-Autoreply").is_some();
    let report = message.content_type().is_some_and(|kind| kind.subtype() == Some("report"));
    let local = from.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let daemon = ["mailer-daemon", "postmaster", "no-reply", "noreply"].contains(&local.as_str());
    submitted || bulk || listed || report || daemon
}

/// The start of a text, without what could steer a terminal.
fn cut(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(most).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OURS: &str = "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11";

    fn mail(headers: &str, body: &str) -> Vec<u8> {
        format!("From: Els de Wit <Els@School.example>\r\nTo: privacy@leskracht.example\r\nSubject: Re: Uw verzoek\r\n{headers}\r\n{body}").into_bytes()
    }

    #[test]
    fn an_answer_names_the_message_that_it_answers_to() {
        for (headers, expected) in [
            (format!("In-Reply-To: <{OURS}@leskracht.example>\r\n"), vec![OURS]),
            (format!("References: <other@x.example> <{OURS}@leskracht.example>\r\n"), vec![OURS]),
            (
                format!(
                    "In-Reply-To: <x@y.example>\r\nReferences: <{OURS}@a.example>\r\n <{OURS}@a.example>\r\n"
                ),
                vec![OURS],
            ),
            ("In-Reply-To: <somebody-elses@x.example>\r\n".to_owned(), vec![]),
            (String::new(), vec![]),
        ] {
            let read = read(&mail(&headers, "Dank u.\r\n")).unwrap();
            assert_eq!(read.answers, expected, "{headers}");
            assert_eq!((read.from.as_str(), read.subject.as_str()), ("els@school.example", "Re: Uw verzoek"));
            assert!(!read.automatic && read.text == "Dank u.", "{read:?}");
        }
    }

    #[test]
    fn a_mail_has_the_id_that_it_was_given() {
        for (headers, id) in [
            ("Message-ID: <a.1@school.example>\r\n", Some("a.1@school.example")),
            ("Message-ID:\r\n", None),
            ("", None),
        ] {
            assert_eq!(read(&mail(headers, "Dank u.")).unwrap().id.as_deref(), id, "{headers}");
        }
    }

    #[test]
    fn what_a_machine_sent_by_itself_is_told_apart() {
        for (headers, automatic) in [
            ("Auto-Submitted: auto-replied\r\n", true),
            ("Auto-Submitted: no\r\n", false),
            ("Precedence: bulk\r\n", true),
            ("List-Id: <nieuws.school.example>\r\n", true),
            ("X-Autoreply: yes\r\n", true),
            ("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", true),
            ("Content-Type: text/plain\r\n", false),
        ] {
            assert_eq!(read(&mail(headers, "Ik ben er niet.")).unwrap().automatic, automatic, "{headers}");
        }
        let daemon = b"From: MAILER-DAEMON@mx.example\r\n\r\nno".as_slice();
        assert!(read(daemon).unwrap().automatic);
    }

    #[test]
    fn words_come_out_of_every_wrapping() {
        let quoted =
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n";
        assert_eq!(read(&mail(quoted, "Caf=C3=A9 \r\n")).unwrap().text, "Café");
        let coded = "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: base64\r\n";
        assert_eq!(read(&mail(coded, "Q2Fm6Q==\r\n")).unwrap().text, "Café");
        let parts = "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n";
        let body = "--b\r\nContent-Type: text/html\r\n\r\n<p>Niet <b>dit</b></p>\r\n--b\r\nContent-Type: text/plain\r\n\r\nWel dit\r\n--b--\r\n";
        assert!(read(&mail(parts, body)).unwrap().text.contains("dit"));
        let html = "Content-Type: text/html\r\n";
        let text = read(&mail(html, "<script>x()</script><p>Hallo</p>")).unwrap().text;
        assert!(text.contains("Hallo") && !text.contains('<'), "{text}");
    }

    #[test]
    fn what_cannot_be_answered_is_no_mail() {
        for odd in ["", "Subject: x\r\n\r\nbody", "From: nobody\r\n\r\nbody", "From: @\r\n\r\nx", "\0\0\0"] {
            assert_eq!(read(odd.as_bytes()), None, "{odd:?}");
        }
        let long = mail("", &"x".repeat(3 * MOST_BYTES));
        assert_eq!(read(&long).unwrap().text.len(), LONGEST);
    }

    proptest! {
        #[test]
        fn whatever_comes_in_nothing_breaks(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            read(&bytes);
            let mut more = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n".to_vec();
            more.extend(bytes);
            read(&more);
        }
    }
}
