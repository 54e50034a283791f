//! What is asked, and what is answered.

use inventory::Identity;
use jiff::civil::Date;
use kernel::Text;
use policy::decision::{Channel, Question, Reason, Standing};
use policy::values::Country;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};

/// What is asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inquiry {
    /// About whom.
    pub identity: Identity,
    /// The purpose: an id of the policy.
    pub purpose: String,
    /// The data categories that would be used: ids of the policy.
    #[serde(default)]
    pub categories: Vec<String>,
    /// By what way the person would be reached.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// The purpose for which the data were collected, when it is another.
    #[serde(default)]
    pub collected_for: Option<String>,
    /// The day from which the retention term of the data counts, as the policy says for that term.
    #[serde(default)]
    pub since: Option<Date>,
    /// The country that the data would go to.
    #[serde(default)]
    pub country: Option<Country>,
    /// The age of the person in whole years, where it is known.
    #[serde(default)]
    pub age: Option<u8>,
}

impl Inquiry {
    /// Whether data may be used for a purpose, about somebody.
    pub fn new(identity: Identity, purpose: impl Into<String>, categories: Vec<String>) -> Self {
        Self {
            identity,
            purpose: purpose.into(),
            categories,
            channel: None,
            collected_for: None,
            since: None,
            country: None,
            age: None,
        }
    }

    pub(super) fn question(&self, standing: Standing) -> Question<'_> {
        Question {
            channel: self.channel,
            collected_for: self.collected_for.as_deref(),
            country: self.country,
            age: self.age,
            standing,
            ..Question::new(&self.purpose, &self.categories)
        }
    }
}

/// The answer, in the place of its question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether it may.
    pub allow: bool,
    /// Why, for programs.
    pub reason: Reason,
    /// The clause that promises it.
    pub clause: Option<String>,
}

impl Answer {
    /// Why, for people.
    pub fn text(&self) -> Text {
        self.reason.text()
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Words {
            nl: &'static str,
            en: &'static str,
        }
        let (nl, en) = self.reason.words();
        let mut answer = serializer.serialize_struct("Answer", 4)?;
        answer.serialize_field("allow", &self.allow)?;
        answer.serialize_field("reason", &self.reason)?;
        answer.serialize_field("clause", &self.clause)?;
        answer.serialize_field("text", &Words { nl, en })?;
        answer.end()
    }
}
