//! What is wrong with a system, in the reader's language.
//!
//! What is stored is a stable word with the system's id, and what a technician needs: names of tables and columns, codes,
//! the driver's or the map's own reason in English. What people read is made from the word when it is shown. A word that
//! this version does not know, or text of an earlier one, is shown as it stands.

use connect::{ConnectError, Finding};
use inventory::SweepProblem;
use kernel::Text;
use serde::{Deserialize, Serialize};

use crate::deployment::Deployment;

/// What is wrong, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trouble {
    /// The stable word.
    pub kind: String,
    /// The system's id.
    pub system: String,
    /// What a technician needs, in English: tables, columns, codes, reasons. Never data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What is wrong, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TroubleView {
    /// The stable word.
    pub kind: String,
    /// What happened, what it means, what to do.
    pub text: Text,
    /// What a technician needs, in English.
    pub detail: Option<String>,
}

/// The word of systems in which a correction has to be made by people.
pub(crate) const CORRECTS_NOTHING: &str = "corrects-nothing";
/// The word of systems in which nothing can be marked as not to be used.
pub(crate) const MARKS_NOTHING: &str = "marks-nothing";

impl Trouble {
    /// A word about a system.
    pub(crate) fn new(kind: &str, system: &str) -> Self {
        Self { kind: kind.to_owned(), system: system.to_owned(), detail: None }
    }

    /// What a connector met.
    pub fn of(problem: &ConnectError) -> Self {
        Self {
            kind: problem.name().to_owned(),
            system: problem.system().to_owned(),
            detail: problem.detail(),
        }
    }

    /// What a look at a system found.
    pub fn found(system: &str, finding: &Finding) -> Self {
        let kind = serde_json::to_value(finding.kind).ok();
        let kind = kind.and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
        Self { kind, system: system.to_owned(), detail: Some(finding.message.clone()) }
    }

    /// As it is stored.
    pub fn stored(&self) -> String {
        // INVARIANT: three plain texts always serialise.
        serde_json::to_string(self).unwrap_or_else(|_| self.kind.clone())
    }

    /// For people.
    pub fn view(&self, deployment: &Deployment) -> TroubleView {
        TroubleView {
            kind: self.kind.clone(),
            text: self.text(&deployment.system_name(&self.system)),
            detail: self.detail.clone(),
        }
    }

    /// The words, about a system of this name.
    pub fn text(&self, name: &Text) -> Text {
        match words(&self.kind) {
            Some((nl, en)) => {
                Text { nl: nl.replace("{system}", &name.nl), en: en.replace("{system}", &name.en) }
            }
            None => Text {
                nl: format!(
                    "“{}” doet zijn deel niet ({}). Laat een technicus ernaar kijken.",
                    name.nl, self.kind
                ),
                en: format!(
                    "“{}” does not do its part ({}). Have a technician look at it.",
                    name.en, self.kind
                ),
            },
        }
    }
}

/// What was stored, for people.
pub fn shown(deployment: &Deployment, stored: &str) -> TroubleView {
    match serde_json::from_str::<Trouble>(stored) {
        Ok(trouble) => trouble.view(deployment),
        Err(_) => TroubleView { kind: String::new(), text: Text::same(stored), detail: None },
    }
}

