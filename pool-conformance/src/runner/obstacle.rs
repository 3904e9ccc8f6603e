//! What becomes of the rules where a pool cannot be judged.

use super::{
    aggregate::broken,
    plan::{Plan, Planned},
    preflight::Obstacle,
};
use crate::{
    report::{Failure, Outcome, RuleResult},
    rules::Definition,
};

/// A result for every rule of a pool that has been tried no further than the preflight.
pub(super) fn beyond_judgement(plan: &Plan, obstacle: &Obstacle) -> Vec<RuleResult> {
    let result = |(definition, planned): &(&'static Definition, Planned)| match planned {
        Planned::Settled(outcome) => RuleResult::new(&definition.rule, outcome.clone()),
        Planned::ToJudge => RuleResult::new(&definition.rule, outcome(plan, definition, obstacle)),
    };
    plan.rules.iter().map(result).collect()
}

fn outcome(plan: &Plan, definition: &'static Definition, obstacle: &Obstacle) -> Outcome {
    match obstacle {
        Obstacle::Uncontrolled(why) => Outcome::Inconclusive(why.clone()),
        Obstacle::Factory(why) => Outcome::Errored(why.clone()),
        Obstacle::Blocks(finding, entries) => {
            let owner = plan.attribution.rule_of(finding);
            if definition.rule.id == owner {
                let failure = Failure::new(finding.violation.clone(), entries);
                return broken(&definition.rule, vec![failure]);
            }
            let seen = &finding.violation.seen;
            Outcome::Inconclusive(format!("not tried, because of {owner}: {seen}"))
        }
        Obstacle::EndsProcess(found) => {
            let seen = &found.finding.violation.seen;
            Outcome::Inconclusive(format!("not tried, because of {}: {seen}", found.rule))
        }
    }
}
