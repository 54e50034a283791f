//! The promises about what the site does on a visitor's device, judged by what a real browser saw there.
//!
//! Each promise is a row of [`RULES`]: which findings contradict it, whether only those about the clause's own services, and
//! in which states a visitor must have been for the absence of findings to mean something. A scan of an example site shows
//! the banner at work and nothing about the organisation's own site, so it breaks promises and keeps none.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kernel::calendar::Span;

use super::choices::Both;
use super::{Noun, figure, nothing};
use crate::edition::Edition;
use crate::facts::FigureValue;
use crate::facts::services::{Place, ServiceKind};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, FindingKind, SiteEvidence, SiteFinding, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

const PAGES: Noun = Noun { nl: ["pagina", "pagina’s"], en: ["page", "pages"] };
const FINDINGS: Noun = Noun { nl: ["bevinding", "bevindingen"], en: ["finding", "findings"] };

/// How findings are narrowed to a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// Every finding counts.
    Everything,
    /// Those about the services that the clause names, and those about no declared service.
    Named,
    /// Only those about the services that the clause names.
    OnlyNamed,
}

/// What else must have been seen before nothing found means kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Also {
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

struct Rule {
    promise: &'static str,
    kinds: &'static [FindingKind],
    about: About,
    states: &'static [&'static str],
    also: Also,
    kept: Both,
    broken: Both,
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

const RULES: &[Rule] = &[
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

/// Whether a finding of this kind, about this service, contradicts what a clause promises.
pub fn concerns(context: &ClauseContext<'_>, kind: FindingKind, service: Option<&str>) -> bool {
    let Some(rule) = RULES.iter().find(|rule| rule.promise == context.clause.promise) else { return false };
    counts(rule, &named(context), kind, service)
}

fn counts(rule: &Rule, named: &BTreeSet<String>, kind: FindingKind, service: Option<&str>) -> bool {
    if !rule.kinds.contains(&kind) {
        return false;
    }
    match (rule.about, service) {
        (About::Everything, _) | (About::Named, None) => true,
        (About::Named, Some(id)) => named.is_empty() || named.contains(id),
        (About::OnlyNamed, Some(id)) => named.contains(id),
        (About::OnlyNamed, None) => false,
    }
}

/// The services that a clause is about: those it names, and those of the recipients and purposes it names.
fn named(context: &ClauseContext<'_>) -> BTreeSet<String> {
    let facts = context.edition.facts();
    let mut found: BTreeSet<String> = context.param("service").iter().cloned().collect();
    // What there is for sharing is a matter of its purpose, whatever else the clause names.
    if !found.is_empty() && context.clause.promise != "share-buttons" {
        return found;
    }
    let (recipients, purposes) = (context.param("recipient"), context.param("purpose"));
    for (id, service) in &facts.services {
        let by_recipient = service.recipient.as_ref().is_some_and(|it| recipients.contains(it));
        if by_recipient || (recipients.is_empty() && purposes.contains(&service.purpose)) {
            found.insert(id.clone());
        }
    }
    found
}

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let named = named(context);
    let judged = by_rule(evidence, context.edition, &context.clause.promise, &named, now);
    match evidence.site.as_ref().filter(|site| is_fresh(site.at, now)) {
        Some(site) if context.clause.promise == "cookie-expiry" => longest(judged, site, context, &named),
        _ => judged,
    }
}

