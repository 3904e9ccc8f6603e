//! How rules are selected: ids and globs.

use super::rules;

/// Whether an id is meant by a glob in which `*` stands for any text.
pub(crate) fn matches(glob: &str, id: &str) -> bool {
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

/// Whether any rule is meant by a glob.
pub(crate) fn is_known(glob: &str) -> bool {
    rules().iter().any(|rule| matches(glob, rule.id))
}

/// Says of an id or a glob that names no rule what would be right.
pub(crate) fn unknown_rule(name: &str) -> String {
    let area = name.split('-').next().unwrap_or(name).to_ascii_uppercase();
    let near: Vec<&str> = rules().iter().map(|rule| rule.id).filter(|id| id.starts_with(&area)).collect();
    if near.is_empty() || area.is_empty() {
        let (first, last) = (rules()[0].id, rules()[rules().len() - 1].id);
        return format!("no rule is called `{name}`; ids look like {first} or {last}, globs like LIFE-*");
    }
    format!("no rule is called `{name}`; there are {}", near.join(", "))
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
