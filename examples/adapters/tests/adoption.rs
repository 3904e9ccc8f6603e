//! Pools that are there already, with managers of their own; and what pools can do beyond `Pool`.

use std::{
    convert::Infallible,
    ops::{Deref, DerefMut},
    time::Duration,
};

use fast_pool::plugin::{CheckMode, DurationManager};
use mobc::async_trait;
use pool_adapters::{
    Settings,
    bb8::{Bb8Manager, Bb8Pool},
    deadpool::{DeadpoolManager, DeadpoolPool},
    deadpool_unmanaged::UnmanagedPool,
    fast_pool::{FastManager, FastPool},
    mobc::{MobcManager, MobcPool},
};
use pool_protocol::{AcquireTimeout, Detach, ManageConnection, Pool, PoolError, Resize, TryAcquire};

/// A manager of every pool, each in the pool's own words.
struct Own;

impl bb8::ManageConnection for Own {
    type Connection = String;
    type Error = Infallible;

    async fn connect(&self) -> Result<String, Infallible> {
        Ok("bb8".into())
    }
    async fn is_valid(&self, _: &mut String) -> Result<(), Infallible> {
        Ok(())
    }
    fn has_broken(&self, _: &mut String) -> bool {
        false
    }
}

impl deadpool::managed::Manager for Own {
    type Type = String;
    type Error = Infallible;

    async fn create(&self) -> Result<String, Infallible> {
        Ok("deadpool".into())
    }
    async fn recycle(
        &self,
        _: &mut String,
        _: &deadpool::managed::Metrics,
    ) -> deadpool::managed::RecycleResult<Infallible> {
        Ok(())
    }
}

#[async_trait]
impl mobc::Manager for Own {
    type Connection = String;
    type Error = Infallible;

    async fn connect(&self) -> Result<String, Infallible> {
        Ok("mobc".into())
    }
    async fn check(&self, connection: String) -> Result<String, Infallible> {
        Ok(connection)
    }
}

#[async_trait]
impl ManageConnection for Own {
    type Connection = String;
    type Error = Infallible;

    async fn connect(&self) -> Result<String, Infallible> {
        Ok("any".into())
    }
    async fn is_valid(&self, _: &mut String) -> Result<(), Infallible> {
        Ok(())
    }
    fn has_broken(&self, _: &mut String) -> bool {
        false
    }
    async fn disconnect(&self, _: String) -> Result<(), Infallible> {
        Ok(())
    }
}

/// What a crate may put around a guard of deadpool.
struct Wrapped(deadpool::managed::Object<Own>);

impl From<deadpool::managed::Object<Own>> for Wrapped {
    fn from(object: deadpool::managed::Object<Own>) -> Self {
        Self(object)
    }
}