/// "vendor-data-matrix": for each party the facts say what it gets and where, and the browser met no other.
pub(crate) fn matrix(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let judged = judge(evidence, context, now);
    if judged.verdict == crate::promise::Verdict::Unproven {
        return judged;
    }
    let facts = context.edition.facts();
    let blank = |id: &&String| {
        facts.recipients.get(*id).is_none_or(|it| it.categories.is_empty() || it.countries.is_empty())
    };
    let named = context.param("recipient");
    if let Some(id) = named.iter().find(blank) {
        return Judgement::broken(
            text("Van een partij ligt niet vast wat zij ziet.", "It is not on record what a party sees."),
            vec![EvidenceItem::new(
                "recipient",
                format!("“{id}” zonder gegevens of landen"),
                format!("“{id}” without data or countries"),
            )],
            text("De gegevens en landen van elke partij.", "The data and countries of every party."),
        );
    }
    if judged.verdict != crate::promise::Verdict::Kept || named.is_empty() {
        return judged;
    }
    let count = figure(named.len());
    judged.seen(vec![
        EvidenceItem::new(
            "recipient",
            format!("{count} partijen met hun gegevens en landen"),
            format!("{count} parties with their data and countries"),
        )
        .figure(count),
    ])
}

/// "claim-corrected": that cookies hold nothing personal. It is set right where their numbers are treated as what they are:
/// shown to whoever asks for them, and not set before consent.
pub(crate) fn claim(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let judged = judge(evidence, context, now);
    if judged.verdict != crate::promise::Verdict::Kept {
        return judged;
    }
    let shown = super::front_door::visit(evidence, now).and_then(|(at, front)| Some((at, front.own_ids?)));
    match shown {
        Some((at, true)) => judged.seen(vec![super::drill_item(
            at,
            "de site toonde haar bezoeker zijn eigen nummers",
            "the site showed its visitor their own ids",
        )]),
        Some((at, false)) => super::drill_failed(
            at,
            "de site toonde haar bezoeker zijn eigen nummers niet",
            "the site did not show its visitor their own ids",
        ),
        None => nothing(
            "Nog geen oefening vroeg de site om de eigen nummers.",
            "No drill has asked the site for the own ids yet.",
            "Een oefening op het draaiende systeem.",
            "A drill on the running system.",
        ),
    }
}

/// "beacons-by-consent": no counting pixel on the site, and none in mail.
pub(crate) fn beacons(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let judged = judge(evidence, context, now);
    if judged.verdict != crate::promise::Verdict::Kept {
        return judged;
    }
    let mails = super::mail_tracking::judge(evidence, context, now);
    match mails.verdict {
        crate::promise::Verdict::Kept => judged.seen(mails.evidence),
        _ => mails,
    }
}

/// The same for what the law demands, which names no services.
pub(in crate::promise) fn judge_law(
    evidence: &Evidence,
    edition: &Edition,
    id: &str,
    now: Timestamp,
) -> Judgement {
    by_rule(evidence, edition, id, &BTreeSet::new(), now)
}

fn by_rule(
    evidence: &Evidence,
    edition: &Edition,
    promise: &str,
    named: &BTreeSet<String>,
    now: Timestamp,
) -> Judgement {
    let Some(rule) = RULES.iter().find(|rule| rule.promise == promise) else {
        return never();
    };
    let Some(site) = evidence.site.as_ref().filter(|site| is_fresh(site.at, now)) else { return never() };
    let wrong: Vec<&SiteFinding> =
        site.findings.iter().filter(|it| counts(rule, named, it.kind, it.service.as_deref())).collect();
    if !wrong.is_empty() {
        return broken(rule, site, &wrong);
    }
    if !site.own {
        return nothing(
            "De melding werkte op een voorbeeldsite; de eigen site is nog niet bekeken.",
            "The notice worked on an example site; the own site has not been looked at yet.",
            "Een scan van de eigen site.",
            "A scan of the own site.",
        );
    }
    let asks = edition
        .facts()
        .services
        .values()
        .any(|it| it.kind != ServiceKind::Necessary && it.place == Place::Site);
    let needed =
        rule.states.iter().filter(|state| asks || matches!(**state, "no-choice" | "no-script" | "gpc"));
    if let Some(state) = needed.into_iter().find(|state| !site.states.iter().any(|it| it == **state)) {
        return nothing(
            &format!("De laatste scan zag niet alles van een bezoeker in de toestand “{state}”."),
            &format!("The last scan did not see everything of a visitor in the state “{state}”."),
            "Een scan die tot het einde kwam.",
            "A scan that came to its end.",
        );
    }
    let mut items = vec![
        PAGES
            .item("scan", site.pages, "bekeken met een echte browser", "looked at with a real browser")
            .at(site.at),
    ];
    match also(rule.also, site, named) {
        Ok(more) => items.extend(more.map(|item| item.at(site.at))),
        Err(judgement) => return *judgement,
    }
    let at_work = site.services.iter().filter(|it| named.contains(&it.service)).count();
    if at_work > 0 && rule.states.contains(&"all") {
        let count = figure(at_work);
        items.push(
            EvidenceItem::new(
                "scan",
                format!("{count} van deze diensten werkten zodra dat mocht"),
                format!("{count} of these services worked once they were allowed"),
            )
            .figure(count)
            .at(site.at),
        );
    }
    Judgement::kept(
        text(rule.kept.0, rule.kept.1),
        items,
        text("Een scan die iets anders ziet.", "A scan that sees something else."),
    )
}

