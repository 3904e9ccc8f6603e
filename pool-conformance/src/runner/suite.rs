//! A run of the rules, with everything about it that can be adjusted.

use std::{path::PathBuf, sync::Arc, time::Instant};

use super::{
    aggregate::Explorations,
    caution,
    chance::judge_by_chance,
    each_rule::Shared,
    foresight::foresee,
    job::{Done, Job},
    obstacle::beyond_judgement,
    part_outcome::PartOutcome,
    plan::Plan,
    preflight::Obstacle,
    results::{assert_landed, result, subject_path},
    watchdog::{self, Deadline, workers},
};
use crate::{
    baseline::{Baseline, Date},
    explore::Budget,
    model::{Declaration, Edition, Symptom},
    oracle::Attribution,
    report::{Circumstances, Progress, Report, RuleResult},
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
    pub(super) judged: Arc<dyn AnySubject>,
    selected: Vec<String>,
    pub(super) baseline: Baseline,
    pub(super) usage_errors: Vec<String>,
    pub(super) updated: Option<PathBuf>,
    pub(super) subject: String,
    edition: Edition,
    pub(super) budget: Budget,
    progress: bool,
    shared: Option<Shared>,
}

impl Suite {
    /// Every rule, nothing waived, progress shown on a terminal.
    pub fn new<S: Subject>(subject: S) -> Self {
        Self::of(Arc::new(subject), std::any::type_name::<S>())
    }

