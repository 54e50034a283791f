//! Samples of the subject's pages.

use jiff::civil::date;
use web::frame::Area;
use web::view::desk::TaskEnd;
use web::view::portal::*;
use web::view::site_ask::Handover;
use web::view::*;

use crate::site::{authority, contact};
use crate::words::{HOSTILE, LONG, hostile_many};
use crate::{Sample, sample};

pub fn samples() -> Vec<Sample> {
    let p = Area::Portal;
    vec![
        sample("sign-in-typical", p, "/my/sign-in", SignIn::default()),
        sample("sign-in-wrong", p, "/my/sign-in", wrong_sign_in("<b>")),
        sample("sign-in-hostile", p, "/my/sign-in", wrong_sign_in(HOSTILE)),
        sample(
            "enter-code-typical",
            p,
            "/my/sign-in/code",
            EnterCode { valid_minutes: 10, error: None, next: None },
        ),
        sample(
            "enter-code-wrong",
            p,
            "/my/sign-in/code",
            EnterCode { valid_minutes: 1, error: Some(FieldError::CODE), next: None },
        ),
        sample("overview-empty", p, "/my", overview(vec![])),
        sample("overview-typical", p, "/my", overview(cards())),
        sample("overview-hostile", p, "/my", hostile_overview()),
        sample(
            "file-access-typical",
            p,
            "/my/copy",
            file_access(&["Webwinkel", "Leeromgeving", "AFAS", "Mailjet", "Microsoft 365"]),
        ),
        sample("file-access-empty", p, "/my/copy", file_access(&[])),
        sample("file-access-hostile", p, "/my/copy", file_access(&[HOSTILE, LONG])),
        sample("file-erasure-typical", p, "/my/forget", file_erasure(false, false)),
        sample("file-erasure-wrong", p, "/my/forget", file_erasure(false, true)),
        sample("file-stop-typical", p, "/my/stop", file_erasure(true, false)),
        sample("file-correction-typical", p, "/my/correct", file_correction("")),
        sample("file-correction-wrong", p, "/my/correct", wrong_correction()),
        sample("file-correction-hostile", p, "/my/correct", file_correction(HOSTILE)),
        sample("file-pause-typical", p, "/my/pause", file_right(Right::Restriction)),
        sample("file-take-typical", p, "/my/take-along", file_right(Right::Portability)),
        sample("file-object-typical", p, "/my/object", file_right(Right::Objection)),
        sample("file-object-wrong", p, "/my/object", wrong_objection()),
        sample("file-withdraw-typical", p, "/my/withdraw-consent", file_right(Right::Withdrawal)),
        sample("file-review-typical", p, "/my/review", file_right(Right::HumanReview)),
        sample("file-review-wrong", p, "/my/review", wrong_review()),
        sample("request-reviewed-typical", p, "/my/requests/1", reviewed()),
        sample("complain-portal-typical", p, "/my/complain", complain(Some(""))),
        sample("complain-hostile", p, "/my/complain", complain(Some(HOSTILE))),
        sample("complain-typical", Area::Site, "/complain", complain(None)),
        sample(
            "sealed-typical",
            p,
            "/my/answers/1/sealed",
            SealedCopy {
                words: "gx4k-7mnp-q2ab-c9de-fhjr".into(),
                ticket: "3f9a".into(),
                action: "/nl/my/answers/1/sealed".into(),
                by_post: true,
            },
        ),
        sample("handover-typical", p, "/my/answers/1/handover", handover(false)),
        sample("handover-hostile", p, "/my/answers/1/handover", handover(true)),
        sample(
            "handover-offered-typical",
            Area::Site,
            "/handover/0",
            Handover {
                token: "3f9a".into(),
                organisation: "Leskracht".into(),
                expires: date(2026, 12, 9).at(9, 0, 0, 0),
                bytes: 1_204_112,
                sha256: "9f2b64d0".repeat(8),
            },
        ),
        sample("told-typical", p, "/my/told", told()),
        sample("told-empty", p, "/my/told", Told::default()),
        sample("told-hostile", p, "/my/told", hostile_told()),
        sample("request-corrected-typical", p, "/my/requests/1", corrected()),
        sample("request-paused-typical", p, "/my/requests/1", paused()),
        sample("request-typical", p, "/my/requests/1", request(Stage::Answered)),
        sample("request-running", p, "/my/requests/1", running()),
        sample("request-received", p, "/my/requests/1", received()),
        sample("request-refused", p, "/my/requests/1", refused()),
        sample("request-erased-typical", p, "/my/requests/1", erased()),
        sample("request-expired", p, "/my/requests/1", expired()),
        sample("request-hostile", p, "/my/requests/1", hostile()),
    ]
}

