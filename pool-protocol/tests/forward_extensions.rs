//! A pointer to a pool, and a wrapper that says so, pass every extension on.

mod common;

use std::{sync::Arc, time::Duration};

use common::{Lent, Recorder};
use pool_protocol::{
    AcquireTimeout, Detach, Discard, Observe, Pool, PoolError, Resize, Status, TryAcquire, async_trait,
    forward_extension,
};

/// A pool with every extension, to be called through whatever leads to it.
trait Extended:
    TryAcquire<Connection = u32, Guard = Lent> + AcquireTimeout + Discard + Detach + Resize + Observe
{
}

impl<P> Extended for P where
    P: TryAcquire<Connection = u32, Guard = Lent>
        + AcquireTimeout
        + Discard
        + Detach
        + Resize
        + Observe
        + ?Sized
{
}

async fn call_each(pool: impl Extended) {
    let guard = pool.try_acquire().expect("the recorder always lends");
    pool.discard(guard).await.unwrap();
    let guard = pool.acquire_timeout(Duration::from_secs(1)).await.unwrap();
    assert_eq!(pool.detach(guard), 7);
    pool.resize(3).await.unwrap();
    assert_eq!(pool.counters().opened, 42);

    assert!(matches!(pool.acquire_timeout(Duration::ZERO).await, Err(PoolError::Timeout)));
    assert!(matches!(pool.resize(0).await, Err(PoolError::InvalidConfig(_))));
}

async fn forwards<P: Extended>(pointer: impl Fn(Arc<Recorder>) -> P) {
    let recorder = Arc::new(Recorder::default());
    call_each(pointer(recorder.clone())).await;
    let mut calls = recorder.log.entries();
    calls.retain(|entry| *entry != "drop");
    let expected = [
        "try_acquire",
        "discard",
        "acquire_timeout",
        "detach",
        "resize",
        "counters",
        "acquire_timeout",
        "resize",
    ];
    assert_eq!(calls, expected);

    let broken = Recorder { broken: Some("try_acquire"), ..Recorder::default() };
    assert!(pointer(Arc::new(broken)).try_acquire().is_none());
    let broken = Arc::new(Recorder { broken: Some("discard"), ..Recorder::default() });
    let guard = broken.acquire().await.unwrap();
    assert!(pointer(broken).discard(guard).await.is_err());
}

#[tokio::test]
async fn arc() {
    forwards(|recorder| recorder).await;
}

#[tokio::test]
async fn boxed() {
    forwards(Box::new).await;
}

#[tokio::test]
async fn reference() {
    call_each(&Recorder::default()).await;
    call_each(&&Recorder::default()).await;
}

#[tokio::test]
async fn erased() {
    forwards(|recorder| recorder as Arc<dyn Extended<Connection = u32, Guard = Lent>>).await;
}

#[tokio::test]
async fn a_wrapper() {
    forwards(|recorder| Named { inner: recorder, name: "orders" }).await;
}

/// A wrapper with a parameter of its own.
struct Named<P, N: Copy> {
    inner: P,
    name: N,
}

#[async_trait]
impl<P: Pool, N: Copy + Send + Sync> Pool for Named<P, N> {
    type Connection = P::Connection;
    type Guard = P::Guard;

    async fn init(&self) -> Result<(), PoolError> {
        self.inner.init().await
    }
    async fn acquire(&self) -> Result<P::Guard, PoolError> {
        let _name = self.name;
        self.inner.acquire().await
    }
    async fn release(&self, guard: P::Guard) -> Result<(), PoolError> {
        self.inner.release(guard).await
    }
    async fn close(&self) -> Result<(), PoolError> {
        self.inner.close().await
    }
    async fn health_check(&self) -> Result<(), PoolError> {
        self.inner.health_check().await
    }
    fn status(&self) -> Status {
        self.inner.status()
    }
}

/// What the parameter of the wrapper has to be; the macro takes one bound for each.
trait Name: Copy + Send + Sync {}

impl<N: Copy + Send + Sync> Name for N {}

forward_extension!(impl<P, N: Name> TryAcquire for Named<P, N> { inner: P });
forward_extension!(impl<P, N: Name> AcquireTimeout for Named<P, N> { inner: P });
forward_extension!(impl<P, N: Name> Discard for Named<P, N> { inner: P });
forward_extension!(impl<P, N: Name> Detach for Named<P, N> { inner: P });
forward_extension!(impl<P, N: Name> Resize for Named<P, N> { inner: P });
forward_extension!(impl<P, N: Name> Observe for Named<P, N> { inner: P });
