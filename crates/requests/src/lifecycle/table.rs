//! Every state against every command, written out; and the guards that the table's arguments do not reach.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::samples::{DIGEST, REASONS, commands, earlier, now, other_request, requests};
use super::*;
use crate::request::{Extension, Finding};

/// The whole table: a column per state, a row per command, a cell either the next state or why not.
fn table(right: Right) -> String {
    let requests = requests(right);
    let mut text = String::new();
    for command in commands() {
        writeln!(text, "{}", command.name()).unwrap();
        for (label, request) in &requests {
            let cell = match decide(request, command.clone(), now()) {
                Ok(decision) => {
                    let events: Vec<_> = decision.events.iter().map(Event::kind).collect();
                    let work: Vec<_> = decision.follow_ups.into_iter().map(work).collect();
                    format!("{} | {} | {}", decision.request.state.name(), events.join(" "), work.join(" "))
                }
                Err(refusal) => format!("- {}", refusal.why.as_str()),
            };
            writeln!(text, "    {label:19} {}", cell.trim_end_matches([' ', '|'])).unwrap();
        }
    }
    text
}

fn work(follow_up: FollowUp) -> String {
    match follow_up {
        FollowUp::Notify { mail } => format!("mail:{mail}"),
        FollowUp::ReleaseWaiting { because } => format!("release:{because}"),
        FollowUp::Plan => "plan".into(),
        FollowUp::Halt => "halt".into(),
        FollowUp::Release => "release".into(),
        FollowUp::Execute => "execute".into(),
        FollowUp::Pack => "pack".into(),
        FollowUp::Discard => "discard".into(),
        FollowUp::Register => "register".into(),
        FollowUp::Anonymise => "anonymise".into(),
    }
}

#[test]
fn every_state_and_command_of_an_access_request() {
    insta::assert_snapshot!(table(Right::Access));
}

#[test]
fn every_state_and_command_of_an_erasure() {
    insta::assert_snapshot!(table(Right::Erasure));
}

#[test]
fn every_state_and_command_has_a_sample() {
    let states: BTreeSet<_> =
        requests(Right::Access).iter().map(|(_, request)| request.state.name()).collect();
    assert_eq!(states, State::NAMES.into_iter().collect());
    // The compiler asks for a name with each new command; this asks for a sample with each name.
    let names: Vec<_> = commands().iter().map(Command::name).collect();
    let source = include_str!("command.rs");
    let named =
        source.lines().filter(|line| line.trim_start().starts_with("Self::") && line.ends_with("\","));
    assert_eq!(names.len(), named.count(), "a command has no sample");
}

#[test]
fn the_other_rights_go_the_same_way() {
    // What gives a copy goes the way of access, what changes the systems that of erasure. Only these differ: who
    // waits for a copy is told by access alone, only erasure forgets, an objection ends its halt when it is not
    // granted, and each has its own mail.
    let plain = |right: Right| {
        let mut text = table(right)
            .replace(" release:answered", "")
            .replace(" release:refused", "")
            .replace("release:withdrawn register", "register")
            .replace(" anonymise", "")
            .replace("release register", "register")
            .replace("release mail:refusal", "mail:refusal");
        let own = [
            MailKind::AccessAnswerReady,
            MailKind::ErasureConfirmation,
            MailKind::RectificationConfirmation,
            MailKind::RestrictionConfirmation,
            MailKind::ObjectionConfirmation,
            MailKind::ReviewAnswered,
            MailKind::ComplaintAnswered,
        ];
        for mail in own {
            text = text.replace(&format!("mail:{mail}"), "mail:request-answered");
        }
        let (before, rest) = text.split_once("record-halt\n").unwrap();
        let (_, after) = rest.split_once("record-told\n").unwrap();
        format!("{before}{after}")
    };
    let (access, erasure) = (plain(Right::Access), plain(Right::Erasure));
    for right in Right::ALL {
        let like = if right.changes_systems() { &erasure } else { &access };
        assert_eq!(plain(*right), *like, "{right}");
    }
}

