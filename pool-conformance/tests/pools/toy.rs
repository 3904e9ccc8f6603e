//! A small manager, and a pool over it in the hands of a test.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

use pool_protocol::{ManageConnection, Pool, PoolError, async_trait};
use tokio::sync::Semaphore;

use crate::pools::{AnyGuard, AnyPool, Config, odd::Odd, policy::WhenFull};

/// Counts, and does as it is told. Its connections tell whether they are broken.
#[derive(Clone, Default)]
pub(crate) struct Toy(pub(crate) Arc<World>);

pub(crate) struct World {
    pub(crate) opened: AtomicUsize,
    pub(crate) ended: AtomicUsize,
    pub(crate) peak: AtomicUsize,
    pub(crate) failing: AtomicBool,
    /// A connect takes a permit and does not give it back.
    pub(crate) gate: Semaphore,
}

impl Default for World {
    fn default() -> Self {
        let (opened, ended, peak, failing) = Default::default();
        Self { opened, ended, peak, failing, gate: Semaphore::new(1_000) }
    }
}

pub(crate) struct ToyConnection {
    toy: Toy,
    pub(crate) broken: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("the toy refuses")]
pub(crate) struct ToyError;

impl Toy {
    pub(crate) fn live(&self) -> usize {
        self.0.opened.load(SeqCst) - self.0.ended.load(SeqCst)
    }

    pub(crate) fn opened(&self) -> usize {
        self.0.opened.load(SeqCst)
    }
}

impl Drop for ToyConnection {
    fn drop(&mut self) {
        self.toy.0.ended.fetch_add(1, SeqCst);
    }
}

#[async_trait]
impl ManageConnection for Toy {
    type Connection = ToyConnection;
    type Error = ToyError;

    async fn connect(&self) -> Result<ToyConnection, ToyError> {
        self.0.gate.acquire().await.expect("the gate is never closed").forget();
        if self.0.failing.load(SeqCst) {
            return Err(ToyError);
        }
        self.0.opened.fetch_add(1, SeqCst);
        self.0.peak.fetch_max(self.live(), SeqCst);
        Ok(ToyConnection { toy: self.clone(), broken: false })
    }

    async fn is_valid(&self, connection: &mut ToyConnection) -> Result<(), ToyError> {
        if connection.broken { Err(ToyError) } else { Ok(()) }
    }

    fn has_broken(&self, connection: &mut ToyConnection) -> bool {
        connection.broken
    }

    async fn disconnect(&self, connection: ToyConnection) -> Result<(), ToyError> {
        drop(connection);
        Err(ToyError)
    }
}

pub(crate) type Acquire<'a> = Pin<Box<dyn Future<Output = Result<AnyGuard<Toy>, PoolError>> + Send + 'a>>;

pub(crate) struct Scene {
    pub(crate) odd: &'static Odd,
    pub(crate) toy: Toy,
    pub(crate) pool: AnyPool<Toy>,
    max: usize,
}

impl Scene {
    pub(crate) fn new(odd: &'static Odd, min: usize, max: usize) -> Self {
        let toy = Toy::default();
        let acquire_timeout = Some(Duration::from_secs(30));
        let config = Config {
            min_size: min,
            max_size: max,
            acquire_timeout,
            idle_timeout: None,
            max_lifetime: None,
            validate_on_acquire: false,
            wait_limit: None,
            unchecked: false,
        };
        Self { odd, pool: odd.blueprint().build(toy.clone(), config), toy, max }
    }

    pub(crate) async fn acquire(&self) -> AnyGuard<Toy> {
        self.pool.acquire().await.unwrap_or_else(|error| panic!("{}: {error:?}", self.odd.name))
    }

    /// Polls until nothing changes any more; no time passes.
    pub(crate) async fn poll(&self, acquire: &mut Acquire<'_>) -> Poll<Result<AnyGuard<Toy>, PoolError>> {
        for _ in 0..20 {
            let polled = acquire.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            if polled.is_ready() {
                return polled;
            }
            tokio::task::yield_now().await;
        }
        Poll::Pending
    }

    pub(crate) async fn waiting(&self) -> Acquire<'_> {
        let mut acquire: Acquire<'_> = self.pool.acquire();
        assert!(self.poll(&mut acquire).await.is_pending(), "{}: nothing to wait for", self.odd.name);
        acquire
    }

    /// The acquire is served with no help from time.
    pub(crate) async fn served(&self, mut acquire: Acquire<'_>) -> AnyGuard<Toy> {
        match self.poll(&mut acquire).await {
            Poll::Ready(Ok(guard)) => guard,
            Poll::Ready(Err(error)) => panic!("{}: {error:?}", self.odd.name),
            Poll::Pending => panic!("{}: a waiter was left behind", self.odd.name),
        }
    }

    pub(crate) fn waits(&self) -> bool {
        self.odd.policy.full == WhenFull::Wait
    }

    /// As [`Scene::ends_well`], where tasks on other threads may need a moment, and an acquire too many waits too long.
    pub(crate) async fn ends_well_soon(&self) {
        let mut guards = Vec::new();
        for _ in 0..self.max {
            guards.push(self.acquire().await);
        }
        assert_eq!(self.toy.live(), self.max, "{}", self.odd.name);
        let another = tokio::time::timeout(Duration::from_millis(5), self.pool.acquire()).await;
        assert!(!matches!(another, Ok(Ok(_))), "{}: one too many", self.odd.name);
        drop(guards);
        self.pool.close().await.unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert_eq!((self.toy.live(), self.pool.status().size), (0, 0), "{}: left open", self.odd.name);
        assert!(self.toy.0.peak.load(SeqCst) <= self.max, "{}: too many at once", self.odd.name);
    }

    /// At rest the status is true, and the whole capacity is there, and no more.
    pub(crate) async fn ends_well(&self) {
        let Self { odd, toy, pool, max } = self;
        settle().await;
        let status = pool.status();
        assert_eq!((status.size, status.idle, status.in_use), (toy.live(), toy.live(), 0), "{}", odd.name);
        let mut guards = Vec::new();
        for _ in 0..*max {
            guards.push(self.acquire().await);
        }
        assert_eq!((pool.status().in_use, toy.live()), (*max, *max), "{}", odd.name);
        assert!(pool.acquire().await.is_err(), "{}: one too many", odd.name);
        drop(guards);
        settle().await;
        pool.close().await.unwrap();
        assert_eq!((toy.live(), pool.status().size), (0, 0), "{}: left open", odd.name);
        assert!(toy.0.peak.load(SeqCst) <= *max, "{}: too many at once", odd.name);
    }
}

pub(crate) async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}
