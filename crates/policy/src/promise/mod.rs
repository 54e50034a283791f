//! The spine: every promise by name, what it says, and how it is judged.
//!
//! A promise is a row of the catalogue: a name that prose refers to, one line for people in every language,
//! the parameters it takes, and a judge. A judge is a pure function of the edition in force, the evidence
//! gathered and the time. A promise whose machinery does not exist yet names the machinery and is unproven:
//! nothing here ever calls a promise kept without something to show.
//!
//! To add a promise: a row in the file of its theme under `catalogue/`. To make one provable: a file under
//! `judges/` with a function, its tests beside it, and `Judge::By(function)` in the row.

pub mod catalogue;
pub mod evidence;
pub mod gaps;
mod judgement;
mod judges;
mod machinery;
mod void;

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::Text;
use serde::{Deserialize, Serialize};

use crate::document::{Clause, ClauseId};
use crate::edition::{Edition, EditionError};

pub use evidence::Evidence;
pub use judgement::{EvidenceItem, FEWEST, Judgement, Verdict};
pub use judges::site::concerns;
pub use machinery::Machinery;
pub use void::{Conflict, conflict, conflicts};

pub(crate) use judgement::text;

/// A subject matter that promises are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Editions, documents, the notice itself.
    Notice,
    /// What is collected and from where.
    Collection,
    /// What data are used for.
    Use,
    /// How long data are kept, and how relations end.
    Retention,
    /// Cookies and everything on the visitor's device.
    Device,
    /// Consent and its withdrawal.
    Consent,
    /// Processors and transfers.
    Processors,
    /// Analytics, advertising and other services of third parties.
    ThirdParties,
    /// Disclosures to others.
    Sharing,
    /// Security and breaches.
    Security,
    /// The rights of subjects.
    Rights,
    /// Mail and marketing.
    Mail,
}

/// How a promise comes to its verdict.
#[derive(Clone, Copy)]
pub enum Judge {
    /// By looking at evidence.
    By(fn(&Evidence, &ClauseContext<'_>, Timestamp) -> Judgement),
    /// Not yet: this machinery is missing.
    Needs(&'static [Machinery]),
}

/// A promise of the catalogue.
#[derive(Clone, Copy)]
pub struct Promise {
    /// The name that prose refers to.
    pub name: &'static str,
    /// The subject matters it belongs to; the first is where its file is.
    pub themes: &'static [Theme],
    /// One line for people, Dutch.
    pub nl: &'static str,
    /// One line for people, English.
    pub en: &'static str,
    /// The parameters it understands: topics in the singular.
    pub params: &'static [&'static str],
    /// How it comes to its verdict.
    pub judge: Judge,
}

impl Promise {
    /// The one line for people.
    pub fn describe(&self) -> Text {
        text(self.nl, self.en)
    }

    /// Whether there is machinery that can show that this promise is kept.
    pub fn is_provable(&self) -> bool {
        matches!(self.judge, Judge::By(_))
    }

    /// The verdict on one clause.
    pub fn judge(&self, evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
        if let Some(judgement) = void::judge(context) {
            return judgement;
        }
        match self.judge {
            Judge::By(judge) => judge(evidence, context, now),
            Judge::Needs(machinery) => machinery::missing(machinery),
        }
    }
}

/// The clause that is judged, and the edition that it stands in.
#[derive(Clone, Copy)]
pub struct ClauseContext<'a> {
    /// The edition in force.
    pub edition: &'a Edition,
    /// The id of the document that the clause stands in.
    pub document: &'a str,
    /// The clause.
    pub clause: &'a Clause,
}

impl<'a> ClauseContext<'a> {
    /// The values of a parameter; none when the clause leaves it out.
    pub fn param(&self, name: &str) -> &'a [String] {
        self.clause.params.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The parameter, allowed on every clause, by which a policy says that the law overrules it.
pub const VOID: &str = "void";

static BY_NAME: std::sync::LazyLock<BTreeMap<&'static str, &'static Promise>> =
    std::sync::LazyLock::new(|| catalogue::all().map(|promise| (promise.name, promise)).collect());

/// The promise with this name.
pub fn find(name: &str) -> Option<&'static Promise> {
    BY_NAME.get(name).copied()
}

/// The verdict on one clause, as reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseVerdict {
    /// The product whose rule it is; none for the policy itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The clause.
    pub clause: ClauseId,
    /// The document it stands in.
    pub document: String,
    /// The promise it makes.
    pub promise: String,
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

/// Judges every clause of `edition`, in clause order.
pub fn check(edition: &Edition, evidence: &Evidence, now: Timestamp) -> Vec<ClauseVerdict> {
    let clauses = edition.clauses().into_iter();
    clauses.map(|(document, clause)| judged(edition, document, clause, evidence, now)).collect()
}

/// Judges the rules of every product by the facts that hold for it: its own clauses, and those of the policy that read
/// stricter for it. What is known of a whole house holds for a part of it, so the same evidence counts.
///
/// # Errors
/// When what a product lays over the facts does not fit them: the edition was made by another program.
pub fn check_products(
    edition: &Edition,
    evidence: &Evidence,
    now: Timestamp,
) -> Result<Vec<ClauseVerdict>, EditionError> {
    let mut verdicts = Vec::new();
    for product in &edition.content().products {
        let own = edition.for_product(product)?;
        let clauses = own.clauses().into_iter().filter(|(_, clause)| product.says(&clause.id));
        verdicts.extend(clauses.map(|(document, clause)| ClauseVerdict {
            product: Some(product.id.clone()),
            ..judged(&own, document, clause, evidence, now)
        }));
    }
    Ok(verdicts)
}

fn judged(
    edition: &Edition,
    document: &str,
    clause: &Clause,
    evidence: &Evidence,
    now: Timestamp,
) -> ClauseVerdict {
    let context = ClauseContext { edition, document, clause };
    let judgement = match find(&clause.promise) {
        Some(promise) => promise.judge(evidence, &context, now),
        None => unknown(&clause.promise),
    };
    ClauseVerdict {
        product: None,
        clause: clause.id.clone(),
        document: document.to_owned(),
        promise: clause.promise.clone(),
        verdict: judgement.verdict,
        reason: judgement.reason,
        evidence: judgement.evidence,
        would_change: judgement.would_change,
        since: None,
    }
}

/// An edition of another version of the program may name a promise that this one does not know.
fn unknown(name: &str) -> Judgement {
    Judgement::unproven(
        text(
            format!("Dit programma kent de belofte “{name}” niet."),
            format!("This program does not know the promise “{name}”."),
        ),
        text(
            "Een versie van het programma die deze belofte kent.",
            "A version of the program that knows this promise.",
        ),
    )
}
