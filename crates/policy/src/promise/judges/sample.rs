//! An edition and evidence for the judges' tables.

use jiff::Timestamp;
use kernel::Language;

use crate::compile::compile;
use crate::edition::Edition;
use crate::facts::RightKind;
use crate::promise::evidence::*;
use crate::promise::{ClauseContext, Judgement, Verdict, find};
use crate::source::SourceTree;

/// The moment of every table: the evidence of [`fine`] is a day old.
pub(in crate::promise) fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// `days` before [`now`].
pub(in crate::promise) fn ago(days: i64) -> Timestamp {
    now() - jiff::SignedDuration::from_hours(24 * days)
}

/// The sample policy of the tests, compiled.
pub(in crate::promise) fn edition() -> Edition {
    let mut tree = SourceTree::new();
    for (path, text) in [
        ("policy.toml", include_str!("../../../tests/fixtures/school/policy.toml")),
        ("facts/organisation.toml", include_str!("../../../tests/fixtures/school/facts/organisation.toml")),
        ("facts/subjects.toml", include_str!("../../../tests/fixtures/school/facts/subjects.toml")),
        ("facts/categories.toml", include_str!("../../../tests/fixtures/school/facts/categories.toml")),
        ("facts/purposes.toml", include_str!("../../../tests/fixtures/school/facts/purposes.toml")),
        ("facts/recipients.toml", include_str!("../../../tests/fixtures/school/facts/recipients.toml")),
        ("facts/services.toml", include_str!("../../../tests/fixtures/school/facts/services.toml")),
        ("facts/retention.toml", include_str!("../../../tests/fixtures/school/facts/retention.toml")),
        ("facts/rights.toml", include_str!("../../../tests/fixtures/school/facts/rights.toml")),
        ("facts/security.toml", include_str!("../../../tests/fixtures/school/facts/security.toml")),
        ("facts/storage.toml", include_str!("../../../tests/fixtures/school/facts/storage.toml")),
        ("facts/figures.toml", include_str!("../../../tests/fixtures/school/facts/figures.toml")),
        ("facts/systems/shop.toml", include_str!("../../../tests/fixtures/school/facts/systems/shop.toml")),
        ("prose/nl/privacy.md", include_str!("../../../tests/fixtures/school/prose/nl/privacy.md")),
        ("prose/en/privacy.md", include_str!("../../../tests/fixtures/school/prose/en/privacy.md")),
    ] {
        tree.insert(path, text);
    }
    compile(&tree).unwrap().edition
}

/// The sample policy with other facts.
pub(in crate::promise) fn edition_with(change: impl FnOnce(&mut crate::facts::Facts)) -> Edition {
    let mut content = edition().content().clone();
    change(&mut content.facts);
    Edition::seal(content).unwrap()
}

/// Attests every clause of the sample policy: given `given` days ago, until `until` days ago (negative: days from now).
pub(super) fn attest(evidence: &mut Evidence, given: i64, until: i64) {
    for (_, clause) in edition().clauses() {
        evidence.attestations.push(AttestationEvidence {
            clause: clause.id.to_string(),
            at: ago(given),
            until: ago(until),
            document: "ab".repeat(32),
        });
    }
}

/// The judgement on the first clause of the sample policy that makes `promise`.
pub(super) fn judge(promise: &str, evidence: &Evidence) -> Judgement {
    let edition = edition();
    let (document, clause) =
        edition.clauses().into_iter().find(|(_, clause)| clause.promise == promise).unwrap();
    let context = ClauseContext { edition: &edition, document, clause };
    let judgement = find(promise).unwrap().judge(evidence, &context, now());
    if judgement.verdict != Verdict::Unproven {
        assert!(!judgement.evidence.is_empty(), "a verdict of {} needs evidence", judgement.verdict);
    }
    for text in [&judgement.reason, &judgement.would_change] {
        assert!(text.nl.ends_with('.') && text.en.ends_with('.'), "{text:?}");
    }
    judgement
}

