//! From a call of `acquire` to a guard.

use std::{future::poll_fn, sync::Arc, thread};

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::{
        common::{Rounds, connect_error, within},
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
        within(self.config.acquire_timeout, self.serve(early)).await
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
    async fn serve(self: &Arc<Self>, early: bool) -> Result<Guard<M>, PoolError> {
        let mut found = if early { Found::Room } else { Turn::new(self).await? };
        let mut rounds = Rounds::default();
        loop {
            let mut guard = match found {
                Found::Idle(connection) => Guard::new(self, connection),
                Found::Room => match self.open(Room::new(self)).await {
                    Ok(guard) if self.mistake == Mistake::EndlessRetryInPoll => guard,
                    Err(PoolError::Connect(_)) if self.mistake == Mistake::HotRetry => {
                        tokio::task::yield_now().await;
                        found = Turn::new(self).await?;
                        continue;
                    }
                    result => return result,
                },
            };
            if !self.checks_on_borrow() || self.manager.is_valid(&mut guard).await.is_ok() {
                return Ok(guard);
            }
            drop(guard.discard());
            found = Turn::new(self).await?;
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
