//! A report as headings, tables and lists in one language: what the terminal, the page and the paper are made of, so that the three
//! say the same. Names, addresses and what a scan adds to a finding stay as they were met.

use kernel::Language;

use super::{Report, ThingLine};
use crate::known::Use;
use crate::rules::Finding;
use crate::seen::{BannerSeen, ControlKind};

/// A report in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The language.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// What was looked at, by what, when.
    pub lead: Vec<String>,
    /// Whether nothing was found.
    pub good: bool,
    /// Its parts in order.
    pub parts: Vec<Part>,
}

/// A part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// Text before the rest.
    pub text: String,
    /// The names of columns; none when there is no table.
    pub head: Vec<String>,
    /// Rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
    /// Points.
    pub list: Vec<String>,
}

/// Whose words.
#[derive(Clone, Copy)]
struct Say(Language);

impl Say {
    fn it(self, nl: &str, en: &str) -> String {
        match self.0 {
            Language::Nl => nl,
            Language::En => en,
        }
        .to_owned()
    }

    fn all(self, words: &[(&str, &str)]) -> Vec<String> {
        words.iter().map(|(nl, en)| self.it(nl, en)).collect()
    }
}

/// A report in a language.
pub fn sheet(report: &Report, language: Language) -> Sheet {
    let say = Say(language);
    let sites = report.start.join(", ");
    let when =
        kernel::calendar::moment_text(report.at.to_zoned(jiff::tz::TimeZone::UTC).datetime(), language);
    let (browser, seconds) = (&report.browser, report.millis / 1000);
    let mut lead = vec![say.it(
        &format!("{sites}, gezien door {browser} op {when} UTC, in {seconds} seconden."),
        &format!("{sites}, seen by {browser} on {when} UTC, in {seconds} seconds."),
    )];
    if let Some((version, hash)) = &report.edition {
        let short = hash.get(..12).unwrap_or(hash);
        lead.push(say.it(
            &format!("Vergeleken met versie {version} ({short})."),
            &format!("Held against edition {version} ({short})."),
        ));
    }
    let mut parts = vec![findings(report, say), notice(report.notice.as_ref(), say), states(report, say)];
    parts.push(things(&report.things, say));
    parts.push(Part {
        heading: say.it("Adressen van anderen", "Hosts of others"),
        head: say.all(&[("Adres", "Host"), ("In toestanden", "In states")]),
        rows: report.hosts.iter().map(|(host, states)| vec![host.clone(), states.join(", ")]).collect(),
        ..Part::none()
    });
    for (heading, list) in [
        (say.it("Vermeld, niet gezien", "Declared, not met"), &report.not_met),
        (say.it("Niet gedaan", "Not done"), &report.notes),
    ] {
        parts.push(Part { heading, list: list.clone(), ..Part::none() });
    }
    parts.retain(|part| !(part.rows.is_empty() && part.list.is_empty() && part.text.is_empty()));
    Sheet {
        language,
        title: say.it("Wat de site echt doet", "What the site really does"),
        lead,
        good: report.findings.is_empty(),
        parts,
    }
}

impl Part {
    fn none() -> Self {
        Self { heading: String::new(), text: String::new(), head: vec![], rows: vec![], list: vec![] }
    }
}

fn findings(report: &Report, say: Say) -> Part {
    let count = report.findings.len();
    if count == 0 {
        return Part {
            heading: say.it("Bevindingen", "Findings"),
            text: say.it(
                "Er is niets gevonden dat in strijd is met wat is vermeld.",
                "Nothing was found that contradicts what is declared.",
            ),
            ..Part::none()
        };
    }
    let row = |it: &Finding| {
        let mut what = it.what.clone();
        if let Some(service) = &it.service {
            what = format!("{what} ({service})");
        }
        let known =
            it.known.as_ref().map(|known| format!("{}: {}", known.company, purpose(known.for_what, say)));
        let more: Vec<String> =
            known.into_iter().chain((!it.detail.is_empty()).then(|| it.detail.clone())).collect();
        let kind = it.kind.text().get(say.0).to_owned();
        vec![what, kind, it.state.name(), more.join(" · "), it.page.clone(), it.clauses.join(" ")]
    };
    let heading = match count {
        1 => say.it("1 bevinding", "1 finding"),
        _ => say.it(&format!("{count} bevindingen"), &format!("{count} findings")),
    };
    Part {
        heading,
        head: say.all(&[
            ("Wat", "What"),
            ("Bevinding", "Finding"),
            ("Toestand", "State"),
            ("Meer", "More"),
            ("Pagina", "Page"),
            ("Raakt", "Touches"),
        ]),
        rows: report.findings.iter().map(row).collect(),
        ..Part::none()
    }
}

