//! The subject without its type, so that the engine is compiled once and not for every pool.

use std::{
    any::Any,
    fmt,
    future::poll_fn,
    ops::DerefMut,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use pool_protocol::{Counters, Pool, PoolError, Status};

use crate::{
    model::Declaration,
    probe::ProbeConnection,
    subject::{Extensions, Setup, Subject, extensions::Called},
};

pub(crate) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;
pub(crate) type PoolResult<T> = Result<T, PoolError>;
pub(crate) type Acquire = BoxFuture<PoolResult<Box<dyn Lease>>>;

/// A guard of some pool.
pub(crate) trait Lease: Send {
    fn connection(&mut self) -> &mut ProbeConnection;
    fn into_any(self: Box<Self>) -> Box<dyn Any + Send>;
}

impl<G: DerefMut<Target = ProbeConnection> + Send + 'static> Lease for G {
    fn connection(&mut self) -> &mut ProbeConnection {
        self
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any + Send> {
        self
    }
}

fn lease<G: Lease + 'static>(guard: G) -> Box<dyn Lease> {
    Box::new(guard)
}

/// One handle of some pool. Its futures keep the pool alive, as every future that borrows a pool does.
pub(crate) trait Handle: Send + Sync {
    fn init(&self) -> BoxFuture<PoolResult<()>>;
    /// An acquire that is called when it is first polled.
    fn acquire(&self) -> Acquire;
    /// An acquire that has been called, and not been polled.
    fn called_acquire(&self) -> Acquire;
    fn release(&self, lease: Box<dyn Lease>) -> BoxFuture<PoolResult<()>>;
    fn close(&self) -> BoxFuture<PoolResult<()>>;
    fn health_check(&self) -> BoxFuture<PoolResult<()>>;
    fn status(&self) -> Status;
    /// An idle connection; none, too, where the pool has no such extension.
    fn try_acquire(&self) -> Option<Box<dyn Lease>>;
    fn discard(&self, lease: Box<dyn Lease>) -> BoxFuture<PoolResult<()>>;
    /// What the pool has counted, where it counts.
    fn counters(&self) -> Option<Counters>;
    fn resize(&self, max_size: usize) -> BoxFuture<PoolResult<()>>;
    /// The connection of a guard of this pool; none where the pool has no such extension.
    fn detach(&self, lease: Box<dyn Lease>) -> Option<ProbeConnection>;
    fn another(&self) -> Box<dyn Handle>;
    /// What the pool says of what it hides, if it says anything.
    fn fingerprint(&self) -> Option<u64>;
}

impl fmt::Debug for dyn Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handle")
    }
}

struct Erased<P: Pool> {
    pool: Arc<P>,
    extensions: Extensions<P>,
    /// The limit that each acquire is given.
    limit: Option<Duration>,
}

impl<P: Pool> Erased<P> {
    /// Calls `acquire`, or what takes its place where acquires have limits of their own.
    fn call_acquire<'a>(
        pool: &'a P,
        extensions: &Extensions<P>,
        limit: Option<Duration>,
    ) -> Called<'a, P::Guard> {
        match (extensions.acquire_timeout, limit) {
            (Some(acquire_timeout), Some(limit)) => acquire_timeout(pool, limit),
            _ => P::acquire(pool),
        }
    }

    /// The same pool by the same handle.
    fn another_of(&self) -> Self {
        Self { pool: Arc::clone(&self.pool), extensions: self.extensions, limit: self.limit }
    }

    /// Calls the pool with a guard, which is to be one of its own.
    fn with_guard<F: Future<Output = PoolResult<()>> + Send>(
        &self,
        lease: Box<dyn Lease>,
        call: impl FnOnce(Arc<P>, P::Guard) -> F + Send + 'static,
    ) -> BoxFuture<PoolResult<()>>
    where
        P: 'static,
    {
        let pool = Arc::clone(&self.pool);
        let guard = lease.into_any().downcast::<P::Guard>();
        Box::pin(async move {
            match guard {
                Ok(guard) => call(pool, *guard).await,
                Err(_) => Err(PoolError::ForeignGuard),
            }
        })
    }
}

