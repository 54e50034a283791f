//! Staff, subjects, codes and sessions.

use kernel::ids::{SessionId, StaffId, SubjectId};
use kernel::{Language, StaffRole};
use store::StoreError;
use store::sessions::{ActorKind, SessionRow};
use store::sign_in_codes::{CodeRow, Purpose};
use store::staff::StaffRow;
use store::subjects::SubjectRow;
use store::{sessions, sign_in_codes, staff, subjects};

use crate::stage::{Stage, at, on_both_engines, request};

on_both_engines!(
    staff_are_found_by_address_in_any_case,
    subjects_are_found_by_address_and_leave_their_requests_behind,
    a_code_has_so_many_attempts_and_is_used_once,
    attempts_taken_at_once_are_all_counted,
    sessions_end,
);

async fn staff_are_found_by_address_in_any_case(stage: Stage) {
    let store = stage.open().await;
    let mut rows = vec![];
    for (name, role) in
        [("Bo", StaffRole::Officer), ("Ada", StaffRole::Engineer), ("Cas", StaffRole::Auditor)]
    {
        let row = StaffRow {
            id: StaffId::new(at(0), &stage.entropy),
            email: format!("{}@leskracht.example", name.to_lowercase()),
            name: name.into(),
            role,
            language: Language::En,
            active: true,
            created_at: at(0),
        };
        staff::add(&store, &StaffRow { email: row.email.to_uppercase(), ..row.clone() }).await.unwrap();
        rows.push(row);
    }
    assert_eq!(staff::by_email(&store, "BO@leskracht.example").await.unwrap().as_ref(), Some(&rows[0]));
    let names: Vec<_> =
        staff::list(&store).await.unwrap().into_iter().map(|row| (row.name, row.role)).collect();
    let expected = [("Ada", StaffRole::Engineer), ("Bo", StaffRole::Officer), ("Cas", StaffRole::Auditor)];
    assert_eq!(names, expected.map(|(name, role)| (name.to_owned(), role)));
    let again = StaffRow { id: StaffId::new(at(1), &stage.entropy), ..rows[0].clone() };
    assert!(matches!(staff::add(&store, &again).await, Err(StoreError::Taken { .. })));
    let gone = StaffRow { active: false, ..rows[0].clone() };
    staff::update(&store, &gone).await.unwrap();
    assert_eq!(staff::get(&store, gone.id).await.unwrap(), Some(gone));
    assert!(matches!(staff::update(&store, &again).await, Err(StoreError::Missing { .. })));
}

fn subject(stage: &Stage, email: &str) -> SubjectRow {
    SubjectRow {
        id: SubjectId::new(at(0), &stage.entropy),
        email: email.into(),
        language: Language::Nl,
        created_at: at(0),
        verified_at: None,
    }
}

async fn subjects_are_found_by_address_and_leave_their_requests_behind(stage: Stage) {
    let store = stage.open().await;
    let row = subject(&stage, "Saar.Élan@School.example");
    subjects::insert(&store, &row).await.unwrap();
    let found = subjects::by_email(&store, "saar.éLAN@school.example").await.unwrap();
    assert_eq!(found, Some(row.clone()), "as it is known, found in any case");
    let twin = subject(&stage, "saar.élan@school.example");
    let refused = subjects::insert(&store, &twin).await.unwrap_err();
    assert!(matches!(refused, StoreError::Taken { .. }));
    assert!(!refused.to_string().contains("saar"), "{refused}");
    subjects::verified(&store, row.id, at(5), Language::En).await.unwrap();
    let verified = subjects::get(&store, row.id).await.unwrap().unwrap();
    assert_eq!((verified.verified_at, verified.language), (Some(at(5)), Language::En));
    let mut asked = request(&stage, 0);
    asked.subject_id = Some(row.id);
    store::requests::insert(&store, &asked).await.unwrap();
    assert_eq!(subjects::count(&store).await.unwrap(), 1);
    assert!(subjects::delete(&store, row.id).await.unwrap());
    assert!(!subjects::delete(&store, row.id).await.unwrap());
    assert_eq!(store::requests::get(&store, asked.id).await.unwrap().unwrap().subject_id, None);
}

fn code(stage: &Stage, second: i64) -> CodeRow {
    CodeRow {
        id: kernel::ids::uuid_v7(at(second), &stage.entropy).to_string(),
        purpose: Purpose::Subject,
        address_key: "k".repeat(64),
        code_hash: "h".repeat(64),
        created_at: at(second),
        expires_at: at(second + 600),
        attempts_left: 3,
        used_at: None,
    }
}