impl Deref for Wrapped {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl DerefMut for Wrapped {
    fn deref_mut(&mut self) -> &mut String {
        &mut self.0
    }
}

async fn lends<P: Pool<Connection = String>>(pool: P, connection: &str) -> Result<(), PoolError> {
    pool.init().await?;
    let guard = pool.acquire().await?;
    assert_eq!(*guard, connection);
    assert_eq!((pool.status().in_use, pool.status().max_size), (1, 3));
    pool.release(guard).await?;
    pool.health_check().await
}

#[tokio::test]
async fn pools_with_managers_of_their_own() -> Result<(), PoolError> {
    lends(Bb8Pool::from(bb8::Pool::builder().max_size(3).build_unchecked(Own)), "bb8").await?;
    lends(MobcPool::from(mobc::Pool::builder().max_open(3).build(Own)), "mobc").await?;

    let deadpool = deadpool::managed::Pool::<Own>::builder(Own).max_size(3).build().expect("no timeouts");
    lends(DeadpoolPool::from(deadpool), "deadpool").await?;
    let wrapping = deadpool::managed::Pool::<Own, Wrapped>::builder(Own).max_size(3).build();
    lends(DeadpoolPool::from(wrapping.expect("no timeouts")), "deadpool").await?;

    let objects = ["one"; 3].map(String::from);
    lends(UnmanagedPool::from(deadpool::unmanaged::Pool::from(objects)), "one").await
}

#[tokio::test]
async fn an_object_pool() -> Result<(), PoolError> {
    let pool = UnmanagedPool::open(Own, &Settings::new(1)).await?;
    gives_up(pool.clone()).await?;
    let guard = pool.try_acquire().expect("it is idle");
    assert!(pool.try_acquire().is_none());
    assert_eq!(pool.detach(guard), "any");
    assert_eq!(pool.status().size, 0);
    pool.get_ref().add("another".into()).await.expect("there is room");
    assert_eq!(*pool.acquire().await?, "another");
    pool.close().await?;
    assert!(matches!(pool.acquire().await, Err(PoolError::Closed)));
    Ok(())
}

#[tokio::test]
async fn pools_that_were_built_around_any_manager() -> Result<(), PoolError> {
    let bb8 = bb8::Pool::builder().max_size(3).build_unchecked(Bb8Manager::new(Own));
    lends(Bb8Pool::from(bb8), "any").await?;
    lends(MobcPool::from(mobc::Pool::builder().max_open(3).build(MobcManager::new(Own))), "any").await?;

    let deadpool = deadpool::managed::Pool::<_>::builder(DeadpoolManager::new(Own, true)).max_size(3).build();
    lends(DeadpoolPool::from(deadpool.expect("no timeouts")), "any").await?;

    let manager = DurationManager::new(FastManager::new(Own, true), CheckMode::NoLimit);
    let fast_pool = fast_pool::Pool::new(manager);
    fast_pool.set_max_open(3);
    lends(FastPool::from(fast_pool), "any").await
}

/// While the only connection is in use, an acquire with a limit of its own ends there; also with one of none at all.
async fn gives_up<P: AcquireTimeout>(pool: P) -> Result<(), PoolError> {
    let held = pool.acquire().await?;
    for limit in [Duration::ZERO, Duration::from_millis(1)] {
        assert!(matches!(pool.acquire_timeout(limit).await, Err(PoolError::Timeout)));
    }
    pool.release(held).await?;
    pool.acquire_timeout(Duration::from_secs(60)).await.map(drop)
}

#[tokio::test]
async fn a_limit_of_the_callers_own() -> Result<(), PoolError> {
    let settings = Settings::new(1).acquire_timeout(None);
    gives_up(DeadpoolPool::new(Own, &settings)).await?;
    gives_up(MobcPool::new(Own, &settings)).await?;
    gives_up(FastPool::new(Own, &settings)).await
}

#[tokio::test]
async fn the_earlier_limit_counts() -> Result<(), PoolError> {
    let settings = Settings::new(1).acquire_timeout(Duration::from_millis(1));
    let (deadpool, fast_pool) = (DeadpoolPool::new(Own, &settings), FastPool::new(Own, &settings));
    let mobc = MobcPool::new(Own, &settings);
    let held = (deadpool.acquire().await?, mobc.acquire().await?, fast_pool.acquire().await?);
    let long = Duration::MAX;
    assert!(matches!(deadpool.acquire_timeout(long).await, Err(PoolError::Timeout)));
    assert!(matches!(mobc.acquire_timeout(long).await, Err(PoolError::Timeout)));
    assert!(matches!(fast_pool.acquire_timeout(long).await, Err(PoolError::Timeout)));
    drop(held);
    Ok(())
}

/// What is detached leaves its place to the next.
async fn detaches<P: Detach<Connection = String>>(pool: P) -> Result<(), PoolError> {
    let guard = pool.acquire().await?;
    assert_eq!(pool.detach(guard), "any");
    assert_eq!(pool.status().size, 0);
    pool.acquire().await.map(drop)
}

#[tokio::test]
async fn a_connection_leaves_its_pool() -> Result<(), PoolError> {
    detaches(DeadpoolPool::new(Own, &Settings::new(1))).await?;
    detaches(MobcPool::new(Own, &Settings::new(1))).await
}

async fn grows<P: Resize>(pool: P) -> Result<(), PoolError> {
    let first = pool.acquire().await?;
    pool.resize(2).await?;
    assert_eq!(pool.status().max_size, 2);
    let second = pool.acquire().await?;
    drop((first, second));
    Ok(())
}

#[tokio::test]
async fn the_bound_changes() -> Result<(), PoolError> {
    grows(DeadpoolPool::new(Own, &Settings::new(1))).await?;
    grows(FastPool::new(Own, &Settings::new(1))).await?;
    let refused = FastPool::new(Own, &Settings::new(1)).resize(0).await;
    assert!(matches!(refused, Err(PoolError::InvalidConfig(_))));

    let closed = DeadpoolPool::new(Own, &Settings::new(1));
    closed.close().await?;
    assert!(matches!(closed.resize(2).await, Err(PoolError::Closed)));
    Ok(())
}

#[tokio::test]
async fn deadpool_counts_who_waits() -> Result<(), PoolError> {
    let pool = DeadpoolPool::new(Own, &Settings::new(1));
    let held = pool.acquire().await?;
    let waiter = tokio::spawn({
        let pool = pool.clone();
        async move { pool.acquire().await.map(drop) }
    });
    while pool.status().waiting != Some(1) {
        tokio::task::yield_now().await;
    }
    drop(held);
    waiter.await.expect("no panic")?;
    assert_eq!(pool.status().waiting, Some(0));
    Ok(())
}