#[test]
fn every_state_and_command_of_an_objection() {
    insta::assert_snapshot!(table(Right::Objection));
}

#[test]
fn a_restriction_ends_only_after_the_person_was_told() {
    let mut ending = in_state(Right::Restriction, "planned");
    ending.origin = Origin::EndOfRestriction;
    let approve = Command::Approve { by: Decider::Operator, digest: DIGEST.into(), two_people: false };
    let approved = decide(&ending, approve, now()).unwrap();
    assert_eq!(approved.follow_ups, [notify(MailKind::RestrictionEnding)]);
    assert_eq!(decide(&approved.request, Command::Begin, now()).unwrap_err().why, Why::TellFirst);
    let told = decide(&approved.request, Command::RecordTold, now()).unwrap();
    assert_eq!((told.follow_ups, told.request.told), (vec![FollowUp::Execute], Some(now())));
    assert_eq!(decide(&told.request, Command::RecordTold, now()).unwrap_err().why, Why::NotNow);
    assert!(decide(&told.request, Command::Begin, now()).is_ok());
}

#[test]
fn an_objection_halts_before_anything_else() {
    for right in Right::ALL {
        let first = file(filing(*right), now()).unwrap().follow_ups.remove(0);
        assert_eq!(first == FollowUp::Halt, right.halts_first(), "{right}");
    }
}

#[test]
fn a_refused_command_changes_nothing_and_says_what_to_do() {
    let (_, request) = &requests(Right::Erasure)[6];
    let refusal = decide(request, Command::Withdraw, now()).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "“withdraw” does nothing to a request that is executing: what has begun to change the systems only goes forward, because half of it would be worse than all"
    );
}

fn in_state(right: Right, label: &str) -> Request {
    requests(right).into_iter().find(|(name, _)| *name == label).unwrap().1
}

#[test]
fn guards_look_at_the_arguments_too() {
    let by = Decider::Operator;
    let refuse = |ground, reasons: &str| Command::Refuse { by, ground, reasons: reasons.into() };
    let extend = |reasons: &str, before| Command::Extend { by, reasons: reasons.into(), before };
    let later = "2026-12-22T12:00:00Z".parse().unwrap();
    let mut extended = in_state(Right::Access, "planned");
    extended.extension = Some(Extension { at: earlier(), by, reasons: REASONS.into() });
    let stranger = RequestId::new(now(), &kernel::Entropy::seeded(9));
    for (request, command, why) in [
        (
            in_state(Right::Access, "planned"),
            Command::Approve { by, digest: "other".into(), two_people: false },
            Why::StalePlan,
        ),
        (
            in_state(Right::Access, "executing"),
            Command::Finish { outstanding: vec!["mail".into()] },
            Why::NoSuchTask,
        ),
        (
            in_state(Right::Access, "in part, 1 task"),
            Command::CloseTask { system: "shop".into() },
            Why::NoSuchTask,
        ),
        (in_state(Right::Access, "planned"), refuse(RefusalGround::Excessive, "  "), Why::ReasonsMissing),
        (
            in_state(Right::Access, "planned"),
            refuse(RefusalGround::LegalObligation, REASONS),
            Why::GroundDoesNotFit,
        ),
        (
            in_state(Right::Access, "planned"),
            refuse(RefusalGround::IdentityNotProved, REASONS),
            Why::GroundDoesNotFit,
        ),
        (in_state(Right::Access, "planned"), extend("", later), Why::ReasonsMissing),
        (in_state(Right::Access, "planned"), extend(REASONS, now()), Why::TooLateToExtend),
        (extended, extend(REASONS, later), Why::AlreadyExtended),
        (
            in_state(Right::Erasure, "approved, waits"),
            Command::ReleaseWait { request: stranger, because: WaitEnd::Answered },
            Why::NotWaitingForThat,
        ),
        (
            in_state(Right::Access, "filed"),
            Command::ProveIdentity { proof: IdentityProof::NotNeeded },
            Why::IdentityNeeded,
        ),
    ] {
        let name = command.name();
        assert_eq!(decide(&request, command, now()).unwrap_err().why, why, "{name}");
    }
}

