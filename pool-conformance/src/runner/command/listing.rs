//! What the program tells without judging anything: help, the rules, what a rule means.

use std::fmt::Write;

use super::arguments::{Arguments, USAGE, test_name};
use crate::rules::rules as all_rules;

/// The text that is asked for instead of a run, if one is.
pub(super) fn asked_for(arguments: &Arguments) -> Option<String> {
    if arguments.help {
        return Some(format!("{USAGE}\n"));
    }
    if let Some(id) = &arguments.explained {
        return all_rules().iter().find(|rule| rule.id == *id).map(|rule| rule.explain());
    }
    arguments.list.then(|| if arguments.terse { tests(arguments) } else { rules() })
}

/// A line for each test that is chosen, as libtest writes it.
fn tests(arguments: &Arguments) -> String {
    let chosen = arguments.chosen();
    let all = chosen.is_empty() && !arguments.filters_tests();
    let listed = all_rules().iter().filter(|rule| all || chosen.contains(&rule.id));
    listed.fold(String::new(), |mut text, rule| {
        let _ = writeln!(text, "{}: test", test_name(rule.id));
        text
    })
}

fn rules() -> String {
    all_rules().iter().fold(String::new(), |mut text, rule| {
        let _ = writeln!(text, "{:<8} {:<6} {}", rule.id, rule.level, rule.requirement);
        text
    })
}