/// The judgement on a clause that makes `promise` with these parameters, in the sample policy.
pub(super) fn judge_with(promise: &str, params: &[(&str, &str)], evidence: &Evidence) -> Judgement {
    judge_in(&edition(), promise, params, evidence)
}

/// The same in another policy.
pub(super) fn judge_in(
    edition: &Edition,
    promise: &str,
    params: &[(&str, &str)],
    evidence: &Evidence,
) -> Judgement {
    let (document, clause) = edition.clauses().into_iter().next().unwrap();
    let mut clause = clause.clone();
    promise.clone_into(&mut clause.promise);
    let words = |value: &str| value.split(',').map(str::to_owned).collect();
    clause.params = params.iter().map(|(name, value)| ((*name).to_owned(), words(value))).collect();
    let context = ClauseContext { edition, document, clause: &clause };
    let judgement = find(promise).unwrap().judge(evidence, &context, now());
    if judgement.verdict != Verdict::Unproven {
        assert!(!judgement.evidence.is_empty(), "a verdict of {} needs evidence", judgement.verdict);
    }
    for text in [&judgement.reason, &judgement.would_change] {
        assert!(text.nl.ends_with('.') && text.en.ends_with('.'), "{text:?}");
    }
    judgement
}

/// Runs a table for a clause that the sample policy does not make: a change to the evidence of [`looked`].
pub(super) fn table_with(promise: &str, params: &[(&str, &str)], rows: &[Case]) {
    for (name, change, verdict) in rows {
        let mut evidence = looked();
        change(&mut evidence);
        let judged = judge_with(promise, params, &evidence);
        assert_eq!(judged.verdict, *verdict, "{name}: {:?}", judged.reason);
    }
    let nothing = judge_with(promise, params, &Evidence::default());
    assert_eq!(nothing.verdict, Verdict::Unproven, "no evidence at all");
}

/// Evidence of one database that is on its map, one system by hand, and a drill in which everything passed.
#[expect(clippy::too_many_lines, reason = "an example of everything that a look can find")]
pub(in crate::promise) fn looked() -> Evidence {
    let collection = |id: &str, purpose: &str, categories: &[&str]| CollectionLook {
        collection: id.to_owned(),
        purpose: Some(purpose.to_owned()),
        categories: categories.iter().map(|id| (*id).to_owned()).collect(),
        own: true,
        mentions: false,
        source: Some("subject".to_owned()),
    };
    let shop = SystemLook {
        system: "shop".to_owned(),
        reach: SystemReach::Database,
        recipient: Some("host".to_owned()),
        purposes: vec!["orders".to_owned()],
        categories: vec![],
        collections: vec![
            collection("orders", "orders", &["order", "email"]),
            CollectionLook { mentions: true, ..collection("posts", "orders", &["post"]) },
        ],
        personal: Some(PersonalLook { at: ago(1), unmapped: 0, personal: vec![], unread: 0 }),
        payment: Some(PaymentLook { at: ago(1), found: vec![], rows: 40, unread: 0 }),
        sends: None,
        archive_closed: Some(true),
    };
    let books = SystemLook {
        system: "books".to_owned(),
        reach: SystemReach::ByHand,
        recipient: Some("books".to_owned()),
        purposes: vec!["orders".to_owned()],
        categories: vec!["order".to_owned()],
        collections: vec![],
        personal: None,
        payment: None,
        sends: Some(vec!["order".to_owned()]),
        archive_closed: None,
    };
    let steps = [
        drill::DELIVERY,
        drill::SWEPT,
        drill::CLIENTS,
        drill::PURPOSES,
        drill::LISTS,
        drill::ARCHIVE,
        drill::DEPICTED,
        drill::CHOSEN,
        drill::CLOSED,
        drill::OWN_CHOICE,
        drill::WITHDRAWN,
        drill::SCOPED,
        drill::DEPICTED,
        drill::ANNOUNCED,
        drill::ASKED_AGAIN,
        drill::SILENT,
        drill::BOUND,
        drill::PRODUCTS,
    ];
    Evidence {
        systems: Some(SystemsEvidence { at: ago(1), systems: vec![shop, books] }),
        choices: Some(choices()),
        site: Some(super::site::tests::seen()),
        drill: Some(DrillEvidence {
            at: ago(1),
            steps: steps.map(|name| DrillStep { name: name.to_owned(), passed: true }).into(),
            planted: vec!["order".to_owned(), "post".to_owned()],
            copied: vec!["order".to_owned(), "post".to_owned()],
            front: FrontEvidence::default(),
        }),
        ..fine()
    }
}

