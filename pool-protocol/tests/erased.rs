//! A pool without its type passes every call on.

mod common;

use std::sync::Arc;

use common::Recorder;
use pool_protocol::{ErasedGuard, ErasedPool, Pool, PoolError, PoolExt};

type Erased = dyn ErasedPool<u32>;

/// What a library over pools writes.
async fn call_each(pool: impl Pool<Connection = u32>) -> Result<u32, PoolError> {
    pool.init().await?;
    let mut guard = pool.acquire().await?;
    *guard += 1;
    let number = *guard;
    pool.release(guard).await?;
    pool.close().await?;
    pool.health_check().await?;
    assert_eq!(pool.status().size, 42);
    Ok(number)
}

async fn passes_on<P: Pool<Connection = u32>>(erase: impl Fn(Arc<Recorder>) -> P) {
    let recorder = Arc::new(Recorder::default());
    assert_eq!(call_each(erase(recorder.clone())).await.unwrap(), 8);
    let calls = ["init", "acquire", "drop", "release", "close", "health_check", "status"];
    assert_eq!(recorder.log.entries(), calls);

    for broken in ["init", "acquire", "release", "close", "health_check"] {
        let recorder = Recorder { broken: Some(broken), ..Recorder::default() };
        let error = call_each(erase(Arc::new(recorder))).await.unwrap_err();
        assert_eq!(error.to_string(), format!("invalid configuration: {broken}"));
    }
}

#[tokio::test]
async fn in_an_arc() {
    passes_on(|recorder| recorder as Arc<Erased>).await;
}

#[tokio::test]
async fn in_a_box() {
    passes_on(|recorder| Box::new(recorder) as Box<Erased>).await;
}

#[tokio::test]
async fn by_reference() {
    let recorder = Recorder::default();
    let erased: &Erased = &recorder;
    assert_eq!(call_each(erased).await.unwrap(), 8);
}

#[tokio::test]
async fn twice() {
    passes_on(|recorder| Arc::new(recorder as Arc<Erased>) as Arc<Erased>).await;
}

#[tokio::test]
async fn a_dropped_guard_drops_the_guard_inside() {
    let recorder = Arc::new(Recorder::default());
    let pool: Arc<Erased> = recorder.clone();
    drop(pool.acquire().await.unwrap());
    assert_eq!(recorder.log.entries(), ["acquire", "drop"]);
}

#[tokio::test]
async fn a_guard_of_another_type_is_refused_and_dropped() {
    let recorder = Arc::new(Recorder::default());
    let (pool, other): (Arc<Erased>, Arc<Erased>) =
        (recorder.clone(), Arc::new(recorder.clone() as Arc<Erased>));
    let guard = other.acquire().await.unwrap();
    assert!(matches!(pool.release(guard).await, Err(PoolError::ForeignGuard)));
    assert_eq!(recorder.log.entries(), ["acquire", "drop"]);
}

#[tokio::test]
async fn a_guard_is_given_out_as_what_it_is_alone() {
    let pool: Arc<Erased> = Arc::new(Recorder::default());
    let guard = pool.acquire().await.unwrap();
    let guard: ErasedGuard<u32> = guard.downcast::<Box<u32>>().unwrap_err();
    assert_eq!(*guard.downcast::<common::Lent>().unwrap(), 7);
}

#[tokio::test]
async fn it_has_the_conveniences() {
    let pool: Arc<Erased> = Arc::new(Recorder::default());
    let sum = pool.with(async |number| Ok::<_, PoolError>(*number + 1)).await;
    assert_eq!(sum.unwrap(), 8);
    assert_eq!(pool.control().status().size, 42);
}

#[tokio::test]
async fn a_pool_that_is_chosen_at_run_time_is_shared_by_tasks() {
    let choose = |name: &str| -> Arc<Erased> {
        if name == "boxed" { Arc::new(Box::new(Recorder::default())) } else { Arc::new(Recorder::default()) }
    };
    for name in ["boxed", "plain"] {
        let pool = choose(name);
        let tasks = [(); 2].map(|()| tokio::spawn(call_each(pool.clone())));
        for task in tasks {
            assert_eq!(task.await.unwrap().unwrap(), 8);
        }
    }
}
