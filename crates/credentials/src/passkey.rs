//! Passkeys: a key on a person's own device, asked for by our pages (Web Authentication level 3).
//!
//! A passkey counts as both factors at once, because the device asks for a finger, a face or a number before it
//! answers: every ceremony demands that. Passkeys are discoverable, so nobody has to name an account before they are
//! asked for one, and no page tells which accounts have them. The state of a ceremony is kept by the caller, for one
//! use: an answer works once. The library draws challenges from the system's randomness itself.

use serde_json::{Value, json};
use url::{Host, Url};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// What went wrong with a passkey.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// The site's own address can have no passkeys: they need a name, and https unless the name is `localhost`.
    #[error("a site at this address can have no passkeys: they need https and a name, not a number")]
    Address,
    /// The device's answer is not right.
    #[error("the device's answer cannot be accepted: {0}")]
    Answer(#[from] WebauthnError),
    /// What was sent or kept cannot be read.
    #[error("a passkey or its ceremony cannot be read")]
    Unreadable(#[from] serde_json::Error),
}

/// The site that passkeys are for.
#[derive(Debug)]
pub struct Site {
    rules: Webauthn,
    host: String,
}

/// A ceremony that began: what the page hands to the browser, and what the caller keeps until the answer.
#[derive(Debug)]
pub struct Begun {
    /// For the browser.
    pub options: Value,
    /// For the caller alone.
    pub state: String,
}

/// A passkey that was made.
#[derive(Debug)]
pub struct Made {
    /// The key's own id, hexadecimal.
    pub id: String,
    /// What is kept of it: its public half.
    pub kept: String,
}

/// A passkey that answered.
#[derive(Debug)]
pub struct Answered {
    /// What is kept of it now, when that changed.
    pub kept: Option<String>,
}

impl Site {
    /// The site at an address. One on this very machine (`http://127.0.0.1:8080`) has its passkeys as `localhost`,
    /// because browsers give numbers none.
    pub fn new(base_url: &str, name: &str) -> Result<Self, PasskeyError> {
        let mut origin = Url::parse(base_url).map_err(|_| PasskeyError::Address)?;
        let loopback = match origin.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            _ => false,
        };
        if loopback {
            origin.set_host(Some("localhost")).map_err(|_| PasskeyError::Address)?;
        }
        let host = origin.domain().ok_or(PasskeyError::Address)?.to_owned();
        if origin.scheme() != "https" && host != "localhost" {
            return Err(PasskeyError::Address);
        }
        let rules =
            WebauthnBuilder::new(&host, &origin).map_err(|_| PasskeyError::Address)?.rp_name(name).build()?;
        Ok(Self { rules, host })
    }

    /// The name that passkeys are bound to.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Begins making a passkey for somebody. `known` are the ones they have, so that no device gets two.
    pub fn begin_making(&self, holder: &str, address: &str, known: &[String]) -> Result<Begun, PasskeyError> {
        let holder = Uuid::parse_str(holder).map_err(|_| WebauthnError::InvalidUserUniqueId)?;
        let known: Vec<Passkey> =
            known.iter().map(|kept| serde_json::from_str(kept)).collect::<Result<_, _>>()?;
        let known = known.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let (options, state) =
            self.rules.start_passkey_registration(holder, address, address, Some(known))?;
        let mut options = serde_json::to_value(options)?;
        // A key that can be found without naming an account: the library leaves that to the device.
        if let Some(wanted) = options.pointer_mut("/publicKey/authenticatorSelection") {
            wanted["residentKey"] = json!("required");
            wanted["requireResidentKey"] = json!(true);
        }
        Ok(Begun { options, state: serde_json::to_string(&state)? })
    }

    /// Takes in the passkey that a device made.
    pub fn finish_making(&self, answer: &Value, state: &str) -> Result<Made, PasskeyError> {
        let state: PasskeyRegistration = serde_json::from_str(state)?;
        let answer: RegisterPublicKeyCredential = serde_json::from_value(answer.clone())?;
        let passkey = self.rules.finish_passkey_registration(&answer, &state)?;
        Ok(Made { id: hex::encode(passkey.cred_id()), kept: serde_json::to_string(&passkey)? })
    }

    /// Begins asking for a passkey, whosever it is.
    pub fn begin_asking(&self) -> Result<Begun, PasskeyError> {
        let (options, state) = self.rules.start_discoverable_authentication()?;
        let mut options = serde_json::to_value(options)?;
        // Asked for by a button, not while somebody types.
        if let Some(options) = options.as_object_mut() {
            options.remove("mediation");
        }
        Ok(Begun { options, state: serde_json::to_string(&state)? })
    }

    /// Whose passkey an answer says it is, and which, hexadecimal. Nothing is proved by that yet.
    pub fn named(&self, answer: &Value) -> Result<(String, String), PasskeyError> {
        let answer: PublicKeyCredential = serde_json::from_value(answer.clone())?;
        let (holder, id) = self.rules.identify_discoverable_authentication(&answer)?;
        Ok((holder.hyphenated().to_string(), hex::encode(id)))
    }

    /// Checks the answer of a passkey against what is kept of it.
    pub fn finish_asking(&self, answer: &Value, state: &str, kept: &str) -> Result<Answered, PasskeyError> {
        let state: DiscoverableAuthentication = serde_json::from_str(state)?;
        let answer: PublicKeyCredential = serde_json::from_value(answer.clone())?;
        let mut passkey: Passkey = serde_json::from_str(kept)?;
        let result = self.rules.finish_discoverable_authentication_v2(&answer, state, &passkey)?;
        if !result.user_verified() {
            return Err(WebauthnError::UserNotVerified.into());
        }
        let changed = passkey.update_credential(&result).unwrap_or(false);
        Ok(Answered { kept: changed.then(|| serde_json::to_string(&passkey)).transpose()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sites_that_browsers_give_passkeys_have_them() {
        for (address, host) in [
            ("https://privacy.school.example", Some("privacy.school.example")),
            ("https://privacy.school.example:8443", Some("privacy.school.example")),
            ("http://localhost:8080", Some("localhost")),
            ("http://127.0.0.1:8080", Some("localhost")),
            ("http://[::1]:8080", Some("localhost")),
            ("http://privacy.school.example", None),
            ("https://203.0.113.7", None),
            ("no address", None),
        ] {
            let site = Site::new(address, "Leskracht").ok();
            assert_eq!(site.as_ref().map(Site::host), host, "{address}");
        }
    }

    #[test]
    fn a_ceremony_asks_for_a_key_that_names_its_holder_and_for_the_person() {
        let site = Site::new("https://privacy.school.example", "Leskracht").unwrap();
        let begun =
            site.begin_making("0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11", "noor@school.example", &[]).unwrap();
        let wanted = &begun.options["publicKey"]["authenticatorSelection"];
        assert_eq!(wanted["residentKey"], "required");
        assert_eq!(wanted["userVerification"], "required");
        let asked = site.begin_asking().unwrap();
        assert_eq!(asked.options["publicKey"]["userVerification"], "required");
        assert_eq!(asked.options["publicKey"]["allowCredentials"], json!([]), "nobody is named");
        assert_ne!(asked.options, site.begin_asking().unwrap().options, "each has its own challenge");
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        let site = Site::new("https://privacy.school.example", "Leskracht").unwrap();
        let asked = site.begin_asking().unwrap();
        for answer in [json!({}), json!(null), json!({"id": "x", "rawId": "x", "type": "public-key"})] {
            assert!(site.named(&answer).is_err());
            assert!(site.finish_asking(&answer, &asked.state, "{}").is_err());
            assert!(site.finish_making(&answer, &asked.state).is_err());
        }
    }
}
