//! Making a record from a report.

use std::time::Duration;

use super::{
    BudgetRecord, DeclarationRecord, FailureRecord, FoundBy, Measured, MeasuredFailure, MeasuredWorld,
    OutcomeKind, ProspectsRecord, RECORD_VERSION, Record, RuleRecord, StrengthRecord, WorldRecord,
};
use crate::{
    explore::Budget,
    model::{Capability, Declaration},
    report::{Coverage, Failure, Outcome, Report, RuleResult, Strength, Waiver},
    rules::rules,
};

impl Report {
    /// The report as data, from which every other form of it can be made, now or later.
    ///
    /// # Examples
    ///
    /// ```
    /// use pool_conformance::{Setup, Suite, record::OutcomeKind};
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
    /// # use doc::DocPool;
    /// # async fn my_pool(setup: Setup) -> DocPool<pool_conformance::Probe> {
    /// #     DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
    /// # }
    ///
    /// let record = Suite::new(my_pool).select("ACQ-03").run().record();
    /// assert_eq!(record.rules_with(OutcomeKind::Fail).count(), 0);
    /// ```
    #[must_use]
    pub fn record(&self) -> Record {
        let run = &self.circumstances;
        let verdict = self.verdict();
        Record {
            version: RECORD_VERSION,
            kit: env!("CARGO_PKG_VERSION").to_owned(),
            registry: registry_digest(),
            edition: run.edition.name().to_owned(),
            subject: run.subject.clone(),
            declaration: declaration(&run.declaration),
            budget: budget(&run.budget),
            verdict: verdict.to_string(),
            exit_code: verdict.exit_code(),
            usage_errors: self.usage_errors.clone(),
            stale_waivers: self.stale_waivers.clone(),
            rules: self.results.iter().map(|result| rule(result, &self.explored)).collect(),
            worlds: self.explored.iter().map(world).collect(),
            measured: self.measured(),
        }
    }

    fn measured(&self) -> Measured {
        let threads = self.explored.iter().filter(|scope| scope.on_threads);
        let of_threads = |result: &RuleResult| {
            let failure =
                result.outcome().failure().filter(|failure| found_by(failure) == FoundBy::Threads)?;
            let rule = result.rule().id().to_owned();
            Some(MeasuredFailure { rule, seen: failure.seen().to_owned(), round: failure.schedules() })
        };
        Measured {
            run: None,
            took_ms: milliseconds(self.circumstances.took),
            worlds: threads
                .map(|scope| MeasuredWorld { world: scope.world.clone(), rounds: scope.schedules })
                .collect(),
            failures: self.results.iter().filter_map(of_threads).collect(),
        }
    }
}

fn rule(result: &RuleResult, worlds: &[Coverage]) -> RuleRecord {
    let rule = result.rule();
    let outcome = result.outcome();
    RuleRecord {
        id: rule.id().to_owned(),
        level: rule.level().to_string(),
        capability: rule.capability().name().to_owned(),
        requirement: rule.requirement().to_owned(),
        why: rule.why().to_owned(),
        hints: rule.hints().iter().map(|hint| (*hint).to_owned()).collect(),
        outcome: kind(outcome),
        note: note(outcome),
        waiver: waiver(outcome).cloned(),
        strength: strength(outcome, worlds),
        failures: outcome.failures().iter().map(failure).collect(),
    }
}

pub(in crate::report) fn kind(outcome: &Outcome) -> OutcomeKind {
    match outcome {
        Outcome::Pass(_) => OutcomeKind::Pass,
        Outcome::Fail(_) => OutcomeKind::Fail,
        Outcome::Deviates(_) => OutcomeKind::Deviates,
        Outcome::Inconclusive(_) => OutcomeKind::Inconclusive,
        Outcome::NotApplicable(_) => OutcomeKind::NotApplicable,
        Outcome::Lacking(_) => OutcomeKind::Lacking,
        Outcome::Waived { .. } => OutcomeKind::Waived,
        Outcome::UnexpectedPass { .. } => OutcomeKind::UnexpectedPass,
        Outcome::Errored(_) => OutcomeKind::Errored,
        Outcome::NotSelected => OutcomeKind::NotSelected,
    }
}

fn note(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Inconclusive(text)
        | Outcome::NotApplicable(text)
        | Outcome::Lacking(text)
        | Outcome::Errored(text) => Some(text.clone()),
        Outcome::Waived { outcome, .. } => note(outcome),
        _ => None,
    }
}

