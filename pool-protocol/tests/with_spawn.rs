//! The future of `PoolExt::with` can be spawned, in generic code, too.

mod common;

use std::sync::Arc;

use common::Recorder;
use pool_protocol::{Pool, PoolError, PoolExt};
use tokio::task::{JoinHandle, yield_now};

trait Counter {
    fn count(&mut self) -> impl Future<Output = u32> + Send;
}

impl Counter for u32 {
    async fn count(&mut self) -> u32 {
        yield_now().await;
        *self += 1;
        *self
    }
}

fn count_in_a_task<P>(pool: Arc<P>, label: String) -> JoinHandle<Result<String, PoolError>>
where
    P: Pool<Connection: Counter> + ?Sized + 'static,
{
    tokio::spawn(async move {
        pool.with(async |counter: &mut P::Connection| {
            counter.count().await;
            Ok(format!("{label} {}", counter.count().await))
        })
        .await
    })
}

#[tokio::test]
async fn generic() {
    let pool = Arc::new(Recorder::default());
    assert_eq!(count_in_a_task(pool.clone(), "nine".into()).await.unwrap().unwrap(), "nine 9");
    assert_eq!(pool.log.entries(), ["acquire", "drop", "release"]);
}

#[tokio::test]
async fn erased() {
    let pool: Arc<dyn Pool<Connection = u32, Guard = common::Lent>> = Arc::new(Recorder::default());
    assert_eq!(count_in_a_task(pool, "nine".into()).await.unwrap().unwrap(), "nine 9");
}

#[tokio::test]
async fn an_async_function_as_the_work() {
    async fn twice(number: &mut u32) -> Result<u32, PoolError> {
        yield_now().await;
        Ok(*number * 2)
    }
    let pool = Recorder::default();
    let task = tokio::spawn(async move { pool.with(twice).await });
    assert_eq!(task.await.unwrap().unwrap(), 14);
}
