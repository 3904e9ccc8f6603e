//! From a call of `acquire` to a guard.

use std::{future::poll_fn, sync::Arc};

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::{
        common::{self, Deadline, Rounds, as_text, connect_error, within},
        mistake::Mistake,
        policy::{Check, WhenFull},
    },
    lease::{Fate, Guard, Lease},
    shared::{Shared, State},
    slot::{Offer, Slot},
};

type Early<M> = Arc<Slot<<M as ManageConnection>::Connection>>;

/// A place in the queue. Dropping it passes on what the waiter was given and did not fetch.
struct Wait<'a, M: ManageConnection> {
    shared: &'a Arc<Shared<M>>,
    slot: Arc<Slot<M::Connection>>,
}

impl<M: ManageConnection> Drop for Wait<'_, M> {
    fn drop(&mut self) {
        if self.shared.mistake != Mistake::CancelledWaiterStaysQueued {
            self.shared.state().waiters.retain(|slot| !Arc::ptr_eq(slot, &self.slot));
        }
        if let Some(offer) = self.slot.take()
            && self.shared.mistake != Mistake::ChosenWaiterKeepsOffer
        {
            self.shared.give(offer);
        }
    }
}

/// What a newcomer finds.
enum Found<'a, M: ManageConnection> {
    Free(Lease<M>),
    Queue(Wait<'a, M>),
}

impl<M: ManageConnection> Shared<M> {
    pub(super) async fn acquire(self: &Arc<Self>, early: Option<Early<M>>) -> Result<Guard<M>, PoolError> {
        self.config.refuse_nonsense()?;
        if self.mistake == Mistake::ReadyOnlyIfPrefilled && !*self.filled.lock().await {
            return Err(PoolError::Closed);
        }
        if self.mistake == Mistake::BrokenBuriedAlive {
            let buried = std::mem::take(&mut self.state().odds.graveyard);
            buried.into_iter().for_each(common::drop_quietly);
        }
        let result = if self.limits_phases() {
            self.serve(early, Deadline::NEVER).await
        } else {
            let limit = self.config.acquire_timeout;
            let slow = self.mistake == Mistake::SlowCheckGoesBack;
            let deadline = if slow { Deadline::NEVER } else { Deadline::after(limit) };
            within(limit, self.serve(early, deadline)).await
        };
        if self.mistake == Mistake::ErrorBecomesText { result.map_err(as_text) } else { result }
    }

    /// A mistake: there is no limit on the whole.
    fn limits_phases(&self) -> bool {
        matches!(
            self.mistake,
            Mistake::EachPhaseHasALimit | Mistake::LimitLeavesOutTheQueue | Mistake::LimitLeavesOutTheConnect
        )
    }

    /// One part of an acquire, which some mistakes limit for itself and one of them not at all.
    async fn phase<T>(
        &self,
        left_out_by: Mistake,
        work: impl Future<Output = Result<T, PoolError>>,
    ) -> Result<T, PoolError> {
        let alone = self.limits_phases() && self.mistake != left_out_by;
        within(self.config.acquire_timeout.filter(|_| alone), work).await
    }

    fn checks_on_borrow(&self) -> bool {
        match self.policy.check {
            _ if self.mistake == Mistake::ChecksNothing => false,
            Check::Configured => self.config.validate_on_acquire,
            Check::OnBorrow => true,
            Check::OnReturn | Check::Never => false,
        }
    }

    async fn serve(
        self: &Arc<Self>,
        early: Option<Early<M>>,
        deadline: Deadline,
    ) -> Result<Guard<M>, PoolError> {
        let mut found = match early {
            Some(slot) => Found::Queue(Wait { shared: self, slot }),
            None => self.find()?,
        };
        loop {
            let lease = match found {
                Found::Free(lease) => lease,
                Found::Queue(wait) => self.phase(Mistake::LimitLeavesOutTheQueue, self.turn(wait)).await?,
            };
            match self.prepare(lease, deadline).await {
                Err(PoolError::Connect(_)) if self.mistake == Mistake::FailedConnectQueuesAgain => {
                    found = Found::Queue(self.queue(&mut self.state()));
                }
                result => return result,
            }
        }
    }

