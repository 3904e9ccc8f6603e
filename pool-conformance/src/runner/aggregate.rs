//! Joining what explorations found with the scenarios of the rules.

use super::{job::Job, part_outcome::PartOutcome};
use crate::{
    explore::{Completeness, Counterexample, Explored, Prospects},
    model::{Declaration, Level, Rule, Script, Situations},
    oracle::Attribution,
    report::{Coverage, Failure, Outcome, Strength},
    rules::Definition,
};

/// What is said of a further world in which the pool was seen to choose at random.
const BY_CHANCE: &str = "the pool chooses at random";

/// What all explorations of a run came to.
pub(crate) struct Explorations<'a> {
    attribution: &'a Attribution,
    declaration: &'a Declaration,
    pub(crate) coverage: Vec<Coverage>,
    pub(crate) found: Vec<Counterexample>,
    /// What could still have become of scripts that broke a rule.
    pub(crate) prospects: Vec<(Script, Prospects)>,
}

impl<'a> Explorations<'a> {
    pub(crate) fn new(attribution: &'a Attribution, declaration: &'a Declaration) -> Self {
        let (coverage, found, prospects) = (Vec::new(), Vec::new(), Vec::new());
        Self { attribution, declaration, coverage, found, prospects }
    }

    pub(crate) fn add(&mut self, job: &Job, explored: Explored, seed: u64) {
        let world = world_of(job, seed);
        let Explored { schedules, completeness, found, doubt, chance, extent } = explored;
        self.found.extend(found);
        let (complete, put_off, left_out) = match completeness {
            Completeness::Complete { put_off } => (true, put_off, None),
            Completeness::Sampled => (false, None, None),
            Completeness::Cut(why) => (false, None, Some(why.to_owned())),
        };
        let by_chance = chance.is_some();
        let left_out = chance.map(|seen| self.told_once(seen)).or(left_out);
        let on_threads = matches!(job, Job::Meet { .. } | Job::Stress { .. });
        match self.coverage.iter_mut().find(|coverage| coverage.world == world) {
            Some(coverage) => {
                coverage.schedules += schedules;
                coverage.left_out = coverage.left_out.take().or(left_out);
                coverage.doubt = coverage.doubt.take().or(doubt);
                coverage.by_chance |= by_chance;
            }
            None => {
                self.coverage.push(Coverage {
                    world,
                    on_threads,
                    schedules,
                    complete,
                    put_off,
                    left_out,
                    doubt,
                    by_chance,
                    extent,
                });
            }
        }
    }

    /// How it was seen that the pool chooses at random; once is enough.
    fn told_once(&self, seen: String) -> String {
        if self.coverage.iter().any(|coverage| coverage.by_chance) { BY_CHANCE.to_owned() } else { seen }
    }

    /// The outcome of a rule by the parts of its scenario and by exploration together.
    ///
    /// A script that exploration has made as short as it can be, and that can be replayed, tells more than a scenario;
    /// what two threads did at once tells least, and least of all what they ran into by chance.
    pub(crate) fn join(&self, definition: &Definition, parts: &[PartOutcome]) -> Outcome {
        let judged = join_parts(definition, parts);
        if matches!(judged, Outcome::Errored(_)) {
            return judged;
        }
        let explored = self.failures_of(&definition.rule);
        let (told, among_threads): (Vec<Failure>, Vec<Failure>) = explored
            .into_iter()
            .partition(|failure| failure.size().is_some_and(|(preemptions, ..)| preemptions == 0));
        if !told.is_empty() {
            let apart = if parts.len() > 1 { judged.failures().to_vec() } else { Vec::new() };
            return broken(&definition.rule, told.into_iter().chain(apart).collect());
        }
        if judged.failure().is_some() {
            return judged;
        }
        if !among_threads.is_empty() {
            return broken(&definition.rule, among_threads);
        }
        let is_judge = !self.coverage.is_empty() && !definition.owns.is_empty();
        if matches!(judged, Outcome::Pass(_)) && is_judge { self.strength() } else { judged }
    }

    /// What was found of a rule: a failure for each distinct cause, the shortest first.
    pub(crate) fn failures_of(&self, rule: &Rule) -> Vec<Failure> {
        self.distinct(rule).into_iter().map(|found| self.tell(found)).collect()
    }

    /// The counterexamples that are told of a rule.
    pub(crate) fn distinct(&self, rule: &Rule) -> Vec<&Counterexample> {
        let mut found: Vec<&Counterexample> =
            self.convincing().filter(|found| found.rule == rule.id).collect();
        found.sort_by_key(|found| found.script.as_ref().map_or((usize::MAX, 0, 0, 0, 0), Script::size));
        let mut distinct: Vec<&Counterexample> = Vec::new();
        for one in found {
            if !distinct.iter().any(|known| known.finding.symptom == one.finding.symptom) {
                distinct.push(one);
            }
        }
        distinct
    }