fn handover(hostile: bool) -> HandOver {
    let at = date(2026, 12, 2).at(9, 0, 0, 0);
    let word = |plain: &str| if hostile { format!("{HOSTILE}{LONG}") } else { plain.to_owned() };
    let one = |by_link, state, problem: Option<&str>| HandedOver {
        id: "0198".into(),
        by_link,
        state,
        host: (!by_link).then(|| word("in.receiver.example")),
        asked: at,
        expires: date(2026, 12, 9).at(9, 0, 0, 0),
        ended: (state != HandoverState::Open).then_some(at),
        next: problem.filter(|problem| *problem == "busy").map(|_| at),
        status: (!by_link && state == HandoverState::Done).then_some(201),
        sha256: (state == HandoverState::Done).then(|| "9f2b64d0".repeat(8)),
        problem: problem.map(Into::into),
    };
    HandOver {
        action: "/nl/my/answers/1/handover".into(),
        back: "/my/requests/1".into(),
        reference: word("K-4E11"),
        desk: hostile,
        there: true,
        expires: date(2026, 12, 16).at(9, 0, 0, 0),
        bytes: 1_204_112,
        earlier: vec![
            one(false, HandoverState::Open, Some("busy")),
            one(true, HandoverState::Open, None),
            one(true, HandoverState::Done, None),
            one(false, HandoverState::Done, None),
            one(false, HandoverState::Failed, Some("redirect")),
            one(true, HandoverState::Revoked, None),
            one(true, HandoverState::Expired, None),
        ],
        link: Some(NewLink { url: word("https://privacy.example/overdracht/3f9a"), expires: at }),
        typed: (if hostile { HOSTILE.into() } else { String::new() }, false),
        error: hostile.then_some(FieldError::ADDRESS_PRIVATE),
        notice: None,
    }
}

fn wrong_sign_in(email: &str) -> SignIn {
    SignIn {
        email: email.into(),
        error: Some(FieldError::EMAIL),
        notice: Some(Notice::SignedOut),
        next: Some("/my/requests/0198".into()),
        ..SignIn::default()
    }
}

fn card(right: Right, stage: Stage, collectable: bool) -> RequestCard {
    RequestCard {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
        reference: "K-4E11".into(),
        right,
        filed: date(2026, 12, 2),
        due: date(2027, 1, 1),
        stage,
        collectable,
    }
}

fn cards() -> Vec<RequestCard> {
    vec![
        card(Right::Access, Stage::Answered, true),
        card(Right::Erasure, Stage::Deciding, false),
        card(Right::Access, Stage::Received, false),
        card(Right::Erasure, Stage::Refused, false),
    ]
}

fn overview(requests: Vec<RequestCard>) -> Overview {
    Overview {
        email: "sanne.devries@deregenboog.example".into(),
        notice: requests.first().map(|_| Notice::Filed),
        requests,
        answer_within: "30 dagen".into(),
    }
}

fn hostile_overview() -> Overview {
    let mut overview = overview(cards());
    overview.email = format!("{LONG}@{LONG}.example");
    overview.answer_within = HOSTILE.into();
    for card in &mut overview.requests {
        card.reference = HOSTILE.into();
    }
    overview
}

fn file_access(systems: &[&str]) -> FileAccess {
    FileAccess {
        email: "sanne.devries@deregenboog.example".into(),
        systems: systems.iter().map(|name| (*name).to_owned()).collect(),
        answer_within: "30 dagen".into(),
        error: None,
    }
}

fn file_erasure(stopping: bool, wrong: bool) -> FileErasure {
    FileErasure {
        email: "sanne.devries@deregenboog.example".into(),
        stopping,
        copy_first: stopping,
        kept: vec![
            KeptKind {
                what: "Facturen".into(),
                term: "7 jaar, vanaf het einde van het boekjaar".into(),
                reason: "De belastingwet verplicht ons daartoe (AWR art. 52 lid 4).".into(),
            },
            KeptKind {
                what: "Afmelding voor reclame".into(),
                term: "zolang het nodig is".into(),
                reason: "Anders zouden wij u opnieuw kunnen aanschrijven.".into(),
            },
        ],
        answer_within: "30 dagen".into(),
        error: wrong.then_some(FieldError::CONFIRM),
    }
}

