use std::{mem, time::Duration};

use tokio::time::Instant;

use super::{builder::Config, count::Why};

/// An open connection and its dates.
pub(super) struct Live<C> {
    pub(super) connection: C,
    retire_at: Option<Instant>,
    idle_until: Option<Instant>,
    /// Set only where the time of being lent is measured.
    lent_at: Option<Instant>,
}

/// One of the `max_size` places, and what stands on it.
pub(super) enum Place<C> {
    /// Given up already.
    Gone,
    /// Nothing: a connection is about to be opened here, or is being ended.
    Bare,
    /// A connection that is not lent: it is being checked, or on its way to a waiter.
    Unheld(Live<C>),
    /// A connection that a guard holds, or will before anybody can look.
    Held(Live<C>),
    /// A connection that is to be ended, and no longer counts as open.
    Doomed(Live<C>),
}

impl<C> Place<C> {
    pub(super) fn take(&mut self) -> Self {
        mem::replace(self, Self::Gone)
    }
}

impl<C> Live<C> {
    pub(super) fn new(connection: C, config: &Config) -> Self {
        let retire_at = config.max_lifetime.and_then(|limit| Instant::now().checked_add(limit));
        Self { connection, retire_at, idle_until: None, lent_at: None }
    }

    /// Ends the time of lying idle.
    pub(super) fn unpark(&mut self) {
        self.idle_until = None;
    }

    /// Starts the time of lying idle.
    pub(super) fn park(&mut self, config: &Config, now: Option<Instant>) {
        self.idle_until = now.zip(config.idle_timeout).and_then(|(now, limit)| now.checked_add(limit));
    }

    pub(super) fn is_stale(&self, now: Option<Instant>) -> bool {
        self.why_stale(now).is_some()
    }

    pub(super) fn is_old(&self, now: Option<Instant>) -> bool {
        has_passed(self.retire_at, now)
    }

    /// When it will have to end, lying idle; with `spared`, for its age alone.
    pub(super) fn due(&self, spared: bool) -> Option<Instant> {
        let idle_until = self.idle_until.filter(|_| !spared);
        [self.retire_at, idle_until].into_iter().flatten().min()
    }

    /// Why the connection is too old to be lent, if it is.
    pub(super) fn why_stale(&self, now: Option<Instant>) -> Option<Why> {
        let lifetime = self.is_old(now).then_some(Why::Lifetime);
        lifetime.or_else(|| has_passed(self.idle_until, now).then_some(Why::Idle))
    }

    /// Starts the time of being lent.
    pub(super) fn lend(&mut self, config: &Config) {
        self.lent_at = config.measure_use.then(Instant::now);
    }

    /// Ends the time of being lent: how long that was.
    pub(super) fn return_from_use(&mut self) -> Duration {
        self.lent_at.take().map(|since| since.elapsed()).unwrap_or_default()
    }
}

fn has_passed(date: Option<Instant>, now: Option<Instant>) -> bool {
    date.is_some_and(|date| now.is_some_and(|now| date <= now))
}
