//! Where a command is killed, and by how many at a time.
//!
//! A command that does the same for a hundred rows passes the same boundaries a hundred times. Each of them is tried
//! where it is passed first, where it is passed again, and where it is passed last; `TEST_KILL=every` tries them all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Which of the boundaries that were passed are tried: their numbers.
fn tried(passed: &[String]) -> Vec<u32> {
    let every = std::env::var("TEST_KILL").is_ok_and(|which| which == "every");
    let mut of_name: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (number, name) in (0u32..).zip(passed) {
        of_name.entry(name).or_default().push(number);
    }
    let mut tried: Vec<u32> = of_name
        .into_values()
        .flat_map(|numbers| match numbers.as_slice() {
            [first, second, .., last] if !every => vec![*first, *second, *last],
            _ => numbers,
        })
        .collect();
    tried.sort_unstable();
    tried
}

/// Has `kill` called with the number of each boundary that is tried, two at a time. It says where the process was
/// killed, or none when it came to its end before; `must` are the names that have to be among those.
pub(crate) fn everywhere(passed: &[String], must: &[&[&str]], kill: impl Fn(u32) -> Option<String> + Sync) {
    let tried = tried(passed);
    let next = AtomicUsize::new(0);
    let seen: Mutex<BTreeSet<String>> = Mutex::default();
    let work = || {
        while let Some(number) = tried.get(next.fetch_add(1, Ordering::SeqCst)) {
            // What runs beside each other may come in another order: then the end is passed sooner.
            if let Some(at) = kill(*number) {
                seen.lock().unwrap().insert(at);
            }
        }
    };
    std::thread::scope(|scope| {
        for thread in [scope.spawn(work), scope.spawn(work)] {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
    let seen = seen.into_inner().unwrap();
    for name in must.iter().copied().flatten() {
        assert!(seen.contains(*name), "it was never killed {name}; it was killed {seen:#?}");
    }
}

#[test]
fn each_name_is_tried_where_it_comes_first_again_and_last() {
    let passed: Vec<String> = ["a", "b", "b", "b", "b", "c", "a", "a"].map(String::from).into();
    assert_eq!(tried(&passed), [0, 1, 2, 4, 5, 6, 7]);
}
