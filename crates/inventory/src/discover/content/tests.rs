use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn context() -> Context {
    Context { today: jiff::civil::date(2026, 12, 1) }
}

fn has(value: &str, form: Form) -> bool {
    forms(value, &context()).contains(&form)
}

fn table(form: Form, yes: &[&str], no: &[&str]) {
    for value in yes {
        assert!(has(value, form), "“{value}” is one of {}", form.words());
    }
    for value in no {
        assert!(!has(value, form), "“{value}” is not one of {}", form.words());
    }
}

#[test]
fn email_addresses() {
    table(
        Form::Email,
        &[
            "eva@school.example",
            "Eva.De-Vries+x@sub.school.example",
            " e@b.co ",
            "Eva <eva@school.example>",
            "łucja@école.example",
        ],
        &[
            "",
            "@",
            "a@b",
            "a@@b.nl",
            "@b.nl",
            "a@.nl",
            "a@b..nl",
            ".a@b.nl",
            "a b@c.nl",
            "a@-b.nl",
            "a@b.1",
            "http://a@b",
        ],
    );
}

#[test]
fn telephone_numbers() {
    table(
        Form::Phone,
        &[
            "0612345678",
            "06-12345678",
            "06 12 34 56 78",
            "+31612345678",
            "+31 (0)6 12345678",
            "0031201234567",
            "020-1234567",
            "(020) 123 45 67",
            "0881234567",
            "+44 20 7946 0958",
            "tel:+31612345678",
        ],
        &[
            "",
            "0",
            "1234567890",
            "0000000000",
            "2024-01-02",
            "06123456",
            "061234567890",
            "+",
            "+999",
            "12.34.56.78",
            "0992345678",
            "010010010010",
            "06-1234567a",
            "1698765432",
        ],
    );
}

#[test]
fn postcodes_and_addresses() {
    table(
        Form::Postcode,
        &["1234 AB", "1234AB", "9999zz", "1012 JS"],
        &["", "0123 AB", "1234", "1234 A", "1234 SS", "1234 SA", "12345 AB", "AB 1234", "1234-AB"],
    );
    table(
        Form::Address,
        &[
            "Dorpsstraat 12",
            "Laan van Meerdervoort 100-a",
            "Prins Hendrikkade 5 bis",
            "12 Baker Street",
            "Kerkweg 7B, Utrecht",
        ],
        &[
            "",
            "12",
            "Straat",
            "Bestelling 12",
            "https://x.example/straat 12",
            "a@straat 1",
            "Tafel 3",
            "straat 123456",
        ],
    );
}

