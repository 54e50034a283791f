//! The months before today, for a demo that shows a house at work: invented people ask, the officer decides, and
//! everything goes the way that it always goes, by a clock that is turned.
//!
//! Nothing here writes a row or an entry by itself: what stands in the register and in the ledger afterwards was done.
//! To tell more, add lines to [`STORY`].

use ::requests::{Channel, RefusalGround, Right, State};
use inventory::Correction;
use jiff::{SignedDuration, Timestamp};
use kernel::ids::RequestId;
use kernel::{Actor, Language, ManualClock};

use super::people::{self, OFFICER, Person};
use super::seed::SEED;
use crate::app::App;
use crate::error::{Error, Result};
use crate::requests::{self, Filing, Scope, TaskOutcome, Wish, change};
use crate::signin::{self, Door};
use crate::{retention, work};

/// How the story of a request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Carried out so many days after it came.
    Done(i64),
    /// Refused so many days after it came: it asks what the law does not give.
    Refused(i64),
    /// Still on the officer's desk today.
    Open,
}

/// What is asked, how many days before today, and how it ends; oldest first.
const STORY: [(i64, Right, Ending); 30] = [
    (80, Right::Access, Ending::Done(2)),
    (78, Right::Erasure, Ending::Done(6)),
    (75, Right::Access, Ending::Done(1)),
    (72, Right::Rectification, Ending::Done(0)),
    (70, Right::Objection, Ending::Done(1)),
    (66, Right::Access, Ending::Done(4)),
    (63, Right::Portability, Ending::Done(3)),
    (60, Right::Erasure, Ending::Done(9)),
    (58, Right::Access, Ending::Done(2)),
    (55, Right::Withdrawal, Ending::Done(0)),
    (51, Right::Access, Ending::Done(7)),
    (49, Right::Objection, Ending::Refused(5)),
    (46, Right::Erasure, Ending::Done(3)),
    (44, Right::Access, Ending::Done(1)),
    (41, Right::Rectification, Ending::Done(2)),
    (38, Right::Portability, Ending::Done(5)),
    (36, Right::Erasure, Ending::Refused(4)),
    (33, Right::Access, Ending::Done(2)),
    (30, Right::Erasure, Ending::Done(8)),
    (27, Right::Access, Ending::Done(3)),
    (25, Right::Objection, Ending::Done(1)),
    (22, Right::Access, Ending::Done(2)),
    (19, Right::Rectification, Ending::Done(1)),
    (17, Right::Access, Ending::Done(12)),
    (14, Right::Withdrawal, Ending::Done(0)),
    (11, Right::Erasure, Ending::Done(5)),
    (9, Right::Access, Ending::Done(4)),
    (5, Right::Access, Ending::Open),
    (3, Right::Rectification, Ending::Open),
    (1, Right::Erasure, Ending::Open),
];

/// How long before today the story begins.
#[must_use]
pub fn length() -> SignedDuration {
    SignedDuration::from_hours(24 * (STORY[0].0 + 1))
}

/// Somebody's turn.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Asks,
    IsAnswered,
}

/// Lives through the story. `clock` is the one that `app` reads, and it stands at `today` afterwards. What would have
/// happened before the clock's time is left out: a policy that is in force since last week has a short history.
pub async fn live(app: &App, clock: &ManualClock, today: Timestamp) -> Result<usize> {
    let begins = app.now();
    let people = people::invent(SEED, people::COUNT);
    let date = kernel::clock::date_in(today, &app.deployment()?.zone).at(8, 30, 0, 0);
    let morning = date.to_zoned(app.deployment()?.zone.clone()).map_err(Error::internal)?.timestamp();
    let officer = sign_in(app, Door::Staff, OFFICER).await?;
    let mut turns = Vec::new();
    for (place, (before, _, ending)) in STORY.iter().enumerate() {
        // At different times of the day, so that no two fall together.
        let minutes = SignedDuration::from_mins(i64::try_from(place).unwrap_or(0) * 13 % 300);
        let asked = morning - SignedDuration::from_hours(24 * before) + minutes;
        if asked < begins || asked > today {
            continue;
        }
        turns.push((asked, place, Turn::Asks));
        if let Ending::Done(days) | Ending::Refused(days) = ending {
            let answered = asked + SignedDuration::from_hours(24 * days) + SignedDuration::from_mins(95);
            turns.push((answered.min(today), place, Turn::IsAnswered));
        }
    }
    turns.sort_by_key(|(at, ..)| *at);
    let mut asked: Vec<Option<RequestId>> = vec![None; STORY.len()];
    for (at, place, turn) in turns {
        clock.set(at);
        let Some((_, right, ending)) = STORY.get(place) else { continue };
        // Every seventh person from the tenth: none of them is the teacher of the walk.
        let Some(person) = people.get(10 + 7 * place) else { continue };
        match turn {
            Turn::Asks => {
                let request = ask(app, person, *right).await?;
                asked.get_mut(place).into_iter().for_each(|slot| *slot = Some(request));
            }
            Turn::IsAnswered => {
                let Some(request) = asked.get(place).copied().flatten() else { continue };
                answer(app, &officer, request, matches!(ending, Ending::Refused(_))).await?;
            }
        }
    }
    clock.set(today);
    confirm_rules(app, &officer).await?;
    work::drain(app).await?;
    Ok(asked.iter().flatten().count())
}

