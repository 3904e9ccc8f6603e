use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::Ordering::SeqCst,
    thread,
};

use pool_protocol::{Pool, PoolError};
use tokio::{sync::Barrier, task::yield_now};

use crate::{
    call::{Call, sweep},
    world::{Answer, World, assert_intact, hold, settle},
};

#[tokio::test(start_paused = true)]
async fn a_failed_connect_fails_one_acquire_and_hands_its_place_on() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    world.connect(Answer::Never);
    let mut first = Call::waiting(pool.acquire());
    let mut second = Call::waiting(pool.acquire());
    assert_eq!(world.connects(), 1);
    world.connect(Answer::Badly);
    assert!(matches!(first.ready(), Err(PoolError::Connect(source)) if source.to_string() == "refused"));
    assert!(second.was_woken());
    world.connect(Answer::Well);
    drop(second.ready().unwrap());
    drop((first, second));
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn a_panic_in_connect_reaches_the_caller_and_costs_no_place() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    world.connect(Answer::Panic);
    for _ in 0..3 {
        let mut call = Call::new(pool.acquire());
        assert!(catch_unwind(AssertUnwindSafe(|| call.poll())).is_err());
    }
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn panics_in_has_broken_and_in_drop_cost_no_place() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    for explicit in [false, true] {
        let mut held = pool.acquire().await.unwrap();
        held.cursed = true;
        held.bomb.set = true;
        if explicit {
            pool.release(held).await.unwrap();
        } else {
            drop(held);
            settle().await;
        }
        assert_eq!((world.live(), pool.status().size), (0, 0));
    }
    let mut held = pool.acquire().await.unwrap();
    held.cursed = true;
    held.bomb.set = true;
    thread::spawn(|| drop(held)).join().unwrap();
    assert_intact(&pool, &world).await;
}

#[tokio::test(start_paused = true)]
async fn acquire_may_be_dropped_at_every_poll() {
    for (polls, validate) in sweep().flat_map(|polls| [(polls, false), (polls, true)]) {
        let world = World::new();
        let pool = world.pool().max_size(2).validate_on_acquire(validate).build();
        let held = hold(&pool, 2).await;
        world.connect(Answer::Never);
        world.check(Answer::Never);
        let mut call = Call::new(pool.acquire());
        let mut held = held.into_iter();
        for _ in 0..polls {
            if call.poll().is_ready() {
                break;
            }
            held.next().into_iter().for_each(|mut guard| guard.broken = !validate);
            settle().await;
        }
        drop((call, held));
        assert_intact(&pool, &world).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_holder_that_panics_gives_its_connection_back() {
    let world = World::new();
    let pool = world.pool().max_size(1).build();
    let held = pool.acquire().await.unwrap();
    let holder = tokio::spawn(async move {
        let _held = held;
        panic!("the holder panics");
    });
    assert!(holder.await.is_err());
    assert_intact(&pool, &world).await;
}

#[test]
fn guards_and_handles_may_be_dropped_outside_a_runtime() {
    let world = World::new();
    let pool = world.pool().max_size(3).build();
    let mut guards = tokio::runtime::Runtime::new().unwrap().block_on(hold(&pool, 3));
    guards[0].broken = true;
    drop(guards.drain(..2));
    assert_eq!((world.live(), pool.status().idle), (2, 1));
    drop(pool);
    assert_eq!(world.live(), 1);
    guards[0].broken = true;
    drop(guards);
    assert_eq!((world.live(), world.farewells()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_never_share_a_connection_or_exceed_the_bound() {
    let world = World::new();
    let pool = world.pool().max_size(3).validate_on_acquire(true).build();
    let start = std::sync::Arc::new(Barrier::new(16));
    let tasks = (0..16_usize).map(|task| {
        let (pool, start) = (pool.clone(), start.clone());
        tokio::spawn(async move {
            start.wait().await;
            for round in 0..300 {
                if (task + round) % 7 == 0 {
                    let mut call = Call::new(pool.acquire());
                    let _ = call.poll();
                    yield_now().await;
                    continue;
                }
                let mut held = pool.acquire().await.unwrap();
                assert!(!held.held.swap(true, SeqCst), "connection {} is lent twice", held.id);
                if round % 3 == 0 {
                    yield_now().await;
                }
                held.broken = (task + round) % 11 == 0;
                held.held.store(false, SeqCst);
                if round % 2 == 0 {
                    pool.release(held).await.unwrap();
                }
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    assert_intact(&pool, &world).await;
    assert_eq!(world.opened(), world.farewells());
}