impl<P: Pool<Connection = ProbeConnection> + 'static> Handle for Erased<P> {
    fn init(&self) -> BoxFuture<PoolResult<()>> {
        let pool = Arc::clone(&self.pool);
        Box::pin(async move { P::init(&pool).await })
    }

    fn acquire(&self) -> Acquire {
        let Self { pool, extensions, limit } = self.another_of();
        Box::pin(async move { Self::call_acquire(&pool, &extensions, limit).await.map(lease) })
    }

    fn called_acquire(&self) -> Acquire {
        let Self { pool, extensions, limit } = self.another_of();
        create(async move {
            // Not `pool.acquire()`: that is the `Arc`'s own, which calls the pool's when it is polled.
            let acquiring = Self::call_acquire(&pool, &extensions, limit);
            created().await;
            acquiring.await.map(lease)
        })
    }

    fn release(&self, lease: Box<dyn Lease>) -> BoxFuture<PoolResult<()>> {
        self.with_guard(lease, |pool, guard| async move { P::release(&pool, guard).await })
    }

    fn close(&self) -> BoxFuture<PoolResult<()>> {
        let pool = Arc::clone(&self.pool);
        Box::pin(async move { P::close(&pool).await })
    }

    fn health_check(&self) -> BoxFuture<PoolResult<()>> {
        let pool = Arc::clone(&self.pool);
        Box::pin(async move { P::health_check(&pool).await })
    }

    fn status(&self) -> Status {
        P::status(&self.pool)
    }

    fn try_acquire(&self) -> Option<Box<dyn Lease>> {
        let try_acquire = self.extensions.try_acquire?;
        try_acquire(&self.pool).map(lease)
    }

    fn counters(&self) -> Option<Counters> {
        self.extensions.observe.map(|counters| counters(&self.pool))
    }

    fn resize(&self, max_size: usize) -> BoxFuture<PoolResult<()>> {
        let (pool, resize) = (Arc::clone(&self.pool), self.extensions.resize);
        Box::pin(async move {
            match resize {
                Some(resize) => resize(&pool, max_size).await,
                None => Err(PoolError::Unsupported),
            }
        })
    }

    fn detach(&self, lease: Box<dyn Lease>) -> Option<ProbeConnection> {
        let guard = lease.into_any().downcast::<P::Guard>().ok()?;
        self.extensions.detach.map(|detach| detach(&self.pool, *guard))
    }

    fn discard(&self, lease: Box<dyn Lease>) -> BoxFuture<PoolResult<()>> {
        let discard = self.extensions.discard;
        self.with_guard(lease, move |pool, guard| async move {
            match discard {
                Some(discard) => discard(&pool, guard).await,
                None => Err(PoolError::Unsupported),
            }
        })
    }

    fn another(&self) -> Box<dyn Handle> {
        let pool = self.extensions.clone.map_or_else(|| Arc::clone(&self.pool), |clone| clone(&self.pool));
        Box::new(Self { pool, ..self.another_of() })
    }

    fn fingerprint(&self) -> Option<u64> {
        self.extensions.fingerprint.map(|fingerprint| fingerprint(&self.pool))
    }
}

/// Boxes a future and runs it up to where [`created`] was awaited: the pool's own future then exists, unpolled.
///
/// A pool that writes its futures by hand may do things wrong before the first poll; called from within a future,
/// its method would run no earlier than that poll.
fn create<T>(work: impl Future<Output = T> + Send + 'static) -> BoxFuture<T> {
    let mut task: BoxFuture<T> = Box::pin(work);
    let polled = task.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    debug_assert!(polled.is_pending(), "the pool's future is created, not polled");
    task
}

/// Pending once.
async fn created() {
    let mut first = true;
    poll_fn(|_| if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
}

/// What a factory is doing.
type Building<'a> = Pin<Box<dyn Future<Output = Box<dyn Handle>> + Send + 'a>>;

/// Some subject.
pub(crate) trait AnySubject: Send + Sync {
    /// A pool for this set-up, of which each acquire is given that limit.
    fn build(&self, setup: Setup, limit: Option<Duration>) -> Building<'_>;
    fn declaration(&self) -> Declaration;
}

impl<S: Subject> AnySubject for S {
    fn build(&self, setup: Setup, limit: Option<Duration>) -> Building<'_> {
        Box::pin(async move {
            let pool = Subject::build(self, setup).await;
            let extensions = Subject::extensions(self);
            Box::new(Erased { pool: Arc::new(pool), extensions, limit }) as Box<dyn Handle>
        })
    }

    fn declaration(&self) -> Declaration {
        let extensions = Subject::extensions(self);
        Subject::declaration(self).with_extensions(extensions.set(), extensions.limits_calls())
    }
}
