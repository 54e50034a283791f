//! What a folder can do that a bucket cannot: links, and names that nobody can read.

use std::os::unix::fs::symlink;

use connect::{ConnectError, Connector as _};
use inventory::Applied;

use crate::world::{EVA, Kept, World, email, order};

/// A folder beside the root, with a file that nobody may lose.
fn outside() -> tempfile::TempDir {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("f1.jpg"), b"outside").unwrap();
    outside
}

#[tokio::test]
async fn a_link_in_the_place_of_her_folder_is_refused_and_leads_nowhere() {
    for inside in [true, false] {
        let (world, outside) = (World::folder().await, outside());
        let hers = world.root().join("avatars/5");
        std::fs::remove_dir_all(&hers).unwrap();
        let target = if inside { world.root().join("avatars/6") } else { outside.path().to_owned() };
        symlink(&target, &hers).unwrap();
        let before = world.files();
        let uploads = world.uploads();
        for result in [
            uploads.find(&email(EVA)).await.map(|_| ()),
            uploads.prepare_erasure(&order(EVA)).await.map(|_| ()),
            uploads.export(&email(EVA), &mut Kept::default()).await.map(|_| ()),
        ] {
            let Err(ConnectError::Answer { reason, .. }) = result else { panic!("{result:?}") };
            assert!(reason.contains("link"), "{reason}");
        }
        assert_eq!(world.files(), before);
        assert_eq!(std::fs::read(outside.path().join("f1.jpg")).unwrap(), b"outside");
    }
}

#[tokio::test]
async fn a_link_that_is_put_there_after_the_plan_leads_nowhere() {
    let (world, outside) = (World::folder().await, outside());
    let (school, uploads) = (world.school(), world.uploads());
    let prepared = uploads.prepare_erasure(&order(EVA)).await.unwrap();
    school.erase(&school.prepare_erasure(&order(EVA)).await.unwrap()).await.unwrap();
    let hers = world.root().join("avatars/5");
    std::fs::remove_dir_all(&hers).unwrap();
    symlink(outside.path(), &hers).unwrap();
    assert!(uploads.erase(&prepared).await.is_err());
    assert!(uploads.verify_applied(&prepared).await.is_err(), "nobody knows what is there now");
    assert_eq!(std::fs::read(outside.path().join("f1.jpg")).unwrap(), b"outside");
}

#[tokio::test]
async fn a_link_among_her_files_goes_and_what_it_points_at_stays() {
    let (world, outside) = (World::folder().await, outside());
    symlink(outside.path().join("f1.jpg"), world.root().join("avatars/5/out.jpg")).unwrap();
    symlink("../6/f1.jpg", world.root().join("avatars/5/adam.jpg")).unwrap();
    let (school, uploads) = (world.school(), world.uploads());
    let mut kept = Kept::default();
    uploads.export(&email(EVA), &mut kept).await.unwrap();
    assert!(!kept.files.values().any(|content| content == b"outside" || content == b"adam"));
    let links: Vec<_> = kept.rows.iter().filter(|row| row["content"].is_none()).collect();
    assert_eq!(links.len(), 2, "they are named, without content");
    let prepared = uploads.prepare_erasure(&order(EVA)).await.unwrap();
    school.erase(&school.prepare_erasure(&order(EVA)).await.unwrap()).await.unwrap();
    assert_eq!(uploads.erase(&prepared).await.unwrap().deleted(), 5);
    assert_eq!(uploads.verify_applied(&prepared).await.unwrap(), Applied::Applied);
    assert_eq!(std::fs::read(outside.path().join("f1.jpg")).unwrap(), b"outside");
    assert_eq!(world.files()["avatars/6/f1.jpg"], b"adam");
}

#[tokio::test]
async fn a_folder_with_her_number_goes_when_it_is_empty() {
    let world = World::folder().await;
    std::fs::remove_dir_all(world.root().join("avatars/5/thumbs")).unwrap();
    let (school, uploads) = (world.school(), world.uploads());
    let prepared = uploads.prepare_erasure(&order(EVA)).await.unwrap();
    school.erase(&school.prepare_erasure(&order(EVA)).await.unwrap()).await.unwrap();
    uploads.erase(&prepared).await.unwrap();
    assert!(!world.root().join("avatars/5").exists(), "its name was her number");
    assert!(world.root().join("filedir/ab/12").exists(), "a folder of hashes is nobody's");
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_and_never_nothing_found() {
    use std::os::unix::ffi::OsStrExt as _;
    let world = World::folder().await;
    let name = std::ffi::OsStr::from_bytes(b"avatars/5/\xff.jpg");
    std::fs::write(world.root().join(name), b"x").unwrap();
    assert!(matches!(world.uploads().find(&email(EVA)).await, Err(ConnectError::Answer { .. })));
    let world = World::folder().await;
    let uploads = world.uploads();
    std::fs::remove_dir_all(world.root()).unwrap();
    assert!(matches!(uploads.find(&email(EVA)).await, Err(ConnectError::Unreachable { .. })));
    let probe = uploads.probe().await;
    assert!(!probe.reachable && !probe.is_usable(), "{probe:?}");
    std::fs::create_dir(world.root()).unwrap();
}

#[tokio::test]
async fn a_pipe_does_not_stop_anything() {
    let world = World::folder().await;
    let pipe = world.root().join("avatars/5/pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let found = world.uploads().find(&email(EVA)).await.unwrap();
    assert_eq!(found.own(), 4, "it is no file");
}
