use std::io::{IsTerminal, Write};

use super::Outcome;
use crate::Rule;

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

    pub(crate) fn note(&mut self, rule: &Rule, outcome: &Outcome) {
        self.done += 1;
        self.broken += usize::from(outcome.failure().is_some());
        if self.shown {
            let Self { done, total, broken, .. } = self;
            eprint!("\r\u{1b}[K  {done} of {total} rules, {broken} broken; last {}", rule.id());
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
