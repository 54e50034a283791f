//! The grammar of `gestand requests`.

use std::path::PathBuf;

use clap::Subcommand;

use super::Place;
use crate::output::Format;
use crate::wish::WishArgs;

#[derive(Debug, Subcommand)]
pub enum RequestsCommand {
    /// Files a request on behalf of a person
    File {
        #[command(flatten)]
        place: Place,
        /// access, rectification, erasure, restriction, portability, objection or withdrawal
        #[arg(long)]
        right: ::requests::Right,
        /// KIND=VALUE; the known address is email=…
        #[arg(long = "identity", required = true)]
        identities: Vec<inventory::Identity>,
        #[command(flatten)]
        wish: WishArgs,
        /// How it came in: operator, letter, phone, email or school
        #[arg(long, default_value = "operator")]
        channel: ::requests::Channel,
        /// The day it was received, YYYY-MM-DD; today when left out
        #[arg(long)]
        received: Option<jiff::civil::Date>,
        /// Who asks on the person's behalf: parent, school or authorised
        #[arg(long)]
        behalf: Option<app::requests::Behalf>,
        /// Their name
        #[arg(long, default_value = "")]
        behalf_name: String,
        /// nl or en
        #[arg(long, default_value = "nl")]
        language: String,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// The requests, the most urgent first
    List {
        #[command(flatten)]
        place: Place,
        /// Also those that are closed
        #[arg(long)]
        all: bool,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// One request with its plan and its receipts
    Show {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Approves the plan of a request
    Approve {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
    },
    /// Works on a request until it is answered or waits for somebody
    Run {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Records what a system without an interface answered
    Task {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        /// The system
        system: String,
        /// done | nothing-held | refused | silent (only when its date has passed)
        outcome: String,
        /// What they said, without personal data
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Extends the term, with reasons that the person is told; only within the first term
    Extend {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        /// Why it takes longer, as the person reads it
        #[arg(long)]
        reasons: String,
    },
    /// Refuses a request, with ground and reasons that the person is told
    Refuse {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        /// manifestly-unfounded, excessive, identity-not-proved, not-the-controller, legal-obligation …
        #[arg(long)]
        ground: ::requests::RefusalGround,
        /// Why, as the person reads it
        #[arg(long)]
        reasons: String,
        /// For not-the-controller: the e-mail address of whoever is, such as a school; it is passed on to them at once
        #[arg(long)]
        to: Option<String>,
    },
    /// Asks the person something; the clock stands still until it ends
    Ask {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        /// The question, as the person reads it
        question: String,
    },
    /// Takes down what the person answered, or goes on without an answer
    Answer {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        /// What they said
        #[arg(default_value = "")]
        said: String,
    },
    /// Asks who somebody is, or judges what they showed
    Identity {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        /// ask | accept | reject
        what: String,
        /// shared-knowledge, call-back, school, in-person, authorisation or shielded-document; may be repeated
        #[arg(long = "means")]
        means: Vec<::requests::ProofMeans>,
    },
    /// Takes back an approval, a refusal or an extension that has not left the building
    Undo {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        /// approval | refusal | extension
        what: ::requests::Taken,
    },
    /// Notes about a request, sealed; without words: reads them
    Note {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        /// The note
        #[arg(default_value = "")]
        words: String,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Other requests that may be of the same person
    Alike {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Writes the packed answer to a file; the download is recorded
    Collect {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        /// Where to
        #[arg(long)]
        out: PathBuf,
    },
}
