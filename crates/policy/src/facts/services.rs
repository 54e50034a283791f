//! `facts/services.toml`: what stores or reads on a visitor's device, and its cookies (Telecommunicatiewet 11.7a).

use std::collections::BTreeMap;

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::{Lifetime, Name, words};

words! {
    /// What a service is there for, which decides whether it needs consent.
    pub enum ServiceKind {
        /// The site does not work without it.
        Necessary = "necessary", "noodzakelijk", "necessary";
        /// Ease of use.
        Functional = "functional", "functioneel", "functional";
        /// Measuring use.
        Analytics = "analytics", "analyse", "analytics";
        /// Advertising.
        Marketing = "marketing", "marketing", "marketing";
        /// Sharing on social networks.
        Social = "social", "sociale media", "social media";
    }
}

words! {
    /// Whose domain sets a cookie.
    pub enum Party {
        /// The site's own.
        First = "first", "eigen", "first party";
        /// Somebody else's.
        Third = "third", "derde", "third party";
    }
}

words! {
    /// Where people meet a service.
    #[derive(Default)]
    pub enum Place {
        /// On the web site: the banner asks.
        #[default]
        Site = "site", "website", "website";
        /// In an app: the app asks.
        App = "app", "app", "app";
        /// In e-mail: whoever signs up for it is asked there.
        Mail = "mail", "e-mail", "e-mail";
    }
}

/// The file: `[service.ID]` with `[[service.ID.cookie]]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServicesFile {
    /// Services, by id.
    #[serde(default)]
    pub service: BTreeMap<String, Service>,
}

/// Something on the site or in the app that stores or reads on the visitor's device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// What it is called.
    pub name: Name,
    /// Who receives what it reads: id of a recipient; left out when nobody else does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// What it is for: id of a purpose.
    pub purpose: String,
    /// Its kind.
    pub kind: ServiceKind,
    /// What it does, in words that a visitor understands.
    pub description: Text,
    /// Where people meet it.
    #[serde(default, skip_serializing_if = "Place::is_site")]
    pub place: Place,
    /// Hosts that it speaks to once it is allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// Consent types of Google's Consent Mode that it stands for, as in "analytics_storage".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub google: Vec<String>,
    /// How it must be set, by name: whether it is on. Judged by are `product_sharing` (used for the vendor's other products),
    /// `signals` (joined with accounts at the vendor), `user_id`, `data_import` (joined with data of the organisation) and
    /// `keeps_address` (IP addresses are kept).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, bool>,
    /// What it stores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cookie: Vec<Cookie>,
}

impl Place {
    /// Whether it is where services are when nothing is said.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    fn is_site(&self) -> bool {
        *self == Self::Site
    }
}

/// One thing stored on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cookie {
    /// Its name; a trailing `*` stands for what differs per visitor.
    #[schemars(length(min = 1))]
    pub name: String,
    /// How long it lives.
    pub lifetime: Lifetime,
    /// Whose domain sets it.
    pub party: Party,
    /// The domain that sets it, when that is not the site's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// What is read with it and by whom (CJEU C-673/17 Planet49, operative part 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reads: Option<Text>,
}
