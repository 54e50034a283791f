//! The invented school: its rows, and what somebody who knows it would call personal.

/// The tables.
pub const SCHEMA: &str = include_str!("school.sql");

/// Personal columns, the keys of tables and of key-value tables left out.
pub const PERSONAL: &[&str] = &[
    "leerlingen.roepnaam",
    "leerlingen.tussenvoegsel",
    "leerlingen.achternaam",
    "leerlingen.geboortedatum",
    "leerlingen.bsn",
    "leerlingen.thuistaal",
    "leerlingen.inschrijfdatum",
    "leerlingen.adres_id",
    "ouders.naam",
    "ouders.contactgegeven1",
    "ouders.contactgegeven2",
    "ouders.beroep",
    "leerling_ouder.relatie",
    "medewerkers.voornaam",
    "medewerkers.achternaam",
    "medewerkers.email",
    "medewerkers.wachtwoord",
    "medewerkers.functie",
    "medewerkers.in_dienst",
    "groepen.aangemaakt_door",
    "adressen.straat",
    "adressen.huisnummer",
    "adressen.postcode",
    "adressen.woonplaats",
    "machtigingen.ouder_id",
    "machtigingen.rekening",
    "machtigingen.bedrag",
    "machtigingen.getekend",
    "verzuim.leerling_id",
    "verzuim.dag",
    "verzuim.reden",
    "verzuim.gemeld_door",
    "notities.leerling_id",
    "notities.tekst",
    "notities.auteur_id",
    "notities.geschreven",
    "toetsresultaten.leerling_id",
    "toetsresultaten.score",
    "toetsresultaten.afgenomen",
    "leerling_kenmerken.leerling_id",
    "leerling_kenmerken.waarde",
    "aanmeldingen.medewerker_id",
    "aanmeldingen.vanaf",
    "aanmeldingen.programma",
    "aanmeldingen.tijdstip",
    "formulieren.inhoud",
];

/// Joins that lead to people: column and what it refers to.
pub const JOINS: &[(&str, &str)] = &[
    ("leerling_ouder.leerling_id", "leerlingen.id"),
    ("leerling_ouder.ouder_id", "ouders.id"),
    ("machtigingen.ouder_id", "ouders.id"),
    ("verzuim.leerling_id", "leerlingen.id"),
    ("notities.leerling_id", "leerlingen.id"),
    ("toetsresultaten.leerling_id", "leerlingen.id"),
    ("leerling_kenmerken.leerling_id", "leerlingen.id"),
    ("aanmeldingen.medewerker_id", "medewerkers.id"),
    ("adressen.id", "leerlingen.adres_id"),
    ("groepen.aangemaakt_door", "medewerkers.id"),
];

const FIRST: &[&str] = &["Sem", "Eva", "Daan", "Noor", "Bram", "Fatima", "Lieke", "Mees", "Anna", "Omar"];
const LAST: &[&str] =
    &["Jansen", "Bakker", "Vries", "Visser", "Smit", "Meijer", "Yilmaz", "Mulder", "Bos", "Dekker"];

