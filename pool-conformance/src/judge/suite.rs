use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Instant,
};

use super::{
    Plan, Planned,
    job::{Done, Job},
    merge::Explorations,
    watchdog,
};
use crate::{
    Budget, Declaration, Edition, Subject,
    baseline::{Baseline, Changes, Date, usual_path},
    erased::Factory,
    explore::OWNED,
    report::{Circumstances, Outcome, Progress, Report, RuleResult},
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
    baseline: Baseline,
    usage_errors: Vec<String>,
    updated: Option<PathBuf>,
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
            baseline: Baseline::default(),
            usage_errors: Vec::new(),
            updated: None,
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

    /// Accepts that a rule is broken, inconclusive or lacking, for a reason.
    ///
    /// The rule, an id or a glob, is judged all the same. The pool is then not conformant where nothing needs the waiver, and
    /// the run is misused where the rule does not exist, is waived twice, or the reason is empty.
    pub fn waive(mut self, rule: impl Into<String>, reason: impl Into<String>) -> Self {
        self.baseline.waive(rule.into(), reason.into());
        self
    }

    /// Accepts all that a file lists; more than one call adds up.
    ///
    /// A file is a subset of TOML: comments, and `[[waive]]` tables with text on one line each.
    ///
    /// ```toml
    /// [[waive]]
    /// rule = "CANC-05"                       # an id, or a glob such as CANC-*
    /// reason = "a chosen waiter that gives up takes its turn with it"
    /// link = "https://example.org/issues/7"  # optional
    /// until = "2027-01-31"                   # optional: the last day on which it is accepted
    /// pool = "my_pool"                       # optional: a word of the subject's path, where there are several
    /// ```
    ///
    /// It is checked both ways. What it lists does not fail a run, and the verdict is then
    /// [`ConformantWithWaivers`](crate::Verdict::ConformantWithWaivers). An entry that nothing needs, or that is past its day, makes the
    /// pool not conformant, and the report says which lines to remove. A glob is needed while any rule that it covers is. A
    /// file that cannot be read, and a rule that does not exist, is an error of usage.
    pub fn baseline(mut self, path: impl AsRef<Path>) -> Self {
        self.usage_errors.extend(self.baseline.read(path.as_ref()).err());
        self
    }

    /// Writes the file of a baseline anew after the run, before it is applied, and reads it first where it is there.
    ///
    /// Entries that are needed stay as they are written, with their comments. Those that nothing needs go, and each rule that
    /// keeps the pool from being conformant gets one. An entry that is past its day stays, and fails the run.
    pub fn update_baseline(mut self, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        if path.exists() {
            self = self.baseline(&path);
        }
        self.updated = Some(path);
        self
    }

    /// Takes the baseline of the environment, or that beside the manifest of the package under test, if there is one.
    pub(crate) fn usual_baseline(self) -> Self {
        match usual_path() {
            Some(path) => self.baseline(path),
            None => self,
        }
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
        plan.usage_errors.extend(self.usage_errors.iter().cloned().chain(self.baseline.faults()));
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
            RuleResult::new(rule, outcome)
        });
        let results: Vec<RuleResult> = results.collect();
        let baseline = match self.up_to_date(&results) {
            Ok(baseline) => baseline,
            Err(fault) => return Report::new(Vec::new(), Vec::new(), vec![fault]),
        };
        let applied = baseline.apply(&self.subject, Date::today(), results);
        Report::new(applied.results, explorations.scopes.clone(), Vec::new()).with_stale(applied.stale)
    }

    /// The baseline as it is after it was written anew, where that was asked for.
    fn up_to_date(&self, results: &[RuleResult]) -> Result<Baseline, String> {
        let Some(path) = &self.updated else { return Ok(self.baseline.clone()) };
        let written = self.baseline.update(path, &self.subject, Date::today(), results);
        let Changes { added, removed } = written
            .map_err(|error| format!("{}: the baseline cannot be written: {error}", path.display()))?;
        eprintln!("{}: {added} added, {removed} removed", path.display());
        let mut baseline = self.baseline.of_code();
        baseline.read(path)?;
        Ok(baseline)
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
            .field("baseline", &self.baseline)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}
