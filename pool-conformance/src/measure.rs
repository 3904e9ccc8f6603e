//! For the project's own benchmarks; no part of the public interface.

use crate::{
    explore::{Bounds, enumerate},
    runner::attribution,
    sim::{Clock, Heartbeat, Sim},
    subject::Subject,
};

/// Goes so many times through every schedule of three clients on a pool of two that nothing disturbs, on this thread; how
/// many schedules that was.
///
/// # Panics
///
/// If the pool breaks a rule, or if nothing certain can be said of it.
pub fn undisturbed(subject: &impl Subject, times: u32) -> u64 {
    let (clock, heartbeat) = (Clock::new(), Heartbeat::default());
    let mut sim = Sim::new(subject, &clock, &heartbeat);
    let attribution = attribution(sim.declaration());
    let mut once = |_| {
        let explored = enumerate(&mut sim, &attribution, &Bounds::UNDISTURBED, u64::MAX);
        assert!(explored.found.is_empty() && explored.doubt.is_none(), "{explored:?}");
        explored.schedules
    };
    (0..times).map(&mut once).sum()
}
