//! For the project's own benchmarks; no part of the public interface.

use crate::{
    Subject,
    explore::{Small, enumerate},
    world::{Clock, Pulse, World},
};

/// Goes so many times through every schedule of three clients on a pool of two that nothing disturbs, on this thread; how
/// many schedules that was.
///
/// # Panics
///
/// If the pool breaks a rule, or if nothing certain can be said of it.
pub fn undisturbed(subject: &impl Subject, times: u32) -> u64 {
    let (clock, pulse) = (Clock::new(), Pulse::default());
    let mut world = World::new(subject, &clock, &pulse);
    let once = |_| {
        let explored = enumerate(&mut world, &Small::UNDISTURBED, u64::MAX);
        assert!(explored.found.is_empty() && explored.doubt.is_none(), "{explored:?}");
        explored.schedules
    };
    (0..times).map(once).sum()
}
