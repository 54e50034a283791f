//! What holds in a folder and in a bucket alike.

use std::collections::BTreeSet;

use connect::{ConnectError, Connector as _};
use inventory::{Action, Applied, PreparedErasure, Why};

use crate::world::{ADAM, EVA, HERS, Kept, PUBLISHED, SHARED, UPLOADS, World, email, order};

fn paths(prepared: &PreparedErasure, is: impl Fn(&Action) -> bool) -> Vec<String> {
    let groups = prepared.collections.iter().flat_map(|part| &part.groups).filter(|group| is(&group.action));
    let mut paths: Vec<String> =
        groups.flat_map(|group| &group.rows).map(|row| row.key.to_string()).collect();
    paths.sort();
    paths
}

fn goes(prepared: &PreparedErasure) -> Vec<String> {
    paths(prepared, |action| *action == Action::Delete)
}

fn stays(prepared: &PreparedErasure) -> Vec<String> {
    paths(prepared, |action| *action != Action::Delete)
}

/// As a job keeps it.
fn stored(prepared: &PreparedErasure) -> PreparedErasure {
    serde_json::from_str(&serde_json::to_string(prepared).unwrap()).unwrap()
}

pub const OWN: [&str; 2] = ["avatars/5/f1.jpg", "avatars/5/f2 groot+klein.jpg"];

pub async fn a_persons_files_are_found_and_nobody_elses(world: World) {
    let found = world.uploads().find(&email(EVA)).await.unwrap();
    let rows: Vec<(String, String)> = found
        .report()
        .iter()
        .flat_map(|part| part.rows.iter().map(|row| (row.key.clone(), row.path.clone())))
        .collect();
    let photos = "email → accounts.email → photos.path";
    let work = "email → accounts → uploads.account_id → work.path";
    let expected =
        [(OWN[0], photos), (OWN[1], photos), ("filedir/ab/12/ab12ef", work), ("filedir/ab/99/ab99ff", work)];
    assert_eq!(rows, expected.map(|(path, trail)| (path.to_owned(), trail.to_owned())));
}

pub async fn who_is_not_known_has_no_files(world: World) {
    let uploads = world.uploads();
    for address in ["nobody@school.example", "../6", "*", "%", "5"] {
        assert_eq!(uploads.find(&email(address)).await.unwrap().collections, [], "{address}");
    }
    for value in ["../6", "*", "..", "6/../5", "", "5/thumbs"] {
        let given = [inventory::Identity::new("school_user", value)];
        assert_eq!(uploads.find(&given).await.unwrap().own(), 0, "{value}");
    }
    let strange = [inventory::Identity::new("shoe-size", "42")];
    assert!(matches!(uploads.find(&strange).await, Err(ConnectError::NoIdentity { .. })));
}

pub async fn files_are_handed_over_whole(world: World) {
    let large: Vec<u8> = (0..9_000_001u32).map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1]).collect();
    world.put("avatars/5/video.mp4", &large);
    world.put("avatars/5/empty.txt", b"");
    let mut kept = Kept::default();
    let summary = world.uploads().export(&email(EVA), &mut kept).await.unwrap();
    let counts: Vec<(&str, u64)> =
        summary.collections.iter().map(|part| (part.collection.as_str(), part.own)).collect();
    assert_eq!(counts, [("photos", 4), ("work", 2)]);
    assert_eq!(kept.rows.len(), 6);
    let content: BTreeSet<&[u8]> = kept.files.values().map(Vec::as_slice).collect();
    let expected: [&[u8]; 6] = [b"eva", b"EVA", b"", &large, b"her essay", b"the same worksheet"];
    assert_eq!(content, BTreeSet::from(expected));
    for row in &kept.rows {
        let place = row["content"].as_ref().unwrap();
        assert_eq!(row["size"].as_ref().unwrap(), &kept.files[place].len().to_string());
        assert_eq!(row["modified"].as_deref(), Some("2025-10-09T08:53:20Z"));
    }
    assert!(kept.largest < 2_000_000, "{} bytes came at once", kept.largest);
}

pub async fn nothing_goes_before_the_rows_that_refer_to_it(world: World) {
    let before = world.files();
    let (school, uploads) = (world.school(), world.uploads());
    let prepared = stored(&uploads.prepare_erasure(&order(EVA)).await.unwrap());
    let rows = stored(&school.prepare_erasure(&order(EVA)).await.unwrap());
    assert_eq!(goes(&prepared), [OWN[0], OWN[1], "filedir/ab/12/ab12ef"]);
    assert_eq!(uploads.verify_applied(&prepared).await.unwrap(), Applied::NotApplied);
    let early = uploads.erase(&prepared).await;
    assert!(matches!(&early, Err(error @ ConnectError::Pending { .. }) if error.retryable()), "{early:?}");
    assert_eq!(world.files(), before);
    school.erase(&rows).await.unwrap();
    let receipt = uploads.erase(&prepared).await.unwrap();
    let counts: Vec<(&str, u64, u64)> =
        receipt.collections.iter().map(|part| (part.collection.as_str(), part.deleted, part.gone)).collect();
    assert_eq!(counts, [("photos", 2, 0), ("work", 1, 0)]);
    let after = world.files();
    let gone: Vec<&String> = before.keys().filter(|path| !after.contains_key(*path)).collect();
    assert_eq!(gone, [OWN[0], OWN[1], "filedir/ab/12/ab12ef"]);
}

