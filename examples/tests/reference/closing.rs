use pool_protocol::{Pool, PoolError};
use tokio::{join, time::Instant};

use crate::{
    call::{Call, sweep},
    world::{Answer, World, assert_intact, hold, numbers, settle},
};

#[tokio::test(start_paused = true)]
async fn close_turns_waiters_away_at_once_and_waits_for_guards() {
    let world = World::new();
    let pool = world.pool().max_size(2).build();
    let mut held = hold(&pool, 2).await;
    let mut waiter = Call::waiting(pool.acquire());
    let mut chosen = Call::waiting(pool.acquire());
    let mut first = Call::waiting(pool.close());
    assert!(waiter.was_woken() && chosen.was_woken());
    assert!(matches!(waiter.ready(), Err(PoolError::Closed)));
    assert!(matches!(chosen.ready(), Err(PoolError::Closed)));
    assert!(matches!(Call::new(pool.acquire()).ready(), Err(PoolError::Closed)));
    assert!(matches!(Call::new(pool.init()).ready(), Err(PoolError::Closed)));
    let mut second = Call::waiting(pool.close());
    pool.release(held.pop().unwrap()).await.unwrap();
    assert_eq!(world.farewells(), 1);
    drop(held);
    assert_eq!(numbers(&pool), [0, 0, 0]);
    assert!(first.poll().is_pending(), "the last ending has not finished");
    settle().await;
    first.ready().and(second.ready()).unwrap();
    assert_eq!((world.live(), world.farewells()), (0, 2));
    pool.close().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_connection_on_its_way_to_a_waiter_is_ended_by_close() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    let held = pool.acquire().await.unwrap();
    let mut chosen = Call::waiting(pool.acquire());
    drop(held);
    pool.close().await.unwrap();
    assert!(matches!(chosen.ready(), Err(PoolError::Closed)));
    assert_eq!((world.live(), world.farewells()), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn whoever_is_connecting_or_checking_gets_closed_and_leaks_nothing() {
    let world = World::new();
    let pool = world.pool().max_size(3).min_size(3).validate_on_acquire(true).build();
    drop(pool.acquire().await.unwrap());
    world.check(Answer::Never);
    world.connect(Answer::Never);
    let mut checking = Call::waiting(pool.acquire());
    let mut connecting = Call::waiting(pool.acquire());
    let mut filling = Call::waiting(pool.init());
    let mut close = Call::waiting(pool.close());
    assert!(checking.was_woken() && connecting.was_woken() && filling.was_woken());
    world.connect(Answer::Well);
    for call in [&mut checking, &mut connecting] {
        assert!(matches!(call.ready(), Err(PoolError::Closed)));
    }
    assert!(matches!(filling.ready(), Err(PoolError::Closed)));
    settle().await;
    close.ready().unwrap();
    assert_eq!((world.live(), numbers(&pool)), (0, [0, 0, 0]));
}

#[tokio::test(start_paused = true)]
async fn close_may_be_dropped_at_every_poll() {
    for polls in sweep() {
        let world = World::new();
        let pool = world.pool().max_size(3).build();
        let mut held = hold(&pool, 3).await;
        held.truncate(1);
        let mut close = Call::new(pool.close());
        let ended = (0..polls).any(|_| close.poll().is_ready());
        assert!(!ended);
        drop(close);
        assert_eq!(pool.status().closed, polls > 0);
        drop(held);
        settle().await;
        assert_eq!((world.live() == 0, pool.status().size == 0), (polls > 0, polls > 0));
        pool.close().await.unwrap();
        assert_eq!((world.live(), world.farewells()), (0, 3));
    }
}

#[tokio::test(start_paused = true)]
async fn an_ending_that_fails_panics_or_hangs_stops_no_other() {
    for answer in [Answer::Badly, Answer::Panic, Answer::Never] {
        let world = World::new();
        let pool = world.pool().max_size(3).build();
        drop(hold(&pool, 3).await);
        world.disconnect(answer);
        let start = Instant::now();
        let (first, second) = join!(pool.close(), pool.close());
        first.and(second).unwrap();
        assert!(start.elapsed() <= pool_examples::reference::DISCONNECT_LIMIT * 2);
        assert_eq!((world.live(), numbers(&pool)), (0, [0, 0, 0]));
    }
}

#[tokio::test(start_paused = true)]
async fn a_guard_outlives_every_handle() {
    let world = World::new();
    let pool = world.pool().max_size(2).build();
    let mut held = hold(&pool, 2).await;
    let clone = pool.clone();
    drop(held.pop());
    drop(pool);
    settle().await;
    assert_eq!(world.live(), 2, "a handle is left");
    drop(clone);
    settle().await;
    assert_eq!((world.live(), world.farewells()), (1, 1));
    assert_eq!(held[0].id, 0);
    drop(held);
    settle().await;
    assert_eq!((world.live(), world.farewells()), (0, 2));
}

#[tokio::test(start_paused = true)]
async fn an_acquire_that_was_never_polled_has_no_effect() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    for _ in 0..100 {
        drop(pool.acquire());
    }
    assert_eq!((world.connects(), numbers(&pool)), (0, [0, 0, 0]));
    assert_intact(&pool, &world).await;
}
