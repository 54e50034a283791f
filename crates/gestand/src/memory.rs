//! How much memory the process keeps for itself when its work is done.
//!
//! The allocator of glibc gives every thread that ever allocates a heap of its own and hardly ever gives one back.
//! Each SQLite connection has a thread, so an idle server would keep twice what it uses. One shared heap keeps
//! what is used; small allocations come from a cache per thread, so nobody waits for it. What a piece of work leaves
//! free inside that heap is given back a few seconds later. Figures: docs/performance.md.

use std::time::Duration;

/// How often it is looked whether the process has grown.
const LOOK: Duration = Duration::from_secs(5);

/// Growth that is worth looking for what is free, in pages of memory.
const GROWN: u64 = 256;

/// Has all threads share one heap. To be called before the first other thread starts; elsewhere than with glibc it
/// does nothing.
pub fn share_one_heap() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        // SAFETY: no other thread runs yet, and mallopt(3) takes two plain numbers.
        #[expect(unsafe_code, reason = "there is no safe way to tell the allocator")]
        let _ = unsafe { libc::mallopt(libc::M_ARENA_MAX, 1) };
    }
}

/// Gives free memory back to the machine whenever the process has grown. Never ends.
pub async fn stay_small() {
    let mut small = 0;
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(pages) = resident() else { return };
        if pages > small + GROWN {
            give_back();
            small = resident().unwrap_or(pages);
        }
    }
}

fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        // SAFETY: malloc_trim(3) is thread-safe, takes a plain number and touches free memory only.
        #[expect(unsafe_code, reason = "there is no safe way to tell the allocator")]
        let _ = unsafe { libc::malloc_trim(0) };
    }
}

/// The process's resident pages; none where they cannot be read.
fn resident() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    pages.split(' ').nth(1)?.parse().ok()
}
