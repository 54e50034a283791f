use super::*;
use kernel::Entropy;
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn ids(count: usize) -> Vec<StepId> {
    let entropy = Entropy::seeded(7);
    (0..count).map(|_| StepId::new(at(NOW), &entropy)).collect()
}

fn step(id: StepId, kind: StepKind, prepared: bool, state: StepState) -> Step {
    Step { id, system: format!("system of {}", kind.as_str()), kind, prepared, state }
}

fn pending() -> StepState {
    StepState::Pending
}

fn waiting(until: i64) -> StepState {
    StepState::Waiting { failures: 1, until: at(until), problem: "unreachable".into() }
}

fn failed() -> StepState {
    StepState::Failed { failures: 3, problem: "schema-differs".into() }
}

fn instructed() -> StepState {
    StepState::Instructed { at: at(NOW - 9) }
}

fn done() -> StepState {
    StepState::Done { at: at(NOW - 9) }
}

#[test]
fn each_kind_and_state_has_its_action() {
    let id = ids(1)[0];
    for kind in StepKind::ALL.iter().copied() {
        for prepared in [false, true] {
            let act = match (kind, prepared) {
                (StepKind::Collect, _) => Action::Collect { step: id },
                (StepKind::Instruct, _) => Action::Instruct { step: id },
                (_, false) => Action::Prepare { step: id },
                (_, true) => Action::Verify { step: id },
            };
            let system = format!("system of {kind}");
            for (state, expected) in [
                (pending(), act.clone()),
                (waiting(NOW), act.clone()),
                (waiting(NOW + 1), Action::Wait { until: at(NOW + 1) }),
                (failed(), Action::Stuck { steps: vec![id] }),
                (instructed(), Action::Finish { outstanding: vec![system] }),
                (done(), Action::Finish { outstanding: vec![] }),
            ] {
                let got = next_action(&[step(id, kind, prepared, state.clone())], at(NOW));
                assert_eq!(got, expected, "{kind} {prepared} {state:?}");
            }
        }
    }
}

#[test]
fn the_first_step_that_can_be_done_is_next() {
    let ids = ids(4);
    let steps = |states: [StepState; 4]| -> Vec<Step> {
        states.into_iter().zip(&ids).map(|(state, id)| step(*id, StepKind::Collect, false, state)).collect()
    };
    for (states, expected) in [
        ([done(), pending(), pending(), pending()], Action::Collect { step: ids[1] }),
        // A system that is down or broken holds up no other…
        ([waiting(NOW + 60), failed(), pending(), pending()], Action::Collect { step: ids[2] }),
        ([done(), waiting(NOW + 60), waiting(NOW + 30), failed()], Action::Wait { until: at(NOW + 30) }),
        // …but nothing is finished before all have their receipt.
        ([done(), done(), failed(), done()], Action::Stuck { steps: vec![ids[2]] }),
        ([done(), done(), done(), done()], Action::Finish { outstanding: vec![] }),
    ] {
        assert_eq!(next_action(&steps(states.clone()), at(NOW)), expected, "{states:?}");
    }
}

#[test]
fn a_request_without_systems_is_finished_at_once() {
    assert_eq!(next_action(&[], at(NOW)), Action::Finish { outstanding: vec![] });
}

#[test]
fn an_erasure_whose_receipt_was_lost_is_not_done_twice() {
    for (found, next) in [
        (Found::Everything, AfterVerification::Erase),
        (Found::Something, AfterVerification::Erase),
        (Found::Nothing, AfterVerification::TakeReceipt),
    ] {
        assert_eq!(after_verification(found), next);
    }
}

/// Where a worker is cut off.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Crash {
    Never,
    BeforeTheSystemCommits,
    BeforeTheReceipt,
}

/// A worker that obeys `next_action` once; false when there is nothing left to do.
fn obey(steps: &mut [Step], holds: &mut [bool], erasures: &mut [u32], crash: Crash) -> bool {
    let action = next_action(steps, at(NOW));
    let (Action::Collect { step }
    | Action::Prepare { step }
    | Action::Verify { step }
    | Action::Instruct { step }) = action
    else {
        return false;
    };
    let index = steps.iter().position(|one| one.id == step).unwrap();
    let erases = match action {
        Action::Prepare { .. } => {
            steps[index].prepared = true;
            true
        }
        Action::Verify { .. } => {
            let found = if holds[index] { Found::Everything } else { Found::Nothing };
            after_verification(found) == AfterVerification::Erase
        }
        _ => false,
    };
    if crash == Crash::BeforeTheSystemCommits {
        return true;
    }
    if erases {
        holds[index] = false;
        erasures[index] += 1;
    }
    if crash == Crash::BeforeTheReceipt {
        return true;
    }
    steps[index].state = if steps[index].kind == StepKind::Instruct { instructed() } else { done() };
    true
}

fn any_crash() -> impl Strategy<Value = Crash> {
    prop_oneof![Just(Crash::Never), Just(Crash::BeforeTheSystemCommits), Just(Crash::BeforeTheReceipt)]
}

proptest! {
    #[test]
    fn whatever_crashes_every_change_is_made_exactly_once(
        kinds in proptest::collection::vec(0usize..StepKind::ALL.len(), 0..8),
        crashes in proptest::collection::vec(any_crash(), 0..40),
    ) {
        let ids = ids(kinds.len());
        let mut steps: Vec<_> = kinds.iter().zip(&ids)
            .map(|(kind, id)| step(*id, StepKind::ALL[*kind], false, pending()))
            .collect();
        let mut holds = vec![true; steps.len()];
        let mut erasures = vec![0; steps.len()];
        let mut crashes = crashes.into_iter();
        while obey(&mut steps, &mut holds, &mut erasures, crashes.next().unwrap_or(Crash::Never)) {}
        let finished = matches!(next_action(&steps, at(NOW)), Action::Finish { .. });
        prop_assert!(finished);
        for (index, step) in steps.iter().enumerate() {
            let erased = u32::from(step.kind.changes());
            prop_assert_eq!(erasures[index], erased);
            prop_assert_eq!(holds[index], erased == 0);
        }
    }
}