    /// Takes what is free, or queues. Something is free only if nobody waits.
    fn find(self: &Arc<Self>) -> Result<Found<'_, M>, PoolError> {
        let mut state = self.state();
        let _statistics = (self.mistake == Mistake::LocksInTwoOrders).then(|| {
            common::dawdle();
            common::lock(&self.statistics)
        });
        if state.closed {
            let exhausted = self.mistake == Mistake::ClosedIsExhausted;
            return Err(if exhausted { PoolError::Exhausted } else { PoolError::Closed });
        }
        let grows = self.mistake == Mistake::OpensWhileThereIsRoom && self.has_room(&state);
        if !grows && let Some(idle) = state.take_idle(self.policy.idle) {
            return Ok(Found::Free(Lease::new(self, Some(idle))));
        }
        if self.has_room(&state) {
            if self.mistake == Mistake::CheckThenAct {
                drop(state);
                common::dawdle();
                state = self.state();
            }
            state.places += 1;
            return Ok(Found::Free(Lease::new(self, None)));
        }
        if self.policy.full == WhenFull::Fail {
            return Err(PoolError::Exhausted);
        }
        Ok(Found::Queue(self.queue(&mut state)))
    }

    fn has_room(&self, state: &State<M::Connection>) -> bool {
        let max = match self.mistake {
            Mistake::ReservesOne => (self.config.max_size - 1).max(1),
            Mistake::FullOpensOneMore => self.config.max_size + 1,
            _ => self.config.max_size,
        };
        state.places < max
    }

    fn queue(self: &Arc<Self>, state: &mut State<M::Connection>) -> Wait<'_, M> {
        let slot = Arc::new(Slot::new(self.mistake));
        state.waiters.push_back(Arc::clone(&slot));
        Wait { shared: self, slot }
    }

    /// A mistake: queues before anybody has asked for it, and nobody leaves the queue if nobody ever asks.
    pub(super) fn queue_early(&self) -> Option<Early<M>> {
        if self.mistake != Mistake::ActsBeforeFirstPoll {
            return None;
        }
        let mut state = self.state();
        if state.closed || !state.idle.is_empty() || self.has_room(&state) {
            return None;
        }
        let slot = Arc::new(Slot::new(self.mistake));
        state.waiters.push_back(Arc::clone(&slot));
        Some(slot)
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
        let mut alone = match self.mistake {
            Mistake::LockedWhileConnecting | Mistake::LockedWhileChecking => Some(self.alone.lock().await),
            _ => None,
        };
        if self.checks_on_borrow() {
            self.phase(Mistake::None, self.replace_unsound(&mut lease, deadline)).await?;
        }
        if self.mistake == Mistake::LockedWhileChecking {
            alone = None;
        }
        if lease.connection.is_none() {
            self.phase(Mistake::LimitLeavesOutTheConnect, self.connect(&mut lease)).await?;
        }
        drop(alone);
        Ok(Guard(lease))
    }

    /// Ends what fails its check and tries the next idle one; afterwards the place may be empty.
    async fn replace_unsound(
        self: &Arc<Self>,
        lease: &mut Lease<M>,
        deadline: Deadline,
    ) -> Result<(), PoolError> {
        while let Some(connection) = &mut lease.connection {
            lease.doubtful = true;
            let sound = deadline.passes(self.manager.is_valid(connection)).await;
            lease.doubtful = false;
            if sound {
                break;
            }
            let _ = lease.end().await;
            let mut state = self.state();
            if state.closed {
                return Err(PoolError::Closed);
            }
            if self.mistake == Mistake::FailedCheckStaysCounted {
                state.open += 1;
            }
            let idle = state.take_idle(self.policy.idle);
            drop(state);
            if let Some(idle) = idle {
                lease.swap(idle);
            }
        }
        Ok(())
    }

    /// Opens a connection for the place, unless the pool closes first.
    async fn connect(&self, lease: &mut Lease<M>) -> Result<(), PoolError> {
        if self.mistake == Mistake::CancelledConnectKeepsPlace {
            lease.fate = Fate::Lost;
        }
        let result = tokio::select! {
            biased;
            () = self.until_closed(), if self.mistake != Mistake::LateConnectIsParked => {
                lease.fate = Fate::Given;
                return Err(PoolError::Closed);
            }
            result = self.try_to_connect() => result,
        };
        lease.fate = self.fate_of_attempt(result.is_ok());
        lease.opened(result.map_err(connect_error)?);
        if self.mistake == Mistake::LateConnectIsParked && self.state().closed {
            lease.park();
            return Err(PoolError::Closed);
        }
        Ok(())
    }

    async fn try_to_connect(&self) -> Result<M::Connection, M::Error> {
        let mut result = self.manager.connect().await;
        let mut rounds = Rounds::default();
        while result.is_err() && self.mistake == Mistake::EndlessConnectInPoll {
            rounds.next();
            result = self.manager.connect().await;
        }
        result
    }

    /// What becomes of a place after a connect.
    fn fate_of_attempt(&self, connected: bool) -> Fate {
        match self.mistake {
            _ if connected => Fate::Given,
            Mistake::FailedConnectKeepsPlace => Fate::Lost,
            Mistake::FailedConnectWakesNobody => Fate::Silent,
            Mistake::FailedConnectLeavesWaitersToOthers if self.state().places > 1 => Fate::Silent,
            Mistake::FailureUncounts => {
                let mut state = self.state();
                state.odds.slips += usize::from(!state.waiters.is_empty());
                Fate::Given
            }
            _ => Fate::Given,
        }
    }
}
