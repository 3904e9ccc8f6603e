//! What became of one part of a rule's scenario.

use crate::{
    foreign::catch_panic,
    model::{Capability, Situations, Stop, Verification},
    report::Failure,
    rules::Definition,
    scenario::Scenario,
    sim::{Sim, limit_by_calls},
};

/// What became of one part of a rule's scenario.
#[derive(Clone, Debug)]
pub(crate) enum PartOutcome {
    /// The part holds, and its run came to these situations.
    Kept(Situations),
    Broken(Box<Failure>),
    /// Why nothing can be said.
    Unreached(String),
    /// Why the part has nothing to say of the pool.
    Vacuous(String),
    /// Why the factory or the kit is at fault.
    Errored(String),
}

impl PartOutcome {
    /// Joins what became of the same part in another run: what was broken tells most, then what came to its end.
    pub(crate) fn note_again(&mut self, again: Self) {
        let weight = |outcome: &Self| match outcome {
            Self::Broken(_) => 4,
            Self::Errored(_) => 3,
            Self::Kept(_) => 2,
            Self::Vacuous(_) => 1,
            Self::Unreached(_) => 0,
        };
        match (&mut *self, again) {
            (Self::Kept(before), Self::Kept(now)) => *before = before.with(now),
            (before, now) if weight(&now) > weight(before) => *before = now,
            _ => {}
        }
    }
}

/// What has to be said wherever virtual time passed, and for the pool it may not have.
const OTHER_CLOCK: &str = " (in tokio's virtual time; a pool that goes by another clock declares \
                           `TimeSource::System`)";

/// Goes through one part of a rule's scenario; a rule on limits once more where acquires can have limits of their own.
pub(crate) fn judge_part(definition: &Definition, part: usize, sim: &mut Sim<'_>) -> PartOutcome {
    let mut judged = judge_once(definition, part, sim);
    let both = sim.declaration().acquire_limits() == (true, true);
    if both && definition.rule.capability == Capability::Timeout {
        limit_by_calls(sim, true);
        judged.note_again(judge_once(definition, part, sim));
        limit_by_calls(sim, false);
    }
    judged
}

fn judge_once(definition: &Definition, part: usize, sim: &mut Sim<'_>) -> PartOutcome {
    let verify = definition.scenario[part].verify;
    let verified = catch_panic(|| verify(&mut Scenario::new(sim)));
    if let Some(why) = sim.foreign_threads() {
        return PartOutcome::Unreached(why.to_owned());
    }
    if sim.pool().is_foreign() {
        let why = "the factory gave out a pool that it had built for another set-up";
        return PartOutcome::Errored(why.to_owned());
    }
    match verified {
        Ok(verified) => outcome(sim, verified),
        Err(text) => PartOutcome::Errored(format!("the kit itself panicked in this rule: {text}")),
    }
}

fn outcome(sim: &Sim<'_>, verified: Verification) -> PartOutcome {
    match verified {
        Ok(()) => PartOutcome::Kept(sim.reached()),
        Err(Stop::Broken(violation)) if sim.counted_on_time() => {
            let why = "the pool goes by a clock that the kit cannot wind on, and this was seen after a wait";
            PartOutcome::Unreached(format!("{why}: {}", violation.seen))
        }
        Err(Stop::Broken(mut violation)) => {
            if sim.pool().is_limited_by_calls() {
                violation.seen.push_str(" (by `acquire_timeout`)");
            }
            if sim.state().waited {
                violation.seen.push_str(OTHER_CLOCK);
            }
            PartOutcome::Broken(Box::new(Failure::new(violation, sim.trace().entries())))
        }
        Err(Stop::Unreached(why)) => PartOutcome::Unreached(why),
        Err(Stop::Vacuous(why)) => PartOutcome::Vacuous(why),
        Err(Stop::Factory(why)) => PartOutcome::Errored(why),
    }
}
