use std::time::Duration;

use pool_protocol::Pool;
use tokio::time::sleep;

use crate::world::{Answer, MINUTE, SECOND, World, assert_intact, hold, numbers, settle};

#[tokio::test(start_paused = true)]
async fn what_is_lost_below_the_least_size_is_replaced_without_demand() {
    let world = World::new();
    let pool = world.pool().min_size(2).max_size(3).build();
    pool.init().await.unwrap();
    let mut held = hold(&pool, 3).await;
    for guard in &mut held {
        guard.broken = true;
    }
    drop(held);
    settle().await;
    assert_eq!((numbers(&pool), world.live()), ([2, 2, 0], 2));
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_outlasted() {
    let world = World::new();
    let pool = world.pool().min_size(1).max_size(1).acquire_timeout(Some(SECOND)).build();
    pool.init().await.unwrap();
    for outage in [Answer::Badly, Answer::Never] {
        world.connect(outage);
        hold(&pool, 1).await[0].broken = true;
        sleep(60 * MINUTE).await;
        assert_eq!(world.opened(), if outage == Answer::Badly { 1 } else { 2 });
        world.connect(Answer::Well);
        sleep(MINUTE).await;
        assert_eq!(numbers(&pool), [1, 1, 0]);
    }
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_idle_too_long_ends_but_for_the_last() {
    let world = World::new();
    let pool = world.pool().min_size(1).max_size(3).idle_timeout(Some(MINUTE)).build();
    pool.init().await.unwrap();
    drop(hold(&pool, 3).await);
    sleep(Duration::from_secs(59)).await;
    assert_eq!(numbers(&pool), [3, 3, 0]);
    sleep(2 * SECOND).await;
    assert_eq!(numbers(&pool), [1, 1, 0]);
    sleep(60 * MINUTE).await;
    assert_eq!((numbers(&pool), world.opened()), ([1, 1, 0], 3));
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_too_old_is_replaced() {
    let world = World::new();
    let pool = world.pool().min_size(2).max_size(2).max_lifetime(Some(MINUTE)).build();
    pool.init().await.unwrap();
    sleep(MINUTE + Duration::from_millis(1)).await;
    settle().await;
    assert_eq!((numbers(&pool), world.opened(), world.peak()), ([2, 2, 0], 4, 2));
    assert_intact(&pool, &world).await;
}
