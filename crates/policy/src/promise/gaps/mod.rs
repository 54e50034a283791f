//! What the law demands and no clause promises: the gaps G1 to G16.
//!
//! A gap is judged like a clause: the same verdicts, by a pure function of the edition in force, the evidence gathered
//! and the time. A gap in the text is judged by what the edition says; a gap in what is done only by what was done.
//! Where nothing can show it yet, the gap names the machinery that is missing.
//!
//! To make a gap provable: a file here with a function and its tests, and `Judge::By(function)` in its row.

mod cookies;
mod erasure;
mod school;
pub(super) mod source;
mod told;
mod wording;

use jiff::Timestamp;
use kernel::Text;
use serde::{Deserialize, Serialize};

use super::evidence::Evidence;
use super::judgement::{EvidenceItem, Judgement, Verdict, text};
use super::judges::site;
use super::machinery::{self, Machinery};
use crate::edition::Edition;

/// How a gap comes to its verdict.
#[derive(Clone, Copy)]
enum Judge {
    /// By looking at the edition and at evidence.
    By(fn(&Evidence, &Edition, Timestamp) -> Judgement),
    /// By the items of the law's checklist that the edition must say.
    Says(&'static [&'static str]),
    /// Not yet: this machinery is missing.
    Needs(&'static [Machinery]),
}

/// Something that the law demands and no clause promises.
#[derive(Clone, Copy)]
pub struct Gap {
    /// Its id: G1 to G16.
    pub id: &'static str,
    /// Where the law demands it.
    pub law: &'static str,
    /// One line for people, Dutch.
    pub nl: &'static str,
    /// One line for people, English.
    pub en: &'static str,
    judge: Judge,
}

impl Gap {
    /// The one line for people.
    pub fn describe(&self) -> Text {
        text(self.nl, self.en)
    }

    /// The verdict on it.
    pub fn judge(&self, edition: &Edition, evidence: &Evidence, now: Timestamp) -> Judgement {
        match self.judge {
            Judge::By(judge) => judge(evidence, edition, now),
            Judge::Says(items) => wording::judge(items, evidence, edition, now),
            Judge::Needs(machinery) => machinery::missing(machinery),
        }
    }
}

/// The verdict on one gap, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapVerdict {
    /// The gap.
    pub gap: String,
    /// Where the law demands it.
    pub law: String,
    /// What it demands.
    pub demand: Text,
    /// The outcome.
    pub verdict: Verdict,
    /// Why.
    pub reason: Text,
    /// What shows it.
    pub evidence: Vec<EvidenceItem>,
    /// What would change the verdict.
    pub would_change: Text,
    /// Since when the verdict is this one; filled in by whoever remembers earlier checks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

/// Every gap, in order.
pub fn all() -> impl Iterator<Item = &'static Gap> {
    GAPS.iter()
}

/// Judges every gap, in order.
pub fn check(edition: &Edition, evidence: &Evidence, now: Timestamp) -> Vec<GapVerdict> {
    let judged = |gap: &Gap| {
        let judgement = gap.judge(edition, evidence, now);
        GapVerdict {
            gap: gap.id.to_owned(),
            law: gap.law.to_owned(),
            demand: gap.describe(),
            verdict: judgement.verdict,
            reason: judgement.reason,
            evidence: judgement.evidence,
            would_change: judgement.would_change,
            since: None,
        }
    };
    all().map(judged).collect()
}