pub async fn what_others_refer_to_stays_and_the_plan_says_so(world: World) {
    let (school, uploads) = (world.school(), world.uploads());
    let prepared = uploads.prepare_erasure(&order(EVA)).await.unwrap();
    assert_eq!(stays(&prepared), [format!("filedir/ab/99/{SHARED}")]);
    let rows = school.prepare_erasure(&order(EVA)).await.unwrap();
    school.erase(&rows).await.unwrap();
    // Meanwhile Adam hands in her essay too, and a colleague's essay comes to be referred to by nobody.
    world.sql(&format!("INSERT INTO upload VALUES (9, 6, '{HERS}', 'work')")).await;
    let receipt = uploads.erase(&prepared).await.unwrap();
    let work = receipt.collections.iter().find(|part| part.collection == "work").unwrap();
    assert_eq!(work.deleted, 0);
    assert_eq!(work.kept.iter().map(|kept| kept.rows).sum::<u64>(), 2);
    let Why::Reason { reason: Some(reason), .. } = &work.kept[0].why else { panic!("{:?}", work.kept) };
    assert!(reason.nl.contains("ander") && reason.en.contains("another"));
    assert_eq!(world.files()[&format!("filedir/ab/12/{HERS}")], b"her essay");
    // When Adam goes too, his reference was the last.
    let prepared = uploads.prepare_erasure(&order(ADAM)).await.unwrap();
    assert_eq!(stays(&prepared), [""; 0]);
    school.erase(&school.prepare_erasure(&order(ADAM)).await.unwrap()).await.unwrap();
    uploads.erase(&prepared).await.unwrap();
    let left: Vec<String> = world.files().into_keys().collect();
    assert_eq!(left, ["avatars/5/thumbs/f1.jpg", "avatars/55/f1.jpg", "filedir/ab/12/ab12ee"]);
}

pub async fn what_went_is_recognised_and_not_taken_away_twice(world: World) {
    let (school, uploads) = (world.school(), world.uploads());
    let prepared = stored(&uploads.prepare_erasure(&order(EVA)).await.unwrap());
    school.erase(&school.prepare_erasure(&order(EVA)).await.unwrap()).await.unwrap();
    uploads.erase(&prepared).await.unwrap();
    // As after a crash: another process, with what was written down.
    let uploads = world.uploads();
    assert_eq!(uploads.verify_applied(&prepared).await.unwrap(), Applied::Applied);
    let before = world.files();
    let again = uploads.erase(&prepared).await.unwrap();
    assert_eq!((again.deleted(), again.collections.iter().map(|part| part.gone).sum::<u64>()), (0, 3));
    assert_eq!(world.files(), before);
    assert_eq!(uploads.find(&email(EVA)).await.unwrap().own(), 0);
    let nothing = uploads.prepare_erasure(&order("nobody@school.example")).await.unwrap();
    assert_eq!(uploads.verify_applied(&nothing).await.unwrap(), Applied::Empty);
}

pub async fn a_file_that_came_since_goes_too(world: World) {
    let (school, uploads) = (world.school(), world.uploads());
    let prepared = uploads.prepare_erasure(&order(EVA)).await.unwrap();
    world.put("avatars/5/new.jpg", b"new");
    school.erase(&school.prepare_erasure(&order(EVA)).await.unwrap()).await.unwrap();
    let receipt = uploads.erase(&prepared).await.unwrap();
    let photos = &receipt.collections[0];
    assert_eq!((photos.deleted, photos.appeared), (3, 1));
}

pub async fn rows_that_stay_keep_their_file(world: World) {
    world.sql(&format!("INSERT INTO upload VALUES (7, 5, '{PUBLISHED}', 'news')")).await;
    world.put(&format!("filedir/cd/00/{PUBLISHED}"), b"news");
    let (school, uploads) = (world.school(), world.uploads());
    assert_eq!(uploads.find(&email(EVA)).await.unwrap().own(), 5, "it is hers, and in her copy");
    let prepared = uploads.prepare_erasure(&order(EVA)).await.unwrap();
    assert_eq!(stays(&prepared), ["filedir/ab/99/ab99ff", "filedir/cd/00/cd00aa"]);
    school.erase(&school.prepare_erasure(&order(EVA)).await.unwrap()).await.unwrap();
    uploads.erase(&prepared).await.unwrap();
    assert!(world.files().contains_key("filedir/cd/00/cd00aa"));
}

pub async fn files_are_held_by_their_own_date(world: World) {
    let held = UPLOADS.replacen(
        "erasure = { do = \"delete\" }",
        "erasure = { do = \"delete\" }\nhold = { term = \"photos\", since = \"modified\" }",
        1,
    );
    let uploads = world.uploads_of(&held);
    let prepared = uploads.prepare_erasure(&order(EVA)).await.unwrap();
    let photos: Vec<_> = prepared.collections[0].groups.iter().map(|group| &group.action).collect();
    let [Action::Hold { term, release: Some(release), .. }] = photos[..] else { panic!("{photos:?}") };
    assert_eq!((term.as_str(), release.to_string().as_str()), ("photos", "2027-10-10"));
    world.school().erase(&world.school().prepare_erasure(&order(EVA)).await.unwrap()).await.unwrap();
    let receipt = uploads.erase(&prepared).await.unwrap();
    assert_eq!((receipt.deleted(), receipt.kept()), (1, 3));
}

pub async fn the_probe_finds_nothing_wrong(world: World) {
    let probe = world.uploads().probe().await;
    assert!(probe.is_usable() && !probe.read_only && probe.findings.is_empty(), "{probe:?}");
}
