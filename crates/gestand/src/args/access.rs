//! The grammar of `gestand staff` and `gestand keys`: who may come in.

use clap::{Args, Subcommand};

use std::path::PathBuf;

use super::Place;
use crate::output::Format;

/// From where and how staff come in.
#[derive(Debug, Clone, Args)]
pub struct AccessArguments {
    /// A MaxMind DB file of countries: staff come in only from the countries that the policy names
    #[arg(long, env = "GESTAND_COUNTRIES")]
    pub countries: Option<PathBuf>,
    /// Networks of the organisation's own that count as such a country, such as 10.20.0.0/16
    #[arg(long, env = "GESTAND_OWN_NETWORKS", value_delimiter = ',')]
    pub own_networks: Vec<ipnet::IpNet>,
    /// The address of the organisation's sign-in service (OpenID Connect issuer)
    #[arg(long, env = "GESTAND_SSO_ISSUER", requires = "sso_client")]
    pub sso_issuer: Option<String>,
    /// What the sign-in service knows us by
    #[arg(long, env = "GESTAND_SSO_CLIENT")]
    pub sso_client: Option<String>,
    /// A file with the secret that the sign-in service gave us
    #[arg(long, env = "GESTAND_SSO_SECRET_FILE")]
    pub sso_secret_file: Option<PathBuf>,
    /// What the sign-in service must say about how somebody signed in (amr), such as mfa; may be given several times
    #[arg(long, env = "GESTAND_SSO_DEMAND", value_delimiter = ',')]
    pub sso_demand: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub enum StaffCommand {
    /// Lets somebody use the desk
    Add {
        email: String,
        #[command(flatten)]
        place: Place,
        #[arg(long, default_value = "")]
        name: String,
        /// officer | engineer | auditor | school-contact
        #[arg(long, default_value = "officer")]
        role: String,
    },
    /// Takes somebody's access away, at once and in every browser
    Remove {
        email: String,
        #[command(flatten)]
        place: Place,
    },
    /// Takes the second step and the password of somebody away who lost them; they set up new ones
    Reset {
        email: String,
        #[command(flatten)]
        place: Place,
        /// The account of somebody in the portal, instead of one of the staff
        #[arg(long)]
        person: bool,
    },
    /// Signs somebody out everywhere
    SignOut {
        email: String,
        #[command(flatten)]
        place: Place,
    },
    /// Who looked at people's data, and who took another role; names nobody who was looked at
    Looks {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// In which country an address is, and whether staff may come in from it
    #[command(name = "place")]
    Country {
        address: std::net::IpAddr,
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        access: AccessArguments,
    },
    /// Who may use the desk, and how they sign in
    List {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Makes a key for a program and prints it, once
    Create {
        /// What the program is called
        name: String,
        #[command(flatten)]
        place: Place,
        /// What it may do; may be given several times: decide, events, mail, requests
        #[arg(long = "may", default_value = "decide")]
        may: Vec<app::programs::Scope>,
        /// How many requests a minute it may make; each may hold many questions
        #[arg(long, default_value_t = app::programs::PER_MINUTE, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
        per_minute: u32,
    },
    /// The keys, the latest first; never the secrets
    List {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Prints the secret with which a mail provider signs what it tells (Standard Webhooks)
    Webhook {
        #[command(flatten)]
        place: Place,
    },
    /// Ends a key at once
    Revoke {
        /// The key, as `gestand keys list` names it
        id: kernel::ids::ProgramId,
        #[command(flatten)]
        place: Place,
    },
}
