//! `PoolExt::with` gives the connection back, whatever happens.

mod common;

use std::{
    future::pending,
    pin::pin,
    sync::Arc,
    task::{Context, Waker},
};

use common::{Log, Recorder};
use pool_protocol::{PoolError, PoolExt};

/// An application's error, told apart from the pool's.
#[derive(Debug)]
enum Failed {
    Work,
    Pool(PoolError),
}

impl From<PoolError> for Failed {
    fn from(error: PoolError) -> Self {
        Self::Pool(error)
    }
}

fn failing(broken: &'static str) -> Recorder {
    Recorder { broken: Some(broken), ..Recorder::default() }
}

fn poll_once(future: impl Future) {
    let polled = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
    assert!(polled.is_pending());
}

#[tokio::test]
async fn the_value_comes_after_the_release() {
    let pool = Recorder::default();
    let sum = pool
        .with(async |number| {
            *number += 1;
            tokio::task::yield_now().await;
            Ok::<_, Failed>(*number)
        })
        .await;
    assert_eq!(sum.unwrap(), 8);
    assert_eq!(pool.log.entries(), ["acquire", "drop", "release"]);
}

#[tokio::test]
async fn an_error_of_the_work_comes_after_the_release() {
    let pool = Recorder::default();
    let result = pool.with(async |_| Err::<(), _>(Failed::Work)).await;
    assert!(matches!(result, Err(Failed::Work)));
    assert_eq!(pool.log.entries(), ["acquire", "drop", "release"]);
}

#[tokio::test]
async fn without_a_connection_the_work_does_not_start() {
    let pool = failing("acquire");
    let result = pool.with(async |_| -> Result<(), Failed> { unreachable!() }).await;
    assert!(matches!(result, Err(Failed::Pool(PoolError::InvalidConfig(call))) if call == "acquire"));
    assert_eq!(pool.log.entries(), ["acquire"]);
}

#[tokio::test]
async fn the_value_of_the_work_wins_over_a_release_that_failed() {
    let pool = failing("release");
    let result = pool.with(async |number| Ok::<_, Failed>(*number)).await;
    assert_eq!(result.unwrap(), 7);
    assert_eq!(pool.log.entries(), ["acquire", "drop", "release"]);
}

#[tokio::test]
async fn the_error_of_the_work_wins_over_that_of_the_release() {
    let pool = failing("release");
    let result = pool.with(async |_| Err::<(), _>(Failed::Work)).await;
    assert!(matches!(result, Err(Failed::Work)));
    assert_eq!(pool.log.entries(), ["acquire", "drop", "release"]);
}

#[tokio::test]
async fn a_panic_drops_the_guard() {
    let pool = Recorder::default();
    let log = pool.log.clone();
    let task =
        tokio::spawn(
            async move { pool.with(async |_| -> Result<(), Failed> { panic!("on purpose") }).await },
        );
    assert!(task.await.unwrap_err().is_panic());
    assert_eq!(log.entries(), ["acquire", "drop"]);
}

#[test]
fn an_unpolled_future_does_nothing() {
    let pool = Recorder::default();
    drop(pool.with(async |_| Ok::<_, Failed>(())));
    assert_eq!(pool.log.entries(), Vec::<&str>::new());
}

#[test]
fn cancelled_work_ends_before_the_guard() {
    let pool = Recorder::default();
    poll_once(pool.with(async |_| {
        let _witness = OnDrop(&pool.log);
        pending::<Result<(), Failed>>().await
    }));
    assert_eq!(pool.log.entries(), ["acquire", "work dropped", "drop"]);
}

#[tokio::test]
async fn a_cancelled_release_drops_the_guard() {
    let pool = Recorder::default();
    poll_once(pool.with(async |_| Ok::<_, Failed>(())));
    assert_eq!(pool.log.entries(), ["acquire", "drop"]);
}

#[tokio::test]
async fn an_erased_pool_has_it() {
    let pool: Arc<dyn pool_protocol::Pool<Connection = u32, Guard = common::Lent>> =
        Arc::new(Recorder::default());
    assert_eq!(pool.with(async |number| Ok::<_, Failed>(*number)).await.unwrap(), 7);
}

struct OnDrop<'a>(&'a Log);

impl Drop for OnDrop<'_> {
    fn drop(&mut self) {
        self.0.push("work dropped");
    }
}