fn waiver(outcome: &Outcome) -> Option<&Waiver> {
    match outcome {
        Outcome::Waived { waiver, .. } | Outcome::UnexpectedPass { waiver } => Some(waiver),
        _ => None,
    }
}

fn strength(outcome: &Outcome, worlds: &[Coverage]) -> Option<StrengthRecord> {
    let Outcome::Pass(strength) = outcome else { return None };
    let count = |complete| {
        let counted = worlds.iter().filter(|scope| !scope.on_threads && scope.complete == complete);
        counted.map(|scope| scope.schedules).sum()
    };
    match strength {
        Strength::Scenario => Some(StrengthRecord { complete: 0, sampled: 0 }),
        Strength::Explored { .. } => Some(StrengthRecord { complete: count(true), sampled: count(false) }),
    }
}

fn found_by(failure: &Failure) -> FoundBy {
    if failure.token().is_some() {
        FoundBy::Exploration
    } else if failure.is_by_chance() {
        FoundBy::Threads
    } else {
        FoundBy::Scenario
    }
}

fn failure(failure: &Failure) -> FailureRecord {
    let found_by = found_by(failure);
    let certain = found_by != FoundBy::Threads;
    FailureRecord {
        expected: failure.expected().to_owned(),
        seen: certain.then(|| failure.seen().to_owned()),
        found_by,
        schedules: certain.then(|| failure.schedules()),
        setup: failure.data.setup,
        script: failure.script().map(str::to_owned),
        token: failure.token().map(str::to_owned),
        prospects: prospects(failure),
        steps_left_out: failure.data.left_out,
        steps: failure.data.steps.clone(),
    }
}

/// When it was decided, where something of that is known.
fn prospects(failure: &Failure) -> Option<ProspectsRecord> {
    let number = |steps: usize| u64::try_from(steps).unwrap_or(u64::MAX);
    let ways = failure.ways_on().to_vec();
    let (steps_in_common, nearest_passing) = failure.nearest_passing().unzip();
    (!ways.is_empty()).then(|| ProspectsRecord {
        ways,
        inevitable_after: failure.inevitable_after().map(number),
        matters: failure.what_matters(),
        nearest_passing,
        steps_in_common: steps_in_common.map(number),
        text: failure.decided(),
    })
}

fn world(scope: &Coverage) -> WorldRecord {
    WorldRecord {
        world: scope.world.clone(),
        on_threads: scope.on_threads,
        schedules: (!scope.on_threads).then_some(scope.schedules),
        complete: scope.complete,
        put_off: scope.put_off,
        extent: scope.extent,
        left_out: scope.left_out.clone(),
        doubt: scope.doubt.clone(),
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn declaration(declared: &Declaration) -> DeclarationRecord {
    let claims = Capability::ALL.iter().filter(|capability| declared.claims(**capability));
    DeclarationRecord {
        exhaustion: format!("{:?}", declared.exhaustion),
        prefill: format!("{:?}", declared.prefill),
        close_mode: format!("{:?}", declared.close_mode),
        connect_errors: format!("{:?}", declared.connect_errors),
        time_source: format!("{:?}", declared.time_source),
        acquire_limit: format!("{:?}", declared.acquire_limit),
        idle_order: format!("{:?}", declared.idle_order),
        passing_over: declared.passing_over,
        jitter: declared.jitter,
        check_bypass_ms: milliseconds(declared.check_bypass),
        upkeep_period_ms: milliseconds(declared.upkeep_period),
        claims: claims.map(|capability| capability.name().to_owned()).collect(),
    }
}

fn budget(budget: &Budget) -> BudgetRecord {
    BudgetRecord {
        worlds: budget.bounds.len() as u64,
        schedules_per_world: Some(budget.per_world).filter(|limit| *limit < u64::MAX),
        samples: budget.samples,
        meetings: budget.meetings,
        stress: budget.stress,
        seed: budget.seed,
    }
}

/// The hash of Fowler, Noll and Vo (FNV-1a, 64 bits) over all that a rule promises.
fn registry_digest() -> String {
    let texts = rules().iter().flat_map(|rule| {
        let level = rule.level.word();
        [rule.id, level, rule.capability.name(), rule.requirement]
    });
    let bytes = texts.flat_map(|text| text.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
