//! Holding a baseline against what a run found, both ways.

use super::{Baseline, Date, Entry, Place};
use crate::{
    report::{Outcome, RuleResult},
    rules::{is_known, matches, rules, unknown_rule},
};

/// What became of the outcomes of a run under a baseline.
#[derive(Clone, Debug)]
pub(crate) struct Applied {
    pub(crate) results: Vec<RuleResult>,
    /// Entries that are to be removed or mended, each with its place.
    pub(crate) stale: Vec<String>,
}

/// What an entry turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is about another pool, about rules that were left out, or about what could not be judged.
    Unknown,
    /// A rule needs it.
    Needed,
    /// It is past its day.
    Expired,
    /// Every rule that it covers is kept.
    Kept,
    /// No rule that it covers applies to the pool.
    NotApplicable,
}

impl Baseline {
    /// What is wrong with the entries themselves: unknown rules, no reason, two entries for one rule.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let Entry { place, rule, waiver, .. } = entry;
            if !is_known(rule) {
                let unknown = unknown_rule(rule);
                faults.push(format!("{place}: a waiver is for nothing: {unknown}; {}", place.removal()));
            }
            if waiver.reason.trim().is_empty() {
                faults.push(format!("{place}: the waiver of {rule} needs a reason"));
            }
            if let Some(earlier) = self.entries[..index].iter().find(|other| entry.overlaps(other)) {
                faults.push(format!("{place}: {rule} is waived twice, first by {}", earlier.place));
            }
        }
        faults
    }

    /// Waives what is accepted, and finds the entries that nothing needs.
    pub(crate) fn apply(&self, subject: &str, today: Date, results: Vec<RuleResult>) -> Applied {
        let judged = self.judge(subject, today, &results);
        let stale = judged.iter().filter_map(|(entry, standing)| entry.complaint(*standing)).collect();
        let results = results.into_iter().map(|result| {
            let covers = |(entry, standing): &&(&Entry, Standing)| {
                let holds = *standing == Standing::Needed || !entry.is_glob();
                let void = matches!(standing, Standing::Expired | Standing::Unknown);
                holds && !void && matches(&entry.rule, result.rule().id())
            };
            match judged.iter().find(covers) {
                Some((entry, _)) if !(entry.is_glob() && matches!(result.outcome(), Outcome::Pass(_))) => {
                    result.waived(&entry.waiver)
                }
                _ => result,
            }
        });
        Applied { results: results.collect(), stale }
    }

    /// What each entry turned out to be.
    pub(super) fn judge(
        &self,
        subject: &str,
        today: Date,
        results: &[RuleResult],
    ) -> Vec<(&Entry, Standing)> {
        self.entries.iter().map(|entry| (entry, entry.standing(subject, today, results))).collect()
    }
}

impl Entry {
    fn standing(&self, subject: &str, today: Date, results: &[RuleResult]) -> Standing {
        if !self.is_about(subject) {
            return Standing::Unknown;
        }
        let covered = results.iter().filter(|result| matches(&self.rule, result.rule().id()));
        let outcomes: Vec<&Outcome> = covered.map(RuleResult::outcome).collect();
        let any = |what: fn(&Outcome) -> bool| outcomes.iter().any(|outcome| what(outcome));
        if outcomes.iter().all(|outcome| matches!(outcome, Outcome::NotSelected)) {
            Standing::Unknown
        } else if self.until.is_some_and(|until| until < today) {
            Standing::Expired
        } else if any(Outcome::can_be_waived) {
            Standing::Needed
        } else if self.sometimes
            || any(|outcome| matches!(outcome, Outcome::Errored(_) | Outcome::NotSelected))
        {
            Standing::Unknown
        } else if any(|outcome| matches!(outcome, Outcome::Pass(_))) {
            Standing::Kept
        } else {
            Standing::NotApplicable
        }
    }

    /// What is to be done about the entry, if anything is.
    fn complaint(&self, standing: Standing) -> Option<String> {
        let Self { place, rule, .. } = self;
        let removal = place.removal();
        match standing {
            Standing::Unknown | Standing::Needed => None,
            Standing::Expired => {
                let day = self.waiver.until.as_deref().unwrap_or_default();
                let later =
                    if matches!(place, Place::Code) { "" } else { ", or give a later day in `until`" };
                Some(format!(
                    "{place}: the waiver of {rule} ended on {day}: mend the pool and {removal}{later}"
                ))
            }
            Standing::Kept => Some(format!("{place}: {rule} is kept now: {removal}")),
            Standing::NotApplicable => {
                Some(format!("{place}: {rule} does not apply to this pool: {removal}"))
            }
        }
    }

    /// Whether some rule and pool is covered by both.
    fn overlaps(&self, other: &Self) -> bool {
        let same_pool = self.pool.is_none() || other.pool.is_none() || self.pool == other.pool;
        let both = |id| matches(&self.rule, id) && matches(&other.rule, id);
        same_pool && rules().iter().any(|rule| both(rule.id))
    }
}
