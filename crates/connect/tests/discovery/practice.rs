//! The invented practice: its rows, and what somebody who knows it would call personal.

/// The tables.
pub const SCHEMA: &str = include_str!("practice.sql");

/// Personal columns, the keys of tables and of key-value tables left out.
pub const PERSONAL: &[&str] = &[
    "clienten.voorletters",
    "clienten.familienaam",
    "clienten.mailadres",
    "clienten.mobiel",
    "clienten.geslacht",
    "clienten.postcode",
    "clienten.brieftype",
    "clienten.verzekeraar",
    "behandelaars.volledigeNaam",
    "behandelaars.email",
    "behandelaars.wachtwoordHash",
    "vragenlijsten.gemaakt_door",
    "inzendingen.client_nr",
    "inzendingen.verstuurd",
    "inzendingen.soort",
    "inzendingen.totaalscore",
    "inzending_antwoorden.inzending_id",
    "inzending_antwoorden.antwoord_id",
    "inzending_antwoorden.open_antwoord",
    "afspraken.client_nr",
    "afspraken.behandelaar_id",
    "afspraken.begin",
    "afspraken.behandeling_id",
    "afspraken.aantekening",
    "afspraken.status",
    "toestellen.client_nr",
    "toestellen.merk",
    "toestellen.versie",
    "toestellen.pushToken",
    "instellingen.waarde",
    "verzendrij.taak",
    "verzendrij.na",
    "webhooks.bericht",
    "webhooks.ontvangen",
];

/// Joins that lead to people: column and what it refers to.
pub const JOINS: &[(&str, &str)] = &[
    ("inzendingen.client_nr", "clienten.clientNr"),
    ("inzending_antwoorden.inzending_id", "inzendingen.id"),
    ("afspraken.client_nr", "clienten.clientNr"),
    ("toestellen.client_nr", "clienten.clientNr"),
    ("vragenlijsten.gemaakt_door", "behandelaars.id"),
];

const LAST: &[&str] =
    &["Jansen", "Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Dekker", "Peters", "Hendriks"];
const FIRST: &[&str] = &["Anna", "Bram", "Daan", "Eva", "Fatima"];

/// The rows, as statements that every engine takes.
pub fn rows() -> Vec<String> {
    let mut rows = Vec::new();
    for n in 1..=30u32 {
        let (last, client) = (pick(LAST, n), 1000 + n * 7);
        rows.push(format!("INSERT INTO clienten VALUES ({client}, 'A.B.', '{last}', 'client{n}@gezin.example', '06{:08}', '{}', '{} XY', '{}', 'Zorgzaam', 1)", 12_300_000 + n, if n % 2 == 0 { "v" } else { "m" }, 3000 + n, if n % 3 == 0 { "papier" } else { "mail" }));
        rows.push(format!(
            "INSERT INTO inzendingen VALUES ({n}, {}, {client}, '2026-04-{:02} 10:00:00', 'intake', {})",
            1 + n % 3,
            1 + n % 28,
            n % 40
        ));
        rows.push(format!("INSERT INTO inzending_antwoorden VALUES ({n}, {n}, {}, {}, 'Ik slaap slecht sinds vorige maand.')", 1 + n % 9, 1 + n % 18));
        rows.push(format!("INSERT INTO afspraken VALUES ({n}, {client}, {}, '2026-05-{:02} 09:00:00', {}, 'Belt zelf terug', 'gepland')", 1 + n % 4, 1 + n % 28, 1 + n % 5));
        rows.push(format!(
            "INSERT INTO toestellen VALUES ({n}, {client}, 'Merk', '1{}.2', 'tok3n{n}a8f7e6d5c4b3a2918')",
            n % 5
        ));
        rows.push(format!(
            "INSERT INTO verzendrij VALUES ({n}, 'herinnering:{client}', '2026-06-01 08:00:00')"
        ));
        rows.push(format!("INSERT INTO webhooks VALUES ({n}, '2026-06-02 08:00:00', '{{\"soort\":\"betaald\",\"klant\":{{\"email\":\"client{n}@gezin.example\",\"bedragen\":[10,20]}}}}')"));
    }
    for n in 1..=4u32 {
        rows.push(format!("INSERT INTO behandelaars VALUES ({n}, '{} {}', 'behandelaar{n}@praktijk.example', '$2y$10$abcdefghijklmnopqrstuuEwEwEwEwEwEwEwEwEwEwEwEwEw{n}')", pick(FIRST, n), pick(LAST, n)));
    }
    for n in 1..=3u32 {
        rows.push(format!("INSERT INTO vragenlijsten VALUES ({n}, 'Lijst {n}', 2, 'nl', {n})"));
        rows.push(format!(
            "INSERT INTO migraties VALUES ({n}, '000{n}_tabellen.sql', '2025-01-01 00:00:00')"
        ));
    }
    for n in 1..=9u32 {
        rows.push(format!(
            "INSERT INTO vragen VALUES ({n}, {}, {n}, 'Hoe vaak hebt u hoofdpijn?')",
            1 + n % 3
        ));
        rows.push(format!("INSERT INTO antwoordopties VALUES ({n}, {n}, 'vaak', 3)"));
        rows.push(format!("INSERT INTO antwoordopties VALUES ({}, {n}, 'zelden', 1)", n + 9));
    }
    for n in 1..=5u32 {
        rows.push(format!("INSERT INTO behandelingen VALUES ({n}, 'Behandeling {n}', 9500)"));
    }
    for (n, (key, value)) in
        [("afzender_mail", "praktijk@praktijk.example"), ("thema", "licht"), ("bewaartermijn", "20")]
            .iter()
            .enumerate()
    {
        rows.push(format!("INSERT INTO instellingen VALUES ({n}, '{key}', '{value}')"));
    }
    for (code, name) in [("NL", "Nederland"), ("BE", "België")] {
        rows.push(format!("INSERT INTO landen VALUES ('{code}', '{name}')"));
    }
    rows
}

fn pick<'a>(list: &[&'a str], n: u32) -> &'a str {
    list.get(n as usize % list.len()).copied().unwrap_or("")
}
