//! A run of the rules, with everything about it that can be adjusted.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Instant,
};

use super::{
    aggregate::Explorations,
    job::{Done, Job},
    part_outcome::PartOutcome,
    plan::{Plan, Planned},
    watchdog,
};
use crate::{
    baseline::{Baseline, Changes, Date, usual_path},
    explore::Budget,
    model::{Declaration, Edition},
    oracle::Attribution,
    report::{Circumstances, Outcome, Progress, Report, RuleResult},
    rules::Definition,
    subject::{AnySubject, Subject},
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
    judged: Arc<dyn AnySubject>,
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
            judged: Arc::new(subject),
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
        let declaration = self.judged.declaration();
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
        if let Some(why) = self.preflight(&plan.attribution) {
            return Report::new(beyond_judgement(plan, &why), Vec::new(), Vec::new());
        }
        let jobs = self.jobs(&plan, declaration);
        let done = self.work(jobs.clone(), &plan.attribution);
        let (parts, explorations) = self.sort(&jobs, done, &plan, declaration);
        let results: Vec<RuleResult> =
            plan.rules.iter().map(|(rule, planned)| result(rule, planned, &parts, &explorations)).collect();
        assert_landed(&explorations, &results);
        let baseline = match self.up_to_date(&results) {
            Ok(baseline) => baseline,
            Err(fault) => return Report::new(Vec::new(), Vec::new(), vec![fault]),
        };
        let applied = baseline.apply(&self.subject, Date::today(), results);
        Report::new(applied.results, explorations.coverage, Vec::new()).with_stale(applied.stale)
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

    fn preflight(&self, attribution: &Arc<Attribution>) -> Option<String> {
        let done = watchdog::run(&self.judged, attribution, vec![Job::Preflight], 1, |_, _| {});
        done.into_iter().find_map(|done| match done {
            Done::Preflighted(why) => why,
            _ => None,
        })
    }

    /// A job for each part of each rule that is to be judged, and the explorations if one of these rules owns a symptom.
    fn jobs(&self, plan: &Plan, declaration: &Declaration) -> Vec<Job> {
        let parts = |definition: &'static Definition| {
            (0..definition.scenario.len()).map(move |part| Job::Judge { definition, part })
        };
        let mut jobs: Vec<Job> = plan.to_judge().flat_map(parts).collect();
        if plan.to_judge().any(|definition| !definition.owns.is_empty()) {
            let limit = self.budget.per_world;
            let worlds = self.budget.bounds.iter().filter(|bounds| bounds.suits(declaration.close_mode));
            jobs.extend(worlds.map(|bounds| Job::Enumerate { bounds: *bounds, limit }));
            let rounds = |rounds: u64| Some(rounds).filter(|rounds| *rounds > 0);
            jobs.extend(rounds(self.budget.meetings).map(|rounds| Job::Meet { rounds }));
            let seed = self.budget.seed;
            jobs.extend(rounds(self.budget.stress).map(|rounds| Job::Stress { seed, rounds }));
            let samples = self.budget.parts(declaration);
            jobs.extend(samples.map(|(seed, schedules, profile)| Job::Sample { seed, schedules, profile }));
        }
        jobs
    }

    fn work(&self, jobs: Vec<Job>, attribution: &Arc<Attribution>) -> Vec<Done> {
        let threads = thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
        let mut progress = Progress::new(self.progress, jobs.len());
        watchdog::run(&self.judged, attribution, jobs, threads, |job, done| match (job, done) {
            (Job::Judge { definition, .. }, Done::Judged(outcome)) => {
                progress.note(definition.rule.id, matches!(outcome, PartOutcome::Broken(_)));
            }
            (_, Done::Explored(explored)) => progress.note("exploration", !explored.found.is_empty()),
            _ => {}
        })
    }

    /// The parts of scenarios with what became of them, and what the explorations came to.
    fn sort<'a>(
        &self,
        jobs: &[Job],
        done: Vec<Done>,
        plan: &'a Plan,
        declaration: &'a Declaration,
    ) -> (Vec<(&'static str, PartOutcome)>, Explorations<'a>) {
        let mut parts = Vec::new();
        let mut explorations = Explorations::new(&plan.attribution, declaration);
        for (job, done) in jobs.iter().zip(done) {
            match (job, done) {
                (Job::Judge { definition, .. }, Done::Judged(outcome)) => {
                    parts.push((definition.rule.id, outcome));
                }
                (_, Done::Explored(explored)) => explorations.add(job, explored, self.budget.seed),
                _ => {}
            }
        }
        (parts, explorations)
    }
}

/// The result of one rule. What was found of a rule of which the outcome does not tell is noted beside it.
fn result(
    definition: &'static Definition,
    planned: &Planned,
    parts: &[(&'static str, PartOutcome)],
    explorations: &Explorations<'_>,
) -> RuleResult {
    let rule = &definition.rule;
    let outcome = match planned {
        Planned::Settled(outcome) => outcome.clone(),
        Planned::ToJudge => {
            let own = parts.iter().filter(|(id, _)| *id == rule.id);
            let own: Vec<PartOutcome> = own.map(|(_, outcome)| outcome.clone()).collect();
            explorations.join(definition, &own)
        }
    };
    let told = !outcome.failures().is_empty();
    let noted = if told { Vec::new() } else { explorations.failures_of(rule) };
    RuleResult::new(rule, outcome).noting(noted)
}

/// The path of a subject, without the wrapper of its declaration.
fn subject_path(name: &str) -> String {
    let declared = name.strip_prefix(concat!(env!("CARGO_CRATE_NAME"), "::")).filter(|_| name.ends_with('>'));
    let inner = declared.and_then(|name| Some(&name[name.find('<')? + 1..name.len() - 1]));
    inner.unwrap_or(name).to_owned()
}

/// That everything that was found stands in the result of a rule.
fn assert_landed(explorations: &Explorations<'_>, results: &[RuleResult]) {
    for found in &explorations.found {
        let landed = results.iter().any(|result| result.rule().id() == found.rule);
        assert!(landed, "what was found of {} has no result", found.rule);
    }
}

/// What becomes of the rules where a pool cannot be judged at all.
fn beyond_judgement(plan: Plan, why: &str) -> Vec<RuleResult> {
    let outcome = |planned| match planned {
        Planned::Settled(outcome) => outcome,
        Planned::ToJudge => Outcome::Inconclusive(why.to_owned()),
    };
    let result = |(definition, planned): (&'static Definition, Planned)| {
        RuleResult::new(&definition.rule, outcome(planned))
    };
    plan.rules.into_iter().map(result).collect()
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
