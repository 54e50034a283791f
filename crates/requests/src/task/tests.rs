use jiff::civil::date;

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn standings() -> Vec<Standing> {
    vec![
        Standing::Ready,
        Standing::Sent { at: at(1), way: Way::Mail },
        Standing::Acknowledged { at: at(2), promised: None },
        Standing::Closed { at: at(3), end: TaskEnd::Done },
        Standing::Closed { at: at(3), end: TaskEnd::Refused },
    ]
}

fn of(standing: Standing) -> Task {
    let sent = (!matches!(standing, Standing::Ready)).then(|| at(1));
    Task { standing, sent, reminded: BTreeSet::new() }
}

#[test]
fn every_standing_with_every_command() {
    let send = TaskCommand::Send { way: Way::Otherwise };
    let acknowledge = TaskCommand::Acknowledge { promised: Some(date(2026, 12, 1)) };
    let remind = TaskCommand::Remind { of: Reminder::Soon };
    let done = TaskCommand::Close { end: TaskEnd::Done, overdue: false };
    let silent = TaskCommand::Close { end: TaskEnd::Silent, overdue: false };
    let silent_late = TaskCommand::Close { end: TaskEnd::Silent, overdue: true };
    let closed = Err(TaskRefusal::Closed);
    let early = Err(TaskRefusal::NotOverdue);
    // What each command leads to, by where the task stands: ready, sent, acknowledged, done, refused.
    for (command, expected) in [
        (&send, [Ok("sent"), Ok("sent"), Ok("acknowledged"), closed, closed]),
        (&acknowledge, [Ok("acknowledged"), Ok("acknowledged"), Ok("acknowledged"), closed, closed]),
        (&remind, [Ok("ready"), Ok("sent"), Ok("acknowledged"), closed, closed]),
        (&done, [Ok("done"), Ok("done"), Ok("done"), Ok("done"), closed]),
        (&silent, [early, early, early, closed, closed]),
        (&silent_late, [Ok("silent"), Ok("silent"), Ok("silent"), closed, closed]),
    ] {
        for (standing, expected) in standings().into_iter().zip(expected) {
            let before = of(standing);
            let outcome = task(&before, command, at(9)).map(|(after, _)| after.name());
            assert_eq!(outcome, expected, "{command:?} on {}", before.name());
        }
    }
}

#[test]
fn doing_a_thing_twice_says_nothing_twice() {
    for command in [
        TaskCommand::Acknowledge { promised: None },
        TaskCommand::Remind { of: Reminder::Overdue },
        TaskCommand::Close { end: TaskEnd::Refused, overdue: false },
    ] {
        let (once, said) = task(&Task::default(), &command, at(5)).unwrap();
        assert!(said.is_some(), "{command:?}");
        let (twice, again) = task(&once, &command, at(6)).unwrap();
        assert_eq!((twice, again), (once, None), "{command:?}");
    }
    // A letter that is sent again was sent again.
    let send = TaskCommand::Send { way: Way::Mail };
    let (once, _) = task(&Task::default(), &send, at(5)).unwrap();
    let (twice, again) = task(&once, &send, at(6)).unwrap();
    assert_eq!((again, twice.sent), (Some(TaskEvent::Sent { way: Way::Mail }), Some(at(5))));
}

#[test]
fn reminders_come_on_their_day_and_once() {
    use Reminder::{HolderOverdue, HolderSoon, Overdue, Soon, Unsent};
    let (began, due) = (date(2026, 11, 2), date(2026, 11, 16));
    let sent = of(Standing::Sent { at: at(1), way: Way::Mail });
    let day = |day| date(2026, 11, day);
    for (what, task, holder, today, expected) in [
        ("at once", Task::default(), true, day(2), vec![]),
        ("nobody sent it", Task::default(), true, day(5), vec![Unsent]),
        ("sent, time enough", sent.clone(), true, day(12), vec![]),
        ("soon", sent.clone(), true, day(13), vec![Soon, HolderSoon]),
        ("on the day itself", sent.clone(), false, day(16), vec![Soon]),
        ("the day after", sent.clone(), true, day(17), vec![Overdue, HolderOverdue]),
        ("late and never sent", Task::default(), true, day(17), vec![Unsent, Overdue]),
        ("closed", of(Standing::Closed { at: at(1), end: TaskEnd::Done }), true, day(30), vec![]),
    ] {
        let mut task = task;
        assert_eq!(reminders(&task, (began, due), today, holder), expected, "{what}");
        for of in expected {
            task = super::task(&task, &TaskCommand::Remind { of }, at(1)).unwrap().0;
        }
        assert_eq!(reminders(&task, (began, due), today, holder), vec![], "{what}, once");
    }
}

#[test]
fn it_is_overdue_the_day_after_and_never_when_closed() {
    let due = date(2026, 11, 16);
    let open = Task::default();
    let over = of(Standing::Closed { at: at(1), end: TaskEnd::Done });
    for (task, today, overdue) in
        [(&open, due, false), (&open, date(2026, 11, 17), true), (&over, date(2026, 11, 17), false)]
    {
        assert_eq!(task.is_overdue(due, today), overdue);
    }
}