/// The officer has looked at what the rules about ended clients touch, and lets them run; the others still wait, so that
/// there is something to confirm.
async fn confirm_rules(app: &App, officer: &Actor) -> Result<()> {
    let seen = retention::preview(app, officer, None).await?;
    for rule in seen.rules.iter().filter(|rule| rule.state == "awaiting" && rule.term == "client-profile") {
        retention::confirm(app, officer, &rule.rule, Some(&rule.digest)).await?;
    }
    Ok(())
}

/// Signs somebody in with the code that they are sent.
async fn sign_in(app: &App, door: Door, address: &str) -> Result<Actor> {
    let ticket = signin::begin(app, door, address, Language::Nl).await?;
    work::drain(app).await?;
    let mail = app.outbox().all().into_iter().find(|mail| mail.to == address && mail.kind == "sign-in-code");
    let code = mail.as_ref().and_then(|mail| code_in(&mail.text));
    let code = code.ok_or_else(|| Error::internal("the demo's mail with the code did not come"))?;
    let session = signin::complete(app, door, &ticket, code).await?;
    let signed_in = signin::session(app, &session.token).await?;
    signed_in
        .map(|signed_in| signed_in.actor)
        .ok_or_else(|| Error::internal("the demo's session is not there"))
}

/// The six digits in a mail.
fn code_in(text: &str) -> Option<&str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|letter: char| !letter.is_ascii_digit()))
        .find(|word| word.len() == 6 && word.chars().all(|letter| letter.is_ascii_digit()))
}

async fn ask(app: &App, person: &Person, right: Right) -> Result<RequestId> {
    let subject = sign_in(app, Door::Subject, &person.email).await?;
    let wish = match right {
        Right::Rectification => Wish::Correct {
            corrections: vec![Correction {
                field: "phone".to_owned(),
                was: Some(person.phone.clone()),
                to: format!("06-1234{:04}", person.number),
            }],
        },
        Right::Objection => {
            Wish::Stop { scope: Scope::Interests, reasons: "Ik wil dit liever niet.".to_owned() }
        }
        _ => Wish::Nothing,
    };
    let filing = Filing { wish, ..Filing::new(right, Channel::Portal, Language::Nl) };
    let filed = requests::file(app, &subject, filing).await?;
    work::drain(app).await?;
    Ok(filed.request)
}

/// The officer approves the plan, or refuses; holders without an interface report that they have nothing.
async fn answer(app: &App, officer: &Actor, request: RequestId, refuse: bool) -> Result<()> {
    let row = change::parse(&change::load(app, request).await?)?;
    if matches!(row.state, State::Planned { .. }) {
        if refuse {
            let reasons = "De wet geeft dit recht hier niet; de uitleg staat in deze brief.".to_owned();
            requests::refuse(app, officer, request, RefusalGround::RightDoesNotApply, reasons).await?;
        } else {
            let view = requests::show(app, officer, request).await?;
            let digest = view.plan.and_then(|plan| plan.digest);
            let digest = digest.ok_or_else(|| Error::internal("the demo's plan is not complete"))?;
            requests::approve(app, officer, request, &digest).await?;
        }
        work::drain(app).await?;
    }
    let view = requests::show(app, officer, request).await?;
    for system in view.systems.iter().filter(|system| system.state == "outstanding") {
        requests::close_task(app, officer, request, &system.system, TaskOutcome::NothingHeld).await?;
    }
    work::drain(app).await?;
    Ok(())
}