async fn a_code_has_so_many_attempts_and_is_used_once(stage: Stage) {
    let store = stage.open().await;
    let (old, new) = (code(&stage, 0), code(&stage, 60));
    sign_in_codes::insert(&store, &old).await.unwrap();
    sign_in_codes::insert(&store, &new).await.unwrap();
    let key = &new.address_key;
    let latest = sign_in_codes::latest(&store, Purpose::Subject, key).await.unwrap();
    assert_eq!(latest.as_ref(), Some(&new));
    assert_eq!(sign_in_codes::latest(&store, Purpose::Staff, key).await.unwrap(), None);
    let since = |second| sign_in_codes::count_since(&store, Purpose::Subject, key, at(second));
    assert_eq!((since(0).await.unwrap(), since(1).await.unwrap(), since(61).await.unwrap()), (2, 1, 0));
    for left in [Some(2), Some(1), Some(0), None, None] {
        assert_eq!(sign_in_codes::attempt(&store, &old.id, at(70)).await.unwrap(), left);
    }
    assert_eq!(sign_in_codes::attempt(&store, &new.id, at(660)).await.unwrap(), None, "expired");
    assert!(!sign_in_codes::mark_used(&store, &new.id, at(660)).await.unwrap(), "expired");
    assert!(sign_in_codes::mark_used(&store, &new.id, at(70)).await.unwrap());
    assert!(!sign_in_codes::mark_used(&store, &new.id, at(70)).await.unwrap(), "once");
    assert_eq!(sign_in_codes::attempt(&store, &new.id, at(70)).await.unwrap(), None, "used");
    assert_eq!(sign_in_codes::delete_expired(&store, at(600)).await.unwrap(), 1);
    assert_eq!(sign_in_codes::delete_of(&store, Purpose::Subject, key).await.unwrap(), 1);
}

async fn attempts_taken_at_once_are_all_counted(stage: Stage) {
    let store = stage.open().await;
    let row = code(&stage, 0);
    sign_in_codes::insert(&store, &row).await.unwrap();
    let guesses: Vec<_> = (0..12)
        .map(|_| {
            let (store, id) = (store.clone(), row.id.clone());
            tokio::spawn(async move { sign_in_codes::attempt(&store, &id, at(1)).await.unwrap().is_some() })
        })
        .collect();
    let mut allowed = 0;
    for guess in guesses {
        allowed += u32::from(guess.await.unwrap());
    }
    assert_eq!(allowed, 3);
}

async fn sessions_end(stage: Stage) {
    let store = stage.open().await;
    let session = |n: i64, expires: i64| SessionRow {
        device: String::new(),
        means: "code".into(),
        half: false,
        id: SessionId::new(at(n), &stage.entropy),
        token_hash: format!("{n:064}"),
        actor_kind: ActorKind::Subject,
        ref_id: "somebody".into(),
        created_at: at(n),
        last_seen_at: at(n),
        expires_at: at(expires),
    };
    let rows = [session(1, 100), session(2, 200), session(3, 300)];
    for row in &rows {
        sessions::insert(&store, row).await.unwrap();
    }
    let by = |row: &SessionRow, now: i64| {
        let hash = row.token_hash.clone();
        let store = store.clone();
        async move { sessions::by_token_hash(&store, &hash, at(now)).await.unwrap() }
    };
    assert_eq!(by(&rows[0], 99).await.as_ref(), Some(&rows[0]));
    assert_eq!(by(&rows[0], 100).await, None, "expired");
    sessions::touch(&store, rows[1].id, at(150), at(400)).await.unwrap();
    let touched = by(&rows[1], 250).await.unwrap();
    assert_eq!((touched.last_seen_at, touched.expires_at), (at(150), at(400)));
    assert_eq!(sessions::list_of(&store, "somebody", at(250)).await.unwrap().len(), 2);
    assert_eq!(sessions::delete_expired(&store, at(100)).await.unwrap(), 1);
    assert!(sessions::delete(&store, rows[2].id).await.unwrap());
    assert!(!sessions::delete(&store, rows[2].id).await.unwrap());
    assert_eq!(sessions::delete_of(&store, "somebody").await.unwrap(), 1);
    assert_eq!(by(&rows[1], 250).await, None);
}
