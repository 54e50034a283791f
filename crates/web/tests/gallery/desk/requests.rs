//! Samples of the inbox and of one request.

use jiff::civil::date;
use web::view::desk::*;
use web::view::portal::{
    Found, Ground, Judgement, KeptLine, Outcome, OutcomeLine, Refusal, Related, Stops, Wish,
};
use web::view::*;

use crate::portal::{held_by_year, line};
use crate::words::{HOSTILE, LONG, hostile_many};

pub(super) fn inbox(rows: Vec<InboxRow>) -> Inbox {
    let next = (rows.len() > 3).then(|| "/desk/requests?state=open&after=0198".to_owned());
    Inbox {
        bounced: rows.len() / 3,
        filter: InboxFilter::default(),
        open: rows.len(),
        closed: 1_204,
        rows,
        next,
        channels: vec![("portal".into(), "via de portal".into()), ("letter".into(), "per post".into())],
        by_address: true,
        address: None,
    }
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

pub(super) fn rows() -> Vec<InboxRow> {
    vec![
        InboxRow { problems: 1, ..row(Right::Access, Stage::Running, -2) },
        row(Right::Erasure, Stage::Deciding, 0),
        InboxRow { end_of_service: true, ..row(Right::Erasure, Stage::InPart, 5) },
        row(Right::Access, Stage::Deciding, 12),
        InboxRow { drill: true, ..row(Right::Access, Stage::Received, 29) },
        row(Right::Objection, Stage::Received, 30),
    ]
}

pub(super) fn closed_inbox() -> Inbox {
    let closed = |right, stage| InboxRow { closed: Some(date(2026, 11, 20)), ..row(right, stage, -3) };
    Inbox {
        bounced: 0,
        filter: InboxFilter {
            state: InboxState::Closed,
            right: Some(Right::Erasure),
            ..InboxFilter::default()
        },
        open: 6,
        closed: 3,
        rows: vec![
            closed(Right::Erasure, Stage::Answered),
            closed(Right::Erasure, Stage::Refused),
            closed(Right::Erasure, Stage::Withdrawn),
        ],
        next: None,
        channels: vec![("portal".into(), "via de portal".into())],
        by_address: false,
        address: None,
    }
}

pub(super) fn hostile_rows() -> Vec<InboxRow> {
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

pub(super) fn trouble(text: &str) -> Trouble {
    Trouble { text: text.into(), detail: Some("table “wp_users”".into()) }
}

fn task() -> Task {
    Task {
        step: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e12".into(),
        standing: Standing::Ready,
        address: Some("privacy@afas.example".into()),
        mailable: true,
        letter: Some(LETTER.into()),
        due: date(2026, 12, 16),
        sent: None,
        acknowledged: None,
        promised: None,
        answers: vec![],
        error: None,
    }
}

fn late() -> Task {
    Task {
        standing: Standing::Overdue,
        sent: Some(date(2026, 12, 2).at(9, 12, 0, 0)),
        acknowledged: Some(date(2026, 12, 3).at(16, 40, 0, 0)),
        promised: Some(date(2026, 12, 10)),
        due: date(2026, 12, 11),
        answers: vec![answer()],
        mailable: false,
        ..task()
    }
}

fn refused_task() -> Task {
    Task { standing: Standing::Ended(TaskEnd::Refused), ..late() }
}

fn answer() -> TaskAnswer {
    TaskAnswer {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e13".into(),
        name: "Bevestiging Strato.pdf".into(),
        bytes: 48_213,
        sha256: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef".into(),
        kept: date(2026, 12, 4).at(11, 3, 0, 0),
        for_person: true,
    }
}

/// The list of tasks.
pub(super) fn tasks() -> Tasks {
    let row = |name: &str, standing, days_left| TaskRow {
        request: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
        reference: "9F4E11".into(),
        system: "strato".into(),
        name: name.into(),
        holder: Some("Strato".into()),
        right: Right::Access,
        standing,
        due: date(2026, 12, 16),
        days_left,
        sent: (standing != Standing::Ready).then(|| date(2026, 12, 2).at(9, 12, 0, 0)),
        done: (!standing.is_open()).then(|| date(2026, 12, 4).at(10, 2, 0, 0)),
    };
    Tasks {
        done: false,
        rows: vec![
            row("Hosting: serverlogs en reservekopieën", Standing::Overdue, -3),
            row("Boekhouding (AFAS)", Standing::Ready, 5),
            row("E-mail en documenten (Microsoft 365)", Standing::Sent, 12),
            row("Advertenties (Meta)", Standing::Acknowledged, 12),
            row("Nieuwsbrieven", Standing::Ended(TaskEnd::Refused), 12),
        ],
        next: Some("/desk/tasks?state=open&after=x".into()),
    }
}

/// The list of tasks with contents that nobody should send.
pub(super) fn tasks_hostile() -> Tasks {
    let mut tasks = tasks();
    for row in &mut tasks.rows {
        row.name = format!("{HOSTILE} {LONG}");
        row.holder = Some(HOSTILE.into());
    }
    tasks
}

/// A letter.
pub(super) fn letter() -> Letter {
    Letter {
        step: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e12".into(),
        request: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
        subject: "Verzoek op grond van de AVG: inzage".into(),
        text: LETTER.into(),
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

pub(super) fn request(right: Right) -> Request {
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
        judgement: None,
        refuse: RefuseForm { grounds: Ground::ALL.to_vec(), ..RefuseForm::default() },
        history: history(),
        officer: None,
        notice: None,
    }
}

/// A decision that a human looks at, with what they wrote so far.
pub(super) fn judging() -> Request {
    Request {
        right: Right::HumanReview,
        can: Can { judge: true, approve: true, refuse: true, ..Can::default() },
        wish: Wish {
            decision: "Bestellen op rekening is geweigerd".into(),
            reasons: "Ik betaal altijd op tijd.".into(),
            ..Wish::default()
        },
        judgement: Some(Judgement {
            found: Found::Changed,
            words: "U hebt gelijk: de rekening was al betaald.".into(),
        }),
        officer: Some(Officer {
            may: May { extend: true, ask_back: true, note: true, ..May::default() },
            ..Officer::default()
        }),
        ..request(Right::HumanReview)
    }
}

/// A complaint of somebody who is not known.
pub(super) fn complained() -> Request {
    Request {
        right: Right::Complaint,
        address: None,
        can: Can { judge: true, refuse: true, ..Can::default() },
        wish: Wish { reasons: format!("{HOSTILE} {LONG}"), ..Wish::default() },
        officer: Some(Officer { contact: Some("boos@elders.example".into()), ..Officer::default() }),
        ..request(Right::Complaint)
    }
}

/// A correction of an address and a name.
pub(super) fn correcting() -> Request {
    let row = |name, table, corrected, unchanged| PlanCollection {
        corrected,
        unchanged,
        ..collection(name, table, corrected + unchanged, [0, 0, 0])
    };
    let by_hand = PlanSystem {
        by_hand: Some(trouble("“Vragen” verbetert niets vanzelf. Iemand moet het met de hand doen.")),
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
pub(super) fn objecting() -> Request {
    let wish = Wish {
        stops: Some(Stops::Interests),
        reasons: "Ik wil niet dat u bijhoudt hoe vaak ik inlog.".into(),
        ..Wish::default()
    };
    Request { wish, plan: Some(plan(Right::Erasure)), ..request(Right::Objection) }
}

/// The end of a restriction, of which the person has still to hear.
pub(super) fn ending() -> Request {
    Request {
        end_of_restriction: true,
        stage: Stage::Running,
        can: Can { told: true, ..Can::default() },
        ..request(Right::Restriction)
    }
}

pub(super) fn running() -> Request {
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
            problem: Some(trouble("“Leeromgeving” is niet te bereiken. Wij proberen het vanzelf opnieuw.")),
            next_try: Some(date(2026, 12, 4).at(9, 56, 0, 0)),
            ..work("learning", "Leeromgeving", StepState::Retrying, vec![])
        },
        Work { task: Some(task()), ..work("afas", "Boekhouding", StepState::ByHand, vec![]) },
        Work { task: Some(late()), ..work("strato", "Hosting", StepState::ByHand, vec![]) },
        Work {
            reported: Some(TaskEnd::NoneHeld),
            task: Some(Task { standing: Standing::Ended(TaskEnd::NoneHeld), letter: None, ..task() }),
            ..work("mailjet", "Nieuwsbrieven", StepState::Done, vec![])
        },
        Work {
            reported: Some(TaskEnd::Refused),
            task: Some(Task { answers: vec![answer()], letter: None, ..refused_task() }),
            ..work("meta", "Advertenties", StepState::Done, vec![])
        },
    ];
    request
}

fn remains(place: &str, key: &str, kinds: &str, class: RemainsClass) -> Remains {
    Remains { place: place.into(), key: key.into(), kinds: kinds.into(), class }
}

pub(super) fn erased() -> Request {
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

pub(super) fn unplanned() -> Request {
    let mut request = request(Right::Access);
    request.stage = Stage::Received;
    request.plan = None;
    request.can = Can { refuse: true, ..Can::default() };
    request.history = vec![];
    request.drill = true;
    request.deadline.suspended = true;
    request
}

pub(super) fn refused() -> Request {
    let mut request = request(Right::Access);
    request.stage = Stage::Refused;
    request.can = Can::default();
    request.refusal =
        Some(Refusal { ground: Ground::Excessive, reasons: "Dit vroeg u drie keer in één maand.".into() });
    request.deadline.answered = Some(date(2026, 12, 4));
    request.notice = Some(Notice::Refused);
    request
}

pub(super) fn hostile() -> Request {
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
            system.problem = Some(trouble(&LONG.repeat(3)));
            for collection in &mut system.collections {
                collection.name = LONG.into();
                collection.table = HOSTILE.into();
                collection.own = 12_345_678;
            }
        }
    }
    request.work = vec![Work {
        problem: Some(trouble(&format!("{HOSTILE} {LONG}"))),
        lines: vec![line(LONG, Outcome::Deleted, u64::MAX)],
        kept: vec![KeptLine {
            count: 1,
            of: vec![LONG.into()],
            reason: format!("{HOSTILE} {LONG}"),
            releases: vec![],
        }],
        remains: vec![remains(LONG, HOSTILE, LONG, RemainsClass::Unexpected)],
        task: Some(Task {
            letter: Some(hostile_many(4).join("\n")),
            error: Some(FieldError::TASK_END),
            address: Some(LONG.into()),
            ..task()
        }),
        ..work("x", HOSTILE, StepState::ByHand, vec![])
    }];
    request
}