pub fn line(what: &str, outcome: Outcome, count: u64) -> OutcomeLine {
    OutcomeLine { what: what.into(), outcome, count }
}

pub fn held(count: u64) -> KeptLine {
    KeptLine {
        count,
        of: vec![],
        reason: "Fiscale bewaarplicht (AWR art. 52 lid 4)".into(),
        releases: vec![(date(2034, 1, 1), count)],
    }
}

/// The same, of several years.
pub fn held_by_year(count: u64) -> KeptLine {
    let releases = vec![(date(2029, 1, 1), 12), (date(2031, 1, 1), 20), (date(2034, 1, 1), count - 32)];
    KeptLine { releases, ..held(count) }
}

fn system(name: &str, holder: &str, state: StepState, lines: Vec<OutcomeLine>) -> SystemPart {
    SystemPart {
        name: name.into(),
        holder: holder.into(),
        state,
        lines,
        kept: vec![],
        texts_of_others: 0,
        left_out: 0,
        reported: None,
        why_not: None,
    }
}

fn event(day: i8, hour: i8, what: Happening) -> Event {
    Event { at: date(2026, 12, day).at(hour, 14, 0, 0), what }
}

fn request(stage: Stage) -> Request {
    Request {
        id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
        reference: "9F4E11".into(),
        right: Right::Access,
        stage,
        filed: date(2026, 12, 2).at(9, 14, 0, 0),
        due: date(2027, 1, 1),
        answered: stage.closed().then(|| date(2026, 12, 4)),
        wish: Wish::default(),
        refusal: None,
        judgement: None,
        authority: authority(),
        events: vec![
            event(2, 9, Happening::Filed),
            event(2, 9, Happening::PlanMade),
            event(3, 11, Happening::Approved),
            event(4, 10, Happening::Answered),
        ],
        systems: vec![
            SystemPart {
                texts_of_others: 3,
                ..system(
                    "Webwinkel",
                    "Strato",
                    StepState::Done,
                    vec![
                        line("Bestellingen", Outcome::Copied, 312),
                        line("Adressen", Outcome::Copied, 2),
                        line("Reacties", Outcome::Copied, 14),
                        line("Notities", Outcome::Mentioned, 3),
                    ],
                )
            },
            system(
                "Leeromgeving",
                "Leskracht",
                StepState::Done,
                vec![line("Forumberichten", Outcome::Copied, 641), line("Cursussen", Outcome::Copied, 9)],
            ),
            system("Boekhouding", "AFAS", StepState::Done, vec![line("Facturen", Outcome::Copied, 60)]),
        ],
        archive: Some(Archive {
            href: "/nl/my/requests/0198/answer.zip".into(),
            bytes: 3_412_876,
            sha256: "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592".into(),
            expires: date(2027, 1, 3).at(10, 14, 0, 0),
            downloads: 2,
            portable: false,
        }),
        archive_gone: false,
        from_holders: vec![],
        related: vec![],
        question: None,
        answerable: false,
        extension: None,
        error: None,
        withdrawable: false,
        liftable: false,
        notice: None,
    }
}

fn running() -> Request {
    let mut request = request(Stage::Running);
    request.archive = None;
    request.notice = Some(Notice::Filed);
    request.systems = vec![
        system("Webwinkel", "Strato", StepState::Done, vec![line("Bestellingen", Outcome::Copied, 312)]),
        system("Leeromgeving", "Leskracht", StepState::Busy, vec![]),
        system("Boekhouding", "AFAS", StepState::ByHand, vec![]),
        system("Nieuwsbrieven", "Mailjet", StepState::Retrying, vec![]),
        system("Hulpvragen", "Leskracht", StepState::Stuck, vec![]),
    ];
    request.related = vec![Related { id: "0198".into(), reference: "9F4E12".into(), waits: true }];
    request
}

/// What a person wants corrected.
pub fn corrections() -> Wish {
    let one = |name: &str, was: Option<&str>, to: &str| Correction {
        name: name.into(),
        was: was.map(Into::into),
        to: to.into(),
    };
    Wish {
        corrections: vec![
            one("E-mailadres", Some("s.devries@deregenboog.example"), "sanne@deregenboog.example"),
            one("Telefoonnummer", None, "06 12345678"),
        ],
        ..Wish::default()
    }
}

