//! Joining what explorations found with the outcomes of the rules that own the invariants.

use super::job::{Job, broken};
use crate::{
    explore::{Coverage, Explored, Found, OWNED},
    report::{Outcome, Scope, Strength},
    rule::Rule,
};

/// What all explorations of a run came to.
#[derive(Debug, Default)]
pub(super) struct Explorations {
    pub(super) scopes: Vec<Scope>,
    pub(super) found: Vec<Found>,
}

impl Explorations {
    pub(super) fn add(&mut self, job: &Job, explored: Explored, seed: u64) {
        let world = match job {
            Job::Enumerate { small, .. } => small.to_string(),
            Job::Meet { .. } => "two threads in lock step".to_owned(),
            Job::Stress { .. } => format!("four threads at once, seed {seed}"),
            Job::Sample { flavour, .. } if flavour.called_back => {
                format!("sampled with seed {seed}, called back by wakers and calls")
            }
            _ => format!("sampled with seed {seed}, up to 8 clients, max 4"),
        };
        let Explored { schedules, coverage, found, doubt } = explored;
        self.found.extend(found);
        let (complete, put_off, left_out) = match coverage {
            Coverage::Complete { put_off } => (true, put_off, None),
            Coverage::Sampled => (false, None, None),
            Coverage::Cut(why) => (false, None, Some(why.to_owned())),
        };
        let on_threads = matches!(job, Job::Meet { .. } | Job::Stress { .. });
        match self.scopes.iter_mut().find(|scope| scope.world == world) {
            Some(scope) => {
                scope.schedules += schedules;
                scope.left_out = scope.left_out.take().or(left_out);
                scope.doubt = scope.doubt.take().or(doubt);
            }
            None => {
                self.scopes.push(Scope { world, on_threads, schedules, complete, put_off, left_out, doubt });
            }
        }
    }

    /// The outcome of a rule by its scenario and by exploration together.
    ///
    /// A script that exploration has made as short as it can be, and that can be replayed, tells more than a scenario;
    /// what threads ran into tells least.
    pub(super) fn join(&self, rule: &Rule, judged: Outcome) -> Outcome {
        let found = || self.convincing().filter(|found| found.rule == rule.id).map(|found| &found.failure);
        let shortest = found().filter_map(|found| Some((found.size()?, found))).min_by_key(|(size, _)| *size);
        match (judged, shortest) {
            (Outcome::Errored(why), _) => Outcome::Errored(why),
            (_, Some((_, failure))) => broken(rule, failure.clone()),
            (judged, None) if judged.failure().is_some() => judged,
            (judged, None) => match found().next() {
                Some(failure) => broken(rule, failure.clone()),
                None if matches!(judged, Outcome::Pass(_)) && self.is_judge_of(rule) => self.strength(),
                None => judged,
            },
        }
    }

    /// What was found, without what several threads may only have repeated, and without what goes wrong without its cause.
    fn convincing(&self) -> impl Iterator<Item = &Found> {
        let alone = self.found.iter().any(|found| found.failure.token().is_some());
        let is_echo = move |found: &Found| {
            alone && found.may_be_echo || self.found.iter().any(|other| found.is_explained_by(other))
        };
        self.found.iter().filter(move |found| !is_echo(found))
    }

    fn is_judge_of(&self, rule: &Rule) -> bool {
        !self.scopes.is_empty() && OWNED.contains(&rule.id)
    }

    fn strength(&self) -> Outcome {
        if let Some(doubt) = self.scopes.iter().find_map(|scope| scope.doubt.as_ref()) {
            return Outcome::Inconclusive(doubt.clone());
        }
        let count =
            |complete| self.scopes.iter().filter(|s| s.complete == complete).map(|s| s.schedules).sum();
        Outcome::Pass(Strength::Explored { complete: count(true), sampled: count(false) })
    }
}
