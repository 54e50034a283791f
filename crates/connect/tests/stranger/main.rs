//! A database that nobody of us built: keys of several columns, references of a table to itself and in a circle,
//! rows that several people have a part in, owners of any kind, addresses inside JSON and under hashes, partitions,
//! triggers, computed columns, enumerations, names that need quoting, another schema. One map, in PostgreSQL and in
//! MariaDB, each with what only it has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "../contract/engines.rs"]
mod engines;
mod erasing;
mod finding;
mod library;
mod refusing;
mod world;

/// One test per server for each named function.
macro_rules! servers {
    ($($module:ident :: $test:ident),* $(,)?) => {
        mod postgres { $(#[test] fn $test() { crate::engines::with(crate::engines::Engine::Postgres, concat!("stranger_", stringify!($test)), crate::$module::$test); })* }
        mod mariadb { $(#[test] fn $test() { crate::engines::with(crate::engines::Engine::Mariadb, concat!("stranger_", stringify!($test)), crate::$module::$test); })* }
    };
}

servers! {
    finding::every_row_is_found,
    finding::the_map_fits,
    finding::a_public_id_finds_the_same,
    finding::a_draft_of_it_reads_back,
    erasing::only_hers_goes_and_what_is_shared_stays,
    erasing::the_last_of_a_household_takes_it_along,
    erasing::marks_are_set_and_taken_off,
    erasing::lists_of_digests_take_people_in,
    refusing::other_peoples_rows_do_not_go_along,
    refusing::what_is_computed_from_something_that_stays_is_seen,
    library::lists_capitals_and_large_numbers,
    library::copies_and_references_outside_the_map_are_told,
    library::a_draft_knows_lists_and_keys_of_two_columns_and_whose_posts_are_whose,
}

mod sqlite {
    use crate::engines::{Engine, with};

    #[test]
    fn lists_capitals_and_large_numbers() {
        with(Engine::Sqlite, "stranger_library", crate::library::lists_capitals_and_large_numbers);
    }

    #[test]
    fn copies_and_references_outside_the_map_are_told() {
        with(Engine::Sqlite, "stranger_told", crate::library::copies_and_references_outside_the_map_are_told);
    }

    #[test]
    fn a_draft_knows_lists_and_keys_of_two_columns_and_whose_posts_are_whose() {
        let test = crate::library::a_draft_knows_lists_and_keys_of_two_columns_and_whose_posts_are_whose;
        with(Engine::Sqlite, "stranger_drafted", test);
    }
}

mod only {
    #[test]
    fn rows_that_a_policy_hides_are_not_called_nothing() {
        let name = "stranger_hidden";
        crate::engines::with(
            crate::engines::Engine::Postgres,
            name,
            crate::refusing::rows_that_a_policy_hides,
        );
    }

    #[test]
    fn a_table_that_remembers_is_not_called_erased() {
        let name = "stranger_remembers";
        crate::engines::with(crate::engines::Engine::Mariadb, name, crate::refusing::a_table_that_remembers);
    }
}
