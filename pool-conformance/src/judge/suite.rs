use std::{sync::Arc, thread};

use super::{Plan, Planned, job::Job, plan::unknown_rule, watchdog};
use crate::{
    Subject,
    erased::Factory,
    report::{Outcome, Progress, Report, RuleResult},
    rule::Rule,
    rules::RULES,
};

/// A run of the rules, with everything about it that can be adjusted.
///
/// # Examples
///
/// ```
/// use pool_conformance::{Setup, Suite};
/// # use pool_conformance::doc_pool::DocPool;
///
/// async fn my_pool(setup: Setup) -> DocPool {
///     DocPool::new(setup)
/// }
///
/// let report = Suite::new(my_pool).select("ACQ-03").run();
/// println!("{report}");
/// # assert!(!report.to_string().is_empty());
/// ```
#[must_use = "a suite does nothing until `run` is called"]
pub struct Suite {
    factory: Arc<dyn Factory>,
    selected: Vec<String>,
    waivers: Vec<(String, String)>,
    progress: bool,
}

impl Suite {
    /// Every rule, nothing waived, progress shown where somebody can see it.
    pub fn new(subject: impl Subject) -> Self {
        Self { factory: Arc::new(subject), selected: Vec::new(), waivers: Vec::new(), progress: true }
    }

    /// Judges only rules with this id, or whose id matches this glob; more than one call adds up.
    ///
    /// Rules left out are `not selected`, and the verdict is then at best `partial`. A pattern that matches no rule is
    /// an error of usage in the report.
    pub fn select(mut self, pattern: impl Into<String>) -> Self {
        self.selected.push(pattern.into());
        self
    }

    /// Accepts that a rule is broken, for a reason.
    ///
    /// The rule is judged all the same: a waived rule that passes is an error, and so is an id that does not exist, a
    /// second waiver for a rule, or an empty reason.
    pub fn waive(mut self, rule: impl Into<String>, reason: impl Into<String>) -> Self {
        self.waivers.push((rule.into(), reason.into()));
        self
    }

    /// Whether a terminal is shown how far the run has come; on by default.
    pub fn progress(mut self, shown: bool) -> Self {
        self.progress = shown;
        self
    }

    /// Judges the pool.
    ///
    /// The pools run on threads of the kit's own, so this can be called from anywhere, within a runtime too.
    pub fn run(self) -> Report {
        let mut plan = Plan::new(&self.factory.declaration(), &self.selected);
        plan.usage_errors.extend(self.faulty_waivers());
        let outcomes = if plan.usage_errors.is_empty() { self.judge(&plan) } else { Vec::new() };
        let mut outcomes = outcomes.into_iter();
        let results = plan.rules.into_iter().map(|(rule, planned)| {
            let outcome = match planned {
                Planned::Settled(outcome) => outcome,
                Planned::ToJudge => outcomes.next().unwrap_or(Outcome::NotSelected),
            };
            RuleResult::new(rule, self.waived(rule, outcome))
        });
        Report::new(results.collect(), plan.usage_errors)
    }

    fn judge(&self, plan: &Plan) -> Vec<Outcome> {
        let to_judge = plan.rules.iter().filter(|(_, planned)| matches!(planned, Planned::ToJudge));
        let jobs: Vec<Job> = to_judge.map(|(rule, _)| Job { rule }).collect();
        let threads = thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
        let mut progress = Progress::new(self.progress, jobs.len());
        watchdog::run(&self.factory, jobs, threads, |job, outcome| progress.note(job.rule, outcome))
    }

    fn waived(&self, rule: &Rule, outcome: Outcome) -> Outcome {
        match self.waivers.iter().find(|(id, _)| id.eq_ignore_ascii_case(rule.id)) {
            Some((_, reason)) => outcome.waive(reason),
            None => outcome,
        }
    }

    fn faulty_waivers(&self) -> Vec<String> {
        let known = |id: &str| RULES.iter().any(|rule| rule.id.eq_ignore_ascii_case(id));
        let mut faults = Vec::new();
        for (index, (id, reason)) in self.waivers.iter().enumerate() {
            if !known(id) {
                faults.push(format!("a waiver is for nothing: {}", unknown_rule(id)));
            }
            if reason.trim().is_empty() {
                faults.push(format!("the waiver of {id} needs a reason"));
            }
            if self.waivers[..index].iter().any(|(other, _)| other.eq_ignore_ascii_case(id)) {
                faults.push(format!("{id} is waived twice"));
            }
        }
        faults
    }
}

impl std::fmt::Debug for Suite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Suite")
            .field("selected", &self.selected)
            .field("waivers", &self.waivers)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}
