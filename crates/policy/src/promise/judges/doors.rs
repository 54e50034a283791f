//! Promises about the doors: what a drill met there when it came with the right thing, and with the wrong one.
//!
//! "password-advice", "leaked-password", "identity-verified".

use jiff::Timestamp;

use super::front_door::{self, tested, visit};
use super::{drill_failed, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{AccountTrial, Evidence, LeaksEvidence, is_counted};
use crate::promise::judgement::{EvidenceItem, Judgement, Verdict, text};

/// What the last drill met at the doors, when it is recent.
fn trial(evidence: &Evidence, now: Timestamp) -> Option<(Timestamp, AccountTrial)> {
    visit(evidence, now).and_then(|(at, front)| Some((at, front.account?)))
}

fn untried() -> Judgement {
    nothing(
        "Geen recente oefening heeft de aanmelding geprobeerd.",
        "No recent drill has tried the sign-in.",
        "Een oefening op het draaiende systeem.",
        "A drill on the running system.",
    )
}

pub(crate) fn advice(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some((at, doors)) = trial(evidence, now) else { return untried() };
    tested(
        at,
        &[
            (
                doors.advice,
                "de bladzijde met het wachtwoord geeft het advies niet in elke taal",
                "the page with the password does not give the advice in every language",
            ),
            (
                doors.weak_refused,
                "een gelekt of kort wachtwoord werd aangenomen",
                "a leaked or short password was taken",
            ),
            (
                doors.password_gone,
                "wie een gelekt wachtwoord meldde, kwam zelf niet meer binnen",
                "whoever reported a leaked password could not come in again themselves",
            ),
        ],
        "Geheimhouden is een advies; zwakke wachtwoorden weren wij zelf.",
        "Keeping it secret is advice; weak passwords we keep out ourselves.",
    )
}

pub(crate) fn leaked(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    if let Some(late) = evidence.leaks.as_ref().filter(|leaks| leaks.late > 0) {
        return waits(late);
    }
    let Some((at, doors)) = trial(evidence, now) else { return untried() };
    if !evidence.leaks.as_ref().is_some_and(|leaks| is_counted(leaks.at, true, now)) {
        return nothing(
            "Niet geteld is of meldingen op tijd worden uitgezocht.",
            "It was not counted whether reports are looked into in time.",
            "Een telling van de meldingen.",
            "A count of the reports.",
        );
    }
    tested(
        at,
        &[
            (
                doors.sessions_ended,
                "na de melding bleef een aanmelding open",
                "after the report a sign-in stayed open",
            ),
            (
                doors.password_gone,
                "na de melding werkte het wachtwoord nog",
                "after the report the password still worked",
            ),
            (
                doors.triage_opened,
                "na de melding had de privacybalie niets om uit te zoeken",
                "after the report the privacy desk had nothing to look into",
            ),
        ],
        "Na de melding van een gelekt wachtwoord sluit alles meteen.",
        "After the report of a leaked password everything closes at once.",
    )
}

fn waits(leaks: &LeaksEvidence) -> Judgement {
    let late = leaks.late;
    Judgement::broken(
        text(
            "Een melding van een gelekt wachtwoord wacht te lang.",
            "A report of a leaked password waits too long.",
        ),
        vec![
            EvidenceItem::new(
                "leaks",
                format!("{late} meldingen langer dan drie dagen niet uitgezocht"),
                format!("{late} reports not looked into for more than three days"),
            )
            .figure(late)
            .at(leaks.at),
        ],
        text("Elke melding uitgezocht.", "Every report looked into."),
    )
}

pub(crate) fn identity(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some((at, doors)) = trial(evidence, now) else { return untried() };
    let front = visit(evidence, now).map(|(_, front)| front);
    if let Some(path) = front.and_then(|front| front.opened.first()) {
        let (nl, en) = (
            format!("{path} liet iemand binnen die niets bewees"),
            format!("{path} let somebody in who proved nothing"),
        );
        return drill_failed(at, &nl, &en);
    }
    // Whoever asks with a form, without an account, waits until they have shown who they are.
    let asked = front_door::identity_first(evidence, context, now);
    if asked.verdict != Verdict::Kept {
        return asked;
    }
    let entered = tested(
        at,
        &[
            (
                doors.wrong_refused,
                "een verkeerde code of een verkeerd wachtwoord opende de deur",
                "a wrong code or a wrong password opened the door",
            ),
            (
                doors.replay_refused,
                "een gebruikte code opende de deur opnieuw",
                "a code that was used opened the door again",
            ),
            (doors.second_step, "de extra stap werd overgeslagen", "the extra step was skipped"),
            (
                doors.alike,
                "de aanmelding verraadt wie een account heeft",
                "the sign-in gives away who has an account",
            ),
            (
                doors.let_in,
                "wie bewees wie hij is, kwam niet binnen",
                "whoever proved who they are did not come in",
            ),
        ],
        "Niemand komt binnen zonder te bewijzen wie hij is.",
        "Nobody comes in without proving who they are.",
    );
    if entered.verdict == Verdict::Kept { entered.seen(asked.evidence) } else { entered }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict::{self, Broken, Kept, Unproven};
    use crate::promise::evidence::{AccountTrial, Evidence, IdentityTrial, LeaksEvidence};

    type Case = (&'static str, fn(&mut Evidence), Verdict);

    /// A drill that found everything right at the doors.
    fn tried(evidence: &mut Evidence) -> &mut AccountTrial {
        evidence.leaks = Some(LeaksEvidence { at: sample::ago(1), reported: 2, late: 0 });
        let drill = evidence.drill.get_or_insert_with(|| sample::drill("x", true, 1).unwrap());
        drill.front.identity =
            Some(IdentityTrial { waits: true, wrong_code_refused: true, others_refused: true });
        drill.front.account.insert(AccountTrial {
            wrong_refused: true,
            replay_refused: true,
            second_step: true,
            let_in: true,
            alike: true,
            weak_refused: true,
            advice: true,
            sessions_ended: true,
            password_gone: true,
            triage_opened: true,
        })
    }

    fn fine(evidence: &mut Evidence) {
        tried(evidence);
    }

    fn asked(evidence: &mut Evidence) -> &mut IdentityTrial {
        fine(evidence);
        evidence.drill.as_mut().unwrap().front.identity.as_mut().unwrap()
    }

    fn long_ago(evidence: &mut Evidence) {
        fine(evidence);
        evidence.drill.as_mut().unwrap().at = sample::ago(40);
    }

    fn untried(evidence: &mut Evidence) {
        fine(evidence);
        evidence.drill.as_mut().unwrap().front.account = None;
    }

    const ALWAYS: [Case; 3] =
        [("all is well", fine, Kept), ("long ago", long_ago, Unproven), ("never tried", untried, Unproven)];

    #[test]
    fn keeping_a_password_secret_is_advice() {
        let cases: [Case; 3] = [
            ("no advice", |e| tried(e).advice = false, Broken),
            ("weak ones are taken", |e| tried(e).weak_refused = false, Broken),
            ("the risk is theirs", |e| tried(e).password_gone = false, Broken),
        ];
        sample::table_with("password-advice", &[], &[&ALWAYS[..], &cases].concat());
    }

    #[test]
    fn a_leak_closes_everything() {
        let cases: [Case; 5] = [
            ("a session stays", |e| tried(e).sessions_ended = false, Broken),
            ("the password stays", |e| tried(e).password_gone = false, Broken),
            ("nobody looks into it", |e| tried(e).triage_opened = false, Broken),
            (
                "a report waits",
                |e| {
                    fine(e);
                    e.leaks.as_mut().unwrap().late = 1;
                },
                Broken,
            ),
            (
                "not counted",
                |e| {
                    fine(e);
                    e.leaks = None;
                },
                Unproven,
            ),
        ];
        sample::table_with("leaked-password", &[], &[&ALWAYS[..], &cases].concat());
    }

    #[test]
    fn nobody_comes_in_without_proof() {
        let cases: [Case; 10] = [
            ("the form goes on", |e| asked(e).waits = false, Broken),
            ("any code will do for the form", |e| asked(e).wrong_code_refused = false, Broken),
            ("others see what was asked", |e| asked(e).others_refused = false, Broken),
            (
                "the form was not tried",
                |e| {
                    fine(e);
                    e.drill.as_mut().unwrap().front.identity = None;
                },
                Unproven,
            ),
            ("a wrong code opens", |e| tried(e).wrong_refused = false, Broken),
            ("an old code opens", |e| tried(e).replay_refused = false, Broken),
            ("one step is enough", |e| tried(e).second_step = false, Broken),
            ("gives away", |e| tried(e).alike = false, Broken),
            ("nobody comes in", |e| tried(e).let_in = false, Broken),
            (
                "a page is open",
                |e| {
                    fine(e);
                    e.drill.as_mut().unwrap().front.opened.push("/nl/my".into());
                },
                Broken,
            ),
        ];
        sample::table_with("identity-verified", &[], &[&ALWAYS[..], &cases].concat());
    }
}