/// Why a retention rule cannot be carried out, for people.
pub(crate) fn of_rule(problem: &SweepProblem) -> TroubleView {
    let text = |nl: &str, en: &str| Text { nl: nl.to_owned(), en: en.to_owned() };
    let (kind, text) = match problem {
        SweepProblem::Follows { .. } => (
            "follows",
            text(
                "Deze regels blijven zolang als de regels waar zij bij horen. Geef die de bewaarregel.",
                "These rows stay as long as the rows they belong to. Give those the rule.",
            ),
        ),
        SweepProblem::OwnTerm { .. } => (
            "own-term",
            text(
                "Aan deze regels hangen andere met een eigen termijn. Er wordt niets verwijderd.",
                "Others with a term of their own hang on these rows. Nothing is deleted.",
            ),
        ),
        SweepProblem::Unfollowed { .. } => (
            "unfollowed",
            text(
                "Aan deze regels hangen andere die niet in één keer te vinden zijn. Er wordt niets verwijderd.",
                "Others that cannot be found set by set hang on these rows. Nothing is deleted.",
            ),
        ),
        SweepProblem::NothingToAnonymise { .. } => (
            "nothing-to-anonymise",
            text(
                "Deze regels moeten worden losgemaakt van mensen, maar dat kan van geen enkele kolom zonder te weten van wie ze zijn.",
                "These rows are to be anonymised, and no column of them can be without knowing whose they are.",
            ),
        ),
        SweepProblem::NoTerm { .. } => (
            "no-term",
            text(
                "Het beleid zegt niet hoe lang deze termijn is, vanaf wanneer, of wat er daarna gebeurt.",
                "The policy does not say how long this term is, from when, or what happens then.",
            ),
        ),
    };
    TroubleView { kind: kind.to_owned(), text, detail: Some(problem.to_string()) }
}

/// What happened, what it means and what to do, in Dutch and English.
fn words(kind: &str) -> Option<(&'static str, &'static str)> {
    reaching(kind).or_else(|| refusing(kind)).or_else(|| differing(kind)).or_else(|| found(kind))
}

/// The system cannot be reached, or not now.
fn reaching(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "unreachable" => (
            "“{system}” is niet te bereiken. Het systeem ligt misschien stil, of het adres of netwerk klopt niet. Wij proberen het vanzelf opnieuw.",
            "“{system}” cannot be reached. It may be down, or its address or network may be wrong. It is tried again by itself.",
        ),
        "timeout" => (
            "“{system}” antwoordt te langzaam. Er is niets veranderd. Wij proberen het vanzelf opnieuw.",
            "“{system}” takes too long to answer. Nothing was changed. It is tried again by itself.",
        ),
        "read-only" => (
            "“{system}” neemt nu geen wijzigingen aan. Er is niets veranderd. Wij proberen het vanzelf opnieuw.",
            "“{system}” takes no changes at present. Nothing was changed. It is tried again by itself.",
        ),
        "locked" => (
            "Iemand anders werkte in “{system}” met dezelfde gegevens. Er is niets veranderd. Wij proberen het vanzelf opnieuw.",
            "Somebody else was working with the same data in “{system}”. Nothing was changed. It is tried again by itself.",
        ),
        "changed" => (
            "In “{system}” veranderden gegevens terwijl wij bezig waren. Er is niets veranderd. Wij proberen het vanzelf opnieuw.",
            "Data in “{system}” changed while we were at work. Nothing was changed. It is tried again by itself.",
        ),
        "busy" => (
            "“{system}” heeft het te druk of laat ons even niet toe. Wij proberen het vanzelf opnieuw.",
            "“{system}” is too busy or limits its callers. It is tried again by itself.",
        ),
        "incomplete" => (
            "“{system}” brak een lijst halverwege af. Wij namen er niets van over en proberen het vanzelf opnieuw.",
            "“{system}” broke off a list half-way. Nothing was taken from it; it is tried again by itself.",
        ),
        "pending" => (
            "“{system}” is er nog mee bezig. Wij vragen het later opnieuw.",
            "“{system}” is still at it. It will be asked again.",
        ),
        "interrupted" => (
            "Het wissen in “{system}” stopte halverwege. Wat is gewist, blijft gewist; de rest volgt bij een nieuwe poging.",
            "The erasure in “{system}” stopped half-way. What was erased stays erased; the rest follows at the next try.",
        ),
        _ => return None,
    })
}

