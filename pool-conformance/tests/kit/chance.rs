//! A pool that does not do the same in the same situation is told so, accused of nothing, and gets a verdict.

use pool_conformance::{Budget, Outcome, Report, Suite};

use crate::{
    honest::accused,
    pools::{
        any::{Architecture, Blueprint},
        policy::{Policy, WaitOrder},
    },
    twisted::{Twist, Twisted},
};

fn twisted(twist: Twist, budget: Budget) -> Report {
    // Who takes a turn more before it queues may be overtaken.
    let policy = Policy { waiters: WaitOrder::Unordered, ..Policy::USUAL };
    let pool = Twisted(Blueprint::honest(Architecture::Handoff, policy), twist);
    Suite::new(pool).progress(false).budget(budget).run()
}

/// That nothing is held against the pool, and that the report says how chance was seen.
fn assert_noticed(report: &Report) {
    assert!(accused(report).is_empty(), "{report}");
    let explored = report.results().iter().find(|result| result.rule().id() == "ACQ-05");
    assert!(explored.is_some_and(|result| matches!(result.outcome(), Outcome::Pass(_))), "{report}");
    let told = |why: &String| why.contains("chooses at random") && why.contains("then to");
    let seen = report.explored().iter().filter(|coverage| coverage.left_out.as_ref().is_some_and(told));
    assert_eq!(seen.count(), 1, "{report}");
    assert!(report.explored().iter().any(|coverage| coverage.by_chance && !coverage.complete), "{report}");
}

#[test]
fn chance_is_noticed_in_small_worlds() {
    assert_noticed(&twisted(Twist::ByChance, Budget::default().samples(0).meetings(0).stress(0)));
}

#[test]
fn chance_is_noticed_in_samples() {
    assert_noticed(&twisted(Twist::ByChance, Budget::scenarios_only().samples(400)));
}

#[test]
fn a_pool_that_returns_connections_on_other_threads_is_told_so() {
    let report = twisted(Twist::ReturnsElsewhere, Budget::default().meetings(0).stress(0));
    let broken = report.results().iter().filter(|result| result.outcome().failure().is_some());
    assert_eq!(broken.count(), 0, "{report}");
    let of_threads = |outcome: &Outcome| matches!(outcome, Outcome::Inconclusive(why) if why.contains("threads of its own"));
    let explored = report.results().iter().find(|result| result.rule().id() == "ACQ-05");
    assert!(explored.is_some_and(|result| of_threads(result.outcome())), "{report}");
}
