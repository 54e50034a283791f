//! Every mail there is, with what it needs to know. A mail is data: it waits in a queue as JSON and is rendered
//! when it leaves.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Text;
use requests::{Channel, Finding, MailKind, RefusalGround};
use serde::{Deserialize, Serialize};

use crate::parts::{
    About, AccountChange, Asked, CorrectionOutcome, ErasureOutcome, HolderLine, Instruction, OutstandingLine,
    StopOutcome, StuckLine, TaskLine,
};

macro_rules! template {
    ($language:literal, $word:literal) => {
        (
            concat!($language, "/", $word, " subject"),
            concat!($language, "/", $word),
            include_str!(concat!("../templates/", $language, "/", $word, ".txt")),
        )
    };
}

/// What several templates include: the name and the source.
pub(crate) const PARTIALS: &[(&str, &str)] = &[
    ("nl/_erasure.txt", include_str!("../templates/nl/_erasure.txt")),
    ("en/_erasure.txt", include_str!("../templates/en/_erasure.txt")),
    ("nl/_correction.txt", include_str!("../templates/nl/_correction.txt")),
    ("en/_correction.txt", include_str!("../templates/en/_correction.txt")),
    ("nl/_stop.txt", include_str!("../templates/nl/_stop.txt")),
    ("en/_stop.txt", include_str!("../templates/en/_stop.txt")),
    ("nl/_holders.txt", include_str!("../templates/nl/_holders.txt")),
    ("en/_holders.txt", include_str!("../templates/en/_holders.txt")),
    ("nl/_unanswered.txt", include_str!("../templates/nl/_unanswered.txt")),
    ("en/_unanswered.txt", include_str!("../templates/en/_unanswered.txt")),
    ("nl/_footer.txt", include_str!("../templates/nl/_footer.txt")),
    ("en/_footer.txt", include_str!("../templates/en/_footer.txt")),
    ("nl/_rights.txt", include_str!("../templates/nl/_rights.txt")),
    ("en/_rights.txt", include_str!("../templates/en/_rights.txt")),
];