/// The rows, as statements that every engine takes.
pub fn rows() -> Vec<String> {
    let mut rows = Vec::new();
    for n in 1..=40u32 {
        let (first, last) = (pick(FIRST, n), pick(LAST, n / 3));
        let (year, month) = (2014 + n % 8, 1 + n % 12);
        let between = if n % 4 == 0 { "'de'" } else { "NULL" };
        rows.push(format!("INSERT INTO leerlingen VALUES ({n}, '{first}', {between}, '{last}', '{year}-{month:02}-14', '{}', {}, {n}, 'Nederlands', '2020-08-{:02}')", bsn(n), 1 + n % 6, 1 + n % 28));
        rows.push(format!(
            "INSERT INTO ouders VALUES ({n}, '{} {last}', 'ouder{n}@gezin.example', '06-{:08}', 'bakker')",
            pick(FIRST, n + 5),
            12_340_000 + n
        ));
        rows.push(format!("INSERT INTO leerling_ouder VALUES ({n}, {n}, 'moeder')"));
        rows.push(format!(
            "INSERT INTO adressen VALUES ({n}, 'Kerkstraat', '{n}', '{} AB', 'Utrecht')",
            3500 + n
        ));
        rows.push(format!("INSERT INTO machtigingen VALUES ({n}, {n}, '{}', 4500, '2024-09-01')", iban(n)));
        rows.push(format!(
            "INSERT INTO verzuim VALUES ({n}, {n}, '2026-03-{:02}', 'griep', {})",
            1 + n % 28,
            1 + n % 5
        ));
        rows.push(format!("INSERT INTO notities VALUES ({n}, {n}, 'Gesproken met {} {last} over de voortgang van het lezen.', {}, '2026-02-02')", pick(FIRST, n + 5), 1 + n % 5));
        rows.push(format!(
            "INSERT INTO toetsresultaten VALUES ({n}, {n}, {}, {}, '2026-01-20')",
            1 + n % 3,
            40 + n
        ));
        rows.push(format!(
            "INSERT INTO leerling_kenmerken VALUES ({n}, {n}, '{}', '{}')",
            if n % 2 == 0 { "huisarts" } else { "noodnummer" },
            if n % 2 == 0 { "Praktijk Zuid".to_owned() } else { format!("020-{:07}", 6_123_000 + n) }
        ));
        rows.push(format!("INSERT INTO aanmeldingen VALUES ({n}, {}, '192.0.2.{n}', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', '2026-04-01 08:{:02}:00')", 1 + n % 5, n % 60));
        rows.push(format!("INSERT INTO formulieren VALUES ({n}, 'uitje', '{{\"ouder\":{{\"mail\":\"ouder{n}@gezin.example\"}},\"akkoord\":true}}')"));
        rows.push(format!("INSERT INTO lesmateriaal VALUES ({n}, 'Rekenen deel {n}', 'Uitgeverij Voorbeeld', '978-0-00-{n:06}', 2500)"));
        rows.push(format!(
            "INSERT INTO rooster VALUES ({n}, {}, {}, '08:30', '09:15', 'rekenen')",
            1 + n % 6,
            1 + n % 5
        ));
    }
    for n in 1..=5u32 {
        rows.push(format!("INSERT INTO medewerkers VALUES ({n}, '{}', '{}', 'medewerker{n}@school.example', '$2y$10$abcdefghijklmnopqrstuuEwEwEwEwEwEwEwEwEwEwEwEwEw{n}', 'leerkracht', '2015-08-01')", pick(FIRST, n), pick(LAST, n)));
        rows.push(format!("INSERT INTO toetsen VALUES ({n}, 'Begrijpend lezen M{n}', 'lezen', 3)"));
    }
    for n in 1..=6u32 {
        rows.push(format!("INSERT INTO groepen VALUES ({n}, 'Groep {n}', {n}, 'B{n}', {})", 1 + n % 5));
    }
    rows
}

fn pick<'a>(list: &[&'a str], n: u32) -> &'a str {
    list.get(n as usize % list.len()).copied().unwrap_or("")
}

/// The n-th number that passes the eleven test.
fn bsn(n: u32) -> String {
    let passes = |number: &u32| {
        let digits = (0..9).rev().map(|place| i64::from(number / 10u32.pow(place) % 10));
        let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
        digits.zip(weights).map(|(digit, weight)| digit * weight).sum::<i64>() % 11 == 0
    };
    let found = (123_450_000..).filter(passes).nth(n as usize);
    found.map(|number| number.to_string()).unwrap_or_default()
}

/// An account number with right check digits (ISO 13616: letters as numbers, remainder of 97).
fn iban(n: u32) -> String {
    let account = format!("{:010}", 417_164_300 + n);
    // I = 18, N = 23, G = 16, B = 11, then the country N = 23, L = 21 and 00.
    let digits = format!("18231611{account}232100");
    let rest = digits.bytes().fold(0u32, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    format!("NL{:02}INGB{account}", 98 - rest)
}
