//! A pointer to a pool forwards every method, and every error.

mod common;

use std::sync::Arc;

use common::{Lent, Recorder};
use pool_protocol::{Pool, PoolError};

const METHODS: [&str; 6] = ["init", "acquire", "release", "close", "health_check", "status"];

async fn call_each(pool: impl Pool<Connection = u32, Guard = Lent>) -> Vec<PoolError> {
    let mut errors = Vec::new();
    errors.extend(pool.init().await.err());
    match pool.acquire().await {
        Ok(guard) => errors.extend(pool.release(guard).await.err()),
        Err(error) => errors.push(error),
    }
    errors.extend(pool.close().await.err());
    errors.extend(pool.health_check().await.err());
    assert_eq!(pool.status().size, 42);
    errors
}

async fn forwards<P>(pointer: impl Fn(Arc<Recorder>) -> P)
where
    P: Pool<Connection = u32, Guard = Lent>,
{
    let recorder = Arc::new(Recorder::default());
    let errors = call_each(pointer(recorder.clone())).await;
    assert!(errors.is_empty(), "{errors:?}");
    let mut calls = recorder.log.entries();
    calls.retain(|entry| *entry != "drop");
    assert_eq!(calls, METHODS);

    for broken in &METHODS[..5] {
        let recorder = Recorder { broken: Some(broken), ..Recorder::default() };
        let errors = call_each(pointer(Arc::new(recorder))).await;
        assert_eq!(errors.len(), 1, "{broken}: {errors:?}");
        assert_eq!(errors[0].to_string(), format!("invalid configuration: {broken}"));
    }
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
    let recorder = Recorder::default();
    assert!(call_each(&recorder).await.is_empty());
    assert!(call_each(&&recorder).await.is_empty());
    assert_eq!(recorder.log.entries().len(), 2 * (METHODS.len() + ["drop"].len()));
}

#[tokio::test]
async fn erased() {
    forwards(|recorder| recorder as Arc<dyn Pool<Connection = u32, Guard = Lent>>).await;
    forwards(|recorder| Box::new(recorder) as Box<dyn Pool<Connection = u32, Guard = Lent>>).await;
}
