//! Recovery codes: ten, each of which opens the door once when the other factor is lost. They are shown once; what is
//! kept are keyed hashes.

use kernel::Entropy;

/// How many are made at once.
pub const COUNT: usize = 10;
/// Characters of a code without its dash: 49 bits.
const LENGTH: usize = 10;
/// Nothing that is read for something else: no 0 and o, no 1, i and l.
const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// New codes, in the form in which they are shown.
pub fn make(entropy: &Entropy) -> Vec<String> {
    let letter = || {
        let at = usize::try_from(entropy.below(LETTERS.len() as u64)).unwrap_or_default();
        char::from(LETTERS.get(at).copied().unwrap_or(b'x'))
    };
    let code = || {
        let (left, right): (String, String) =
            ((0..LENGTH / 2).map(|_| letter()).collect(), (0..LENGTH / 2).map(|_| letter()).collect());
        format!("{left}-{right}")
    };
    (0..COUNT).map(|_| code()).collect()
}

/// A code as it is compared, however it was typed; none when it cannot be one.
pub fn normal(typed: &str) -> Option<String> {
    let plain: String =
        typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    (plain.len() == LENGTH && plain.bytes().any(|byte| byte.is_ascii_lowercase())).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_read_back_however_they_are_typed() {
        let codes = make(&Entropy::seeded(1));
        assert_eq!(codes.len(), COUNT);
        let mut distinct: Vec<_> = codes.iter().filter_map(|code| normal(code)).collect();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), COUNT);
        for code in codes {
            let typed = format!(" {} ", code.to_uppercase().replace('-', " "));
            assert_eq!(normal(&typed), normal(&code));
            assert!(!code.contains(['0', 'o', '1', 'i', 'l']), "{code}");
        }
    }

    #[test]
    fn what_is_no_code_is_none() {
        for typed in ["", "123456", "1234567890", "abcde", "abcde-fghjkm"] {
            assert_eq!(normal(typed), None, "{typed}");
        }
    }
}
