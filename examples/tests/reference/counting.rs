use std::time::Duration;

use pool_protocol::{Detach, Discard, Observe, Pool, PoolError, Resize};
use tokio::{join, time::advance};

use crate::world::{MINUTE, SECOND, World, hold, settle};

#[tokio::test(start_paused = true)]
async fn every_ending_is_counted_by_its_reason() {
    let world = World::new();
    let limits = world.pool().max_size(4).idle_timeout(Some(MINUTE)).max_lifetime(Some(MINUTE * 10));
    let pool = limits.build();
    let mut guards = hold(&pool, 4).await;
    pool.discard(guards.remove(0)).await.unwrap();
    guards[0].broken = true;
    drop(guards);
    settle().await;
    pool.resize(1).await.unwrap();
    advance(MINUTE * 2).await;
    let held = pool.acquire().await.unwrap();
    advance(MINUTE * 10).await;
    drop(held);
    settle().await;
    drop(pool.acquire().await.unwrap());
    pool.close().await.unwrap();
    let ended = pool.counters().ended;
    let by_reason = [ended.discarded, ended.broken, ended.other, ended.idle, ended.lifetime, ended.closed];
    assert_eq!(by_reason, [1; 6], "{ended:?}");
    assert_eq!(pool.counters().opened, ended.total());
}

#[tokio::test(start_paused = true)]
async fn a_detached_connection_is_opened_and_never_ended() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    let connection = pool.detach(pool.acquire().await.unwrap());
    pool.close().await.unwrap();
    let counters = pool.counters();
    assert_eq!((counters.opened, counters.ended.total(), world.live()), (1, 0, 1));
    drop(connection);
}

#[tokio::test(start_paused = true)]
async fn waits_and_uses_are_measured() {
    let world = World::new();
    let pool = world.pool().max_size(1).acquire_timeout(Some(SECOND * 2)).measure_use(true).build();
    let held = pool.acquire().await.unwrap();
    let release = async {
        advance(SECOND).await;
        drop(held);
    };
    let (waited, ()) = join!(pool.acquire(), release);
    let late = pool.acquire().await;
    assert!(matches!(late, Err(PoolError::Timeout)));
    drop(waited);
    let counters = pool.counters();
    assert_eq!((counters.acquired, counters.timeouts, counters.waited), (2, 1, 2));
    assert_eq!((counters.wait_time, counters.use_time), (SECOND * 3, SECOND * 3));
    assert_eq!(counters.failures, 0);
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_is_told_at_once_and_counted() {
    let world = World::new();
    let pool = world.pool().max_size(1).wait_limit(Some(0)).build();
    let held = pool.acquire().await.unwrap();
    assert!(matches!(pool.acquire().await, Err(PoolError::Exhausted)));
    drop(held);
    assert_eq!((pool.counters().failures, pool.counters().wait_time), (1, Duration::ZERO));
}
