//! Bytes to text: by their mark, as UTF-8, or as Windows-1252, in which every byte means something.

/// What bytes 0x80 to 0x9F mean in Windows-1252.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of `bytes`, with one kind of line end and without control characters.
pub fn text(bytes: &[u8]) -> String {
    let decoded = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| windows(*byte)).collect(),
        },
    };
    let lines = decoded.replace("\r\n", "\n").replace('\r', "\n").replace(['\u{2028}', '\u{2029}'], "\n");
    lines.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control() && *c != '\u{feff}').collect()
}

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [a, b] => read([*a, *b]),
        _ => 0xFFFD,
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9F => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_is_read() {
        for (bytes, expected) in [
            (&b"\xEF\xBB\xBFpriv\xC3\xA9"[..], "privé"),
            (b"\xFF\xFEh\x00i\x00", "hi"),
            (b"\xFE\xFF\x00h\x00i", "hi"),
            (b"priv\xE9 \x80 5 \x93ja\x94", "privé € 5 “ja”"),
            (b"a\r\nb\rc\x00\x07", "a\nb\nc"),
            (b"", ""),
            (b"\xFF\xFEh", ""),
        ] {
            assert_eq!(text(bytes), expected);
        }
    }
}
