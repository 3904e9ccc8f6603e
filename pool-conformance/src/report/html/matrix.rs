//! All rules, with what each outcome rests on.

use std::fmt::Write;

use super::{each, escape, prose};
use crate::{
    report::record::{OutcomeKind, Record, RuleRecord},
    rules::rules,
};

/// The class of an outcome in the style sheet.
pub(super) fn class(outcome: OutcomeKind) -> &'static str {
    match outcome {
        OutcomeKind::Pass => "good",
        OutcomeKind::Fail | OutcomeKind::UnexpectedPass | OutcomeKind::Errored => "bad",
        OutcomeKind::Deviates | OutcomeKind::Inconclusive | OutcomeKind::Waived => "doubt",
        _ => "faint",
    }
}

/// A sign beside the word, for readers who do not see the colours.
fn sign(outcome: OutcomeKind) -> &'static str {
    match class(outcome) {
        "good" => "✓",
        "bad" => "✕",
        "doubt" => "!",
        _ => "–",
    }
}

/// The rules, area by area.
pub(super) fn section(record: &Record) -> String {
    let mut text = "<section>\n<h2>Rules</h2>\n".to_owned();
    let mut areas: Vec<&str> = record.rules.iter().map(area_of).collect();
    areas.dedup();
    for area in areas {
        let rules = record.rules.iter().filter(|rule| area_of(rule) == area);
        let cells = each(rules, |rule| cell(record, rule));
        let name = escape(name_of(area));
        let _ = writeln!(text, "<h3>{name}</h3>\n<ul class=\"rules\">\n{cells}</ul>");
    }
    text + "</section>\n"
}

/// The name of an area, where this kit has it.
fn name_of(area: &str) -> &str {
    let known = rules().iter().find(|rule| rule.id().split('-').next() == Some(area));
    known.map_or(area, |rule| rule.area())
}

fn area_of(rule: &RuleRecord) -> &str {
    rule.id.split('-').next().unwrap_or(&rule.id)
}

fn cell(record: &Record, rule: &RuleRecord) -> String {
    let id = escape(&rule.id);
    let seen = rule.failures.first().map(|failure| record.seen(rule, failure).to_owned());
    let evidence = match (&rule.waiver, seen) {
        (Some(waiver), _) => waiver.reason.clone(),
        (None, Some(seen)) => seen,
        (None, None) => rule.evidence(),
    };
    let named = if rule.failures.is_empty() {
        format!("<b>{id}</b>")
    } else {
        format!("<a href=\"#{id}\"><b>{id}</b></a>")
    };
    format!(
        "<li class=\"{}\"><p class=\"head\">{named} <span class=\"level\">{}</span> <span class=\"word\">{} \
         {}</span></p><p>{}</p><p class=\"evidence\">{}</p></li>\n",
        class(rule.outcome),
        escape(&rule.level),
        sign(rule.outcome),
        rule.outcome.word(),
        prose(&rule.requirement),
        prose(&evidence)
    )
}
