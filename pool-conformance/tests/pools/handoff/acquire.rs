//! From a call of `acquire` to a guard.

use std::{future::poll_fn, sync::Arc};

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::{
        common::{Deadline, connect_error, dawdle, unhealthy},
        deviation::{Cancelled, Fate, Phase, Returned, Stage},
        policy::WhenFull,
    },
    lease::{Guard, Lease},
    shared::{Shared, State},
    slot::{Offer, Slot},
};

/// A place in the queue. Dropping it passes on what the waiter was given and did not fetch.
struct Wait<'a, M: ManageConnection> {
    shared: &'a Arc<Shared<M>>,
    slot: Arc<Slot<M::Connection>>,
}

impl<M: ManageConnection> Drop for Wait<'_, M> {
    fn drop(&mut self) {
        if self.shared.deviation.cleans_up(Cancelled::Queued) {
            self.shared.state().waiters.retain(|slot| !Arc::ptr_eq(slot, &self.slot));
        }
        match self.slot.take() {
            Some(offer) if self.shared.deviation.cleans_up(Cancelled::Chosen) => self.shared.give(offer),
            _ => {}
        }
    }
}

/// What a newcomer finds.
enum Found<'a, M: ManageConnection> {
    Free(Lease<M>),
    Queue(Wait<'a, M>),
}

impl<M: ManageConnection> Shared<M> {
    pub(super) async fn acquire(self: &Arc<Self>) -> Result<Guard<M>, PoolError> {
        self.config.refuse_nonsense()?;
        self.limit.over(Phase::Acquire, self.serve(self.limit.deadline())).await
    }

    /// An idle connection that needs no check. There is none while somebody waits.
    pub(super) fn try_acquire(self: &Arc<Self>) -> Option<Guard<M>> {
        let mut state = self.state();
        if self.checks_on_borrow() || self.deviation.refuses(state.closed) {
            return None;
        }
        let idle = self.take_idle(&mut state)?;
        drop(state);
        let mut lease = Lease::new(self, Some(idle));
        lease.stage = Stage::Lent;
        Some(Guard(lease))
    }

    fn checks_on_borrow(&self) -> bool {
        self.policy.check.on_borrow(self.config.validate_on_acquire)
    }

    async fn serve(self: &Arc<Self>, deadline: Deadline) -> Result<Guard<M>, PoolError> {
        let mut found = self.find()?;
        loop {
            let lease = match found {
                Found::Free(lease) => lease,
                Found::Queue(wait) => self.limit.over(Phase::Queue, self.turn(wait)).await?,
            };
            match self.prepare(lease, deadline).await {
                Err(PoolError::Connect(_)) if self.deviation.queues_after_failed_connect() => {
                    found = Found::Queue(self.queue(&mut self.state()));
                }
                result => return result,
            }
        }
    }

    /// Takes what is free, or queues. Something is free only if nobody waits.
    fn find(self: &Arc<Self>) -> Result<Found<'_, M>, PoolError> {
        let mut state = self.state();
        let _second = self.deviation.second_lock();
        if self.deviation.refuses(state.closed) {
            return Err(PoolError::Closed);
        }
        let grows = self.deviation.opens_before_reuse() && self.has_room(&state);
        let idle = if grows { None } else { self.take_idle(&mut state) };
        if idle.is_some() {
            return Ok(Found::Free(Lease::new(self, idle)));
        }
        if self.has_room(&state) {
            if self.deviation.unlocks_before_acting() {
                drop(state);
                dawdle();
                state = self.state();
            }
            state.places += 1;
            return Ok(Found::Free(Lease::new(self, None)));
        }
        if self.policy.full == WhenFull::Fail {
            return Err(PoolError::Exhausted);
        }
        if !self.deviation.may_queue(state.waiters.len(), self.config.wait_limit) {
            return Err(self.deviation.refusal());
        }
        Ok(Found::Queue(self.queue(&mut state)))
    }

    fn has_room(&self, state: &State<M::Connection>) -> bool {
        let connecting = state.places.saturating_sub(state.open);
        self.deviation.has_room(state.places, connecting, state.max_size)
    }

    fn queue(self: &Arc<Self>, state: &mut State<M::Connection>) -> Wait<'_, M> {
        let slot = Arc::new(Slot::new());
        state.waiters.push_back(Arc::clone(&slot));
        Wait { shared: self, slot }
    }

    async fn turn(self: &Arc<Self>, wait: Wait<'_, M>) -> Result<Lease<M>, PoolError> {
        match poll_fn(|context| wait.slot.poll(context)).await {
            Offer::Connection(connection) => Ok(Lease::new(self, Some(connection))),
            Offer::Place => Ok(Lease::new(self, None)),
            Offer::Closed => Err(PoolError::Closed),
        }
    }

    /// Makes sure that there is a sound connection in the place.
    async fn prepare(
        self: &Arc<Self>,
        mut lease: Lease<M>,
        deadline: Deadline,
    ) -> Result<Guard<M>, PoolError> {
        let turn = self.deviation.lock_to_lend().await;
        self.limit.over(Phase::Check, self.replace_unsound(&mut lease, deadline)).await?;
        let _turn = turn.filter(|_| !self.deviation.unlocks_to_connect());
        if lease.connection.is_none() {
            self.limit.over(Phase::Connect, self.connect(&mut lease)).await?;
        }
        lease.stage = Stage::Lent;
        Ok(Guard(lease))
    }

    /// Ends what is too old or fails its check and tries the next idle one; afterwards the place may be empty.
    async fn replace_unsound(
        self: &Arc<Self>,
        lease: &mut Lease<M>,
        deadline: Deadline,
    ) -> Result<(), PoolError> {
        while let Some(connection) = &mut lease.connection {
            let too_old = self.deviation.is_stale(connection.dates(), &self.config);
            if !too_old && !self.checks_on_borrow() {
                break;
            }
            lease.stage = Stage::Checking;
            let sound = !too_old && deadline.passes(self.manager.is_valid(connection)).await;
            lease.stage = Stage::Offered;
            if sound {
                break;
            }
            if !too_old && self.deviation.reports_failed_check() {
                return Err(unhealthy("the check failed"));
            }
            let _ = lease.end().await;
            let counted = self.fate_after(Stage::CheckFailed) == Fate::Counted;
            let mut state = self.state();
            if state.closed {
                return Err(PoolError::Closed);
            }
            state.open += usize::from(counted);
            let idle = self.take_idle(&mut state);
            drop(state);
            if let Some(idle) = idle {
                lease.swap(idle);
            }
        }
        Ok(())
    }

    /// Opens a connection for the place, unless the pool closes first.
    async fn connect(&self, lease: &mut Lease<M>) -> Result<(), PoolError> {
        let waits_for_late_ones = self.deviation.keeps(Returned::Opened, true);
        lease.stage = Stage::Connecting;
        let result = tokio::select! {
            biased;
            () = self.until_closed(), if !waits_for_late_ones => {
                lease.stage = Stage::Offered;
                return Err(PoolError::Closed);
            }
            result = self.manager.connect() => result,
        };
        lease.stage = Stage::ConnectFailed;
        lease.opened(result.map_err(connect_error)?);
        if waits_for_late_ones && self.state().closed {
            lease.park();
            return Err(PoolError::Closed);
        }
        Ok(())
    }
}
