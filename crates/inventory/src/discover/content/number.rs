//! The Dutch burgerservicenummer.

/// Nine digits (eight when a leading 0 was lost) that pass the eleven test: weights 9 to 2 and −1, sum divisible by
/// eleven (Besluit burgerservicenummer). One number in eleven passes by chance.
pub fn is_bsn(value: &str) -> bool {
    let digits: Vec<i32> =
        value.bytes().filter(u8::is_ascii_digit).map(|byte| i32::from(byte - b'0')).collect();
    let plain = value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b' '));
    let digits = match digits.len() {
        8 => std::iter::once(0).chain(digits).collect(),
        _ => digits,
    };
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i32 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    plain && value.len() <= 12 && digits.len() == 9 && sum != 0 && sum % 11 == 0
}