/// Two services that are asked for, and seven choices in order.
fn choices() -> ChoicesEvidence {
    let asked = |service: &str, purpose: &str| AskedService {
        service: service.to_owned(),
        purpose: purpose.to_owned(),
        told: Some(true),
    };
    ChoicesEvidence {
        at: ago(1),
        asked: vec![asked("ga", "analytics"), asked("ads", "marketing")],
        days: 186,
        register: RegisterOfChoices {
            looked: 7,
            newest: Some(ago(1)),
            attested: 7,
            closed: 2,
            withdrawals: 1,
            ..RegisterOfChoices::default()
        },
    }
}

/// The system of [`looked`] with this id.
pub(in crate::promise) fn system<'e>(evidence: &'e mut Evidence, id: &str) -> &'e mut SystemLook {
    evidence.systems.as_mut().unwrap().systems.iter_mut().find(|look| look.system == id).unwrap()
}

/// Makes a step of the drill of [`looked`] fail.
pub(super) fn fail(evidence: &mut Evidence, step: &str) {
    for known in evidence.drill.as_mut().unwrap().steps.iter_mut().filter(|known| known.name == step) {
        known.passed = false;
    }
}

/// Takes a step out of the drill of [`looked`].
pub(super) fn skip(evidence: &mut Evidence, step: &str) {
    evidence.drill.as_mut().unwrap().steps.retain(|known| known.name != step);
}

