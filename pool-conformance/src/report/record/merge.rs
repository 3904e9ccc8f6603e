//! Joining the parts of a report that several processes wrote.

use thiserror::Error;

use super::{OutcomeKind, Record, RuleRecord};
use crate::report::Verdict;

/// Why parts do not make a whole.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MergeError {
    /// There are no parts.
    #[error("there is nothing to merge")]
    Nothing,
    /// The parts are of different runs.
    #[error("the parts are of different runs: {what} is {first} in one and {other} in another")]
    Mixed {
        /// What differs.
        what: &'static str,
        /// What it is in the first part.
        first: String,
        /// What it is in another.
        other: String,
    },
    /// A rule is in no part.
    #[error("no part has judged {0}")]
    Gap(String),
    /// A rule is in more than one part.
    #[error("two parts have judged {0}")]
    Double(String),
}

impl Record {
    /// Joins parts, each of which has judged some of the rules, to the report of the whole run.
    ///
    /// # Errors
    ///
    /// [`MergeError`] where the parts are of different runs, where a rule is in no part, and where one is in two.
    pub fn merged(parts: &[Self]) -> Result<Self, MergeError> {
        let first = parts.first().ok_or(MergeError::Nothing)?;
        parts.iter().try_for_each(|part| same_run(first, part))?;
        let mut whole = first.clone();
        whole.rules = (0..first.rules.len()).map(|index| one_of(parts, index)).collect::<Result<_, _>>()?;
        whole.worlds = parts
            .iter()
            .map(|part| &part.worlds)
            .max_by_key(|worlds| worlds.len())
            .cloned()
            .unwrap_or_default();
        whole.usage_errors = all(parts, |part| &part.usage_errors);
        whole.stale_waivers = all(parts, |part| &part.stale_waivers);
        whole.measured.run = None;
        whole.measured.took_ms = parts.iter().map(|part| part.measured.took_ms).sum();
        let most = parts.iter().map(|part| &part.measured.worlds).max_by_key(|worlds| worlds.len());
        whole.measured.worlds = most.cloned().unwrap_or_default();
        whole.measured.failures = parts.iter().flat_map(|part| part.measured.failures.clone()).collect();
        let outcomes: Vec<OutcomeKind> = whole.rules.iter().map(|rule| rule.outcome).collect();
        let verdict = Verdict::of(&outcomes, &whole.usage_errors, &whole.stale_waivers);
        whole.verdict = verdict.to_string();
        whole.exit_code = verdict.exit_code();
        Ok(whole)
    }
}

/// Refuses parts that are not of one run.
fn same_run(first: &Record, other: &Record) -> Result<(), MergeError> {
    let facts = |record: &Record| -> [(&'static str, String); 8] {
        let ids: Vec<&str> = record.rules.iter().map(|rule| rule.id.as_str()).collect();
        let run = record.measured.run.as_deref().unwrap_or("none");
        [
            ("the kit", record.kit.clone()),
            ("the rules' digest", record.registry.clone()),
            ("the edition", record.edition.clone()),
            ("the subject", record.subject.clone()),
            ("the declaration", format!("{:?}", record.declaration)),
            ("the budget", format!("{:?}", record.budget)),
            ("the list of rules", ids.join(" ")),
            ("the run", run.split(", attempt ").next().unwrap_or(run).to_owned()),
        ]
    };
    let differing = facts(first).into_iter().zip(facts(other)).find(|(first, other)| first != other);
    match differing {
        None => Ok(()),
        Some(((what, first), (_, other))) => Err(MergeError::Mixed { what, first, other }),
    }
}

/// What the one part says of a rule that has judged it.
fn one_of(parts: &[Record], index: usize) -> Result<RuleRecord, MergeError> {
    let has_judged = |part: &&Record| part.rules[index].outcome != OutcomeKind::NotSelected;
    let mut judging = parts.iter().filter(has_judged).map(|part| &part.rules[index]);
    let found = judging.next().ok_or_else(|| MergeError::Gap(parts[0].rules[index].id.clone()))?;
    match judging.next() {
        None => Ok(found.clone()),
        Some(_) => Err(MergeError::Double(found.id.clone())),
    }
}

/// The lines of all parts, each once.
fn all(parts: &[Record], lines: impl Fn(&Record) -> &Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = parts.iter().flat_map(|part| lines(part).clone()).collect();
    all.sort();
    all.dedup();
    all
}
