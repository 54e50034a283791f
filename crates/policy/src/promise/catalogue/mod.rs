//! The catalogue: one file per theme, one row per promise.

mod collection;
mod consent;
mod device;
mod mail;
mod notice;
mod processors;
mod purposes;
mod retention;
mod rights;
mod security;
mod sharing;
mod third_parties;

use super::Promise;

/// Every promise, theme by theme.
pub fn all() -> impl Iterator<Item = &'static Promise> {
    [
        notice::PROMISES,
        collection::PROMISES,
        purposes::PROMISES,
        retention::PROMISES,
        device::PROMISES,
        consent::PROMISES,
        processors::PROMISES,
        third_parties::PROMISES,
        sharing::PROMISES,
        security::PROMISES,
        rights::PROMISES,
        mail::PROMISES,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_every_row_is_complete() {
        let mut seen = BTreeSet::new();
        for promise in all() {
            assert!(seen.insert(promise.name), "{} stands twice", promise.name);
            assert!(
                promise.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
                "{}",
                promise.name
            );
            assert!(!promise.themes.is_empty(), "{}", promise.name);
            assert!(promise.nl.ends_with('.') && promise.en.ends_with('.'), "{}", promise.name);
        }
    }
}
