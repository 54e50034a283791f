//! Samples of the officer's pages.

use jiff::civil::date;
use web::chart::{Columns, Month};
use web::frame::Area;
use web::view::desk::*;
use web::view::portal::{Ground, KeptLine, Outcome, OutcomeLine, Refusal, Related, SignIn, Stops, Wish};
use web::view::*;

use crate::portal::{held_by_year, line};
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
        sample("desk-correction-typical", d, "/desk/requests/1", correcting()),
        sample("desk-restriction-typical", d, "/desk/requests/1", request(Right::Restriction)),
        sample("desk-objection-typical", d, "/desk/requests/1", objecting()),
        sample("desk-told", d, "/desk/requests/1", ending()),
        sample("desk-access-typical", d, "/desk/requests/1", request(Right::Access)),
        sample("desk-erasure-typical", d, "/desk/requests/2", request(Right::Erasure)),
        sample("desk-running-typical", d, "/desk/requests/1", running()),
        sample("desk-erased-typical", d, "/desk/requests/2", erased()),
        sample("desk-refused", d, "/desk/requests/2", refused()),
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
        problems: 0,
        end_of_service: false,
        drill: false,
    }
}

fn rows() -> Vec<InboxRow> {
    vec![
        InboxRow { problems: 1, ..row(Right::Access, Stage::Running, -2) },
        row(Right::Erasure, Stage::Deciding, 0),
        InboxRow { end_of_service: true, ..row(Right::Erasure, Stage::InPart, 5) },
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
        problems: u32::MAX,
        days_left: i64::MAX,
        ..row(Right::Withdrawal, Stage::Running, 1)
    }]
}

fn collection(name: &str, table: &str, own: u64, [deleted, anonymised, kept]: [u64; 3]) -> PlanCollection {
    PlanCollection {
        name: name.into(),
        table: table.into(),
        own,
        mentions: 0,
        deleted,
        anonymised,
        kept,
        corrected: 0,
        unchanged: 0,
    }
}

fn part(name: &str, holder: &str, part: Part, collections: Vec<PlanCollection>) -> PlanSystem {
    PlanSystem {
        system: name.to_lowercase(),
        name: name.into(),
        holder: holder.into(),
        part,
        problem: None,
        by_hand: None,
        kept: collections
            .iter()
            .filter(|row| row.kept > 0)
            .map(|row| KeptLine { of: vec![row.name.clone()], ..held_by_year(row.kept) })
            .collect(),
        collections,
        texts_of_others: 0,
    }
}

fn plan(right: Right) -> Plan {
    let row = |name, table, own, split| {
        collection(name, table, own, if right == Right::Erasure { split } else { [0, 0, 0] })
    };
    Plan {
        made: Some(date(2026, 12, 2).at(9, 15, 0, 0)),
        digest: Some("5d41402abc4b2a76b9719d911017c592".into()),
        systems: vec![
            PlanSystem {
                texts_of_others: 3,
                ..part(
                    "Webwinkel",
                    "Strato",
                    Part::Automatic,
                    vec![
                        row("Accounts", "wp_users", 1, [1, 0, 0]),
                        row("Bestellingen", "wp_wc_orders", 312, [252, 0, 60]),
                        PlanCollection { mentions: 3, ..row("Reacties", "wp_comments", 14, [0, 14, 0]) },
                    ],
                )
            },
            part(
                "Leeromgeving",
                "Leskracht",
                Part::Automatic,
                vec![row("Forumberichten", "mdl_forum_posts", 641, [0, 641, 0])],
            ),
            part("Boekhouding", "AFAS", Part::ByHand, vec![]),
            part("Hulpvragen", "Leskracht", Part::Automatic, vec![]),
            part("Statistiek", "Google", Part::KnowsNobody, vec![]),
            part("Nieuwsbrieven", "Mailjet", Part::NotInUse, vec![]),
        ],
    }
}

