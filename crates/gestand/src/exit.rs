//! Exit codes, fit for scripts and CI.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// 0: done, and what was looked at is in order.
    Good,
    /// 1: done, and what was looked at is not in order: diagnostics, a broken promise, a bad ledger entry.
    Finding,
    /// 2: not done: wrong words on the command line, or something it needs is away.
    Failed,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        match code {
            Code::Good => Self::SUCCESS,
            Code::Finding => Self::from(1),
            Code::Failed => Self::from(2),
        }
    }
}