fn never() -> Judgement {
    nothing(
        "De site is nog niet met een echte browser bekeken, of te lang geleden.",
        "The site has not been looked at with a real browser yet, or too long ago.",
        "Een scan van de site.",
        "A scan of the site.",
    )
}

fn broken(rule: &Rule, site: &SiteEvidence, wrong: &[&SiteFinding]) -> Judgement {
    let mut items = vec![
        FINDINGS.item("scan", figure(wrong.len()), "in de laatste scan", "in the last scan").at(site.at),
    ];
    let mut told = BTreeSet::new();
    for finding in wrong {
        if told.len() >= 5 || !told.insert((finding.kind, finding.what.as_str())) {
            continue;
        }
        let kind = finding.kind.text();
        let (what, state) = (&finding.what, &finding.state);
        items.push(EvidenceItem::new(
            "finding",
            format!("{what}: {} ({state})", kind.nl),
            format!("{what}: {} ({state})", kind.en),
        ));
    }
    Judgement::broken(
        text(rule.broken.0, rule.broken.1),
        items,
        text("Een scan zonder deze bevindingen.", "A scan without these findings."),
    )
}

/// What else was seen, or why nothing found does not mean kept.
fn also(
    also: Also,
    site: &SiteEvidence,
    named: &BTreeSet<String>,
) -> Result<Option<EvidenceItem>, Box<Judgement>> {
    let item = |count: u64, nl: &str, en: &str| {
        EvidenceItem::new("scan", format!("{count} {nl}"), format!("{count} {en}")).figure(count)
    };
    let missing = |nl: &str, en: &str, change_nl: &str, change_en: &str| {
        Err(Box::new(nothing(nl, en, change_nl, change_en)))
    };
    match also {
        Also::Nothing => Ok(None),
        Also::Steps if site.walked => Ok(Some(EvidenceItem::new(
            "scan",
            "wat een bezoeker doet, lukte zonder toestemming en zonder script",
            "what a visitor does succeeded without consent and without script",
        ))),
        Also::Steps => missing(
            "De scan deed nog niet wat een bezoeker doet.",
            "The scan has not done what a visitor does yet.",
            "Een scan met een script van stappen.",
            "A scan with a script of steps.",
        ),
        Also::Settings if site.settings > 0 => {
            Ok(Some(item(site.settings, "keer was de keuze te openen", "times the choice could be opened")))
        }
        Also::Settings => missing(
            "Geen bekeken pagina vraagt iets.",
            "No page that was looked at asks anything.",
            "Een scan van pagina’s met de melding.",
            "A scan of pages with the notice.",
        ),
        Also::Typed => {
            let at_work = site.services.iter().any(|it| named.is_empty() || named.contains(&it.service));
            if site.typed && at_work {
                return Ok(Some(EvidenceItem::new(
                    "scan",
                    "een ingetypt adres ging naar niemand anders",
                    "an address that was typed went to nobody else",
                )));
            }
            missing(
                "De scan typte nog geen adres terwijl deze dienst werkte.",
                "The scan has not typed an address while this service worked yet.",
                "Een scan van een pagina met een formulier.",
                "A scan of a page with a form.",
            )
        }
        Also::Links if site.links.0 > 0 => {
            Ok(Some(item(site.links.0, "verwijzingen naar buiten bekeken", "links elsewhere looked at")))
        }
        Also::Links => missing(
            "De scan zag geen verwijzing naar buiten.",
            "The scan saw no link elsewhere.",
            "Een scan van pagina’s met verwijzingen.",
            "A scan of pages with links.",
        ),
        Also::Share if site.links.1 > 0 => Ok(Some(item(
            site.links.1,
            "verwijzingen om te delen, gewone links",
            "links for sharing, plain ones",
        ))),
        Also::Share => missing(
            "De scan zag niets om te delen.",
            "The scan saw nothing for sharing.",
            "Een scan van een pagina met deelknoppen.",
            "A scan of a page with share buttons.",
        ),
        Also::Stored => {
            let stored = site.stored.iter().filter(|it| named.is_empty() || named.contains(&it.service));
            match figure(stored.count()) {
                0 => missing(
                    "De scan zag deze cookies niet.",
                    "The scan did not see these cookies.",
                    "Een scan die ze wel tegenkomt.",
                    "A scan that meets them.",
                ),
                count => Ok(Some(item(
                    count,
                    "keer een vermelde cookie gezien",
                    "times a declared cookie was seen",
                ))),
            }
        }
        Also::Clicks => match site.clicks {
            Some((give, take)) => Ok(Some(EvidenceItem::new(
                "scan",
                format!("toestaan kostte {give} klik, intrekken {take} met openen erbij"),
                format!("allowing took {give} click, taking back {take} with opening"),
            ))),
            None => missing(
                "De scan kon nog niets intrekken.",
                "The scan could not take anything back yet.",
                "Een scan van de eigen site.",
                "A scan of the own site.",
            ),
        },
    }
}