#[test]
fn a_refusal_to_a_person_names_every_remedy() {
    let command = Command::Refuse {
        by: Decider::Operator,
        ground: RefusalGround::IdentityNotProved,
        reasons: REASONS.into(),
    };
    let decision = decide(&in_state(Right::Access, "awaiting-identity"), command, now()).unwrap();
    let State::Refused { remedies, ground, .. } = decision.request.state else { panic!("refused") };
    assert_eq!(
        (remedies, ground),
        (vec![Remedy::Authority, Remedy::Court], RefusalGround::IdentityNotProved)
    );
}

#[test]
fn asking_who_somebody_is_stops_the_clock_until_it_is_known() {
    let asked = decide(&in_state(Right::Access, "filed"), Command::AskIdentity, earlier()).unwrap().request;
    assert_eq!(asked.suspensions, [Suspension { asked: earlier(), ended: None }]);
    let proof = IdentityProof::SignedIn { at: now() };
    let known = decide(&asked, Command::ProveIdentity { proof }, now()).unwrap().request;
    assert_eq!(known.suspensions, [Suspension { asked: earlier(), ended: Some(now()) }]);
}

fn filing(right: Right) -> Filing {
    Filing {
        right,
        channel: Channel::Portal,
        origin: Origin::Asked,
        received: now(),
        identity: Some(IdentityProof::SignedIn { at: now() }),
        waits_for: None,
    }
}

#[test]
fn filing_plans_at_once_when_it_is_known_who_asks() {
    for (right, identity, state, plans) in [
        (Right::Access, Some(IdentityProof::SignedIn { at: now() }), "planning", true),
        (Right::Access, None, "filed", false),
        (Right::Complaint, None, "planning", true),
    ] {
        let decision = file(Filing { identity, ..filing(right) }, now()).unwrap();
        assert_eq!(decision.request.state.name(), state, "{right}");
        assert_eq!(decision.follow_ups.contains(&FollowUp::Plan), plans, "{right}");
        assert!(decision.follow_ups.contains(&notify(MailKind::RequestReceived)), "{right}");
        assert!(decision.follow_ups.contains(&notify(MailKind::OfficerNewRequest)), "{right}");
    }
    let drill = file(Filing { channel: Channel::Drill, ..filing(Right::Access) }, now()).unwrap();
    assert!(!drill.follow_ups.contains(&notify(MailKind::OfficerNewRequest)));
}

#[test]
fn what_cannot_be_filed_is_refused() {
    let waits_for = Some(other_request());
    let later = "2026-11-22T12:00:01Z".parse().unwrap();
    for (filing, why) in [
        (Filing { waits_for, ..filing(Right::Access) }, Why::OnlyErasureWaits),
        (Filing { received: later, ..filing(Right::Access) }, Why::ReceivedLater),
        (Filing { identity: Some(IdentityProof::NotNeeded), ..filing(Right::Access) }, Why::IdentityNeeded),
    ] {
        assert_eq!(file(filing, now()).unwrap_err().why, why);
    }
}

