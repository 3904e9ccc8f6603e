//! What a rule means, for a terminal and for the page of all rules.

use std::fmt::Write;

use super::wrap::wrap;
use crate::{model::Rule, rules::rules};

impl Rule {
    /// What the rule means, why it matters and where to look, as text of 80 columns.
    #[must_use]
    pub fn explain(&self) -> String {
        explain(self)
    }
}

fn explain(rule: &Rule) -> String {
    let mut text =
        format!("{} · {} · {}\n{}\n\n", rule.id, rule.level, rule.capability, wrap(rule.requirement, "", ""));
    let _ = writeln!(text, "why it matters\n{}\n", wrap(rule.why, "  ", "  "));
    let _ = writeln!(text, "it is judged where a run comes to");
    for situation in rule.situations() {
        let _ = writeln!(text, "{}", wrap(situation, "  - ", "    "));
    }
    let _ = writeln!(text, "\nif a pool breaks it, look at");
    for hint in rule.hints {
        let _ = writeln!(text, "{}", wrap(hint, "  - ", "    "));
    }
    text
}

/// A page on every rule there is, as Markdown.
#[must_use]
pub fn rules_page() -> String {
    let mut page = format!(
        "# The rules\n\nMade by `cargo pool-conformance rules`; not to be written by hand. {} rules, of which each pool is \
         judged by those of the capabilities that it claims.\n",
        rules().len()
    );
    let mut area = "";
    for rule in rules() {
        if rule.area() != area {
            area = rule.area();
            let _ = writeln!(page, "\n## {area}");
        }
        let Rule { id, level, capability, requirement, why, .. } = rule;
        let _ = writeln!(page, "\n### {id}\n\n**{level}**, {capability}. {requirement}\n\n*Why:* {why}\n");
        let situations: Vec<&str> = rule.situations().collect();
        let _ = writeln!(page, "*Judged where a run comes to:* {}.\n", situations.join("; "));
        rule.hints.iter().for_each(|hint| {
            let _ = writeln!(page, "* look at {hint}");
        });
    }
    page
}
