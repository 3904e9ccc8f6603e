//! Large worlds of the reference pool, explored as graphs.

use std::{
    future::{Ready, ready},
    time::Instant,
};

use pool_conformance::{CloseMode, Declaration, Probe, Setup, declare, measure};
use pool_examples::reference::ReferencePool;

/// Prints what worlds of four, five and six clients take on this thread.
pub(crate) fn print() {
    println!(
        "the reference pool: clients on 2 connections, 2 cancellations, 2 faults, a close, slow connects"
    );
    println!(
        "{:<8} {:>9} {:>9} {:>15} {:>9} {:>8} {:>12}",
        "clients", "states", "steps", "schedules", "seconds", "steps/s", "peak memory"
    );
    for clients in [4, 5, 6] {
        let subject = declare(reference, Declaration::new().close_mode(CloseMode::Wait));
        let began = Instant::now();
        let world = measure::crowd(&subject, clients, 2);
        let seconds = began.elapsed().as_secs_f64();
        let schedules = world.schedules.map_or_else(|| "unknown".to_owned(), |count| count.to_string());
        #[expect(clippy::cast_precision_loss, reason = "a world has far fewer than 2^52 steps")]
        let speed = world.steps as f64 / seconds;
        println!(
            "{clients:<8} {:>9} {:>9} {schedules:>15} {seconds:>9.2} {speed:>8.0} {:>12}",
            world.states,
            world.steps,
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
    peak.map_or_else(|| "unknown".to_owned(), |peak| peak.trim().to_owned())
}
