//! What is not begun with a pool that lends a connection to two.

use pool_conformance::{Coverage, Suite};

use crate::{pools::any::Blueprint, wrong::mutant};

/// How many worlds were not begun, by the report, and how many there are.
fn not_begun(pool: Blueprint) -> (usize, usize) {
    let report = Suite::new(pool).progress(false).run();
    let worlds = report.explored();
    let left_out = |world: &&Coverage| world.left_out.as_ref().is_some_and(|why| why.contains("not begun"));
    assert!(worlds.iter().filter(left_out).all(|world| world.schedules == 0), "{report}");
    (worlds.iter().filter(left_out).count(), worlds.len())
}

/// Five kinds of samples, and threads in two ways.
#[test]
fn a_pool_that_lends_a_connection_to_two_meets_no_threads_and_lives_no_long_life() {
    let (left_out, worlds) = not_begun(mutant("semaphore-lends-twice"));
    assert!(left_out >= 6 && left_out < worlds / 2, "{left_out} of {worlds}");
}

#[test]
fn what_else_is_wrong_with_a_pool_keeps_it_from_nothing() {
    assert_eq!(not_begun(mutant("handoff-chosen-waiter-keeps-offer")).0, 0);
}
