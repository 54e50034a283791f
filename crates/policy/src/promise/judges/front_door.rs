//! Promises about the pages and the mail gate: what a drill met there when it asked as people do.
//!
//! "accounts-protected", "web-request-form", "own-cookie-ids", "secure-channel", "identity-proof", "rights-explained",
//! "complaint-in-answers", "purpose-codes", "mail-unsubscribe", "mail-basis", "opt-out-transactional".

use jiff::Timestamp;
use kernel::Language;

use super::{MAILS, drill_failed, drill_item, figure, nothing};
use crate::facts::Basis;
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, FrontEvidence, MailTrial, drill, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

/// The last drill's visit, when it is recent.
pub(super) fn visit(evidence: &Evidence, now: Timestamp) -> Option<(Timestamp, &FrontEvidence)> {
    evidence.drill.as_ref().filter(|drill| is_fresh(drill.at, now)).map(|drill| (drill.at, &drill.front))
}

fn unasked() -> Judgement {
    nothing(
        "Geen recente oefening heeft dit aan de bladzijden zelf gevraagd.",
        "No recent drill has asked this of the pages themselves.",
        "Een oefening op het draaiende systeem.",
        "A drill on the running system.",
    )
}

/// Kept when every test passed; broken with the first that did not.
pub(super) fn tested(at: Timestamp, tests: &[(bool, &str, &str)], nl: &str, en: &str) -> Judgement {
    if let Some((_, nl, en)) = tests.iter().find(|(passed, _, _)| !passed) {
        return drill_failed(at, nl, en);
    }
    Judgement::kept(
        text(nl, en),
        vec![drill_item(
            at,
            &format!("{} proeven geslaagd", tests.len()),
            &format!("{} tests passed", tests.len()),
        )],
        text("Een proef die mislukt.", "A test that fails."),
    )
}

pub(crate) fn accounts(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some((at, front)) = visit(evidence, now).filter(|(_, front)| front.guarded > 0) else {
        return unasked();
    };
    if let Some(path) = front.opened.first() {
        let (nl, en) = (
            format!("{path} liet iemand binnen zonder recht"),
            format!("{path} let somebody in without leave"),
        );
        return drill_failed(at, &nl, &en);
    }
    let count = front.guarded;
    Judgement::kept(
        text(
            "Elke besloten bladzijde vroeg naar de aanmelding.",
            "Every private page asked for the sign-in.",
        ),
        vec![
            drill_item(
                at,
                &format!("{count} keer zonder recht gevraagd, {count} keer geweigerd"),
                &format!("asked {count} times without leave, refused {count} times"),
            )
            .figure(count),
        ],
        text(
            "Een bladzijde die iemand zonder recht binnenlaat.",
            "A page that lets somebody in without leave.",
        ),
    )
}

pub(crate) fn request_form(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some((at, Some(form))) = visit(evidence, now).map(|(at, front)| (at, front.form)) else {
        return unasked();
    };
    tested(
        at,
        &[
            (
                form.served,
                "het formulier werd niet in elke taal getoond",
                "the form was not served in every language",
            ),
            (form.filed, "het formulier leidde niet tot een verzoek", "the form led to no request"),
            (
                form.asked,
                "de afzender werd niet gevraagd wie hij is",
                "the sender was not asked who they are",
            ),
            (form.alike, "het formulier verraadt wie bekend is", "the form gives away who is known"),
        ],
        "Het formulier op de site werkt.",
        "The form on the site works.",
    )
}

pub(crate) fn identity_first(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some((at, Some(trial))) = visit(evidence, now).map(|(at, front)| (at, front.identity)) else {
        return unasked();
    };
    tested(
        at,
        &[
            (
                trial.waits,
                "een verzoek ging verder zonder bewijs van wie het was",
                "a request went on without proof of who it was",
            ),
            (trial.wrong_code_refused, "een verkeerde code gaf toegang", "a wrong code let somebody in"),
            (
                trial.others_refused,
                "iemand met een ander account zag het verzoek",
                "somebody with another account saw the request",
            ),
        ],
        "Zonder bewijs van wie het was, kwam niemand verder.",
        "Without proof of who it was nobody came further.",
    )
}

pub(crate) fn own_ids(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some((at, Some(shown))) = visit(evidence, now).map(|(at, front)| (at, front.own_ids)) else {
        return unasked();
    };
    tested(
        at,
        &[(
            shown,
            "de bladzijde toonde de eigen nummers niet goed",
            "the page did not show the own ids properly",
        )],
        "De bladzijde toont de eigen cookienummers en stuurt ze mee.",
        "The page shows one’s own cookie ids and sends them along.",
    )
}

