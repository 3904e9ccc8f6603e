use shuttle::{Config, Runner, future::block_on, scheduler::RandomScheduler, thread};

super::pool::small_pool!(shuttle::sync);
super::pool::expect_capacity!();

const SCHEDULES: usize = 500;

/// Runs so many random schedules.
pub(crate) fn explore() -> u64 {
    Runner::new(RandomScheduler::new(SCHEDULES), Config::new()).run(clients);
    SCHEDULES as u64
}

fn clients() {
    let pool = SmallPool::new(vec![1, 2]);
    let clients =
        [(); 3].map(|()| pool.clone()).map(|pool| thread::spawn(move || drop(block_on(pool.acquire()))));
    for client in clients {
        client.join().expect("no client panics");
    }
    pool.expect_capacity(2);
}
