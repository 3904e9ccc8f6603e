//! What the handles, the guards and the tasks of one pool have in common.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
    thread::{self, ThreadId},
};

use pool_protocol::{ManageConnection, PoolError, Status};
use tokio::sync::{self, Notify, Semaphore};

use super::{
    super::{
        Config, common,
        kept::Kept,
        mistake::Mistake,
        policy::{IdleOrder, Policy, Prefill},
    },
    guard::Guard,
};

pub(super) struct Shared<M: ManageConnection> {
    pub(super) manager: M,
    pub(super) config: Config,
    pub(super) policy: Policy,
    pub(super) mistake: Mistake,
    /// One permit for each connection that may be in use or in the making. Idle ones have none.
    pub(super) permits: Arc<Semaphore>,
    /// Told when a permit has come back to a closed pool.
    pub(super) home: Notify,
    /// Whether the prefill is done; locked while it runs.
    pub(super) filled: sync::Mutex<bool>,
    /// Whoever has it is closing the pool.
    pub(super) closing: sync::Mutex<()>,
    /// Ends what runs in tasks.
    pub(super) refused: Notify,
    /// Locked only by mistake.
    pub(super) alone: sync::Mutex<()>,
    pub(super) built_on: ThreadId,
    state: Mutex<State<M>>,
}

pub(super) struct State<M: ManageConnection> {
    pub(super) idle: VecDeque<Kept<M::Connection>>,
    pub(super) held: usize,
    pub(super) closed: bool,
    /// Whether a task for the prefill has been started.
    pub(super) filling: bool,
    /// What only the mistakes need.
    pub(super) odds: Odds<M>,
}

/// Connections in wrong places, and other things that only a wrong pool knows.
pub(super) struct Odds<M: ManageConnection> {
    pub(super) lent: Vec<Kept<M::Connection>>,
    /// How often a connection has been lent and left where it was.
    pub(super) peeked: usize,
    pub(super) graveyard: Vec<Kept<M::Connection>>,
    pub(super) myself: Option<Arc<Shared<M>>>,
    pub(super) orphaned: bool,
    pub(super) failures: usize,
    /// What tasks have handed in, for one of them to return, and whether one is about it.
    pub(super) handed_in: Vec<Guard<M>>,
    pub(super) returning: bool,
}

/// What the handles own together: when the last of them goes, so do the idle connections.
pub(super) struct Owner<M: ManageConnection>(pub(super) Arc<Shared<M>>);

impl<M: ManageConnection> Drop for Owner<M> {
    fn drop(&mut self) {
        if self.0.mistake == Mistake::ArcCycle {
            self.0.state().odds.myself = Some(Arc::clone(&self.0));
            return;
        }
        self.0.state().odds.orphaned = true;
        self.0.refuse();
        let idle = std::mem::take(&mut self.0.state().idle);
        idle.into_iter().for_each(common::drop_quietly);
    }
}

impl<M: ManageConnection> Shared<M> {
    pub(super) fn new(manager: M, config: Config, policy: Policy, mistake: Mistake) -> Self {
        let early = if mistake == Mistake::NoPermitsBeforeInit { 0 } else { Self::capacity(&config) };
        let odds = Odds {
            lent: Vec::new(),
            peeked: 0,
            graveyard: Vec::new(),
            myself: None,
            orphaned: false,
            failures: 0,
            handed_in: Vec::new(),
            returning: false,
        };
        let state = State { idle: VecDeque::new(), held: 0, closed: false, filling: false, odds };
        Self {
            manager,
            config,
            policy,
            mistake,
            permits: Arc::new(Semaphore::new(early)),
            home: Notify::new(),
            filled: sync::Mutex::new(false),
            closing: sync::Mutex::new(()),
            refused: Notify::new(),
            alone: sync::Mutex::new(()),
            built_on: thread::current().id(),
            state: Mutex::new(state),
        }
    }

    /// As many permits as there can be.
    pub(super) fn capacity(config: &Config) -> usize {
        config.max_size.min(Semaphore::MAX_PERMITS)
    }

    pub(super) fn permits_out(&self) -> usize {
        Self::capacity(&self.config).saturating_sub(self.permits.available_permits())
    }

    pub(super) fn take_handed_in(&self) -> Option<Guard<M>> {
        self.state().odds.handed_in.pop()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State<M>> {
        if self.mistake == Mistake::PanicPoisons {
            return common::lock_unless_poisoned(&self.state);
        }
        common::lock(&self.state)
    }

    /// Whether an acquire finds the pool closed.
    pub(super) fn refuses(&self) -> bool {
        self.is_over(&self.state())
    }

    fn is_over(&self, state: &State<M>) -> bool {
        state.closed && self.mistake != Mistake::AcquireAfterCloseWorks
    }

    /// An idle connection, if there is one. What `close` takes meanwhile is still open for a while: who finds nothing because
    /// of that is refused, and opens no other.
    pub(super) fn take_idle(&self) -> Result<Option<Kept<M::Connection>>, PoolError> {
        let mut state = self.state();
        if self.is_over(&state) {
            return Err(PoolError::Closed);
        }
        if self.mistake == Mistake::LendsTwice {
            state.odds.peeked += usize::from(!state.idle.is_empty());
            return Ok(state.idle.back_mut().map(Kept::twin));
        }
        Ok(match self.policy.idle {
            IdleOrder::Lifo => state.idle.pop_back(),
            IdleOrder::Fifo => state.idle.pop_front(),
        })
    }

    /// From now on nobody gets a connection.
    pub(super) fn refuse(&self) {
        self.state().closed = true;
        if !matches!(self.mistake, Mistake::AcquireAfterCloseWorks | Mistake::CloseForgetsWaiters) {
            self.permits.close();
        }
        self.refused.notify_waiters();
    }

    pub(super) async fn until_closed(&self) {
        let refused = self.refused.notified();
        if !self.state().closed {
            refused.await;
        }
    }

    pub(super) fn status(&self) -> Status {
        if self.mistake == Mistake::StatusSpins {
            common::spin_until(|| self.filled.try_lock().is_ok() && self.alone.try_lock().is_ok());
        }
        let mut status = Status::default();
        status.max_size = self.config.max_size;
        status.min_size = match self.policy.prefill {
            Prefill::Never => 0,
            Prefill::Await | Prefill::Background | Prefill::Kept => self.config.min_size,
        };
        let state = self.state();
        status.idle = state.idle.len().saturating_sub(state.odds.peeked);
        status.in_use = state.held;
        status.size = status.idle + status.in_use;
        status.closed = state.closed;
        drop(state);
        if self.mistake == Mistake::StatusReadsTwice {
            common::dawdle();
            status.idle = self.state().idle.len();
            status.in_use = status.size.wrapping_sub(status.idle);
        }
        status
    }
}