/// The system refuses.
fn refusing(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "refused" => (
            "“{system}” weigert de gebruikersnaam of het wachtwoord. Zet het goede in de instellingen.",
            "“{system}” refuses the user name or password. Put the right one in the settings.",
        ),
        "permission" => (
            "Het account voor “{system}” mist een recht. Geef dat recht en probeer het opnieuw.",
            "The account for “{system}” lacks a permission. Grant it and try again.",
        ),
        "hidden" | "hidden-rows" => (
            "“{system}” verbergt gegevens voor het account dat wij gebruiken. Daarom kan niemand zeggen wat erin staat. Geef het account het recht om alles te zien.",
            "“{system}” hides data from the account that is used here, so nobody can say what is in it. Give the account the right to see everything.",
        ),
        "constraint" => (
            "“{system}” laat dit niet toe: het zou een regel van de databank breken. Er is niets veranderd. Laat een technicus ernaar kijken.",
            "“{system}” does not allow this: it would break a rule of the database. Nothing was changed. Have a technician look at it.",
        ),
        "uncorrectable" => (
            "Deze verbetering kan niet vanzelf in “{system}”. Iemand moet het met de hand doen.",
            "This correction cannot be made by itself in “{system}”. Somebody has to make it by hand.",
        ),
        "unsupported" => (
            "“{system}” kan dit niet zelf. Iemand moet het met de hand doen.",
            "“{system}” has no way of doing this. Somebody has to do it by hand.",
        ),
        CORRECTS_NOTHING => (
            "“{system}” verbetert niets vanzelf. Iemand moet het met de hand doen.",
            "“{system}” corrects nothing by itself. Somebody has to do it by hand.",
        ),
        MARKS_NOTHING => (
            "In “{system}” valt niet te markeren dat gegevens niet gebruikt mogen worden. Iemand moet ze met de hand apart zetten.",
            "“{system}” has no mark for data that may not be used. Somebody has to set them aside by hand.",
        ),
        "no-identity" => (
            "“{system}” kent mensen niet aan de gegevens die zijn opgegeven.",
            "“{system}” knows people by none of the details that were given.",
        ),
        "address" => (
            "“{system}” heeft geen bruikbaar adres. Zet het in de instellingen.",
            "“{system}” has no usable address. Put it in the settings.",
        ),
        "failed" => (
            "“{system}” gaf een fout die wij niet kennen. Er is niets veranderd. Laat een technicus naar de code kijken.",
            "“{system}” failed in a way that has no name here. Nothing was changed. Have a technician look at the code.",
        ),
        "sink" => (
            "De gegevens uit “{system}” konden niet worden weggeschreven. Kijk of er nog schijfruimte is.",
            "The data of “{system}” could not be written. See whether there is disk space left.",
        ),
        _ => return None,
    })
}

/// The system is not as its map or its declaration says.
fn differing(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "schema-differs" => (
            "“{system}” ziet er anders uit dan zijn gegevenskaart zegt. Werk de kaart bij.",
            "“{system}” differs from its data map. Bring the map up to date.",
        ),
        "map-changed" => (
            "De gegevenskaart van “{system}” is veranderd sinds dit werd voorbereid. Het wordt opnieuw voorbereid.",
            "The data map of “{system}” has changed since this was prepared. It is prepared again.",
        ),
        "outdated" => (
            "In “{system}” staat niet meer wat er was voorbereid. Er is niets veranderd; het wordt opnieuw voorbereid.",
            "“{system}” no longer holds what was prepared. Nothing was changed; it is prepared again.",
        ),
        "rules" => (
            "De gegevenskaart van “{system}” is zo niet uit te voeren. Herstel de kaart.",
            "The data map of “{system}” cannot be applied like this. Mend the map.",
        ),
        "answer" => (
            "“{system}” antwoordt anders dan de koppeling verwacht. Laat een technicus ernaar kijken.",
            "“{system}” answers otherwise than its declaration expects. Have a technician look at it.",
        ),
        _ => return None,
    })
}

