//! A pool that does not do the same in the same situation is told so, and accused of nothing.

use pool_conformance::{Budget, Outcome, Report, Suite, Verdict};

use crate::{
    pools::{
        any::{Architecture, Blueprint},
        mistake::Mistake,
        policy::Policy,
    },
    twisted::{Twist, Twisted},
};

fn by_chance(budget: Budget) -> Report {
    let (architecture, policy, mistake) = (Architecture::Handoff, Policy::USUAL, Mistake::None);
    let pool = Twisted(Blueprint { architecture, policy, mistake }, Twist::ByChance);
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
    assert_doubted(&by_chance(Budget::default().samples(0).meetings(0).stress(0)));
}

#[test]
fn chance_is_noticed_in_samples() {
    assert_doubted(&by_chance(Budget::scenarios_only().samples(400)));
}
