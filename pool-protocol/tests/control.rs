//! A list of pools of different connections is asked and closed together.

mod common;

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use common::Recorder;
use pool_protocol::{Pool, PoolControl, PoolError, PoolExt, Status, async_trait};

/// A pool of another connection, which never lends.
#[derive(Debug, Default)]
struct Empty {
    closed: Mutex<bool>,
}

#[async_trait]
impl Pool for Empty {
    type Connection = String;
    type Guard = Box<String>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }
    async fn acquire(&self) -> Result<Box<String>, PoolError> {
        Err(PoolError::Exhausted)
    }
    async fn release(&self, _guard: Box<String>) -> Result<(), PoolError> {
        Ok(())
    }
    async fn close(&self) -> Result<(), PoolError> {
        *self.closed.lock().unwrap() = true;
        Ok(())
    }
    async fn health_check(&self) -> Result<(), PoolError> {
        Err(PoolError::Exhausted)
    }
    fn status(&self) -> Status {
        Status::new(0, 0, 0).closed(*self.closed.lock().unwrap())
    }
}

#[tokio::test]
async fn a_list_is_asked_and_closed() {
    let (recorder, empty) = (Arc::new(Recorder::default()), Arc::new(Empty::default()));
    let pools: Vec<Arc<dyn PoolControl>> = vec![recorder.clone().control(), empty.clone().control()];

    let mut answers = Vec::new();
    for pool in &pools {
        answers.push(pool.health_check().await.is_ok());
    }
    assert_eq!(answers, [true, false]);
    for pool in &pools {
        pool.close().await.unwrap();
    }
    assert_eq!(pools.iter().map(|pool| pool.status().closed).collect::<Vec<_>>(), [false, true]);
    assert_eq!(recorder.log.entries(), ["health_check", "close", "status"]);
}

#[tokio::test]
async fn an_error_is_passed_on() {
    let pool = Recorder { broken: Some("close"), ..Recorder::default() }.control();
    assert_eq!(pool.close().await.unwrap_err().to_string(), "invalid configuration: close");
}

/// `Pool` and `PoolControl` are both in scope, and neither hides the other.
#[tokio::test]
async fn a_view_can_be_shared_by_tasks() -> Result<(), Infallible> {
    let pool = Recorder::default().control();
    let task = tokio::spawn({
        let pool = pool.clone();
        async move { pool.health_check().await }
    });
    task.await.unwrap().unwrap();
    assert_eq!(pool.status().max_size, 50);
    Ok(())
}