/// A case: its name, a change to the evidence of [`fine`], and the verdict that follows.
pub(super) type Case = (&'static str, fn(&mut Evidence), Verdict);

/// Runs a table: a change to the evidence of [`fine`], and the verdict that follows.
pub(super) fn table(promise: &str, rows: &[Case]) {
    for (name, change, verdict) in rows {
        let mut evidence = fine();
        change(&mut evidence);
        assert_eq!(judge(promise, &evidence).verdict, *verdict, "{name}");
    }
    assert_eq!(judge(promise, &Evidence::default()).verdict, empty_verdict(promise), "no evidence at all");
}

/// The checklist needs no evidence but the edition itself.
fn empty_verdict(promise: &str) -> Verdict {
    if promise == "notice-complete" { Verdict::Kept } else { Verdict::Unproven }
}

/// Evidence with which every judge says kept.
pub(in crate::promise) fn fine() -> Evidence {
    let hash = edition().hash();
    let served = |language| ServedDocument { document: "privacy".to_owned(), language, edition: hash };
    let mail = |language| MailTemplate {
        name: "answer".to_owned(),
        language,
        names_contact: true,
        answers: false,
        names_authority: false,
        loads: None,
    };
    Evidence {
        passed_on: None,
        leaks: None,
        messages_in: None,
        messages: None,
        proofs: None,
        editions: Some(EditionsEvidence {
            at: ago(1),
            archive: vec![ArchivedEdition { version: "1".to_owned(), hash, found: Some(hash) }],
            in_force: vec![hash],
            served: vec![served(Language::Nl), served(Language::En)],
            published: Vec::new(),
        }),
        contact: Some(ContactEvidence {
            mails: vec![mail(Language::Nl), mail(Language::En)],
            probe: Some(MailboxProbe { at: ago(1), accepted: true }),
        }),
        requests: vec![request(RightKind::Access), request(RightKind::Erasure)],
        register: Some(RegisterEvidence { at: ago(1), closed: 2, registered: 2, strays: 0, in_ledger: 2 }),
        archives: vec![archive()],
        erasures: vec![erasure()],
        holds: Some(HoldsEvidence { at: ago(1), purged_past_term: 3, still_past_term: 0 }),
        retention: Some(RetentionEvidence {
            at: ago(1),
            rules: vec![
                rule("shop/accounts/contacts", "contacts", true),
                rule("shop/orders/invoices", "invoices", false),
                rule("shop/logs/logs", "logs", true),
            ],
            without_rule: Vec::new(),
        }),
        endings: vec![EndingRow { at: ago(5), erasure_linked: true, drill: false }],
        rights: rights(),
        ledger: Some(LedgerEvidence { at: ago(1), size: 40, first_bad: None, whole_at: Some(ago(1)) }),
        systems: None,
        choices: None,
        site: None,
        attestations: Vec::new(),
        drill: None,
    }
}

/// A retention rule that does what it is for.
fn rule(rule: &str, term: &str, automatic: bool) -> RetentionRule {
    RetentionRule {
        rule: rule.to_owned(),
        term: term.to_owned(),
        automatic,
        confirmed: automatic,
        swept: automatic.then(|| ago(1)),
        purged: if automatic { 7 } else { 0 },
        due: Some(0),
    }
}

/// A request that was answered after four days.
pub(super) fn request(right: RightKind) -> RequestRow {
    RequestRow {
        right,
        received: ago(10),
        due: ago(10) + jiff::SignedDuration::from_hours(24 * 30),
        extended: false,
        answered: Some(ago(6)),
        ended: None,
        closed: true,
        outcome: Some(Outcome::Granted),
        delivery: Some(Delivery::SignInKnownAddress),
        systems: vec![SystemReceipt { system: "shop".to_owned(), receipt: true, records: 12 }],
        drill: false,
    }
}

fn archive() -> ArchiveEvidence {
    ArchiveEvidence {
        at: ago(6),
        drill: false,
        json: true,
        csv: true,
        html: true,
        manifest: true,
        fields: 30,
        fields_with_category: 30,
        recipients: vec!["host".to_owned()],
        systems: vec!["shop".to_owned()],
    }
}

fn erasure() -> ErasureEvidence {
    ErasureEvidence {
        at: ago(6),
        drill: false,
        kept: vec![KeptRows {
            system: "shop".to_owned(),
            collection: "orders".to_owned(),
            rows: 4,
            term: Some("invoices".to_owned()),
            reason: true,
            release: Some("2034-01-01".parse().unwrap()),
        }],
        reidentification_hits: Some(0),
        alone: false,
        told: 0,
        untold: 0,
    }
}

/// A drill of `age` days ago in which `step` passed or not.
#[expect(clippy::unnecessary_wraps, reason = "what evidence holds is an option")]
pub(in crate::promise) fn drill(step: &str, passed: bool, age: i64) -> Option<DrillEvidence> {
    Some(DrillEvidence {
        at: ago(age),
        steps: vec![DrillStep { name: step.to_owned(), passed }],
        planted: vec![],
        copied: vec![],
        front: FrontEvidence::default(),
    })
}

/// Rights that were exercised as promised.
fn rights() -> RightsEvidence {
    let carried_out = || CarriedOut { at: ago(6), drill: false, receipts: 3, missing: 0, confirmed: true };
    RightsEvidence {
        corrections: vec![carried_out()],
        restrictions: vec![carried_out()],
        in_force: Some(InForce { at: ago(1), restrictions: 1, denied: 1, marked: 1, unmarked: 0, silent: 0 }),
        ended: vec![RestrictionEnd { at: ago(4), drill: false, told_first: true }],
        taken_along: vec![TakenAlong {
            at: ago(6),
            drill: false,
            receipts: 3,
            missing: 0,
            sound: Some(true),
            changed: false,
        }],
        objections: vec![ObjectionRow {
            filed: ago(8),
            drill: false,
            halted: Some(ago(8) + jiff::SignedDuration::from_secs(9)),
            withdrawn: false,
            granted: Some(Granted {
                at: ago(6),
                copy_first: Some(true),
                receipts: 3,
                missing: 0,
                confirmed: true,
            }),
        }],
        opt_outs: vec![OptOutRow { said: ago(6), drill: false, effective: Some(ago(5)), limit: ago(-6) }],
    }
}
