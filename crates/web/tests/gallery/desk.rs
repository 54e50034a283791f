//! Samples of the officer's pages.

use jiff::civil::date;
use web::chart::{Columns, Month};
use web::frame::Area;
use web::view::desk::*;
use web::view::portal::{Outcome, SignIn};
use web::view::*;

use crate::words::{HOSTILE, LONG, hostile_many};
use crate::{Sample, sample, site};

pub fn samples() -> Vec<Sample> {
    let d = Area::Desk;
    vec![
        sample("desk-sign-in-typical", d, "/desk/sign-in", SignIn::default()),
        sample("inbox-empty", d, "/desk/requests", inbox(vec![])),
        sample("inbox-typical", d, "/desk/requests?state=open", inbox(rows())),
        sample("inbox-closed", d, "/desk/requests?state=closed", closed_inbox()),
        sample("inbox-hostile", d, "/desk/requests", inbox(hostile_rows())),
        sample("desk-access-typical", d, "/desk/requests/1", request(Right::Access)),
        sample("desk-erasure-typical", d, "/desk/requests/2", request(Right::Erasure)),
        sample("desk-erased", d, "/desk/requests/2", erased()),
        sample("desk-request-empty", d, "/desk/requests/3", unplanned()),
        sample("desk-request-hostile", d, "/desk/requests/4", hostile()),
        sample("systems-empty", d, "/desk/systems", Systems { rows: vec![] }),
        sample("systems-typical", d, "/desk/systems", systems()),
        sample("systems-hostile", d, "/desk/systems", hostile_systems()),
        sample("promises-empty", d, "/desk/promises?verdict=broken", promises(vec![], Some(Verdict::Broken))),
        sample("promises-typical", d, "/desk/promises", promises(promise_rows(), None)),
        sample("promises-hostile", d, "/desk/promises", hostile_promises()),
        sample("register-empty", d, "/desk/register", Register { rows: vec![], total: 0, chart: None }),
        sample("register-typical", d, "/desk/register", register()),
        sample("ledger-empty", d, "/desk/ledger", ledger(0)),
        sample("ledger-typical", d, "/desk/ledger", ledger(1_284)),
    ]
}

fn inbox(rows: Vec<InboxRow>) -> Inbox {
    let next = (rows.len() > 3).then(|| "/desk/requests?state=open&after=0198".to_owned());
    Inbox { filter: InboxFilter::default(), open: rows.len(), closed: 1_204, rows, next }
}

fn row(right: Right, stage: Stage, days_left: i64) -> InboxRow {
    InboxRow {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
        reference: "K-4E11".into(),
        right,
        stage,
        filed: date(2026, 12, 2),
        due: date(2027, 1, 1),
        days_left,
        closed: None,
        stuck: vec![],
        tasks: 0,
        drill: false,
    }
}

fn rows() -> Vec<InboxRow> {
    vec![
        InboxRow { stuck: vec!["Leeromgeving".into()], ..row(Right::Access, Stage::Running, -2) },
        row(Right::Erasure, Stage::Deciding, 0),
        InboxRow { tasks: 2, ..row(Right::Erasure, Stage::Running, 5) },
        row(Right::Access, Stage::Deciding, 12),
        InboxRow { drill: true, ..row(Right::Access, Stage::Received, 29) },
        row(Right::Objection, Stage::Received, 30),
    ]
}

fn closed_inbox() -> Inbox {
    let closed = |right, stage| InboxRow { closed: Some(date(2026, 11, 20)), ..row(right, stage, -3) };
    Inbox {
        filter: InboxFilter { closed: true, right: Some(Right::Erasure) },
        open: 6,
        closed: 3,
        rows: vec![
            closed(Right::Erasure, Stage::Answered),
            closed(Right::Erasure, Stage::Refused),
            closed(Right::Erasure, Stage::Withdrawn),
        ],
        next: None,
    }
}

fn hostile_rows() -> Vec<InboxRow> {
    vec![InboxRow {
        reference: LONG.into(),
        stuck: hostile_many(2),
        tasks: 9_999_999,
        days_left: i64::MAX,
        ..row(Right::Withdrawal, Stage::Running, 1)
    }]
}

fn outcome(outcome: Outcome, count: u64) -> PlanOutcome {
    PlanOutcome { outcome, count, reason: None, release: None }
}

