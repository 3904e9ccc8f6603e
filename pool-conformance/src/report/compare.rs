//! What differs between two runs: new failures, resolved ones, and those that go on.

use std::fmt::{self, Write};

use super::{
    escape::markdown,
    record::{OutcomeKind, Record, RuleRecord},
};

/// What differs between an earlier and a later run.
///
/// A rule counts as failing where it is broken, doubtful or at fault and not waived; see [`OutcomeKind::is_bad`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// The verdicts, the earlier one first.
    pub verdicts: (String, String),
    /// Rules that fail now and did not.
    pub new: Vec<Change>,
    /// Rules that failed and do not now.
    pub resolved: Vec<Change>,
    /// Rules that fail as before.
    pub ongoing: Vec<Change>,
    /// Why the two are not of one kind, such as another version of the kit.
    pub caveats: Vec<String>,
}

/// A rule in two runs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The rule's id.
    pub rule: String,
    /// What became of it before; `None` where there was no such rule.
    pub before: Option<OutcomeKind>,
    /// What became of it now; `None` where there is no such rule any more.
    pub now: Option<OutcomeKind>,
    /// What is to be seen, in one of the two.
    pub about: String,
}

impl Comparison {
    /// Compares two runs.
    #[must_use]
    pub fn of(earlier: &Record, later: &Record) -> Self {
        let mut comparison = Self {
            verdicts: (earlier.verdict.clone(), later.verdict.clone()),
            new: Vec::new(),
            resolved: Vec::new(),
            ongoing: Vec::new(),
            caveats: caveats(earlier, later),
        };
        for rule in &later.rules {
            comparison.sort(earlier, later, find(earlier, &rule.id), Some(rule));
        }
        for rule in earlier.rules.iter().filter(|rule| find(later, &rule.id).is_none()) {
            comparison.sort(earlier, later, Some(rule), None);
        }
        comparison
    }

    /// Whether nothing fails that did not fail before.
    #[must_use]
    pub fn is_no_worse(&self) -> bool {
        self.new.is_empty()
    }

    fn sort(
        &mut self,
        earlier: &Record,
        later: &Record,
        before: Option<&RuleRecord>,
        now: Option<&RuleRecord>,
    ) {
        let is_bad = |rule: Option<&RuleRecord>| rule.is_some_and(|rule| rule.outcome.is_bad());
        let Some(named) = now.or(before) else { return };
        let change = |run: &Record, rule: Option<&RuleRecord>| Change {
            rule: named.id.clone(),
            before: before.map(|rule| rule.outcome),
            now: now.map(|rule| rule.outcome),
            about: rule.map(|rule| about(run, rule)).unwrap_or_default(),
        };
        match (is_bad(before), is_bad(now)) {
            (false, true) => self.new.push(change(later, now)),
            (true, false) => self.resolved.push(change(earlier, before)),
            (true, true) => self.ongoing.push(change(later, now)),
            (false, false) => {}
        }
    }

    fn groups(&self) -> [(&'static str, &[Change]); 3] {
        [("new", &self.new), ("resolved", &self.resolved), ("ongoing", &self.ongoing)]
    }

    /// The comparison as Markdown, for a comment on a pull request.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let (before, now) = &self.verdicts;
        let sign = if self.is_no_worse() { "✅" } else { "❌" };
        let counts: Vec<String> =
            self.groups().iter().map(|(name, changes)| format!("{} {name}", changes.len())).collect();
        let mut text = format!("## {sign} Pool conformance: {before} → {now}\n\n{}\n", counts.join(", "));
        for caveat in &self.caveats {
            let _ = writeln!(text, "\n> {}", markdown(caveat));
        }
        for (name, changes) in self.groups().into_iter().filter(|(_, changes)| !changes.is_empty()) {
            let _ = writeln!(text, "\n### {name}\n\n| rule | before | now | |\n| --- | --- | --- | --- |");
            for change in changes {
                let Change { rule, before, now, about } = change;
                let about = markdown(about);
                let _ = writeln!(text, "| **{rule}** | {} | {} | {about} |", word(*before), word(*now));
            }
        }
        text
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "verdict: {} -> {}", self.verdicts.0, self.verdicts.1)?;
        self.caveats.iter().try_for_each(|caveat| writeln!(f, "note: {caveat}"))?;
        for (name, changes) in self.groups() {
            writeln!(f, "{name}: {}", changes.len())?;
            for Change { rule, before, now, about } in changes {
                writeln!(f, "  {rule:<8} {} -> {}  {about}", word(*before), word(*now))?;
            }
        }
        Ok(())
    }
}

fn word(outcome: Option<OutcomeKind>) -> &'static str {
    outcome.map_or("no such rule", OutcomeKind::word)
}

fn find<'a>(record: &'a Record, id: &str) -> Option<&'a RuleRecord> {
    record.rules.iter().find(|rule| rule.id == id)
}

fn about(run: &Record, rule: &RuleRecord) -> String {
    let seen = rule.failures.first().map(|failure| run.seen(rule, failure).to_owned());
    seen.unwrap_or_else(|| rule.evidence())
}

/// What else than the pool may have made a difference.
fn caveats(earlier: &Record, later: &Record) -> Vec<String> {
    let text = |record: &Record| -> [(&str, String); 6] {
        [
            ("kit", record.kit.clone()),
            ("rules", record.registry.clone()),
            ("edition", record.edition.clone()),
            ("subject", record.subject.clone()),
            ("declaration", format!("{:?}", record.declaration)),
            ("budget", format!("{:?}", record.budget)),
        ]
    };
    let pairs = text(earlier).into_iter().zip(text(later));
    let differing = pairs.filter(|((_, before), (_, now))| before != now);
    differing.map(|((what, before), (_, now))| format!("the {what} differs: {before}, then {now}")).collect()
}
