//! Whom a request is about and what they wish beyond the right itself: personal data, sealed with the request and
//! wiped when it closes.

use inventory::{Correction, Identity};
use kernel::ids::RequestId;
use serde::{Deserialize, Serialize};
use store::requests::RequestRow;

use crate::app::App;
use crate::error::{Error, Kind, Result};

/// The most that one request corrects, and the longest value: a form is filled in by a person.
const MOST_CORRECTIONS: usize = 20;
const LONGEST_VALUE: usize = 500;
const LONGEST_REASONS: usize = 4000;

/// Whom a request is about and what they wish.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Who.
    pub identities: Vec<Identity>,
    /// What they wish.
    #[serde(default)]
    pub wish: Wish,
    /// Where they can be asked who they are, while that is not known; nothing else goes there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Who asks on their behalf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<OnBehalf>,
    /// The address of the controller (mostly a school) that it is passed on to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass_to: Option<String>,
    /// What the person answered when they were asked back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub said: String,
}

/// Somebody who asks on behalf of another: a parent of somebody under sixteen (UAVG art. 5), a school, a person
/// with an authorisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnBehalf {
    /// In which quality.
    pub role: Behalf,
    /// Their name, as they gave it.
    pub name: String,
}

/// In which quality somebody asks for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Behalf {
    /// A parent or guardian.
    Parent,
    /// The school that is responsible for the data.
    School,
    /// Somebody with an authorisation.
    Authorised,
}

impl Behalf {
    /// Each.
    pub const ALL: [Self; 3] = [Self::Parent, Self::School, Self::Authorised];

    /// Its word in forms and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::School => "school",
            Self::Authorised => "authorised",
        }
    }
}

impl std::str::FromStr for Behalf {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let found = Self::ALL.into_iter().find(|behalf| behalf.as_str() == text);
        found.ok_or("on behalf as parent, school or authorised")
    }
}

/// What the right alone does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wish", rename_all = "kebab-case")]
pub enum Wish {
    /// The right says it all.
    #[default]
    Nothing,
    /// These are wrong (rectification).
    Correct {
        /// Each with its right value, and the wrong one where it is known.
        corrections: Vec<Correction>,
    },
    /// This is to stop (objection, withdrawal of consent).
    Stop {
        /// What.
        scope: Scope,
        /// The person's reasons; may be empty.
        reasons: String,
    },
    /// This is to be looked at by a human (art. 22(3)), or is complained about (art. 77).
    Say {
        /// Which automated decision; empty for a complaint.
        decision: String,
        /// What the person says to it; may be empty for a decision.
        words: String,
    },
}

/// What an objection is against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Marketing: there is nothing to judge (GDPR art. 21(3)).
    Marketing,
    /// Everything that rests on a legitimate interest or a public task (art. 21(1)).
    Interests,
}

/// What was sealed before requests had wishes is the list of identities alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Sealed {
    Identities(Vec<Identity>),
    About(About),
}

impl About {
    /// Opens what a row holds; nothing once it was wiped.
    ///
    /// # Errors
    /// What is sealed cannot be opened.
    pub fn of(app: &App, row: &RequestRow) -> Result<Self> {
        let Some(sealed) = &row.identities else { return Ok(Self::default()) };
        let plain = app.keys().seal.open(&place(row.id), sealed).map_err(Error::internal)?;
        Ok(match serde_json::from_slice(&plain).map_err(Error::internal)? {
            Sealed::Identities(identities) => Self { identities, ..Self::default() },
            Sealed::About(about) => about,
        })
    }

    /// Sealed for the row of a request.
    pub(crate) fn seal(&self, app: &App, id: RequestId) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(self).map_err(Error::internal)?;
        app.keys().seal.seal(&place(id), &plain, app.entropy()).map_err(Error::internal)
    }
}

impl Wish {
    /// What is to be corrected.
    pub fn corrections(&self) -> &[Correction] {
        match self {
            Self::Correct { corrections } => corrections,
            _ => &[],
        }
    }

    /// What is to stop.
    pub fn scope(&self) -> Option<Scope> {
        match self {
            Self::Stop { scope, .. } => Some(*scope),
            _ => None,
        }
    }

    /// What the person says in their own words, to be read by a human: which decision, and what to it.
    pub fn said(&self) -> Option<(&str, &str)> {
        match self {
            Self::Say { decision, words } if !decision.is_empty() || !words.is_empty() => {
                Some((decision, words))
            }
            _ => None,
        }
    }

    /// The same without blanks around what was typed, and without an old value that says nothing.
    #[must_use]
    pub(crate) fn tidy(self) -> Self {
        match self {
            Self::Correct { corrections } => {
                let tidy = |correction: Correction| Correction {
                    field: correction.field.trim().to_owned(),
                    was: correction.was.map(|was| was.trim().to_owned()).filter(|was| !was.is_empty()),
                    to: correction.to.trim().to_owned(),
                };
                Self::Correct { corrections: corrections.into_iter().map(tidy).collect() }
            }
            Self::Stop { scope, reasons } => Self::Stop { scope, reasons: reasons.trim().to_owned() },
            Self::Say { decision, words } => {
                let words = words.replace("\r\n", "\n").trim().to_owned();
                Self::Say { decision: decision.trim().to_owned(), words }
            }
            Self::Nothing => Self::Nothing,
        }
    }

    /// Refuses what nobody could carry out, whatever the right.
    pub(crate) fn check(&self) -> Result<()> {
        let too_long = match self {
            Self::Correct { corrections } => {
                let long = |text: &str| text.chars().count() > LONGEST_VALUE;
                corrections.len() > MOST_CORRECTIONS
                    || corrections.iter().any(|one| long(&one.to) || one.was.as_deref().is_some_and(long))
            }
            Self::Stop { reasons, .. } => reasons.chars().count() > LONGEST_REASONS,
            Self::Say { decision, words } => {
                decision.chars().count() > LONGEST_VALUE || words.chars().count() > LONGEST_REASONS
            }
            Self::Nothing => false,
        };
        if too_long {
            return Err(Error::new(
                Kind::Invalid,
                "too-long",
                "Dit is te veel of te lang voor één verzoek. Dien het in delen in.",
                "This is too much or too long for one request. File it in parts.",
            ));
        }
        let broken = |text: &str| text.chars().any(char::is_control);
        if self.corrections().iter().any(|one| broken(&one.to) || one.was.as_deref().is_some_and(broken)) {
            return Err(Error::new(
                Kind::Invalid,
                "control-characters",
                "In een waarde staat een teken dat er niet in hoort, zoals een regeleinde. Haal het weg.",
                "A value holds a character that does not belong there, such as a line break. Take it out.",
            ));
        }
        Ok(())
    }
}

fn place(id: RequestId) -> String {
    format!("identities:{id}")
}
