//! Writes what was found as a policy folder.
//!
//! Facts become TOML, blocks become prose with placeholders where facts take the place of words. The document
//! "import" shows every fact in tables, so that nothing found is unused; the README says where each came from
//! and what a person still has to decide.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use kernel::{Language, Text};
use policy::SourceTree;

use crate::facts::home::Home;
use crate::facts::{Found, Recipient};
use crate::known::known;

/// What stands where a text names nothing.
const NO_EMAIL: &str = "unknown@unknown.invalid";
const NO_SITE: &str = "https://unknown.invalid";
const NO_ZONE: &str = "UTC";

/// The country that the text gives away.
fn home(found: &Found) -> Option<&'static Home> {
    found.home.and_then(crate::facts::home::of)
}

/// `text` as a TOML string.
fn q(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn both(text: &Text) -> String {
    format!("{{ nl = {}, en = {} }}", q(&text.nl), q(&text.en))
}

fn list<'t>(items: impl IntoIterator<Item = &'t str>) -> String {
    format!("[{}]", items.into_iter().map(q).collect::<Vec<_>>().join(", "))
}

/// The name of the organisation, or what stands for it.
pub fn name(found: &Found) -> &str {
    found.name.as_deref().unwrap_or("onbekend")
}

/// Writes the files of facts.
pub fn facts(found: &Found, language: Language, today: Date, tree: &mut SourceTree) {
    tree.insert("policy.toml", header(found, language, today));
    tree.insert("facts/organisation.toml", organisation(found));
    tree.insert(
        "facts/storage.toml",
        format!(
            "countries = {}\naccess_from = {}\n",
            list(found.storage.iter().copied()),
            list(found.access.iter().copied())
        ),
    );
    tree.insert("facts/security.toml", security(found));
    for (file, text) in [
        ("rights", rights(found)),
        ("retention", terms(found)),
        ("recipients", recipients(found)),
        ("services", services(found)),
        ("purposes", purposes(found)),
        ("categories", categories(found)),
        ("figures", figures(found)),
    ] {
        if !text.is_empty() {
            tree.insert(format!("facts/{file}.toml"), text);
        }
    }
}

fn header(found: &Found, language: Language, today: Date) -> String {
    let from = found.date.unwrap_or(today);
    let slug = crate::facts::slug(name(found));
    let id = if slug.is_empty() { "policy" } else { &slug };
    let scope = found.website.as_deref().unwrap_or(NO_SITE);
    format!(
        "id = {}\nversion = {}\nin_force_from = {}\ntime_zone = {}\nlanguages = [{}]\nscope = [{}]\n",
        q(id),
        q(&format!("import-{from}")),
        q(&from.to_string()),
        q(home(found).map_or(NO_ZONE, |home| home.zone.as_str())),
        q(language.tag()),
        q(scope)
    )
}

fn organisation(found: &Found) -> String {
    let mut out = format!("name = {}\n", q(name(found)));
    if let Some(legal) = &found.legal_name {
        let _ = writeln!(out, "legal_name = {}", q(legal));
    }
    let _ = writeln!(out, "website = {}", q(found.website.as_deref().unwrap_or(NO_SITE)));
    let email = found.emails.first().map_or(NO_EMAIL, String::as_str);
    let _ = writeln!(
        out,
        "\n[contact]\nname = {{ nl = \"privacycontact\", en = \"privacy contact\" }}\nemail = {}",
        q(email)
    );
    if let Some(phone) = &found.phone {
        let _ = writeln!(out, "phone = {}", q(phone));
    }
    // An address without a country is none: it stays in the text, for a person to complete.
    if let (Some((street, postcode, city)), Some(home)) = (&found.address, home(found)) {
        let _ = writeln!(
            out,
            "\n[address]\nstreet = {}\npostcode = {}\ncity = {}\ncountry = {}",
            q(street),
            q(postcode),
            q(city),
            q(&home.country)
        );
    }
    if let Some(number) = &found.registration {
        let _ = writeln!(
            out,
            "\n[registration]\nregister = {}\nnumber = {}",
            both(&home(found).map_or_else(
                || Text { nl: "handelsregister".into(), en: "trade register".into() },
                |home| home.register.name()
            )),
            q(number)
        );
    }
    match found.officer {
        Some(true) => out.push_str("\n[dpo]\nappointed = true\n"),
        Some(false) => out.push_str("\n[dpo]\nappointed = false\n"),
        None => {}
    }
    if let Some(authority) = found.authority.and_then(|index| known().authority.get(index)) {
        let _ = writeln!(
            out,
            "\n[authority]\nname = {}\nurl = {}\ncountry = {}",
            q(&authority.name),
            q(&authority.url),
            q(&authority.country)
        );
    }
    out
}