/// The way of an erasure that ends a service and waits for a copy (S29).
#[test]
fn the_end_of_a_service_erases_after_the_copy_is_given() {
    let end =
        Filing { origin: Origin::EndOfService, waits_for: Some(other_request()), ..filing(Right::Erasure) };
    let filed = file(end, now()).unwrap();
    assert_eq!(
        serde_json::to_value(&filed.events[0]).unwrap(),
        serde_json::json!({
            "event": "request-filed", "right": "erasure", "channel": "portal", "origin": "end-of-service",
            "waits_for": other_request().to_string(),
        })
    );
    let plan = crate::request::PlanSummary { digest: DIGEST.into(), made: now(), systems: vec![], rows: 0 };
    let planned = decide(&filed.request, Command::RecordPlan { plan }, now()).unwrap();
    let approve = Command::Approve { by: Decider::Operator, digest: DIGEST.into(), two_people: false };
    let approved = decide(&planned.request, approve, now()).unwrap();
    assert!(!approved.follow_ups.contains(&FollowUp::Execute));
    assert_eq!(decide(&approved.request, Command::Begin, now()).unwrap_err().why, Why::WaitsForCopy);
    let release = Command::ReleaseWait { request: other_request(), because: WaitEnd::Answered };
    let released = decide(&approved.request, release, now()).unwrap();
    assert_eq!(released.follow_ups, [FollowUp::Execute]);
    assert!(decide(&released.request, Command::Begin, now()).is_ok());
}

#[test]
fn requests_survive_being_stored() {
    for right in Right::ALL {
        for (label, request) in requests(*right) {
            let json = serde_json::to_string(&request).unwrap();
            assert_eq!(serde_json::from_str::<Request>(&json).unwrap(), request, "{label}");
        }
    }
    for event in requests(Right::Access).iter().flat_map(|(_, request)| {
        commands()
            .into_iter()
            .filter_map(|command| decide(request, command, now()).ok())
            .flat_map(|d| d.events)
    }) {
        assert!(!event.data().contains_key("event"));
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
        // INVARIANT: nothing that a person wrote goes to the ledger.
        assert!(!json.contains(REASONS), "{json}");
    }
}

fn officer(seed: u64) -> Decider {
    Decider::Officer { id: kernel::ids::StaffId::new(earlier(), &kernel::Entropy::seeded(seed)) }
}

#[test]
fn what_is_large_needs_two_people() {
    let planned = in_state(Right::Erasure, "planned");
    let approve = |by, two_people| Command::Approve { by, digest: DIGEST.into(), two_people };
    let first = decide(&planned, approve(officer(1), true), now()).unwrap();
    assert_eq!((first.request.state.name(), first.follow_ups.as_slice()), ("planned", &[][..]));
    assert_eq!(first.events[0].kind(), "request-endorsed");
    let same = decide(&first.request, approve(officer(1), true), now()).unwrap_err();
    assert_eq!(same.why, Why::SecondPerson);
    let second = decide(&first.request, approve(officer(2), true), now()).unwrap();
    assert_eq!(second.request.state.name(), "approved");
    // A plan that was made anew, or a yes taken back, begins again.
    let back = Command::TakeBack { by: officer(1), what: Taken::Approval };
    let back = decide(&first.request, back, now()).unwrap().request;
    assert_eq!((back.state.name(), back.endorsed.is_some()), ("planned", false));
    let anew = decide(&first.request, Command::Replan, now()).unwrap().request;
    assert_eq!(anew.endorsed, None);
}

#[test]
fn a_question_stops_the_clock_and_the_decision_until_it_ends() {
    let planned = in_state(Right::Access, "planned");
    let ask = |words: &str| Command::AskBack { by: officer(1), words: words.into() };
    assert_eq!(decide(&planned, ask("  "), now()).unwrap_err().why, Why::ReasonsMissing);
    let asked = decide(&planned, ask("which year?"), earlier()).unwrap().request;
    assert_eq!(asked.suspensions, [Suspension { asked: earlier(), ended: None }]);
    let approve = Command::Approve { by: officer(1), digest: DIGEST.into(), two_people: false };
    assert_eq!(decide(&asked, approve.clone(), now()).unwrap_err().why, Why::Asking);
    assert_eq!(decide(&asked, ask("and?"), now()).unwrap_err().why, Why::Asking);
    let ended = decide(&asked, Command::EndQuestion, now()).unwrap().request;
    assert_eq!(ended.suspensions, [Suspension { asked: earlier(), ended: Some(now()) }]);
    assert!(decide(&ended, approve, now()).is_ok());
    assert_eq!(decide(&ended, Command::EndQuestion, now()).unwrap_err().why, Why::NotNow);
}

