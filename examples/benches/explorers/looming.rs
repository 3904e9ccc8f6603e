use std::sync::atomic::{AtomicU64, Ordering};

use loom::{future::block_on, model::Builder, thread};

super::pool::small_pool!(loom::sync);
super::pool::expect_capacity!();

/// How many changes of threads loom tries where none is needed; with more, one exploration takes longer than a lap.
const PREEMPTIONS: usize = 1;

/// Runs every schedule that loom finds within its bound.
pub(crate) fn explore() -> u64 {
    static SCHEDULES: AtomicU64 = AtomicU64::new(0);
    let before = SCHEDULES.load(Ordering::Relaxed);
    let mut model = Builder::new();
    model.preemption_bound = Some(PREEMPTIONS);
    model.check(|| {
        SCHEDULES.fetch_add(1, Ordering::Relaxed);
        clients();
    });
    SCHEDULES.load(Ordering::Relaxed) - before
}

fn clients() {
    let pool = SmallPool::new(vec![1, 2]);
    let clients =
        [(); 2].map(|()| pool.clone()).map(|pool| thread::spawn(move || drop(block_on(pool.acquire()))));
    drop(block_on(pool.acquire()));
    for client in clients {
        client.join().expect("no client panics");
    }
    pool.expect_capacity(2);
}
