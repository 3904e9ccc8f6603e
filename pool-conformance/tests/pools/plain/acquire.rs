//! From a call of `acquire` to a guard.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    thread,
    time::Duration,
};

use pool_protocol::{ManageConnection, PoolError};
use tokio::time::{Sleep, sleep};

use super::{
    super::{
        common::{Deadline, Rounds, connect_error, unhealthy, within},
        mistake::Mistake,
        policy::Check,
    },
    guard::{Fate, Guard, Room},
    shared::{Fill, Shared},
    turn::{Found, Turn},
};

impl<M: ManageConnection> Shared<M> {
    pub(super) async fn acquire(self: &Arc<Self>, early: bool) -> Result<Guard<M>, PoolError> {
        match self.mistake {
            Mistake::AcquireBeforeInitPanics => {
                assert!(self.state().fill != Fill::Wanted, "init has not been called");
            }
            Mistake::BoundToItsThread => {
                assert_eq!(self.built_on, thread::current().id(), "the pool was built on another thread");
            }
            _ => {}
        }
        let limit = self.config.acquire_timeout;
        match (limit, self.mistake) {
            (Some(limit), Mistake::LimitBeginsAnew) => {
                within_since_last_wake(limit, self.serve(early, Deadline::NEVER)).await
            }
            (_, Mistake::LimitLeavesOutTheCheck) => self.serve(early, Deadline::NEVER).await,
            (_, Mistake::EachPhaseHasALimit) => self.serve(early, Deadline::after(limit)).await,
            (_, Mistake::SlowCheckGoesBack) => within(limit, self.serve(early, Deadline::NEVER)).await,
            _ => within(limit, self.serve(early, Deadline::after(limit))).await,
        }
    }

    /// The limit of one part of an acquire, which it has by mistake.
    fn limit_of_phase(&self) -> Option<Duration> {
        let alone = matches!(self.mistake, Mistake::LimitLeavesOutTheCheck | Mistake::EachPhaseHasALimit);
        self.config.acquire_timeout.filter(|_| alone)
    }

    async fn turn(&self) -> Result<Found<M::Connection>, PoolError> {
        within(self.limit_of_phase(), Turn::new(self)).await
    }

    /// A mistake: counts what nobody has asked for yet, and nobody takes it back if nobody ever asks.
    pub(super) fn reserve_early(&self) -> bool {
        if self.mistake != Mistake::ActsBeforeFirstPoll {
            return false;
        }
        let mut state = self.state();
        let reserved = !state.closed && state.idle.is_empty() && self.has_room(&state);
        state.connecting += usize::from(reserved);
        reserved
    }

    fn checks_on_borrow(&self) -> bool {
        match self.policy.check {
            Check::Configured => self.config.validate_on_acquire,
            Check::OnBorrow => true,
            Check::OnReturn | Check::Never => false,
        }
    }

    /// Until a connection is sound; what fails its check makes room for another.
    async fn serve(self: &Arc<Self>, early: bool, deadline: Deadline) -> Result<Guard<M>, PoolError> {
        let mut found = if early { Found::Room } else { self.turn().await? };
        let mut rounds = Rounds::default();
        loop {
            let mut guard = match found {
                Found::Idle(connection) => Guard::new(self, connection),
                Found::Room => match within(self.limit_of_phase(), self.open(Room::new(self))).await {
                    Ok(guard) if self.mistake == Mistake::EndlessRetryInPoll => guard,
                    Err(PoolError::Connect(_)) if self.mistake == Mistake::HotRetry => {
                        tokio::task::yield_now().await;
                        found = self.turn().await?;
                        continue;
                    }
                    result => return result,
                },
            };
            if !self.checks_on_borrow() {
                return Ok(guard);
            }
            if self.mistake == Mistake::FailedCheckIsReported {
                return self.manager.is_valid(&mut guard).await.map(|()| guard).map_err(unhealthy);
            }
            if deadline.passes(self.manager.is_valid(&mut guard)).await {
                return Ok(guard);
            }
            drop(guard.discard());
            found = self.turn().await?;
            rounds.next();
        }
    }

    async fn open(self: &Arc<Self>, mut room: Room<M>) -> Result<Guard<M>, PoolError> {
        if self.mistake == Mistake::CancelledConnectKeepsPlace {
            room.fate = Fate::Lost;
        }
        let mut connecting = self.manager.connect();
        let result = match self.mistake {
            Mistake::PanicPoisons => {
                poll_fn(|context| {
                    let _state = self.state();
                    connecting.as_mut().poll(context)
                })
                .await
            }
            _ => connecting.await,
        };
        room.fate = match self.mistake {
            Mistake::FailedConnectKeepsPlace if result.is_err() => Fate::Lost,
            Mistake::FailedConnectWakesNobody if result.is_err() => Fate::Silent,
            Mistake::FailedConnectLeavesWaitersToOthers if result.is_err() && self.state().held > 0 => {
                Fate::Silent
            }
            _ => Fate::Free,
        };
        let guard = room.fill(result.map_err(connect_error)?);
        let refused = self.refuses(&self.state());
        match refused {
            None => Ok(guard),
            Some(error) => {
                guard.refuse();
                Err(error)
            }
        }
    }
}

/// A mistake: runs an acquire within a limit that begins anew whenever it is polled.
async fn within_since_last_wake<T>(
    limit: Duration,
    work: impl Future<Output = Result<T, PoolError>>,
) -> Result<T, PoolError> {
    let mut work = pin!(work);
    let mut timer: Option<Pin<Box<Sleep>>> = None;
    poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(result);
        }
        if timer.as_mut().is_some_and(|timer| timer.as_mut().poll(context).is_ready()) {
            return Poll::Ready(Err(PoolError::Timeout));
        }
        let timer = timer.insert(Box::pin(sleep(limit)));
        timer.as_mut().poll(context).map(|()| Err(PoolError::Timeout))
    })
    .await
}