fn history() -> Vec<HistoryEntry> {
    [(1_201, "request-filed"), (1_202, "plan-made"), (1_203, "message-sent"), (1_204, "something-new")]
        .into_iter()
        .map(|(seq, word)| HistoryEntry {
            seq,
            at: date(2026, 12, 2).at(9, 15, 0, 0),
            word: word.into(),
            what: Happening::from_word(word),
        })
        .collect()
}

const LETTER: &str = "Geachte heer, mevrouw,

Een van onze klanten vraagt om een kopie van de gegevens die u namens ons bewaart.
Wij vragen u deze binnen 14 dagen aan ons te sturen (AVG art. 28 lid 3 onder e).

E-mailadres: sanne.devries@deregenboog.example

Met vriendelijke groet,
Leskracht";

fn task() -> Task {
    Task {
        address: Some("privacy@afas.example".into()),
        letter: LETTER.into(),
        due: date(2026, 12, 16),
        error: None,
    }
}

fn work(system: &str, name: &str, state: StepState, lines: Vec<OutcomeLine>) -> Work {
    Work {
        anchor: system.into(),
        system: system.into(),
        name: name.into(),
        state,
        problem: None,
        next_try: None,
        done: (state == StepState::Done).then(|| date(2026, 12, 4).at(10, 2, 0, 0)),
        lines,
        kept: vec![],
        remains: vec![],
        clean: None,
        task: None,
        reported: None,
    }
}

fn request(right: Right) -> Request {
    let erasing = right == Right::Erasure;
    Request {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
        reference: "9F4E11".into(),
        right,
        stage: Stage::Deciding,
        drill: false,
        filed: date(2026, 12, 2).at(9, 14, 0, 0),
        channel: "via Mijn gegevens".into(),
        address: Some("sanne.devries@deregenboog.example".into()),
        end_of_service: erasing,
        end_of_restriction: false,
        related: erasing
            .then(|| Related { id: "0198".into(), reference: "9F4E12".into(), waits: true })
            .into_iter()
            .collect(),
        deadline: Deadline {
            law: date(2027, 1, 4),
            article: "12(3)".into(),
            policy: Some(date(2027, 1, 1)),
            effective: date(2027, 1, 1),
            extended: false,
            suspended: false,
            days_left: 28,
            used_percent: 7,
            answered: None,
        },
        plan: Some(plan(right)),
        work: vec![],
        can: Can { approve: true, replan: true, refuse: true, ..Can::default() },
        wish: Wish::default(),
        refusal: None,
        refuse: RefuseForm { grounds: Ground::ALL.to_vec(), ..RefuseForm::default() },
        history: history(),
        notice: None,
    }
}

/// A correction of an address and a name.
fn correcting() -> Request {
    let row = |name, table, corrected, unchanged| PlanCollection {
        corrected,
        unchanged,
        ..collection(name, table, corrected + unchanged, [0, 0, 0])
    };
    let by_hand = PlanSystem {
        by_hand: Some("the system “support” has no way to correct; it has to be done by hand".into()),
        ..part("Hulpvragen", "Leskracht", Part::ByHand, vec![])
    };
    let plan = Plan {
        systems: vec![
            part(
                "Webwinkel",
                "Strato",
                Part::Automatic,
                vec![row("Accounts", "wp_users", 1, 0), row("Bestellingen", "wp_wc_orders", 4, 8)],
            ),
            part("Leeromgeving", "Leskracht", Part::Automatic, vec![row("Accounts", "mdl_user", 2, 0)]),
            by_hand,
            part("Boekhouding", "AFAS", Part::ByHand, vec![]),
            part("Statistiek", "Google", Part::Unconcerned, vec![]),
        ],
        ..plan(Right::Rectification)
    };
    Request { plan: Some(plan), wish: crate::portal::corrections(), ..request(Right::Rectification) }
}

/// An objection that is to be judged.
fn objecting() -> Request {
    let wish = Wish {
        stops: Some(Stops::Interests),
        reasons: "Ik wil niet dat u bijhoudt hoe vaak ik inlog.".into(),
        ..Wish::default()
    };
    Request { wish, plan: Some(plan(Right::Erasure)), ..request(Right::Objection) }
}

