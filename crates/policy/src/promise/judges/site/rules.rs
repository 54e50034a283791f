//! Which findings contradict which promise. To judge another promise by a scan: a row here.

use super::super::choices::Both;
use super::also::Also;
use crate::promise::evidence::FindingKind;

/// How findings are narrowed to a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Every finding counts.
    Everything,
    /// Those about the services that the clause names, and those about no declared service.
    Named,
    /// Only those about the services that the clause names.
    OnlyNamed,
}

/// What a promise about the site is judged by.
pub(super) struct Rule {
    pub(super) promise: &'static str,
    pub(super) kinds: &'static [FindingKind],
    pub(super) about: About,
    pub(super) states: &'static [&'static str],
    pub(super) also: Also,
    pub(super) kept: Both,
    pub(super) broken: Both,
}

use FindingKind::{
    AfterWithdrawal, AgainstSignal, BeforeConsent, Fingerprint, HardToWithdraw, IdentitySent, LivesLonger,
    NoNotice, NotSession, OtherParty, Pixel, SettingsMissing, StepFailed, TellingLink, Undeclared,
    UndeclaredHost,
};

/// A visitor who chose nothing, one who refused and one who accepted: without the last, nothing might have been there.
const CHOSEN: &[&str] = &["no-choice", "refused", "all"];
const WITHDRAWN: &[&str] = &["no-choice", "refused", "all", "withdrawn", "gpc"];
const TRACKING: &[FindingKind] =
    &[BeforeConsent, AfterWithdrawal, AgainstSignal, Pixel, Fingerprint, NoNotice];
const OF_A_SERVICE: &[FindingKind] = &[BeforeConsent, AfterWithdrawal, AgainstSignal];

