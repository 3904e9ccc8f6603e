//! What is to become of each rule in a run, and which rules answer for what is found. The one place that decides which
//! rules apply to a pool.

use std::sync::Arc;

use crate::{
    model::{CloseMode, Declaration, Exhaustion, Need, Rule},
    oracle::{Attribution, Owner},
    report::Outcome,
    rules::{DEFINITIONS, Definition, is_known, matches, unknown_rule},
};

/// The rule that answers for what no other rule does.
const FLOOR: &str = "CONC-02";

/// What is to become of a rule in a run.
#[derive(Clone, Debug)]
pub(crate) enum Planned {
    ToJudge,
    Settled(Outcome),
}

/// Every rule there is, and what is to become of it: no rule can be forgotten.
pub(crate) struct Plan {
    pub(crate) rules: Vec<(&'static Definition, Planned)>,
    /// Which rules answer for what is found, selected or not.
    pub(crate) attribution: Arc<Attribution>,
    /// What was asked for and does not exist.
    pub(crate) usage_errors: Vec<String>,
}

impl Plan {
    pub(crate) fn new(declaration: &Declaration, selected: &[String]) -> Self {
        let chosen = |rule: &Rule| selected.is_empty() || selected.iter().any(|glob| matches(glob, rule.id));
        let plan = |definition: &&'static Definition| {
            let planned = match unmet(&definition.rule, declaration) {
                _ if !chosen(&definition.rule) => Planned::Settled(Outcome::NotSelected),
                Some(outcome) => Planned::Settled(outcome),
                None => Planned::ToJudge,
            };
            (*definition, planned)
        };
        let unknown = selected.iter().filter(|glob| !is_known(glob));
        Self {
            rules: DEFINITIONS.iter().map(plan).collect(),
            attribution: Arc::new(attribution(declaration)),
            usage_errors: unknown.map(|glob| unknown_rule(glob)).collect(),
        }
    }

    /// The rules that are to be judged.
    pub(crate) fn to_judge(&self) -> impl Iterator<Item = &'static Definition> + '_ {
        let judged = self.rules.iter().filter(|(_, planned)| matches!(planned, Planned::ToJudge));
        judged.map(|(definition, _)| *definition)
    }
}

/// The rules that apply to a pool that declares this, as owners of symptoms.
pub(crate) fn attribution(declaration: &Declaration) -> Attribution {
    let applies = |definition: &&&Definition| unmet(&definition.rule, declaration).is_none();
    let owner = |definition: &&Definition| Owner {
        rule: definition.rule.id,
        rank: definition.rank,
        owns: definition.owns,
    };
    Attribution::new(DEFINITIONS.iter().filter(applies).map(owner).collect(), FLOOR)
}

/// The outcome of a rule that does not apply to a pool; none if it applies.
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
