//! Passwords: which are taken, and what is kept of them.
//!
//! A password is long, hard to guess and not on a list of leaked ones; no kind of character is demanded, because such
//! demands make people choose worse ones (NIST SP 800-63B section 3.1.1.2). What is kept is an Argon2id hash (RFC 9106)
//! under a secret of the house, so that a stolen table alone is worth nothing.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization as _;
use zxcvbn::{Score, zxcvbn};

use crate::leaked;

/// The fewest characters of a password.
pub const SHORTEST: usize = 12;
/// The most characters: enough for any sentence, little enough that nobody keeps the machine busy with one.
pub const LONGEST: usize = 200;
/// The fewest letters and digits of a password beside what others know of the account.
const BESIDE: usize = 6;
/// Memory of one hash in KiB, passes over it, and threads: the second recommended option of RFC 9106 section 4 asks
/// for 64 MiB; OWASP's smaller equal of 19 MiB and two passes leaves room for several sign-ins at once.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const THREADS: u32 = 1;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Fewer than [`SHORTEST`] characters.
    #[error("the password has fewer than {SHORTEST} characters")]
    Short,
    /// More than [`LONGEST`] characters.
    #[error("the password has more than {LONGEST} characters")]
    Long,
    /// It stands on the list of leaked passwords.
    #[error("the password stands on a list of leaked passwords")]
    Leaked,
    /// It would be guessed soon, or it is made of what the account itself says.
    #[error("the password would be guessed soon")]
    Guessable,
}

/// A hash could not be made: only parameters that the library refuses can cause it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a password could not be hashed: {0}")]
pub struct HashError(String);

/// Whether a password may be used. `about` is what others know of the account: the address and its parts, the name.
pub fn check(password: &str, about: &[&str]) -> Result<(), Weakness> {
    let password = normal(password);
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Weakness::Short);
    }
    if length > LONGEST {
        return Err(Weakness::Long);
    }
    if leaked::is_leaked(&password) {
        return Err(Weakness::Leaked);
    }
    let strength = zxcvbn(&password, about);
    let weak = strength.score() < Score::Three || beside(&password, about) < BESIDE;
    if weak { Err(Weakness::Guessable) } else { Ok(()) }
}

/// How many letters and digits a password has beside what others know of the account: a name and a year is a guess
/// that is made early.
fn beside(password: &str, about: &[&str]) -> usize {
    let mut rest = password.to_lowercase();
    let mut known: Vec<String> =
        about.iter().filter(|word| word.chars().count() > 3).map(|word| word.to_lowercase()).collect();
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in known {
        rest = rest.replace(&word, "");
    }
    rest.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The hash of a password, in the PHC string format. `salt` is random, `pepper` the secret of the house.
pub fn hash(password: &str, salt: [u8; 16], pepper: &[u8]) -> Result<String, HashError> {
    let argon = argon(pepper)?;
    let hash: PasswordHash = argon
        .hash_password_with_salt(normal(password).as_bytes(), &salt)
        .map_err(|error| HashError(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether a password is the one of a hash. With no hash the same work is done for nothing, so that nobody can tell
/// by the time whether an account exists or has a password.
pub fn verify(password: &str, hash: Option<&str>, pepper: &[u8]) -> bool {
    let Ok(argon) = argon(pepper) else { return false };
    let password = normal(password);
    let parsed = hash.and_then(|hash| PasswordHash::new(hash).ok());
    if let Some(parsed) = parsed {
        return argon.verify_password(password.as_bytes(), &parsed).is_ok();
    }
    let nothing: Result<PasswordHash, _> = argon.hash_password_with_salt(password.as_bytes(), &[0; 16]);
    drop(nothing);
    false
}

fn argon(pepper: &[u8]) -> Result<Argon2<'_>, HashError> {
    let params = Params::new(MEMORY, PASSES, THREADS, None).map_err(|error| HashError(error.to_string()))?;
    Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params)
        .map_err(|error| HashError(error.to_string()))
}

/// The same text however it was typed: keyboards compose accents differently (NIST SP 800-63B section 3.1.1.2).
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEPPER: &[u8] = b"the secret of a house in a test.";

    #[test]
    fn what_is_taken_and_what_is_not() {
        let about = ["noor.dejong@school.example", "noor", "dejong", "school"];
        for (password, verdict) in [
            ("korter dan", Err(Weakness::Short)),
            // Eleven characters, though more bytes.
            ("ééééééééééé", Err(Weakness::Short)),
            (&"lang ".repeat(60), Err(Weakness::Long)),
            ("qwertyuiop123", Err(Weakness::Leaked)),
            ("QWERTYUIOP123", Err(Weakness::Leaked)),
            ("password12345", Err(Weakness::Leaked)),
            ("noordejong12", Err(Weakness::Guessable)),
            ("aaaaaaaaaaaaaaaa", Err(Weakness::Leaked)),
            ("Dejong.School.2026", Err(Weakness::Guessable)),
            ("abababababababababab", Err(Weakness::Guessable)),
            // No capitals, no digits, no signs: nothing of that is demanded.
            ("vier paarden nieten grijs", Ok(())),
            ("🦉🦉 bakt zelden taart", Ok(())),
            ("wiebelig tafelkleed 9", Ok(())),
        ] {
            assert_eq!(check(password, &about), verdict, "{password}");
        }
    }

    #[test]
    fn a_hash_fits_its_password_its_secret_and_nothing_else() {
        let kept = hash("vier paarden nieten grijs", [7; 16], PEPPER).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("vier paarden nieten grijs", Some(&kept), PEPPER));
        assert!(!verify("vier paarden nieten grij", Some(&kept), PEPPER));
        assert!(!verify("vier paarden nieten grijs", Some(&kept), b"the secret of another house!"));
        assert!(!verify("vier paarden nieten grijs", None, PEPPER));
        assert!(!verify("vier paarden nieten grijs", Some("no hash at all"), PEPPER));
        assert_ne!(kept, hash("vier paarden nieten grijs", [8; 16], PEPPER).unwrap(), "the salt counts");
    }

    #[test]
    fn accents_may_be_typed_either_way() {
        let kept = hash("cre\u{0300}me caramel bruit", [1; 16], PEPPER).unwrap();
        assert!(verify("cr\u{00e8}me caramel bruit", Some(&kept), PEPPER));
    }
}