const GAPS: &[Gap] = &[
    Gap {
        id: "G1",
        law: "13(1)(a)",
        nl: "Naam, adres en handelsregister van de verantwoordelijke",
        en: "Name, address and trade register of the controller",
        judge: Judge::Says(&["identity", "address", "registration", "contact"]),
    },
    Gap {
        id: "G2",
        law: "13(1)(c)(d)",
        nl: "Een grondslag voor elk doel, en het belang waar dat de grondslag is",
        en: "A legal basis for each purpose, and the interest where that is the basis",
        judge: Judge::Says(&["purposes", "interests"]),
    },
    Gap {
        id: "G3",
        law: "13(1)(b), 37",
        nl: "Een functionaris voor gegevensbescherming, of waarom die er niet is",
        en: "A data protection officer, or why there is none",
        judge: Judge::Says(&["dpo"]),
    },
    Gap {
        id: "G4",
        law: "17, 19",
        nl: "Wissen zonder op te zeggen, en ontvangers die het horen",
        en: "Erasure without ending the contract, and recipients who are told",
        judge: Judge::By(erasure::judge),
    },
    Gap {
        id: "G5",
        law: "7(3)",
        nl: "Toestemming even makkelijk intrekken als geven",
        en: "Consent as easy to withdraw as to give",
        judge: Judge::By(|evidence, edition, now| site::judge_law(evidence, edition, "G5", now)),
    },
    Gap {
        id: "G6",
        law: "12(4), 77, 79",
        nl: "Waar u kunt klagen, en dat u naar de rechter kunt",
        en: "Where you can complain, and that you can go to court",
        judge: Judge::Says(&["complaint"]),
    },
    Gap {
        id: "G7",
        law: "14(2)(f), 15(1)(g)",
        nl: "Waar gegevens vandaan komen die u niet zelf gaf",
        en: "Where data come from that you did not give yourself",
        judge: Judge::By(source::judge),
    },
    Gap {
        id: "G8",
        law: "13(1)(f)",
        nl: "De waarborg bij doorgifte buiten Europa",
        en: "The safeguard of transfers outside Europe",
        judge: Judge::Says(&["transfers"]),
    },
    Gap {
        id: "G9",
        law: "28(3)(e)",
        nl: "Een verzoek over gegevens van leerlingen gaat door naar de school",
        en: "A request about pupils’ data is passed on to the school",
        judge: Judge::By(school::judge),
    },
    Gap {
        id: "G10",
        law: "33, 34",
        nl: "Een werkwijze voor datalekken",
        en: "A procedure for data breaches",
        judge: Judge::By(told::breach),
    },
    Gap {
        id: "G11",
        law: "C-673/17",
        nl: "Een lijst van cookies met duur en wie erbij kan",
        en: "A list of cookies with their duration and who has access",
        judge: Judge::By(cookies::judge),
    },
    Gap {
        id: "G12",
        law: "13(1)(e)",
        nl: "De betaaldienst bij naam",
        en: "The payment service by name",
        judge: Judge::Says(&["recipients"]),
    },
    Gap {
        id: "G13",
        law: "8; UAVG 5",
        nl: "Toestemming van een ouder voor wie jonger is dan 16",
        en: "A parent’s consent for those under 16",
        judge: Judge::Needs(&[Machinery::ConsentBanner, Machinery::SchoolDesk]),
    },
    Gap {
        id: "G14",
        law: "35",
        nl: "Een effectbeoordeling waar de risico’s hoog zijn",
        en: "An impact assessment where the risks are high",
        judge: Judge::Needs(&[Machinery::InterestAssessments]),
    },
    Gap {
        id: "G15",
        law: "2023/2673",
        nl: "Een knop om van een koop op afstand af te zien",
        en: "A button to withdraw from a distance purchase",
        judge: Judge::Needs(&[Machinery::SiteScan]),
    },
    Gap {
        id: "G16",
        law: "2019/882",
        nl: "Pagina’s die voor iedereen toegankelijk zijn",
        en: "Pages that are accessible to everybody",
        judge: Judge::Needs(&[Machinery::Readability]),
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise::judges::sample;

    #[test]
    fn every_gap_has_its_place_its_words_and_a_verdict_that_shows_something() {
        let ids: Vec<String> = all().map(|gap| gap.id.to_owned()).collect();
        let wanted: Vec<String> = (1..=16).map(|number| format!("G{number}")).collect();
        assert_eq!(ids, wanted);
        for verdict in check(&sample::edition(), &sample::looked(), sample::now()) {
            let gap = &verdict.gap;
            assert!(!verdict.demand.nl.is_empty() && !verdict.demand.en.is_empty(), "{gap}");
            for said in [&verdict.reason, &verdict.would_change] {
                assert!(said.nl.ends_with('.') && said.en.ends_with('.'), "{gap}: {said:?}");
            }
            let shows = !verdict.evidence.is_empty();
            assert!(shows || verdict.verdict == Verdict::Unproven, "{gap} is {} by nothing", verdict.verdict);
        }
    }

    #[test]
    fn without_evidence_nothing_that_is_done_is_kept() {
        for verdict in check(&sample::edition(), &Evidence::default(), sample::now()) {
            assert_ne!(verdict.verdict, Verdict::Kept, "{}", verdict.gap);
        }
    }
}
