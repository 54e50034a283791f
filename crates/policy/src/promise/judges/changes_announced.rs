//! "changes-announced": every edition that came into force after the first was told beforehand for as long as is
//! promised, and to everybody; and the house refuses to do otherwise.

use jiff::Timestamp;
use kernel::calendar::Calendar;

use super::{drill_failed, drill_item, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, PublishedRow, drill};
use crate::promise::judgement::{EvidenceItem, Judgement, text};
use crate::publication::NOTICE_FIGURE;

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let rows = evidence.editions.as_ref().map(|seen| seen.published.as_slice()).unwrap_or_default();
    let sudden: Vec<EvidenceItem> = rows.iter().filter(|row| is_sudden(row)).map(sudden).collect();
    if !sudden.is_empty() {
        return Judgement::broken(
            text(
                "Een versie ging in zonder dat iedereen het op tijd wist.",
                "An edition came into force without everybody knowing in time.",
            ),
            sudden,
            text("Versies die op tijd zijn aangekondigd.", "Editions that were announced in time."),
        );
    }
    let mut items: Vec<EvidenceItem> = rows.iter().filter_map(told).collect();
    match evidence.drilled(drill::ANNOUNCED, now) {
        DrillResult::Failed(at) => {
            let (nl, en) = (
                "een versie kon ingaan zonder aankondiging, of iemand kreeg tweemaal bericht",
                "an edition could come into force unannounced, or somebody was told twice",
            );
            return drill_failed(at, nl, en);
        }
        DrillResult::Passed(at) => items.push(drill_item(
            at,
            "zonder aankondiging ging niets in, en één bericht kwam één keer aan",
            "nothing came into force unannounced, and one message arrived once",
        )),
        DrillResult::Nothing => {}
    }
    if items.is_empty() {
        return nothing(
            "Nog geen versie is aangekondigd, en geen oefening probeerde het.",
            "No edition has been announced yet, and no drill has tried it.",
            "Een aangekondigde versie, of een oefening.",
            "An announced edition, or a drill.",
        );
    }
    if let Some(figure) = context.edition.facts().figures.get(NOTICE_FIGURE) {
        let value = |language| figure.value.render(language);
        items.push(EvidenceItem::new(
            "edition",
            format!("beloofd: {} vooraf", value(kernel::Language::Nl)),
            format!("promised: {} beforehand", value(kernel::Language::En)),
        ));
    }
    Judgement::kept(
        text("Geen versie gaat in zonder aankondiging vooraf.", "No edition comes into force unannounced."),
        items,
        text("Een versie die te vroeg ingaat.", "An edition that comes into force too early."),
    )
}

/// Whether an edition came into force before people had known for long enough.
fn is_sudden(row: &PublishedRow) -> bool {
    let Some(since) = row.since.filter(|_| !row.first) else { return false };
    let Some(announced) = &row.announced else { return true };
    let calendar = Calendar::netherlands();
    let earliest = calendar.ok().and_then(|calendar| announced.earliest(&calendar));
    earliest.is_none_or(|earliest| since < earliest)
}

fn sudden(row: &PublishedRow) -> EvidenceItem {
    let version = &row.version;
    EvidenceItem::new(
        "edition",
        format!("versie {version} ging te vroeg in"),
        format!("edition {version} came into force too early"),
    )
}

/// What shows that an edition was told; nothing for one that is not announced.
fn told(row: &PublishedRow) -> Option<EvidenceItem> {
    let announced = row.announced.as_ref()?;
    let (version, on) = (&row.version, announced.on);
    let (nl, en) = match row.told {
        0 => (String::new(), String::new()),
        told => (format!(", {told} mensen per mail"), format!(", {told} people by mail")),
    };
    Some(
        EvidenceItem::new(
            "edition",
            format!("versie {version} is aangekondigd op {on}{nl}"),
            format!("edition {version} was announced on {on}{en}"),
        )
        .figure(row.told),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use kernel::Actor;

    use super::super::sample;
    use super::*;
    use crate::promise::Verdict;
    use crate::publication::Announcement;

    fn row(since: Option<Date>, told_on: Option<Date>) -> PublishedRow {
        let announced = Announcement {
            approved_at: sample::ago(60),
            approved_by: Actor::Operator,
            on: date(2026, 9, 1),
            notice: "30 days".parse().unwrap(),
            material: true,
            told_on,
        };
        PublishedRow { version: "x".into(), first: false, announced: Some(announced), since, told: 3 }
    }

    fn with(evidence: &mut Evidence, rows: Vec<PublishedRow>) {
        evidence.editions.as_mut().unwrap().published = rows;
    }

    #[test]
    fn verdicts() {
        let told = Some(date(2026, 9, 1));
        sample::table_with(
            "changes-announced",
            &[("figure", "change_notice")],
            &[
                ("a drill", |_| {}, Verdict::Kept),
                ("a drill that failed", |e| sample::fail(e, drill::ANNOUNCED), Verdict::Broken),
                ("neither", |e| sample::skip(e, drill::ANNOUNCED), Verdict::Unproven),
            ],
        );
        let judged = |rows: Vec<PublishedRow>| {
            let mut evidence = sample::looked();
            sample::skip(&mut evidence, drill::ANNOUNCED);
            with(&mut evidence, rows);
            sample::judge_with("changes-announced", &[], &evidence).verdict
        };
        assert_eq!(judged(vec![row(Some(date(2026, 10, 1)), told)]), Verdict::Kept);
        assert_eq!(judged(vec![row(None, told)]), Verdict::Kept, "announced and not yet in force");
        assert_eq!(judged(vec![row(Some(date(2026, 9, 20)), told)]), Verdict::Broken, "too early");
        let late = Some(date(2026, 9, 25));
        assert_eq!(judged(vec![row(Some(date(2026, 10, 1)), late)]), Verdict::Broken, "told too late");
        assert_eq!(judged(vec![row(Some(date(2026, 10, 1)), None)]), Verdict::Broken, "not all told");
        let bare = PublishedRow { announced: None, ..row(Some(date(2026, 10, 1)), told) };
        assert_eq!(judged(vec![bare.clone()]), Verdict::Broken, "never announced");
        assert_eq!(judged(vec![PublishedRow { first: true, ..bare }]), Verdict::Unproven, "the first one");
    }
}
