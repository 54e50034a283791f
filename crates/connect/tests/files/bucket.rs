//! What a service can do that a disk cannot: pages, haste, other people's secrets, versions.

use connect::{ConnectError, Connector as _};
use inventory::Applied;

use crate::stub::Fault;
use crate::world::{EVA, Kept, UPLOADS, World, email, order};

const SLOW: Fault = Fault::Status(503, "SlowDown", Some(0));

#[tokio::test]
async fn listings_come_in_pages() {
    let world = World::bucket().await;
    for number in 0..5 {
        world.put(&format!("avatars/5/more {number}&.jpg"), b"x");
    }
    world.stub().calls();
    assert_eq!(world.uploads().find(&email(EVA)).await.unwrap().own(), 9);
    let lists = world.stub().calls().into_iter().filter(|call| call.contains("list-type")).count();
    assert_eq!(lists, 4, "seven photos, two a page");
}

#[tokio::test]
async fn a_service_in_haste_is_waited_for() {
    let world = World::bucket().await;
    world.stub().fail([SLOW, Fault::Status(500, "InternalError", Some(0)), Fault::Pass, SLOW]);
    assert_eq!(world.uploads().find(&email(EVA)).await.unwrap().own(), 4);
    world.stub().fail(std::iter::repeat_n(SLOW, 5));
    let busy = world.uploads().find(&email(EVA)).await;
    assert!(
        matches!(&busy, Err(error @ ConnectError::Busy { status: 503, .. }) if error.retryable()),
        "{busy:?}"
    );
    world.stub().fail([Fault::Status(503, "SlowDown", Some(3600))]);
    assert!(
        matches!(world.uploads().find(&email(EVA)).await, Err(ConnectError::Busy { .. })),
        "not for an hour"
    );
}

#[tokio::test]
async fn what_is_no_answer_is_named() {
    let world = World::bucket().await;
    for (fault, name) in [
        (Fault::Html, "answer"),
        (Fault::Redirect, "answer"),
        (Fault::Status(403, "AccessDenied", None), "permission"),
        (Fault::Status(403, "InvalidAccessKeyId", None), "refused"),
        (Fault::Status(404, "NoSuchBucket", None), "answer"),
        (Fault::Status(400, "RequestTimeTooSkewed", None), "answer"),
        (Fault::Cut, "incomplete"),
    ] {
        world.stub().fail([fault.clone()]);
        let error = world.uploads().find(&email(EVA)).await.unwrap_err();
        assert_eq!(error.name(), name, "{fault:?}: {error}");
        assert!(!error.public().contains("eva@"), "{error}");
    }
    assert_eq!(world.uploads().find(&email(EVA)).await.unwrap().own(), 4, "and then it works again");
}

#[tokio::test]
async fn a_wrong_secret_is_refused() {
    let world = World::bucket().await;
    let uploads = world.open(UPLOADS, "a wrong secret").unwrap();
    assert!(matches!(uploads.find(&email(EVA)).await, Err(ConnectError::Refused { .. })));
    let probe = uploads.probe().await;
    assert!(probe.reachable && !probe.is_usable(), "{probe:?}");
    assert!(!format!("{uploads:?}").contains("wrong secret"));
}

#[tokio::test]
async fn an_erasure_that_is_broken_off_is_finished_by_the_next() {
    let world = World::bucket().await;
    let (school, uploads) = (world.school(), world.uploads());
    let prepared = uploads.prepare_erasure(&order(EVA)).await.unwrap();
    school.erase(&school.prepare_erasure(&order(EVA)).await.unwrap()).await.unwrap();
    // Versions asked, photos listed, two references looked up; then the first photo goes, and the second does not.
    let calls = {
        let world = World::bucket().await;
        let (school, uploads) = (world.school(), world.uploads());
        let prepared = uploads.prepare_erasure(&order(EVA)).await.unwrap();
        school.erase(&school.prepare_erasure(&order(EVA)).await.unwrap()).await.unwrap();
        world.stub().calls();
        uploads.erase(&prepared).await.unwrap();
        world.stub().calls()
    };
    let second = calls.iter().enumerate().filter(|(_, call)| call.starts_with("DELETE")).nth(1).unwrap().0;
    world.stub().fail(std::iter::repeat_n(Fault::Pass, second));
    world.stub().fail([Fault::Status(403, "AccessDenied", None)]);
    let broken = uploads.erase(&prepared).await;
    assert!(matches!(&broken, Err(ConnectError::Interrupted { done: 1, .. })), "{broken:?}");
    assert_eq!(uploads.verify_applied(&prepared).await.unwrap(), Applied::NotApplied);
    let receipt = world.uploads().erase(&prepared).await.unwrap();
    let gone: u64 = receipt.collections.iter().map(|part| part.gone).sum();
    assert_eq!((receipt.deleted(), gone), (2, 1));
    assert_eq!(uploads.verify_applied(&prepared).await.unwrap(), Applied::Applied);
}

#[tokio::test]
async fn a_bucket_that_keeps_versions_does_not_erase_and_says_so() {
    let world = World::bucket().await;
    let uploads = world.uploads();
    let prepared = uploads.prepare_erasure(&order(EVA)).await.unwrap();
    world.stub().keep_versions();
    let before = world.files();
    for result in
        [uploads.prepare_erasure(&order(EVA)).await.map(|_| ()), uploads.erase(&prepared).await.map(|_| ())]
    {
        assert!(
            matches!(&result, Err(ConnectError::Rules { reason, .. }) if reason.contains("versions")),
            "{result:?}"
        );
    }
    assert_eq!(world.files(), before);
    assert_eq!(uploads.find(&email(EVA)).await.unwrap().own(), 4, "a copy can be given all the same");
    assert_eq!(uploads.probe().await.findings.len(), 1);
}

#[tokio::test]
async fn a_file_that_is_cut_off_is_not_handed_over_as_whole() {
    let world = World::bucket().await;
    let uploads = world.uploads();
    world.stub().calls();
    uploads.export(&email(EVA), &mut Kept::default()).await.unwrap();
    let calls = world.stub().calls();
    let first = calls.iter().position(|call| call.contains("f1.jpg?") && call.starts_with("GET")).unwrap();
    world.stub().fail(std::iter::repeat_n(Fault::Pass, first));
    world.stub().fail([Fault::Cut]);
    let cut = uploads.export(&email(EVA), &mut Kept::default()).await;
    assert!(matches!(&cut, Err(error @ ConnectError::Incomplete { .. }) if error.retryable()), "{cut:?}");
}
