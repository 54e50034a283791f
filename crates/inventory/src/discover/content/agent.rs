//! What browsers and programs call themselves.

/// Marks that stand in nearly every one.
const MARKS: &[&str] =
    &["Mozilla/5.0", "Mozilla/4.0", "AppleWebKit/", "Gecko/20", "Opera/9", "curl/", "okhttp/", "Dalvik/"];

/// Whether a value is one.
pub fn is(value: &str) -> bool {
    value.len() <= 1024 && MARKS.iter().any(|mark| value.contains(mark))
}