fn collection(
    name: &str,
    table: &str,
    own: u64,
    mentions: u64,
    outcomes: Vec<PlanOutcome>,
) -> PlanCollection {
    PlanCollection { name: name.into(), table: table.into(), own, mentions, outcomes }
}

fn plan(right: Right) -> Plan {
    let erasing = right == Right::Erasure;
    let copied = |count| vec![outcome(Outcome::Copied, count)];
    let held = PlanOutcome {
        reason: Some("Fiscale bewaarplicht (AWR art. 52 lid 4)".into()),
        release: Some(date(2034, 1, 1)),
        ..outcome(Outcome::Kept, 60)
    };
    Plan {
        found: Some(date(2026, 12, 2).at(9, 15, 0, 0)),
        systems: vec![
            PlanSystem {
                name: "Webwinkel".into(),
                holder: "Strato".into(),
                state: StepState::Waiting,
                problem: None,
                retry: None,
                collections: vec![
                    collection("Accounts", "wp_users", 1, 0, if erasing { vec![outcome(Outcome::Deleted, 1)] } else { copied(1) }),
                    collection("Bestellingen", "wp_wc_orders", 312, 0, if erasing { vec![outcome(Outcome::Deleted, 252), held] } else { copied(312) }),
                    collection("Reacties", "wp_comments", 14, 3, if erasing { vec![outcome(Outcome::Anonymised, 14), outcome(Outcome::Reported, 3)] } else { copied(14) }),
                ],
            },
            PlanSystem {
                name: "Leeromgeving".into(),
                holder: "Leskracht".into(),
                state: StepState::Stuck,
                problem: Some("De databank antwoordt niet (poging 4, laatst om 09:41). Er is niets van gelezen of veranderd. Kijk of de server draait; Gestand probeert het om 09:56 opnieuw.".into()),
                retry: Some("/nl/desk/requests/1/steps/2/retry".into()),
                collections: vec![collection("Forumberichten", "mdl_forum_posts", 641, 0, if erasing { vec![outcome(Outcome::Anonymised, 641)] } else { copied(641) })],
            },
            PlanSystem { name: "Boekhouding".into(), holder: "AFAS".into(), state: StepState::ByHand, problem: None, retry: None, collections: vec![] },
            PlanSystem { name: "Hulpvragen".into(), holder: "Leskracht".into(), state: StepState::Waiting, problem: None, retry: None, collections: vec![] },
        ],
        others: if erasing {
            vec![
                OtherText { system: "Webwinkel".into(), collection: "Notities bij bestellingen".into(), key: "48120".into(), what: "naam".into(), outcome: Outcome::Reported },
                OtherText { system: "Webwinkel".into(), collection: "Contactpersonen".into(), key: "77|12".into(), what: "e-mailadres".into(), outcome: Outcome::Deleted },
            ]
        } else {
            vec![]
        },
    }
}

fn history() -> Vec<HistoryEntry> {
    [
        (1_201, 2, "Verzoek ingediend", None, "Aanvrager"),
        (1_202, 2, "Plan gemaakt", Some("968 eigen, 3 vermeldingen, 5 verzamelingen"), "Werker"),
        (1_203, 2, "Bericht van ontvangst gestuurd", None, "Werker"),
    ]
    .into_iter()
    .map(|(seq, day, what, note, actor)| HistoryEntry {
        seq,
        event: Event {
            at: date(2026, 12, day).at(9, 15, 0, 0),
            what: what.into(),
            note: note.map(Into::into),
        },
        actor: actor.into(),
    })
    .collect()
}

fn task(id: &str, outcome: Option<TaskOutcome>) -> Task {
    Task {
        id: id.into(),
        recipient: "AFAS".into(),
        address: Some("privacy@afas.example".into()),
        letter: "Geachte heer, mevrouw,\n\nEen van onze klanten vraagt om een kopie van de gegevens die u namens ons bewaart.\nWij vragen u deze binnen 14 dagen aan ons te sturen (AVG art. 28 lid 3 onder e).\n\nE-mailadres: sanne.devries@deregenboog.example\n\nMet vriendelijke groet,\nLeskracht".into(),
        due: date(2026, 12, 16),
        outcome,
        error: None,
    }
}

