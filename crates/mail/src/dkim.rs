//! Signing what leaves (DKIM, RFC 6376 and 8463): the receiving server sees that the organisation itself sent it, and that
//! nobody changed it on the way.
//!
//! Everything is signed that says who wrote to whom what, and both headers by which a message is ended with one click
//! (RFC 8058 asks for that). Signed under the name of the organisation's domain, with a key whose public half stands in
//! its DNS as `SELECTOR._domainkey.DOMAIN`.

use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey,
};
use lettre::message::header::HeaderName;

/// What is signed, when a message has it.
const SIGNED: [&str; 9] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];

/// A key that signs for a domain.
pub struct Dkim {
    key: String,
    algorithm: DkimSigningAlgorithm,
    domain: String,
    selector: String,
}

/// A key, domain or selector cannot be used. Without the key in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DkimError {
    /// The domain or selector is none.
    #[error(
        "the domain and the selector for signing mail are names like leskracht.example and gestand1; correct them"
    )]
    Name,
    /// The key is in a form that is not read.
    #[error(
        "the key for signing mail is neither an RSA key in the form “BEGIN RSA PRIVATE KEY” nor the 32 bytes of an Ed25519 key in base64; `openssl rsa -traditional -in KEY` writes the first"
    )]
    Key,
}

impl Dkim {
    /// A key as its file holds it.
    ///
    /// # Errors
    /// [`DkimError`].
    pub fn new(domain: &str, selector: &str, key: &str) -> Result<Self, DkimError> {
        let name = |text: &str| {
            !text.is_empty()
                && text.len() <= 120
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
        };
        if !name(domain) || !name(selector) || !domain.contains('.') {
            return Err(DkimError::Name);
        }
        let algorithm = if key.contains("-----BEGIN") {
            DkimSigningAlgorithm::Rsa
        } else {
            DkimSigningAlgorithm::Ed25519
        };
        let key = key.trim().to_owned();
        DkimSigningKey::new(&key, algorithm).map_err(|_| DkimError::Key)?;
        Ok(Self { key, algorithm, domain: domain.to_owned(), selector: selector.to_owned() })
    }

    /// Signs a message. Headers that it does not have are not signed.
    pub(crate) fn sign(&self, message: &mut lettre::Message) {
        let Ok(key) = DkimSigningKey::new(&self.key, self.algorithm) else { return };
        let there = SIGNED.iter().filter(|name| message.headers().get_raw(name).is_some());
        let headers: Vec<HeaderName> = there.map(|name| HeaderName::new_from_ascii_str(name)).collect();
        let relaxed = DkimCanonicalization {
            header: DkimCanonicalizationType::Relaxed,
            body: DkimCanonicalizationType::Relaxed,
        };
        let config = DkimConfig::new(self.selector.clone(), self.domain.clone(), key, headers, relaxed);
        message.sign(&config);
    }
}

