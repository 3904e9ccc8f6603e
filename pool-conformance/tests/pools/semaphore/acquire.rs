//! From a call of `acquire` to a guard.

use std::sync::Arc;

use pool_protocol::{BoxError, ManageConnection, PoolError};
use tokio::sync::oneshot;

use super::{
    super::{
        common::{Backoff, Deadline, connect_error, within},
        kept::Kept,
        mistake::Mistake,
        policy::{Check, OnFailure, Opener},
    },
    guard::Guard,
    permit::Permit,
    shared::Shared,
};

impl<M: ManageConnection> Shared<M> {
    pub(super) async fn acquire(self: &Arc<Self>) -> Result<Guard<M>, PoolError> {
        self.refuse_nonsense()?;
        self.refuse_by_mistake()?;
        let mut cause = None;
        let result = match self.mistake {
            Mistake::LimitLeavesOutTheQueue | Mistake::LimitLeavesOutTheCheck => self.serve_in_phases().await,
            _ => {
                let deadline = self.deadline();
                within(self.config.acquire_timeout, self.serve(&mut cause, deadline)).await
            }
        };
        match (result, cause) {
            (Err(PoolError::Timeout), Some(cause)) => Err(PoolError::Connect(cause)),
            (Err(PoolError::Connect(error)), _) => self.fail(error).await,
            (result, _) => result,
        }
    }

    pub(super) fn refuse_nonsense(&self) -> Result<(), PoolError> {
        if self.mistake == Mistake::AcceptsNonsense { Ok(()) } else { self.config.refuse_nonsense() }
    }

    /// Tries once, or again and again with pauses in which others may use the permit.
    async fn serve(
        self: &Arc<Self>,
        cause: &mut Option<BoxError>,
        deadline: Deadline,
    ) -> Result<Guard<M>, PoolError> {
        let mut backoff = Backoff::new();
        loop {
            let permit = Permit::get(self).await?;
            match self.lend(permit, deadline).await {
                Err(PoolError::Connect(_)) if self.mistake == Mistake::HotRetry => {
                    tokio::task::yield_now().await;
                    continue;
                }
                Err(PoolError::Connect(error)) if self.retries() => *cause = Some(error),
                result => return result,
            }
            tokio::select! {
                biased;
                () = self.until_closed() => return Err(PoolError::Closed),
                () = tokio::time::sleep(backoff.next()) => {}
            }
        }
    }

    /// Without a limit nobody would end the attempts.
    fn retries(&self) -> bool {
        self.policy.failure == OnFailure::Retry && self.config.acquire_timeout.is_some()
    }

    fn deadline(&self) -> Deadline {
        match self.mistake {
            Mistake::SlowCheckGoesBack => Deadline::NEVER,
            _ => Deadline::after(self.config.acquire_timeout),
        }
    }

    fn checks_on_borrow(&self) -> bool {
        match self.policy.check {
            _ if self.mistake == Mistake::ChecksNothing => false,
            Check::Configured => self.config.validate_on_acquire,
            Check::OnBorrow => true,
            Check::OnReturn | Check::Never => false,
        }
    }

    /// The first idle connection that is sound, else a new one.
    pub(super) async fn lend(
        self: &Arc<Self>,
        mut permit: Permit<M>,
        deadline: Deadline,
    ) -> Result<Guard<M>, PoolError> {
        let mut alone = match self.mistake {
            Mistake::LockedWhileConnecting | Mistake::LockedWhileChecking | Mistake::StatusSpins => {
                Some(self.alone.lock().await)
            }
            _ => None,
        };
        while let Some(idle) = self.take_idle()? {
            let mut guard = self.hold(idle, permit).await?;
            if !self.checks_on_borrow() || self.is_sound(&mut guard, deadline).await {
                return Ok(guard);
            }
            permit = guard.end().await;
            if self.mistake == Mistake::FailedCheckFreesTwice {
                self.permits.add_permits(1);
            }
        }
        if self.mistake == Mistake::LockedWhileChecking {
            alone = None;
        }
        let guard = match self.policy.opener {
            Opener::Caller if self.mistake == Mistake::EndlessRetryInPoll => {
                self.open_until_sound(permit).await
            }
            Opener::Caller if self.mistake == Mistake::LimitLeavesOutTheCheck => {
                within(self.config.acquire_timeout, self.open(permit)).await
            }
            Opener::Caller => self.open(permit).await,
            Opener::Task => self.open_in_task(permit).await,
        };
        drop(alone);
        guard
    }

    pub(super) async fn is_sound(&self, guard: &mut Guard<M>, deadline: Deadline) -> bool {
        guard.doubtful = true;
        let sound = deadline.passes(self.manager.is_valid(guard)).await;
        guard.doubtful = false;
        sound
    }

    pub(super) async fn open(self: &Arc<Self>, mut permit: Permit<M>) -> Result<Guard<M>, PoolError> {
        permit.lost = self.mistake == Mistake::CancelledConnectKeepsPlace;
        let connecting = self.manager.connect();
        let result = match self.mistake {
            Mistake::PanicPoisons => self.under_lock(connecting).await,
            Mistake::PermitFreedWhileConnecting => {
                permit.suspend();
                let result = connecting.await;
                permit = Permit::get(self).await?;
                result
            }
            _ => connecting.await,
        };
        permit.lost = self.mistake == Mistake::FailedConnectKeepsPlace && result.is_err();
        self.hold(Kept::new(result.map_err(connect_error)?), permit).await
    }

    /// A guard that nobody waits for any more is dropped, and its connection becomes idle.
    async fn open_in_task(self: &Arc<Self>, permit: Permit<M>) -> Result<Guard<M>, PoolError> {
        let (reply, answer) = oneshot::channel();
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            let result = tokio::select! {
                biased;
                () = shared.until_closed() => Err(PoolError::Closed),
                result = shared.open(permit) => result,
            };
            let _ = reply.send(result);
        });
        answer.await.unwrap_or_else(|_| Err(PoolError::Connect("connect panicked".into())))
    }

    /// Puts a connection under a guard, unless the pool has closed meanwhile.
    async fn hold(
        self: &Arc<Self>,
        connection: Kept<M::Connection>,
        permit: Permit<M>,
    ) -> Result<Guard<M>, PoolError> {
        let guard = Guard::new(self, connection, permit);
        if !self.refuses() {
            return Ok(guard);
        }
        if self.mistake == Mistake::LateConnectIsParked {
            guard.park();
        } else {
            guard.end().await;
        }
        Err(PoolError::Closed)
    }
}