/// Makes [`Mail`], [`Kind`] and what they share from one list.
macro_rules! mails {
    ($($(#[$doc:meta])* $name:ident = $word:literal { $($(#[$each:meta])* $field:ident: $type:ty,)* })*) => {
        /// A message to a person, complete but for its addresses.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind")]
        pub enum Mail {
            $($(#[$doc])* #[serde(rename = $word)] $name { $($(#[$each])* $field: $type,)* },)*
        }

        /// The kinds of mail; the word is also the name of the template.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Kind {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }

        impl Mail {
            /// Its kind.
            pub fn kind(&self) -> Kind {
                match self { $(Self::$name { .. } => Kind::$name,)* }
            }
        }

        /// Every template: the name of its subject, its own name, its source.
        pub(crate) const TEMPLATES: &[(&str, &str, &str)] = &[
            $(
                template!("nl", $word),
                template!("en", $word),
            )*
        ];
    };
}

mails! {
    /// A code to sign in with.
    SignInCode = "sign-in-code" {
        /// The code, in groups that are easy to read over.
        code: String,
        /// How long it works.
        valid_minutes: u32,
    }
    /// Somebody asked for letters with this address: was it you?
    LetterAsked = "letter-asked" {
        /// Which.
        topics: Vec<Text>,
        /// Where they say so.
        link: String,
        /// After how many days the address is forgotten.
        valid_days: u32,
    }
    /// Somebody changed how they sign in.
    AccountChanged = "account-changed" {
        /// What.
        change: AccountChange,
        /// When.
        at: Timestamp,
        /// Where they see and undo it, behind sign-in.
        link: String,
    }
    /// Everything was closed because somebody said that their password leaked.
    LeakReported = "leak-reported" {
        /// How many sessions were ended.
        sessions: u64,
        /// Whether there was a password here at all.
        had_password: bool,
        /// Where they choose a new one, behind sign-in.
        link: String,
    }
    /// To the officer: somebody said that their password leaked.
    OfficerLeak = "officer-leak" {
        /// When.
        at: Timestamp,
        /// Whether it is one of the staff.
        staff: bool,
        /// Where it stands on the desk.
        link: String,
    }
    /// To the privacy contact: somebody wrote.
    OfficerMessage = "officer-message" {
        /// When.
        at: Timestamp,
        /// By when somebody answers.
        due: Timestamp,
        /// Where it goes, as the words have it: breach, complaint, right or other.
        route: String,
        /// It answers a mail of ours about a request.
        reply: bool,
        /// Where it stands on the desk.
        link: String,
    }
    /// The answer to a message that somebody sent to the privacy contact.
    MessageAnswered = "message-answered" {
        /// When they wrote.
        received: Date,
        /// The answer, in the officer's words.
        words: String,
    }
    /// To the officers: a member of staff took the officer's role for a short time.
    OfficerRaised = "officer-raised" {
        /// Who.
        who: String,
        /// Why, as they wrote it.
        reason: String,
        /// Until when.
        until: Timestamp,
        /// Where one sees what they looked at.
        link: String,
    }
    /// We have your request, and by when you hear from us.
    RequestReceived = "request-received" {
        /// Which.
        #[serde(flatten)]
        about: About,
        /// The last day for the answer.
        due: Date,
        /// Where it can be followed, behind sign-in.
        link: Option<String>,
        /// Whether it followed from ending the service.
        end_of_service: bool,
        /// Whether a copy is given before anything is erased.
        copy_first: bool,
    }
    /// Show who you are.
    IdentityAsked = "identity-asked" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// Where.
        link: String,
        /// A code to prove possession of this address with.
        code: Option<String>,
    }
    /// What exactly do you mean?
    QuestionAsked = "question-asked" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// What is asked, as the officer wrote it.
        question: String,
        /// Where the answer can be given, behind sign-in.
        link: Option<String>,
    }
    /// To the former address: another took its place.
    AddressChanged = "address-changed" {
        /// The day it was changed.
        changed: Date,
        /// The first day on which a copy may go to the new address.
        usable: Date,
    }
    /// Your copy can be collected.
    AccessAnswerReady = "access-answer-ready" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// Where, behind sign-in.
        link: String,
        /// Last day on which it can be collected.
        expires: Date,
        /// The systems that were searched.
        systems: Vec<Text>,
        /// Holders without an interface, and what they said.
        holders: Vec<HolderLine>,
        /// In how many texts something of others was left out.
        #[serde(default)]
        left_out: u64,
    }
    /// Exactly what was erased and what was not.
    ErasureConfirmation = "erasure-confirmation" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// What happened.
        outcome: ErasureOutcome,
    }
    /// What was wrong, what it is now, and where.
    RectificationConfirmation = "rectification-confirmation" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// What happened.
        correction: CorrectionOutcome,
    }
    /// The data are not used any more until the person hears from us.
    RestrictionConfirmation = "restriction-confirmation" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// What happened.
        stop: StopOutcome,
        /// Where the person ends it, behind sign-in.
        link: Option<String>,
    }
    /// The restriction is about to end.
    RestrictionEnding = "restriction-ending" {
        /// Which restriction.
        #[serde(flatten)]
        about: About,
        /// Whether the person themselves asked for it.
        asked: bool,
        /// Where it can be seen, behind sign-in.
        link: Option<String>,
    }
    /// The restriction has ended.
    RestrictionLifted = "restriction-lifted" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// What happened.
        stop: StopOutcome,
    }
    /// Everything has stopped; what follows.
    ObjectionHalted = "objection-halted" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// Whether it stays stopped whatever follows: marketing, or a consent that was taken back.
        for_good: bool,
        /// What happened.
        stop: StopOutcome,
        /// The last day for the answer.
        due: Date,
    }
    /// It stays stopped, and what was erased.
    ObjectionConfirmation = "objection-confirmation" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// What stays stopped.
        stop: StopOutcome,
        /// What was erased, where the objection is against more than messages.
        outcome: Option<ErasureOutcome>,
        /// Where the copy of before can be collected, behind sign-in.
        link: Option<String>,
        /// Last day on which it can be.
        expires: Option<Date>,
    }
    /// A human looked at the automated decision, and what they found.
    ReviewAnswered = "review-answered" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// Which decision, as the person called it.
        decision: String,
        /// What was found.
        found: Finding,
        /// The same in words, as who looked wrote them.
        words: String,
        /// Where it can be seen, behind sign-in.
        link: Option<String>,
    }
    /// How and where to complain, and what we say to it ourselves.
    ComplaintAnswered = "complaint-answered" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// What we say to it; none where the person only asked how one complains.
        reply: Option<String>,
        /// The article that gives the complaint to the authority.
        authority_article: String,
        /// The articles that give the way to the court.
        court_article: String,
        /// Within which time after our answer one goes to the court.
        court_within: Text,
    }
    /// It was carried out.
    RequestAnswered = "request-answered" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// The day it was done.
        done: Date,
        /// The systems it was done in.
        systems: Vec<Text>,
        /// Where the result can be seen, behind sign-in.
        link: Option<String>,
    }
    /// This part is done, that is awaited.
    AnsweredInPart = "answered-in-part" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// What is awaited.
        outstanding: Vec<OutstandingLine>,
        /// Where the part can be collected, behind sign-in.
        link: Option<String>,
        /// Last day on which it can be.
        expires: Option<Date>,
        /// For an erasure: what has happened so far.
        outcome: Option<ErasureOutcome>,
        /// For a correction: the same.
        correction: Option<CorrectionOutcome>,
        /// For a restriction or an objection: the same.
        stop: Option<StopOutcome>,
    }
    /// It takes longer, and why.
    RequestExtended = "request-extended" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// The new last day for the answer.
        due: Date,
        /// Why, as the officer wrote it.
        reasons: String,
        /// The article that allows it.
        article: String,
    }
    /// No, why, and what you can do.
    Refusal = "refusal" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// On which ground.
        ground: RefusalGround,
        /// The article that gives the ground.
        article: String,
        /// Why, as the officer wrote it.
        reasons: String,
    }
    /// To whoever is the controller (mostly a school): somebody asked us, and it is theirs to answer (art. 28(3)(e)).
    PassedOn = "passed-on" {
        /// Which request.
        #[serde(flatten)]
        about: About,
        /// By when they must answer.
        due: Date,
        /// Whom it is about: the name of a key, and what it is.
        keys: Vec<(Text, String)>,
        /// Whether we saw that the person is who they say.
        proved: bool,
        /// What the person asked, in their words; may be empty.
        words: String,
    }
    /// To the officer: there is a new request.
    OfficerNewRequest = "officer-new-request" {
        /// Which.
        #[serde(flatten)]
        about: About,
        /// How it came in.
        channel: Channel,
        /// The last day for the answer.
        due: Date,
        /// Where it stands on the desk.
        link: String,
    }
    /// To the officer: a term is about to pass, or has.
    OfficerDeadline = "officer-deadline" {
        /// Of which request.
        #[serde(flatten)]
        about: About,
        /// Days until the last day; negative when it has passed.
        days_left: i64,
        /// The last day for the answer.
        due: Date,
        /// Where it stands on the desk.
        link: String,
    }
    /// To the officer: a step does not succeed.
    OfficerStepFailed = "officer-step-failed" {
        /// Of which request.
        #[serde(flatten)]
        about: About,
        /// In which system.
        system: Text,
        /// What is wrong, without naming anybody.
        problem: Text,
        /// Failures in a row.
        failures: u32,
        /// When it is tried again; none when a person must look.
        next_try: Option<Timestamp>,
        /// The last day for the answer.
        due: Date,
        /// Where it stands on the desk.
        link: String,
    }
    /// A message that answers no request: about the service, or marketing. Its words come from whoever sends it.
    Bulletin = "bulletin" {
        /// One line.
        title: String,
        /// Plain text.
        body: String,
        /// Why the person gets it.
        because: Text,
        /// Who sends it, and where they are.
        sender: String,
        /// Where it is ended with one click; none for what belongs to a contract or a duty.
        unsubscribe: Option<String>,
        /// Where the person chooses what they get.
        preferences: Option<String>,
    }
    /// To whoever has an account: an edition of the policy comes, what it changes, and that silence agrees to nothing.
    EditionAnnounced = "edition-announced" {
        /// The first day on which it holds.
        from: Date,
        /// What changes for people, the widest first: sentences.
        changes: Vec<Text>,
        /// How many more changes the page names.
        more: u64,
        /// The purposes whose consents it ends.
        asks_again: Vec<Text>,
        /// Where every change stands, word for word.
        link: String,
        /// Where the new text stands.
        text: String,
    }
    /// To the officer: what holders without an interface have not done, and opt-outs that have not reached everybody.
    OfficerTasks = "officer-tasks" {
        /// Letters that nobody has sent.
        unsent: Vec<TaskLine>,
        /// Tasks whose date comes near.
        soon: Vec<TaskLine>,
        /// Tasks whose date has passed.
        overdue: Vec<TaskLine>,
        /// Opt-outs that have not reached everybody.
        stuck: Vec<StuckLine>,
        /// Where they stand on the desk.
        link: String,
    }
    /// To a holder without an interface: what they are asked to do.
    HolderInstruction = "holder-instruction" {
        /// The letter.
        #[serde(flatten)]
        letter: Instruction,
    }
    /// To a holder without an interface: they have not answered. Names nobody but by the reference.
    HolderReminder = "holder-reminder" {
        /// To whom.
        holder: Text,
        /// The system that it is about.
        system: Text,
        /// What was asked.
        asked: Asked,
        /// The request's id.
        reference: String,
        /// When the letter was sent.
        sent: Date,
        /// By when they must have answered.
        due: Date,
        /// Whether that day has passed.
        overdue: bool,
    }
    /// To the privacy contact: show that somebody reads this mailbox (S6).
    ContactProbe = "contact-probe" {
        /// Opens a page that records the answer.
        link: String,
        /// Last day for it.
        answer_by: Date,
    }
}

