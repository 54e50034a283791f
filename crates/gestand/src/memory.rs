//! How much memory the process keeps for itself when its work is done.
//!
//! The allocator of glibc gives every thread that ever allocates a heap of its own and hardly ever gives one back.
//! Each SQLite connection has a thread, so an idle server would keep twice what it uses. One shared heap keeps
//! what is used; small allocations come from a cache per thread, so nobody waits for it. Figures: docs/performance.md.

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
