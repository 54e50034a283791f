//! A sample of every mail, with invented contents: what the tests render, and what the check renders to see
//! that every mail names the privacy contact. A kind that has none fails the tests.

use jiff::civil::date;
use kernel::Text;
use requests::{Channel, Finding, RefusalGround, Right};

#[cfg(test)]
use super::Letterhead;
use crate::{
    About, AccountChange, Asked, CorrectedValue, CorrectionOutcome, CountLine, ErasureOutcome, Ground,
    HolderLine, HolderReport, Instruction, KeptLine, KeyLine, Mail, OutstandingLine, Release, StopOutcome,
    StuckLine, TaskLine,
};

pub(super) const REFERENCE: &str = "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11";
pub(super) const REASONS: &str = "U vroeg dit in een maand vijf keer.\nEr was steeds niets veranderd.";
pub(super) const LINK: &str = "https://www.leskracht.example/mijn-gegevens/verzoeken/0198c3e2";

pub(super) fn text(nl: &str, en: &str) -> Text {
    Text { nl: nl.into(), en: en.into() }
}

#[cfg(test)]
pub(super) fn letterhead() -> Letterhead {
    Letterhead {
        organisation: "Leskracht".into(),
        website: "https://www.leskracht.example".into(),
        contact_name: text("Contactpersoon privacy", "Privacy contact"),
        contact_email: "privacy@leskracht.example".into(),
        authority_name: text("Autoriteit Persoonsgegevens", "Dutch Data Protection Authority"),
        authority_url: "https://autoriteitpersoonsgegevens.nl".into(),
    }
}

pub(super) fn about(right: Right) -> About {
    About { right, reference: REFERENCE.into(), received: date(2026, 11, 25) }
}

fn accounts() -> Vec<Sample> {
    vec![
        ("password", account_changed(AccountChange::PasswordSet)),
        ("reset", account_changed(AccountChange::Reset)),
        ("", Mail::LeakReported { sessions: 3, had_password: true, link: LINK.into() }),
        ("without password", Mail::LeakReported { sessions: 1, had_password: false, link: LINK.into() }),
        ("", Mail::OfficerLeak { at: instant(), staff: false, link: LINK.into() }),
        ("breach", officer_message("breach", false)),
        ("right", officer_message("right", false)),
        ("reply", officer_message("other", true)),
        ("", passed_on("Ik wil weten wat er van mijn dochter in de leeromgeving staat.", true)),
        ("bare", passed_on("", false)),
        ("", Mail::MessageAnswered { received: date(2026, 11, 25), words: REASONS.into() }),
        (
            "",
            Mail::OfficerRaised {
                who: "Joris Bakker".into(),
                reason: "Een systeem staat stil en de privacymedewerker is niet te bereiken.".into(),
                until: instant(),
                link: LINK.into(),
            },
        ),
    ]
}

fn passed_on(words: &str, proved: bool) -> Mail {
    Mail::PassedOn {
        about: about(Right::Access),
        due: date(2026, 12, 25),
        keys: vec![(
            Text { nl: "e-mailadres".into(), en: "e-mail address".into() },
            "noor@school.example".into(),
        )],
        proved,
        words: words.into(),
    }
}

fn account_changed(change: AccountChange) -> Mail {
    Mail::AccountChanged { change, at: instant(), link: LINK.into() }
}

/// A moment in November.
fn officer_message(route: &str, reply: bool) -> Mail {
    let due = instant() + jiff::SignedDuration::from_hours(24);
    Mail::OfficerMessage { at: instant(), due, route: route.into(), reply, link: LINK.into() }
}

fn instant() -> jiff::Timestamp {
    date(2026, 11, 25).in_tz("UTC").map(|day| day.timestamp()).unwrap_or_default()
}