#[test]
fn account_numbers_and_cards() {
    table(
        Form::Iban,
        &["NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "DE89370400440532013000", "gb29nwbk60161331926819"],
        &["", "NL92ABNA0417164300", "NL91ABNA041716430", "XX00ABNA0417164300", "NL91", "NL91ABNA04171643000"],
    );
    table(
        Form::Card,
        &[
            "4111111111111111",
            "4111 1111 1111 1111",
            "5555-5555-5555-4444",
            "378282246310005",
            "6011111111111117",
            "3530111333300000",
            "30569309025904",
            "2223003122003222",
        ],
        &[
            "",
            "4111111111111112",
            "1111111111111117",
            "0000000000000000",
            "411111111111111",
            "79927398713",
            "4111x1111111111111",
        ],
    );
}

#[test]
fn burgerservicenummers() {
    table(
        Form::Bsn,
        &["111222333", "123456782", "1112.22.333", "010464554", "10464554"],
        &["", "000000000", "111222334", "123456789", "12345678a", "1112223333", "-11222333"],
    );
}

#[test]
fn ip_addresses() {
    table(
        Form::Ip,
        &["192.0.2.7", "2001:db8::1", "192.0.2.0/24", "192.0.2.7:8080", "::1"],
        &["", "::", "0.0.0.0", "1.2.3", "1.2.3.4.5", "256.1.1.1", "12:30", "abcd"],
    );
}

#[test]
fn names_of_people() {
    table(
        Form::Name,
        &["Eva", "de Vries", "van der Berg", "O'Brien-Jansen", "Jansen"],
        &["", "eva", "Amsterdam", "12", "Tafel", "de"],
    );
    table(
        Form::FullName,
        &["Eva de Vries", "Jan Jansen", "Łucja Nowak", "Mohamed el Amrani", "Eva van den Berg-Smit"],
        &["", "Eva", "jan jansen", "Blauwe Tafel", "Eva 12", "Order placed by system on behalf of the shop"],
    );
}

#[test]
fn birthdays() {
    table(
        Form::BirthDay,
        &["1988-04-23", "23-04-1988", "2015-01-31", "1988-04-23 00:00:00"],
        &[
            "",
            "2026-01-01",
            "1888-04-23",
            "1988-13-01",
            "1988-02-30",
            "1988-04-23 10:15:00",
            "1988",
            "-1-1-1",
        ],
    );
}

#[test]
fn browsers_and_secrets() {
    table(
        Form::Agent,
        &["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "curl/8.5.0"],
        &["", "Mozilla", "Chrome"],
    );
    table(
        Form::PasswordHash,
        &[
            "$2y$10$abcdefghijklmnopqrstuuEwEwEwEwEwEwEwEwEwEwEwEwEwEw",
            "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA",
            "$P$BabcdefghijklmnopqrstuvwXYZ0123",
        ],
        &["", "$2y$", "password", "$100 for everybody who comes today"],
    );
    table(
        Form::Token,
        &[
            "d41d8cd98f00b204e9800998ecf8427e",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "a8B3kd92LmQ7xZ1pR4tY6wE0",
        ],
        &[
            "",
            "hello",
            "The quick brown fox jumps over",
            "aaaaaaaaaaaaaaaaaaaaaaaa",
            "some_long_identifier_of_a_setting",
        ],
    );
}

#[test]
fn text_that_mentions_people() {
    table(
        Form::Mention,
        &[
            "Graag bellen naar 06-12345678 voor de levering",
            "Stuur de factuur aan eva@school.example, alstublieft",
            "Het pakket is bij mevrouw Jansen op nummer 4 afgegeven",
            "Gesproken met Eva de Vries over de planning van morgen",
            "Terugbetaald op NL91 ABNA 0417 1643 00 zoals gevraagd",
        ],
        &[
            "",
            "Graag om tien uur leveren bij de achterdeur",
            "Order status changed from pending to processing.",
            "kort",
        ],
    );
}

#[test]
fn structures_with_people_inside() {
    let personal = Form::PersonalStructure(Nested::Php);
    table(
        personal,
        &["a:1:{s:1:\"x\";s:18:\"eva@school.example\";}", "a:1:{s:10:\"first_name\";s:4:\"Abcd\";}"],
        &["a:1:{s:1:\"x\";i:5;}", "a:1:{", "a:0:{}"],
    );
    let json = Form::PersonalStructure(Nested::Json);
    table(
        json,
        &["{\"klant\":{\"mail\":\"eva@school.example\"}}", "[\"Eva de Vries\"]", "{\"achternaam\":\"Xyz\"}"],
        &["{}", "[1,2,3]", "{\"kleur\":\"rood\"}", "{\"a\":"],
    );
}

#[test]
fn hostile_values_are_only_values() {
    let nul = "\0".repeat(100);
    let deep = "[".repeat(10_000);
    let lie = "a:999999999:{s:999999999:\"x\";}";
    let long = "a".repeat(LONGEST * 2);
    let multi = "é".repeat(LONGEST);
    for value in [
        nul.as_str(),
        &deep,
        lie,
        &long,
        &multi,
        "\u{202e}@\u{202e}",
        "+",
        "@@@@",
        "'; DROP TABLE x; --",
        "🦀🦀🦀 🦀🦀 🦀 🦀🦀🦀🦀",
    ] {
        let found = forms(value, &context());
        assert!(!found.contains(&Form::Email) && !found.contains(&Form::Phone), "{found:?}");
    }
}

#[test]
fn a_profile_counts_shares_and_demands_enough() {
    let values: BTreeSet<&str> = ["111222333", "5", "6", "7"].into_iter().collect();
    let profile = Profile::of(&values, &context());
    assert_eq!((profile.count(Form::Bsn), profile.share(Form::Bsn)), (1, 25));
    assert_eq!(profile.confidence(Form::Bsn), Confidence::NONE, "one number in eleven passes by chance");
    let empty = Profile::of(&BTreeSet::new(), &context());
    assert_eq!((empty.share(Form::Email), empty.best()), (0, None));
}

/// The last digit that makes a number right by Luhn's test.
fn luhn_digit(body: &[u32]) -> u32 {
    (0..10).find(|last| bank::luhn(&[body, &[*last]].concat())).unwrap()
}

proptest! {
    #[test]
    fn detectors_never_panic(value in ".{0,200}") {
        let _ = forms(&value, &context());
    }

    #[test]
    fn detectors_never_panic_on_what_looks_like_data(value in "[0-9+ ()@a-zA-Z.:{}\\[\\]\"$/;-]{0,80}") {
        let _ = forms(&value, &context());
    }

    #[test]
    fn luhn_holds_for_one_last_digit_only(body in prop::collection::vec(0u32..10, 11..18)) {
        let right = luhn_digit(&body);
        let others = (0..10).filter(|last| bank::luhn(&[body.as_slice(), &[*last]].concat()));
        prop_assert_eq!(others.collect::<Vec<_>>(), vec![right]);
    }

    #[test]
    fn the_eleven_test_catches_every_wrong_digit(number in 1_000_000u32..99_999_999, place in 0usize..9, shift in 1u32..10) {
        let body = format!("{number:08}");
        let Some(right) = (0..10).map(|last| format!("{body}{last}")).find(|all| number::is_bsn(all)) else { return Ok(()) };
        let mut digits: Vec<u32> = right.chars().filter_map(|c| c.to_digit(10)).collect();
        if let Some(digit) = digits.get_mut(place) {
            *digit = (*digit + shift) % 10;
        }
        let wrong: String = digits.iter().map(ToString::to_string).collect();
        prop_assert!(!number::is_bsn(&wrong), "{right} and {wrong}");
    }

    #[test]
    fn an_iban_with_one_digit_changed_is_none(account in 0u64..9_999_999_999, place in 8usize..18, shift in 1u8..10) {
        let body = format!("INGB{account:010}");
        let Some(right) = (2..99).map(|check| format!("NL{check:02}{body}")).find(|all| bank::is_iban(all)) else { return Ok(()) };
        let mut bytes = right.clone().into_bytes();
        if let Some(byte) = bytes.get_mut(place) {
            *byte = b'0' + (*byte - b'0' + shift) % 10;
        }
        prop_assert!(!bank::is_iban(&String::from_utf8(bytes).unwrap()), "{right}");
    }
}
