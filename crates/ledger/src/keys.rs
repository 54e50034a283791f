//! The key pair that signs checkpoints: Ed25519, in the text forms of the C2SP signed note.
//!
//! The name of the key is the origin of the ledger, so that a signature cannot be carried over to another one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use signed_note::{Signer, StandardSigner, StandardVerifier};

/// A text is no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The name cannot be that of a key.
    #[error(
        "“{0}” cannot name a ledger: it must not be empty and must have no spaces and no plus sign; use a host name"
    )]
    Name(String),
    /// No public key.
    #[error("this is no public key; one looks like ledger.example+1a2b3c4d+AbCd…")]
    Public,
    /// No signing key. The text itself is never shown.
    #[error("this is no signing key; one begins with PRIVATE+KEY+")]
    Signing,
}

/// The secret half.
#[derive(Clone)]
pub struct SigningKey {
    text: String,
    signer: StandardSigner,
    public: PublicKey,
}

/// The public half, written `name+id+base64` (C2SP signed-note, "verifier key").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(String);

impl SigningKey {
    /// The key pair of the ledger `origin` that grows from 32 secret random bytes.
    pub fn from_seed(origin: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        if !signed_note::is_key_name_valid(origin) {
            return Err(KeyError::Name(origin.chars().take(60).collect()));
        }
        let secret = ed25519_dalek::SigningKey::from_bytes(seed);
        let public = signed_note::new_ed25519_verifier_key(origin, &secret.verifying_key());
        let id = public.split('+').nth(1).ok_or(KeyError::Signing)?;
        let body: Vec<u8> = std::iter::once(1u8).chain(*seed).collect();
        Self::build(format!("PRIVATE+KEY+{origin}+{id}+{}", STANDARD.encode(body)), PublicKey(public))
    }

    /// Reads the text form, as [`SigningKey::to_text`] writes it into a key file.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let parts: Vec<&str> = text.trim().splitn(5, '+').collect();
        let ["PRIVATE", "KEY", origin, _, body] = parts.as_slice() else { return Err(KeyError::Signing) };
        let body = STANDARD.decode(body).map_err(|_| KeyError::Signing)?;
        let seed: &[u8; 32] =
            body.strip_prefix(&[1]).and_then(|seed| seed.try_into().ok()).ok_or(KeyError::Signing)?;
        let key = Self::from_seed(origin, seed)?;
        if key.text == text.trim() { Ok(key) } else { Err(KeyError::Signing) }
    }

    fn build(text: String, public: PublicKey) -> Result<Self, KeyError> {
        let signer = StandardSigner::new(&text).map_err(|_| KeyError::Signing)?;
        Ok(Self { text, signer, public })
    }

    /// The text form. Secret.
    pub fn to_text(&self) -> &str {
        &self.text
    }

    /// The public half.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// The name of the ledger it signs for.
    pub fn origin(&self) -> &str {
        self.signer.name()
    }

    pub(crate) fn signer(&self) -> &dyn Signer {
        &self.signer
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.public)
    }
}

impl PublicKey {
    /// The name of the ledger it speaks for.
    pub fn origin(&self) -> &str {
        self.0.split('+').next().unwrap_or_default()
    }

    pub(crate) fn verifier(&self) -> Result<StandardVerifier, KeyError> {
        StandardVerifier::new(&self.0).map_err(|_| KeyError::Public)
    }
}

impl std::str::FromStr for PublicKey {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let key = Self(text.trim().to_owned());
        key.verifier().map(|_| key)
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_halves_survive_being_written() {
        let key = SigningKey::from_seed("ledger.example", &[7; 32]).unwrap();
        assert_eq!(
            SigningKey::parse(&format!("{}\n", key.to_text())).unwrap().public_key(),
            key.public_key()
        );
        assert_eq!(&key.public_key().to_string().parse::<PublicKey>().unwrap(), key.public_key());
        assert_eq!((key.origin(), key.public_key().origin()), ("ledger.example", "ledger.example"));
        assert!(!format!("{key:?}").contains("PRIVATE"));
    }

    #[test]
    fn refuses_what_is_no_key() {
        assert!(matches!(SigningKey::from_seed("two words", &[7; 32]), Err(KeyError::Name(_))));
        for text in ["", "PRIVATE+KEY+x", "PRIVATE+KEY+ledger.example+00000000+AQcHBw=="] {
            assert!(matches!(SigningKey::parse(text), Err(KeyError::Signing)), "{text}");
        }
        let key = SigningKey::from_seed("ledger.example", &[7; 32]).unwrap();
        let renamed = key.public_key().to_string().replace("ledger.example", "other.example");
        assert_eq!(renamed.parse::<PublicKey>(), Err(KeyError::Public));
    }
}
