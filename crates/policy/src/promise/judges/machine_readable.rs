//! "machine-readable": every answer can be read by people and by machines (GDPR 12(1), 15(3), 20(1)).

use jiff::Timestamp;

use super::{ANSWERS, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{ArchiveEvidence, Evidence, is_counted};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let archives: Vec<&ArchiveEvidence> =
        evidence.archives.iter().filter(|archive| is_counted(archive.at, archive.drill, now)).collect();
    let problems: Vec<EvidenceItem> = archives.iter().filter_map(|archive| problem(archive)).collect();
    if !problems.is_empty() {
        return Judgement::broken(
            text(
                "Niet elk antwoord is door mens en machine te lezen.",
                "Not every answer can be read by people and machines.",
            ),
            problems,
            text("Antwoorden die alle toetsen doorstaan.", "Answers that pass every test."),
        );
    }
    let Some(last) = archives.iter().map(|archive| archive.at).max() else {
        return nothing(
            "Er is nog geen antwoord ingepakt en getoetst.",
            "No answer has been packed and tested yet.",
            "Een getoetst antwoord of een oefening.",
            "An answer that was tested, or a drill.",
        );
    };
    let (nl, en) =
        ("teruggelezen: HTML, JSON, CSV en elke vingerafdruk", "read back: HTML, JSON, CSV and every hash");
    let item = ANSWERS.item("archive", figure(archives.len()), nl, en).at(last);
    Judgement::kept(
        text(
            "Elk antwoord is door mens en machine te lezen.",
            "Every answer can be read by people and machines.",
        ),
        vec![item],
        text("Een antwoord dat een toets niet doorstaat.", "An answer that fails a test."),
    )
}

fn problem(archive: &ArchiveEvidence) -> Option<EvidenceItem> {
    let failed: Vec<&str> = [
        (archive.json, "JSON"),
        (archive.csv, "CSV"),
        (archive.html, "HTML"),
        (archive.manifest, "manifest"),
    ]
    .into_iter()
    .filter_map(|(passed, name)| (!passed).then_some(name))
    .collect();
    (!failed.is_empty()).then(|| {
        let failed = failed.join(", ");
        EvidenceItem::new(
            "archive",
            format!("een antwoord faalt op: {failed}"),
            format!("an answer fails on: {failed}"),
        )
        .at(archive.at)
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table(
            "machine-readable",
            &[
                ("all valid", |_| {}, Verdict::Kept),
                ("bad JSON", |e| e.archives[0].json = false, Verdict::Broken),
                ("bad CSV", |e| e.archives[0].csv = false, Verdict::Broken),
                ("no page", |e| e.archives[0].html = false, Verdict::Broken),
                ("another hash", |e| e.archives[0].manifest = false, Verdict::Broken),
                ("none packed", |e| e.archives.clear(), Verdict::Unproven),
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
