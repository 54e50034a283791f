//! How an edition is published: from a draft to being in force, and to the day that the next one takes its place.
//!
//! ```text
//! draft ─check─▶ checked ─approve─▶ approved ─announce─▶ announced ─take force─▶ in force ─supersede─▶ superseded
//!   └──────────────┴────────drop───────┘
//! ```
//!
//! [`decide`] is pure: the state and a command give the next state or a refusal. Four things cannot be got around here:
//! nothing is approved that was not found clean, nobody approves what they drafted, a change that is material is
//! announced as long before as is promised, and an edition never comes into force before everybody who is told by mail has
//! been told for that long. To add a stage: a variant of [`State`], its cases in [`decide`], a row in the table of tests.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Actor;
use kernel::calendar::{Calendar, Span};
use serde::{Deserialize, Serialize};

/// How long before a material change is announced, when the policy names no figure [`NOTICE_FIGURE`].
pub const NOTICE_DEFAULT: &str = "30 days";
/// The figure of the policy that says how long before a change is announced.
pub const NOTICE_FIGURE: &str = "change_notice";

/// Where an edition is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "kebab-case", deny_unknown_fields)]
pub enum State {
    /// It compiles. Nobody is bound by it and nobody sees it.
    Draft,
    /// The text has no conflict with the law and lacks nothing that the law demands.
    Checked {
        /// When that was looked at.
        at: Timestamp,
    },
    /// A second person allowed it.
    Approved {
        /// When.
        at: Timestamp,
        /// Who.
        by: Actor,
    },
    /// People are told that it comes.
    Announced {
        /// How.
        announcement: Announcement,
    },
    /// It holds.
    InForce {
        /// How it was announced; none for the first, and for what took its place before anybody was bound.
        announcement: Option<Announcement>,
        /// Its first day.
        since: Date,
    },
    /// Another one holds.
    Superseded {
        /// How it was announced.
        announcement: Option<Announcement>,
        /// Its first day.
        since: Date,
        /// The first day of the one after it.
        until: Date,
    },
    /// It was given up before it was announced.
    Dropped {
        /// When.
        at: Timestamp,
    },
}

/// How people are told of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announcement {
    /// When a second person allowed it.
    pub approved_at: Timestamp,
    /// Who.
    pub approved_by: Actor,
    /// The day on which it could first be read, in the organisation's calendar.
    pub on: Date,
    /// How long before a material change people are told.
    pub notice: Span,
    /// Whether it changes what is done with data: then `notice` is waited for.
    pub material: bool,
    /// The day on which the last of those who are told by mail was told; none while somebody is still to be told.
    pub told_on: Option<Date>,
}

impl Announcement {
    /// The first day on which the edition may hold, as far as everybody has been told.
    pub fn earliest(&self, calendar: &Calendar) -> Option<Date> {
        let told = self.told_on?.max(self.on);
        Some(earliest(told, self.notice, self.material, calendar))
    }
}

impl State {
    /// How it was announced, once it was.
    pub fn announcement(&self) -> Option<&Announcement> {
        match self {
            Self::Announced { announcement } => Some(announcement),
            Self::InForce { announcement, .. } | Self::Superseded { announcement, .. } => {
                announcement.as_ref()
            }
            _ => None,
        }
    }

    /// Its stage in one word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Checked { .. } => "checked",
            Self::Approved { .. } => "approved",
            Self::Announced { .. } => "announced",
            Self::InForce { .. } => "in-force",
            Self::Superseded { .. } => "superseded",
            Self::Dropped { .. } => "dropped",
        }
    }

    /// Whether nothing more happens to it.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Superseded { .. } | Self::Dropped { .. })
    }
}

/// An edition on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Who drafted it.
    pub drafted_by: Actor,
    /// When.
    pub drafted_at: Timestamp,
    /// The first day on which it is to hold: a fact of the edition.
    pub from: Date,
    /// Where it is.
    pub state: State,
}

