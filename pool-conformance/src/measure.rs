//! For the benchmark of this project; not a part of the interface.

use crate::{
    Subject,
    explore::{Small, enumerate},
    world::{Clock, Pulse, World},
};

/// Goes through all schedules of clients that acquire and give back once, again and again on this thread, until so many
/// have been run; says how many were, and how many there are.
///
/// # Panics
///
/// If the pool breaks a rule: then its speed is of no interest.
pub fn explore(subject: impl Subject, clients: u8, max: u8, at_least: u64) -> (u64, u64) {
    let (clock, pulse) = (Clock::new(), Pulse::default());
    let mut world = World::new(&subject, &clock, &pulse);
    let small = Small::undisturbed(clients, max);
    let (mut run, mut all) = (0, 0);
    while run < at_least {
        let explored = enumerate(&mut world, &small, u64::MAX);
        assert!(
            explored.found.is_empty() && explored.doubt.is_none(),
            "the pool breaks a rule: {explored:?}"
        );
        all = explored.schedules;
        run += all;
    }
    (run, all)
}
