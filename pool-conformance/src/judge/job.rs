use crate::{
    erased::Factory,
    report::{Failure, Outcome, Strength},
    rule::{Check, Level, Rule, Stop, Violation},
    world::{Clock, Pulse, World, guarded},
};

/// One thing to be done by one worker: to judge a rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job {
    pub(super) rule: &'static Rule,
}

pub(super) fn run(job: &Job, factory: &dyn Factory, clock: &Clock, pulse: &Pulse) -> Outcome {
    let mut world = World::new(factory, clock, pulse);
    let check = guarded(|| (job.rule.check)(&mut world));
    if world.is_foreign() {
        return Outcome::Errored(
            "the factory gave out a pool that it had built for another set-up".to_owned(),
        );
    }
    match check {
        Ok(check) => outcome(job.rule, &world, check),
        Err(text) => Outcome::Errored(format!("the kit itself panicked in this rule: {text}")),
    }
}

fn outcome(rule: &'static Rule, world: &World<'_>, check: Check) -> Outcome {
    match check {
        Ok(()) => match world.reached().missing(rule.witnesses) {
            None => Outcome::Pass(Strength::Scenario),
            Some(witness) => Outcome::Inconclusive(format!("never reached: {}", witness.text())),
        },
        Err(Stop::Broken(violation)) if world.counted_on_time() => {
            let why = "the pool goes by a clock that the kit cannot wind on, and this was seen after a wait";
            Outcome::Inconclusive(format!("{why}: {}", violation.seen))
        }
        Err(Stop::Broken(violation)) => broken(rule, Failure::new(violation, world.state().ledger.entries())),
        Err(Stop::Unreached(why)) => Outcome::Inconclusive(why),
        Err(Stop::Vacuous(why)) => Outcome::NotApplicable(why),
        Err(Stop::Factory(why)) => Outcome::Errored(why),
    }
}

fn broken(rule: &Rule, failure: Failure) -> Outcome {
    match rule.level {
        Level::Must => Outcome::Fail(Box::new(failure)),
        Level::Should => Outcome::Deviates(Box::new(failure)),
    }
}

/// What is said of a rule in whose check the pool, or the factory, did not come back.
pub(super) fn hung(job: &Job, pulse: &Pulse) -> Outcome {
    let Some(shared) = pulse.shared() else {
        return Outcome::Errored("the factory blocked its thread".to_owned());
    };
    let state = shared.lock();
    let entries = state.ledger.entries();
    if entries.is_empty() {
        return Outcome::Errored("the factory blocked its thread".to_owned());
    }
    let violation = Violation {
        expected: "every poll, drop and call of the pool comes back".to_owned(),
        seen: "the last step did not: the pool blocks the thread or spins inside it".to_owned(),
    };
    broken(job.rule, Failure::new(violation, entries))
}
