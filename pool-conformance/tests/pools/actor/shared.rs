//! The handles' side.

use std::sync::{Arc, Mutex, MutexGuard};

use pool_protocol::{ManageConnection, PoolError, Status};
use tokio::sync::{
    mpsc::{self, UnboundedReceiver, UnboundedSender},
    oneshot,
};

use super::{
    super::{
        Config,
        common::{self, Deadline, Limit, unhealthy},
        deviation::{Deviation, Fate, Phase, Place, Stage},
        kept::Kept,
        policy::{Policy, Prefill},
    },
    guard::Guard,
    message::Message,
    numbers::Numbers,
};

pub(super) struct Shared<M: ManageConnection> {
    pub(super) manager: M,
    pub(super) config: Config,
    pub(super) policy: Policy,
    pub(super) limit: Limit,
    pub(super) deviation: Arc<dyn Deviation>,
    task: UnboundedSender<Message<M>>,
    numbers: Mutex<Numbers>,
}

/// What the handles own together: when the last of them goes, the task ends, and with it the idle connections.
pub(super) struct Owner<M: ManageConnection>(pub(super) Arc<Shared<M>>);

impl<M: ManageConnection> Drop for Owner<M> {
    fn drop(&mut self) {
        self.0.numbers().closed = true;
        self.0.tell(Message::Abandon);
    }
}

impl<M: ManageConnection> Shared<M> {
    pub(super) fn new(
        manager: M,
        config: Config,
        policy: Policy,
        deviation: Arc<dyn Deviation>,
    ) -> (Arc<Self>, UnboundedReceiver<Message<M>>) {
        let (task, inbox) = mpsc::unbounded_channel();
        let numbers = Mutex::new(Numbers::default());
        let limit = Limit::new(config.acquire_timeout, Arc::clone(&deviation));
        (Arc::new(Self { manager, config, policy, limit, deviation, task, numbers }), inbox)
    }

    pub(super) fn numbers(&self) -> MutexGuard<'_, Numbers> {
        common::lock(&self.numbers)
    }

    /// What is told to a task that has ended is dropped, and so ends. Returns whether the task is there.
    pub(super) fn tell(&self, message: Message<M>) -> bool {
        self.task.send(message).is_ok()
    }

    /// What becomes of a place whose use ends at this stage.
    pub(super) fn fate_after(&self, stage: Stage) -> Fate {
        let numbers = self.numbers();
        let place = Place { stage, idle: numbers.idle, others: numbers.in_use.saturating_sub(1) };
        drop(numbers);
        self.deviation.place_freed(&place)
    }

    /// Ends a connection by its drop.
    pub(super) fn end_quietly(&self, connection: Kept<M::Connection>) {
        let closed = self.numbers().closed;
        self.deviation.end(Box::new(connection.into_inner()), closed);
    }

    pub(super) async fn init(&self) -> Result<(), PoolError> {
        let (reply, answer) = oneshot::channel();
        self.tell(Message::Fill(reply));
        answer.await.unwrap_or(Err(PoolError::Closed))
    }

    pub(super) async fn acquire(self: &Arc<Self>) -> Result<Guard<M>, PoolError> {
        self.limit.over(Phase::Acquire, self.serve(self.limit.deadline())).await
    }

    fn checks_on_borrow(&self) -> bool {
        self.policy.check.on_borrow(self.config.validate_on_acquire)
    }

    /// Until a connection is sound; the check runs here, so that it keeps nobody else.
    async fn serve(self: &Arc<Self>, deadline: Deadline) -> Result<Guard<M>, PoolError> {
        loop {
            let mut guard = self.request().await?;
            if guard.is_stale() {
                guard.discard();
                continue;
            }
            let trusted = guard.is_fresh() || !self.checks_on_borrow();
            if trusted {
                return Ok(guard);
            }
            let check = async { Ok(deadline.passes(self.manager.is_valid(&mut guard)).await) };
            if self.limit.over(Phase::Check, check).await? {
                return Ok(guard);
            }
            if self.deviation.reports_failed_check() {
                return Err(unhealthy("the check failed"));
            }
            guard.discard();
        }
    }

    async fn request(&self) -> Result<Guard<M>, PoolError> {
        if self.numbers().closed {
            return Err(PoolError::Closed);
        }
        let (reply, answer) = oneshot::channel();
        self.tell(Message::Acquire(reply));
        let mut guard = answer.await.unwrap_or(Err(PoolError::Closed))?;
        guard.claim();
        Ok(guard)
    }

    /// Waits until the task has heard what was told so far.
    pub(super) async fn until_heard(&self) {
        let (reply, answer) = oneshot::channel();
        self.tell(Message::Echo(reply));
        // No answer means that the task has ended, and so that there is nothing to wait for.
        let _ = answer.await;
    }

    pub(super) async fn close(&self) {
        self.numbers().closed = true;
        let (reply, answer) = oneshot::channel();
        self.tell(Message::Close(reply));
        // No answer means that the task has ended, and so that everything is closed.
        let _ = answer.await;
    }

    pub(super) fn status(&self) -> Status {
        let mut status = Status::default();
        status.max_size = self.config.max_size;
        status.min_size = if self.policy.prefill == Prefill::Never { 0 } else { self.config.min_size };
        let numbers = self.numbers();
        status.idle = numbers.idle;
        status.in_use = numbers.in_use;
        status.size = status.idle + status.in_use;
        status.closed = numbers.closed;
        status
    }
}