fn notice(banner: Option<&BannerSeen>, say: Say) -> Part {
    let heading = say.it("Melding", "Notice");
    let Some(banner) = banner else {
        return Part { heading, text: say.it("Er was geen melding.", "None was met."), ..Part::none() };
    };
    let control = |kind: ControlKind| match kind {
        ControlKind::Accept => say.it("toestaan", "accept"),
        ControlKind::Refuse => say.it("weigeren", "refuse"),
        ControlKind::Settings => say.it("instellen", "settings"),
        ControlKind::Save => say.it("opslaan", "save"),
        ControlKind::Close => say.it("sluiten", "close"),
        ControlKind::Other => say.it("anders", "other"),
    };
    Part {
        heading,
        text: banner.text.clone(),
        head: say.all(&[
            ("Knop", "Control"),
            ("Om te", "For"),
            ("Grootte", "Size"),
            ("Letters", "Letters"),
            ("Contrast", "Contrast"),
        ]),
        rows: banner
            .controls
            .iter()
            .map(|it| {
                let size = format!("{} × {}", it.size.0, it.size.1);
                let letters = format!("{} px, {}", it.letters, it.weight);
                vec![it.text.clone(), control(it.kind), size, letters, it.contrast.to_string()]
            })
            .collect(),
        ..Part::none()
    }
}

fn states(report: &Report, say: Say) -> Part {
    let entered = |entered: bool, complete: bool| match (entered, complete) {
        (false, _) => say.it("nee", "no"),
        (true, true) => say.it("ja", "yes"),
        (true, false) => say.it("deels", "in part"),
    };
    Part {
        heading: say.it("Toestanden", "States"),
        head: say.all(&[
            ("Toestand", "State"),
            ("Bereikt", "Entered"),
            ("Pagina’s", "Pages"),
            ("Bewaard", "Stored"),
            ("Verzoeken aan anderen", "Requests to others"),
            ("Vreemd", "Odd"),
        ]),
        rows: report
            .states
            .iter()
            .map(|it| {
                vec![
                    it.state.name(),
                    entered(it.entered, it.complete),
                    it.pages.to_string(),
                    it.things.to_string(),
                    it.to_others.to_string(),
                    it.odd.join(", "),
                ]
            })
            .collect(),
        ..Part::none()
    }
}

fn things(things: &[ThingLine], say: Say) -> Part {
    let row = |it: &ThingLine| {
        let own = say.it("eigen", "own");
        let whose = if it.own { format!("{own} ({})", it.host) } else { it.host.clone() };
        let life = it
            .life
            .map_or_else(|| say.it("tot iemand het weghaalt", "until removed"), |life| life.render(say.0));
        let known = it.known.map(|it| purpose(it, say)).unwrap_or_default();
        vec![it.name.clone(), it.kind.clone(), whose, life, known, it.set_by.clone(), it.states.join(", ")]
    };
    Part {
        heading: say.it("Bewaard op het apparaat", "Stored on the device"),
        head: say.all(&[
            ("Naam", "Name"),
            ("Soort", "Kind"),
            ("Van wie", "Whose"),
            ("Hoe lang", "Life"),
            ("Bekend als", "Known as"),
            ("Gezet door", "Set by"),
            ("In toestanden", "In states"),
        ]),
        rows: things.iter().map(row).collect(),
        ..Part::none()
    }
}

fn purpose(use_of: Use, say: Say) -> String {
    match use_of {
        Use::Necessary => say.it("noodzakelijk", "necessary"),
        Use::Functional => say.it("functioneel", "functional"),
        Use::Analytics => say.it("meten", "analytics"),
        Use::Marketing => say.it("reclame", "marketing"),
    }
}
