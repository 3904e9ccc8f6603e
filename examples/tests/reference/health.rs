use pool_protocol::{Pool, PoolError};

use crate::{
    call::Call,
    world::{Answer, MINUTE, World, assert_intact, hold, numbers, settle},
};

#[tokio::test(start_paused = true)]
async fn with_every_idle_connection_dead_an_acquire_opens_a_new_one() {
    for answer in [Answer::Badly, Answer::Panic] {
        let world = World::new();
        let pool = world.pool().max_size(3).validate_on_acquire(true).build();
        drop(hold(&pool, 3).await);
        world.check(answer);
        assert_eq!(pool.acquire().await.unwrap().id, 3);
        assert_eq!((world.farewells(), world.live(), numbers(&pool)), (3, 1, [1, 1, 0]));
        assert_intact(&pool, &world).await;
    }
}

#[tokio::test(start_paused = true)]
async fn after_as_many_checks_as_there_are_places_an_acquire_opens_a_new_connection() {
    let world = World::new();
    let pool = world.pool().max_size(2).validate_on_acquire(true).build();
    drop(hold(&pool, 2).await);
    world.check(Answer::Badly);
    world.disconnect(Answer::Never);
    let mut call = Call::waiting(pool.acquire());
    world.disconnect(Answer::Well);
    world.check(Answer::Never);
    assert!(call.poll().is_pending(), "the other connection is being checked");
    assert_eq!(pool.acquire().await.unwrap().id, 2);
    world.check(Answer::Badly);
    assert_eq!(call.ready().unwrap().id, 3);
    drop(call);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn a_connection_counts_as_idle_until_its_check_has_passed() {
    let world = World::new();
    let pool = world.pool().max_size(1).validate_on_acquire(true).build();
    drop(pool.acquire().await.unwrap());
    world.check(Answer::Never);
    let mut call = Call::waiting(pool.acquire());
    assert_eq!(numbers(&pool), [1, 1, 0]);
    world.check(Answer::Well);
    let held = call.ready().unwrap();
    assert_eq!(numbers(&pool), [1, 0, 1]);
    drop((call, held));
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn cancelling_a_check_keeps_the_connection() {
    let world = World::new();
    let pool = world.pool().max_size(1).validate_on_acquire(true).build();
    drop(pool.acquire().await.unwrap());
    world.check(Answer::Never);
    drop(Call::waiting(pool.acquire()));
    world.check(Answer::Well);
    assert_eq!(pool.acquire().await.unwrap().id, 0);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn a_check_that_outlasts_the_limit_costs_the_connection() {
    let world = World::new();
    let pool = world.pool().max_size(1).validate_on_acquire(true).acquire_timeout(Some(MINUTE)).build();
    drop(pool.acquire().await.unwrap());
    world.check(Answer::Never);
    assert!(matches!(pool.acquire().await, Err(PoolError::Timeout)));
    settle().await;
    assert_eq!((world.farewells(), world.live()), (1, 0));
    assert_eq!(pool.acquire().await.unwrap().id, 1);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_is_ended_and_replaced_for_whoever_waits() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    let mut held = pool.acquire().await.unwrap();
    let mut waiter = Call::waiting(pool.acquire());
    held.broken = true;
    drop(held);
    assert_eq!(numbers(&pool), [0, 0, 0]);
    settle().await;
    assert!(waiter.was_woken());
    assert_eq!(waiter.ready().unwrap().id, 1);
    assert_eq!((world.farewells(), world.peak()), (1, 1));
    drop(waiter);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn release_waits_for_the_ending_and_may_be_dropped_meanwhile() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    for answer in [Answer::Well, Answer::Badly, Answer::Panic] {
        let mut held = pool.acquire().await.unwrap();
        held.broken = true;
        world.disconnect(Answer::Never);
        let mut release = Call::waiting(pool.release(held));
        assert_eq!((numbers(&pool), world.live()), ([0, 0, 0], 1));
        world.disconnect(answer);
        release.ready().unwrap();
        assert_eq!(world.live(), 0);
    }
    let mut held = pool.acquire().await.unwrap();
    held.broken = true;
    world.disconnect(Answer::Never);
    drop(Call::waiting(pool.release(held)));
    assert_eq!(world.live(), 0);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn health_check_tells_the_truth_and_keeps_nothing() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    pool.health_check().await.unwrap();
    assert_eq!(numbers(&pool), [1, 1, 0]);
    world.check(Answer::Badly);
    assert!(
        matches!(pool.health_check().await, Err(PoolError::Unhealthy(source)) if source.to_string() == "refused")
    );
    assert_eq!((world.live(), numbers(&pool)), (0, [0, 0, 0]));
    world.connect(Answer::Badly);
    assert!(matches!(pool.health_check().await, Err(PoolError::Connect(_))));
    world.connect(Answer::Well);
    let held = pool.acquire().await.unwrap();
    pool.health_check().await.expect("a full pool is not an unhealthy one");
    drop(held);
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn a_guard_of_another_pool_goes_home() {
    let (home, away) = (World::new(), World::new());
    let (pool, other) = (home.pool().max_size(1).build(), away.pool().max_size(1).build());
    let held = pool.acquire().await.unwrap();
    assert!(matches!(other.release(held).await, Err(PoolError::ForeignGuard)));
    assert_eq!((numbers(&pool), numbers(&other)), ([1, 1, 0], [0, 0, 0]));
    assert_eq!(pool.acquire().await.unwrap().id, 0);
}