pub(crate) fn secure_channel(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some((at, Some(hand))) = visit(evidence, now).map(|(at, front)| (at, front.handed_in)) else {
        return unasked();
    };
    tested(
        at,
        &[
            (hand.taken, "een document kwam niet aan", "a document did not arrive"),
            (hand.odd_refused, "een gevaarlijk bestand werd aangenomen", "a dangerous file was taken"),
            (hand.sealed, "een document stond onversleuteld", "a document stood unsealed"),
            (hand.others_refused, "een ander kon het document zien", "somebody else could see the document"),
        ],
        "Gevoelige stukken kunnen veilig worden aangeleverd.",
        "Sensitive papers can be handed in safely.",
    )
}

pub(crate) fn identity_proof(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    if let Some(proofs) = evidence.proofs.as_ref().filter(|proofs| proofs.left_behind > 0) {
        let left = proofs.left_behind;
        return Judgement::broken(
            text("Een bewijs had al vernietigd moeten zijn.", "A proof should have been destroyed."),
            vec![
                EvidenceItem::new(
                    "proof",
                    format!("{left} stukken van bewijzen na hun tijd"),
                    format!("{left} pieces of proofs past their time"),
                )
                .figure(left)
                .at(proofs.at),
            ],
            text("Geen bewijs dat er na zijn tijd nog is.", "No proof that is there past its time."),
        );
    }
    let Some((at, Some(hand))) = visit(evidence, now).map(|(at, front)| (at, front.handed_in)) else {
        return unasked();
    };
    tested(
        at,
        &[
            (hand.others_refused, "een ander kon het bewijs zien", "somebody else could see the proof"),
            (
                hand.look_recorded,
                "een blik op het bewijs kwam niet in het logboek",
                "a look at the proof was not recorded",
            ),
            (hand.destroyed, "het bewijs bleef na de controle bestaan", "the proof stayed after the check"),
        ],
        "Bewijs wordt na de controle vernietigd.",
        "Proof is destroyed after the check.",
    )
}

pub(crate) fn rights_explained(
    evidence: &Evidence,
    context: &ClauseContext<'_>,
    now: Timestamp,
) -> Judgement {
    let Some((at, front)) = visit(evidence, now).filter(|(_, front)| !front.rights.is_empty()) else {
        return unasked();
    };
    let wanted = context.param("right");
    let shown = |word: &str, language| {
        front
            .rights
            .iter()
            .any(|shown| shown.right.word() == word && shown.language == language && shown.explained)
    };
    let missing = wanted
        .iter()
        .flat_map(|word| Language::ALL.map(|language| (word, language)))
        .find(|(word, language)| !shown(word, *language));
    if let Some((word, language)) = missing {
        let (nl, en) =
            (format!("“{word}” ontbreekt in het {language}"), format!("“{word}” is missing in {language}"));
        return drill_failed(at, &nl, &en);
    }
    if wanted.is_empty() {
        return unasked();
    }
    let count = wanted.len();
    Judgement::kept(
        text(
            "Elk recht staat op de site met zijn artikel.",
            "Every right stands on the site with its article.",
        ),
        vec![
            drill_item(
                at,
                &format!("{count} rechten, in elke taal"),
                &format!("{count} rights, in every language"),
            )
            .figure(figure(count)),
        ],
        text("Een recht dat op de site ontbreekt.", "A right that is missing on the site."),
    )
}

pub(crate) fn complaint(evidence: &Evidence, _: &ClauseContext<'_>, _: Timestamp) -> Judgement {
    let answers: Vec<_> =
        evidence.contact.iter().flat_map(|contact| &contact.mails).filter(|mail| mail.answers).collect();
    if answers.is_empty() {
        return nothing(
            "Er is nog geen antwoord bekeken.",
            "No answer has been looked at yet.",
            "Een controle van de antwoorden.",
            "A check of the answers.",
        );
    }
    let silent: Vec<_> = answers.iter().filter(|mail| !mail.names_authority).collect();
    if let Some(first) = silent.first() {
        return Judgement::broken(
            text(
                "Een antwoord zegt niet waar u kunt klagen.",
                "An answer does not say where you can complain.",
            ),
            vec![MAILS.item(
                "mail",
                figure(silent.len()),
                "zonder klachtrecht",
                "without the right to complain",
            )],
            text(format!("Een verwijzing in “{}”.", first.name), format!("A reference in “{}”.", first.name)),
        );
    }
    Judgement::kept(
        text("Elk antwoord zegt waar u kunt klagen.", "Every answer says where you can complain."),
        vec![MAILS.item("mail", figure(answers.len()), "met het klachtrecht", "with the right to complain")],
        text("Een antwoord zonder die verwijzing.", "An answer without that reference."),
    )
}

