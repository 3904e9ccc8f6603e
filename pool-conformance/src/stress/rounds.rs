//! What went wrong in some of so many rounds.

use crate::{
    explore::Counterexample,
    model::Symptom,
    oracle::{Attribution, Finding, Holds},
    sim::Sim,
};

/// That a pool of which a `close` has completed has nothing open, once all has come back.
pub(super) fn nothing_is_parked(sim: &Sim<'_>) -> Holds {
    let (opened, ended) = sim.trace().count(|summary| (summary.opened, summary.ended));
    let expected = "what comes back while the pool is closed is ended";
    let seen = || format!("{opened} opened, {ended} ended");
    Finding::unless(opened == ended, Symptom::ParkedInClosedPool, expected, seen)
}

/// What went wrong in some of so many rounds: each thing the first time, and in how many rounds it did.
pub(super) fn tell(
    attribution: &Attribution,
    broken: &[(u64, Finding)],
    what: &str,
    rounds: u64,
) -> Vec<Counterexample> {
    let firsts = broken.iter().filter(|(round, this)| {
        same(attribution, broken, this).next().is_some_and(|(first, _)| first == round)
    });
    let found = firsts.map(|(round, first)| {
        let times = same(attribution, broken, first).count();
        let mut finding = first.clone();
        finding.violation.seen = format!("{}, {what}: in {times} of {rounds} rounds", finding.violation.seen);
        let rule = attribution.rule_of(&finding);
        Counterexample { rule, finding, entries: Vec::new(), script: None, schedules: *round }
    });
    found.collect()
}

/// The rounds in which the same went wrong.
fn same<'b>(
    attribution: &'b Attribution,
    broken: &'b [(u64, Finding)],
    this: &'b Finding,
) -> impl Iterator<Item = &'b (u64, Finding)> {
    broken.iter().filter(move |(_, other)| attribution.is_same(this, other))
}
