use std::{
    sync::{Arc, Mutex},
    task::{Poll, Wake, Waker},
    time::Duration,
};

use pool_examples::reference::{Guard, ReferencePool};
use pool_protocol::{Pool, PoolError};
use tokio::time::{Instant, advance};

use crate::{
    call::Call,
    world::{Answer, MINUTE, SECOND, World, assert_intact, hold, numbers, settle},
};

#[tokio::test(start_paused = true)]
async fn waiters_are_served_in_order_and_newcomers_queue_behind_them() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    let held = pool.acquire().await.unwrap();
    let mut first = Call::waiting(pool.acquire());
    let mut second = Call::waiting(pool.acquire());
    drop(held);
    let mut newcomer = Call::waiting(pool.acquire());
    assert!(second.poll().is_pending());
    drop(first.ready());
    assert!(newcomer.poll().is_pending());
    drop(second.ready());
    drop(newcomer.ready());
    drop((first, second, newcomer));
    assert_eq!(world.opened(), 1);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn a_waiter_dropped_after_it_was_chosen_passes_the_connection_on() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    let held = pool.acquire().await.unwrap();
    let chosen = Call::waiting(pool.acquire());
    let mut next = Call::waiting(pool.acquire());
    drop(held);
    assert!(chosen.was_woken() && !next.was_woken());
    assert_eq!(numbers(&pool), [1, 1, 0]);
    drop(chosen);
    assert!(next.was_woken());
    drop(next.ready());
    drop(next);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn a_waiter_in_the_middle_leaves_nothing_behind() {
    let world = World::new();
    let pool = world.pool().max_size(2).build();
    let mut held = hold(&pool, 2).await;
    let mut first = Call::waiting(pool.acquire());
    let mut middle = Call::new(pool.acquire());
    let mut last = Call::waiting(pool.acquire());
    let waker = Arc::new(Silent);
    assert!(middle.poll_with(&Waker::from(Arc::clone(&waker))).is_pending());
    held.pop();
    drop(middle);
    assert_eq!(Arc::strong_count(&waker), 1, "a waker is left");
    held.pop();
    held.extend([first.ready().unwrap(), last.ready().unwrap()]);
    drop((first, last, held));
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn the_waker_of_the_last_poll_is_woken() {
    let world = World::new();
    let pool = world.pool().max_size(1).acquire_timeout(Some(MINUTE)).build();
    let held = pool.acquire().await.unwrap();
    let mut waiter = Call::new(pool.acquire());
    assert!(waiter.poll_with(Waker::noop()).is_pending());
    assert!(waiter.poll().is_pending());
    drop(held);
    assert!(waiter.was_woken());
    drop(waiter.ready());
}

#[tokio::test(start_paused = true)]
async fn a_waker_may_use_the_pool() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    let held = pool.acquire().await.unwrap();
    let waker = Arc::new(Meddler { pool: pool.clone(), waiter: Mutex::new(None) });
    let (first, second) = (pool.clone(), pool.clone());
    let mut waiter = Call::new(async move { first.acquire().await });
    assert!(waiter.poll_with(&Waker::from(Arc::clone(&waker))).is_pending());
    *waker.waiter.lock().unwrap() = Some(waiter);
    let mut next = Call::waiting(second.acquire());
    drop(held);
    drop(next.ready().unwrap());
    drop((next, waker));
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn the_limit_covers_waiting_and_connecting_together() {
    let world = World::new();
    let pool = world.pool().max_size(1).acquire_timeout(Some(MINUTE)).build();
    let held = pool.acquire().await.unwrap();
    let start = Instant::now();
    let mut waiter = Call::waiting(pool.acquire());
    advance(30 * SECOND).await;
    world.connect(Answer::Never);
    pool.release({
        let mut held = held;
        held.broken = true;
        held
    })
    .await
    .unwrap();
    assert!(waiter.poll().is_pending(), "it connects now");
    assert_eq!(world.connects(), 2);
    assert!(matches!(waiter.wait().await, Err(PoolError::Timeout)));
    assert_eq!(start.elapsed().as_secs(), 60);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_zero_gets_what_is_there() {
    let world = World::new();
    let pool = world.pool().max_size(1).acquire_timeout(Some(Duration::ZERO)).build();
    let held = Call::new(pool.acquire()).ready().unwrap();
    advance(Duration::from_micros(1)).await;
    assert!(matches!(Call::new(pool.acquire()).ready(), Err(PoolError::Timeout)));
    drop(held);
    drop(Call::new(pool.acquire()).ready().unwrap());
    assert_eq!(world.opened(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_longest_limit_is_no_limit() {
    let world = World::new();
    let pool = world.pool().max_size(1).acquire_timeout(Some(Duration::MAX)).build();
    let held = pool.acquire().await.unwrap();
    let mut waiter = Call::waiting(pool.acquire());
    advance(1_000_000 * MINUTE).await;
    assert!(waiter.poll().is_pending());
    drop(held);
    drop(waiter.ready().unwrap());
}

#[tokio::test(start_paused = true)]
async fn who_timed_out_has_left_the_queue() {
    let world = World::new();
    let pool = world.pool().max_size(1).acquire_timeout(Some(MINUTE)).build();
    let held = pool.acquire().await.unwrap();
    let mut early = Call::waiting(pool.acquire());
    advance(30 * SECOND).await;
    let mut late = Call::waiting(pool.acquire());
    advance(30 * SECOND).await;
    settle().await;
    assert!(matches!(early.poll(), Poll::Ready(Err(PoolError::Timeout))));
    drop(held);
    drop(late.ready().unwrap());
}

struct Silent;

impl Wake for Silent {
    fn wake(self: Arc<Self>) {}
}

type Acquire = Call<'static, Result<Guard<World>, PoolError>>;

/// Wakes nobody: it reads the status and drops the waiter, as soon as that is served.
struct Meddler {
    pool: ReferencePool<World>,
    waiter: Mutex<Option<Acquire>>,
}

impl Wake for Meddler {
    fn wake(self: Arc<Self>) {
        assert_eq!(self.pool.status().size, 1);
        drop(self.waiter.lock().unwrap().take());
    }
}
