//! Subjects of factories that are not async, or that can fail.

use std::{future::Future, marker::PhantomData};

use pool_protocol::{BoxError, Pool};

use super::{Setup, Subject, deferred::Deferred};
use crate::probe::ProbeConnection;

/// A subject of a factory that is not async; made by [`sync`].
#[derive(Clone, Copy, Debug)]
pub struct SyncFactory<F>(F);

/// A subject of a factory that is a plain function.
///
/// # Examples
///
/// ```
/// use pool_conformance::{self as conformance, Probe, Setup};
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
/// # use doc::DocPool;
///
/// fn my_pool(setup: Setup) -> DocPool<Probe> {
///     DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
/// }
///
/// conformance::run_all(conformance::sync(my_pool));
/// ```
pub fn sync<F, P>(factory: F) -> SyncFactory<F>
where
    F: Fn(Setup) -> P + Send + Sync + 'static,
    P: Pool<Connection = ProbeConnection> + 'static,
{
    SyncFactory(factory)
}

impl<F, P> Subject for SyncFactory<F>
where
    F: Fn(Setup) -> P + Send + Sync + 'static,
    P: Pool<Connection = ProbeConnection> + 'static,
{
    type Pool = P;

    async fn build(&self, setup: Setup) -> P {
        self.0(setup)
    }
}

/// A subject of a factory that can fail; made by [`fallible`].
#[derive(Debug)]
pub struct FallibleFactory<F, E> {
    factory: F,
    error: PhantomData<fn() -> E>,
}

/// A subject of a factory that can fail, or that opens connections before it returns, such as
/// `MyPool::connect(manager).await?`.
///
/// The factory is called by the first [`Pool::init`], or by an acquire that comes earlier, and what it does there counts as
/// theirs: its error is the error of that `init`, a further `init` calls it again, and whoever drops the future of that
/// `init` drops the factory's. A [`PoolError`](pool_protocol::PoolError) is reported as it is, any other error as
/// [`Connect`](pool_protocol::PoolError::Connect).
///
/// # Examples
///
/// ```
/// use pool_conformance::{self as conformance, Probe, Setup, Suite};
/// use pool_protocol::{Pool, PoolError};
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
/// # use doc::DocPool;
///
/// async fn my_pool(setup: Setup) -> Result<DocPool<Probe>, PoolError> {
///     let pool = DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout);
///     pool.init().await?;
///     Ok(pool)
/// }
///
/// let report = Suite::new(conformance::fallible(my_pool)).select("PRE-*").run();
/// # assert!(report.results().iter().all(|result| result.outcome().failure().is_none()), "{report}");
/// ```
pub fn fallible<F, B, P, E>(factory: F) -> FallibleFactory<F, E>
where
    F: Fn(Setup) -> B + Clone + Send + Sync + 'static,
    B: Future<Output = Result<P, E>> + Send + 'static,
    P: Pool<Connection = ProbeConnection> + 'static,
    E: Into<BoxError> + 'static,
{
    FallibleFactory { factory, error: PhantomData }
}

impl<F, B, P, E> Subject for FallibleFactory<F, E>
where
    F: Fn(Setup) -> B + Clone + Send + Sync + 'static,
    B: Future<Output = Result<P, E>> + Send + 'static,
    P: Pool<Connection = ProbeConnection> + 'static,
    E: Into<BoxError> + 'static,
{
    type Pool = Deferred<P>;

    async fn build(&self, setup: Setup) -> Deferred<P> {
        let (min_size, max_size) = (setup.min_size, setup.max_size);
        let factory = self.factory.clone();
        Deferred::new(min_size, max_size, move || {
            let building = factory(setup.clone());
            Box::pin(async move { building.await.map_err(Into::into) })
        })
    }
}
