//! A pool that does not do the same in the same situation is told so, and accused of nothing.

use pool_conformance::{Budget, Outcome, Report, Suite, Verdict};

use crate::{
    pools::{
        any::{Architecture, Blueprint},
        policy::Policy,
    },
    twisted::{Twist, Twisted},
};

fn twisted(twist: Twist, budget: Budget) -> Report {
    let pool = Twisted(Blueprint::honest(Architecture::Handoff, Policy::USUAL), twist);
    Suite::new(pool).progress(false).budget(budget).run()
}

fn assert_doubted(report: &Report) {
    assert_eq!(report.verdict(), Verdict::Partial, "{report}");
    let doubted = |outcome: &Outcome| matches!(outcome, Outcome::Inconclusive(why) if why.starts_with("nondeterministic: ") && why.contains("then to"));
    let explored = report.results().iter().find(|result| result.rule().id() == "ACQ-05");
    assert!(explored.is_some_and(|result| doubted(result.outcome())), "{report}");
}

#[test]
fn chance_is_noticed_in_small_worlds() {
    assert_doubted(&twisted(Twist::ByChance, Budget::default().samples(0).meetings(0).stress(0)));
}

#[test]
fn chance_is_noticed_in_samples() {
    assert_doubted(&twisted(Twist::ByChance, Budget::scenarios_only().samples(400)));
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
