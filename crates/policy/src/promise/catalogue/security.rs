//! Promises about protection of data, accounts and what follows a breach.

use super::super::{Judge, Machinery, Promise, Theme, judges};

/// The promises of this theme.
pub(super) const PROMISES: &[Promise] = &[
    Promise {
        name: "transport-and-passwords",
        themes: &[Theme::Security],
        nl: "Verbindingen zijn versleuteld en wachtwoorden sterk.",
        en: "Connections are encrypted and passwords strong.",
        params: &["measure", "system", "figure"],
        judge: Judge::Needs(&[Machinery::SecurityScan]),
    },
    Promise {
        name: "accounts-protected",
        themes: &[Theme::Security],
        nl: "Accountgegevens zijn alleen bereikbaar voor wie zich aanmeldt.",
        en: "Account data can be reached only by who signs in.",
        params: &["measure", "system", "category"],
        judge: Judge::By(judges::front_door::accounts),
    },
    Promise {
        name: "password-advice",
        themes: &[Theme::Security],
        nl: "Geheimhouden is een advies; het risico blijft niet bij u.",
        en: "Keeping it secret is advice; the risk does not stay with you.",
        params: &["measure"],
        judge: Judge::Needs(&[Machinery::AccountSecurity]),
    },
    Promise {
        name: "leaked-password",
        themes: &[Theme::Security],
        nl: "Een gelekt wachtwoord meldt u met één knop; sessies stoppen meteen.",
        en: "A leaked password is reported with one button; sessions stop at once.",
        params: &["measure"],
        judge: Judge::Needs(&[Machinery::AccountSecurity, Machinery::Incidents]),
    },
    Promise {
        name: "measures-tested",
        themes: &[Theme::Security],
        nl: "Elke maatregel heeft een eigenaar en een geslaagde proef.",
        en: "Each measure has an owner and a test that passed.",
        params: &["measure"],
        judge: Judge::Needs(&[Machinery::MeasureTests]),
    },
    Promise {
        name: "secure-channel",
        themes: &[Theme::Security],
        nl: "Er is een veilige weg om gegevens te sturen.",
        en: "There is a safe way to send data.",
        params: &["measure", "right"],
        judge: Judge::By(judges::front_door::secure_channel),
    },
    Promise {
        name: "breach-notices",
        themes: &[Theme::Security],
        nl: "Na een lek horen betrokkenen en toezichthouder het op tijd.",
        en: "After a breach the people concerned and the authority hear of it in time.",
        params: &["figure", "measure"],
        judge: Judge::Needs(&[Machinery::Incidents]),
    },
    Promise {
        name: "identity-verified",
        themes: &[Theme::Security, Theme::Rights],
        nl: "Wie toegang vraagt, bewijst eerst wie hij is.",
        en: "Whoever asks for access first proves who they are.",
        params: &["measure", "right"],
        judge: Judge::By(judges::front_door::identity_first),
    },
];