/// The end of a restriction, of which the person has still to hear.
fn ending() -> Request {
    Request {
        end_of_restriction: true,
        stage: Stage::Running,
        can: Can { told: true, ..Can::default() },
        ..request(Right::Restriction)
    }
}

fn running() -> Request {
    let mut request = request(Right::Access);
    request.stage = Stage::Running;
    request.can = Can { close_tasks: true, try_again: true, ..Can::default() };
    request.notice = Some(Notice::Approved);
    request.deadline.days_left = 4;
    request.deadline.used_percent = 87;
    request.work = vec![
        work(
            "shop",
            "Webwinkel",
            StepState::Done,
            vec![
                line("Bestellingen", Outcome::Copied, 312),
                line("Adressen", Outcome::Copied, 2),
                line("Notities", Outcome::Mentioned, 3),
            ],
        ),
        Work {
            problem: Some(
                "“learning” does not answer; nothing was read or changed in it. Check that its server runs."
                    .into(),
            ),
            next_try: Some(date(2026, 12, 4).at(9, 56, 0, 0)),
            ..work("learning", "Leeromgeving", StepState::Retrying, vec![])
        },
        Work { task: Some(task()), ..work("afas", "Boekhouding", StepState::ByHand, vec![]) },
        Work {
            reported: Some(TaskEnd::NoneHeld),
            ..work("mailjet", "Nieuwsbrieven", StepState::Done, vec![])
        },
    ];
    request
}

fn remains(place: &str, key: &str, kinds: &str, class: RemainsClass) -> Remains {
    Remains { place: place.into(), key: key.into(), kinds: kinds.into(), class }
}

fn erased() -> Request {
    let mut request = request(Right::Erasure);
    request.stage = Stage::Answered;
    request.can = Can::default();
    request.address = None;
    request.deadline.answered = Some(date(2026, 12, 4));
    request.work = vec![
        Work {
            kept: vec![held_by_year(60)],
            clean: Some(true),
            remains: vec![
                remains("wp_wc_orders.billing_email", "48120", "e-mailadres", RemainsClass::Kept),
                remains("wp_comments.comment_content", "912", "naam", RemainsClass::Other),
            ],
            ..work(
                "shop",
                "Webwinkel",
                StepState::Done,
                vec![
                    line("Accounts", Outcome::Deleted, 1),
                    line("Bestellingen", Outcome::Deleted, 252),
                    line("Reacties", Outcome::Anonymised, 14),
                ],
            )
        },
        Work {
            clean: Some(false),
            remains: vec![remains(
                "mdl_log.other",
                "77|x",
                "telefoonnummer, adres",
                RemainsClass::Unexpected,
            )],
            ..work(
                "learning",
                "Leeromgeving",
                StepState::Done,
                vec![line("Forumberichten", Outcome::Anonymised, 641)],
            )
        },
    ];
    request
}

fn unplanned() -> Request {
    let mut request = request(Right::Access);
    request.stage = Stage::Received;
    request.plan = None;
    request.can = Can { refuse: true, ..Can::default() };
    request.history = vec![];
    request.drill = true;
    request.deadline.suspended = true;
    request
}

fn refused() -> Request {
    let mut request = request(Right::Access);
    request.stage = Stage::Refused;
    request.can = Can::default();
    request.refusal =
        Some(Refusal { ground: Ground::Excessive, reasons: "Dit vroeg u drie keer in één maand.".into() });
    request.deadline.answered = Some(date(2026, 12, 4));
    request.notice = Some(Notice::Refused);
    request
}