impl std::fmt::Debug for Dkim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dkim")
            .field("domain", &self.domain)
            .field("selector", &self.selector)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use ed25519_dalek::{Signature, SigningKey, Verifier as _};
    use kernel::Entropy;
    use kernel::ids::MessageId;
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::{Composed, Kind, Message};

    const SEED: [u8; 32] = [7; 32];

    fn signed() -> String {
        let at = "2026-11-22T12:00:00Z".parse().unwrap();
        let composed = Composed {
            subject: "Uw  gegevens: één".into(),
            text: "Dag  allemaal \n\n\n".into(),
            html: "<p>Dag</p>\n".into(),
        };
        let id = MessageId::new(at, &Entropy::seeded(5));
        let message = Message::new(
            id,
            Kind::Bulletin,
            ("Leskracht", "privacy@leskracht.example"),
            "els@school.example",
            at,
            composed,
        )
        .unwrap()
        .ended_at(Some("https://www.leskracht.example/mail/one-click/3f9a"));
        let mut wire = message.wire().unwrap();
        Dkim::new("leskracht.example", "gestand1", &STANDARD.encode(SEED)).unwrap().sign(&mut wire);
        String::from_utf8(wire.formatted()).unwrap()
    }

    /// The relaxed form of a header (RFC 6376, 3.4.2), written anew here.
    fn relaxed(name: &str, value: &str) -> String {
        let words: Vec<&str> = value.split_whitespace().collect();
        format!("{}:{}", name.to_ascii_lowercase(), words.join(" "))
    }

    /// Checks a signed message as a receiving server does.
    fn holds(wire: &str) -> bool {
        let (head, body) = wire.split_once("\r\n\r\n").unwrap();
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let headers: Vec<(&str, &str)> =
            unfolded.split("\r\n").map(|line| line.split_once(':').unwrap()).collect();
        let (_, given) =
            headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("dkim-signature")).expect("signed");
        let tag = |wanted: &str| -> String {
            let found =
                given.split(';').map(str::trim).find_map(|tag| tag.strip_prefix(&format!("{wanted}=")));
            found.expect(wanted).split_whitespace().collect()
        };
        let lines: Vec<String> = body
            .split("\r\n")
            .map(|line| {
                let blank = line.starts_with([' ', '\t']);
                let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
                format!("{}{}", if blank && !words.is_empty() { " " } else { "" }, words.join(" "))
            })
            .collect();
        let body = lines.join("\r\n");
        let body = format!("{}\r\n", body.trim_end_matches("\r\n"));
        let mut text = String::new();
        for name in tag("h").split(':') {
            let (name, value) =
                headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).expect("there");
            text.push_str(&relaxed(name, value));
            text.push_str("\r\n");
        }
        let (before, _) = given.split_once("b=").filter(|_| given.contains("; b=")).unwrap_or((given, ""));
        let unsigned = given.rsplit_once("; b=").map_or(before, |(before, _)| before);
        text.push_str(&relaxed("dkim-signature", &format!("{unsigned}; b=")));
        let hash = Sha256::digest(text.as_bytes());
        let signature: [u8; 64] = STANDARD.decode(tag("b")).unwrap().try_into().unwrap();
        let key = SigningKey::from_bytes(&SEED).verifying_key();
        STANDARD.encode(Sha256::digest(body.as_bytes())) == tag("bh")
            && key.verify(&hash, &Signature::from_bytes(&signature)).is_ok()
    }

    #[test]
    fn a_server_that_checks_finds_it_right_and_every_change_wrong() {
        let wire = signed();
        assert!(holds(&wire), "{wire}");
        for name in ["from", "to", "subject", "list-unsubscribe", "list-unsubscribe-post"] {
            let list = wire.split("h=").nth(1).unwrap().split(';').next().unwrap();
            assert!(list.split(':').any(|one| one.trim() == name), "{name} is signed: {list}");
        }
        for (was, is) in
            [("els@school", "jan@school"), ("one-click/3f9a", "one-click/0000"), ("<p>Dag</p>", "<p>Nee</p>")]
        {
            assert!(wire.contains(was), "{was}");
            assert!(!holds(&wire.replace(was, is)), "{was} to {is}");
        }
    }

    #[test]
    fn a_key_that_is_none_is_told_without_showing_it() {
        let seed = STANDARD.encode(SEED);
        for (domain, selector, key, error) in [
            ("leskracht.example", "a", "hemelwater", DkimError::Key),
            (
                "leskracht.example",
                "a",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                DkimError::Key,
            ),
            ("leskracht", "a", seed.as_str(), DkimError::Name),
            ("leskracht.example", "a b", seed.as_str(), DkimError::Name),
            ("", "a", seed.as_str(), DkimError::Name),
        ] {
            let given = Dkim::new(domain, selector, key).unwrap_err();
            assert_eq!(given, error);
            assert!(!given.to_string().contains("hemelwater"));
        }
        let dkim = Dkim::new("leskracht.example", "gestand1", &seed).unwrap();
        assert!(!format!("{dkim:?}").contains(&seed));
    }
}
