//! Randomness as a value: the operating system's for real work, a seeded stream for tests and the demo.

use std::sync::{Arc, Mutex, PoisonError};

use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

/// A source of random bytes. Clones of a seeded source share one stream.
#[derive(Debug, Clone)]
pub struct Entropy(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Seeded(Arc<Mutex<ChaCha20Rng>>),
}

impl Entropy {
    /// The operating system's generator. Use this wherever secrets are made.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A repeatable stream. Never use it for secrets that leave a test or the demo's invented data.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))))
    }

    /// Fills `buffer`. Aborts the process when the operating system has no randomness to give: going on
    /// with predictable keys would be worse.
    #[expect(clippy::disallowed_methods, reason = "the one door through which ambient randomness enters")]
    pub fn fill(&self, buffer: &mut [u8]) {
        match &self.0 {
            Source::System => {
                if getrandom::fill(buffer).is_err() {
                    std::process::abort();
                }
            }
            Source::Seeded(stream) => {
                use rand::Rng;
                stream.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(buffer);
            }
        }
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut buffer = [0u8; N];
        self.fill(&mut buffer);
        buffer
    }

    /// A number below `bound` without modulo bias; 0 when `bound` is 0.
    pub fn below(&self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        let zone = u64::MAX - u64::MAX % bound;
        loop {
            let candidate = u64::from_le_bytes(self.bytes());
            if candidate < zone {
                return candidate % bound;
            }
        }
    }
}
