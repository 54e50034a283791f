//! `facts/organisation.toml`: who is responsible for the data, and how to reach them (GDPR 13(1)(a), (b)).

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::{Country, Name};

/// The controller.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// The name that people know it by.
    #[schemars(length(min = 1))]
    pub name: String,
    /// The name of the legal person; left out when the policy names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<String>,
    /// Where it is established; left out when the policy names no address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Its entry in a public register, as in the Dutch Kamer van Koophandel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Registration>,
    /// The address of its main site.
    pub website: String,
    /// Whom to ask about personal data.
    pub contact: Contact,
    /// The data protection officer, or why there is none (GDPR 37).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpo: Option<DataProtectionOfficer>,
    /// Where to complain (GDPR 77).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Authority>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// Country.
    pub country: Country,
}

/// An entry in a public register of companies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The register's name.
    pub register: Name,
    /// The number in it.
    pub number: String,
}

/// The contact for privacy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What the contact is called.
    pub name: Name,
    /// The mailbox that is read.
    #[schemars(extend("format" = "email"))]
    pub email: String,
    /// A telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// The data protection officer of GDPR 37.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataProtectionOfficer {
    /// Whether one is appointed.
    pub appointed: bool,
    /// What the officer is called, when appointed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// How to reach the officer, when appointed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Why there is one, or why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// A supervisory authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Its name.
    pub name: Name,
    /// Its site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The country that it supervises.
    pub country: Country,
}
