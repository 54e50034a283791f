//! Telephone numbers in any notation.

/// Digits at the end of a telephone number that make it the same number: the national number without its
/// trunk zero, so that 06…, +31 6… and 0031 6… are one.
pub(super) const PHONE_DIGITS: usize = 9;
/// Fewer digits than this are no telephone number.
pub(super) const PHONE_LEAST: usize = 7;

/// Spans of a telephone number: its last digits, with anything that people put between digits, not followed by
/// another digit. The digits before them (trunk zero, country) belong to the span.
pub(super) fn phone_spans(text: &str, wanted: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    // Runs of digits with at most two separators between them; each digit with its place.
    let mut run: Vec<(u8, usize)> = Vec::new();
    let mut gap = 0;
    for (place, byte) in bytes.iter().enumerate() {
        if byte.is_ascii_digit() {
            run.push((*byte, place));
            gap = 0;
        } else if !run.is_empty() {
            gap += 1;
            if gap > 3 || !b" -.()/+".contains(byte) {
                collect_phones(&run, wanted, bytes, &mut spans);
                run.clear();
                gap = 0;
            }
        }
    }
    collect_phones(&run, wanted, bytes, &mut spans);
    spans
}

fn collect_phones(run: &[(u8, usize)], wanted: &str, bytes: &[u8], spans: &mut Vec<(usize, usize)>) {
    let wanted = wanted.as_bytes();
    if run.len() < wanted.len() {
        return;
    }
    for (start, window) in run.windows(wanted.len()).enumerate() {
        let same = window.iter().map(|(digit, _)| digit).eq(wanted);
        let (Some((_, first)), Some((_, last))) = (window.first(), window.last()) else { continue };
        let goes_on = bytes.get(last + 1).is_some_and(u8::is_ascii_digit);
        if same && !goes_on {
            spans.push((number_start(run, start, *first, bytes), last + 1));
        }
    }
}

/// Where the number begins whose national digits start at `start` of the run: a trunk zero and a country code
/// of at most five digits before it belong to it, as far as they are written without a space too many.
fn number_start(run: &[(u8, usize)], start: usize, first: usize, bytes: &[u8]) -> usize {
    let mut begin = first;
    for (_, place) in run.iter().take(start).rev().take(5) {
        if begin - place > 3 {
            break;
        }
        begin = *place;
    }
    if begin > 0 && bytes.get(begin - 1) == Some(&b'+') { begin - 1 } else { begin }
}