    fn tell(&self, found: &Counterexample) -> Failure {
        let failure = Failure::new(found.finding.violation.clone(), &found.entries).after(found.schedules);
        match &found.script {
            Some(script) => {
                let prospects = self.prospects.iter().find(|(known, _)| known == script);
                let prospects = prospects.map(|(_, prospects)| prospects.clone());
                failure.with_script(script, found.rule, self.declaration).foreseeing(prospects)
            }
            None => failure,
        }
    }

    /// Failures, minus thread failures that a single-threaded run reproduces and failures explained by a smaller set of causes.
    fn convincing(&self) -> impl Iterator<Item = &Counterexample> {
        let alone = self.found.iter().any(|found| found.script.is_some());
        let is_echo = move |found: &Counterexample| {
            let by_threads = found.script.is_none() && found.entries.is_empty();
            let is_explained =
                |other: &Counterexample| self.attribution.is_explained_by(&found.finding, &other.finding);
            alone && by_threads && self.attribution.may_be_echo(&found.finding)
                || self.found.iter().any(is_explained)
        };
        self.found.iter().filter(move |found| !is_echo(found))
    }

    fn strength(&self) -> Outcome {
        if let Some(doubt) = self.coverage.iter().find_map(|coverage| coverage.doubt.as_ref()) {
            return Outcome::Inconclusive(doubt.clone());
        }
        let count = |complete| {
            self.coverage.iter().filter(|one| one.complete == complete).map(|one| one.schedules).sum()
        };
        Outcome::Pass(Strength::Explored { complete: count(true), sampled: count(false) })
    }
}

/// Where a job looked, in words.
fn world_of(job: &Job, seed: u64) -> String {
    match job {
        Job::Enumerate { bounds, .. } => bounds.to_string(),
        Job::Meet { .. } => "two threads in lock step".to_owned(),
        Job::Stress { .. } => format!("four threads at once, seed {seed}"),
        Job::Sample { profile, .. } if !profile.extensions.is_empty() => {
            format!("sampled with seed {seed}, extensions used")
        }
        Job::Sample { profile, .. } if profile.called_back => {
            format!("sampled with seed {seed}, called back by wakers and calls")
        }
        Job::Sample { profile, .. } if profile.long => format!("lives of hundreds of steps, seed {seed}"),
        Job::Sample { profile, .. } if profile.panics => {
            format!("sampled with seed {seed}, with calls that panic")
        }
        _ => format!("sampled with seed {seed}, up to 8 clients, max 4"),
    }
}

/// The outcome of a rule by the parts of its scenario alone.
fn join_parts(definition: &Definition, parts: &[PartOutcome]) -> Outcome {
    let rule = &definition.rule;
    let (mut failures, mut unreached, mut vacuous) = (Vec::new(), Vec::new(), None);
    let mut reached = Situations::default();
    for (part, outcome) in definition.scenario.iter().zip(parts) {
        match outcome {
            PartOutcome::Errored(why) => return Outcome::Errored(why.clone()),
            PartOutcome::Broken(failure) => failures.push((**failure).clone()),
            PartOutcome::Unreached(why) => unreached.push((part.about, why)),
            PartOutcome::Vacuous(why) => vacuous = Some(why),
            PartOutcome::Kept(situations) => reached = reached.with(*situations),
        }
    }
    if !failures.is_empty() {
        return broken(rule, failures);
    }
    if let Some((about, why)) = unreached.first() {
        let kept = parts.iter().filter(|part| matches!(part, PartOutcome::Kept(_))).count();
        return Outcome::Inconclusive(match parts.len() {
            1 => (*why).clone(),
            of => format!("{kept} of {of} parts are kept; the part on {about}: {why}"),
        });
    }
    match (reached.missing(rule.situations), vacuous) {
        (_, Some(why)) if reached == Situations::default() => Outcome::NotApplicable(why.clone()),
        (None, _) => Outcome::Pass(Strength::Scenario),
        (Some(situation), _) => Outcome::Inconclusive(format!("never reached: {}", situation.text())),
    }
}

/// What becomes of a rule that is broken.
pub(crate) fn broken(rule: &Rule, failures: Vec<Failure>) -> Outcome {
    match rule.level {
        Level::Must => Outcome::Fail(failures),
        Level::Should | Level::May => Outcome::Deviates(failures),
    }
}