/// No cookie of the services may live longer than the figure that the clause names.
fn longest(
    judged: Judgement,
    site: &SiteEvidence,
    context: &ClauseContext<'_>,
    named: &BTreeSet<String>,
) -> Judgement {
    let spans = context.param("figure").iter().filter_map(|id| span(context.edition, id));
    let Some(limit) = spans.min_by_key(|span| span.at_most_days()) else { return judged };
    let most = i64::try_from(limit.at_most_days()).unwrap_or(i64::MAX).saturating_mul(86_400);
    let longer = site.stored.iter().filter(|it| named.is_empty() || named.contains(&it.service));
    let longer: Vec<_> = longer.filter(|it| it.seconds.is_some_and(|it| it > most)).collect();
    let Some(first) = longer.first() else { return judged };
    Judgement::broken(
        text("Een cookie leeft langer dan hier staat.", "A cookie lives longer than stated here."),
        vec![EvidenceItem::new(
            "finding",
            format!("{} blijft langer dan {}", first.name, limit.text(kernel::Language::Nl)),
            format!("{} stays longer than {}", first.name, limit.text(kernel::Language::En)),
        )],
        text("Een kortere duur.", "A shorter life."),
    )
}

fn span(edition: &Edition, id: &str) -> Option<Span> {
    let FigureValue::Span(span) = &edition.facts().figures.get(id)?.value else { return None };
    Some(*span)
}

#[cfg(test)]
pub(in crate::promise) mod tests {
    use super::super::sample::{self, Case};
    use super::*;
    use crate::promise::Verdict::{Broken, Kept, Unproven};
    use crate::promise::evidence::{ServiceAtWork, StoredThing};

