//! Who gets what.

use pool_protocol::{ManageConnection, PoolError};
use tokio::time::Instant;

use super::{
    super::{
        kept::Kept,
        policy::{IdleOrder, Prefill, WhenFull},
    },
    guard::{Guard, Loan},
    message::Waiter,
    opening,
    task::{Actor, Fill},
};

impl<M: ManageConnection> Actor<M> {
    /// How much of `max_size` is taken.
    pub(super) fn taken(&self) -> usize {
        self.idle.len() + self.lent + self.connects.len() + self.filling
    }

    fn has_room(&self) -> bool {
        self.shared.deviation.has_room(self.taken(), self.connects.len(), self.shared.config.max_size)
    }

    /// Does whatever has become possible.
    pub(super) fn serve(&mut self) {
        if self.closed || self.abandoned {
            return self.refuse_waiters(|| PoolError::Closed);
        }
        self.start_fill();
        self.waiters.retain(|waiter| !waiter.is_closed());
        self.lend_idle();
        let wanted = self.waiters.len().max(self.missing());
        while self.connects.len() < wanted && self.has_room() {
            self.connects.spawn(opening::open(self.shared.clone()));
        }
        if self.shared.policy.full == WhenFull::Fail {
            let served = self.connects.len().min(self.waiters.len());
            let refused = self.waiters.split_off(served);
            refused.into_iter().rev().for_each(|waiter| refuse(waiter, PoolError::Exhausted));
        }
    }

    fn lend_idle(&mut self) {
        while !self.waiters.is_empty() {
            if self.shared.deviation.opens_before_reuse() && self.has_room() {
                return;
            }
            if !self.shared.deviation.races_connects() && self.waiters.len() <= self.connects.len() {
                return;
            }
            let Some(idle) = self.take_idle() else { return };
            let loan = Loan::idle(&self.shared, idle);
            self.lend(loan);
            if self.shared.deviation.serves_once_per_batch() {
                return;
            }
        }
    }

    fn take_idle(&mut self) -> Option<Kept<M::Connection>> {
        match self.shared.policy.idle {
            IdleOrder::Lifo => self.idle.pop_back(),
            IdleOrder::Fifo => self.idle.pop_front(),
        }
    }

    /// How many connections to open so that the least size is kept.
    fn missing(&self) -> usize {
        let keeps =
            self.shared.policy.prefill == Prefill::Kept && self.fill == Fill::Done && self.pause.is_none();
        let open = self.idle.len() + self.lent + self.filling;
        let keeps = keeps && self.shared.deviation.replaces(self.failures > 0);
        if keeps { self.shared.config.min_size.saturating_sub(open) } else { 0 }
    }

    /// Whether no more connections are open than `min_size`.
    fn is_spared(&self) -> bool {
        let open = self.idle.len() + self.lent;
        self.shared.deviation.spares_the_last() && open <= self.shared.config.min_size
    }

    /// Ends what has become stale, one after the other.
    pub(super) fn sweep(&mut self) {
        while let Some(stale) = {
            let spared = self.is_spared();
            self.idle.iter().position(|idle| {
                idle.dates().are_due(&self.shared.config, spared, self.shared.deviation.runs_fast())
            })
        } {
            self.shared.numbers().idle -= 1;
            if let Some(idle) = self.idle.remove(stale) {
                self.end(idle);
                self.lent += usize::from(self.shared.deviation.loses_stale_places());
            }
        }
    }

    /// When something becomes stale, in a pool that is kept up.
    pub(super) fn next_due(&self) -> Option<Instant> {
        if self.shared.policy.prefill != Prefill::Kept {
            return None;
        }
        let spared = self.is_spared();
        let due = |idle: &Kept<M::Connection>| idle.dates().due(&self.shared.config, spared);
        self.idle.iter().filter_map(due).min()
    }

    /// Gives the connection to the first who still waits, or keeps it.
    pub(super) fn lend(&mut self, loan: Loan<M>) {
        self.lent += 1;
        let mut guard = Guard::new(loan);
        while let Some(waiter) = self.next_waiter() {
            match waiter.send(Ok(guard)) {
                Ok(()) => return,
                Err(Ok(unclaimed)) => guard = unclaimed,
                Err(Err(_)) => unreachable!("a guard was sent"),
            }
        }
        self.take_back(guard.into_loan());
    }

    fn next_waiter(&mut self) -> Option<Waiter<M>> {
        self.waiters.remove(self.shared.deviation.next_waiter(self.waiters.len()))
    }

    pub(super) fn take_back(&mut self, loan: Loan<M>) {
        self.lent -= 1;
        if self.closed {
            self.end(loan.leave());
        } else {
            self.idle.push_back(loan.settle());
        }
    }

    /// Tells one acquire why it gets nothing. Returns whether there was one to tell.
    pub(super) fn fail_one(&mut self, error: PoolError) -> bool {
        self.waiters.retain(|waiter| !waiter.is_closed());
        let waiter = self.waiters.pop_front();
        let told = waiter.is_some();
        waiter.into_iter().zip([error]).for_each(|(waiter, error)| refuse(waiter, error));
        told
    }

    pub(super) fn refuse_waiters(&mut self, why: fn() -> PoolError) {
        self.waiters.drain(..).for_each(|waiter| refuse(waiter, why()));
    }
}

fn refuse<M: ManageConnection>(waiter: Waiter<M>, error: PoolError) {
    // Whoever has gone does not need to know.
    let _ = waiter.send(Err(error));
}