fn security(found: &Found) -> String {
    let mut out = String::from("[breach]\n");
    if let Some(within) = &found.breach {
        let _ = writeln!(out, "authority_within = {}", q(within));
    }
    let _ = writeln!(out, "subjects = {}", if found.breach_told { "\"without-delay\"" } else { "\"never\"" });
    for measure in found.measures.iter().filter_map(|index| known().measure.get(*index)) {
        let _ = writeln!(
            out,
            "\n[measure.{}]\nname = {}\nkind = {}",
            measure.id,
            both(&measure.name),
            q(&measure.kind)
        );
    }
    out
}

const RIGHTS: &[(&str, &str, &str)] = &[
    ("access", "uw gegevens inzien", "see your data"),
    ("rectification", "uw gegevens laten verbeteren", "have your data corrected"),
    ("erasure", "uw gegevens laten wissen", "have your data erased"),
    ("restriction", "het gebruik van uw gegevens laten beperken", "have the use of your data restricted"),
    ("portability", "uw gegevens meenemen", "take your data along"),
    ("objection", "bezwaar maken", "object"),
    ("withdrawal", "uw toestemming intrekken", "withdraw your consent"),
    ("human-review", "geen besluit door een computer alleen", "no decision by a computer alone"),
    ("complaint", "een klacht indienen", "lodge a complaint"),
];

fn rights(found: &Found) -> String {
    let mut out = String::new();
    for (id, nl, en) in RIGHTS {
        let Some(within) = found.rights.get(id) else { continue };
        let _ = writeln!(out, "[right.{id}]");
        if let Some(within) = within {
            let _ = writeln!(out, "answer_within = {}", q(within));
        }
        let _ = writeln!(out, "description = {{ nl = {}, en = {} }}\n", q(nl), q(en));
    }
    out
}

fn terms(found: &Found) -> String {
    let mut out = String::new();
    for (id, (name, keep)) in &found.terms {
        let _ = writeln!(out, "[term.{id}]\nname = {}\nkeep = {}\n", both(name), q(keep));
    }
    out
}

fn recipients(found: &Found) -> String {
    let mut out = String::new();
    for (id, recipient) in &found.recipients {
        let Recipient { name, task, countries, processor, safeguard } = recipient;
        let _ = writeln!(out, "[recipient.{id}]\nname = {}", q(name));
        if *processor {
            out.push_str("role = \"processor\"\n");
        }
        let _ = writeln!(out, "task = {}\ncountries = {}", both(task), list(countries.iter().copied()));
        let _ = writeln!(out, "safeguard = {}\n", q(safeguard.unwrap_or("none")));
    }
    out
}

/// The purpose that a kind of service serves.
fn purpose_of(kind: &str) -> &'static str {
    match kind {
        "analytics" => "analytics",
        "marketing" => "advertising",
        _ => "service",
    }
}

fn services(found: &Found) -> String {
    let mut out = String::new();
    for (id, service) in &found.services {
        let _ = writeln!(out, "[service.{id}]\nname = {}", q(&service.name));
        if let Some(recipient) =
            service.recipient.as_ref().filter(|recipient| found.recipients.contains_key(*recipient))
        {
            let _ = writeln!(out, "recipient = {}", q(recipient));
        }
        let about = both(&Text { nl: "nog in te vullen".into(), en: "to be filled in".into() });
        let _ = writeln!(
            out,
            "purpose = {}\nkind = {}\ndescription = {about}\n",
            q(purpose_of(&service.kind)),
            q(&service.kind)
        );
        for (name, lifetime, third) in &service.cookies {
            let party = if *third { "third" } else { "first" };
            let _ = writeln!(
                out,
                "[[service.{id}.cookie]]\nname = {}\nlifetime = {}\nparty = {}\n",
                q(name),
                q(lifetime),
                q(party)
            );
        }
    }
    out
}

