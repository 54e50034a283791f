//! `facts/retention.toml`: how long data are kept, from when, and what happens then (GDPR 5(1)(e), 13(2)(a)).

use std::collections::BTreeMap;

use kernel::Text;
use kernel::calendar::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::{Name, words};

words! {
    /// The moment from which a term counts.
    pub enum Start {
        /// The end of the financial year in which the record was made.
        EndOfBookYear = "end-of-book-year", "na afloop van het boekjaar", "after the end of the book year";
        /// The end of the relation with the person or organisation.
        EndOfRelation = "end-of-relation", "na afloop van de relatie", "after the end of the relation";
        /// The last time the person did something.
        LastActivity = "last-activity", "na de laatste activiteit", "after the last activity";
        /// The moment at which the record was made.
        Creation = "creation", "na vastlegging", "after recording";
        /// The moment at which a question was answered.
        Answer = "answer", "na het antwoord", "after the answer";
    }
}

words! {
    /// What happens when a term has passed.
    pub enum Ending {
        /// The data are deleted.
        Delete = "delete", "verwijderd", "deleted";
        /// What leads to a person is taken out.
        Anonymise = "anonymise", "geanonimiseerd", "anonymised";
        /// The data move to where only a few may come.
        Archive = "archive", "gearchiveerd", "archived";
        /// Somebody decides.
        Ask = "ask", "beoordeeld", "reviewed";
    }
}

/// The file: `[term.ID]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionFile {
    /// Terms, by id.
    #[serde(default)]
    pub term: BTreeMap<String, Term>,
}

/// A retention term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What it is called.
    pub name: Name,
    /// How long after that moment; left out when the policy gives no length: then the term ends with the moment
    /// itself, if it names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<Span>,
    /// From when; left out when the policy does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Start>,
    /// What happens then; left out when the policy does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Ending>,
    /// Why this long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// The law that prescribes it, as in "AWR 52(4)".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// Which data: ids of categories.
    #[serde(default)]
    pub categories: Vec<String>,
}
