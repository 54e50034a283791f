//! What comes back: reports of mail servers that a message did not arrive (RFC 3464), read from the mail that holds
//! them.
//!
//! A bounce address or a mailbox hands the whole mail in. Only three things are read: which message of ours it is about,
//! by the id that we gave it; whether it will never arrive; and the code of the reason (RFC 3463). Nothing else of it is
//! kept: a server may repeat addresses and words. To read another provider's reports, give them this form.

/// The most of a mail that is looked at. What follows is the message that came back, whole.
const MOST_BYTES: usize = 256 * 1024;

/// A report that a message did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The id that we gave the message: what stands before the @ of its Message-ID.
    pub message: String,
    /// Whether it will never arrive; otherwise it may the next time.
    pub hard: bool,
    /// The code of RFC 3463, such as "5.1.1".
    pub status: String,
}

/// Reads the report in a mail. None when it is none, or not about a message of ours.
pub fn read(mail: &[u8]) -> Option<Report> {
    let text = String::from_utf8_lossy(mail.get(..mail.len().min(MOST_BYTES))?);
    let lines = unfolded(&text);
    let field = |name: &str| {
        lines.iter().find_map(|line| {
            let (given, value) = line.split_once(':')?;
            given.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let action = field("Action")?.to_ascii_lowercase();
    let status = code(&field("Status")?)?;
    // A delay is no bounce: the server goes on trying by itself.
    let hard = match action.as_str() {
        "failed" => status.starts_with('5'),
        _ => return None,
    };
    // The report has an id of its own; ours stands in what came back.
    let own = lines
        .iter()
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| {
            ["Message-ID", "Original-Envelope-Id", "X-Original-Message-ID"]
                .iter()
                .any(|known| name.trim().eq_ignore_ascii_case(known))
        })
        .filter_map(|(_, value)| id(value))
        .next_back()?;
    Some(Report { message: own, hard, status })
}

/// What stands before the @ of a Message-ID, when it looks like one that we give.
pub fn id(text: &str) -> Option<String> {
    let inner = text.trim().trim_start_matches('<').trim_end_matches('>');
    let local = inner.split('@').next().unwrap_or(inner);
    let fits = local.len() == 36 && local.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    fits.then(|| local.to_ascii_lowercase())
}

/// A code of RFC 3463: class, subject and detail.
pub fn code(text: &str) -> Option<String> {
    let code = text.split_whitespace().next()?;
    let parts: Vec<&str> = code.split('.').collect();
    let number =
        |part: &&str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
    (parts.len() == 3 && parts.iter().all(number)).then(|| code.to_owned())
}

/// Lines, with what was folded onto the next put together again.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.starts_with([' ', '\t']), lines.last_mut()) {
            (true, Some(last)) if !last.is_empty() => last.push_str(line.trim_end()),
            _ => lines.push(line.trim_end().to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11";

    fn report(action: &str, status: &str, id: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.school.example\r\nMessage-ID: <report-1@mx.school.example>\r\n\
             Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"b\"\r\n\r\n--b\r\n\
             Content-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mx.school.example\r\n\r\nFinal-Recipient: rfc822; els@school.example\r\n\
             Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n <els@school.example> unknown\r\n\
             --b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: Uw gegevens\r\nMessage-ID:\r\n\t<{id}@leskracht.example>\r\n--b--\r\n"
        )
    }

    #[test]
    fn a_report_names_our_message_and_says_whether_it_will_ever_arrive() {
        let read = |action: &str, status: &str, id: &str| super::read(report(action, status, id).as_bytes());
        let of = |hard, status: &str| Some(Report { message: OURS.into(), hard, status: status.into() });
        for (action, status, id, expected) in [
            ("failed", "5.1.1", OURS, of(true, "5.1.1")),
            ("Failed", "5.2.2 (mailbox full)", OURS, of(true, "5.2.2")),
            ("failed", "4.2.2", OURS, of(false, "4.2.2")),
            ("delayed", "4.4.1", OURS, None),
            ("delivered", "2.0.0", OURS, None),
            ("failed", "no", OURS, None),
            ("failed", "5.1", OURS, None),
            ("failed", "5.1.1", "somebody-elses-message", None),
        ] {
            assert_eq!(read(action, status, id), expected, "{action} {status} {id}");
        }
    }

    #[test]
    fn what_is_no_report_is_none_whatever_it_is() {
        let huge = vec![b'a'; 3 * MOST_BYTES];
        for odd in [b"".as_slice(), b"\xff\xfe\x00", b"Action: failed", b" folded\r\n", huge.as_slice()] {
            assert_eq!(read(odd), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_report_or_none(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }

        /// A report with anything put in or cut out anywhere: what comes of it names a message of the form that we give.
        #[test]
        fn any_change_to_a_report_makes_no_other_kind_of_id(
            at in proptest::prelude::any::<proptest::sample::Index>(),
            long in 0_usize..60,
            with in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..20),
        ) {
            let mut bytes = report("failed", "5.1.1", OURS).into_bytes();
            let at = at.index(bytes.len());
            bytes.splice(at..(at + long).min(bytes.len()), with);
            if let Some(found) = read(&bytes) {
                proptest::prop_assert_eq!(found.message.len(), 36);
                proptest::prop_assert!(code(&found.status).is_some());
            }
        }
    }
}
