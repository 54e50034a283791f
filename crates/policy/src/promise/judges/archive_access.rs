//! "archive-access": after the end staff have no access to what remains; who needs it all the same says why, on
//! record. The decision point and the desk are shown by a drill; a system's own screens only by the system.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{attested, drill_failed, drill_item, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, SystemReach, drill, is_counted};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let (open, closed) = screens(evidence, now);
    if !open.is_empty() {
        return let_in(&open);
    }
    let at = match evidence.drilled(drill::ARCHIVE, now) {
        DrillResult::Passed(at) => at,
        DrillResult::Failed(at) => {
            let (nl, en) = (
                "medewerkers werden niet geweigerd, of er werd niets vastgelegd",
                "staff were not refused, or nothing was put on record",
            );
            return drill_failed(at, nl, en);
        }
        DrillResult::Nothing => {
            return nothing(
                "Nog geen oefening probeerde als medewerker bij gesloten gegevens te komen.",
                "No drill has tried yet to get at closed data as staff.",
                "Een oefening.",
                "A drill.",
            );
        }
    };
    let (nl, en) = (
        "medewerkers werden geweigerd, en met een vastgelegde reden toegelaten",
        "staff were refused, and let in with a reason on record",
    );
    let drilled = drill_item(at, nl, en);
    let unseen = keeping(evidence, now).difference(&closed).cloned().collect::<Vec<_>>();
    let stood_for = attested(evidence, context, now);
    if !unseen.is_empty() && stood_for.is_none() {
        return half_seen(drilled, &unseen);
    }
    Judgement::kept(
        text(
            "Wat gesloten is, opent alleen met een vastgelegde reden.",
            "What is closed opens only with a reason on record.",
        ),
        std::iter::once(drilled).chain(stood_for.filter(|_| !unseen.is_empty())).collect(),
        text(
            "Een medewerker die er zonder reden bij kan.",
            "A member of staff who has access without a reason.",
        ),
    )
}

fn let_in(open: &[String]) -> Judgement {
    let list = open.join(", ");
    let item = EvidenceItem::new(
        "look",
        format!("in deze systemen kunnen medewerkers er nog bij: {list}"),
        format!("in these systems staff still have access: {list}"),
    );
    Judgement::broken(
        text(
            "Medewerkers kunnen nog bij wat gesloten moet zijn.",
            "Staff still have access to what must be closed.",
        ),
        vec![item],
        text("Systemen die medewerkers weigeren.", "Systems that refuse staff."),
    )
}

/// Gestand refuses; of the systems themselves nobody can tell.
fn half_seen(drilled: EvidenceItem, unseen: &[String]) -> Judgement {
    let list = unseen.join(", ");
    let item = EvidenceItem::new(
        "look",
        format!("in de eigen schermen van deze systemen kan niemand dat zien: {list}"),
        format!("in these systems' own screens nobody can see it: {list}"),
    );
    nothing(
        "Gestand weigert medewerkers; of de systemen zelf dat ook doen, is niet te zien.",
        "Gestand refuses staff; whether the systems themselves do cannot be seen.",
        "Systemen die laten zien wie erbij kan.",
        "Systems that show who has access.",
    )
    .seen(vec![drilled, item])
}

/// Systems whose screens let staff in, by name, and those that are known to keep them out.
fn screens(evidence: &Evidence, now: Timestamp) -> (Vec<String>, BTreeSet<String>) {
    let seen = evidence.systems.as_ref().filter(|seen| is_counted(seen.at, true, now));
    let looks = || seen.into_iter().flat_map(|seen| &seen.systems);
    let open = looks().filter(|look| look.archive_closed == Some(false)).map(|look| look.system.clone());
    let closed = looks().filter(|look| look.archive_closed == Some(true)).map(|look| look.system.clone());
    (open.collect(), closed.collect())
}

/// The systems in which rows of people remain after their erasure, or would.
fn keeping(evidence: &Evidence, now: Timestamp) -> BTreeSet<String> {
    let erasures = evidence.erasures.iter().filter(|erasure| is_counted(erasure.at, erasure.drill, now));
    let kept = erasures.flat_map(|erasure| &erasure.kept).filter(|kept| kept.rows > 0);
    let used = |system: &String| {
        let looks = evidence.systems.iter().flat_map(|seen| &seen.systems);
        looks.filter(|look| look.system == *system).all(|look| look.reach != SystemReach::NotInUse)
    };
    kept.map(|kept| kept.system.clone()).filter(used).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, fail, skip, system};
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table_with(
            "archive-access",
            &[],
            &[
                ("closed everywhere", |_| {}, Verdict::Kept),
                ("staff were let in", |e| fail(e, drill::ARCHIVE), Verdict::Broken),
                (
                    "a system lets staff in",
                    |e| system(e, "shop").archive_closed = Some(false),
                    Verdict::Broken,
                ),
                (
                    "a system that nobody can see",
                    |e| system(e, "shop").archive_closed = None,
                    Verdict::Unproven,
                ),
                (
                    "a system that somebody looked into",
                    |e| {
                        system(e, "shop").archive_closed = None;
                        sample::attest(e, 10, -100);
                    },
                    Verdict::Kept,
                ),
                (
                    "somebody says so, and the system says no",
                    |e| {
                        system(e, "shop").archive_closed = Some(false);
                        sample::attest(e, 10, -100);
                    },
                    Verdict::Broken,
                ),
                (
                    "nothing remains in that system",
                    |e| {
                        system(e, "shop").archive_closed = None;
                        e.erasures.clear();
                    },
                    Verdict::Kept,
                ),
                ("never tried", |e| skip(e, drill::ARCHIVE), Verdict::Unproven),
            ],
        );
    }
}
