//! The contract of the SQL connector: one suite, the same for every engine.
//!
//! `map.toml` uses every construction of the data map once, on tables with awkward names; `world` fills them.
//! Each test of `finding`, `changing`, `exporting`, `erasing`, `racing`, `refusing`, `sweeping` and `unchanged` runs on SQLite,
//! PostgreSQL and MariaDB; those of `failing` on the two that are servers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(
    clippy::too_many_lines,
    clippy::useless_vec,
    clippy::type_complexity,
    clippy::cast_possible_truncation,
    clippy::assigning_clones,
    reason = "the world of the tests is one long table of rows"
)]

mod changing;
mod engines;
mod erasing;
mod exporting;
mod failing;
mod finding;
mod racing;
mod refusing;
mod sweeping;
mod unchanged;
mod world;

/// One test per engine for each named function.
macro_rules! contract {
    ($($module:ident :: $test:ident),* $(,)?) => {
        mod sqlite { $(#[test] fn $test() { crate::engines::with(crate::engines::Engine::Sqlite, stringify!($test), crate::$module::$test); })* }
        contract! { servers: $($module :: $test),* }
    };
    (servers: $($module:ident :: $test:ident),* $(,)?) => {
        mod postgres { $(#[test] fn $test() { crate::engines::with(crate::engines::Engine::Postgres, stringify!($test), crate::$module::$test); })* }
        mod mariadb { $(#[test] fn $test() { crate::engines::with(crate::engines::Engine::Mariadb, stringify!($test), crate::$module::$test); })* }
    };
}

mod broken {
    contract! { servers:
        failing::nobody_at_the_port,
        failing::the_server_goes_away_in_the_middle,
        failing::a_table_that_does_not_answer_in_time,
        failing::an_account_that_may_only_read,
        failing::another_schema_than_the_maps,
    }
}

/// Only there do rows tell which transaction wrote them.
mod versioned {
    macro_rules! versioned {
        ($($test:ident),* $(,)?) => {
            $(#[test] fn $test() { crate::engines::with(crate::engines::Engine::Postgres, stringify!($test), crate::unchanged::$test); })*
        };
    }
    versioned! {
        what_was_under_way_is_found_again,
        what_refers_to_each_other_goes_at_once,
        what_cannot_go_at_once_goes_table_by_table,
    }
}

contract! {
    finding::every_row_is_found_once_with_its_relation,
    finding::any_writing_of_the_address_finds_the_same,
    finding::accounts_that_differ_in_capitals_are_two_people,
    finding::values_that_look_like_sql_find_nobody,
    finding::five_thousand_rows_are_found,
    finding::the_probe_tells_what_differs,
    finding::payment_numbers_are_counted_by_column_and_never_quoted,
    finding::the_probe_asks_the_rows_about_a_key_that_no_index_promises,
    exporting::own_rows_come_whole_and_others_rows_do_not,
    erasing::exactly_what_was_planned_changes,
    erasing::what_was_done_is_recognised_and_not_done_twice,
    erasing::rows_that_appeared_since_are_erased_too,
    erasing::rows_that_changed_hands_are_left,
    erasing::children_of_a_row_that_went_are_still_erased,
    erasing::five_thousand_rows_are_erased,
    racing::a_row_that_is_given_away_meanwhile_is_left,
    racing::a_row_whose_address_changes_meanwhile_is_left,
    racing::a_reference_added_after_the_start_is_honoured,
    unchanged::what_has_not_changed_is_not_looked_for_again,
    unchanged::whatever_changes_is_found_again,
    unchanged::a_census_of_something_else_counts_for_nothing,
    changing::everything_is_declared,
    changing::a_correction_reaches_every_copy_and_nothing_else,
    changing::an_issued_invoice_is_not_rewritten,
    changing::what_changed_meanwhile_is_not_corrected,
    changing::senseless_corrections_are_refused_before_anything_is_written,
    changing::a_restriction_marks_and_lifting_puts_back,
    changing::a_busy_row_is_marked_later,
    changing::nobody_stands_on_a_list_twice,
    changing::only_what_we_put_on_a_list_is_taken_off_again,
    refusing::references_from_outside_the_map_refuse_before_anything_is_written,
    refusing::a_column_that_cannot_be_emptied_refuses_before_anything_is_written,
    refusing::another_schema_is_named,
    refusing::a_busy_row_is_a_named_retry,
    sweeping::dates_of_every_kind_are_judged_as_one_value_is,
    sweeping::what_is_counted_is_what_goes_with_everything_on_it,
    sweeping::what_another_term_holds_stays,
    sweeping::what_somebody_needs_is_spared_with_what_it_hangs_on,
    sweeping::a_row_that_became_young_again_stays,
    sweeping::a_batch_that_was_done_is_recognised_although_new_rows_came,
    sweeping::anonymising_is_done_once,
    sweeping::rows_that_others_refer_to_refuse_before_anything_is_written,
}
