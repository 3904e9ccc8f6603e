//! From a call of `acquire` to a guard.

use std::sync::Arc;

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::{
        common::{Deadline, connect_error, unhealthy},
        deviation::{Phase, Stage},
    },
    guard::{Guard, Room},
    shared::Shared,
    turn::{Found, Turn},
};

impl<M: ManageConnection> Shared<M> {
    pub(super) async fn acquire(self: &Arc<Self>) -> Result<Guard<M>, PoolError> {
        self.limit.over(Phase::Acquire, self.serve(self.limit.deadline())).await
    }

    /// An idle connection that needs no check, if nobody waits.
    pub(super) fn try_acquire(self: &Arc<Self>) -> Option<Guard<M>> {
        let mut state = self.state();
        let waits = state.queued > 0 && !self.deviation.tries_past_waiters();
        if waits || self.checks_on_borrow() || self.refuses(&state) {
            return None;
        }
        let idle = self.take_idle(&mut state)?;
        state.held += usize::from(self.deviation.counts_tried());
        drop(state);
        Some(Guard::new(self, idle))
    }

    fn checks_on_borrow(&self) -> bool {
        self.policy.check.on_borrow(self.config.validate_on_acquire)
    }

    /// Until a connection is sound; what fails its check makes room for another.
    async fn serve(self: &Arc<Self>, deadline: Deadline) -> Result<Guard<M>, PoolError> {
        loop {
            let mut guard = match self.limit.over(Phase::Queue, Turn::new(self)).await? {
                Found::Idle(connection) => Guard::new(self, connection),
                Found::Room => return self.open(Room::new(self)).await,
            };
            if guard.is_stale() {
                drop(guard.discard());
                continue;
            }
            if !self.checks_on_borrow() || guard.is_recent() {
                return Ok(guard);
            }
            let check = async { Ok(deadline.passes(self.manager.is_valid(&mut guard)).await) };
            if self.limit.over(Phase::Check, check).await? {
                return Ok(guard);
            }
            if self.deviation.reports_failed_check() {
                return Err(unhealthy("the check failed"));
            }
            drop(guard.discard());
        }
    }

    async fn open(self: &Arc<Self>, mut room: Room<M>) -> Result<Guard<M>, PoolError> {
        let connecting = async { self.manager.connect().await.map_err(connect_error) };
        let result = self.limit.over(Phase::Connect, connecting).await;
        room.stage = Stage::ConnectFailed;
        let guard = room.fill(result?);
        let refused = self.refuses(&self.state());
        if refused {
            guard.refuse();
            return Err(PoolError::Closed);
        }
        Ok(guard)
    }
}
