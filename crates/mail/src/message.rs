//! A composed mail with its addresses, and its form on the wire.

use jiff::Timestamp;
use kernel::ids::MessageId;
use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};

use crate::compose::Composed;
use crate::content::Kind;

/// A mail that is ready to leave. One recipient each: nobody sees another's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    id: MessageId,
    kind: Kind,
    from: Mailbox,
    to: Address,
    at: Timestamp,
    composed: Composed,
    unsubscribe: Option<String>,
}

/// An address cannot be used. Deliberately without the address in it: errors are logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// The sender's.
    #[error("the sender's address of outgoing mail is no e-mail address; correct it in the settings")]
    From,
    /// The sender's name.
    #[error("the sender's name of outgoing mail has a line break in it; correct it in the settings")]
    FromName,
    /// The recipient's.
    #[error("the recipient's address is no e-mail address, so the mail cannot be sent")]
    To,
}

impl Message {
    /// A message from `from` (named `from_name`) to `to`, written at `at`. The same `id` on a second attempt
    /// lets the recipient's server see that it is the same mail.
    pub fn new(
        id: MessageId,
        kind: Kind,
        (from_name, from): (&str, &str),
        to: &str,
        at: Timestamp,
        composed: Composed,
    ) -> Result<Self, AddressError> {
        // INVARIANT: nothing with a control character becomes part of a header.
        if from_name.contains(char::is_control) {
            return Err(AddressError::FromName);
        }
        let from = Mailbox::new(
            Some(from_name.to_owned()).filter(|name| !name.is_empty()),
            address(from).ok_or(AddressError::From)?,
        );
        let to = address(to).ok_or(AddressError::To)?;
        Ok(Self { id, kind, from, to, at, composed, unsubscribe: None })
    }

    /// The same with where it is ended with one click (RFC 2369, RFC 8058). What is no web address is left out.
    #[must_use]
    pub fn ended_at(mut self, address: Option<&str>) -> Self {
        let sound = |address: &&str| {
            (address.starts_with("https://") || address.starts_with("http://"))
                && !address.contains(|c: char| c.is_control() || c.is_whitespace() || "<>,".contains(c))
        };
        self.unsubscribe = address.filter(sound).map(str::to_owned);
        self
    }

    /// Where it is ended with one click.
    pub fn unsubscribe(&self) -> Option<&str> {
        self.unsubscribe.as_deref()
    }

    /// Its id.
    pub fn id(&self) -> MessageId {
        self.id
    }

    /// Which mail it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The sender's address.
    pub fn from(&self) -> &str {
        self.from.email.as_ref()
    }

    /// The recipient's address.
    pub fn to(&self) -> &str {
        self.to.as_ref()
    }

    /// When it was written.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Subject, text and HTML.
    pub fn composed(&self) -> &Composed {
        &self.composed
    }

    /// The message as RFC 5322 has it. None when a library that builds it refuses, which no address or subject
    /// that got in here makes it do.
    pub(crate) fn wire(&self) -> Option<lettre::Message> {
        // Both parts in quoted-printable, with a boundary that is ours: the same message has the same bytes.
        let parts = MultiPart::alternative()
            .boundary(format!("gestand-{}", self.id))
            .singlepart(SinglePart::plain(self.composed.text.clone()))
            .singlepart(SinglePart::html(self.composed.html.clone()));
        lettre::Message::builder()
            .message_id(Some(format!("<{}@{}>", self.id, self.from.email.domain())))
            .date(self.at.into())
            .from(self.from.clone())
            .to(Mailbox::new(None, self.to.clone()))
            .subject(self.composed.subject.clone())
            // RFC 3834: no vacation replies to what a machine wrote.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .multipart(parts)
            .ok()
            .map(|mut message| {
                let raw = |name: &str, value: String| {
                    Some(HeaderValue::new(HeaderName::new_from_ascii(name.to_owned()).ok()?, value))
                };
                if let Some(address) = &self.unsubscribe {
                    let headers = [
                        raw("List-Unsubscribe", format!("<{address}>")),
                        raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
                    ];
                    for header in headers.into_iter().flatten() {
                        message.headers_mut().insert_raw(header);
                    }
                }
                message
            })
    }
}

