//! A record as `JUnit` XML: a test case a rule.
//!
//! The form is that of the schemas which plug-ins of Jenkins validate by, old and new (`.ci/junit`). They know neither
//! properties of a test case nor suites with an attribute `disabled`, and the old one no attributes of what is skipped, so
//! what is known of a rule is in its text.

use std::fmt::Write;

use super::{
    escape::html as escape,
    record::{FailureRecord, OutcomeKind, Record, RuleRecord},
};

/// How a test case came out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Passed,
    Failed,
    InError,
    Skipped,
}

impl Record {
    /// The record as `JUnit` XML: one suite with a test case for each rule, named as by [`tests!`](crate::tests).
    ///
    /// What is broken is a failure, what is inconclusive or at fault an error, and what is waived, left out or not
    /// applicable is skipped. A deviation passes, with its story. Entries of the baseline that are to be removed, and what the
    /// run was asked for and does not exist, are a failing case of their own.
    #[must_use]
    pub fn to_junit(&self) -> String {
        let faults: Vec<&String> = self.usage_errors.iter().chain(&self.stale_waivers).collect();
        let count = |status| self.rules.iter().filter(|rule| status_of(rule.outcome) == status).count();
        let counts = format!(
            "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
            self.rules.len() + usize::from(!faults.is_empty()),
            count(Status::Failed) + usize::from(!faults.is_empty()),
            count(Status::InError),
        );
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pool-conformance\" {counts}>\n  \
             <testsuite name=\"{}\" {counts} skipped=\"{}\">\n    <properties>\n",
            escape(&self.subject),
            count(Status::Skipped)
        );
        for (name, value) in self.properties() {
            let _ = writeln!(xml, "      <property name=\"{name}\" value=\"{}\"/>", escape(&value));
        }
        xml.push_str("    </properties>\n");
        self.rules.iter().for_each(|rule| self.test_case(&mut xml, rule));
        if let Some(first) = faults.first() {
            let all: Vec<String> = faults.iter().map(|fault| (*fault).clone()).collect();
            let _ = writeln!(xml, "    <testcase name=\"baseline\" classname=\"{}\">", escape(&self.subject));
            element(&mut xml, "failure", Some(("baseline", first)), &all);
            xml.push_str("    </testcase>\n");
        }
        xml.push_str("  </testsuite>\n</testsuites>\n");
        xml
    }

    fn properties(&self) -> [(&'static str, String); 5] {
        [
            ("kit", self.kit.clone()),
            ("registry", self.registry.clone()),
            ("edition", self.edition.clone()),
            ("seed", self.budget.seed.to_string()),
            ("verdict", self.verdict.clone()),
        ]
    }

    fn test_case(&self, xml: &mut String, rule: &RuleRecord) {
        let class = escape(&self.subject);
        let _ = writeln!(xml, "    <testcase name=\"{}\" classname=\"{class}\">", rule.test_name());
        let message = match rule.failures.first() {
            Some(failure) => self.seen(rule, failure).to_owned(),
            None => rule.evidence(),
        };
        let word = rule.outcome.word();
        match status_of(rule.outcome) {
            Status::Passed => {}
            Status::Failed => element(xml, "failure", Some((word, &message)), &self.story(rule)),
            Status::InError => element(xml, "error", Some((word, &message)), &self.story(rule)),
            Status::Skipped => element(xml, "skipped", None, &[format!("{word}: {}", rule.evidence())]),
        }
        let mut known = vec![format!("{} {} ({}): {word}", rule.id, rule.level, rule.capability)];
        known.extend(rule.strength.is_some().then(|| rule.evidence()));
        if rule.outcome == OutcomeKind::Deviates {
            known.extend(self.story(rule));
        }
        element(xml, "system-out", None, &known);
        xml.push_str("    </testcase>\n");
    }

    /// The story of a rule, line by line.
    fn story(&self, rule: &RuleRecord) -> Vec<String> {
        let mut lines = vec![rule.requirement.clone()];
        match rule.failures.first() {
            Some(failure) => lines.extend(self.lines(rule, failure)),
            None => lines.push(rule.evidence()),
        }
        lines.extend(rule.hints.iter().map(|hint| format!("look at: {hint}")));
        lines
    }

    fn lines(&self, rule: &RuleRecord, failure: &FailureRecord) -> Vec<String> {
        let expected = format!("expected: {}", failure.expected);
        let mut lines = vec![expected, format!("seen: {}", self.seen(rule, failure))];
        lines.extend(failure.setup.map(|setup| format!("with {setup}")));
        lines.extend(failure.story());
        lines.extend(failure.again());
        lines
    }
}

fn status_of(outcome: OutcomeKind) -> Status {
    match outcome {
        OutcomeKind::Pass | OutcomeKind::Deviates => Status::Passed,
        OutcomeKind::Fail | OutcomeKind::UnexpectedPass => Status::Failed,
        OutcomeKind::Inconclusive | OutcomeKind::Errored => Status::InError,
        _ => Status::Skipped,
    }
}

/// Writes an element with lines of text in it.
fn element(xml: &mut String, name: &str, about: Option<(&str, &str)>, lines: &[String]) {
    let attributes =
        about.map(|(kind, message)| format!(" type=\"{}\" message=\"{}\"", escape(kind), escape(message)));
    let attributes = attributes.unwrap_or_default();
    if lines.is_empty() {
        let _ = writeln!(xml, "      <{name}{attributes}/>");
        return;
    }
    let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
    let _ = writeln!(xml, "      <{name}{attributes}>{}</{name}>", lines.join("\n"));
}
