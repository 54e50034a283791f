//! How somebody signs in, where they are signed in, and who looked.

use app::accounts::looks::What;
use jiff::civil::datetime;
use web::frame::Area;
use web::html::Html;
use web::view::Notice;
use web::view::account::{
    AppSetup, Codes, DeskLooks, Glass, Leak, Leaks, Look, Looks, NewPassword, Passkey, Raised, SecondStep,
    Security, Session, Setup, means,
};
use web::view::portal::SignIn;

use crate::words::{HOSTILE, LONG};
use crate::{Sample, sample};

pub fn samples() -> Vec<Sample> {
    let (p, d) = (Area::Portal, Area::Desk);
    let step = |setup: Option<Setup>| SecondStep {
        app: setup.is_none(),
        codes: true,
        setup,
        passkeys: true,
        ..SecondStep::default()
    };
    vec![
        sample(
            "sign-in-ways",
            d,
            "/desk/sign-in",
            SignIn { passkeys: true, service: true, ..SignIn::default() },
        ),
        sample(
            "sign-in-password-wrong",
            p,
            "/my/sign-in",
            SignIn {
                email: HOSTILE.into(),
                passkeys: true,
                password_problem: Some("Dit adres en dit wachtwoord horen niet bij elkaar.".into()),
                ..SignIn::default()
            },
        ),
        sample("second-step-typical", p, "/my/second-step/sign-in", step(None)),
        sample(
            "second-step-wrong",
            p,
            "/my/second-step/sign-in",
            SecondStep { problem: Some(HOSTILE.into()), ..step(None) },
        ),
        sample("second-step-first-typical", d, "/desk/second-step/sign-in", step(Some(setup()))),
        sample(
            "second-step-passkey-only",
            d,
            "/desk/second-step/sign-in",
            SecondStep { app: false, passkeys: true, ..SecondStep::default() },
        ),
        sample("app-typical", p, "/my/security/app", AppSetup { setup: setup(), problem: None }),
        sample(
            "codes-typical",
            p,
            "/my/security/app",
            Codes {
                codes: (0..10).map(|n| format!("abc{n}d-efg{n}h")).collect(),
                next: "/my/security".into(),
            },
        ),
        sample("security-typical", p, "/my/security", security()),
        sample("security-empty", p, "/my/security", Security { possible: true, ..Security::default() }),
        sample(
            "security-desk-typical",
            d,
            "/desk/security",
            Security { glass: Glass::Whole, stale: true, ..security() },
        ),
        sample(
            "security-broken",
            d,
            "/desk/security",
            Security {
                glass: Glass::Broken(datetime(2026, 12, 2, 14, 0, 0, 0)),
                notice: Some(Notice::RoleRaised),
                ..security()
            },
        ),
        sample("security-hostile", p, "/my/security", hostile()),
        sample("looks-typical", p, "/my/looks", Looks { rows: looks(None) }),
        sample("looks-empty", p, "/my/looks", Looks::default()),
        sample("desk-looks-typical", d, "/desk/looks", desk_looks("Joris Bakker")),
        sample("desk-looks-empty", d, "/desk/looks", DeskLooks::default()),
        sample("desk-looks-hostile", d, "/desk/looks", desk_looks(HOSTILE)),
        sample("new-password-typical", p, "/my/new-password", new_password(None)),
        sample("new-password-wrong", p, "/my/new-password", new_password(Some("Dit wachtwoord is te kort."))),
        sample("leaks-typical", d, "/desk/leaks", leaks("noor.dejong@school.example")),
        sample("leaks-empty", d, "/desk/leaks", Leaks::default()),
        sample("leaks-hostile", d, "/desk/leaks", leaks(HOSTILE)),
    ]
}

fn setup() -> Setup {
    Setup {
        typed: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ".into(),
        address: "otpauth://totp/Leskracht:noor@school.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into(),
        picture: Html::picture(
            "<svg class=\"qr\" viewBox=\"-4 -4 12 12\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"qr-light\" x=\"-4\" y=\"-4\" width=\"12\" height=\"12\"/><path class=\"qr-dark\" d=\"M0 0h1v1h-1z\"/></svg>"
                .into(),
        ),
    }
}

fn security() -> Security {
    let at = |hour| datetime(2026, 12, 2, hour, 15, 0, 0);
    let session = |id: &str, device: &str, word, hour, this| Session {
        id: id.into(),
        device: device.into(),
        means: means(word),
        since: at(hour),
        seen: at(hour + 1),
        this,
    };
    Security {
        email: "noor.dejong@school.example".into(),
        notice: None,
        problem: None,
        password: Some(at(8)),
        possible: true,
        passkeys: vec![
            Passkey { id: "a".into(), name: "Mijn telefoon".into(), since: at(8), used: Some(at(9)) },
            Passkey { id: "b".into(), name: "Laptop van school".into(), since: at(8), used: None },
        ],
        app: true,
        codes: 9,
        sessions: vec![
            session("1", "Firefox · Windows", "code", 9, true),
            session("2", "Safari · iPhone", "passkey", 8, false),
            session("3", "", "password-app", 7, false),
        ],
        stale: false,
        glass: Glass::Nothing,
    }
}

fn hostile() -> Security {
    let mut page = security();
    page.email = HOSTILE.into();
    page.problem = Some(HOSTILE.into());
    page.passkeys[0].name = HOSTILE.into();
    page.passkeys[1].name = LONG.into();
    page.sessions[0].device = HOSTILE.into();
    page.app = false;
    page
}

fn looks(staff: Option<&str>) -> Vec<Look> {
    let look = |hour, what: What| Look {
        at: datetime(2026, 12, 2, hour, 5, 0, 0),
        role: web::view::account::role(kernel::StaffRole::Officer),
        what: if staff.is_some() { web::view::account::seen(what) } else { web::view::account::what(what) },
        request: Some(("0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".into(), "0198-C3E2".into())),
        staff: staff.map(str::to_owned),
    };
    vec![look(14, What::Request), look(13, What::Found), Look { request: None, ..look(9, What::Leak) }]
}

fn desk_looks(name: &str) -> DeskLooks {
    let raised = |open| Raised {
        staff: name.into(),
        role: web::view::account::role(kernel::StaffRole::Officer),
        reason: if name == HOSTILE { HOSTILE.into() } else { "De termijn van een verzoek liep af.".into() },
        begun: datetime(2026, 12, 2, 9, 0, 0, 0),
        until: datetime(2026, 12, 2, 10, 0, 0, 0),
        open,
    };
    DeskLooks { rows: looks(Some(name)), raised: vec![raised(true), raised(false)] }
}

fn new_password(problem: Option<&str>) -> NewPassword {
    NewPassword { email: "noor.dejong@school.example".into(), problem: problem.map(str::to_owned) }
}

fn leaks(address: &str) -> Leaks {
    let leak = |id: &str, address: Option<&str>| Leak {
        id: id.into(),
        address: address.map(str::to_owned),
        staff: false,
        at: datetime(2026, 12, 2, 9, 0, 0, 0),
        sessions: 3,
        finding: None,
        closed: None,
    };
    let closed = Leak {
        finding: Some(web::view::account::finding(app::accounts::leaks::Finding::NoBreach)),
        closed: Some(datetime(2026, 12, 2, 11, 0, 0, 0)),
        ..leak("2", None)
    };
    Leaks { rows: vec![leak("1", Some(address)), closed], can_close: true, notice: None }
}
