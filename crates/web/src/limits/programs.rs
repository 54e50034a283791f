//! How many requests a program makes a minute. A program is counted by its own number, which its key says: some
//! ask all day long, some once a night.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kernel::ids::ProgramId;

const MINUTE: u64 = 60;

/// The requests of every program in the present minute. There are as many entries as keys in use.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<HashMap<ProgramId, (u64, u32)>>);

impl Turns {
    /// Takes a turn; when there is none left, how long until the next minute. `now` counts from 1970.
    pub(super) fn take(&self, id: ProgramId, most: u32, now: Duration) -> Result<(), Duration> {
        let minute = now.as_secs() / MINUTE;
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (of, taken) = turns.entry(id).or_insert((minute, 0));
        if *of != minute {
            (*of, *taken) = (minute, 0);
        }
        if *taken >= most {
            return Err(Duration::from_secs((minute + 1) * MINUTE).saturating_sub(now));
        }
        *taken += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_has_its_turns_and_gets_new_ones_with_the_minute() {
        let id = |text: &str| text.parse::<ProgramId>().expect("an id");
        let one = id("0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11");
        let other = id("0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e12");
        let turns = Turns::default();
        let at = Duration::from_secs;
        assert_eq!(turns.take(one, 2, at(600)), Ok(()));
        assert_eq!(turns.take(one, 2, at(610)), Ok(()));
        assert_eq!(turns.take(one, 2, at(615)), Err(at(45)));
        assert_eq!(turns.take(other, 2, at(615)), Ok(()), "another program has its own");
        assert_eq!(turns.take(one, 2, at(660)), Ok(()));
    }
}
