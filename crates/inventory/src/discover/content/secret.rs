//! Password hashes and tokens.

/// How the usual functions write their hashes.
const HASHES: &[&str] = &[
    "$2y$", "$2a$", "$2b$", "$argon2", "$P$", "$H$", "$wp$", "$6$", "$5$", "$1$", "$S$", "pbkdf2_",
    "pbkdf2:", "scrypt:", "$scrypt$", "bcrypt$", "{SSHA}", "{SHA}", "sha1$", "$pbkdf2",
];

/// Whether a value is a password's hash by the way it is written.
pub fn is_password_hash(value: &str) -> bool {
    (20..=300).contains(&value.len())
        && !value.contains(char::is_whitespace)
        && HASHES.iter().any(|prefix| value.starts_with(prefix))
}

/// Random text: long, without spaces, letters and digits mixed without pattern; or a hash in hexadecimal.
pub fn is_token(value: &str) -> bool {
    if !(20..=512).contains(&value.len()) || !value.is_ascii() {
        return false;
    }
    let hexadecimal =
        matches!(value.len(), 32 | 40 | 56 | 64 | 96 | 128) && value.bytes().all(|b| b.is_ascii_hexdigit());
    let written = value
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'/' | b'=' | b'.'));
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let changes = value
        .as_bytes()
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.is_ascii_digit() != b.is_ascii_digit()))
        .count();
    hexadecimal || (written && digits >= 3 && letters >= 8 && changes * 6 >= value.len())
}
