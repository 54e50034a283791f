//! Samples of the officer's pages.

mod attestations;
mod editions;
mod evidence;
mod found;
mod holds;
mod keeping;
mod requests;
mod systems;

use web::frame::Area;
use web::view::desk::*;
use web::view::portal::SignIn;
use web::view::*;

use crate::{Sample, officers, sample};
use evidence::{hostile_promises, ledger, promise_rows, promises, register};
use requests::{
    closed_inbox, complained, correcting, ending, erased, hostile, hostile_rows, inbox, judging, objecting,
    refused, request, rows, running, unplanned,
};
use requests::{letter, tasks, tasks_hostile};
use systems::{hostile_systems, systems};

pub fn samples() -> Vec<Sample> {
    let d = Area::Desk;
    vec![
        sample("desk-sign-in-typical", d, "/desk/sign-in", SignIn::default()),
        sample("drafts-empty", d, "/desk/editions", Drafts { rows: vec![], notice: None }),
        sample("drafts-typical", d, "/desk/editions", editions::drafts()),
        sample("draft-typical", d, "/desk/editions/9f2c", editions::draft(NextStep::Approve)),
        sample("draft-hostile", d, "/desk/editions/9f2c", editions::hostile_draft()),
        sample("inbox-empty", d, "/desk/requests", inbox(vec![])),
        sample("inbox-typical", d, "/desk/requests?state=open", inbox(rows())),
        sample("inbox-closed", d, "/desk/requests?state=closed", closed_inbox()),
        sample("inbox-hostile", d, "/desk/requests", inbox(hostile_rows())),
        sample("desk-judging-typical", d, "/desk/requests/1", judging()),
        sample("desk-complaint-hostile", d, "/desk/requests/1", complained()),
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
        sample("found-closed", d, "/desk/requests/2/found", found::closed()),
        sample("found-typical", d, "/desk/requests/2/found", found::found()),
        sample("found-hostile", d, "/desk/requests/2/found", found::hostile()),
        sample(
            "desk-officer-typical",
            d,
            "/desk/requests/1",
            Request { officer: Some(officers::full()), ..request(Right::Erasure) },
        ),
        sample(
            "desk-officer-slower",
            d,
            "/desk/requests/1",
            Request { officer: Some(officers::slower()), ..request(Right::Erasure) },
        ),
        sample("tasks-empty", d, "/desk/tasks", Tasks { done: true, rows: vec![], next: None }),
        sample("tasks-typical", d, "/desk/tasks", tasks()),
        sample("tasks-hostile", d, "/desk/tasks", tasks_hostile()),
        sample("letter-typical", d, "/desk/tasks/1/letter", letter()),
        sample("systems-empty", d, "/desk/systems", Systems { rows: vec![], can_look: true, notice: None }),
        sample("systems-typical", d, "/desk/systems", systems()),
        sample("systems-hostile", d, "/desk/systems", hostile_systems()),
        sample("retention-empty", d, "/desk/retention", keeping::empty()),
        sample("retention-typical", d, "/desk/retention", keeping::retention()),
        sample("retention-hostile", d, "/desk/retention", keeping::hostile()),
        sample("rule-typical", d, "/desk/retention/shop/orders/invoices", keeping::rule()),
        sample("rule-asking", d, "/desk/retention/shop/orders/invoices", keeping::asking(false)),
        sample("rule-asking-hostile", d, "/desk/retention/x/y/z", keeping::asking(true)),
        sample("rule-hostile", d, "/desk/retention/x/y/z", keeping::hostile_rule()),
        sample("calendar-empty", d, "/desk/retention/calendar", keeping::calendar(vec![])),
        sample("calendar-typical", d, "/desk/retention/calendar", keeping::calendar(keeping::due())),
        sample("holds-empty", d, "/desk/holds", holds::empty()),
        sample("holds-typical", d, "/desk/holds", holds::holds()),
        sample("holds-hostile", d, "/desk/holds", holds::hostile()),
        sample("attestations-empty", d, "/desk/attestations", attestations::empty()),
        sample("attestations-typical", d, "/desk/attestations", attestations::attestations()),
        sample("attestations-hostile", d, "/desk/attestations", attestations::hostile()),
        sample("promises-empty", d, "/desk/promises?verdict=broken", promises(vec![], Some(Verdict::Broken))),
        sample("promises-typical", d, "/desk/promises", promises(promise_rows(), None)),
        sample("promises-hostile", d, "/desk/promises", hostile_promises()),
        sample(
            "register-empty",
            d,
            "/desk/register",
            Register { rows: vec![], total: 0, chart: None, year: 2026, yearly: vec![], years: vec![2026] },
        ),
        sample("register-typical", d, "/desk/register", register()),
        sample("ledger-empty", d, "/desk/ledger", ledger(0)),
        sample("ledger-typical", d, "/desk/ledger", ledger(1_284)),
    ]
}
