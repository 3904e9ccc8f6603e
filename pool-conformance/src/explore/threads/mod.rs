//! Real threads, for what cannot be seen between polls.

mod meeting;
mod player;
mod stress;
mod user;

pub(crate) use self::{
    meeting::meet,
    stress::{THREADS, stress},
};
use super::{
    find::Found,
    invariant::{Broken, Kept},
};
use crate::{report::Failure, world::World};

/// That a pool of which a `close` has completed has nothing open, once all has come back.
fn nothing_is_parked(world: &World<'_>) -> Kept {
    let (opened, ended) = world.count(|fold| (fold.opened, fold.ended));
    let expected = "what comes back while the pool is closed is ended";
    Broken::unless(opened == ended, "CONC-03", expected, || format!("{opened} opened, {ended} ended"))
}

/// What went wrong in some of so many rounds: for each rule the first time, and in how many rounds it did.
fn tell(broken: &[(u64, Broken)], what: &str, rounds: u64) -> Vec<Found> {
    let is_first =
        |index: usize, rule| broken[..index].iter().all(|(_, earlier): &(u64, Broken)| earlier.rule != rule);
    let firsts = broken.iter().enumerate().filter(|(index, (_, this))| is_first(*index, this.rule));
    let found = firsts.map(|(_, (round, first))| {
        let times = broken.iter().filter(|(_, other)| other.rule == first.rule).count();
        let mut violation = first.violation.clone();
        violation.seen = format!("{}, {what}: in {times} of {rounds} rounds", violation.seen);
        let failure = Failure::new(violation, &[]).after(*round);
        Found { rule: first.rule, failure, may_be_echo: first.is_symptom(), diagnosis: None }
    });
    found.collect()
}
