//! What `run_all` on the reference pool takes: time and peak memory, with the default samples and with many more.
//!
//! Run it with `cargo run -p pool-examples --example cost`.

use std::{
    future::{Ready, ready},
    time::Instant,
};

use pool_conformance::{Budget, CloseMode, Declaration, Probe, Setup, Suite, declare};
use pool_examples::reference::ReferencePool;

const DEFAULT: u64 = 5_000;

fn main() {
    for times in [1, 10] {
        let began = Instant::now();
        let budget = Budget::default().samples(times * DEFAULT);
        let report = Suite::new(declare(reference, Declaration::new().close_mode(CloseMode::Wait)))
            .progress(false)
            .budget(budget)
            .run();
        let schedules: u64 = report.explored().iter().map(|scope| scope.schedules).sum();
        println!(
            "run_all on the reference pool: {:.2} s, {schedules} schedules, {} at the peak",
            began.elapsed().as_secs_f64(),
            peak_memory()
        );
    }
}

fn reference(setup: Setup) -> Ready<ReferencePool<Probe>> {
    let builder = ReferencePool::builder(setup.manager)
        .min_size(setup.min_size)
        .max_size(setup.max_size)
        .acquire_timeout(setup.acquire_timeout)
        .validate_on_acquire(setup.validate_on_acquire);
    ready(builder.build())
}

/// The most memory that this process has had at once, where the system tells.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(|| "an unknown amount".to_owned(), |peak| peak.trim().to_owned())
}
