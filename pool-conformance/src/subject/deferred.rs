//! A pool that is built by its first `init`.

use std::{
    fmt,
    future::poll_fn,
    pin::pin,
    sync::atomic::{AtomicBool, Ordering},
    task::Poll,
};

use pool_protocol::{BoxError, Pool, PoolError, Status, async_trait};
use tokio::sync::{Notify, OnceCell};

use super::erased::BoxFuture;

/// Builds the pool, once or again.
type Build<P> = Box<dyn Fn() -> BoxFuture<Result<P, BoxError>> + Send + Sync>;

/// A pool that is built by its first `init`, or by an acquire that comes earlier: what a factory that can fail makes.
pub struct Deferred<P> {
    build: Build<P>,
    built: OnceCell<P>,
    closed: AtomicBool,
    closing: Notify,
    /// What it shows before it is built.
    limits: (usize, usize),
}

impl<P: Pool> Deferred<P> {
    pub(super) fn new(
        min_size: usize,
        max_size: usize,
        build: impl Fn() -> BoxFuture<Result<P, BoxError>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            build: Box::new(build),
            built: OnceCell::new(),
            closed: AtomicBool::new(false),
            closing: Notify::new(),
            limits: (min_size, max_size),
        }
    }

    /// The pool, which is built now if it has not been.
    async fn pool(&self) -> Result<&P, PoolError> {
        if self.built.get().is_none() && self.is_closed() {
            return Err(PoolError::Closed);
        }
        let pool = self.built.get_or_try_init(|| self.build_unless_closed()).await?;
        if self.is_closed() && !pool.status().closed {
            // Closed while it was being built.
            pool.close().await?;
            return Err(PoolError::Closed);
        }
        Ok(pool)
    }

    /// Builds the pool; what has been opened for it is given up when it is closed meanwhile.
    async fn build_unless_closed(&self) -> Result<P, PoolError> {
        let mut closing = pin!(self.closing.notified());
        if closing.as_mut().enable() || self.is_closed() {
            return Err(PoolError::Closed);
        }
        let mut building = (self.build)();
        poll_fn(|context| match closing.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(PoolError::Closed)),
            Poll::Pending => building.as_mut().poll(context).map_err(as_pool_error),
        })
        .await
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}

#[async_trait]
impl<P: Pool> Pool for Deferred<P> {
    type Connection = P::Connection;
    type Guard = P::Guard;

    async fn init(&self) -> Result<(), PoolError> {
        self.pool().await?.init().await
    }

    async fn acquire(&self) -> Result<P::Guard, PoolError> {
        self.pool().await?.acquire().await
    }

    async fn release(&self, guard: P::Guard) -> Result<(), PoolError> {
        match self.built.get() {
            Some(pool) => pool.release(guard).await,
            None => Err(PoolError::ForeignGuard),
        }
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.closed.store(true, Ordering::Release);
        self.closing.notify_waiters();
        match self.built.get() {
            Some(pool) => pool.close().await,
            None => Ok(()),
        }
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        self.pool().await?.health_check().await
    }

    fn status(&self) -> Status {
        match self.built.get() {
            Some(pool) => pool.status(),
            None => Status::new(0, 0, 0).limits(self.limits.0, self.limits.1).closed(self.is_closed()),
        }
    }
}

/// The error of a factory, as that of an `init`.
fn as_pool_error(error: BoxError) -> PoolError {
    match error.downcast::<PoolError>() {
        Ok(error) => *error,
        Err(error) => PoolError::Connect(error),
    }
}

impl<P> fmt::Debug for Deferred<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Deferred")
    }
}
