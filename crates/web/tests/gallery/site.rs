//! Samples of the public pages.

use jiff::civil::{Date, date};
use kernel::Language;
use web::frame::Area;
use web::html;
use web::view::site::*;
use web::view::*;

use crate::words::{HOSTILE, LONG};
use crate::{Sample, sample};

pub fn samples() -> Vec<Sample> {
    vec![
        sample("home-empty", Area::Site, "/", home(None)),
        sample("home-typical", Area::Site, "/", home(Some(tally()))),
        sample("home-hostile", Area::Site, "/", hostile_home()),
        sample("privacy-empty", Area::Site, "/privacy", document(Standing::InForce, vec![], None)),
        sample(
            "privacy-typical",
            Area::Site,
            "/privacy",
            document(Standing::InForce, blocks(true), Some(tally())),
        ),
        sample(
            "privacy-past-typical",
            Area::Site,
            "/privacy/2022-06-01",
            document(Standing::Past, blocks(false), None),
        ),
        sample(
            "privacy-coming",
            Area::Site,
            "/privacy/2027-06-01",
            document(Standing::Coming, blocks(false), None),
        ),
        sample("cookies-hostile", Area::Site, "/cookies", hostile_document()),
        sample("editions-empty", Area::Site, "/editions", Editions { rows: vec![] }),
        sample("product-typical", Area::Site, "/products/toetsen", product()),
        sample("editions-typical", Area::Site, "/editions", editions()),
        sample("changes-typical", Area::Site, "/editions/2026-12-01", changes(false)),
        sample("changes-empty", Area::Site, "/editions/2026-12-01", no_changes()),
        sample("changes-hostile", Area::Site, "/editions/2026-12-01", changes(true)),
    ]
}

pub fn tally() -> Tally {
    let kept = [4, 5, 6, 29, 30, 84, 86, 87, 88, 89, 90, 91, 92];
    let void = [35, 53, 74, 107, 131, 134];
    let verdicts = (1..=134)
        .map(|number| match number {
            n if kept.contains(&n) => Verdict::Kept,
            n if void.contains(&n) => Verdict::Void,
            101 => Verdict::Broken,
            _ => Verdict::Unproven,
        })
        .collect();
    Tally { verdicts }
}

pub fn edition(label: &str, from: Date, until: Option<Date>) -> EditionLabel {
    EditionLabel {
        label: label.into(),
        from,
        until,
        hash: "9f2c41d07be35a6810c4d9e2f7a1b3856d0e4c97a2f81b63d5e0947c1a8f3b26".into(),
    }
}

pub fn contact() -> Contact {
    Contact {
        name: "Onze contactpersoon voor privacy".into(),
        email: "privacy@leskracht.example".into(),
        phone: Some("020 123 45 67".into()),
    }
}

pub fn authority() -> Link {
    Link { name: "Autoriteit Persoonsgegevens".into(), url: "https://autoriteitpersoonsgegevens.nl".into() }
}

fn home(tally: Option<Tally>) -> Home {
    Home {
        edition: edition("2026-12-01", date(2026, 12, 1), None),
        privacy_title: "Privacyverklaring".into(),
        cookies_title: "Cookieverklaring".into(),
        checked: tally.as_ref().map(|_| date(2026, 12, 4)),
        gaps: if tally.is_some() { gaps() } else { vec![] },
        tally,
        answer_within: "30 dagen".into(),
        contact: contact(),
        authority: authority(),
    }
}

/// What the law demands and no clause promises.
pub(crate) fn gaps() -> Vec<GapRow> {
    let gap = |id: &str, law: &str, text: &str, verdict, reason: &str| GapRow {
        id: id.into(),
        law: law.into(),
        text: text.into(),
        verdict,
        reason: reason.into(),
        evidence: vec!["oefening: gewist zonder opzegging, met een brief voor elke ontvanger".into()],
        would_change: Some("Een ontvanger die het niet hoorde.".into()),
    };
    vec![
        gap(
            "G4",
            "17, 19",
            "Wissen zonder op te zeggen, en ontvangers die het horen",
            Verdict::Kept,
            "Wissen kan zonder op te zeggen, en ontvangers horen het.",
        ),
        gap(
            "G10",
            "33, 34",
            "Een werkwijze voor datalekken",
            Verdict::Unproven,
            "Nog niet te meten; dit wacht op de afhandeling van incidenten met lopende klokken.",
        ),
    ]
}