/// What is done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The text was looked at.
    Check {
        /// What was found that may not stand there, or is missing.
        findings: usize,
    },
    /// A second person allows it.
    Approve {
        /// Who.
        by: Actor,
    },
    /// People are told.
    Announce {
        /// How long before a material change is told: of what the edition in force promises and what this one does, the
        /// longer.
        notice: Span,
        /// Whether it changes what is done with data.
        material: bool,
    },
    /// Everybody who is told by mail has been told.
    NoteTold,
    /// Its day has come.
    TakeForce,
    /// The next one has come.
    Supersede,
    /// It is given up.
    Drop,
}

/// Why something cannot be done now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not at a stage at which that is done.
    #[error("an edition that is {stage} cannot be {wanted}")]
    Stage {
        /// Where it is.
        stage: &'static str,
        /// What was wanted.
        wanted: &'static str,
    },
    /// The text is not clean.
    #[error("{findings} things in the text may not stand there or are missing; mend them and draft it again")]
    NotClean {
        /// How many.
        findings: usize,
    },
    /// Who drafted it cannot be the second person.
    #[error("who drafted an edition cannot approve it; a second person must")]
    SamePerson,
    /// There would be too little time between the announcement and the first day.
    #[error(
        "announced on {today}, it can come into force from {earliest} on, and it says {from}; give it a later day"
    )]
    TooSoon {
        /// Today.
        today: Date,
        /// The first day on which it could hold.
        earliest: Date,
        /// The day that it says.
        from: Date,
    },
    /// Somebody has not been told yet.
    #[error("not everybody has been told yet, so it does not come into force")]
    NotAllTold,
    /// The time of announcement is not over.
    #[error("it comes into force on {earliest}, not before")]
    NotYet {
        /// The first day.
        earliest: Date,
    },
}

/// What the clock and the calendar say.
#[derive(Debug, Clone, Copy)]
pub struct Now<'c> {
    /// The instant.
    pub at: Timestamp,
    /// The day, in the organisation's time zone.
    pub today: Date,
    /// Working days.
    pub calendar: &'c Calendar,
}

/// What `command` makes of `publication`.
///
/// # Errors
/// It cannot be done, with the reason.
pub fn decide(publication: &Publication, command: &Command, now: Now<'_>) -> Result<State, Refusal> {
    let from = publication.from;
    match (&publication.state, command) {
        (State::Draft | State::Checked { .. }, Command::Check { findings: 0 }) => {
            Ok(State::Checked { at: now.at })
        }
        (State::Draft | State::Checked { .. }, Command::Check { findings }) => {
            Err(Refusal::NotClean { findings: *findings })
        }
        (State::Checked { .. }, Command::Approve { by }) => {
            if same_person(by, &publication.drafted_by) {
                return Err(Refusal::SamePerson);
            }
            Ok(State::Approved { at: now.at, by: by.clone() })
        }
        (State::Approved { at, by }, Command::Announce { notice, material }) => {
            let earliest = earliest(now.today, *notice, *material, now.calendar);
            if from < earliest {
                return Err(Refusal::TooSoon { today: now.today, earliest, from });
            }
            let announcement = Announcement {
                approved_at: *at,
                approved_by: by.clone(),
                on: now.today,
                notice: *notice,
                material: *material,
                told_on: None,
            };
            Ok(State::Announced { announcement })
        }
        (State::Announced { announcement }, Command::NoteTold) => {
            let told_on = announcement.told_on.or(Some(now.today));
            Ok(State::Announced { announcement: Announcement { told_on, ..announcement.clone() } })
        }
        (State::Announced { announcement }, Command::TakeForce) => {
            let earliest = announcement.earliest(now.calendar).ok_or(Refusal::NotAllTold)?.max(from);
            if now.today < earliest {
                return Err(Refusal::NotYet { earliest });
            }
            Ok(State::InForce { announcement: Some(announcement.clone()), since: now.today })
        }
        (State::InForce { announcement, since }, Command::Supersede) => {
            Ok(State::Superseded { announcement: announcement.clone(), since: *since, until: now.today })
        }
        (State::Draft | State::Checked { .. } | State::Approved { .. }, Command::Drop) => {
            Ok(State::Dropped { at: now.at })
        }
        (state, command) => Err(Refusal::Stage { stage: state.word(), wanted: wanted(command) }),
    }
}