fn corrected() -> Request {
    let mut request = request(Stage::InPart);
    request.right = Right::Rectification;
    request.archive = None;
    request.answered = None;
    request.wish = corrections();
    request.systems = vec![
        system(
            "Webwinkel",
            "Strato",
            StepState::Done,
            vec![
                line("Accounts", Outcome::Corrected, 1),
                line("Bestellingen", Outcome::Corrected, 4),
                line("Bestellingen", Outcome::Unchanged, 8),
            ],
        ),
        system("Leeromgeving", "Leskracht", StepState::Done, vec![line("Accounts", Outcome::Corrected, 2)]),
        system("Boekhouding", "AFAS", StepState::ByHand, vec![]),
    ];
    request
}

/// A pause that the person may end.
fn paused() -> Request {
    let mut request = request(Stage::Answered);
    request.right = Right::Restriction;
    request.archive = None;
    request.liftable = true;
    request.systems = vec![
        system("Leeromgeving", "Leskracht", StepState::Done, vec![line("Accounts", Outcome::Restricted, 1)]),
        system("Webwinkel", "Strato", StepState::Done, vec![line("Nieuwsbrief", Outcome::Listed, 1)]),
    ];
    request
}

fn file_correction(typed: &str) -> FileCorrection {
    let datum = |id: &str, name: &str| Correctable {
        id: id.into(),
        name: format!("{name}{typed}"),
        was: typed.into(),
        to: typed.into(),
    };
    FileCorrection {
        email: "sanne.devries@deregenboog.example".into(),
        data: vec![
            datum("email", "E-mailadres"),
            datum("first-name", "Voornaam"),
            datum("last-name", "Achternaam"),
            datum("phone", "Telefoonnummer"),
        ],
        answer_within: "30 dagen".into(),
        error: None,
    }
}

fn wrong_correction() -> FileCorrection {
    let mut form = file_correction("");
    form.data[2].was = "Vries".into();
    FileCorrection { error: Some(FieldError::CORRECTION_MISSING), ..form }
}

fn file_right(right: Right) -> FileRight {
    FileRight {
        right,
        email: "sanne.devries@deregenboog.example".into(),
        answer_within: "30 dagen".into(),
        stops: Stops::default(),
        reasons: String::new(),
        decision: String::new(),
        error: None,
    }
}

fn wrong_review() -> FileRight {
    FileRight {
        decision: HOSTILE.into(),
        reasons: LONG.into(),
        error: Some(FieldError::DECISION_MISSING),
        ..file_right(Right::HumanReview)
    }
}

fn reviewed() -> Request {
    let mut request = request(Stage::Answered);
    request.right = Right::HumanReview;
    request.archive = None;
    request.systems = vec![];
    request.wish = Wish {
        decision: "Bestellen op rekening is geweigerd".into(),
        reasons: "Ik betaal altijd op tijd.".into(),
        ..Wish::default()
    };
    request.judgement = Some(Judgement {
        found: Found::Changed,
        words: "U hebt gelijk: de rekening was al betaald.\nU kunt weer op rekening bestellen.".into(),
    });
    request
}

pub fn recipients() -> Vec<ToldRecipient> {
    let one = |name: &str, system: &str, way, receipt: Option<&str>| ToldRecipient {
        name: name.into(),
        system: system.into(),
        way,
        at: receipt.map(|_| date(2026, 12, 4).at(10, 14, 0, 0)),
        receipt: receipt.map(Into::into),
        entry: receipt.map(|_| 1_204),
    };
    let hash = "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592";
    vec![
        one("Strato", "Webwinkel", Way::Changed, Some(hash)),
        one("AFAS", "Boekhouding", Way::Done, Some(hash)),
        one("Microsoft", "Mail en bestanden", Way::Mailed, None),
        one("Meta", "Advertenties", Way::Refused, Some(hash)),
        one("FunnelView", "Rapporten", Way::Ready, None),
    ]
}

fn complain(words: Option<&str>) -> complain::Complain {
    complain::Complain {
        contact: contact(),
        authority: authority(),
        authority_article: "77".into(),
        court_article: "79".into(),
        court_provision: "UAVG art. 35".into(),
        court_within: "6 weken".into(),
        form: words.map(|words| complain::ComplainForm {
            email: "sanne.devries@deregenboog.example".into(),
            answer_within: "30 dagen".into(),
            words: words.into(),
            error: (!words.is_empty()).then_some(FieldError::REASONS_LONG),
        }),
    }
}

