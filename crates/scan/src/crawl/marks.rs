//! What a visitor of a scan types where a page asks for a name or an address: marks of nobody. None of their usual forms
//! may go to anybody else.

use base64::Engine as _;
use sha1::Digest as _;
use sha2::Digest as _;

/// The address, on a domain that nobody has (RFC 2606).
pub(super) fn email(secret: &str) -> String {
    format!("scan-{secret}@drill.invalid")
}

/// The name.
pub(super) fn name(secret: &str) -> String {
    format!("Scan{secret} Proef")
}

/// Every form in which a mark could leave, in small letters, with the name of the form.
pub(super) fn forms(secret: &str) -> Vec<(String, &'static str)> {
    let (email, name) = (email(secret), name(secret).to_lowercase());
    let code = |text: &str| {
        let all = base64::prelude::BASE64_STANDARD_NO_PAD.encode(text);
        // The last characters depend on what follows.
        all[..all.len().saturating_sub(2)].to_ascii_lowercase()
    };
    vec![
        (email.clone(), "e-mail"),
        (email.replace('@', "%40"), "e-mail"),
        (hex::encode(sha2::Sha256::digest(email.as_bytes())), "e-mail, SHA-256"),
        (hex::encode(sha1::Sha1::digest(email.as_bytes())), "e-mail, SHA-1"),
        (hex::encode(md5::Md5::digest(email.as_bytes())), "e-mail, MD5"),
        (code(&email), "e-mail, Base64"),
        (name.split(' ').next().unwrap_or_default().to_owned(), "name"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_those_of_the_address() {
        let forms = forms("00ff");
        assert!(forms.iter().all(|(mark, _)| *mark == mark.to_lowercase() && mark.len() >= 8));
        // echo -n scan-00ff@drill.invalid | sha256sum
        let hash = forms.iter().find(|(_, form)| form.ends_with("SHA-256")).unwrap();
        assert_eq!(hash.0.len(), 64);
        assert_eq!(forms.iter().filter(|(_, form)| *form == "e-mail").count(), 2);
    }
}
