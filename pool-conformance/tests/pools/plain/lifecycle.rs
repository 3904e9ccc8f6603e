//! The end of a pool.

use std::{
    future::poll_fn,
    sync::Arc,
    task::{Poll, Waker},
};

use pool_protocol::ManageConnection;

use super::{
    super::{
        common::drop_quietly,
        deviation::{AfterFailure, Fate, Foreign},
        kept::{self, Kept},
        policy::CloseMode,
    },
    shared::{Shared, State},
};

/// One connection that `close` or `resize` is ending.
pub(super) struct Ending<M: ManageConnection>(Arc<Shared<M>>);

impl<M: ManageConnection> Drop for Ending<M> {
    fn drop(&mut self) {
        self.0.free(Fate::Free, |state| state.ending -= 1);
    }
}

/// A waker among the watchers, for as long as somebody watches.
struct Watch<'a, M: ManageConnection> {
    shared: &'a Shared<M>,
    ticket: Option<u64>,
}

impl<M: ManageConnection> Drop for Watch<'_, M> {
    fn drop(&mut self) {
        let own = self.ticket.and_then(|ticket| self.shared.state().watchers.remove(ticket));
        drop(own);
    }
}

impl<M: ManageConnection> Shared<M> {
    /// From now on nobody gets a connection, and nobody waits for one.
    pub(super) fn refuse(&self) {
        let mut state = self.state();
        state.closed = true;
        let mut wakers = state.waiters.take_all();
        wakers.truncate(self.deviation.waiters_told(wakers.len()));
        wakers.append(&mut state.watchers.take_all());
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Several may close at once: they share the work, and each returns when all of it is done.
    pub(super) async fn close(self: &Arc<Self>) {
        self.refuse();
        if self.deviation.holds_lock_during(Foreign::DropAll) {
            self.state().idle.drain(..).for_each(drop_quietly);
        }
        while let Some((connection, ending)) = self.next_ending() {
            let result = kept::end(&self.manager, connection).await;
            match self.deviation.after_failed_ending() {
                AfterFailure::CountsOn if result.is_err() => std::mem::forget(ending),
                AfterFailure::Stops if result.is_err() => break,
                _ => {}
            }
        }
        let waits = self.policy.close == CloseMode::Wait;
        self.until(|state| state.ending == 0 && (!waits || state.taken() == 0)).await;
    }

    fn next_ending(self: &Arc<Self>) -> Option<(Kept<M::Connection>, Ending<M>)> {
        if !self.deviation.ends_idle(true) {
            return None;
        }
        let mut state = self.state();
        let connection = state.idle.pop_back()?;
        Some((connection, self.ending(&mut state)))
    }

    /// Counts a connection that is idle no longer and is being ended.
    pub(super) fn ending(self: &Arc<Self>, state: &mut State<M::Connection>) -> Ending<M> {
        state.ending += 1;
        state.counters.ended.other += 1;
        Ending(Arc::clone(self))
    }

    /// Waits for a state that others bring about.
    pub(super) async fn until(&self, there: impl Fn(&State<M::Connection>) -> bool + Send) {
        let mut watch = Watch { shared: self, ticket: None };
        poll_fn(|context| {
            let mut state = self.state();
            if there(&state) {
                return Poll::Ready(());
            }
            let old = state.watchers.register(&mut watch.ticket, context);
            drop(state);
            drop(old);
            Poll::Pending
        })
        .await;
    }
}
