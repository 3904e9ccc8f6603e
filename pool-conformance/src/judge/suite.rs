use std::{sync::Arc, thread, time::Instant};

use super::{
    Plan, Planned,
    job::{Done, Job},
    merge::Explorations,
    plan::unknown_rule,
    watchdog,
};
use crate::{
    Budget, Declaration, Edition, Subject,
    erased::Factory,
    explore::OWNED,
    report::{Circumstances, Outcome, Progress, Report, RuleResult, Waiver},
    rule::Rule,
    rules::RULES,
};

/// A run of the rules, with everything about it that can be adjusted.
///
/// # Examples
///
/// ```
/// use pool_conformance::{Setup, Suite};
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
/// # use doc::DocPool;
///
/// async fn my_pool(setup: Setup) -> DocPool<pool_conformance::Probe> {
///     DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
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
    waivers: Vec<(String, Waiver)>,
    subject: String,
    edition: Edition,
    budget: Budget,
    progress: bool,
}

impl Suite {
    /// Every rule, nothing waived, progress shown where somebody can see it.
    pub fn new<S: Subject>(subject: S) -> Self {
        Self {
            subject: subject_path(std::any::type_name::<S>()),
            edition: Edition::default(),
            factory: Arc::new(subject),
            selected: Vec::new(),
            waivers: Vec::new(),
            budget: Budget::default(),
            progress: true,
        }
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
        self.waivers.push((rule.into(), Waiver::new(reason)));
        self
    }

    /// By which edition rules have their levels; the newest by default.
    pub fn edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// How far exploration goes.
    pub fn budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
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
        let began = Instant::now();
        let declaration = self.factory.declaration();
        let report = self.judge(&declaration);
        report.of(Circumstances {
            subject: self.subject,
            declaration,
            budget: self.budget,
            edition: self.edition,
            took: began.elapsed(),
        })
    }

    fn judge(&self, declaration: &Declaration) -> Report {
        let mut plan = Plan::new(declaration, &self.selected);
        plan.usage_errors.extend(self.faulty_waivers());
        if !plan.usage_errors.is_empty() {
            return Report::new(Vec::new(), Vec::new(), plan.usage_errors);
        }
        if let Some(why) = self.contact() {
            return Report::new(beyond_judgement(plan, &why), Vec::new(), Vec::new());
        }
        let jobs = self.jobs(&plan, declaration);
        let done = self.work(jobs.clone());
        let (mut outcomes, explorations) = self.sort(&jobs, done);
        let results = plan.rules.into_iter().map(|(rule, planned)| {
            let outcome = match planned {
                Planned::Settled(outcome) => outcome,
                Planned::ToJudge => explorations.join(rule, outcomes.next().unwrap_or(Outcome::NotSelected)),
            };
            RuleResult::new(rule, self.waived(rule, outcome))
        });
        Report::new(results.collect(), explorations.scopes.clone(), plan.usage_errors)
    }

    fn contact(&self) -> Option<String> {
        let done = watchdog::run(&self.factory, vec![Job::Contact], 1, |_, _| {});
        done.into_iter().find_map(|done| match done {
            Done::Contacted(why) => why,
            _ => None,
        })
    }

    /// A job for each rule that is to be judged, and the explorations if one of these rules owns an invariant.
    fn jobs(&self, plan: &Plan, declaration: &Declaration) -> Vec<Job> {
        let to_judge = plan.rules.iter().filter(|(_, planned)| matches!(planned, Planned::ToJudge));
        let mut jobs: Vec<Job> = to_judge.map(|(rule, _)| Job::Judge(rule)).collect();
        let explored = |job: &Job| matches!(job, Job::Judge(rule) if OWNED.contains(&rule.id));
        if jobs.iter().any(explored) {
            let limit = self.budget.per_world;
            let worlds = self.budget.worlds.iter().filter(|small| small.suits(declaration.close_mode));
            jobs.extend(worlds.map(|small| Job::Enumerate { small: *small, limit }));
            let rounds = |rounds: u64| Some(rounds).filter(|rounds| *rounds > 0);
            jobs.extend(rounds(self.budget.meetings).map(|rounds| Job::Meet { rounds }));
            let seed = self.budget.seed;
            jobs.extend(rounds(self.budget.stress).map(|rounds| Job::Stress { seed, rounds }));
            let parts = self.budget.parts(declaration);
            jobs.extend(parts.map(|(seed, schedules, flavour)| Job::Sample { seed, schedules, flavour }));
        }
        jobs
    }

    fn work(&self, jobs: Vec<Job>) -> Vec<Done> {
        let threads = thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
        let mut progress = Progress::new(self.progress, jobs.len());
        watchdog::run(&self.factory, jobs, threads, |job, done| match (job, done) {
            (Job::Judge(rule), Done::Judged(outcome)) => progress.note(rule.id, outcome.failure().is_some()),
            (_, Done::Explored(explored)) => progress.note("exploration", !explored.found.is_empty()),
            _ => {}
        })
    }

    /// The outcomes of rules in their order, and what the explorations came to.
    fn sort(&self, jobs: &[Job], done: Vec<Done>) -> (std::vec::IntoIter<Outcome>, Explorations) {
        let mut outcomes = Vec::new();
        let mut explorations = Explorations::default();
        for (job, done) in jobs.iter().zip(done) {
            match done {
                Done::Judged(outcome) => outcomes.push(outcome),
                Done::Explored(explored) => explorations.add(job, explored, self.budget.seed),
                Done::Contacted(_) | Done::Replayed(_) => {}
            }
        }
        (outcomes.into_iter(), explorations)
    }

    fn waived(&self, rule: &Rule, outcome: Outcome) -> Outcome {
        match self.waivers.iter().find(|(id, _)| id.eq_ignore_ascii_case(rule.id)) {
            Some((_, waiver)) => outcome.waive(waiver),
            None => outcome,
        }
    }

    fn faulty_waivers(&self) -> Vec<String> {
        let known = |id: &str| RULES.iter().any(|rule| rule.id.eq_ignore_ascii_case(id));
        let mut faults = Vec::new();
        for (index, (id, waiver)) in self.waivers.iter().enumerate() {
            if !known(id) {
                faults.push(format!("a waiver is for nothing: {}", unknown_rule(id)));
            }
            if waiver.reason.trim().is_empty() {
                faults.push(format!("the waiver of {id} needs a reason"));
            }
            if self.waivers[..index].iter().any(|(other, _)| other.eq_ignore_ascii_case(id)) {
                faults.push(format!("{id} is waived twice"));
            }
        }
        faults
    }
}

/// The path of a subject, without the wrapper of its declaration.
fn subject_path(name: &str) -> String {
    let declared = name.strip_prefix(concat!(env!("CARGO_CRATE_NAME"), "::")).filter(|_| name.ends_with('>'));
    let inner = declared.and_then(|name| Some(&name[name.find('<')? + 1..name.len() - 1]));
    inner.unwrap_or(name).to_owned()
}

/// What becomes of the rules where a pool cannot be judged at all.
fn beyond_judgement(plan: Plan, why: &str) -> Vec<RuleResult> {
    let outcome = |planned| match planned {
        Planned::Settled(outcome) => outcome,
        Planned::ToJudge => Outcome::Inconclusive(why.to_owned()),
    };
    plan.rules.into_iter().map(|(rule, planned)| RuleResult::new(rule, outcome(planned))).collect()
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