fn hostile_home() -> Home {
    Home {
        edition: edition(HOSTILE, date(2026, 12, 1), None),
        privacy_title: HOSTILE.into(),
        cookies_title: LONG.into(),
        tally: Some(Tally { verdicts: vec![Verdict::Broken; 9] }),
        checked: Some(date(2026, 12, 4)),
        gaps: vec![GapRow { text: HOSTILE.into(), reason: LONG.into(), ..gaps().remove(0) }],
        answer_within: LONG.into(),
        contact: Contact {
            name: HOSTILE.into(),
            email: format!("{LONG}@school.example"),
            phone: Some(LONG.into()),
        },
        authority: Link { name: HOSTILE.into(), url: "https://authority.example/?a=\"><b>".into() },
    }
}

fn document(standing: Standing, blocks: Vec<Block>, tally: Option<Tally>) -> Document {
    let (label, from, until) = match standing {
        Standing::InForce => ("2026-12-01", date(2026, 12, 1), None),
        Standing::Past => ("2022-06-01", date(2022, 6, 1), Some(date(2026, 11, 30))),
        Standing::Coming => ("2027-06-01", date(2027, 6, 1), None),
    };
    Document {
        kind: DocumentKind::Privacy,
        title: "Privacybeleid van Leskracht".into(),
        products: vec![("toetsen".into(), "Leskracht Toetsen".into())],
        edition: edition(label, from, until),
        standing,
        tally,
        address: vec!["Leskracht B.V.".into(), "Schoolstraat 1".into(), "1234 AB Voorbeeld".into()],
        blocks,
    }
}

fn heading(level: u8, id: &str, text: &str) -> Block {
    Block::Heading { level, id: id.into(), text: text.into() }
}

fn prose(text: &str) -> Block {
    Block::Prose(html::passage(text, &[], Language::Nl, "Tabel"))
}

fn clause(id: &str, text: &str, note: Option<PromiseNote>) -> Block {
    Block::Clause(Clause { id: id.into(), html: html::passage(text, &[], Language::Nl, "Tabel"), note })
}

