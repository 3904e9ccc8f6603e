//! Every rule has wrong pools that break it, and each is found by the rule that it is there for.

use pool_conformance::{Level, Suite, rules};

use crate::pools::{
    catalogue::{MUTANTS, Mutant},
    mistake::Mistake,
};

/// Races inside a poll. Two threads in lock step run into some of them and only by chance, which is no thing for a test
/// to depend on; the others open their windows only where several operations overlap, and are not caught.
const RACES: [Mistake; 5] = [
    Mistake::StatusReadsTwice,
    Mistake::HeldCountRaces,
    Mistake::LocksInTwoOrders,
    Mistake::CheckThenAct,
    Mistake::ReleaseChecksThenParks,
];

fn within_reach() -> impl Iterator<Item = &'static Mutant> {
    MUTANTS.iter().filter(|mutant| !RACES.contains(&mutant.mistake))
}

/// The rules that a mutant is found to break.
fn broken(mutant: &Mutant) -> Vec<&'static str> {
    let report = Suite::new(mutant.blueprint()).progress(false).run();
    let broken = report.results().iter().filter(|result| result.outcome().failure().is_some());
    broken.map(|result| result.rule().id()).collect()
}

#[test]
fn every_mutant_is_caught_by_its_rule() {
    let missed: Vec<String> = within_reach()
        .map(|mutant| (mutant, broken(mutant)))
        .filter(|(mutant, broken)| !broken.contains(&mutant.breaks))
        .map(|(mutant, broken)| {
            format!("{} should break {}, and breaks {broken:?}", mutant.name, mutant.breaks)
        })
        .collect();
    assert!(missed.is_empty(), "{} missed: {missed:#?}", missed.len());
}

#[test]
fn every_must_has_two_mutants_of_two_architectures() {
    for rule in rules().iter().filter(|rule| rule.level() == Level::Must) {
        let mutants: Vec<&Mutant> = MUTANTS.iter().filter(|mutant| mutant.breaks == rule.id()).collect();
        let first = mutants.first().unwrap_or_else(|| panic!("{} has no mutant", rule.id()));
        let another = mutants.iter().any(|mutant| mutant.architecture != first.architecture);
        assert!(another, "{} has mutants of one architecture alone", rule.id());
    }
}
