//! The mistakes that take more than a line.

use std::{future::poll_fn, pin::Pin, sync::Arc, task::Poll, thread};

use pool_protocol::{BoxError, ManageConnection, PoolError};

use super::{
    super::{
        common::{self, Backoff, Deadline, as_text, within},
        kept,
        mistake::Mistake,
    },
    guard::Guard,
    permit::Permit,
    shared::Shared,
};

impl<M: ManageConnection> Shared<M> {
    /// What a wrong pool finds out before it looks for a connection.
    pub(super) fn refuse_by_mistake(&self) -> Result<(), PoolError> {
        match self.mistake {
            Mistake::BoundToItsThread => {
                assert_eq!(self.built_on, thread::current().id(), "the pool was built on another thread");
            }
            Mistake::BrokenBuriedAlive => {
                let buried = std::mem::take(&mut self.state().odds.graveyard);
                buried.into_iter().for_each(common::drop_quietly);
            }
            Mistake::OutageLatches if self.state().odds.failures >= 3 => {
                return Err(PoolError::Connect("the server has been given up".into()));
            }
            _ => {}
        }
        Ok(())
    }

    /// What an acquire makes of a connect that failed.
    pub(super) async fn fail(self: &Arc<Self>, error: BoxError) -> Result<Guard<M>, PoolError> {
        match self.mistake {
            Mistake::FailedConnectIsTimeout => Err(PoolError::Timeout),
            Mistake::OutageLatches => {
                self.state().odds.failures += 1;
                Err(PoolError::Connect(error))
            }
            Mistake::ErrorBecomesText => Err(as_text(PoolError::Connect(error))),
            Mistake::RetriesForEver => Ok(self.insist().await),
            _ => Err(PoolError::Connect(error)),
        }
    }

    /// The limit covers some of what there is to do.
    pub(super) async fn serve_in_phases(self: &Arc<Self>) -> Result<Guard<M>, PoolError> {
        let limit = self.config.acquire_timeout;
        if self.mistake == Mistake::LimitLeavesOutTheQueue {
            let permit = Permit::get(self).await?;
            return within(limit, self.lend(permit, Deadline::after(limit))).await;
        }
        let permit = within(limit, Permit::get(self)).await?;
        self.lend(permit, Deadline::NEVER).await
    }

    async fn insist(self: &Arc<Self>) -> Guard<M> {
        let mut backoff = Backoff::new();
        loop {
            tokio::time::sleep(backoff.next()).await;
            let again = async { self.open(Permit::get(self).await?).await };
            if let Ok(guard) = within(self.config.acquire_timeout, again).await {
                return guard;
            }
        }
    }

    pub(super) async fn under_lock<T>(&self, mut work: Pin<Box<dyn Future<Output = T> + Send + '_>>) -> T {
        poll_fn(|context| -> Poll<T> {
            let _state = self.state();
            work.as_mut().poll(context)
        })
        .await
    }

    pub(super) async fn open_until_sound(
        self: &Arc<Self>,
        mut permit: Permit<M>,
    ) -> Result<Guard<M>, PoolError> {
        let mut rounds = common::Rounds::default();
        loop {
            let mut guard = self.open(permit).await?;
            if !self.config.validate_on_acquire || self.is_sound(&mut guard, Deadline::NEVER).await {
                return Ok(guard);
            }
            permit = guard.end().await;
            rounds.next();
        }
    }

    pub(super) async fn end_lent(&self) {
        let lent = {
            let mut state = self.state();
            state.held -= state.odds.lent.len();
            std::mem::take(&mut state.odds.lent)
        };
        for connection in lent {
            let _ = kept::end(&self.manager, connection).await;
        }
    }

    /// Looks after the pool, for ever.
    pub(super) fn start_reaper(self: &Arc<Self>) {
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(std::time::Duration::from_secs(10)).await;
                let _ = shared.status();
            }
        });
    }
}