pub(crate) fn purpose_codes(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let purposes = &context.edition.facts().purposes;
    let baseless = context
        .param("purpose")
        .iter()
        .find(|id| purposes.get(*id).is_none_or(|purpose| purpose.basis == Basis::None));
    if let Some(id) = baseless {
        return Judgement::broken(
            text("Een doel heeft geen grondslag.", "A purpose has no legal basis."),
            vec![EvidenceItem::new(
                "purpose",
                format!("“{id}” zonder grondslag"),
                format!("“{id}” without a basis"),
            )],
            text("Een grondslag voor elk doel.", "A basis for every purpose."),
        );
    }
    let Some((at, Some(mail))) = visit(evidence, now).map(|(at, front)| (at, front.mail)) else {
        return unasked();
    };
    let others = evidence.drilled(drill::PURPOSES, now);
    let refused = match others {
        DrillResult::Passed(_) => true,
        DrillResult::Failed(_) => false,
        DrillResult::Nothing => return unasked(),
    };
    tested(
        at,
        &[
            (refused, "gegevens mochten voor een ander doel", "data were allowed for another purpose"),
            (mail.codeless_kept_in, "een bericht zonder doel ging weg", "a message without a purpose left"),
            (mail.basis_recorded, "een bericht ging weg zonder grondslag", "a message left without a basis"),
        ],
        "Zonder doel met een grondslag wordt niets gebruikt.",
        "Without a purpose that has a basis nothing is used.",
    )
}

/// The mail gate in the last drill, and that nothing on the record contradicts it.
fn gate(evidence: &Evidence, now: Timestamp) -> Result<(Timestamp, MailTrial), Box<Judgement>> {
    if let Some(messages) = evidence.messages.as_ref() {
        let (basis, way) = (messages.without_basis, messages.without_way_out);
        if basis + way > 0 {
            let item = |count: u64, nl: &str, en: &str| MAILS.item("mail", count, nl, en).at(messages.at);
            let items = [
                item(basis, "zonder doel of grondslag", "without a purpose or basis"),
                item(way, "zonder afmeldmogelijkheid", "without a way to unsubscribe"),
            ];
            return Err(Box::new(Judgement::broken(
                text("Er ging mail weg die niet weg had gemogen.", "Mail left that should not have."),
                items.into_iter().filter(|item| item.figure != Some(0)).collect(),
                text("Een jaar waarin dat niet gebeurt.", "A year in which that does not happen."),
            )));
        }
    }
    visit(evidence, now).and_then(|(at, front)| Some((at, front.mail?))).ok_or_else(|| Box::new(unasked()))
}

pub(crate) fn unsubscribe(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let (at, mail) = match gate(evidence, now) {
        Ok(found) => found,
        Err(judgement) => return *judgement,
    };
    tested(
        at,
        &[
            (mail.says_how, "een mail zei niet hoe u zich afmeldt", "a mail did not say how to unsubscribe"),
            (
                mail.headers,
                "een mail miste de kopregels voor afmelden",
                "a mail lacked the headers to unsubscribe",
            ),
            (mail.looking_changes_nothing, "kijken meldde al af", "looking alone unsubscribed"),
            (mail.one_click, "één klik meldde niet meteen af", "one click did not unsubscribe at once"),
            (
                mail.letter.is_none_or(|letter| letter.ended),
                "een brief ging door na één klik",
                "a letter went on after one click",
            ),
        ],
        "Afmelden kan met één klik en werkt meteen.",
        "Unsubscribing takes one click and works at once.",
    )
}

pub(crate) fn basis(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let (at, mail) = match gate(evidence, now) {
        Ok(found) => found,
        Err(judgement) => return *judgement,
    };
    tested(
        at,
        &[
            (mail.basis_recorded, "een bericht ging weg zonder grondslag", "a message left without a basis"),
            (
                mail.unconsented_kept_in,
                "reclame ging weg zonder toestemming",
                "marketing left without consent",
            ),
            (mail.codeless_kept_in, "een bericht zonder doel ging weg", "a message without a purpose left"),
            (
                mail.letter.is_none_or(|letter| letter.nothing_before),
                "een brief ging weg voor de bevestiging",
                "a letter left before it was confirmed",
            ),
            (
                mail.letter.is_none_or(|letter| letter.left && letter.proved),
                "een bevestiging gaf geen brief of geen bewijs",
                "a confirmation gave no letter or no proof",
            ),
            (
                mail.letter.is_none_or(|letter| letter.alike_and_limited),
                "het formulier verraadt wie op de lijst staat, of mailt zonder eind",
                "the form gives away who is on the list, or mails without end",
            ),
        ],
        "Elk bericht heeft een doel en een grondslag.",
        "Every message has a purpose and a basis.",
    )
}

