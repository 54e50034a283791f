//! The contract of the files connector: one suite on a folder and on a bucket behind real HTTP, with a database
//! whose rows lead to the files; then what only folders, and only buckets, can get wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

mod bucket;
mod folder;
mod leading;
mod stub;
mod suite;
mod world;

/// One test per place for each named function.
macro_rules! contract {
    ($($test:ident),* $(,)?) => {
        mod in_a_folder { $(#[tokio::test] async fn $test() { crate::suite::$test(crate::world::World::folder().await).await; })* }
        mod in_a_bucket { $(#[tokio::test] async fn $test() { crate::suite::$test(crate::world::World::bucket().await).await; })* }
    };
}

contract! {
    a_persons_files_are_found_and_nobody_elses,
    who_is_not_known_has_no_files,
    files_are_handed_over_whole,
    nothing_goes_before_the_rows_that_refer_to_it,
    what_others_refer_to_stays_and_the_plan_says_so,
    what_went_is_recognised_and_not_taken_away_twice,
    a_file_that_came_since_goes_too,
    rows_that_stay_keep_their_file,
    files_are_held_by_their_own_date,
    the_probe_finds_nothing_wrong,
}
