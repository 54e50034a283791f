//! What a scan must have seen beside, so that finding nothing means something.

use std::collections::BTreeSet;

use super::super::choices::Both;
use super::super::{figure, nothing};
use crate::promise::evidence::SiteEvidence;
use crate::promise::judgement::{EvidenceItem, Judgement};

/// What else must have been seen before nothing found means kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Also {
    Nothing,
    /// A script of steps was walked.
    Steps,
    /// A page from which the choices were reachable.
    Settings,
    /// A visitor typed an address, and one of the services was at work then.
    Typed,
    /// A link elsewhere.
    Links,
    /// A link for sharing.
    Share,
    /// A cookie of the named services.
    Stored,
    /// Giving and taking back, with their clicks.
    Clicks,
}

/// What else was seen, or why nothing found does not mean kept.
pub(super) fn also(
    also: Also,
    site: &SiteEvidence,
    named: &BTreeSet<String>,
) -> Result<Option<EvidenceItem>, Box<Judgement>> {
    let Some((missing, change)) = also.missing() else { return Ok(None) };
    match also.seen(site, named) {
        Some(item) => Ok(Some(item.at(site.at))),
        None => Err(Box::new(nothing(missing.0, missing.1, change.0, change.1))),
    }
}

impl Also {
    /// What it is that was seen; none when it was not.
    fn seen(self, site: &SiteEvidence, named: &BTreeSet<String>) -> Option<EvidenceItem> {
        let about = |service: &String| named.is_empty() || named.contains(service);
        let told = |nl: &str, en: &str| Some(EvidenceItem::new("scan", nl, en));
        let counted = |count: u64, nl: &str, en: &str| {
            let item = EvidenceItem::new("scan", format!("{count} {nl}"), format!("{count} {en}"));
            (count > 0).then(|| item.figure(count))
        };
        match self {
            Self::Steps if site.walked => told(
                "wat een bezoeker doet, lukte zonder toestemming en zonder script",
                "what a visitor does succeeded without consent and without script",
            ),
            Self::Typed if site.typed && site.services.iter().any(|it| about(&it.service)) => told(
                "een ingetypt adres ging naar niemand anders",
                "an address that was typed went to nobody else",
            ),
            Self::Nothing | Self::Steps | Self::Typed => None,
            Self::Settings => {
                counted(site.settings, "keer was de keuze te openen", "times the choice could be opened")
            }
            Self::Links => {
                counted(site.links.0, "verwijzingen naar buiten bekeken", "links elsewhere looked at")
            }
            Self::Share => counted(
                site.links.1,
                "verwijzingen om te delen, gewone links",
                "links for sharing, plain ones",
            ),
            Self::Stored => counted(
                figure(site.stored.iter().filter(|it| about(&it.service)).count()),
                "keer een vermelde cookie gezien",
                "times a declared cookie was seen",
            ),
            Self::Clicks => site.clicks.map(|(give, take)| {
                EvidenceItem::new(
                    "scan",
                    format!("toestaan kostte {give} klik, intrekken {take} met openen erbij"),
                    format!("allowing took {give} click, taking back {take} with opening"),
                )
            }),
        }
    }

    /// Why nothing found means nothing without it, and what would change that.
    fn missing(self) -> Option<(Both, Both)> {
        Some(match self {
            Self::Nothing => return None,
            Self::Steps => (
                (
                    "De scan deed nog niet wat een bezoeker doet.",
                    "The scan has not done what a visitor does yet.",
                ),
                ("Een scan met een script van stappen.", "A scan with a script of steps."),
            ),
            Self::Settings => (
                ("Geen bekeken pagina vraagt iets.", "No page that was looked at asks anything."),
                ("Een scan van pagina’s met de melding.", "A scan of pages with the notice."),
            ),
            Self::Typed => (
                (
                    "De scan typte nog geen adres terwijl deze dienst werkte.",
                    "The scan has not typed an address while this service worked yet.",
                ),
                ("Een scan van een pagina met een formulier.", "A scan of a page with a form."),
            ),
            Self::Links => (
                ("De scan zag geen verwijzing naar buiten.", "The scan saw no link elsewhere."),
                ("Een scan van pagina’s met verwijzingen.", "A scan of pages with links."),
            ),
            Self::Share => (
                ("De scan zag niets om te delen.", "The scan saw nothing for sharing."),
                ("Een scan van een pagina met deelknoppen.", "A scan of a page with share buttons."),
            ),
            Self::Stored => (
                ("De scan zag deze cookies niet.", "The scan did not see these cookies."),
                ("Een scan die ze wel tegenkomt.", "A scan that meets them."),
            ),
            Self::Clicks => (
                ("De scan kon nog niets intrekken.", "The scan could not take anything back yet."),
                ("Een scan van de eigen site.", "A scan of the own site."),
            ),
        })
    }
}