pub(crate) fn transactional(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let (at, mail) = match gate(evidence, now) {
        Ok(found) => found,
        Err(judgement) => return *judgement,
    };
    tested(
        at,
        &[
            (mail.one_click, "na afmelden ging er toch een bericht", "a message left after the opt-out"),
            (
                mail.transactional_left,
                "mail over een bestelling bleef liggen",
                "mail about an order stayed in",
            ),
            (
                mail.promotion_kept_in,
                "reclame ging mee als bericht over een bestelling",
                "promotion left as mail about an order",
            ),
        ],
        "Na afmelden komt alleen wat bij een bestelling hoort.",
        "After an opt-out only what belongs to an order comes.",
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, Case};
    use crate::facts::RightKind;
    use crate::promise::Verdict::{Broken, Kept, Unproven};
    use crate::promise::evidence::{
        Evidence, FormTrial, FrontEvidence, HandIn, IdentityTrial, LetterTrial, MailTrial, MessagesEvidence,
        ProofsEvidence, RightShown,
    };
    use kernel::Language;

    fn front(evidence: &mut Evidence) -> &mut FrontEvidence {
        &mut evidence.drill.as_mut().unwrap().front
    }

    /// The evidence of a drill in which everything passed, with one thing changed.
    fn visited(evidence: &mut Evidence) {
        let right = |language| RightShown { right: RightKind::Access, language, explained: true };
        *front(evidence) = FrontEvidence {
            fields: Vec::new(),
            contact: None,
            guarded: 120,
            opened: vec![],
            form: Some(FormTrial { served: true, alike: true, filed: true, asked: true }),
            identity: Some(IdentityTrial { waits: true, wrong_code_refused: true, others_refused: true }),
            own_ids: Some(true),
            handed_in: Some(HandIn {
                taken: true,
                odd_refused: true,
                sealed: true,
                others_refused: true,
                look_recorded: true,
                destroyed: true,
            }),
            rights: Language::ALL.map(right).to_vec(),
            mail: Some(MailTrial {
                says_how: true,
                headers: true,
                looking_changes_nothing: true,
                one_click: true,
                transactional_left: true,
                promotion_kept_in: true,
                codeless_kept_in: true,
                unconsented_kept_in: true,
                basis_recorded: true,
                tracking_kept_in: Some(true),
                letter: Some(LetterTrial {
                    nothing_before: true,
                    alike_and_limited: true,
                    left: true,
                    proved: true,
                    followed_by_own_consent: true,
                    ended: true,
                }),
            }),
            account: None,
        };
        evidence.messages = Some(MessagesEvidence {
            at: sample::ago(1),
            admitted: 4,
            without_basis: 0,
            without_way_out: 0,
            kept_in: 2,
        });
        evidence.proofs = Some(ProofsEvidence { at: sample::ago(1), asked: 3, left_behind: 0 });
        if let Some(contact) = &mut evidence.contact {
            for mail in &mut contact.mails {
                mail.answers = true;
                mail.names_authority = true;
            }
        }
    }

    fn mail(evidence: &mut Evidence) -> &mut MailTrial {
        front(evidence).mail.as_mut().unwrap()
    }

    fn letter(evidence: &mut Evidence) -> &mut LetterTrial {
        mail(evidence).letter.as_mut().unwrap()
    }

    macro_rules! after_visit {
        ($change:expr) => {
            |evidence| {
                visited(evidence);
                let change: fn(&mut Evidence) = $change;
                change(evidence);
            }
        };
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a long table of cases")]
    fn verdicts() {
        let old: Case =
            ("long ago", after_visit!(|e| e.drill.as_mut().unwrap().at = sample::ago(40)), Unproven);
        let good: Case = ("everything passed", after_visit!(|_| {}), Kept);
        let table = |promise: &str, params: &[(&str, &str)], rows: Vec<Case>| {
            let mut rows = rows;
            rows.push(good);
            rows.push(old);
            rows.push((
                "nothing was asked",
                after_visit!(|e| *front(e) = FrontEvidence::default()),
                Unproven,
            ));
            sample::table_with(promise, params, &rows);
        };
        table(
            "accounts-protected",
            &[],
            vec![("a page was open", after_visit!(|e| front(e).opened.push("/nl/my".into())), Broken)],
        );
        table(
            "web-request-form",
            &[],
            vec![
                ("not served", after_visit!(|e| front(e).form.as_mut().unwrap().served = false), Broken),
                ("no request", after_visit!(|e| front(e).form.as_mut().unwrap().filed = false), Broken),
                ("not asked", after_visit!(|e| front(e).form.as_mut().unwrap().asked = false), Broken),
                ("gives away", after_visit!(|e| front(e).form.as_mut().unwrap().alike = false), Broken),
            ],
        );
        table(
            "own-cookie-ids",
            &[],
            vec![("not shown", after_visit!(|e| front(e).own_ids = Some(false)), Broken)],
        );
        table(
            "secure-channel",
            &[],
            vec![
                (
                    "in the open",
                    after_visit!(|e| front(e).handed_in.as_mut().unwrap().sealed = false),
                    Broken,
                ),
                (
                    "danger taken",
                    after_visit!(|e| front(e).handed_in.as_mut().unwrap().odd_refused = false),
                    Broken,
                ),
            ],
        );
        table(
            "identity-proof",
            &[],
            vec![
                (
                    "it stayed",
                    after_visit!(|e| front(e).handed_in.as_mut().unwrap().destroyed = false),
                    Broken,
                ),
                ("left behind", after_visit!(|e| e.proofs.as_mut().unwrap().left_behind = 1), Broken),
                (
                    "look not recorded",
                    after_visit!(|e| front(e).handed_in.as_mut().unwrap().look_recorded = false),
                    Broken,
                ),
            ],
        );
        table(
            "rights-explained",
            &[("right", "access")],
            vec![
                ("missing in a language", after_visit!(|e| front(e).rights.truncate(1)), Broken),
                ("not explained", after_visit!(|e| front(e).rights[1].explained = false), Broken),
            ],
        );
        table(
            "purpose-codes",
            &[("purpose", "orders")],
            vec![
                ("no code", after_visit!(|e| mail(e).codeless_kept_in = false), Broken),
                ("other purpose", after_visit!(|e| sample::fail(e, super::drill::PURPOSES)), Broken),
                ("no basis recorded", after_visit!(|e| mail(e).basis_recorded = false), Broken),
            ],
        );
    }

    #[test]
    fn the_mail_gate() {
        let rows: Vec<(&str, Vec<Case>)> = vec![
            (
                "mail-unsubscribe",
                vec![
                    ("a letter went on", after_visit!(|e| letter(e).ended = false), Broken),
                    ("no headers", after_visit!(|e| mail(e).headers = false), Broken),
                    ("looking is enough", after_visit!(|e| mail(e).looking_changes_nothing = false), Broken),
                    ("one click is not", after_visit!(|e| mail(e).one_click = false), Broken),
                    ("says nothing", after_visit!(|e| mail(e).says_how = false), Broken),
                    (
                        "on the record",
                        after_visit!(|e| e.messages.as_mut().unwrap().without_way_out = 1),
                        Broken,
                    ),
                ],
            ),
            (
                "mail-basis",
                vec![
                    ("without consent", after_visit!(|e| mail(e).unconsented_kept_in = false), Broken),
                    ("no letter was asked for", after_visit!(|e| mail(e).letter = None), Kept),
                    ("before it was confirmed", after_visit!(|e| letter(e).nothing_before = false), Broken),
                    ("without a proof", after_visit!(|e| letter(e).proved = false), Broken),
                    ("never", after_visit!(|e| letter(e).left = false), Broken),
                    ("without end", after_visit!(|e| letter(e).alike_and_limited = false), Broken),
                    (
                        "on the record",
                        after_visit!(|e| e.messages.as_mut().unwrap().without_basis = 1),
                        Broken,
                    ),
                ],
            ),
            (
                "opt-out-transactional",
                vec![
                    ("promotion", after_visit!(|e| mail(e).promotion_kept_in = false), Broken),
                    ("the order's mail stayed", after_visit!(|e| mail(e).transactional_left = false), Broken),
                ],
            ),
        ];
        for (promise, mut rows) in rows {
            rows.push(("everything passed", after_visit!(|_| {}), Kept));
            rows.push(("no drill", after_visit!(|e| e.drill = None), Unproven));
            sample::table_with(promise, &[], &rows);
        }
    }

    #[test]
    fn complaints() {
        let silent: Case = (
            "an answer is silent",
            after_visit!(|e| e.contact.as_mut().unwrap().mails[0].names_authority = false),
            Broken,
        );
        let none: Case =
            ("no answers", after_visit!(|e| e.contact.as_mut().unwrap().mails.clear()), Unproven);
        sample::table_with(
            "complaint-in-answers",
            &[],
            &[("every answer says it", after_visit!(|_| {}), Kept), silent, none],
        );
    }
}
