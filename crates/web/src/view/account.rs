//! How somebody signs in, where they are signed in, and who looked at their data.

use jiff::civil::DateTime;

use super::Notice;
use crate::html::Html;
use crate::text::key;

/// The second step of a sign-in.
#[derive(Debug, Clone, Default)]
pub struct SecondStep {
    /// A code of an app is awaited; otherwise a second step is set up here first.
    pub app: bool,
    /// Recovery codes are left.
    pub codes: bool,
    /// The app to be set up, where there is none yet.
    pub setup: Option<Setup>,
    /// A passkey may be made here, or used.
    pub passkeys: bool,
    /// What was wrong, in the reader's language.
    pub problem: Option<String>,
    /// Where to go afterwards.
    pub next: Option<String>,
}

/// An app with codes that is being set up.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The secret in groups of four.
    pub typed: String,
    /// The address that an app on this device opens.
    pub address: String,
    /// The same as a picture.
    pub picture: Html,
}

/// Setting an app up while signed in.
#[derive(Debug, Clone)]
pub struct AppSetup {
    /// The app.
    pub setup: Setup,
    /// What was wrong.
    pub problem: Option<String>,
}

/// Recovery codes, shown this once.
#[derive(Debug, Clone)]
pub struct Codes {
    /// The codes.
    pub codes: Vec<String>,
    /// Where to go on.
    pub next: String,
}

/// How somebody signs in, and where they are signed in.
#[derive(Debug, Clone, Default)]
pub struct Security {
    /// Their address.
    pub email: String,
    /// What was just done.
    pub notice: Option<Notice>,
    /// What was wrong, in the reader's language.
    pub problem: Option<String>,
    /// Since when there is a password.
    pub password: Option<DateTime>,
    /// Passkeys can be used at this address.
    pub possible: bool,
    /// The passkeys.
    pub passkeys: Vec<Passkey>,
    /// An app with codes counts.
    pub app: bool,
    /// Recovery codes that are left.
    pub codes: u64,
    /// Where they are signed in.
    pub sessions: Vec<Session>,
    /// Showing who one is again comes first.
    pub stale: bool,
    /// The glass that a member of staff may break.
    pub glass: Glass,
}

impl Security {
    /// Where a passkey that was made leads: back to this page.
    pub fn onward(&self) -> Option<String> {
        None
    }
}

/// The glass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glass {
    /// There is none for this reader.
    #[default]
    Nothing,
    /// It may be broken.
    Whole,
    /// It is broken until then.
    Broken(DateTime),
}

impl Glass {
    /// Until when it is broken.
    pub fn until(&self) -> Option<&DateTime> {
        match self {
            Self::Broken(until) => Some(until),
            Self::Nothing | Self::Whole => None,
        }
    }

    /// Whether it may be broken.
    pub fn is_whole(&self) -> bool {
        *self == Self::Whole
    }
}

/// A passkey.
#[derive(Debug, Clone)]
pub struct Passkey {
    /// Which.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Since when.
    pub since: DateTime,
    /// When it was last used.
    pub used: Option<DateTime>,
}

/// A browser in which somebody is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// Which.
    pub id: String,
    /// What it calls itself.
    pub device: String,
    /// Key of how they showed who they are.
    pub means: &'static str,
    /// Since when.
    pub since: DateTime,
    /// When it was last used.
    pub seen: DateTime,
    /// It is this one.
    pub this: bool,
}

/// Key of how somebody showed who they are.
pub fn means(word: &str) -> &'static str {
    match word {
        "password" => key!("means-password"),
        "passkey" => key!("means-passkey"),
        "service" => key!("means-service"),
        "code-app" => key!("means-code-app"),
        "password-app" => key!("means-password-app"),
        _ => key!("means-code"),
    }
}

/// Key of a role.
pub fn role(role: kernel::StaffRole) -> &'static str {
    match role {
        kernel::StaffRole::Officer => key!("role-officer"),
        kernel::StaffRole::Engineer => key!("role-engineer"),
        kernel::StaffRole::Auditor => key!("role-auditor"),
        kernel::StaffRole::SchoolContact => key!("role-school-contact"),
    }
}

/// Key of what was looked at.
pub fn what(what: app::accounts::looks::What) -> &'static str {
    use app::accounts::looks::What;
    match what {
        What::Request => key!("look-request"),
        What::Found => key!("look-found"),
        What::Proof => key!("look-proof"),
        What::Answer => key!("look-answer"),
        What::Letter => key!("look-letter"),
        What::Leak => key!("look-leak"),
        What::Message => key!("look-message"),
    }
}

/// The same in the words of the desk, which speaks of somebody else.
pub fn seen(what: app::accounts::looks::What) -> &'static str {
    use app::accounts::looks::What;
    match what {
        What::Request => key!("seen-request"),
        What::Found => key!("seen-found"),
        What::Proof => key!("seen-proof"),
        What::Answer => key!("seen-answer"),
        What::Letter => key!("seen-letter"),
        What::Leak => key!("seen-leak"),
        What::Message => key!("seen-message"),
    }
}

/// Key of what looking into a report found.
pub fn finding(finding: app::accounts::leaks::Finding) -> &'static str {
    use app::accounts::leaks::Finding;
    match finding {
        Finding::NoBreach => key!("finding-no-breach"),
        Finding::Breach => key!("finding-breach"),
        Finding::NoLeak => key!("finding-no-leak"),
    }
}

/// Who looked at somebody's data.
#[derive(Debug, Clone, Default)]
pub struct Looks {
    /// The looks, the latest first.
    pub rows: Vec<Look>,
}

/// A look.
#[derive(Debug, Clone)]
pub struct Look {
    /// When.
    pub at: DateTime,
    /// Key of the role.
    pub role: &'static str,
    /// Key of what was looked at.
    pub what: &'static str,
    /// The request that it was for: id and reference.
    pub request: Option<(String, String)>,
    /// Who, for the desk.
    pub staff: Option<String>,
}

/// The looks of all staff, and the roles that they took, for the desk.
#[derive(Debug, Clone, Default)]
pub struct DeskLooks {
    /// The looks.
    pub rows: Vec<Look>,
    /// The roles that were taken.
    pub raised: Vec<Raised>,
}

/// A role that was taken.
#[derive(Debug, Clone)]
pub struct Raised {
    /// Who.
    pub staff: String,
    /// Key of the role.
    pub role: &'static str,
    /// Why.
    pub reason: String,
    /// Since when.
    pub begun: DateTime,
    /// Until when.
    pub until: DateTime,
    /// It holds now.
    pub open: bool,
}

/// Choosing after a password leaked.
#[derive(Debug, Clone, Default)]
pub struct NewPassword {
    /// Whose.
    pub email: String,
    /// What is wrong with the new one.
    pub problem: Option<String>,
}

/// Reports that a password leaked.
#[derive(Debug, Clone, Default)]
pub struct Leaks {
    /// The reports.
    pub rows: Vec<Leak>,
    /// The reader decides.
    pub can_close: bool,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// A report.
#[derive(Debug, Clone)]
pub struct Leak {
    /// Which.
    pub id: String,
    /// Whose, while somebody has to look into it.
    pub address: Option<String>,
    /// It is one of the staff.
    pub staff: bool,
    /// When.
    pub at: DateTime,
    /// How many sessions ended.
    pub sessions: i64,
    /// Key of what was found.
    pub finding: Option<&'static str>,
    /// When.
    pub closed: Option<DateTime>,
}
