//! "access-content": the copy says which recipients hold the data and of which category every field is
//! (GDPR 15(1)(b), (c); the actual recipients, CJEU C-154/21).

use jiff::Timestamp;

use super::{COPIES, FIELDS, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{ArchiveEvidence, Evidence, is_counted};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let archives: Vec<&ArchiveEvidence> = evidence
        .archives
        .iter()
        .filter(|archive| is_counted(archive.at, archive.drill, now) && archive.fields > 0)
        .collect();
    let problems: Vec<EvidenceItem> =
        archives.iter().flat_map(|archive| problems(archive, context)).collect();
    if !problems.is_empty() {
        return Judgement::broken(
            text(
                "Een kopie zegt niet alles over ontvangers en soorten gegevens.",
                "A copy does not say everything about recipients and kinds of data.",
            ),
            problems,
            text("Kopieën met elke ontvanger en elke soort.", "Copies with every recipient and every kind."),
        );
    }
    let Some(last) = archives.iter().map(|archive| archive.at).max() else {
        return nothing(
            "Er is nog geen kopie met gegevens gemaakt.",
            "No copy with data has been made yet.",
            "Een beantwoorde inzage of een oefening.",
            "An access request that was answered, or a drill.",
        );
    };
    let fields: u64 = archives.iter().map(|archive| archive.fields).sum();
    let (nl, en) = ("met soort, en elke ontvanger genoemd", "with their kind, and every recipient named");
    let item = FIELDS.item("manifest", fields, nl, en).at(last);
    let copies = COPIES.item("archive", figure(archives.len()), "nagekeken", "looked at").at(last);
    Judgement::kept(
        text(
            "Elke kopie noemt de ontvangers en de soort van elk veld.",
            "Every copy names the recipients and the kind of every field.",
        ),
        vec![item, copies],
        text(
            "Een kopie waarin een ontvanger of soort ontbreekt.",
            "A copy that lacks a recipient or a kind.",
        ),
    )
}

fn problems(archive: &ArchiveEvidence, context: &ClauseContext<'_>) -> Vec<EvidenceItem> {
    let mut found = Vec::new();
    let bare = archive.fields.saturating_sub(archive.fields_with_category);
    if bare > 0 {
        found.push(FIELDS.item("manifest", bare, "zonder soort", "without a kind").at(archive.at));
    }
    let systems = &context.edition.facts().systems;
    let holders = archive.systems.iter().filter_map(|id| systems.get(id)?.recipient.as_ref());
    for holder in holders.filter(|holder| !archive.recipients.contains(holder)) {
        found.push(
            EvidenceItem::new(
                "manifest",
                format!("ontvanger {holder} ontbreekt"),
                format!("recipient {holder} is missing"),
            )
            .at(archive.at),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table(
            "access-content",
            &[
                ("all named", |_| {}, Verdict::Kept),
                ("a field without category", |e| e.archives[0].fields_with_category = 29, Verdict::Broken),
                ("a holder not named", |e| e.archives[0].recipients.clear(), Verdict::Broken),
                ("nothing held", |e| e.archives[0].fields = 0, Verdict::Unproven),
                ("no copies", |e| e.archives.clear(), Verdict::Unproven),
                (
                    "an old drill",
                    |e| {
                        e.archives[0].drill = true;
                        e.archives[0].at = sample::ago(32);
                    },
                    Verdict::Unproven,
                ),
            ],
        );
    }
}