pub(super) fn outcome() -> ErasureOutcome {
    let shop = || text("Webwinkel", "Web shop");
    let line = |nl: &str, en: &str, count| CountLine { system: shop(), collection: text(nl, en), count };
    let holder = |nl: &str, en: &str, holder: &str, report| HolderLine {
        system: text(nl, en),
        holder: holder.into(),
        report,
    };
    ErasureOutcome {
        erased: vec![line("Account", "Account", 1), line("Reacties", "Comments", 12)],
        anonymised: vec![line("Bestellingen zonder factuur", "Orders without invoice", 2)],
        kept: vec![
            KeptLine {
                reason: text("de belastingwet eist dat wij ze bewaren", "tax law requires that we keep them"),
                law: Some("AWR art. 52(4)".into()),
                rows: vec![line("Facturen", "Invoices", 3), line("Factuuradressen", "Billing addresses", 3)],
                releases: vec![
                    Release { day: date(2031, 1, 1), count: 2 },
                    Release { day: date(2034, 1, 1), count: 4 },
                ],
                not_begun: false,
            },
            KeptLine {
                reason: text("de garantie loopt nog", "the warranty still runs"),
                law: None,
                rows: vec![line("Garanties", "Warranties", 1)],
                releases: vec![Release { day: date(2028, 5, 1), count: 1 }],
                not_begun: false,
            },
            KeptLine {
                reason: text("uw relatie met ons bestaat nog", "your relation with us still exists"),
                law: None,
                rows: vec![line("Afspraken", "Agreements", 2)],
                releases: vec![],
                not_begun: true,
            },
            KeptLine {
                reason: text("verdwijnt met uw aanmelding", "goes with your sign-in"),
                law: None,
                rows: vec![line("Wanneer u was aangemeld", "When you were signed in", 1)],
                releases: vec![],
                not_begun: false,
            },
        ],
        instructed: vec![
            holder("Boekhouding", "Bookkeeping", "AFAS", HolderReport::Done { count: Some(4) }),
            holder("Nieuwsbrieven", "Newsletters", "Mailjet", HolderReport::Done { count: None }),
            holder("Kantoor", "Office", "Microsoft", HolderReport::NothingHeld),
            holder("Hosting", "Hosting", "Strato", HolderReport::Outstanding { due: date(2026, 12, 15) }),
            holder(
                "Statistiek",
                "Statistics",
                "Google",
                HolderReport::Refused { reason: "zonder cookie-id is niets te vinden".into() },
            ),
            holder("Advertenties", "Advertising", "Meta", HolderReport::Silent),
        ],
        reported: vec![line("Forumberichten", "Forum posts", 2)],
    }
}

/// What a correction did.
fn correction() -> CorrectionOutcome {
    let value = |nl: &str, en: &str, was: Option<&str>, to: &str| CorrectedValue {
        name: text(nl, en),
        was: was.map(Into::into),
        to: to.into(),
    };
    let line = |nl: &str, en: &str, count| CountLine {
        system: text("Webwinkel", "Web shop"),
        collection: text(nl, en),
        count,
    };
    CorrectionOutcome {
        values: vec![
            value("Achternaam", "Last name", Some("Vermeer"), "Vermeer-de Wit"),
            value("Telefoonnummer", "Telephone number", None, "06 12345678"),
        ],
        corrected: vec![line("Account", "Account", 1), line("Adressen", "Addresses", 2)],
        unchanged: vec![line("Facturen", "Invoices", 3)],
        instructed: told(),
    }
}

/// What was stopped.
fn stop() -> StopOutcome {
    let (system, collection) = (text("Leeromgeving", "Learning environment"), text("Accounts", "Accounts"));
    StopOutcome {
        marked: vec![CountLine { system, collection, count: 1 }],
        listed: vec![text("Webwinkel", "Web shop")],
        instructed: told(),
    }
}

