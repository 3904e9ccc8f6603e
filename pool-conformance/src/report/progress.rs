//! How far a run has come, while it runs.

use std::io::{IsTerminal, Write};

/// A line on a terminal that says how far a run has come; nothing is shown elsewhere.
#[derive(Debug)]
pub(crate) struct Progress {
    shown: bool,
    done: usize,
    broken: usize,
    total: usize,
}

impl Progress {
    pub(crate) fn new(wanted: bool, total: usize) -> Self {
        Self { shown: wanted && std::io::stderr().is_terminal(), done: 0, broken: 0, total }
    }

    /// Tells that one more thing has been done, and whether a rule was found broken by it.
    pub(crate) fn note(&mut self, what: &str, broken: bool) {
        self.done += 1;
        self.broken += usize::from(broken);
        if self.shown {
            let Self { done, total, broken, .. } = self;
            eprint!("\r\u{1b}[K  {done} of {total}, {broken} with a broken rule; last {what}");
            let _ = std::io::stderr().flush();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            eprint!("\r\u{1b}[K");
        }
    }
}
