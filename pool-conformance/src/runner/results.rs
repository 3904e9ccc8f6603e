//! From what was found to the result of each rule.

use super::{aggregate::Explorations, part_outcome::PartOutcome, plan::Planned};
use crate::{report::RuleResult, rules::Definition};

/// The result of one rule. What was found of a rule of which the outcome does not tell is noted beside it.
pub(super) fn result(
    definition: &'static Definition,
    planned: &Planned,
    parts: &[(&'static str, PartOutcome)],
    explorations: &Explorations<'_>,
) -> RuleResult {
    let rule = &definition.rule;
    let outcome = match planned {
        Planned::Settled(outcome) => outcome.clone(),
        Planned::ToJudge => {
            let own = parts.iter().filter(|(id, _)| *id == rule.id);
            let own: Vec<PartOutcome> = own.map(|(_, outcome)| outcome.clone()).collect();
            explorations.join(definition, &own)
        }
    };
    let told = !outcome.failures().is_empty();
    let noted = if told { Vec::new() } else { explorations.failures_of(rule) };
    RuleResult::new(rule, outcome).noting(noted)
}

/// The path of a subject, without the wrapper of its declaration.
pub(super) fn subject_path(name: &str) -> String {
    let declared = name.strip_prefix(concat!(env!("CARGO_CRATE_NAME"), "::")).filter(|_| name.ends_with('>'));
    let inner = declared.and_then(|name| Some(&name[name.find('<')? + 1..name.len() - 1]));
    inner.unwrap_or(name).to_owned()
}

/// That everything that was found stands in the result of a rule.
pub(super) fn assert_landed(explorations: &Explorations<'_>, results: &[RuleResult]) {
    for found in &explorations.found {
        let landed = results.iter().any(|result| result.rule().id() == found.rule);
        assert!(landed, "what was found of {} has no result", found.rule);
    }
}
