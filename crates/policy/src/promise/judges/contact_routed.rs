//! "contact-routed": whoever writes to the privacy contact reaches somebody who can act on it, in time. Shown by a drill
//! that wrote as people do, and by the record of what real people wrote.

use jiff::Timestamp;

use super::front_door::{tested, visit};
use super::{MESSAGES, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, is_fresh};
use crate::promise::judgement::{Judgement, Verdict, text};

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let counted = evidence.messages_in.as_ref().filter(|counted| is_fresh(counted.at, now));
    if let Some(counted) = counted.filter(|counted| counted.waiting_late + counted.answered_late > 0) {
        let (nl, en) = ("niet op tijd beantwoord", "not answered in time");
        let late = counted.waiting_late + counted.answered_late;
        return Judgement::broken(
            text(
                "Een bericht aan de contactpersoon is niet op tijd beantwoord.",
                "A message to the contact was not answered in time.",
            ),
            vec![MESSAGES.item("messages", late, nl, en).at(counted.at)],
            text(
                "Een jaar waarin elk bericht op tijd wordt beantwoord.",
                "A year in which each is answered in time.",
            ),
        );
    }
    let trial = visit(evidence, now).and_then(|(at, front)| front.contact.map(|trial| (at, trial)));
    let (Some(counted), Some((at, trial))) = (counted, trial) else {
        return nothing(
            "Geen recente oefening heeft de contactpersoon geschreven.",
            "No recent drill has written to the contact.",
            "Een oefening op het draaiende systeem.",
            "A drill on the running system.",
        );
    };
    let judged = tested(
        at,
        &[
            (
                trial.served,
                "het formulier werd niet in elke taal getoond",
                "the form was not served in every language",
            ),
            (trial.routed, "een bericht ging de verkeerde kant op", "a message went the wrong way"),
            (trial.sealed, "een bericht stond onversleuteld", "a message stood unsealed"),
            (trial.others_refused, "een ander kon een bericht lezen", "somebody else could read a message"),
            (
                trial.corrected,
                "een medewerker kon een bericht niet doorsturen",
                "an officer could not send a message another way",
            ),
            (trial.answered, "een antwoord kwam niet aan", "an answer did not arrive"),
            (trial.requested, "een bericht werd geen verzoek", "a message did not become a request"),
            (
                trial.machines_dropped,
                "een automatische mail bleef staan",
                "mail that a machine sent by itself was kept",
            ),
        ],
        "Berichten komen bij wie er iets mee kan en worden op tijd beantwoord.",
        "Messages reach somebody who can act on them and are answered in time.",
    );
    if judged.verdict != Verdict::Kept {
        return judged;
    }
    let (nl, en) = ("binnengekomen in een jaar, geen te laat", "in a year, none late");
    judged.seen(vec![MESSAGES.item("messages", counted.taken, nl, en).at(counted.at)])
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, ago};
    use crate::promise::Verdict;
    use crate::promise::evidence::{ContactTrial, Evidence, MessagesInEvidence};

    fn with(evidence: &mut Evidence, change: impl FnOnce(&mut MessagesInEvidence, &mut ContactTrial)) {
        let mut counted =
            MessagesInEvidence { at: ago(1), taken: 4, corrected: 1, waiting_late: 0, answered_late: 0 };
        let mut trial = ContactTrial {
            served: true,
            routed: true,
            sealed: true,
            others_refused: true,
            corrected: true,
            answered: true,
            requested: true,
            machines_dropped: true,
        };
        change(&mut counted, &mut trial);
        evidence.messages_in = Some(counted);
        evidence.drill.as_mut().unwrap().front.contact = Some(trial);
    }

    #[test]
    fn verdicts() {
        sample::table_with(
            "contact-routed",
            &[],
            &[
                ("all well", |e| with(e, |_, _| {}), Verdict::Kept),
                ("nobody wrote yet", |e| with(e, |counted, _| counted.taken = 0), Verdict::Kept),
                ("one waits too long", |e| with(e, |counted, _| counted.waiting_late = 1), Verdict::Broken),
                (
                    "one was answered late",
                    |e| with(e, |counted, _| counted.answered_late = 1),
                    Verdict::Broken,
                ),
                ("counted long ago", |e| with(e, |counted, _| counted.at = ago(400)), Verdict::Unproven),
                (
                    "no drill wrote",
                    |e| {
                        with(e, |_, _| {});
                        e.drill.as_mut().unwrap().front.contact = None;
                    },
                    Verdict::Unproven,
                ),
                ("no form", |e| with(e, |_, trial| trial.served = false), Verdict::Broken),
                ("the wrong way", |e| with(e, |_, trial| trial.routed = false), Verdict::Broken),
                ("in the open", |e| with(e, |_, trial| trial.sealed = false), Verdict::Broken),
                ("read by others", |e| with(e, |_, trial| trial.others_refused = false), Verdict::Broken),
                ("cannot be corrected", |e| with(e, |_, trial| trial.corrected = false), Verdict::Broken),
                ("no answer", |e| with(e, |_, trial| trial.answered = false), Verdict::Broken),
                ("no request", |e| with(e, |_, trial| trial.requested = false), Verdict::Broken),
                ("machines", |e| with(e, |_, trial| trial.machines_dropped = false), Verdict::Broken),
            ],
        );
    }
}