fn request(right: Right) -> Request {
    Request {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
        reference: "K-4E11".into(),
        right,
        stage: Stage::Deciding,
        drill: false,
        filed: date(2026, 12, 2).at(9, 14, 0, 0),
        channel: "Mijn gegevens".into(),
        identities: vec![
            ("E-mailadres".into(), "sanne.devries@deregenboog.example".into()),
            ("Gebruiker".into(), "4711".into()),
        ],
        remarks: if right == Right::Erasure {
            vec!["De aanvrager stopt met de dienst en wil eerst een kopie. Het wissen begint na de levering daarvan.".into()]
        } else {
            vec![]
        },
        deadline: Deadline {
            law: date(2027, 1, 4),
            policy: date(2027, 1, 1),
            effective: date(2027, 1, 1),
            extended: None,
            days_left: 28,
            used_percent: 7,
            answered: None,
        },
        plan: Some(plan(right)),
        tasks: vec![
            task("1", None),
            task(
                "2",
                Some(TaskOutcome {
                    kind: TaskEnd::Done,
                    count: Some(60),
                    reason: None,
                    at: date(2026, 12, 3).at(14, 0, 0, 0),
                }),
            ),
        ],
        decidable: true,
        obstacles: vec![
            "De leeromgeving is nog niet doorzocht. Keurt u nu goed, dan wacht de uitvoering daarop.".into(),
        ],
        refusal: None,
        refuse_error: None,
        refuse_reason: String::new(),
        history: history(),
        receipts: vec![],
        notice: None,
    }
}

fn erased() -> Request {
    let mut request = request(Right::Erasure);
    request.stage = Stage::Answered;
    request.decidable = false;
    request.identities = vec![];
    request.deadline.answered = Some(date(2026, 12, 4));
    request.notice = Some(Notice::Approved);
    request.receipts = vec![Receipt {
        system: "Webwinkel".into(),
        at: date(2026, 12, 4).at(10, 2, 0, 0),
        summary: "253 verwijderd, 14 geanonimiseerd, 60 bewaard tot 1 januari 2034; naderhand nergens meer gevonden.".into(),
        hash: "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592".into(),
    }];
    if let Some(plan) = &mut request.plan {
        for system in &mut plan.systems {
            system.state = StepState::Done;
            system.problem = None;
            system.retry = None;
        }
    }
    request
}

fn unplanned() -> Request {
    let mut request = request(Right::Access);
    request.stage = Stage::Received;
    request.plan = None;
    request.tasks = vec![];
    request.decidable = false;
    request.history = vec![];
    request.drill = true;
    request
}

fn hostile() -> Request {
    let mut request = request(Right::Erasure);
    request.reference = LONG.into();
    request.identities = vec![(HOSTILE.into(), format!("{LONG}@{LONG}.example"))];
    request.remarks = hostile_many(1);
    request.obstacles = hostile_many(2);
    request.refuse_reason = format!("</textarea>{HOSTILE}");
    request.refuse_error = Some(FieldError::REASON);
    request.deadline.days_left = -40;
    request.deadline.used_percent = 100;
    request.deadline.extended = Some(date(2027, 3, 1));
    if let Some(plan) = &mut request.plan {
        for system in &mut plan.systems {
            system.name = format!("{HOSTILE} {LONG}");
            system.problem = Some(LONG.repeat(3));
            for collection in &mut system.collections {
                collection.name = LONG.into();
                collection.table = HOSTILE.into();
                collection.own = 12_345_678;
            }
        }
        for other in &mut plan.others {
            other.key = HOSTILE.into();
            other.what = LONG.into();
        }
    }
    request.tasks = vec![Task {
        recipient: HOSTILE.into(),
        letter: hostile_many(4).join("\n"),
        error: Some(FieldError::TASK_END),
        ..task("1", None)
    }];
    request
}

fn system(id: &str, name: &str, holder: &str, health: Health) -> SystemRow {
    SystemRow {
        id: id.into(),
        name: name.into(),
        holder: holder.into(),
        countries: "Nederland en Duitsland".into(),
        software: None,
        health,
        probed: None,
        problem: None,
        collections: 0,
        unclassified: vec![],
        unknown_tables: vec![],
    }
}

fn systems() -> Systems {
    let probed = Some(date(2026, 12, 4).at(9, 41, 0, 0));
    Systems {
        rows: vec![
            SystemRow {
                software: Some("WordPress 6.9, WooCommerce 11.0".into()),
                probed,
                collections: 25,
                unclassified: vec!["wp_users.user_activation_key".into(), "wp_wc_orders.ip_address".into()],
                unknown_tables: vec!["wp_newsletter_backup_old".into()],
                ..system("shop", "Webwinkel", "Strato", Health::Up)
            },
            SystemRow {
                software: Some("Moodle 5.1".into()),
                probed,
                collections: 38,
                problem: Some("De databank antwoordt niet. Verzoeken wachten hierop. Kijk of de server draait en of LEARNING_DATABASE_URL klopt.".into()),
                ..system("learning", "Leeromgeving", "Leskracht", Health::Down)
            },
            system("afas", "Boekhouding", "AFAS", Health::Manual),
            system("new", "Hulpvragen", "Leskracht", Health::Untried),
        ],
    }
}

