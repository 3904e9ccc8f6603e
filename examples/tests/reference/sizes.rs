use std::time::Duration;

use pool_protocol::{Pool, PoolError};
use tokio::{join, time::advance};

use crate::{
    call::{Call, sweep},
    world::{Answer, MINUTE, World, assert_intact, hold, numbers, settle},
};

#[tokio::test(start_paused = true)]
async fn init_prefills_once_however_often_it_is_called() {
    let world = World::new();
    let pool = world.pool().min_size(2).max_size(4).build();
    let (first, second) = join!(pool.init(), pool.init());
    first.and(second).and(pool.init().await).unwrap();
    assert_eq!((world.opened(), numbers(&pool)), (2, [2, 2, 0]));
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn a_failed_init_ends_what_it_opened_and_may_be_called_again() {
    let world = World::new();
    let pool = world.pool().min_size(3).max_size(4).build();
    let held = pool.acquire().await.unwrap();
    world.refuse_from(2);
    let error = pool.init().await.unwrap_err();
    assert!(matches!(error, PoolError::Connect(source) if source.to_string() == "refused"));
    assert_eq!((world.farewells(), world.live(), numbers(&pool)), (1, 1, [1, 0, 1]));
    world.refuse_from(usize::MAX);
    pool.init().await.unwrap();
    assert_eq!(numbers(&pool), [3, 2, 1]);
    drop(held);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn init_may_be_dropped_at_every_poll() {
    for polls in sweep() {
        let world = World::new();
        world.connect(Answer::Never);
        let pool = world.pool().min_size(2).max_size(3).build();
        let mut init = Call::new(pool.init());
        for poll in 0..polls {
            world.connect(if poll % 2 == 0 { Answer::Never } else { Answer::Well });
            if init.poll().is_ready() {
                break;
            }
        }
        drop(init);
        assert_eq!(world.live(), pool.status().size);
        world.connect(Answer::Well);
        pool.init().await.unwrap();
        assert_eq!((world.live(), numbers(&pool)), (2, [2, 2, 0]));
        assert_intact(&pool, &world).await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_slow_init_has_opened_can_be_lent() {
    let world = World::new();
    let pool = world.pool().min_size(2).max_size(2).build();
    let held = pool.acquire().await.unwrap();
    world.connect(Answer::Never);
    let init = Call::waiting(pool.init());
    drop(held);
    drop(Call::new(pool.acquire()).ready().unwrap());
    drop(init);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn sizes_that_make_no_sense_are_refused_before_any_connect() {
    for (min, max) in [(0, 0), (1, 0), (3, 2)] {
        let world = World::new();
        let pool = world.pool().min_size(min).max_size(max).build();
        assert!(matches!(pool.init().await, Err(PoolError::InvalidConfig(_))));
        assert!(matches!(pool.acquire().await, Err(PoolError::InvalidConfig(_))));
        assert!(matches!(pool.health_check().await, Err(PoolError::InvalidConfig(_))));
        pool.close().await.unwrap();
        assert_eq!(world.connects(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn the_largest_size_costs_nothing() {
    let world = World::new();
    let pool = world.pool().max_size(usize::MAX).build();
    let guards = hold(&pool, 3).await;
    assert_eq!(numbers(&pool), [3, 0, 3]);
    drop(guards);
    pool.close().await.unwrap();
    assert_eq!(world.live(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_has_been_idle_too_long_is_ended_but_not_below_the_least_size() {
    let world = World::new();
    let pool = world.pool().min_size(2).max_size(4).idle_timeout(Some(MINUTE)).build();
    drop(hold(&pool, 4).await);
    for expected in [4, 3, 2, 2, 2] {
        advance(MINUTE / 2).await;
        drop(pool.acquire().await.unwrap());
        settle().await;
        assert_eq!(pool.status().size, expected);
    }
    assert_eq!((world.opened(), world.farewells()), (4, 2));
    advance(MINUTE).await;
    assert_eq!(pool.acquire().await.unwrap().id, 4);
    assert_eq!((world.farewells(), pool.status().size), (3, 2));
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_too_old_is_ended_when_it_comes_back() {
    let world = World::new();
    let pool = world.pool().max_size(1).max_lifetime(Some(MINUTE)).build();
    let held = pool.acquire().await.unwrap();
    let mut waiter = Call::waiting(pool.acquire());
    advance(MINUTE).await;
    assert_eq!(numbers(&pool), [1, 0, 1]);
    drop(held);
    settle().await;
    assert_eq!(waiter.ready().unwrap().id, 1);
    drop(waiter);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn time_spent_in_use_is_not_idle_time() {
    let world = World::new();
    let pool = world.pool().max_size(1).idle_timeout(Some(MINUTE)).build();
    drop(pool.acquire().await.unwrap());
    let held = pool.acquire().await.unwrap();
    let mut waiter = Call::waiting(pool.acquire());
    advance(2 * MINUTE).await;
    drop(held);
    let held = waiter.ready().unwrap();
    advance(2 * MINUTE).await;
    drop(held);
    assert_eq!(pool.acquire().await.unwrap().id, 0);
}

#[tokio::test(start_paused = true)]
async fn limits_without_end_do_not_overflow() {
    let world = World::new();
    let pool =
        world.pool().idle_timeout(Some(Duration::MAX)).max_lifetime(Some(Duration::MAX)).max_size(1).build();
    drop(pool.acquire().await.unwrap());
    assert_eq!(pool.acquire().await.unwrap().id, 0);
}
