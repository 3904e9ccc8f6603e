use crate::{
    CloseMode, Declaration, Exhaustion,
    names::{is_known, matches, unknown_rule},
    report::Outcome,
    rule::{Need, Rule},
    rules::RULES,
};

/// What is to become of a rule in a run.
#[derive(Clone, Debug)]
pub(crate) enum Planned {
    ToJudge,
    Settled(Outcome),
}

/// Every rule there is, and what is to become of it: no rule can be forgotten.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) rules: Vec<(&'static Rule, Planned)>,
    /// What was asked for and does not exist.
    pub(crate) usage_errors: Vec<String>,
}

impl Plan {
    pub(crate) fn new(declaration: &Declaration, selected: &[String]) -> Self {
        let chosen = |rule: &Rule| selected.is_empty() || selected.iter().any(|glob| matches(glob, rule.id));
        let rules = RULES.iter().map(|rule| (*rule, plan(rule, declaration, chosen(rule)))).collect();
        let unknown = selected.iter().filter(|glob| !is_known(glob));
        Self { rules, usage_errors: unknown.map(|glob| unknown_rule(glob)).collect() }
    }
}

fn plan(rule: &Rule, declaration: &Declaration, chosen: bool) -> Planned {
    if !chosen {
        return Planned::Settled(Outcome::NotSelected);
    }
    match unmet(rule, declaration) {
        Some(outcome) => Planned::Settled(outcome),
        None => Planned::ToJudge,
    }
}

fn unmet(rule: &Rule, declaration: &Declaration) -> Option<Outcome> {
    if !declaration.claims(rule.capability) {
        return Some(Outcome::NotApplicable(format!("{} is not claimed", rule.capability)));
    }
    if rule.needs.contains(&Need::Waiting) && declaration.exhaustion == Exhaustion::FailFast {
        return Some(Outcome::NotApplicable("the pool declares that acquires never wait".to_owned()));
    }
    if rule.needs.contains(&Need::Closing) && declaration.close_mode == CloseMode::Unsupported {
        return Some(Outcome::Lacking("the pool declares that it cannot be closed".to_owned()));
    }
    None
}
