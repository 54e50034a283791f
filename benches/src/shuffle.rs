//! Choices that a seed repeats.

use kernel::Entropy;

/// Puts a list in an order that the seed alone decides (Fisher and Yates).
pub fn shuffle<T>(list: &mut [T], seed: u64) {
    let entropy = Entropy::seeded(seed);
    for last in (1..list.len()).rev() {
        let bound = u64::try_from(last).unwrap_or_default() + 1;
        list.swap(last, usize::try_from(entropy.below(bound)).unwrap_or_default());
    }
}
