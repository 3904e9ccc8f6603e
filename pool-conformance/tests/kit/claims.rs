//! Rules that a pool has to claim: who is judged by them, and by which clock.

use std::future::ready;

use pool_conformance::{
    Budget, Capability, Declaration, Outcome, Report, Rule, Setup, Suite, TimeSource, declare, rules,
};

use crate::pools::{
    Config,
    any::{Architecture, Blueprint},
    odd::ODD,
    policy::Policy,
};
use crate::wrong::mutant;

fn to_be_claimed() -> impl Iterator<Item = &'static Rule> {
    let unclaimed = Declaration::new();
    rules().iter().copied().filter(move |rule| !unclaimed.claims(rule.capability()))
}

fn judge(suite: Suite) -> Report {
    let suite = suite.progress(false).budget(Budget::scenarios_only());
    to_be_claimed().fold(suite, |suite, rule| suite.select(rule.id())).run()
}

/// The outcome of a rule for a pool under another declaration than its own.
fn outcome(blueprint: Blueprint, declaration: Declaration, rule: &str) -> Outcome {
    let build = move |setup: Setup| {
        let config = Config::from(&setup);
        ready(blueprint.build(setup.manager, config))
    };
    let report = Suite::new(declare(build, declaration)).progress(false).select(rule).run();
    let result = report.results().iter().find(|result| result.rule().id() == rule);
    result.expect("every rule has a result").outcome().clone()
}

#[test]
fn what_nobody_claims_is_not_applicable() {
    for rule in to_be_claimed() {
        let honest = Blueprint::honest(Architecture::Semaphore, Policy::USUAL);
        let outcome = outcome(honest, Declaration::new(), rule.id());
        let named = matches!(&outcome, Outcome::NotApplicable(why) if why.contains(rule.capability().name()));
        assert!(named, "{}: {outcome:?}", rule.id());
    }
}

#[test]
fn what_an_odd_pool_claims_it_keeps() {
    for odd in ODD {
        for result in judge(Suite::new(odd.blueprint())).results() {
            let doubtful = matches!(result.outcome(), Outcome::Inconclusive(_) | Outcome::Errored(_));
            let broken = result.outcome().failure().is_some();
            assert!(!doubtful && !broken, "{}: {} {:?}", odd.name, result.rule().id(), result.outcome());
        }
    }
}

#[test]
fn a_claimed_limit_is_judged_whatever_clock_the_other_limits_go_by() {
    let other_clock = Declaration::new().time_source(TimeSource::System).claim(Capability::HealthBorrow);
    let wrong = mutant("semaphore-slow-check-goes-back");
    let unjudged = outcome(wrong, other_clock.clone(), "HLTH-02");
    assert!(matches!(unjudged, Outcome::Inconclusive(_)), "{unjudged:?}");
    let judged = outcome(wrong, other_clock.claim(Capability::Timeout), "HLTH-02");
    assert!(judged.failure().is_some(), "{judged:?}");
}
