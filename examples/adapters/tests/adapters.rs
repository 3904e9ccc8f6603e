//! The adapters at work: what is used comes back, what is broken does not, and errors keep their kind.

use std::{
    fmt,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use pool_adapters::{
    Settings, bb8::Bb8Pool, connection_pool::ConnectionPool, deadpool::DeadpoolPool, fast_pool::FastPool,
    mobc::MobcPool,
};
use pool_protocol::{Detach, ManageConnection, Pool, PoolError, async_trait};

#[derive(Clone, Copy)]
enum Connect {
    Opens,
    Refuses,
    Hangs,
}

struct Toy {
    connect: Connect,
    opened: AtomicU32,
}

#[derive(Debug)]
struct ToyConnection {
    id: u32,
    broken: bool,
    stale: bool,
}

#[derive(Debug)]
struct ToyError;

impl fmt::Display for ToyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for ToyError {}

#[async_trait]
impl ManageConnection for Toy {
    type Connection = ToyConnection;
    type Error = ToyError;

    async fn connect(&self) -> Result<ToyConnection, ToyError> {
        let id = self.opened.fetch_add(1, Ordering::Relaxed);
        match self.connect {
            Connect::Opens => Ok(ToyConnection { id, broken: false, stale: false }),
            Connect::Refuses => Err(ToyError),
            Connect::Hangs => std::future::pending().await,
        }
    }

    async fn is_valid(&self, connection: &mut ToyConnection) -> Result<(), ToyError> {
        if connection.stale { Err(ToyError) } else { Ok(()) }
    }

    fn has_broken(&self, connection: &mut ToyConnection) -> bool {
        connection.broken
    }

    async fn disconnect(&self, _: ToyConnection) -> Result<(), ToyError> {
        Ok(())
    }
}

fn toy(connect: Connect) -> Toy {
    Toy { connect, opened: AtomicU32::new(0) }
}

fn settings() -> Settings {
    Settings::new(1).acquire_timeout(None).validate_on_acquire(false)
}

/// Short enough not to wait for, in tests where nothing but the limit can end the acquire.
fn limited() -> Settings {
    settings().acquire_timeout(Duration::from_millis(1))
}

type Outcome = Result<(), PoolError>;

async fn reuses_what_works<P: Pool<Connection = ToyConnection>>(make: fn(Toy, &Settings) -> P) -> Outcome {
    let pool = make(toy(Connect::Opens), &settings());
    pool.init().await?;

    let mut guard = pool.acquire().await?;
    assert_eq!(guard.id, 0);
    let status = pool.status();
    assert_eq!((status.size, status.idle, status.in_use, status.max_size), (1, 0, 1, 1));

    pool.release(guard).await?;
    guard = pool.acquire().await?;
    assert_eq!(guard.id, 0, "a healthy connection is used again");

    guard.broken = true;
    drop(guard);
    assert_eq!(pool.acquire().await?.id, 1, "a broken connection is not");
    pool.health_check().await
}

async fn checks_on_borrow<P: Pool<Connection = ToyConnection>>(make: fn(Toy, &Settings) -> P) -> Outcome {
    let pool = make(toy(Connect::Opens), &settings().validate_on_acquire(true));
    pool.acquire().await?.stale = true;
    assert_eq!(pool.acquire().await?.id, 1);

    let pool = make(toy(Connect::Opens), &settings());
    pool.acquire().await?.stale = true;
    assert_eq!(pool.acquire().await?.id, 0, "not asked for");
    assert!(matches!(pool.health_check().await, Err(PoolError::Unhealthy(_))));
    Ok(())
}

async fn times_out<P: Pool<Connection = ToyConnection>>(make: fn(Toy, &Settings) -> P) {
    let pool = make(toy(Connect::Hangs), &limited());
    assert!(matches!(pool.acquire().await, Err(PoolError::Timeout)));
}

async fn passes_the_cause_on<P: Pool<Connection = ToyConnection>>(make: fn(Toy, &Settings) -> P) {
    let pool = make(toy(Connect::Refuses), &settings());
    let Err(PoolError::Connect(cause)) = pool.acquire().await else { panic!("expected a connect error") };
    assert!(cause.is::<ToyError>());
    assert!(matches!(pool.health_check().await, Err(PoolError::Connect(_))));
}

async fn cannot_be_closed<P: Pool<Connection = ToyConnection>>(make: fn(Toy, &Settings) -> P) -> Outcome {
    let pool = make(toy(Connect::Opens), &settings());
    assert!(matches!(pool.close().await, Err(PoolError::Unsupported)));
    assert!(!pool.status().closed);
    pool.acquire().await.map(drop)
}

#[tokio::test]
async fn bb8() -> Outcome {
    reuses_what_works(Bb8Pool::new).await?;
    checks_on_borrow(Bb8Pool::new).await?;
    times_out(Bb8Pool::new).await;
    cannot_be_closed(Bb8Pool::new).await?;

    let refusing = Bb8Pool::new(toy(Connect::Refuses), &limited());
    assert!(matches!(refusing.acquire().await, Err(PoolError::Timeout)), "bb8 retries until its limit");
    Ok(())
}

#[tokio::test]
async fn bb8_fills_in_the_background() -> Outcome {
    let pool = Bb8Pool::new(toy(Connect::Opens), &Settings::new(3).min_size(2));
    pool.init().await?;
    assert_eq!((pool.status().min_size, pool.status().idle), (2, 0));
    while pool.status().idle < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(pool.status().size, 2);
    Ok(())
}

#[tokio::test]
async fn deadpool() -> Outcome {
    reuses_what_works(DeadpoolPool::new).await?;
    checks_on_borrow(DeadpoolPool::new).await?;
    times_out(DeadpoolPool::new).await;
    passes_the_cause_on(DeadpoolPool::new).await;

    let pool = DeadpoolPool::new(toy(Connect::Opens), &settings());
    let held = pool.acquire().await?;
    pool.close().await?;
    assert!(pool.status().closed);
    assert!(matches!(pool.acquire().await, Err(PoolError::Closed)));
    drop(held);
    assert_eq!(pool.status().size, 0);
    Ok(())
}

#[tokio::test]
async fn mobc() -> Outcome {
    reuses_what_works(MobcPool::new).await?;
    checks_on_borrow(MobcPool::new).await?;
    times_out(MobcPool::new).await;
    passes_the_cause_on(MobcPool::new).await;
    cannot_be_closed(MobcPool::new).await
}

/// A release is a task's, so that what is released is not there at once.
#[tokio::test]
async fn connection_pool() -> Outcome {
    times_out(ConnectionPool::new).await;
    passes_the_cause_on(ConnectionPool::new).await;
    cannot_be_closed(ConnectionPool::new).await?;

    let pool = ConnectionPool::new(toy(Connect::Opens), &settings());
    pool.acquire().await?.broken = true;
    let guard = pool.acquire().await?;
    assert_eq!((guard.id, pool.status().in_use, pool.status().max_size), (1, 1, 1));
    assert_eq!(pool.detach(guard).id, 1);
    pool.health_check().await
}

#[tokio::test]
async fn fast_pool() -> Outcome {
    reuses_what_works(FastPool::new).await?;
    checks_on_borrow(FastPool::new).await?;
    times_out(FastPool::new).await;
    passes_the_cause_on(FastPool::new).await;
    cannot_be_closed(FastPool::new).await
}