/// The first day on which an edition may hold that people were told of on `told`: the day after, or when its time of
/// notice is over.
pub fn earliest(told: Date, notice: Span, material: bool, calendar: &Calendar) -> Date {
    let next = told.tomorrow().unwrap_or(told);
    if material { notice.after(told, calendar).max(next) } else { next }
}

/// Whether two actors are one person. Whoever has a shell on the machine is one, whatever their name is.
fn same_person(a: &Actor, b: &Actor) -> bool {
    match (a, b) {
        (Actor::Staff { id: a, .. }, Actor::Staff { id: b, .. }) => a == b,
        (a, b) => a == b,
    }
}

fn wanted(command: &Command) -> &'static str {
    match command {
        Command::Check { .. } => "checked",
        Command::Approve { .. } => "approved",
        Command::Announce { .. } => "announced",
        Command::NoteTold => "noted as told",
        Command::TakeForce => "put into force",
        Command::Supersede => "superseded",
        Command::Drop => "dropped",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::StaffRole;
    use kernel::ids::StaffId;

    use super::*;

    fn calendar() -> Calendar {
        Calendar::netherlands().expect("the embedded calendar")
    }

    fn staff(id: &str) -> Actor {
        Actor::Staff { id: id.parse::<StaffId>().expect("an id"), role: StaffRole::Officer }
    }

    const EVA: &str = "01900000-0000-7000-8000-000000000001";
    const JAN: &str = "01900000-0000-7000-8000-000000000002";
    const AT: Timestamp = Timestamp::UNIX_EPOCH;

    fn notice() -> Span {
        "30 days".parse().expect("a span")
    }

    fn announced(material: bool, told_on: Option<Date>) -> State {
        let announcement = Announcement {
            approved_at: AT,
            approved_by: staff(JAN),
            on: date(2027, 1, 1),
            notice: notice(),
            material,
            told_on,
        };
        State::Announced { announcement }
    }

    fn states() -> Vec<State> {
        vec![
            State::Draft,
            State::Checked { at: AT },
            State::Approved { at: AT, by: staff(JAN) },
            announced(true, Some(date(2027, 1, 1))),
            State::InForce { announcement: None, since: date(2027, 1, 1) },
            State::Superseded { announcement: None, since: date(2027, 1, 1), until: date(2027, 2, 1) },
            State::Dropped { at: AT },
        ]
    }

    fn after(state: State, command: &Command, from: Date, today: Date) -> Result<State, Refusal> {
        let publication = Publication { drafted_by: staff(EVA), drafted_at: AT, from, state };
        let calendar = calendar();
        decide(&publication, command, Now { at: AT, today, calendar: &calendar })
    }

    #[test]
    fn every_stage_with_every_command() {
        let announce = Command::Announce { notice: notice(), material: true };
        // What each command makes of: draft, checked, approved, announced, in force, superseded, dropped.
        let table: [(Command, [&str; 7]); 7] = [
            (Command::Check { findings: 0 }, ["checked", "checked", "-", "-", "-", "-", "-"]),
            (Command::Approve { by: staff(JAN) }, ["-", "approved", "-", "-", "-", "-", "-"]),
            (announce, ["-", "-", "announced", "-", "-", "-", "-"]),
            (Command::NoteTold, ["-", "-", "-", "announced", "-", "-", "-"]),
            (Command::TakeForce, ["-", "-", "-", "in-force", "-", "-", "-"]),
            (Command::Supersede, ["-", "-", "-", "-", "superseded", "-", "-"]),
            (Command::Drop, ["dropped", "dropped", "dropped", "-", "-", "-", "-"]),
        ];
        for (command, expected) in table {
            for (state, expected) in states().into_iter().zip(expected) {
                let name = format!("{command:?} on {}", state.word());
                let result = after(state, &command, date(2027, 6, 1), date(2027, 6, 1));
                // Announcing on the very first day is too soon; the table is about stages.
                let result = match result {
                    Err(Refusal::TooSoon { .. }) => Ok("announced"),
                    other => other.as_ref().map(State::word).map_err(Clone::clone),
                };
                match (result, expected) {
                    (Err(Refusal::Stage { .. }), "-") => {}
                    (Ok(word), expected) => assert_eq!(word, expected, "{name}"),
                    (Err(refusal), _) => panic!("{name}: {refusal}"),
                }
            }
        }
    }

    #[test]
    fn nothing_unclean_is_checked_and_nobody_approves_their_own() {
        let day = date(2027, 1, 1);
        let unclean = after(State::Draft, &Command::Check { findings: 2 }, day, day);
        assert_eq!(unclean, Err(Refusal::NotClean { findings: 2 }));
        let own = after(State::Checked { at: AT }, &Command::Approve { by: staff(EVA) }, day, day);
        assert_eq!(own, Err(Refusal::SamePerson));
        // The same person in another role is the same person.
        let other_role = Actor::Staff { id: EVA.parse().unwrap(), role: StaffRole::Engineer };
        let own = after(State::Checked { at: AT }, &Command::Approve { by: other_role }, day, day);
        assert_eq!(own, Err(Refusal::SamePerson));
    }

    #[test]
    fn a_material_change_is_announced_as_long_before_as_is_promised() {
        let state = || State::Approved { at: AT, by: staff(JAN) };
        let announce = |material| Command::Announce { notice: notice(), material };
        let today = date(2027, 1, 1);
        for (material, from, fine) in [
            (true, date(2027, 1, 30), false),
            (true, date(2027, 1, 31), true),
            (false, date(2027, 1, 1), false),
            (false, date(2027, 1, 2), true),
        ] {
            let result = after(state(), &announce(material), from, today);
            assert_eq!(result.is_ok(), fine, "{material} {from}: {result:?}");
        }
    }

    #[test]
    fn no_edition_comes_into_force_before_everybody_was_told_for_long_enough() {
        let from = date(2027, 2, 1);
        let take = |told_on, today| after(announced(true, told_on), &Command::TakeForce, from, today);
        assert_eq!(take(None, date(2027, 3, 1)), Err(Refusal::NotAllTold));
        let early = take(Some(date(2027, 1, 1)), date(2027, 1, 31));
        assert_eq!(early, Err(Refusal::NotYet { earliest: from }));
        let fine = take(Some(date(2027, 1, 1)), from).unwrap();
        assert!(matches!(&fine, State::InForce { since, .. } if *since == from));
        assert_eq!(fine.announcement().map(|it| it.on), Some(date(2027, 1, 1)));
        // The last mail left twenty days late, so everything comes twenty days later.
        let late = take(Some(date(2027, 1, 21)), from);
        assert_eq!(late, Err(Refusal::NotYet { earliest: date(2027, 2, 20) }));
        assert!(take(Some(date(2027, 1, 21)), date(2027, 2, 20)).is_ok());
        // What changes nothing that is done with data waits for nobody's thirty days.
        let wording = announced(false, Some(date(2027, 1, 21)));
        assert!(after(wording, &Command::TakeForce, from, from).is_ok());
    }

    #[test]
    fn being_told_is_noted_once() {
        let first = announced(true, Some(date(2027, 1, 3)));
        let again = after(first.clone(), &Command::NoteTold, date(2027, 2, 1), date(2027, 1, 9)).unwrap();
        assert_eq!(again, first);
    }
}
