//! "opt-out-lag": whoever wants to be left alone is, everywhere, within the time that the policy states.

use jiff::Timestamp;

use super::{carried_out, drill_failed, figure};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, OptOutRow, drill, is_counted};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

/// Whether it took effect in time; nothing while that is open.
fn in_time(row: &OptOutRow, now: Timestamp) -> Option<bool> {
    match row.effective {
        Some(effective) => Some(effective <= row.limit),
        None => (now > row.limit).then_some(false),
    }
}

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let rows = evidence.rights.opt_outs.iter();
    let rows: Vec<&OptOutRow> = rows.filter(|row| is_counted(row.said, row.drill, now)).collect();
    let late = rows.iter().filter(|row| in_time(row, now) == Some(false)).count();
    let item =
        |count: usize, nl: String, en: String| EvidenceItem::new("opt-out", nl, en).figure(figure(count));
    if late > 0 {
        return Judgement::broken(
            text("Niet elke afmelding werkte op tijd.", "Not every opt-out took effect in time."),
            vec![item(
                late,
                format!("{late} te laat overal verwerkt"),
                format!("{late} too late everywhere"),
            )],
            text(
                "Een jaar waarin elke afmelding op tijd werkte.",
                "A year in which every opt-out took effect in time.",
            ),
        );
    }
    if let DrillResult::Failed(at) = evidence.drilled(drill::OPTED_OUT, now) {
        let (nl, en) = ("een afmelding bereikte niet elke lijst", "an opt-out did not reach every list");
        return drill_failed(at, nl, en);
    }
    let hours = |row: &&OptOutRow| Some(row.effective?.duration_since(row.said).as_hours().max(0));
    let lags: Vec<i64> = rows.iter().filter_map(hours).collect();
    let items = lags.iter().max().map(|longest| {
        let count = lags.len();
        item(
            count,
            format!("{count} overal verwerkt, hooguit {longest} uur na de afmelding"),
            format!("{count} in effect everywhere, {longest} hours after the opt-out at most"),
        )
    });
    carried_out::kept(
        items.into_iter().collect(),
        "Elke afmelding werkte op tijd.",
        "Every opt-out took effect in time.",
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table(
            "opt-out-lag",
            &[
                ("in effect after a day", |_| {}, Verdict::Kept),
                ("nobody opted out", |e| e.rights.opt_outs.clear(), Verdict::Unproven),
                ("in effect too late", |e| e.rights.opt_outs[0].limit = sample::ago(6), Verdict::Broken),
                (
                    "not in effect and past the limit",
                    |e| {
                        e.rights.opt_outs[0].effective = None;
                        e.rights.opt_outs[0].limit = sample::ago(1);
                    },
                    Verdict::Broken,
                ),
                (
                    "a drill that failed",
                    |e| e.drill = sample::drill(drill::OPTED_OUT, false, 2),
                    Verdict::Broken,
                ),
                ("not in effect yet", |e| e.rights.opt_outs[0].effective = None, Verdict::Unproven),
            ],
        );
    }
}
