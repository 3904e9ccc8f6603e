//! The honest pools are honest: a small manager, and the situations that pools most often get wrong.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    task::{Context, Poll, Waker},
    time::Duration,
};

use pool_protocol::{Pool, PoolError};

use crate::{
    pools::{
        odd::{ODD, Odd},
        policy::{CloseMode, OnFailure, Prefill, WhenFull},
    },
    toy::{Scene, settle},
};

/// Every honest pool that waits when it is full.
fn waiting() -> impl Iterator<Item = &'static Odd> {
    ODD.iter().filter(|odd| odd.policy.full == WhenFull::Wait)
}

#[tokio::test(start_paused = true)]
async fn init_opens_the_least_size_once() {
    for odd in ODD {
        let scene = Scene::new(odd, 2, 3);
        scene.pool.init().await.unwrap();
        scene.pool.clone().init().await.unwrap();
        settle().await;
        let expected = if odd.policy.prefill == Prefill::Never { 0 } else { 2 };
        assert_eq!((scene.toy.opened(), scene.pool.status().idle), (expected, expected), "{}", odd.name);
        scene.ends_well().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_init_leaves_nothing_and_can_be_repeated() {
    for odd in ODD.iter().filter(|odd| matches!(odd.policy.prefill, Prefill::Await | Prefill::Kept)) {
        let scene = Scene::new(odd, 2, 2);
        scene.toy.0.failing.store(true, SeqCst);
        assert!(matches!(scene.pool.init().await, Err(PoolError::Connect(_))), "{}", odd.name);
        assert_eq!(scene.toy.live(), 0, "{}", odd.name);
        scene.toy.0.failing.store(false, SeqCst);
        scene.pool.init().await.unwrap();
        assert_eq!(scene.pool.status().idle, 2, "{}", odd.name);
        scene.ends_well().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_init_costs_nothing() {
    for odd in ODD {
        let scene = Scene::new(odd, 2, 2);
        scene.toy.0.gate.forget_permits(999);
        let mut init = scene.pool.init();
        let _ = init.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        settle().await;
        drop(init);
        scene.toy.0.gate.add_permits(100);
        settle().await;
        scene.ends_well().await;
    }
}

#[tokio::test(start_paused = true)]
async fn every_waiter_is_served_and_connections_are_reused() {
    for odd in waiting() {
        let scene = Scene::new(odd, 0, 2);
        let (first, second) = (scene.acquire().await, scene.acquire().await);
        let (third, fourth) = (scene.waiting().await, scene.waiting().await);
        drop(first);
        scene.pool.release(second).await.unwrap();
        let (third, fourth) = (scene.served(third).await, scene.served(fourth).await);
        assert_eq!(scene.toy.opened(), 2, "{}", odd.name);
        drop((third, fourth));
        scene.ends_well().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_chosen_waiter_that_is_dropped_passes_its_turn_on() {
    for odd in waiting() {
        let scene = Scene::new(odd, 0, 1);
        let held = scene.acquire().await;
        let waiters = [scene.waiting().await, scene.waiting().await, scene.waiting().await];
        let [first, second, third] = waiters;
        drop(held);
        settle().await;
        drop(first);
        drop(third);
        let second = scene.served(second).await;
        drop(second);
        scene.ends_well().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_makes_room_for_another() {
    for odd in waiting() {
        let scene = Scene::new(odd, 0, 1);
        let mut held = scene.acquire().await;
        let waiter = scene.waiting().await;
        held.broken = true;
        drop(held);
        let mut held = scene.served(waiter).await;
        assert_eq!(scene.toy.opened(), 2, "{}", odd.name);
        held.broken = true;
        scene.pool.release(held).await.unwrap();
        scene.ends_well().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_connect_strands_nobody() {
    for odd in waiting().filter(|odd| odd.policy.failure == OnFailure::Report) {
        let scene = Scene::new(odd, 0, 1);
        scene.toy.0.gate.forget_permits(1_000);
        scene.toy.0.failing.store(true, SeqCst);
        let (mut first, second) = (scene.waiting().await, scene.waiting().await);
        scene.toy.0.gate.add_permits(1);
        let failed = scene.poll(&mut first).await;
        assert!(matches!(failed, Poll::Ready(Err(PoolError::Connect(_)))), "{}", odd.name);
        scene.toy.0.failing.store(false, SeqCst);
        scene.toy.0.gate.add_permits(100);
        drop(scene.served(second).await);
        scene.ends_well().await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_acquire_cancelled_while_it_connects_costs_nothing() {
    for odd in waiting() {
        let scene = Scene::new(odd, 0, 1);
        scene.toy.0.gate.forget_permits(1_000);
        let (first, second) = (scene.waiting().await, scene.waiting().await);
        drop(first);
        scene.toy.0.gate.add_permits(100);
        drop(scene.served(second).await);
        scene.ends_well().await;
    }
}

#[tokio::test(start_paused = true)]
async fn retrying_goes_on_until_the_limit() {
    for odd in ODD.iter().filter(|odd| odd.policy.failure == OnFailure::Retry) {
        let scene = Scene::new(odd, 0, 1);
        scene.toy.0.failing.store(true, SeqCst);
        let began = tokio::time::Instant::now();
        assert!(matches!(scene.pool.acquire().await, Err(PoolError::Connect(_))), "{}", odd.name);
        assert_eq!(began.elapsed(), Duration::from_secs(30), "{}", odd.name);
        scene.toy.0.failing.store(false, SeqCst);
        scene.ends_well().await;
    }
}

#[tokio::test(start_paused = true)]
async fn close_ends_everything_and_is_final() {
    for odd in ODD {
        let scene = Scene::new(odd, 0, 3);
        let (held, idle) = (scene.acquire().await, scene.acquire().await);
        drop(idle);
        settle().await;
        scene.toy.0.gate.forget_permits(1_000);
        let idle = scene.acquire().await;
        let connecting = scene.waiting().await;
        let waiter = if scene.waits() { Some(scene.waiting().await) } else { None };
        drop(idle);
        settle().await;
        let mut close = scene.pool.close();
        let mut closed = close.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        scene.toy.0.gate.add_permits(100);
        for mut acquire in [Some(connecting), waiter].into_iter().flatten() {
            match scene.poll(&mut acquire).await {
                Poll::Ready(result) => drop(result),
                Poll::Pending => panic!("{}: close left a waiter behind", odd.name),
            }
        }
        settle().await;
        assert_eq!(scene.pool.status().in_use, 1, "{}", odd.name);
        drop(held);
        settle().await;
        if closed.is_pending() {
            closed = close.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        }
        assert!(closed.is_ready(), "{}: close hangs", odd.name);
        drop(close);
        scene.pool.close().await.unwrap();
        let opened = scene.toy.opened();
        assert!(matches!(scene.pool.acquire().await, Err(PoolError::Closed)), "{}", odd.name);
        assert!(matches!(scene.pool.init().await, Err(PoolError::Closed)), "{}", odd.name);
        assert_eq!((scene.toy.opened(), scene.toy.live()), (opened, 0), "{}", odd.name);
        assert_eq!((scene.pool.status().size, scene.pool.status().closed), (0, true), "{}", odd.name);
    }
}

#[tokio::test(start_paused = true)]
async fn a_waiting_close_waits_and_another_does_not() {
    for odd in ODD {
        let scene = Scene::new(odd, 0, 1);
        let held = scene.acquire().await;
        let closing = tokio::time::timeout(Duration::from_mins(1), scene.pool.close()).await;
        assert_eq!(closing.is_err(), odd.policy.close == CloseMode::Wait, "{}", odd.name);
        drop(held);
        settle().await;
        scene.pool.close().await.unwrap();
        assert_eq!(scene.toy.live(), 0, "{}", odd.name);
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_outlives_the_last_handle_but_guards() {
    for odd in ODD {
        let Scene { toy, pool, .. } = Scene::new(odd, 2, 3);
        pool.init().await.unwrap();
        settle().await;
        let held = pool.acquire().await.unwrap();
        drop(pool);
        settle().await;
        assert_eq!(toy.live(), 1, "{}: idle ones outlive the handle", odd.name);
        drop(held);
        settle().await;
        assert_eq!(toy.live(), 0, "{}", odd.name);
        assert_eq!(Arc::strong_count(&toy.0), 1, "{}: something keeps the manager", odd.name);
    }
}

/// Numbers that only look like chance.
fn chance(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn real_threads_find_nothing() {
    for odd in ODD.iter().filter(|odd| odd.policy.failure == OnFailure::Report) {
        let scene = Arc::new(Scene::new(odd, 0, 3));
        let users = (0..6).map(|user| {
            let scene = Arc::clone(&scene);
            tokio::spawn(async move {
                let mut seed = user;
                for _ in 0..100 {
                    let patience = Duration::from_micros(chance(&mut seed) % 200);
                    let acquire = tokio::time::timeout(patience, scene.pool.acquire()).await;
                    let status = scene.pool.status();
                    assert!(
                        status.idle.max(status.in_use) <= status.size && status.size <= 3,
                        "{}",
                        odd.name
                    );
                    let Ok(Ok(mut guard)) = acquire else { continue };
                    guard.broken = chance(&mut seed).is_multiple_of(4);
                    tokio::task::yield_now().await;
                    if chance(&mut seed).is_multiple_of(2) {
                        scene.pool.release(guard).await.unwrap();
                    }
                }
            })
        });
        for user in users.collect::<Vec<_>>() {
            user.await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
        scene.ends_well_soon().await;
    }
}