    /// The same, for a subject of a type of that name.
    pub(super) fn of(judged: Arc<dyn AnySubject>, name: &str) -> Self {
        Self {
            subject: subject_path(name),
            edition: Edition::default(),
            judged,
            selected: Vec::new(),
            baseline: Baseline::default(),
            usage_errors: Vec::new(),
            updated: None,
            budget: Budget::default(),
            progress: true,
            shared: None,
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

    /// Explores once together with others that have the same subject and budget.
    pub(super) fn sharing(mut self, shared: Shared) -> Self {
        self.shared = Some(shared);
        self
    }

    /// Judges the pool.
    ///
    /// The pools run on threads of the kit's own, so this can be called from anywhere, within a runtime too.
    pub fn run(self) -> Report {
        let selected = self.selected.clone();
        self.run_once_for(&[selected]).remove(0)
    }

    /// Judges the pool, and reports what was found as if each of these selections had been made; together they are all that is.
    pub(super) fn run_once_for(self, selections: &[Vec<String>]) -> Vec<Report> {
        let began = Instant::now();
        let declaration = self.judged.declaration();
        let reports = self.judge(&declaration, Deadline::after(self.budget.real_time), selections);
        let of = |report: Report| {
            report.of(Circumstances {
                subject: self.subject.clone(),
                declaration: declaration.clone(),
                budget: self.budget.clone(),
                edition: self.edition,
                took: began.elapsed(),
            })
        };
        reports.into_iter().map(of).collect()
    }

    fn judge(
        &self,
        declaration: &Declaration,
        deadline: Deadline,
        selections: &[Vec<String>],
    ) -> Vec<Report> {
        let mut plan = Plan::new(declaration, &self.selected);
        plan.usage_errors.extend(self.usage_errors.iter().cloned().chain(self.baseline.faults()));
        if !plan.usage_errors.is_empty() {
            let misused = |_: &Vec<String>| Report::new(Vec::new(), Vec::new(), plan.usage_errors.clone());
            return selections.iter().map(misused).collect();
        }
        let plans: Vec<Plan> = selections.iter().map(|selected| Plan::new(declaration, selected)).collect();
        let ended = match self.preflight(&plan.attribution, deadline).map(|obstacle| *obstacle) {
            None => None,
            Some(Obstacle::EndsProcess(found)) => Some(*found),
            Some(obstacle) => {
                let told = |plan| Report::new(beyond_judgement(plan, &obstacle), Vec::new(), Vec::new());
                return plans.iter().map(told).collect();
            }
        };
        let (parts, mut explorations) = self.find_out(&plan, declaration, deadline);
        // What an exploration ran into tells more than what the first look at the pool did.
        let known = explorations.found.iter().any(|found| found.finding.symptom == Symptom::ProcessEnded);
        explorations.found.extend(ended.filter(|_| !known));
        plans.iter().map(|plan| self.report(plan, &parts, &explorations, declaration)).collect()
    }

    /// What was found of the rules that a plan has judged.
    fn report(
        &self,
        plan: &Plan,
        parts: &[(&'static str, PartOutcome)],
        explorations: &Explorations<'_>,
        declaration: &Declaration,
    ) -> Report {
        let explores = plan.to_judge().any(|definition| !definition.owns.is_empty());
        let (none, ended) = (Explorations::new(&plan.attribution, declaration), Symptom::ProcessEnded);
        let is_told = explores || explorations.found.iter().any(|found| found.finding.symptom == ended);
        let explorations = if is_told { explorations } else { &none };
        let results: Vec<RuleResult> =
            plan.rules.iter().map(|(rule, planned)| result(rule, planned, parts, explorations)).collect();
        assert_landed(explorations, &results);
        let baseline = match self.up_to_date(&results) {
            Ok(baseline) => baseline,
            Err(fault) => return Report::new(Vec::new(), Vec::new(), vec![fault]),
        };
        let applied = baseline.apply(&self.subject, Date::today(), results);
        Report::new(applied.results, explorations.coverage.clone(), Vec::new()).with_stale(applied.stale)
    }

    fn preflight(&self, attribution: &Arc<Attribution>, deadline: Deadline) -> Option<Box<Obstacle>> {
        let done = watchdog::run(&self.judged, attribution, vec![Job::Preflight], (1, deadline), |_, _| {});
        done.into_iter().find_map(|done| match done {
            Done::Preflighted(obstacle) => obstacle,
            _ => None,
        })
    }

    /// The parts of scenarios with what became of them, and what the explorations came to if one of the rules owns a symptom.
    fn find_out<'a>(
        &self,
        plan: &'a Plan,
        declaration: &'a Declaration,
        deadline: Deadline,
    ) -> (Vec<(&'static str, PartOutcome)>, Explorations<'a>) {
        let mut jobs: Vec<Job> = plan.to_judge().flat_map(Job::parts_of).collect();
        let explores = plan.to_judge().any(|definition| !definition.owns.is_empty());
        let shared = self.shared.as_ref().filter(|_| explores);
        if explores && shared.is_none() {
            jobs.extend(self.explorations(declaration));
        }
        let done = self.work(&jobs, &plan.attribution, deadline);
        let (mut parts, mut explorations) = self.sort(&jobs, done, plan, declaration);
        if let Some(shared) = shared {
            let (coverage, found) = shared.get_or_init(|| {
                let jobs = self.explorations(declaration);
                let done = self.work(&jobs, &plan.attribution, deadline);
                let all = self.sort(&jobs, done, plan, declaration).1;
                (all.coverage, all.found)
            });
            explorations.coverage.clone_from(coverage);
            explorations.found.clone_from(found);
        }
        if explorations.coverage.iter().any(|coverage| coverage.by_chance) {
            judge_by_chance(&self.judged, plan, &mut parts, deadline);
        }
        foresee(&self.judged, plan, &mut explorations, deadline);
        (parts, explorations)
    }

    /// All that is explored.
    fn explorations(&self, declaration: &Declaration) -> Vec<Job> {
        let (limit, seed) = (self.budget.per_world, self.budget.seed);
        let worlds = self.budget.bounds.iter().filter(|bounds| bounds.suits(declaration));
        let mut jobs: Vec<Job> = worlds.map(|bounds| Job::Enumerate { bounds: *bounds, limit }).collect();
        let rounds = |rounds: u64| Some(rounds).filter(|rounds| *rounds > 0);
        jobs.extend(rounds(self.budget.meetings).map(|rounds| Job::Meet { rounds }));
        jobs.extend(rounds(self.budget.stress).map(|rounds| Job::Stress { seed, rounds }));
        let samples = self.budget.parts(declaration);
        jobs.extend(samples.map(|(seed, schedules, profile)| Job::Sample { seed, schedules, profile }));
        jobs
    }

    /// Does all jobs, of which the daring ones come last.
    fn work(&self, jobs: &[Job], attribution: &Arc<Attribution>, deadline: Deadline) -> Vec<Done> {
        let mut progress = Progress::new(self.progress, jobs.len());
        let mut run = |jobs: &[Job]| {
            let crew = (workers(jobs), deadline);
            watchdog::run(&self.judged, attribution, jobs.to_vec(), crew, |job, done| match (job, done) {
                (Job::Judge { definition, .. }, Done::Judged(outcome)) => {
                    progress.note(definition.rule.id, matches!(outcome, PartOutcome::Broken(_)));
                }
                (_, Done::Explored(explored)) => progress.note("exploration", !explored.found.is_empty()),
                _ => {}
            })
        };
        let (careful, daring) = jobs.split_at(jobs.partition_point(|job| !job.is_daring()));
        let mut done = run(careful);
        if caution::is_called_for(careful, &done) {
            done.extend(daring.iter().map(|_| caution::left_out()));
        } else {
            done.extend(run(daring));
        }
        done
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

impl std::fmt::Debug for Suite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Suite")
            .field("selected", &self.selected)
            .field("baseline", &self.baseline)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}