fn purposes(found: &Found) -> String {
    // What a service is for must be there, also where the text says it in no words that are known.
    let mut all: BTreeMap<&str, (&Text, Option<&str>)> = BTreeMap::new();
    for (index, basis) in &found.purposes {
        if let Some(purpose) = known().purpose.get(*index) {
            all.insert(&purpose.id, (&purpose.name, *basis));
        }
    }
    for service in found.services.values() {
        let id = purpose_of(&service.kind);
        if let Some(purpose) = known().purpose.iter().find(|purpose| purpose.id == id) {
            all.entry(id).or_insert((&purpose.name, None));
        }
    }
    let mut out = String::new();
    for (id, (name, basis)) in all {
        let basis = q(basis.unwrap_or("none"));
        let _ = writeln!(
            out,
            "[purpose.{id}]\nname = {}\ndescription = {}\nbasis = {basis}\n",
            both(name),
            both(name)
        );
    }
    out
}

fn categories(found: &Found) -> String {
    let mut out = String::new();
    for category in found.categories.iter().filter_map(|index| known().category.get(*index)) {
        let _ = writeln!(
            out,
            "[category.{}]\nname = {}\nsource = [{}]\n",
            category.id,
            both(&category.name),
            q(&category.source)
        );
    }
    out
}

fn figures(found: &Found) -> String {
    let mut out = String::new();
    for (index, email) in found.emails.iter().enumerate().skip(1) {
        let _ = writeln!(
            out,
            "[figure.email-{}]\nvalue = {}\nabout = {{ nl = \"een ander e-mailadres\", en = \"another e-mail address\" }}\n",
            index + 1,
            q(email)
        );
    }
    if let Some(lag) = &found.opt_out {
        let _ = writeln!(
            out,
            "[figure.opt-out-lag]\nvalue = {}\nabout = {{ nl = \"hoe lang een afmelding duurt\", en = \"how long an opt-out takes\" }}\n",
            q(lag)
        );
    }
    out
}

/// The document that shows every fact in tables.
pub fn overview(found: &Found, language: Language) -> Option<String> {
    let rows: [(&str, &str, &str, bool); 7] = [
        ("purposes", "Doelen", "Purposes", !(found.purposes.is_empty() && found.services.is_empty())),
        ("categories", "Soorten gegevens", "Categories of data", !found.categories.is_empty()),
        ("recipients", "Ontvangers", "Recipients", !found.recipients.is_empty()),
        ("services", "Diensten", "Services", !found.services.is_empty()),
        ("cookies", "Cookies", "Cookies", found.services.values().any(|service| !service.cookies.is_empty())),
        ("terms", "Bewaartermijnen", "Retention terms", !found.terms.is_empty()),
        ("measures", "Maatregelen", "Measures", !found.measures.is_empty()),
    ];
    if rows.iter().all(|(_, _, _, there)| !there) && found.emails.len() < 2 && found.opt_out.is_none() {
        return None;
    }
    let (title, lead) = match language {
        Language::Nl => (
            "Gevonden bij het inlezen",
            "Dit zijn de feiten die in de tekst zijn gevonden. Controleer ze en neem dit stuk daarna weg of zet de tabellen op hun plaats.",
        ),
        Language::En => (
            "Found on import",
            "These are the facts that were found in the text. Check them, then take this document away or put the tables in their place.",
        ),
    };
    let mut out = format!("---\ndocument: import\ntitle: {title}\n---\n\n{lead}\n");
    for (kind, nl, en, there) in rows {
        if there {
            let heading = if language == Language::Nl { nl } else { en };
            let _ = write!(out, "\n## {heading}\n\n{{{{ table {kind} }}}}\n");
        }
    }
    for index in 1..found.emails.len() {
        let _ = write!(out, "\n{{{{ figures.email-{} }}}}\n", index + 1);
    }
    if found.opt_out.is_some() {
        out.push_str("\n{{ figures.opt-out-lag }}\n");
    }
    Some(out)
}

/// Text as Markdown in a prose file, so that nothing of it is read as structure.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let (mark, line) = line.strip_prefix("- ").map_or(("", line), |rest| ("- ", rest));
        out.push_str(mark);
        // A mark at the start of a line would be structure.
        let numbered = list_number(line);
        if line.starts_with(['#', '-', '+', '=', '>', ':', '`', '~']) {
            out.push('\\');
        }
        let mut dot = numbered;
        for c in line.chars() {
            match c {
                '{' | '}' => {
                    out.push(if c == '{' { '(' } else { ')' });
                    continue;
                }
                '*' | '_' | '<' | '>' | '[' | ']' | '`' | '|' | '~' | '\\' => out.push('\\'),
                '.' if std::mem::take(&mut dot) => out.push('\\'),
                _ => {}
            }
            out.push(c);
        }
    }
    out
}

/// "3. Title" would be a list.
fn list_number(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && line.get(digits..).is_some_and(|rest| rest.starts_with('.'))
}
