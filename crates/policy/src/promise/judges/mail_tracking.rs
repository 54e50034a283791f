//! "mail-tracking": whether mail is read is not followed. No mail of ours loads anything when it is opened, and what other
//! programs send through the gate is refused when it would tell (Telecommunicatiewet 11.7a; EDPB 2/2023).

use jiff::Timestamp;

use super::front_door::visit;
use super::{MAILS, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::Evidence;
use crate::promise::judgement::{Judgement, text};

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let mails = evidence.contact.as_ref().map(|contact| contact.mails.as_slice()).unwrap_or_default();
    let telling: Vec<_> = mails.iter().filter(|mail| mail.loads == Some(true)).collect();
    if !telling.is_empty() {
        return Judgement::broken(
            text(
                "Een mail van ons laadt iets als u haar opent.",
                "A mail of ours loads something when you open it.",
            ),
            vec![MAILS.item("mail", figure(telling.len()), "laadt iets", "loads something")],
            text("Mail die niets laadt.", "Mail that loads nothing."),
        );
    }
    let looked = mails.iter().filter(|mail| mail.loads == Some(false)).count();
    let mail = visit(evidence, now).and_then(|(at, front)| Some((at, front.mail?)));
    let tried = mail.and_then(|(at, mail)| Some((at, mail.tracking_kept_in?)));
    // Consent to a letter is none to being followed in it.
    let own = mail.and_then(|(_, mail)| mail.letter).map(|letter| letter.followed_by_own_consent);
    match tried {
        Some((at, true)) if own == Some(false) => super::drill_failed(
            at,
            "een brief volgde wie daar niet apart mee instemde",
            "a letter followed somebody who had not agreed to that by itself",
        ),
        Some((at, false)) => super::drill_failed(
            at,
            "een mail die volgt, ging de deur uit",
            "a mail that follows left the house",
        ),
        Some((at, true)) if looked > 0 => Judgement::kept(
            text("Of u mail leest, ziet niemand.", "Nobody sees whether you read mail."),
            vec![
                MAILS.item(
                    "mail",
                    figure(looked),
                    "bekeken; geen laadt iets",
                    "looked at; none loads anything",
                ),
                super::drill_item(at, "een mail die volgt, bleef binnen", "a mail that follows was kept in"),
            ],
            text("Een mail die iets laadt of volgt.", "A mail that loads something or follows."),
        ),
        _ => nothing(
            "Nog geen oefening probeerde een mail te sturen die volgt.",
            "No drill has tried to send a mail that follows yet.",
            "Een oefening.",
            "A drill.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict::{Broken, Kept, Unproven};
    use crate::promise::evidence::{Evidence, LetterTrial, MailTrial};

    fn tried(evidence: &mut Evidence, kept_in: Option<bool>) {
        let mail = MailTrial { tracking_kept_in: kept_in, ..MailTrial::default() };
        evidence.drill.as_mut().unwrap().front.mail = Some(mail);
        for mail in &mut evidence.contact.as_mut().unwrap().mails {
            mail.loads = Some(false);
        }
    }

    fn letter(evidence: &mut Evidence, own: bool) {
        tried(evidence, Some(true));
        let letter = LetterTrial { followed_by_own_consent: own, ..LetterTrial::default() };
        evidence.drill.as_mut().unwrap().front.mail.as_mut().unwrap().letter = Some(letter);
    }

    #[test]
    fn verdicts() {
        for promise in ["mail-tracking", "beacons-by-consent"] {
            sample::table_with(
                promise,
                &[],
                &[
                    ("nothing loads and nothing leaves", |e| tried(e, Some(true)), Kept),
                    (
                        "a mail loads something",
                        |e| {
                            tried(e, Some(true));
                            e.contact.as_mut().unwrap().mails[0].loads = Some(true);
                        },
                        Broken,
                    ),
                    ("one that follows left", |e| tried(e, Some(false)), Broken),
                    ("it was not tried", |e| tried(e, None), Unproven),
                    ("a letter follows by its own consent", |e| letter(e, true), Kept),
                    ("a letter follows whoever wants it", |e| letter(e, false), Broken),
                    (
                        "mails were not looked at",
                        |e| {
                            tried(e, Some(true));
                            e.contact.as_mut().unwrap().mails.clear();
                        },
                        Unproven,
                    ),
                ],
            );
        }
    }
}
