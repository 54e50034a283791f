//! Card and account numbers where none should be: how they are recognised in text, and what a search of a whole
//! system says of them. Never a number, not even masked: a table, a column and counts.
//!
//! A card number must have an issuer's beginning and length (ISO/IEC 7812) and pass Luhn's test, an account number
//! the form of its country and the check digits of ISO 13616. One random number in ten passes Luhn's test, so it
//! also counts how many had the form: where only about a tenth of them pass, chance made them.

use serde::{Deserialize, Serialize};

use crate::discover::content::bank::{iban_stands_in, issued, luhn};

/// Fewer digits than this in a text are no card number.
const LEAST_DIGITS: usize = 12;
/// So many numbers of the form make a share of them meaningful.
const MANY: u64 = 30;
/// The share, in percent, of numbers that pass when chance made them is 10; above this it did not.
const CHANCE: u64 = 30;
/// The groups in which cards are printed.
const PRINTED: [&[usize]; 4] = [&[4, 4, 4, 4], &[4, 4, 4, 4, 3], &[4, 6, 5], &[4, 6, 4]];

/// What sort of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaymentNumber {
    /// The number of a payment card.
    Card,
    /// The number of a bank account.
    Iban,
}

/// What stands in one text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InText {
    /// Numbers with the form of a card's.
    pub alike: u64,
    /// Of these, those that pass Luhn's test.
    pub cards: u64,
    /// An account number stands in it.
    pub iban: bool,
}

/// Looks for payment numbers in a text.
pub fn look(text: &str) -> InText {
    let mut found = InText { iban: iban_stands_in(text), ..InText::default() };
    if text.bytes().filter(u8::is_ascii_digit).count() < LEAST_DIGITS {
        return found;
    }
    for run in runs(text) {
        let groups: Vec<&str> = run.split([' ', '-']).collect();
        let mut place = 0;
        while let Some(rest) = groups.get(place..).filter(|rest| !rest.is_empty()) {
            let taken = card_form(rest);
            let digits: Vec<u32> = rest
                .iter()
                .take(taken.max(1))
                .flat_map(|group| group.chars())
                .filter_map(|c| c.to_digit(10))
                .collect();
            if taken > 0 && issued(&digits) && !is_ean(&digits) {
                found.alike += 1;
                found.cards += u64::from(luhn(&digits));
            }
            place += taken.max(1);
        }
    }
    found
}

/// How many groups from the start are one card number as it is written: one piece, or printed groups. 0: none.
fn card_form(groups: &[&str]) -> usize {
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let printed = PRINTED.iter().filter(|form| lengths.starts_with(form)).map(|form| form.len()).max();
    let whole = lengths.first().is_some_and(|length| (LEAST_DIGITS..=19).contains(length));
    printed.unwrap_or(usize::from(whole))
}

/// Digits with single spaces or hyphens between them, with nothing of a longer word on either side.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_digit() || c == ' ' || c == '-')).filter_map(move |run| {
        let from = run.as_ptr() as usize - text.as_ptr() as usize;
        let before = text.get(..from).and_then(|part| part.chars().next_back());
        let after = text.get(from + run.len()..).and_then(|part| part.chars().next());
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '/'));
        // A point after a number ends a sentence; before it, or a slash, it is part of something longer.
        let starts_inside = run.starts_with(|c: char| c.is_ascii_digit()) && joins(before);
        let ends_inside = run.ends_with(|c: char| c.is_ascii_digit())
            && after.is_some_and(|c| c.is_alphanumeric() || c == '_');
        (!starts_inside && !ends_inside).then(|| run.trim_matches([' ', '-']))
    })
}

/// A product's bar code: 13 digits with a check digit of their own.
fn is_ean(digits: &[u32]) -> bool {
    let sum: u32 =
        digits.iter().enumerate().map(|(place, digit)| if place % 2 == 0 { *digit } else { digit * 3 }).sum();
    digits.len() == 13 && sum.is_multiple_of(10)
}

/// Where payment numbers stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PaymentPlace {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// What sort of number.
    pub number: PaymentNumber,
    /// Rows with one that passes its check.
    pub rows: u64,
    /// Numbers with the form of one, whether they pass or not.
    pub alike: u64,
    /// Numbers that pass.
    pub passing: u64,
}

impl PaymentPlace {
    /// Whether chance explains it: many numbers look like cards, and about a tenth pass Luhn's test.
    pub fn is_chance(&self) -> bool {
        self.number == PaymentNumber::Card && self.alike >= MANY && self.passing * 100 < self.alike * CHANCE
    }
}

/// What a search of a whole system found. No number, no key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentScan {
    /// The system's id.
    pub system: String,
    /// Tables read.
    pub tables: u64,
    /// Rows read.
    pub rows: u64,
    /// Where numbers stand, chance included.
    pub places: Vec<PaymentPlace>,
    /// Tables that could not be read, with the name of the reason: nothing is known of them.
    pub unread: Vec<(String, String)>,
}

impl PaymentScan {
    /// Whether everything was read and holds no payment number.
    pub fn is_clean(&self) -> bool {
        self.unread.is_empty() && self.places.iter().all(PaymentPlace::is_chance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_recognised_as_people_write_them() {
        for (text, alike, cards, iban) in [
            ("4111111111111111", 1, 1, false),
            ("pay with 4111 1111 1111 1111, please.", 1, 1, false),
            ("4111-1111-1111-1111 or 5500 0000 0000 0004", 2, 2, false),
            ("amex 3782 822463 10005", 1, 1, false),
            (r#"{"pan":"6011000990139424"}"#, 1, 1, false),
            ("s:16:\"4012888888881881\";", 1, 1, false),
            ("4111111111111112", 1, 0, false),
            // Masked, part of something longer, or of no issuer.
            ("**** **** **** 1111", 0, 0, false),
            ("tr_4111111111111111", 0, 0, false),
            ("x4111111111111111", 0, 0, false),
            ("0.4111111111111111", 0, 0, false),
            ("1795346115000 1795346115001", 0, 0, false),
            // A bar code with its own check digit, and a telephone number with a date.
            ("4006381333931", 0, 0, false),
            ("06-12345678 2026-11-22", 0, 0, false),
            ("NL91ABNA0417164300", 0, 0, true),
            ("rekening NL91 ABNA 0417 1643 00 t.n.v. Jan", 0, 0, true),
            ("NL92ABNA0417164300", 0, 0, false),
            ("", 0, 0, false),
        ] {
            assert_eq!(look(text), InText { alike, cards, iban }, "{text}");
        }
    }

    #[test]
    fn a_tenth_of_many_is_chance_and_most_of_a_few_is_not() {
        let place = |alike, passing, number| PaymentPlace {
            table: "t".to_owned(),
            column: "c".to_owned(),
            number,
            rows: passing,
            alike,
            passing,
        };
        for (alike, passing, chance) in
            [(100, 10, true), (100, 29, true), (100, 30, false), (5, 1, false), (1, 1, false)]
        {
            assert_eq!(
                place(alike, passing, PaymentNumber::Card).is_chance(),
                chance,
                "{passing} of {alike}"
            );
        }
        assert!(!place(100, 1, PaymentNumber::Iban).is_chance());
        let clean =
            PaymentScan { places: vec![place(100, 10, PaymentNumber::Card)], ..PaymentScan::default() };
        assert!(clean.is_clean());
        let unread = PaymentScan { unread: vec![("t".to_owned(), "timeout".to_owned())], ..clean };
        assert!(!unread.is_clean(), "nothing is known of what was not read");
    }
}