/// Holders who were told.
fn told() -> Vec<HolderLine> {
    let holder = |nl: &str, en: &str, holder: &str, report| HolderLine {
        system: text(nl, en),
        holder: holder.into(),
        report,
    };
    vec![
        holder("Boekhouding", "Bookkeeping", "AFAS", HolderReport::Done { count: Some(1) }),
        holder(
            "Nieuwsbrieven",
            "Newsletters",
            "Mailjet",
            HolderReport::Outstanding { due: date(2026, 12, 15) },
        ),
        holder("Kantoor", "Office", "Microsoft", HolderReport::NothingHeld),
        holder("Hosting", "Hosting", "Strato", HolderReport::Refused { reason: "dat kan daar niet".into() }),
    ]
}

/// Answers to what corrects and what stops.
fn changes() -> Vec<Sample> {
    let link = || Some(LINK.into());
    let halted = |for_good| Mail::ObjectionHalted {
        about: about(Right::Objection),
        for_good,
        stop: stop(),
        due: date(2026, 12, 25),
    };
    let ending = |asked| Mail::RestrictionEnding { about: about(Right::Restriction), asked, link: link() };
    let objection = |outcome, link: Option<String>| Mail::ObjectionConfirmation {
        about: about(Right::Objection),
        stop: stop(),
        outcome,
        expires: link.as_ref().map(|_| date(2026, 12, 9)),
        link,
    };
    let corrected =
        |correction| Mail::RectificationConfirmation { about: about(Right::Rectification), correction };
    vec![
        ("", corrected(correction())),
        ("nothing found", corrected(CorrectionOutcome::default())),
        ("", Mail::RestrictionConfirmation { about: about(Right::Restriction), stop: stop(), link: link() }),
        ("", ending(true)),
        ("by us", ending(false)),
        ("", Mail::RestrictionLifted { about: about(Right::Restriction), stop: stop() }),
        ("", halted(false)),
        ("for good", halted(true)),
        ("", objection(Some(outcome()), link())),
        ("marketing", objection(None, None)),
    ]
}