impl Kind {
    /// Whether it goes to a person about their request, and so says where they can complain.
    pub fn answers_a_request(self) -> bool {
        match self {
            Self::RequestReceived
            | Self::IdentityAsked
            | Self::QuestionAsked
            | Self::AccessAnswerReady
            | Self::ErasureConfirmation
            | Self::RectificationConfirmation
            | Self::RestrictionConfirmation
            | Self::RestrictionEnding
            | Self::RestrictionLifted
            | Self::ObjectionHalted
            | Self::ObjectionConfirmation
            | Self::RequestAnswered
            | Self::ReviewAnswered
            | Self::ComplaintAnswered
            | Self::AnsweredInPart
            | Self::RequestExtended
            | Self::Refusal => true,
            Self::SignInCode
            | Self::LetterAsked
            | Self::AccountChanged
            | Self::LeakReported
            | Self::OfficerLeak
            | Self::OfficerMessage
            | Self::MessageAnswered
            | Self::OfficerRaised
            | Self::AddressChanged
            | Self::Bulletin
            | Self::EditionAnnounced
            | Self::PassedOn
            | Self::OfficerNewRequest
            | Self::OfficerDeadline
            | Self::OfficerStepFailed
            | Self::OfficerTasks
            | Self::HolderInstruction
            | Self::HolderReminder
            | Self::ContactProbe => false,
        }
    }

