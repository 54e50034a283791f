//! "answered-in-time": every request was answered before its term ended, and the term is the one promised.

use jiff::{SignedDuration, Timestamp};
use kernel::calendar::Span;

use super::{REQUESTS, counted, figure, nothing};
use crate::facts::RightKind;
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, RequestRow};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let wanted = context.param("right");
    let applies = |right: RightKind| wanted.is_empty() || wanted.iter().any(|word| word == right.word());
    let rows: Vec<&RequestRow> = counted(evidence, now).filter(|row| applies(row.right)).collect();
    let late = rows.iter().filter(|row| row.in_time(now) == Some(false)).count();
    let long = rows.iter().filter(|row| term_is_too_long(row, context)).count();
    if late + long > 0 {
        let items = [
            REQUESTS.item("request", figure(late), "niet op tijd beantwoord", "not answered in time"),
            REQUESTS.item(
                "request",
                figure(long),
                "met een langere termijn dan beloofd",
                "with a longer term than promised",
            ),
        ];
        let items = items.into_iter().filter(|item| item.figure != Some(0)).collect();
        return Judgement::broken(
            text("Niet elk verzoek kreeg op tijd antwoord.", "Not every request was answered in time."),
            items,
            text(
                "Een jaar waarin elk verzoek op tijd antwoord kreeg.",
                "A year in which every request was answered in time.",
            ),
        )
        .seen(response_figures(evidence, now, &applies));
    }
    let figures = response_figures(evidence, now, &applies);
    if figures.is_empty() {
        return nothing(
            "Er is nog geen verzoek beantwoord.",
            "No request has been answered yet.",
            "Een beantwoord verzoek of een oefening.",
            "A request that was answered, or a drill.",
        );
    }
    Judgement::kept(
        text("Elk verzoek kreeg op tijd antwoord.", "Every request was answered in time."),
        figures,
        text("Een verzoek dat te laat antwoord krijgt.", "A request that is answered too late."),
    )
}

/// Whether a request's term ends later than the policy promises for its right. A day of grace covers terms
/// that end with the day, whatever the hour of receipt.
fn term_is_too_long(row: &RequestRow, context: &ClauseContext<'_>) -> bool {
    let Some(right) = context.edition.facts().rights.get(row.right) else { return false };
    let Some(promised) = right.answer_within else { return false };
    let extension = right.extension.filter(|_| row.extended).map_or(0, Span::at_most_days);
    let hours = i64::try_from((promised.at_most_days() + extension + 1) * 24).unwrap_or(i64::MAX);
    row.due.duration_since(row.received) > SignedDuration::from_hours(hours)
}

/// Counts and the median time to an answer; nothing when no request was answered.
pub(super) fn response_figures(
    evidence: &Evidence,
    now: Timestamp,
    applies: &dyn Fn(RightKind) -> bool,
) -> Vec<EvidenceItem> {
    let mut hours: Vec<i64> = counted(evidence, now)
        .filter(|row| applies(row.right))
        .filter_map(|row| Some(row.answered?.duration_since(row.received).as_hours().max(0)))
        .collect();
    hours.sort_unstable();
    let Some(median) = hours.get(hours.len() / 2).copied() else { return Vec::new() };
    let count = hours.len();
    let last = counted(evidence, now).filter_map(|row| row.answered).max().unwrap_or(now);
    let (nl, en) = if median < 48 {
        (format!("{median} uur"), format!("{median} hours"))
    } else {
        (format!("{} dagen", median / 24), format!("{} days", median / 24))
    };
    vec![
        of_all(count, evidence, now, applies).at(last),
        EvidenceItem::new("pace", format!("de helft binnen {nl}"), format!("half of them within {en}"))
            .figure(u64::try_from(median).unwrap_or(0)),
    ]
}

/// "31 of 31 requests answered": how many of those whose answer was due, or came.
fn of_all(
    count: usize,
    evidence: &Evidence,
    now: Timestamp,
    applies: &dyn Fn(RightKind) -> bool,
) -> EvidenceItem {
    let open = counted(evidence, now).filter(|row| applies(row.right) && row.answered.is_none());
    let all = count + open.filter(|row| row.in_time(now) == Some(false)).count();
    let noun = REQUESTS.item("request", figure(all), "", "").text;
    let (nl, en) = (noun.nl.trim_end().to_owned(), noun.en.trim_end().to_owned());
    EvidenceItem::new("request", format!("{count} van {nl} beantwoord"), format!("{count} of {en} answered"))
        .figure(figure(all))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;
    use crate::promise::evidence::Outcome;

    #[test]
    #[expect(clippy::too_many_lines, reason = "a long table of cases")]
    fn verdicts() {
        sample::table(
            "answered-in-time",
            &[
                ("answered after four days", |_| {}, Verdict::Kept),
                ("nothing asked", |e| e.requests.clear(), Verdict::Unproven),
                ("answered late", |e| e.requests[0].due = sample::ago(7), Verdict::Broken),
                (
                    "open and overdue",
                    |e| {
                        e.requests[0].answered = None;
                        e.requests[0].due = sample::ago(1);
                    },
                    Verdict::Broken,
                ),
                ("open and not yet due", |e| e.requests[0].answered = None, Verdict::Unproven),
                ("late, but for another right", |e| e.requests[1].due = sample::ago(7), Verdict::Kept),
                (
                    "late, but more than a year ago",
                    |e| {
                        e.requests[0].received = sample::ago(400);
                        e.requests[0].due = sample::ago(380);
                    },
                    Verdict::Unproven,
                ),
                ("a term longer than promised", |e| e.requests[0].due = sample::ago(-30), Verdict::Broken),
                (
                    "a term extended as promised",
                    |e| {
                        e.requests[0].due = sample::ago(-30);
                        e.requests[0].extended = true;
                    },
                    Verdict::Kept,
                ),
                (
                    "a term extended too far",
                    |e| {
                        e.requests[0].due = sample::ago(-120);
                        e.requests[0].extended = true;
                    },
                    Verdict::Broken,
                ),
                (
                    "refused in time, a month ago",
                    |e| {
                        e.requests[0].answered = None;
                        e.requests[0].ended = Some(sample::ago(9));
                        e.requests[0].due = sample::ago(8);
                        e.requests[0].outcome = Some(Outcome::Refused);
                    },
                    Verdict::Unproven,
                ),
                (
                    "refused too late",
                    |e| {
                        e.requests[0].answered = None;
                        e.requests[0].ended = Some(sample::ago(7));
                        e.requests[0].due = sample::ago(8);
                        e.requests[0].outcome = Some(Outcome::Refused);
                    },
                    Verdict::Broken,
                ),
                (
                    "taken back, and its term is over",
                    |e| {
                        e.requests[0].answered = None;
                        e.requests[0].due = sample::ago(1);
                        e.requests[0].outcome = Some(Outcome::Withdrawn);
                    },
                    Verdict::Unproven,
                ),
                ("only a drill", |e| e.requests[0].drill = true, Verdict::Kept),
                (
                    "only an old drill",
                    |e| {
                        e.requests[0].drill = true;
                        e.requests[0].received = sample::ago(40);
                    },
                    Verdict::Unproven,
                ),
            ],
        );
    }

    #[test]
    fn the_median_is_shown() {
        let judgement = sample::judge("answered-in-time", &sample::fine());
        let median = judgement.evidence.iter().find(|item| item.text.en == "half of them within 4 days");
        assert_eq!(median.and_then(|item| item.figure), Some(96));
    }
}