type Sample = (&'static str, Mail);

/// A sample of every mail, some in two shapes, each with a name.
pub fn samples() -> Vec<Sample> {
    [before_the_answer(), answers(), changes(), other_answers(), to_staff(), to_holders(), accounts()]
        .concat()
}

fn systems() -> Vec<Text> {
    vec![text("Webwinkel", "Web shop"), text("Leeromgeving", "Learning environment")]
}

fn before_the_answer() -> Vec<Sample> {
    let received = |end_of_service, link: Option<String>, right| Mail::RequestReceived {
        about: about(right),
        due: date(2026, 12, 25),
        link,
        end_of_service,
        copy_first: end_of_service,
    };
    let asked = |right, code| Mail::IdentityAsked { about: about(right), link: LINK.into(), code };
    vec![
        ("", Mail::SignInCode { code: "123 456".into(), valid_minutes: 10 }),
        (
            "",
            Mail::LetterAsked {
                topics: vec![
                    text("nieuwsbrief", "newsletter"),
                    text("meten of u leest", "measuring whether you read"),
                ],
                link: LINK.into(),
                valid_days: 7,
            },
        ),
        ("", received(false, Some(LINK.into()), Right::Access)),
        ("end of service", received(true, None, Right::Erasure)),
        ("", asked(Right::Access, Some("123 456".into()))),
        ("without code", asked(Right::Erasure, None)),
    ]
}

fn answers() -> Vec<Sample> {
    let ready = Mail::AccessAnswerReady {
        about: about(Right::Access),
        link: LINK.into(),
        expires: date(2026, 12, 9),
        systems: systems(),
        holders: told(),
        left_out: 3,
    };
    let confirmed = |outcome| Mail::ErasureConfirmation { about: about(Right::Erasure), outcome };
    let done = Mail::RequestAnswered {
        about: about(Right::Objection),
        done: date(2026, 11, 26),
        systems: systems(),
        link: Some(LINK.into()),
    };
    let review = |found, words: &str| Mail::ReviewAnswered {
        about: about(Right::HumanReview),
        decision: "Mijn bestelling op rekening is geweigerd".into(),
        found,
        words: words.into(),
        link: Some(LINK.into()),
    };
    let complaint = |reply: Option<&str>| Mail::ComplaintAnswered {
        about: about(Right::Complaint),
        reply: reply.map(str::to_owned),
        authority_article: "77".into(),
        court_article: "79; UAVG art. 35".into(),
        court_within: text("6 weken", "6 weeks"),
    };
    vec![
        ("", ready),
        ("", confirmed(outcome())),
        ("nothing found", confirmed(ErasureOutcome::default())),
        ("", done),
        ("changed", review(Finding::Changed, "De weigering klopte niet. U kunt weer op rekening bestellen.")),
        ("upheld", review(Finding::Upheld, "Er staan twee rekeningen open.")),
        ("not automated", review(Finding::NotAutomated, "Een medewerker heeft dit besloten.")),
        ("how", complaint(None)),
        ("replied", complaint(Some("U hebt gelijk, het duurde te lang.\nDat spijt ons."))),
    ]
}

fn other_answers() -> Vec<Sample> {
    let in_part = |right, link, expires, outcome, correction, stop| Mail::AnsweredInPart {
        about: about(right),
        outstanding: vec![OutstandingLine {
            system: text("Hosting", "Hosting"),
            holder: "Strato".into(),
            due: date(2026, 12, 15),
        }],
        link,
        expires,
        outcome,
        correction,
        stop,
    };
    let extended = Mail::RequestExtended {
        about: about(Right::Access),
        due: date(2027, 2, 25),
        reasons: "Uw gegevens staan in oude archieven.".into(),
        article: "12(3)".into(),
    };
    let refused = Mail::Refusal {
        about: about(Right::Access),
        ground: RefusalGround::Excessive,
        article: "12(5)".into(),
        reasons: REASONS.into(),
    };
    vec![
        ("", in_part(Right::Access, Some(LINK.into()), Some(date(2026, 12, 9)), None, None, None)),
        ("erasure", in_part(Right::Erasure, None, None, Some(outcome()), None, None)),
        ("correction", in_part(Right::Rectification, None, None, None, Some(correction()), None)),
        ("restriction", in_part(Right::Restriction, None, None, None, None, Some(stop()))),
        ("", extended),
        ("", refused),
    ]
}

#[expect(clippy::too_many_lines, reason = "a sample of every mail to staff, one after another")]
fn to_staff() -> Vec<Sample> {
    let new = Mail::OfficerNewRequest {
        about: about(Right::Access),
        channel: Channel::Form,
        due: date(2026, 12, 25),
        link: LINK.into(),
    };
    let failed = |next_try| Mail::OfficerStepFailed {
        about: about(Right::Erasure),
        system: text("Webwinkel", "Web shop"),
        problem: text("de database is niet bereikbaar", "the database cannot be reached"),
        failures: 3,
        next_try,
        due: date(2026, 12, 25),
        link: LINK.into(),
    };
    let task = |due| TaskLine {
        system: text("Hosting", "Hosting"),
        holder: Text::same("Strato"),
        right: Right::Erasure,
        reference: REFERENCE.into(),
        due,
    };
    let stuck = StuckLine {
        reference: REFERENCE.into(),
        said: date(2026, 11, 25),
        limit: date(2026, 12, 9),
        systems: systems(),
    };
    let tasks = Mail::OfficerTasks {
        unsent: vec![task(date(2026, 12, 15))],
        soon: vec![task(date(2026, 12, 3))],
        overdue: vec![task(date(2026, 11, 30))],
        stuck: vec![stuck],
        link: LINK.into(),
    };
    let asked_back = |link| Mail::QuestionAsked {
        about: about(Right::Access),
        question: "Om welke bestellingen gaat het u?".into(),
        link,
    };
    let edition = |material: bool| Mail::EditionAnnounced {
        from: date(2027, 2, 1),
        changes: if material {
            vec![text("Nieuwe ontvanger: Google.", "New recipient: Google.")]
        } else {
            Vec::new()
        },
        more: u64::from(material),
        asks_again: if material { vec![text("statistiek", "statistics")] } else { Vec::new() },
        link: "https://privacy.leskracht.example/editions/2027-02-01".into(),
        text: "https://privacy.leskracht.example/privacy/2027-02-01".into(),
    };
    let bulletin = |title: &str, body: &str, refusable: bool| Mail::Bulletin {
        title: title.into(),
        body: body.into(),
        because: text("u onze leeromgeving gebruikt", "you use our learning environment"),
        sender: "Voorbeeld B.V., Dorpsstraat 1, 1234 AB Utrecht".into(),
        unsubscribe: refusable.then(|| "https://www.leskracht.example/mail/3f9a".into()),
        preferences: refusable.then(|| "https://www.leskracht.example/mail/3f9a".into()),
    };
    let due_in = |days_left| Mail::OfficerDeadline {
        about: about(Right::Access),
        days_left,
        due: date(2026, 12, 25),
        link: LINK.into(),
    };
    vec![
        ("", new),
        ("", tasks),
        ("tried again", failed("2026-11-26T10:05:00Z".parse().ok())),
        ("given up", failed(None)),
        ("", edition(true)),
        ("words only", edition(false)),
        ("service", bulletin("Wat er verandert", "Vanaf maandag ziet de planner er anders uit.", true)),
        ("transactional", bulletin("Uw bestelling is verstuurd", "Uw pakket komt morgen.", false)),
        ("", asked_back(Some(LINK.into()))),
        ("by letter", asked_back(None)),
        ("", Mail::AddressChanged { changed: date(2026, 11, 25), usable: date(2026, 12, 3) }),
        ("soon", due_in(3)),
        ("today", due_in(0)),
        ("late", due_in(-2)),
        ("", Mail::ContactProbe { link: LINK.into(), answer_by: date(2026, 12, 2) }),
    ]
}

fn to_holders() -> Vec<Sample> {
    let letter = |asked, ground, agreement: Option<&str>| Instruction {
        holder: Text::same("Strato"),
        system: text("Hosting", "Hosting"),
        asked,
        ground,
        reference: REFERENCE.into(),
        agreement: agreement.map(Into::into),
        due: date(2026, 12, 15),
        keys: vec![KeyLine {
            name: text("e-mailadres", "e-mail address"),
            value: "eva@school.example".into(),
        }],
        categories: vec![text("IP-adres", "IP address"), text("browser", "browser")],
        corrections: Vec::new(),
        instruction: Some(text("Zoek in de serverlogs.", "Search the server logs.")),
        backups: asked == Asked::Erasure,
    };
    let sent = |letter| Mail::HolderInstruction { letter };
    let corrected = Instruction {
        corrections: correction().values,
        instruction: None,
        categories: Vec::new(),
        ..letter(Asked::Rectification, Ground::Notice, None)
    };
    let reminder = |overdue| Mail::HolderReminder {
        holder: Text::same("Strato"),
        system: text("Hosting", "Hosting"),
        asked: Asked::Erasure,
        reference: REFERENCE.into(),
        sent: date(2026, 11, 26),
        due: date(2026, 12, 15),
        overdue,
    };
    vec![
        ("access", sent(letter(Asked::Access, Ground::Instruction, Some("VO-STRATO")))),
        ("erasure", sent(letter(Asked::Erasure, Ground::Arrangement, None))),
        ("rectification", sent(corrected)),
        ("restriction", sent(letter(Asked::Restriction, Ground::Notice, None))),
        ("end", sent(letter(Asked::Lift, Ground::Instruction, None))),
        ("objection", sent(letter(Asked::Suppression, Ground::Instruction, None))),
        ("soon", reminder(false)),
        ("overdue", reminder(true)),
    ]
}
