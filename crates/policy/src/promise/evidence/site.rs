//! What a real browser saw on the site: figures and findings of a scan. Nothing leads to a person; no value is in it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::values::words;

words! {
    /// What a scan can find.
    pub enum FindingKind {
        /// A cookie or another thing on the device that no service declares.
        Undeclared = "undeclared", "bewaard maar niet vermeld", "stored but not declared";
        /// Somebody else's host that no service declares.
        UndeclaredHost = "undeclared-host", "een niet vermelde partij", "a party that is not declared";
        /// A service at work that was not allowed.
        BeforeConsent = "before-consent", "zonder toestemming", "without consent";
        /// A service at work after consent was taken back.
        AfterWithdrawal = "after-withdrawal", "na intrekken", "after withdrawal";
        /// A service at work although the browser asks not to follow.
        AgainstSignal = "against-signal", "tegen het signaal van de browser in", "against the browser’s signal";
        /// A counting pixel without consent.
        Pixel = "pixel", "telpixel zonder toestemming", "counting pixel without consent";
        /// Telling browsers apart without consent.
        Fingerprint = "fingerprint", "herkennen van de browser zonder toestemming", "fingerprinting without consent";
        /// A cookie that lives longer than declared.
        LivesLonger = "lives-longer", "blijft langer dan vermeld", "stays longer than declared";
        /// A cookie that outlives the browser and is declared not to.
        NotSession = "not-session", "blijft na het sluiten van de browser", "stays after the browser closes";
        /// A cookie of another party than declared.
        OtherParty = "other-party", "van een andere partij dan vermeld", "of another party than declared";
        /// What a visitor typed went to somebody else.
        IdentitySent = "identity-sent", "wie u bent gaat naar een ander", "who you are goes to somebody else";
        /// Something that a visitor does did not work without consent.
        StepFailed = "step-failed", "werkt niet zonder toestemming", "does not work without consent";
        /// A page from which the choices cannot be reached.
        SettingsMissing = "settings-missing", "keuze niet bereikbaar", "choices out of reach";
        /// A link elsewhere that tells where one came from.
        TellingLink = "telling-link", "verwijzing die verklapt waar u was", "link that tells where you were";
        /// Services that need consent, and nothing that asks for it.
        NoNotice = "no-notice", "volgt zonder te vragen", "follows without asking";
        /// No button to refuse where there is one to accept (EDPB 03/2022: hindering).
        NoRefusal = "no-refusal", "niet te weigeren op de eerste laag", "no refusal on the first layer";
        /// Accepting stands out more than refusing (EDPB 03/2022: emotional steering, hidden in plain sight).
        Unequal = "unequal", "weigeren valt minder op", "refusing stands out less";
        /// A box is ticked before anybody chose (CJEU C-673/17 Planet49).
        Ticked = "ticked", "vooraf aangevinkt", "ticked beforehand";
        /// The page cannot be used before a choice, and refusing is not offered.
        Wall = "wall", "geen toegang zonder akkoord", "no entry without agreeing";
        /// The words press or mislead (EDPB 03/2022: emotional steering, conflicting information).
        Wording = "wording", "woorden die duwen of verwarren", "words that press or mislead";
        /// Taking back takes more than giving, or cannot be done (GDPR 7(3)).
        HardToWithdraw = "hard-to-withdraw", "intrekken is moeilijker dan geven", "harder to take back than to give";
    }
}

/// The last scan of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteEvidence {
    /// When it ended.
    pub at: Timestamp,
    /// Whether it was the organisation's own site; otherwise an example that shows the banner at work.
    pub own: bool,
    /// Pages that came.
    pub pages: u64,
    /// The states that visitors were in to the end, such as "no-choice", "refused", "only:analytics".
    pub states: Vec<String>,
    /// States in which not everything could be seen.
    pub unfinished: Vec<String>,
    /// What was found.
    pub findings: Vec<SiteFinding>,
    /// The declared services that were seen at work, with the states in which they were.
    pub services: Vec<ServiceAtWork>,
    /// Every cookie that a declared service stored.
    pub stored: Vec<StoredThing>,
    /// Visits of pages on which the way to the choices was visible.
    pub settings: u64,
    /// Clicks that giving took, and taking back.
    pub clicks: Option<(u32, u32)>,
    /// Whether a script of steps was walked in every state.
    pub walked: bool,
    /// Whether a visitor typed an address while everything was allowed.
    pub typed: bool,
    /// Links elsewhere that were met, and of those for sharing.
    pub links: (u64, u64),
    /// What a browser sent to declared services: the names of the parameters, never a value.
    #[serde(default)]
    pub sent: Vec<SentTo>,
}

/// What was sent to a declared service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentTo {
    /// The service's id.
    pub service: String,
    /// The names of the parameters in addresses, each once.
    pub parameters: Vec<String>,
}

/// Something that a scan found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteFinding {
    /// What kind.
    pub kind: FindingKind,
    /// In which state.
    pub state: String,
    /// The declared service that it is about: an id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// What it is: the name of a cookie, a host, a control.
    pub what: String,
    /// Where it was met.
    pub page: String,
}

/// A declared service that was seen at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceAtWork {
    /// The service's id.
    pub service: String,
    /// The states in which it was.
    pub states: Vec<String>,
}

/// A cookie that a declared service stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredThing {
    /// The service's id.
    pub service: String,
    /// Its name.
    pub name: String,
    /// How long it lives, seconds; none until the browser closes.
    pub seconds: Option<i64>,
}
