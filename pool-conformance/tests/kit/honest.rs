//! Pools that are odd and lawful are accused of nothing whatever the seed, and pools that do nothing are praised for nothing.

use pool_conformance::{
    Budget, CloseMode, Declaration, Exhaustion, Outcome, Prefill, Report, Suite, declare,
};

use crate::pools::{
    any::{Architecture, Blueprint},
    habit::{Habit, Habitual, Slip},
    hopeless::Hopeless,
    odd::ODD,
    policy::{self, OnFailure, Policy, WhenFull},
};
use crate::wrong::mutant;

/// What a report accuses a pool of.
pub(crate) fn accused(report: &Report) -> Vec<String> {
    let broken = report.results().iter().filter_map(|result| {
        let failure = result.outcome().failure()?;
        Some(format!("{}: {} ({:?})", result.rule().id(), failure.seen(), failure.script()))
    });
    broken.collect()
}

#[test]
fn no_other_seed_accuses_them() {
    for odd in ODD {
        for seed in 2..=10 {
            let budget =
                Budget::default().schedules_per_world(1).samples(200).meetings(1).stress(20).seed(seed);
            let report = Suite::new(odd.blueprint()).progress(false).budget(budget).run();
            assert!(accused(&report).is_empty(), "{} with seed {seed}: {:#?}", odd.name, accused(&report));
        }
    }
}

/// What a rule has not come to a result on.
fn undecided(report: &Report) -> Vec<String> {
    let undecided = report.results().iter().filter_map(|result| match result.outcome() {
        Outcome::Inconclusive(why) | Outcome::Errored(why) => Some(format!("{}: {why}", result.rule().id())),
        _ => None,
    });
    undecided.collect()
}

#[test]
fn no_habit_is_held_against_a_pool() {
    let wrongs = Habit::ALL.into_iter().filter_map(|habit| {
        let report = Suite::new(Habitual { habit, slip: None }).progress(false).run();
        let wrong = [accused(&report), undecided(&report)].concat();
        (!wrong.is_empty() || !report.verdict().is_conformant()).then(|| format!("{habit:?}: {wrong:#?}"))
    });
    let wrongs: Vec<String> = wrongs.collect();
    assert!(wrongs.is_empty(), "{}", wrongs.join("\n"));
}

/// What is broken in one outcome of chance is broken.
#[test]
fn a_habit_hides_no_mistake() {
    let budget = Budget::default().schedules_per_world(300).samples(400).meetings(0).stress(0);
    let missed = [
        (Habit::Spare, Slip::OpensTooMany, "ACQ-02"),
        (Habit::Spare, Slip::PassesNothingOn, "CANC-05"),
        (Habit::Pause, Slip::LosesPlace, "CANC-03"),
        (Habit::Pause, Slip::PassesNothingOn, "CANC-05"),
        (Habit::Unlimited, Slip::LosesPlace, "CANC-03"),
        (Habit::Unlimited, Slip::PassesNothingOn, "CANC-05"),
        (Habit::Jitter, Slip::LosesPlace, "CANC-03"),
        (Habit::Watch, Slip::TellsNobody, "ACQ-05"),
        (Habit::Select, Slip::LosesPlace, "CANC-03"),
        (Habit::RandomIdle, Slip::LosesPlace, "CANC-03"),
        (Habit::RandomWaiter, Slip::PassesNothingOn, "CANC-05"),
    ]
    .into_iter()
    .filter_map(|(habit, slip, rule)| {
        let subject = Habitual { habit, slip: Some(slip) };
        let report = Suite::new(subject).progress(false).budget(budget.clone()).run();
        let accused = accused(&report);
        let found = accused.iter().any(|accusation| accusation.starts_with(rule));
        (!found).then(|| format!("{habit:?} with {slip:?}: {accused:#?}"))
    });
    let missed: Vec<String> = missed.collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// What is a mistake in any other pool.
#[test]
fn a_pool_that_aborts_may_take_connections_away() {
    let aborting = mutant("semaphore-close-ends-held");
    let declaration = Declaration::new().close_mode(CloseMode::Abort);
    let report = Suite::new(declare(aborting, declaration)).progress(false).run();
    assert!(accused(&report).is_empty(), "{:#?}", accused(&report));
}

#[test]
fn a_pool_that_does_nothing_passes_nothing_that_a_pool_does() {
    for way in Hopeless::ALL.into_iter().filter(|way| *way != Hopeless::SharesOne) {
        let report = Suite::new(way).progress(false).run();
        let passed = report.results().iter().filter(|result| matches!(result.outcome(), Outcome::Pass(_)));
        let passed: Vec<&str> = passed.map(|result| result.rule().id()).collect();
        assert!(passed.is_empty(), "{way:?} passes {passed:?}");
    }
}

#[test]
fn one_connection_for_all_is_found() {
    let report = Suite::new(Hopeless::SharesOne).progress(false).run();
    assert!(accused(&report).iter().any(|accusation| accusation.starts_with("ACQ-01")), "{report}");
}

/// A pool with one policy, declared as one with another.
fn claimed(policy: Policy, declaration: Declaration) -> Report {
    let honest = Blueprint::honest(Architecture::Semaphore, policy);
    Suite::new(declare(honest, declaration)).progress(false).budget(Budget::scenarios_only()).run()
}

#[test]
fn a_false_declaration_breaks_the_rule_of_the_claim() {
    let lazy = Policy { prefill: policy::Prefill::Never, ..Policy::USUAL };
    let never_waits = Policy { full: WhenFull::Fail, ..Policy::USUAL };
    let retries = Policy { failure: OnFailure::Retry, ..Policy::USUAL };
    let usual = Declaration::new;
    for (policy, declaration, rule) in [
        (lazy, usual(), "PRE-01"),
        (lazy, usual().prefill(Prefill::Background), "PRE-01"),
        (Policy::USUAL, usual().prefill(Prefill::Background), "PRE-03"),
        (never_waits, usual(), "ACQ-04"),
        (Policy::USUAL, usual().exhaustion(Exhaustion::FailFast), "ACQ-04"),
        (retries, usual(), "ERR-01"),
    ] {
        let accused = accused(&claimed(policy, declaration));
        assert!(accused.iter().any(|accusation| accusation.starts_with(rule)), "{rule}: {accused:#?}");
    }
}