fn blocks(notes: bool) -> Vec<Block> {
    let note = |verdict, summary: &str, since| {
        notes.then(|| PromiseNote {
            verdict,
            summary: Some(summary.into()),
            evidence: if verdict == Verdict::Kept {
                vec!["14 antwoorden".into(), "0 te laat".into()]
            } else {
                vec![]
            },
            since,
        })
    };
    let unproven = "De controle hiervan is nog niet gebouwd.";
    vec![
        heading(2, "over", "Waar dit over gaat"),
        prose(
            "Leskracht maakt een leeromgeving voor het basisonderwijs. Daarvoor hebben wij gegevens van mensen nodig: leraren, bestellers, bezoekers van onze website. Dit beleid zegt welke, waarom, en wat u ervan mag verwachten.",
        ),
        clause(
            "S1",
            "Wij beschrijven voor iedere groep mensen welke gegevens wij hebben en waar die staan.",
            note(Verdict::Unproven, unproven, None),
        ),
        clause(
            "S4",
            "Dit beleid geldt voor onze website en onze diensten vanaf 1 december 2026. Eerdere edities blijven te lezen, zoals zij toen waren.",
            note(
                Verdict::Kept,
                "2 edities, elk nog gelijk aan het controlegetal waarmee zij zijn uitgegeven.",
                Some(date(2026, 12, 1)),
            ),
        ),
        clause(
            "S6",
            "Voor vragen over privacy hebben wij een vaste contactpersoon: privacy@leskracht.example.",
            note(Verdict::Kept, "Staat in alle 14 verstuurde berichten.", Some(date(2026, 12, 1))),
        ),
        heading(2, "gegevens", "Welke gegevens wij hebben"),
        heading(3, "van-u", "Wat u ons geeft"),
        prose(
            "Wij vragen niet meer dan nodig is:\n\n- uw naam, uw functie en de school waar u werkt;\n- uw adres, telefoonnummer en e-mailadres;\n- wat u schrijft als u ons om hulp vraagt.",
        ),
        clause(
            "S10",
            "Uw kaart- en rekeninggegevens zien wij niet en bewaren wij niet: u betaalt bij Mollie.",
            note(Verdict::Unproven, unproven, None),
        ),
        heading(3, "ontvangers", "Wie gegevens van ons krijgt"),
        prose(
            "| Ontvanger | Taak | Landen |\n|---|---|---|\n| Strato | bewaart de webwinkel en de post | Duitsland |\n| AFAS | maakt de facturen | Nederland |\n| Mailjet | verstuurt berichten | Duitsland, België |\n| Microsoft | kantoor en post | Nederland, Ierland |",
        ),
        clause(
            "S42",
            "Strato verwerkt gegevens alleen voor ons, en niet voor een eigen doel. Dat staat in een overeenkomst.",
            note(
                Verdict::Unproven,
                "Getekend op 3 maart 2024; de jaarlijkse beoordeling is nog niet vastgelegd.",
                None,
            ),
        ),
        heading(2, "bewaren", "Hoe lang wij bewaren"),
        clause(
            "S30",
            "Facturen bewaren wij 7 jaar na het einde van het boekjaar, omdat de belastingwet dat eist. Daarna verdwijnen zij.",
            note(
                Verdict::Kept,
                "312 facturen aangehouden, elk met een vrijgavedatum; 0 over de termijn.",
                Some(date(2026, 12, 1)),
            ),
        ),
        heading(2, "rechten", "Uw rechten"),
        prose("U vraagt het ons, wij zoeken het uit en geven antwoord. Het kost u niets."),
        clause(
            "S91",
            "U krijgt binnen 30 dagen antwoord op uw verzoek, via welke weg u het ook doet.",
            note(
                Verdict::Kept,
                "14 van 14 verzoeken op tijd beantwoord; gemiddeld na 3 dagen.",
                Some(date(2026, 12, 2)),
            ),
        ),
        clause(
            "S92",
            "Bij inzage sturen wij op uw bekende adres:\n\n1. een kopie van alle gegevens,\n2. wie ze voor ons bewaart,\n3. onder welke soort zij vallen.",
            note(Verdict::Kept, "9 van 9 kopieën met volledige lijst.", Some(date(2026, 12, 2))),
        ),
        clause(
            "S101",
            "Meldt u zich af, dan stoppen wij meteen; uiterlijk na 10 werkdagen ontvangt u niets meer.",
            note(Verdict::Broken, "1 van 4 afmeldingen duurde 12 werkdagen.", Some(date(2026, 12, 3))),
        ),
        clause(
            "S134",
            "Wie onze website gebruikt, stemt daarmee nergens mee in.",
            note(
                Verdict::Void,
                "De oorspronkelijke tekst is in strijd met AVG art. 4(11) en 7.",
                Some(date(2026, 12, 1)),
            ),
        ),
        heading(2, "vragen", "Vragen of een klacht"),
        prose(
            "Schrijf ons, of bel. U kunt ook altijd terecht bij de [Autoriteit Persoonsgegevens](https://autoriteitpersoonsgegevens.nl).",
        ),
    ]
}

fn hostile_document() -> Document {
    let text = format!("{HOSTILE} {LONG} [x](javascript:alert(1)) <b onclick=alert(1)>");
    let table = format!("| {LONG} | b | c | d | e |\n|---|---|---|---|---|\n| {LONG} | {LONG} | 3 | 4 | 5 |");
    let mut document = document(
        Standing::Past,
        vec![
            heading(2, "a", HOSTILE),
            heading(3, "b", LONG),
            prose(&text),
            prose(&table),
            clause(
                "S1",
                &format!("{text}\n\n{table}"),
                Some(PromiseNote {
                    verdict: Verdict::Broken,
                    summary: Some(format!("{HOSTILE} {LONG}")),
                    evidence: vec![HOSTILE.into(), LONG.into()],
                    since: Some(date(2026, 1, 1)),
                }),
            ),
        ],
        Some(Tally { verdicts: vec![Verdict::Broken, Verdict::Void, Verdict::Kept] }),
    );
    document.kind = DocumentKind::Cookies;
    document.title = format!("{LONG} {HOSTILE}");
    document.address = vec![HOSTILE.into()];
    document
}

