//! What a report tells a job of GitHub Actions: a summary, and an annotation for each broken rule.

use std::{env, path::PathBuf};

use super::{
    escape::cut,
    faces::append,
    record::{OutcomeKind, Record, RuleRecord},
};

/// Appends the summary where `GITHUB_STEP_SUMMARY` names a file, and prints annotations where `GITHUB_ACTIONS` is set.
pub(super) fn write(record: &Record) -> Result<(), String> {
    let is_set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    if is_set("GITHUB_ACTIONS").is_some() {
        println!("{}", lines(record).join("\n"));
    }
    match is_set("GITHUB_STEP_SUMMARY") {
        Some(path) => append(&PathBuf::from(path), &format!("{}\n", record.to_markdown())),
        None => Ok(()),
    }
}

/// A workflow command for each rule that is broken or in doubt, and for each entry of the baseline that is to go.
fn lines(record: &Record) -> Vec<String> {
    let of_rule = |rule: &RuleRecord| {
        let kind = match rule.outcome {
            OutcomeKind::Deviates => "warning",
            outcome if outcome.is_bad() => "error",
            _ => return None,
        };
        let about = match rule.failures.first() {
            Some(failure) => format!("{} Seen: {}", rule.requirement, record.seen(rule, failure)),
            None => format!("{} {}: {}", rule.requirement, rule.outcome.word(), rule.evidence()),
        };
        Some(command(kind, &format!("{} {}", rule.id, rule.outcome.word()), &about))
    };
    let faults = record.usage_errors.iter().chain(&record.stale_waivers);
    let faults = faults.map(|fault| command("error", "pool-conformance", fault));
    record.rules.iter().filter_map(of_rule).chain(faults).collect()
}

fn command(kind: &str, title: &str, message: &str) -> String {
    let data = |text: &str| cut(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let title = data(title).replace(':', "%3A").replace(',', "%2C");
    format!("::{kind} title={title}::{}", data(message))
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn a_message_stays_in_its_line() {
        assert_eq!(command("error", "a:b", "50%\nmore"), "::error title=a%3Ab::50%25%0Amore");
    }
}