    /// A scan in which everything was as declared.
    pub(in crate::promise) fn seen() -> SiteEvidence {
        let states = ["no-choice", "refused", "only:orders", "all", "withdrawn", "gpc", "no-script"];
        let stored = |name: &str, seconds| StoredThing {
            service: "basket".to_owned(),
            name: name.to_owned(),
            seconds,
        };
        SiteEvidence {
            at: sample::ago(1),
            own: true,
            pages: 12,
            states: states.map(str::to_owned).to_vec(),
            unfinished: vec![],
            findings: vec![],
            services: vec![ServiceAtWork { service: "basket".to_owned(), states: vec!["all".to_owned()] }],
            stored: vec![stored("basket_1", None), stored("basket.known", Some(14 * 86_400))],
            settings: 20,
            clicks: Some((1, 2)),
            walked: true,
            typed: true,
            links: (4, 2),
        }
    }

    fn site(evidence: &mut Evidence) -> &mut SiteEvidence {
        evidence.site.as_mut().unwrap()
    }

    fn found(evidence: &mut Evidence, kind: FindingKind, service: Option<&str>) {
        site(evidence).findings.push(SiteFinding {
            kind,
            state: "refused".to_owned(),
            service: service.map(str::to_owned),
            what: "_x".to_owned(),
            page: "https://site.example/".to_owned(),
        });
    }

    #[test]
    fn every_rule_is_kept_broken_and_unproven() {
        let edition = sample::edition();
        for rule in RULES {
            let named: BTreeSet<String> = ["basket".to_owned()].into();
            let judge = |change: &dyn Fn(&mut Evidence)| {
                let mut evidence = sample::looked();
                change(&mut evidence);
                let judged = by_rule(&evidence, &edition, rule.promise, &named, sample::now());
                assert!(judged.verdict == Unproven || !judged.evidence.is_empty(), "{}", rule.promise);
                assert!(
                    judged.reason.nl.ends_with('.') && judged.reason.en.ends_with('.'),
                    "{}",
                    rule.promise
                );
                judged.verdict
            };
            let name = rule.promise;
            assert_eq!(judge(&|_| {}), Kept, "{name}");
            assert_eq!(judge(&|e| e.site = None), Unproven, "{name}: no scan");
            assert_eq!(judge(&|e| site(e).at = sample::ago(40)), Unproven, "{name}: long ago");
            assert_eq!(judge(&|e| site(e).own = false), Unproven, "{name}: an example site only");
            assert_eq!(
                judge(&|e| site(e).states.clear()),
                if rule.states.contains(&"no-choice") { Unproven } else { Kept }
            );
            for kind in FindingKind::ALL {
                let expected = if rule.kinds.contains(kind) { Broken } else { Kept };
                assert_eq!(judge(&|e| found(e, *kind, Some("basket"))), expected, "{name}: {kind}");
                let elsewhere = if rule.about == About::Everything { expected } else { Kept };
                assert_eq!(
                    judge(&|e| found(e, *kind, Some("other"))),
                    elsewhere,
                    "{name}: {kind} of another"
                );
            }
            let without: Option<fn(&mut Evidence)> = match rule.also {
                Also::Nothing => None,
                Also::Steps => Some(|e| site(e).walked = false),
                Also::Settings => Some(|e| site(e).settings = 0),
                Also::Typed => Some(|e| site(e).typed = false),
                Also::Links | Also::Share => Some(|e| site(e).links = (0, 0)),
                Also::Stored => Some(|e| site(e).stored.clear()),
                Also::Clicks => Some(|e| site(e).clicks = None),
            };
            if let Some(without) = without {
                assert_eq!(judge(&without), Unproven, "{name}: nothing to look at");
            }
        }
    }

    /// An edition that asks: then refusing and accepting must have been possible.
    #[test]
    fn states_that_were_not_reached_prove_nothing() {
        let asking = sample::edition_with(|facts| {
            if let Some(service) = facts.services.get_mut("basket") {
                service.kind = ServiceKind::Analytics;
            }
        });
        for rule in RULES {
            for state in rule.states {
                let mut evidence = sample::looked();
                site(&mut evidence).states.retain(|it| it != state);
                let judged =
                    by_rule(&evidence, &asking, rule.promise, &["basket".to_owned()].into(), sample::now());
                assert_eq!(judged.verdict, Unproven, "{} without {state}", rule.promise);
            }
        }
    }