    /// Whether it goes to subjects; the others go to staff, and to those who hold data for the organisation.
    pub fn is_for_subjects(self) -> bool {
        self.answers_a_request()
            || matches!(
                self,
                Self::SignInCode | Self::LetterAsked | Self::EditionAnnounced | Self::MessageAnswered
            )
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<MailKind> for Kind {
    fn from(kind: MailKind) -> Self {
        match kind {
            MailKind::RequestReceived => Self::RequestReceived,
            MailKind::IdentityAsked => Self::IdentityAsked,
            MailKind::QuestionAsked => Self::QuestionAsked,
            MailKind::AccessAnswerReady => Self::AccessAnswerReady,
            MailKind::ErasureConfirmation => Self::ErasureConfirmation,
            MailKind::RectificationConfirmation => Self::RectificationConfirmation,
            MailKind::RestrictionConfirmation => Self::RestrictionConfirmation,
            MailKind::RestrictionEnding => Self::RestrictionEnding,
            MailKind::RestrictionLifted => Self::RestrictionLifted,
            MailKind::ObjectionHalted => Self::ObjectionHalted,
            MailKind::ObjectionConfirmation => Self::ObjectionConfirmation,
            MailKind::RequestAnswered => Self::RequestAnswered,
            MailKind::ReviewAnswered => Self::ReviewAnswered,
            MailKind::ComplaintAnswered => Self::ComplaintAnswered,
            MailKind::AnsweredInPart => Self::AnsweredInPart,
            MailKind::RequestExtended => Self::RequestExtended,
            MailKind::Refusal => Self::Refusal,
            MailKind::OfficerNewRequest => Self::OfficerNewRequest,
        }
    }
}