fn told() -> Told {
    Told {
        requests: vec![ToldRequest {
            id: "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(),
            reference: "9F4E11".into(),
            right: Right::Rectification,
            end_of_restriction: false,
            filed: date(2026, 12, 2),
            recipients: recipients(),
        }],
        unrecorded: vec![("Databox".into(), "maakt grafieken van totalen".into())],
    }
}

fn hostile_told() -> Told {
    let mut told = told();
    for one in &mut told.requests[0].recipients {
        one.name = format!("{HOSTILE} {LONG}");
        one.system = LONG.into();
    }
    told.unrecorded = vec![(HOSTILE.into(), LONG.into())];
    told
}

fn wrong_objection() -> FileRight {
    FileRight {
        stops: Stops::Interests,
        reasons: format!("{HOSTILE} {LONG}"),
        error: Some(FieldError::REASONS_LONG),
        ..file_right(Right::Objection)
    }
}

fn received() -> Request {
    let mut request = request(Stage::Received);
    request.archive = None;
    request.systems = vec![];
    request.withdrawable = true;
    request.events.truncate(1);
    request
}

fn refused() -> Request {
    let mut request = request(Stage::Refused);
    request.archive = None;
    request.systems = vec![];
    request.refusal = Some(Refusal {
        ground: Ground::Excessive,
        reasons: "U vroeg dit drie keer in één maand zonder dat er iets veranderde.\n\
            Wij sturen u de kopie van vorige week graag nogmaals."
            .into(),
    });
    request
}

fn erased() -> Request {
    let mut request = request(Stage::Answered);
    request.right = Right::Erasure;
    request.archive = None;
    request.systems = vec![
        SystemPart {
            kept: vec![held(60)],
            texts_of_others: 3,
            ..system(
                "Webwinkel",
                "Strato",
                StepState::Done,
                vec![
                    line("Account", Outcome::Deleted, 1),
                    line("Adressen", Outcome::Deleted, 2),
                    line("Reacties", Outcome::Anonymised, 14),
                ],
            )
        },
        SystemPart {
            texts_of_others: 1,
            ..system(
                "Leeromgeving",
                "Leskracht",
                StepState::Done,
                vec![
                    line("Forumberichten", Outcome::Anonymised, 641),
                    line("Aanmeldingen", Outcome::Deleted, 1_207),
                ],
            )
        },
    ];
    request
}

fn expired() -> Request {
    let mut request = request(Stage::Answered);
    request.archive = None;
    request.archive_gone = true;
    request.from_holders = vec![from_holder("Hosting", "Serverlogs.csv")];
    let told = |reported, why_not: Option<&str>| SystemPart {
        reported: Some(reported),
        why_not: why_not.map(Into::into),
        ..system("Advertenties", "Meta", StepState::Done, vec![])
    };
    request.systems.push(told(TaskEnd::Refused, Some("zonder cookienummer vinden wij niemand")));
    request.systems.push(told(TaskEnd::Silent, None));
    request
}

fn from_holder(system: &str, name: &str) -> FromHolder {
    FromHolder { href: "/nl/my/holders/1".into(), system: system.into(), name: name.into(), bytes: 48_213 }
}

fn hostile() -> Request {
    let mut request = request(Stage::Answered);
    request.reference = format!("{HOSTILE} {LONG}");
    request.from_holders = vec![from_holder(HOSTILE, LONG)];
    request.refusal = Some(Refusal { ground: Ground::LegalClaims, reasons: hostile_many(3).join("\n") });
    request.related = vec![Related { id: "\"><b>".into(), reference: LONG.into(), waits: false }];
    for system in &mut request.systems {
        system.name = format!("{HOSTILE} {LONG}");
        system.holder = LONG.into();
        system.state = StepState::Stuck;
        system.texts_of_others = u64::MAX;
        system.kept = vec![KeptLine {
            count: u64::MAX,
            of: vec![LONG.into()],
            reason: format!("{HOSTILE} {LONG}"),
            releases: vec![],
        }];
        for line in &mut system.lines {
            line.what = LONG.into();
            line.count = u64::MAX;
        }
    }
    request
}