    #[test]
    fn as_clauses() {
        let params: &[(&str, &str)] = &[("service", "basket")];
        let old: Case = ("long ago", |e| site(e).at = sample::ago(40), Unproven);
        let other: Case =
            ("about another service", |e| found(e, FindingKind::BeforeConsent, Some("x")), Kept);
        let own: Case = ("about this one", |e| found(e, FindingKind::BeforeConsent, Some("basket")), Broken);
        let fine: Case = ("nothing was found", |_| {}, Kept);
        sample::table_with("marketing-by-consent", params, &[fine, old, other, own]);
        sample::table_with("third-party-blocked", params, &[fine, old, other, own]);
        sample::table_with("no-tracking-before-consent", &[], &[fine, old, own]);
        sample::table_with(
            "works-without-cookies",
            &[],
            &[fine, ("a step failed", |e| found(e, FindingKind::StepFailed, None), Broken)],
        );
        sample::table_with(
            "vendor-data-matrix",
            &[("recipient", "host")],
            &[("another party", |e| found(e, FindingKind::UndeclaredHost, None), Broken)],
        );
        sample::table_with(
            "vendor-data-matrix",
            &[("recipient", "nobody")],
            &[("not on record", |_| {}, Broken)],
        );
    }

    #[test]
    fn numbers_in_cookies_count_as_personal() {
        fn shown(evidence: &mut Evidence, own_ids: Option<bool>) {
            evidence.drill.as_mut().unwrap().front.own_ids = own_ids;
        }
        sample::table_with(
            "claim-corrected",
            &[],
            &[
                ("shown and asked for", |e| shown(e, Some(true)), Kept),
                ("not shown", |e| shown(e, Some(false)), Broken),
                ("not tried", |e| shown(e, None), Unproven),
                (
                    "set without asking",
                    |e| {
                        shown(e, Some(true));
                        found(e, FindingKind::BeforeConsent, None);
                    },
                    Broken,
                ),
            ],
        );
    }

    /// A figure of two weeks, and cookies that live within it or beyond.
    #[test]
    fn a_figure_bounds_the_life_of_cookies() {
        use crate::facts::Figure;
        let edition = sample::edition_with(|facts| {
            let about = kernel::Text::same("longest");
            let figure = Figure { value: FigureValue::Span("2 weeks".parse().unwrap()), about };
            facts.figures.insert("longest".to_owned(), figure);
        });
        let (document, clause) = edition.clauses().into_iter().next().unwrap();
        let mut clause = clause.clone();
        "cookie-expiry".clone_into(&mut clause.promise);
        clause.params.insert("service".to_owned(), vec!["basket".to_owned()]);
        clause.params.insert("figure".to_owned(), vec!["longest".to_owned()]);
        let context = ClauseContext { edition: &edition, document, clause: &clause };
        for (seconds, expected) in [(14 * 86_400, Kept), (15 * 86_400, Broken)] {
            let mut evidence = sample::looked();
            site(&mut evidence).stored[1].seconds = Some(seconds);
            assert_eq!(judge(&evidence, &context, sample::now()).verdict, expected, "{seconds}");
        }
    }

    #[test]
    fn a_clause_is_concerned_by_what_contradicts_it() {
        let edition = sample::edition();
        let (document, clause) = edition.clauses().into_iter().next().unwrap();
        let mut clause = clause.clone();
        "marketing-by-consent".clone_into(&mut clause.promise);
        clause.params.insert("service".to_owned(), vec!["ads".to_owned()]);
        let context = ClauseContext { edition: &edition, document, clause: &clause };
        assert!(concerns(&context, FindingKind::BeforeConsent, Some("ads")));
        assert!(!concerns(&context, FindingKind::BeforeConsent, Some("ga")));
        assert!(!concerns(&context, FindingKind::LivesLonger, Some("ads")));
    }
}
