//! One run of a script: every step is followed by a look at the invariants, and the last by the teardown.

use super::{
    Finding, causes::every_ending_has_a_cause, check_invariants, promises::promises_were_kept, teardown,
};
use crate::{
    model::{Actor, Behaviour, Capability, Script, Step, Stop},
    sim::{Conduct, Overlap, Sim, announce, steps_begin},
};

/// How a run came out. One in which a step had to wait in a lock for another that was preempted proves nothing, and is kept.
pub(crate) enum Ran {
    Kept,
    Broken(Finding),
    /// The pool could not be built or initialised, so that there was nothing to explore.
    Stopped(Stop),
}

/// Builds the pool that the script asks for, and initialises it unless the steps do.
pub(crate) fn begin(sim: &mut Sim<'_>, script: &Script) -> Result<(), Stop> {
    let claims = |capability| sim.declaration().claims(capability);
    let (idles, ages) = (claims(Capability::IdleTimeout), claims(Capability::MaxLifetime));
    announce(sim, script);
    sim.build_with(script.min.into(), script.max.into(), |setup| {
        setup.validate_on_acquire = script.validate;
        setup.acquire_timeout = script.limits.acquire.duration();
        // Whoever claims no such limit need not be asked for one.
        setup.idle_timeout = script.limits.idle.duration().filter(|_| idles);
        setup.max_lifetime = script.limits.lifetime.duration().filter(|_| ages);
    })?;
    if !script.uninitialised {
        sim.init()?;
    }
    for (call, gated) in script.gates.each() {
        if gated {
            sim.perform(Step::Always(call, Behaviour::Gate));
        }
    }
    steps_begin(sim);
    Ok(())
}

/// How often a script is run in which one thread waits in a lock for another, to see whether it does every time.
const COLLISIONS: usize = 2;

pub(crate) fn run(sim: &mut Sim<'_>, script: &Script) -> Ran {
    let mut ran = run_once(sim, script);
    for _ in 1..COLLISIONS {
        if sim.state().overlap != Overlap::Collided {
            break;
        }
        ran = run_once(sim, script);
    }
    ran
}

fn run_once(sim: &mut Sim<'_>, script: &Script) -> Ran {
    sim.forget_reached();
    if let Err(stop) = begin(sim, script) {
        return Ran::Stopped(stop);
    }
    for step in &script.steps {
        if gives_up_what_nobody_promises(sim, *step) {
            continue;
        }
        sim.perform(*step);
        if sim.state().overlap == Overlap::Collided {
            return Ran::Kept;
        }
        if let Err(finding) = check_invariants(sim) {
            return Ran::Broken(finding);
        }
    }
    end(sim)
}

/// Whether the step would drop half-way what the pool does not claim can be dropped.
fn gives_up_what_nobody_promises(sim: &Sim<'_>, step: Step) -> bool {
    matches!(step, Step::Cancel(actor) if !may_give_up(sim, actor))
}

/// Whether the pool has to bear that the actor's operation is dropped half-way.
pub(crate) fn may_give_up(sim: &Sim<'_>, actor: Actor) -> bool {
    let claims = |capability| sim.declaration().claims(capability);
    match actor {
        Actor::Close(_) => claims(Capability::CancelExt),
        Actor::Client(_) if sim.tasks().is_releasing(actor) => claims(Capability::ExplicitRelease),
        _ => true,
    }
}

/// What becomes of a run of which the last step has been made.
pub(crate) fn end(sim: &mut Sim<'_>) -> Ran {
    // Where two steps were at work at once, what one ended the other need not have known.
    let overlapped = sim.state().overlap != Overlap::None;
    let whole = |sim: &mut Sim<'_>| every_ending_has_a_cause(sim).and_then(|()| promises_were_kept(sim));
    match teardown(sim).and_then(|()| if overlapped { Ok(()) } else { whole(sim) }) {
        Ok(()) => Ran::Kept,
        Err(finding) => Ran::Broken(finding),
    }
}
