use super::{story, timeline};
use crate::{ledger::Entry, rule::Violation};

/// How a rule was broken: what was expected and seen, and the story that led to it.
#[derive(Clone, Debug)]
pub struct Failure {
    violation: Violation,
    steps: Vec<String>,
    timeline: Vec<String>,
}

impl Failure {
    pub(crate) fn new(violation: Violation, entries: &[Entry]) -> Self {
        let scenes = story::scenes(entries);
        Self { violation, steps: story::lines(&scenes), timeline: timeline::draw(&scenes) }
    }

    /// What the rule has to expect in this situation.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.violation.expected
    }

    /// What was seen instead.
    #[must_use]
    pub fn seen(&self) -> &str {
        &self.violation.seen
    }

    /// What was done, a line a step, with what came of it.
    #[must_use]
    pub fn steps(&self) -> &[String] {
        &self.steps
    }

    /// Who held what, step by step.
    #[must_use]
    pub fn timeline(&self) -> &[String] {
        &self.timeline
    }
}
