//! From a call of `acquire` to a guard.

use std::sync::Arc;

use pool_protocol::{BoxError, ManageConnection, PoolError};
use tokio::sync::oneshot;

use super::{
    super::{
        common::{Backoff, Deadline, connect_error, unhealthy},
        deviation::{Fate, Phase, Returned, Stage},
        kept::Kept,
        policy::{OnFailure, Opener},
    },
    guard::Guard,
    permit::Permit,
    shared::Shared,
};

impl<M: ManageConnection> Shared<M> {
    pub(super) async fn acquire(self: &Arc<Self>) -> Result<Guard<M>, PoolError> {
        self.config.refuse_nonsense()?;
        let mut cause = None;
        let serve = self.serve(&mut cause, self.limit.deadline());
        let result = self.limit.over(Phase::Acquire, serve).await;
        match (result, cause) {
            (Err(PoolError::Timeout), Some(cause)) => Err(PoolError::Connect(cause)),
            (result, _) => result,
        }
    }

    /// An idle connection that needs no check. Whoever waits has the next permit already.
    pub(super) fn try_acquire(self: &Arc<Self>) -> Option<Guard<M>> {
        if self.checks_on_borrow() || self.refuses() {
            return None;
        }
        let permit =
            if self.deviation.counts_tried() { Permit::try_get(self).ok()? } else { Permit::none(self) };
        let idle = self.take_idle().ok()??;
        Some(Guard::new(self, idle, permit))
    }

    /// Tries once, or again and again with pauses in which others may use the permit.
    async fn serve(
        self: &Arc<Self>,
        cause: &mut Option<BoxError>,
        deadline: Deadline,
    ) -> Result<Guard<M>, PoolError> {
        let mut backoff = Backoff::new();
        loop {
            let permit = self.limit.over(Phase::Queue, Permit::get(self)).await?;
            match self.lend(permit, deadline).await {
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
        self.policy.failure == OnFailure::Retry && self.limit.is_set()
    }

    fn checks_on_borrow(&self) -> bool {
        self.policy.check.on_borrow(self.config.validate_on_acquire)
    }

    /// The first idle connection that is sound, else a new one.
    async fn lend(
        self: &Arc<Self>,
        mut permit: Permit<M>,
        deadline: Deadline,
    ) -> Result<Guard<M>, PoolError> {
        let turn = self.deviation.lock_to_lend().await;
        while let Some(idle) = self.take_idle()? {
            let mut guard = self.hold(idle, permit).await?;
            if guard.is_stale() {
                permit = guard.end().await;
                continue;
            }
            if !self.checks_on_borrow() || guard.is_recent() || self.is_sound(&mut guard, deadline).await? {
                return Ok(guard);
            }
            if self.deviation.reports_failed_check() {
                return Err(unhealthy("the check failed"));
            }
            permit = guard.end().await;
            if self.fate_after(Stage::CheckFailed) == Fate::Twice {
                self.permits.add_permits(1);
            }
        }
        let _turn = turn.filter(|_| !self.deviation.unlocks_to_connect());
        match self.policy.opener {
            Opener::Caller => self.open(permit).await,
            Opener::Task => self.open_in_task(permit).await,
        }
    }

    async fn is_sound(&self, guard: &mut Guard<M>, deadline: Deadline) -> Result<bool, PoolError> {
        guard.reaches(Stage::Checking);
        let check = async { Ok(deadline.passes(self.manager.is_valid(guard)).await) };
        let sound = self.limit.over(Phase::Check, check).await;
        guard.reaches(Stage::Lent);
        sound
    }

    async fn open(self: &Arc<Self>, mut permit: Permit<M>) -> Result<Guard<M>, PoolError> {
        permit.stage = Stage::Connecting;
        if self.deviation.frees_place_to_connect() {
            permit.give_up();
        }
        let connecting = async { self.manager.connect().await.map_err(connect_error) };
        let result = self.limit.over(Phase::Connect, connecting).await;
        if permit.is_given_up() {
            permit = Permit::get(self).await?;
        }
        permit.stage = Stage::ConnectFailed;
        self.hold(Kept::new(result?), permit).await
    }

    /// A guard that nobody waits for any more is dropped, and its connection becomes idle.
    async fn open_in_task(self: &Arc<Self>, permit: Permit<M>) -> Result<Guard<M>, PoolError> {
        let (reply, answer) = oneshot::channel();
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            let result = tokio::select! {
                biased;
                () = shared.until_closed() => Err(PoolError::Closed),
                result = shared.limit.over(Phase::Task, shared.open(permit)) => result,
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
        if self.deviation.keeps(Returned::Opened, true) {
            guard.park();
        } else {
            guard.end().await;
        }
        Err(PoolError::Closed)
    }
}
