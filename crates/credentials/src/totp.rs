//! Codes of an app: six digits, a new one every half minute (RFC 6238).

use jiff::Timestamp;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// Bytes of a secret: 160 bits, as RFC 4226 section 4 recommends.
pub const SECRET: usize = 20;
/// A code of one step before or after counts as well: clocks differ.
const SKEW: u16 = 1;
/// Seconds of a step.
const STEP: u64 = 30;

/// The step whose code this is, when it is one that may be used now. A step counts once: `last` is the one that was
/// used last, and neither it nor one before it opens anything again.
pub fn check(secret: &[u8; SECRET], typed: &str, now: Timestamp, last: Option<i64>) -> Option<i64> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != 6 || typed.chars().any(char::is_alphabetic) {
        return None;
    }
    let seconds = u64::try_from(now.as_second()).ok()?;
    let step = i64::try_from(app(secret)?.check(&digits, seconds)?).ok()?;
    // The library gives the first fitting step; of two steps with one code the later is the one that is shown.
    last.is_none_or(|last| step > last).then_some(step)
}

/// The code of an instant: what an app would show.
pub fn code(secret: &[u8; SECRET], now: Timestamp) -> Option<String> {
    let seconds = u64::try_from(now.as_second()).ok()?;
    Some(app(secret)?.generate(seconds).to_string())
}

/// The secret as people type it into an app.
pub fn typed(secret: &[u8; SECRET]) -> String {
    let plain = Secret::from(*secret).to_base32();
    let letters: Vec<char> = plain.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The address that apps read a secret from. `account` and `issuer` are shown in the app.
pub fn address(secret: &[u8; SECRET], account: &str, issuer: &str) -> String {
    let mut address = url::Url::parse("otpauth://totp/").ok();
    if let Some(address) = &mut address {
        let label = format!("/{}:{}", issuer.replace(':', " "), account.replace(':', " "));
        address.set_path(&label);
        address
            .query_pairs_mut()
            .append_pair("secret", &Secret::from(*secret).to_base32())
            .append_pair("issuer", &issuer.replace(':', " "));
    }
    address.map(String::from).unwrap_or_default()
}

fn app(secret: &[u8; SECRET]) -> Option<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(SKEW)
        .with_step_duration(STEP)
        .with_secret(*secret)
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238 appendix B.
    const SECRET_OF_RFC: &[u8; SECRET] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238 appendix B, the last six of its eight digits.
        for (second, shown) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(code(SECRET_OF_RFC, at(second)).as_deref(), Some(shown));
            assert_eq!(check(SECRET_OF_RFC, shown, at(second), None), Some(second / 30));
        }
    }

    #[test]
    fn a_code_works_a_step_around_its_own_and_no_longer() {
        let now = 1_234_567_890;
        let shown = code(SECRET_OF_RFC, at(now)).unwrap();
        for (moved, works) in [(0, true), (30, true), (-30, true), (61, false), (-61, false)] {
            assert_eq!(check(SECRET_OF_RFC, &shown, at(now + moved), None).is_some(), works, "{moved}");
        }
    }

    #[test]
    fn a_step_counts_once() {
        let now = at(1_234_567_890);
        let shown = code(SECRET_OF_RFC, now).unwrap();
        let step = check(SECRET_OF_RFC, &shown, now, None).unwrap();
        assert_eq!(check(SECRET_OF_RFC, &shown, now, Some(step)), None, "the same again");
        assert_eq!(check(SECRET_OF_RFC, &shown, now, Some(step + 1)), None, "one before the last");
        assert_eq!(check(SECRET_OF_RFC, &shown, now, Some(step - 1)), Some(step));
    }

    #[test]
    fn what_is_no_code_opens_nothing() {
        for typed in ["", "28708", "2870822", "a287082", "-287082x"] {
            assert_eq!(check(SECRET_OF_RFC, typed, at(59), None), None, "{typed}");
        }
        assert!(check(SECRET_OF_RFC, "287 082", at(59), None).is_some(), "spaces are for people");
    }

    #[test]
    fn an_app_can_read_the_address_and_a_person_the_secret() {
        let address = address(SECRET_OF_RFC, "noor+a@school.example", "Les: kracht");
        assert!(
            address.starts_with(
                "otpauth://totp/Les%20%20kracht:noor+a@school.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            ),
            "{address}"
        );
        assert_eq!(typed(SECRET_OF_RFC), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