/// An address without surprises: no control characters, no quoted local parts, no address literals.
fn address(text: &str) -> Option<Address> {
    if text.contains(|character: char| character.is_control() || character.is_whitespace())
        || text.contains('"')
    {
        return None;
    }
    let address: Address = text.parse().ok()?;
    Some(address).filter(|address| !address.domain().starts_with('['))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Entropy;
    use proptest::prelude::*;

    fn composed(subject: &str) -> Composed {
        Composed { subject: subject.into(), text: "één\n".into(), html: "<p>één</p>\n".into() }
    }

    fn message(from_name: &str, from: &str, to: &str) -> Result<Message, AddressError> {
        let at: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let id = MessageId::new(at, &Entropy::seeded(5));
        Message::new(id, Kind::SignInCode, (from_name, from), to, at, composed("Uw code: één keer"))
    }

    #[test]
    fn the_wire_form_says_when_and_that_a_machine_wrote_it() {
        let message = message("Leskracht", "privacy@leskracht.example", "els@school.example").unwrap();
        let wire = String::from_utf8(message.wire().unwrap().formatted()).unwrap();
        insta::assert_snapshot!(wire.replace('\r', ""));
        assert_eq!(message.wire().unwrap().formatted(), message.wire().unwrap().formatted());
    }

    #[test]
    fn one_click_stands_in_both_headers_and_odd_addresses_in_none() {
        let plain = || message("Leskracht", "privacy@leskracht.example", "els@school.example").unwrap();
        let wire = |message: Message| String::from_utf8(message.wire().unwrap().formatted()).unwrap();
        let good = wire(plain().ended_at(Some("https://www.leskracht.example/mail/one-click/3f9a")));
        assert!(good.contains("List-Unsubscribe: <https://www.leskracht.example/mail/one-click/3f9a>\r\n"));
        assert!(good.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
        for odd in
            ["https://x.example/\r\nBcc: all@school.example", "javascript:alert(1)", "https://x.example/>,<y"]
        {
            assert!(!wire(plain().ended_at(Some(odd))).contains("List-Unsubscribe"), "{odd}");
        }
        assert!(!wire(plain()).contains("List-Unsubscribe"));
    }

    #[test]
    fn a_line_break_gets_into_no_header() {
        let good = "privacy@leskracht.example";
        for evil in [
            "els@school.example\r\nBcc: all@school.example",
            "els@school.example\n",
            "els@school.example\r",
            "\"els\r\nBcc: x\"@school.example",
            "els@school.example, other@school.example",
            "els@[127.0.0.1]",
            "els school.example",
            "",
        ] {
            assert_eq!(message("Leskracht", good, evil), Err(AddressError::To), "{evil:?}");
            assert_eq!(message("Leskracht", evil, good), Err(AddressError::From), "{evil:?}");
        }
        for evil in ["Les\r\nBcc: all@school.example", "Les\nkracht", "Les\u{0}"] {
            assert_eq!(message(evil, good, good), Err(AddressError::FromName), "{evil:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_name_and_address_there_is_one_recipient_and_no_other_header(name in any::<String>(), to in "[ -~\r\n]{0,30}@[ -~\r\n]{0,20}") {
            if let Ok(message) = message(&name, "privacy@leskracht.example", &to) {
                let wire = String::from_utf8(message.wire().unwrap().formatted()).unwrap();
                let head = wire.split_once("\r\n\r\n").unwrap().0;
                let names: Vec<_> = head
                    .split("\r\n")
                    .filter(|line| !line.starts_with([' ', '\t']))
                    .map(|line| line.split_once(':').unwrap().0)
                    .collect();
                prop_assert_eq!(names, ["Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type"]);
            }
        }
    }
}