pub fn product() -> ProductPage {
    ProductPage {
        name: "Leskracht Toetsen".into(),
        edition: edition("2026-12-01", date(2026, 12, 1), None),
        rules: vec!["kleinste groep: 10 → 25".into(), "land van opslag: Duitsland weg".into()],
        blocks: vec![
            prose("Deze regels gelden als u Leskracht Toetsen gebruikt."),
            heading(2, "waar", "Waar toetsen staan"),
            clause("T1", "Toetsen bewaren wij alleen in Nederland.", None),
        ],
        restated: vec![Clause {
            id: "S73".into(),
            html: html::passage("Wij bewaren uw gegevens in Nederland.", &[], Language::Nl, "Tabel"),
            note: Some(PromiseNote {
                verdict: Verdict::Unproven,
                summary: Some("Nog geen oefening zag waar gegevens staan.".into()),
                evidence: Vec::new(),
                since: None,
            }),
        }],
        tally: Some(Tally { verdicts: vec![Verdict::Unproven, Verdict::Unproven] }),
    }
}

fn editions() -> Editions {
    Editions {
        rows: vec![
            EditionRow {
                edition: edition("2027-06-01", date(2027, 6, 1), None),
                standing: Standing::Coming,
                promises: 135,
                follows: true,
            },
            EditionRow {
                edition: edition("2026-12-01", date(2026, 12, 1), None),
                standing: Standing::InForce,
                promises: 134,
                follows: true,
            },
            EditionRow {
                edition: edition("2022-06-01", date(2022, 6, 1), Some(date(2026, 11, 30))),
                standing: Standing::Past,
                promises: 134,
                follows: true,
            },
            EditionRow {
                edition: edition(LONG, date(2020, 1, 1), Some(date(2022, 5, 31))),
                standing: Standing::Past,
                promises: 1,
                follows: false,
            },
        ],
    }
}

fn no_changes() -> Changes {
    Changes {
        from: edition("2022-06", date(2022, 6, 1), Some(date(2026, 11, 30))),
        to: edition("2026-12", date(2026, 12, 1), None),
        standing: Standing::InForce,
        counts: [(Change::Widening, 0), (Change::Narrowing, 0), (Change::Wording, 0)],
        asks_again: vec![],
        facts: vec![],
        clauses: vec![],
    }
}

fn changes(hostile: bool) -> Changes {
    let words = |text: &str| if hostile { format!("{HOSTILE} {LONG}") } else { text.to_owned() };
    Changes {
        counts: [(Change::Widening, 1), (Change::Narrowing, 2), (Change::Wording, 1)],
        asks_again: vec![words("advertenties op maat")],
        facts: vec![
            ChangedFact {
                change: Change::Widening, what: words("ontvanger “LinkedIn”, land: India erbij")
            },
            ChangedFact { change: Change::Narrowing, what: words("recht “gegevenswissing” is nieuw") },
        ],
        clauses: vec![
            ChangedClause {
                id: "S91".into(),
                change: Change::Narrowing,
                why: words("recht “inzage”, antwoordtermijn: 30 dagen → 14 dagen"),
                words: vec![
                    ChangedWords::Same(words("U krijgt binnen")),
                    ChangedWords::Gone(words("30")),
                    ChangedWords::New(words("14")),
                    ChangedWords::Same(words("dagen antwoord.")),
                ],
            },
            ChangedClause {
                id: "S3".into(),
                change: Change::Wording,
                why: words("Andere woorden."),
                words: vec![ChangedWords::New(words("Wij schrijven in gewone taal."))],
            },
        ],
        ..no_changes()
    }
}