#[test]
fn a_decision_is_taken_back_to_where_it_stood() {
    let by = officer(1);
    let back = |what| Command::TakeBack { by, what };
    for label in ["filed", "awaiting-identity", "planning", "planned", "approved"] {
        let before = in_state(Right::Access, label);
        let refuse = Command::Refuse { by, ground: RefusalGround::Excessive, reasons: REASONS.into() };
        let refused = decide(&before, refuse, now()).unwrap().request;
        let after = decide(&refused, back(Taken::Refusal), now()).unwrap();
        assert_eq!(after.request, before, "{label}");
        assert_eq!(after.follow_ups.contains(&FollowUp::Plan), label == "planning");
    }
    // What was collected is gone with the refusal.
    let refuse = Command::Refuse { by, ground: RefusalGround::Excessive, reasons: REASONS.into() };
    let refused = decide(&in_state(Right::Access, "executing"), refuse, now()).unwrap().request;
    assert_eq!(decide(&refused, back(Taken::Refusal), now()).unwrap_err().why, Why::HasLeft);
    let extend =
        Command::Extend { by, reasons: REASONS.into(), before: now() + jiff::SignedDuration::from_hours(1) };
    let planned = in_state(Right::Access, "planned");
    let extended = decide(&planned, extend, now()).unwrap().request;
    assert_eq!(decide(&extended, back(Taken::Extension), now()).unwrap().request, planned);
    assert_eq!(decide(&planned, back(Taken::Extension), now()).unwrap_err().why, Why::HasLeft);
    assert_eq!(decide(&planned, back(Taken::Approval), now()).unwrap_err().why, Why::HasLeft);
}

#[test]
fn an_automated_decision_is_answered_by_a_person_only() {
    let judge = |found, words: &str| Command::Judge { by: officer(1), found, words: words.into() };
    let approve = |by| Command::Approve { by, digest: DIGEST.into(), two_people: false };
    let unseen = |right| Request { judgement: None, ..in_state(right, "planned") };
    let review = unseen(Right::HumanReview);
    // Neither an officer's yes nor the law stands in for somebody who looked.
    for by in [officer(1), Decider::Law] {
        assert_eq!(decide(&review, approve(by), now()).unwrap_err().why, Why::NotJudged, "{by:?}");
    }
    for (found, words, why) in
        [(Finding::Replied, REASONS, Why::FindingDoesNotFit), (Finding::Upheld, " \n", Why::ReasonsMissing)]
    {
        assert_eq!(decide(&review, judge(found, words), now()).unwrap_err().why, why);
    }
    let judged = decide(&review, judge(Finding::Upheld, REASONS), now()).unwrap();
    assert_eq!((judged.request.state.name(), judged.follow_ups.len()), ("planned", 0));
    // It can be written again until it is sent.
    let again = decide(&judged.request, judge(Finding::Changed, REASONS), now()).unwrap().request;
    assert_eq!(again.judgement.as_ref().map(|one| one.found), Some(Finding::Changed));
    let approved = decide(&again, approve(officer(1)), now()).unwrap().request;
    assert_eq!(decide(&approved, judge(Finding::Upheld, REASONS), now()).unwrap_err().why, Why::NotNow);
    // How one complains is told without anybody looking; an officer who answers writes something.
    let complaint = unseen(Right::Complaint);
    assert!(decide(&complaint, approve(Decider::Law), now()).is_ok());
    assert_eq!(decide(&complaint, approve(officer(1)), now()).unwrap_err().why, Why::NotJudged);
    assert!(decide(&complaint, judge(Finding::Replied, REASONS), now()).is_ok());
    assert_eq!(
        decide(&in_state(Right::Access, "planned"), judge(Finding::Upheld, REASONS), now()).unwrap_err().why,
        Why::NotNow
    );
}
