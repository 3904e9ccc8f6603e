//! What the handles, the guards and the tasks of one pool have in common.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
};

use pool_protocol::{ManageConnection, PoolError, Status};
use tokio::sync::{self, Notify, Semaphore};

use super::super::{
    Config,
    common::{self, Limit},
    deviation::{Deviation, Fate, Foreign, Place, Stage},
    kept::{self, Kept},
    policy::{IdleOrder, Policy, Prefill},
};

pub(super) struct Shared<M: ManageConnection> {
    pub(super) manager: M,
    pub(super) config: Config,
    pub(super) policy: Policy,
    pub(super) limit: Limit,
    pub(super) deviation: Arc<dyn Deviation>,
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
    state: Mutex<State<M>>,
}

pub(super) struct State<M: ManageConnection> {
    pub(super) idle: VecDeque<Kept<M::Connection>>,
    pub(super) held: usize,
    pub(super) closed: bool,
    /// Whether a task for the prefill has been started.
    pub(super) filling: bool,
}

impl<M: ManageConnection> State<M> {
    /// One connection less is in use.
    pub(super) fn count_out(&mut self) {
        self.held = self.held.saturating_sub(1);
    }
}

/// What the handles own together: when the last of them goes, so do the idle connections.
pub(super) struct Owner<M: ManageConnection>(pub(super) Arc<Shared<M>>);

impl<M: ManageConnection> Drop for Owner<M> {
    fn drop(&mut self) {
        self.0.refuse();
        let idle = std::mem::take(&mut self.0.state().idle);
        idle.into_iter().for_each(common::drop_quietly);
    }
}

impl<M: ManageConnection> Shared<M> {
    pub(super) fn new(manager: M, config: Config, policy: Policy, deviation: Arc<dyn Deviation>) -> Self {
        let state = State { idle: VecDeque::new(), held: 0, closed: false, filling: false };
        Self {
            manager,
            config,
            policy,
            limit: Limit::new(config.acquire_timeout, Arc::clone(&deviation)),
            deviation,
            permits: Arc::new(Semaphore::new(Self::capacity(&config))),
            home: Notify::new(),
            filled: sync::Mutex::new(false),
            closing: sync::Mutex::new(()),
            refused: Notify::new(),
            state: Mutex::new(state),
        }
    }

    /// As many permits as there can be.
    fn capacity(config: &Config) -> usize {
        config.max_size.min(Semaphore::MAX_PERMITS)
    }

    pub(super) fn permits_out(&self) -> usize {
        Self::capacity(&self.config).saturating_sub(self.permits.available_permits())
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State<M>> {
        common::lock(&self.state)
    }

    /// What becomes of a place whose use ends at this stage.
    pub(super) fn fate_after(&self, stage: Stage) -> Fate {
        let now = self.state();
        let place = Place { stage, idle: now.idle.len(), others: self.permits_out().saturating_sub(1) };
        drop(now);
        self.deviation.place_freed(&place)
    }

    /// Whether a connection is of no more use.
    pub(super) fn is_broken(&self, connection: &mut Kept<M::Connection>) -> bool {
        let _state = self.deviation.holds_lock_during(Foreign::HasBroken).then(|| self.state());
        common::is_broken(&self.manager, &*self.deviation, connection)
    }

    /// Whether an acquire finds the pool closed.
    pub(super) fn refuses(&self) -> bool {
        self.deviation.refuses(self.state().closed)
    }

    /// An idle connection, if there is one. What `close` takes meanwhile is still open for a while: who finds nothing because
    /// of that is refused, and opens no other.
    pub(super) fn take_idle(&self) -> Result<Option<Kept<M::Connection>>, PoolError> {
        let mut state = self.state();
        if self.deviation.refuses(state.closed) {
            return Err(PoolError::Closed);
        }
        let mut idle = match self.policy.idle {
            IdleOrder::Lifo => state.idle.pop_back(),
            IdleOrder::Fifo => state.idle.pop_front(),
        };
        if self.deviation.lends_twice() {
            kept::lend_twice(&mut state.idle, &mut idle);
        }
        Ok(idle)
    }

    /// From now on nobody gets a connection.
    pub(super) fn refuse(&self) {
        self.state().closed = true;
        if self.deviation.waiters_told(usize::MAX) > 0 {
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
        let mut status = Status::default();
        status.max_size = self.config.max_size;
        status.min_size = match self.policy.prefill {
            Prefill::Never => 0,
            Prefill::Await | Prefill::Background | Prefill::Kept => self.config.min_size,
        };
        let state = self.state();
        status.idle = state.idle.len();
        status.in_use = state.held;
        status.size = status.idle + status.in_use;
        status.closed = state.closed;
        status
    }
}
