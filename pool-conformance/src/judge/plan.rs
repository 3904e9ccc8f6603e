use crate::{
    CloseMode, Declaration, Exhaustion,
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
        let unknown = selected.iter().filter(|glob| !RULES.iter().any(|rule| matches(glob, rule.id)));
        Self { rules, usage_errors: unknown.map(|glob| unknown_rule(glob)).collect() }
    }
}

/// Says of an id or a glob that names no rule what would be right.
pub(crate) fn unknown_rule(name: &str) -> String {
    let area = name.split('-').next().unwrap_or(name).to_ascii_uppercase();
    let near: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| id.starts_with(&area)).collect();
    if near.is_empty() || area.is_empty() {
        let (first, last) = (RULES[0].id, RULES[RULES.len() - 1].id);
        return format!("no rule is called `{name}`; ids look like {first} or {last}, globs like LIFE-*");
    }
    format!("no rule is called `{name}`; there are {}", near.join(", "))
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

/// Whether an id is meant by a glob in which `*` stands for any text.
fn matches(glob: &str, id: &str) -> bool {
    match glob.split_once('*') {
        None => glob.eq_ignore_ascii_case(id),
        Some((head, tail)) => {
            let Some(rest) = id.get(..head.len()).filter(|start| start.eq_ignore_ascii_case(head)) else {
                return false;
            };
            let rest = &id[rest.len()..];
            (0..=rest.len()).filter_map(|skip| rest.get(skip..)).any(|rest| matches(tail, rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{matches, unknown_rule};

    #[test]
    fn globs_match_as_in_a_shell() {
        for (glob, id, expected) in [
            ("LIFE-04", "LIFE-04", true),
            ("life-04", "LIFE-04", true),
            ("LIFE-*", "LIFE-04", true),
            ("*-04", "LIFE-04", true),
            ("*", "LIFE-04", true),
            ("L*E-*4", "LIFE-04", true),
            ("LIFE-0", "LIFE-04", false),
            ("ACQ-*", "LIFE-04", false),
            ("", "LIFE-04", false),
        ] {
            assert_eq!(matches(glob, id), expected, "{glob} on {id}");
        }
    }

    #[test]
    fn an_unknown_rule_is_answered_with_its_neighbours() {
        assert!(unknown_rule("LIFE-99").contains("LIFE-04"));
        assert!(unknown_rule("nonsense").contains("globs like LIFE-*"));
    }
}