fn hostile() -> Request {
    let mut request = request(Right::Erasure);
    request.reference = LONG.into();
    request.address = Some(format!("{LONG}@{LONG}.example"));
    request.channel = HOSTILE.into();
    request.refuse.ground = Some(Ground::LegalClaims);
    request.refuse.reasons = format!("</textarea>{HOSTILE}");
    request.refuse.error = Some(FieldError::REASON);
    request.deadline.days_left = -40;
    request.deadline.used_percent = 100;
    request.deadline.extended = true;
    request.can.close_tasks = true;
    request.can.try_again = true;
    if let Some(plan) = &mut request.plan {
        plan.digest = Some("\"><b>".into());
        for system in &mut plan.systems {
            system.name = format!("{HOSTILE} {LONG}");
            system.problem = Some(LONG.repeat(3));
            for collection in &mut system.collections {
                collection.name = LONG.into();
                collection.table = HOSTILE.into();
                collection.own = 12_345_678;
            }
        }
    }
    request.work = vec![Work {
        problem: Some(format!("{HOSTILE} {LONG}")),
        lines: vec![line(LONG, Outcome::Deleted, u64::MAX)],
        kept: vec![KeptLine {
            count: 1,
            of: vec![LONG.into()],
            reason: format!("{HOSTILE} {LONG}"),
            releases: vec![],
        }],
        remains: vec![remains(LONG, HOSTILE, LONG, RemainsClass::Unexpected)],
        task: Some(Task {
            letter: hostile_many(4).join("\n"),
            error: Some(FieldError::TASK_END),
            address: Some(LONG.into()),
            ..task()
        }),
        ..work("x", HOSTILE, StepState::ByHand, vec![])
    }];
    request
}

fn system(id: &str, name: &str, holder: &str, health: Health) -> SystemRow {
    SystemRow {
        id: id.into(),
        name: name.into(),
        holder: holder.into(),
        countries: Some("Nederland en Duitsland".into()),
        software: None,
        health,
        probed: None,
        problem: None,
        collections: 0,
        unclassified: vec![],
        unknown_tables: vec![],
        other_drift: vec![],
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
            countries: Some(LONG.into()),
            other_drift: hostile_many(2),
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
        text: "Het antwoord komt binnen de beloofde termijn.".into(),
        verdict,
        reason: evidence.into(),
        evidence: if verdict == Verdict::Kept {
            vec!["14 antwoorden".into(), "0 te laat".into()]
        } else {
            vec![]
        },
        would_change: (verdict == Verdict::Unproven).then(|| "er een controle voor is".into()),
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
    let row = |right, stage, in_time| RegisterRow {
        right,
        received: YearMonth { year: 2026, month: 11 },
        closed: Some(YearMonth { year: 2026, month: 12 }),
        stage,
        in_time,
        systems: 3,
    };
    let months =
        [(4, 0), (7, 0), (5, 1), (9, 0), (3, 0), (0, 0), (12, 0), (8, 1), (11, 0), (14, 0), (9, 0), (6, 0)];
    Register {
        rows: vec![
            row(Right::Access, Stage::Answered, true),
            row(Right::Erasure, Stage::Answered, true),
            RegisterRow { closed: None, ..row(Right::Erasure, Stage::Refused, true) },
            row(Right::Access, Stage::Answered, false),
        ],
        total: 1_290,
        chart: Some(Columns {
            months: (1i8..)
                .zip(months)
                .map(|(month, (in_time, late))| Month {
                    month: YearMonth { year: 2026, month },
                    in_time,
                    late,
                })
                .collect(),
        }),
    }
}

const NOTE: &str = "leskracht.example/ledger
1284
qIxGt6bRkq0bZl7dYzqXn0o0N8m0hL1sVb2cJ3kP4w8=

— leskracht.example/ledger Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
";

fn ledger(size: u64) -> Ledger {
    Ledger {
        size,
        root: "qIxGt6bRkq0bZl7dYzqXn0o0N8m0hL1sVb2cJ3kP4w8=".into(),
        checkpoint: (size > 0)
            .then(|| Checkpoint { at: Some(date(2026, 12, 4).at(9, 0, 0, 0)), note: NOTE.into() }),
        public_key: "leskracht.example/ledger+326e5ae9+AdQ3vK0p2m8F7sG1hJ5kL9zX4cV6bN8mQ2wE0rT3yU7i".into(),
    }
}
