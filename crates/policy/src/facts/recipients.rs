//! `facts/recipients.toml`: who receives data, in which role, where and under what safeguard
//! (GDPR 13(1)(e), (f), 28, 44-49).

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Language, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::{Country, DayText, Name, words};

words! {
    /// What a recipient is in the sense of GDPR 4(7), (8).
    pub enum Role {
        /// Acts only on instruction.
        Processor = "processor", "verwerker", "processor";
        /// Decides for itself.
        Controller = "controller", "zelf verantwoordelijk", "controller";
        /// Decides together with the organisation (GDPR 26).
        JointController = "joint-controller", "gezamenlijk verantwoordelijk", "joint controller";
        /// A public authority.
        Authority = "authority", "overheidsinstantie", "public authority";
    }
}

words! {
    /// What protects data that leave the European Economic Area.
    pub enum Safeguard {
        /// Nothing is named.
        None = "none", "geen waarborg genoemd", "no safeguard named";
        /// An adequacy decision (GDPR 45).
        Adequacy = "adequacy", "adequaatheidsbesluit", "adequacy decision";
        /// The adequacy decision for the EU-US Data Privacy Framework, (EU) 2023/1795.
        Dpf = "dpf", "EU-VS Data Privacy Framework", "EU-US Data Privacy Framework";
        /// Standard contractual clauses, (EU) 2021/914.
        Scc = "scc", "standaardcontractbepalingen", "standard contractual clauses";
        /// The data stay in the European Economic Area.
        NotNeeded = "not-needed", "niet nodig: de gegevens blijven in de EER", "not needed: the data stay in the EEA";
        /// The adequacy decision that the Court annulled in C-311/18 (2020-07-16): protects nothing.
        PrivacyShield = "privacy-shield", "Privacy Shield (vernietigd)", "Privacy Shield (annulled)";
    }
}

/// The file: `[recipient.ID]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipientsFile {
    /// Recipients, by id.
    #[serde(default)]
    pub recipient: BTreeMap<String, Recipient>,
}

/// A party that receives personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// What it is called.
    pub name: Name,
    /// What it is in the sense of the GDPR; left out when the policy does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// What it does.
    pub task: Text,
    /// Where it processes.
    #[serde(default)]
    pub countries: Vec<Country>,
    /// For which purposes: ids of purposes.
    #[serde(default)]
    pub purposes: Vec<String>,
    /// Which data: ids of categories.
    #[serde(default)]
    pub categories: Vec<String>,
    /// What protects data outside the European Economic Area.
    pub safeguard: Safeguard,
    /// The agreement with it (GDPR 26, 28(3)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// Whether it also uses the data for purposes of its own.
    #[serde(default)]
    pub own_purposes: bool,
    /// Where what subjects ask for is passed on to (GDPR 19, 28(3)(e)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<RecipientDesk>,
}

/// Where a recipient takes what subjects ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipientDesk {
    /// The e-mail address; an officer may send letters there.
    pub email: String,
    /// The language of letters.
    #[serde(default)]
    pub language: Language,
    /// Whether reminders go there by themselves.
    #[serde(default)]
    pub remind: bool,
}

/// The agreement with a recipient.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// When it was signed.
    #[schemars(with = "Option<DayText>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Date>,
    /// When it must be looked at again.
    #[schemars(with = "Option<DayText>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<Date>,
    /// Where it is kept, as the organisation itself refers to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}