/// What a look at a system found.
fn found(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "missing-table" => (
            "In “{system}” ontbreekt een tabel die op de gegevenskaart staat. Werk de kaart bij.",
            "“{system}” lacks a table that its data map names. Bring the map up to date.",
        ),
        "missing-column" => (
            "In “{system}” ontbreekt een kolom die op de gegevenskaart staat. Werk de kaart bij.",
            "“{system}” lacks a column that its data map names. Bring the map up to date.",
        ),
        "key-not-unique" => (
            "In “{system}” wijst een sleutel van de kaart meer dan één regel aan. Geef op de kaart een sleutel die maar één regel aanwijst.",
            "In “{system}” a key of the map names more than one row. Give the map a key that names one row only.",
        ),
        "unsafe-erasure" => (
            "In “{system}” zou de databank weigeren om een kolom leeg te maken. Pas de kaart aan.",
            "In “{system}” the database would refuse to empty a column. Change the map.",
        ),
        "not-transactional" => (
            "Een tabel van “{system}” kan niet in één keer helemaal of helemaal niet worden gewijzigd. Laat een technicus ernaar kijken.",
            "A table of “{system}” cannot be changed as a whole or not at all. Have a technician look at it.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system() -> String {
        "shop".to_owned()
    }

    /// One of every variant: the compiler asks for a new one in [`ConnectError::name`].
    fn every_problem() -> Vec<ConnectError> {
        let table = || "wp_users".to_owned();
        let reason = || "a reason".to_owned();
        vec![
            ConnectError::Unreachable { system: system() },
            ConnectError::Refused { system: system() },
            ConnectError::Timeout { system: system() },
            ConnectError::ReadOnly { system: system() },
            ConnectError::Permission { system: system(), table: Some(table()) },
            ConnectError::Hidden { system: system(), table: table() },
            ConnectError::SchemaDiffers { system: system(), table: table(), column: Some("x".into()) },
            ConnectError::Constraint { system: system(), table: table(), reason: reason() },
            ConnectError::Locked { system: system() },
            ConnectError::Changed { system: system(), table: table() },
            ConnectError::MapChanged { system: system() },
            ConnectError::Outdated { system: system(), table: table() },
            ConnectError::Uncorrectable { system: system(), reason: reason(), absent: false },
            ConnectError::Unsupported { system: system(), what: "keep lists" },
            ConnectError::NoIdentity { system: system() },
            ConnectError::Rules { system: system(), reason: reason() },
            ConnectError::Sink { system: system(), reason: reason() },
            ConnectError::Address { system: system(), reason: reason() },
            ConnectError::Busy { system: system(), status: 503 },
            ConnectError::Incomplete { system: system() },
            ConnectError::Answer { system: system(), reason: reason() },
            ConnectError::Pending { system: system() },
            ConnectError::Interrupted {
                system: system(),
                done: 3,
                cause: Box::new(ConnectError::Timeout { system: system() }),
            },
            ConnectError::Failed { system: system(), code: "1205".into() },
        ]
    }

    #[test]
    fn every_problem_has_words_in_both_languages_and_names_the_system() {
        let name = Text { nl: "Webwinkel".into(), en: "Web shop".into() };
        for problem in every_problem() {
            let trouble = Trouble::of(&problem);
            assert!(words(&trouble.kind).is_some(), "{} has no words", trouble.kind);
            let text = trouble.text(&name);
            assert!(text.nl.contains("“Webwinkel”") && text.en.contains("“Web shop”"), "{text:?}");
            assert_ne!(text.nl, text.en);
            let read: Trouble = serde_json::from_str(&trouble.stored()).unwrap();
            assert_eq!(read, trouble, "what is stored is read back");
            assert!(!trouble.detail.unwrap_or_default().contains("the system “"), "{problem}");
        }
    }

    #[test]
    fn every_fatal_finding_has_words_and_the_technician_reads_the_rest() {
        use connect::FindingKind::{
            HiddenRows, KeyNotUnique, MissingColumn, MissingTable, NotTransactional, Unreachable,
        };
        for kind in [HiddenRows, Unreachable, MissingTable, MissingColumn, KeyNotUnique, NotTransactional] {
            let finding = Finding {
                weight: connect::Weight::Fatal,
                kind,
                collection: None,
                table: Some("wp_users".into()),
                column: None,
                message: "the table is missing".into(),
            };
            let trouble = Trouble::found("shop", &finding);
            assert!(words(&trouble.kind).is_some(), "{} has no words", trouble.kind);
            assert_eq!(trouble.detail.as_deref(), Some("the table is missing"));
        }
    }

    #[test]
    fn an_unknown_word_still_says_which_system() {
        let text = Trouble::new("of-tomorrow", "shop").text(&Text::same("Shop"));
        assert!(text.nl.contains("“Shop”") && text.nl.contains("of-tomorrow"), "{text:?}");
    }
}