fn hostile_systems() -> Systems {
    Systems {
        rows: vec![SystemRow {
            problem: Some(HOSTILE.repeat(3)),
            countries: LONG.into(),
            software: Some(LONG.into()),
            unclassified: hostile_many(30),
            ..system("x", HOSTILE, LONG, Health::Down)
        }],
    }
}

fn promise(clause: &str, promise: &str, verdict: Verdict, evidence: &str) -> PromiseRow {
    PromiseRow {
        clause: clause.into(),
        path: format!("/privacy#{clause}"),
        promise: promise.into(),
        verdict,
        evidence: evidence.into(),
        since: (verdict != Verdict::Unproven).then(|| date(2026, 12, 1)),
    }
}

fn promise_rows() -> Vec<PromiseRow> {
    vec![
        promise("S1", "subjects-mapped", Verdict::Unproven, "De controle hiervan is nog niet gebouwd."),
        promise(
            "S4",
            "edition-archive",
            Verdict::Kept,
            "2 edities, elk nog gelijk aan het controlegetal waarmee zij zijn uitgegeven.",
        ),
        promise("S6", "privacy-contact", Verdict::Kept, "Staat in alle 14 verstuurde berichten."),
        promise(
            "S35",
            "no-tracking-before-consent",
            Verdict::Void,
            "De oorspronkelijke tekst is in strijd met AVG art. 4(11) en 7.",
        ),
        promise(
            "S91",
            "answered-in-time",
            Verdict::Kept,
            "14 van 14 verzoeken op tijd beantwoord; gemiddeld na 3 dagen.",
        ),
        promise("S101", "opt-out-lag", Verdict::Broken, "1 van 4 afmeldingen duurde 12 werkdagen."),
    ]
}

fn promises(rows: Vec<PromiseRow>, only: Option<Verdict>) -> Promises {
    Promises { only, tally: site::tally(), rows, checked: Some(date(2026, 12, 4).at(6, 0, 0, 0)) }
}

fn hostile_promises() -> Promises {
    promises(vec![promise(HOSTILE, LONG, Verdict::Broken, &hostile_many(3).join(" "))], None)
}

fn register() -> Register {
    let row = |right, stage, days, in_time| RegisterRow {
        right,
        filed: date(2026, 11, 3),
        closed: date(2026, 11, 5),
        days,
        in_time,
        stage,
        systems: vec!["Webwinkel".into(), "Leeromgeving".into(), "Boekhouding".into()],
    };
    let months =
        [(4, 0), (7, 0), (5, 1), (9, 0), (3, 0), (0, 0), (12, 0), (8, 1), (11, 0), (14, 0), (9, 0), (6, 0)];
    Register {
        rows: vec![
            row(Right::Access, Stage::Answered, 2, true),
            row(Right::Erasure, Stage::Answered, 11, true),
            row(Right::Erasure, Stage::Refused, 5, true),
            row(Right::Access, Stage::Answered, 34, false),
        ],
        total: 1_290,
        chart: Some(Columns {
            months: (1i8..)
                .zip(months)
                .map(|(month, (in_time, late))| Month { year: 2026, month, in_time, late })
                .collect(),
        }),
    }
}

fn ledger(size: u64) -> Ledger {
    Ledger {
        size,
        checkpoint: (size > 0).then(|| Checkpoint {
            at: date(2026, 12, 4).at(9, 0, 0, 0),
            size,
            note: "leskracht.example/ledger\n1284\nqIxGt6bRkq0bZl7dYzqXn0o0N8m0hL1sVb2cJ3kP4w8=\n\n— leskracht.example/ledger Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n".into(),
        }),
        public_key: "leskracht.example/ledger+326e5ae9+AdQ3vK0p2m8F7sG1hJ5kL9zX4cV6bN8mQ2wE0rT3yU7i".into(),
        recent: if size == 0 { vec![] } else { history().into_iter().rev().collect() },
    }
}
