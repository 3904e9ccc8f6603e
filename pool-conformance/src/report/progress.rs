//! How far a run has come, while it runs.

use std::{
    io::{IsTerminal, Write},
    time::{Duration, Instant},
};

use crate::child::at_work;

/// How often a run says how far it has come where there is no terminal.
const PERIOD: Duration = Duration::from_secs(10);

/// A line on a terminal that says how far a run has come; elsewhere a new line each ten seconds.
#[derive(Debug)]
pub(crate) struct Progress {
    wanted: bool,
    shown: bool,
    told: Instant,
    done: usize,
    broken: usize,
    total: usize,
}

impl Progress {
    pub(crate) fn new(wanted: bool, total: usize) -> Self {
        let on_terminal = || match at_work() {
            Some(serving) => serving.is_on_terminal(),
            None => std::io::stderr().is_terminal(),
        };
        let shown = wanted && on_terminal();
        Self { wanted, shown, told: Instant::now(), done: 0, broken: 0, total }
    }

    /// Tells that one more thing has been done, and whether a rule was found broken by it.
    pub(crate) fn note(&mut self, what: &str, broken: bool) {
        self.done += 1;
        self.broken += usize::from(broken);
        if self.shown {
            let Self { done, total, broken, .. } = self;
            eprint!("\r\u{1b}[K  {done} of {total}, {broken} with a broken rule; last {what}");
            let _ = std::io::stderr().flush();
        } else if self.wanted && self.told.elapsed() >= PERIOD {
            self.told = Instant::now();
            eprintln!("{} of {}, {} with a broken rule", self.done, self.total, self.broken);
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