/// Every one.
pub(super) const RULES: &[Rule] = &[
    Rule {
        promise: "tools-declared",
        kinds: &[Undeclared, UndeclaredHost],
        about: About::Everything,
        states: CHOSEN,
        also: Also::Nothing,
        kept: (
            "Alles wat de site bewaart of oproept, staat hier.",
            "Everything the site stores or calls is stated here.",
        ),
        broken: (
            "De site bewaart of roept iets op dat hier niet staat.",
            "The site stores or calls something that is not stated here.",
        ),
    },
    Rule {
        promise: "cookie-list-complete",
        kinds: &[Undeclared],
        about: About::Everything,
        states: CHOSEN,
        also: Also::Nothing,
        kept: ("Elke cookie op de site staat in de lijst.", "Every cookie on the site is in the list."),
        broken: (
            "Er zijn cookies die niet in de lijst staan.",
            "There are cookies that are not in the list.",
        ),
    },
    Rule {
        promise: "cookie-table",
        kinds: &[Undeclared, OtherParty, LivesLonger],
        about: About::Named,
        states: CHOSEN,
        also: Also::Nothing,
        kept: (
            "Wat deze partijen bewaren, staat in de tabel en klopt.",
            "What these parties store is in the table, and is right.",
        ),
        broken: (
            "De tabel klopt niet met wat er wordt bewaard.",
            "The table does not agree with what is stored.",
        ),
    },
    Rule {
        promise: "cookie-durations",
        kinds: &[LivesLonger, NotSession],
        about: About::Everything,
        states: &["all"],
        also: Also::Stored,
        kept: ("Geen cookie bleef langer dan vermeld.", "No cookie stayed longer than stated."),
        broken: (
            "Er zijn cookies die langer blijven dan vermeld.",
            "There are cookies that stay longer than stated.",
        ),
    },
    Rule {
        promise: "cookie-expiry",
        kinds: &[LivesLonger],
        about: About::OnlyNamed,
        states: &["all"],
        also: Also::Stored,
        kept: (
            "Deze cookies verlopen binnen de genoemde tijd.",
            "These cookies expire within the time stated.",
        ),
        broken: ("Een cookie leeft langer dan hier staat.", "A cookie lives longer than stated here."),
    },
    Rule {
        promise: "session-cookies",
        kinds: &[NotSession],
        about: About::OnlyNamed,
        states: &["refused"],
        also: Also::Stored,
        kept: ("Deze cookies verdwenen met de sessie.", "These cookies went with the session."),
        broken: (
            "Een sessiecookie bleef na het sluiten van de browser.",
            "A session cookie stayed after the browser closed.",
        ),
    },
    Rule {
        promise: "no-tracking-before-consent",
        kinds: TRACKING,
        about: About::Named,
        states: WITHDRAWN,
        also: Also::Nothing,
        kept: ("Wie niets koos, werd niet gevolgd.", "Whoever chose nothing was not followed."),
        broken: ("Er werd gevolgd zonder toestemming.", "There was following without consent."),
    },
    Rule {
        promise: "third-party-blocked",
        kinds: OF_A_SERVICE,
        about: About::Named,
        states: CHOSEN,
        also: Also::Nothing,
        kept: (
            "Diensten van anderen laadden pas na toestemming.",
            "Services of others loaded only after consent.",
        ),
        broken: (
            "Een dienst van een ander laadde zonder toestemming.",
            "A service of somebody else loaded without consent.",
        ),
    },
    Rule {
        promise: "third-party-controlled",
        kinds: &[UndeclaredHost, BeforeConsent, AfterWithdrawal, AgainstSignal, NoNotice],
        about: About::Named,
        states: CHOSEN,
        also: Also::Nothing,
        kept: (
            "Er laadde alleen wat wij toelaten, en pas als dat mocht.",
            "Only what we admit loaded, and only when it was allowed.",
        ),
        broken: ("Er laadde iets buiten ons om.", "Something loaded without us."),
    },
    Rule {
        promise: "vendor-data-matrix",
        kinds: &[UndeclaredHost, IdentitySent],
        about: About::Named,
        states: CHOSEN,
        also: Also::Typed,
        kept: (
            "Van elke partij staat vast wat zij ziet, en er was geen andere.",
            "It is on record what each party sees, and there was no other.",
        ),
        broken: ("Een partij zag meer dan vastligt.", "A party saw more than is on record."),
    },
    Rule {
        promise: "marketing-by-consent",
        kinds: OF_A_SERVICE,
        about: About::Named,
        states: WITHDRAWN,
        also: Also::Nothing,
        kept: ("Dit werkte alleen bij wie het toestond.", "This worked only for those who allowed it."),
        broken: ("Dit werkte ook zonder toestemming.", "This worked without consent, too."),
    },
    Rule {
        promise: "scripts-by-consent",
        kinds: &[BeforeConsent, AfterWithdrawal, UndeclaredHost, NoNotice],
        about: About::Named,
        states: CHOSEN,
        also: Also::Nothing,
        kept: (
            "Scripts die meer doen dan nodig wachtten op toestemming.",
            "Scripts that do more than needed waited for consent.",
        ),
        broken: ("Een script wachtte niet op toestemming.", "A script did not wait for consent."),
    },
    Rule {
        promise: "own-tracking",
        kinds: &[BeforeConsent, AfterWithdrawal, AgainstSignal, IdentitySent],
        about: About::Named,
        states: WITHDRAWN,
        also: Also::Typed,
        kept: (
            "Volgen gebeurde alleen met toestemming, en wat iemand intypte ging niet mee.",
            "Following happened only with consent, and what somebody typed did not go along.",
        ),
        broken: (
            "Er werd gevolgd zonder toestemming, of met naam.",
            "There was following without consent, or with a name.",
        ),
    },
    Rule {
        promise: "advertiser-tracking",
        kinds: &[BeforeConsent, AfterWithdrawal, AgainstSignal, IdentitySent],
        about: About::Named,
        states: WITHDRAWN,
        also: Also::Typed,
        kept: (
            "Adverteerders volgden alleen met toestemming en kregen geen adres, ook niet gehasht.",
            "Advertisers followed only with consent and got no address, hashed neither.",
        ),
        broken: (
            "Een adverteerder volgde zonder toestemming, of kreeg wie u bent.",
            "An advertiser followed without consent, or got who you are.",
        ),
    },
    Rule {
        promise: "analytics-payload",
        kinds: &[IdentitySent],
        about: About::OnlyNamed,
        states: &["all"],
        also: Also::Typed,
        kept: (
            "Wat iemand intypte, ging niet naar de meetdienst.",
            "What somebody typed did not go to the measuring service.",
        ),
        broken: ("De meetdienst kreeg wie u bent.", "The measuring service got who you are."),
    },
    Rule {
        promise: "share-buttons",
        kinds: OF_A_SERVICE,
        about: About::OnlyNamed,
        states: CHOSEN,
        also: Also::Share,
        kept: ("Wat om te delen is, laadt niets.", "What is there for sharing loads nothing."),
        broken: ("Iets om te delen laadde zonder klik.", "Something for sharing loaded without a click."),
    },
    Rule {
        promise: "works-without-cookies",
        kinds: &[StepFailed],
        about: About::Everything,
        states: &["no-choice", "refused", "no-script"],
        also: Also::Steps,
        kept: (
            "Wie alles weigert, kan alles wat nodig is.",
            "Whoever refuses everything can do all that is needed.",
        ),
        broken: ("Zonder cookies werkte iets niet.", "Something did not work without cookies."),
    },
    Rule {
        promise: "settings-always-there",
        kinds: &[SettingsMissing],
        about: About::Everything,
        states: &["refused", "all"],
        also: Also::Settings,
        kept: (
            "Op elke pagina die iets vraagt, is de keuze te openen.",
            "On every page that asks something the choice can be opened.",
        ),
        broken: (
            "Er zijn pagina’s zonder weg naar de keuze.",
            "There are pages without a way to the choice.",
        ),
    },
    Rule {
        promise: "external-links",
        kinds: &[TellingLink],
        about: About::Everything,
        states: &["no-choice"],
        also: Also::Links,
        kept: (
            "Verwijzingen naar buiten vertellen de ander niets.",
            "Links elsewhere tell the other side nothing.",
        ),
        broken: (
            "Een verwijzing vertelt de ander waar u was.",
            "A link tells the other side where you were.",
        ),
    },
    Rule {
        promise: "beacons-by-consent",
        kinds: &[Pixel, BeforeConsent, AfterWithdrawal],
        about: About::Named,
        states: CHOSEN,
        also: Also::Nothing,
        kept: ("Er was geen telpixel zonder toestemming.", "There was no counting pixel without consent."),
        broken: ("Er was een telpixel zonder toestemming.", "There was a counting pixel without consent."),
    },
    Rule {
        promise: "claim-corrected",
        kinds: TRACKING,
        about: About::Everything,
        states: CHOSEN,
        also: Also::Nothing,
        kept: (
            "Een nummer in een cookie geldt als persoonsgegeven: u kunt het zien, en er wordt eerst gevraagd.",
            "A number in a cookie counts as personal data: you can see it, and you are asked first.",
        ),
        broken: (
            "Er kwam een nummer op het apparaat zonder toestemming.",
            "A number came onto the device without consent.",
        ),
    },
    // Not clauses but what the law demands.
    Rule {
        promise: "G5",
        kinds: &[HardToWithdraw, AfterWithdrawal, SettingsMissing],
        about: About::Everything,
        states: &["all", "withdrawn"],
        also: Also::Clicks,
        kept: (
            "Intrekken is even makkelijk als geven, en werkt.",
            "Taking back is as easy as giving, and works.",
        ),
        broken: (
            "Intrekken is moeilijker dan geven, of werkt niet.",
            "Taking back is harder than giving, or does not work.",
        ),
    },
    Rule {
        promise: "G11",
        kinds: &[Undeclared, LivesLonger, NotSession, OtherParty],
        about: About::Everything,
        states: CHOSEN,
        also: Also::Nothing,
        kept: (
            "De lijst noemt elke cookie met duur en lezer, en klopt.",
            "The list names every cookie with its duration and reader, and is right.",
        ),
        broken: (
            "De lijst klopt niet met wat er wordt bewaard.",
            "The list does not agree with what is stored.",
        ),
    },
];
